//! The forward Euler steps of the original, to the bit.

use super::divide::{Divisor, divide_fused, is_tame};
use super::kernel::{BLOCK, Forces, ran_away};
use crate::simd::multiversion;

/// Whether nothing arrives at a block of neurons, as in most steps.
#[inline(always)]
fn is_quiet(input: &[f64]) -> bool {
    input.iter().fold(0, |bits, x| bits | x.to_bits()) << 1 == 0
}

/// What an exponential current rises by in a step.
#[inline(always)]
fn rises_of_current<const FUSED: bool>(
    i: &[f64],
    input: &[f64],
    rise: &mut [f64],
    tau: f64,
    dt: f64,
) {
    let n = i.len();
    let (input, rise) = (&input[..n], &mut rise[..n]);
    // Flags are as wide as the numbers: no narrower ones have to be made of them.
    let mut odd = 1;
    if FUSED && let (Some(by_tau), Some(by_dt)) = (Divisor::new(tau), Divisor::new(dt)) {
        odd = 0;
        if is_quiet(input) {
            for k in 0..n {
                rise[k] = by_tau.divide_fused(-i[k]) * dt;
                odd |= u64::from(!is_tame(i[k]));
            }
        } else {
            for k in 0..n {
                let from = -i[k] + by_dt.divide_fused(input[k]);
                rise[k] = by_tau.divide_fused(from) * dt;
                odd |= u64::from(!(is_tame(input[k]) & is_tame(from)));
            }
        }
    }
    if odd != 0 {
        for k in 0..n {
            rise[k] = ((-i[k] + input[k] / dt) / tau) * dt;
        }
    }
}

multiversion! {
    /// Euler step of an exponential current whose input is an area (mV·ms), as in the original:
    /// `I += ((-I + input/dt)/tau)·dt`; adds I to `total`.
    pub fn exponential<const FUSED: bool>(
        i: &mut [f64], input: &[f64], total: &mut [f64], room: &mut [f64; BLOCK], tau: f64, dt: f64,
    ) {
        let n = i.len();
        let (input, total) = (&input[..n], &mut total[..n]);
        let rise = &mut room[..n];
        rises_of_current::<FUSED>(i, input, rise, tau, dt);
        for k in 0..n {
            i[k] += rise[k];
            total[k] += i[k];
        }
    }
}

multiversion! {
    /// Euler step of an alpha current whose inner variable jumps by the input.
    pub fn alpha(
        x: &mut [f64], i: &mut [f64], input: &[f64], total: &mut [f64], tau: f64, dt: f64,
    ) {
        let n = i.len();
        let (x, input, total) = (&mut x[..n], &input[..n], &mut total[..n]);
        for k in 0..n {
            x[k] += input[k];
            i[k] += (x[k] - i[k] / tau) * dt;
            x[k] += (-x[k] / tau) * dt;
            total[k] += i[k];
        }
    }
}

/// Parameters of the Euler step of the membrane, per neuron.
#[derive(Clone, Copy)]
pub struct Parameters<'a> {
    pub tau_m: &'a [f64],
    /// Their inverses, if none is missing.
    pub inverse_tau_m: Option<&'a [f64]>,
    pub v_rest: &'a [f64],
    pub v_thr: &'a [f64],
    pub v_reset: &'a [f64],
    pub hold: &'a [u32],
}

/// The end of a step: a neuron above its threshold at the start of it spikes and is reset, and is not
/// integrated. Returns the new V, steps left and whether it fired.
#[inline(always)]
fn settle(v: f64, left: u32, free: f64, v_thr: f64, v_reset: f64, hold: u32) -> (f64, u32, bool) {
    let held = left > 0;
    let spike = !held & (v > v_thr);
    let new = if held { v } else { free };
    let new = if spike { v_reset } else { new };
    // The step of the spike is the first of those held.
    let rest = if held { left - 1 } else { 0 };
    (new, if spike { hold - 1 } else { rest }, spike)
}

