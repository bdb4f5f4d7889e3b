//! Weights of the synapses.

use super::drawn::Drawn;
use super::pairs::{Ends, Pairs};
use super::{Weights, WiringError};
use crate::rng::{Key, Purpose};
use crate::spec::WeightValue;

/// Where weights come from.
pub(super) enum WeightSource {
    /// The same for all, or one each in the order of given pairs.
    Given(Weights),
    /// A draw each, rounded to f32 and clipped at 0 to keep the mean's sign.
    Drawn(Drawn),
}

impl WeightSource {
    pub fn new(ends: &Ends, given: Option<&Pairs>) -> Result<WeightSource, WiringError> {
        let path = ends.path("weight");
        let refuse = |found: String, accepted: &str| {
            Err(WiringError::Refused { path: path.clone(), found, accepted: accepted.into() })
        };
        let weights = match &ends.projection.weight.value {
            WeightValue::Constant(w) if w.is_finite() => Weights::Uniform(*w),
            WeightValue::Constant(w) => return refuse(w.to_string(), "a finite number"),
            WeightValue::Drawn(distribution) => {
                let key = Key::new(ends.wiring_seed, Purpose::Weight, &ends.projection.name);
                return Ok(WeightSource::Drawn(Drawn::new(*distribution, key, path)?));
            }
            WeightValue::FromRule => {
                let Some((pairs, given)) = given.and_then(|p| Some((p, p.weights.as_ref()?)))
                else {
                    let accepted = "a number or a distribution, since this rule gives no weights";
                    return refuse("weights from the rule".into(), accepted);
                };
                if let Some(at) = given.iter().position(|w| !w.is_finite()) {
                    let row = pairs.rows.get(at).map_or(String::new(), |r| format!(" in row {r}"));
                    return refuse(format!("{}{row}", given[at]), "finite numbers");
                }
                narrowed(given)
            }
        };
        Ok(WeightSource::Given(weights))
    }

    /// Appends the weights of a source's synapses, given by their targets, ascending; `first` is
    /// the place of the first of them among given pairs.
    pub fn row(
        &self,
        source: u32,
        targets: &[u32],
        first: usize,
        out: &mut Vec<f64>,
    ) -> Result<(), WiringError> {
        match self {
            WeightSource::Given(weights) => {
                out.extend((first..first + targets.len()).map(|s| weights.get(s)));
                Ok(())
            }
            WeightSource::Drawn(drawn) => {
                let sign = drawn.sign();
                let clip = |w: f64| if w * sign < 0.0 { 0.0 } else { w };
                // A value too large for an f32 is no weight; a distribution full of them is refused.
                let accept = |w: f64| Some(clip(w) as f32).filter(|w| w.is_finite()).map(f64::from);
                drawn.row(source, targets, accept, out)
            }
        }
    }
}

/// Given weights in the narrowest form that keeps their bits.
fn narrowed(given: &[f64]) -> Weights {
    match given.first() {
        Some(first) if given.iter().all(|w| w.to_bits() == first.to_bits()) => {
            Weights::Uniform(*first)
        }
        _ if given.iter().all(|&w| f64::from(w as f32).to_bits() == w.to_bits()) => {
            Weights::F32(given.iter().map(|&w| w as f32).collect())
        }
        _ => Weights::F64(given.to_vec()),
    }
}
