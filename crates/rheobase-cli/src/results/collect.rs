//! From a simulation that has ended to plain columns.

use super::kept::Kept;
use super::load::{LIMITS, load};
use super::statistics::population;
use super::wiring::{graph_summary, sources};
use super::{Analysis, Profile, Rate, Results, Spikes, Status, Summary, Version, WeightSeries};
use crate::log::Unusable;
use crate::output::without_noise;
use rheobase::engine::{Phase, Stopwatch};
use rheobase::network::Network;
use rheobase::record::{Recording, Simulation, WeightSnapshot};
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

/// Gathers everything that a simulation recorded; its weights are moved out of it, spikes and
/// samples come from `kept`. `message` says why it ended early.
///
/// # Errors
/// The log cannot be read.
pub fn collect(
    simulation: &mut Simulation,
    kept: &Kept,
    timing: Timing,
    status: Status,
    message: Option<String>,
) -> Result<Results, Unusable> {
    let network = &Arc::clone(simulation.engine.network());
    let weights = weights(network, std::mem::take(&mut simulation.recording.weights));
    let recording = &simulation.recording;
    let loaded = load(kept, LIMITS)?;
    let recorded = recorded(network, recording);
    let neurons: Vec<_> = recorded.iter().map(Vec::as_slice).zip(&loaded.spikes).collect();
    let until_ms = loaded.until.map(|tick| without_noise(tick as f64 * network.dt()));
    let summary = summary(simulation, &neurons, until_ms, timing, status, message);
    Ok(Results {
        spec: network.spec.clone(),
        summary,
        recorded,
        counts: counts(network, recording),
        spikes: loaded.spikes,
        traces: loaded.traces,
        rates: rates(network, recording),
        weights,
    })
}

fn summary(
    simulation: &Simulation,
    neurons: &[(&[u32], &Spikes)],
    until_ms: Option<f64>,
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
    // Statistics of spikes are those of the spikes that were loaded.
    let loaded_ms = until_ms.map_or(stop_ms, |until| until.min(stop_ms).max(analysis.start_ms));
    let windows = [stop_ms, loaded_ms].map(|stop| (analysis.start_ms, stop));
    let populations = network.populations.iter().zip(neurons).enumerate();
    let populations = populations.map(|(index, (of, neurons))| {
        (of.name.clone(), population(recording, index, *neurons, windows, spec))
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
        statistics_until_ms: until_ms,
        populations: populations.collect(),
        graph: graph_summary(network, simulation.engine.synapses()),
        threads: simulation.engine.threads(),
        build_s: timing.build_s,
        simulation_s: timing.simulation_s,
        slowdown: timing.simulation_s / (duration_ms / 1000.0).max(f64::MIN_POSITIVE),
        synapse_bytes: simulation.engine.synapse_bytes(),
        peak_memory_bytes: timing.peak_memory_bytes,
        profile: profile(simulation.engine.stopwatch()),
        // Known when they are written.
        files: Vec::new(),
    }
}

/// Seconds of each phase, where these were timed.
fn profile(watch: &Stopwatch) -> Option<Profile> {
    let seconds = |phase: Phase| (phase.name().to_owned(), watch.seconds(phase));
    watch.is_on().then(|| Phase::ALL.into_iter().map(seconds).collect())
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
