//! Parameters, distributions, data files.

use super::super::source_map::join;
use super::super::{DataFile, Distribution, Param, Shape};
use super::Checker;
use crate::data;
use crate::units::{Unit, number_text};
use std::f64::consts::SQRT_2;
use std::fs::File;

/// What sign a value must have.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Sign {
    Any,
    NotNegative,
    Positive,
}

/// A draw out of bounds is drawn again, at most 10,000 times. With this share within bounds not one
/// draw in 10²¹ fails to find a value; with less, large networks would.
pub(super) const LEAST_SHARE: f64 = 5e-3;

impl Checker<'_> {
    /// A per-neuron parameter for `count` neurons (`None`: not known).
    pub(super) fn param(&mut self, path: &str, param: &Param, count: Option<u64>, sign: Sign) {
        match param {
            Param::Constant(value) => self.signed(path, *value, sign),
            Param::Drawn(distribution) => {
                self.distribution(path, distribution);
                self.support(path, distribution, sign);
            }
            Param::Values(values) => {
                let list = join(path, "values");
                if let Some(count) = count.filter(|&count| count != values.len() as u64) {
                    let message = format!("{} values for {count} neurons", values.len());
                    self.say(&list, message, format!("expected one value per neuron: {count}"));
                }
                for (index, &value) in values.iter().enumerate() {
                    let wrong = !value.is_finite()
                        || sign == Sign::Positive && value <= 0.0
                        || sign == Sign::NotNegative && value < 0.0;
                    if wrong {
                        self.signed(&format!("{list}[{index}]"), value, sign);
                        break; // one is enough: the next are likely wrong in the same way
                    }
                }
            }
            Param::File(file) => self.data_file(path, file, false),
        }
    }

    fn signed(&mut self, path: &str, value: f64, sign: Sign) {
        match sign {
            Sign::Any => {
                self.finite(path, value);
            }
            Sign::NotNegative => self.not_negative(path, value, ""),
            Sign::Positive => self.positive(path, value, ""),
        }
    }

    /// A distribution must be able to draw what it promises.
    pub(super) fn distribution(&mut self, path: &str, d: &Distribution) {
        let before = self.problems.len();
        match d.shape {
            Shape::Normal { mean, sd } => {
                self.finite(&join(path, "mean"), mean);
                self.not_negative(&join(path, "sd"), sd, "");
            }
            Shape::LogNormal { mean, sd } => {
                self.finite(&join(path, "mean"), mean);
                self.not_negative(&join(path, "sd"), sd, "");
                if mean == 0.0 {
                    let help = "its values are all positive or all negative, as its mean is";
                    self.say(&join(path, "mean"), "a lognormal distribution of mean 0", help);
                }
            }
            Shape::Uniform { low, high } => {
                self.finite(&join(path, "low"), low);
                let known = self.intact(&join(path, "low"));
                if self.finite(&join(path, "high"), high) && low >= high && known {
                    let message = format!("high = {} is not above low", number_text(high));
                    let help = format!("low is {}", number_text(low));
                    self.say(&join(path, "high"), message, help);
                }
            }
        }
        let (min, max) = (d.min.unwrap_or(f64::MIN), d.max.unwrap_or(f64::MAX));
        self.finite(&join(path, "min"), min);
        if self.finite(&join(path, "max"), max) && min > max {
            let help = format!("min is {}", number_text(min));
            self.say(&join(path, "max"), format!("max = {} is below min", number_text(max)), help);
        }
        if self.problems.len() == before && share(&d.shape, min, max) < LEAST_SHARE {
            let help =
                "widen the bounds or move the distribution: draws out of bounds are drawn again";
            self.say(
                path,
                "less than one in 200 of this distribution lies within its bounds",
                help,
            );
        }
    }

    /// Whether everything that can be drawn has the sign that is needed.
    fn support(&mut self, path: &str, d: &Distribution, sign: Sign) {
        let least = match d.shape {
            Shape::Normal { mean, sd: 0.0 } => mean,
            Shape::Normal { .. } => f64::NEG_INFINITY,
            Shape::Uniform { low, .. } => low,
            Shape::LogNormal { mean, .. } if mean > 0.0 => f64::MIN_POSITIVE,
            Shape::LogNormal { .. } => f64::NEG_INFINITY,
        };
        let least = least.max(d.min.unwrap_or(f64::NEG_INFINITY));
        let wrong = match sign {
            Sign::Any => false,
            Sign::NotNegative => least < 0.0,
            Sign::Positive => least <= 0.0,
        };
        if wrong {
            let (word, help) = if sign == Sign::Positive {
                ("positive", "give it a bound `min` above 0")
            } else {
                ("0 or more", "give it a bound `min` of 0 or more")
            };
            self.say(path, format!("the value must be {word}, but this can draw others"), help);
        }
    }

    /// A file of numbers must be there; what is in it is read when the network is compiled.
    pub(super) fn data_file(&mut self, path: &str, file: &DataFile, matrix: bool) {
        let at = join(path, "file");
        let name = file.path.display();
        // The kind is asked for first: opening a pipe would wait for its writer.
        match std::fs::metadata(&file.path) {
            Ok(meta) if !meta.is_file() => {
                self.say(&at, format!("`{name}` is no file"), "expected a file of numbers");
            }
            Ok(_) if !data::known_ending(&file.path, matrix) => {
                let mtx = if matrix { ", .mtx" } else { "" };
                let help =
                    format!("expected a name that ends in .npy, .csv, .tsv, .txt, .dat{mtx}");
                self.say(&at, format!("the format of `{name}` is not known"), help);
            }
            Ok(_) => {
                if let Err(error) = File::open(&file.path) {
                    self.say(&at, format!("`{name}` cannot be read: {error}"), "");
                }
            }
            Err(error) => {
                let near = data::near_file(&file.path);
                let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
                let help = near + "Relative paths start from the folder of the network file";
                self.say(&at, format!("`{name}` cannot be read: {error}"), help);
            }
        }
        let scale =
            if file.unit.is_empty() { Some(1.0) } else { Unit::parse(&file.unit).map(Unit::scale) };
        if scale != Some(file.scale) {
            let message = format!("unit `{}` and factor {} disagree", file.unit, file.scale);
            self.say(
                &join(path, "unit"),
                message,
                "the factor must lead from the unit to the base unit",
            );
        }
    }
}

/// Share of a distribution that lies between two bounds.
pub(super) fn share(shape: &Shape, min: f64, max: f64) -> f64 {
    let between = |mean: f64, sd: f64, low: f64, high: f64| {
        if sd == 0.0 {
            return f64::from(u8::from(low <= mean && mean <= high));
        }
        let below = |x: f64| 0.5 * libm::erfc((mean - x) / (sd * SQRT_2));
        below(high) - below(low)
    };
    match *shape {
        Shape::Normal { mean, sd } => between(mean, sd, min, max),
        Shape::Uniform { low, high } => (high.min(max) - low.max(min)).max(0.0) / (high - low),
        Shape::LogNormal { mean, sd } => {
            let (min, max) = if mean < 0.0 { (-max, -min) } else { (min, max) };
            let variance = libm::log1p((sd / mean) * (sd / mean));
            let centre = libm::log(mean.abs()) - variance / 2.0;
            let log = |x: f64| if x <= 0.0 { f64::NEG_INFINITY } else { libm::log(x) };
            between(centre, variance.sqrt(), log(min), log(max))
        }
    }
}
