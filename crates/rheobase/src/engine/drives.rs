//! What drives the neurons of a layer in a step.

use super::aligned::{Aligned, Room};
use super::kernel::BLOCK;
use std::ops::Range;

/// What a step computes before the neurons advance, and the next one forgets. Lists that no input
/// of the layer needs are empty.
#[derive(Clone, Debug, Default)]
pub struct Drives {
    /// Sum of constant drives; changes with the controls only.
    pub constant: Aligned<f64>,
    /// The same for a block of neurons, where all have the same.
    pub level: Aligned<f64>,
    /// Whether they are summed up in each step, since some come from the caller.
    pub stepwise: bool,
    /// External drive of the step, where any input varies in time.
    pub external: Aligned<f64>,
    /// Noise of the step.
    pub noise: Aligned<f64>,
    /// White noise of the step (exact scheme).
    pub kick: Aligned<f64>,
    /// Room for draws.
    pub draws: Aligned<f64>,
    /// Whether `noise` holds that of this step already.
    pub noisy: bool,
    /// The same of `kick`.
    pub kicked: bool,
}

impl Drives {
    /// Whether all neurons have the same constant drive.
    pub fn find_level(&mut self) {
        let first = self.constant.first().copied();
        let same = first.filter(|first| self.constant.iter().all(|value| value == first));
        self.level = same.map_or_else(Aligned::default, |value| Aligned::new(value, BLOCK));
    }

    /// What drives a block of neurons, but for noise.
    pub fn forces(&self, neurons: &Range<usize>) -> &[f64] {
        if !self.external.is_empty() {
            &self.external[neurons.clone()]
        } else if !self.level.is_empty() {
            &self.level[..neurons.len()]
        } else {
            block(&self.constant, neurons)
        }
    }
}

/// Where a list is empty.
static ZEROS: Room<[f64; BLOCK]> = Room([0.0; BLOCK]);

/// Numbers of a block of neurons; zeros of a list that no input needs.
pub fn block<'a>(values: &'a [f64], neurons: &Range<usize>) -> &'a [f64] {
    if values.is_empty() { &ZEROS.0[..neurons.len()] } else { &values[neurons.clone()] }
}
