//! A state in a file, with what goes with it.
//!
//! ```text
//! magic (8 bytes), version u32, length of the head u32, head, length of the state u64,
//! the state (see crate::state), CRC-32 of everything before
//! ```
//!
//! All numbers are little-endian. What the head holds is up to the format.

use super::{AtomicFile, WriteError};
use crate::state::{State, StateError};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// What a file of a state begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// Its first bytes.
    pub magic: &'static [u8; 8],
    /// Version of the format, and of what the state means.
    pub version: u32,
}

/// Why a file of a state could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be opened or read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It does not begin as such files do.
    #[error("it begins with other bytes than {}", String::from_utf8_lossy(&.0.magic[..]))]
    OtherFormat(Format),
    /// It is of another version.
    #[error("it is of version {found}, this program reads version {}", format.version)]
    OtherVersion {
        /// The version of the file.
        found: u32,
        /// What is read.
        format: Format,
    },
    /// It is not what was written.
    #[error("it is damaged: {0}")]
    Damaged(String),
}

/// Puts a state and its head in the place of the file that was there.
///
/// # Errors
/// It cannot be written; the one before stays.
pub fn write_state(
    path: &Path,
    format: Format,
    head: &[u8],
    state: &State,
) -> Result<(), WriteError> {
    let mut file = AtomicFile::create(path)?;
    let filled = write_state_to(&mut file, format, head, state);
    filled.map_err(WriteError::io(path, "writing its content"))?;
    file.commit()
}

/// The same to anything that takes bytes.
///
/// # Errors
/// Those of `out`.
pub fn write_state_to(
    out: &mut dyn Write,
    format: Format,
    head: &[u8],
    state: &State,
) -> io::Result<()> {
    let length = u32::try_from(head.len())
        .map_err(|_| io::Error::other(format!("a head of {} bytes", head.len())))?;
    let mut file = Checked { inner: out, check: crc32fast::Hasher::new() };
    file.write_all(format.magic)?;
    file.write_all(&format.version.to_le_bytes())?;
    file.write_all(&length.to_le_bytes())?;
    file.write_all(head)?;
    file.write_all(&state.bytes().to_le_bytes())?;
    state.write(&mut file)?;
    let check = file.check.clone().finalize();
    file.inner.write_all(&check.to_le_bytes())
}

struct Checked<'a> {
    inner: &'a mut dyn Write,
    check: crc32fast::Hasher,
}

impl Write for Checked<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.check.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Reads a state and its head.
///
/// # Errors
/// The file is missing, of another format or version, or damaged.
pub fn read_state(path: &Path, format: Format) -> Result<(Vec<u8>, State), ReadError> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    read_state_from(&mut file, length, format)
}

/// The same from anything that gives bytes, `length` of them.
///
/// # Errors
/// As [`read_state`].
pub fn read_state_from<R: Read + Seek>(
    file: &mut R,
    length: u64,
    format: Format,
) -> Result<(Vec<u8>, State), ReadError> {
    let mut start = [0; 16];
    file.read_exact(&mut start).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => ReadError::Damaged("it ends within its first bytes".into()),
        _ => ReadError::Io(error),
    })?;
    if start[..8] != format.magic[..] {
        return Err(ReadError::OtherFormat(format));
    }
    let word =
        |at: usize| u32::from_le_bytes([start[at], start[at + 1], start[at + 2], start[at + 3]]);
    if word(8) != format.version {
        return Err(ReadError::OtherVersion { found: word(8), format });
    }
    if !is_whole(file, length)? {
        return Err(ReadError::Damaged("its checksum is not that of its content".into()));
    }
    let mut parse = || -> Result<(Vec<u8>, State), StateError> {
        let size = u64::from(word(12));
        let left = length.checked_sub(16 + size + 8 + 4);
        let left = left.ok_or_else(|| StateError::Bytes("it ends within its head".into()))?;
        file.seek(SeekFrom::Start(16))?;
        let mut file = BufReader::with_capacity(1 << 16, &mut *file);
        let mut head = vec![0; size as usize];
        file.read_exact(&mut head)?;
        let mut bytes = [0; 8];
        file.read_exact(&mut bytes)?;
        if u64::from_le_bytes(bytes) != left {
            return Err(StateError::Bytes("the state has another length".into()));
        }
        Ok((head, State::read(&mut file, left)?))
    };
    parse().map_err(|error| ReadError::Damaged(error.to_string()))
}

/// Whether the last four bytes are the checksum of all others.
fn is_whole<R: Read + Seek>(file: &mut R, length: u64) -> io::Result<bool> {
    let Some(content) = length.checked_sub(4) else { return Ok(false) };
    file.seek(SeekFrom::Start(0))?;
    let mut check = crc32fast::Hasher::new();
    let mut left = content;
    let mut buffer = vec![0; 1 << 16];
    while left > 0 {
        let some = left.min(buffer.len() as u64) as usize;
        file.read_exact(&mut buffer[..some])?;
        check.update(&buffer[..some]);
        left -= some as u64;
    }
    let mut expected = [0; 4];
    file.read_exact(&mut expected)?;
    Ok(check.finalize() == u32::from_le_bytes(expected))
}
