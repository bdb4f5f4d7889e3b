//! Which layers have neurons that are all alike, and their step.

use super::inputs::Channel;
use super::layer::{Drives, Layer, Synapse, block};
use super::uniform::{self, Current, Membrane, Uniform, only_channel, same};
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
        let membrane = Membrane {
            leak: same(&exact.leak)?,
            drive: same(&exact.drive)?,
            v_rest: same(&p.v_rest)?,
            v_thr: same(&p.v_thr)?,
            v_reset: same(&p.v_reset)?,
            hold: same(&p.hold)?,
        };
        let current = |receptor: usize| {
            let ReceptorKind::Exponential { .. } = population.receptors[receptor].kind else {
                return None;
            };
            let channel = only_channel(channels, receptor)?;
            let propagator = &self.propagators[receptor];
            let scale = match &p.resistance {
                Some(resistance) if channel.per_resistance => same(resistance)?,
                _ => 1.0,
            };
            let (place, to_v) = (channel.start, same(&propagator.current)?);
            Some(Current { place, scale, to_v, decay: propagator.decay })
        };
        let is_conductance = |receptor: &Receptor| receptor.kind.reversal().is_some();
        let inputs = match &population.receptors[..] {
            [a, b] if is_conductance(a) && is_conductance(b) => {
                let conducting = self.conducting.as_ref()?;
                let of = |receptor: usize| {
                    let channel = only_channel(channels, receptor)?;
                    Some(conducting.conductance(receptor, channel.start))
                };
                uniform::Inputs::Conductances([of(0)?, of(1)?], conducting.leak()?)
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
        fired: &mut [u8],
    ) -> Option<(bool, bool)> {
        let Uniform { membrane, inputs: kind } = self.uniform.as_ref()?;
        let Drives { constant, external, noise, kick, .. } = &self.drives;
        if !noise.is_empty() || !kick.is_empty() {
            return None;
        }
        let drive = block(if external.is_empty() { constant } else { external }, neurons);
        let (v, left) = (&mut self.v[neurons.clone()], &mut self.left[neurons.clone()]);
        let n = neurons.len();
        let fired = &mut fired[..n];
        match (kind, &mut self.synapses[..]) {
            (uniform::Inputs::Jumps(place), _) => {
                let input = &mut inputs[place + neurons.start..][..n];
                Some(uniform::jumps(v, left, fired, input, drive, *membrane))
            }
            (uniform::Inputs::One(c), [Synapse::Exponential { i }]) => {
                let input = &mut inputs[c.place + neurons.start..][..n];
                let i = &mut i[neurons.clone()];
                Some(uniform::one_current(v, left, fired, i, input, drive, *c, *membrane))
            }
            (
                uniform::Inputs::Two([c, d]),
                [Synapse::Exponential { i }, Synapse::Exponential { i: j }],
            ) => {
                // Channels stand in order of receptors.
                let (low, high) = inputs.split_at_mut(d.place);
                let input_i = &mut low[c.place + neurons.start..][..n];
                let input_j = &mut high[neurons.start..][..n];
                let (i, j) = (&mut i[neurons.clone()], &mut j[neurons.clone()]);
                Some(uniform::two_currents(
                    v, left, fired, i, j, input_i, input_j, drive, *c, *d, *membrane,
                ))
            }
            (
                uniform::Inputs::Conductances([c, d], leak),
                [Synapse::Conductance { g: i }, Synapse::Conductance { g: j }],
            ) => {
                let (low, high) = inputs.split_at_mut(d.place);
                let input_i = &mut low[c.place + neurons.start..][..n];
                let input_j = &mut high[neurons.start..][..n];
                let (i, j) = (&mut i[neurons.clone()], &mut j[neurons.clone()]);
                Some(uniform::two_conductances(
                    v, left, fired, i, j, input_i, input_j, drive, *c, *d, *membrane, *leak,
                ))
            }
            _ => None,
        }
    }
}
