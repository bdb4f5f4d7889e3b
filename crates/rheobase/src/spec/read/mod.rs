//! Reads a network: a file's TOML text or a value in memory in, a [`NetworkSpec`] or all problems at
//! once out.

mod block;
mod decoder;
mod input;
mod numbers;
mod phase;
mod plasticity;
mod population;
mod projection;
mod quantity;
mod record;
mod selection;
mod synapse;
pub(super) mod tree;
mod value;

pub(super) use phase::mean_dimension;

use super::{
    AnalysisSpec, FORMAT_VERSION, NetworkSpec, Problem, Problems, RecordSpec, Scheme, Seeds,
    SourceMap, Value,
};
use crate::units::Dimension::Time;
use decoder::{At, Context, Fields};
use std::path::{Path, PathBuf};
use tree::{Kind, Node};

/// A network file that was read without a problem.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The network.
    pub spec: NetworkSpec,
    /// Where its values stand in the text, to show the place of later errors.
    pub source_map: SourceMap,
}

impl NetworkSpec {
    /// Reads and checks a network file.
    ///
    /// Relative paths of data files start from `base_dir`, the folder of the network file. Errors
    /// hold every mistake that was found, with its place.
    pub fn from_toml(text: &str, base_dir: &Path) -> Result<Parsed, Problems> {
        let Decoded { spec, mut problems, source_map } = decode(text, base_dir)?;
        let broken: Vec<_> = problems.iter().map(|problem| problem.path.clone()).collect();
        problems.extend(spec.check_except(&broken));
        if problems.is_empty() {
            Ok(Parsed { spec, source_map })
        } else {
            Err(Problems::located(problems, source_map))
        }
    }

    /// Reads and checks a network that is no text but a value in memory, with the keys and words of a
    /// network file.
    ///
    /// Relative paths of data files start from `base_dir`. Errors hold every mistake that was found,
    /// with its path.
    pub fn from_value(value: &Value, base_dir: &Path) -> Result<NetworkSpec, Problems> {
        let mut cx = Context::new(absolute(base_dir), None);
        let root = Node::from_value(value);
        let spec = cx.network(&root);
        if !matches!(root.kind, Kind::Table(_)) {
            // What else is missing is no news.
            return Err(Problems::new(cx.problems));
        }
        let broken: Vec<_> = cx.problems.iter().map(|problem| problem.path.clone()).collect();
        cx.problems.extend(spec.check_except(&broken));
        if cx.problems.is_empty() { Ok(spec) } else { Err(Problems::new(cx.problems)) }
    }

    /// Reads a table of recordings, by name as `record` of a network file is, and checks them against
    /// this network. Other than in a file they need not fit into the described run.
    pub fn records_from_value(&self, value: &Value) -> Result<Vec<RecordSpec>, Problems> {
        self.records_of(&Node::from_value(value))
    }

    /// The same from tables `[record.NAME]` in TOML.
    pub(crate) fn records_from_toml(&self, text: &str) -> Result<Vec<RecordSpec>, Problems> {
        let document = toml_edit::Document::parse(text).map_err(|e| syntax(text, &e))?;
        let root = Node::from_document(text, &document);
        let Kind::Table(entries) = root.kind else { return Ok(Vec::new()) };
        let records = entries.into_iter().find(|entry| entry.name == "record");
        records.map_or(Ok(Vec::new()), |records| self.records_of(&records.node))
    }

    fn records_of(&self, root: &Node) -> Result<Vec<RecordSpec>, Problems> {
        let mut cx = Context::new(PathBuf::new(), None);
        let at = At { node: root, path: "record".into() };
        let mut records = Vec::new();
        for (name, at) in cx.fields(&at, "a table of recordings by name").all() {
            records.push(cx.record(name, &at));
        }
        let broken: Vec<_> = cx.problems.iter().map(|problem| problem.path.clone()).collect();
        cx.problems.extend(self.check_records(&records, &broken));
        if cx.problems.is_empty() { Ok(records) } else { Err(Problems::new(cx.problems)) }
    }
}

