//! All-to-all, one-to-one and pairwise Bernoulli.

use crate::common::*;
use crate::statistics::*;
use rheobase::spec::{Rule, Selection};

#[test]
fn all_to_all_is_every_pair_and_itself_only_if_allowed() {
    let mut p = projection("E", "E", Rule::AllToAll);
    let plain = pairs(&recurrent(5, &p, 1));
    assert_eq!(plain.len(), 20);
    assert!(simple(&plain));
    p.allow_self = true;
    assert_eq!(pairs(&recurrent(5, &p, 1)).len(), 25);
    let between = pairs(&forward(3, 4, &projection("A", "B", Rule::AllToAll), 1));
    assert_eq!(between.len(), 12, "ids of different populations may agree");
}

#[test]
fn one_to_one_joins_the_kth_of_each_selection() {
    let mut p = projection("E", "E", Rule::OneToOne);
    assert!(pairs(&recurrent(5, &p, 1)).is_empty(), "each would be joined to itself");
    p.source = Selection { population: "E".into(), ranges: Some(vec![(0, 2), (5, 6)]) };
    p.target = Selection::slice("E", 2, 5);
    assert_eq!(pairs(&recurrent(6, &p, 1)), [(0, 2), (1, 3), (5, 4)]);
}

/// The law of Bernoulli wiring of m sources to n targets, many times: numbers of targets and of
/// sources are binomial, and neighbouring pairs are independent in both directions.
fn is_bernoulli(networks: &[Vec<(u32, u32)>], m: u32, n: u32, p: f64) -> bool {
    let (mut out, mut inn) = (Vec::new(), Vec::new());
    let (mut along_row, mut along_column) = (0.0, 0.0);
    for pairs in networks {
        out.extend(out_degrees(pairs, m as usize));
        inn.extend(in_degrees(pairs, n as usize));
        let has = |s: u32, t: u32| pairs.binary_search(&(s, t)).is_ok();
        for &(s, t) in pairs {
            along_row += f64::from(u8::from(t + 1 < n && has(s, t + 1)));
            along_column += f64::from(u8::from(s + 1 < m && has(s + 1, t)));
        }
    }
    let joint = |a: u32, b: u32, found: f64| {
        // Pairs of neighbours that share a cell are correlated: Var = N·(q(1-q) + 2(p³ - q²)).
        let (q, count) = (p * p, networks.len() as f64 * f64::from(a) * f64::from(b - 1));
        let variance = count * (q * (1.0 - q) + 2.0 * (p * p * p - q * q));
        likely(found, count * q, variance.sqrt())
    };
    binomial(&out, n, p)
        && binomial(&inn, m, p)
        && joint(m, n, along_row)
        && joint(n, m, along_column)
}

/// Bernoulli wiring of 60 to 80 with several seeds.
fn networks(p: f64) -> Vec<Vec<(u32, u32)>> {
    let spec = projection("A", "B", Rule::Bernoulli { p });
    (0..60).map(|seed| pairs(&forward(60, 80, &spec, seed))).collect()
}

#[test]
fn bernoulli_pairs_are_independent_with_probability_p() {
    // 0.002 is drawn by logarithms, the others by the table.
    for p in [0.002, 0.05, 0.3, 0.5, 0.8] {
        assert!(is_bernoulli(&networks(p), 60, 80, p), "p = {p}");
    }
}

/// Two in a hundred gaps are longer than the table of 1023, and go on from its end.
#[test]
fn long_gaps_are_put_together_rightly() {
    let (p, n) = (1.0 / 256.0, 3000);
    let spec = projection("A", "B", Rule::Bernoulli { p });
    let all = pairs(&forward(20_000, u64::from(n), &spec, 7));
    assert!(
        binomial(&out_degrees(&all, 20_000), n, p) && binomial(&in_degrees(&all, 3000), 20_000, p)
    );
    let mut wrong = Wrong(3);
    let forgetful: Vec<u32> = (0..20_000)
        .map(|_| {
            // The wrong variant: a gap beyond the table ends in a connection at the table's end.
            let (mut at, mut count) = (0, 0);
            loop {
                at += (((1.0 - wrong.uniform()).ln() / (1.0 - p).ln()) as u32).min(1023);
                if at >= n {
                    return count;
                }
                (at, count) = (at + 1, count + 1);
            }
        })
        .collect();
    assert!(!binomial(&forgetful, n, p), "gaps cut at the table's end");
}

#[test]
fn the_bernoulli_test_rejects_wrong_variants() {
    let right = networks(0.3);
    assert!(!is_bernoulli(&right, 60, 80, 0.7), "p for 1 - p");
    assert!(!is_bernoulli(&right, 60, 80, 0.306), "p off by a fiftieth");
    let swapped: Vec<Vec<_>> = right
        .iter()
        .map(|pairs| {
            let mut swapped: Vec<_> = pairs.iter().map(|&(s, t)| (t, s)).collect();
            swapped.sort_unstable();
            swapped
        })
        .collect();
    assert!(!is_bernoulli(&swapped, 80, 80, 0.3), "source and target swapped");
    let fixed = |n| projection("A", "B", Rule::FixedOutDegree { n });
    let fixed: Vec<_> = (0..60).map(|seed| pairs(&forward(60, 80, &fixed(24), seed))).collect();
    assert!(!is_bernoulli(&fixed, 60, 80, 0.3), "a fixed number");
    let same_rows: Vec<Vec<_>> = right
        .iter()
        .map(|pairs| {
            let first: Vec<u32> = pairs.iter().filter(|p| p.0 == 0).map(|p| p.1).collect();
            (0..60).flat_map(|s| first.iter().map(move |&t| (s, t))).collect()
        })
        .collect();
    assert!(!is_bernoulli(&same_rows, 60, 80, 0.3), "one key for all sources");
    let mut wrong = Wrong(1);
    let mut skipping = || {
        let mut row = Vec::new();
        for s in 0..60 {
            // The usual slip: a gap in front of the first target as if one stood before it.
            let mut t = 0;
            loop {
                t += 1 + ((1.0 - wrong.uniform()).ln() / 0.7f64.ln()) as u32;
                if t >= 80 {
                    break;
                }
                row.push((s, t));
            }
        }
        row
    };
    let skipped: Vec<_> = (0..60).map(|_| skipping()).collect();
    assert!(!is_bernoulli(&skipped, 60, 80, 0.3), "the first target left out");
}

#[test]
fn certain_and_impossible_pairs() {
    let rule = |p| projection("E", "E", Rule::Bernoulli { p });
    assert!(recurrent(50, &rule(0.0), 1).is_empty());
    assert!(recurrent(50, &rule(1e-300), 1).is_empty());
    assert_eq!(recurrent(50, &rule(1.0), 1).len(), 50 * 49);
    assert!(simple(&pairs(&recurrent(50, &rule(0.5), 1))));
}

#[test]
fn selections_hold_at_both_ends() {
    let mut p = projection("E", "E", Rule::Bernoulli { p: 0.5 });
    p.source = Selection { population: "E".into(), ranges: Some(vec![(3, 10), (20, 40)]) };
    p.target = Selection { population: "E".into(), ranges: Some(vec![(0, 5), (90, 100)]) };
    let all = pairs(&recurrent(100, &p, 1));
    assert!(all.iter().all(|&(s, _)| (3..10).contains(&s) || (20..40).contains(&s)));
    assert!(all.iter().all(|&(_, t)| !(5..90).contains(&t)));
    assert!(likely(all.len() as f64, 27.0 * 15.0 / 2.0, (27.0f64 * 15.0 / 4.0).sqrt()));
    assert!(simple(&all));
}
