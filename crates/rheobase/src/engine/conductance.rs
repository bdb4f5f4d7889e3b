//! Neurons with conductances: the membrane's time constant changes with what arrives.
//!
//! `tau_m dV/dt = -(1 + R·Σg) V + V_rest + R·Σ(g·E) + R·I + drive`, where every g decays with its
//! own time constant and jumps at the start of a step. The equation is linear in V, so that a step
//! is one exponential whatever the conductances do; what has to be approximated is how a drive that
//! changes within the step weighs. The step is Magnus' expansion to fourth order (W. Magnus 1954;
//! A. Iserles & S. P. Nørsett 1999, *Phil. Trans. R. Soc. A* 357:983-1019), from the mean and the
//! first moment of every conductance and current over the step, which are known exactly:
//!
//! ```text
//! G = 1 + R·Σ<g>     F = V_rest + drive + R·Σ<g·E> + R·Σ<I>        a = dt/tau_m
//! G', F': the same with the moments <(s - 1/2)·g(s)>, s from 0 to 1, without 1 and V_rest + drive
//! N = F + a·max(0, 1 - x²/60)·(G·F' - G'·F)                          x = a·G
//! V ← V·exp(-x) + N·(1 - exp(-x))/G
//! ```
//!
//! The factor 1 - x²/60 is the next term of the expansion that has no second derivative; its bound
//! keeps N/G, where V goes, among the reversal potentials, give or take, where dt is far too long.
//!
//! **Error.** With λ = dt/tau of the fastest receptor and ΔE the largest distance of a reversal
//! potential from V, the leading terms left out add up to less than `ΔE·x·λ²·(x + λ)/180`: 10⁻⁶ mV
//! for the networks of Vogels & Abbott at 0.1 ms. Halving dt divides it by 16.

use super::exp::{NEAR, exp, fused, mean_of_decay, mean_of_decay_near};
use super::kernel::{BLOCK, Forces, ran_away};
use crate::simd::multiversion;

/// How one receptor's exponential acts over a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decay {
    /// What is left at the end of the step.
    pub left: f64,
    /// Mean over the step of what was 1 at its start.
    pub mean: f64,
    /// First moment about the middle of the step: `∫₀¹ (s - 1/2) e^{-λs} ds`.
    pub moment: f64,
    /// The latter over the former.
    pub bend: f64,
    /// Mean of `s·e^{-λs}`, times dt: what an alpha receptor's inner variable adds.
    pub rise: f64,
    /// First moment of the same.
    pub rise_moment: f64,
}

impl Decay {
    /// For a time constant and a step in the same unit.
    pub fn new(tau: f64, dt: f64) -> Decay {
        let [j0, j1, j2] = integrals(-dt / tau);
        Decay {
            left: libm::exp(-dt / tau),
            mean: j0,
            moment: j1 - j0 / 2.0,
            bend: (j1 - j0 / 2.0) / j0,
            rise: dt * j1,
            rise_moment: dt * (j2 - j1 / 2.0),
        }
    }
}

/// `∫₀¹ uⁿ e^{xu} du` for n = 0, 1, 2.
fn integrals(x: f64) -> [f64; 3] {
    if x.abs() > 0.5 {
        let e = libm::exp(x);
        let j0 = libm::expm1(x) / x;
        let j1 = (e - j0) / x;
        return [j0, j1, (e - 2.0 * j1) / x];
    }
    // Σ x^k / (k! (k + n + 1)): the formulas above cancel here.
    let (mut power, mut sums) = (1.0, [0.0; 3]);
    for k in 0..20 {
        for (n, sum) in sums.iter_mut().enumerate() {
            *sum += power / f64::from(k + n as u32 + 1);
        }
        power *= x / f64::from(k + 1);
    }
    sums
}

/// Sums over the receptors of a step, one value for each neuron of a block.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub struct Sums {
    /// Mean conductance of receptors and leak, relative to the latter.
    pub g: [f64; BLOCK],
    /// Its first moment.
    pub g_moment: [f64; BLOCK],
    /// Mean current at V = 0 as R·I, mV.
    pub f: [f64; BLOCK],
    /// Its first moment, mV.
    pub f_moment: [f64; BLOCK],
}

impl Sums {
    /// Those of the leak alone.
    pub fn new() -> Sums {
        let zeros = [0.0; BLOCK];
        Sums { g: [1.0; BLOCK], g_moment: zeros, f: zeros, f_moment: zeros }
    }

    /// Back to the leak.
    pub fn clear(&mut self) {
        *self = Sums::new();
    }
}

/// What a unit of a conductance adds to the [`Sums`], in their order.
#[inline(always)]
pub fn weights(d: Decay, resistance: f64, reversal: f64) -> [f64; 4] {
    let mean = d.mean * resistance;
    let moment = mean * d.bend;
    [mean, moment, mean * reversal, moment * reversal]
}

