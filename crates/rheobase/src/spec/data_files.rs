//! Which files a network reads.

use super::{InputKind, NetworkSpec, NeuronModel, Param, Rule, Samples, SpikeSource, TimeFunction};
use std::path::Path;

impl NetworkSpec {
    /// Paths of all data files that compiling the network reads.
    pub fn data_files(&self) -> Vec<&Path> {
        let neurons = self.populations.iter().flat_map(|p| {
            let NeuronModel::Lif(lif) = &p.model;
            let params = [&lif.tau_m, &lif.v_rest, &lif.v_thr, &lif.v_reset, &lif.t_ref, &p.v_init];
            params.into_iter().chain(&lif.c_m).filter_map(of_param)
        });
        let rules = self.projections.iter().filter_map(|p| match &p.rule {
            Rule::Matrix { file } | Rule::EdgeFile { file } => Some(file.path.as_path()),
            _ => None,
        });
        let inputs = self.inputs.iter().filter_map(|input| match &input.kind {
            InputKind::PerNeuron { value, .. } => of_param(value),
            InputKind::Current { function, .. } | InputKind::Poisson { rate: function, .. } => {
                of_function(function)
            }
            InputKind::SpikeTrain { spikes: SpikeSource::File(file), .. } => Some(&file.path),
            _ => None,
        });
        neurons.chain(rules).chain(inputs).collect()
    }
}

fn of_param(param: &Param) -> Option<&Path> {
    match param {
        Param::File(file) => Some(&file.path),
        _ => None,
    }
}

fn of_function(function: &TimeFunction) -> Option<&Path> {
    match function {
        TimeFunction::Series { samples: Samples::File(file), .. } => Some(&file.path),
        _ => None,
    }
}
