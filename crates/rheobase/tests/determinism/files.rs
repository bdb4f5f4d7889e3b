//! Simulations that are saved as a file of their own, and loaded by somebody who has nothing else.

use super::checkpoints::new;
use super::lab::*;
use super::{fingerprint, networks};
use rheobase::record::Simulation;
use rheobase::spec::{RecordKind, RecordSpec, Selection};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

fn advance(simulation: &mut Simulation, ticks: u64) {
    simulation.advance(ticks, &mut |_| ControlFlow::Continue(())).expect("it is stable");
}

#[test]
fn a_loaded_simulation_goes_on_as_the_saved_one() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, spec) in networks::all() {
        let path = folder.path().join("saved");
        let mut simulation = new(&spec, 2);
        advance(&mut simulation, 411);
        // With weights and recordings that are not those of the description.
        for p in 0..spec.all_projections().len() {
            let weights: Vec<_> = simulation.engine.weights(p).iter().map(|w| w * 0.75).collect();
            simulation.engine.set_weights(p, &weights).expect("weights");
        }
        let of = Selection::all(&spec.populations[0].name);
        let kind =
            RecordKind::State { of, sample: Some(2), variables: vec!["V".into()], every: 0.5 };
        simulation.set_records(&[RecordSpec { name: "v".into(), kind }]).expect("recordings");
        advance(&mut simulation, 33);
        simulation.save_file(&path).expect("it is written");
        let bytes = simulation.to_bytes().expect("bytes");
        assert_eq!(fs::read(&path).expect("a file"), bytes);
        let mut others = [
            Simulation::load_file(&path, Some(3)).expect("it is whole"),
            Simulation::from_bytes(&bytes, None).expect("it is whole"),
        ];
        advance(&mut simulation, 700);
        for other in &mut others {
            assert_eq!(other.engine.network().spec, spec, "{name}");
            advance(other, 700);
            assert_eq!(fingerprint(other), fingerprint(&simulation), "{name}");
        }
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing else is left");
}

#[test]
fn what_is_no_saved_simulation_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("v.csv");
    fs::write(&data, "1\n2\n").expect("a file");
    let text = format!(
        "duration = \"5 ms\"\n[population.a]\nsize = 2\n[input.x]\ntarget = \"a\"\n\
         kind = \"per_neuron\"\nvalue = {{ file = '{}', unit = \"mV\" }}\n",
        data.display()
    );
    let mut simulation = new(&spec(&text), 1);
    advance(&mut simulation, 20);
    let path = folder.path().join("saved");
    let refused = |path: &Path| match Simulation::load_file(path, None) {
        Ok(_) => panic!("it was loaded"),
        Err(error) => error.to_string(),
    };
    assert!(refused(&path).contains("cannot load"), "there is no file");
    simulation.save_file(&path).expect("it is written");
    assert!(Simulation::load_file(&path, None).is_ok());
    let bytes = fs::read(&path).expect("a file");
    let wrong = folder.path().join("wrong");
    for at in (0..bytes.len()).step_by(97).chain(0..16) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x20;
        fs::write(&wrong, &damaged).expect("a file");
        refused(&wrong);
        fs::write(&wrong, &bytes[..at]).expect("a file");
        refused(&wrong);
    }
    // What was read is in it; but what can no longer be read cannot be saved.
    fs::remove_file(&data).expect("a file");
    assert!(Simulation::load_file(&path, None).is_ok());
    let refused = simulation.save_file(&path).expect_err("a file is missing").to_string();
    assert!(refused.contains("v.csv"), "{refused}");
    assert_eq!(fs::read(&path).expect("a file"), bytes);
}

/// Every kind of data file.
#[test]
fn data_files_are_saved_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = [
        ("tau.csv", "0.01\n0.0125\n0.02\n"),
        ("dense.csv", "0,0.5,0\n1.5,0,0.25\n0,0,0\n"),
        ("sparse.mtx", "%%MatrixMarket matrix coordinate real general\n3 3 2\n1 2 0.3\n3 1 -0.1\n"),
        ("edges.csv", "source,target,weight,delay\n0,2,0.1,0.3\n1,0,0.2,1\n"),
        ("pairs.csv", "2,1\n0,1\n"),
        ("series.csv", "1,2,3\n2,3,4\n0,0,30\n"),
        ("column.csv", "10\n25\n"),
        ("spikes.csv", "1,0\n3.1,2\n3.1,1\n"),
    ];
    for (name, content) in files {
        fs::write(folder.path().join(name), content).expect("a file");
    }
    let projection = |name: &str, rule: &str, weight: &str, delay: &str| {
        format!(
            "[projection.{name}]\nsource = \"a\"\ntarget = \"a\"\nrule = {rule}\nweight = {weight}\n\
             delay = {delay}\n"
        )
    };
    let given = "{ from = \"rule\", unit = \"uV\" }";
    let text = [
        "duration = \"60 ms\"\n[population.a]\nsize = 3\ntau_m = { file = \"tau.csv\", unit = \"s\" }\n\
         receptors.r = \"delta\"\n[record.v]\nkind = \"state\"\nof = \"a\"\nvariables = [\"V\"]\n\
         every = \"0.1 ms\"\n"
            .into(),
        projection("d", "{ kind = \"matrix\", file = \"dense.csv\" }", given, "\"1 ms\""),
        projection("d2", "{ kind = \"matrix\", file = \"dense.csv\" }", "\"1 mV\"", "\"2 ms\""),
        projection("s", "{ kind = \"matrix\", file = \"sparse.mtx\" }", given, "\"1 ms\""),
        projection("s2", "{ kind = \"matrix\", file = \"sparse.mtx\" }", "\"2 mV\"", "\"1 ms\""),
        projection("e", "{ kind = \"edges\", file = \"edges.csv\" }", given, "{ from = \"rule\" }"),
        projection("e2", "{ kind = \"edges\", file = \"pairs.csv\" }", "\"3 mV\"", "\"1 ms\""),
        "[input.t]\ntarget = \"a\"\nkind = \"current\"\nvalue = { kind = \"series\", file = \"series.csv\", \
         unit = \"mV\", interval = \"20 ms\" }\n\
         [input.c]\ntarget = \"a\"\nkind = \"current\"\nvalue = { kind = \"series\", file = \"column.csv\", \
         unit = \"mV\", interval = \"15 ms\" }\n\
         [input.s]\ntarget = \"a\"\nkind = \"spike_train\"\nfile = \"spikes.csv\"\nweight = \"9 mV\"\n"
            .into(),
    ]
    .concat();
    let spec = spec_in(folder.path(), &text);
    let mut simulation = new(&spec, 1);
    advance(&mut simulation, 33);
    let bytes = simulation.to_bytes().expect("bytes");
    drop(folder);
    let mut other = Simulation::from_bytes(&bytes, Some(2)).expect("it is whole");
    assert!(other.engine.network().spec.data_files().is_empty());
    for simulation in [&mut simulation, &mut other] {
        advance(simulation, 567);
    }
    assert!(simulation.recording.hash.spikes() > 0);
    assert_eq!(fingerprint(&other), fingerprint(&simulation));
    for p in 0..6 {
        assert_eq!(other.engine.weights(p), simulation.engine.weights(p));
    }
}
