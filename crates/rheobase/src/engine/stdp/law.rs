//! How much a weight changes, for one synapse and for many.
//!
//! - Additive and with soft bounds: R. Gütig, R. Aharonov, S. Rotter & H. Sompolinsky (2003),
//!   *J. Neurosci.* 23:3697-3714.
//! - Power law: A. Morrison, A. Aertsen & M. Diesmann (2007), *Neural Comput.* 19:1437-1467.

use super::power::power;
use crate::network::{Exponent, Law};
use crate::simd::multiversion;

/// Weights that are changed together, at most.
pub const CHUNK: usize = 128;

/// Weights that are worked out at once, as wide as the widest registers.
const LANES: usize = 8;

multiversion! {
    /// The first `n` weights after a postsynaptic spike each, which met the presynaptic trace `k`.
    pub fn potentiate(law: Law, w: &mut [f64; CHUNK], k: &[f64; CHUNK], n: usize) {
        match law {
            Law::Additive { up, max, .. } => lanes(w, k, n, |w, k| least(w + up * k, max)),
            Law::SoftBounds { up, max, mu_plus, .. } => {
                let new = |w: f64, x: f64, k: f64| least(w + up * x * k, max);
                match mu_plus {
                    Exponent::Zero => lanes(w, k, n, |w, k| new(w, 1.0, k)),
                    Exponent::One => lanes(w, k, n, |w, k| new(w, 1.0 - w / max, k)),
                    Exponent::Mu(mu) => {
                        lanes(w, k, n, |w, k| new(w, power(1.0 - w / max, mu), k));
                    }
                }
            }
            Law::PowerLaw { up, mu, .. } => match mu {
                Exponent::Zero => lanes(w, k, n, |w, k| w + up * k),
                Exponent::One => lanes(w, k, n, |w, k| w + up * w * k),
                Exponent::Mu(mu) => lanes(w, k, n, |w, k| w + up * power(w, mu) * k),
            },
        }
    }
}

multiversion! {
    /// The first `n` weights after a presynaptic spike, which met the postsynaptic trace `k`.
    pub fn depress(law: Law, w: &mut [f64; CHUNK], k: &[f64; CHUNK], n: usize) {
        match law {
            Law::Additive { down, .. } => lanes(w, k, n, |w, k| most(w - down * k, 0.0)),
            Law::SoftBounds { down, max, mu_minus, .. } => {
                let new = |w: f64, x: f64, k: f64| most(w - down * x * k, 0.0);
                match mu_minus {
                    Exponent::Zero => lanes(w, k, n, |w, k| new(w, 1.0, k)),
                    Exponent::One => lanes(w, k, n, |w, k| new(w, w / max, k)),
                    Exponent::Mu(mu) => lanes(w, k, n, |w, k| new(w, power(w / max, mu), k)),
                }
            }
            Law::PowerLaw { down, .. } => {
                lanes(w, k, n, |w, k| most(w - down * w * k, 0.0));
            }
        }
    }
}

/// Changes the first `n` weights, and those that fill the last lanes, which nobody looks at.
#[inline(always)]
fn lanes(weights: &mut [f64; CHUNK], k: &[f64; CHUNK], n: usize, new: impl Fn(f64, f64) -> f64) {
    let (weights, _) = weights.as_chunks_mut::<LANES>();
    let (k, _) = k.as_chunks::<LANES>();
    for (w, k) in weights.iter_mut().zip(k).take(n.div_ceil(LANES)) {
        for lane in 0..LANES {
            w[lane] = new(w[lane], k[lane]);
        }
    }
}

/// The lesser of two numbers that are none of them NaN: one instruction, unlike `f64::min`.
#[inline(always)]
pub fn least(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// The greater of two numbers that are none of them NaN.
#[inline(always)]
pub fn most(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}
