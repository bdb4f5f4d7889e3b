//! `[record.NAME]` and `[analysis]`.

use super::decoder::{At, Context, Fields};
use crate::spec::{AnalysisSpec, RecordKind, RecordSpec, Selection};
use crate::units::Dimension::Time;

impl Context {
    pub(super) fn record(&mut self, name: &str, at: &At) -> RecordSpec {
        let mut f = self.fields(at, "a table with kind and what it needs");
        let kinds = &["spikes", "state", "rate", "weights", "connectivity"];
        let kind = f.require(self, "kind", "\"spikes\"").and_then(|at| self.word(&at, kinds));
        let kind = match kind {
            Some("spikes") => RecordKind::Spikes {
                of: self.of(&mut f),
                sample: f.get("sample").and_then(|at| self.whole(&at)),
            },
            Some("state") => RecordKind::State {
                of: self.of(&mut f),
                sample: f.get("sample").and_then(|at| self.whole(&at)),
                variables: self.variables(&mut f),
                every: f.need_quantity(self, "every", Time),
            },
            Some("rate") => {
                RecordKind::Rate { of: self.of(&mut f), bin: f.need_quantity(self, "bin", Time) }
            }
            Some("weights") => RecordKind::Weights {
                projection: self.pattern(&mut f),
                times: {
                    let at = f.require(self, "times", "[\"0 ms\", \"1 s\"]");
                    at.map_or(Vec::new(), |at| self.times(&at))
                },
            },
            Some(_) => RecordKind::Connectivity { projection: self.pattern(&mut f) },
            None => {
                let _ = f.all();
                RecordKind::Connectivity { projection: "*".into() }
            }
        };
        f.finish(self);
        RecordSpec { name: name.into(), kind }
    }

    fn of(&mut self, f: &mut Fields) -> Selection {
        let at = f.require(self, "of", "\"dSPN[0:10]\"");
        at.and_then(|at| self.selection(&at)).unwrap_or_else(|| Selection::all(""))
    }

    fn variables(&mut self, f: &mut Fields) -> Vec<String> {
        let at = f.require(self, "variables", "[\"V\"]");
        at.map_or(Vec::new(), |at| self.words(&at))
    }

    fn pattern(&mut self, f: &mut Fields) -> String {
        let at = f.require(self, "projection", "\"*\"");
        at.and_then(|at| self.string(&at)).unwrap_or("*").into()
    }

    pub(super) fn analysis(&mut self, at: &At, defaults: AnalysisSpec) -> AnalysisSpec {
        let mut f = self.fields(at, "a table with start, stop and bin");
        let analysis = AnalysisSpec {
            start: f.quantity(self, "start", Time).unwrap_or(defaults.start),
            stop: f.quantity(self, "stop", Time),
            bin: f.quantity(self, "bin", Time).unwrap_or(defaults.bin),
        };
        f.finish(self);
        analysis
    }
}
