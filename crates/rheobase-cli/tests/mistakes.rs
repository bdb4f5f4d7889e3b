//! What users get wrong: one message that names it, exit code 2, nothing written.
#![allow(missing_docs)]

mod common;

use common::Place;

fn told(place: &Place, arguments: &[&str], words: &[&str]) {
    let message = place.mistake(arguments);
    for word in words {
        assert!(message.contains(word), "{arguments:?}: `{word}` is missing in:\n{message}");
    }
}

#[test]
fn networks_that_are_not_there() {
    let place = Place::new();
    told(&place, &["run", "striatumm"], &["`striatumm`", "did you mean `striatum`", "fsi"]);
    told(&place, &["run", "none.toml"], &["none.toml", "No such file"]);
    told(&place, &["run", "."], &["folder"]);
    std::fs::write(place.path("binary.toml"), [0xff, 0xfe, 0x00]).unwrap();
    told(&place, &["run", "binary.toml"], &["binary.toml", "UTF-8"]);
    place.write("empty.toml", "");
    told(&place, &["run", "empty.toml"], &["`rheobase` is missing", "rheobase = 1"]);
    place.write("broken.toml", "rheobase = 1\nname = \"a\nseed = 3\n");
    told(&place, &["check", "broken.toml"], &["broken.toml:2:"]);
}

#[test]
fn all_mistakes_of_a_file_come_at_once_with_their_places() {
    let place = Place::new();
    let text = place
        .ok(&["show", "fsi"])
        .replace("size = 100", "siez = 100")
        .replace("tau_m = \"10 ms\"", "tau_m = \"10 mV\"")
        .replace("dt = \"0.1 ms\"", "dt = \"-0.1 ms\"");
    place.write("my.toml", &text);
    for command in ["check", "run", "show"] {
        let words = [
            "did you mean `size`",
            "is a voltage",
            "-0.1 ms",
            "my.toml:",
            "(population.FSI.tau_m)",
        ];
        told(&place, &[command, "my.toml"], &words);
    }
}

#[test]
fn options() {
    let place = Place::new();
    told(&place, &["run", "fsi", "--set", "FSI.siez=3"], &["siez", "did you mean `size`", "--set"]);
    told(&place, &["run", "fsi", "--set", "FSI.size"], &["no `=`", "FSI.size=30"]);
    told(&place, &["run", "fsi", "--set", "FSI.size=0"], &["0 neurons", "1 or more"]);
    told(&place, &["run", "fsi", "--time", "10"], &["no unit", "ms"]);
    told(&place, &["run", "fsi", "--time", "0.25ms"], &["0.25 ms", "multiple", "0.2 ms", "0.3 ms"]);
    told(&place, &["run", "fsi", "--time", "-1s"], &["-1s"]);
    told(&place, &["run", "fsi", "--dt", "nan ms"], &["finite"]);
    told(&place, &["run", "fsi", "--threads", "0"], &["--threads", "0"]);
    told(&place, &["run", "fsi", "--trials", "1"], &["--trials"]);
    told(&place, &["run", "fsi", "--sed", "1"], &["--sed", "--seed"]);
    told(&place, &["run"], &["NETWORK"]);
    told(&place, &["rum", "fsi"], &["rum", "run"]);
}

#[test]
fn recordings() {
    let place = Place::new();
    told(&place, &["run", "fsi", "--record", "W=FSI"], &["`W`", "V=WHICH"]);
    told(&place, &["run", "fsi", "--record", "V"], &["which neurons", "V=FSI[0:5]"]);
    told(&place, &["run", "fsi", "--record", "V=FSII"], &["FSII", "did you mean `FSI`"]);
    told(&place, &["run", "fsi", "--record", "V=FSI[0:1000]"], &["beyond the 100 neurons"]);
    told(&place, &["run", "fsi", "--record", "I.ampa=FSI"], &["I.ampa", "I.gaba"]);
    told(&place, &["run", "fsi", "--record", "weights=x"], &["`x`"]);
}

