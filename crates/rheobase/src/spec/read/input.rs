//! `[input.NAME]`.

use super::decoder::{At, Context, Fields};
use super::tree::Kind;
use crate::spec::{
    DriveUnit, InputKind, InputSpec, Samples, Selection, SpikeSource, Step, TimeFunction, Weight,
    WeightUnit, WeightValue,
};
use crate::units::Dimension::{self, Current, Frequency, Time, Voltage};
use crate::units::Unit;

const KINDS: &[&str] = &[
    "constant",
    "per_neuron",
    "current",
    "step_noise",
    "white_noise",
    "ornstein_uhlenbeck",
    "poisson",
    "spike_train",
];
const DRIVES: &[Dimension] = &[Voltage, Current];

impl Context {
    /// One input; placeholders stand in for what is missing or wrong. An empty receptor is filled
    /// in later.
    pub(super) fn input(&mut self, name: &str, at: &At) -> InputSpec {
        let mut f = self.fields(at, "a table with target and kind");
        let target = f.require(self, "target", "\"dSPN\"");
        let target = target.and_then(|at| self.selection(&at));
        let kind = f.require(self, "kind", "\"constant\"");
        let kind = kind.and_then(|at| self.word(&at, KINDS));
        let kind = match kind {
            Some(kind) => self.input_kind(kind, &mut f),
            None => {
                let _ = f.all();
                InputKind::StepNoise { sd: 0.0 }
            }
        };
        f.finish(self);
        let target = target.unwrap_or_else(|| Selection::all(""));
        InputSpec { name: name.into(), target, kind }
    }

    fn input_kind(&mut self, kind: &str, f: &mut Fields) -> InputKind {
        match kind {
            "constant" => {
                let (mean, dims) = self.need_drive(f, "mean", DRIVES);
                let sd = self.other_drive(f, "sd", &dims);
                InputKind::Constant { mean, sd, unit: drive(dims[0]) }
            }
            "per_neuron" => {
                let at = f.require(self, "value", "{ values = [1, 2, 3], unit = \"mV\" }");
                let found = at.map(|at| self.param_of(&at, DRIVES));
                let (value, unit) = found.unwrap_or((crate::spec::Param::Constant(1.0), Voltage));
                InputKind::PerNeuron { value, unit: drive(unit) }
            }
            "current" => {
                let example = "{ kind = \"ramp\", start = \"0 ms\", stop = \"1 s\", \
                               from = \"0 mV\", to = \"20 mV\" }";
                let at = f.require(self, "value", example);
                let found = at.map(|at| self.time_function(&at, DRIVES));
                let (function, unit) = found.unwrap_or((TimeFunction::Constant(1.0), Voltage));
                InputKind::Current { function, unit: drive(unit) }
            }
            "step_noise" => InputKind::StepNoise { sd: f.need_quantity(self, "sd", Voltage) },
            "white_noise" => {
                InputKind::WhiteNoise { sigma: f.need_quantity(self, "sigma", Voltage) }
            }
            "ornstein_uhlenbeck" => {
                let (sigma, dims) = self.need_drive(f, "sigma", DRIVES);
                let mean = self.other_drive(f, "mean", &dims);
                let tau = f.need_quantity(self, "tau", Time);
                InputKind::OrnsteinUhlenbeck { mean, sigma, tau, unit: drive(dims[0]) }
            }
            "poisson" => self.poisson(f),
            _ => self.spike_train(f),
        }
    }

    fn poisson(&mut self, f: &mut Fields) -> InputKind {
        let rate = f.require(self, "rate", "\"8 Hz\"");
        let rate = rate.map(|at| self.time_function(&at, &[Frequency]).0);
        let sources = f.get("sources").and_then(|at| self.whole(&at)).unwrap_or(1);
        let shared = f.boolean(self, "shared", false);
        let receptor = f.string(self, "receptor").unwrap_or_default();
        let weight = self.input_weight(f);
        let rate = rate.unwrap_or(TimeFunction::Constant(1.0));
        InputKind::Poisson { rate, sources, shared, receptor, weight }
    }

    fn spike_train(&mut self, f: &mut Fields) -> InputKind {
        let spikes = if f.has("file") || f.has("unit") {
            let unit = if f.has("unit") {
                f.unit(self, &[Time])
            } else {
                Unit { dimension: Time, exponent: 0 }
            };
            let _ = f.get("unit");
            SpikeSource::File(f.file(self, unit))
        } else {
            let example = "[\"10 ms\", \"12.5 ms\"]";
            let times = f.require(self, "times", example);
            let times = times.map_or(Vec::new(), |at| self.times(&at));
            let ids = f.require(self, "ids", "[0, 3]").map_or(Vec::new(), |at| self.indices(&at));
            SpikeSource::Values { times, ids }
        };
        let receptor = f.string(self, "receptor").unwrap_or_default();
        let weight = self.input_weight(f);
        InputKind::SpikeTrain { spikes, receptor, weight }
    }

