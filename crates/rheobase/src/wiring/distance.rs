//! Connection probability that depends on distance.

use super::WiringError;
use super::pairs::{Ends, Pairs, by_rows};
use super::positions::{Layout, positions};
use super::skips::Skips;
use super::stream::Stream;
use crate::spec::{Kernel, PopulationSpec};

/// Rows looked at to guess the number of synapses.
const PROBES: u32 = 64;

/// Each pair independently with the kernel's probability at its distance, by thinning: candidates
/// are drawn with the largest probability and kept with kernel / largest, so a row costs
/// O(p_max · targets).
pub(super) fn distance(ends: &Ends, kernel: Kernel) -> Result<Pairs, WiringError> {
    let kernel = Checked::new(ends, kernel)?;
    let (from, to) = layouts(ends)?;
    let skips = Skips::new(kernel.p_max);
    let probability = |source: u32, target: u32| {
        let (a, b) = (from.points[source as usize], to.points[target as usize]);
        kernel.p_max * kernel.relative(from.squared_distance(a, b))
    };
    let expected = expected(ends, probability);
    let row = |source: u32, targets: &mut Vec<u32>| {
        let mut stream = Stream::new(ends.key, source, 0);
        let here = from.points[source as usize];
        skips.for_each(ends.target.len(), &mut stream, |index, stream| {
            let target = ends.target.id(index);
            let squared = from.squared_distance(here, to.points[target as usize]);
            if kernel.keeps(squared, stream.uniform()) && !(ends.no_self && target == source) {
                targets.push(target);
            }
        });
    };
    Ok(by_rows(ends, expected, row))
}

/// A guess of the number of synapses from some pairs, spread evenly, to reserve memory once.
fn expected(ends: &Ends, probability: impl Fn(u32, u32) -> f64) -> f64 {
    let spread = |n: u32| {
        let probes = n.min(PROBES);
        (0..probes).map(move |k| (u64::from(k) * u64::from(n) / u64::from(probes)) as u32)
    };
    let mut sum = 0.0;
    for source in spread(ends.source.len()) {
        for target in 0..ends.target.len().min(PROBES * PROBES) {
            let stride = (ends.target.len() / (PROBES * PROBES)).max(1);
            sum += probability(ends.source.id(source), ends.target.id(target * stride));
        }
    }
    let rows = f64::from(ends.source.len().clamp(1, PROBES));
    let columns = f64::from(ends.target.len().clamp(1, PROBES * PROBES));
    sum / (rows * columns) * f64::from(ends.source.len()) * f64::from(ends.target.len())
}

/// The places of both ends.
fn layouts(ends: &Ends) -> Result<(Layout, Layout), WiringError> {
    let layout = |population: &PopulationSpec| {
        positions(population, ends.wiring_seed)?.ok_or_else(|| WiringError::Refused {
            path: format!("population.{}.positions", population.name),
            found: "nothing".into(),
            accepted: format!(
                "positions, since projection {} depends on distance",
                ends.projection.name
            ),
        })
    };
    let (from, to) = (layout(ends.source.population)?, layout(ends.target.population)?);
    if !from.fits(&to) {
        let names = (&ends.source.population.name, &ends.target.population.name);
        let found = format!("the positions of {} and {}", names.0, names.1);
        let accepted = "two rings of one circumference, two tori of one size, or two planes";
        return Err(ends.refuse("rule.kernel", &found, accepted));
    }
    Ok((from, to))
}

/// A kernel whose numbers make sense.
struct Checked {
    kernel: Kernel,
    p_max: f64,
}

impl Checked {
    fn new(ends: &Ends, kernel: Kernel) -> Result<Self, WiringError> {
        let (p_max, p_field, length, field) = match kernel {
            Kernel::Gaussian { p_max, sigma } => (p_max, "p_max", sigma, "sigma"),
            Kernel::Exponential { p_max, lambda } => (p_max, "p_max", lambda, "lambda"),
            Kernel::Disc { p, radius } => (p, "p", radius, "radius"),
        };
        let p_max = ends.probability(&format!("rule.{p_field}"), p_max)?;
        if !(length > 0.0 && length.is_finite()) {
            let field = format!("rule.{field}");
            return Err(ends.refuse(&field, &length.to_string(), "a positive length in µm"));
        }
        Ok(Checked { kernel, p_max })
    }

    /// Whether `u`, uniform in [0, 1), is below the kernel as a fraction of its largest value.
    #[inline]
    fn keeps(&self, squared: f64, u: f64) -> bool {
        // e^x > 1 + x + x²/2 decides for most far pairs without an exponential.
        let x = self.exponent(squared);
        u * (1.0 + x + 0.5 * x * x) < 1.0 && u < self.relative(squared)
    }

    /// The kernel at a squared distance (µm²) as a fraction of its largest value.
    #[inline]
    fn relative(&self, squared: f64) -> f64 {
        libm::exp(-self.exponent(squared))
    }

    /// Minus the logarithm of that fraction.
    #[inline]
    fn exponent(&self, squared: f64) -> f64 {
        match self.kernel {
            Kernel::Gaussian { sigma, .. } => squared / (2.0 * sigma * sigma),
            Kernel::Exponential { lambda, .. } => squared.sqrt() / lambda,
            Kernel::Disc { radius, .. } if squared <= radius * radius => 0.0,
            Kernel::Disc { .. } => f64::INFINITY,
        }
    }
}
