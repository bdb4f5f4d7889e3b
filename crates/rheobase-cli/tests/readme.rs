//! The README and the documents say what is so: commands run, files are there, keys are explained.
#![allow(missing_docs)]

mod common;

use common::Place;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn document(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Code blocks as (language, text).
fn blocks(text: &str) -> Vec<(&str, &str)> {
    let parts = text.split("```").skip(1).step_by(2);
    parts.map(|part| part.split_once('\n').expect("a block has lines")).collect()
}

#[test]
fn the_commands_of_the_readme_run() {
    let place = Place::new();
    let readme = document("README.md");
    let mut ran = 0;
    for (language, text) in blocks(&readme) {
        if language == "toml" {
            place.write("my.toml", text);
        }
        for line in text.lines().filter(|_| language == "sh") {
            let line = line.split(" #").next().unwrap_or(line).trim_end();
            let words = match line.strip_prefix("cargo run --release -- ") {
                Some(words) => words,
                None => match line.strip_prefix("rheobase ") {
                    Some(words) => words,
                    // Those of cargo and pip are run by other means, this test among them.
                    None => {
                        let known = ["cargo ", "pip install "].iter().any(|p| line.starts_with(p));
                        assert!(known, "no test runs `{line}`");
                        continue;
                    }
                },
            };
            place.ok(&words.split_whitespace().collect::<Vec<_>>());
            ran += 1;
        }
    }
    assert!(ran >= 6, "{ran} commands were found");
    assert!(place.path("results/my/voltages.png").is_file());
    assert!(place.path("figures/voltages.png").is_file());
}

#[test]
fn links_lead_to_files() {
    for name in [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/results.md",
        "docs/network-file.md",
        "docs/presets.md",
    ] {
        let text = document(name);
        let folder = root().join(name).parent().unwrap().to_path_buf();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let link = link.split('#').next().unwrap_or_default();
            if !link.starts_with("http") {
                assert!(folder.join(link).exists(), "{name} links to {link}");
            }
        }
    }
}

#[test]
fn every_task_is_named_where_developers_look() {
    let (tasks, contributing) = (document("xtask/src/main.rs"), document("CONTRIBUTING.md"));
    let usage = tasks.split("usage: cargo xtask <task>").nth(1).unwrap();
    let usage = usage.split("\";").next().unwrap();
    for task in usage.lines().filter_map(|line| line.split_whitespace().next()) {
        assert!(contributing.contains(&format!("`cargo xtask {task}`")), "{task}");
    }
}

#[test]
fn every_preset_and_parameter_is_explained() {
    let text = document("docs/presets.md");
    for preset in rheobase::presets::list() {
        assert!(text.contains(&format!("`{}`", preset.name)), "{}", preset.name);
        for parameter in preset.parameters {
            assert!(text.contains(&format!("| `{}` |", parameter.name)), "{}", parameter.name);
        }
    }
}

fn keys(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                all.push(key.clone());
                keys(value, all);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| keys(value, all)),
        _ => {}
    }
}

#[test]
fn every_key_of_a_summary_and_every_file_is_explained() {
    let place = Place::new();
    place.ok(&["run", "fsi", "--time", "50ms", "--quiet", "--record", "V=FSI[0]"]);
    place.ok(&["run", "fsi", "--time", "50ms", "--quiet", "--trials", "2", "--out", "trials"]);
    let text = document("docs/results.md");
    let mut all = Vec::new();
    keys(&place.json("results/fsi/summary.json"), &mut all);
    keys(&place.json("trials/summary.json"), &mut all);
    let explained = |word: &str| text.contains(&format!("`{word}`"));
    for key in all.iter().filter(|key| *key != "FSI") {
        assert!(explained(key), "{key}");
    }
    for entry in std::fs::read_dir(place.path("results/fsi")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.trim_end_matches(".png").trim_end_matches(".svg");
        assert!(explained(stem), "{name}");
    }
}

/// Names of colours are checked by the engine, which knows no pictures, and drawn by the pictures,
/// which know no engine.
#[test]
fn both_sides_know_the_same_colours() {
    let place = Place::new();
    for (name, _) in rheobase_plot::NAMED_COLORS {
        place.ok(&["check", "fsi", "--set", &format!("FSI.color=\"{name}\"")]);
    }
    let refused = place.mistake(&["check", "fsi", "--set", "FSI.color=\"mauve\""]);
    let known = rheobase_plot::NAMED_COLORS.iter().filter(|(name, _)| refused.contains(name));
    assert_eq!(known.count(), rheobase_plot::NAMED_COLORS.len(), "{refused}");
}
