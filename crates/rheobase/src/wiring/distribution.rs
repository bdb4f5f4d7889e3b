//! Drawing from a truncated distribution.

use super::WiringError;
use crate::rng::pairs::{LANES, first_normals, first_uniforms};
use crate::rng::{Draws, Key};
use crate::spec::{Distribution, Shape};
use std::fmt;

/// Draws after which a distribution counts as never falling between its bounds.
pub(super) const MAX_TRIES: u32 = 10_000;

/// A distribution that was checked, ready to be drawn from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sampler {
    given: Distribution,
    min: f64,
    max: f64,
    /// Location and scale of the normal number inside (its logarithm, for a lognormal one).
    location: f64,
    scale: f64,
}

impl Sampler {
    /// Checks the numbers of a distribution that stands at `path`.
    pub fn new(given: Distribution, path: &str) -> Result<Self, WiringError> {
        let refuse = |accepted: &str| {
            let found = Shown(&given).to_string();
            Err(WiringError::Refused { path: path.to_string(), found, accepted: accepted.into() })
        };
        let (first, second) = match given.shape {
            Shape::Normal { mean, sd } | Shape::LogNormal { mean, sd } => (mean, sd),
            Shape::Uniform { low, high } => (low, high),
        };
        let (min, max) =
            (given.min.unwrap_or(f64::NEG_INFINITY), given.max.unwrap_or(f64::INFINITY));
        if !first.is_finite() || !second.is_finite() || min.is_nan() || max.is_nan() {
            return refuse("finite numbers");
        }
        if min > max {
            return refuse("a lower bound that is not above the upper one");
        }
        let (location, scale) = match given.shape {
            Shape::Uniform { low, high } if low > high => return refuse("low not above high"),
            Shape::Uniform { low, high } => (low, high - low),
            _ if second < 0.0 => return refuse("a standard deviation that is not negative"),
            Shape::Normal { mean, sd } => (mean, sd),
            Shape::LogNormal { mean: 0.0, .. } => return refuse("a mean other than 0"),
            Shape::LogNormal { mean, sd } => {
                // Of the value's mean m and standard deviation s: σ² = ln(1 + s²/m²) and
                // µ = ln|m| - σ²/2.
                let variance = libm::log1p((sd / mean) * (sd / mean));
                (libm::log(mean.abs()) - 0.5 * variance, variance.sqrt())
            }
        };
        if !scale.is_finite() {
            return refuse("numbers of ordinary size");
        }
        Ok(Sampler { given, min, max, location, scale })
    }

    /// The sign of the mean: -1, 0 or 1.
    pub fn sign(&self) -> f64 {
        let mean = match self.given.shape {
            Shape::Normal { mean, .. } | Shape::LogNormal { mean, .. } => mean,
            Shape::Uniform { low, high } => low / 2.0 + high / 2.0,
        };
        if mean == 0.0 { 0.0 } else { mean.signum() }
    }

    /// One value before truncation.
    #[inline]
    fn free(&self, draws: &mut Draws) -> f64 {
        match self.given.shape {
            Shape::Normal { .. } => self.location + self.scale * draws.normal(),
            Shape::Uniform { .. } => self.location + self.scale * draws.uniform(),
            Shape::LogNormal { mean, .. } => {
                libm::exp(self.location + self.scale * draws.normal()).copysign(mean)
            }
        }
    }

    /// The first value before truncation of each of the sequences `key.draws(a, b[k])`.
    #[inline]
    pub fn first(&self, key: Key, a: u32, b: &[u32; LANES], out: &mut [f64; LANES]) {
        match self.given.shape {
            Shape::Uniform { .. } => first_uniforms(key, a, b, out),
            _ => first_normals(key, a, b, out),
        }
        for value in &mut *out {
            *value = self.location + self.scale * *value;
        }
        if let Shape::LogNormal { mean, .. } = self.given.shape {
            for value in out {
                *value = libm::exp(*value).copysign(mean);
            }
        }
    }

    /// What `accept` makes of a value between the bounds.
    #[inline]
    pub fn accepted<T>(&self, value: f64, accept: impl Fn(f64) -> Option<T>) -> Option<T> {
        if value < self.min || value > self.max { None } else { accept(value) }
    }

    /// The first value that lies between the bounds and of which `accept` makes something.
    #[inline]
    pub fn draw<T>(
        &self,
        draws: &mut Draws,
        path: &str,
        accept: impl Fn(f64) -> Option<T>,
    ) -> Result<T, WiringError> {
        for _ in 0..MAX_TRIES {
            if let Some(accepted) = self.accepted(self.free(draws), &accept) {
                return Ok(accepted);
            }
        }
        Err(WiringError::NeverInBounds {
            path: path.to_string(),
            distribution: Shown(&self.given).to_string(),
            tries: MAX_TRIES,
        })
    }
}

/// A distribution in words.
struct Shown<'a>(&'a Distribution);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.shape {
            Shape::Normal { mean, sd } => write!(f, "a normal distribution (mean {mean}, sd {sd}")?,
            Shape::Uniform { low, high } => {
                write!(f, "a uniform distribution (low {low}, high {high}")?;
            }
            Shape::LogNormal { mean, sd } => {
                write!(f, "a lognormal distribution (mean {mean}, sd {sd}")?;
            }
        }
        if let Some(min) = self.0.min {
            write!(f, ", min {min}")?;
        }
        if let Some(max) = self.0.max {
            write!(f, ", max {max}")?;
        }
        f.write_str(")")
    }
}
