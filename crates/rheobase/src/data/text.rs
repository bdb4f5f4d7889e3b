//! Numbers in lines: CSV, tab- or space-separated, comments from `#`, and
//! optionally one line of column names first.

use std::path::Path;

use super::error::{DataError, DataErrorKind as Kind, Place, quoted};

/// A rectangle of finite numbers.
#[derive(Debug)]
pub(crate) struct Table {
    /// Column names, if the first line of content holds no number.
    pub names: Option<Vec<String>>,
    pub rows: usize,
    pub columns: usize,
    /// Row by row.
    pub data: Vec<f64>,
}

/// What parts the fields of a line; found out from the first line of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Comma,
    Tab,
    Space,
}

impl Separator {
    fn of(line: &str) -> Separator {
        if line.contains(',') {
            Separator::Comma
        } else if line.trim().contains('\t') {
            Separator::Tab
        } else {
            Separator::Space
        }
    }
}

/// The lines with content: number from 1, text without its comment.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line.split('#').next().unwrap_or("")))
        .filter(|(_, line)| !line.trim().is_empty())
}

/// The fields of a line, trimmed and unquoted, and the byte where each starts.
fn fields(line: &str, separator: Separator) -> impl Iterator<Item = (usize, &str)> {
    let parts: Box<dyn Iterator<Item = &str>> = match separator {
        Separator::Comma => Box::new(line.split(',')),
        Separator::Tab => Box::new(line.trim_matches([' ', '\r']).split('\t')),
        Separator::Space => Box::new(line.split_whitespace()),
    };
    parts.map(move |part| {
        let field = part.trim();
        let start = field.as_ptr() as usize - line.as_ptr() as usize;
        let bare = field.strip_prefix('"').and_then(|f| f.strip_suffix('"')).unwrap_or(field);
        (start, bare)
    })
}

/// The place of byte `byte` of a line, in characters as an editor counts.
fn place(number: usize, line: &str, byte: usize) -> Place {
    let column = 1 + line.get(..byte).map_or(byte, |before| before.chars().count());
    Place::Text { line: number, column }
}

/// Parses `text`; `path` only for messages. Names alone are a table of no rows,
/// but nothing at all is more likely a file that was cut off.
pub(crate) fn parse(path: &Path, text: &str) -> Result<Table, DataError> {
    let mut table = Table { names: None, rows: 0, columns: 0, data: Vec::new() };
    let Some((first, line)) = lines(text).next() else {
        let (found, accepted) = ("an empty file", "a line of names or of numbers");
        return Err(DataError::new(path, Place::File, Kind::Truncated, found, accepted));
    };
    if let Some(at) = line.find(';') {
        let accepted = "numbers parted by commas, tabs or blanks, with a decimal point";
        let place = place(first, line, at);
        return Err(DataError::new(path, place, Kind::Syntax, "a semicolon", accepted));
    }
    let separator = Separator::of(line);
    let all_words = fields(line, separator).all(|(_, f)| is_name(f));
    if all_words {
        let names: Vec<String> = fields(line, separator).map(|(_, f)| f.to_owned()).collect();
        table.columns = names.len();
        table.names = Some(names);
    }
    for (number, line) in lines(text).skip(usize::from(all_words)) {
        let before = table.data.len();
        for (start, field) in fields(line, separator) {
            table.data.push(number_in(field).map_err(|(kind, accepted)| {
                let found = if field.is_empty() { "an empty field".into() } else { quoted(field) };
                DataError::new(path, place(number, line, start), kind, found, accepted)
            })?);
        }
        let width = table.data.len() - before;
        if table.rows == 0 && table.names.is_none() {
            table.columns = width;
        }
        if width != table.columns {
            let end = line.trim_end().len();
            let found = format!("{width} values");
            let accepted = format!("{}, as in line {first}", table.columns);
            return Err(DataError::new(
                path,
                place(number, line, end),
                Kind::Shape,
                found,
                accepted,
            ));
        }
        table.rows += 1;
    }
    Ok(table)
}

/// Whether a field can be the name of a column. A number that was mistyped or is missing must not
/// be taken for one: the rows would all move up.
fn is_name(field: &str) -> bool {
    let missing = ["na", "n/a", "nan", "null", "none", "inf", "infinity"];
    field.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && !missing.contains(&field.to_lowercase().as_str())
}

fn number_in(field: &str) -> Result<f64, (Kind, &'static str)> {
    match field.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(_) => Err((Kind::Value, "a finite number")),
        Err(_) => Err((Kind::Syntax, "a number")),
    }
}

/// Where the value at `row`, `column` of the parsed table stands. Reads the
/// text once more: places are wanted once, when something is wrong.
pub(crate) fn locate(text: &str, header: bool, row: usize, column: usize) -> Place {
    let Some((_, first)) = lines(text).next() else { return Place::File };
    let Some((number, line)) = lines(text).nth(row + usize::from(header)) else {
        return Place::File;
    };
    let start = fields(line, Separator::of(first)).nth(column).map_or(0, |(start, _)| start);
    place(number, line, start)
}

/// Where column `column` of the line of names stands.
pub(crate) fn locate_name(text: &str, column: usize) -> Place {
    locate(text, false, 0, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_a_name_only_if_it_looks_like_one() {
        let parse = |text: &str| parse(Path::new("x.csv"), text);
        assert_eq!(parse("rate_hz\n1\n2").unwrap().rows, 2);
        for first in ["NA", "NULL", "nan", "1O", "1.2.3", "12.5e", "\u{2212}5"] {
            assert!(parse(&format!("{first}\n1\n2")).is_err(), "{first}");
        }
    }
}
