//! Numbers of synapses and their bytes.

use super::super::check::overlap;
use super::super::{
    DataFile, Delay, Delivery, NetworkSpec, PlasticityRule, ProjectionSpec, Rule, Selection, Shape,
    WeightValue,
};
use super::ProjectionEstimate;
use super::reach::mean_probability;
use crate::engine::KEPT_BY_ROWS;
use std::fs::File;
use std::io::{BufRead, BufReader};

/// What anti-Hebbian learning keeps of a source in each part: what it has seen, a list of spikes.
const SOURCE: f64 = 8.0 + 24.0 + 32.0;

/// What it keeps of a target: its last spikes, and a list of them.
const TARGET: f64 = 4.0 + 32.0 + 24.0 + 4.0 * KEPT_BY_ROWS as f64;

impl NetworkSpec {
    pub(super) fn projection_estimate(
        &self,
        p: &ProjectionSpec,
        cut: &super::parts::Cut,
    ) -> ProjectionEstimate {
        let (synapses, exact) = self.expected_synapses(p);
        let weight = match (&p.weight.value, &p.rule) {
            (WeightValue::Constant(_), _) => 0.0,
            (WeightValue::Drawn(_), _) => 4.0,
            (WeightValue::FromRule, Rule::Edges(edges)) => {
                width(edges.weight.as_deref().unwrap_or(&[]))
            }
            (WeightValue::FromRule, Rule::WeightMatrix(matrix)) => {
                let given: Vec<_> = matrix.values().iter().copied().filter(|&w| w != 0.0).collect();
                width(&given)
            }
            (WeightValue::FromRule, _) => 8.0,
        };
        let sources = self.size_of(&p.source.population) as f64;
        let targets = self.size_of(&p.target.population) as f64;
        // A group of synapses of one source and one delay has 4 bytes.
        let per_row = synapses / sources.max(1.0);
        let groups = match p.delay {
            Delay::Time(_) | Delay::Steps(_) => 0.0,
            // Of so many delays, those that a row's synapses meet by chance.
            Delay::Drawn(_) | Delay::FromRule => {
                let delays = self.delays_of(p);
                -delays * libm::expm1(-per_row / delays) * sources
            }
        };
        let (target, parts) = (cut.target_bytes(p), cut.parts);
        let rows = if groups > 0.0 { 16.0 } else { 8.0 };
        let groups = (groups * parts).min(synapses);
        let mut bytes = synapses * (target + weight) + 4.0 * groups + rows * sources * parts;
        match p.plasticity.map(|plasticity| (plasticity.rule, plasticity.delivery)) {
            Some((PlasticityRule::AntiHebbian { .. }, delivery)) => {
                // Weights and the snapshot; what sources and targets have fired lately.
                let frozen = if delivery == Delivery::Frozen { 8.0 } else { 0.0 };
                bytes += synapses * (8.0 + frozen) + SOURCE * sources * parts + TARGET * targets;
            }
            // Weights, in place of those drawn; a trace for each source and delay.
            Some(_) => bytes += synapses * (8.0 - weight) + 16.0 * groups.max(sources),
            None => {}
        }
        ProjectionEstimate { name: p.name.clone(), synapses, exact, bytes }
    }

    /// Starts of the rows of another part.
    pub(super) fn thread_bytes(&self, p: &ProjectionSpec) -> f64 {
        let sources = self.size_of(&p.source.population) as f64;
        let several = matches!(p.delay, Delay::Drawn(_) | Delay::FromRule);
        let groups = if several { self.delays_of(p).min(64.0) } else { 0.0 };
        let traces = match p.plasticity.map(|plasticity| plasticity.rule) {
            None => 0.0,
            Some(PlasticityRule::AntiHebbian { .. }) => SOURCE,
            Some(_) => 16.0 * groups.max(1.0),
        };
        sources * (if several { 16.0 + 4.0 * groups } else { 8.0 } + traces)
    }

    /// Different delays that the synapses of a source may have, roughly.
    fn delays_of(&self, p: &ProjectionSpec) -> f64 {
        let Delay::Drawn(d) = &p.delay else { return 64.0 };
        let (low, high) = match d.shape {
            Shape::Normal { mean, sd } => (mean - 2.5 * sd, mean + 2.5 * sd),
            Shape::LogNormal { mean, sd } => (mean - 2.0 * sd, mean + 4.0 * sd),
            Shape::Uniform { low, high } => (low, high),
        };
        let low = d.min.map_or(low, |min| low.max(min)).max(self.dt);
        let high = d.max.map_or(high, |max| high.min(max)).max(low);
        (high - low) / self.dt + 1.0
    }

