//! T. C. Potjans & M. Diesmann (2014): the layers below 1 mm² of early sensory cortex.

use super::parameter::{Kind, Parameter, Settings, Standard};
use crate::units::rounded_text;

pub(super) const PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "scale",
        about: "neurons relative to 77,169",
        kind: Kind::Number { low: 0.005, high: 10.0 },
        standard: Standard::Number(1.0),
    },
    Parameter {
        name: "K_scale",
        about: "synapses of a neuron relative to the full model; keeps mean and variance of its input",
        kind: Kind::Number { low: 0.005, high: 1.0 },
        standard: Standard::Follows("scale, at most 1"),
    },
    Parameter {
        name: "drive",
        about: "external input as Poisson spikes or as their mean",
        kind: Kind::Word(&["poisson", "dc"]),
        standard: Standard::Word("poisson"),
    },
    Parameter {
        name: "start",
        about: "voltages at the start: by population, near the stationary state, or -58 ± 10 mV",
        kind: Kind::Word(&["optimized", "original"]),
        standard: Standard::Word("optimized"),
    },
];

/// A population: table 5 of the paper; voltages at the start and rates (Hz) of the full network
/// from the reference implementation of the authors.
struct Population {
    name: &'static str,
    size: f64,
    external: f64,
    start: (f64, f64),
    rate: f64,
    /// Connection probabilities from each population.
    from: [f64; 8],
}

#[rustfmt::skip]
const POPULATIONS: [Population; 8] = [
    Population { name: "L23E", size: 20683.0, external: 1600.0, start: (-68.28, 5.36), rate: 0.90,
        from: [0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0.0, 0.0076, 0.0] },
    Population { name: "L23I", size: 5834.0, external: 1500.0, start: (-63.16, 4.57), rate: 2.97,
        from: [0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0.0, 0.0042, 0.0] },
    Population { name: "L4E", size: 21915.0, external: 2100.0, start: (-63.33, 4.74), rate: 4.41,
        from: [0.0077, 0.0059, 0.0497, 0.135, 0.0067, 0.0003, 0.0453, 0.0] },
    Population { name: "L4I", size: 5479.0, external: 1900.0, start: (-63.45, 4.94), rate: 5.88,
        from: [0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0.0, 0.1057, 0.0] },
    Population { name: "L5E", size: 4850.0, external: 2000.0, start: (-63.11, 4.94), rate: 7.57,
        from: [0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0.0] },
    Population { name: "L5I", size: 1065.0, external: 1900.0, start: (-61.66, 4.55), rate: 8.63,
        from: [0.0548, 0.0269, 0.0257, 0.0022, 0.06, 0.3158, 0.0086, 0.0] },
    Population { name: "L6E", size: 14395.0, external: 2900.0, start: (-66.72, 5.46), rate: 1.11,
        from: [0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252] },
    Population { name: "L6I", size: 2948.0, external: 2100.0, start: (-61.43, 4.48), rate: 7.83,
        from: [0.0364, 0.001, 0.0034, 0.0005, 0.0277, 0.008, 0.0658, 0.1443] },
];

const TAU_M: f64 = 10.0;
const TAU_SYN: f64 = 0.5;
/// Peak of an excitatory postsynaptic potential, mV; inhibition is -4 times as strong.
const PSP: f64 = 0.15;
const G: f64 = -4.0;
/// Rate of an external source, Hz.
const BACKGROUND: f64 = 8.0;

/// Jump of R·I (mV) after which V peaks at 1 mV: the inverse of the largest difference of the
/// exponentials.
fn jump_per_peak() -> f64 {
    let peak = libm::log(TAU_M / TAU_SYN) / (1.0 / TAU_SYN - 1.0 / TAU_M);
    let response = libm::exp(-peak / TAU_M) - libm::exp(-peak / TAU_SYN);
    (TAU_M - TAU_SYN) / TAU_SYN / response
}

/// Number of synapses with which a pair is connected at least once with probability p: repeats are
/// allowed (Potjans & Diesmann 2014, equation 1).
fn synapses(p: f64, source: f64, target: f64) -> f64 {
    libm::log1p(-p) / libm::log1p(-1.0 / (source * target))
}

/// Mean weight of a synapse as the jump of R·I in the full model, mV.
fn weight(source: usize, target: usize) -> f64 {
    let relative = match (POPULATIONS[source].name, POPULATIONS[target].name) {
        ("L4E", "L23E") => 2.0,
        _ if source % 2 == 1 => G,
        _ => 1.0,
    };
    relative * PSP * jump_per_peak()
}

/// Mean recurrent and mean external input of a neuron of the full network, R·I in mV.
fn mean_inputs(target: usize) -> (f64, f64) {
    let to = &POPULATIONS[target];
    let recurrent = POPULATIONS.iter().enumerate().map(|(source, from)| {
        let in_degree = synapses(to.from[source], from.size, to.size) / to.size;
        in_degree * from.rate * weight(source, target)
    });
    // A jump of 1 mV has the area TAU_SYN; rates are in 1/s.
    let area = TAU_SYN / 1000.0;
    (area * recurrent.sum::<f64>(), area * to.external * BACKGROUND * PSP * jump_per_peak())
}

