//! Results that were written and read again are the same.
#![allow(missing_docs)]

use rheobase::network::Network;
use rheobase::record::Simulation;
use rheobase::spec::NetworkSpec;
use rheobase_cli::results::{self, Kept, Status, Timing, collect};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

const TEXT: &str = r#"
rheobase = 1
name = "round_trip"
duration = "30 ms"

[population.a]
size = 20
C_m = "100 pF"
receptors.fast = { kind = "exponential", tau = "2 ms" }
receptors.slow = { kind = "alpha", tau = "5 ms" }

[population.silent]
size = 3
receptors.fast = { kind = "delta" }

[projection.one]
source = "a"
target = "a[0:10]"
receptor = "slow"
rule = { kind = "fixed_in_degree", n = 4 }
weight = { distribution = "normal", mean = "-20 pA", sd = "5 pA" }
delay = { distribution = "uniform", low = "1 ms", high = "2 ms" }

[projection.none]
source = "silent"
target = "a"
receptor = "fast"
rule = { kind = "bernoulli", p = 0.0 }
weight = "1 pA"
delay = "1 ms"

[input.drive]
target = "a"
kind = "constant"
mean = "30 mV"
sd = "5 mV"

[record.spikes]
kind = "spikes"
of = "a[2:20]"

[record.v]
kind = "state"
of = "a[3, 7]"
variables = ["V", "I", "I.slow"]
every = "0.2 ms"

[record.more]
kind = "state"
of = "a[0:2]"
variables = ["V"]
every = "1 ms"

[record.rate]
kind = "rate"
of = "a"
bin = "5 ms"

[record.w]
kind = "weights"
projection = "*"
times = ["0 ms", "20 ms"]
"#;

#[test]
fn writing_and_reading_changes_nothing() {
    let spec = NetworkSpec::from_toml(TEXT, Path::new("")).unwrap_or_else(|p| panic!("{p}")).spec;
    let network = Arc::new(Network::compile(&spec).expect("it compiles"));
    let mut simulation = Simulation::new(Arc::clone(&network), 1).expect("a simulation");
    simulation.run(&mut |_| ControlFlow::Continue(())).expect("it runs");
    let timing = Timing { build_s: 0.125, simulation_s: 0.5, peak_memory_bytes: None };
    let kept = Kept::in_memory(&mut simulation);
    let written = collect(&mut simulation, &kept, timing, Status::Finished, None);
    let mut written = written.expect("nothing to be read");
    assert!(written.spikes[0].ids.iter().all(|&id| id >= 2) && !written.spikes[0].ids.is_empty());
    assert_eq!(written.traces.len(), 4);
    let folder = tempfile::tempdir().expect("a folder");
    results::write(&mut written, &kept, &network, folder.path(), Vec::new()).expect("it writes");
    let read = results::read(folder.path()).unwrap_or_else(|f| panic!("{}", f.message));
    assert_eq!(read.spec, written.spec);
    assert_eq!(read.summary, written.summary);
    assert_eq!(read.spikes, written.spikes);
    assert_eq!(read.counts, written.counts);
    assert_eq!(written.recorded, [(2..20).collect(), Vec::new()]);
    assert_eq!(read.recorded, written.recorded);
    let sorted = |traces: &[results::Trace]| {
        let mut traces = traces.to_vec();
        traces.sort_by(|a, b| (a.population, &a.variable).cmp(&(b.population, &b.variable)));
        traces
    };
    assert_eq!(sorted(&read.traces), sorted(&written.traces));
    assert_eq!(read.rates, written.rates);
    assert_eq!(read.weights, written.weights);
}
