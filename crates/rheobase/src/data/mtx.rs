//! MatrixMarket (Boisvert, Pozo & Remington 1996, NIST IR 5935): `coordinate`
//! and `array`; `real`, `integer` and `pattern`; `general`, `symmetric` and
//! `skew-symmetric`. Indices in the file start at 1, ours at 0.

use std::path::Path;

use super::Coo;
use super::error::{DataError, DataErrorKind as Kind, Place, quoted};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Symmetry {
    General,
    Symmetric,
    Skew,
}

struct Header {
    coordinate: bool,
    pattern: bool,
    symmetry: Symmetry,
}

/// Words of a line with the byte where each starts.
fn words(line: &str) -> Vec<(usize, &str)> {
    line.split_whitespace()
        .map(|word| (word.as_ptr() as usize - line.as_ptr() as usize, word))
        .collect()
}

/// Lines with content, numbered; `%` starts a comment.
fn content(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .skip(1)
        .filter(|(_, line)| !line.starts_with('%') && !line.trim().is_empty())
        .map(|(i, line)| (i + 1, line))
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
}

/// Parses `text`; `path` only for messages. Explicit zeros of a coordinate file
/// are kept; in an array file a zero is no entry.
pub(crate) fn parse(path: &Path, text: &str) -> Result<Coo, DataError> {
    let reader = Reader { path, text };
    let header = reader.header()?;
    let (line, rows, columns, stored) = reader.size(&header)?;
    let mut matrix = Coo { rows, cols: columns, entries: Vec::new() };
    if header.coordinate {
        reader.coordinates(&header, line, stored, &mut matrix)?;
    } else {
        reader.array(&header, line, &mut matrix)?;
    }
    Ok(matrix)
}

