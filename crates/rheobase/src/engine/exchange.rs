//! Where threads meet: the spikes of their parts that they show each other, round by round.
//!
//! A thread that has shown its spikes of a round may go on with the next one before it reads those of
//! the others, if they are not needed yet: then nobody waits for a line of memory to come from
//! another core, which takes as long as hundreds of neurons, nor for one that had a bit more to do.

use super::{Spike, cpu};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Looks at what another thread shows before the first pause: a pause takes 40 ns on some processors,
/// as long as all of a meeting should.
const LOOKS: u32 = 100;

/// Rounds of waiting that burn the processor before it is offered to others. Longer spinning
/// gains nothing on an idle machine and ruins a busy one.
const SPINS: u32 = 1000;

/// Spikes that travel in the two cache lines that tell of them: most rounds of small networks have
/// no more, and what costs is the way of a line from one core to another.
const FEW: usize = 14;

/// Boards of a thread. It shows round r when it has read all of round r - 2, at which the others had
/// read all of round r - 4, in whose place it is put.
const SIDES: u64 = 4;

/// A processor.
#[repr(align(128))]
struct Place(AtomicUsize);

const UNKNOWN: usize = usize::MAX;

/// A meeting point of a fixed number of threads.
#[repr(align(128))]
pub struct Exchange {
    boards: Vec<[Board; SIDES as usize]>,
    /// Where each thread was when it began, or had to wait for long, or left.
    places: Vec<Place>,
    /// Step that the spikes' steps are counted from.
    start: u64,
    /// The interval of steps in which a thread met an impossible state.
    alarm: AtomicU64,
    /// A thread panicked: the others would wait for it for ever.
    broken: AtomicBool,
}

/// Where a thread shows its spikes.
#[repr(align(128))]
#[derive(Default)]
struct Board {
    /// Number of the last meeting for which this was filled, counted from one.
    shown: AtomicU64,
    count: AtomicU64,
    few: [AtomicU64; FEW],
    many: Mutex<Vec<Spike>>,
}

impl Board {
    fn show(&self, round: u64, start: u64, spikes: &mut Vec<Spike>) {
        if spikes.len() > FEW {
            std::mem::swap(&mut *lock(&self.many), spikes);
            self.count.store(u64::MAX, Ordering::Relaxed);
        } else {
            for (place, spike) in self.few.iter().zip(spikes.iter()) {
                let word = (spike.tick - start) << 32 | u64::from(spike.neuron);
                place.store(word, Ordering::Relaxed);
            }
            self.count.store(spikes.len() as u64, Ordering::Relaxed);
        }
        self.shown.store(round + 1, Ordering::Release);
    }

    /// What is shown, once it is.
    fn read(&self, start: u64, all: &mut Vec<Spike>) {
        let count = self.count.load(Ordering::Relaxed);
        if count > FEW as u64 {
            all.extend_from_slice(&lock(&self.many));
            return;
        }
        all.extend(self.few[..count as usize].iter().map(|place| {
            let word = place.load(Ordering::Relaxed);
            Spike { tick: start + (word >> 32), neuron: word as u32 }
        }));
    }
}

/// Tells the other threads if this one panics.
pub struct Watch<'a>(&'a Exchange);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.broken.store(true, Ordering::Release);
        }
    }
}

impl Exchange {
    /// For a block that begins with step `start`.
    pub fn new(threads: usize, start: u64) -> Exchange {
        Exchange {
            boards: (0..threads).map(|_| Default::default()).collect(),
            places: (0..threads).map(|_| Place(AtomicUsize::new(UNKNOWN))).collect(),
            start,
            alarm: AtomicU64::new(u64::MAX),
            broken: AtomicBool::new(false),
        }
    }

