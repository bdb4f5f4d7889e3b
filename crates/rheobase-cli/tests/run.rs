//! `rheobase run`: what it writes and prints.
#![allow(missing_docs)]

mod common;

use common::{Place, hash};
use serde_json::Value;

const SHORT: [&str; 4] = ["run", "striatum", "--time", "50ms"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&SHORT[..], more].concat()
}

#[test]
fn a_preset_leaves_a_complete_folder() {
    let place = Place::new();
    let printed = place.ok(&SHORT);
    for word in ["dSPN", "iSPN", "FSI", "rate (Hz)", "ISI CV", "slowdown", "results/striatum"] {
        assert!(printed.contains(word), "{word} in {printed}");
    }
    let names = ["spec.toml", "summary.json", "neurons.csv", "spikes.h5", "report.html"];
    let pictures = ["raster", "rates", "isi", "matrix", "degrees"];
    let pictures = pictures.iter().flat_map(|p| [format!("{p}.png"), format!("{p}.svg")]);
    for name in names.map(str::to_owned).into_iter().chain(pictures) {
        assert!(place.path("results/striatum").join(&name).is_file(), "{name}");
        assert!(printed.contains(name.split('.').next().unwrap()), "{name} in {printed}");
    }
    assert_eq!(place.read("results/striatum/neurons.csv").lines().count(), 1001);
    let folder = std::fs::read_dir(place.path("results/striatum")).unwrap();
    let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| !name.starts_with('.')), "temporary files are left");
}

