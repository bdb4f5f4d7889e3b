//! Layers whose neurons are all alike: a whole step in one pass over their state.
//!
//! What is computed is to the bit (but for the sign of a zero) what the kernels of the receptors
//! and of the membrane compute one after the other; numbers that all neurons share stay in
//! registers, and nothing goes through memory in between.

use super::column::Column;
use super::conductance;
use super::exp::{NEAR, exp, exp_near_zero};
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
    /// R·g's mean over the step, of a unit conductance.
    pub mean: f64,
    /// First moment over mean.
    pub bend: f64,
    /// Reversal potential, mV.
    pub reversal: f64,
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

/// A step of each neuron, for which `advance` tells from (place, V) where V goes and whether it passes
/// the threshold. Returns whether any neuron fired (only then `fired` tells which), and whether a
/// voltage ran away.
#[inline(always)]
fn each(
    v: &mut [f64],
    left: &mut [u32],
    fired: &mut [u8],
    m: Membrane,
    advance: impl FnMut(usize, f64) -> (f64, bool),
) -> (bool, bool) {
    match m.hold {
        0 => step::<false>(v, left, fired, m, advance),
        _ => step::<true>(v, left, fired, m, advance),
    }
}

/// The same of neurons that rest after a spike (`RESTS`), or of those that do not. The former need
/// not be marked one by one: those that fired have all their rest before them.
#[inline(always)]
fn step<const RESTS: bool>(
    v: &mut [f64],
    left: &mut [u32],
    fired: &mut [u8],
    m: Membrane,
    mut advance: impl FnMut(usize, f64) -> (f64, bool),
) -> (bool, bool) {
    let n = v.len();
    let (left, fired) = (&mut left[..n], &mut fired[..n]);
    let (mut any, mut calm) = (false, true);
    for k in 0..n {
        let (free, over) = advance(k, v[k]);
        let held = left[k] > 0;
        let tame = !ran_away(free);
        let spike = !held & tame & over;
        let new = if held { v[k] } else { free };
        v[k] = if spike { m.v_reset } else { new };
        let rest = left[k].max(1) - 1;
        left[k] = if spike { m.hold } else { rest };
        if !RESTS {
            fired[k] = spike as u8;
        }
        any |= spike;
        calm &= tame | held;
    }
    if RESTS && any {
        for k in 0..n {
            fired[k] = (left[k] == m.hold) as u8;
        }
    }
    (any, !calm)
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
        v: &mut [f64], left: &mut [u32], fired: &mut [u8], input: &mut [f64], drive: &[f64],
        m: Membrane,
    ) -> (bool, bool) {
        let n = v.len();
        let (input, drive) = (&mut input[..n], &drive[..n]);
        each(v, left, fired, m, |k, v| {
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
        v: &mut [f64], left: &mut [u32], fired: &mut [u8], i: &mut [f64], drive: &[f64],
        c: Current, m: Membrane,
    ) -> (bool, bool) {
        let n = v.len();
        let (i, drive) = (&mut i[..n], &drive[..n]);
        each(v, left, fired, m, |k, v| {
            let free = relaxed(m, v, drive[k], c.to_v * i[k]);
            i[k] *= c.decay;
            (free, free >= m.v_thr)
        })
    }
}

multiversion! {
    /// A step of neurons with two exponential currents.
    pub fn two_currents(
        v: &mut [f64], left: &mut [u32], fired: &mut [u8], i: &mut [f64], j: &mut [f64],
        drive: &[f64], c: Current, d: Current, m: Membrane,
    ) -> (bool, bool) {
        let n = v.len();
        let (i, j, drive) = (&mut i[..n], &mut j[..n], &drive[..n]);
        each(v, left, fired, m, |k, v| {
            let free = relaxed(m, v, drive[k], c.to_v * i[k] + d.to_v * j[k]);
            i[k] *= c.decay;
            j[k] *= d.decay;
            (free, free >= m.v_thr)
        })
    }
}

multiversion! {
    /// A step of neurons with two conductances: [`super::conductance::conductance`] of each, then
    /// [`super::conductance::membrane`]. In three passes, with room for what goes from one to the
    /// next: the whole chain of one neuron is too long for a processor to begin the next ones.
    pub fn two_conductances(
        v: &mut [f64], left: &mut [u32], fired: &mut [u8], i: &mut [f64], j: &mut [f64],
        drive: &[f64], c: Conductance, d: Conductance, m: Membrane, rate: f64,
        room: (&mut [f64; BLOCK], &mut [f64; BLOCK]),
    ) -> (bool, bool) {
        let n = v.len();
        let (i, j, drive) = (&mut i[..n], &mut j[..n], &drive[..n]);
        let (halves, targets) = (&mut room.0[..n], &mut room.1[..n]);
        let mut near = true;
        for k in 0..n {
            let (a, b) = (i[k] * c.mean, j[k] * d.mean);
            let (a_bend, b_bend) = (a * c.bend, b * d.bend);
            i[k] *= c.left;
            j[k] *= d.left;
            let g = 1.0 + (a + b);
            let f = (m.v_rest + drive[k]) + (a * c.reversal + b * d.reversal);
            let f1 = a_bend * c.reversal + b_bend * d.reversal;
            (halves[k], targets[k]) = conductance::course(rate, [g, a_bend + b_bend, f, f1]);
            near &= halves[k].abs() < NEAR;
        }
        if near {
            halves.iter_mut().for_each(|half| *half = exp_near_zero(*half));
        } else {
            halves.iter_mut().for_each(|half| *half = exp(*half));
        }
        each(v, left, fired, m, |k, v| {
            let free = conductance::free(v, targets[k], halves[k]);
            (free, free >= m.v_thr)
        })
    }
}
