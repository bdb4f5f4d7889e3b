//! show, presets, check, plot, report, completions, and Ctrl-C.
#![allow(missing_docs)]

mod common;

use common::{Done, Place};
use std::io::Read;
use std::process::Stdio;
use std::time::{Duration, Instant};

const PRESETS: [&str; 8] =
    ["striatum", "striatum2", "fsi", "one_population", "brunel", "cuba", "coba", "microcircuit"];

#[test]
fn presets_are_listed_with_a_line_each() {
    let printed = Place::new().ok(&["presets"]);
    let (about, lines): (Vec<_>, Vec<_>) = printed.lines().partition(|l| l.starts_with("    "));
    let names: Vec<_> = lines.iter().map(|l| l.split_whitespace().next().unwrap()).collect();
    assert_eq!(names, PRESETS);
    assert!(lines.iter().all(|line| line.split_whitespace().count() > 3), "{printed}");
    for word in ["--set regime=…", "SI_fast", "standard: by regime", "--set K_scale=…"] {
        assert!(about.iter().any(|line| line.contains(word)), "`{word}` is missing in {printed}");
    }
}

#[test]
fn what_show_prints_is_a_network_and_printing_it_again_changes_nothing() {
    let place = Place::new();
    for preset in PRESETS {
        let text = place.ok(&["show", preset]);
        place.write("text.toml", &text);
        assert_eq!(place.ok(&["show", "text.toml"]), text);
        let complete = place.ok(&["show", preset, "--complete"]);
        place.write("complete.toml", &complete);
        assert_eq!(place.ok(&["show", "complete.toml", "--complete"]), complete);
    }
    let changed = place.ok(&["show", "striatum", "--set", "FSI.size=30", "--seed", "9"]);
    assert!(changed.contains("size = 30  # fast-spiking") && changed.contains("seed = 9"));
}

/// Parameters make the file, other settings change it, in whatever order they stand.
#[test]
fn presets_are_made_from_parameters() {
    let place = Place::new();
    let text = place.ok(&["show", "brunel", "--set", "E.t_ref=3ms", "--set", "regime=SR"]);
    for word in ["regime=SR", "t_ref = \"3ms\"", "weight = \"-0.3 mV\""] {
        assert!(text.contains(word), "`{word}` is missing in:\n{text}");
    }
    place.write("my.toml", &text);
    assert_eq!(place.ok(&["show", "my.toml"]), text, "the file stands on its own");
    let small = place.ok(&["check", "microcircuit", "--set", "scale=0.1"]);
    assert!(small.contains("7,718 neurons"), "{small}");
    place.ok(&["run", "coba", "--set", "scale=0.1", "--time", "300ms", "--no-plots", "--quiet"]);
    let told = |args: &[&str], words: &[&str]| {
        let done = place.rheobase(args);
        assert_eq!(done.code, Some(2));
        for word in words {
            assert!(done.err.contains(word), "`{word}` is missing in {}", done.err);
        }
    };
    told(&["run", "brunel", "--set", "regme=SR"], &["`regme`", "did you mean `regime`"]);
    told(&["run", "brunel", "--set", "regime=SQ"], &["did you mean `SR`", "SI_slow", "presets"]);
    told(&["run", "microcircuit", "--set", "scale=0"], &["`scale`", "0.005 to 10"]);
    // A file has no parameters.
    told(&["run", "my.toml", "--set", "regime=AI"], &["nothing called `regime`"]);
}

#[test]
fn check_says_how_large_a_network_will_be() {
    let printed = Place::new().ok(&["check", "striatum"]);
    for word in
        ["no mistakes", "dSPN", "490", "FSI->dSPN", "5,194", "1,000 neurons", "10,000 steps"]
    {
        assert!(printed.contains(word), "`{word}` is missing in:\n{printed}");
    }
    assert!(printed.ends_with("no mistakes\n"));
}

/// Files are read by `check` as by `run`, and all that are wrong are told.
#[test]
fn check_reads_the_data_files() {
    let place = Place::new();
    std::fs::write(place.path("t.npy"), [7u8; 100]).unwrap();
    place.write("e.csv", "source,target\n0,1\n0,100\n");
    let bad_value = "tau_m = { file = \"t.npy\", unit = \"ms\" }";
    let text = place.ok(&["show", "fsi"]).replace("tau_m = \"10 ms\"", bad_value)
        + "\n[input.one]\ntarget = \"FSI\"\nkind = \"per_neuron\"\n\
           value = { file = \"t.npy\", unit = \"mV\" }\n\
           [projection.listed]\nsource = \"FSI\"\ntarget = \"FSI\"\nweight = \"1 mV\"\n\
           delay = \"1 ms\"\nrule = { kind = \"edges\", file = \"e.csv\" }\n";
    place.write("my.toml", &text);
    let done = place.rheobase(&["check", "my.toml"]);
    assert_eq!(done.code, Some(2), "{}{}", done.out, done.err);
    assert!(!done.out.contains("no mistakes"));
    for word in
        ["t.npy", "population.FSI.tau_m", "input.one.value", "e.csv", "projection.listed", "100"]
    {
        assert!(done.err.contains(word), "`{word}` is missing in:\n{}", done.err);
    }
}