#[test]
fn the_summary_has_its_schema() {
    let place = Place::new();
    let printed = place.ok(&with(&["--json", "--no-plots"]));
    let summary = place.json("results/striatum/summary.json");
    assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), summary);
    assert!(!place.path("results/striatum/raster.png").exists());
    assert!(!place.path("results/striatum/report.html").exists());
    assert_eq!(summary["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&summary["seed"], &summary["dt_ms"]), (&1.into(), &0.1.into()));
    assert_eq!((&summary["duration_ms"], &summary["status"]), (&50.0.into(), &"finished".into()));
    assert_eq!(summary["neurons"], 1000);
    let names = ["\"dSPN\"", "\"iSPN\"", "\"FSI\""].map(|name| printed.find(name).unwrap());
    assert!(names.is_sorted(), "populations are in the order of the network");
    let keys = ["size", "mean_rate_hz", "sd_rate_hz", "silent_fraction", "isi_cv"];
    for (name, population) in summary["populations"].as_object().unwrap() {
        for key in keys {
            assert!(population.get(key).is_some(), "{key} of {name}");
        }
    }
    for key in ["synapses", "spikes", "synaptic_events", "synapse_bytes", "peak_memory_bytes"] {
        assert!(summary[key].as_u64().unwrap() > 0, "{key}");
    }
    for key in ["build_s", "simulation_s", "slowdown"] {
        assert!(summary[key].as_f64().unwrap() > 0.0, "{key}");
    }
    assert_eq!(hash(&summary).len(), 16);
}

#[test]
fn phases_are_timed_where_that_is_asked_for_and_nothing_else_changes() {
    let place = Place::new();
    for threads in ["1", "2"] {
        let run = with(&["--json", "--no-plots", "--threads", threads]);
        let plain: Value = serde_json::from_str(&place.ok(&run)).unwrap();
        let timed = place.ok(&[&run[..], &["--profile"]].concat());
        let timed: Value = serde_json::from_str(&timed).unwrap();
        assert!(plain.get("profile").is_none());
        assert_eq!(hash(&plain), hash(&timed));
        let seconds = |phase: &str| timed["profile"][phase].as_f64().expect(phase);
        let phases = ["deliver", "drive", "update", "learn", "exchange", "record"];
        let all: f64 = phases.iter().map(|phase| seconds(phase)).sum();
        // They follow each other without a gap, within the time of the simulation.
        assert!(phases[..3].iter().all(|phase| seconds(phase) > 0.0), "{timed}");
        assert!(all <= timed["simulation_s"].as_f64().unwrap(), "{timed}");
    }
}

#[test]
fn rates_are_those_of_the_spikes() {
    let place = Place::new();
    place.ok(&with(&["--no-plots"]));
    let summary = place.json("results/striatum/summary.json");
    let mut counts = std::collections::HashMap::new();
    for line in place.read("results/striatum/neurons.csv").lines().skip(1) {
        let fields: Vec<_> = line.split(',').collect();
        let spikes: u64 = fields[2].parse().unwrap();
        let (sum, silent) = counts.entry(fields[0].to_owned()).or_insert((0, 0));
        *sum += spikes;
        *silent += u64::from(spikes == 0);
    }
    let file = hdf5_reader::Hdf5File::open(place.path("results/striatum/spikes.h5")).unwrap();
    for (name, population) in summary["populations"].as_object().unwrap() {
        let size = population["size"].as_f64().unwrap();
        let (spikes, silent) = counts[name];
        let rate = spikes as f64 / size / 0.05;
        assert!((population["mean_rate_hz"].as_f64().unwrap() - rate).abs() < 1e-9, "{name}");
        assert_eq!(population["silent_fraction"].as_f64().unwrap(), silent as f64 / size, "{name}");
        let ids = file.dataset(&format!("/spikes/{name}/node_ids")).unwrap();
        let ids: Vec<u64> = ids.read_array::<u64>().unwrap().iter().copied().collect();
        assert_eq!(ids.len() as u64, spikes, "{name}");
        assert!(ids.iter().all(|&id| (id as f64) < size), "ids are local to {name}");
    }
}

#[test]
fn the_same_bits_on_any_number_of_threads_and_from_the_written_spec() {
    let place = Place::new();
    let run = |arguments: &[&str]| {
        place.ok(&[arguments, &["--no-plots", "--quiet", "--out", "out"]].concat());
        hash(&place.json("out/summary.json"))
    };
    let one = run(&with(&["--threads", "1"]));
    assert_eq!(run(&with(&["--threads", "2"])), one);
    assert_eq!(run(&with(&["--threads", "3"])), one);
    std::fs::copy(place.path("out/spec.toml"), place.path("again.toml")).unwrap();
    assert_eq!(run(&["run", "again.toml"]), one);
    place.write("shown.toml", &place.ok(&["show", "striatum", "--time", "50ms"]));
    assert_eq!(run(&["run", "shown.toml"]), one);
    assert_ne!(run(&with(&["--seed", "2"])), one);
}

#[test]
fn recordings_end_up_in_files() {
    let place = Place::new();
    let records =
        ["V=dSPN[0:3]", "I.gaba=dSPN[0:3]", "rate=FSI", "weights=FSI->FSI", "connectivity"];
    let more: Vec<_> = records.iter().flat_map(|r| ["--record", r]).collect();
    place.ok(&with(&more));
    let folder = "results/striatum";
    let traces = hdf5_reader::Hdf5File::open(place.path(folder).join("traces.h5")).unwrap();
    for variable in ["V", "I.gaba"] {
        let data = traces.dataset(&format!("/report/dSPN/{variable}/data")).unwrap();
        assert_eq!(data.shape(), [501, 3], "500 steps and the initial state");
    }
    let rates = place.read("results/striatum/rates.csv");
    assert_eq!(rates.lines().count(), 1 + 10, "50 ms in bins of 5 ms");
    let weights = hdf5_reader::Hdf5File::open(place.path(folder).join("weights.h5")).unwrap();
    assert_eq!(weights.dataset("/weights/FSI->FSI/time").unwrap().shape(), [2]);
    let edges = hdf5_reader::Hdf5File::open(place.path(folder).join("edges.h5")).unwrap();
    assert!(edges.dataset("/edges/FSI->dSPN/source_node_id").is_ok());
    let matrix = place.read("results/striatum/FSI_to_dSPN.mtx");
    assert!(matrix.lines().any(|line| line.starts_with("490 20 ")), "{}", &matrix[..200]);
    assert!(place.path(folder).join("voltages.png").is_file());
    // A run without them takes the old ones away, and nothing of anybody else's.
    place.write("results/striatum/notes.txt", "mine");
    place.ok(&with(&["--no-plots"]));
    let gone = ["traces.h5", "weights.h5", "edges.h5", "rates.csv", "FSI_to_dSPN.mtx"];
    for name in gone.into_iter().chain(["voltages.png", "report.html"]) {
        assert!(!place.path(folder).join(name).exists(), "{name} of an earlier run is left");
    }
    assert_eq!(place.read("results/striatum/notes.txt"), "mine");
}

#[test]
fn nothing_is_stored_per_spike_where_the_network_says_so() {
    let place = Place::new();
    let text = place.ok(&["show", "fsi", "--time", "100ms"])
        + "\n[record.none]\nkind = \"spikes\"\nof = \"FSI\"\nsample = 0\n";
    place.write("none.toml", &text);
    place.ok(&["run", "none.toml", "--quiet"]);
    let summary = place.json("results/fsi/summary.json");
    assert!(summary["spikes"].as_u64().unwrap() > 0);
    assert!(summary["populations"]["FSI"]["mean_rate_hz"].as_f64().unwrap() > 0.0);
    assert_eq!(summary["populations"]["FSI"]["recorded"], 0);
    let spikes = hdf5_reader::Hdf5File::open(place.path("results/fsi/spikes.h5")).unwrap();
    assert_eq!(spikes.dataset("/spikes/FSI/node_ids").unwrap().shape(), [0]);
    assert!(!place.path("results/fsi/raster.png").exists());
    assert!(place.path("results/fsi/rates.png").exists(), "rates are counted all the same");
}

/// A raster that gave rows to neurons that were not recorded would make them look silent, and the
/// rate below too small.
#[test]
fn pictures_of_a_sample_are_about_the_sample() {
    let place = Place::new();
    place.ok(&["run", "fsi", "--time", "1s", "--record", "spikes=FSI[90:100]", "--quiet"]);
    let svg = place.read("results/fsi/raster.svg");
    assert!(svg.contains("FSI (10 of 100)"));
    let summary = place.json("results/fsi/summary.json");
    assert_eq!(summary["populations"]["FSI"]["recorded"], 10);
    let rows = place.read("results/fsi/neurons.csv");
    let rate = |recorded: &str| {
        let rows = rows.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
        let rates = rows.filter(|r| recorded.contains(r[4])).map(|r| r[3].parse::<f64>().unwrap());
        let rates: Vec<_> = rates.collect();
        rates.iter().sum::<f64>() / rates.len() as f64
    };
    let mean = summary["populations"]["FSI"]["mean_rate_hz"].as_f64().unwrap();
    assert!((rate("01") - mean).abs() < 1e-9);
    assert!(rate("1") > 0.0);
}

#[test]
fn trials_are_networks_of_consecutive_seeds() {
    let place = Place::new();
    let printed = place.ok(&with(&["--trials", "3", "--seed", "5", "--threads", "2"]));
    assert!(printed.contains("3 networks with seeds from 5"), "{printed}");
    let summary = place.json("results/striatum/summary.json");
    let runs = summary["runs"].as_array().unwrap();
    let seeds: Vec<_> = runs.iter().map(|run| run["seed"].as_u64().unwrap()).collect();
    assert_eq!(seeds, [5, 6, 7]);
    place.ok(&with(&["--seed", "6", "--quiet", "--no-plots", "--out", "six"]));
    assert_eq!(hash(&runs[1]), hash(&place.json("six/summary.json")));
    let rate = |run: &Value| run["populations"]["FSI"]["mean_rate_hz"].as_f64().unwrap();
    let rates: Vec<_> = runs.iter().map(rate).collect();
    let mean = rates.iter().sum::<f64>() / 3.0;
    let sd = (rates.iter().map(|r| (r - mean).powi(2)).sum::<f64>() / 2.0).sqrt();
    let over = &summary["populations"]["FSI"]["mean_rate_hz"];
    assert!((over["mean"].as_f64().unwrap() - mean).abs() < 1e-12);
    assert!((over["sd"].as_f64().unwrap() - sd).abs() < 1e-12);
    let rows = place.read("results/striatum/trials.csv");
    assert_eq!(rows.lines().count(), 1 + 3 * 3 * 7);
    assert!(!place.path("results/striatum/spikes.h5").exists());
}

#[test]
fn what_ran_away_is_kept_up_to_there() {
    let place = Place::new();
    let text = place.ok(&["show", "fsi", "--time", "100ms"])
        + "\n[input.blow_up]\ntarget = \"FSI[7]\"\nkind = \"current\"\nvalue = { kind = \"steps\", \
           base = \"0 mV\", steps = [\
           { start = \"20 ms\", duration = \"1 ms\", value = \"1e300 mV\" }] }\n";
    place.write("bad.toml", &text);
    let done = place.rheobase(&["run", "bad.toml"]);
    assert_eq!(done.code, Some(1), "{}{}", done.out, done.err);
    for word in ["neuron 7", "FSI", "20.1 ms", "inputs", "results/fsi"] {
        assert!(done.err.contains(word), "{word} in {}", done.err);
    }
    let summary = place.json("results/fsi/summary.json");
    assert_eq!(summary["status"], "unstable");
    assert!(summary["spikes"].as_u64().unwrap() > 0);
    assert!(place.read("results/fsi/report.html").contains("neuron 7"));
}

#[test]
fn trials_that_did_not_run_away_are_kept() {
    let place = Place::new();
    // A spike that arrives lifts V beyond all reason: in some networks one does, in others none.
    let text = "rheobase = 1\nname = \"lucky\"\nduration = \"20 ms\"\n[population.a]\nsize = 1\n\
                V_init = \"-70 mV\"\nV_thr = \"1e300 mV\"\nreceptors.r = \"delta\"\n[input.p]\n\
                target = \"a\"\nkind = \"poisson\"\nrate = \"30 Hz\"\nweight = \"2e6 mV\"\n";
    place.write("lucky.toml", text);
    let is_well = |seed: u64| {
        let run = ["run", "lucky.toml", "--quiet", "--no-plots", "--out", "one", "--seed"];
        place.rheobase(&[&run[..], &[&seed.to_string()]].concat()).code == Some(0)
    };
    let well: Vec<u64> = (1..10).filter(|&seed| is_well(seed)).collect();
    assert!(!well.is_empty() && well.len() < 8, "both kinds of luck: {well:?}");
    for threads in ["1", "4"] {
        let trials = ["run", "lucky.toml", "--trials", "9", "--threads", threads];
        let done = place.rheobase(&[&trials[..], &["--out", "trials"]].concat());
        assert_eq!(done.code, Some(1), "{}{}", done.out, done.err);
        let told = ["with seed ".into(), format!("{} of 9 networks", well.len()), "more".into()];
        assert!(told.iter().all(|word| done.err.contains(word)), "{}", done.err);
        let summary = place.json("trials/summary.json");
        assert_eq!(summary["status"], "unstable");
        let runs = summary["runs"].as_array().unwrap();
        let seeds: Vec<_> = runs.iter().map(|run| run["seed"].as_u64().unwrap()).collect();
        assert_eq!(seeds, well, "{threads} threads");
    }
}

#[test]
fn a_run_that_ends_before_its_window_has_no_statistics() {
    let place = Place::new();
    let text = place.ok(&["show", "fsi", "--time", "100ms", "--set", "analysis.start=90ms"])
        + "\n[input.blow_up]\ntarget = \"FSI[7]\"\nkind = \"current\"\nvalue = { kind = \"steps\", \
           base = \"0 mV\", steps = [\
           { start = \"20 ms\", duration = \"1 ms\", value = \"1e300 mV\" }] }\n";
    place.write("bad.toml", &text);
    let done = place.rheobase(&["run", "bad.toml"]);
    assert_eq!(done.code, Some(1), "{}{}", done.out, done.err);
    let summary = place.json("results/fsi/summary.json");
    let population = &summary["populations"]["FSI"];
    for key in ["mean_rate_hz", "sd_rate_hz", "silent_fraction", "isi_cv"] {
        assert!(population[key].is_null(), "{key}: {}", population[key]);
    }
    assert!(summary["spikes"].as_u64().unwrap() > 0);
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_earlier_run_whole() {
    let place = Place::new();
    place.ok(&with(&["--quiet"]));
    let names = ["spec.toml", "summary.json", "neurons.csv", "report.html", "raster.svg"];
    let before = names.map(|name| place.read(&format!("results/striatum/{name}")));
    let files = place.files();
    // 20 blocks of 512 bytes: less than neurons.csv and spikes.h5 take, more than spec.toml.
    let program = env!("CARGO_BIN_EXE_rheobase");
    let command = format!("ulimit -f 20; exec {program} run striatum --time 1s --seed 2");
    let mut shell = std::process::Command::new("sh");
    let output = shell.args(["-c", &command]).current_dir(place.path("")).output().unwrap();
    let done = common::Done::of(&output);
    assert_eq!(done.code, Some(1), "{}{}", done.out, done.err);
    assert!(done.err.contains("cannot write") && done.err.contains("too large"), "{}", done.err);
    assert_eq!(names.map(|name| place.read(&format!("results/striatum/{name}"))), before);
    let log = |path: &std::path::PathBuf| path.to_string_lossy().contains("/unfinished");
    let left: Vec<_> = place.files().into_iter().filter(|path| !log(path)).collect();
    assert_eq!(left, files, "something is left over beside the log");
    assert!(done.err.contains("rheobase export results/striatum"), "{}", done.err);
    place.ok(&["export", "results/striatum"]);
    // The next run takes the place of what has not been finished.
    place.ok(&with(&["--quiet"]));
    assert!(!place.path("results/striatum/unfinished").exists());
}

/// Ten times as many samples take no more memory: they go to the disk.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_what_is_recorded() {
    let place = Place::new();
    let peak = |time: &str| {
        place.ok(&["run", "fsi", "--time", time, "--record", "V=FSI", "--quiet", "--no-plots"]);
        place.json("results/fsi/summary.json")["peak_memory_bytes"].as_u64().unwrap() as f64
    };
    // In memory the difference would be 9 s of 10,000 samples of 100 neurons: 72 MB in f64 alone.
    let (short, long) = (peak("1s"), peak("10s"));
    assert!(long - short < 20e6, "{short} and {long} bytes");
}

#[test]
fn projections_of_like_names_have_files_of_their_own() {
    let place = Place::new();
    let projection = |name: &str, p: f64| {
        format!(
            "[projection.\"{name}\"]\nsource = \"A\"\ntarget = \"A\"\nweight = \"1 mV\"\n\
             delay = \"1 ms\"\nrule = {{ kind = \"bernoulli\", p = {p:?} }}\n"
        )
    };
    let text = "rheobase = 1\nname = \"like\"\nduration = \"10 ms\"\n[population.A]\nsize = 5\n\
                receptors.r = \"delta\"\n[record.all]\nkind = \"connectivity\"\n\
                projection = \"*\"\n";
    place.write(
        "like.toml",
        &(text.to_owned() + &projection("A->A", 1.0) + &projection("A_to_A", 0.0)),
    );
    place.ok(&["run", "like.toml", "--quiet", "--no-plots"]);
    let size = |name: &str| {
        let text = place.read(&format!("results/like/{name}"));
        text.lines().find(|line| !line.starts_with('%')).unwrap().to_owned()
    };
    assert_eq!([size("A_to_A.mtx"), size("A_to_A_2.mtx")], ["5 5 20", "5 5 0"]);
}