/// Absolute, so that the printed network can be read from any folder.
fn absolute(base: &Path) -> PathBuf {
    let base = if base.as_os_str().is_empty() { Path::new(".") } else { base };
    std::path::absolute(base).unwrap_or_else(|_| base.to_path_buf())
}

/// A network file that was read, with placeholders for what is wrong in it.
pub(super) struct Decoded {
    spec: NetworkSpec,
    pub(super) problems: Vec<Problem>,
    source_map: SourceMap,
}

/// Reads without checking what the values mean together. The error: the text is no TOML.
pub(super) fn decode(text: &str, base_dir: &Path) -> Result<Decoded, Problems> {
    let document = toml_edit::Document::parse(text).map_err(|e| syntax(text, &e))?;
    let root = Node::from_document(text, &document);
    let source_map = SourceMap::new(text, root.clone());
    let mut cx = Context::new(absolute(base_dir), Some(source_map.clone()));
    let spec = cx.network(&root);
    Ok(Decoded { spec, problems: cx.problems, source_map })
}

/// The text is no TOML at all; only the first mistake can be told.
fn syntax(text: &str, error: &toml_edit::TomlError) -> Problems {
    let root = Node { span: 0..0, kind: Kind::Table(Vec::new()) };
    let source = SourceMap::new(text, root);
    let message = error.message().lines().collect::<Vec<_>>().join("; ");
    let help = if message.contains("duplicate key") {
        "each name can be used once: rename or remove one of the two"
    } else if message.contains("escape") {
        "in \"quotes\" a backslash begins a special character: write / in paths, or 'single quotes'"
    } else if message.contains("overflow") {
        "whole numbers go up to 9223372036854775807; a larger seed is written in quotes"
    } else {
        "the file must be TOML (toml.io): tables in [brackets], then lines of the form key = value"
    };
    let place = error.span().map(|span| source.place(span));
    let problem = Problem { place, ..Problem::new("", message, help) };
    Problems::located(vec![problem], source)
}

impl Context {
    fn network(&mut self, root: &Node) -> NetworkSpec {
        let at = At { node: root, path: String::new() };
        let mut f = self.fields(&at, "a table");
        let mut spec = NetworkSpec::new("network");
        self.version(&mut f);
        if let Some(name) = f.string(self, "name") {
            spec.name = name;
        }
        spec.description = f.string(self, "description").unwrap_or_default();
        if let Some(at) = f.get("scheme") {
            let later = ["rk4", "heun", "rk2", "exponential_euler", "milstein", "event_driven"];
            let word = self.word_or_later(&at, "the scheme", &["exact", "euler"], &later);
            spec.scheme = if word == Some("euler") { Scheme::Euler } else { Scheme::Exact };
        }
        spec.dt = f.quantity(self, "dt", Time).unwrap_or(spec.dt);
        let duration = f.quantity(self, "duration", Time);
        spec.seed = f.get("seed").and_then(|at| self.seed(&at)).unwrap_or(spec.seed);
        spec.seeds = f.get("seeds").map(|at| self.seeds(&at)).unwrap_or_default();
        self.tables(&mut f, &mut spec);
        spec.analysis.bin = AnalysisSpec::default_bin(spec.dt);
        if let Some(at) = f.get("analysis") {
            spec.analysis = self.analysis(&at, spec.analysis);
        }
        f.finish(self);
        // With phases the duration is their sum and need not be given.
        let sum = spec.phases.iter().map(|phase| phase.duration).sum();
        let default = if spec.phases.is_empty() { spec.duration } else { sum };
        spec.duration = duration.unwrap_or(default);
        spec.fill_in_receptors();
        spec
    }