multiversion! {
    /// A conductance (nS) that has jumped at the start of the step, with its reversal potential in
    /// mV; resistances in mV/pA.
    pub fn conductance(
        g: &mut [f64], sums: &mut Sums, resistance: &[f64], d: Decay, reversal: f64,
    ) {
        let n = g.len();
        let resistance = &resistance[..n];
        let (mean, moment) = (&mut sums.g[..n], &mut sums.g_moment[..n]);
        let (f, f_moment) = (&mut sums.f[..n], &mut sums.f_moment[..n]);
        for k in 0..n {
            let [of_mean, of_moment, of_f, of_f_moment] = weights(d, resistance[k], reversal);
            mean[k] = fused(g[k], of_mean, mean[k]);
            moment[k] = fused(g[k], of_moment, moment[k]);
            f[k] = fused(g[k], of_f, f[k]);
            f_moment[k] = fused(g[k], of_f_moment, f_moment[k]);
            g[k] *= d.left;
        }
    }
}

multiversion! {
    /// An exponential current (R·I, mV) beside conductances, after its jump.
    pub fn current(i: &mut [f64], sums: &mut Sums, d: Decay) {
        let n = i.len();
        let (f, f_moment) = (&mut sums.f[..n], &mut sums.f_moment[..n]);
        for k in 0..n {
            f[k] += i[k] * d.mean;
            f_moment[k] += i[k] * d.moment;
            i[k] *= d.left;
        }
    }
}

multiversion! {
    /// An alpha current beside conductances: `(i + x·t)·e^{-t/tau}`.
    pub fn alpha_current(
        x: &mut [f64], i: &mut [f64], input: &[f64], sums: &mut Sums, d: Decay, dt: f64,
    ) {
        let n = i.len();
        let (x, input) = (&mut x[..n], &input[..n]);
        let (f, f_moment) = (&mut sums.f[..n], &mut sums.f_moment[..n]);
        for k in 0..n {
            let now = x[k] + input[k];
            f[k] += i[k] * d.mean + now * d.rise;
            f_moment[k] += i[k] * d.moment + now * d.rise_moment;
            i[k] = (i[k] + dt * now) * d.left;
            x[k] = now * d.left;
        }
    }
}

/// x and N of a step that is `rate` long, from G, G', F, F'.
#[inline(always)]
pub fn course(rate: f64, [g, g1, f, f1]: [f64; 4]) -> (f64, f64) {
    let x = rate * g;
    let bent = fused(x * x, rate * (-1.0 / 60.0), rate);
    let bent = if bent > 0.0 { bent } else { 0.0 };
    (x, fused(bent, fused(g, f1, -(g1 * f)), f))
}

/// V at the end of a step from its start, x, N and (1 - e^{-x})/x.
#[inline(always)]
pub fn free(rate: f64, start: f64, x: f64, n: f64, mean: f64) -> f64 {
    // What is left of V is 1 - x·mean; mean·x/G is rate·mean.
    fused(start, fused(-x, mean, 1.0), (rate * mean) * n)
}

/// Parameters of the membrane, per neuron.
#[derive(Clone, Copy)]
pub struct Parameters<'a> {
    /// dt/tau_m.
    pub rate: &'a [f64],
    pub v_rest: &'a [f64],
    pub v_thr: &'a [f64],
    pub v_reset: &'a [f64],
    pub hold: &'a [u32],
}

multiversion! {
    /// The step of the membrane; threshold, reset and refractoriness as in
    /// [`super::kernel::exact_membrane`]. White noise acts in the middle of the step. Of the forces,
    /// `synaptic` is not used: it is in the sums, which are spent. Returns whether any neuron
    /// fired, and whether a voltage ran away.
    pub fn membrane(
        v: &mut [f64], left: &mut [u32], fired: &mut [u8], sums: &mut Sums,
        p: Parameters<'_>, f: Forces<'_>,
    ) -> (bool, bool) {
        let n = v.len();
        let (left, fired) = (&mut left[..n], &mut fired[..n]);
        let (rate, v_rest) = (&p.rate[..n], &p.v_rest[..n]);
        let (v_thr, v_reset, hold) = (&p.v_thr[..n], &p.v_reset[..n], &p.hold[..n]);
        let (external, noise) = (&f.external[..n], &f.noise[..n]);
        let (jump, kick) = (&f.jump[..n], &f.kick[..n]);
        let (xs, aims) = (&mut sums.g[..n], &mut sums.f[..n]);
        let (means, middles) = (&mut sums.g_moment[..n], &mut sums.f_moment[..n]);
        let mut far = 0;
        for k in 0..n {
            let drive = v_rest[k] + (external[k] + noise[k]);
            let of = [xs[k], means[k], drive + aims[k], middles[k]];
            (xs[k], aims[k]) = course(rate[k], of);
            far |= u64::from(xs[k] > NEAR);
        }
        for k in 0..n {
            means[k] = mean_of_decay_near(xs[k]);
        }
        if far != 0 {
            for k in 0..n {
                means[k] = mean_of_decay(xs[k]);
            }
        }
        // Only where there is white noise is anything to be known of the middle of the step.
        middles.fill(0.0);
        if kick.iter().any(|&kick| kick != 0.0) {
            for k in 0..n {
                middles[k] = kick[k] * exp(-0.5 * xs[k]);
            }
        }
        let (mut any, mut alarm) = (false, false);
        for k in 0..n {
            let held = left[k] > 0;
            let start = v[k] + jump[k];
            let free = free(rate[k], start, xs[k], aims[k], means[k]) + middles[k];
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
