//! Phases, recordings, analysis.

use super::text::{Page, boolean, key, list, number, quantity, quote, strings};
use crate::spec::read::mean_dimension;
use crate::spec::{AnalysisSpec, InputSpec, PhaseSpec, RecordKind, RecordSpec, Selection};
use crate::units::Dimension::{Time, Voltage};

pub(super) fn write_phase(page: &mut Page, phase: &PhaseSpec, inputs: &[InputSpec]) {
    page.item("phase");
    page.line("name", quote(&phase.name));
    page.line("duration", quantity(phase.duration, Time));
    table(page, "plasticity", &phase.plasticity, |_, on| boolean(*on).into());
    table(page, "failures", &phase.failures, |_, on| boolean(*on).into());
    table(page, "scale", &phase.scale, |_, factor| number(*factor));
    table(page, "inputs", &phase.inputs, |name, mean| {
        let input = inputs.iter().find(|input| input.name == name);
        quantity(*mean, input.map_or(Voltage, |input| mean_dimension(&input.kind)))
    });
    if !phase.silence.is_empty() {
        let of = phase.silence.iter().map(|selection| quote(&selection.to_string()));
        page.line("silence", list(of));
    }
}

fn table<T>(page: &mut Page, name: &str, rows: &[(String, T)], text: impl Fn(&str, &T) -> String) {
    if !rows.is_empty() {
        let cells: Vec<_> = rows
            .iter()
            .map(|(row, value)| format!("{} = {}", key(row), text(row, value)))
            .collect();
        page.line(name, format!("{{ {} }}", cells.join(", ")));
    }
}

pub(super) fn write_record(page: &mut Page, record: &RecordSpec) {
    page.table("record", &record.name);
    match &record.kind {
        RecordKind::Spikes { of, sample } => {
            page.line("kind", "\"spikes\"");
            neurons(page, of, *sample);
        }
        RecordKind::State { of, sample, variables, every } => {
            page.line("kind", "\"state\"");
            neurons(page, of, *sample);
            page.line("variables", strings(variables));
            page.line("every", quantity(*every, Time));
        }
        RecordKind::Rate { of, bin } => {
            page.line("kind", "\"rate\"");
            neurons(page, of, None);
            page.line("bin", quantity(*bin, Time));
        }
        RecordKind::Weights { projection, times } => {
            page.line("kind", "\"weights\"");
            page.line("projection", quote(projection));
            page.line("times", list(times.iter().map(|&t| quantity(t, Time))));
        }
        RecordKind::Connectivity { projection } => {
            page.line("kind", "\"connectivity\"");
            page.line("projection", quote(projection));
        }
    }
}

fn neurons(page: &mut Page, of: &Selection, sample: Option<u64>) {
    page.line("of", quote(&of.to_string()));
    if let Some(sample) = sample {
        page.line_with("sample", sample, "neurons drawn at random");
    }
}

pub(super) fn write_analysis(page: &mut Page, analysis: &AnalysisSpec) {
    page.blank();
    page.comment("The window of all statistics, and the bin of population rates.");
    page.line("[analysis]\nstart", quantity(analysis.start, Time));
    if let Some(stop) = analysis.stop {
        page.line("stop", quantity(stop, Time));
    }
    page.line("bin", quantity(analysis.bin, Time));
}
