//! Which layers have neurons that are all alike, and their step.

use super::drives::Drives;
use super::inputs::Channel;
use super::kernel::ran_away;
use super::layer::Layer;
use super::uniform::{self, Current, Membrane, Uniform, only_channel, same};
use super::update::Block;
use crate::network::{Population, Receptor};
use crate::spec::ReceptorKind;
use std::ops::Range;

impl Layer {
    /// What the neurons share, if all are alike and their receptors are such that a step can be one
    /// pass.
    pub(super) fn as_uniform(
        &self,
        population: &Population,
        channels: &[Channel],
    ) -> Option<Uniform> {
        let (p, exact) = (&self.parameters, self.exact.as_ref()?);
        // What a step checks of V is what it has reached, not where a spike puts it.
        let v_reset = same(&p.v_reset).filter(|&v| !ran_away(v))?;
        let membrane = Membrane {
            leak: same(&exact.leak)?,
            drive: same(&exact.drive)?,
            v_rest: same(&p.v_rest)?,
            v_thr: same(&p.v_thr)?,
            v_reset,
            hold: same(&p.hold)?,
        };
        let current = |receptor: usize| {
            self.direct[receptor]?;
            let propagator = &self.propagators[receptor];
            Some(Current { to_v: same(&propagator.current)?, decay: propagator.decay })
        };
        let is_conductance = |receptor: &Receptor| receptor.kind.reversal().is_some();
        let inputs = match &population.receptors[..] {
            [a, b] if is_conductance(a) && is_conductance(b) => {
                let conducting = self.conducting.as_ref()?;
                let of = |receptor| conducting.conductance(receptor);
                uniform::Inputs::Conductances([of(0)?, of(1)?], conducting.rate()?)
            }
            _ if self.conducting.is_some() => return None,
            [one] if one.kind == ReceptorKind::Delta => {
                uniform::Inputs::Jumps(only_channel(channels, 0)?.start)
            }
            [_] => uniform::Inputs::One(current(0)?),
            [_, _] => uniform::Inputs::Two([current(0)?, current(1)?]),
            _ => return None,
        };
        Some(Uniform { membrane, inputs })
    }

    /// The step of a block of neurons that are alike, in one pass; `None` where they are not, or
    /// where something else drives them.
    pub(super) fn at_once(
        &mut self,
        inputs: &mut [f64],
        neurons: &Range<usize>,
        sums: &mut Block,
    ) -> Option<(bool, bool)> {
        let Uniform { membrane, inputs: kind } = self.uniform.as_ref()?;
        let Drives { noise, kick, .. } = &self.drives;
        let jumps = matches!(kind, uniform::Inputs::Jumps(_));
        if !noise.is_empty() || !kick.is_empty() || (self.above && !jumps) {
            return None;
        }
        let drive = self.drives.forces(neurons);
        let (v, left) = (&mut self.v[neurons.clone()], &mut self.left[neurons.clone()]);
        let n = neurons.len();
        let fired = &mut sums.fired[..n];
        Some(match (kind, &self.direct[..]) {
            (uniform::Inputs::Jumps(place), _) => {
                uniform::jumps(v, left, fired, one(inputs, *place, neurons), drive, *membrane)
            }
            (uniform::Inputs::One(c), &[Some(place)]) => uniform::one_current(
                v,
                left,
                fired,
                one(inputs, place, neurons),
                drive,
                *c,
                *membrane,
            ),
            (uniform::Inputs::Two([c, d]), &[Some(first), Some(second)]) => {
                let (i, j) = two(inputs, first, second, neurons);
                uniform::two_currents(v, left, fired, i, j, drive, *c, *d, *membrane)
            }
            (uniform::Inputs::Conductances([c, d], rate), &[Some(first), Some(second)]) => {
                let (i, j) = two(inputs, first, second, neurons);
                let room = (&mut sums.synaptic, &mut sums.jump);
                uniform::two_conductances(
                    v, left, fired, i, j, drive, *c, *d, *membrane, *rate, room,
                )
            }
            _ => return None,
        })
    }
}

/// What arrives at one receptor.
fn one<'a>(inputs: &'a mut [f64], place: usize, neurons: &Range<usize>) -> &'a mut [f64] {
    &mut inputs[place + neurons.start..][..neurons.len()]
}

/// The variables of two receptors; channels stand in order of receptors.
fn two<'a>(
    inputs: &'a mut [f64],
    first: usize,
    second: usize,
    neurons: &Range<usize>,
) -> (&'a mut [f64], &'a mut [f64]) {
    let (low, high) = inputs.split_at_mut(second);
    (&mut low[first + neurons.start..][..neurons.len()], &mut high[neurons.clone()])
}
