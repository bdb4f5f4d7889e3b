//! The plastic synapses of one projection in one part.

use super::row::{PreTrace, Row};
use super::traces::PostTraces;
use crate::engine::calendar::{Calendar, Due};
use crate::engine::memory::{prefetch, zeros};
use crate::engine::rows::{Groups, Rows, Targets, Weights};
use crate::network::Stdp;

/// Stretches ahead whose first weights are fetched into the cache.
const AHEAD: usize = 2;

/// Weights in order of the rows, and what each source has left at its synapses of one delay.
///
/// A spike changes weights in the step in which it arrives, and is then delivered with them. All
/// times are those at the synapse, though: what arrives later sees only the postsynaptic spikes
/// that were there before it.
#[derive(Clone, Debug)]
pub struct StdpRows {
    /// Weights now, but for the postsynaptic spikes that came after the last presynaptic one.
    pub weights: Vec<f64>,
    /// One for each source, or for each group where rows have several delays.
    pub(super) pre: Vec<PreTrace>,
    /// Stamps from which on learning is on or off, ascending.
    pub(super) switches: Vec<(u32, bool)>,
    /// Where weights were set: the stamp up to which everything at the synapses has had its effect,
    /// although presynaptic spikes of earlier stamps may still be to arrive.
    pub(super) floor: Option<u32>,
}

/// What the rows of a part have in common.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    pub stdp: &'a Stdp,
    pub rows: &'a Rows,
    pub traces: &'a PostTraces,
    /// Steps between emission and arrival beyond the delay.
    pub lag: u32,
}

/// A stretch of synapses of one source and one delay.
struct Stretch {
    /// Place of its presynaptic trace.
    group: usize,
    start: usize,
    length: usize,
    delay: u32,
}

/// What comes to a stretch.
#[derive(Clone, Copy)]
enum Event {
    /// A presynaptic spike of this stamp.
    Spike(u32),
    /// All postsynaptic spikes up to this stamp.
    Sweep(u32),
}

impl StdpRows {
    /// Takes over the weights of rows.
    pub fn new(rows: &mut Rows, stdp: &Stdp, on: bool) -> StdpRows {
        let n = rows.len();
        let mut weights = match std::mem::replace(&mut rows.weights, Weights::Same(0.0)) {
            Weights::F64(each) => each,
            given => {
                let mut weights = zeros(n);
                weights.iter_mut().enumerate().for_each(|(s, w)| *w = given.get(s));
                weights
            }
        };
        // A drawn weight may have been rounded to single precision above the bound.
        let max = stdp.law.max();
        weights.iter_mut().for_each(|w| *w = w.min(max));
        let groups = match &rows.groups {
            Groups::Same(_) => rows.starts.len() - 1,
            Groups::Each(table) => table.delays.len(),
        };
        let pre = vec![PreTrace::default(); groups];
        StdpRows { weights, pre, switches: vec![(0, on)], floor: None }
    }

    /// What arrives in step `tick` comes to its synapses.
    pub fn arrive(&mut self, set: Setting, due: &[Due], tick: u64) {
        for (k, now) in due.iter().enumerate() {
            if let Some(next) = due.get(k + AHEAD) {
                for line in 0..4 {
                    prefetch(&self.weights, next.start as usize + 8 * line);
                }
            }
            let stretch = set.stretch(now);
            let sent = (tick as u32).wrapping_sub(stretch.delay.wrapping_add(set.lag));
            self.event(set, &stretch, Event::Spike(sent.wrapping_add(1)));
        }
    }

    /// Learning goes on or off with the events of a stamp.
    pub fn switch(&mut self, stamp: u32, on: bool) {
        if self.switches.last().is_some_and(|last| last.0 == stamp) {
            self.switches.pop();
        }
        if self.switches.last().is_none_or(|last| last.1 != on) {
            self.switches.push((stamp, on));
        }
    }

    /// Brings all rows up to where the next arrival may be that of step `tick`; `reach` is as long
    /// as the longest spike of the network is on its way.
    pub fn sweep(&mut self, set: Setting, tick: u64, reach: u64) {
        self.sweep_each(set, |delay| set.settled(tick, delay));
        // No row asks for earlier times any more.
        let least = (tick as u32).wrapping_sub(reach as u32);
        let past = |from: u32| from.wrapping_sub(least) as i32 <= 0;
        let passed = self.switches.iter().filter(|switch| past(switch.0)).count();
        self.switches.drain(..passed.saturating_sub(1));
        if let Some(first) = self.switches.first_mut().filter(|first| past(first.0)) {
            first.0 = least;
        }
        self.floor = self.floor.filter(|&floor| !past(floor));
    }

