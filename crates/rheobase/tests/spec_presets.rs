//! The presets hold the numbers that were published.

use rheobase::presets;
use rheobase::spec::{
    FailureMode, InputKind, NetworkSpec, Param, ReceptorKind, Scheme, WeightUnit,
};
use std::path::Path;

fn load(name: &str) -> NetworkSpec {
    made(name, &[])
}

fn made(name: &str, settings: &[(&str, &str)]) -> NetworkSpec {
    let text = presets::get(name).unwrap().with(settings).unwrap();
    match NetworkSpec::from_toml(&text, Path::new("")) {
        Ok(parsed) => parsed.spec,
        Err(problems) => panic!("{}\n{text}", problems.in_file(name)),
    }
}

/// The networks of the original simulator.
const ORIGINAL: [&str; 4] = ["striatum", "striatum2", "fsi", "one_population"];

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
fn presets_of_the_original_have_the_common_numbers_and_no_problem() {
    for name in ORIGINAL {
        let spec = load(name);
        assert_eq!(spec.name, name);
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

fn size(spec: &NetworkSpec, name: &str) -> u64 {
    spec.population(name).expect("the population").size
}

fn weight(spec: &NetworkSpec, name: &str) -> f64 {
    use rheobase::spec::{Shape, WeightValue};
    match spec.projections.iter().find(|p| p.name == name).expect("it").weight.value {
        WeightValue::Constant(w) => w,
        WeightValue::Drawn(d) => match d.shape {
            Shape::Normal { mean, .. } => mean,
            other => panic!("{other:?}"),
        },
        WeightValue::FromRule => panic!("{name}"),
    }
}

fn rule(spec: &NetworkSpec, name: &str) -> rheobase::spec::Rule {
    spec.projections.iter().find(|p| p.name == name).expect("it").rule.clone()
}

/// Rate times sources times weight of a Poisson input.
fn poisson(spec: &NetworkSpec, name: &str) -> (f64, f64) {
    use rheobase::spec::{TimeFunction, WeightValue};
    let input = spec.inputs.iter().find(|i| i.name == name).expect("the input");
    let InputKind::Poisson { rate: TimeFunction::Constant(rate), sources, weight, .. } =
        &input.kind
    else {
        panic!("{input:?}")
    };
    let WeightValue::Constant(weight) = weight.value else { panic!() };
    (rate * *sources as f64, weight)
}

#[test]
fn brunel_is_as_published() {
    use rheobase::spec::{Delay, Rule};
    let spec = load("brunel");
    assert_eq!((size(&spec, "E"), size(&spec, "I"), spec.scheme), (10_000, 2_500, Scheme::Exact));
    assert_eq!(rule(&spec, "E->I"), Rule::FixedInDegree { n: 1000 });
    assert_eq!(rule(&spec, "I->E"), Rule::FixedInDegree { n: 250 });
    assert_eq!((weight(&spec, "E->E"), weight(&spec, "I->E")), (0.1, -0.5));
    assert_eq!(poisson(&spec, "external_I"), (20_000.0, 0.1));
    assert!(spec.projections.iter().all(|p| p.delay == Delay::Time(1.5) && p.allow_multiple));
    for (regime, g, rate) in
        [("SR", 3.0, 20_000.0), ("SI_fast", 6.0, 40_000.0), ("SI_slow", 4.5, 9_000.0)]
    {
        let spec = made("brunel", &[("regime", regime)]);
        assert!((weight(&spec, "I->I") + g * 0.1).abs() < 1e-12, "{regime}");
        assert!((poisson(&spec, "external_E").0 - rate).abs() < 1e-6, "{regime}");
    }
    // The network of the reference, a fifth as large with threefold synapses.
    let spec = made("brunel", &[("scale", "0.2"), ("J", "0.3 mV"), ("rule", "bernoulli")]);
    assert_eq!((size(&spec, "E"), size(&spec, "I")), (2000, 500));
    assert_eq!(rule(&spec, "E->I"), Rule::Bernoulli { p: 0.1 });
    assert!((poisson(&spec, "external_E").0 - 6_666.666_666_67).abs() < 1e-6);
    let given = made("brunel", &[("regime", "SR"), ("g", "4"), ("eta", "1.5"), ("scale", "4")]);
    assert!((weight(&given, "I->I") + 0.2).abs() < 1e-12, "J is 0.1 mV / 2");
    assert!((poisson(&given, "external_E").0 - 1.5 * 20_000.0).abs() < 1e-6);
}

#[test]
fn vogels_and_abbott_are_as_in_the_benchmarks() {
    use rheobase::spec::Rule;
    for (name, weights, unit) in [
        ("cuba", (1.62, -9.0), WeightUnit::MilliVolt),
        ("coba", (6.0, 67.0), WeightUnit::NanoSiemens),
    ] {
        let spec = load(name);
        assert_eq!((size(&spec, "E"), size(&spec, "I")), (3200, 800));
        assert_eq!((weight(&spec, "E->I"), weight(&spec, "I->I")), weights);
        assert!(spec.projections.iter().all(|p| p.weight.unit == unit));
        assert_eq!(rule(&spec, "E->I"), Rule::Bernoulli { p: 0.02 });
        let half = made(name, &[("scale", "0.5"), ("rule", "fixed_in_degree")]);
        assert_eq!(rule(&half, "E->I"), Rule::FixedInDegree { n: 64 });
        assert_eq!(size(&half, "E"), 1600);
    }
    let kind = load("coba").populations[0].receptors[1].kind;
    assert_eq!(kind, ReceptorKind::Conductance { tau: 10.0, reversal: -80.0 });
}

#[test]
fn the_microcircuit_is_as_published() {
    use rheobase::spec::{DriveUnit, Rule};
    let spec = load("microcircuit");
    let sizes: Vec<u64> = spec.populations.iter().map(|p| p.size).collect();
    assert_eq!(sizes, [20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948]);
    let total: u64 = spec
        .projections
        .iter()
        .map(|p| match p.rule {
            Rule::FixedTotal { n } => n,
            _ => panic!("{:?}", p.rule),
        })
        .sum();
    // 0.3 billion.
    assert!(total.abs_diff(298_880_000) < 100_000, "{total} synapses");
    // 87.8 pA on 40 MOhm.
    let w = weight(&spec, "L23E->L23E");
    assert!((w / 0.04 - 87.8).abs() < 0.02, "{w} mV");
    assert!((weight(&spec, "L4E->L23E") - 2.0 * w).abs() < 1e-9);
    assert!((weight(&spec, "L4I->L4I") + 4.0 * w).abs() < 1e-9);
    assert_eq!(poisson(&spec, "external_L6E").0, 2900.0 * 8.0);
    assert!(!spec.inputs.iter().any(|i| i.name.starts_with("constant")), "nothing was lost");

    let constant = |spec: &NetworkSpec, name: &str| {
        let input = spec.inputs.iter().find(|i| i.name == name).expect("the input");
        let InputKind::Constant { mean, unit: DriveUnit::MilliVolt, .. } = input.kind else {
            panic!("{input:?}")
        };
        mean
    };
    // Mean external input: 2100 * 8 Hz * 0.5 ms * w.
    let dc = made("microcircuit", &[("drive", "dc")]);
    assert!((constant(&dc, "constant_L4E") - 2100.0 * 8.0 * 0.5e-3 * w).abs() < 1e-6);
    assert!(!dc.inputs.iter().any(|i| i.name.starts_with("external")));

    let small = made("microcircuit", &[("scale", "0.1")]);
    assert_eq!(size(&small, "L5I"), 107);
    assert!((weight(&small, "L4I->L4I") + 4.0 * w * 10f64.sqrt()).abs() < 1e-6);
    let n = |spec: &NetworkSpec| match rule(spec, "L4E->L4E") {
        Rule::FixedTotal { n } => n as f64,
        _ => panic!(),
    };
    assert!((n(&spec) / n(&small) - 100.0).abs() < 0.01, "a tenth of neurons and of synapses each");
    // The mean of the external input is kept: what spikes still bring and what makes up for them.
    let (rate, weight) = poisson(&small, "external_L4E");
    let spikes = rate * weight * 0.5e-3;
    let lost = 2100.0 * 8.0 * 0.5e-3 * w - spikes;
    assert!(lost > 0.0 && constant(&small, "constant_L4E") < lost, "recurrent input inhibits");
    // Variance of the external input: rate times the square of the weight.
    let (full_rate, full_weight) = poisson(&spec, "external_L4E");
    assert!((rate * weight * weight / (full_rate * full_weight * full_weight) - 1.0).abs() < 1e-9);
}

#[test]
fn parameters_of_presets_are_checked_by_name_and_range() {
    let brunel = presets::get("brunel").unwrap();
    let error = |name: &str, value: &str| brunel.with(&[(name, value)]).unwrap_err().to_string();
    let cases = [
        ("regim", "AI", "did you mean `regime`"),
        ("regime", "SI_fats", "did you mean `SI_fast`"),
        ("scale", "0.0001", "0.01 to 100"),
        ("scale", "much", "`much` is no number"),
        ("J", "0.1", "has no unit"),
        ("J", "3 ms", "not a voltage"),
        ("g", "nan", "out of range"),
    ];
    for (name, value, expected) in cases {
        let error = error(name, value);
        assert!(error.contains(expected), "{name}={value}: {error}");
    }
    let twice = brunel.with(&[("g", "4"), ("g", " 6 ")]).unwrap();
    assert!(twice.contains("g=6, "), "the last one counts");
    assert_eq!(brunel.with(&[]).unwrap(), brunel.text());
}

/// A parameter goes before what `--set` finds in the file: it must not hide anything there.
#[test]
fn no_parameter_has_the_name_of_a_thing_in_the_file() {
    for preset in presets::list() {
        let spec = load(preset.name);
        let mut names: Vec<String> = spec.populations.iter().map(|p| p.name.clone()).collect();
        names.extend(spec.projections.iter().map(|p| p.name.clone()));
        names.extend(spec.inputs.iter().map(|i| i.name.clone()));
        let top = ["name", "description", "duration", "dt", "scheme", "seed", "seeds", "analysis"];
        names.extend(top.map(String::from));
        for parameter in preset.parameters {
            assert!(!names.iter().any(|n| n == parameter.name), "{}", parameter.name);
            assert!(!parameter.about.is_empty());
        }
    }
}