    fn input_weight(&mut self, f: &mut Fields) -> Weight {
        let at = f.require(self, "weight", "\"0.1 mV\"");
        at.map(|at| self.weight(&at).weight)
            .unwrap_or(Weight { unit: WeightUnit::MilliVoltMs, value: WeightValue::Constant(1.0) })
    }

    /// A drive that must be there, and the dimensions that others beside it may have: its own, or all
    /// where it is wrong.
    fn need_drive(
        &mut self,
        f: &mut Fields,
        key: &'static str,
        dims: &[Dimension],
    ) -> (f64, Vec<Dimension>) {
        let example = format!("\"20 {}\"", dims[0].base());
        let found = f.require(self, key, &example).and_then(|at| self.quantity_of(&at, dims));
        found.map_or((1.0, dims.to_vec()), |(value, unit)| (value, vec![unit.dimension]))
    }

    /// A drive that may be left out: 0.
    fn other_drive(&mut self, f: &mut Fields, key: &'static str, dims: &[Dimension]) -> f64 {
        let found = f.get(key).and_then(|at| self.quantity_of(&at, dims));
        found.map_or(0.0, |(value, _)| value)
    }

    /// A function of time and the dimension of its values.
    fn time_function(&mut self, at: &At, dims: &[Dimension]) -> (TimeFunction, Dimension) {
        if !matches!(at.node.kind, Kind::Table(_)) {
            let found = self.quantity_of(at, dims);
            let (value, dim) = found.map_or((1.0, dims[0]), |(v, unit)| (v, unit.dimension));
            return (TimeFunction::Constant(value), dim);
        }
        let mut f = self.fields(at, "a table");
        let kind = f.require(self, "kind", "\"steps\"");
        let Some(kind) = kind.and_then(|at| self.word(&at, &["steps", "ramp", "sine", "series"]))
        else {
            return (TimeFunction::Constant(1.0), dims[0]);
        };
        let found = match kind {
            "steps" => self.steps_function(&mut f, dims),
            "ramp" => {
                let (from, dims) = self.need_drive(&mut f, "from", dims);
                let (to, dims) = self.need_drive(&mut f, "to", &dims);
                let start = f.need_quantity(self, "start", Time);
                let stop = f.need_quantity(self, "stop", Time);
                (TimeFunction::Ramp { start, stop, from, to }, dims[0])
            }
            "sine" => {
                let (amplitude, dims) = self.need_drive(&mut f, "amplitude", dims);
                let offset = self.other_drive(&mut f, "offset", &dims);
                let frequency = f.need_quantity(self, "frequency", Frequency);
                let phase = f.get("phase").and_then(|at| self.number(&at, 0)).unwrap_or(0.0);
                (TimeFunction::Sine { offset, amplitude, frequency, phase }, dims[0])
            }
            _ => self.series(&mut f, dims),
        };
        f.finish(self);
        found
    }

    fn steps_function(&mut self, f: &mut Fields, dims: &[Dimension]) -> (TimeFunction, Dimension) {
        let (base, mut dims) = self.need_drive(f, "base", dims);
        let example = format!(
            "[{{ start = \"100 ms\", duration = \"50 ms\", value = \"10 {}\" }}]",
            dims[0].base()
        );
        let at = f.require(self, "steps", &example);
        let items = at.as_ref().and_then(|at| Some((at, self.items(at, "a list of steps")?)));
        let mut steps = Vec::new();
        for (index, node) in items.iter().flat_map(|(_, items)| items.iter().enumerate()) {
            let Some((list, _)) = &items else { break };
            let mut f = self.fields(&list.item(index, node), "a step: start, duration and value");
            let start = f.need_quantity(self, "start", Time);
            let duration = f.need_quantity(self, "duration", Time);
            let (value, one) = self.need_drive(&mut f, "value", &dims);
            dims = one;
            steps.push(Step { start, duration, value });
            f.finish(self);
        }
        (TimeFunction::Steps { base, steps }, dims[0])
    }

    fn series(&mut self, f: &mut Fields, dims: &[Dimension]) -> (TimeFunction, Dimension) {
        let unit = f.unit(self, dims);
        let samples = if let Some(at) = f.get("values") {
            Samples::Values(self.numbers(&at, unit.exponent))
        } else if let Some(at) = f.get("table") {
            Samples::Table(self.matrix(&at, unit.exponent))
        } else {
            Samples::File(f.file(self, unit))
        };
        let interval = f.need_quantity(self, "interval", Time);
        let start = f.quantity(self, "start", Time).unwrap_or(0.0);
        (TimeFunction::Series { samples, interval, start }, unit.dimension)
    }
}

fn drive(dimension: Dimension) -> DriveUnit {
    if dimension == Current { DriveUnit::PicoAmpere } else { DriveUnit::MilliVolt }
}
