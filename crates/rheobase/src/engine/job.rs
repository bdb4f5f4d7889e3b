//! What each thread does in a block of steps.

use super::exchange::Exchange;
use super::part::Part;
use super::profile::{Phase, Stopwatch};
use super::{Spike, Supply};
use crate::network::{Controls, Network};
use std::ops::Range;

/// What all threads do in one block.
pub(super) struct Job<'a> {
    pub network: &'a Network,
    pub controls: &'a Controls,
    pub supply: Option<&'a dyn Supply>,
    /// Of as many parts as there are threads.
    pub exchange: &'a Exchange,
    /// Steps that every spike travels at least.
    pub interval: u64,
    /// And at most.
    pub reach: u64,
    /// Whether there is anti-Hebbian learning.
    pub learns: bool,
    /// First step.
    pub start: u64,
    /// First step after.
    pub stop: u64,
}

/// What a thread brings back from a block; the first one brings all spikes.
pub(super) struct Done {
    pub tick: u64,
    pub spikes: Vec<Spike>,
}

impl Job<'_> {
    /// The loop of one thread. See the module's head for the order of things in a step.
    pub fn work(&self, parts: &mut [Part], thread: usize, watch: &mut Stopwatch) -> Done {
        let mut spikes = Spikes { thread, ..Spikes::default() };
        let (lag, length) = self.rounds();
        let (mut tick, mut stop, mut round) = (self.start, self.stop, 0);
        let _watch = self.exchange.watch(thread);
        parts.iter_mut().for_each(|part| part.begin(tick));
        while tick < stop {
            let until = (tick / length + 1).saturating_mul(length).min(stop);
            for part in &mut *parts {
                if self.advance(part, tick..until, watch) {
                    self.exchange.raise_alarm(tick / self.interval);
                }
                spikes.outbox.append(&mut part.outbox);
            }
            tick = until;
            if !self.exchange.is_alone() {
                self.exchange.show(thread, round, &mut spikes.outbox);
                if lag == 0 && tick < stop {
                    self.drive_early(parts, tick, watch);
                }
            }
            round += 1;
            if round > lag {
                self.see(parts, round - 1 - lag, tick, &mut spikes, watch);
            }
            if let Some(interval) = self.exchange.alarm() {
                stop = stop.min(end_of_alarm(interval, self.interval));
            }
        }
        if lag == 1 && round > 0 {
            self.see(parts, round - 1, tick, &mut spikes, watch);
        }
        parts.iter_mut().for_each(|part| part.end(tick));
        Done { tick, spikes: spikes.all }
    }

    /// How many rounds later the spikes of one are read, and its length in steps. Spikes that travel
    /// for two steps or more are read a round late, of rounds that are half as long.
    fn rounds(&self) -> (u64, u64) {
        match self.interval {
            interval if interval >= 2 && !self.exchange.is_alone() => (1, interval / 2),
            interval => (0, interval),
        }
    }

    /// The steps of one part between two meetings: all that it needs of its neurons stays in the
    /// caches meanwhile. Returns whether a first voltage ran away.
    fn advance(&self, part: &mut Part, ticks: Range<u64>, watch: &mut Stopwatch) -> bool {
        if self.learns {
            part.retake_snapshots(self.network, self.controls, ticks.start);
        }
        part.stdp.sweep_if_full(self.network, &part.rows, ticks.start, self.reach);
        watch.lap(Phase::Learn);
        let mut alarm = false;
        for tick in ticks {
            alarm |= part.step(self.network, self.controls, self.supply, tick, watch);
        }
        alarm
    }

    /// What can be done of step `tick` before the others have shown their spikes.
    fn drive_early(&self, parts: &mut [Part], tick: u64, watch: &mut Stopwatch) {
        if self.supply.is_none() {
            for part in parts.iter_mut().filter(|part| part.drives_early) {
                part.drive(self.network, self.controls, None, tick);
                part.driven = Some(tick);
            }
        }
        watch.lap(Phase::Drive);
    }

    /// What the spikes of a round mean to the parts of a thread, before step `tick`.
    fn see(
        &self,
        parts: &mut [Part],
        round: u64,
        tick: u64,
        spikes: &mut Spikes,
        watch: &mut Stopwatch,
    ) {
        let Spikes { all, outbox, thread } = spikes;
        if *thread > 0 {
            all.clear();
        }
        let before = all.len();
        if self.exchange.is_alone() {
            all.append(outbox);
            all[before..].sort();
        } else {
            self.exchange.read(*thread, round, all);
        }
        watch.lap(Phase::Exchange);
        for part in parts {
            part.release(self.network, &all[before..], tick);
            watch.lap(Phase::Deliver);
            if self.learns {
                part.learn(self.network, tick - 1, &all[before..]);
                watch.lap(Phase::Learn);
            }
        }
    }
}

/// Where all threads stop after an alarm in an interval, of so many steps each: at a step before
/// which each knows of it, whatever the threads and blocks.
pub(super) fn end_of_alarm(interval: u64, steps: u64) -> u64 {
    (interval + 2).saturating_mul(steps)
}

/// Spikes that a thread has to do with.
#[derive(Default)]
struct Spikes {
    /// New ones of its parts.
    outbox: Vec<Spike>,
    /// Those of all parts: of a block for the first thread, of a round for the others.
    all: Vec<Spike>,
    thread: usize,
}
