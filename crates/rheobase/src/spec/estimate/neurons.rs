//! Bytes of neurons: parameters, state, inputs.

use super::super::{
    InputKind, NetworkSpec, NeuronModel, Param, PlasticityRule, PopulationSpec, ProjectionSpec,
    ReceptorKind, Samples, Scheme, SpikeSource, TimeFunction, WeightUnit,
};
use crate::engine::KEPT;
use crate::network::decay_entries;

/// Room behind the inputs of a thread's parts, which is never touched.
pub(super) const SPARE_INPUTS: f64 = 8.0 * 65_536.0;

impl NetworkSpec {
    pub(super) fn neuron_bytes(&self, all: &[ProjectionSpec]) -> f64 {
        let populations: f64 = self.populations.iter().map(|p| self.population_bytes(p, all)).sum();
        let inputs: f64 = self.inputs.iter().map(|input| self.input_bytes(input)).sum();
        populations + inputs + self.window_bytes(all) + self.trace_bytes(all) + SPARE_INPUTS
    }

    fn population_bytes(&self, population: &PopulationSpec, all: &[ProjectionSpec]) -> f64 {
        let NeuronModel::Lif(lif) = &population.model;
        // tau_m, V_rest, V_thr, V_reset, V_init and the refractory steps; the resistance.
        let parameters = 5.0 * 8.0 + 4.0 + if lif.c_m.is_some() { 8.0 } else { 0.0 };
        let params =
            [&lif.tau_m, &lif.v_rest, &lif.v_thr, &lif.v_reset, &lif.t_ref, &population.v_init];
        let listed = params.into_iter().chain(&lif.c_m).filter(|p| matches!(p, Param::Values(_)));
        let listed = 8.0 * listed.count() as f64;
        // V, the steps left, and what differs from neuron to neuron once more; coefficients of the
        // exact scheme where they differ.
        let exact = self.scheme == Scheme::Exact;
        let differ = |p: &&Param| !matches!(p, Param::Constant(_));
        let static_params = [&lif.tau_m, &lif.v_rest, &lif.v_thr, &lif.v_reset, &lif.t_ref];
        let copies = static_params.into_iter().filter(differ).count() as f64;
        let taus = !matches!(lif.tau_m, Param::Constant(_));
        let state = 8.0 + 4.0 + 8.0 * copies + if exact && taus { 3.0 * 8.0 } else { 0.0 };
        let receptors = population.receptors.iter();
        let currents: f64 = receptors.map(|r| receptor_bytes(r.kind, taus && exact)).sum();
        // dt/tau_m, R, 1/R and a factor of white noise where they differ from neuron to neuron.
        let conducting = population.receptors.iter().any(|r| r.kind.reversal().is_some());
        let differing = taus || lif.c_m.as_ref().is_some_and(|c_m| differ(&c_m));
        let state = state + if conducting && differing { 4.0 * 8.0 } else { 0.0 };
        // Counts, last spike, sums of intervals; which neurons are recorded.
        let tally = 4.0 + 4.0 + 8.0 + 16.0 + 2.0;
        let arrivals = 8.0 * self.channels(population, all) as f64;
        let neurons = population.size as f64;
        neurons * (parameters + listed + state + currents + tally + arrivals)
    }

    /// Sums of arrivals per neuron: one for each receptor that is reached, two where weights onto it
    /// are given in pA and in other units.
    fn channels(&self, population: &PopulationSpec, all: &[ProjectionSpec]) -> usize {
        let synapses = all.iter().filter(|p| p.target.population == population.name);
        let synapses = synapses.map(|p| (&p.receptor, p.weight.unit == WeightUnit::PicoAmpere));
        let inputs = self.inputs.iter().filter(|i| i.target.population == population.name);
        let inputs = inputs.filter_map(|input| match &input.kind {
            InputKind::Poisson { receptor, weight, .. }
            | InputKind::SpikeTrain { receptor, weight, .. } => {
                Some((receptor, weight.unit == WeightUnit::PicoAmpere))
            }
            _ => None,
        });
        let mut channels: Vec<_> = synapses.chain(inputs).collect();
        channels.sort();
        channels.dedup();
        channels.len()
    }

