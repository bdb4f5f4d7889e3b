//! Recorded membrane potentials and currents.

use super::Picture;
use crate::output::time;
use crate::results::{Results, Trace};
use rheobase::spec::{NeuronModel, Param};
use rheobase_plot::{PlotError, Trace as Panel, TracePlot, Window};

/// Panels in the picture, at most; more cannot be read.
const MOST_PANELS: usize = 8;

/// What one panel shows.
struct Columns {
    population: usize,
    label: String,
    color: String,
    times: Vec<f64>,
    voltage: Vec<f64>,
    current: Option<Vec<f64>>,
    spikes: Vec<f64>,
}

/// Voltages of the first recorded neurons, in turn over the populations, with their synaptic
/// current where that was recorded with them.
pub fn voltages(results: &Results, window: Window) -> Result<Option<Picture>, PlotError> {
    let columns = columns(results);
    if columns.is_empty() {
        return Ok(None);
    }
    let recorded: usize = voltage_traces(results).map(|t| t.recorded).sum();
    let panels: Vec<_> = columns
        .iter()
        .map(|c| Panel {
            label: &c.label,
            color: Some(&c.color),
            times_ms: &c.times,
            voltage_mv: &c.voltage,
            spikes_ms: &c.spikes,
            current: c.current.as_deref(),
        })
        .collect();
    let figure = TracePlot {
        title: &format!("{}: membrane potentials", results.spec.name),
        traces: &panels,
        window,
        threshold_mv: common_threshold(results),
        current_label: "R·I (mV)",
    }
    .draw()?;
    let shown = panels.len();
    let some =
        if recorded > shown { format!(" ({shown} of {recorded} recorded)") } else { "".into() };
    Ok(Some(Picture {
        name: "voltages",
        figure,
        caption: format!(
            "Membrane potentials of recorded neurons{some} from {} to {}, with spikes painted in.",
            time(window.start_ms),
            time(window.end_ms)
        ),
        alt: format!("Membrane potentials of {shown} neurons over time."),
    }))
}

fn voltage_traces(results: &Results) -> impl Iterator<Item = &Trace> {
    results.traces.iter().filter(|trace| trace.variable == "V")
}

fn columns(results: &Results) -> Vec<Columns> {
    let mut columns = Vec::new();
    let longest = voltage_traces(results).map(|t| t.ids.len()).max().unwrap_or(0);
    // The first neuron of each population, then the second of each, and so on.
    for k in 0..longest {
        for trace in voltage_traces(results).filter(|t| k < t.ids.len()) {
            if columns.len() < MOST_PANELS {
                columns.push(column(results, trace, k));
            }
        }
    }
    columns.sort_by_key(|c: &Columns| c.population);
    columns
}

fn column(results: &Results, trace: &Trace, k: usize) -> Columns {
    let id = trace.ids[k];
    let current = results.traces.iter().find(|t| {
        t.population == trace.population
            && t.variable.starts_with('I')
            && t.step_ms == trace.step_ms
    });
    let current = current.and_then(|t| {
        let k = t.ids.iter().position(|&other| other == id)?;
        Some(t.column(k))
    });
    let spikes = &results.spikes[trace.population];
    let mine = spikes.times_ms.iter().zip(&spikes.ids).filter(|(_, other)| **other == id);
    Columns {
        population: trace.population,
        color: results.color(trace.population),
        label: format!("{} {id}", results.spec.populations[trace.population].name),
        times: trace.times_ms(),
        voltage: trace.column(k),
        current,
        spikes: mine.map(|(t, _)| *t).collect(),
    }
}

/// The threshold, where all recorded neurons have the same.
fn common_threshold(results: &Results) -> Option<f64> {
    let mut thresholds = voltage_traces(results).map(|trace| {
        let NeuronModel::Lif(lif) = &results.spec.populations[trace.population].model;
        match lif.v_thr {
            Param::Constant(v) => Some(v),
            _ => None,
        }
    });
    let first = thresholds.next()??;
    thresholds.all(|v| v == Some(first)).then_some(first)
}
