//! Numbers of the integration that depend on parameters and dt alone.

use super::column::Column;
use crate::network::{Network, Population};
use crate::spec::ReceptorKind;

/// Coefficients of the exact scheme for a range of neurons.
#[derive(Clone, Debug)]
pub struct Exact {
    /// `exp(-dt/tau_m)`.
    pub leak: Column<f64>,
    /// `1 - exp(-dt/tau_m)`: what a constant drive adds to V.
    pub drive: Column<f64>,
    /// `sqrt(1 - exp(-2 dt/tau_m))`: what white noise of unit stationary deviation adds.
    pub white: Column<f64>,
}

/// Coefficients of one receptor for a range of neurons.
#[derive(Clone, Debug)]
pub struct Propagator {
    /// `exp(-dt/tau)`.
    pub decay: f64,
    /// What a unit current adds to V in a step.
    pub current: Column<f64>,
    /// What a unit of the inner variable of an alpha current adds to V in a step.
    pub inner: Column<f64>,
}

impl Exact {
    pub fn new(network: &Network, population: &Population, start: usize, stop: usize) -> Exact {
        let dt = network.dt();
        let tau = &population.tau_m[start..stop];
        Exact {
            leak: each(tau, |t| libm::exp(-dt / t)),
            drive: each(tau, |t| -libm::expm1(-dt / t)),
            white: each(tau, |t| libm::sqrt(-libm::expm1(-2.0 * dt / t))),
        }
    }
}

impl Propagator {
    /// The propagators of `tau_m dV/dt = -V + I` for a decaying or an alpha current (Rotter &
    /// Diesmann 1999, eqs. 11 ff.), written in x = dt (1/tau_m - 1/tau) so that they are stable
    /// where the time constants are close or equal:
    /// `∫₀¹ e^{xu} du` and `∫₀¹ u e^{xu} du` in place of differences over small denominators.
    pub fn new(kind: ReceptorKind, tau_m: &[f64], dt: f64) -> Propagator {
        let tau = match kind {
            // Conductances have coefficients of their own.
            ReceptorKind::Delta | ReceptorKind::Conductance { .. } => {
                let none = || Column::new(Vec::new());
                return Propagator { decay: 0.0, current: none(), inner: none() };
            }
            ReceptorKind::Exponential { tau } | ReceptorKind::Alpha { tau } => tau,
        };
        let x = |t: f64| dt / t - dt / tau;
        let lead = |t: f64| libm::exp(-dt / t) * (dt / t);
        Propagator {
            decay: libm::exp(-dt / tau),
            current: each(tau_m, |t| lead(t) * mean_exp(x(t))),
            inner: match kind {
                ReceptorKind::Alpha { .. } => each(tau_m, |t| lead(t) * dt * mean_u_exp(x(t))),
                _ => Column::new(Vec::new()),
            },
        }
    }
}

/// A number for each time constant; equal ones need no computing again.
pub fn each(tau: &[f64], f: impl Fn(f64) -> f64) -> Column<f64> {
    let mut last = (f64::NAN, 0.0);
    let value = |&t: &f64| {
        if t != last.0 {
            last = (t, f(t));
        }
        last.1
    };
    Column::new(tau.iter().map(value).collect())
}

/// `∫₀¹ exp(x u) du = (e^x - 1)/x`.
fn mean_exp(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { libm::expm1(x) / x }
}

/// `∫₀¹ u exp(x u) du = (e^x (x - 1) + 1)/x²`, by its series where that cancels.
fn mean_u_exp(x: f64) -> f64 {
    if x.abs() > 0.5 {
        return (libm::exp(x) * (x - 1.0) + 1.0) / (x * x);
    }
    // Σ x^k / (k! (k + 2))
    let (mut power, mut sum) = (1.0, 0.0);
    for k in 0..20 {
        sum += power / (f64::from(k) + 2.0);
        power *= x / (f64::from(k) + 1.0);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against Simpson's rule, across the switch to the series and at equal time constants.
    #[test]
    fn propagators_agree_with_quadrature() {
        for tau in [2.0, 9.0, 9.999_999, 10.0, 10.000_001, 11.0, 40.0] {
            for dt in [0.1, 5.0] {
                let p = Propagator::new(ReceptorKind::Alpha { tau }, &[10.0], dt);
                let integrate = |f: &dyn Fn(f64) -> f64| {
                    let (n, mut sum) = (2000, 0.0);
                    for k in 0..=n {
                        let w = if k == 0 || k == n { 1.0 } else { f64::from(2 + 2 * (k % 2)) };
                        let s = dt * f64::from(k) / f64::from(n);
                        sum += w * f(s) * libm::exp(-(dt - s) / 10.0) / 10.0;
                    }
                    sum * dt / f64::from(n) / 3.0
                };
                let current = integrate(&|s| libm::exp(-s / tau));
                let inner = integrate(&|s| s * libm::exp(-s / tau));
                assert!((p.current.get(0) - current).abs() < 1e-12 * current, "{tau} {dt}");
                assert!((p.inner.get(0) - inner).abs() < 1e-12 * inner, "{tau} {dt}");
            }
        }
    }
}
