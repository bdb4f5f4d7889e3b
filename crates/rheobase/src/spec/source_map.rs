//! From a path in the description to a place in the text.

use super::Place;
use super::read::tree::{Kind, Node};
use std::ops::Range;
use std::sync::Arc;

/// The text of a network file and where each of its values stands.
#[derive(Clone, Debug)]
pub struct SourceMap {
    text: Arc<str>,
    root: Arc<Node>,
}

impl SourceMap {
    pub(crate) fn new(text: &str, root: Node) -> Self {
        SourceMap { text: text.into(), root: Arc::new(root) }
    }

    /// The place of the value at a path such as `population.dSPN.size`, `block.striatum.weight[0][1]`
    /// or `phase[1].duration`. Where it is not in the text: of its nearest parent.
    pub fn locate(&self, path: &str) -> Option<Place> {
        let mut node = &*self.root;
        let mut span = None;
        for step in split_path(path) {
            let next = match (&node.kind, step) {
                (Kind::Table(entries), Step::Key(name)) => {
                    // The span of a table is its header, or its key where it has none.
                    let found = entries.iter().find(|entry| entry.name == name);
                    found.map(|entry| (&entry.node, entry.node.span.clone()))
                }
                (Kind::Array(items), Step::Index(index)) => {
                    items.get(index).map(|item| (item, item.span.clone()))
                }
                _ => None,
            };
            let Some((found, at)) = next else { break };
            node = found;
            span = Some(at);
        }
        Some(self.place(span.unwrap_or(0..0)))
    }

    /// The place of a range of bytes.
    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        let start = floor(&self.text, span.start);
        let end = floor(&self.text, span.end.max(start));
        let before = &self.text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let first_line = self.text[start..end].lines().next().unwrap_or("");
        Place {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            width: first_line.chars().count().max(1),
        }
    }

    /// The text of a line, counted from 1; empty where there is none.
    pub(crate) fn line(&self, number: usize) -> &str {
        self.text.lines().nth(number.saturating_sub(1)).unwrap_or("")
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// A key as a path shows it: bare where it can be, in quotes otherwise.
pub(crate) fn key_text(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(bare) {
        key.into()
    } else {
        format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// `parent.key`, with quotes where the key needs them.
pub(crate) fn join(parent: &str, key: &str) -> String {
    if parent.is_empty() { key_text(key) } else { format!("{parent}.{}", key_text(key)) }
}

/// Splits `a."b.c"[2]` into its steps. Lenient: what is no index or quote is part of a key.
pub(crate) fn split_path(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut chars = path.chars().peekable();
    let mut key = String::new();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                quoted = true;
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => key.extend(chars.next()),
                        c => key.push(c),
                    }
                }
            }
            '.' | '[' => {
                if !key.is_empty() || quoted {
                    steps.push(Step::Key(std::mem::take(&mut key)));
                    quoted = false;
                }
                if c == '[' {
                    let inner: String = chars.by_ref().take_while(|&c| c != ']').collect();
                    steps.push(match inner.trim().parse() {
                        Ok(index) => Step::Index(index),
                        Err(_) => Step::Key(inner),
                    });
                }
            }
            c => key.push(c),
        }
    }
    if !key.is_empty() || quoted {
        steps.push(Step::Key(key));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_split_and_join() {
        let steps = split_path("projection.\"a->b\".weight[2][0]");
        let key = |k: &str| Step::Key(k.into());
        assert_eq!(
            steps,
            [key("projection"), key("a->b"), key("weight"), Step::Index(2), Step::Index(0)]
        );
        assert_eq!(join(&join("", "projection"), "a->b"), "projection.\"a->b\"");
    }
}
