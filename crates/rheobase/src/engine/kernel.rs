//! The inner loops: one block of neurons, one step. Plain slices of one length, no branches that depend
//! on a neuron, no fused multiply-add.

use crate::simd::multiversion;

/// Neurons that are updated together: what a step needs of them stays in the fastest cache.
pub const BLOCK: usize = 512;

/// |V| beyond which a neuron counts as run away, mV.
const RUNAWAY: f64 = 1e6;

/// Whether a membrane potential is beyond all reason.
#[inline(always)]
#[allow(clippy::neg_cmp_op_on_partial_ord, reason = "NaN is not less than anything")]
pub fn ran_away(v: f64) -> bool {
    !(v.abs() < RUNAWAY)
}

/// What is closer to zero is forgotten now and then. Numbers below 10⁻³⁰⁸ have fewer digits, and
/// processors take a hundred times as long for them: a network that has died out would crawl.
const TINY: f64 = 1e-290;

multiversion! {
    /// Sets to zero what is as good as zero.
    pub fn forget_tiny(values: &mut [f64]) {
        for value in values {
            *value = if value.abs() < TINY { 0.0 } else { *value };
        }
    }
}

multiversion! {
    /// `sum += input`.
    pub fn add(sum: &mut [f64], input: &[f64]) {
        for (sum, input) in sum.iter_mut().zip(input) {
            *sum += *input;
        }
    }
}

multiversion! {
    /// `sum += input · scale`.
    pub fn add_scaled(sum: &mut [f64], input: &[f64], scale: &[f64]) {
        for ((sum, input), scale) in sum.iter_mut().zip(input).zip(scale) {
            *sum += *input * *scale;
        }
    }
}

multiversion! {
    /// `out = scale · draws`, or added to what is there.
    pub fn put_scaled(out: &mut [f64], draws: &[f64], scale: f64, add: bool) {
        let n = out.len();
        let draws = &draws[..n];
        for k in 0..n {
            let before = if add { out[k] } else { 0.0 };
            out[k] = before + scale * draws[k];
        }
    }
}

multiversion! {
    /// `out = scales · draws`, or added to what is there.
    pub fn put_product(out: &mut [f64], draws: &[f64], scales: &[f64], add: bool) {
        let n = out.len();
        let (draws, scales) = (&draws[..n], &scales[..n]);
        for k in 0..n {
            let before = if add { out[k] } else { 0.0 };
            out[k] = before + scales[k] * draws[k];
        }
    }
}

/// What drives the membrane in one step, per neuron, mV.
#[derive(Clone, Copy)]
pub struct Forces<'a> {
    /// Synaptic current R·I (Euler), or what it adds to V (exact).
    pub synaptic: &'a [f64],
    /// External drive.
    pub external: &'a [f64],
    /// Noise per step.
    pub noise: &'a [f64],
    /// Jump of V by delta synapses.
    pub jump: &'a [f64],
    /// White noise added to V (exact scheme).
    pub kick: &'a [f64],
}

multiversion! {
    /// Exact step of an exponential current that has jumped at the start of the step; adds to
    /// `total` what it adds to V.
    pub fn exact_exponential(i: &mut [f64], total: &mut [f64], to_v: &[f64], decay: f64) {
        let n = i.len();
        let (total, to_v) = (&mut total[..n], &to_v[..n]);
        for k in 0..n {
            total[k] += to_v[k] * i[k];
            i[k] *= decay;
        }
    }
}

multiversion! {
    /// Exact step of an alpha current.
    pub fn exact_alpha(
        x: &mut [f64], i: &mut [f64], input: &[f64], total: &mut [f64],
        x_to_v: &[f64], i_to_v: &[f64], decay: f64, dt: f64,
    ) {
        let n = i.len();
        let (x, input, total) = (&mut x[..n], &input[..n], &mut total[..n]);
        let (x_to_v, i_to_v) = (&x_to_v[..n], &i_to_v[..n]);
        for k in 0..n {
            let now = x[k] + input[k];
            total[k] += x_to_v[k] * now + i_to_v[k] * i[k];
            i[k] = (i[k] + dt * now) * decay;
            x[k] = now * decay;
        }
    }
}

/// Parameters of the exact step of the membrane, per neuron.
#[derive(Clone, Copy)]
pub struct ExactParameters<'a> {
    pub leak: &'a [f64],
    pub drive: &'a [f64],
    pub v_rest: &'a [f64],
    pub v_thr: &'a [f64],
    pub v_reset: &'a [f64],
    pub hold: &'a [u32],
}

multiversion! {
    /// Exact step of the membrane; spikes at V ≥ threshold at its end, or right after the jumps at
    /// its start: what a jump lifts over the threshold has passed it, though V may decay below it
    /// within the step. Returns whether any neuron fired, and whether a
    /// voltage ran away.
    pub fn exact_membrane(
        v: &mut [f64], left: &mut [u32], fired: &mut [u8],
        p: ExactParameters<'_>, f: Forces<'_>,
    ) -> (bool, bool) {
        let n = v.len();
        let (left, fired) = (&mut left[..n], &mut fired[..n]);
        let (leak, gain, v_rest) = (&p.leak[..n], &p.drive[..n], &p.v_rest[..n]);
        let (v_thr, v_reset, hold) = (&p.v_thr[..n], &p.v_reset[..n], &p.hold[..n]);
        let (synaptic, external) = (&f.synaptic[..n], &f.external[..n]);
        let (noise, jump, kick) = (&f.noise[..n], &f.jump[..n], &f.kick[..n]);
        let (mut any, mut alarm) = (false, false);
        for k in 0..n {
            let held = left[k] > 0;
            let start = v[k] + jump[k];
            let from_rest = start - v_rest[k];
            let driven = from_rest * leak[k] + gain[k] * (external[k] + noise[k]);
            let free = v_rest[k] + ((driven + synaptic[k]) + kick[k]);
            // A voltage beyond all reason is kept to be found, not reset by a spike.
            let wild = !held & ran_away(free);
            let spike = !held & !wild & ((start >= v_thr[k]) | (free >= v_thr[k]));
            let new = if held { v[k] } else { free };
            let new = if spike { v_reset[k] } else { new };
            v[k] = new;
            let rest = if held { left[k] - 1 } else { 0 };
            left[k] = if spike { hold[k] } else { rest };
            fired[k] = spike as u8;
            any |= spike;
            alarm |= wild | ran_away(new);
        }
        (any, alarm)
    }
}
