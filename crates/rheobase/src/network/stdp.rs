//! Compiled spike-timing dependent plasticity: times in ticks, constants worked out.

use super::CompileError;
use crate::spec::{NetworkSpec, PlasticityRule, ProjectionSpec, WeightValue};
use crate::wiring::Pairs;
use std::sync::Arc;

/// A trace is 0 after this many time constants: e⁻⁶⁰ is below 10⁻²⁶ of what it began with.
const REACH: f64 = 60.0;

/// Most entries of a table of decays (32 MiB).
const MOST_ENTRIES: f64 = (1u64 << 22) as f64;

/// Spike-timing dependent plasticity of a projection.
#[derive(Clone, Debug)]
pub struct Stdp {
    /// How much a weight changes.
    pub law: Law,
    /// Decay of the presynaptic trace.
    pub plus: Arc<Decay>,
    /// Decay of the postsynaptic trace.
    pub minus: Arc<Decay>,
    /// Whether it is on unless a phase says otherwise.
    pub on: bool,
}

/// How a weight w changes with a trace K: up with the presynaptic one, down with the postsynaptic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// `w + up·K` up to `max`, `w - down·K` down to 0 (both exponents of the soft bounds are 0).
    Additive {
        /// `lambda·w_max`.
        up: f64,
        /// `alpha·lambda·w_max`.
        down: f64,
        /// `w_max`.
        max: f64,
    },
    /// `w + up·(1 - w/max)^mu_plus·K` up to `max`, `w - down·(w/max)^mu_minus·K` down to 0.
    SoftBounds {
        /// `lambda·w_max`.
        up: f64,
        /// `alpha·lambda·w_max`.
        down: f64,
        /// `w_max`.
        max: f64,
        /// Exponent of potentiation.
        mu_plus: Exponent,
        /// Exponent of depression.
        mu_minus: Exponent,
    },
    /// `w + up·w^mu·K`, `w - down·w·K` down to 0.
    PowerLaw {
        /// `lambda·w_0^(1 - mu)`.
        up: f64,
        /// `alpha·lambda`.
        down: f64,
        /// Exponent of potentiation.
        mu: Exponent,
    },
}

impl Law {
    /// The largest weight.
    pub fn max(&self) -> f64 {
        match *self {
            Law::Additive { max, .. } | Law::SoftBounds { max, .. } => max,
            Law::PowerLaw { .. } => f64::MAX,
        }
    }
}

/// An exponent, apart from those two that need no power.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Exponent {
    /// 0.
    Zero,
    /// 1.
    One,
    /// Any other positive number.
    Mu(f64),
}

impl Exponent {
    fn new(mu: f64) -> Exponent {
        if mu == 0.0 {
            Exponent::Zero
        } else if mu == 1.0 {
            Exponent::One
        } else {
            Exponent::Mu(mu)
        }
    }
}

/// `exp(-n·dt/tau)` for whole numbers n ≥ 1 of steps, and 0 beyond 60 tau.
///
/// The entry of n = 0 is 0, so that a difference of no step adds nothing, and so is the last one,
/// so that a longer difference may be cut to the length of the table.
#[derive(Debug, PartialEq)]
pub struct Decay(Vec<f64>);

impl Decay {
    /// The table of a time constant in ms; `None` where it would be too long.
    pub fn new(tau: f64, dt: f64) -> Option<Decay> {
        let reach = libm::ceil(REACH * tau / dt);
        if !(0.0..MOST_ENTRIES).contains(&reach) {
            return None;
        }
        let mut table: Vec<f64> =
            (0..reach as usize + 2).map(|n| libm::exp(-(n as f64 * dt) / tau)).collect();
        table[0] = 0.0;
        table[reach as usize + 1] = 0.0;
        Some(Decay(table))
    }

    /// The decay over n steps, for n ≥ 1.
    #[inline]
    pub fn over(&self, n: u32) -> f64 {
        self.0[(n as usize).min(self.0.len() - 1)]
    }

    /// All entries; at least two, the first and the last of which are 0.
    pub fn table(&self) -> &[f64] {
        &self.0
    }

    /// Number of steps after which the trace is 0.
    pub fn reach(&self) -> u32 {
        (self.0.len() - 1) as u32
    }
}