    /// To be held by a thread while it works.
    pub fn watch(&self, thread: usize) -> Watch<'_> {
        self.tell_place(thread);
        Watch(self)
    }

    /// Whether there is only one thread.
    pub fn is_alone(&self) -> bool {
        self.boards.len() == 1
    }

    /// Gives away a thread's new spikes of a round; rounds are counted from zero.
    pub fn show(&self, thread: usize, round: u64, outbox: &mut Vec<Spike>) {
        self.boards[thread][(round % SIDES) as usize].show(round, self.start, outbox);
        outbox.clear();
    }

    /// Waits for all threads' spikes of a round, which may be the last that the reader has shown or the
    /// one before, and appends them in order of tick and neuron.
    pub fn read(&self, thread: usize, round: u64, all: &mut Vec<Spike>) {
        let before = all.len();
        for (other, boards) in self.boards.iter().enumerate() {
            let board = &boards[(round % SIDES) as usize];
            self.wait(board, round, thread, other);
            board.read(self.start, all);
        }
        // The threads' lists are sorted; the sort finds these runs and merges them.
        all[before..].sort();
    }

    /// Tells all threads that an impossible state was met in an interval of steps.
    pub fn raise_alarm(&self, interval: u64) {
        self.alarm.fetch_min(interval, Ordering::Relaxed);
    }

    /// The first interval of which this was told. All threads know it once they have read the round in
    /// which it was; some may know it earlier.
    pub fn alarm(&self) -> Option<u64> {
        Some(self.alarm.load(Ordering::Relaxed)).filter(|&interval| interval != u64::MAX)
    }

    fn wait(&self, board: &Board, round: u64, thread: usize, other: usize) {
        let mut spins = 0;
        while board.shown.load(Ordering::Acquire) <= round {
            spins += 1;
            if spins < LOOKS {
            } else if spins < SPINS {
                std::hint::spin_loop();
            } else {
                assert!(
                    !self.broken.load(Ordering::Acquire),
                    "another thread of the network failed"
                );
                self.part_from(thread, other);
                std::thread::yield_now();
            }
        }
    }

    /// Leaves the processor to the thread that is waited for, if that was last seen on the same.
    fn part_from(&self, thread: usize, other: usize) {
        let place = self.tell_place(thread);
        // Where there are more threads than processors, some share one wherever they go.
        let roomy = self.places.len() <= cpu::count();
        if roomy && place != UNKNOWN && self.places[other].0.load(Ordering::Relaxed) == place {
            cpu::leave(place);
            self.tell_place(thread);
        }
    }

    /// Tells the others which processor a thread is on.
    fn tell_place(&self, thread: usize) -> usize {
        let place = cpu::current().unwrap_or(UNKNOWN);
        self.places[thread].0.store(place, Ordering::Relaxed);
        place
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
        let exchange = Exchange::new(2, 0);
        let ended = std::thread::scope(|scope| {
            let fails = scope.spawn(|| {
                let _watch = exchange.watch(0);
                panic!("on purpose");
            });
            let waits = scope.spawn(|| {
                let _watch = exchange.watch(1);
                exchange.show(1, 0, &mut Vec::new());
                exchange.read(1, 0, &mut Vec::new());
            });
            [fails.join().is_err(), waits.join().is_err()]
        });
        assert_eq!(ended, [true, true]);
    }

    #[test]
    fn all_see_the_spikes_of_all_in_order_few_or_many() {
        see_all(0);
        see_all(1);
    }

    /// Each part reads what was shown so many rounds ago.
    fn see_all(lag: u64) {
        let exchange = Exchange::new(3, 100);
        let spikes = |part: u32, round: u64| {
            let many = if round % 3 == 1 { 40 } else { round as u32 % 15 };
            let spike = |k: u32| Spike { tick: 100 + round, neuron: 3 * k + part };
            (0..many).map(spike).collect::<Vec<_>>()
        };
        let work = |part: u32| {
            let mut seen = Vec::new();
            for round in 0..200 + lag {
                if round < 200 {
                    exchange.show(part as usize, round, &mut spikes(part, round));
                }
                if round >= lag {
                    let mut all = Vec::new();
                    exchange.read(part as usize, round - lag, &mut all);
                    seen.push(all);
                }
            }
            seen
        };
        let seen: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..3).map(|part| scope.spawn(move || work(part))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        for (round, all) in seen[0].iter().enumerate() {
            let mut expected: Vec<_> = (0..3).flat_map(|part| spikes(part, round as u64)).collect();
            expected.sort();
            assert!(*all == expected && seen[1][round] == *all && seen[2][round] == *all);
        }
    }
}
