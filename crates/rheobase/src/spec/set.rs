//! `--set path=value`: changes one value in the text of a network file and leaves the rest, with
//! its comments, as it is.

use super::read::decode;
use super::source_map::{Step, join, split_path};
use super::{Problem, Problems};
use crate::suggest::did_you_mean;
use std::path::Path;
use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

/// Tables whose entries can be called by their name alone.
const NAMED: &[&str] = &["population", "block", "projection", "input", "record"];

/// Top-level keys, for suggestions.
const TOP: &[&str] = &[
    "name",
    "description",
    "duration",
    "dt",
    "scheme",
    "seed",
    "seeds",
    "population",
    "block",
    "projection",
    "input",
    "phase",
    "record",
    "analysis",
];

/// The text with one value replaced or added.
///
/// The path is as in messages: `population.FSI.size`, `FSI.size` where one thing only has that
/// name, `block.striatum.weight[2][2]` (indices count from 0), `phase[1].duration` or
/// `phase.learning.duration`. The value is TOML or bare text: `30`, `0.05ms`, `[1, 2]`, `euler`.
///
/// Errors: a path that leads nowhere, a value that cannot stand there (no unit, wrong type). What
/// the value does to the rest of the network is checked when the text is read.
pub fn set_value(text: &str, path: &str, value: &str) -> Result<String, Problems> {
    let document = text.parse::<DocumentMut>().map_err(|error| {
        one(path, format!("the network file is not TOML: {}", error.message()), "")
    })?;
    let steps = resolve(&document, path)?;
    let value = value.trim();
    if value.is_empty() {
        return Err(one(path, "there is no value after `=`", "for example FSI.size=30"));
    }
    let bare = || Value::from(value);
    let (parsed, is_text) = match value.parse::<Value>() {
        Ok(parsed) => (parsed, false),
        Err(_) => (bare(), true),
    };
    match edited(&document, &steps, parsed) {
        // `name=2024` is a number by its looks and a text by its place.
        Err(problems) if !is_text => edited(&document, &steps, bare()).map_err(|_| problems),
        other => other,
    }
}

fn one(path: &str, message: impl Into<String>, help: impl Into<String>) -> Problems {
    Problems::new(vec![Problem::new(path, message, help)])
}

/// The full path: shorthands written out, phases by index.
fn resolve(document: &DocumentMut, path: &str) -> Result<Vec<Step>, Problems> {
    let mut steps = split_path(path);
    let root = document.as_table();
    let first = match steps.first() {
        Some(Step::Key(key)) => key.clone(),
        _ => return Err(one(path, "this is no path", "for example population.FSI.size")),
    };
    if !root.contains_key(&first) && !TOP.contains(&first.as_str()) {
        let homes: Vec<_> = NAMED
            .iter()
            .filter(|kind| names(root, kind).any(|name| name == first))
            .copied()
            .collect();
        match homes[..] {
            [home] => steps.insert(0, Step::Key(home.into())),
            [] => {
                let all = NAMED.iter().flat_map(|kind| names(root, kind));
                let all: Vec<_> = all.chain(TOP.iter().copied()).collect();
                let message = format!("there is nothing called `{first}`");
                return Err(one(path, message, did_you_mean(&first, &all)));
            }
            _ => {
                let full: Vec<_> = homes.iter().map(|home| format!("{home}.{path}")).collect();
                let message = format!("`{first}` is the name of several things");
                return Err(one(path, message, format!("write {}", full.join(" or "))));
            }
        }
    }
    if let [Step::Key(phase), Step::Key(name), ..] = &steps[..]
        && phase == "phase"
    {
        steps[1] = Step::Index(phase_index(root, path, name)?);
    }
    Ok(steps)
}

fn names<'a>(root: &'a Table, kind: &str) -> impl Iterator<Item = &'a str> {
    let table = root.get(kind).and_then(Item::as_table_like);
    table.into_iter().flat_map(|table| table.iter().map(|(name, _)| name))
}

