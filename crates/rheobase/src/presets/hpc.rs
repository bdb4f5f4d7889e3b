//! The network that NEST is benchmarked with (`hpc_benchmark`): power-law STDP in a balanced random
//! network, after A. Morrison, A. Aertsen & M. Diesmann (2007).

use super::parameter::{Kind, Parameter, Settings, Standard};
use crate::units::{number_text, rounded_text};
use std::f64::consts::E;

pub(super) const PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "scale",
        about: "neurons relative to 11,250; each has 11,250 inputs at any scale",
        kind: Kind::Number { low: 0.005, high: 1000.0 },
        standard: Standard::Number(1.0),
    },
    Parameter {
        name: "eta",
        about: "external drive relative to that which reaches the threshold",
        kind: Kind::Number { low: 0.0, high: 100.0 },
        standard: Standard::Number(1.685),
    },
    Parameter {
        name: "g",
        about: "strength of inhibition relative to excitation",
        kind: Kind::Number { low: 0.0, high: 100.0 },
        standard: Standard::Number(5.0),
    },
];

const TAU_M: f64 = 10.0;
const C_M: f64 = 250.0;
const V_THR: f64 = 20.0;
/// With this a postsynaptic potential rises for 1.700759 ms.
const TAU_SYN: f64 = 0.325_827_224_037_228_4;
/// Peak of a postsynaptic potential, mV.
const PSP: f64 = 0.14;
/// Inputs of a neuron.
const K_E: f64 = 9000.0;
const K_I: f64 = 2250.0;

/// V (mV) after so many ms of an alpha current that peaks at 1 pA.
fn response(t: f64) -> f64 {
    let b = 1.0 / TAU_SYN - 1.0 / TAU_M;
    let slow = (libm::exp(-t / TAU_M) - libm::exp(-t / TAU_SYN)) / b;
    E / (TAU_SYN * C_M * b) * (slow - t * libm::exp(-t / TAU_SYN))
}

/// The largest response, by sections: it has one maximum.
fn peak() -> f64 {
    let (mut low, mut high) = (0.0, TAU_M);
    for _ in 0..200 {
        let third = (high - low) / 3.0;
        if response(low + third) < response(high - third) {
            low += third;
        } else {
            high -= third;
        }
    }
    response(low)
}

pub(super) fn text(settings: &Settings) -> String {
    let scale = settings.number("scale").unwrap_or(1.0);
    let weight = PSP / peak();
    let inhibition = -settings.number("g").unwrap_or(5.0) * weight;
    // The rate of one of as many sources at which their mean reaches the threshold, Hz.
    let threshold = 1000.0 * V_THR / (K_E * TAU_M / C_M * weight * E * TAU_SYN);
    let rate = settings.number("eta").unwrap_or(1.685) * threshold;
    let mut text = format!(
        r#"# The balanced random network with power-law STDP that NEST is benchmarked with (hpc_benchmark):
#   A. Morrison, A. Aertsen, M. Diesmann (2007). Spike-timing-dependent plasticity in balanced
#     random networks. Neural Comput. 19, 1437-1467.
#   M. Helias et al. (2012). Supercomputers ready for use as discovery machines for neuroscience.
#     Front. Neuroinform. 6, 26.
#   S. Kunkel et al. (2014). Spiking network simulation code for petascale computers. Front.
#     Neuroinform. 8, 78.
# An excitatory postsynaptic potential peaks at {PSP} mV. In small networks inputs are strongly
# correlated: weights and rates grow over time.
{comment}
rheobase = 1
name = "hpc"
description = "A balanced random network with power-law STDP: NEST's hpc_benchmark."

duration = "250 ms"
dt = "0.1 ms"
scheme = "exact"
seed = 1
"#,
        comment = settings.comment("hpc", &[]),
    );
    for (name, size) in [("E", 9000.0), ("I", 2250.0)] {
        text += &format!(
            r#"
[population.{name}]
size = {size}
tau_m = "{TAU_M} ms"
C_m = "{C_M} pF"
V_rest = "0 mV"
V_thr = "{V_THR} mV"
V_reset = "0 mV"
t_ref = "0.5 ms"
V_init = {{ distribution = "normal", mean = "5.7 mV", sd = "7.2 mV" }}
receptors.syn = {{ kind = "alpha", tau = "{TAU_SYN} ms" }}
"#,
            size = libm::round(size * scale).max(1.0),
        );
    }
    for (source, target) in [("E", "E"), ("E", "I"), ("I", "E"), ("I", "I")] {
        let (n, weight) = if source == "E" { (K_E, weight) } else { (K_I, inhibition) };
        text += &format!(
            "\n[projection.\"{source}->{target}\"]\nsource = \"{source}\"\ntarget = \"{target}\"\n\
             rule = {{ kind = \"fixed_in_degree\", n = {n} }}\nallow_multiple = true\n\
             weight = \"{} pA\"\ndelay = \"1.5 ms\"\n",
            rounded_text(weight)
        );
        if (source, target) == ("E", "E") {
            text += "plasticity = { rule = \"stdp_power_law\", tau_plus = \"15 ms\", tau_minus = \"30 ms\", \
                     lambda = 0.1, alpha = 0.0513, mu = 0.4, w_0 = \"1 pA\" }\n";
        }
    }
    for target in ["E", "I"] {
        text += &format!(
            "\n[input.external_{target}]\ntarget = \"{target}\"\nkind = \"poisson\"\n\
             rate = \"{} Hz\"\nsources = {}\nweight = \"{} pA\"\n",
            rounded_text(rate),
            number_text(K_E),
            rounded_text(weight)
        );
    }
    text
}
