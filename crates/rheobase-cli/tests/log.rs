//! The log of a run: what was appended is read again, and damage is never taken for data.
#![allow(missing_docs)]

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rheobase::engine::Spike;
use rheobase::network::Network;
use rheobase::record::{Simulation, Sink, Stretch};
use rheobase::spec::NetworkSpec;
use rheobase_cli::log::{Extent, Head, LogReader, LogWriter, TraceHead, Unusable};
use rheobase_cli::results::{Kept, write_streams};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

fn head() -> Head {
    let trace = |variable: &str, ids: &[u32], every| TraceHead {
        population: 1,
        variable: variable.into(),
        ids: ids.into(),
        every,
        paint: (variable == "V").then_some(40.0),
    };
    Head {
        dt_ms: 0.1,
        paint_after: 1,
        populations: vec![("a".into(), 10), ("b".into(), 5)],
        recorded: vec![(0, 3), (10, 14)],
        traces: vec![trace("V", &[0, 4], 1), trace("I", &[2], 3)],
    }
}

/// Spikes and samples of the steps from `start` to `stop`.
type Steps = (Vec<Spike>, Vec<Vec<f64>>);

fn steps(start: u64, stop: u64) -> Steps {
    let spikes = (start..stop).flat_map(|tick| {
        let neurons = (0..15u32).filter(move |n| (tick * 7 + u64::from(*n)).is_multiple_of(11));
        neurons.map(move |neuron| Spike { tick, neuron })
    });
    let first = if start == 0 { 0 } else { start + 1 };
    let v = (first..=stop).flat_map(|t| [t as f64, -(t as f64) / 3.0]);
    let i = (first..=stop).filter(|t| t.is_multiple_of(3)).map(|t| t as f64 * 0.1);
    (spikes.collect(), vec![v.collect(), i.collect()])
}

/// Appends the steps up to each of `stops` in turn and brings them to the file.
fn append(log: &mut LogWriter, start: u64, stops: &[u64]) -> u64 {
    let (mut start, mut bytes) = (start, 0);
    for &stop in stops {
        let (spikes, samples) = steps(start, stop);
        log.take(&Stretch { start, stop, spikes: &spikes, samples: &samples }).expect("room");
        bytes = log.flush(false).expect("room");
        start = stop;
    }
    bytes
}

/// All spikes, and all samples of each trace.
fn all(log: &LogReader, extent: &Extent) -> (Vec<Spike>, Vec<Vec<f32>>) {
    let (mut spikes, mut samples) = (Vec::new(), vec![Vec::new(); 2]);
    log.each(extent, |piece| {
        spikes.extend_from_slice(&piece.spikes);
        for (all, new) in samples.iter_mut().zip(&piece.samples) {
            all.extend_from_slice(new);
        }
        Ok::<(), Unusable>(())
    })
    .expect("a log");
    (spikes, samples)
}

fn expected(stop: u64) -> (Vec<Spike>, Vec<Vec<f32>>) {
    let (spikes, samples) = steps(0, stop);
    let narrow = |samples: Vec<f64>| samples.into_iter().map(|v| v as f32).collect();
    (spikes, samples.into_iter().map(narrow).collect())
}

#[test]
fn what_was_appended_is_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("log");
    let mut log = LogWriter::create(&path, &head()).expect("a log");
    append(&mut log, 0, &[1, 1, 40, 41, 300]);
    drop(log);
    let read = LogReader::open(&path).expect("a log");
    assert_eq!(*read.head(), head());
    let extent = read.extent(None).expect("it can be read");
    assert_eq!((extent.ticks, extent.damaged), (300, 0));
    assert_eq!(extent.bytes, fs::metadata(&path).unwrap().len());
    assert_eq!(all(&read, &extent), expected(300));
    let count = |range: std::ops::Range<u32>| {
        expected(300).0.iter().filter(|s| range.contains(&s.neuron)).count() as u64
    };
    assert_eq!(extent.spikes, [count(0..4), count(10..15)]);
    assert_eq!(extent.rows, [301, 101]);
}

#[test]
fn a_log_goes_on_where_a_checkpoint_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("log");
    let mut log = LogWriter::create(&path, &head()).expect("a log");
    let mark = append(&mut log, 0, &[17, 100]);
    append(&mut log, 100, &[150, 199]);
    drop(log);
    let mut log = LogWriter::resume(&path, &head(), mark, 100).expect("a log");
    let mark = append(&mut log, 100, &[103]);
    drop(log);
    // Nothing of what was behind the checkpoint is left.
    let read = LogReader::open(&path).expect("a log");
    let extent = read.extent(None).expect("it can be read");
    assert_eq!((extent.ticks, extent.damaged), (103, 0));
    let mut log = LogWriter::resume(&path, &head(), mark, 103).expect("a log");
    append(&mut log, 103, &[170, 230]);
    drop(log);
    let extent = read.extent(None).expect("it can be read");
    assert_eq!((extent.ticks, extent.damaged), (230, 0));
    assert_eq!(all(&read, &extent), expected(230));
    // A gap in time is no continuation.
    let mut log = LogWriter::resume(&path, &head(), extent.bytes, 231).expect("a log");
    append(&mut log, 231, &[240]);
    drop(log);
    assert_eq!(read.extent(None).expect("it can be read").ticks, 230);
}

