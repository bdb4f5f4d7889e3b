//! `[[phase]]`.

use super::decoder::{At, Context, Fields};
use super::tree::Kind;
use crate::spec::source_map::join;
use crate::spec::{DriveUnit, InputKind, InputSpec, PhaseSpec};
use crate::units::Dimension;

impl Context {
    /// One phase. `inputs` are those of the file: their units are those of a phase's new means.
    pub(super) fn phase(&mut self, at: &At, inputs: &[InputSpec]) -> PhaseSpec {
        let mut f = self.fields(at, "a table with duration and what changes");
        let phase = PhaseSpec {
            name: f.string(self, "name").unwrap_or_default(),
            duration: f.need_quantity(self, "duration", Dimension::Time),
            plasticity: self.switches(&mut f, "plasticity"),
            failures: self.switches(&mut f, "failures"),
            scale: self.scales(&mut f),
            inputs: self.means(&mut f, inputs),
            silence: f.get("silence").map_or(Vec::new(), |at| self.selections(&at)),
        };
        f.finish(self);
        phase
    }

    /// `plasticity = false` for all, or `{ "FSI->*" = false }`.
    fn switches(&mut self, f: &mut Fields, key: &'static str) -> Vec<(String, bool)> {
        let Some(at) = f.get(key) else { return Vec::new() };
        if let Kind::Bool(on) = at.node.kind {
            return vec![("*".into(), on)];
        }
        let mut table = self.fields(&at, "true, false, or a table such as { \"FSI->*\" = false }");
        table
            .all()
            .map(|(name, at)| (name.to_owned(), self.boolean(&at).unwrap_or(false)))
            .collect()
    }

    fn scales(&mut self, f: &mut Fields) -> Vec<(String, f64)> {
        let Some(at) = f.get("scale") else { return Vec::new() };
        let mut table = self.fields(&at, "a table of factors such as { \"FSI->*\" = 0.5 }");
        table
            .all()
            .map(|(name, at)| (name.to_owned(), self.number(&at, 0).unwrap_or(1.0)))
            .collect()
    }

    fn means(&mut self, f: &mut Fields, inputs: &[InputSpec]) -> Vec<(String, f64)> {
        let Some(at) = f.get("inputs") else { return Vec::new() };
        let mut table = self.fields(&at, "a table of new means such as { drive = \"40 mV\" }");
        let mut means = Vec::new();
        for (name, at) in table.all() {
            let kind = join(&join("input", name), "kind");
            let known = !self.problems.iter().any(|problem| problem.path == kind);
            let input = inputs.iter().find(|input| input.name == name && known);
            // The check says that an input is unknown; here any unit does for it, and for one of an
            // unknown kind.
            let dims = input.map_or(
                vec![Dimension::Voltage, Dimension::Current, Dimension::Frequency],
                |input| vec![mean_dimension(&input.kind)],
            );
            let value = self.quantity_of(&at, &dims).map_or(0.0, |(value, _)| value);
            means.push((name.to_owned(), value));
        }
        means
    }

    fn selections(&mut self, at: &At) -> Vec<crate::spec::Selection> {
        let Some(items) = self.items(at, "a list of selections such as [\"FSI\", \"dSPN[0:10]\"]")
        else {
            return Vec::new();
        };
        let items = items.iter().enumerate();
        items.filter_map(|(i, node)| self.selection(&at.item(i, node))).collect()
    }
}

/// The dimension of an input's mean.
pub(crate) fn mean_dimension(kind: &InputKind) -> Dimension {
    match kind {
        InputKind::Poisson { .. } => Dimension::Frequency,
        InputKind::Constant { unit, .. }
        | InputKind::PerNeuron { unit, .. }
        | InputKind::Current { unit, .. }
        | InputKind::OrnsteinUhlenbeck { unit, .. } => match unit {
            DriveUnit::MilliVolt => Dimension::Voltage,
            DriveUnit::PicoAmpere => Dimension::Current,
        },
        _ => Dimension::Voltage,
    }
}
