//! The networks with spike-timing dependent plasticity from the literature are what was published.
#![allow(missing_docs)]

#[path = "common/lab.rs"]
mod lab;

use lab::*;
use rheobase::spec::{NetworkSpec, PlasticityRule, Rule, RuleWeight, WeightUnit, WeightValue};
use std::path::Path;

fn load(text: &str) -> NetworkSpec {
    match NetworkSpec::from_toml(text, Path::new("")) {
        Ok(parsed) => parsed.spec,
        Err(problems) => panic!("{problems}"),
    }
}

fn brunel() -> NetworkSpec {
    load(include_str!("../presets/brunel-stdp.toml"))
}

fn hpc() -> NetworkSpec {
    load(include_str!("../presets/hpc.toml"))
}

fn weights(spec: &NetworkSpec) -> Vec<f64> {
    let weight = |value: &WeightValue| match value {
        WeightValue::Constant(w) => *w,
        other => panic!("{other:?}"),
    };
    spec.projections.iter().map(|p| weight(&p.weight.value)).collect()
}

#[test]
fn brunel_has_15_625_000_synapses_10_million_of_which_learn() {
    let spec = brunel();
    let estimate = spec.estimate();
    assert_eq!((estimate.neurons, estimate.synapses()), (12_500, 15_625_000.0));
    assert_eq!(weights(&spec), [0.1, 0.1, -0.5, -0.5]);
    let plastic: Vec<_> = spec.projections.iter().filter(|p| p.plasticity.is_some()).collect();
    assert_eq!(plastic.len(), 1);
    assert!(plastic[0].rule == Rule::FixedInDegree { n: 1000 } && plastic[0].allow_multiple);
    let w_max = RuleWeight { value: 0.2, unit: WeightUnit::MilliVolt };
    let (tau_plus, tau_minus, lambda, alpha) = (20.0, 20.0, 0.001, 1.05);
    let (mu_plus, mu_minus) = (0.0, 0.0);
    let rule =
        PlasticityRule::Stdp { tau_plus, tau_minus, lambda, alpha, mu_plus, mu_minus, w_max };
    assert_eq!(plastic[0].plasticity.unwrap().rule, rule);
}

#[test]
fn hpc_has_127_million_synapses_81_million_of_which_learn() {
    let spec = hpc();
    let estimate = spec.estimate();
    assert_eq!((estimate.neurons, estimate.synapses()), (11_250, 126_562_500.0));
    let plastic = spec.projections.iter().position(|p| p.plasticity.is_some()).unwrap();
    assert_eq!(estimate.projections[plastic].synapses, 81e6);
    // 8 bytes for each learning synapse and 4 for each.
    assert!(estimate.bytes() < 1.2e9, "{} bytes", estimate.bytes());
    // Inhibition is 5 times stronger.
    let w = weights(&spec);
    assert!(w[0] == w[1] && w[2] == w[3] && (w[2] / w[0] + 5.0).abs() < 1e-12);
    // The external rate is eta = 1.685 times that whose mean input reaches the threshold.
    let tau = 0.325_827_224_037_228_4;
    let threshold = 20.0 / (9000.0 * 10.0 / 250.0 * w[0] * std::f64::consts::E * tau) * 1e3;
    let text = include_str!("../presets/hpc.toml");
    let rates: Vec<f64> = text
        .lines()
        .filter_map(|line| line.strip_prefix("rate = \"")?.strip_suffix(" Hz\"")?.parse().ok())
        .collect();
    assert_eq!(rates.len(), 2);
    assert!(rates.iter().all(|rate| (rate / threshold - 1.685).abs() < 1e-12), "{rates:?}");
}

/// 0.14 mV at the peak, 1.700759 ms after it began.
#[test]
fn a_postsynaptic_potential_of_hpc_is_as_high_and_as_late_as_published() {
    let w = weights(&hpc())[0];
    let run = run(&format!(
        "dt = \"0.01 ms\"\nduration = \"6 ms\"\n[population.a]\nsize = 1\ntau_m = \"10 ms\"\n\
         C_m = \"250 pF\"\nV_rest = \"0 mV\"\nV_thr = \"20 mV\"\nV_reset = \"0 mV\"\n\
         V_init = \"0 mV\"\nreceptors.r = {{ kind = \"alpha\", tau = \"0.32582722403722841 ms\" }}\n\
         [input.s]\ntarget = \"a\"\nkind = \"spike_train\"\ntimes = [\"1 ms\"]\nids = [0]\n\
         weight = \"{w} pA\"\n[record.v]\nkind = \"state\"\nof = \"a\"\nvariables = [\"V\"]\n\
         every = \"0.01 ms\"\n"
    ));
    let v = column(trace(&run, "v", "V"), 0);
    let peak = (0..v.len()).max_by(|&a, &b| v[a].total_cmp(&v[b])).expect("samples");
    assert!((v[peak] - 0.14).abs() < 1e-6, "{} mV", v[peak]);
    assert!((peak as f64 * 0.01 - 1.0 - 1.700759).abs() <= 0.01, "{peak}");
}

/// A fiftieth of each network, with inputs as strong: it fires, learns, and gives the same bits on
/// two threads.
#[test]
fn small_versions_learn() {
    let texts = [include_str!("../presets/brunel-stdp.toml"), include_str!("../presets/hpc.toml")];
    for text in texts {
        let small = text
            .replace("size = 10000", "size = 200")
            .replace("size = 2500", "size = 50")
            .replace("size = 9000", "size = 180")
            .replace("size = 2250", "size = 45")
            .replace("n = 1000", "n = 20")
            .replace("n = 250", "n = 5")
            .replace("n = 9000", "n = 180")
            .replace("n = 2250", "n = 45")
            .replace("duration = \"500 ms\"", "duration = \"250 ms\"");
        let spec = load(&small);
        let one = run_spec(&spec, 1);
        let two = run_spec(&spec, 2);
        assert!(one.recording.hash.spikes() > 500, "{} spikes", one.recording.hash.spikes());
        assert_eq!(one.recording.hash, two.recording.hash);
        let learned = one.engine.weights(0);
        assert_eq!(learned, two.engine.weights(0));
        let initial = weights(&spec)[0];
        let changed = learned.iter().filter(|&&w| w != initial).count();
        assert!(changed > learned.len() / 2, "{changed} of {} changed", learned.len());
    }
}
