//! The tables of a model, as in Nordlie, Gewaltig & Plesser (2009), PLoS Comput. Biol. 5(8):
//! e1000456.

use crate::describe;
use crate::output::{grouped, time};
use rheobase::spec::{NetworkSpec, RecordKind, RecordSpec, Scheme};
use rheobase_plot::{ModelPart, Table};

/// Tables A to F.
pub fn tables(spec: &NetworkSpec) -> Vec<(ModelPart, Table)> {
    vec![
        (ModelPart::Summary, summary(spec)),
        (ModelPart::Populations, populations(spec)),
        (ModelPart::Connectivity, connectivity(spec)),
        (ModelPart::NeuronAndSynapse, dynamics(spec)),
        (ModelPart::NeuronAndSynapse, parameters(spec)),
        (ModelPart::Input, inputs(spec)),
        (ModelPart::Measurements, measurements(spec)),
    ]
}

fn pairs(title: &str, rows: Vec<(&str, String)>) -> Table {
    let rows: Vec<_> = rows.into_iter().map(|(key, value)| vec![key.to_owned(), value]).collect();
    Table::new::<String, String>(title, &[], &rows)
}

fn summary(spec: &NetworkSpec) -> Table {
    let names: Vec<_> = spec.populations.iter().map(|p| p.name.as_str()).collect();
    let projections = spec.all_projections();
    let kinds = kinds(spec);
    let plastic = projections.iter().filter(|p| p.plasticity.is_some()).count();
    let rules = describe::learning_rules(&projections);
    let placed = spec.populations.iter().filter(|p| p.positions.is_some()).count();
    let none = |n: usize, text: String| if n == 0 { "none".into() } else { text };
    pairs(
        "",
        vec![
            ("Populations", names.join(", ")),
            ("Topology", none(placed, format!("positions of {placed} populations"))),
            ("Connectivity", counted(projections.len(), "projection")),
            ("Neuron model", "leaky integrate-and-fire".into()),
            ("Synapse model", none(kinds.len(), synapses(&kinds))),
            ("Plasticity", none(plastic, format!("{rules}, {plastic} projections"))),
            ("Input", none(spec.inputs.len(), counted(spec.inputs.len(), "input"))),
            ("Integration", integration(spec)),
        ],
    )
}

/// `1 input`, `2 inputs`.
fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

fn integration(spec: &NetworkSpec) -> String {
    let scheme = match spec.scheme {
        Scheme::Exact if kinds(spec).contains(&"conductance") => {
            "fourth-order Magnus steps where there are conductances, else exact (Rotter & Diesmann \
             1999)"
        }
        Scheme::Exact => "exact (Rotter & Diesmann 1999)",
        Scheme::Euler => "forward Euler",
    };
    format!("{scheme}, dt = {}, for {}", time(spec.dt), time(spec.duration))
}

fn populations(spec: &NetworkSpec) -> Table {
    let rows: Vec<_> = spec
        .populations
        .iter()
        .map(|p| vec![p.name.clone(), "leaky integrate-and-fire".into(), grouped(p.size)])
        .collect();
    Table::new("", &["Name", "Elements", "Size"], &rows)
}

fn connectivity(spec: &NetworkSpec) -> Table {
    let rows: Vec<_> = spec
        .all_projections()
        .iter()
        .map(|p| {
            vec![
                p.name.clone(),
                p.source.to_string(),
                format!("{}.{}", p.target, p.receptor),
                describe::rule(p),
                describe::weight(&p.weight),
                describe::delay(&p.delay),
                describe::extras(p),
            ]
        })
        .collect();
    let header = ["Name", "Source", "Target", "Pattern", "Weight", "Delay", "Failures, plasticity"];
    Table::new("", &header, &rows)
}

