//! Layers whose neurons are all alike: a whole step in one pass over their state.
//!
//! What is computed is to the bit (but for the sign of a zero) what the kernels of the receptors
//! and of the membrane compute one after the other; numbers that all neurons share stay in
//! registers, and nothing goes through memory in between. Neurons that are at rest after a spike
//! advance as if they were not, and are put back ([`super::resting`]): they are few.

use super::column::Column;
use super::conductance;
use super::exp::{NEAR, fused, mean_of_decay, mean_of_decay_near};
use super::inputs::Channel;
use super::kernel::{BLOCK, ran_away};
use crate::simd::multiversion;

/// A receptor with an exponential current.
#[derive(Clone, Copy, Debug)]
pub struct Current {
    /// What a unit current adds to V in a step.
    pub to_v: f64,
    /// What is left of it.
    pub decay: f64,
}

/// A receptor with a conductance g.
#[derive(Clone, Copy, Debug)]
pub struct Conductance {
    /// What is left of it.
    pub left: f64,
    /// What a unit of it adds to G, G', F and F'; see [`super::conductance::weights`].
    pub weights: [f64; 4],
}

/// What the membranes share; see [`super::kernel::ExactParameters`].
#[derive(Clone, Copy, Debug)]
pub struct Membrane {
    pub leak: f64,
    pub drive: f64,
    pub v_rest: f64,
    pub v_thr: f64,
    pub v_reset: f64,
    pub hold: u32,
}

/// What arrives at a uniform layer. Currents and conductances stand among the inputs themselves.
#[derive(Clone, Debug)]
pub enum Inputs {
    /// Jumps of V, from this place on.
    Jumps(usize),
    /// One current.
    One(Current),
    /// Two.
    Two([Current; 2]),
    /// Two conductances, and dt/tau_m.
    Conductances([Conductance; 2], f64),
}

/// A layer of neurons that are alike. But for jumps, V must be below the threshold at the start of a
/// step, as it is after one.
#[derive(Clone, Debug)]
pub struct Uniform {
    pub membrane: Membrane,
    pub inputs: Inputs,
}

/// The number that a column has for all neurons.
pub fn same<T: Copy>(column: &Column<T>) -> Option<T> {
    match column {
        Column::Same(block) => Some(block[0]),
        Column::Each(_) => None,
    }
}

/// The only channel of a receptor.
pub fn only_channel(channels: &[Channel], receptor: usize) -> Option<&Channel> {
    let mut known = channels.iter().filter(|channel| channel.receptor == receptor);
    let channel = known.next()?;
    known.next().is_none().then_some(channel)
}

/// V of a neuron that has just passed its threshold, until its spike is noted.
pub const FIRED: f64 = f64::MAX;

/// A step of each neuron, for which `advance` tells from (place, V) where V goes and whether it passes
/// the threshold. Returns whether any neuron fired, whose V then is [`FIRED`], and whether a
/// voltage ran away.
#[inline(always)]
fn each(v: &mut [f64], mut advance: impl FnMut(usize, f64) -> (f64, bool)) -> (bool, bool) {
    // Flags as wide as the numbers: no narrower ones have to be made of them.
    let (mut any, mut calm) = (0, 1);
    for (k, v) in v.iter_mut().enumerate() {
        let (free, over) = advance(k, *v);
        let tame = !ran_away(free);
        let spike = tame & over;
        *v = if spike { FIRED } else { free };
        any |= u64::from(spike);
        calm &= u64::from(tame);
    }
    (any != 0, calm == 0)
}

/// V at the end of a step of its own.
#[inline(always)]
fn relaxed(m: Membrane, start: f64, drive: f64, synaptic: f64) -> f64 {
    let driven = (start - m.v_rest) * m.leak + m.drive * drive;
    m.v_rest + (driven + synaptic)
}

multiversion! {
    /// A step of neurons with jumps of V. Forgets the inputs.
    pub fn jumps(
        v: &mut [f64], input: &mut [f64], drive: &[f64], m: Membrane,
    ) -> (bool, bool) {
        let n = v.len();
        let (input, drive) = (&mut input[..n], &drive[..n]);
        each(v, |k, v| {
            let start = v + input[k];
            input[k] = 0.0;
            let free = relaxed(m, start, drive[k], 0.0);
            (free, (start >= m.v_thr) | (free >= m.v_thr))
        })
    }
}

multiversion! {
    /// A step of neurons with one exponential current.
    pub fn one_current(
        v: &mut [f64], i: &mut [f64], drive: &[f64], c: Current, m: Membrane,
    ) -> (bool, bool) {
        let n = v.len();
        let (i, drive) = (&mut i[..n], &drive[..n]);
        each(v, |k, v| {
            let free = relaxed(m, v, drive[k], c.to_v * i[k]);
            i[k] *= c.decay;
            (free, free >= m.v_thr)
        })
    }
}

multiversion! {
    /// A step of neurons with two exponential currents.
    pub fn two_currents(
        v: &mut [f64], i: &mut [f64], j: &mut [f64], drive: &[f64], c: Current, d: Current,
        m: Membrane,
    ) -> (bool, bool) {
        let n = v.len();
        let (i, j, drive) = (&mut i[..n], &mut j[..n], &drive[..n]);
        each(v, |k, v| {
            let free = relaxed(m, v, drive[k], c.to_v * i[k] + d.to_v * j[k]);
            i[k] *= c.decay;
            j[k] *= d.decay;
            (free, free >= m.v_thr)
        })
    }
}

multiversion! {
    /// A step of neurons with two conductances: [`super::conductance::conductance`] of each, then
    /// [`super::conductance::membrane`]. In two passes, with room for what goes from one to the next:
    /// whether all x are near zero is known after the first.
    pub fn two_conductances(
        v: &mut [f64], i: &mut [f64], j: &mut [f64], drive: &[f64], c: Conductance,
        d: Conductance, m: Membrane, rate: f64, room: (&mut [f64; BLOCK], &mut [f64; BLOCK]),
    ) -> (bool, bool) {
        let n = v.len();
        let (i, j, drive) = (&mut i[..n], &mut j[..n], &drive[..n]);
        let (xs, aims) = (&mut room.0[..n], &mut room.1[..n]);
        let (c_left, [c_g, c_g1, c_f, c_f1]) = (c.left, c.weights);
        let (d_left, [d_g, d_g1, d_f, d_f1]) = (d.left, d.weights);
        let mut far = 0;
        for k in 0..n {
            let (a, b) = (i[k], j[k]);
            let g = fused(b, d_g, fused(a, c_g, 1.0));
            let g1 = fused(b, d_g1, a * c_g1);
            let f = (m.v_rest + drive[k]) + fused(b, d_f, a * c_f);
            let f1 = fused(b, d_f1, a * c_f1);
            (i[k], j[k]) = (a * c_left, b * d_left);
            (xs[k], aims[k]) = conductance::course(rate, [g, g1, f, f1]);
            far |= u64::from(xs[k] > NEAR);
        }
        if far == 0 {
            each(v, |k, v| {
                let mean = mean_of_decay_near(xs[k]);
                let free = conductance::free(rate, v, xs[k], aims[k], mean);
                (free, free >= m.v_thr)
            })
        } else {
            each(v, |k, v| {
                let free = conductance::free(rate, v, xs[k], aims[k], mean_of_decay(xs[k]));
                (free, free >= m.v_thr)
            })
        }
    }
}
