//! N. Brunel (2000), model A: identical excitatory and inhibitory neurons; and the same with synapses
//! that learn from the times of spikes.

use super::parameter::{Kind, Parameter, Settings, Standard};
use crate::units::Dimension::{Time, Voltage};
use crate::units::{number_text, rounded_text};

/// g and η of the regimes of figure 8.
const REGIMES: [(&str, f64, f64); 4] =
    [("AI", 5.0, 2.0), ("SR", 3.0, 2.0), ("SI_fast", 6.0, 4.0), ("SI_slow", 4.5, 0.9)];

pub(super) const PARAMETERS: &[Parameter] = &COMMON;

const COMMON: [Parameter; 7] = [
    Parameter {
        name: "regime",
        about: "asynchronous or synchronous, regular or irregular (figure 8); sets g and eta",
        kind: Kind::Word(&["AI", "SR", "SI_fast", "SI_slow"]),
        standard: Standard::Word("AI"),
    },
    Parameter {
        name: "scale",
        about: "neurons relative to 12,500; a tenth of them send to each neuron",
        kind: Kind::Number { low: 0.01, high: 100.0 },
        standard: Standard::Number(1.0),
    },
    Parameter {
        name: "g",
        about: "strength of inhibition relative to excitation",
        kind: Kind::Number { low: 0.0, high: 100.0 },
        standard: Standard::Follows("by regime"),
    },
    Parameter {
        name: "eta",
        about: "external drive relative to that which reaches the threshold",
        kind: Kind::Number { low: 0.0, high: 100.0 },
        standard: Standard::Follows("by regime"),
    },
    Parameter {
        name: "J",
        about: "jump of V by an excitatory spike; the standard keeps the variance of the input",
        kind: Kind::Quantity { dimension: Voltage, low: 1e-4, high: 20.0 },
        standard: Standard::Follows("0.1 mV / sqrt(scale)"),
    },
    Parameter {
        name: "delay",
        about: "of all synapses",
        kind: Kind::Quantity { dimension: Time, low: 0.1, high: 100.0 },
        standard: Standard::Number(1.5),
    },
    Parameter {
        name: "rule",
        about: "the same number of synapses onto every neuron, repeats allowed, or each pair by chance",
        kind: Kind::Word(&["fixed_in_degree", "bernoulli"]),
        standard: Standard::Word("fixed_in_degree"),
    },
];

/// The same, and those of the rule.
pub(super) const STDP_PARAMETERS: &[Parameter] = &[
    COMMON[0],
    COMMON[1],
    COMMON[2],
    COMMON[3],
    COMMON[4],
    COMMON[5],
    COMMON[6],
    Parameter {
        name: "lambda",
        about: "rate of learning",
        kind: Kind::Number { low: 0.0, high: 1.0 },
        standard: Standard::Number(0.001),
    },
    Parameter {
        name: "alpha",
        about: "depression relative to potentiation",
        kind: Kind::Number { low: 0.0, high: 100.0 },
        standard: Standard::Number(1.05),
    },
];

/// Threshold and membrane time constant of the paper.
const THETA: f64 = 20.0;
const TAU: f64 = 20.0;

/// What differs between the presets.
struct Variant {
    name: &'static str,
    description: &'static str,
    /// Lines of the head.
    source: &'static str,
    duration: &'static str,
}

pub(super) fn text(settings: &Settings) -> String {
    let variant = Variant {
        name: "brunel",
        description: "Excitatory and inhibitory neurons, sparsely connected, under Poisson drive (Brunel 2000, model A).",
        source: "",
        duration: "1000 ms",
    };
    network(settings, &variant, |_| String::new())
}

/// Additive pair STDP from E to E, with weights up to twice those at the start.
pub(super) fn stdp(settings: &Settings) -> String {
    let variant = Variant {
        name: "brunel-stdp",
        description: "Brunel's network (2000, model A) whose synapses from E to E learn from the times of spikes.",
        source: "\
# Synapses from E to E change by the additive rule of
#   R. Gütig, R. Aharonov, S. Rotter, H. Sompolinsky (2003). Learning input correlations through
#     nonlinear temporally asymmetric Hebbian plasticity. J. Neurosci. 23, 3697-3714.
",
        duration: "500 ms",
    };
    let number = |name: &str| number_text(settings.number(name).unwrap_or(0.0));
    network(settings, &variant, |j| {
        format!(
            "plasticity = {{ rule = \"stdp\", tau_plus = \"20 ms\", tau_minus = \"20 ms\", lambda = {}, \
             alpha = {}, mu_plus = 0, mu_minus = 0, w_max = \"{} mV\" }}\n",
            number("lambda"),
            number("alpha"),
            rounded_text(2.0 * j)
        )
    })
}

