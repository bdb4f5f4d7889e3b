//! NumPy's `.npy`, versions 1 to 3 (numpy.lib.format): a magic string, a header
//! that is a Python dictionary, then the numbers.
//!
//! Our own reader because the crates parse the header with a recursive parser,
//! trust the lengths in it, and report trouble without a place. Here no length
//! of a header is believed before the file has been found to be that long.

use std::ops::Range;
use std::path::Path;

use super::Array;
use super::error::{DataError, DataErrorKind as Kind, Place, quoted};
use super::npy_header::{Header, parse_header};

const MAGIC: &[u8] = b"\x93NUMPY";
const TYPES: &str = "float64, float32, a signed or unsigned integer of 8 to 64 bits, or bool";

/// An array, and what is needed to say where one of its elements lies.
pub(crate) struct Npy {
    pub array: Array,
    pub layout: Layout,
}

/// Where elements lie in the file.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    start: usize,
    item: usize,
    shape: Vec<usize>,
    fortran: bool,
}

impl Layout {
    /// The place of the element at `row`, `column` (column 0 in one dimension).
    pub fn place(&self, row: usize, column: usize) -> Place {
        let (index, shown) = match self.shape[..] {
            [rows, _] if self.fortran => (column * rows + row, Some(column)),
            [_, columns] => (row * columns + column, Some(column)),
            _ => (row, None),
        };
        Place::Element { row, column: shown, byte: (self.start + index * self.item) as u64 }
    }
}

/// Reads the bytes of a `.npy` file; `path` only for messages.
pub(crate) fn parse(path: &Path, bytes: &[u8]) -> Result<Npy, DataError> {
    let (text, start) = header_text(path, bytes)?;
    let header = parse_header(path, &bytes[text.clone()], text.start)?;
    let number = Number::parse(&header.descr).ok_or_else(|| {
        let found = format!("the type {}", quoted(&header.descr));
        DataError::new(path, Place::Byte(text.start as u64), Kind::Type, found, TYPES)
    })?;
    let count = checked_length(path, &header, number.bytes, &bytes[start..], start)?;
    let Header { shape, fortran, .. } = header;
    let layout = Layout { start, item: number.bytes, shape, fortran };
    let data = values(path, number, &bytes[start..], count, &layout)?;
    Ok(Npy { array: Array { shape: layout.shape.clone(), data }, layout })
}

/// Where the header's text lies, and where the numbers start.
fn header_text(path: &Path, bytes: &[u8]) -> Result<(Range<usize>, usize), DataError> {
    let fail = |at: usize, kind, found: String, accepted: &str| {
        Err(DataError::new(path, Place::Byte(at as u64), kind, found, accepted))
    };
    if !MAGIC.starts_with(&bytes[..bytes.len().min(MAGIC.len())]) {
        let found = quoted(&String::from_utf8_lossy(&bytes[..bytes.len().min(8)]));
        return fail(0, Kind::Syntax, found, "the start of a .npy file, \"\\x93NUMPY\"");
    }
    let truncated = || {
        let found = format!("the end of the file after {} bytes", bytes.len());
        fail(bytes.len(), Kind::Truncated, found, "the rest of the .npy header")
    };
    let Some(&version) = bytes.get(6) else { return truncated() };
    let (length, begin): (usize, usize) = match (version, bytes.get(8..12), bytes.get(8..10)) {
        (1, _, Some(&[a, b])) => (u16::from_le_bytes([a, b]) as usize, 10),
        (2 | 3, Some(&[a, b, c, d]), _) => (u32::from_le_bytes([a, b, c, d]) as usize, 12),
        (1..=3, ..) => return truncated(),
        _ => return fail(6, Kind::Syntax, format!("version {version}"), "version 1, 2 or 3"),
    };
    match begin.checked_add(length) {
        Some(end) if end <= bytes.len() => Ok((begin..end, end)),
        _ => truncated(),
    }
}