pub(super) fn text(settings: &Settings) -> String {
    let scale = settings.number("scale").unwrap_or(1.0);
    let k_scale = settings.number("K_scale").unwrap_or(scale.min(1.0));
    let made = Made {
        scale,
        k_scale,
        stronger: 1.0 / libm::sqrt(k_scale),
        poisson: settings.word("drive") == "poisson",
        optimized: settings.word("start") == "optimized",
    };
    let mut text = made.head(&settings.comment("microcircuit", &[("K_scale", k_scale)]));
    for population in &POPULATIONS {
        text += &made.population(population);
    }
    for target in 0..POPULATIONS.len() {
        for source in 0..POPULATIONS.len() {
            text += &made.projection(source, target);
        }
    }
    for target in 0..POPULATIONS.len() {
        text += &made.inputs(target);
    }
    text + "\n[analysis]\nstart = \"200 ms\"\n"
}

/// The parameters, and the factor on the weights that follows.
struct Made {
    scale: f64,
    k_scale: f64,
    stronger: f64,
    poisson: bool,
    optimized: bool,
}

impl Made {
    fn head(&self, comment: &str) -> String {
        let scaled = if self.k_scale == 1.0 {
            ""
        } else {
            "# Fewer synapses of each neuron are made up for as by S. J. van Albada, M. Helias, M. Diesmann
#   (2015), PLoS Comput. Biol. 11(9): e1004490, and in the authors' program: weights are divided by
#   the root of K_scale, which keeps the variance of the input, and a constant input adds what its
#   mean has lost, given the rates of the full network.
"
        };
        format!(
            r#"# The microcircuit below 1 mm² of early sensory cortex:
#   T. C. Potjans, M. Diesmann (2014). The cell-type specific cortical microcircuit: relating
#     structure and activity in a full-scale spiking network model. Cereb. Cortex 24, 785-806.
# Weights are jumps of R·I: {jump} mV (87.8 pA through 40 MOhm) for a postsynaptic potential of
# 0.15 mV; excitation and inhibition have one time constant and so one receptor.
{scaled}{comment}
rheobase = 1
name = "microcircuit"
description = "Four layers of cortex, each with excitatory and inhibitory neurons (Potjans & Diesmann 2014)."

duration = "1000 ms"
dt = "0.1 ms"
scheme = "exact"
seed = 1
"#,
            jump = rounded_text(libm::round(1e4 * PSP * jump_per_peak()) / 1e4),
        )
    }

    fn size(&self, population: &Population) -> f64 {
        libm::round(population.size * self.scale).max(1.0)
    }

    fn population(&self, population: &Population) -> String {
        let (mean, sd) = if self.optimized { population.start } else { (-58.0, 10.0) };
        format!(
            r#"
[population.{}]
size = {}
tau_m = "{TAU_M} ms"
C_m = "250 pF"
V_rest = "-65 mV"
V_thr = "-50 mV"
V_reset = "-65 mV"
t_ref = "2 ms"
V_init = {{ distribution = "normal", mean = "{mean} mV", sd = "{sd} mV" }}
receptors.syn = {{ kind = "exponential", tau = "{TAU_SYN} ms" }}
"#,
            population.name,
            self.size(population),
        )
    }

    fn projection(&self, source: usize, target: usize) -> String {
        let (from, to) = (&POPULATIONS[source], &POPULATIONS[target]);
        let full = synapses(to.from[source], from.size, to.size);
        let n = libm::round(full * self.scale * self.k_scale);
        if n == 0.0 {
            return String::new();
        }
        let weight = weight(source, target) * self.stronger;
        let delay = if source.is_multiple_of(2) { 1.5 } else { 0.75 };
        format!(
            r#"
[projection."{from}->{to}"]
source = "{from}"
target = "{to}"
rule = {{ kind = "fixed_total", n = {n} }}
allow_self = true
allow_multiple = true
weight = {{ distribution = "normal", mean = "{mean} mV", sd = "{sd} mV" }}
delay = {{ distribution = "normal", mean = "{delay} ms", sd = "{delay_sd} ms" }}
"#,
            from = from.name,
            to = to.name,
            mean = rounded_text(weight),
            sd = rounded_text(0.1 * weight.abs()),
            delay_sd = delay / 2.0,
        )
    }

    /// External spikes or their mean, and what makes up for the scaling.
    fn inputs(&self, target: usize) -> String {
        let to = &POPULATIONS[target];
        let (recurrent, external) = mean_inputs(target);
        let lost = 1.0 - libm::sqrt(self.k_scale);
        let (constant, mut text) = if self.poisson {
            let expected = to.external * self.k_scale;
            let sources = libm::round(expected).max(1.0);
            let spikes = format!(
                "\n[input.external_{}]\ntarget = \"{0}\"\nkind = \"poisson\"\nrate = \"{} Hz\"\n\
                 sources = {sources}\nweight = \"{} mV\"\n",
                to.name,
                rounded_text(BACKGROUND * expected / sources),
                rounded_text(PSP * jump_per_peak() * self.stronger),
            );
            (lost * (recurrent + external), spikes)
        } else {
            (external + lost * recurrent, String::new())
        };
        if constant != 0.0 {
            text += &format!(
                "\n[input.constant_{}]\ntarget = \"{0}\"\nkind = \"constant\"\nmean = \"{} mV\"\n",
                to.name,
                rounded_text(constant),
            );
        }
        text
    }
}
