//! Delays of the synapses, from ms to steps.

use super::drawn::Drawn;
use super::pairs::{Ends, Pairs};
use super::{Delays, WiringError};
use crate::rng::{Key, Purpose};
use crate::spec::Delay;

/// Longest delay in steps.
const MAX_STEPS: u32 = u16::MAX as u32;

/// Largest distance of a delay from a multiple of dt, as a fraction of the delay, that counts as
/// rounding: wider than for times in a network file, as arrays often hold f32.
const TOLERANCE: f64 = 1e-6;

/// Where delays come from.
pub(super) enum DelaySource {
    /// The same for all, or one each in the order of given pairs.
    Given(Delays),
    /// A draw each, rounded to the nearest step (halves up) and drawn again below one step. The
    /// distribution's own bounds hold before the rounding.
    Drawn {
        /// In ms.
        drawn: Drawn,
        /// ms.
        dt: f64,
    },
}

impl DelaySource {
    pub fn new(ends: &Ends, given: Option<&Pairs>, dt: f64) -> Result<DelaySource, WiringError> {
        let path = ends.path("delay");
        let refuse = |found: &str, accepted: &str| {
            let (found, accepted) = (found.to_string(), accepted.to_string());
            Err(WiringError::Refused { path: path.clone(), found, accepted })
        };
        let delays = match &ends.projection.delay {
            Delay::Time(ms) => Delays::Uniform(whole_steps(*ms, dt, &path, None)?),
            Delay::Steps(0) => return refuse("0 steps", "at least 1 step"),
            Delay::Steps(steps) if *steps > MAX_STEPS => {
                return Err(WiringError::DelayTooLong {
                    path,
                    steps: f64::from(*steps),
                    most: MAX_STEPS,
                });
            }
            Delay::Steps(steps) => Delays::Uniform(*steps),
            Delay::Drawn(distribution) => {
                let key = Key::new(ends.wiring_seed, Purpose::Delay, &ends.projection.name);
                let drawn = Drawn::new(*distribution, key, path)?;
                return Ok(DelaySource::Drawn { drawn, dt });
            }
            Delay::FromRule => match given.and_then(|p| Some((p, p.delays.as_ref()?))) {
                Some((pairs, given)) => given_delays(given, &pairs.rows, dt, &path)?,
                None => {
                    let accepted =
                        "a time, steps or a distribution, since this rule gives no delays";
                    return refuse("delays from the rule", accepted);
                }
            },
        };
        Ok(DelaySource::Given(delays))
    }

    /// Appends the delays of a source's synapses; see [`super::weights::WeightSource::row`].
    pub fn row(
        &self,
        source: u32,
        targets: &[u32],
        first: usize,
        out: &mut Vec<u32>,
    ) -> Result<(), WiringError> {
        match self {
            DelaySource::Given(delays) => {
                out.extend((first..first + targets.len()).map(|s| delays.get(s)));
                Ok(())
            }
            DelaySource::Drawn { drawn, dt } => {
                let start = out.len();
                let accept =
                    |ms: f64| Some((ms / dt).round()).filter(|&s| s >= 1.0).map(|s| s as u32);
                drawn.row(source, targets, accept, out)?;
                if let Some(&steps) = out[start..].iter().find(|&&steps| steps > MAX_STEPS) {
                    let (path, steps) = (drawn.path().to_string(), f64::from(steps));
                    return Err(WiringError::DelayTooLong { path, steps, most: MAX_STEPS });
                }
                Ok(())
            }
        }
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
