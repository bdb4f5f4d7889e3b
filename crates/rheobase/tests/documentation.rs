//! The reference of the network file and the examples say what is true: every one is read, printed,
//! read again and run, and every key and word that the parser accepts is mentioned and used.
#![allow(missing_docs)]

use rheobase::engine::{Block, Recorder};
use rheobase::network::Network;
use rheobase::record::Simulation;
use rheobase::spec::{NetworkSpec, Problems};
use rheobase::units::Dimension;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml_edit::visit_mut::{VisitMut, visit_table_like_mut, visit_value_mut};
use toml_edit::{DocumentMut, Formatted, Item, TableLike, Value};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn reference() -> String {
    fs::read_to_string(root().join("docs/network-file.md")).expect("the reference")
}

/// The network files of the reference (pieces added to the first) and the examples, with labels.
fn files() -> Vec<(String, String)> {
    let text = reference();
    let blocks = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut base = "";
    let mut files = Vec::new();
    for (number, block) in blocks.enumerate() {
        let label = format!("block {number} of the reference:\n{block}");
        if block.starts_with("rheobase = 1") {
            base = if base.is_empty() { block } else { base };
            files.push((label, block.to_string()));
        } else {
            files.push((label, format!("{base}\n{block}")));
        }
    }
    let mut paths: Vec<_> = fs::read_dir(root().join("examples"))
        .expect("examples")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 8 && files.len() >= 8, "{} and {}", paths.len(), files.len());
    files.extend(
        paths.iter().map(|path| {
            (path.display().to_string(), fs::read_to_string(path).expect("an example"))
        }),
    );
    files
}

fn parse(label: &str, text: &str) -> NetworkSpec {
    match NetworkSpec::from_toml(text, &root().join("examples")) {
        Ok(parsed) => parsed.spec,
        Err(problems) => panic!("{label}\n{problems}"),
    }
}

#[test]
fn every_file_reads_back_as_printed() {
    for (label, text) in files() {
        let spec = parse(&label, &text);
        let printed = spec.to_toml();
        assert_eq!(parse(&label, &printed), spec, "{label}");
        assert_eq!(parse(&label, &printed).to_toml(), printed, "{label}");
    }
}

struct Nothing;

impl Recorder for Nothing {
    fn record(&mut self, _: &Block<'_>) -> Result<ControlFlow<()>, Box<dyn Error + Send + Sync>> {
        Ok(ControlFlow::Continue(()))
    }
}

#[test]
fn every_file_runs_a_few_steps_of_each_phase() {
    for (label, text) in files() {
        let spec = parse(&label, &text);
        let network = Network::compile(&spec).unwrap_or_else(|e| panic!("{label}\n{e}"));
        let simulation = Simulation::new(Arc::new(network), 1);
        let mut engine = simulation.unwrap_or_else(|e| panic!("{label}\n{e}")).engine;
        for phase in engine.network().clone().phases.clone() {
            engine.set_controls(phase.controls);
            engine.run(30, &mut Nothing).unwrap_or_else(|e| panic!("{label}\n{e}"));
        }
    }
}

/// Adds an unknown key to one table of a file, or replaces one text by an unknown word, or any value
/// by one of a type that hardly fits.
#[derive(Default)]
struct Spoil {
    table: Option<usize>,
    text: Option<usize>,
    value: Option<usize>,
    done: bool,
}

fn count_down(left: &mut Option<usize>) -> bool {
    let now = *left == Some(0);
    *left = left.and_then(|n| n.checked_sub(1));
    now
}

impl VisitMut for Spoil {
    fn visit_table_like_mut(&mut self, node: &mut dyn TableLike) {
        visit_table_like_mut(self, node);
        if count_down(&mut self.table) {
            node.insert("zzz", Item::Value(true.into()));
            self.done = true;
        }
    }

    fn visit_value_mut(&mut self, node: &mut Value) {
        visit_value_mut(self, node);
        if node.is_str() && count_down(&mut self.text) {
            *node = Value::String(Formatted::new("zzz".into()));
            self.done = true;
        }
        if count_down(&mut self.value) {
            *node = Value::Boolean(Formatted::new(true));
            self.done = true;
        }
    }
}

/// The problems of a file for all ways to spoil it.
fn spoiled(text: &str, spoil: impl Fn(usize) -> Spoil) -> Vec<Problems> {
    let mut found = Vec::new();
    for n in 0.. {
        let mut document: DocumentMut = text.parse().expect("TOML");
        let mut spoil = spoil(n);
        spoil.visit_document_mut(&mut document);
        if !spoil.done {
            break;
        }
        found.extend(NetworkSpec::from_toml(&document.to_string(), &root().join("examples")).err());
    }
    found
}

