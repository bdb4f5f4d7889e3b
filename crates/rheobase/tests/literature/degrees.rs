//! Who connects to whom in the presets: numbers of synapses of every neuron.

use super::lab::compile;
use super::measured::preset;
use rheobase::spec::NetworkSpec;

/// What a projection looks like.
struct Degrees {
    into: Vec<f64>,
    out: Vec<f64>,
    /// Synapses of a neuron with itself.
    own: usize,
    /// Synapses of pairs that have one already.
    repeats: usize,
}

fn degrees(spec: &NetworkSpec, name: &str) -> Degrees {
    let network = compile(spec);
    let index = network.projections.iter().position(|p| p.name == name).expect("the projection");
    let projection = &network.projections[index];
    let synapses = network.wire(index).expect("they can be drawn");
    let size = |population: usize| network.populations[population].size as usize;
    let (mut into, mut out) =
        (vec![0.0; size(projection.target)], vec![0.0; size(projection.source)]);
    let (mut own, mut repeats) = (0, 0);
    for (source, degree) in out.iter_mut().enumerate() {
        let mut row = synapses.targets[synapses.row(source)].to_vec();
        row.sort_unstable();
        *degree = row.len() as f64;
        own += row.iter().filter(|&&t| t as usize == source).count();
        repeats += row.windows(2).filter(|pair| pair[0] == pair[1]).count();
        row.iter().for_each(|&t| into[t as usize] += 1.0);
    }
    Degrees { into, out, own, repeats }
}

/// Mean, and variance over the variance expected; with n values the latter is 1 ± √(2/n).
fn spread(degrees: &[f64], variance: f64) -> (f64, f64) {
    let n = degrees.len() as f64;
    let mean = degrees.iter().sum::<f64>() / n;
    (mean, degrees.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / n / variance)
}

fn assert_near_one(ratio: f64, n: usize, what: &str) {
    assert!((ratio - 1.0).abs() < 4.5 * (2.0 / n as f64).sqrt(), "{what}: {ratio}");
}

/// Every neuron of Brunel's network has as many sources, drawn with repeats: out-degrees are
/// binomial.
#[test]
fn brunel_has_fixed_in_degrees_with_repeats() {
    let spec = preset("brunel", &[("scale", "0.2")]);
    for (name, targets) in [("E->I", 500.0), ("E->E", 2000.0)] {
        let Degrees { into, out, own, repeats } = degrees(&spec, name);
        assert!(into.iter().all(|&d| d == 200.0), "{name}");
        assert!(name == "E->I" || own == 0, "{name} has autapses");
        let (mean, ratio) = spread(&out, targets * 0.1 * (1.0 - 1.0 / 2000.0));
        assert_eq!(mean, targets * 0.1);
        assert_near_one(ratio, out.len(), name);
        // 200 draws out of 2000 have about 200²/4000 repeats.
        let expected = targets * 200.0 * 199.0 / 2.0 / 2000.0;
        assert!((repeats as f64 / expected - 1.0).abs() < 0.1, "{repeats} for {expected}");
    }
    let by_chance = preset("brunel", &[("scale", "0.2"), ("rule", "bernoulli")]);
    let Degrees { into, repeats, .. } = degrees(&by_chance, "E->I");
    assert_eq!(repeats, 0);
    assert_near_one(spread(&into, 2000.0 * 0.1 * 0.9).1, into.len(), "bernoulli");
}

#[test]
fn vogels_and_abbott_connect_each_pair_by_chance() {
    for name in ["cuba", "coba"] {
        let Degrees { into, out, own, .. } = degrees(&preset(name, &[]), "E->E");
        assert_eq!(own, 0);
        for degrees in [into, out] {
            let (mean, ratio) = spread(&degrees, 3200.0 * 0.02 * 0.98);
            // The mean of all has a deviation of √(N p (1 - p)/N).
            assert!((mean - 3199.0 * 0.02).abs() < 4.5 * 0.14, "{mean}");
            assert_near_one(ratio, degrees.len(), name);
        }
    }
    let Degrees { into, .. } = degrees(&preset("coba", &[("rule", "fixed_in_degree")]), "I->E");
    assert!(into.iter().all(|&d| d == 16.0));
}

/// Both ends of a synapse of the microcircuit are drawn anew each time: binomial degrees.
#[test]
fn the_microcircuit_has_a_fixed_number_of_synapses() {
    let spec = preset("microcircuit", &[("scale", "0.1")]);
    let Degrees { into, out, own, .. } = degrees(&spec, "L4E->L4E");
    let total: f64 = into.iter().sum();
    // ln(1 - p) / ln(1 - 1/N²) / 100 for the full N = 21915.
    assert_eq!(total, (-(1.0 - 0.0497f64).ln() * 21915.0 * 21915.0 / 100.0).round());
    let n = into.len() as f64;
    for degrees in [&into, &out] {
        assert_near_one(spread(degrees, total / n * (1.0 - 1.0 / n)).1, degrees.len(), "degrees");
    }
    assert!((own as f64 - total / n).abs() < 4.5 * (total / n).sqrt(), "{own} autapses");
}
