//! Rules on positions: distance-dependent probability and small worlds.

use crate::common::*;
use crate::statistics::*;
use rheobase::spec::*;
use rheobase::wiring::{positions, wire};

const SEED: u64 = 11;

fn population(name: &str, size: u64, positions: Positions) -> PopulationSpec {
    PopulationSpec { positions: Some(positions), ..PopulationSpec::lif(name, size) }
}

fn points(population: &PopulationSpec) -> Vec<[f64; 2]> {
    positions(population, SEED).unwrap().unwrap().points
}

/// Distance to the nearest of the images of b: a definition apart from the one that is tested.
fn nearest_image(a: [f64; 2], b: [f64; 2], period: [f64; 2]) -> f64 {
    let shifts = [-1.0, 0.0, 1.0];
    let images = shifts.iter().flat_map(|i| shifts.iter().map(move |j| (i, j)));
    images
        .map(|(i, j)| (a[0] - b[0] + i * period[0]).hypot(a[1] - b[1] + j * period[1]))
        .fold(f64::INFINITY, f64::min)
}

fn straight(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// Whether the pairs connected at each distance are as many as the kernel says.
fn follows_kernel(
    all: &[(u32, u32)],
    ends: (&[[f64; 2]], &[[f64; 2]]),
    distance: impl Fn([f64; 2], [f64; 2]) -> f64,
    kernel: impl Fn(f64) -> f64,
    no_self: bool,
) -> bool {
    const WIDTH: f64 = 10.0;
    let (mut found, mut mean, mut variance) = (vec![0.0; 200], vec![0.0; 200], vec![0.0; 200]);
    for (s, &a) in ends.0.iter().enumerate() {
        for (t, &b) in ends.1.iter().enumerate().filter(|&(t, _)| !(no_self && t == s)) {
            let d = distance(a, b);
            let (bin, p) = ((d / WIDTH) as usize, kernel(d));
            mean[bin] += p;
            variance[bin] += p * (1.0 - p);
            let connected = all.binary_search(&(s as u32, t as u32)).is_ok();
            found[bin] += f64::from(u8::from(connected));
        }
    }
    let bins: Vec<usize> = (0..found.len()).filter(|&b| variance[b] >= 5.0).collect();
    let far = |b: &usize| variance[*b] < 5.0;
    let chi2: f64 = bins.iter().map(|&b| (found[b] - mean[b]).powi(2) / variance[b]).sum();
    let rest: f64 = (0..found.len()).filter(far).map(|b| found[b] - mean[b]).sum();
    let rest_variance: f64 = (0..found.len()).filter(far).map(|b| variance[b]).sum();
    chi2_fits(chi2, bins.len() as f64) && rest.abs() <= Z * rest_variance.sqrt() + 5.0
}

fn gaussian(sigma: f64) -> impl Fn(f64) -> f64 {
    move |d| 0.6 * (-d * d / (2.0 * sigma * sigma)).exp()
}

#[test]
fn the_gaussian_kernel_holds_on_a_torus() {
    let place = Positions::Random { width: 500.0, height: 400.0, periodic: true };
    let (a, b) = (population("A", 700, place), population("B", 600, place));
    let rule = Rule::Distance { kernel: Kernel::Gaussian { p_max: 0.6, sigma: 80.0 } };
    let all = pairs(&wire(&projection("A", "B", rule), &a, &b, DT, SEED).unwrap());
    let (from, to) = (points(&a), points(&b));
    assert_ne!(from[..600], to[..], "populations lie at places of their own");
    let ends = (&from[..], &to[..]);
    let torus = |a, b| nearest_image(a, b, [500.0, 400.0]);
    assert!(follows_kernel(&all, ends, torus, gaussian(80.0), false));
    let two_sigma = |d: f64| 0.6 * (-d * d / (80.0 * 80.0)).exp();
    assert!(!follows_kernel(&all, ends, torus, two_sigma, false), "without the 2 of 2σ²");
    assert!(!follows_kernel(&all, ends, straight, gaussian(80.0), false), "edges that cut");
    let manhattan = |a: [f64; 2], b: [f64; 2]| (a[0] - b[0]).abs() + (a[1] - b[1]).abs();
    assert!(!follows_kernel(&all, ends, manhattan, gaussian(80.0), false), "city blocks");
    assert!(!follows_kernel(&all, ends, torus, |d| 1.05 * gaussian(80.0)(d), false), "5 % more");
    assert!(!follows_kernel(&all, (&to, &from[..600]), torus, gaussian(80.0), false), "swapped");
}

#[test]
fn the_exponential_kernel_holds_on_a_grid() {
    let e = population("E", 600, Positions::Grid { columns: 30, spacing: 15.0, periodic: false });
    let rule = Rule::Distance { kernel: Kernel::Exponential { p_max: 1.0, lambda: 60.0 } };
    let all = pairs(&wire(&projection("E", "E", rule), &e, &e, DT, SEED).unwrap());
    let place = points(&e);
    assert_eq!(place[31], [15.0, 15.0]);
    let ends = (&place[..], &place[..]);
    assert!(simple(&all));
    assert!(follows_kernel(&all, ends, straight, |d| (-d / 60.0).exp(), true));
    assert!(!follows_kernel(&all, ends, straight, |d| (-d / 62.0).exp(), true), "λ + 3 %");
    let torus = |a, b| nearest_image(a, b, [450.0, 300.0]);
    assert!(!follows_kernel(&all, ends, torus, |d| (-d / 60.0).exp(), true), "a torus");
}

#[test]
fn the_disc_holds_on_a_ring() {
    let e = population("E", 500, Positions::Ring { circumference: 1000.0 });
    let rule = Rule::Distance { kernel: Kernel::Disc { p: 0.4, radius: 101.0 } };
    let all = pairs(&wire(&projection("E", "E", rule), &e, &e, DT, SEED).unwrap());
    let steps = |&(s, t): &(u32, u32)| (s.abs_diff(t)).min(500 - s.abs_diff(t));
    assert!(all.iter().all(|p| steps(p) <= 50), "beyond the radius");
    assert!(all.iter().any(|&(s, t)| s.abs_diff(t) > 450), "the ring is closed");
    let ring = |a: [f64; 2], b: [f64; 2]| nearest_image(a, b, [1000.0, 1e9]);
    let place = points(&e);
    let disc = |p: f64| move |d: f64| if d <= 101.0 { p } else { 0.0 };
    assert!(follows_kernel(&all, (&place, &place), ring, disc(0.4), true));
    assert!(!follows_kernel(&all, (&place, &place), ring, disc(0.6), true), "p for 1 - p");
}

#[test]
fn random_positions_fill_the_rectangle_evenly() {
    let place = Positions::Random { width: 300.0, height: 20.0, periodic: false };
    let all = points(&population("E", 20_000, place));
    let even = |axis: usize, length: f64| {
        let values: Vec<f64> = all.iter().map(|p| p[axis]).collect();
        follows(&values, |v| (v / length).clamp(0.0, 1.0))
    };
    assert!(even(0, 300.0) && even(1, 20.0) && !even(0, 310.0) && !even(1, 300.0));
    let mut cells = vec![0.0; 100];
    all.iter().for_each(|p| cells[(p[0] / 30.0) as usize * 10 + (p[1] / 2.0) as usize] += 1.0);
    assert!(uniform(&cells), "x and y are independent");
    let diagonal: Vec<[f64; 2]> = all.iter().map(|p| [p[0], p[0] / 15.0]).collect();
    cells.fill(0.0);
    diagonal.iter().for_each(|p| cells[(p[0] / 30.0) as usize * 10 + (p[1] / 2.0) as usize] += 1.0);
    assert!(!uniform(&cells), "one number for both");
}

fn small_world(n: u64, k: u64, rewire: f64) -> Vec<(u32, u32)> {
    pairs(&recurrent(n, &projection("E", "E", Rule::SmallWorld { k, rewire }), SEED))
}

fn ring_distance(n: u32, &(s, t): &(u32, u32)) -> u32 {
    s.abs_diff(t).min(n - s.abs_diff(t))
}

#[test]
fn without_rewiring_a_small_world_is_the_ring_lattice() {
    let all = small_world(30, 6, 0.0);
    assert_eq!(all.len(), 180);
    assert!(all.iter().all(|p| (1..=3).contains(&ring_distance(30, p))));
    assert_eq!(small_world(7, 6, 1.0).len(), 42, "all sources: nothing to rewire to");
}

/// The law of a small world: in-degree k, the rewired share, evenly spread rewired sources, and
/// the variance of the out-degree, kβ(1-β) of edges that stay and kβ of those that come.
fn is_small_world(all: &[(u32, u32)], n: u32, k: u32, beta: f64) -> bool {
    let (edges, half) = (f64::from(n * k), k / 2);
    let far: Vec<_> = all.iter().filter(|p| ring_distance(n, p) > half).collect();
    // Before an edge is rewired, β(k-1)/2 neighbours' places became free on average.
    let back = beta * f64::from(k - 1) / 2.0 / f64::from(n - 1 - k);
    let share = beta * (1.0 - back);
    let mut spread = vec![0.0; 20];
    for &&(s, t) in &far {
        let offset = (t + n - s) % n - half - 1;
        spread[(20 * offset / (n - 2 * half - 1)) as usize] += 1.0;
    }
    let (_, variance) = moments(&floats(&out_degrees(all, n as usize)));
    let expected = f64::from(k) * beta * (2.0 - beta);
    simple(all)
        && in_degrees(all, n as usize).iter().all(|&d| d == k)
        && likely(far.len() as f64, edges * share, (edges * share * (1.0 - share)).sqrt())
        && uniform(&spread)
        && likely(variance, expected, expected * (2.5 / f64::from(n)).sqrt())
}

#[test]
fn a_small_world_rewires_its_share_evenly() {
    assert!(is_small_world(&small_world(3001, 10, 0.3), 3001, 10, 0.3));
    assert!(is_small_world(&small_world(3001, 10, 1.0), 3001, 10, 1.0));
}

#[test]
fn the_small_world_test_rejects_wrong_variants() {
    assert!(!is_small_world(&small_world(3001, 10, 0.7), 3001, 10, 0.3), "β for 1 - β");
    let mut swapped: Vec<_> = small_world(3001, 10, 0.3).iter().map(|&(s, t)| (t, s)).collect();
    swapped.sort_unstable();
    assert!(!is_small_world(&swapped, 3001, 10, 0.3), "the other end rewired");
    let mut wrong = Wrong(4);
    let mut rewired = |reach: u32| {
        let mut all = Vec::new();
        for t in 0..3001u32 {
            let mut sources: Vec<u32> =
                (1..=5).flat_map(|d| [(t + d) % 3001, (t + 3001 - d) % 3001]).collect();
            for k in 0..10 {
                if wrong.uniform() < 0.3 {
                    let new = (t + 1 + wrong.below(reach)) % 3001;
                    if !sources.contains(&new) {
                        sources[k] = new;
                    }
                }
            }
            all.extend(sources.iter().map(|&s| (s, t)));
        }
        all.sort_unstable();
        all
    };
    assert!(!is_small_world(&rewired(1500), 3001, 10, 0.3), "rewired to one side of the ring");
    assert!(is_small_world(&rewired(3000), 3001, 10, 0.3), "a plain reference passes");
}

#[test]
fn rewiring_into_a_nearly_full_ring_finds_the_free_sources() {
    let all = small_world(300, 296, 0.5);
    assert!(simple(&all) && in_degrees(&all, 300).iter().all(|&d| d == 296));
    let mut repeats = projection("E", "E", Rule::SmallWorld { k: 20, rewire: 1.0 });
    repeats.allow_multiple = true;
    let all = pairs(&recurrent(21, &repeats, SEED));
    assert!(all.len() == 420 && all.iter().all(|p| p.0 != p.1) && !simple(&all));
}
