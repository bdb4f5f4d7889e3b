//! The synapses onto the neurons of one part, as they are delivered: rows by source, grouped by
//! delay.
//!
//! A spike is delivered when it arrives: in each step, the groups whose delays have passed are
//! added to one vector of inputs, which stays in the cache. (The other way, whole rows added at once
//! to a ring of future inputs, took four times as long for 1,900 synapses of 35 delays onto 38,600
//! neurons: the ring does not fit into the cache.)

mod build;
mod bundle;
mod group;
mod pieces;

pub use build::{Share, build};
pub use bundle::Bundle;
pub use pieces::{DELAYS, LONG, pieces};

use std::ops::Range;

/// The rows of one bundle in one part.
#[derive(Clone, Debug)]
pub struct Rows {
    /// What they have in common.
    pub bundle: Bundle,
    /// Place in the vector of inputs that targets count from.
    pub base: usize,
    /// For each projection: inputs (from `base`) of its targets, and what to add to get the target's
    /// index in its population.
    pub members: Vec<Member>,
    /// First synapse of each source; one more at the end.
    pub starts: Vec<u64>,
    /// Delays.
    pub groups: Groups,
    /// Input of each synapse, from `base`; ascending within a group for each projection.
    pub targets: Targets,
    /// Weights; of learned ones those before learning.
    pub weights: Weights,
}

/// A projection's targets within a bundle.
#[derive(Clone, Debug)]
pub struct Member {
    /// The projection.
    pub projection: usize,
    /// Its inputs, from `base`.
    pub inputs: Range<usize>,
    /// Index in the population of the target at `inputs.start`.
    pub first: u32,
}

/// The delays of the rows.
#[derive(Clone, Debug)]
pub enum Groups {
    /// One for all, ticks.
    Same(u32),
    /// Several per row.
    Each(GroupTable),
}

/// Groups of synapses of one source and one delay, one after the other.
#[derive(Clone, Debug, Default)]
pub struct GroupTable {
    /// First group of each source; one more at the end.
    pub starts: Vec<u64>,
    /// Delay of each group in ticks, ascending for a source.
    pub delays: Vec<u16>,
    /// Number of its synapses.
    pub lengths: Vec<u16>,
}

/// Inputs of synapses.
#[derive(Clone, Debug)]
pub enum Targets {
    /// Where the stretch is short enough.
    Narrow(Vec<u16>),
    /// Anywhere.
    Wide(Vec<u32>),
}

/// Weights of synapses.
#[derive(Clone, Debug)]
pub enum Weights {
    /// The same for all.
    Same(f64),
    /// One each.
    F32(Vec<f32>),
    /// One each.
    F64(Vec<f64>),
}

impl Rows {
    /// Number of synapses.
    pub fn len(&self) -> usize {
        self.starts.last().map_or(0, |&end| end as usize)
    }

    /// Memory that they take, without what learning adds.
    pub fn bytes(&self) -> usize {
        let groups = match &self.groups {
            Groups::Same(_) => 0,
            Groups::Each(GroupTable { starts, delays, lengths }) => {
                size_of_val(&starts[..]) + size_of_val(&delays[..]) + size_of_val(&lengths[..])
            }
        };
        let targets = match &self.targets {
            Targets::Narrow(each) => size_of_val(&each[..]),
            Targets::Wide(each) => size_of_val(&each[..]),
        };
        let weights = match &self.weights {
            Weights::Same(_) => 0,
            Weights::F32(each) => size_of_val(&each[..]),
            Weights::F64(each) => size_of_val(&each[..]),
        };
        size_of_val(&self.starts[..]) + groups + targets + weights
    }

    /// The synapses of a source.
    #[inline]
    pub fn row(&self, source: u32) -> Range<usize> {
        let source = source as usize;
        self.starts[source] as usize..self.starts[source + 1] as usize
    }

    /// The projection that a synapse is of, by its input.
    pub fn member(&self, input: usize) -> &Member {
        let found = self.members.iter().find(|member| member.inputs.contains(&input));
        found.unwrap_or(&self.members[0])
    }

    /// Shortest and longest delay in ticks; `None` where there is no synapse.
    pub fn delay_range(&self) -> Option<(u32, u32)> {
        match &self.groups {
            _ if self.len() == 0 => None,
            Groups::Same(delay) => Some((*delay, *delay)),
            Groups::Each(table) => {
                let bounds = (table.delays.iter().min()?, table.delays.iter().max()?);
                Some((u32::from(*bounds.0), u32::from(*bounds.1)))
            }
        }
    }

    /// The synapses of a source in the order in which they are told to users: by target, repeats by
    /// delay.
    pub fn told(&self, source: u32, order: &mut Vec<usize>) {
        order.clear();
        order.extend(self.row(source));
        // Stable: repeats of a pair stand in order of delay already.
        order.sort_by_key(|&synapse| self.targets.get(synapse));
    }

    /// The same of one projection of the bundle.
    pub fn told_of(&self, source: u32, projection: usize, order: &mut Vec<usize>) {
        self.told(source, order);
        if self.members.len() > 1 {
            order.retain(|&s| self.member(self.targets.get(s)).projection == projection);
        }
    }

    /// Delay in ticks of each synapse of a source, as they stand.
    pub fn delays(&self, source: u32, delays: &mut Vec<u32>) {
        delays.clear();
        match &self.groups {
            Groups::Same(delay) => delays.resize(self.row(source).len(), *delay),
            Groups::Each(table) => {
                let source = source as usize;
                let groups = table.starts[source] as usize..table.starts[source + 1] as usize;
                for group in groups {
                    let length = delays.len() + usize::from(table.lengths[group]);
                    delays.resize(length, u32::from(table.delays[group]));
                }
            }
        }
    }
}

impl Targets {
    /// Input of a synapse.
    #[inline]
    pub fn get(&self, synapse: usize) -> usize {
        match self {
            Targets::Narrow(each) => each[synapse] as usize,
            Targets::Wide(each) => each[synapse] as usize,
        }
    }
}

impl Weights {
    /// Gives each of `n` synapses a weight of its own, to be changed; `single` if the new weights
    /// are all f32 values.
    pub fn make_individual(&mut self, n: usize, single: bool) {
        let old = std::mem::replace(self, Weights::Same(0.0));
        *self = match old {
            Weights::F32(each) if single => Weights::F32(each),
            Weights::F64(each) => Weights::F64(each),
            Weights::Same(w) if single && f64::from(w as f32) == w => {
                Weights::F32(vec![w as f32; n])
            }
            Weights::Same(w) => Weights::F64(vec![w; n]),
            Weights::F32(each) => Weights::F64(each.into_iter().map(f64::from).collect()),
        };
    }

    /// Weight of a synapse.
    #[inline]
    pub fn get(&self, synapse: usize) -> f64 {
        match self {
            Weights::Same(weight) => *weight,
            Weights::F32(each) => f64::from(each[synapse]),
            Weights::F64(each) => each[synapse],
        }
    }
}
