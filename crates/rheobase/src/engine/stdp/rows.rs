//! The plastic synapses of one projection in one part, as they lie in the present engine.

use super::{PostTraces, PreTrace, Row, RowDelays};
use crate::engine::part::Cuts;
use crate::network::{Projection, Stdp};
use crate::wiring::Delays;

/// Weights row by row, and a trace for each source.
#[derive(Clone, Debug)]
pub struct StdpRows {
    /// First weight of each source; one more at the end.
    offsets: Vec<usize>,
    weights: Vec<f64>,
    pre: Vec<PreTrace>,
    /// Target that is number 0 of the traces.
    first: u32,
}

impl StdpRows {
    /// The weights before learning.
    pub fn new(projection: &Projection, cuts: &Cuts, first: u32) -> StdpRows {
        let sources = projection.synapses.offsets.len() - 1;
        let mut offsets = Vec::with_capacity(sources + 1);
        offsets.push(0);
        for source in 0..sources {
            offsets.push(offsets[source] + cuts.row(projection, source).len());
        }
        let mut weights = Vec::with_capacity(offsets[sources]);
        for source in 0..sources {
            let row = cuts.row(projection, source);
            weights.extend(row.map(|s| projection.synapses.weights.get(s)));
        }
        StdpRows { offsets, weights, pre: vec![PreTrace::default(); sources], first }
    }

    /// The weights of a source.
    pub fn weights_of(&self, source: usize) -> &[f64] {
        &self.weights[self.offsets[source]..self.offsets[source + 1]]
    }

    /// A spike of a source.
    pub fn spike(
        &mut self,
        at: &Place,
        traces: &PostTraces,
        source: usize,
        stamp: u32,
        learn: bool,
    ) {
        let weights = &mut self.weights[self.offsets[source]..self.offsets[source + 1]];
        let mut row = at.row(source, weights, self.first);
        self.pre[source].spike(at.stdp, traces, &mut row, stamp, learn);
    }

    /// Brings all rows up to a stamp: by learning, or by leaving out what was not to be learned.
    pub fn sweep(&mut self, at: &Place, traces: &PostTraces, until: u32, learn: bool) {
        for source in 0..self.pre.len() {
            if learn {
                let weights = &mut self.weights[self.offsets[source]..self.offsets[source + 1]];
                let mut row = at.row(source, weights, self.first);
                self.pre[source].catch_up(at.stdp, traces, &mut row, until);
            } else {
                self.pre[source].skip(at.stdp, until);
            }
        }
    }

    /// Writes the weights at a stamp to their places in the whole projection.
    pub fn read(&self, at: &Place, traces: &PostTraces, until: u32, learn: bool, all: &mut [f64]) {
        for source in 0..self.pre.len() {
            let copy = &mut all[at.cuts.row(at.projection, source)];
            copy.copy_from_slice(self.weights_of(source));
            if learn {
                let mut row = at.row(source, copy, self.first);
                self.pre[source].peek(at.stdp, traces, &mut row, until);
            }
        }
    }
}

/// Where the rows of a part are in the wiring.
pub struct Place<'a> {
    pub projection: &'a Projection,
    pub stdp: &'a Stdp,
    pub cuts: &'a Cuts,
}

impl Place<'_> {
    fn row<'w>(&'w self, source: usize, weights: &'w mut [f64], first: u32) -> Row<'w> {
        let synapses = &self.projection.synapses;
        let row = self.cuts.row(self.projection, source);
        let delays = match &synapses.delays {
            Delays::Uniform(delay) => RowDelays::Uniform(*delay),
            Delays::Each(each) => RowDelays::Each(&each[row.clone()]),
        };
        Row { weights, targets: &synapses.targets[row], first, delays }
    }
}
