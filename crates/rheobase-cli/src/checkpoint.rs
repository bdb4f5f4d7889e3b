//! The state of a run in a file.
//!
//! ```text
//! "rheo.chk", version u32, length of the head u32, head (JSON), length of the state u64,
//! the state (see rheobase::state), CRC-32 of everything before
//! ```
//!
//! All numbers are little-endian. A file is made under another name, brought to the disk and only
//! then takes the place of the one before.

use crate::error::Failure;
use crate::export::{AtomicFile, ExportError};
use rheobase::state::{State, StateError};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Version of the format, and of what the state means.
const VERSION: u32 = 1;
const MAGIC: &[u8; 8] = b"rheo.chk";

/// What goes with a state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Version of the program: another may compute other bits.
    pub version: String,
    /// Fingerprint of the network, in hexadecimal digits.
    pub network: String,
    /// Simulated time, ms.
    pub time_ms: f64,
    /// Wall seconds of simulation up to here.
    pub simulation_s: f64,
}

impl About {
    /// About a state of this program.
    pub fn new(fingerprint: u64, time_ms: f64, simulation_s: f64) -> About {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        About { version, network: format!("{fingerprint:016x}"), time_ms, simulation_s }
    }
}

/// Puts a state in the place of the one before.
///
/// # Errors
/// It cannot be written; the one before stays.
pub fn write(path: &Path, about: &About, state: &State) -> Result<(), ExportError> {
    let mut file = Checked { inner: AtomicFile::create(path)?, check: crc32fast::Hasher::new() };
    let mut fill = || {
        let about = serde_json::to_vec(about)?;
        file.write_all(MAGIC)?;
        file.write_all(&VERSION.to_le_bytes())?;
        file.write_all(&(about.len() as u32).to_le_bytes())?;
        file.write_all(&about)?;
        file.write_all(&state.bytes().to_le_bytes())?;
        state.write(&mut file)?;
        let check = file.check.clone().finalize();
        file.inner.write_all(&check.to_le_bytes())
    };
    let filled: io::Result<()> = fill();
    filled.map_err(ExportError::io(path, "writing its content"))?;
    file.inner.commit()
}

struct Checked {
    inner: AtomicFile,
    check: crc32fast::Hasher,
}

impl Write for Checked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.check.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Reads a state.
///
/// # Errors
/// The file is missing, of another version, or damaged; as a mistake of the user's, with what can
/// be done.
pub fn read(path: &Path) -> Result<(About, State), Failure> {
    let refuse = |message: &str, help: &str| {
        Failure::mistake(format!("cannot go on from {}: {message}", path.display()), help)
    };
    let damaged = |what: &str| refuse(&format!("it is damaged: {what}"), EXPORT);
    let mut file = File::open(path).map_err(|e| refuse(&e.to_string(), EXPORT))?;
    let length = file.metadata().map_err(|e| refuse(&e.to_string(), EXPORT))?.len();
    let mut start = [0; 16];
    file.read_exact(&mut start).map_err(|_| damaged("it ends within its first bytes"))?;
    if &start[..8] != MAGIC {
        return Err(refuse("it is no checkpoint", EXPORT));
    }
    let word =
        |at: usize| u32::from_le_bytes([start[at], start[at + 1], start[at + 2], start[at + 3]]);
    if word(8) != VERSION {
        let message = format!("it is of version {}, this program goes on from {VERSION}", word(8));
        return Err(refuse(&message, "the version of rheobase that wrote it can go on from it"));
    }
    let unreadable = |e: io::Error| damaged(&e.to_string());
    if !is_whole(&mut file, length).map_err(unreadable)? {
        return Err(damaged("its checksum is not that of its content"));
    }
    let parse = || -> Result<(About, State), StateError> {
        let size = u64::from(word(12));
        let left = length.checked_sub(16 + size + 8 + 4);
        let left = left.ok_or_else(|| StateError::Bytes("it ends within its head".into()))?;
        let mut file = BufReader::with_capacity(1 << 16, &file);
        file.seek(SeekFrom::Start(16))?;
        let mut about = vec![0; size as usize];
        file.read_exact(&mut about)?;
        let about = serde_json::from_slice(&about).map_err(io::Error::from)?;
        let mut bytes = [0; 8];
        file.read_exact(&mut bytes)?;
        if u64::from_le_bytes(bytes) != left {
            return Err(StateError::Bytes("the state has another length".into()));
        }
        Ok((about, State::read(&mut file, left)?))
    };
    parse().map_err(|error| damaged(&error.to_string()))
}

/// What can be done about a checkpoint that cannot be used.
const EXPORT: &str = "`rheobase export` writes what was recorded up to where the run ended";

/// Whether the last four bytes are the checksum of all others.
fn is_whole(file: &mut File, length: u64) -> io::Result<bool> {
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
