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
    fs::write(&data, "1\n3\n").expect("a file");
    let changed = refused(&path);
    assert!(changed.contains("has changed since") && changed.contains("v.csv"), "{changed}");
    fs::remove_file(&data).expect("a file");
    let missing = refused(&path);
    assert!(missing.contains("v.csv") && missing.contains("cannot be read"), "{missing}");
    // Nor can it be saved any more.
    assert!(simulation.save_file(&path).is_err());
    assert_eq!(fs::read(&path).expect("a file"), bytes);
}
