//! The synapses of one source: potentiation by the postsynaptic spikes since they were last
//! looked at, then depression by the presynaptic spike.

use super::law::{CHUNK, depress, least, most, potentiate};
use super::traces::{Hot, PostTraces, RECENT, View};
use crate::network::{Law, Stdp};

/// The synapses of one source and one delay in one part; targets are numbers of 16 or 32 bits.
pub struct Row<'a, T = u32> {
    /// Their weights.
    pub weights: &'a mut [f64],
    /// Their targets.
    pub targets: &'a [T],
    /// The target that is number 0 of the traces.
    pub first: u32,
    /// Their delay in steps.
    pub delay: u32,
}

/// What a source has left at its synapses.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PreTrace {
    /// Stamp of its last spike.
    last: u32,
    /// Postsynaptic spikes that reached the synapse up to this stamp have had their effect.
    seen: u32,
    /// The trace right after the last spike.
    trace: f64,
}

/// Postsynaptic spikes that reach the synapses more than `after` and up to `until` steps after the
/// presynaptic spike of stamp `since`, which had left the trace `trace`.
#[derive(Clone, Copy)]
struct Window {
    since: u32,
    after: u32,
    until: u32,
    trace: f64,
}

impl PreTrace {
    /// Stamp of the last spike and the trace right after it; zeros where nothing is left of it.
    pub fn left(&self) -> (u32, f64) {
        if self.trace == 0.0 { (0, 0.0) } else { (self.last, self.trace) }
    }

    /// What was left by a spike, after later ones of these stamps; all is up to date until `seen`.
    pub fn restored(
        stdp: &Stdp,
        (last, trace): (u32, f64),
        spikes: impl Iterator<Item = u32>,
        seen: u32,
    ) -> PreTrace {
        let (last, trace) = spikes.fold((last, trace), |(last, trace), stamp| {
            (stamp, trace * stdp.plus.over(stamp.wrapping_sub(last)) + 1.0)
        });
        PreTrace { last: if trace == 0.0 { seen } else { last }, seen, trace }
    }

    /// Those that have not had their effect yet, up to a stamp; `None` if none can have one.
    fn window(&self, stdp: &Stdp, until: u32) -> Option<Window> {
        let after = self.seen.wrapping_sub(self.last);
        let until = until.wrapping_sub(self.last).min(stdp.plus.reach());
        (self.trace != 0.0 && after < until).then_some(Window {
            since: self.last,
            after,
            until,
            trace: self.trace,
        })
    }

    /// A presynaptic spike: `learn` the row, or let it be and go on with the trace alone.
    pub fn spike<T: Copy + Into<u32>>(
        &mut self,
        stdp: &Stdp,
        traces: &PostTraces,
        row: &mut Row<T>,
        stamp: u32,
        learn: bool,
    ) {
        if (stamp.wrapping_sub(self.seen) as i32) <= 0 {
            // It was at the synapse before weights were set, and has had its effect.
            return;
        }
        if learn {
            advance(stdp, traces, row, self.window(stdp, stamp), Some(stamp));
        }
        let since = stamp.wrapping_sub(self.last);
        *self =
            PreTrace { last: stamp, seen: stamp, trace: self.trace * stdp.plus.over(since) + 1.0 };
    }

    /// Gives the postsynaptic spikes that reached the synapses up to a stamp their effect now. It
    /// would have been the same later: nothing else happens to the row before its source spikes.
    pub fn catch_up<T: Copy + Into<u32>>(
        &mut self,
        stdp: &Stdp,
        traces: &PostTraces,
        row: &mut Row<T>,
        until: u32,
    ) {
        self.peek(stdp, traces, row, until);
        self.skip(stdp, until);
    }

    /// Leaves postsynaptic spikes up to a stamp without effect: the row does not learn.
    pub fn skip(&mut self, stdp: &Stdp, until: u32) {
        if (until.wrapping_sub(self.seen) as i32) <= 0 {
            return;
        }
        self.seen = until;
        if until.wrapping_sub(self.last) >= stdp.plus.reach() {
            // Nothing is left of the trace; without this its stamp would come round.
            (self.last, self.trace) = (until, 0.0);
        }
    }

    /// Brings the weights of a row, or of a copy of it, up to a stamp, and forgets that it did.
    pub fn peek<T: Copy + Into<u32>>(
        &self,
        stdp: &Stdp,
        traces: &PostTraces,
        row: &mut Row<T>,
        until: u32,
    ) {
        if (until.wrapping_sub(self.seen) as i32) > 0 {
            advance(stdp, traces, row, self.window(stdp, until), None);
        }
    }
}

fn advance<T: Copy + Into<u32>>(
    stdp: &Stdp,
    traces: &PostTraces,
    row: &mut Row<T>,
    window: Option<Window>,
    spike: Option<u32>,
) {
    let traces = traces.view();
    let effects = window.map(|window| Effects::new(stdp, window, row.delay));
    // The postsynaptic spikes before this are at the synapse before the presynaptic one.
    let before = spike.map(|stamp| stamp.wrapping_sub(row.delay));
    match (stdp.law, effects, before) {
        (_, None, None) => {}
        (Law::Additive { up, down, max }, Some(effects), _) => {
            let up = up * effects.window.trace;
            let add = |w: f64, effect: f64| least(w + up * effect, max);
            each(row, traces, |neuron, hot, mut w| {
                if effects.has_older(hot) {
                    w = effects.older(traces, neuron, w, add);
                }
                for stamp in hot.stamps {
                    w = add(w, effects.of(stamp));
                }
                match before {
                    None => w,
                    Some(before) => most(w - down * traces.at(neuron, hot, before), 0.0),
                }
            });
        }
        (Law::Additive { down, .. }, None, Some(before)) => {
            each(row, traces, |neuron, hot, w| most(w - down * traces.at(neuron, hot, before), 0.0))
        }
        (law, ..) => {
            let targets = row.targets.chunks(CHUNK);
            for (weights, targets) in row.weights.chunks_mut(CHUNK).zip(targets) {
                let chunk = Chunk { law, traces, targets, first: row.first };
                if let Some(effects) = effects {
                    chunk.potentiate(weights, effects);
                }
                if let Some(before) = before {
                    chunk.depress(weights, before);
                }
            }
        }
    }
}

