//! T. P. Vogels & L. F. Abbott (2005) as benchmarks 1 and 2 of R. Brette et al. (2007).

use super::parameter::{Kind, Parameter, Settings, Standard};
use crate::units::rounded_text;

pub(super) const PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "scale",
        about: "neurons relative to 4,000; each still has about 80 synapses",
        kind: Kind::Number { low: 0.03, high: 1000.0 },
        standard: Standard::Number(1.0),
    },
    Parameter {
        name: "rule",
        about: "each pair by chance, or the same number of synapses onto every neuron",
        kind: Kind::Word(&["bernoulli", "fixed_in_degree"]),
        standard: Standard::Word("bernoulli"),
    },
];

/// What differs between the two.
struct Variant {
    name: &'static str,
    title: &'static str,
    benchmark: u8,
    /// Resting potential, mV.
    rest: f64,
    /// Lines of the receptors.
    receptors: &'static str,
    /// Weight of excitation and inhibition.
    weights: [&'static str; 2],
    /// Further lines.
    more: &'static str,
}

/// Conductances.
pub(super) fn coba(settings: &Settings) -> String {
    let variant = Variant {
        name: "coba",
        title: "conductances",
        benchmark: 1,
        rest: -60.0,
        receptors: "receptors.exc = { kind = \"conductance\", tau = \"5 ms\", reversal = \"0 mV\" }\n\
                    receptors.inh = { kind = \"conductance\", tau = \"10 ms\", reversal = \"-80 mV\" }",
        weights: ["6 nS", "67 nS"],
        more: "\n# The drive keeps the activity going: 20 mV through the leak of 10 nS.\n\
               [input.bias_E]\ntarget = \"E\"\nkind = \"constant\"\nmean = \"200 pA\"\n\n\
               [input.bias_I]\ntarget = \"I\"\nkind = \"constant\"\nmean = \"200 pA\"\n",
    };
    text(settings, &variant)
}

/// Currents. The weights are 16.2 and -90 pA through 0.1 GΩ.
pub(super) fn cuba(settings: &Settings) -> String {
    let variant = Variant {
        name: "cuba",
        title: "currents",
        benchmark: 2,
        rest: -49.0,
        receptors: "receptors.exc = { kind = \"exponential\", tau = \"5 ms\" }\n\
                    receptors.inh = { kind = \"exponential\", tau = \"10 ms\" }",
        weights: ["1.62 mV", "-9 mV"],
        more: "",
    };
    text(settings, &variant)
}

fn text(settings: &Settings, variant: &Variant) -> String {
    let scale = settings.number("scale").unwrap_or(1.0);
    let sizes = [libm::round(3_200.0 * scale), libm::round(800.0 * scale)];
    let p = 0.02 / scale;
    let Variant { name, title, benchmark, rest, receptors, weights, more } = variant;
    let mut text = format!(
        r#"# Activity that sustains itself, synapses as {title}: benchmark {benchmark} of
#   R. Brette et al. (2007). Simulation of networks of spiking neurons: a review of tools and
#     strategies. J. Comput. Neurosci. 23, 349-398.
# after
#   T. P. Vogels, L. F. Abbott (2005). Signal propagation and logic gating in networks of
#     integrate-and-fire neurons. J. Neurosci. 25, 10786-10795.
{comment}
rheobase = 1
name = "{name}"
description = "Self-sustained irregular activity, synapses as {title} (Vogels & Abbott 2005; Brette et al. 2007, benchmark {benchmark})."

duration = "1000 ms"
dt = "0.1 ms"
scheme = "exact"
seed = 1
"#,
        comment = settings.comment(name, &[]),
    );
    for (population, size) in ["E", "I"].into_iter().zip(sizes) {
        text += &format!(
            r#"
[population.{population}]
size = {size}
tau_m = "20 ms"
C_m = "200 pF"
V_rest = "{rest} mV"
V_thr = "-50 mV"
V_reset = "-60 mV"
t_ref = "5 ms"
V_init = {{ distribution = "uniform", low = "-60 mV", high = "-50 mV" }}
{receptors}
"#
        );
    }
    for (source, target) in [("E", "E"), ("E", "I"), ("I", "E"), ("I", "I")] {
        let k = usize::from(source == "I");
        let rule = match settings.word("rule") {
            "fixed_in_degree" => format!(
                "{{ kind = \"fixed_in_degree\", n = {} }}\nallow_multiple = true",
                libm::round(sizes[k] * p)
            ),
            _ => format!("{{ kind = \"bernoulli\", p = {} }}", rounded_text(p)),
        };
        text += &format!(
            "\n[projection.\"{source}->{target}\"]\nsource = \"{source}\"\ntarget = \"{target}\"\n\
             receptor = \"{}\"\nrule = {rule}\nweight = \"{}\"\ndelay = \"1 step\"\n",
            ["exc", "inh"][k],
            weights[k],
        );
    }
    text + more + "\n[analysis]\nstart = \"200 ms\"\n"
}