/// `plasticity` is the line of the synapses from E to E, given their weight.
fn network(settings: &Settings, variant: &Variant, plasticity: impl Fn(f64) -> String) -> String {
    let regime = REGIMES.iter().find(|(name, ..)| *name == settings.word("regime"));
    let (_, g, eta) = regime.copied().unwrap_or(REGIMES[0]);
    let g = settings.number("g").unwrap_or(g);
    let eta = settings.number("eta").unwrap_or(eta);
    let scale = settings.number("scale").unwrap_or(1.0);
    let j = settings.number("J").unwrap_or(0.1 / libm::sqrt(scale));
    let (excitatory, inhibitory) = (libm::round(10_000.0 * scale), libm::round(2_500.0 * scale));
    let (c_e, c_i) = (libm::round(0.1 * excitatory), libm::round(0.1 * inhibitory));
    // The rate of one external source at which their mean input reaches the threshold, Hz.
    let threshold_rate = 1000.0 * THETA / (j * c_e * TAU);
    let rule = |n: f64| match settings.word("rule") {
        "bernoulli" => "rule = { kind = \"bernoulli\", p = 0.1 }".to_owned(),
        _ => format!("rule = {{ kind = \"fixed_in_degree\", n = {n} }}\nallow_multiple = true"),
    };
    let mut text = format!(
        r#"# Sparsely connected networks of excitatory and inhibitory neurons, model A of
#   N. Brunel (2000). Dynamics of sparsely connected networks of excitatory and inhibitory spiking
#     neurons. J. Comput. Neurosci. 8, 183-208.
# The potential is counted from rest. The rate of the external sources is eta times the rate at
# which their mean reaches the threshold, V_thr / (J C_E tau_m) = {threshold} Hz.
{source}{comment}
rheobase = 1
name = "{name}"
description = "{description}"

duration = "{duration}"
dt = "0.1 ms"
scheme = "exact"
seed = 1
"#,
        threshold = rounded_text(threshold_rate),
        name = variant.name,
        description = variant.description,
        source = variant.source,
        duration = variant.duration,
        comment = settings.comment(variant.name, &[("g", g), ("eta", eta), ("J", j)]),
    );
    for (name, size) in [("E", excitatory), ("I", inhibitory)] {
        text += &format!(
            r#"
[population.{name}]
size = {size}
tau_m = "{TAU} ms"
V_rest = "0 mV"
V_thr = "{THETA} mV"
V_reset = "10 mV"
t_ref = "2 ms"
V_init = {{ distribution = "uniform", low = "0 mV", high = "{THETA} mV" }}
receptors.psp = "delta"
"#
        );
    }
    for (source, target) in [("E", "E"), ("E", "I"), ("I", "E"), ("I", "I")] {
        let (n, weight) = if source == "E" { (c_e, j) } else { (c_i, -g * j) };
        text += &format!(
            "\n[projection.\"{source}->{target}\"]\nsource = \"{source}\"\ntarget = \"{target}\"\n\
             {}\nweight = \"{} mV\"\ndelay = \"{} ms\"\n{}",
            rule(n),
            rounded_text(weight),
            number_text(settings.number("delay").unwrap_or(1.5)),
            if (source, target) == ("E", "E") { plasticity(j) } else { String::new() },
        );
    }
    for target in ["E", "I"] {
        text += &format!(
            "\n[input.external_{target}]\ntarget = \"{target}\"\nkind = \"poisson\"\n\
             rate = \"{} Hz\"\nsources = {c_e}\nweight = \"{} mV\"\n",
            rounded_text(eta * threshold_rate),
            rounded_text(j),
        );
    }
    text + "\n[analysis]\nstart = \"200 ms\"\n"
}
