//! From a rule as a function of one neuron to sparse rows by source.

use super::{End, WiringError};
use crate::rng::{Key, Purpose};
use crate::spec::{PopulationSpec, ProjectionSpec};

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

/// Connected pairs as sparse rows by source, and what the rule gave along with them.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Source population size + 1 numbers.
    pub offsets: Vec<u64>,
    /// Ids of targets, ascending in each row.
    pub targets: Vec<u32>,
    /// Weights given by the rule, in base units.
    pub weights: Option<Vec<f64>>,
    /// Delays given by the rule, ms.
    pub delays: Option<Vec<f64>>,
    /// Where a list gave them: the row of each synapse in the list.
    pub rows: Vec<usize>,
}

/// Rows one after the other: `row(id, targets)` appends the ids of a source's targets, ascending.
/// `expected` is the likely number of synapses.
pub(super) fn by_rows(
    ends: &Ends,
    expected: f64,
    mut row: impl FnMut(u32, &mut Vec<u32>),
) -> Pairs {
    // Six standard deviations of a Poisson number more: a second allocation would copy.
    let mut targets = Vec::new();
    // What cannot be reserved was estimated wrong, or refused long before.
    let _ = targets.try_reserve_exact((expected + 6.0 * expected.sqrt()) as usize + 1);
    let mut offsets = Vec::with_capacity(ends.source.population.size as usize + 1);
    for id in ends.source.ids() {
        offsets.resize(id as usize + 1, targets.len() as u64);
        row(id, &mut targets);
    }
    offsets.resize(ends.source.population.size as usize + 1, targets.len() as u64);
    Pairs { offsets, targets, ..Pairs::default() }
}

/// Turns columns into rows by counting: `column(id, sources)` fills the empty `sources` with the
/// ids of a target's sources in any order, the same each time it is called.
pub(super) fn by_columns(ends: &Ends, mut column: impl FnMut(u32, &mut Vec<u32>)) -> Pairs {
    let mut sources = Vec::new();
    let mut offsets = vec![0u64; ends.source.population.size as usize + 1];
    for id in ends.target.ids() {
        sources.clear();
        column(id, &mut sources);
        for &source in &sources {
            offsets[source as usize + 1] += 1;
        }
    }
    for i in 1..offsets.len() {
        offsets[i] += offsets[i - 1];
    }
    let mut next = offsets.clone();
    let mut targets = vec![0u32; offsets[offsets.len() - 1] as usize];
    // Targets come in ascending order, so each row is filled in ascending order.
    for id in ends.target.ids() {
        sources.clear();
        column(id, &mut sources);
        for &source in &sources {
            let at = &mut next[source as usize];
            targets[*at as usize] = id;
            *at += 1;
        }
    }
    Pairs { offsets, targets, ..Pairs::default() }
}
