//! Memory and disk of what is recorded, and of a checkpoint.

use super::super::{
    Delivery, InputKind, NetworkSpec, PlasticityRule, ProjectionSpec, RecordKind, RecordSpec,
    matches_pattern,
};

/// Neurons and samples of each recorded state that pictures hold at most.
const SHOWN: (u64, f64) = (8, 5e5);

impl NetworkSpec {
    /// Bytes of the samples of all recorded states by the end of the run, in single precision as
    /// they are written. In memory, where no sink takes them, they take three times as much.
    pub fn sample_bytes(&self) -> f64 {
        let samples = |record: &RecordSpec| match &record.kind {
            RecordKind::State { of, sample, variables, every } => {
                let n = sample.unwrap_or_else(|| of.len(self.size_of(&of.population))) as f64;
                n * variables.len() as f64 * (self.duration / every + 1.0)
            }
            _ => 0.0,
        };
        self.record.iter().map(|record| 4.0 * samples(record)).sum()
    }

    /// Bytes of memory that recordings of rates and weights will take by the end of the run, and
    /// what pictures hold of states. Spikes are left out: nobody knows how many there will be.
    pub fn recording_bytes(&self) -> f64 {
        let all = self.all_projections();
        let bytes = |record: &RecordSpec| match &record.kind {
            RecordKind::State { of, sample, variables, every } => {
                let n = sample.unwrap_or_else(|| of.len(self.size_of(&of.population)));
                let rows = (self.duration / every + 1.0).min(SHOWN.1);
                // Pictures copy what they show, and its times, in double precision.
                28.0 * n.min(SHOWN.0) as f64 * variables.len() as f64 * rows
            }
            RecordKind::Rate { bin, .. } => 8.0 * self.duration / bin,
            RecordKind::Weights { .. } => self.weight_bytes(record, &all),
            // Columns and indices of the file.
            RecordKind::Connectivity { projection } => 30.0 * self.fitting(projection, &all),
            RecordKind::Spikes { .. } => 0.0,
        };
        self.record.iter().map(bytes).sum()
    }

    /// Bytes of a checkpoint, and of memory while it is written: the state of neurons, receptors and
    /// inputs, counts, learned weights, and the weights that were recorded. Spikes are left out.
    pub fn checkpoint_bytes(&self) -> f64 {
        let all = self.all_projections();
        // V, refractory counters, and what statistics count.
        let neuron = |receptors: usize| 12.0 + 32.0 + 16.0 * receptors as f64;
        let neurons = self.populations.iter().map(|p| p.size as f64 * neuron(p.receptors.len()));
        let processes = self.inputs.iter().map(|input| match input.kind {
            InputKind::OrnsteinUhlenbeck { .. } => {
                8.0 * input.target.len(self.size_of(&input.target.population)) as f64
            }
            _ => 0.0,
        });
        let learn = all.iter().filter(|p| p.plasticity.is_some());
        let learned = learn.map(|p| {
            let (synapses, _) = self.expected_synapses(p);
            let frozen = p.plasticity.is_some_and(|rule| rule.delivery == Delivery::Frozen);
            match p.plasticity.map(|plasticity| plasticity.rule) {
                // Weights, and those that are delivered where they are others.
                Some(PlasticityRule::AntiHebbian { .. }) | None => {
                    synapses * if frozen { 16.0 } else { 8.0 }
                }
                // Weights; what sources and targets have left, without their spikes.
                Some(_) => {
                    let size = |name: &str| self.size_of(name) as f64;
                    8.0 * synapses
                        + 12.0 * size(&p.source.population)
                        + 4.0 * size(&p.target.population)
                }
            }
        });
        let recorded = self.record.iter().map(|record| self.weight_bytes(record, &all));
        neurons.chain(processes).chain(learned).chain(recorded).sum()
    }

    /// Bytes of recorded weights.
    fn weight_bytes(&self, record: &RecordSpec, all: &[ProjectionSpec]) -> f64 {
        match &record.kind {
            RecordKind::Weights { projection, times } => {
                8.0 * times.len() as f64 * self.fitting(projection, all)
            }
            _ => 0.0,
        }
    }

    /// Synapses of the projections that fit a pattern.
    fn fitting(&self, pattern: &str, all: &[ProjectionSpec]) -> f64 {
        let fitting = all.iter().filter(|p| matches_pattern(pattern, &p.name));
        fitting.map(|p| self.expected_synapses(p).0).sum()
    }
}
