//! Compiled populations.

use super::{CompileError, conductance};
use crate::rng::{Key, Purpose};
use crate::spec::{LifSpec, NetworkSpec, NeuronModel, Param, PopulationSpec, ReceptorKind, Scheme};
use crate::wiring;

/// A population with a value of every parameter for every neuron.
#[derive(Clone, Debug)]
pub struct Population {
    /// Name.
    pub name: String,
    /// Global id of its first neuron.
    pub first: u32,
    /// Number of neurons.
    pub size: u32,
    /// Receptors in order.
    pub receptors: Vec<Receptor>,
    /// Membrane time constants, ms.
    pub tau_m: Vec<f64>,
    /// Membrane resistances in mV/pA (GΩ); `None` where no capacitance is given.
    pub resistance: Option<Vec<f64>>,
    /// Resting potentials, mV.
    pub v_rest: Vec<f64>,
    /// Thresholds, mV.
    pub v_thr: Vec<f64>,
    /// Reset potentials, mV.
    pub v_reset: Vec<f64>,
    /// Steps during which V is held after a spike; in the Euler scheme the step of the spike is
    /// the first of them.
    pub hold: Vec<u32>,
    /// Initial membrane potentials, mV.
    pub v_init: Vec<f64>,
    /// Height of spikes painted into exported traces, mV.
    pub v_spike: f64,
}

/// A compiled receptor.
#[derive(Clone, Debug)]
pub struct Receptor {
    /// Name.
    pub name: String,
    /// Shape and time constant.
    pub kind: ReceptorKind,
}

impl Population {
    pub(super) fn compile(
        population: &PopulationSpec,
        spec: &NetworkSpec,
        first: u64,
    ) -> Result<Population, CompileError> {
        let NeuronModel::Lif(lif) = &population.model;
        let size = u32::try_from(population.size)
            .ok()
            .filter(|&n| first + u64::from(n) <= u64::from(u32::MAX))
            .ok_or_else(|| {
                let path = format!("population.{}.size", population.name);
                let most = u32::MAX;
                CompileError::new(path, format!("{} neurons; at most {most}", population.size))
            })?;
        let resolver = Resolver { population, seed: spec.seeds.initial.unwrap_or(spec.seed) };
        let tau_m = resolver.positive("tau_m", &lif.tau_m)?;
        let resistance = match &lif.c_m {
            None => None,
            Some(c_m) => {
                let c_m = resolver.positive("C_m", c_m)?;
                Some(tau_m.iter().zip(&c_m).map(|(tau, c)| tau / c).collect())
            }
        };
        conductance::can_be_integrated(population, spec.scheme)?;
        let v_thr = resolver.field("V_thr", &lif.v_thr)?;
        let v_reset = resolver.field("V_reset", &lif.v_reset)?;
        if let Some(k) = (0..v_thr.len()).find(|&k| v_reset[k] >= v_thr[k]) {
            let message = format!(
                "V_reset = {} mV of neuron {k} is not below its V_thr = {} mV",
                v_reset[k], v_thr[k]
            );
            return Err(CompileError::new(resolver.path("V_reset"), message));
        }
        Ok(Population {
            name: population.name.clone(),
            first: first as u32,
            size,
            receptors: population
                .receptors
                .iter()
                .map(|r| Receptor { name: r.name.clone(), kind: r.kind })
                .collect(),
            resistance,
            v_rest: resolver.field("V_rest", &lif.v_rest)?,
            v_thr,
            v_reset,
            hold: hold_steps(&resolver, lif, spec)?,
            v_init: resolver.draw("V_init", &population.v_init, Purpose::Initial)?,
            v_spike: lif.v_spike,
            tau_m,
        })
    }

    /// The factor of a weight and whether the resistance comes on top of it, with a resistance that
    /// all neurons share in the factor already: what arrives need not be multiplied again in each
    /// step. (Projections onto populations of different resistances then have rows of their own.)
    pub(super) fn shared_resistance(&self, factor: f64, per_resistance: bool) -> (f64, bool) {
        match self.resistance.as_deref() {
            Some([first, rest @ ..]) if per_resistance && rest.iter().all(|r| r == first) => {
                (factor * first, false)
            }
            _ => (factor, per_resistance),
        }
    }