    fn input_bytes(&self, input: &super::super::InputSpec) -> f64 {
        let size = self.size_of(&input.target.population);
        let count = input.target.len(size) as f64;
        match &input.kind {
            InputKind::Constant { .. } => 8.0 * count,
            InputKind::PerNeuron { value: Param::Values(_), .. } => 16.0 * count,
            InputKind::PerNeuron { .. } => 8.0 * count,
            InputKind::OrnsteinUhlenbeck { .. } | InputKind::WhiteNoise { .. } => 8.0 * size as f64,
            InputKind::Current { function, .. } | InputKind::Poisson { rate: function, .. } => {
                samples_bytes(function)
            }
            InputKind::SpikeTrain { spikes: SpikeSource::Values { times, .. }, .. } => {
                24.0 * times.len() as f64
            }
            // A row of text is about as long as what is kept of it.
            InputKind::SpikeTrain { spikes: SpikeSource::File(file), .. } => {
                std::fs::metadata(&file.path).map_or(0.0, |about| about.len() as f64)
            }
            InputKind::StepNoise { .. } => 0.0,
        }
    }

    /// Counts of recent spikes of all neurons, one set for each window of plasticity; each thread has
    /// its own.
    pub(super) fn window_bytes(&self, all: &[ProjectionSpec]) -> f64 {
        let window = |p: &ProjectionSpec| match p.plasticity?.rule {
            PlasticityRule::AntiHebbian { window, .. } => Some(window),
            _ => None,
        };
        let mut windows: Vec<f64> = all.iter().filter_map(window).collect();
        windows.sort_by(f64::total_cmp);
        windows.dedup();
        let neurons: f64 = self.populations.iter().map(|p| p.size as f64).sum();
        8.0 * neurons * windows.len() as f64
    }

    /// Postsynaptic spikes and traces of spike-timing dependent plasticity, one set for each
    /// target population and time constant; tables of decays.
    fn trace_bytes(&self, all: &[ProjectionSpec]) -> f64 {
        let mut sets: Vec<(&str, f64)> = Vec::new();
        let mut tables = 0.0;
        for p in all {
            let (plus, minus) = match p.plasticity.map(|plasticity| plasticity.rule) {
                Some(
                    PlasticityRule::Stdp { tau_plus, tau_minus, .. }
                    | PlasticityRule::StdpPowerLaw { tau_plus, tau_minus, .. },
                ) => (tau_plus, tau_minus),
                _ => continue,
            };
            tables += 8.0 * decay_entries(plus, self.dt);
            if minus != plus {
                tables += 8.0 * decay_entries(minus, self.dt);
            }
            let set = (p.target.population.as_str(), minus);
            if !sets.contains(&set) {
                sets.push(set);
            }
        }
        // What is looked at first, a list, and the spikes that it has room for.
        let neuron = 32.0 + 24.0 + 16.0 * KEPT as f64;
        tables + sets.iter().map(|(name, _)| neuron * self.size_of(name) as f64).sum::<f64>()
    }
}

/// State and propagators of one receptor.
fn receptor_bytes(kind: ReceptorKind, each: bool) -> f64 {
    let numbers = match kind {
        ReceptorKind::Delta => 0.0,
        ReceptorKind::Exponential { .. } => 1.0,
        ReceptorKind::Alpha { .. } => 2.0,
        ReceptorKind::Conductance { .. } => return 8.0,
    };
    8.0 * numbers * if each { 2.0 } else { 1.0 }
}

/// Samples, in the description and in the network.
fn samples_bytes(function: &TimeFunction) -> f64 {
    let TimeFunction::Series { samples, .. } = function else { return 0.0 };
    match samples {
        Samples::Values(values) => 16.0 * values.len() as f64,
        Samples::Table(rows) => 16.0 * rows.iter().map(Vec::len).sum::<usize>() as f64,
        // A number in text takes about as many characters as bytes in memory.
        Samples::File(file) => std::fs::metadata(&file.path).map_or(0.0, |m| m.len() as f64),
    }
}
