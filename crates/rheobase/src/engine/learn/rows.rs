//! The learned weights of one projection in one part.

use super::post::PostSpikes;
use super::row::{Event, Presynaptic, change};
use crate::engine::calendar::Due;
use crate::engine::rows::Rows;
use crate::network::Learning;
use crate::spec::Delivery;

/// Learned weights in order of the rows, in the projection's unit.
///
/// A row is touched only when its source spikes or its weights are asked for: what a postsynaptic
/// spike does to a synapse depends on nothing but the weight and the spikes of the source before it,
/// so that it may be done at any later moment with the same bits, as long as it is done in order.
/// (The other way, a column of synapses at once when its neuron fires, looks at memory all over the
/// place, and leaves all of it to the one part that owns the neuron.)
#[derive(Clone, Debug)]
pub struct PlasticRows {
    learning: Learning,
    /// Weights now, but for the postsynaptic spikes that a row has not seen.
    weights: Vec<f64>,
    /// Snapshot that spikes deliver, where the projection says so.
    snapshot: Option<Vec<f64>>,
    /// What each source has left.
    pre: Vec<Pre>,
    post: PostSpikes,
    on: bool,
}

/// What a source has left at its synapses. Stamps are those of [`PostSpikes`].
#[derive(Clone, Debug, Default)]
struct Pre {
    /// The postsynaptic spikes up to this stamp have had their effect.
    seen: u64,
    /// Stamps of the last steps in which each of its recent spikes counts, ascending.
    ends: Vec<u64>,
}

impl PlasticRows {
    /// Rows that have learned nothing; `neurons` is the number of targets in the part.
    pub fn new(learning: Learning, rows: &Rows, neurons: usize) -> PlasticRows {
        let weights: Vec<f64> = (0..rows.len()).map(|s| rows.weights.get(s)).collect();
        PlasticRows {
            learning,
            snapshot: (learning.delivery == Delivery::Frozen).then(|| weights.clone()),
            weights,
            pre: vec![Pre::default(); rows.starts.len() - 1],
            post: PostSpikes::new(neurons),
            on: learning.on,
        }
    }

    /// Length of the window in which spikes count, steps.
    pub fn window(&self) -> u64 {
        self.learning.window
    }

    /// What a part's neurons have fired: numbers of neurons and their stamp, later than all before.
    pub fn note(&mut self, neurons: impl Iterator<Item = usize>, stamp: u64) {
        if self.on {
            neurons.for_each(|neuron| self.post.push(neuron, stamp));
        }
    }

    /// A presynaptic spike of a stamp, after the postsynaptic ones of it were noted. `half_pre` is half
    /// its source's number of spikes in the window before, `factors` twice that of each target.
    pub fn spike(&mut self, rows: &Rows, source: u32, stamp: u64, half_pre: f64, factors: &[f64]) {
        if self.on {
            let spike = Presynaptic { half_pre, factors };
            self.catch_up(rows, source, stamp - 1, Some(spike));
        }
        let pre = &mut self.pre[source as usize];
        pre.seen = stamp;
        pre.ends.retain(|&end| end > stamp);
        pre.ends.push(stamp + self.learning.window);
    }

    /// Before spikes that are due in step `tick` are delivered.
    pub fn arrive(&mut self, rows: &Rows, due: &[Due], tick: u64) {
        if self.snapshot.is_none() && !self.post.is_empty() {
            for due in due {
                // Of a row with several delays most come when there is nothing new to see.
                let seen = self.post.since_sweep(self.pre[due.source as usize].seen);
                let mut targets = due.synapses().map(|synapse| rows.targets.get(synapse));
                if targets.any(|target| self.post.newest()[target] > seen) {
                    self.catch_up(rows, due.source, tick, None);
                }
            }
        }
    }

    /// Gives the postsynaptic spikes up to a stamp their effect at the synapses of a source.
    fn catch_up(&mut self, rows: &Rows, source: u32, until: u64, spike: Option<Presynaptic>) {
        let PlasticRows { learning, weights, pre, post, .. } = self;
        let Pre { seen, ends } = &mut pre[source as usize];
        if *seen < until || spike.is_some() {
            let event = Event { step: learning.step, seen: *seen, until, ends, spike };
            change(weights, rows, rows.row(source), post, event);
            *seen = until;
        }
    }

    /// Gives all postsynaptic spikes their effect; step `tick` is the next.
    pub fn sweep(&mut self, rows: &Rows, tick: u64) {
        if !self.post.is_empty() {
            for source in 0..self.pre.len() as u32 {
                self.catch_up(rows, source, tick, None);
            }
        }
        self.post.forget(tick);
    }

    /// The same where too many of them wait, or for too long.
    pub fn sweep_if_full(&mut self, rows: &Rows, tick: u64) {
        if self.post.is_full(tick) {
            self.sweep(rows, tick);
        }
    }

    /// Learning is on or off from step `tick` on.
    pub fn switch(&mut self, rows: &Rows, on: bool, tick: u64) {
        if on != self.on {
            self.sweep(rows, tick);
            self.on = on;
        }
    }

    /// The weights, if step `tick` is the next.
    pub fn weights(&self, rows: &Rows, tick: u64) -> Vec<f64> {
        let mut weights = self.weights.clone();
        for (source, Pre { seen, ends }) in self.pre.iter().enumerate() {
            if !self.post.is_empty() && *seen < tick {
                let step = self.learning.step;
                let event = Event { step, seen: *seen, until: tick, ends, spike: None };
                change(&mut weights, rows, rows.row(source as u32), &self.post, event);
            }
        }
        weights
    }

    /// The weights that a spike delivers; of the rows that have not been asked for, those that they
    /// had when they last were.
    pub fn delivered(&self) -> &[f64] {
        self.snapshot.as_deref().unwrap_or(&self.weights)
    }

    /// What is delivered in place of the weights.
    pub fn snapshot(&self) -> Option<&[f64]> {
        self.snapshot.as_deref()
    }

    /// Retakes the snapshot at the start of step `tick`, if there is one.
    pub fn retake(&mut self, rows: &Rows, tick: u64) {
        if self.snapshot.is_some() {
            self.sweep(rows, tick);
        }
        if let Some(snapshot) = &mut self.snapshot {
            snapshot.copy_from_slice(&self.weights);
        }
    }

    /// Sets the weight of a synapse, once all rows have been brought up to date.
    pub fn set_weight(&mut self, synapse: usize, weight: f64) {
        self.weights[synapse] = weight;
    }

    /// Sets what a synapse delivers.
    pub fn set_delivered(&mut self, synapse: usize, weight: f64) {
        if let Some(snapshot) = &mut self.snapshot {
            snapshot[synapse] = weight;
        }
    }

    /// Goes on with step `tick` with all rows up to date, and with these spikes of the sources, of
    /// (source, stamp) in order, before it.
    pub fn restore(&mut self, recent: impl Iterator<Item = (u32, u64)>, tick: u64) {
        self.post.forget(tick);
        for pre in &mut self.pre {
            pre.seen = tick;
            pre.ends.clear();
        }
        for (source, stamp) in recent {
            self.pre[source as usize].ends.push(stamp + self.learning.window);
        }
    }
}