fn dynamics(spec: &NetworkSpec) -> Table {
    let threshold = match spec.scheme {
        Scheme::Exact => "V ≥ V_thr at the end of a step, or right after the jumps at its start",
        Scheme::Euler => "V > V_thr at the start of a step",
    };
    let kinds = kinds(spec);
    let of_kind = |kind: &str, name, text: &str| kinds.contains(&kind).then(|| (name, text.into()));
    let conducting = if kinds.contains(&"conductance") { " + R·Σg·(E − V)" } else { "" };
    let mut rows =
        vec![("Subthreshold", format!("tau_m·dV/dt = V_rest − V + R·I_syn{conducting} + R·I_ext"))];
    rows.extend(of_kind("delta", "Delta", "V jumps by W when a spike arrives"));
    rows.extend(of_kind(
        "exponential",
        "Exponential current",
        "tau·dI/dt = −I; an arriving spike adds to R·I: W (in mV), W/tau (in mV·ms) or R·W (in pA)",
    ));
    rows.extend(of_kind(
        "alpha",
        "Alpha current",
        "R·I = W·(t/tau)·exp(1 − t/tau) after a spike arrives; R·W for a weight in pA",
    ));
    rows.extend(of_kind(
        "conductance",
        "Conductance",
        "tau·dg/dt = −g; an arriving spike adds W (in nS); I = g·(E − V)",
    ));
    rows.push(("Spike", format!("where {threshold}; then V = V_reset for t_ref")));
    pairs("Leaky integrate-and-fire", rows)
}

/// Currents and conductances apart.
fn synapses(kinds: &[&str]) -> String {
    let currents: Vec<_> = kinds.iter().copied().filter(|k| *k != "conductance").collect();
    match (currents.is_empty(), currents.len() == kinds.len()) {
        (false, true) => format!("currents: {}", currents.join(", ")),
        (true, _) => "exponential conductances".into(),
        (false, false) => format!("currents: {}; exponential conductances", currents.join(", ")),
    }
}

/// Words of the kinds of receptors that there are.
fn kinds(spec: &NetworkSpec) -> Vec<&'static str> {
    let all = spec.populations.iter().flat_map(|p| p.receptors.iter().map(|r| r.kind.word()));
    let mut kinds: Vec<_> = all.collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// One column of values per population that differs; one for all where they are alike.
fn parameters(spec: &NetworkSpec) -> Table {
    let all: Vec<_> = spec.populations.iter().map(describe::neuron).collect();
    let alike = all.windows(2).all(|pair| pair[0] == pair[1]);
    let names: Vec<&str> = match alike && all.len() > 1 {
        true => vec!["all populations"],
        false => spec.populations.iter().map(|p| p.name.as_str()).collect(),
    };
    let mut keys: Vec<&String> = Vec::new();
    for (key, _) in all.iter().flatten() {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let value = |column: usize, key: &String| {
        let found = all[column].iter().find(|(other, _)| other == key);
        found.map_or(String::new(), |(_, value)| value.clone())
    };
    let rows: Vec<Vec<String>> = keys
        .iter()
        .map(|key| {
            let values = (0..names.len()).map(|column| value(column, key));
            std::iter::once((*key).clone()).chain(values).collect()
        })
        .collect();
    let header: Vec<&str> = std::iter::once("Parameter").chain(names).collect();
    Table::new("Parameters", &header, &rows)
}

fn inputs(spec: &NetworkSpec) -> Table {
    let rows: Vec<_> = spec
        .inputs
        .iter()
        .map(|i| vec![i.name.clone(), i.target.to_string(), describe::input(i)])
        .collect();
    let mut table = Table::new("", &["Name", "Target", "Kind"], &rows);
    if rows.is_empty() {
        table = pairs("", vec![("Input", "none".into())]);
    }
    table
}

fn measurements(spec: &NetworkSpec) -> Table {
    let mut rows: Vec<(String, String)> = spec
        .record
        .iter()
        .map(|record| (record.name.clone(), describe::record(&record.kind)))
        .collect();
    let names_spikes = |r: &RecordSpec| matches!(r.kind, RecordKind::Spikes { .. });
    if !spec.record.iter().any(names_spikes) {
        rows.push(("spikes".into(), "spikes of all neurons".into()));
    }
    for (index, phase) in spec.phases.iter().enumerate() {
        let name = match phase.name.as_str() {
            "" => format!("phase {index}"),
            name => format!("phase {index}: {name}"),
        };
        rows.push((name, format!("{}: {}", time(phase.duration), describe::phase(phase, spec))));
    }
    let start = time(spec.analysis.start);
    let stop = spec.analysis.stop.map_or("the end".into(), time);
    rows.push(("statistics".into(), format!("over {start} to {stop}")));
    pairs("", rows.iter().map(|(key, value)| (key.as_str(), value.clone())).collect())
}