/// The number of elements, if the file has exactly the bytes for them.
fn checked_length(
    path: &Path,
    header: &Header,
    item: usize,
    data: &[u8],
    start: usize,
) -> Result<usize, DataError> {
    let error = |place, kind, found: String, accepted: String| {
        Err(DataError::new(path, place, kind, found, accepted))
    };
    if !(1..=2).contains(&header.shape.len()) {
        let found = format!("an array of {} dimensions", header.shape.len());
        return error(Place::File, Kind::Shape, found, "one or two dimensions".into());
    }
    let shape = shape_text(&header.shape);
    let count = header.shape.iter().try_fold(1usize, |n, &side| n.checked_mul(side));
    let wanted = count.and_then(|n| n.checked_mul(item));
    let end = Place::Byte((start + data.len()) as u64);
    match (count, wanted) {
        (Some(count), Some(wanted)) if wanted == data.len() => Ok(count),
        (Some(_), Some(wanted)) if wanted < data.len() => {
            let found = format!("{} bytes of numbers", data.len());
            let accepted = format!("{wanted}, for the shape {shape}");
            error(Place::Byte((start + wanted) as u64), Kind::Syntax, found, accepted)
        }
        _ => {
            let found = format!("the end of the file after {} bytes of numbers", data.len());
            let wanted = wanted.map_or("more than can exist".into(), |n| n.to_string());
            error(end, Kind::Truncated, found, format!("{wanted}, for the shape {shape}"))
        }
    }
}

/// The numbers in C order, each of them finite and exact as an f64.
fn values(
    path: &Path,
    number: Number,
    bytes: &[u8],
    count: usize,
    layout: &Layout,
) -> Result<Vec<f64>, DataError> {
    let columns = if let [_, columns] = layout.shape[..] { columns } else { 1 };
    let rows = count.checked_div(columns).unwrap_or(0);
    let mut data = Vec::with_capacity(count);
    for row in 0..rows {
        for column in 0..columns {
            let index = if layout.fortran { column * rows + row } else { row * columns + column };
            let value = number.value(&bytes[index * number.bytes..][..number.bytes]);
            data.push(value.map_err(|found| {
                let accepted = match number.class {
                    b'f' => "a finite number",
                    _ => "an integer of at most 2^53 in size",
                };
                DataError::new(path, layout.place(row, column), Kind::Value, found, accepted)
            })?);
        }
    }
    Ok(data)
}

/// A shape as Python shows it.
pub(crate) fn shape_text(shape: &[usize]) -> String {
    match shape {
        [n] => format!("({n},)"),
        _ => {
            let sides: Vec<String> = shape.iter().map(usize::to_string).collect();
            format!("({})", sides.join(", "))
        }
    }
}

/// A number's type: class `f`, `i`, `u` or `b`, width, byte order.
#[derive(Debug, Clone, Copy)]
struct Number {
    class: u8,
    bytes: usize,
    big_endian: bool,
}

impl Number {
    fn parse(descr: &str) -> Option<Number> {
        let (big_endian, rest) = match descr.as_bytes() {
            [b'>', rest @ ..] => (true, rest),
            [b'<' | b'|', rest @ ..] => (false, rest),
            [b'=', rest @ ..] => (cfg!(target_endian = "big"), rest),
            _ => return None,
        };
        let (class, bytes) = match rest {
            [class @ b'f', b'4' | b'8'] => (*class, usize::from(rest[1] - b'0')),
            [class @ (b'i' | b'u'), b'1' | b'2' | b'4' | b'8'] => {
                (*class, usize::from(rest[1] - b'0'))
            }
            [class @ b'b', b'1'] => (*class, 1),
            _ => return None,
        };
        Some(Number { class, bytes, big_endian })
    }

    /// The value of the element in `raw`, or what is wrong with it.
    fn value(self, raw: &[u8]) -> Result<f64, String> {
        let mut little = [0u8; 8];
        for (i, slot) in little.iter_mut().take(self.bytes).enumerate() {
            *slot = raw[if self.big_endian { self.bytes - 1 - i } else { i }];
        }
        let bits = u64::from_le_bytes(little);
        let value = match (self.class, self.bytes) {
            (b'f', 8) => f64::from_bits(bits),
            (b'f', _) => f64::from(f32::from_bits(bits as u32)),
            (b'i', width) => {
                let unused = 64 - 8 * width as u32;
                return exact(i128::from(((bits << unused) as i64) >> unused));
            }
            (b'u', _) => return exact(i128::from(bits)),
            _ => f64::from(u8::from(bits != 0)),
        };
        if value.is_finite() { Ok(value) } else { Err(value.to_string()) }
    }
}

/// Larger integers would be changed silently by becoming an f64.
fn exact(value: i128) -> Result<f64, String> {
    if value.unsigned_abs() <= 1 << 53 { Ok(value as f64) } else { Err(value.to_string()) }
}
