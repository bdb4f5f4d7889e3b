//! How much a weight changes, for one synapse and for many.
//!
//! - Additive and with soft bounds: R. Gütig, R. Aharonov, S. Rotter & H. Sompolinsky (2003),
//!   *J. Neurosci.* 23:3697-3714.
//! - Power law: A. Morrison, A. Aertsen & M. Diesmann (2007), *Neural Comput.* 19:1437-1467.

use super::power::power;
use crate::network::{Exponent, Law};
use crate::simd::multiversion;

/// `x^mu`; 0⁰ is 1.
#[inline(always)]
fn factor(x: f64, mu: Exponent) -> f64 {
    match mu {
        Exponent::Zero => 1.0,
        Exponent::One => x,
        Exponent::Mu(mu) => power(x, mu),
    }
}

/// A weight after a postsynaptic spike that met the presynaptic trace `k`.
#[inline(always)]
pub fn potentiate(law: Law, w: f64, k: f64) -> f64 {
    match law {
        Law::Additive { up, max, .. } => (w + up * k).min(max),
        Law::SoftBounds { up, max, mu_plus, .. } => {
            (w + up * factor(1.0 - w / max, mu_plus) * k).min(max)
        }
        Law::PowerLaw { up, mu, .. } => w + up * factor(w, mu) * k,
    }
}

/// A weight after a presynaptic spike that met the postsynaptic trace `k`.
#[inline(always)]
pub fn depress(law: Law, w: f64, k: f64) -> f64 {
    let new = match law {
        Law::Additive { down, .. } => w - down * k,
        Law::SoftBounds { down, max, mu_minus, .. } => w - down * factor(w / max, mu_minus) * k,
        Law::PowerLaw { down, .. } => w - down * w * k,
    };
    new.max(0.0)
}

multiversion! {
    /// [`potentiate`] for each of some weights.
    pub fn potentiate_lanes(law: Law, weights: &mut [f64], k: &[f64]) {
        for (w, &k) in weights.iter_mut().zip(k) {
            *w = potentiate(law, *w, k);
        }
    }
}

multiversion! {
    /// [`depress`] for each of some weights.
    pub fn depress_lanes(law: Law, weights: &mut [f64], k: &[f64]) {
        for (w, &k) in weights.iter_mut().zip(k) {
            *w = depress(law, *w, k);
        }
    }
}