/// Any prefix is a run up to some step; any damage ends what is read before it.
#[test]
fn damage_is_never_taken_for_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("log");
    let mut log = LogWriter::create(&path, &head()).expect("a log");
    let stops = [5, 20, 21, 60, 100];
    let ends: Vec<u64> = (0..5)
        .map(|k| append(&mut log, if k == 0 { 0 } else { stops[k - 1] }, &stops[k..=k]))
        .collect();
    drop(log);
    let good = fs::read(&path).unwrap();
    let start = LogReader::open(&path).expect("a log");
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let flip = (any::<prop::sample::Index>(), 1..=255u8);
    let cases = (proptest::option::of(flip), proptest::option::of(any::<prop::sample::Index>()));
    let path = &path;
    let result = runner.run(&cases, |(flip, cut)| {
        let mut bytes = good.clone();
        // The first place that is not as it was.
        let mut whole = bytes.len();
        if let Some((at, value)) = flip {
            let at = at.index(bytes.len());
            bytes[at] ^= value;
            whole = at;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
            whole = whole.min(bytes.len());
        }
        fs::write(path, &bytes).expect("room");
        let Ok(log) = LogReader::open(path) else {
            prop_assert!((whole as u64) < ends[0]);
            return Ok(());
        };
        prop_assert_eq!(log.head(), start.head());
        let extent = log.extent(None).expect("it can be read");
        let frames = ends.iter().take_while(|&&end| end <= whole as u64).count();
        prop_assert_eq!(extent.ticks, if frames == 0 { 0 } else { stops[frames - 1] });
        if frames > 0 {
            prop_assert_eq!(all(&log, &extent), expected(stops[frames - 1]));
        }
        prop_assert_eq!(extent.bytes + extent.damaged, bytes.len() as u64);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn logs_of_another_version_and_other_files_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("log");
    drop(LogWriter::create(&path, &head()).expect("a log"));
    let good = fs::read(&path).unwrap();
    let refused = |bytes: &[u8], word: &str| {
        fs::write(&path, bytes).unwrap();
        let error = LogReader::open(&path).expect_err(word).to_string();
        assert!(error.contains(word) && error.contains("log"), "{error}");
    };
    let mut other = good.clone();
    other[8] = 2;
    refused(&other, "version 2");
    refused(b"", "ends");
    refused(&[7; 100], "no log");
    let mut long = good.clone();
    long[12..16].fill(0xff);
    refused(&long, "ends within its head");
    let mut bad = good.clone();
    bad[30] ^= 1;
    refused(&bad, "head is damaged");
    fs::remove_file(&path).unwrap();
    assert!(LogReader::open(&path).is_err());
}

const NETWORK: &str = r#"
rheobase = 1
duration = "60 ms"
SCHEME
[population.a]
size = 9
[population.b]
size = 4
[input.a]
target = "a"
kind = "constant"
mean = "25 mV"
sd = "3 mV"
[input.b]
target = "b"
kind = "constant"
mean = "24 mV"
[record.spikes]
kind = "spikes"
of = "a[2:6]"
[record.v]
kind = "state"
of = "a[0:4]"
variables = ["V"]
every = "EVERY"
[record.b]
kind = "state"
of = "b[1]"
variables = ["V", "I"]
every = "0.1 ms"
"#;

/// Files that are written from a log are, byte for byte, those that are written from memory, and
/// these have the spikes painted in as the library paints them.
#[test]
fn files_from_a_log_are_those_from_memory() {
    for (scheme, every) in [("exact", "0.1 ms"), ("euler", "0.1 ms"), ("euler", "0.7 ms")] {
        let text = NETWORK.replace("SCHEME", &format!("scheme = \"{scheme}\""));
        let text = text.replace("EVERY", every);
        let spec = NetworkSpec::from_toml(&text, Path::new("")).unwrap_or_else(|p| panic!("{p}"));
        let network = Arc::new(Network::compile(&spec.spec).expect("a network"));
        let new = || Simulation::new(Arc::clone(&network), 1).expect("a simulation");
        let folder = tempfile::tempdir().expect("a folder");
        let [held, logged] = ["held", "logged"].map(|name| folder.path().join(name));
        fs::create_dir_all(&held).unwrap();
        fs::create_dir_all(&logged).unwrap();

        let mut simulation = new();
        simulation.run(&mut |_| ControlFlow::Continue(())).expect("it runs");
        let mut painted = simulation.recording.traces[0].clone();
        let population = &network.populations[0];
        painted.paint(population.v_spike, network.scheme());
        assert!(painted.samples.contains(&population.v_spike));
        write_streams(&Kept::in_memory(&mut simulation), &held).expect("room");

        let mut simulation = new();
        let path = folder.path().join("log");
        let head = Head::new(&network, &simulation.recording);
        let log = LogWriter::create(&path, &head).expect("a log");
        simulation.set_sink(Box::new(log));
        // A frame for each step: rows wait from one to the next.
        for tick in 1..=600 {
            simulation.run_to(tick, &mut |_| ControlFlow::Continue(())).expect("it runs");
            simulation.sink().expect("a sink").flush(false).expect("room");
        }
        assert!(simulation.recording.spikes.is_empty());
        drop(simulation.take_sink());
        let log = LogReader::open(&path).expect("a log");
        let extent = log.extent(None).expect("a log");
        write_streams(&Kept::in_log(log, extent), &logged).expect("room");

        for name in ["spikes.h5", "traces.h5"] {
            let same = fs::read(held.join(name)).unwrap() == fs::read(logged.join(name)).unwrap();
            assert!(same, "{name}, {scheme}, {every}");
        }
        let file = hdf5_reader::Hdf5File::open(logged.join("traces.h5")).expect("traces");
        let data = file.dataset("/report/a/V/data").expect("V").read_array::<f32>().expect("V");
        let expected: Vec<_> = painted.samples.iter().map(|&v| v as f32).collect();
        assert_eq!(data.iter().copied().collect::<Vec<_>>(), expected, "{scheme}, {every}");
    }
}
