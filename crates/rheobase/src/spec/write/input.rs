//! `[input.NAME]`.

use super::synapse::weight;
use super::text::{Page, boolean, indices, list, matrix, number, numbers, quantity, quote, rows};
use super::value::{data_file, param};
use crate::spec::{DriveUnit, InputKind, InputSpec, Samples, SpikeSource, TimeFunction};
use crate::units::Dimension::{self, Current, Frequency, Time, Voltage};

pub(super) fn write(page: &mut Page, input: &InputSpec) {
    page.table("input", &input.name);
    page.line("target", quote(&input.target.to_string()));
    match &input.kind {
        InputKind::Constant { mean, sd, unit } => {
            page.line("kind", "\"constant\"");
            page.line("mean", quantity(*mean, dimension(*unit)));
            page.line_with("sd", quantity(*sd, dimension(*unit)), "across neurons, frozen");
        }
        InputKind::PerNeuron { value, unit } => {
            page.line("kind", "\"per_neuron\"");
            page.line("value", param(value, dimension(*unit)));
        }
        InputKind::Current { function, unit } => {
            page.line("kind", "\"current\"");
            page.line("value", time_function(function, dimension(*unit)));
        }
        InputKind::StepNoise { sd } => {
            page.line_with("kind", "\"step_noise\"", "per neuron and step, not scaled with dt");
            page.line("sd", quantity(*sd, Voltage));
        }
        InputKind::WhiteNoise { sigma } => {
            page.line("kind", "\"white_noise\"");
            page.line_with("sigma", quantity(*sigma, Voltage), "stationary sd of the free V");
        }
        InputKind::OrnsteinUhlenbeck { mean, sigma, tau, unit } => {
            page.line("kind", "\"ornstein_uhlenbeck\"");
            page.line("mean", quantity(*mean, dimension(*unit)));
            page.line_with("sigma", quantity(*sigma, dimension(*unit)), "stationary sd");
            page.line_with("tau", quantity(*tau, Time), "correlation time");
        }
        InputKind::Poisson { rate, sources, shared, receptor, weight: w } => {
            page.line("kind", "\"poisson\"");
            page.line_with("rate", time_function(rate, Frequency), "of one source");
            page.line_with("sources", sources, "per neuron");
            page.line_with("shared", boolean(*shared), "do all neurons get the same spikes");
            page.line("receptor", quote(receptor));
            page.line("weight", weight(w, None));
        }
        InputKind::SpikeTrain { spikes, receptor, weight: w } => {
            page.line("kind", "\"spike_train\"");
            spike_source(page, spikes);
            page.line("receptor", quote(receptor));
            page.line("weight", weight(w, None));
        }
    }
}

fn spike_source(page: &mut Page, spikes: &SpikeSource) {
    match spikes {
        SpikeSource::File(file) => {
            page.line("file", quote(&file.path.to_string_lossy()));
            page.line_with("unit", quote(&file.unit), "of the times in the file");
        }
        SpikeSource::Values { times, ids } => {
            page.line("times", list(times.iter().map(|&t| quantity(t, Time))));
            page.line("ids", indices(ids));
        }
    }
}

fn dimension(unit: DriveUnit) -> Dimension {
    match unit {
        DriveUnit::MilliVolt => Voltage,
        DriveUnit::PicoAmpere => Current,
    }
}

fn time_function(function: &TimeFunction, dimension: Dimension) -> String {
    let q = |value| quantity(value, dimension);
    let ms = |value| quantity(value, Time);
    match function {
        TimeFunction::Constant(value) => q(*value),
        TimeFunction::Steps { base, steps } => {
            let steps = steps.iter().map(|step| {
                format!(
                    "{{ start = {}, duration = {}, value = {} }}",
                    ms(step.start),
                    ms(step.duration),
                    q(step.value)
                )
            });
            format!("{{ kind = \"steps\", base = {}, steps = {} }}", q(*base), list(steps))
        }
        TimeFunction::Ramp { start, stop, from, to } => format!(
            "{{ kind = \"ramp\", start = {}, stop = {}, from = {}, to = {} }}",
            ms(*start),
            ms(*stop),
            q(*from),
            q(*to)
        ),
        TimeFunction::Sine { offset, amplitude, frequency, phase } => format!(
            "{{ kind = \"sine\", offset = {}, amplitude = {}, frequency = {}, phase = {} }}",
            q(*offset),
            q(*amplitude),
            quantity(*frequency, Frequency),
            number(*phase)
        ),
        TimeFunction::Series { samples, interval, start } => format!(
            "{{ kind = \"series\", interval = {}, start = {}, {} }}",
            ms(*interval),
            ms(*start),
            series(samples, dimension)
        ),
    }
}

fn series(samples: &Samples, dimension: Dimension) -> String {
    let unit = dimension.base();
    match samples {
        Samples::Values(values) => format!("unit = \"{unit}\", values = {}", numbers(values)),
        Samples::Table(table) => format!("unit = \"{unit}\", table = {}", matrix(rows(table))),
        Samples::File(file) => data_file(file),
    }
}
