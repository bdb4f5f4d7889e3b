//! Any number of threads, and any recordings.

use super::lab::*;
use super::{fingerprint, networks};
use rheobase::spec::{NetworkSpec, RecordKind, RecordSpec, Selection};

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    for (name, spec) in networks::all() {
        let one = fingerprint(&run_spec(&spec, 1));
        for threads in [2, 3, 7] {
            assert_eq!(fingerprint(&run_spec(&spec, threads)), one, "{name}, {threads} threads");
        }
        // The fingerprint sees what it is for.
        let other = NetworkSpec { seed: spec.seed + 1, ..spec.clone() };
        assert_ne!(fingerprint(&run_spec(&other, 1)).0, one.0, "{name}: the seed means nothing");
    }
}

#[test]
fn recording_changes_nothing() {
    for (name, spec) in networks::all() {
        let recorded = run_spec(&spec, 1).recording.hash;
        let none = NetworkSpec { record: Vec::new(), ..spec.clone() };
        assert_eq!(run_spec(&none, 2).recording.hash, recorded, "{name}");
        let of = Selection::all(&spec.populations[0].name);
        let no_spikes = RecordKind::Spikes { of, sample: Some(0) };
        let no_spikes = RecordSpec { name: "none".into(), kind: no_spikes };
        let record = vec![spec.record[1].clone(), no_spikes];
        let few = NetworkSpec { record, ..spec.clone() };
        let few = run_spec(&few, 1).recording;
        assert_eq!(few.hash, recorded, "{name}");
        assert!(few.spikes.is_empty(), "the hash is over all spikes, recorded or not");
    }
}

/// The three seeds: each changes its own share.
#[test]
fn seeds_may_be_set_apart() {
    let (_, spec) = networks::all().swap_remove(0);
    let base = compile(&spec);
    let with = |change: &dyn Fn(&mut NetworkSpec)| {
        let mut spec = spec.clone();
        spec.seeds.wiring = Some(spec.seed);
        spec.seeds.initial = Some(spec.seed);
        change(&mut spec);
        compile(&spec)
    };
    let wired = |n: &rheobase::network::Network| {
        (0..n.projections.len()).map(|p| n.wire(p).unwrap()).collect::<Vec<_>>()
    };
    let started = |n: &rheobase::network::Network| n.populations[0].v_init.clone();
    let same = with(&|_| {});
    assert!(wired(&same) == wired(&base) && started(&same) == started(&base));
    let wiring = with(&|s| s.seeds.wiring = Some(99));
    assert!(wired(&wiring) != wired(&base) && started(&wiring) == started(&base));
    let initial = with(&|s| s.seeds.initial = Some(99));
    assert!(wired(&initial) == wired(&base) && started(&initial) != started(&base));
    let noise = with(&|s| s.seeds.noise = Some(99));
    assert!(wired(&noise) == wired(&base) && started(&noise) == started(&base));
    let hash = |spec: &NetworkSpec| run_spec(spec, 1).recording.hash;
    let mut other = spec.clone();
    other.seeds.noise = Some(99);
    assert_ne!(hash(&spec), hash(&other));
}
