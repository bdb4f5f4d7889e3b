//! Which layers have neurons that are all alike, and their step.

use super::Spike;
use super::inputs::Channel;
use super::kernel::{BLOCK, ran_away};
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
                let (conducting, _, _) =
                    (self.conducting.as_ref()?, self.direct[0]?, self.direct[1]?);
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

    /// Before a block of steps that begins with step `tick`: decides whether neurons that are alike
    /// advance at once.
    pub(super) fn begin(&mut self, tick: u64) {
        self.rests = same(&self.parameters.hold) != Some(1) || self.left.iter().any(|&n| n > 0);
        let Some(uniform) = &self.uniform else { return };
        let jumps = matches!(uniform.inputs, uniform::Inputs::Jumps(_));
        // Whatever has put V above the threshold has done so since the last block.
        let put_above = || self.v.iter().any(|&v| v >= uniform.membrane.v_thr);
        if !self.is_noisy() && (jumps || !put_above()) {
            self.resting.begin(&self.left, &self.v, uniform.membrane.v_reset, tick);
        }
    }

    /// Whether noise is added to what drives the neurons.
    pub(super) fn is_noisy(&self) -> bool {
        !self.drives.noise.is_empty() || !self.drives.kick.is_empty()
    }

    /// After a block of steps, or where they cannot go on so with step `tick`.
    pub(super) fn end(&mut self, tick: u64) {
        self.resting.end(&mut self.left, tick);
    }

    /// The step of neurons that are alike, block by block in one pass; `None` where they are not, or
    /// where something else drives them. Returns whether a voltage ran away.
    pub(super) fn at_once(
        &mut self,
        inputs: &mut [f64],
        (tick, first): (u64, u32),
        room: &mut Block,
        spikes: &mut Vec<Spike>,
    ) -> Option<bool> {
        if !self.resting.is_active() {
            return None;
        }
        let Membrane { hold, v_reset, .. } = self.uniform.as_ref()?.membrane;
        let mut alarm = false;
        let n = self.v.len();
        for (block, start) in (0..n).step_by(BLOCK).enumerate() {
            let neurons = start..(start + BLOCK).min(n);
            let (any, wild) = self.advance_at_once(inputs, &neurons, room)?;
            let v = &mut self.v[neurons.clone()];
            self.resting.hold(block, v, v_reset, tick);
            for silenced in self.silenced.iter().filter(|s| neurons.contains(&s.index)) {
                v[silenced.index - start] = silenced.v;
            }
            if any {
                let first = first + start as u32;
                self.resting.collect(block, v, (tick, hold, v_reset), |place| {
                    spikes.push(Spike { tick, neuron: first + place as u32 });
                });
            }
            // Those at rest may have seemed to.
            alarm |= wild && v.iter().any(|&v| ran_away(v));
        }
        Some(alarm)
    }

    /// The pass itself.
    fn advance_at_once(
        &mut self,
        inputs: &mut [f64],
        neurons: &Range<usize>,
        room: &mut Block,
    ) -> Option<(bool, bool)> {
        let Uniform { membrane, inputs: kind } = self.uniform.as_ref()?;
        let drive = self.drives.forces(neurons);
        let v = &mut self.v[neurons.clone()];
        Some(match (kind, &self.direct[..]) {
            (uniform::Inputs::Jumps(place), _) => {
                uniform::jumps(v, one(inputs, *place, neurons), drive, *membrane)
            }
            (uniform::Inputs::One(c), &[Some(place)]) => {
                uniform::one_current(v, one(inputs, place, neurons), drive, *c, *membrane)
            }
            (uniform::Inputs::Two([c, d]), &[Some(first), Some(second)]) => {
                let (i, j) = two(inputs, first, second, neurons);
                uniform::two_currents(v, i, j, drive, *c, *d, *membrane)
            }
            (uniform::Inputs::Conductances([c, d], rate), &[Some(first), Some(second)]) => {
                let (i, j) = two(inputs, first, second, neurons);
                let room = (&mut room.synaptic, &mut room.jump);
                uniform::two_conductances(v, i, j, drive, *c, *d, *membrane, *rate, room)
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