/// Longest time constant that a table is made for, ms.
pub(crate) fn longest_tau(dt: f64) -> f64 {
    libm::floor(MOST_ENTRIES / REACH) * dt
}

/// Entries of a table of decays.
pub(crate) fn decay_entries(tau: f64, dt: f64) -> f64 {
    (REACH * tau / dt).ceil() + 2.0
}

pub(super) fn compile(
    projection: &ProjectionSpec,
    given: Option<&Pairs>,
    spec: &NetworkSpec,
    path: &str,
) -> Result<Option<Stdp>, CompileError> {
    let Some(plasticity) = projection.plasticity else { return Ok(None) };
    let (law, taus) = match plasticity.rule {
        PlasticityRule::AntiHebbian { .. } => return Ok(None),
        PlasticityRule::Stdp { tau_plus, tau_minus, lambda, alpha, mu_plus, mu_minus, w_max } => {
            let max = w_max.value;
            let (up, down) = (lambda * max, alpha * lambda * max);
            let (mu_plus, mu_minus) = (Exponent::new(mu_plus), Exponent::new(mu_minus));
            let law = if (mu_plus, mu_minus) == (Exponent::Zero, Exponent::Zero) {
                Law::Additive { up, down, max }
            } else {
                Law::SoftBounds { up, down, max, mu_plus, mu_minus }
            };
            (law, [tau_plus, tau_minus])
        }
        PlasticityRule::StdpPowerLaw { tau_plus, tau_minus, lambda, alpha, mu, w_0 } => {
            let up = lambda * libm::pow(w_0.value, 1.0 - mu);
            let law = Law::PowerLaw { up, down: alpha * lambda, mu: Exponent::new(mu) };
            (law, [tau_plus, tau_minus])
        }
    };
    check_weights(projection, given, law, path)?;
    let table = |key: &str, tau: f64| {
        Decay::new(tau, spec.dt).map(Arc::new).ok_or_else(|| {
            let message = format!(
                "{tau} ms is too long for dt = {} ms: at most {} ms",
                spec.dt,
                longest_tau(spec.dt)
            );
            CompileError::new(format!("{path}.plasticity.{key}"), message)
        })
    };
    let plus = table("tau_plus", taus[0])?;
    let minus = if taus[0] == taus[1] { Arc::clone(&plus) } else { table("tau_minus", taus[1])? };
    Ok(Some(Stdp { law, plus, minus, on: plasticity.on }))
}

/// Weights that a file gives are known only now.
fn check_weights(
    projection: &ProjectionSpec,
    given: Option<&Pairs>,
    law: Law,
    path: &str,
) -> Result<(), CompileError> {
    let max = law.max();
    let wrong = match &projection.weight.value {
        WeightValue::Constant(w) => Some(*w).filter(|w| !(0.0..=max).contains(w)),
        WeightValue::FromRule => {
            let given = given.and_then(Pairs::weights).unwrap_or(&[]);
            given.iter().copied().find(|w| !(0.0..=max).contains(w))
        }
        // Their bounds were checked.
        WeightValue::Drawn(_) => None,
    };
    let Some(wrong) = wrong else { return Ok(()) };
    let range = if max == f64::MAX { "0 or more".into() } else { format!("0 to w_max = {max}") };
    let message = format!(
        "a weight of {wrong} cannot learn by this rule: it is for excitatory synapses, whose \
         weights are {range}"
    );
    Err(CompileError::new(format!("{path}.weight"), message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_decays_begins_and_ends_with_nothing() {
        let decay = Decay::new(20.0, 0.1).unwrap();
        assert_eq!(decay.over(200), libm::exp(-1.0));
        assert_eq!(decay.over(1), libm::exp(-0.1 / 20.0));
        assert_eq!((decay.over(0), decay.over(12_001), decay.over(u32::MAX)), (0.0, 0.0, 0.0));
        assert!(decay.over(12_000) > 0.0 && decay.reach() == 12_001);
        assert!(Decay::new(longest_tau(0.1), 0.1).is_some());
        assert!(Decay::new(longest_tau(0.1) + 0.1, 0.1).is_none());
        assert!(Decay::new(f64::NAN, 0.1).is_none());
    }
}
