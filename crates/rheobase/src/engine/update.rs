//! The step of a layer, block by block.

use super::Spike;
use super::aligned::Room;
use super::coefficients::Exact;
use super::conductance;
use super::drives::{Drives, block};
use super::euler;
use super::inputs::Channel;
use super::kernel::{self, BLOCK, ExactParameters, Forces};
use super::layer::{Layer, Parameters, Silenced, Synapse};
use crate::network::Population;
use crate::spec::ReceptorKind;
use std::ops::Range;

/// Room for what one block needs in a step, in the fastest cache.
#[derive(Clone)]
#[repr(align(64))]
pub struct Block {
    pub synaptic: [f64; BLOCK],
    pub jump: [f64; BLOCK],
    /// For a kernel.
    pub spare: [f64; BLOCK],
    pub fired: [u8; BLOCK],
}

impl Block {
    /// Zeros.
    pub fn new() -> Block {
        let zeros = [0.0; BLOCK];
        Block { synaptic: zeros, jump: zeros, spare: zeros, fired: [0; BLOCK] }
    }
}

impl Layer {
    /// Advances all neurons by the step `tick` and forgets their `inputs`; `spikes` gets the new
    /// spikes in order of id. Returns whether a voltage ran away.
    pub fn update(
        &mut self,
        population: &Population,
        (inputs, channels): (&mut [f64], &[Channel]),
        tick: u64,
        dt: f64,
        sums: &mut Block,
        spikes: &mut Vec<Spike>,
    ) -> bool {
        if self.is_noisy() {
            // Its lists are made in the first step.
            self.end(tick);
        }
        for s in &mut self.silenced {
            (s.v, s.left) = (self.v[s.index], self.left[s.index]);
        }
        let at = (tick, population.first + self.start);
        if let Some(alarm) = self.at_once(inputs, at, sums, spikes) {
            return alarm;
        }
        let mut alarm = false;
        let n = self.v.len();
        for start in (0..n).step_by(BLOCK) {
            let neurons = start..(start + BLOCK).min(n);
            let at_once = self.euler_at_once(inputs, &neurons, dt, sums);
            let (any, wild) = at_once.unwrap_or_else(|| {
                self.receive(population, inputs, channels, &neurons, dt, sums);
                self.advance(&neurons, dt, sums)
            });
            alarm |= wild;
            self.keep_silenced(&neurons, &mut sums.fired);
            if any {
                let first = population.first + self.start + start as u32;
                collect(&sums.fired[..neurons.len()], first, tick, spikes);
            }
        }
        alarm
    }

    /// Advances the receptors of a block of neurons.
    fn receive(
        &mut self,
        population: &Population,
        inputs: &mut [f64],
        channels: &[Channel],
        neurons: &Range<usize>,
        dt: f64,
        sums: &mut Block,
    ) {
        let n = neurons.len();
        sums.synaptic[..n].fill(0.0);
        sums.jump[..n].fill(0.0);
        if let Some(conducting) = &mut self.conducting {
            conducting.begin();
        }
        let place = |channel: &Channel| {
            let start = channel.start + neurons.start;
            start..start + n
        };
        for (receptor, kind) in population.receptors.iter().map(|r| r.kind).enumerate() {
            if let Some(place) = self.direct[receptor] {
                let variable = &mut inputs[place + neurons.start..][..n];
                self.decay(receptor, neurons, variable, sums);
                continue;
            }
            let mine = |channel: &&Channel| channel.receptor == receptor;
            let first = channels.partition_point(|channel| channel.receptor < receptor);
            let known = &channels[first..][..channels[first..].iter().take_while(mine).count()];
            if let [one] = known
                && !(one.per_resistance && self.parameters.resistance.is_some())
            {
                // As it stands.
                let input = &mut inputs[place(one)];
                self.receive_at(receptor, kind, neurons, dt, input, sums);
                input.fill(0.0);
                continue;
            }
            if known.is_empty() {
                // Zeros.
                self.receive_at(receptor, kind, neurons, dt, block(&[], neurons), sums);
                continue;
            }
            let mut arrived = Room([0.0; BLOCK]);
            let arrived = &mut arrived.0[..n];
            for channel in known {
                let input = &mut inputs[place(channel)];
                match &self.parameters.resistance {
                    Some(r) if channel.per_resistance => {
                        kernel::add_scaled(arrived, input, r.block(neurons));
                    }
                    _ => kernel::add(arrived, input),
                }
                input.fill(0.0);
            }
            self.receive_at(receptor, kind, neurons, dt, arrived, sums);
        }
    }

    /// Advances one receptor whose variable has jumped by what arrived.
    fn decay(
        &mut self,
        receptor: usize,
        neurons: &Range<usize>,
        variable: &mut [f64],
        sums: &mut Block,
    ) {
        let n = neurons.len();
        if let Some(conducting) = &mut self.conducting {
            conducting.decay(receptor, variable, neurons);
        } else {
            let p = &self.propagators[receptor];
            let to_v = p.current.block(neurons);
            kernel::exact_exponential(variable, &mut sums.synaptic[..n], to_v, p.decay);
        }
    }

