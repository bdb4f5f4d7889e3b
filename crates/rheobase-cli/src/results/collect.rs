//! From a simulation that has ended to plain columns.

use super::statistics::population;
use super::wiring::{graph_summary, sources};
use super::{Analysis, Rate, Results, Spikes, Status, Summary, Trace, Version, WeightSeries};
use crate::output::without_noise;
use rheobase::network::Network;
use rheobase::record::{Recording, Simulation, Trace as RecordedTrace, WeightSnapshot};
use std::sync::Arc;

/// Wall time, and what it was spent on.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// Seconds of drawing the network.
    pub build_s: f64,
    /// Seconds of simulating it.
    pub simulation_s: f64,
    /// Most memory of the process, bytes.
    pub peak_memory_bytes: Option<u64>,
}

/// Gathers everything that a simulation recorded; its traces and weights are moved out of it.
/// `message` says why it ended early.
pub fn collect(
    simulation: &mut Simulation,
    timing: Timing,
    status: Status,
    message: Option<String>,
) -> Results {
    let network = &Arc::clone(simulation.engine.network());
    let recorded_traces = std::mem::take(&mut simulation.recording.traces);
    let weights = weights(network, std::mem::take(&mut simulation.recording.weights));
    let recording = &simulation.recording;
    let spikes = spikes(network, recording);
    let recorded = recorded(network, recording);
    let neurons: Vec<_> = recorded.iter().map(Vec::as_slice).zip(&spikes).collect();
    let summary = summary(simulation, &neurons, timing, status, message);
    Results {
        spec: network.spec.clone(),
        summary,
        spikes,
        recorded,
        counts: counts(network, recording),
        traces: traces(network, recorded_traces),
        rates: rates(network, recording),
        weights,
    }
}

fn summary(
    simulation: &Simulation,
    neurons: &[(&[u32], &Spikes)],
    timing: Timing,
    status: Status,
    message: Option<String>,
) -> Summary {
    let network = simulation.engine.network();
    let recording = &simulation.recording;
    let (spec, dt) = (&network.spec, network.dt());
    let duration_ms = without_noise(recording.ticks as f64 * dt);
    // A run that ended in the warm-up has an empty window.
    let stop_ms = spec.analysis.stop.unwrap_or(duration_ms).min(duration_ms);
    let stop_ms = stop_ms.max(spec.analysis.start);
    let analysis = Analysis { start_ms: spec.analysis.start, stop_ms, bin_ms: spec.analysis.bin };
    let window = (analysis.start_ms, analysis.stop_ms);
    let populations = network.populations.iter().zip(neurons).enumerate();
    let populations = populations.map(|(index, (of, neurons))| {
        (of.name.clone(), population(recording, index, *neurons, window, spec))
    });
    Summary {
        format: Version::CURRENT,
        version: env!("CARGO_PKG_VERSION").into(),
        name: spec.name.clone(),
        status,
        message,
        seed: spec.seed,
        dt_ms: dt,
        duration_ms,
        neurons: u64::from(network.size()),
        synapses: simulation.engine.synapses(),
        spikes: recording.hash.spikes(),
        synaptic_events: simulation.engine.synaptic_events(),
        spike_hash: recording.hash.to_string(),
        analysis,
        populations: populations.collect(),
        graph: graph_summary(network, simulation.engine.synapses()),
        threads: simulation.engine.threads(),
        build_s: timing.build_s,
        simulation_s: timing.simulation_s,
        slowdown: timing.simulation_s / (duration_ms / 1000.0).max(f64::MIN_POSITIVE),
        peak_memory_bytes: timing.peak_memory_bytes,
        // Known when they are written.
        files: Vec::new(),
    }
}

fn spikes(network: &Network, recording: &Recording) -> Vec<Spikes> {
    let mut all = vec![Spikes::default(); network.populations.len()];
    for spike in &recording.spikes {
        let p = network.population_of(spike.neuron);
        all[p].times_ms.push((spike.tick + 1) as f64 * network.dt());
        all[p].ids.push(spike.neuron - network.populations[p].first);
    }
    all
}

fn recorded(network: &Network, recording: &Recording) -> Vec<Vec<u32>> {
    let of = |first: u32, size: u32| {
        let flags = &recording.recorded[first as usize..][..size as usize];
        (0..size).filter(|&id| flags[id as usize]).collect()
    };
    network.populations.iter().map(|p| of(p.first, p.size)).collect()
}

fn counts(network: &Network, recording: &Recording) -> Vec<Vec<u32>> {
    let all = recording.tally.counts();
    let of = |first: u32, size: u32| all[first as usize..][..size as usize].to_vec();
    network.populations.iter().map(|p| of(p.first, p.size)).collect()
}

/// Moves the samples out of the recording, as there may be many.
fn traces(network: &Network, recorded: Vec<RecordedTrace>) -> Vec<Trace> {
    let mut traces: Vec<Trace> = Vec::new();
    for mut trace in recorded.into_iter().filter(|t| !t.neurons.is_empty()) {
        let is_taken =
            traces.iter().any(|t| t.population == trace.population && t.variable == trace.variable);
        if trace.variable == "V" {
            let population = &network.populations[trace.population];
            trace.paint(population.v_spike, network.scheme());
        }
        traces.push(Trace {
            population: trace.population,
            variable: match is_taken {
                true => format!("{} ({})", trace.variable, trace.name),
                false => trace.variable,
            },
            ids: trace.neurons,
            step_ms: without_noise(trace.every as f64 * network.dt()),
            samples: trace.samples.into_iter().map(|v| v as f32).collect(),
        });
    }
    traces
}

fn rates(network: &Network, recording: &Recording) -> Vec<Rate> {
    let rate = |r: &rheobase::record::RateTrace| Rate {
        name: r.name.clone(),
        population: network.populations[r.population].name.clone(),
        bin_ms: without_noise(r.bin as f64 * network.dt()),
        rate_hz: r.rates_hz(network.dt()),
    };
    recording.rates.iter().map(rate).collect()
}

fn weights(network: &Network, snapshots: Vec<WeightSnapshot>) -> Vec<WeightSeries> {
    let mut all: Vec<(usize, WeightSeries)> = Vec::new();
    for snapshot in snapshots {
        let known = all.iter_mut().find(|(index, _)| *index == snapshot.projection);
        let series = match known {
            Some((_, series)) => series,
            None => {
                all.push((snapshot.projection, empty_series(network, snapshot.projection)));
                let last = all.len() - 1;
                &mut all[last].1
            }
        };
        series.times_ms.push(without_noise(snapshot.tick as f64 * network.dt()));
        series.weights.push(snapshot.weights);
    }
    all.into_iter().map(|(_, series)| series).collect()
}

/// The synapses of a projection, with no weights yet.
fn empty_series(network: &Network, index: usize) -> WeightSeries {
    let projection = &network.projections[index];
    // What was drawn for the run can be drawn again.
    let drawn = network.wire(index).ok();
    let (source, target) = drawn.map_or_else(Default::default, |s| (sources(&s), s.targets));
    WeightSeries {
        projection: projection.name.clone(),
        unit: projection.unit.word().into(),
        source,
        target,
        times_ms: Vec::new(),
        weights: Vec::new(),
    }
}
