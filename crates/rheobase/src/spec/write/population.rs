//! `[population.NAME]`.

use super::text::{Page, boolean, key, quantity, quote};
use super::value::param;
use crate::spec::{NeuronModel, PopulationSpec, Positions, ReceptorKind};
use crate::units::Dimension::{Capacitance, Length, Time, Voltage};

pub(super) fn write(page: &mut Page, population: &PopulationSpec) {
    page.table("population", &population.name);
    page.line_with("size", population.size, "number of neurons");
    if let Some(color) = &population.color {
        page.line_with("color", quote(color), "in pictures");
    }
    let NeuronModel::Lif(lif) = &population.model;
    page.line_with("model", "\"lif\"", "tau_m dV/dt = V_rest - V + R*I");
    page.line_with("tau_m", param(&lif.tau_m, Time), "membrane time constant");
    if let Some(c_m) = &lif.c_m {
        page.line_with("C_m", param(c_m, Capacitance), "capacitance; R = tau_m / C_m");
    }
    page.line_with("V_rest", param(&lif.v_rest, Voltage), "resting potential");
    page.line_with("V_thr", param(&lif.v_thr, Voltage), "threshold");
    page.line_with("V_reset", param(&lif.v_reset, Voltage), "potential after a spike");
    page.line_with("t_ref", param(&lif.t_ref, Time), "refractory period");
    page.line_with("V_spike", quantity(lif.v_spike, Voltage), "painted into exported traces only");
    page.line_with("V_init", param(&population.v_init, Voltage), "potential at the start");
    for receptor in &population.receptors {
        page.line(&format!("receptors.{}", key(&receptor.name)), kind(receptor.kind));
    }
    if let Some(positions) = &population.positions {
        page.line("positions", place(positions));
    }
}

fn kind(kind: ReceptorKind) -> String {
    match kind {
        ReceptorKind::Delta => "{ kind = \"delta\" }".into(),
        ReceptorKind::Exponential { tau } | ReceptorKind::Alpha { tau } => {
            format!("{{ kind = \"{}\", tau = {} }}", kind.word(), quantity(tau, Time))
        }
        ReceptorKind::Conductance { tau, reversal } => format!(
            "{{ kind = \"conductance\", tau = {}, reversal = {} }}",
            quantity(tau, Time),
            quantity(reversal, Voltage)
        ),
    }
}

fn place(positions: &Positions) -> String {
    let um = |value| quantity(value, Length);
    match *positions {
        Positions::Grid { columns, spacing, periodic } => format!(
            "{{ kind = \"grid\", columns = {columns}, spacing = {}, periodic = {} }}",
            um(spacing),
            boolean(periodic)
        ),
        Positions::Random { width, height, periodic } => format!(
            "{{ kind = \"random\", width = {}, height = {}, periodic = {} }}",
            um(width),
            um(height),
            boolean(periodic)
        ),
        Positions::Ring { circumference } => {
            format!("{{ kind = \"ring\", circumference = {} }}", um(circumference))
        }
    }
}
