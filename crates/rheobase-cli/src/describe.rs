//! Parts of a network in words, for tables.

use crate::output::time;
use rheobase::spec::{
    Delay, Distribution, DriveUnit, FailureMode, InputKind, InputSpec, Kernel, NetworkSpec,
    NeuronModel, Param, PhaseSpec, PlasticityRule, PopulationSpec, ProjectionSpec, ReceptorKind,
    RecordKind, Rule, Selection, Shape, SpikeSource, TimeFunction, Weight, WeightUnit, WeightValue,
};

/// A parameter with its unit.
pub fn param(value: &Param, unit: &str) -> String {
    match value {
        Param::Constant(v) => format!("{v} {unit}"),
        Param::Drawn(d) => distribution(d, unit),
        Param::Values(values) => format!("{} values given", values.len()),
        Param::File(file) => format!("from {}", file_name(&file.path)),
    }
}

fn file_name(path: &std::path::Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn distribution(d: &Distribution, unit: &str) -> String {
    let shape = match d.shape {
        Shape::Normal { mean, sd } => format!("normal, {mean} ± {sd} {unit}"),
        Shape::Uniform { low, high } => format!("uniform, {low} to {high} {unit}"),
        Shape::LogNormal { mean, sd } => format!("lognormal, {mean} ± {sd} {unit}"),
    };
    match (d.min, d.max) {
        (None, None) => shape,
        (Some(min), None) => format!("{shape}, at least {min}"),
        (None, Some(max)) => format!("{shape}, at most {max}"),
        (Some(min), Some(max)) => format!("{shape}, from {min} to {max}"),
    }
}

/// Parameters of a neuron, as pairs of symbol and value.
pub fn neuron(population: &PopulationSpec) -> Vec<(String, String)> {
    let NeuronModel::Lif(lif) = &population.model;
    let mut pairs = vec![("tau_m".to_owned(), param(&lif.tau_m, "ms"))];
    pairs.extend(lif.c_m.as_ref().map(|c| ("C_m".to_owned(), param(c, "pF"))));
    pairs.extend([
        ("V_rest".into(), param(&lif.v_rest, "mV")),
        ("V_thr".into(), param(&lif.v_thr, "mV")),
        ("V_reset".into(), param(&lif.v_reset, "mV")),
        ("t_ref".into(), param(&lif.t_ref, "ms")),
        ("V at the start".into(), param(&population.v_init, "mV")),
    ]);
    for receptor in &population.receptors {
        let kind = match receptor.kind {
            ReceptorKind::Delta => "delta: V jumps".into(),
            ReceptorKind::Exponential { tau } => format!("exponential current, tau = {tau} ms"),
            ReceptorKind::Alpha { tau } => format!("alpha current, tau = {tau} ms"),
            ReceptorKind::Conductance { tau, reversal } => {
                format!("conductance, tau = {tau} ms, E = {reversal} mV")
            }
        };
        pairs.push((format!("receptor {}", receptor.name), kind));
    }
    pairs
}

/// The rule of a projection.
pub fn rule(p: &ProjectionSpec) -> String {
    let rule = match &p.rule {
        Rule::AllToAll => "all to all".into(),
        Rule::OneToOne => "one to one".into(),
        Rule::Bernoulli { p } => format!("each pair with p = {p}"),
        Rule::FixedInDegree { n } => format!("{n} sources for each target"),
        Rule::FixedOutDegree { n } => format!("{n} targets for each source"),
        Rule::FixedTotal { n } => format!("{n} synapses in all"),
        Rule::Distance { kernel } => match kernel {
            Kernel::Gaussian { p_max, sigma } => {
                format!("p = {p_max}·exp(-d²/2σ²), σ = {sigma} µm")
            }
            Kernel::Exponential { p_max, lambda } => {
                format!("p = {p_max}·exp(-d/λ), λ = {lambda} µm")
            }
            Kernel::Disc { p, radius } => format!("p = {p} up to {radius} µm"),
        },
        Rule::SmallWorld { k, rewire } => {
            format!("small world, {k} neighbours, rewired with p = {rewire}")
        }
        Rule::Matrix { file } => format!("matrix from {}", file_name(&file.path)),
        Rule::WeightMatrix(matrix) => {
            format!("matrix of {} rows and {} columns", matrix.rows(), matrix.columns())
        }
        Rule::EdgeFile { file } => format!("list from {}", file_name(&file.path)),
        Rule::Edges(edges) => format!("list of {} synapses", edges.source.len()),
    };
    let own = if p.allow_self { "; self-connections allowed" } else { "" };
    let repeats = if p.allow_multiple { "; multiple allowed" } else { "" };
    rule + own + repeats
}

/// The weight of a projection or input.
pub fn weight(weight: &Weight) -> String {
    let unit = &unit_text(weight.unit);
    match &weight.value {
        WeightValue::Constant(v) => format!("{v} {unit}"),
        WeightValue::Drawn(d) => distribution(d, unit),
        WeightValue::FromRule => format!("given, in {unit}"),
    }
}

/// The unit of a weight as papers print it: `mV·ms`.
pub fn unit_text(unit: WeightUnit) -> String {
    unit.word().replace('*', "·")
}

/// The delay of a projection.
pub fn delay(delay: &Delay) -> String {
    match delay {
        Delay::Time(ms) => time(*ms),
        Delay::Steps(1) => "1 step".into(),
        Delay::Steps(n) => format!("{n} steps"),
        Delay::Drawn(d) => distribution(d, "ms"),
        Delay::FromRule => "given".into(),
    }
}

/// Failures and learning of a projection; empty where there are none.
pub fn extras(p: &ProjectionSpec) -> String {
    let mut words = Vec::new();
    let off = |on: bool| if on { "" } else { " (off)" };
    if let Some(failure) = p.failure.filter(|f| f.probability > 0.0) {
        let mode = match failure.mode {
            FailureMode::PerSpike => "per spike".into(),
            FailureMode::Mask { every } => format!("mask every {}", time(every)),
        };
        words.push(format!("fails with p = {}, {mode}{}", failure.probability, off(failure.on)));
    }
    if let Some(plasticity) = p.plasticity {
        words.push(learning(&plasticity.rule) + off(plasticity.on));
    }
    words.join("; ")
}

/// A learning rule and its parameters.
fn learning(rule: &PlasticityRule) -> String {
    let pair = |name, plus, minus, lambda, alpha| {
        let taus = if plus == minus { time(plus) } else { time(plus) + " and " + &time(minus) };
        format!("{name}, tau = {taus}, lambda = {lambda}, alpha = {alpha}")
    };
    match *rule {
        PlasticityRule::AntiHebbian { alpha, window } => {
            format!("anti-Hebbian, alpha = {alpha}/ms, window {}", time(window))
        }
        PlasticityRule::Stdp { tau_plus, tau_minus, lambda, alpha, mu_plus, mu_minus, w_max } => {
            let pair = pair("STDP", tau_plus, tau_minus, lambda, alpha);
            let (max, unit) = (w_max.value, w_max.unit.word());
            format!("{pair}, mu = {mu_plus} and {mu_minus}, w_max = {max} {unit}")
        }
        PlasticityRule::StdpPowerLaw { tau_plus, tau_minus, lambda, alpha, mu, w_0 } => {
            let pair = pair("power-law STDP", tau_plus, tau_minus, lambda, alpha);
            format!("{pair}, mu = {mu}, w_0 = {} {}", w_0.value, w_0.unit.word())
        }
    }
}

/// Names of the learning rules that there are.
pub fn learning_rules(projections: &[ProjectionSpec]) -> String {
    let name = |rule: &PlasticityRule| match rule {
        PlasticityRule::AntiHebbian { .. } => "anti-Hebbian",
        PlasticityRule::Stdp { .. } => "STDP",
        PlasticityRule::StdpPowerLaw { .. } => "power-law STDP",
    };
    let plastic = projections.iter().filter_map(|p| p.plasticity);
    let mut names: Vec<_> = plastic.map(|plasticity| name(&plasticity.rule)).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

/// What an input is.
pub fn input(input: &InputSpec) -> String {
    let in_unit = |unit: DriveUnit| unit.word();
    match &input.kind {
        InputKind::Constant { mean, sd: 0.0, unit } => format!("constant {mean} {}", unit.word()),
        InputKind::Constant { mean, sd, unit } => {
            format!("constant, {mean} ± {sd} {} across neurons", in_unit(*unit))
        }
        InputKind::PerNeuron { value, unit } => {
            format!("constant per neuron: {}", param(value, in_unit(*unit)))
        }
        InputKind::Current { function, unit } => time_function(function, in_unit(*unit)),
        InputKind::StepNoise { sd } => {
            format!("normal noise in each step, sd {sd} mV (not scaled with dt)")
        }
        InputKind::WhiteNoise { sigma } => {
            format!("white noise, sd of the free membrane potential {sigma} mV")
        }
        InputKind::OrnsteinUhlenbeck { mean, sigma, tau, unit } => {
            let unit = in_unit(*unit);
            format!("Ornstein–Uhlenbeck process, {mean} ± {sigma} {unit}, tau = {tau} ms")
        }
        InputKind::Poisson { rate, sources, shared, receptor, weight: w } => {
            let shared = if *shared { "shared" } else { "independent" };
            let (rate, w) = (time_function(rate, "Hz"), weight(w));
            format!("{shared} Poisson spikes, {sources} × {rate}, {w} onto {receptor}")
        }
        InputKind::SpikeTrain { spikes, receptor, weight: w } => {
            let from = match spikes {
                SpikeSource::File(file) => format!("from {}", file_name(&file.path)),
                SpikeSource::Values { times, .. } => format!("{} of them", times.len()),
            };
            format!("given spikes {from}, {} onto {receptor}", weight(w))
        }
    }
}

fn time_function(function: &TimeFunction, unit: &str) -> String {
    match function {
        TimeFunction::Constant(v) => format!("constant {v} {unit}"),
        TimeFunction::Steps { base, steps } => {
            let step = |s: &rheobase::spec::Step| {
                format!("{:+} {unit} from {} for {}", s.value, time(s.start), time(s.duration))
            };
            let list: Vec<_> = steps.iter().take(6).map(step).collect();
            let more = if steps.len() > 6 { ", …" } else { "" };
            format!("{base} {unit}; {}{more}", list.join(", "))
        }
        TimeFunction::Ramp { start, stop, from, to } => {
            format!("from {from} to {to} {unit} between {} and {}", time(*start), time(*stop))
        }
        TimeFunction::Sine { offset, amplitude, frequency, phase } => {
            format!("{offset} + {amplitude}·sin(2π·{frequency} Hz·t + {phase}) {unit}")
        }
        TimeFunction::Series { interval, start, .. } => {
            format!("samples of {} from {} on, in {unit}", time(*interval), time(*start))
        }
    }
}

/// Unit of what a phase may change of an input.
fn mean_unit(name: &str, spec: &NetworkSpec) -> &'static str {
    match spec.inputs.iter().find(|input| input.name == name).map(|input| &input.kind) {
        Some(InputKind::Poisson { .. }) => "Hz",
        Some(
            InputKind::Constant { unit, .. }
            | InputKind::Current { unit, .. }
            | InputKind::OrnsteinUhlenbeck { unit, .. },
        ) => unit.word(),
        _ => "mV",
    }
}

/// What a phase changes.
pub fn phase(phase: &PhaseSpec, spec: &NetworkSpec) -> String {
    let switch = |what: &str, list: &[(String, bool)]| {
        let word = |on: &bool| if *on { "on" } else { "off" };
        list.iter().map(|(name, on)| format!("{what} of {name} {}", word(on))).collect::<Vec<_>>()
    };
    let mut words = switch("plasticity", &phase.plasticity);
    words.extend(switch("failures", &phase.failures));
    words.extend(phase.scale.iter().map(|(name, factor)| format!("{name} × {factor}")));
    let mean =
        |(name, mean): &(String, f64)| format!("input {name} at {mean} {}", mean_unit(name, spec));
    words.extend(phase.inputs.iter().map(mean));
    words.extend(phase.silence.iter().map(|neurons| format!("{neurons} silenced")));
    if words.is_empty() { "nothing changed".into() } else { words.join("; ") }
}

/// What a recording keeps.
pub fn record(kind: &RecordKind) -> String {
    let of = |selection: &Selection, sample: &Option<u64>| match sample {
        Some(0) => format!("none of {selection}"),
        Some(n) => format!("{n} random neurons of {selection}"),
        None => selection.to_string(),
    };
    match kind {
        RecordKind::Spikes { of: neurons, sample } => format!("spikes of {}", of(neurons, sample)),
        RecordKind::State { of: neurons, sample, variables, every } => {
            format!("{} of {}, every {}", variables.join(", "), of(neurons, sample), time(*every))
        }
        RecordKind::Rate { of, bin } => format!("mean rate of {of} in bins of {}", time(*bin)),
        RecordKind::Weights { projection, times } => {
            let times: Vec<_> = times.iter().map(|&t| time(t)).collect();
            format!("weights of {projection} at {}", times.join(", "))
        }
        RecordKind::Connectivity { projection } => format!("connections of {projection}"),
    }
}
