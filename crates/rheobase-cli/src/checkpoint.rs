//! The state of a run in a file, see [`rheobase::files`]; its head is JSON.

use crate::error::Failure;
use crate::export::ExportError;
use rheobase::files::{Format, ReadError, read_state, write_state};
use rheobase::state::State;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::Path;

/// The format, and the version of what the state means.
const FORMAT: Format = Format { magic: b"rheo.chk", version: 3 };

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
    let head = serde_json::to_vec(about).map_err(io::Error::from);
    let head = head.map_err(ExportError::io(path, "writing its content"))?;
    Ok(write_state(path, FORMAT, &head, state)?)
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
    let (head, state) = read_state(path, FORMAT).map_err(|error| match &error {
        ReadError::OtherFormat(_) => refuse("it is no checkpoint", EXPORT),
        ReadError::OtherVersion { found, format: Format { version, .. } } => {
            let message = format!("it is of version {found}, this program goes on from {version}");
            refuse(&message, "the version of rheobase that wrote it can go on from it")
        }
        ReadError::Io(_) | ReadError::Damaged(_) => refuse(&error.to_string(), EXPORT),
    })?;
    let about = serde_json::from_slice(&head);
    let about = about.map_err(|error| refuse(&format!("it is damaged: {error}"), EXPORT))?;
    Ok((about, state))
}

/// What can be done about a checkpoint that cannot be used.
const EXPORT: &str = "`rheobase export` writes what was recorded up to where the run ended";
