//! Prints a network as a complete network file.
//!
//! Everything is written out, defaults included, so that a printed file is also the list of what
//! can be changed. `parse(print(x)) == x`, and printing again gives the same text.

mod input;
mod population;
mod run;
mod synapse;
mod text;
mod value;

use super::{BlockSpec, NetworkSpec, ProjectionSpec, RecordSpec, Rule, Scheme};
use crate::units::Dimension::Time;
use text::{Page, boolean, matrix, number, quantity, quote, rows, strings};

impl NetworkSpec {
    /// The network as a complete, commented network file.
    ///
    /// Paths of data files are written as they are held, which is absolute where the network was
    /// read from a file. A path that is no UTF-8 is written with replacement characters.
    pub fn to_toml(&self) -> String {
        let mut page = Page::default();
        self.head(&mut page);
        for population in &self.populations {
            population::write(&mut page, population);
        }
        for block in &self.blocks {
            write_block(&mut page, block);
        }
        for projection in &self.projections {
            write_projection(&mut page, projection);
        }
        for input in &self.inputs {
            input::write(&mut page, input);
        }
        for phase in &self.phases {
            run::write_phase(&mut page, phase, &self.inputs);
        }
        for record in &self.record {
            run::write_record(&mut page, record);
        }
        run::write_analysis(&mut page, &self.analysis);
        page.finish()
    }

    fn head(&self, page: &mut Page) {
        page.comment("A rheobase network file; all keys are explained in docs/network-file.md.");
        page.line_with("rheobase", super::FORMAT_VERSION, "version of the file's format");
        page.line("name", quote(&self.name));
        page.line("description", quote(&self.description));
        page.blank();
        page.line_with("duration", quantity(self.duration, Time), "simulated time");
        page.line_with("dt", quantity(self.dt, Time), "time step");
        let (scheme, meaning) = match self.scheme {
            Scheme::Exact => ("\"exact\"", "exact integration between the steps; or \"euler\""),
            Scheme::Euler => ("\"euler\"", "forward Euler steps; or \"exact\""),
        };
        page.line_with("scheme", scheme, meaning);
        page.line_with("seed", seed(self.seed), "of everything that is drawn");
        let seeds = &self.seeds;
        let own = [("wiring", seeds.wiring), ("initial", seeds.initial), ("noise", seeds.noise)];
        let own: Vec<_> = own
            .iter()
            .filter_map(|(key, value)| value.map(|value| format!("{key} = {}", seed(value))))
            .collect();
        if !own.is_empty() {
            page.line_with("seeds", format!("{{ {} }}", own.join(", ")), "set apart from `seed`");
        }
    }
}

/// Recordings alone, as tables `[record.NAME]`.
pub(crate) fn records_to_toml(records: &[RecordSpec]) -> String {
    let mut page = Page::default();
    records.iter().for_each(|record| run::write_record(&mut page, record));
    page.finish()
}

/// A seed, in quotes where it is larger than TOML's largest whole number.
fn seed(value: u64) -> String {
    if i64::try_from(value).is_ok() { value.to_string() } else { format!("\"{value}\"") }
}

fn write_block(page: &mut Page, block: &BlockSpec) {
    page.table("block", &block.name);
    page.comment("In each matrix: row = target, column = source, in the order of `populations`.");
    page.line("populations", strings(&block.populations));
    page.line("receptor", quote(&block.receptor));
    page.line_with(
        "probability",
        matrix(rows(&block.probability)),
        "of a connection, for each pair",
    );
    page.line_with("weight", matrix(rows(&block.weight)), "times strength");
    page.line("unit", quote(block.unit.word()));
    page.line_with("strength", number(block.strength), "factor on all weights");
    page.line("delay", synapse::delay(&block.delay));
    page.line_with("allow_self", boolean(block.allow_self), "may a neuron connect to itself");
    if let Some(failure) = &block.failure {
        page.line("failure", synapse::block_failure(failure));
    }
    if let Some(plasticity) = &block.plasticity {
        page.line("plasticity", synapse::plasticity(plasticity));
    }
}

fn write_projection(page: &mut Page, projection: &ProjectionSpec) {
    page.table("projection", &projection.name);
    page.line("source", quote(&projection.source.to_string()));
    page.line("target", quote(&projection.target.to_string()));
    page.line("receptor", quote(&projection.receptor));
    page.line("rule", synapse::rule(&projection.rule));
    page.line("allow_self", boolean(projection.allow_self));
    page.line("allow_multiple", boolean(projection.allow_multiple));
    page.line("weight", synapse::weight(&projection.weight, file_unit(&projection.rule)));
    page.line("delay", synapse::delay(&projection.delay));
    if let Some(failure) = &projection.failure {
        page.line("failure", synapse::failure(failure));
    }
    if let Some(plasticity) = &projection.plasticity {
        page.line("plasticity", synapse::plasticity(plasticity));
    }
}

/// The unit of the weights in a rule's file.
fn file_unit(rule: &Rule) -> Option<&str> {
    match rule {
        Rule::Matrix { file } | Rule::EdgeFile { file } if !file.unit.is_empty() => {
            Some(&file.unit)
        }
        _ => None,
    }
}
