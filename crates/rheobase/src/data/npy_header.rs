//! The dictionary at the head of a `.npy` file:
//! `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`.
//!
//! A scanner for just this, not for Python: it cannot recurse and asks for no
//! memory beyond the header's own length.

use std::path::Path;

use super::error::{DataError, DataErrorKind as Kind, Place, quoted};

/// What the header says.
pub(crate) struct Header {
    pub descr: String,
    pub fortran: bool,
    pub shape: Vec<usize>,
}

/// Parses the header's text, which starts at byte `start` of the file.
pub(crate) fn parse_header(path: &Path, text: &[u8], start: usize) -> Result<Header, DataError> {
    let mut scan = Scan { path, text, at: 0, start };
    let (mut descr, mut fortran, mut shape) = (None, None, None);
    scan.expect(b'{')?;
    while !scan.take(b'}') {
        let key = scan.string("a key of the header in quotes")?;
        scan.expect(b':')?;
        match key.as_str() {
            "descr" => descr = Some(scan.string("one plain type, such as '<f8'")?),
            "fortran_order" => fortran = Some(scan.boolean()?),
            "shape" => shape = Some(scan.tuple()?),
            _ => return scan.fail(quoted(&key), "'descr', 'fortran_order' or 'shape'"),
        }
        if !scan.take(b',') {
            scan.expect(b'}')?;
            break;
        }
    }
    match (descr, fortran, shape) {
        (Some(descr), Some(fortran), Some(shape)) => Ok(Header { descr, fortran, shape }),
        _ => scan.fail("a header with a key missing", "'descr', 'fortran_order' and 'shape'"),
    }
}

struct Scan<'a> {
    path: &'a Path,
    text: &'a [u8],
    at: usize,
    start: usize,
}

impl Scan<'_> {
    fn fail<T>(&self, found: impl Into<String>, accepted: &str) -> Result<T, DataError> {
        let place = Place::Byte((self.start + self.at) as u64);
        Err(DataError::new(self.path, place, Kind::Syntax, found, accepted))
    }

    /// What stands at the present place, for a message.
    fn here(&self) -> String {
        match self.text.get(self.at..) {
            None | Some([]) => "the end of the header".into(),
            Some(rest) => quoted(&String::from_utf8_lossy(&rest[..rest.len().min(16)])),
        }
    }

    fn skip_space(&mut self) {
        while self.text.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    /// Steps over `byte` if it comes next.
    fn take(&mut self, byte: u8) -> bool {
        self.skip_space();
        let there = self.text.get(self.at) == Some(&byte);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, byte: u8) -> Result<(), DataError> {
        if self.take(byte) {
            return Ok(());
        }
        self.fail(self.here(), &format!("{:?}", char::from(byte)))
    }

    /// The longest run of bytes from here on for which `keep` holds.
    fn run(&mut self, keep: impl Fn(u8) -> bool) -> &[u8] {
        let from = self.at;
        while self.text.get(self.at).is_some_and(|&b| keep(b)) {
            self.at += 1;
        }
        &self.text[from..self.at]
    }

    fn string(&mut self, accepted: &str) -> Result<String, DataError> {
        self.skip_space();
        let Some(&quote @ (b'\'' | b'"')) = self.text.get(self.at) else {
            return self.fail(self.here(), accepted);
        };
        self.at += 1;
        let value = String::from_utf8_lossy(self.run(|b| b != quote)).into_owned();
        self.expect(quote)?;
        Ok(value)
    }

    fn boolean(&mut self) -> Result<bool, DataError> {
        self.skip_space();
        let before = self.at;
        match self.run(|b| b.is_ascii_alphabetic()) {
            b"True" => Ok(true),
            b"False" => Ok(false),
            _ => {
                self.at = before;
                self.fail(self.here(), "True or False")
            }
        }
    }

    fn tuple(&mut self) -> Result<Vec<usize>, DataError> {
        let mut sides = Vec::new();
        self.expect(b'(')?;
        while !self.take(b')') {
            let before = self.at;
            // numpy on Python 2 wrote 3L.
            let digits = String::from_utf8_lossy(self.run(|b| b.is_ascii_digit())).into_owned();
            let Ok(side) = digits.parse() else {
                self.at = before;
                return self.fail(self.here(), "a length of the shape");
            };
            let _ = self.text.get(self.at) == Some(&b'L') && self.take(b'L');
            sides.push(side);
            if !self.take(b',') {
                self.expect(b')')?;
                break;
            }
        }
        Ok(sides)
    }
}
