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
    /// Byte at which each line begins.
    lines: Arc<[usize]>,
}

impl SourceMap {
    pub(crate) fn new(text: &str, root: Node) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(after_breaks).collect();
        SourceMap { text: text.into(), root: Arc::new(root), lines }
    }

    /// The place of the value at a path such as `population.dSPN.size`, `block.striatum.weight[0][1]`
    /// or `phase[1].duration`. Where it is not in the text: of its nearest parent. A projection of a
    /// block, as in `projection.dSPN->FSI.weight`, is found in the block's matrices.
    pub fn locate(&self, path: &str) -> Option<Place> {
        let steps = split_path(path);
        let steps = block_pair(&self.root, &steps).unwrap_or(steps);
        Some(self.place(self.span_of(&steps).unwrap_or(0..0)))
    }

    /// The span of the last step that is in the text.
    fn span_of(&self, steps: &[Step]) -> Option<Range<usize>> {
        let mut node = &*self.root;
        let mut span = None;
        let mut rest = steps;
        while !rest.is_empty() {
            let Some((next, taken)) = child(node, rest) else { break };
            // The span of a table is its header, or its key where it has none.
            (node, span, rest) = (next, Some(next.span.clone()), &rest[taken..]);
        }
        span
    }

    /// The place of a range of bytes.
    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        let start = floor(&self.text, span.start);
        let end = floor(&self.text, span.end.max(start));
        let line = self.lines.partition_point(|&begin| begin <= start);
        let before = &self.text[self.lines[line - 1]..start];
        let first_line = self.text[start..end].lines().next().unwrap_or("");
        Place { line, column: before.chars().count() + 1, width: first_line.chars().count().max(1) }
    }

    /// The text of a line, counted from 1; empty where there is none.
    pub(crate) fn line(&self, number: usize) -> &str {
        let begin = number.checked_sub(1).and_then(|index| self.lines.get(index));
        let line = begin.and_then(|&begin| self.text[begin..].lines().next());
        line.unwrap_or("")
    }
}

/// The child that the first steps lead to, and how many steps that takes: a name with dots in it may
/// have been split.
fn child<'a>(node: &'a Node, steps: &[Step]) -> Option<(&'a Node, usize)> {
    match (&node.kind, steps.first()?) {
        (Kind::Table(entries), Step::Key(first)) => {
            let mut name = first.clone();
            for taken in 1..=steps.len() {
                if let Some(entry) = entries.iter().find(|entry| entry.name == name) {
                    return Some((&entry.node, taken));
                }
                let Some(Step::Key(next)) = steps.get(taken) else { break };
                name = format!("{name}.{next}");
            }
            None
        }
        (Kind::Array(items), Step::Index(index)) => items.get(*index).map(|item| (item, 1)),
        _ => None,
    }
}

/// The steps to where a block says what is asked of one of its projections.
fn block_pair(root: &Node, steps: &[Step]) -> Option<Vec<Step>> {
    let key = |name: &str| Step::Key(name.into());
    let [Step::Key(table), Step::Key(name), rest @ ..] = steps else { return None };
    if table != "projection"
        || child(root, &steps[..1]).is_some_and(|(n, _)| child(n, &steps[1..]).is_some())
    {
        return None;
    }
    let (source, target) = name.split_once("->")?;
    let (blocks, _) = child(root, &[key("block")])?;
    let Kind::Table(blocks) = &blocks.kind else { return None };
    for block in blocks {
        let list = child(&block.node, &[key("populations")]).map(|(list, _)| &list.kind);
        let Some(Kind::Array(list)) = list else { continue };
        let place = |name: &str| {
            list.iter().position(|item| matches!(&item.kind, Kind::String(text) if text == name))
        };
        let (Some(row), Some(column)) = (place(target), place(source)) else { continue };
        let mut path = vec![key("block"), key(&block.name)];
        match rest.first() {
            Some(Step::Key(field)) if field == "weight" || field == "rule" => {
                let matrix = if field == "rule" { "probability" } else { "weight" };
                path.extend([key(matrix), Step::Index(row), Step::Index(column)]);
            }
            _ => path.extend_from_slice(rest),
        }
        return Some(path);
    }
    None
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

    #[test]
    fn paths_of_errors_are_found_in_the_text() {
        let text = "rheobase = 1\n[population.a]\nsize = 1\n[population.b]\nsize = 2\n\
                    receptors.r = \"delta\"\n[block.x]\npopulations = [\"a\", \"b\"]\n\
                    probability = [[0, 0.5],\n  [0.25, 1]]\ndelay = \"1 ms\"\n\
                    [projection.\"b.c->d\"]\nweight = \"1 mV\"\n";
        let document = toml_edit::Document::parse(text).unwrap();
        let map = SourceMap::new(text, Node::from_document(text, &document));
        let at = |path: &str| map.locate(path).map(|p| (p.line, p.column)).unwrap();
        assert_eq!(at("population.b.receptors.r"), (6, 15));
        assert_eq!(at("population.b.tau_m"), (4, 1));
        // Names with dots, in quotes or not.
        assert_eq!(at("projection.\"b.c->d\".weight"), (13, 10));
        assert_eq!(at("projection.b.c->d.weight"), (13, 10));
        // Projections of a block: the cell of its matrix, or the key of the block.
        assert_eq!(at("projection.a->b.rule.p"), (10, 4));
        assert_eq!(at("projection.b->a.rule"), (9, 20));
        assert_eq!(at("projection.\"a->b\".delay"), (11, 9));
        assert_eq!(at("projection.a->b.receptor"), (7, 1));
        assert_eq!(at("nowhere"), (1, 1));
    }
}
