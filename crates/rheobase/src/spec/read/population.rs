//! `[population.NAME]`.

use super::decoder::{At, Context, Fields};
use super::tree::Kind;
use crate::spec::{
    Distribution, LifSpec, NeuronModel, Param, PopulationSpec, Positions, ReceptorKind,
    ReceptorSpec, Shape,
};
use crate::units::Dimension::{Capacitance, Length, Time, Voltage};

const MODELS: &[&str] = &["lif"];
const MODELS_LATER: &[&str] = &[
    "adex",
    "aeif",
    "eif",
    "glif",
    "hh",
    "hodgkin_huxley",
    "izhikevich",
    "lif_conductance",
    "poisson",
    "qif",
    "traub",
];
const RECEPTORS: &[&str] = &["delta", "exponential", "alpha", "conductance"];
const RECEPTORS_LATER: &[&str] = &[
    "conductance_alpha",
    "conductance_exponential",
    "conductance_double_exponential",
    "double_exponential",
    "nmda",
];
/// Keys of models that are to come.
const KEYS_LATER: &[&str] = &["equations", "threshold", "reset", "delta_T", "E_L", "g_L"];

impl Context {
    /// One population; placeholders stand in for what is missing or wrong.
    pub(super) fn population(&mut self, name: &str, at: &At) -> PopulationSpec {
        let mut f = self.fields(at, "a table of the population's parameters");
        let size = f.need_whole(self, "size", "100");
        let color = f.string(self, "color");
        if let Some(model) = f.get("model") {
            self.word_or_later(&model, "the neuron model", MODELS, MODELS_LATER);
        }
        let before = self.problems.len();
        let lif = self.lif(&mut f);
        let sound = self.problems.len() == before;
        let v_init = match f.get("V_init") {
            Some(v) => self.param(&v, Voltage),
            None if sound => self.default_v_init(at, &lif),
            None => lif.v_rest.clone(),
        };
        let receptors = f.get("receptors").map_or(Vec::new(), |at| self.receptors(&at));
        let positions = f.get("positions").and_then(|at| self.positions(&at));
        f.finish_with_later(self, KEYS_LATER);
        let model = NeuronModel::Lif(lif);
        PopulationSpec { name: name.into(), size, color, model, receptors, v_init, positions }
    }

    fn lif(&mut self, f: &mut Fields) -> LifSpec {
        let defaults = LifSpec::default();
        let mut param = |key, dimension, default| match f.get(key) {
            Some(at) => self.param(&at, dimension),
            None => default,
        };
        let mut lif = LifSpec {
            tau_m: param("tau_m", Time, defaults.tau_m),
            c_m: None,
            v_rest: param("V_rest", Voltage, defaults.v_rest),
            v_thr: param("V_thr", Voltage, defaults.v_thr),
            v_reset: param("V_reset", Voltage, defaults.v_reset),
            t_ref: param("t_ref", Time, defaults.t_ref),
            v_spike: defaults.v_spike,
        };
        lif.c_m = f.get("C_m").map(|at| self.param(&at, Capacitance));
        lif.v_spike = f.quantity(self, "V_spike", Voltage).unwrap_or(defaults.v_spike);
        lif
    }

    /// Uniform between reset and threshold, as the original draws it.
    fn default_v_init(&mut self, at: &At, lif: &LifSpec) -> Param {
        let (low, high) = match (&lif.v_reset, &lif.v_thr) {
            (&Param::Constant(low), &Param::Constant(high)) if low < high => (low, high),
            // A mistake that the check reports at V_reset.
            (&Param::Constant(low), &Param::Constant(_)) => return Param::Constant(low),
            _ => {
                self.wrong(
                    at,
                    "`V_init` must be given where V_reset or V_thr differ among the neurons",
                    "for example `V_init = \"-70 mV\"`",
                );
                (-80.0, -50.0)
            }
        };
        Param::Drawn(Distribution { shape: Shape::Uniform { low, high }, min: None, max: None })
    }

    fn receptors(&mut self, at: &At) -> Vec<ReceptorSpec> {
        let mut f = self
            .fields(at, "a table such as { gaba = { kind = \"exponential\", tau = \"10 ms\" } }");
        f.all()
            .map(|(name, at)| ReceptorSpec { name: name.into(), kind: self.receptor(&at) })
            .collect()
    }

    fn receptor(&mut self, at: &At) -> ReceptorKind {
        if let Kind::String(_) = at.node.kind {
            let word = self.word_or_later(at, "the receptor kind", RECEPTORS, RECEPTORS_LATER);
            if word == Some("conductance") {
                let help = "write for example { kind = \"conductance\", tau = \"5 ms\", \
                            reversal = \"0 mV\" }";
                self.wrong(at, "a conductance needs its time constant and its reversal", help);
            } else if word.is_some_and(|word| word != "delta") {
                let help = "write for example { kind = \"exponential\", tau = \"10 ms\" }";
                self.wrong(at, "this kind of receptor needs its time constant", help);
            }
            return ReceptorKind::Delta;
        }
        let mut f = self.fields(at, "a table such as { kind = \"exponential\", tau = \"10 ms\" }");
        let kind = f.require(self, "kind", "\"exponential\"");
        let kind = kind.and_then(|at| {
            self.word_or_later(&at, "the receptor kind", RECEPTORS, RECEPTORS_LATER)
        });
        let kind = match kind {
            Some("delta") => ReceptorKind::Delta,
            Some("alpha") => ReceptorKind::Alpha { tau: f.need_quantity(self, "tau", Time) },
            Some("conductance") => ReceptorKind::Conductance {
                tau: f.need_quantity(self, "tau", Time),
                reversal: f.need_quantity(self, "reversal", Voltage),
            },
            Some(_) => ReceptorKind::Exponential { tau: f.need_quantity(self, "tau", Time) },
            None => {
                let _ = f.all();
                ReceptorKind::Delta
            }
        };
        f.finish(self);
        kind
    }

    fn positions(&mut self, at: &At) -> Option<Positions> {
        let mut f =
            self.fields(at, "a table such as { kind = \"ring\", circumference = \"1 mm\" }");
        let kind = f.require(self, "kind", "\"grid\"")?;
        let positions = match self.word(&kind, &["grid", "random", "ring"]) {
            Some("grid") => Positions::Grid {
                columns: f.need_whole(self, "columns", "10"),
                spacing: f.need_quantity(self, "spacing", Length),
                periodic: f.boolean(self, "periodic", false),
            },
            Some("random") => Positions::Random {
                width: f.need_quantity(self, "width", Length),
                height: f.need_quantity(self, "height", Length),
                periodic: f.boolean(self, "periodic", false),
            },
            Some(_) => {
                Positions::Ring { circumference: f.need_quantity(self, "circumference", Length) }
            }
            None => return None,
        };
        f.finish(self);
        Some(positions)
    }
}
