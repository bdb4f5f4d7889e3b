//! Where the time of a run goes: a stopwatch that one thread carries through the phases of a step.
//!
//! Off, it reads no clock. On, it reads one at the end of each phase (some 25 ns), so that a step
//! costs a tenth of a microsecond more. It watches the first part only; where parts are unequal,
//! the wait for the others shows as [`Phase::Exchange`].

use std::time::{Duration, Instant};

/// What a step consists of, and what happens between steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Spikes reach their synapses, and these the inputs of their targets.
    Deliver,
    /// Inputs, noise and Poisson spikes are drawn.
    Drive,
    /// Neurons advance; thresholds, resets.
    Update,
    /// Plastic weights change, where that is not part of delivery.
    Learn,
    /// Parts wait for each other and show each other their spikes.
    Exchange,
    /// What is recorded is taken, counted and kept.
    Record,
}

impl Phase {
    /// All phases in the order of a step.
    pub const ALL: [Phase; 6] =
        [Phase::Deliver, Phase::Drive, Phase::Update, Phase::Learn, Phase::Exchange, Phase::Record];

    /// Its name in results.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Deliver => "deliver",
            Phase::Drive => "drive",
            Phase::Update => "update",
            Phase::Learn => "learn",
            Phase::Exchange => "exchange",
            Phase::Record => "record",
        }
    }
}

/// A stopwatch with a counter for each phase.
#[derive(Clone, Debug, Default)]
pub struct Stopwatch {
    /// When the phase at hand began; none while the watch is off.
    since: Option<Instant>,
    spent: [Duration; Phase::ALL.len()],
}

impl Stopwatch {
    /// A watch that runs and one that never will.
    pub fn new(on: bool) -> Stopwatch {
        Stopwatch { since: on.then(Instant::now), ..Stopwatch::default() }
    }

    /// Whether it reads clocks.
    pub fn is_on(&self) -> bool {
        self.since.is_some()
    }

    /// Forgets the time since the last lap: what went on was no phase of a run.
    #[inline]
    pub fn start(&mut self) {
        if let Some(since) = &mut self.since {
            *since = Instant::now();
        }
    }

    /// Counts the time since the last lap as that of a phase.
    #[inline]
    pub fn lap(&mut self, phase: Phase) {
        if let Some(since) = &mut self.since {
            let now = Instant::now();
            self.spent[phase as usize] += now - *since;
            *since = now;
        }
    }

    /// Time spent in a phase so far, s.
    pub fn seconds(&self, phase: Phase) -> f64 {
        self.spent[phase as usize].as_secs_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lap_counts_for_its_phase_alone() {
        let mut watch = Stopwatch::new(true);
        std::thread::sleep(Duration::from_millis(2));
        watch.lap(Phase::Update);
        std::thread::sleep(Duration::from_millis(2));
        watch.start();
        watch.lap(Phase::Deliver);
        assert!(watch.seconds(Phase::Update) >= 0.002);
        assert!(watch.seconds(Phase::Deliver) < watch.seconds(Phase::Update));
        let idle = Phase::ALL.into_iter().filter(|&p| watch.seconds(p) == 0.0).count();
        assert_eq!(idle, Phase::ALL.len() - 2);
    }

    #[test]
    fn a_watch_that_is_off_counts_nothing() {
        let mut watch = Stopwatch::new(false);
        watch.start();
        watch.lap(Phase::Record);
        assert!(!watch.is_on() && Phase::ALL.into_iter().all(|p| watch.seconds(p) == 0.0));
    }
}
