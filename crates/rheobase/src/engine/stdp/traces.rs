//! What postsynaptic neurons leave behind: their recent spikes and the trace of all.

use crate::network::Decay;
use std::sync::Arc;

/// Spikes of a neuron that stand where a synapse looks first. Most presynaptic intervals hold
/// fewer, so that older ones are looked up seldom.
pub const RECENT: usize = 4;

/// Spikes per neuron that are kept between two sweeps, on the average.
pub const KEPT: usize = 16;

/// Most steps between two sweeps, so that differences of stamps fit into 32 bits.
const LONGEST_AGE: u32 = 1 << 30;

/// Stamp of spikes that never were: even after the longest delay it is before the run.
const NEVER: u32 = 0u32.wrapping_sub(1 << 17);

/// A spike and the trace right after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PostSpike {
    pub stamp: u32,
    pub trace: f64,
}

/// What is looked at for every synaptic event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hot {
    /// Stamps of the last spikes, the newest last; where there are fewer, stamps long ago.
    pub stamps: [u32; RECENT],
    /// The traces right after the newest and after the one before.
    pub(super) traces: [f64; 2],
}

/// The spikes of those neurons of one population that one part owns.
///
/// A *stamp* is the time of a spike in steps, modulo 2³²: a spike found in step k has stamp k + 1.
#[derive(Clone, Debug)]
pub struct PostTraces {
    decay: Arc<Decay>,
    pub(super) hot: Vec<Hot>,
    /// Spikes that a synapse may still need, the newest last.
    pub(super) spikes: Vec<Vec<PostSpike>>,
    pub(super) kept: usize,
    pub(super) limit: usize,
    pub(super) swept: u32,
}

/// Postsynaptic spikes and traces with their places at hand: a loop that writes weights could not
/// know that these do not move.
#[derive(Clone, Copy)]
pub struct View<'a> {
    hot: &'a [Hot],
    decay: &'a [f64],
    /// Where what is seldom needed is looked up.
    pub all: &'a PostTraces,
}

impl<'a> View<'a> {
    /// What a synapse looks at first.
    #[inline(always)]
    pub fn hot(self, neuron: usize) -> &'a Hot {
        &self.hot[neuron]
    }

    /// The trace at a time, of the spikes strictly before it. None of those that count may have
    /// been forgotten.
    #[inline(always)]
    pub fn at(self, neuron: usize, hot: &Hot, time: u32) -> f64 {
        // Without a branch: the newest spike is often too new, which nobody can foretell.
        let [.., last, newest] = hot.stamps;
        let newest = time.wrapping_sub(newest);
        let (since, trace) = if newest as i32 > 0 {
            (newest, hot.traces[0])
        } else {
            (time.wrapping_sub(last), hot.traces[1])
        };
        if since as i32 > 0 {
            trace * self.decay[(since as usize).min(self.decay.len() - 1)]
        } else {
            self.all.earlier(neuron, time)
        }
    }
}

impl PostTraces {
    /// Traces of so many neurons at time zero.
    pub fn new(neurons: usize, decay: Arc<Decay>) -> PostTraces {
        PostTraces {
            decay,
            hot: vec![Hot { stamps: [NEVER; RECENT], traces: [0.0; 2] }; neurons],
            spikes: (0..neurons).map(|_| Vec::with_capacity(KEPT)).collect(),
            kept: 0,
            limit: KEPT * neurons,
            swept: 0,
        }
    }

    /// The decay of these traces.
    pub fn decay(&self) -> &Arc<Decay> {
        &self.decay
    }

    /// A spike of a neuron, later than all of its spikes before.
    pub fn push(&mut self, neuron: usize, stamp: u32) {
        let hot = &mut self.hot[neuron];
        let since = stamp.wrapping_sub(hot.stamps[RECENT - 1]);
        hot.traces = [hot.traces[0] * self.decay.over(since) + 1.0, hot.traces[0]];
        hot.stamps.rotate_left(1);
        hot.stamps[RECENT - 1] = stamp;
        self.spikes[neuron].push(PostSpike { stamp, trace: hot.traces[0] });
        self.kept += 1;
    }

    /// What the synapses of a row look at.
    #[inline]
    pub fn view(&self) -> View<'_> {
        View { hot: &self.hot, decay: self.decay.table(), all: self }
    }

    #[cold]
    fn earlier(&self, neuron: usize, time: u32) -> f64 {
        let before = |s: &&PostSpike| time.wrapping_sub(s.stamp) as i32 > 0;
        let last = self.spikes[neuron].iter().rev().find(before);
        last.map_or(0.0, |s| s.trace * self.decay.over(time.wrapping_sub(s.stamp)))
    }

    /// Stamps of the spikes after a time that are older than the recent ones, oldest first.
    pub fn older(&self, neuron: usize, after: u32) -> impl Iterator<Item = u32> + '_ {
        let spikes = &self.spikes[neuron];
        let older = &spikes[..spikes.len().saturating_sub(RECENT)];
        let later = |s: &&PostSpike| s.stamp.wrapping_sub(after) as i32 > 0;
        let first = older.len() - older.iter().rev().take_while(later).count();
        older[first..].iter().map(|s| s.stamp)
    }

    /// Whether it is time to bring all synapses up to date and to forget what they had waited for.
    pub fn is_full(&self, now: u32) -> bool {
        self.kept > self.limit || now.wrapping_sub(self.swept) > LONGEST_AGE
    }

    /// Forgets spikes up to a time that no synapse will ask for again, except the newest of each
    /// neuron, whose trace goes on.
    pub fn forget(&mut self, until: u32, now: u32) {
        let past = |stamp: u32| stamp.wrapping_sub(until) as i32 <= 0;
        self.kept = 0;
        for spikes in &mut self.spikes {
            let old = spikes.partition_point(|s| past(s.stamp));
            spikes.drain(..old.saturating_sub(1));
            self.kept += spikes.len();
        }
        // What is older than that has no trace any more; without this its stamp would come round.
        let floor = until.wrapping_sub(self.decay.reach());
        for stamp in self.hot.iter_mut().flat_map(|hot| &mut hot.stamps) {
            if (stamp.wrapping_sub(floor) as i32) < 0 {
                *stamp = floor;
            }
        }
        for spikes in &mut self.spikes {
            if let Some(first) = spikes.first_mut()
                && (first.stamp.wrapping_sub(floor) as i32) < 0
            {
                first.stamp = floor;
            }
        }
        // A sweep costs as much as an interval between spikes: not the next one at once.
        self.limit = self.kept + KEPT * self.hot.len();
        self.swept = now;
    }

    /// Spikes that are kept.
    #[cfg(test)]
    pub fn kept(&self) -> usize {
        self.kept
    }
}
