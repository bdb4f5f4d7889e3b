//! The same bits: what a wiring depends on, and what it does not.

use crate::common::*;
use rheobase::spec::*;
use rheobase::wiring::{Synapses, Weights, wire};

/// FNV-1a over everything that a wiring is.
fn hash(synapses: &Synapses) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut add = |number: u64| {
        for byte in number.to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    };
    synapses.offsets.iter().for_each(|&o| add(o));
    for k in 0..synapses.len() {
        add(u64::from(synapses.targets[k]));
        add(synapses.weights.get(k).to_bits());
        add(u64::from(synapses.delays.get(k)));
    }
    hash
}

/// Every drawn rule, with drawn weights and delays, on 100 neurons.
fn golden(rule: Rule, allow_multiple: bool, seed: u64, name: &str) -> Synapses {
    let normal = |mean, sd| distribution(Shape::Normal { mean, sd });
    let p = ProjectionSpec {
        name: name.into(),
        allow_multiple,
        weight: Weight {
            unit: WeightUnit::MilliVolt,
            value: WeightValue::Drawn(distribution(Shape::LogNormal { mean: 1.0, sd: 0.5 })),
        },
        delay: Delay::Drawn(normal(1.0, 0.5)),
        ..projection("E", "E", rule)
    };
    let mut e = PopulationSpec::lif("E", 100);
    e.positions = Some(Positions::Random { width: 100.0, height: 100.0, periodic: true });
    wire(&p, &e, &e, DT, seed).unwrap()
}

fn rules() -> Vec<(Rule, bool)> {
    let gauss = Kernel::Gaussian { p_max: 0.5, sigma: 20.0 };
    vec![
        (Rule::Bernoulli { p: 0.1 }, false),
        (Rule::Bernoulli { p: 0.003 }, false),
        (Rule::FixedInDegree { n: 10 }, false),
        (Rule::FixedInDegree { n: 10 }, true),
        (Rule::FixedOutDegree { n: 80 }, false),
        (Rule::FixedOutDegree { n: 10 }, true),
        (Rule::FixedTotal { n: 900 }, false),
        (Rule::FixedTotal { n: 900 }, true),
        (Rule::Distance { kernel: gauss }, false),
        (Rule::SmallWorld { k: 10, rewire: 0.2 }, false),
        (Rule::SmallWorld { k: 10, rewire: 0.2 }, true),
        (Rule::AllToAll, false),
    ]
}

/// Changed only on purpose, with a note in the commit why: every saved seed means another network
/// afterwards.
#[test]
fn golden_hashes() {
    let found: Vec<u64> =
        rules().into_iter().map(|(rule, many)| hash(&golden(rule, many, 1, "p"))).collect();
    let expected = [
        0xf1cf_2479_0b89_8838,
        0xedde_20c1_c6f9_86b9,
        0x8419_4f99_d35a_08c0,
        0x992e_673d_12f7_c1bf,
        0x0c37_31d3_a734_6804,
        0x7970_4de5_96e6_febb,
        0x0b82_2fc3_ebe3_427a,
        0x58bd_1f4f_33dc_151f,
        0x0522_741f_eb12_895a,
        0x3a50_77db_7dec_b67d,
        0x3ebd_03e6_9269_41d7,
        0xa4c4_9118_6562_07c1,
    ];
    assert_eq!(found, expected, "{found:#x?}");
}

#[test]
fn seed_and_name_make_another_network_and_nothing_else_does() {
    for (rule, many) in rules() {
        let base = golden(rule.clone(), many, 1, "p");
        assert_eq!(base, golden(rule.clone(), many, 1, "p"));
        let (seed, name) = (golden(rule.clone(), many, 2, "p"), golden(rule.clone(), many, 1, "q"));
        assert_ne!(base.weights, seed.weights, "{rule:?}");
        assert_ne!(base.weights, name.weights, "{rule:?}");
        if rule != Rule::AllToAll {
            assert_ne!(base.targets, seed.targets, "{rule:?}");
            assert_ne!(base.targets, name.targets, "{rule:?}");
        }
    }
}

/// A synapse's weight belongs to its neurons, whatever else is connected.
#[test]
fn weights_and_delays_go_with_the_pair_and_the_repeat() {
    let all = golden(Rule::AllToAll, false, 1, "p");
    let some = golden(Rule::Bernoulli { p: 0.1 }, false, 1, "p");
    for s in 0..100 {
        for k in some.row(s) {
            let place = all.row(s).find(|&l| all.targets[l] == some.targets[k]).unwrap();
            assert_eq!(all.weights.get(place), some.weights.get(k));
            assert_eq!(all.delays.get(place), some.delays.get(k));
        }
    }
    let repeats = golden(Rule::FixedInDegree { n: 60 }, true, 1, "p");
    let Weights::F32(w) = &repeats.weights else { panic!("drawn") };
    let mut sorted = w.clone();
    sorted.sort_by(f32::total_cmp);
    sorted.dedup();
    assert!(sorted.len() > w.len() - 20, "repeats share a weight");
}

/// The part of a row that a smaller target selection leaves is that of Bernoulli wiring itself;
/// the sources selected do not matter to one another.
#[test]
fn a_source_draws_alone() {
    let whole = projection("E", "E", Rule::Bernoulli { p: 0.2 });
    let mut part = whole.clone();
    part.source = Selection { population: "E".into(), ranges: Some(vec![(5, 9), (40, 60)]) };
    let (whole, part) = (recurrent(100, &whole, 1), recurrent(100, &part, 1));
    for s in (5..9).chain(40..60) {
        assert_eq!(whole.targets[whole.row(s)], part.targets[part.row(s)]);
    }
}
