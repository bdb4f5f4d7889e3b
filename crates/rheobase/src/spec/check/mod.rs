//! What a network says must make sense: checks on the typed description, wherever it came from.

mod block;
mod conductance;
mod edges;
mod input;
mod plasticity;
mod population;
mod projection;
mod rule;
mod run;
mod value;

pub(super) use rule::overlap;

use super::source_map::join;
use super::ticks::{nearest_two, ticks};
use super::{NetworkSpec, PopulationSpec, Problem, ProjectionSpec, RecordSpec, Selection};
use crate::suggest::did_you_mean;
use crate::units::number_text;

impl NetworkSpec {
    /// Everything that is wrong with the network; empty: it can be compiled.
    ///
    /// Data files are checked for existence, not for contents. Costs O(size of the description);
    /// nothing of the size of the network is allocated.
    pub fn check(&self) -> Vec<Problem> {
        self.check_except(&[])
    }

    /// The same for a network of which some paths are known to be wrong: what stands there is a
    /// placeholder and no more is said about it.
    pub(super) fn check_except(&self, broken: &[String]) -> Vec<Problem> {
        let mut checker = Checker::new(self, broken);
        checker.run_settings();
        checker.populations();
        checker.blocks(); // fills in `expanded`
        checker.projections();
        checker.inputs();
        checker.phases();
        checker.records(&self.record);
        checker.problems
    }

    /// Everything that is wrong with other recordings of this network, which is known to be sound.
    /// They may be longer than the described run.
    pub(super) fn check_records(&self, records: &[RecordSpec], broken: &[String]) -> Vec<Problem> {
        let mut checker = Checker::new(self, broken);
        checker.open_end = true;
        checker.expanded = self.blocks.iter().flat_map(super::BlockSpec::projections).collect();
        checker.records(records);
        checker.problems
    }
}

/// Characters that a name may have.
const LONGEST_NAME: usize = 100;

struct Checker<'a> {
    spec: &'a NetworkSpec,
    broken: &'a [String],
    problems: Vec<Problem>,
    /// Projections of the blocks whose matrices have the right shape.
    expanded: Vec<ProjectionSpec>,
    /// Whether there are blocks whose projections are not known.
    lost_block: bool,
    /// Whether the run may go on behind its described end.
    open_end: bool,
}

/// Whether `child` is `parent` or lies below it.
fn within(child: &str, parent: &str) -> bool {
    let rest = child.strip_prefix(parent);
    rest.is_some_and(|r| parent.is_empty() || r.is_empty() || r.starts_with(['.', '[']))
}

impl<'a> Checker<'a> {
    fn new(spec: &'a NetworkSpec, broken: &'a [String]) -> Self {
        Checker {
            spec,
            broken,
            problems: Vec::new(),
            expanded: Vec::new(),
            lost_block: false,
            open_end: false,
        }
    }

    fn say(&mut self, path: &str, message: impl Into<String>, help: impl Into<String>) {
        if self.intact(path) {
            self.problems.push(Problem::new(path, message, help));
        }
    }

    /// Whether nothing at, above or below a path is known to be wrong.
    fn intact(&self, path: &str) -> bool {
        !self
            .broken
            .iter()
            .filter(|broken| !broken.is_empty())
            .any(|broken| within(broken, path) || within(path, broken))
    }

