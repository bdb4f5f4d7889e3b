//! Layers whose neurons are all alike: a whole step in one pass over their state.
//!
//! What is computed is to the bit (but for the sign of a zero) what the kernels of the receptors
//! and of the membrane compute one after the other; numbers that all neurons share stay in
//! registers, and nothing goes through memory in between.

use super::column::Column;
use super::conductance::{self, Decay};
use super::inputs::Channel;
use super::kernel::ran_away;
use crate::simd::multiversion;

/// A receptor with an exponential current.
#[derive(Clone, Copy, Debug)]
pub struct Current {
    /// Place of the layer's first input.
    pub place: usize,
    /// From an input to a jump of the current.
    pub scale: f64,
    /// What a unit current adds to V in a step.
    pub to_v: f64,
    /// What is left of it.
    pub decay: f64,
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

/// Which inputs a uniform layer has.
#[derive(Clone, Debug)]
pub enum Inputs {
    /// Jumps of V, from this place on.
    Jumps(usize),
    /// One current.
    One(Current),
    /// Two.
    Two([Current; 2]),
    /// Two conductances.
    Conductances([Conductance; 2], Leak),
}

/// A receptor with a conductance.
#[derive(Clone, Copy, Debug)]
pub struct Conductance {
    /// Place of the layer's first input.
    pub place: usize,
    /// How it decays.
    pub decay: Decay,
    /// Reversal potential, mV.
    pub reversal: f64,
}

/// What membranes with conductances share; see [`super::conductance::Parameters`].
#[derive(Clone, Copy, Debug)]
pub struct Leak {
    pub rate: f64,
    pub resistance: f64,
}

/// A layer of neurons that are alike.
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

/// The membrane's share of a step: the new V and steps left, whether it fired and ran away.
#[inline(always)]
fn advance(
    m: Membrane,
    v: f64,
    start: f64,
    left: u32,
    drive: f64,
    synaptic: f64,
) -> (f64, u32, bool, bool) {
    let held = left > 0;
    let driven = (start - m.v_rest) * m.leak + m.drive * drive;
    let free = m.v_rest + (driven + synaptic);
    let wild = !held & ran_away(free);
    let spike = !held & !wild & ((start >= m.v_thr) | (free >= m.v_thr));
    let new = if held { v } else { free };
    let new = if spike { m.v_reset } else { new };
    let rest = if held { left - 1 } else { 0 };
    (new, if spike { m.hold } else { rest }, spike, wild | ran_away(new))
}

multiversion! {
    /// A step of neurons with jumps of V. Forgets the inputs; returns whether any neuron fired, and
    /// whether a voltage ran away.
    pub fn jumps(
        v: &mut [f64], left: &mut [u32], fired: &mut [u8], input: &mut [f64], drive: &[f64],
        m: Membrane,
    ) -> (bool, bool) {
        let n = v.len();
        let (left, fired) = (&mut left[..n], &mut fired[..n]);
        let (input, drive) = (&mut input[..n], &drive[..n]);
        let (mut any, mut alarm) = (false, false);
        for k in 0..n {
            let start = v[k] + input[k];
            input[k] = 0.0;
            let (new, rest, spike, wild) = advance(m, v[k], start, left[k], drive[k], 0.0);
            (v[k], left[k], fired[k]) = (new, rest, spike as u8);
            any |= spike;
            alarm |= wild;
        }
        (any, alarm)
    }
}

multiversion! {
    /// A step of neurons with one exponential current.
    pub fn one_current(
        v: &mut [f64], left: &mut [u32], fired: &mut [u8], i: &mut [f64], input: &mut [f64],
        drive: &[f64], c: Current, m: Membrane,
    ) -> (bool, bool) {
        let n = v.len();
        let (left, fired) = (&mut left[..n], &mut fired[..n]);
        let (i, input, drive) = (&mut i[..n], &mut input[..n], &drive[..n]);
        let (mut any, mut alarm) = (false, false);
        for k in 0..n {
            let now = i[k] + input[k] * c.scale;
            (i[k], input[k]) = (now * c.decay, 0.0);
            let synaptic = c.to_v * now;
            let (new, rest, spike, wild) = advance(m, v[k], v[k], left[k], drive[k], synaptic);
            (v[k], left[k], fired[k]) = (new, rest, spike as u8);
            any |= spike;
            alarm |= wild;
        }
        (any, alarm)
    }
}

multiversion! {
    /// A step of neurons with two exponential currents.
    pub fn two_currents(
        v: &mut [f64], left: &mut [u32], fired: &mut [u8], i: &mut [f64], j: &mut [f64],
        input_i: &mut [f64], input_j: &mut [f64], drive: &[f64], c: Current, d: Current,
        m: Membrane,
    ) -> (bool, bool) {
        let n = v.len();
        let (left, fired) = (&mut left[..n], &mut fired[..n]);
        let (i, j, drive) = (&mut i[..n], &mut j[..n], &drive[..n]);
        let (input_i, input_j) = (&mut input_i[..n], &mut input_j[..n]);
        let (mut any, mut alarm) = (false, false);
        for k in 0..n {
            let now_i = i[k] + input_i[k] * c.scale;
            let now_j = j[k] + input_j[k] * d.scale;
            (i[k], input_i[k]) = (now_i * c.decay, 0.0);
            (j[k], input_j[k]) = (now_j * d.decay, 0.0);
            let synaptic = c.to_v * now_i + d.to_v * now_j;
            let (new, rest, spike, wild) = advance(m, v[k], v[k], left[k], drive[k], synaptic);
            (v[k], left[k], fired[k]) = (new, rest, spike as u8);
            any |= spike;
            alarm |= wild;
        }
        (any, alarm)
    }
}

multiversion! {
    /// A step of neurons with two conductances: [`super::conductance::conductance`] of each, then
    /// [`super::conductance::membrane`].
    pub fn two_conductances(
        v: &mut [f64], left: &mut [u32], fired: &mut [u8], i: &mut [f64], j: &mut [f64],
        input_i: &mut [f64], input_j: &mut [f64], drive: &[f64], c: Conductance, d: Conductance,
        m: Membrane, p: Leak,
    ) -> (bool, bool) {
        let n = v.len();
        let (left, fired) = (&mut left[..n], &mut fired[..n]);
        let (i, j, drive) = (&mut i[..n], &mut j[..n], &drive[..n]);
        let (input_i, input_j) = (&mut input_i[..n], &mut input_j[..n]);
        let (c_drive, c_bend) = (c.decay.mean * c.reversal, c.decay.moment * c.reversal);
        let (d_drive, d_bend) = (d.decay.mean * d.reversal, d.decay.moment * d.reversal);
        let r = p.resistance;
        let (mut any, mut alarm) = (false, false);
        for k in 0..n {
            let (now_i, now_j) = (i[k] + input_i[k], j[k] + input_j[k]);
            (i[k], input_i[k]) = (now_i * c.decay.left, 0.0);
            (j[k], input_j[k]) = (now_j * d.decay.left, 0.0);
            let g = 1.0 + r * (now_i * c.decay.mean + now_j * d.decay.mean);
            let g1 = r * (now_i * c.decay.moment + now_j * d.decay.moment);
            let f = (m.v_rest + drive[k]) + r * (now_i * c_drive + now_j * d_drive);
            let f1 = r * (now_i * c_bend + now_j * d_bend);
            let held = left[k] > 0;
            let start = v[k];
            let free = conductance::free(start, 0.0, p.rate, [g, g1, f, f1]);
            let wild = !held & ran_away(free);
            let spike = !held & !wild & ((start >= m.v_thr) | (free >= m.v_thr));
            let new = if held { start } else { free };
            let new = if spike { m.v_reset } else { new };
            let rest = if held { left[k] - 1 } else { 0 };
            left[k] = if spike { m.hold } else { rest };
            (v[k], fired[k]) = (new, spike as u8);
            any |= spike;
            alarm |= wild | ran_away(new);
        }
        (any, alarm)
    }
}
