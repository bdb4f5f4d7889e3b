//! Weights of the synapses.

use super::distribution::Sampler;
use super::pairs::Pairs;
use super::{Weights, WiringError};
use crate::rng::{Draws, Key};
use crate::spec::{Distribution, ProjectionSpec, WeightValue};

/// The weight of every synapse. Takes the rule's own weights out of `pairs`.
pub(super) fn weights(
    projection: &ProjectionSpec,
    pairs: &mut Pairs,
    key: Key,
) -> Result<Weights, WiringError> {
    let path = format!("projection.{}.weight", projection.name);
    let refuse = |found: String, accepted: &str| {
        Err(WiringError::Refused { path: path.clone(), found, accepted: accepted.into() })
    };
    match &projection.weight.value {
        WeightValue::Constant(w) if w.is_finite() => Ok(Weights::Uniform(*w)),
        WeightValue::Constant(w) => refuse(w.to_string(), "a finite number"),
        WeightValue::Drawn(distribution) => drawn(*distribution, pairs, key, &path),
        WeightValue::FromRule => match pairs.weights.take() {
            None => refuse(
                "weights from the rule".into(),
                "a number or a distribution, since this rule gives no weights",
            ),
            Some(given) => match given.iter().position(|w| !w.is_finite()) {
                Some(at) => {
                    let row = pairs.rows.get(at).map_or(String::new(), |r| format!(" in row {r}"));
                    refuse(format!("{}{row}", given[at]), "finite numbers")
                }
                None => Ok(narrowed(given)),
            },
        },
    }
}

/// Draws a weight for each synapse, rounds it to f32 and clips it at 0 to keep the mean's sign.
fn drawn(
    distribution: Distribution,
    pairs: &Pairs,
    key: Key,
    path: &str,
) -> Result<Weights, WiringError> {
    let sampler = Sampler::new(distribution, path)?;
    let sign = sampler.sign();
    let clip = |w: f64| if w * sign < 0.0 { 0.0 } else { w };
    // A value too large for an f32 is no weight; a distribution full of them is refused.
    let accept = |w: f64| Some(clip(w) as f32).filter(|w| w.is_finite());
    let each = per_synapse(pairs, key, |draws| sampler.draw(draws, path, accept))?;
    Ok(Weights::F32(each))
}

/// One draw per synapse, keyed by (source, target); repeats of a pair take the next numbers of
/// the pair's sequence, so that a draw belongs to (source, target, repeat).
pub(super) fn per_synapse<T>(
    pairs: &Pairs,
    key: Key,
    mut draw: impl FnMut(&mut Draws) -> Result<T, WiringError>,
) -> Result<Vec<T>, WiringError> {
    let mut each = Vec::with_capacity(pairs.targets.len());
    for (source, bounds) in pairs.offsets.windows(2).enumerate() {
        let row = &pairs.targets[bounds[0] as usize..bounds[1] as usize];
        let mut before = None;
        let mut draws = key.draws(source as u32, 0);
        for &target in row {
            if before != Some(target) {
                draws = key.draws(source as u32, target);
                before = Some(target);
            }
            each.push(draw(&mut draws)?);
        }
    }
    Ok(each)
}

/// Given weights in the narrowest form that keeps their bits.
fn narrowed(given: Vec<f64>) -> Weights {
    match given.first() {
        Some(first) if given.iter().all(|w| w.to_bits() == first.to_bits()) => {
            Weights::Uniform(*first)
        }
        _ if given.iter().all(|&w| f64::from(w as f32).to_bits() == w.to_bits()) => {
            Weights::F32(given.iter().map(|&w| w as f32).collect())
        }
        _ => Weights::F64(given),
    }
}