multiversion! {
    /// Euler step of the membrane. Above threshold: spike, reset, no integration. Returns whether
    /// any neuron fired, and whether a voltage ran away.
    pub fn membrane<const FUSED: bool>(
        v: &mut [f64], left: &mut [u32], fired: &mut [u8],
        p: Parameters<'_>, f: Forces<'_>, room: &mut [f64; BLOCK], dt: f64,
    ) -> (bool, bool) {
        let n = v.len();
        let (left, fired) = (&mut left[..n], &mut fired[..n]);
        let (tau_m, v_rest, v_thr) = (&p.tau_m[..n], &p.v_rest[..n], &p.v_thr[..n]);
        let (v_reset, hold) = (&p.v_reset[..n], &p.hold[..n]);
        let (synaptic, external) = (&f.synaptic[..n], &f.external[..n]);
        let (noise, jump) = (&f.noise[..n], &f.jump[..n]);
        let rise = &mut room[..n];
        let mut odd = 0;
        for k in 0..n {
            let drive = (v_rest[k] - v[k]) + ((synaptic[k] + external[k]) + noise[k]);
            rise[k] = drive * dt;
            odd |= u64::from(!is_tame(rise[k]));
        }
        if FUSED && odd == 0 && let Some(inverse) = p.inverse_tau_m {
            let inverse = &inverse[..n];
            for k in 0..n {
                rise[k] = divide_fused(rise[k], tau_m[k], inverse[k]);
            }
        } else {
            for k in 0..n {
                rise[k] /= tau_m[k];
            }
        }
        let (mut any, mut alarm) = (false, false);
        for k in 0..n {
            let free = v[k] + rise[k] + jump[k];
            let (new, rest, spike) = settle(v[k], left[k], free, v_thr[k], v_reset[k], hold[k]);
            (v[k], left[k], fired[k]) = (new, rest, spike as u8);
            any |= spike;
            alarm |= ran_away(new);
        }
        (any, alarm)
    }
}

multiversion! {
    /// The steps of an exponential current and of the membrane at once: what
    /// [`exponential`] and [`membrane`] compute one after the other. Forgets the input. Where no
    /// neuron is at rest after a spike, and none will be, `left` is empty.
    pub fn current_and_membrane<const FUSED: bool>(
        v: &mut [f64], left: &mut [u32], fired: &mut [u8], i: &mut [f64], input: &mut [f64],
        p: Parameters<'_>, external: &[f64], noise: &[f64],
        room: (&mut [f64; BLOCK], &mut [f64; BLOCK]), tau: f64, dt: f64,
    ) -> (bool, bool) {
        let n = v.len();
        let fired = &mut fired[..n];
        let (i, input, rises) = (&mut i[..n], &mut input[..n], &mut room.0[..n]);
        let (external, noise, rise) = (&external[..n], &noise[..n], &mut room.1[..n]);
        let (tau_m, v_rest, v_thr) = (&p.tau_m[..n], &p.v_rest[..n], &p.v_thr[..n]);
        let (v_reset, hold) = (&p.v_reset[..n], &p.hold[..n]);
        rises_of_current::<FUSED>(i, input, rises, tau, dt);
        let mut odd = 0;
        for k in 0..n {
            i[k] += rises[k];
            let drive = (v_rest[k] - v[k]) + ((i[k] + external[k]) + noise[k]);
            rise[k] = drive * dt;
            odd |= u64::from(!is_tame(rise[k]));
        }
        let known = p.inverse_tau_m.filter(|_| FUSED && odd == 0);
        let inverse = known.map_or(tau_m, |inverse| &inverse[..n]);
        let known = known.is_some();
        if !is_quiet(input) {
            input.fill(0.0);
        }
        let free = |k: usize, v: f64| {
            let rise = match known {
                true => divide_fused(rise[k], tau_m[k], inverse[k]),
                false => rise[k] / tau_m[k],
            };
            v + rise
        };
        if left.is_empty() {
            let (mut any, mut alarm) = (0, 0);
            for k in 0..n {
                let spike = v[k] > v_thr[k];
                let (after, free) = (v_reset[k], free(k, v[k]));
                let new = if spike { after } else { free };
                rises[k] = if spike { 1.0 } else { 0.0 };
                v[k] = new;
                any |= u64::from(spike);
                alarm |= u64::from(ran_away(new));
            }
            if any != 0 {
                for k in 0..n {
                    fired[k] = (rises[k] > 0.0) as u8;
                }
            }
            return (any != 0, alarm != 0);
        }
        let (mut any, mut alarm) = (false, false);
        let left = &mut left[..n];
        for k in 0..n {
            let free = free(k, v[k]);
            let (new, rest, spike) = settle(v[k], left[k], free, v_thr[k], v_reset[k], hold[k]);
            (v[k], left[k], fired[k]) = (new, rest, spike as u8);
            any |= spike;
            alarm |= ran_away(new);
        }
        (any, alarm)
    }
}
