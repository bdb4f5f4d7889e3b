//! A bench for laws: a network from the text of a file, run, and what it left behind.
#![allow(dead_code, missing_docs)]

use rheobase::network::Network;
use rheobase::record::{Simulation, Trace};
use rheobase::spec::NetworkSpec;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// A network file: the version line is added, data files are looked for in `base`.
pub fn spec_in(base: &Path, text: &str) -> NetworkSpec {
    let text = format!("rheobase = 1\n{text}");
    match NetworkSpec::from_toml(&text, base) {
        Ok(parsed) => parsed.spec,
        Err(problems) => panic!("{problems}\nin\n{text}"),
    }
}

pub fn spec(text: &str) -> NetworkSpec {
    spec_in(Path::new("."), text)
}

pub fn compile(spec: &NetworkSpec) -> Arc<Network> {
    Arc::new(Network::compile(spec).expect("the network compiles"))
}

/// The whole run of a description.
pub fn run_spec(spec: &NetworkSpec, threads: usize) -> Simulation {
    let mut simulation = Simulation::new(compile(spec), threads).expect("recordings");
    simulation.run(&mut |_| ControlFlow::Continue(())).expect("the run is stable");
    simulation
}

/// The whole run of a network file on one thread.
pub fn run(text: &str) -> Simulation {
    run_spec(&spec(text), 1)
}

/// The recording of that name and variable.
pub fn trace<'a>(simulation: &'a Simulation, name: &str, variable: &str) -> &'a Trace {
    let mut traces = simulation.recording.traces.iter();
    traces.find(|t| t.name == name && t.variable == variable).expect("it was recorded")
}

/// One neuron's samples.
pub fn column(trace: &Trace, neuron: usize) -> Vec<f64> {
    trace.samples.chunks(trace.neurons.len()).map(|row| row[neuron]).collect()
}

/// Steps of the spikes of a neuron, by global id.
pub fn spikes_of(simulation: &Simulation, neuron: u32) -> Vec<u64> {
    let spikes = simulation.recording.spikes.iter();
    spikes.filter(|s| s.neuron == neuron).map(|s| s.tick).collect()
}

/// The largest difference of two columns of one length.
pub fn gap(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len(), "columns of different lengths");
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}
