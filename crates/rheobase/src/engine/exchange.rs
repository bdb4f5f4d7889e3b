//! Where the parts meet: a barrier and the spikes that they show each other.

use super::Spike;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Rounds of waiting that burn the processor before it is offered to others. Longer spinning
/// gains nothing on an idle machine and ruins a busy one.
const SPINS: u32 = 300;

/// A meeting point of a fixed number of parts.
pub struct Exchange {
    parts: usize,
    arrived: AtomicUsize,
    round: AtomicU64,
    /// Two boxes per part: while one is read, the other is filled.
    boxes: Vec<[Mutex<Vec<Spike>>; 2]>,
    /// The meeting before which a part met an impossible state.
    alarm: AtomicU64,
    /// A part panicked: the others would wait for it for ever.
    broken: AtomicBool,
}

/// Tells the other parts if this one panics.
pub struct Watch<'a>(&'a Exchange);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.broken.store(true, Ordering::Release);
        }
    }
}

impl Exchange {
    pub fn new(parts: usize) -> Exchange {
        Exchange {
            parts,
            arrived: AtomicUsize::new(0),
            round: AtomicU64::new(0),
            boxes: (0..parts).map(|_| Default::default()).collect(),
            alarm: AtomicU64::new(u64::MAX),
            broken: AtomicBool::new(false),
        }
    }

    /// To be held by each part while it works.
    pub fn watch(&self) -> Watch<'_> {
        Watch(self)
    }

    /// Gives away a part's new spikes, waits for the others and returns the spikes of all in order
    /// of tick and neuron. `round` counts the meetings of this exchange from zero.
    pub fn meet(&self, part: usize, round: u64, outbox: &mut Vec<Spike>, all: &mut Vec<Spike>) {
        all.clear();
        if self.parts == 1 {
            std::mem::swap(outbox, all);
            return;
        }
        let side = (round % 2) as usize;
        {
            let mut mine = lock(&self.boxes[part][side]);
            mine.clear();
            mine.append(outbox);
        }
        self.wait(round);
        for boxes in &self.boxes {
            all.extend_from_slice(&lock(&boxes[side]));
        }
        // The parts' lists are sorted; the sort finds these runs and merges them.
        all.sort();
    }

    /// Tells all parts to stop after the meeting `round`.
    pub fn raise_alarm(&self, round: u64) {
        self.alarm.fetch_min(round, Ordering::Relaxed);
    }

    /// Whether any part raised the alarm before the meeting `round` that is over. (A part that is
    /// ahead may have raised it for a later one; all must stop after the same meeting.)
    pub fn alarm(&self, round: u64) -> bool {
        self.alarm.load(Ordering::Relaxed) <= round
    }

    fn wait(&self, round: u64) {
        if self.arrived.fetch_add(1, Ordering::AcqRel) + 1 == self.parts {
            self.arrived.store(0, Ordering::Relaxed);
            self.round.store(round + 1, Ordering::Release);
            return;
        }
        let mut spins = 0;
        while self.round.load(Ordering::Acquire) == round {
            if spins < SPINS {
                spins += 1;
                std::hint::spin_loop();
            } else {
                assert!(!self.broken.load(Ordering::Acquire), "another part of the network failed");
                std::thread::yield_now();
            }
        }
    }
}

fn lock(spikes: &Mutex<Vec<Spike>>) -> std::sync::MutexGuard<'_, Vec<Spike>> {
    // A poisoned list is still a list; the panic itself is reported where it happened.
    spikes.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_panics_does_not_leave_the_others_waiting() {
        let exchange = Exchange::new(2);
        let ended = std::thread::scope(|scope| {
            let fails = scope.spawn(|| {
                let _watch = exchange.watch();
                panic!("on purpose");
            });
            let waits = scope.spawn(|| {
                let _watch = exchange.watch();
                exchange.meet(1, 0, &mut Vec::new(), &mut Vec::new());
            });
            [fails.join().is_err(), waits.join().is_err()]
        });
        assert_eq!(ended, [true, true]);
    }
}