    /// The population of that name, unless it is known to be wrong there.
    fn population(&self, name: &str, key: &str) -> Option<&'a PopulationSpec> {
        let found = self.spec.population(name)?;
        self.intact(&join(&join("population", name), key)).then_some(found)
    }

    /// Its size, where that is known. A size of 0 is a mistake that is told once, by itself.
    fn size(&self, name: &str) -> Option<u64> {
        self.population(name, "size").map(|population| population.size).filter(|&size| size > 0)
    }

    fn dt(&self) -> Option<f64> {
        let dt = self.spec.dt;
        (dt > 0.0 && dt.is_finite() && self.intact("dt")).then_some(dt)
    }

    fn finite(&mut self, path: &str, value: f64) -> bool {
        if !value.is_finite() {
            let message = format!("{value} is not a finite number");
            self.say(path, message, "NaN and infinity are not accepted");
        }
        value.is_finite()
    }

    fn positive(&mut self, path: &str, value: f64, unit: &str) {
        if self.finite(path, value) && value <= 0.0 {
            let message = format!("{} {unit} is not positive", number_text(value));
            self.say(path, message.replace("  ", " "), "expected a value above 0");
        }
    }

    /// A length that can be squared without becoming 0 or infinite.
    fn length(&mut self, path: &str, value: f64) {
        self.positive(path, value, "um");
        if value > 0.0 && value.is_finite() && !(1e-9..=1e12).contains(&value) {
            let message = format!("{} um is no length that makes sense", number_text(value));
            self.say(path, message, "expected 1e-9 um to 1e12 um");
        }
    }

    fn not_negative(&mut self, path: &str, value: f64, unit: &str) {
        if self.finite(path, value) && value < 0.0 {
            let message = format!("{} {unit} is negative", number_text(value));
            self.say(path, message.replace("  ", " "), "expected 0 or more");
        }
    }

    fn probability(&mut self, path: &str, value: f64) {
        if self.finite(path, value) && !(0.0..=1.0).contains(&value) {
            let message = format!("{} is no probability", number_text(value));
            self.say(path, message, "expected a number from 0 to 1");
        }
    }

    /// A time that must be a multiple of dt, at least `least` (0 or 1) steps.
    fn multiple(&mut self, path: &str, time: f64, least: u64) {
        if !self.finite(path, time) {
            return;
        }
        let Some(dt) = self.dt() else { return };
        let whole = ticks(time, dt);
        if whole.is_some_and(|steps| steps >= least) {
            return;
        }
        let (text, dt_text) = (number_text(time), number_text(dt));
        let (message, help) = if time < 0.0 || whole == Some(0) {
            let what = if least == 0 { "0 or more" } else { "at least one step" };
            let kind = if time < 0.0 { "negative" } else { "no time at all" };
            (format!("{text} ms is {kind}"), format!("expected {what}: dt is {dt_text} ms"))
        } else if time < dt && least > 0 {
            let help = nearest_two(time, dt, 1.0);
            (format!("{text} ms is below the time step dt = {dt_text} ms"), help)
        } else if time / dt > 9e15 {
            (format!("{text} ms is too long"), "at most 2^53 steps of dt".into())
        } else {
            let help = nearest_two(time, dt, least as f64);
            (format!("{text} ms is no multiple of dt = {dt_text} ms"), help)
        };
        self.say(path, message, help);
    }

    /// A name that other things are called by and files are named after.
    fn name(&mut self, path: &str, name: &str, arrows: bool) {
        let good = |c: char| c.is_alphanumeric() || "_-.".contains(c) || arrows && c == '>';
        if name.is_empty() || name.starts_with(['.', '-']) || !name.chars().all(good) {
            let message = format!("`{name}` cannot be a name");
            self.say(path, message, "expected letters, digits, `_`, `-` and `.`");
        }
        self.short_name(path, name);
    }

    /// Names become names of files, which file systems keep short.
    fn short_name(&mut self, path: &str, name: &str) {
        let length = name.chars().count();
        if length > LONGEST_NAME {
            let message = format!("a name of {length} characters");
            self.say(path, message, format!("expected at most {LONGEST_NAME}"));
        }
    }

    fn unknown_population(&mut self, path: &str, name: &str) {
        let names: Vec<_> = self.spec.populations.iter().map(|p| p.name.as_str()).collect();
        let help = did_you_mean(name, &names);
        self.say(path, format!("there is no population `{name}`"), help);
    }

    /// Checks a selection; its number of neurons where it is known.
    fn selection(&mut self, path: &str, selection: &Selection) -> Option<u64> {
        if !self.intact(path) {
            return None;
        }
        let name = &selection.population;
        if self.spec.population(name).is_none() {
            self.unknown_population(path, name);
            return None;
        }
        let size = self.size(name)?;
        let ranges = selection.ranges.as_deref().unwrap_or(&[]);
        let mut end = 0;
        for &(start, stop) in ranges {
            if start >= stop || start < end {
                let help = "ranges must be ascending, not empty and disjoint";
                self.say(path, format!("`{selection}` is no set of neurons"), help);
                return None;
            }
            end = stop;
        }
        if end > size {
            let message = format!("`{selection}` goes beyond the {size} neurons of `{name}`");
            self.say(path, message, format!("indices are 0 to {}", size.saturating_sub(1)));
            return None;
        }
        Some(selection.len(size))
    }

    /// Names of all projections, the blocks' first.
    fn projection_names(&self) -> Vec<&str> {
        let own = self.spec.projections.iter();
        self.expanded.iter().chain(own).map(|p| p.name.as_str()).collect()
    }

    /// All projections.
    fn all_projections(&self) -> impl Iterator<Item = &ProjectionSpec> {
        self.expanded.iter().chain(&self.spec.projections)
    }

    /// Names that occur twice.
    fn unique<'n>(&mut self, table: &str, names: impl Iterator<Item = &'n str>) {
        let mut sorted: Vec<_> = names.collect();
        sorted.sort_unstable();
        let mut twice: Vec<_> =
            sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        twice.dedup();
        for name in twice {
            let message = format!("the name `{name}` is used twice");
            self.say(&join(table, name), message, "each name can be used once");
        }
    }
}