fn phase_index(root: &Table, path: &str, name: &str) -> Result<usize, Problems> {
    let phases = root.get("phase").and_then(Item::as_array_of_tables);
    let names: Vec<_> = phases
        .into_iter()
        .flatten()
        .map(|phase| phase.get("name").and_then(Item::as_str).unwrap_or(""))
        .collect();
    let found = names.iter().position(|other| *other == name);
    found.ok_or_else(|| {
        let message = format!("there is no phase `{name}`");
        one(path, message, format!("{}; or by index: phase[0]", did_you_mean(name, &names)))
    })
}

/// A place in the tree where a step can be taken.
enum Spot<'a> {
    Item(&'a mut Item),
    Value(&'a mut Value),
    Table(&'a mut Table),
}

impl<'a> Spot<'a> {
    fn table(self) -> Option<&'a mut dyn TableLike> {
        match self {
            Spot::Item(item) => item.as_table_like_mut(),
            Spot::Value(value) => value.as_inline_table_mut().map(|t| t as &mut dyn TableLike),
            Spot::Table(table) => Some(table),
        }
    }

    fn element(self, index: usize) -> Option<Spot<'a>> {
        match self {
            Spot::Item(Item::ArrayOfTables(tables)) => tables.get_mut(index).map(Spot::Table),
            Spot::Item(Item::Value(value)) | Spot::Value(value) => {
                value.as_array_mut()?.get_mut(index).map(Spot::Value)
            }
            _ => None,
        }
    }
}

/// Takes one step; the error is the help that lists what is there.
fn step<'a>(spot: Spot<'a>, step: &Step, last: bool, path: &str) -> Result<Spot<'a>, Problems> {
    match step {
        Step::Index(index) => spot.element(*index).ok_or_else(|| {
            one(path, format!("there is no element [{index}]"), "indices count from 0")
        }),
        Step::Key(key) => {
            let Some(table) = spot.table() else {
                return Err(one(path, format!("there is no `{key}` here: this is no table"), ""));
            };
            let known: Vec<_> = table.iter().map(|(name, _)| name.to_owned()).collect();
            if !table.contains_key(key) {
                if !last && !matches!(key.as_str(), "seeds" | "analysis") {
                    let known: Vec<_> = known.iter().map(String::as_str).collect();
                    let message = format!("there is no `{key}`");
                    return Err(one(path, message, did_you_mean(key, &known)));
                }
                let empty = if last { Item::None } else { Item::Table(Table::new()) };
                table.insert(key, empty);
            }
            let found = table.get_mut(key).map(Spot::Item);
            found.ok_or_else(|| one(path, format!("`{key}` cannot be set"), ""))
        }
    }
}

fn edited(document: &DocumentMut, steps: &[Step], value: Value) -> Result<String, Problems> {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Key(key) => path = join(&path, key),
            Step::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
    let mut document = document.clone();
    let mut spot = Spot::Table(document.as_table_mut());
    let Some((last, parents)) = steps.split_last() else { return Err(one("", "no path", "")) };
    for parent in parents {
        spot = step(spot, parent, false, &path)?;
    }
    place(spot, last, value, &path)?;
    let text = document.to_string();
    let mine = decode(&text, Path::new("")).map_or_else(
        |problems| problems.list,
        |decoded| decoded.problems.into_iter().filter(|p| related(&p.path, &path)).collect(),
    );
    if mine.is_empty() {
        return Ok(text);
    }
    // Places would count in the edited text, which nobody has seen.
    let list = mine.into_iter().map(|problem| Problem { place: None, ..problem }).collect();
    Err(Problems::new(list))
}

/// Puts the value where the last step leads, with the spaces and comments that were there.
fn place(spot: Spot, last: &Step, mut value: Value, path: &str) -> Result<(), Problems> {
    if let Step::Key(key) = last {
        let Some(table) = spot.table() else {
            return Err(one(path, format!("there is no `{key}` here: this is no table"), ""));
        };
        match table.get_mut(key) {
            Some(Item::Value(old)) => {
                *value.decor_mut() = old.decor().clone();
                *old = value;
            }
            Some(Item::None) | None => {
                table.insert(key, Item::Value(value));
            }
            Some(_) => {
                let message = format!("`{key}` is a table: say which of its keys is meant");
                return Err(one(path, message, ""));
            }
        }
        return Ok(());
    }
    match step(spot, last, true, path)? {
        Spot::Value(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
            Ok(())
        }
        _ => Err(one(path, "this is a table: say which of its keys is meant", "")),
    }
}

