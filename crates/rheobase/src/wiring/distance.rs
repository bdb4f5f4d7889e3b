//! Connection probability that depends on distance.

use super::WiringError;
use super::pairs::{Drawing, Ends};
use super::positions::{Layout, positions};
use super::skips::Skips;
use super::stream::Stream;
use crate::spec::{Kernel, PopulationSpec};

/// Each pair independently with the kernel's probability at its distance, by thinning: candidates
/// are drawn with the largest probability and kept with kernel / largest, so a row costs
/// O(p_max · targets).
pub(super) fn distance(ends: &Ends, kernel: Kernel) -> Result<Drawing, WiringError> {
    let kernel = Checked::new(ends, kernel)?;
    let (from, to) = layouts(ends)?;
    let skips = Skips::new(kernel.p_max);
    Ok(Drawing::rows(move |ends, source, _, targets| {
        let mut stream = Stream::new(ends.key, source, 0);
        let here = from.points[source as usize];
        skips.for_each(ends.target.len(), &mut stream, |index, stream| {
            let target = ends.target.id(index);
            let squared = from.squared_distance(here, to.points[target as usize]);
            if kernel.keeps(squared, stream.uniform()) && !(ends.no_self && target == source) {
                targets.push(target);
            }
        });
    }))
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