    /// The weights before what happens at the stamp `tick`: those on which all spikes have acted
    /// that were at the synapses before, whether they have arrived or not.
    pub fn read(&self, set: Setting, calendar: &Calendar, tick: u64) -> Vec<f64> {
        let mut copy = self.clone();
        copy.settle(set, calendar, tick);
        copy.weights
    }

    /// Gives everything that was at the synapses before the stamp `tick` its effect now, whether it
    /// has arrived or not: weights may be set then.
    pub fn settle(&mut self, set: Setting, calendar: &Calendar, tick: u64) {
        let until = (tick as u32).wrapping_sub(1);
        for (arrival, due) in calendar.ahead(tick) {
            let stretch = set.stretch(due);
            let sent = (arrival as u32).wrapping_sub(stretch.delay.wrapping_add(set.lag));
            let stamp = sent.wrapping_add(1);
            if stamp.wrapping_sub(until) as i32 <= 0 {
                self.event(set, &stretch, Event::Spike(stamp));
            }
        }
        self.sweep_each(set, |_| until);
        self.floor = (tick > 0).then_some(until);
    }

    fn sweep_each(&mut self, set: Setting, until: impl Fn(u32) -> u32) {
        let mut start = 0;
        for group in 0..self.pre.len() {
            let (delay, length) = match &set.rows.groups {
                Groups::Same(delay) => (*delay, set.rows.row(group as u32).len()),
                Groups::Each(table) => {
                    (u32::from(table.delays[group]), usize::from(table.lengths[group]))
                }
            };
            let stretch = Stretch { group, start, length, delay };
            self.event(set, &stretch, Event::Sweep(until(delay)));
            start += length;
        }
    }

    fn event(&mut self, set: Setting, stretch: &Stretch, event: Event) {
        let synapses = stretch.start..stretch.start + stretch.length;
        let weights = &mut self.weights[synapses.clone()];
        let delay = stretch.delay;
        let (pre, switches) = (&mut self.pre[stretch.group], &self.switches[..]);
        match &set.rows.targets {
            Targets::Narrow(targets) => {
                let row = Row { weights, targets: &targets[synapses], first: 0, delay };
                act(pre, set, row, event, switches);
            }
            Targets::Wide(targets) => {
                let row = Row { weights, targets: &targets[synapses], first: 0, delay };
                act(pre, set, row, event, switches);
            }
        }
    }
}

/// An event at a row, with what was switched before it.
fn act<T: Copy + Into<u32>>(
    pre: &mut PreTrace,
    set: Setting,
    mut row: Row<T>,
    event: Event,
    switches: &[(u32, bool)],
) {
    let Setting { stdp, traces, .. } = set;
    let (Event::Spike(now) | Event::Sweep(now)) = event;
    let mut on = switches.first().is_none_or(|first| first.1);
    for &(from, then) in switches.iter().skip(1) {
        if from.wrapping_sub(now) as i32 > 0 {
            break;
        }
        let before = from.wrapping_sub(1);
        match on {
            true => pre.catch_up(stdp, traces, &mut row, before),
            false => pre.skip(stdp, before),
        }
        on = then;
    }
    match event {
        Event::Spike(stamp) => pre.spike(stdp, traces, &mut row, stamp, on),
        Event::Sweep(until) if on => pre.catch_up(stdp, traces, &mut row, until),
        Event::Sweep(until) => pre.skip(stdp, until),
    }
}

impl Setting<'_> {
    /// The last stamp whose presynaptic spikes have all arrived before step `tick`; the stamp 0 is
    /// that of spikes before the first step, which are none for learning.
    pub fn settled(&self, tick: u64, delay: u32) -> u32 {
        tick.saturating_sub(u64::from(delay) + u64::from(self.lag)) as u32
    }

    /// The last stamp up to which rows are up to date before step `tick`, at the latest.
    pub fn done(&self, tick: u64, delay: u32, floor: Option<u32>) -> u32 {
        let settled = self.settled(tick, delay);
        floor.filter(|floor| floor.wrapping_sub(settled) as i32 > 0).unwrap_or(settled)
    }

    fn stretch(&self, due: &Due) -> Stretch {
        let (start, length) = (due.start as usize, due.length as usize);
        match &self.rows.groups {
            Groups::Same(delay) => {
                Stretch { group: due.source as usize, start, length, delay: *delay }
            }
            Groups::Each(table) => {
                let mut group = table.starts[due.source as usize] as usize;
                let mut place = self.rows.row(due.source).start;
                while place < start {
                    place += usize::from(table.lengths[group]);
                    group += 1;
                }
                Stretch { group, start, length, delay: u32::from(table.delays[group]) }
            }
        }
    }
}