fn related(a: &str, b: &str) -> bool {
    let within = |child: &str, parent: &str| {
        child.strip_prefix(parent).is_some_and(|r| r.is_empty() || r.starts_with(['.', '[']))
    };
    within(a, b) || within(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presets;

    fn set(path: &str, value: &str) -> Result<String, String> {
        let text = presets::get("striatum").unwrap().text();
        set_value(&text, path, value).map_err(|problems| problems.to_string())
    }

    /// The lines that a setting changes.
    fn changed(path: &str, value: &str) -> Vec<String> {
        let old = presets::get("striatum").unwrap().text();
        let new = set(path, value).unwrap();
        let changed = new.lines().filter(|line| !old.lines().any(|other| other == *line));
        changed.map(|line| line.trim().to_owned()).collect()
    }

    #[test]
    fn one_line_changes_and_comments_stay() {
        assert_eq!(
            changed("population.FSI.size", "30"),
            ["size = 30  # fast-spiking interneurons"]
        );
        assert_eq!(changed("FSI.size", "30"), ["size = 30  # fast-spiking interneurons"]);
        assert_eq!(changed("dt", "0.05ms"), ["dt = \"0.05ms\""]);
        assert_eq!(changed("seed", "7"), ["seed = 7"]);
        assert_eq!(changed("drive_FSI.mean", "\"25 mV\""), ["mean = \"25 mV\""]);
        assert_eq!(changed("block.striatum.weight[2][2]", "-0.9"), ["[ 0.0,  0.0, -0.9],"]);
        let on = changed("block.striatum.failure.on", "true");
        assert!(on[0].contains("on = true"), "{on:?}");
        assert_eq!(changed("name", "2024"), ["name = \"2024\""]);
        assert_eq!(changed("seeds.noise", "3"), ["[seeds]", "noise = 3"]);
        assert_eq!(changed("FSI.C_m", "250pF"), ["C_m = \"250pF\""]);
    }

    #[test]
    fn phases_are_called_by_index_or_name() {
        let text = "rheobase = 1\n[population.a]\nsize = 1\n[[phase]]\nname = \"rest\"\n\
                    duration = \"1 s\"\n[[phase]]\nname = \"learn\"\nduration = \"2 s\"\n";
        let by_index = set_value(text, "phase[1].duration", "5 s").unwrap();
        assert_eq!(by_index, set_value(text, "phase.learn.duration", "5 s").unwrap());
        assert_eq!(by_index, text.replace("2 s", "5 s"));
        let error = set_value(text, "phase.lern.duration", "5 s").unwrap_err().to_string();
        assert!(error.contains("did you mean `learn`"), "{error}");
    }

    #[test]
    fn mistakes_are_answered() {
        let cases = [
            ("FSI.siez", "30", "unknown key `siez`"),
            ("FSI.siez", "30", "did you mean `size`"),
            ("FS1.size", "30", "did you mean `FSI`"),
            ("population.FSJ.size", "30", "did you mean `FSI`"),
            ("dt", "0.05", "the number 0.05 has no unit"),
            ("dt", "0.05 mV", "`0.05 mV` is a voltage, not a time"),
            ("FSI.size", "many", "a string"),
            ("FSI.size", "", "no value"),
            ("block.striatum.weight[3][0]", "1", "no element [3]"),
            ("population", "1", "is a table"),
            ("dt.x", "1", "no table"),
        ];
        for (path, value, expected) in cases {
            let error = set(path, value).unwrap_err();
            assert!(error.contains(expected), "{path}={value}: {error}");
        }
    }

    #[test]
    fn a_shorthand_that_fits_two_things_is_refused() {
        let text =
            "rheobase = 1\n[population.a]\nsize = 1\n[record.a]\nkind = \"spikes\"\nof = \"a\"\n";
        let error = set_value(text, "a.size", "2").unwrap_err().to_string();
        assert!(error.contains("population.a.size or record.a.size"), "{error}");
    }
}
