//! Values that a user may give as a constant, a distribution, a list or a file.

use std::fmt;
use std::path::PathBuf;

/// A per-neuron parameter. The unit is that of the field that holds it, in base units.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    /// The same for every neuron.
    Constant(f64),
    /// Drawn for each neuron.
    Drawn(Distribution),
    /// Given for each neuron, in order of its index in the population.
    Values(Vec<f64>),
    /// Read from `.npy` or `.csv`, one value per neuron.
    File(DataFile),
}

/// A distribution with optional bounds. A draw out of bounds is drawn again (truncation), so that
/// no probability piles up on the bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distribution {
    /// The shape and its parameters.
    pub shape: Shape,
    /// Least value allowed.
    pub min: Option<f64>,
    /// Largest value allowed.
    pub max: Option<f64>,
}

/// Shape of a distribution; every parameter has the unit of the value drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// Gaussian.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Uniform on [low, high).
    Uniform {
        /// Lower end, included.
        low: f64,
        /// Upper end, left out.
        high: f64,
    },
    /// Lognormal with the mean and standard deviation *of the value itself* (not of its
    /// logarithm). A negative mean gives the mirrored distribution: all values negative.
    LogNormal {
        /// Mean of the value.
        mean: f64,
        /// Standard deviation of the value.
        sd: f64,
    },
}

impl Shape {
    /// A number with the sign that drawn weights keep: the mean, or twice the mean of a uniform
    /// distribution.
    pub(crate) fn centre(&self) -> f64 {
        match *self {
            Shape::Normal { mean, .. } | Shape::LogNormal { mean, .. } => mean,
            Shape::Uniform { low, high } => low + high,
        }
    }
}

/// A file of numbers and what must be done to them to reach base units.
#[derive(Clone, Debug, PartialEq)]
pub struct DataFile {
    /// Where it is; relative paths were resolved against the network file's folder.
    pub path: PathBuf,
    /// Unit of the numbers in the file, as in `"mV"`; empty for pure numbers.
    pub unit: String,
    /// Factor from that unit to the base unit.
    pub scale: f64,
}

/// Neurons of one population: all of it, or some ranges of indices.
///
/// Written `"dSPN"`, `"dSPN[0:100]"` (end left out, as in Python), `"dSPN[3]"` or
/// `"dSPN[0:10, 20, 30:40]"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Name of the population.
    pub population: String,
    /// Half-open index ranges, ascending and disjoint; `None`: the whole population.
    pub ranges: Option<Vec<(u64, u64)>>,
}

impl Selection {
    /// The whole population of that name.
    pub fn all(population: impl Into<String>) -> Self {
        Selection { population: population.into(), ranges: None }
    }

    /// The neurons `start..stop` of a population.
    pub fn slice(population: impl Into<String>, start: u64, stop: u64) -> Self {
        Selection { population: population.into(), ranges: Some(vec![(start, stop)]) }
    }

    /// Number of neurons selected out of a population of that size.
    pub fn len(&self, size: u64) -> u64 {
        match &self.ranges {
            None => size,
            // Ranges that are none count as nothing; the check tells them.
            Some(ranges) => {
                let lengths = ranges.iter().map(|(a, b)| b.saturating_sub(*a));
                lengths.fold(0, u64::saturating_add)
            }
        }
    }
}

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.population)?;
        if let Some(ranges) = &self.ranges {
            let texts: Vec<_> = ranges
                .iter()
                .map(|&(a, b)| if b == a + 1 { format!("{a}") } else { format!("{a}:{b}") })
                .collect();
            write!(f, "[{}]", texts.join(", "))?;
        }
        Ok(())
    }
}
