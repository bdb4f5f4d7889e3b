//! Runs that are killed, interrupted, or out of disk space: nothing that was written is lost, and
//! a run with checkpoints goes on to the same bits.
#![cfg(unix)]
#![allow(missing_docs)]

mod common;

use common::{Done, Place, hash};
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Noise, a process, failures, both kinds of learning, two phases, traces, rates and weights.
const NETWORK: &str = r#"
rheobase = 1
name = "net"
seed = 5

[population.a]
size = 120
receptors.r = { kind = "exponential", tau = "5 ms" }

[population.b]
size = 30
receptors.r = { kind = "alpha", tau = "3 ms" }

[projection.ab]
source = "a"
target = "b"
rule = { kind = "bernoulli", p = 0.3 }
weight = "0.2 mV"
delay = { distribution = "uniform", low = "0.5 ms", high = "3 ms" }
failure = { probability = 0.2 }
plasticity = { rule = "anti_hebbian", window = "20 ms" }

[projection.ba]
source = "b"
target = "a"
rule = { kind = "fixed_in_degree", n = 5 }
weight = "-3 mV*ms"
delay = "1 ms"
failure = { probability = 0.3, mode = "mask", every = "70 ms" }

[projection.aa]
source = "a"
target = "a"
rule = { kind = "fixed_in_degree", n = 8 }
weight = "0.5 mV"
delay = { distribution = "uniform", low = "0.5 ms", high = "6 ms" }
plasticity = { rule = "stdp", lambda = 0.01, alpha = 1.05, w_max = "1 mV" }

[input.drive]
target = "a"
kind = "ornstein_uhlenbeck"
mean = "21 mV"
sigma = "4 mV"
tau = "20 ms"

[input.b]
target = "b"
kind = "constant"
mean = "19 mV"
sd = "2 mV"

[input.more]
target = "b"
kind = "white_noise"
sigma = "3 mV"

[record.v]
kind = "state"
of = "a[0:4]"
variables = ["V", "I"]
every = "0.7 ms"

[record.rate]
kind = "rate"
of = "b"
bin = "10 ms"

[record.w]
kind = "weights"
projection = "a*"
times = ["0 ms", "1 s", "4 s"]

[record.spikes]
kind = "spikes"
of = "a[2:120]"

[record.others]
kind = "spikes"
of = "b"

[[phase]]
duration = "1500 ms"

[[phase]]
duration = "2500 ms"
inputs = { drive = "22 mV" }
silence = ["a[50:60]"]
plasticity = { aa = false }
"#;

const RUN: [&str; 4] = ["run", "net.toml", "--quiet", "--no-plots"];

fn place() -> Place {
    let place = Place::new();
    place.write("net.toml", NETWORK);
    place
}

/// What must not depend on whether a run was killed.
fn outcome(place: &Place, folder: &str) -> (String, Vec<Vec<u8>>, String) {
    let summary = place.json(&format!("{folder}/summary.json"));
    let names = ["spikes.h5", "traces.h5", "weights.h5", "rates.csv", "neurons.csv"];
    let files = names.map(|name| fs::read(place.path(folder).join(name)).expect(name));
    let same = ["spikes", "synaptic_events", "status", "populations", "duration_ms"];
    let same: Vec<_> = same.iter().map(|key| summary[key].to_string()).collect();
    (hash(&summary), files.into(), same.join("\n"))
}

