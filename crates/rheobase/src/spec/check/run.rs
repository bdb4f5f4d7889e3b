//! Settings of the run, phases, recordings.

use super::super::source_map::join;
use super::super::{InputKind, RecordKind, RecordSpec, TimeFunction, matches_pattern, ticks};
use super::Checker;
use crate::suggest::did_you_mean;
use crate::units::{number_text, rounded_text};

impl Checker<'_> {
    pub(super) fn run_settings(&mut self) {
        let spec = self.spec;
        self.name("name", &spec.name, false);
        self.positive("dt", spec.dt, "ms");
        self.multiple("duration", spec.duration, 1);
        let analysis = &spec.analysis;
        self.multiple("analysis.start", analysis.start, 0);
        self.multiple("analysis.bin", analysis.bin, 1);
        if let Some(stop) = analysis.stop {
            self.multiple("analysis.stop", stop, 1);
        }
        let Some(length) = self.length_of_run() else { return };
        let end = analysis.stop.unwrap_or(length);
        if end > length {
            let message = format!("{} ms is after the end of the run", number_text(end));
            let help = format!("the run lasts {} ms", rounded_text(length));
            self.say("analysis.stop", message, help);
        } else if analysis.start >= end && end > 0.0 && self.intact("analysis.stop") {
            let message = "nothing is left to analyse: the window starts at its end or later";
            let help = format!("the window ends at {} ms", number_text(end));
            self.say("analysis.start", message, help);
        }
    }

    /// The duration, unless it or a phase is wrong (what does not fit into it is then no news), or
    /// the run may go on behind it.
    fn length_of_run(&self) -> Option<f64> {
        let spec = self.spec;
        let sound = spec.duration > 0.0 && spec.phases.iter().all(|phase| phase.duration > 0.0);
        let known = self.intact("duration") && self.intact("phase");
        (sound && known && !self.open_end).then_some(spec.duration)
    }

    pub(super) fn phases(&mut self) {
        let phases = &self.spec.phases;
        for (index, phase) in phases.iter().enumerate() {
            let path = format!("phase[{index}]");
            self.multiple(&join(&path, "duration"), phase.duration, 1);
            self.switches(&path, "plasticity", &phase.plasticity);
            self.switches(&path, "failures", &phase.failures);
            let table = join(&path, "scale");
            self.unique(&table, phase.scale.iter().map(|(name, _)| name.as_str()));
            for (pattern, factor) in &phase.scale {
                self.finite(&join(&table, pattern), *factor);
                self.pattern(&join(&table, pattern), pattern);
                self.scale_not_inhibiting(&join(&table, pattern), pattern, *factor);
            }
            self.new_means(&join(&path, "inputs"), &phase.inputs);
            for (i, selection) in phase.silence.iter().enumerate() {
                self.selection(&format!("{path}.silence[{i}]"), selection);
            }
        }
        let named = phases.iter().map(|phase| phase.name.as_str()).filter(|name| !name.is_empty());
        self.unique("phase", named);
        self.sum_of_phases();
    }

    /// Compared in steps: sums of decimal times are off by a little.
    fn sum_of_phases(&mut self) {
        let phases = &self.spec.phases;
        let Some(dt) = self.dt().filter(|_| !phases.is_empty()) else { return };
        if self.length_of_run().is_none() {
            return;
        }
        let steps: Option<Vec<_>> = phases.iter().map(|phase| ticks(phase.duration, dt)).collect();
        let sum = steps.map(|steps| steps.into_iter().fold(0, u64::saturating_add));
        let Some((sum, whole)) = sum.zip(ticks(self.spec.duration, dt)) else { return };
        if sum != whole {
            let given = rounded_text(self.spec.duration);
            let message = format!(
                "the run lasts {given} ms, its phases {} ms",
                rounded_text(sum as f64 * dt)
            );
            self.say(
                "duration",
                message,
                "leave `duration` out, or make it the sum of the phases; to change one: \
                 --set phase[0].duration=…",
            );
        }
    }

    /// Whether a pattern fits any projection; says so where it does not.
    fn pattern(&mut self, path: &str, pattern: &str) -> bool {
        let names = self.projection_names();
        let found = names.iter().any(|name| matches_pattern(pattern, name));
        // Blocks that are wrong have no projections to be found.
        let known = self.intact("block") && self.intact("projection") && !self.lost_block;
        if !found && known {
            let help = did_you_mean(pattern, &names);
            self.say(path, format!("no projection fits `{pattern}`"), help);
        }
        found
    }

    fn switches(&mut self, phase: &str, key: &str, switches: &[(String, bool)]) {
        let table = join(phase, key);
        self.unique(&table, switches.iter().map(|(name, _)| name.as_str()));
        for (pattern, _) in switches {
            let path = join(&table, pattern);
            if !self.pattern(&path, pattern) {
                continue;
            }
            let any =
                self.all_projections().filter(|p| matches_pattern(pattern, &p.name)).any(|p| {
                    if key == "failures" { p.failure.is_some() } else { p.plasticity.is_some() }
                });
            if !any && self.intact("projection") && self.intact("block") {
                let what = if key == "failures" { "failures" } else { "plasticity" };
                let message = format!("no projection that fits `{pattern}` has {what} to switch");
                // `plasticity = false` stands for the pattern `*` and has no key of its own.
                self.say(&path, message, "give the projection its rule first; a phase switches it");
            }
        }
    }

    fn new_means(&mut self, table: &str, means: &[(String, f64)]) {
        self.unique(table, means.iter().map(|(name, _)| name.as_str()));
        for (name, mean) in means {
            let path = join(table, name);
            self.finite(&path, *mean);
            let names: Vec<_> = self.spec.inputs.iter().map(|i| i.name.as_str()).collect();
            let Some(input) = self.spec.inputs.iter().find(|input| input.name == *name) else {
                self.say(&path, format!("there is no input `{name}`"), did_you_mean(name, &names));
                continue;
            };
            if !self.intact(&join("input", name)) {
                continue;
            }
            match &input.kind {
                InputKind::Poisson { rate: TimeFunction::Constant(_), sources, .. } => {
                    self.not_negative(&path, *mean, "Hz");
                    self.spikes_per_step(&path, &TimeFunction::Constant(*mean), *sources);
                }
                InputKind::Constant { .. }
                | InputKind::OrnsteinUhlenbeck { .. }
                | InputKind::Current { function: TimeFunction::Constant(_), .. } => {}
                _ => {
                    let help = "a phase can change the mean of inputs of the kinds constant and \
                                ornstein_uhlenbeck, and of current and poisson that are constant \
                                in time";
                    self.say(&path, format!("the input `{name}` has no mean to change"), help);
                }
            }
        }
    }

    pub(super) fn records(&mut self, records: &[RecordSpec]) {
        self.unique("record", records.iter().map(|r| r.name.as_str()));
        for record in records {
            let path = join("record", &record.name);
            self.name(&path, &record.name, false);
            if !self.intact(&join(&path, "kind")) {
                continue;
            }
            match &record.kind {
                RecordKind::Spikes { of, sample } => self.sampled(&path, of, *sample),
                RecordKind::State { of, sample, variables, every } => {
                    self.sampled(&path, of, *sample);
                    self.interval(&join(&path, "every"), *every);
                    self.variables(&join(&path, "variables"), &of.population, variables);
                }
                RecordKind::Rate { of, bin } => {
                    self.selection(&join(&path, "of"), of);
                    self.interval(&join(&path, "bin"), *bin);
                }
                RecordKind::Weights { projection, times } => {
                    self.pattern(&join(&path, "projection"), projection);
                    self.weight_times(&join(&path, "times"), times);
                }
                RecordKind::Connectivity { projection } => {
                    self.pattern(&join(&path, "projection"), projection);
                }
            }
        }
    }

    /// An interval that recurs within the run.
    fn interval(&mut self, path: &str, interval: f64) {
        self.multiple(path, interval, 1);
        if let Some(length) = self.length_of_run().filter(|length| interval > *length) {
            let message = format!("{} ms is longer than the run", number_text(interval));
            self.say(path, message, format!("the run lasts {} ms", rounded_text(length)));
        }
    }

    fn sampled(&mut self, path: &str, of: &super::Selection, sample: Option<u64>) {
        let count = self.selection(&join(path, "of"), of);
        let (Some(count), Some(sample)) = (count, sample) else { return };
        if sample > count {
            let message = format!("a sample of {sample} cannot be drawn from {count} neurons");
            self.say(&join(path, "sample"), message, format!("expected 0 to {count}"));
        }
    }

    fn variables(&mut self, path: &str, population: &str, variables: &[String]) {
        let Some(population) = self.population(population, "receptors") else { return };
        let mut known = vec!["V".to_owned(), "I".to_owned()];
        known.extend(population.receptors.iter().map(|r| format!("I.{}", r.name)));
        let conducting = population.receptors.iter().filter(|r| r.kind.reversal().is_some());
        known.extend(conducting.map(|r| format!("g.{}", r.name)));
        let known: Vec<_> = known.iter().map(String::as_str).collect();
        if variables.is_empty() {
            self.say(path, "nothing to record", format!("accepted: {}", known.join(", ")));
        }
        for (index, variable) in variables.iter().enumerate() {
            let path = format!("{path}[{index}]");
            if !known.contains(&variable.as_str()) {
                let message = format!("`{}` has no variable `{variable}`", population.name);
                self.say(&path, message, did_you_mean(variable, &known));
            } else if variables[..index].contains(variable) {
                self.say(&path, format!("`{variable}` stands here twice"), "remove one of the two");
            }
        }
    }

    fn weight_times(&mut self, path: &str, times: &[f64]) {
        if times.is_empty() {
            self.say(path, "no time is given", "for example [\"0 ms\", \"1 s\"]");
        }
        for (index, &time) in times.iter().enumerate() {
            let path = format!("{path}[{index}]");
            self.multiple(&path, time, 0);
            // A sum of phases may be a little less than the time written.
            let late = |length: &f64| time > length * (1.0 + 1e-12);
            if let Some(length) = self.length_of_run().filter(late) {
                let message = format!("{} ms is after the end of the run", number_text(time));
                self.say(&path, message, format!("the run lasts {} ms", rounded_text(length)));
            }
        }
    }
}
