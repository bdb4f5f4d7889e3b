//! N. Brunel (2000), model A: identical excitatory and inhibitory neurons.

use super::parameter::{Kind, Parameter, Settings, Standard};
use crate::units::Dimension::{Time, Voltage};
use crate::units::{number_text, rounded_text};

/// g and η of the regimes of figure 8.
const REGIMES: [(&str, f64, f64); 4] =
    [("AI", 5.0, 2.0), ("SR", 3.0, 2.0), ("SI_fast", 6.0, 4.0), ("SI_slow", 4.5, 0.9)];

pub(super) const PARAMETERS: &[Parameter] = &[
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

/// Threshold and membrane time constant of the paper.
const THETA: f64 = 20.0;
const TAU: f64 = 20.0;

pub(super) fn text(settings: &Settings) -> String {
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
{comment}
rheobase = 1
name = "brunel"
description = "Excitatory and inhibitory neurons, sparsely connected, under Poisson drive (Brunel 2000, model A)."

duration = "1000 ms"
dt = "0.1 ms"
scheme = "exact"
seed = 1
"#,
        threshold = rounded_text(threshold_rate),
        comment = settings.comment("brunel", &[("g", g), ("eta", eta), ("J", j)]),
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
             {}\nweight = \"{} mV\"\ndelay = \"{} ms\"\n",
            rule(n),
            rounded_text(weight),
            number_text(settings.number("delay").unwrap_or(1.5)),
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