    /// Bytes that reading and sorting a projection's data takes for a while.
    pub(super) fn building_bytes(&self, p: &ProjectionSpec) -> f64 {
        let (synapses, _) = self.expected_synapses(p);
        match &p.rule {
            Rule::Matrix { file } if sparse(file) => file_size(file) + 48.0 * synapses,
            Rule::Matrix { file } => {
                let count = |of: &Selection| of.len(self.size_of(&of.population)) as f64;
                let cells = count(&p.source) * count(&p.target);
                file_size(file) + 8.0 * cells + 8.0 * synapses
            }
            Rule::EdgeFile { file } => file_size(file) + 80.0 * synapses,
            Rule::WeightMatrix(_) | Rule::Edges(_) => 24.0 * synapses,
            Rule::Distance { .. } => {
                let sizes = [&p.source, &p.target].map(|of| self.size_of(&of.population) as f64);
                16.0 * (sizes[0] + sizes[1])
            }
            _ => 0.0,
        }
    }

    /// The number of synapses and whether it is fixed.
    pub(super) fn expected_synapses(&self, p: &ProjectionSpec) -> (f64, bool) {
        let source_size = self.size_of(&p.source.population);
        let sources = p.source.len(source_size) as f64;
        let targets = p.target.len(self.size_of(&p.target.population)) as f64;
        let own = if p.allow_self { 0 } else { overlap(&p.source, &p.target, source_size) };
        let pairs = sources * targets - own as f64;
        match &p.rule {
            Rule::AllToAll => (pairs, true),
            Rule::OneToOne => (sources.min(targets), true),
            Rule::Bernoulli { p } => (pairs * p, *p == 0.0 || *p == 1.0),
            Rule::FixedInDegree { n } => (targets * *n as f64, true),
            Rule::FixedOutDegree { n } => (sources * *n as f64, true),
            Rule::FixedTotal { n } => (*n as f64, true),
            Rule::SmallWorld { k, .. } => (targets * *k as f64, true),
            Rule::Edges(edges) => (edges.source.len() as f64, true),
            Rule::Distance { kernel } => (pairs * self.in_reach(p, kernel), false),
            Rule::Matrix { file } => (matrix_entries(file).map_or(pairs, |n| pairs.min(n)), false),
            Rule::WeightMatrix(matrix) => {
                (matrix.values().iter().filter(|&&w| w != 0.0).count() as f64, true)
            }
            // Two columns of 4 bytes, or of a character and a separator each, are the least.
            Rule::EdgeFile { file } => {
                let least = if binary(file) { 8.0 } else { 4.0 };
                (file_size(file) / least, false)
            }
        }
    }

    /// The mean connection probability over the pairs of a projection, as if both selections were
    /// whole populations.
    fn in_reach(&self, p: &ProjectionSpec, kernel: &super::super::Kernel) -> f64 {
        let find = |of: &Selection| self.population(&of.population);
        let (Some(source), Some(target)) = (find(&p.source), find(&p.target)) else { return 1.0 };
        mean_probability(kernel, source, target, p.allow_self)
    }
}

/// Bytes of a list of given weights: none where all are the same, 4 where all are f32 values.
fn width(weights: &[f64]) -> f64 {
    if weights.windows(2).all(|two| two[0].to_bits() == two[1].to_bits()) {
        0.0
    } else if weights.iter().all(|&w| f64::from(w as f32).to_bits() == w.to_bits()) {
        4.0
    } else {
        8.0
    }
}

fn ends_in(file: &DataFile, ending: &str) -> bool {
    file.path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending))
}

fn sparse(file: &DataFile) -> bool {
    ends_in(file, "mtx")
}

fn binary(file: &DataFile) -> bool {
    ends_in(file, "npy")
}

fn file_size(file: &DataFile) -> f64 {
    std::fs::metadata(&file.path).map_or(0.0, |about| about.len() as f64)
}

/// The entries of a matrix file: those that a sparse one says it has, or at most those that a dense
/// one has bytes for.
fn matrix_entries(file: &DataFile) -> Option<f64> {
    if !sparse(file) {
        // A cell of text is at least a digit and a separator.
        let bytes = file_size(file);
        return Some(if binary(file) { bytes } else { bytes / 2.0 });
    }
    let mut lines = BufReader::new(File::open(&file.path).ok()?).lines();
    let head = lines.next()?.ok()?.to_ascii_lowercase();
    let mirrored = if head.contains("symmetric") { 2.0 } else { 1.0 };
    // The comments before the line of sizes are short; a file without it is refused later.
    let lines = lines.take(10_000).map_while(Result::ok);
    let sizes = lines.into_iter().find(|line| !line.starts_with('%') && !line.trim().is_empty())?;
    let sizes: Vec<f64> = sizes.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    match sizes[..] {
        [_, _, entries] => Some(entries * mirrored),
        [rows, columns] => Some(rows * columns),
        _ => None,
    }
}
