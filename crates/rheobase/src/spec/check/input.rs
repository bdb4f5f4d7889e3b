//! Inputs.

use super::super::source_map::join;
use super::super::{
    DriveUnit, InputKind, InputSpec, Samples, SpikeSource, TimeFunction, Weight, WeightValue,
};
use super::super::{Step, ticks};
use super::Checker;
use super::value::Sign;
use crate::units::number_text;

/// Most spikes that a Poisson input may bring to a neuron in one step, on average.
const MOST_SPIKES: f64 = 1e6;

/// Whether a function in the file has a value for each neuron; what is in data files shows later.
fn has_columns(function: &TimeFunction) -> bool {
    match function {
        TimeFunction::Series { samples: Samples::Table(rows), .. } => {
            rows.iter().any(|row| row.len() > 1)
        }
        _ => false,
    }
}

impl Checker<'_> {
    pub(super) fn inputs(&mut self) {
        self.unique("input", self.spec.inputs.iter().map(|input| input.name.as_str()));
        for input in &self.spec.inputs {
            let path = join("input", &input.name);
            self.name(&path, &input.name, true);
            let count = self.selection(&join(&path, "target"), &input.target);
            self.input(&path, input, count);
        }
    }

    fn input(&mut self, path: &str, input: &InputSpec, count: Option<u64>) {
        let population = &input.target.population;
        match &input.kind {
            InputKind::Constant { mean, sd, unit } => {
                self.drive(&join(path, "mean"), *unit, population);
                self.finite(&join(path, "mean"), *mean);
                self.not_negative(&join(path, "sd"), *sd, unit.word());
            }
            InputKind::PerNeuron { value, unit } => {
                self.drive(&join(path, "value"), *unit, population);
                self.param(&join(path, "value"), value, count, Sign::Any);
            }
            InputKind::Current { function, unit } => {
                self.drive(&join(path, "value"), *unit, population);
                self.time_function(&join(path, "value"), function, count, Sign::Any);
            }
            InputKind::StepNoise { sd } => self.not_negative(&join(path, "sd"), *sd, "mV"),
            InputKind::WhiteNoise { sigma } => {
                self.not_negative(&join(path, "sigma"), *sigma, "mV");
            }
            InputKind::OrnsteinUhlenbeck { mean, sigma, tau, unit } => {
                self.drive(&join(path, "sigma"), *unit, population);
                self.finite(&join(path, "mean"), *mean);
                self.not_negative(&join(path, "sigma"), *sigma, unit.word());
                self.positive(&join(path, "tau"), *tau, "ms");
            }
            InputKind::Poisson { rate, sources, receptor, weight, shared } => {
                let before = self.problems.len();
                self.time_function(&join(path, "rate"), rate, count, Sign::NotNegative);
                if *shared && has_columns(rate) {
                    let message = "neurons that share one train have one rate";
                    let help = "give one column of rates, or leave `shared` out";
                    self.say(&join(path, "shared"), message, help);
                }
                if *sources == 0 {
                    self.say(&join(path, "sources"), "no source at all", "expected 1 or more");
                }
                if self.problems.len() == before {
                    self.spikes_per_step(&join(path, "rate"), rate, *sources);
                }
                self.arriving(path, population, receptor, weight);
            }
            InputKind::SpikeTrain { spikes, receptor, weight } => {
                self.spikes(path, spikes, count);
                self.arriving(path, population, receptor, weight);
            }
        }
    }

    fn drive(&mut self, path: &str, unit: DriveUnit, population: &str) {
        if unit == DriveUnit::PicoAmpere {
            self.needs_capacitance(path, population);
        }
    }

    /// Receptor and weight of spikes that come from outside.
    fn arriving(&mut self, path: &str, population: &str, receptor: &str, weight: &Weight) {
        let kind = self.receptor(&join(path, "receptor"), population, receptor);
        let at = join(path, "weight");
        self.weight(&at, weight, population, kind);
        let message = match weight.value {
            WeightValue::Constant(_) => return,
            WeightValue::FromRule => "an input has no rule that gives weights",
            WeightValue::Drawn(_) => "the weight of an input is the same for all its spikes",
        };
        self.say(&at, message, "give one value, for example \"0.1 mV\"");
    }

    /// Rates beyond all reason would be drawn from a table as long.
    pub(super) fn spikes_per_step(&mut self, path: &str, rate: &TimeFunction, sources: u64) {
        let most = match rate {
            TimeFunction::Constant(value) => *value,
            TimeFunction::Steps { base, steps } => {
                steps.iter().fold(*base, |sum, step| sum + step.value.max(0.0))
            }
            TimeFunction::Ramp { from, to, .. } => from.max(*to),
            TimeFunction::Sine { offset, amplitude, .. } => offset + amplitude.abs(),
            TimeFunction::Series { samples: Samples::Values(values), .. } => {
                values.iter().copied().fold(0.0, f64::max)
            }
            TimeFunction::Series { samples: Samples::Table(rows), .. } => {
                rows.iter().flatten().copied().fold(0.0, f64::max)
            }
            TimeFunction::Series { samples: Samples::File(_), .. } => 0.0,
        };
        let Some(dt) = self.dt() else { return };
        let spikes = most * sources as f64 * dt / 1000.0;
        if spikes > MOST_SPIKES {
            let message =
                format!("up to {spikes:.3e} spikes per neuron and step of {} ms", number_text(dt));
            let help = "expected at most a million: rate times sources times dt";
            self.say(path, message, help);
        }
    }

    fn spikes(&mut self, path: &str, spikes: &SpikeSource, count: Option<u64>) {
        let (times, ids) = match spikes {
            SpikeSource::File(file) => return self.data_file(path, file, false),
            SpikeSource::Values { times, ids } => (times, ids),
        };
        if times.len() != ids.len() && self.intact(&join(path, "times")) {
            let message = format!("{} indices for {} times", ids.len(), times.len());
            self.say(&join(path, "ids"), message, "expected one index for each time");
        }
        let on_grid = |&time: &f64| self.dt().is_none_or(|dt| ticks(time, dt).is_some());
        if let Some(index) = times.iter().position(|time| !on_grid(time)) {
            self.multiple(&format!("{path}.times[{index}]"), times[index], 0);
        }
        let Some(count) = count else { return };
        if let Some(index) = ids.iter().position(|&id| u64::from(id) >= count) {
            let message = format!("index {} of {count} neurons", ids[index]);
            let help = format!("indices are 0 to {}", count.saturating_sub(1));
            self.say(&format!("{path}.ids[{index}]"), message, help);
        }
    }

    fn sign(&mut self, path: &str, value: f64, sign: Sign) {
        if sign == Sign::Any {
            self.finite(path, value);
        } else {
            self.not_negative(path, value, "");
        }
    }

    fn time_function(
        &mut self,
        path: &str,
        function: &TimeFunction,
        count: Option<u64>,
        sign: Sign,
    ) {
        match function {
            TimeFunction::Constant(value) => self.sign(path, *value, sign),
            TimeFunction::Steps { base, steps } => {
                self.sign(&join(path, "base"), *base, sign);
                for (index, step) in steps.iter().enumerate() {
                    let path = format!("{path}.steps[{index}]");
                    self.multiple(&join(&path, "start"), step.start, 0);
                    self.multiple(&join(&path, "duration"), step.duration, 1);
                    self.finite(&join(&path, "value"), step.value);
                }
                if sign != Sign::Any
                    && let Some((time, value)) = lowest(*base, steps).filter(|low| low.1 < 0.0)
                {
                    let (time, value) = (number_text(time), number_text(value));
                    let message = format!("the rate is {value} at {time} ms");
                    self.say(
                        &join(path, "steps"),
                        message,
                        "base and steps must add up to 0 or more",
                    );
                }
            }
            TimeFunction::Ramp { start, stop, from, to } => {
                self.finite(&join(path, "start"), *start);
                if self.finite(&join(path, "stop"), *stop) && stop <= start {
                    let message = format!("the ramp stops at {} ms", number_text(*stop));
                    let help = format!("it starts at {} ms", number_text(*start));
                    self.say(&join(path, "stop"), message, help);
                }
                self.sign(&join(path, "from"), *from, sign);
                self.sign(&join(path, "to"), *to, sign);
            }
            TimeFunction::Sine { offset, amplitude, frequency, phase } => {
                self.finite(&join(path, "amplitude"), *amplitude);
                self.finite(&join(path, "phase"), *phase);
                self.not_negative(&join(path, "frequency"), *frequency, "Hz");
                self.sign(&join(path, "offset"), *offset, sign);
                let known = self.intact(&join(path, "offset"));
                if sign != Sign::Any && amplitude.abs() > *offset && *offset >= 0.0 && known {
                    let message = format!(
                        "the rate falls below 0: amplitude {} around {}",
                        number_text(*amplitude),
                        number_text(*offset)
                    );
                    let help = "expected an amplitude of at most the offset";
                    self.say(&join(path, "amplitude"), message, help);
                }
            }
            TimeFunction::Series { samples, interval, start } => {
                self.positive(&join(path, "interval"), *interval, "ms");
                if let Some(dt) =
                    self.dt().filter(|dt| *interval > 0.0 && *interval < dt * (1.0 - 1e-9))
                {
                    let message = format!(
                        "samples of {} ms are finer than the time step",
                        number_text(*interval)
                    );
                    let help = format!(
                        "expected {} ms (dt) or more: others would be left out",
                        number_text(dt)
                    );
                    self.say(&join(path, "interval"), message, help);
                }
                self.finite(&join(path, "start"), *start);
                self.samples(path, samples, count, sign);
            }
        }
    }

    fn samples(&mut self, path: &str, samples: &Samples, count: Option<u64>, sign: Sign) {
        let bad = |v: &f64| !v.is_finite() || sign != Sign::Any && *v < 0.0;
        match samples {
            Samples::File(file) => self.data_file(path, file, false),
            Samples::Values(values) => {
                if values.is_empty() {
                    self.say(&join(path, "values"), "no samples", "expected at least one");
                }
                if let Some(index) = values.iter().position(bad) {
                    self.sign(&format!("{path}.values[{index}]"), values[index], sign);
                }
            }
            Samples::Table(rows) => {
                if rows.is_empty() {
                    self.say(&join(path, "table"), "no samples", "expected at least one row");
                }
                for (i, row) in rows.iter().enumerate() {
                    let at = format!("{path}.table[{i}]");
                    if let Some(count) = count.filter(|&count| count != row.len() as u64) {
                        let message = format!("{} columns for {count} neurons", row.len());
                        self.say(&at, message, "expected one column per neuron of the target");
                        return;
                    }
                    if let Some(j) = row.iter().position(bad) {
                        self.sign(&format!("{at}[{j}]"), row[j], sign);
                        return;
                    }
                }
            }
        }
    }
}

/// When a base and steps that add up are lowest, and how low; `None` without a step.
fn lowest(base: f64, steps: &[Step]) -> Option<(f64, f64)> {
    let ends = steps.iter().flat_map(|s| [(s.start, s.value), (s.start + s.duration, -s.value)]);
    let mut ends: Vec<_> = ends.collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lowest: Option<(f64, f64)> = None;
    let mut sum = base;
    for (index, &(time, change)) in ends.iter().enumerate() {
        sum += change;
        // What begins and ends at one time is one change. Sums of decimals are off by a little.
        let whole = ends.get(index + 1).is_none_or(|next| next.0 > time + 1e-9 * time.abs());
        let sum = if sum.abs() < 1e-9 * base.abs() { 0.0 } else { sum };
        if whole && lowest.is_none_or(|low| sum < low.1) {
            lowest = Some((time, sum));
        }
    }
    lowest
}
