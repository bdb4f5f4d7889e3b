//! Files that are whole or not there, and files of states.

mod atomic;
mod state_file;

pub use atomic::{AtomicFile, atomic_write};
pub use state_file::{Format, ReadError, read_state, read_state_from, write_state, write_state_to};

use std::io;
use std::path::{Path, PathBuf};

/// Why a file could not be written. It names the file as the user did.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {doing}: {source}", path.display())]
pub struct WriteError {
    /// The file that was to be written.
    pub path: PathBuf,
    /// What was being done to it.
    pub doing: &'static str,
    /// What the system says.
    pub source: io::Error,
}

impl WriteError {
    pub(crate) fn io(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| WriteError { path: path.to_path_buf(), doing, source }
    }
}
