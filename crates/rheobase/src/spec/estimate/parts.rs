//! How many parts one thread takes, by the rule of the engine (`engine/rows/pieces.rs`), and how many
//! bytes tell a target.

use super::super::{Delay, NetworkSpec, ProjectionSpec, WeightValue};
use crate::engine::{DELAYS, LONG};

/// Targets that two bytes can tell, less what parts are cut unevenly by.
const NARROW: f64 = 65_000.0;

/// The parts of one thread.
pub(super) struct Cut {
    /// How many.
    pub parts: f64,
    /// Projections that may lie in common rows.
    alike: Vec<Alike>,
}

/// Projections of one source whose synapses are alike.
#[derive(PartialEq)]
struct Key<'a> {
    source: &'a str,
    /// The weight that all have, or whether it is drawn.
    weight: Result<f64, bool>,
    /// The delay that all have.
    delay: Option<&'a Delay>,
}

struct Alike {
    projections: Vec<String>,
    /// Synapses of a source and one delay.
    row: f64,
    sources: f64,
    targets: f64,
}

impl Cut {
    pub fn new(spec: &NetworkSpec, all: &[ProjectionSpec]) -> Cut {
        let mut groups: Vec<(Key, Alike)> = Vec::new();
        for p in all {
            let sources = spec.size_of(&p.source.population) as f64;
            let delays = if several_delays(p) { DELAYS } else { 1.0 };
            let row = spec.expected_synapses(p).0 / sources.max(1.0) / delays;
            let targets = spec.size_of(&p.target.population) as f64;
            let name = p.name.clone();
            match groups.iter_mut().find(|(other, _)| *other == key(p)) {
                Some((_, alike)) => {
                    alike.projections.push(name);
                    (alike.row, alike.targets) = (alike.row + row, alike.targets + targets);
                }
                None => {
                    groups.push((key(p), Alike { projections: vec![name], row, sources, targets }));
                }
            }
        }
        let alike: Vec<_> = groups.into_iter().map(|(_, alike)| alike).collect();
        let neurons: f64 = spec.populations.iter().map(|p| p.size as f64).sum();
        let parts = (neurons / NARROW).ceil().max(1.0);
        let synapses: f64 = alike.iter().map(|a| a.row * a.sources).sum();
        let squares: f64 = alike.iter().map(|a| a.row * a.row * a.sources).sum();
        let long = squares >= LONG * synapses * parts;
        Cut { parts: if long { parts } else { 1.0 }, alike }
    }

    /// Bytes that tell a target of a projection.
    pub fn target_bytes(&self, p: &ProjectionSpec) -> f64 {
        let alike = self.alike.iter().find(|alike| alike.projections.contains(&p.name));
        let wide = alike.is_some_and(|alike| alike.targets / self.parts > NARROW);
        if wide { 4.0 } else { 2.0 }
    }
}

fn several_delays(p: &ProjectionSpec) -> bool {
    matches!(p.delay, Delay::Drawn(_) | Delay::FromRule)
}

fn key(p: &ProjectionSpec) -> Key<'_> {
    Key {
        source: &p.source.population,
        weight: match p.weight.value {
            WeightValue::Constant(weight) => Ok(weight),
            WeightValue::Drawn(_) => Err(true),
            WeightValue::FromRule => Err(false),
        },
        delay: (!several_delays(p)).then_some(&p.delay),
    }
}