#[test]
fn a_folder_that_cannot_be_written() {
    let place = Place::new();
    place.write("file", "mine");
    told(&place, &["run", "fsi", "--out", "file"], &["file"]);
    told(&place, &["run", "fsi", "--out", "file/below"], &["file/below"]);
    assert_eq!(place.read("file"), "mine");
}

#[test]
fn a_network_that_does_not_fit_into_memory() {
    let place = Place::new();
    let set = "pop.size=1000000000";
    told(&place, &["run", "one_population", "--set", set], &["memory", "1000000000", "available"]);
    let done = place.rheobase(&["check", "one_population", "--set", set]);
    assert_eq!(done.code, Some(2));
    assert!(done.out.contains("1,000,000,000") && done.err.contains("memory"), "{}", done.err);
    let more = ["run", "fsi", "--time", "10000000s", "--record", "V=FSI"];
    told(&place, &more, &["recorded", "available", "every", "disk"]);
    let trials = [&more[..], &["--trials", "2"]].concat();
    told(&place, &trials, &["recorded", "available", "every", "memory"]);
}

/// `--out .` in a folder of one's own must not cost a file.
#[test]
fn files_that_no_run_wrote_are_not_replaced() {
    let place = Place::new();
    for name in ["spikes.h5", "isi.svg", "report.html", "spec.toml"] {
        place.write(name, "mine");
        told(&place, &["run", "fsi", "--out", "."], &[name, "not written by rheobase", "--out"]);
        assert_eq!(place.read(name), "mine");
        std::fs::remove_file(place.path(name)).unwrap();
    }
    place.ok(&["run", "fsi", "--time", "10ms", "--out", "r", "--quiet", "--no-plots"]);
    place.ok(&["run", "fsi", "--time", "10ms", "--out", "r", "--quiet", "--no-plots"]);
    // Beside an earlier run, too.
    for (name, more) in [("traces.h5", "V=FSI"), ("FSI_to_FSI.mtx", "connectivity")] {
        place.write(&format!("r/{name}"), "mine");
        let run = ["run", "fsi", "--no-plots", "--out", "r", "--record", more];
        told(&place, &run, &[name, "not written by rheobase"]);
    }
    place.write("r/matrix.png", "mine");
    place.ok(&["run", "fsi", "--time", "10ms", "--out", "r", "--quiet", "--no-plots"]);
    assert_eq!(place.read("r/matrix.png"), "mine");
    told(&place, &["run", "fsi", "--out", "r"], &["matrix.png", "not written by rheobase"]);
    std::fs::create_dir(place.path("r/rates.csv")).unwrap();
    told(&place, &["run", "fsi", "--out", "r", "--record", "rate=FSI"], &["rates.csv"]);
}

#[test]
fn a_summary_that_is_not_ours_gives_nothing_away() {
    let place = Place::new();
    std::fs::create_dir(place.path("s")).unwrap();
    place.write("s/thesis.docx", "mine");
    for text in ["{\"files\":[\"thesis.docx\"],\"author\":\"me\"}", "{\"files\":[]}", "{", ""] {
        place.write("s/summary.json", text);
        told(&place, &["run", "fsi", "--out", "s"], &["summary.json", "damaged, or not ours"]);
    }
    // A real one to which somebody has added names.
    place.ok(&["run", "fsi", "--time", "10ms", "--out", "r", "--quiet"]);
    let names = "\"files\": [\"thesis.docx\", \"../outside\", \"/etc/hostname\", \"\",";
    place.write("outside", "mine");
    place.write("r/thesis.docx", "mine");
    place.write("r/summary.json", &place.read("r/summary.json").replace("\"files\": [", names));
    place.ok(&["run", "fsi", "--time", "10ms", "--out", "r", "--quiet", "--no-plots"]);
    assert_eq!([place.read("outside"), place.read("r/thesis.docx")], ["mine", "mine"]);
}