    fn tables(&mut self, f: &mut Fields, spec: &mut NetworkSpec) {
        for (name, at) in self.named(f, "population", "tables [population.NAME]") {
            spec.populations.push(self.population(name, &at));
        }
        for (name, at) in self.named(f, "block", "tables [block.NAME]") {
            spec.blocks.push(self.block(name, &at));
        }
        for (name, at) in self.named(f, "projection", "tables [projection.NAME]") {
            spec.projections.push(self.projection(name, &at));
        }
        for (name, at) in self.named(f, "input", "tables [input.NAME]") {
            spec.inputs.push(self.input(name, &at));
        }
        if let Some(at) = f.get("phase") {
            let items = self.items(&at, "a list of tables [[phase]]").unwrap_or_default();
            for (index, node) in items.iter().enumerate() {
                let phase = self.phase(&at.item(index, node), &spec.inputs);
                spec.phases.push(phase);
            }
        }
        for (name, at) in self.named(f, "record", "tables [record.NAME]") {
            spec.record.push(self.record(name, &at));
        }
    }

    /// The tables `[key.NAME]`, in the order of the file.
    fn named<'a>(
        &mut self,
        f: &mut Fields<'a>,
        key: &'static str,
        expected: &str,
    ) -> Vec<(&'a str, At<'a>)> {
        let Some(at) = f.get(key) else { return Vec::new() };
        self.fields(&at, expected).all().collect()
    }

    fn version(&mut self, f: &mut Fields) {
        let Some(at) = f.require(self, "rheobase", "1") else { return };
        let accepted = format!("this rheobase reads version {FORMAT_VERSION}");
        match at.node.kind {
            Kind::Integer(version) if version == i64::from(FORMAT_VERSION) => {}
            Kind::Integer(version) => {
                self.wrong(&at, format!("the file has format version {version}"), accepted);
            }
            _ => self.wrong_type(&at, "the version of the file's format, 1"),
        }
    }

    /// A seed: a whole number, in quotes where it is larger than TOML's largest.
    fn seed(&mut self, at: &At) -> Option<u64> {
        let Kind::String(text) = &at.node.kind else { return self.whole(at) };
        let seed = text.parse().ok();
        if seed.is_none() {
            self.wrong(at, format!("`{text}` is no seed"), "expected a whole number below 2^64");
        }
        seed
    }

    fn seeds(&mut self, at: &At) -> Seeds {
        let mut f = self.fields(at, "a table such as { wiring = 1, noise = 2 }");
        let mut seed = |key| f.get(key).and_then(|at| self.seed(&at));
        let seeds =
            Seeds { wiring: seed("wiring"), initial: seed("initial"), noise: seed("noise") };
        f.finish(self);
        seeds
    }
}

impl NetworkSpec {
    /// A receptor that was left out is the only one of the target population. Where there is no
    /// only one it stays empty, which the check reports.
    fn fill_in_receptors(&mut self) {
        let only: Vec<_> = self
            .populations
            .iter()
            .map(|p| match &p.receptors[..] {
                [one] => (p.name.clone(), one.name.clone()),
                _ => (p.name.clone(), String::new()),
            })
            .collect();
        let of = |population: &str| {
            let found = only.iter().find(|(name, _)| name == population);
            found.map(|(_, receptor)| receptor.clone()).unwrap_or_default()
        };
        for projection in self.projections.iter_mut().filter(|p| p.receptor.is_empty()) {
            projection.receptor = of(&projection.target.population);
        }
        for input in &mut self.inputs {
            let target = &input.target.population;
            match &mut input.kind {
                super::InputKind::Poisson { receptor, .. }
                | super::InputKind::SpikeTrain { receptor, .. }
                    if receptor.is_empty() =>
                {
                    *receptor = of(target);
                }
                _ => {}
            }
        }
        for block in self.blocks.iter_mut().filter(|block| block.receptor.is_empty()) {
            // Populations that are not there are a mistake of their own.
            let known =
                block.populations.iter().filter(|p| only.iter().any(|(name, _)| name == *p));
            let mut names = known.map(|population| of(population));
            let first = names.next().unwrap_or_default();
            if names.all(|name| name == first) {
                block.receptor = first;
            }
        }
    }
}