fn start(place: &Place, arguments: &[&str]) -> Child {
    let mut command = place.command(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts")
}

/// Waits for a file; whether the child was still running then.
fn wait_for(path: &Path, child: &mut Child) -> bool {
    let began = Instant::now();
    while !path.exists() {
        assert!(began.elapsed() < Duration::from_secs(60), "{} never came", path.display());
        if child.try_wait().expect("a child").is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    true
}

/// A run in `net` that was killed after some checkpoints, half a second of 4 s into it.
fn killed(place: &Place) {
    let mut child =
        start(place, &[&RUN[..], &["--out", "net", "--checkpoint-every", "0.1s"]].concat());
    assert!(wait_for(&place.path("net/unfinished/checkpoint"), &mut child), "it was too fast");
    let log = place.path("net/unfinished/run.log");
    while fs::metadata(&log).is_ok_and(|about| about.len() < 30_000) {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("it is killed");
    child.wait().expect("it is gone");
    assert!(!place.path("net/summary.json").exists(), "it was too fast");
}

#[test]
fn a_run_that_is_killed_again_and_again_has_the_same_results() {
    let place = place();
    place.ok(&[&RUN[..], &["--out", "whole"]].concat());
    let whole = outcome(&place, "whole");
    let run = [&RUN[..], &["--out", "net", "--checkpoint-every", "wall:10ms"]].concat();
    let mut kills = 0;
    let mut random = 12345u64;
    for threads in ["1", "2", "3", "1", "5", "2", "1", "2"] {
        let resumes = place.path("net/unfinished/checkpoint").exists();
        let resume = ["resume", "net", "--quiet"];
        let arguments = if resumes { &resume[..] } else { &run[..] };
        let mut child = start(&place, &[arguments, &["--threads", threads]].concat());
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        std::thread::sleep(Duration::from_millis(random >> 60));
        // At some moments of a run that does not come to its end in between.
        if !wait_for(&place.path("net/unfinished/checkpoint"), &mut child) {
            break;
        }
        std::thread::sleep(Duration::from_millis((random >> 40) % 32));
        child.kill().expect("it is killed");
        child.wait().expect("it is gone");
        kills += 1;
        if place.path("net/summary.json").exists() {
            break;
        }
    }
    assert!(kills >= 3, "{kills} kills: the run is too short");
    if place.path("net/unfinished").exists() {
        place.ok(&["resume", "net", "--quiet"]);
    }
    assert_eq!(outcome(&place, "net").0, whole.0);
    assert!(outcome(&place, "net") == whole, "files differ");
    assert!(!place.path("net/unfinished").exists());
    let refused = place.mistake(&["resume", "net"]);
    assert!(refused.contains("has finished"), "{refused}");
}

#[test]
fn ctrl_c_leaves_a_checkpoint_of_the_last_step() {
    let place = place();
    place.ok(&[&RUN[..], &["--out", "whole"]].concat());
    let run = [&RUN[..], &["--out", "net", "--checkpoint-every", "0.1s"]].concat();
    let mut command = place.command(&run);
    let mut child = command.stderr(Stdio::piped()).spawn().expect("it starts");
    assert!(wait_for(&place.path("net/unfinished/checkpoint"), &mut child));
    // SAFETY: a signal to a child that has not been waited for.
    unsafe { libc::kill(child.id() as i32, libc::SIGINT) };
    let done = Done::of(&child.wait_with_output().expect("it ends"));
    assert_eq!(done.code, Some(130), "{}", done.err);
    assert!(done.err.contains("`rheobase resume net`"), "{}", done.err);
    let summary = place.json("net/summary.json");
    assert_eq!(summary["status"], "interrupted");
    // The checkpoint is that of the last step.
    let done = place.rheobase(&["resume", "net", "--threads", "2"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let ms = summary["duration_ms"].as_f64().unwrap();
    let said = if ms < 1000.0 { format!("{ms} ms") } else { format!("{} s", ms / 1000.0) };
    assert_eq!(done.err, format!("going on from {said}\n"));
    assert!(outcome(&place, "net") == outcome(&place, "whole"));
}

#[test]
fn checkpoints_that_cannot_be_used_are_refused() {
    let place = place();
    killed(&place);
    let path = place.path("net/unfinished/checkpoint");
    let good = fs::read(&path).unwrap();
    let refused = |bytes: &[u8], words: &[&str]| {
        fs::write(&path, bytes).unwrap();
        let message = place.mistake(&["resume", "net"]);
        for word in words {
            assert!(message.contains(word), "{word} in {message}");
        }
    };
    for length in [0, 7, 15, 100, good.len() / 2, good.len() - 1] {
        refused(&good[..length], &["net/unfinished/checkpoint", "damaged", "rheobase export"]);
    }
    for at in [13, 40, good.len() / 2, good.len() - 2] {
        let mut bad = good.clone();
        bad[at] ^= 4;
        refused(&bad, &["damaged", "checksum"]);
    }
    let mut other = good.clone();
    other[8] = 9;
    refused(&other, &["version 9", "from 3"]);
    refused(b"something else entirely", &["no checkpoint"]);
    fs::write(&path, &good).unwrap();
    let spec = place.read("net/unfinished/spec.toml");
    place.write("net/unfinished/spec.toml", &spec.replace("seed = 5", "seed = 6"));
    let message = place.mistake(&["resume", "net"]);
    assert!(message.contains("another network") && message.contains("spec.toml"), "{message}");
    place.write("net/unfinished/spec.toml", &spec);
    let log = place.path("net/unfinished/run.log");
    let whole = fs::read(&log).unwrap();
    fs::write(&log, &whole[..whole.len() / 2]).unwrap();
    let message = place.mistake(&["resume", "net"]);
    assert!(message.contains("run.log") && message.contains("damaged"), "{message}");
    fs::write(&log, &whole).unwrap();
    // A new run does not take the place of one that can be resumed.
    let message = place.mistake(&[&RUN[..], &["--out", "net"]].concat());
    assert!(message.contains("rheobase resume net"), "{message}");
    place.ok(&["resume", "net", "--quiet"]);
    fs::remove_file(place.path("net/summary.json")).unwrap();
    let message = place.mistake(&["resume", "net"]);
    assert!(message.contains("holds no run"), "{message}");
    let message = place.mistake(&["resume", "none"]);
    assert!(message.contains("does not exist"), "{message}");
}

/// Times and ids of a population in a file of spikes.
fn spikes(place: &Place, file: &str, population: &str) -> (Vec<f64>, Vec<u64>) {
    let file = hdf5_reader::Hdf5File::open(place.path(file)).expect("a file of spikes");
    let column = |name: &str| file.dataset(&format!("/spikes/{population}/{name}")).expect(name);
    let times = column("timestamps").read_array::<f64>().expect("times").iter().copied().collect();
    (times, column("node_ids").read_array::<u64>().expect("ids").iter().copied().collect())
}

#[test]
fn the_log_of_a_killed_run_is_exported_as_far_as_it_is_whole() {
    let place = place();
    place.ok(&[&RUN[..], &["--out", "whole"]].concat());
    killed(&place);
    place.ok(&["export", "net"]);
    let message = place.mistake(&["export", "net", "--out", "net/exported"]);
    assert!(message.contains("is there already"), "{message}");
    let prefix = |file: &str| {
        for population in ["a", "b"] {
            let (times, ids) = spikes(&place, file, population);
            let (all_times, all_ids) = spikes(&place, "whole/spikes.h5", population);
            assert!(!times.is_empty() && times.len() < all_times.len(), "{}", times.len());
            assert!(times == all_times[..times.len()] && ids == all_ids[..ids.len()]);
        }
        spikes(&place, file, "a").0.len()
    };
    let all = prefix("net/exported/spikes.h5");
    let traces = |file: &str| {
        let file = hdf5_reader::Hdf5File::open(place.path(file)).expect("a file of traces");
        let data = file.dataset("/report/a/V/data").expect("V").read_array::<f32>().expect("V");
        data.iter().copied().collect::<Vec<f32>>()
    };
    let (some, whole) = (traces("net/exported/traces.h5"), traces("whole/traces.h5"));
    // A spike of the last step may be painted only once the next sample is there.
    assert!(some.len() >= 8 && some[..some.len() - 4] == whole[..some.len() - 4]);
    let path = place.path("net/unfinished/run.log");
    let log = fs::read(&path).unwrap();
    for (damaged, fewer) in [
        ([&log[..], b"FRAM and more"].concat(), false),
        (log[..log.len() - 1].to_vec(), true),
        ([&log[..log.len() - 9], &[log[log.len() - 9] ^ 1], &log[log.len() - 8..]].concat(), true),
    ] {
        fs::write(&path, damaged).unwrap();
        let done = place.rheobase(&["export", "net"]);
        assert_eq!(done.code, Some(0), "{}", done.err);
        assert!(done.err.contains("no whole frame"), "{}", done.err);
        assert_eq!(prefix("net/exported/spikes.h5") < all, fewer);
    }
    for bad in [&b""[..], b"no log of anything", &log[..30]] {
        fs::write(&path, bad).unwrap();
        let message = place.mistake(&["export", "net"]);
        assert!(message.contains("run.log"), "{message}");
    }
    let message = place.mistake(&["export", "whole"]);
    assert!(message.contains("has finished"), "{message}");
}

/// The limit on the length of files stands for a full disk.
#[test]
fn a_full_disk_loses_nothing_and_the_run_goes_on_where_there_is_room() {
    let place = place();
    place.ok(&[&RUN[..], &["--out", "whole"]].concat());
    let length = fs::metadata(place.path("whole/traces.h5")).unwrap().len();
    let blocks = length * 2 / 3 / 512;
    let program = env!("CARGO_BIN_EXE_rheobase");
    let run = [&RUN[..], &["--out", "net", "--checkpoint-every", "0.1s"]].concat().join(" ");
    let command = format!("ulimit -f {blocks}; exec {program} {run}");
    let mut shell = std::process::Command::new("sh");
    let output = shell.args(["-c", &command]).current_dir(place.path("")).output().unwrap();
    let done = Done::of(&output);
    assert_eq!(done.code, Some(1), "{}{}", done.out, done.err);
    for words in ["cannot write", "run.log", "`rheobase resume net`", "`rheobase export net`"] {
        assert!(done.err.contains(words), "{words} in {}", done.err);
    }
    assert!(!place.path("net/summary.json").exists());
    place.ok(&["export", "net"]);
    assert!(!spikes(&place, "net/exported/spikes.h5", "a").0.is_empty());
    place.ok(&["resume", "net", "--quiet"]);
    assert!(outcome(&place, "net") == outcome(&place, "whole"));
}

#[test]
fn two_runs_do_not_write_to_one_folder() {
    let place = place();
    let mut child = start(&place, &[&RUN[..], &["--out", "net"]].concat());
    assert!(wait_for(&place.path("net/unfinished/run.log"), &mut child));
    for arguments in [&[&RUN[..], &["--out", "net"]].concat()[..], &["export", "net"]] {
        let done = place.rheobase(arguments);
        assert_eq!(done.code, Some(2), "{}", done.err);
        assert!(done.err.contains("another run is writing to net"), "{}", done.err);
    }
    assert!(child.wait().expect("it ends").success());
    // What a killed run without checkpoints has left is replaced.
    let mut child = start(&place, &[&RUN[..], &["--out", "net"]].concat());
    assert!(wait_for(&place.path("net/unfinished/run.log"), &mut child));
    child.kill().expect("it is killed");
    child.wait().expect("it is gone");
    let message = place.mistake(&["resume", "net"]);
    assert!(message.contains("no checkpoint") && message.contains("rheobase export net"));
    place.ok(&[&RUN[..], &["--out", "net"]].concat());
    assert!(!place.path("net/unfinished").exists());
}
