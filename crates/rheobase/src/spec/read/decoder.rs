//! Cursors over the tree that collect problems instead of stopping at the first.

use super::tree::{Entry, Kind, Node};
use crate::spec::source_map::{SourceMap, join};
use crate::spec::{Place, Problem};
use crate::suggest::did_you_mean;
use crate::units::shifted;
use std::ops::Range;
use std::path::PathBuf;

/// What the readers share.
pub(super) struct Context {
    /// Folder that relative paths of data files start from; absolute.
    pub(super) base: PathBuf,
    pub(super) problems: Vec<Problem>,
    /// Places in the text; `None` for a value in memory.
    source: Option<SourceMap>,
}

/// A value together with its path.
#[derive(Clone)]
pub(super) struct At<'a> {
    pub(super) node: &'a Node,
    pub(super) path: String,
}

/// The keys of a table; it knows which were asked for.
pub(super) struct Fields<'a> {
    pub(super) path: String,
    /// Where a missing key is reported.
    span: Range<usize>,
    entries: &'a [Entry],
    /// A value of another type was reported: that its keys are missing is no news.
    is_table: bool,
    used: Vec<bool>,
    accepted: Vec<&'static str>,
}

impl Context {
    pub(super) fn new(base: PathBuf, source: Option<SourceMap>) -> Self {
        Context { base, problems: Vec::new(), source }
    }

    fn place(&self, span: &Range<usize>) -> Option<Place> {
        self.source.as_ref().map(|source| source.place(span.clone()))
    }

    /// Reports a problem with a value.
    pub(super) fn wrong(&mut self, at: &At, message: impl Into<String>, help: impl Into<String>) {
        let place = self.place(&at.node.span);
        self.problems.push(Problem { place, ..Problem::new(at.path.clone(), message, help) });
    }

    /// Reports that a value has the wrong type.
    pub(super) fn wrong_type(&mut self, at: &At, expected: &str) {
        self.wrong(at, format!("this is {}", at.node.kind.noun()), format!("expected {expected}"));
    }

    /// The keys of a table; a value of another type has none and is reported.
    pub(super) fn fields<'a>(&mut self, at: &At<'a>, expected: &str) -> Fields<'a> {
        match &at.node.kind {
            Kind::Table(entries) => Fields::new(at.path.clone(), at.node.span.clone(), entries),
            _ => {
                self.wrong_type(at, expected);
                let none = Fields::new(at.path.clone(), at.node.span.clone(), &[]);
                Fields { is_table: false, ..none }
            }
        }
    }

    /// The items of a list.
    pub(super) fn items<'a>(&mut self, at: &At<'a>, expected: &str) -> Option<&'a [Node]> {
        match &at.node.kind {
            Kind::Array(items) => Some(items),
            _ => {
                self.wrong_type(at, expected);
                None
            }
        }
    }

    pub(super) fn string<'a>(&mut self, at: &At<'a>) -> Option<&'a str> {
        match &at.node.kind {
            Kind::String(text) => Some(text),
            _ => {
                self.wrong_type(at, "a text in quotes");
                None
            }
        }
    }

    pub(super) fn boolean(&mut self, at: &At) -> Option<bool> {
        match at.node.kind {
            Kind::Bool(value) => Some(value),
            _ => {
                self.wrong_type(at, "true or false");
                None
            }
        }
    }

    /// A whole number that is not negative.
    pub(super) fn whole(&mut self, at: &At) -> Option<u64> {
        match &at.node.kind {
            &Kind::Integer(value) if value >= 0 => Some(value as u64),
            // 2000.0 and 1e6 mean a whole number too.
            Kind::Float(text) => match shifted(text, 0) {
                Some(value) if value >= 0.0 && value.fract() == 0.0 && value < 9e15 => {
                    Some(value as u64)
                }
                _ => {
                    self.wrong(at, format!("{text} is no whole number"), WHOLE);
                    None
                }
            },
            Kind::Integer(value) => {
                self.wrong(at, format!("{value} is negative"), WHOLE);
                None
            }
            _ => {
                self.wrong_type(at, "a whole number such as 100");
                None
            }
        }
    }

    /// A plain number, multiplied by 10^`exponent` before it is rounded to an f64.
    pub(super) fn number(&mut self, at: &At, exponent: i32) -> Option<f64> {
        let value = match &at.node.kind {
            Kind::Integer(value) => shifted(&value.to_string(), exponent),
            Kind::Float(text) => shifted(text, exponent),
            _ => {
                self.wrong_type(at, "a number");
                return None;
            }
        };
        if value.is_none() {
            self.wrong(at, "this is not a finite number", "NaN and infinity are not accepted");
        }
        value
    }

    /// A word out of a list; others are answered with "did you mean" and the list.
    pub(super) fn word<'a>(&mut self, at: &At<'a>, accepted: &[&str]) -> Option<&'a str> {
        let word = self.string(at)?;
        if accepted.contains(&word) {
            return Some(word);
        }
        self.wrong(at, format!("`{word}` is not known"), did_you_mean(word, accepted));
        None
    }

    /// Like [`Context::word`], with words that mean something which is not built yet.
    pub(super) fn word_or_later<'a>(
        &mut self,
        at: &At<'a>,
        what: &str,
        accepted: &[&str],
        later: &[&str],
    ) -> Option<&'a str> {
        let word = self.string(at)?;
        if accepted.contains(&word) {
            return Some(word);
        }
        if later.contains(&word) {
            self.wrong(
                at,
                format!("{what} `{word}` is not built yet"),
                format!("accepted today: {}", accepted.join(", ")),
            );
            return None;
        }
        self.wrong(at, format!("{what} `{word}` is not known"), did_you_mean(word, accepted));
        None
    }
}