/// Changes each weight of a row.
#[inline(always)]
fn each<T: Copy + Into<u32>>(
    row: &mut Row<T>,
    traces: View,
    change: impl Fn(usize, &Hot, f64) -> f64,
) {
    let first = row.first;
    for (w, target) in row.weights.iter_mut().zip(row.targets) {
        let neuron = ((*target).into() - first) as usize;
        *w = change(neuron, traces.hot(neuron), *w);
    }
}

/// The decayed effects of the postsynaptic spikes in a window, each to be multiplied by its trace.
#[derive(Clone, Copy)]
struct Effects<'a> {
    window: Window,
    delay: u32,
    decay: &'a [f64],
}

impl<'a> Effects<'a> {
    fn new(stdp: &'a Stdp, window: Window, delay: u32) -> Effects<'a> {
        Effects { window, delay, decay: stdp.plus.table() }
    }

    /// That of one spike; without branches, one outside of the window takes the entry of no step,
    /// which is 0.
    #[inline(always)]
    fn of(self, stamp: u32) -> f64 {
        let Window { since, after, until, .. } = self.window;
        let steps = stamp.wrapping_add(self.delay.wrapping_sub(since));
        let within = steps.wrapping_sub(after).wrapping_sub(1) < until - after;
        // The window ends where the table does.
        self.decay[if within { steps as usize } else { 0 }]
    }

    /// Whether there may be spikes in the window that are older than the recent ones.
    #[inline(always)]
    fn has_older(self, hot: &Hot) -> bool {
        (hot.stamps[0].wrapping_sub(self.start()) as i32) > 0
    }

    /// Changes a weight by each of these, oldest first.
    #[cold]
    fn older(self, traces: View, neuron: usize, w: f64, change: impl Fn(f64, f64) -> f64) -> f64 {
        let older = traces.all.older(neuron, self.start());
        older.fold(w, |w, stamp| change(w, self.of(stamp)))
    }

    /// Stamp after which a postsynaptic spike is in the window.
    #[inline(always)]
    fn start(self) -> u32 {
        self.window.since.wrapping_add(self.window.after).wrapping_sub(self.delay)
    }
}

/// Some synapses of a row whose law needs powers, which are taken many at a time.
struct Chunk<'a, T> {
    law: Law,
    traces: View<'a>,
    targets: &'a [T],
    first: u32,
}

impl<T: Copy + Into<u32>> Chunk<'_, T> {
    fn neuron(&self, s: usize) -> usize {
        (self.targets[s].into() - self.first) as usize
    }

    #[inline(always)]
    fn potentiate(&self, weights: &mut [f64], effects: Effects) {
        let trace = effects.window.trace;
        let mut ranks = [[0.0; CHUNK]; RECENT];
        for s in 0..weights.len() {
            let neuron = self.neuron(s);
            let hot = self.traces.hot(neuron);
            if effects.has_older(hot) {
                let change = |w, effect| self.alone(w, trace * effect);
                weights[s] = effects.older(self.traces, neuron, weights[s], change);
            }
            for (rank, stamp) in ranks.iter_mut().zip(hot.stamps) {
                rank[s] = trace * effects.of(stamp);
            }
        }
        for rank in &ranks {
            self.apply(weights, rank);
        }
    }

    /// One spike that one synapse sees.
    fn alone(&self, weight: f64, amount: f64) -> f64 {
        let (mut w, mut k) = ([0.0; CHUNK], [0.0; CHUNK]);
        (w[0], k[0]) = (weight, amount);
        potentiate(self.law, &mut w, &k, 1);
        w[0]
    }

    /// One spike for each synapse at most. Those that have none are left out: powers are dear.
    #[inline(always)]
    fn apply(&self, weights: &mut [f64], amounts: &[f64; CHUNK]) {
        let (mut places, mut w, mut k) = ([0u8; CHUNK], [0.0; CHUNK], [0.0; CHUNK]);
        let mut n = 0;
        for (s, &weight) in weights.iter().enumerate() {
            (places[n], w[n], k[n]) = (s as u8, weight, amounts[s]);
            n += usize::from(amounts[s] != 0.0);
        }
        potentiate(self.law, &mut w, &k, n);
        for (place, w) in places[..n].iter().zip(w) {
            weights[usize::from(*place)] = w;
        }
    }

    #[inline(always)]
    fn depress(&self, weights: &mut [f64], before: u32) {
        let (mut w, mut k) = ([0.0; CHUNK], [0.0; CHUNK]);
        let n = weights.len();
        w[..n].copy_from_slice(weights);
        for (s, k) in k[..n].iter_mut().enumerate() {
            let neuron = self.neuron(s);
            let hot = self.traces.hot(neuron);
            *k = self.traces.at(neuron, hot, before);
        }
        depress(self.law, &mut w, &k, n);
        weights.copy_from_slice(&w[..n]);
    }
}