    /// Advances one receptor by what arrives at it.
    fn receive_at(
        &mut self,
        receptor: usize,
        kind: ReceptorKind,
        neurons: &Range<usize>,
        dt: f64,
        input: &[f64],
        sums: &mut Block,
    ) {
        let n = neurons.len();
        let total = &mut sums.synaptic[..n];
        if let Some(conducting) = &mut self.conducting
            && !matches!(kind, ReceptorKind::Delta)
        {
            conducting.receptor(receptor, &mut self.synapses[receptor], input, neurons, dt);
            return;
        }
        let p = &self.propagators[receptor];
        match (&mut self.synapses[receptor], kind) {
            (Synapse::Exponential { i }, ReceptorKind::Exponential { tau }) => {
                let i = &mut i[neurons.clone()];
                if self.exact.is_some() {
                    kernel::add(i, input);
                    let to_v = p.current.block(neurons);
                    kernel::exact_exponential(i, total, to_v, p.decay);
                } else {
                    euler::exponential(i, input, total, &mut sums.spare, tau, dt);
                }
            }
            (Synapse::Alpha { x, i }, ReceptorKind::Alpha { tau }) => {
                let (x, i) = (&mut x[neurons.clone()], &mut i[neurons.clone()]);
                if self.exact.is_some() {
                    let (inner, current) = (p.inner.block(neurons), p.current.block(neurons));
                    kernel::exact_alpha(x, i, input, total, inner, current, p.decay, dt);
                } else {
                    euler::alpha(x, i, input, total, tau, dt);
                }
            }
            _ => kernel::add(&mut sums.jump[..n], input),
        }
    }

    /// Advances the membranes of a block of neurons. Returns whether any fired, and whether any
    /// voltage ran away.
    fn advance(&mut self, neurons: &Range<usize>, dt: f64, sums: &mut Block) -> (bool, bool) {
        let n = neurons.len();
        let Drives { noise, kick, .. } = &self.drives;
        let forces = Forces {
            synaptic: &sums.synaptic[..n],
            external: self.drives.forces(neurons),
            noise: block(noise, neurons),
            jump: &sums.jump[..n],
            kick: block(kick, neurons),
        };
        let Parameters { v_rest, v_thr, v_reset, hold, .. } = &self.parameters;
        let (v_rest, v_thr) = (v_rest.block(neurons), v_thr.block(neurons));
        let (v_reset, hold) = (v_reset.block(neurons), hold.block(neurons));
        let (v, left) = (&mut self.v[neurons.clone()], &mut self.left[neurons.clone()]);
        let fired = &mut sums.fired[..n];
        if let Some(conducting) = &mut self.conducting {
            let (p, sums) = conducting.parameters(v_rest, v_thr, v_reset, hold, neurons);
            return conductance::membrane(v, left, fired, sums, p, forces);
        }
        if let Some(Exact { leak, drive, .. }) = &self.exact {
            let (leak, drive) = (leak.block(neurons), drive.block(neurons));
            let parameters = ExactParameters { leak, drive, v_rest, v_thr, v_reset, hold };
            kernel::exact_membrane(v, left, fired, parameters, forces)
        } else {
            let parameters = euler_parameters(&self.parameters, neurons);
            euler::membrane(v, left, fired, parameters, forces, &mut sums.spare, dt)
        }
    }

    /// The Euler step of a block of neurons with one current in one pass, where that is all.
    fn euler_at_once(
        &mut self,
        inputs: &mut [f64],
        neurons: &Range<usize>,
        dt: f64,
        sums: &mut Block,
    ) -> Option<(bool, bool)> {
        let ((place, tau), [Synapse::Exponential { i }]) =
            (self.one_current?, &mut self.synapses[..])
        else {
            return None;
        };
        let n = neurons.len();
        let input = &mut inputs[place + neurons.start..][..n];
        let left = if self.rests { neurons.clone() } else { 0..0 };
        let (v, left) = (&mut self.v[neurons.clone()], &mut self.left[left]);
        let (i, fired) = (&mut i[neurons.clone()], &mut sums.fired[..n]);
        let (external, noise) = (self.drives.forces(neurons), block(&self.drives.noise, neurons));
        let parameters = euler_parameters(&self.parameters, neurons);
        let room = (&mut sums.synaptic, &mut sums.spare);
        Some(euler::current_and_membrane(
            v, left, fired, i, input, parameters, external, noise, room, tau, dt,
        ))
    }

    /// Puts the silenced neurons of a block back where they were.
    fn keep_silenced(&mut self, neurons: &Range<usize>, fired: &mut [u8]) {
        for &Silenced { index, v, left } in &self.silenced {
            if neurons.contains(&index) {
                self.v[index] = v;
                self.left[index] = left.saturating_sub(1);
                fired[index - neurons.start] = 0;
            }
        }
    }
}

fn euler_parameters<'a>(all: &'a Parameters, neurons: &Range<usize>) -> euler::Parameters<'a> {
    euler::Parameters {
        tau_m: all.tau_m.block(neurons),
        inverse_tau_m: all.inverse_tau_m.as_ref().map(|each| each.block(neurons)),
        v_rest: all.v_rest.block(neurons),
        v_thr: all.v_thr.block(neurons),
        v_reset: all.v_reset.block(neurons),
        hold: all.hold.block(neurons),
    }
}

/// Appends the neurons that fired, eight flags at a time: most are zero.
fn collect(fired: &[u8], first: u32, tick: u64, spikes: &mut Vec<Spike>) {
    let mut see = |place: usize| spikes.push(Spike { tick, neuron: first + place as u32 });
    let (groups, rest) = fired.as_chunks::<8>();
    for (group, &flags) in groups.iter().enumerate() {
        let mut flags = u64::from_le_bytes(flags);
        while flags != 0 {
            see(8 * group + flags.trailing_zeros() as usize / 8);
            flags &= flags - 1;
        }
    }
    for (k, _) in rest.iter().enumerate().filter(|(_, flag)| **flag != 0) {
        see(8 * groups.len() + k);
    }
}
