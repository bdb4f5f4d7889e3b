//! The mean of a distance kernel over the pairs of two populations.

use super::super::{Kernel, PopulationSpec, Positions};

/// Points of the numerical integration along an axis.
const POINTS: u32 = 400;
/// Largest number of places that are added up one by one.
const MOST_PLACES: u64 = 1_000_000;

/// The mean connection probability of the pairs of two populations; 1 where they have no positions.
pub(super) fn mean_probability(
    kernel: &Kernel,
    source: &PopulationSpec,
    target: &PopulationSpec,
    allow_self: bool,
) -> f64 {
    let (Some(from), Some(to)) = (source.positions, target.positions) else { return 1.0 };
    let same = source.name == target.name;
    match from {
        Positions::Ring { circumference } if same && source.size <= MOST_PLACES => {
            around(kernel, source.size, circumference, allow_self)
        }
        Positions::Ring { circumference } => {
            let density = |_: f64| 1.0 / circumference;
            let half = circumference / 2.0;
            along(half.min(reach(kernel)), |x| {
                (density(x) + density(-x)) * probability(kernel, x * x)
            })
        }
        _ => {
            let (a, b) = (Extent::of(from, source.size), Extent::of(to, target.size));
            in_plane(kernel, a, b)
        }
    }
}

/// The kernel at a squared distance.
fn probability(kernel: &Kernel, squared: f64) -> f64 {
    match *kernel {
        Kernel::Gaussian { p_max, sigma } => p_max * libm::exp(-squared / (2.0 * sigma * sigma)),
        Kernel::Exponential { p_max, lambda } => p_max * libm::exp(-squared.sqrt() / lambda),
        Kernel::Disc { p, radius } => {
            if squared <= radius * radius {
                p
            } else {
                0.0
            }
        }
    }
}

/// The distance beyond which the kernel is next to nothing.
fn reach(kernel: &Kernel) -> f64 {
    match *kernel {
        Kernel::Gaussian { sigma, .. } => 6.0 * sigma,
        Kernel::Exponential { lambda, .. } => 20.0 * lambda,
        Kernel::Disc { radius, .. } => radius,
    }
}

/// Over the places of one ring, neuron by neuron.
fn around(kernel: &Kernel, size: u64, circumference: f64, allow_self: bool) -> f64 {
    let first = u64::from(!allow_self);
    let sum: f64 = (first..size)
        .map(|k| {
            let arc = k.min(size - k) as f64 / size as f64 * circumference;
            probability(kernel, arc * arc)
        })
        .sum();
    sum / (size.saturating_sub(first)).max(1) as f64
}

/// `∫₀^end f`, by the midpoint rule.
fn along(end: f64, f: impl Fn(f64) -> f64) -> f64 {
    let step = end / f64::from(POINTS);
    (0..POINTS).map(|k| f((f64::from(k) + 0.5) * step)).sum::<f64>() * step
}

/// A rectangle in which a population lies evenly.
#[derive(Clone, Copy)]
struct Extent {
    /// First and last x, first and last y.
    sides: [(f64, f64); 2],
    periodic: bool,
}

impl Extent {
    fn of(positions: Positions, size: u64) -> Extent {
        match positions {
            Positions::Grid { columns, spacing, periodic } => {
                // Each neuron stands for the square around it.
                let side = |n: u64| (-0.5 * spacing, (n as f64 - 0.5) * spacing);
                let columns = columns.max(1);
                let sides = [side(columns.min(size)), side(size.div_ceil(columns))];
                // What repeats is as wide as the whole row, filled or not.
                let sides = if periodic { [side(columns), sides[1]] } else { sides };
                Extent { sides, periodic }
            }
            Positions::Random { width, height, periodic } => {
                Extent { sides: [(0.0, width), (0.0, height)], periodic }
            }
            Positions::Ring { circumference } => {
                Extent { sides: [(0.0, circumference), (0.0, 0.0)], periodic: true }
            }
        }
    }
}

/// Probability density of the difference x of two places, one uniform on each side.
fn difference(a: (f64, f64), b: (f64, f64), periodic: bool, x: f64) -> f64 {
    let (length_a, length_b) = (a.1 - a.0, b.1 - b.0);
    if periodic {
        return if x.abs() <= length_a / 2.0 { 1.0 / length_a } else { 0.0 };
    }
    let common = a.1.min(b.1 + x) - a.0.max(b.0 + x);
    common.max(0.0) / (length_a * length_b)
}

fn in_plane(kernel: &Kernel, a: Extent, b: Extent) -> f64 {
    let reach = reach(kernel);
    let density = |axis: usize, x: f64| {
        let one = |x| difference(a.sides[axis], b.sides[axis], a.periodic, x);
        one(x) + one(-x)
    };
    let far = |axis: usize| {
        let (low, high) =
            (a.sides[axis].0.min(b.sides[axis].0), a.sides[axis].1.max(b.sides[axis].1));
        let span = if a.periodic { (high - low) / 2.0 } else { high - low };
        span.min(reach)
    };
    let (width, height) = (far(0), far(1));
    along(width, |x| {
        let inner = |y: f64| density(1, y) * probability(kernel, x * x + y * y);
        density(0, x) * along(height, inner)
    })
}