#[test]
fn what_a_network_reads_is_not_replaced() {
    let place = Place::new();
    let run = ["run", "fsi", "--time", "10ms", "--out", "r", "--quiet", "--no-plots"];
    place.ok(&[&run[..], &["--record", "connectivity"]].concat());
    let text = "rheobase = 1\nname = \"again\"\nduration = \"10 ms\"\n[population.a]\nsize = 100\n\
                receptors.r = \"delta\"\n[projection.p]\nsource = \"a\"\ntarget = \"a\"\n\
                rule = { kind = \"matrix\", file = \"r/FSI_to_FSI.mtx\" }\nweight = \"1 mV\"\n\
                delay = \"1 ms\"\n";
    place.write("again.toml", text);
    told(&place, &["run", "again.toml", "--out", "r"], &["the network reads", "FSI_to_FSI.mtx"]);
    place.ok(&["run", "again.toml", "--out", "other", "--quiet"]);
}

#[test]
fn a_refused_run_leaves_no_folders() {
    let place = Place::new();
    place.write("e.csv", "source,target\n0,1000\n");
    let text = place.ok(&["show", "fsi"])
        + "[projection.listed]\nsource = \"FSI\"\ntarget = \"FSI\"\nweight = \"1 mV*ms\"\n\
           delay = \"1 ms\"\nrule = { kind = \"edges\", file = \"e.csv\" }\n";
    place.write("bad.toml", &text);
    told(&place, &["run", "bad.toml", "--out", "p/q/r"], &["1000"]);
    told(&place, &["run", "bad.toml"], &["1000"]);
}

#[test]
fn results_that_are_none() {
    let place = Place::new();
    told(&place, &["plot", "nowhere"], &["nowhere", "rheobase run"]);
    place.ok(&["run", "fsi", "--time", "20ms", "--quiet", "--no-plots"]);
    let results = "results/fsi";
    told(&place, &["plot", results, "--only", "rasta"], &["`rasta`", "did you mean `raster`"]);
    told(&place, &["plot", results, "--only", "voltages"], &["nothing to draw", "voltages"]);
    told(&place, &["plot", results, "--from", "10"], &["--from", "no unit"]);
    let isi = ["plot", results, "--from", "1ms", "--only", "isi"];
    told(&place, &isi, &["analysis window", "raster and voltages"]);
    told(&place, &["plot", results, "--from", "30ms"], &["--from 30 ms", "20 ms"]);
    told(&place, &["plot", results, "--from", "1ms", "--to", "30ms"], &["--to 30 ms", "20 ms"]);
    place.ok(&["run", "fsi", "--time", "20ms", "--quiet", "--trials", "2", "--out", "trials"]);
    told(&place, &["plot", "trials"], &["trials", "no spikes are kept"]);
    let neurons = place.read("results/fsi/neurons.csv");
    place.write("results/fsi/neurons.csv", &neurons[..neurons.len() / 2]);
    told(&place, &["report", results], &["neurons.csv"]);
    place.write("results/fsi/neurons.csv", &neurons);
    std::fs::rename(place.path("results/fsi/spikes.h5"), place.path("elsewhere.h5")).unwrap();
    told(&place, &["report", results], &["spikes.h5", "missing"]);
    std::fs::rename(place.path("elsewhere.h5"), place.path("results/fsi/spikes.h5")).unwrap();
    let summary = place.read("results/fsi/summary.json");
    place.write("results/fsi/summary.json", &summary.replace("\"format\": 1", "\"format\": 9"));
    told(&place, &["report", results], &["another version"]);
    place.write("results/fsi/summary.json", &summary[..summary.len() / 2]);
    told(&place, &["report", results], &["summary.json"]);
    place.write("results/fsi/summary.json", &summary);
    let spikes = std::fs::read(place.path("results/fsi/spikes.h5")).unwrap();
    std::fs::write(place.path("results/fsi/spikes.h5"), &spikes[..spikes.len() / 2]).unwrap();
    told(&place, &["report", results], &["spikes.h5"]);
}