const WHOLE: &str = "expected a whole number, 0 or more";

impl<'a> At<'a> {
    /// An item of this list.
    pub(super) fn item(&self, index: usize, node: &'a Node) -> At<'a> {
        At { node, path: format!("{}[{index}]", self.path) }
    }
}

impl<'a> Fields<'a> {
    pub(super) fn new(path: String, span: Range<usize>, entries: &'a [Entry]) -> Self {
        let used = vec![false; entries.len()];
        Fields { path, span, entries, is_table: true, used, accepted: Vec::new() }
    }

    /// The value of a key, if it is there. From now on the key counts as accepted.
    pub(super) fn get(&mut self, key: &'static str) -> Option<At<'a>> {
        self.accepted.push(key);
        let index = self.entries.iter().position(|entry| entry.name == key)?;
        self.used[index] = true;
        Some(At { node: &self.entries[index].node, path: join(&self.path, key) })
    }

    /// Whether a key is there. It does not count as accepted by that.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == key)
    }

    /// The value of a key that must be there.
    pub(super) fn require(
        &mut self,
        cx: &mut Context,
        key: &'static str,
        example: &str,
    ) -> Option<At<'a>> {
        let found = self.get(key);
        if found.is_none() && self.is_table {
            let path = join(&self.path, key);
            let place = cx.place(&self.span);
            let help = if example.is_empty() {
                String::new()
            } else {
                format!("for example `{key} = {example}`")
            };
            let problem = Problem::new(path, format!("`{key}` is missing"), help);
            cx.problems.push(Problem { place, ..problem });
        }
        found
    }

    /// Every key with its value; all count as accepted.
    pub(super) fn all(&mut self) -> impl Iterator<Item = (&'a str, At<'a>)> + use<'a> {
        self.used.fill(true);
        let path = self.path.clone();
        self.entries.iter().map(move |entry| {
            let at = At { node: &entry.node, path: join(&path, &entry.name) };
            (entry.name.as_str(), at)
        })
    }

    /// Reports keys that nobody asked for. `later` names those that are not built yet.
    pub(super) fn finish_with_later(self, cx: &mut Context, later: &[&str]) {
        for (entry, used) in self.entries.iter().zip(&self.used) {
            if *used {
                continue;
            }
            let name = &entry.name;
            let (message, help) = if later.contains(&name.as_str()) {
                let today = self.accepted.join(", ");
                (format!("`{name}` is not built yet"), format!("accepted today: {today}"))
            } else {
                (format!("unknown key `{name}`"), did_you_mean(name, &self.accepted))
            };
            let place = cx.place(&entry.key);
            let problem = Problem::new(join(&self.path, name), message, help);
            cx.problems.push(Problem { place, ..problem });
        }
    }

    /// Reports keys that nobody asked for.
    pub(super) fn finish(self, cx: &mut Context) {
        self.finish_with_later(cx, &[]);
    }
}
