//! A report.

use crate::Named;
use rheobase_plot::*;

pub fn report(figures: &[Named]) -> Report {
    let pick = |name: &str, caption: &str| {
        let found = figures.iter().find(|(n, _)| *n == name);
        found.map(|(_, f)| ReportFigure {
            figure: f.clone(),
            caption: caption.into(),
            alt: caption.into(),
        })
    };
    let text = |s: &str| s.to_string();
    let pairs =
        |p: &[(&str, &str)]| p.iter().map(|&(k, v)| vec![text(k), text(v)]).collect::<Vec<_>>();
    let none: [&str; 0] = [];
    let part = |part, rows: &[(&str, &str)]| (part, Table::new("", &none, &pairs(rows)));
    let statistics = [
        ["dSPN", "490", "2.31 ± 1.42", "1.2 %", "0.93"],
        ["iSPN", "490", "3.12 ± 1.90", "0.4 %", "0.91"],
        ["FSI", "20", "10.9 ± 6.1", "0 %", "–"],
    ];
    let header = ["Population", "Size", "Rate (Hz), mean ± sd", "Silent", "ISI CV"];
    Report {
        title: text("Striatum, 1 s <seed 1> & friends"),
        summary: [
            ("Simulated", "1 s"),
            ("Neurons", "1,000"),
            ("Synapses", "268,241"),
            ("Spikes", "2,931"),
            ("Wall time", "12 ms"),
            ("Speed", "83 × real time"),
            ("Seed", "1"),
            ("dt", "0.1 ms"),
        ]
        .map(|(k, v)| (text(k), text(v)))
        .to_vec(),
        warnings: vec![text(
            "The run was stopped after 1 s of 10 s; statistics cover what was simulated.",
        )],
        figures: [
            pick(
                "raster-striatum",
                "Spikes of all neurons, coloured by population, and the rate of each population.",
            ),
            pick("raster-million", "A large network, embedded as a picture."),
            pick("rates", "Mean rates of all neurons."),
            pick("weights", "Weights before and after learning."),
        ]
        .into_iter()
        .flatten()
        .collect(),
        statistics: vec![Table::new("Rates", &header, &statistics.map(|r| r.to_vec()))],
        model: vec![
            part(ModelPart::Measurements, &[("Recorded", "spikes of all neurons")]),
            part(
                ModelPart::Summary,
                &[
                    ("Populations", "dSPN, iSPN, FSI"),
                    ("Topology", "none"),
                    ("Connectivity", "random, pairwise Bernoulli"),
                    ("Neuron model", "leaky integrate-and-fire, exponential currents"),
                    ("Input", "constant mean, noise per step"),
                ],
            ),
            (
                ModelPart::Populations,
                Table::new(
                    "",
                    &["Name", "Model", "Size"],
                    &[
                        vec!["dSPN", "LIF", "490"],
                        vec!["iSPN", "LIF", "490"],
                        vec!["FSI", "LIF", "20"],
                    ],
                ),
            ),
            (
                ModelPart::Connectivity,
                Table::new(
                    "",
                    &["Source", "Target", "Pattern", "Weight (mV·ms)", "Delay"],
                    &[
                        vec!["dSPN", "dSPN", "Bernoulli, p = 0.26", "−4", "1 step"],
                        vec!["iSPN", "dSPN", "Bernoulli, p = 0.27", "−13", "1 step"],
                    ],
                ),
            ),
            part(
                ModelPart::NeuronAndSynapse,
                &[
                    ("Subthreshold", "τ_m dV/dt = (V_rest − V) + R·I + I_ext + ξ"),
                    ("Spike", "V > −50 mV: V ← −80 mV"),
                ],
            ),
            part(ModelPart::Input, &[("dSPN", "mean 30 mV, σ 2 mV")]),
        ],
        reproduce: Reproduce {
            commands: vec![text("rheobase run spec.toml --seed 1 --time 1s")],
            files: vec![(
                text("spec.toml"),
                text(
                    "version = 1\nname = \"striatum\"\n[[population]]\nname = \"dSPN\"\nsize = 490\n",
                ),
            )],
        },
        version: text("rheobase 0.1.0"),
    }
}
