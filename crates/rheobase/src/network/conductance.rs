//! What conductances ask of the rest of a network, where only the compilation can see it.

use super::CompileError;
use crate::spec::{NeuronModel, PopulationSpec, ReceptorKind, Scheme, Weight, WeightValue};
use crate::wiring::Pairs;

/// An error where a population has conductances and the scheme or its capacitance does not allow
/// them.
pub(super) fn can_be_integrated(
    population: &PopulationSpec,
    scheme: Scheme,
) -> Result<(), CompileError> {
    let Some(receptor) = population.receptors.iter().find(|r| r.kind.reversal().is_some()) else {
        return Ok(());
    };
    let path = format!("population.{}.receptors.{}", population.name, receptor.name);
    let NeuronModel::Lif(lif) = &population.model;
    match (scheme, &lif.c_m) {
        (Scheme::Exact, Some(_)) => Ok(()),
        (Scheme::Exact, None) => Err(CompileError::new(
            path,
            format!("a conductance needs `C_m` of population `{}`", population.name),
        )),
        (Scheme::Euler, _) => {
            let message = "a conductance is not integrated by scheme = \"euler\"; use \"exact\"";
            Err(CompileError::new(path, message))
        }
    }
}

/// An error where a weight on a conductance is negative: those of a matrix or a list are seen here
/// for the first time. Draws keep the sign of their mean.
pub(super) fn no_negative(
    kind: ReceptorKind,
    weight: &Weight,
    given: Option<&Pairs>,
    path: &str,
) -> Result<(), CompileError> {
    let ReceptorKind::Conductance { .. } = kind else { return Ok(()) };
    let negative = match (&weight.value, given) {
        (WeightValue::Constant(w), _) => Some(*w).filter(|w| *w < 0.0),
        (WeightValue::Drawn(d), _) => Some(d.shape.centre()).filter(|w| *w < 0.0),
        (WeightValue::FromRule, Some(pairs)) => {
            pairs.weights.iter().flatten().copied().find(|w| *w < 0.0)
        }
        (WeightValue::FromRule, None) => None,
    };
    negative.map_or(Ok(()), |w| Err(self::negative(w, path)))
}

/// The error about a negative weight of the projection or input at `path`.
pub(super) fn negative(weight: f64, path: &str) -> CompileError {
    let message = format!("a conductance of {weight} nS: it cannot be negative");
    CompileError::new(format!("{path}.weight"), message)
}
