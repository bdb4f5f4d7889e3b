//! The presets hold the numbers that were published.

use rheobase::presets;
use rheobase::spec::{
    FailureMode, InputKind, NetworkSpec, Param, ReceptorKind, Scheme, WeightUnit,
};
use std::path::Path;

fn load(name: &str) -> NetworkSpec {
    let preset = presets::get(name).unwrap();
    match NetworkSpec::from_toml(preset.text, Path::new("")) {
        Ok(parsed) => parsed.spec,
        Err(problems) => panic!("{}", problems.in_file(name)),
    }
}

fn means(spec: &NetworkSpec) -> Vec<f64> {
    spec.inputs
        .iter()
        .filter_map(|input| match input.kind {
            InputKind::Constant { mean, sd, .. } => {
                assert_eq!(sd, 0.0);
                Some(mean)
            }
            _ => None,
        })
        .collect()
}

fn noises(spec: &NetworkSpec) -> Vec<f64> {
    spec.inputs
        .iter()
        .filter_map(|input| match input.kind {
            InputKind::StepNoise { sd } => Some(sd),
            _ => None,
        })
        .collect()
}

/// Weights of the expanded projections as (source, target, p, weight, failure probability).
fn wiring(spec: &NetworkSpec) -> Vec<(String, f64, f64, f64)> {
    use rheobase::spec::{Delay, Rule, WeightValue};
    spec.all_projections()
        .iter()
        .map(|p| {
            let Rule::Bernoulli { p: probability } = p.rule else { panic!("{:?}", p.rule) };
            let WeightValue::Constant(weight) = p.weight.value else { panic!() };
            let failure = p.failure.unwrap();
            assert_eq!(p.weight.unit, WeightUnit::MilliVoltMs);
            assert_eq!(p.delay, Delay::Steps(1));
            assert_eq!(failure.mode, FailureMode::Mask { every: 50.0 });
            assert!(!failure.on && !p.allow_self && !p.allow_multiple);
            (p.name.clone(), probability, weight, failure.probability)
        })
        .collect()
}

fn row(name: &str, p: f64, w: f64, failure: f64) -> (String, f64, f64, f64) {
    (name.into(), p, w, failure)
}

#[test]
fn every_preset_has_the_common_numbers_and_no_problem() {
    for preset in presets::list() {
        let spec = load(preset.name);
        assert_eq!(spec.name, preset.name);
        assert_eq!((spec.dt, spec.duration, spec.scheme), (0.1, 1000.0, Scheme::Euler));
        for population in &spec.populations {
            let rheobase::spec::NeuronModel::Lif(lif) = &population.model;
            assert_eq!(lif.tau_m, Param::Constant(10.0));
            assert_eq!(lif.v_thr, Param::Constant(-50.0));
            assert_eq!(lif.v_reset, Param::Constant(-80.0));
            assert_eq!(lif.v_rest, Param::Constant(-70.0));
            assert_eq!(lif.t_ref, Param::Constant(0.0));
            assert_eq!(lif.v_spike, 40.0);
            assert_eq!(population.receptors.len(), 1);
            assert_eq!(population.receptors[0].kind, ReceptorKind::Exponential { tau: 10.0 });
        }
    }
}

#[test]
fn striatum_is_as_published() {
    let spec = load("striatum");
    let sizes: Vec<_> = spec.populations.iter().map(|p| (p.name.as_str(), p.size)).collect();
    assert_eq!(sizes, [("dSPN", 490), ("iSPN", 490), ("FSI", 20)]);
    let colors: Vec<_> = spec.populations.iter().filter_map(|p| p.color.as_deref()).collect();
    assert_eq!(colors, ["blue", "green", "red"]);
    assert_eq!(means(&spec), [30.0, 26.0, 22.0]);
    assert_eq!(noises(&spec), [2.0, 2.0, 2.0]);
    let expected = [
        row("dSPN->dSPN", 0.26, -4.0, 0.7),
        row("iSPN->dSPN", 0.27, -13.0, 0.5),
        row("FSI->dSPN", 0.53, -50.0, 0.0),
        row("dSPN->iSPN", 0.06, -11.0, 0.7),
        row("iSPN->iSPN", 0.36, -11.0, 0.6),
        row("FSI->iSPN", 0.36, -50.0, 0.0),
        row("FSI->FSI", 0.58, -6.0, 0.0),
    ];
    assert_eq!(wiring(&spec), expected);
}

#[test]
fn striatum2_is_as_published() {
    let (spec, striatum) = (load("striatum2"), load("striatum"));
    assert_eq!(means(&spec), [72.0, 60.0, 33.0]);
    assert_eq!(noises(&spec), [2.0, 2.0, 2.0]);
    let weights: Vec<_> = wiring(&spec).iter().map(|row| row.2).collect();
    // -1.1 * 100 in f64, as in the reference data's pop_CW.
    let w = -110.00000000000001;
    assert_eq!(weights, [-40.0, -130.0, -500.0, w, w, -500.0, -60.0]);
    assert_eq!(spec.blocks[0].probability, striatum.blocks[0].probability);
    assert_eq!(spec.blocks[0].failure, striatum.blocks[0].failure);
    assert_eq!(spec.populations, striatum.populations);
}

#[test]
fn single_populations_are_as_published() {
    let fsi = load("fsi");
    assert_eq!((fsi.populations[0].name.as_str(), fsi.populations[0].size), ("FSI", 100));
    assert_eq!(wiring(&fsi), [row("FSI->FSI", 0.58, -60.0, 0.5)]);
    assert_eq!((means(&fsi), noises(&fsi)), (vec![50.0], vec![0.0]));
    let one = load("one_population");
    assert_eq!((one.populations[0].name.as_str(), one.populations[0].size), ("pop", 1000));
    assert_eq!(wiring(&one), [row("pop->pop", 1.0, -1.0, 0.5)]);
    assert_eq!((means(&one), noises(&one)), (vec![200.0], vec![0.0]));
}

#[test]
fn presets_read_back_as_printed() {
    for preset in presets::list() {
        let spec = load(preset.name);
        let printed = spec.to_toml();
        let again = match NetworkSpec::from_toml(&printed, Path::new("")) {
            Ok(parsed) => parsed.spec,
            Err(problems) => panic!("{problems}\n{printed}"),
        };
        assert_eq!(again, spec);
        assert_eq!(again.to_toml(), printed);
    }
}

#[test]
fn unknown_presets_are_answered_with_a_suggestion() {
    let error = presets::get("striatum3").unwrap_err().to_string();
    assert!(error.contains("did you mean `striatum"), "{error}");
    assert!(presets::get("cortex").unwrap_err().to_string().contains("presets: striatum, "));
}
