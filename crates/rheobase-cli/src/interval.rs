//! `--checkpoint-every`: simulated or wall time.

use crate::error::Failure;
use rheobase::network::ticks;
use rheobase::units::{Dimension, parse_quantity};
use std::time::Duration;

/// How often a checkpoint is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// At the multiples of so many steps.
    Steps(u64),
    /// After so much wall time.
    Wall(Duration),
}

impl Interval {
    /// Reads `10s` or `wall:60s`.
    ///
    /// # Errors
    /// It is no time, not above zero, or no whole number of steps.
    pub fn parse(text: &str, dt: f64) -> Result<Interval, Failure> {
        let help = "simulated time, as in 10s, or wall time, as in wall:60s";
        let bad = |what: &str| Failure::mistake(format!("--checkpoint-every {text}: {what}"), help);
        let (wall, time) = match text.strip_prefix("wall:") {
            Some(time) => (true, time),
            None => (false, text),
        };
        let (ms, unit) = parse_quantity(time).map_err(|error| bad(&error.to_string()))?;
        if unit.dimension != Dimension::Time {
            return Err(bad("it is no time"));
        }
        if ms <= 0.0 || !ms.is_finite() {
            return Err(bad("it must be above zero"));
        }
        if wall {
            let duration = Duration::try_from_secs_f64(ms / 1000.0);
            return duration.map(Interval::Wall).map_err(|_| bad("it is too long"));
        }
        match ticks(ms, dt, "") {
            Ok(0) => Err(bad("it is shorter than a step")),
            Ok(steps) => Ok(Interval::Steps(steps)),
            Err(error) => Err(bad(&error.message)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_time() {
        let ok =
            |text: &str| Interval::parse(text, 0.1).unwrap_or_else(|f| panic!("{}", f.message));
        assert_eq!(ok("10s"), Interval::Steps(100_000));
        assert_eq!(ok("0.3 ms"), Interval::Steps(3));
        assert_eq!(ok("wall:60s"), Interval::Wall(Duration::from_secs(60)));
        for (text, word) in [
            ("10", "unit"),
            ("10mV", "no time"),
            ("0s", "above zero"),
            ("-1s", "above zero"),
            ("wall:0s", "above zero"),
            ("0.25ms", "0.2 ms"),
            ("wall:1e300s", "too long"),
            ("wall", "wall"),
            ("", "wall:60s"),
        ] {
            let failure = Interval::parse(text, 0.1).unwrap_err();
            assert!(failure.code == 2 && failure.message.contains(word), "{}", failure.message);
        }
    }
}