impl Reader<'_> {
    fn error(
        &self,
        line: usize,
        byte: usize,
        kind: Kind,
        found: impl Into<String>,
        accepted: impl Into<String>,
    ) -> DataError {
        let place = Place::Text { line, column: byte + 1 };
        DataError::new(self.path, place, kind, found, accepted)
    }

    fn header(&self) -> Result<Header, DataError> {
        let line = self.text.lines().next().unwrap_or("");
        let lower = line.to_ascii_lowercase();
        let found = words(&lower);
        let accepted: [(&str, &[&str]); 5] = [
            ("the first line \"%%MatrixMarket matrix …\"", &["%%matrixmarket"]),
            ("\"matrix\"", &["matrix"]),
            ("\"coordinate\" or \"array\"", &["coordinate", "array"]),
            ("\"real\", \"integer\" or \"pattern\"", &["real", "double", "integer", "pattern"]),
            (
                "\"general\", \"symmetric\" or \"skew-symmetric\"",
                &["general", "symmetric", "skew-symmetric"],
            ),
        ];
        for (i, (accepted, choices)) in accepted.into_iter().enumerate() {
            let (byte, word) = found.get(i).copied().unwrap_or((line.len(), ""));
            if !choices.contains(&word) {
                return Err(self.error(1, byte, Kind::Syntax, quoted(word), accepted));
            }
        }
        let coordinate = found[2].1 == "coordinate";
        let pattern = found[3].1 == "pattern";
        if pattern && !coordinate {
            return Err(self.error(
                1,
                found[3].0,
                Kind::Syntax,
                "\"pattern\"",
                "\"real\" or \"integer\" in an array",
            ));
        }
        let symmetry = match found[4].1 {
            "symmetric" => Symmetry::Symmetric,
            "skew-symmetric" => Symmetry::Skew,
            _ => Symmetry::General,
        };
        Ok(Header { coordinate, pattern, symmetry })
    }

    /// The line of sizes: its number, rows, columns, stored entries.
    fn size(&self, header: &Header) -> Result<(usize, u32, u32, usize), DataError> {
        let wanted =
            if header.coordinate { "rows, columns and entries" } else { "rows and columns" };
        let Some((number, line)) = content(self.text).next() else {
            return Err(self.ends_early(wanted.to_owned()));
        };
        let words = words(line);
        let count = if header.coordinate { 3 } else { 2 };
        if words.len() != count {
            let found = format!("{} numbers", words.len());
            return Err(self.error(number, 0, Kind::Syntax, found, wanted));
        }
        let mut sizes = [0u32, 0, 0];
        for (slot, &(byte, word)) in sizes.iter_mut().zip(&words) {
            *slot = word.parse().map_err(|_| {
                self.error(number, byte, Kind::Syntax, quoted(word), "an integer below 2^32")
            })?;
        }
        let [rows, columns, stored] = sizes;
        if header.symmetry != Symmetry::General && rows != columns {
            let found = format!("{rows} rows and {columns} columns");
            return Err(self.error(number, 0, Kind::Shape, found, "a square, as it is symmetric"));
        }
        Ok((number, rows, columns, stored as usize))
    }

    fn coordinates(
        &self,
        header: &Header,
        size_line: usize,
        stored: usize,
        matrix: &mut Coo,
    ) -> Result<(), DataError> {
        let width = if header.pattern { 2 } else { 3 };
        let mut seen = 0;
        for (number, line) in content(self.text).skip_while(|&(n, _)| n <= size_line) {
            if seen == stored {
                let accepted = format!("the end after {stored} entries, as line {size_line} says");
                return Err(self.error(number, 0, Kind::Shape, quoted(line), accepted));
            }
            seen += 1;
            let words = words(line);
            if words.len() != width {
                let found = format!("{} numbers", words.len());
                let accepted =
                    if header.pattern { "row and column" } else { "row, column and value" };
                return Err(self.error(number, 0, Kind::Syntax, found, accepted));
            }
            let row = self.index(number, words[0], matrix.rows, "row")?;
            let column = self.index(number, words[1], matrix.cols, "column")?;
            let value = if header.pattern { 1.0 } else { self.value(number, words[2])? };
            self.store(header, number, (row, column, value), matrix)?;
        }
        if seen < stored {
            return Err(self.ends_early(format!("{stored} entries; there are {seen}")));
        }
        Ok(())
    }

    /// Stores an entry and its mirror image.
    fn store(
        &self,
        header: &Header,
        line: usize,
        (row, column, value): (u32, u32, f64),
        matrix: &mut Coo,
    ) -> Result<(), DataError> {
        let below = if header.symmetry == Symmetry::Skew { row > column } else { row >= column };
        if header.symmetry != Symmetry::General && !below {
            let found = format!("row {}, column {}", row + 1, column + 1);
            let accepted = "an entry below the diagonal, as the matrix is symmetric";
            return Err(self.error(line, 0, Kind::Syntax, found, accepted));
        }
        matrix.entries.push((row, column, value));
        if row != column {
            match header.symmetry {
                Symmetry::General => {}
                Symmetry::Symmetric => matrix.entries.push((column, row, value)),
                Symmetry::Skew => matrix.entries.push((column, row, -value)),
            }
        }
        Ok(())
    }

    /// Column by column, only the lower triangle if symmetric.
    fn array(&self, header: &Header, size_line: usize, matrix: &mut Coo) -> Result<(), DataError> {
        let first_row = |column: u32| match header.symmetry {
            Symmetry::General => 0,
            Symmetry::Symmetric => column,
            Symmetry::Skew => column.saturating_add(1),
        };
        // A step at a time, not an iterator over the square: a header may
        // promise 2^64 empty columns, and the file's length bounds the work.
        let (mut row, mut column) = (first_row(0), 0);
        let mut open = matrix.cols > 0 && row < matrix.rows;
        for (number, line) in content(self.text).skip_while(|&(n, _)| n <= size_line) {
            for word in words(line) {
                if !open {
                    let accepted = format!("the end, as line {size_line} says");
                    return Err(self.error(number, word.0, Kind::Shape, quoted(word.1), accepted));
                }
                let value = self.value(number, word)?;
                if value != 0.0 {
                    self.store(header, number, (row, column, value), matrix)?;
                }
                row += 1;
                if row == matrix.rows {
                    column += 1;
                    row = first_row(column);
                    open = column < matrix.cols && row < matrix.rows;
                }
            }
        }
        if open {
            let at = format!("row {}, column {}", row + 1, column + 1);
            return Err(self.ends_early(format!("the value of {at}")));
        }
        Ok(())
    }

    fn index(
        &self,
        line: usize,
        (byte, word): (usize, &str),
        side: u32,
        what: &str,
    ) -> Result<u32, DataError> {
        match word.parse::<u32>() {
            Ok(index) if (1..=side).contains(&index) => Ok(index - 1),
            _ => {
                let accepted = format!("a {what} from 1 to {side}");
                Err(self.error(line, byte, Kind::Id, quoted(word), accepted))
            }
        }
    }

    fn value(&self, line: usize, (byte, word): (usize, &str)) -> Result<f64, DataError> {
        match word.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value),
            Ok(_) => Err(self.error(line, byte, Kind::Value, quoted(word), "a finite number")),
            Err(_) => Err(self.error(line, byte, Kind::Syntax, quoted(word), "a number")),
        }
    }

    fn ends_early(&self, accepted: String) -> DataError {
        let line = self.text.lines().count().max(1);
        let byte = self.text.lines().last().map_or(0, str::len);
        self.error(line, byte, Kind::Truncated, "the end of the file", accepted)
    }
}