#[test]
fn pictures_and_report_can_be_made_again() {
    let place = Place::new();
    place.ok(&["run", "striatum", "--time", "200ms", "--record", "V=FSI[0:2]", "--quiet"]);
    let folder = "results/striatum/";
    let old =
        [place.read(&format!("{folder}raster.svg")), place.read(&format!("{folder}report.html"))];
    for file in ["raster.svg", "raster.png", "voltages.svg", "report.html"] {
        std::fs::remove_file(place.path(folder).join(file)).unwrap();
    }
    place.ok(&["plot", "results/striatum"]);
    place.ok(&["report", "results/striatum"]);
    assert_eq!(place.read(&format!("{folder}raster.svg")), old[0]);
    assert_eq!(place.read(&format!("{folder}report.html")), old[1]);
    assert!(place.path(folder).join("voltages.svg").is_file());
    let part = ["plot", "results/striatum", "--from", "50ms", "--to", "0.1s", "--only", "raster"];
    let printed = place.ok(&[&part[..], &["--out", "part"]].concat());
    assert_eq!(printed.lines().count(), 2, "{printed}");
    assert_ne!(place.read("part/raster.svg"), old[0]);
    assert!(!place.path("part/rates.svg").exists());
}

#[test]
fn shells_get_their_completions() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish"] {
        assert!(place.ok(&["completions", shell]).contains("no-plots"), "{shell}");
    }
}

#[test]
fn help_has_examples() {
    let place = Place::new();
    for command in ["run", "show", "check", "plot", "report"] {
        let help = place.ok(&[command, "--help"]);
        assert!(help.contains("Example"), "{help}");
    }
    assert!(place.ok(&["--help"]).contains("Exit codes"));
    assert!(place.ok(&["--version"]).contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let place = Place::new();
    // Closed before anything is printed.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut child = place.command(&["show", "striatum"]).stdout(writer).spawn().expect("it starts");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_was_simulated() {
    let place = Place::new();
    let arguments = ["run", "fsi", "--time", "100000s", "--no-plots", "--record", "rate=FSI"];
    let child = place
        .command(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    // The network of 100 neurons is drawn in far less; then the run takes minutes.
    std::thread::sleep(Duration::from_millis(700));
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.expect("kill").success());
    let done = Done::of(&child.wait_with_output().unwrap());
    assert_eq!(done.code, Some(130), "{}{}", done.out, done.err);
    assert!(done.err.contains("interrupted") && done.err.contains("results/fsi"), "{}", done.err);
    let summary = place.json("results/fsi/summary.json");
    assert_eq!(summary["status"], "interrupted");
    let simulated = summary["duration_ms"].as_f64().unwrap();
    assert!(simulated > 0.0 && simulated < 1e8);
    // What is there is the beginning of the whole run.
    let time = format!("{simulated}ms");
    place.ok(&["run", "fsi", "--time", &time, "--no-plots", "--quiet", "--out", "whole"]);
    assert_eq!(place.json("whole/summary.json")["spike_hash"], summary["spike_hash"]);
    let mut bytes = [Vec::new(), Vec::new()];
    for (bytes, folder) in bytes.iter_mut().zip(["results/fsi", "whole"]) {
        let file = std::fs::File::open(place.path(folder).join("spikes.h5"));
        file.unwrap().read_to_end(bytes).unwrap();
    }
    assert!(bytes[0] == bytes[1], "the spike files differ");
}

#[cfg(unix)]
#[test]
fn ctrl_c_while_files_are_written_loses_nothing() {
    let place = Place::new();
    let arguments = ["run", "striatum", "--time", "1s", "--record", "V=dSPN", "--record", "V=iSPN"];
    let mut child = place
        .command(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let folder = place.path("results/striatum");
    let writing = || {
        let names = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        names.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with(".new-"))
    };
    let began = Instant::now();
    while !writing() && child.try_wait().unwrap().is_none() {
        assert!(began.elapsed() < Duration::from_secs(60), "nothing is written");
        std::thread::yield_now();
    }
    let _ = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    let done = Done::of(&child.wait_with_output().unwrap());
    // On a machine so fast that all was done before, there was nothing to interrupt.
    assert!(matches!(done.code, Some(0 | 130)), "{}{}", done.out, done.err);
    assert_eq!(place.json("results/striatum/summary.json")["status"], "finished");
    let traces = hdf5_reader::Hdf5File::open(folder.join("traces.h5")).unwrap();
    assert_eq!(traces.dataset("/report/iSPN/V/data").unwrap().shape(), [10_001, 490]);
    assert!(!writing(), "files that wait are left");
}

/// What a killed run has left is taken away by the next, what a running one has is not.
#[cfg(target_os = "linux")]
#[test]
fn what_a_killed_run_left_is_removed_by_the_next() {
    let place = Place::new();
    let mut gone = std::process::Command::new("true").spawn().unwrap();
    gone.wait().unwrap();
    let [dead, alive] =
        [gone.id(), std::process::id()].map(|id| place.path(&format!("results/fsi/.new-{id}")));
    std::fs::create_dir_all(&dead).unwrap();
    std::fs::create_dir_all(&alive).unwrap();
    place.ok(&["run", "fsi", "--time", "10ms", "--quiet", "--no-plots"]);
    assert!(!dead.exists() && alive.exists());
}
