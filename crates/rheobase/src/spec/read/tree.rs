//! A description as a small tree: of a TOML text, remembering where everything stands, or of a value
//! in memory.

use crate::spec::{self, Matrix};
use crate::units::number_text;
use std::ops::Range;
use std::sync::Arc;
use toml_edit::{Array, Item, Key, TableLike, Value};

/// A value and its place in the text, in bytes.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    String(String),
    /// A whole number.
    Integer(i64),
    /// Any other number as its decimal text, so that a unit can still shift its exponent.
    Float(String),
    Bool(bool),
    Array(Vec<Node>),
    /// A list of numbers, with no node for each.
    Numbers(Arc<[f64]>),
    /// A list of rows of numbers.
    Matrix(Matrix),
    Table(Vec<Entry>),
    Date,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) key: Range<usize>,
    pub(crate) node: Node,
}

impl Kind {
    /// For messages: "a string", "a table".
    pub(crate) fn noun(&self) -> &'static str {
        match self {
            Kind::String(_) => "a string",
            Kind::Integer(_) => "a whole number",
            Kind::Float(_) => "a number",
            Kind::Bool(_) => "true or false",
            Kind::Array(_) => "a list",
            Kind::Numbers(_) => "a list of numbers",
            Kind::Matrix(_) => "a matrix of numbers",
            Kind::Table(_) => "a table",
            Kind::Date => "a date",
        }
    }
}

impl Node {
    /// The tree of a parsed document.
    pub(crate) fn from_document<S: AsRef<str>>(
        text: &str,
        document: &toml_edit::Document<S>,
    ) -> Node {
        table(text, document.as_table(), None)
    }

    /// The tree of a value in memory, which has no places.
    pub(crate) fn from_value(value: &spec::Value) -> Node {
        let kind = match value {
            spec::Value::Text(text) => Kind::String(text.clone()),
            spec::Value::Integer(value) => Kind::Integer(*value),
            spec::Value::Float(value) => Kind::Float(number_text(*value)),
            spec::Value::Bool(on) => Kind::Bool(*on),
            spec::Value::List(items) => Kind::Array(items.iter().map(Node::from_value).collect()),
            spec::Value::Table(entries) => {
                let entry = |(name, value): &(String, spec::Value)| Entry {
                    name: name.clone(),
                    key: 0..0,
                    node: Node::from_value(value),
                };
                Kind::Table(entries.iter().map(entry).collect())
            }
            spec::Value::Numbers(numbers) => Kind::Numbers(Arc::clone(numbers)),
            spec::Value::Matrix(matrix) => Kind::Matrix(matrix.clone()),
        };
        Node { span: 0..0, kind }
    }
}

fn table(text: &str, table: &dyn TableLike, span: Option<Range<usize>>) -> Node {
    let entries = table.iter().filter_map(|(name, item)| {
        let key = table.key(name).and_then(Key::span).unwrap_or(0..0);
        let node = node(text, item, &key)?;
        Some(Entry { name: name.into(), key, node })
    });
    let kind = Kind::Table(entries.collect());
    Node { span: span.unwrap_or(0..0), kind }
}

fn node(text: &str, item: &Item, key: &Range<usize>) -> Option<Node> {
    // A table made by a dotted key or a deeper header has no span of its own: its key has.
    let span = item.span().unwrap_or_else(|| key.clone());
    match item {
        Item::None => None,
        Item::Value(value) => Some(value_node(text, value, span)),
        Item::Table(inner) => Some(table(text, inner, Some(span))),
        Item::ArrayOfTables(tables) => {
            let tables = tables.iter().map(|inner| table(text, inner, inner.span()));
            Some(Node { span, kind: Kind::Array(tables.collect()) })
        }
    }
}

fn value_node(text: &str, value: &Value, span: Range<usize>) -> Node {
    let kind = match value {
        Value::String(s) => Kind::String(s.value().clone()),
        Value::Integer(i) => Kind::Integer(*i.value()),
        Value::Float(_) => Kind::Float(text[span.clone()].replace('_', "")),
        Value::Boolean(b) => Kind::Bool(*b.value()),
        Value::Datetime(_) => Kind::Date,
        Value::Array(items) => array(text, items),
        Value::InlineTable(inner) => return table(text, inner, Some(span)),
    };
    Node { span, kind }
}

fn array(text: &str, items: &Array) -> Kind {
    let nodes = items.iter().map(|item| value_node(text, item, item.span().unwrap_or(0..0)));
    Kind::Array(nodes.collect())
}
