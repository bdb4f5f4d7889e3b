//! Both ends of a projection, and a rule as a function of one neuron.

use super::sort::Sort;
use super::subset::Subsets;
use super::{End, WiringError};
use crate::rng::{Key, Purpose};
use crate::spec::{PopulationSpec, ProjectionSpec};
use std::ops::Range;
use std::sync::Arc;

/// Both ends of a projection and what all rules need to know of it.
pub(super) struct Ends<'a> {
    pub projection: &'a ProjectionSpec,
    pub source: End<'a>,
    pub target: End<'a>,
    /// Numbers for the choice of pairs.
    pub key: Key,
    pub wiring_seed: u64,
    /// Whether both ends are one population and no neuron may connect to itself.
    pub no_self: bool,
}

impl<'a> Ends<'a> {
    pub fn new(
        projection: &'a ProjectionSpec,
        source: &'a PopulationSpec,
        target: &'a PopulationSpec,
        wiring_seed: u64,
    ) -> Result<Self, WiringError> {
        let path = |field: &str| format!("projection.{}.{field}", projection.name);
        Ok(Ends {
            projection,
            source: End::new(source, &projection.source, &path("source"))?,
            target: End::new(target, &projection.target, &path("target"))?,
            key: Key::new(wiring_seed, Purpose::Connect, &projection.name),
            wiring_seed,
            no_self: source.name == target.name && !projection.allow_self,
        })
    }

    pub fn path(&self, field: &str) -> String {
        format!("projection.{}.{field}", self.projection.name)
    }

    pub fn refuse(&self, field: &str, found: &str, accepted: &str) -> WiringError {
        let (found, accepted) = (found.to_string(), accepted.to_string());
        WiringError::Refused { path: self.path(field), found, accepted }
    }

    /// The probability `p` of that field, if it is one.
    pub fn probability(&self, field: &str, p: f64) -> Result<f64, WiringError> {
        if (0.0..=1.0).contains(&p) {
            return Ok(p);
        }
        Err(self.refuse(field, &p.to_string(), "a probability from 0 to 1"))
    }
}

/// Room that drawing needs; each thread has its own.
#[derive(Default)]
pub(crate) struct Scratch {
    pub(super) subsets: Subsets,
    /// One bit per candidate, all zero between draws.
    pub(super) taken: Vec<u64>,
    pub(super) sort: Sort,
}

/// Appends the ids of the partners of one neuron, the same each time it is called.
pub(super) type Line = Box<dyn Fn(&Ends, u32, &mut Scratch, &mut Vec<u32>) + Send + Sync>;

/// A rule that was checked, ready to be drawn from any neuron on, by any thread.
pub(super) enum Drawing {
    /// The targets of a source; ascending unless pairs may repeat.
    Rows(Line),
    /// The sources of a target, in any order.
    Columns(Line),
    /// All pairs were given.
    Given(Arc<Pairs>),
}

impl Drawing {
    pub fn rows(
        line: impl Fn(&Ends, u32, &mut Scratch, &mut Vec<u32>) + Send + Sync + 'static,
    ) -> Drawing {
        Drawing::Rows(Box::new(line))
    }

    pub fn columns(
        line: impl Fn(&Ends, u32, &mut Scratch, &mut Vec<u32>) + Send + Sync + 'static,
    ) -> Drawing {
        Drawing::Columns(Box::new(line))
    }
}

/// Given pairs as sparse rows by source, and what was given along with them.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    /// Source population size + 1 numbers.
    pub(super) offsets: Vec<u64>,
    /// Ids of targets, ascending in each row.
    pub(super) targets: Vec<u32>,
    /// Weights, in base units.
    pub(crate) weights: Option<Vec<f64>>,
    /// Delays, ms.
    pub(super) delays: Option<Vec<f64>>,
    /// Where a list gave them: the row of each synapse in the list.
    pub(super) rows: Vec<usize>,
}

impl Pairs {
    /// Weights that were given along with the pairs, in the projection's unit.
    pub fn weights(&self) -> Option<&[f64]> {
        self.weights.as_deref()
    }

    /// Where the synapses of a source stand.
    pub(super) fn row(&self, source: u32) -> Range<usize> {
        let source = source as usize;
        self.offsets[source] as usize..self.offsets[source + 1] as usize
    }
}
