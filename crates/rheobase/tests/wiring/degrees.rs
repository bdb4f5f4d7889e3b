//! Fixed in-degree, out-degree and total; samples of neurons.

use crate::common::*;
use crate::statistics::*;
use rheobase::rng::{Key, Purpose};
use rheobase::spec::{PopulationSpec, ProjectionSpec, Rule, Selection};
use rheobase::wiring::sample_neurons;

const IN: fn(u64) -> Rule = |n| Rule::FixedInDegree { n };
const OUT: fn(u64) -> Rule = |n| Rule::FixedOutDegree { n };
const TOTAL: fn(u64) -> Rule = |n| Rule::FixedTotal { n };

fn multiple(rule: Rule) -> ProjectionSpec {
    ProjectionSpec { allow_multiple: true, ..projection("E", "E", rule) }
}

#[test]
fn degrees_are_exact_without_repeats_or_self() {
    for n in [0, 1, 7, 20, 38, 39] {
        let inn = pairs(&recurrent(40, &projection("E", "E", IN(n)), 3));
        assert!(in_degrees(&inn, 40).iter().all(|&d| u64::from(d) == n) && simple(&inn));
        let out = pairs(&recurrent(40, &projection("E", "E", OUT(n)), 3));
        assert!(out_degrees(&out, 40).iter().all(|&d| u64::from(d) == n) && simple(&out));
        let total = pairs(&recurrent(40, &projection("E", "E", TOTAL(40 * n)), 3));
        assert!(total.len() as u64 == 40 * n && simple(&total));
    }
    let mut own = projection("E", "E", IN(40));
    own.allow_self = true;
    assert_eq!(recurrent(40, &own, 3).len(), 1600);
}

#[test]
fn degrees_are_exact_with_repeats() {
    for n in [1, 39, 100] {
        let inn = pairs(&recurrent(40, &multiple(IN(n)), 3));
        assert!(in_degrees(&inn, 40).iter().all(|&d| u64::from(d) == n));
        let out = pairs(&recurrent(40, &multiple(OUT(n)), 3));
        assert!(out_degrees(&out, 40).iter().all(|&d| u64::from(d) == n));
        let total = pairs(&recurrent(40, &multiple(TOTAL(40 * n)), 3));
        assert_eq!(total.len() as u64, 40 * n);
        for all in [inn, out, total] {
            assert!(all.iter().all(|p| p.0 != p.1), "itself");
        }
    }
}

/// Whether subsets of `n` of 0..m are uniform: each of the m-choose-n masks equally likely.
fn uniform_subsets(subsets: &[Vec<u32>], n: u32, m: u32) -> bool {
    let masks: Vec<u32> = (0..1 << m).filter(|mask: &u32| mask.count_ones() == n).collect();
    let mut counts = vec![0.0; masks.len()];
    for subset in subsets {
        let mask = subset.iter().fold(0, |mask, &k| mask | 1 << k);
        match masks.binary_search(&mask) {
            Ok(at) => counts[at] += 1.0,
            Err(_) => return false,
        }
    }
    uniform(&counts)
}

/// The source sets of the targets of a fixed in-degree, each a draw of its own.
fn source_sets(n: u64, m: u64, allow_multiple: bool) -> Vec<Vec<u32>> {
    let p = ProjectionSpec { allow_multiple, ..projection("A", "B", IN(n)) };
    let mut sets = vec![Vec::new(); 20_000];
    for (s, t) in pairs(&forward(m, 20_000, &p, 5)) {
        sets[t as usize].push(s);
    }
    sets
}

#[test]
fn every_subset_of_sources_is_equally_likely() {
    for n in [2, 3, 5, 6] {
        assert!(uniform_subsets(&source_sets(n as u64, 8, false), n, 8), "{n} of 8");
    }
    assert!(!uniform_subsets(&source_sets(3, 8, true), 3, 8), "with repeats");
    let mut wrong = Wrong(1);
    let biased: Vec<Vec<u32>> = (0..20_000)
        .map(|_| {
            // The usual slip: a collision resolved by the next free number.
            let mut set: Vec<u32> = Vec::new();
            for _ in 0..3 {
                let mut k = wrong.below(8);
                while set.contains(&k) {
                    k = (k + 1) % 8;
                }
                set.push(k);
            }
            set
        })
        .collect();
    assert!(!uniform_subsets(&biased, 3, 8), "collisions moved on by one");
}

/// Whether out-degrees of a fixed in-degree `n` out of `m` are binomial (targets independent).
fn independent_targets(all: &[(u32, u32)], m: u32, targets: u32, n: u32) -> bool {
    binomial(&out_degrees(all, m as usize), targets, f64::from(n) / f64::from(m))
}

#[test]
fn the_other_side_of_a_fixed_degree_is_binomial() {
    // 3 of 2000 by the sorted list, 300 and 1500 by bits.
    for n in [3, 300, 1500] {
        let all = pairs(&forward(2000, 400, &projection("A", "B", IN(n)), 9));
        assert!(independent_targets(&all, 2000, 400, n as u32), "in-degree {n}");
        let all = pairs(&forward(400, 2000, &projection("A", "B", OUT(n)), 9));
        assert!(binomial(&in_degrees(&all, 2000), 400, n as f64 / 2000.0), "out-degree {n}");
    }
    let swapped = pairs(&forward(2000, 400, &projection("A", "B", OUT(60)), 9));
    assert!(!independent_targets(&swapped, 2000, 400, 300), "out- for in-degree");
    let row: Vec<u32> = (0..300).collect();
    let same: Vec<_> = row.iter().flat_map(|&s| (0..400).map(move |t| (s, t))).collect();
    assert!(!independent_targets(&same, 2000, 400, 300), "one key for all targets");
}