    /// Index of a receptor by name.
    pub fn receptor(&self, name: &str) -> Option<usize> {
        self.receptors.iter().position(|r| r.name == name)
    }
}

/// Replaces the parameter that an error is about by a constant. Whether there is one that was none.
pub(super) fn set_aside(population: &mut PopulationSpec, path: &str) -> bool {
    let NeuronModel::Lif(lif) = &mut population.model;
    let mut one = Param::Constant(1.0);
    let neutral = LifSpec::default();
    let (thr, reset) = (neutral.v_thr, neutral.v_reset);
    let params = [
        ("tau_m", &mut lif.tau_m, neutral.tau_m),
        ("C_m", lif.c_m.as_mut().unwrap_or(&mut one), Param::Constant(1.0)),
        ("V_rest", &mut lif.v_rest, neutral.v_rest),
        ("V_thr", &mut lif.v_thr, thr),
        ("V_reset", &mut lif.v_reset, reset),
        ("t_ref", &mut lif.t_ref, neutral.t_ref),
        ("V_init", &mut population.v_init, Param::Constant(-70.0)),
    ];
    // Threshold and reset are held against each other: one alone might go on being wrong.
    let pair = |name: &str| matches!(name, "V_thr" | "V_reset");
    let about = |name: &str| path.contains(&format!(".{name}"));
    let both = about("V_thr") || about("V_reset");
    let mut changed = false;
    for (name, param, neutral) in params {
        if (about(name) || both && pair(name)) && *param != neutral {
            *param = neutral;
            changed = true;
        }
    }
    changed
}

/// Draws the parameters of one population.
struct Resolver<'a> {
    population: &'a PopulationSpec,
    seed: u64,
}

impl Resolver<'_> {
    fn field(&self, field: &str, param: &Param) -> Result<Vec<f64>, CompileError> {
        self.draw(field, param, Purpose::Parameter)
    }

    fn path(&self, field: &str) -> String {
        format!("population.{}.{field}", self.population.name)
    }

    /// Values above zero; those in a file are seen here for the first time.
    fn positive(&self, field: &str, param: &Param) -> Result<Vec<f64>, CompileError> {
        let values = self.field(field, param)?;
        match values.iter().position(|&value| value <= 0.0) {
            None => Ok(values),
            Some(k) => {
                let message = format!("{} of neuron {k} is not positive", values[k]);
                Err(CompileError::new(self.path(field), message))
            }
        }
    }

    fn draw(&self, field: &str, param: &Param, purpose: Purpose) -> Result<Vec<f64>, CompileError> {
        let path = self.path(field);
        let key = Key::new(self.seed, purpose, &format!("{}.{field}", self.population.name));
        let n = self.population.size as usize;
        let values = wiring::resolve_param(param, n, key, &path)?;
        Ok((0..n).map(|i| values.get(i)).collect())
    }
}

fn hold_steps(
    resolver: &Resolver,
    lif: &LifSpec,
    spec: &NetworkSpec,
) -> Result<Vec<u32>, CompileError> {
    let path = resolver.path("t_ref");
    let least = match spec.scheme {
        Scheme::Euler => 1,
        Scheme::Exact => 0,
    };
    let exact = matches!(lif.t_ref, Param::Constant(_));
    resolver
        .field("t_ref", &lif.t_ref)?
        .iter()
        .map(|&t| {
            // A distributed refractory period is rounded, a constant one must fit the grid.
            let steps = if exact {
                super::ticks(t, spec.dt, &path)?
            } else if t < 0.0 {
                return Err(CompileError::new(&path, format!("{t} ms is negative")));
            } else {
                libm::round(t / spec.dt) as u64
            };
            let steps = u32::try_from(steps)
                .map_err(|_| CompileError::new(&path, format!("{t} ms is too long")))?;
            Ok(steps.max(least))
        })
        .collect()
}
