//! Getting at a file's bytes, and saying something helpful when it is not there.

use crate::suggest::nearest;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::error::{DataError, DataErrorKind as Kind, Place, quoted};

/// Formats are told apart by the ending of the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Npy,
    Text,
    MatrixMarket,
}

/// The format that the name of `path` promises. `accepted` is the list for the
/// message where none fits.
pub(crate) fn format_of(path: &Path, accepted: &str) -> Result<Format, DataError> {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    match ending.as_str() {
        "npy" => Ok(Format::Npy),
        "csv" | "tsv" | "txt" | "dat" => Ok(Format::Text),
        "mtx" => Ok(Format::MatrixMarket),
        _ => {
            let found =
                if ending.is_empty() { "a name without an ending".into() } else { quoted(&ending) };
            Err(DataError::new(path, Place::File, Kind::Format, found, accepted))
        }
    }
}

/// The whole file. Only regular files: a pipe or device has no end to wait for.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, DataError> {
    let unreadable = |found: String| {
        DataError::new(path, Place::File, Kind::Unreadable, found, "a file that can be read")
    };
    let about = fs::metadata(path).map_err(|e| match e.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => missing(path),
        _ => unreadable(e.to_string()),
    })?;
    if about.is_dir() {
        return Err(unreadable("a folder".into()));
    }
    if !about.is_file() {
        return Err(unreadable("something that is no regular file".into()));
    }
    fs::read(path).map_err(|e| unreadable(e.to_string()))
}

/// The file's text, without a byte order mark.
pub(crate) fn read_text(path: &Path) -> Result<String, DataError> {
    let bytes = read_bytes(path)?;
    let text = String::from_utf8(bytes).map_err(|e| {
        let good = e.utf8_error().valid_up_to();
        let before = &e.as_bytes()[..good];
        let line = 1 + before.iter().filter(|&&b| b == b'\n').count();
        let start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let column = 1 + String::from_utf8_lossy(&before[start..]).chars().count();
        let found = format!("the byte 0x{:02x}", e.as_bytes().get(good).copied().unwrap_or(0));
        DataError::new(path, Place::Text { line, column }, Kind::Syntax, found, "text in UTF-8")
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The name of a file of the same folder that may have been meant.
pub(crate) fn near_file(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let names = names_in(folder_of(path));
    nearest(&name, names.iter().map(String::as_str)).map(str::to_owned)
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

fn missing(path: &Path) -> DataError {
    let folder = folder_of(path);
    let accepted = if !folder.is_dir() {
        format!("a file; the folder {} does not exist either", folder.display())
    } else {
        match near_file(path) {
            Some(near) => format!("a file of that folder; did you mean {near:?}?"),
            None => "the name of a file of that folder".into(),
        }
    };
    DataError::new(path, Place::File, Kind::Missing, "no such file", accepted)
}

/// Names of the files in `folder`, sorted so that a suggestion does not depend
/// on the file system; capped, as the folder may be anything.
fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .take(10_000)
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