/// Few out of many, where numbers that were drawn twice must be replaced.
#[test]
fn sparse_subsets_have_no_repeats() {
    let all = pairs(&forward(400, 60_000, &projection("A", "B", OUT(200)), 4));
    let mut distinct = all.clone();
    distinct.dedup();
    assert_eq!(distinct.len(), 400 * 200);
    let mut hundreds = vec![0.0; 600];
    all.iter().for_each(|p| hundreds[p.1 as usize / 100] += 1.0);
    assert!(uniform(&hundreds));
    let again = ProjectionSpec { allow_multiple: true, ..projection("A", "B", OUT(200)) };
    let mut repeats = pairs(&forward(400, 60_000, &again, 4));
    repeats.dedup();
    assert!(repeats.len() < 400 * 200, "this size is one at which numbers come twice");
}

#[test]
fn repeats_come_as_often_as_they_must() {
    // Of n independent uniform sources out of m, m(1 - (1-1/m)^n) are distinct on average.
    let distinct = |all: &[(u32, u32)]| {
        let mut all = all.to_vec();
        all.dedup();
        all.len() as f64
    };
    let (m, n, targets) = (500.0f64, 200.0, 400.0);
    let q = (1.0 - 1.0 / m).powf(n);
    let q2 = (1.0 - 2.0 / m).powf(n);
    let mean = targets * m * (1.0 - q);
    let sd = (targets * (m * (m - 1.0) * q2 + m * q - m * m * q * q)).sqrt();
    let p = ProjectionSpec { allow_multiple: true, ..projection("A", "B", IN(200)) };
    assert!(likely(distinct(&pairs(&forward(500, 400, &p, 2))), mean, sd));
    let p = ProjectionSpec { allow_multiple: true, ..projection("A", "B", OUT(200)) };
    assert!(likely(distinct(&pairs(&forward(400, 500, &p, 2))), mean, sd));
    let p = projection("A", "B", IN(200));
    assert!(!likely(distinct(&pairs(&forward(500, 400, &p, 2))), mean, sd), "no repeats");
}

/// Whether sets of `n` pairs of 2 sources × 4 targets are uniform over all 8-choose-n.
fn uniform_pairs(networks: &[Vec<(u32, u32)>], n: u32) -> bool {
    let sets: Vec<Vec<u32>> =
        networks.iter().map(|all| all.iter().map(|&(s, t)| 4 * s + t).collect()).collect();
    uniform_subsets(&sets, n, 8)
}

#[test]
fn a_fixed_total_is_uniform_over_sets_of_pairs() {
    for n in [3, 6] {
        let p = projection("A", "B", TOTAL(n));
        let all: Vec<_> = (0..20_000).map(|seed| pairs(&forward(2, 4, &p, seed))).collect();
        assert!(uniform_pairs(&all, n as u32), "{n} of 8 pairs");
    }
    // A wrong variant that spreads the synapses evenly over the sources.
    let p = projection("A", "B", OUT(2));
    let even: Vec<_> = (0..20_000).map(|seed| pairs(&forward(2, 4, &p, seed))).collect();
    assert!(!uniform_pairs(&even, 4), "the same number for each source");
}

#[test]
fn a_fixed_total_leaves_out_itself_evenly_and_repeats_independently() {
    // 3 neurons, no self: 6 pairs; any 2 of them are 15 sets.
    let number = |&(s, t): &(u32, u32)| 2 * s + t - u32::from(t > s);
    let p = projection("E", "E", TOTAL(2));
    let sets: Vec<Vec<u32>> = (0..20_000)
        .map(|seed| pairs(&recurrent(3, &p, seed)).iter().map(number).collect())
        .collect();
    assert!(uniform_subsets(&sets, 2, 6));
    let p = ProjectionSpec { allow_multiple: true, ..projection("A", "B", TOTAL(30_000)) };
    let all = pairs(&forward(5, 7, &p, 1));
    let mut counts = vec![0.0; 35];
    all.iter().for_each(|&(s, t)| counts[(7 * s + t) as usize] += 1.0);
    assert!(uniform(&counts), "repeats allowed: all pairs alike");
    let mut wrong = Wrong(2);
    counts.fill(0.0);
    for _ in 0..30_000 {
        counts[(7 * wrong.below(5) + wrong.below(16) % 7) as usize] += 1.0;
    }
    assert!(!uniform(&counts), "a remainder, which favours small numbers");
}

#[test]
fn samples_of_neurons_are_uniform_and_reproducible() {
    let population = PopulationSpec::lif("E", 100);
    let of = Selection { population: "E".into(), ranges: Some(vec![(10, 14), (50, 54)]) };
    let draw = |seed| sample_neurons(&population, &of, 3, Key::new(seed, Purpose::Sample, "v"));
    assert_eq!(draw(1), draw(1));
    let index = |id: u32| if id < 14 { id - 10 } else { id - 46 };
    let sets: Vec<Vec<u32>> =
        (0..20_000).map(|seed| draw(seed).into_iter().map(index).collect()).collect();
    assert!(sets.iter().all(|set| set.is_sorted()));
    assert!(uniform_subsets(&sets, 3, 8));
    let all = sample_neurons(&population, &of, 99, Key::new(1, Purpose::Sample, "v"));
    assert_eq!(all, [10, 11, 12, 13, 50, 51, 52, 53]);
}
