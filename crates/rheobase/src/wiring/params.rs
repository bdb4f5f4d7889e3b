//! Values of per-neuron parameters.

use super::WiringError;
use super::distribution::Sampler;
use super::files;
use crate::rng::Key;
use crate::spec::Param;

/// A parameter's value for the neurons of a population, in the base unit of its field.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamValues {
    /// The same for all.
    Uniform(f64),
    /// One each, by id.
    Each(Vec<f64>),
}

impl ParamValues {
    /// Value of a neuron.
    pub fn get(&self, id: usize) -> f64 {
        match self {
            ParamValues::Uniform(value) => *value,
            ParamValues::Each(values) => values[id],
        }
    }
}

/// The values of a parameter for `n` neurons. A drawn value depends on `key` and the neuron's
/// index alone; the key's purpose is `Parameter` (`Initial` for the voltage at the start) and its
/// stream `<population>.<field>`. `path` is the field's place in the network file, as in
/// `population.E.tau_m`.
pub fn resolve_param(
    param: &Param,
    n: usize,
    key: Key,
    path: &str,
) -> Result<ParamValues, WiringError> {
    let values = match param {
        Param::Constant(value) => {
            check_finite(std::slice::from_ref(value), path)?;
            return Ok(ParamValues::Uniform(*value));
        }
        Param::Drawn(distribution) => {
            let sampler = Sampler::new(*distribution, path)?;
            let finite = |value: f64| Some(value).filter(|v| v.is_finite());
            let one = |id: usize| sampler.draw(&mut key.draws(id as u32, 0), path, finite);
            return (0..n).map(one).collect::<Result<_, _>>().map(ParamValues::Each);
        }
        Param::Values(values) => values.clone(),
        Param::File(file) => files::per_neuron(file, n, path)?,
    };
    if values.len() != n {
        let (found, accepted) = (format!("{} values", values.len()), format!("{n}, one a neuron"));
        return Err(WiringError::Refused { path: path.to_string(), found, accepted });
    }
    check_finite(&values, path)?;
    Ok(ParamValues::Each(values))
}

fn check_finite(values: &[f64], path: &str) -> Result<(), WiringError> {
    match values.iter().position(|v| !v.is_finite()) {
        None => Ok(()),
        Some(at) => Err(WiringError::Refused {
            path: path.to_string(),
            found: format!("{} (value {at}, counted from 0)", values[at]),
            accepted: "finite numbers".into(),
        }),
    }
}
