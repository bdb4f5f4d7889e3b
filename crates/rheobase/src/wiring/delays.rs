//! Delays of the synapses, from ms to steps.

use super::distribution::Sampler;
use super::pairs::Pairs;
use super::weights::per_synapse;
use super::{Delays, WiringError};
use crate::rng::Key;
use crate::spec::{Delay, Distribution, ProjectionSpec};

/// Longest delay in steps.
const MAX_STEPS: u32 = u16::MAX as u32;

/// Largest distance of a delay from a multiple of dt, as a fraction of the delay, that counts as
/// rounding: wider than for times in a network file, as arrays often hold f32.
const TOLERANCE: f64 = 1e-6;

/// The delay of every synapse. Takes the rule's own delays out of `pairs`.
pub(super) fn delays(
    projection: &ProjectionSpec,
    pairs: &mut Pairs,
    dt: f64,
    key: Key,
) -> Result<Delays, WiringError> {
    let path = format!("projection.{}.delay", projection.name);
    let refuse = |found: &str, accepted: &str| {
        let (found, accepted) = (found.to_string(), accepted.to_string());
        Err(WiringError::Refused { path: path.clone(), found, accepted })
    };
    match &projection.delay {
        Delay::Time(ms) => Ok(Delays::Uniform(whole_steps(*ms, dt, &path, None)?)),
        Delay::Steps(0) => refuse("0 steps", "at least 1 step"),
        Delay::Steps(steps) if *steps > MAX_STEPS => {
            Err(WiringError::DelayTooLong { path, steps: f64::from(*steps), most: MAX_STEPS })
        }
        Delay::Steps(steps) => Ok(Delays::Uniform(*steps)),
        Delay::Drawn(distribution) => drawn(*distribution, pairs, dt, key, &path),
        Delay::FromRule => match pairs.delays.take() {
            None => refuse(
                "delays from the rule",
                "a time, steps or a distribution, since this rule gives no delays",
            ),
            Some(given) => given_delays(&given, &pairs.rows, dt, &path),
        },
    }
}

fn given_delays(given: &[f64], rows: &[usize], dt: f64, path: &str) -> Result<Delays, WiringError> {
    let mut each = Vec::with_capacity(given.len());
    for (synapse, &ms) in given.iter().enumerate() {
        each.push(whole_steps(ms, dt, path, rows.get(synapse).copied())? as u16);
    }
    Ok(match each.first() {
        Some(first) if each.iter().all(|steps| steps == first) => {
            Delays::Uniform(u32::from(*first))
        }
        _ => Delays::Each(each),
    })
}

/// The steps of a delay that must be a positive multiple of dt.
fn whole_steps(ms: f64, dt: f64, path: &str, row: Option<usize>) -> Result<u32, WiringError> {
    let path = || path.to_string();
    if !ms.is_finite() || ms < 0.0 {
        let accepted = format!("a positive multiple of dt = {dt} ms");
        return Err(WiringError::Refused { path: path(), found: format!("{ms} ms"), accepted });
    }
    let exact = ms / dt;
    let steps = exact.round();
    if steps < 1.0 || (exact - steps).abs() > TOLERANCE * exact {
        // Dividing by the whole number of steps per ms, where there is one, gives 0.3 and not
        // 0.30000000000000004.
        let per_ms = (1.0 / dt).round();
        let time = |n: f64| if 1.0 / per_ms == dt { n / per_ms } else { n * dt };
        let below = exact.floor();
        let nearest = [below, below + 1.0].into_iter().filter(|&n| n >= 1.0).map(time).collect();
        return Err(WiringError::DelayOffGrid { path: path(), row, delay: ms, dt, nearest });
    }
    if steps > f64::from(MAX_STEPS) {
        return Err(WiringError::DelayTooLong { path: path(), steps, most: MAX_STEPS });
    }
    Ok(steps as u32)
}

/// Draws a delay for each synapse, rounds it to the nearest step (halves up) and draws again
/// below one step. The distribution's own bounds hold before the rounding.
fn drawn(
    distribution: Distribution,
    pairs: &Pairs,
    dt: f64,
    key: Key,
    path: &str,
) -> Result<Delays, WiringError> {
    let sampler = Sampler::new(distribution, path)?;
    let accept = |ms: f64| Some((ms / dt).round()).filter(|&steps| steps >= 1.0);
    let each = per_synapse(pairs, key, |draws| {
        let steps = sampler.draw(draws, path, accept)?;
        if steps > f64::from(MAX_STEPS) {
            let path = path.to_string();
            return Err(WiringError::DelayTooLong { path, steps, most: MAX_STEPS });
        }
        Ok(steps as u16)
    })?;
    Ok(Delays::Each(each))
}