/// The messages and helps about `zzz` in all ways to spoil a file.
fn complaints(text: &str, spoil: impl Fn(usize) -> Spoil) -> Vec<(String, String)> {
    let problems = spoiled(text, spoil).into_iter().flat_map(|problems| problems.list);
    let about = problems.filter(|p| p.message.contains("`zzz`"));
    about.map(|p| (p.message, p.help)).collect()
}

#[test]
fn one_wrong_value_is_one_message() {
    for (label, text) in files() {
        let all = spoiled(&text, |n| Spoil { value: Some(n), ..Spoil::default() });
        assert!(all.len() > 5, "{label}");
        for problems in all {
            assert_eq!(problems.list.len(), 1, "{label}\n{problems}");
        }
    }
}

/// What a help lists as accepted.
fn accepted(help: &str) -> impl Iterator<Item = &str> {
    let list = help.split("ccepted: ").nth(1).unwrap_or("");
    assert!(!list.contains('…'), "the list is cut: {help}");
    list.split(", ").filter(|word| !word.is_empty() && !word.contains(['"', ' ']))
}

/// All keys of tables, and all closed words, that the parser says it accepts.
fn keys_and_words() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut keys, mut words) = (BTreeSet::new(), BTreeSet::new());
    for (_, text) in files() {
        let tables = |n| Spoil { table: Some(n), ..Spoil::default() };
        for (message, help) in complaints(&text, tables) {
            if message == "unknown key `zzz`" {
                keys.extend(accepted(&help).map(str::to_string));
            }
        }
        let texts = |n| Spoil { text: Some(n), ..Spoil::default() };
        for (message, help) in complaints(&text, texts) {
            if message.contains("is not known") || message.contains("is no colour") {
                words.extend(accepted(&help).map(str::to_string));
            }
        }
    }
    (keys, words)
}

#[test]
fn every_key_and_word_is_in_the_reference_and_in_use() {
    let (keys, words) = keys_and_words();
    assert!(keys.len() > 80 && words.len() > 50, "{keys:?} {words:?}");
    let text = reference();
    for name in keys.iter().chain(&words) {
        let forms = [format!("`{name}`"), format!("`\"{name}\"`"), format!("`kind = \"{name}\"`")];
        assert!(forms.iter().any(|form| text.contains(form)), "`{name}` is not in the reference");
    }
    // What is not used anywhere could hide a table whose keys were never asked for.
    let all: String = files().iter().map(|(l, t)| t.clone() + &parse(l, t).to_toml()).collect();
    for key in &keys {
        let forms = [format!("{key} ="), format!("{key}."), format!("[{key}")];
        assert!(forms.iter().any(|form| all.contains(form)), "no example uses the key `{key}`");
    }
    let colors = text.split("in pictures: ").nth(1).and_then(|t| t.split(" |").next()).unwrap();
    for word in words.iter().filter(|word| !colors.contains(&format!("`{word}`"))) {
        assert!(all.contains(&format!("\"{word}\"")), "no example uses the word `{word}`");
    }
}

#[test]
fn every_unit_is_in_the_reference() {
    let text = reference();
    for dimension in Dimension::ALL {
        for (unit, _) in dimension.units() {
            assert!(text.contains(&format!("`{unit}`")), "`{unit}` is not in the reference");
        }
    }
}

#[test]
fn what_the_reference_calls_not_built_yet_is_refused_by_name() {
    let places = [
        "scheme = \"WORD\"\n[population.a]\nsize = 1\n",
        "[population.a]\nsize = 1\nmodel = \"WORD\"\n",
        "[population.a]\nsize = 1\nWORD = 1\n",
        "[population.a]\nsize = 1\nreceptors.r = { kind = \"WORD\" }\n",
        "[population.a]\nsize = 1\nreceptors.r = \"delta\"\n[projection.p]\nsource = \"a\"\n\
         target = \"a\"\nrule = \"all_to_all\"\nweight = \"1 mV\"\ndelay = \"1 ms\"\n\
         plasticity = { rule = \"WORD\" }\n",
    ];
    let text = reference();
    let paragraphs = text.split("\n\n").filter(|p| p.starts_with("Not built yet"));
    let words: Vec<_> = paragraphs.flat_map(|p| p.split('`').skip(1).step_by(2)).collect();
    assert!(words.len() > 30, "{words:?}");
    for word in words {
        let refused = places.iter().any(|place| {
            let text = format!("rheobase = 1\n{}", place.replace("WORD", word));
            let error = NetworkSpec::from_toml(&text, Path::new("")).err();
            error.is_some_and(|e| e.to_string().contains("is not built yet"))
        });
        assert!(refused, "`{word}` is not refused as not built yet");
    }
}
