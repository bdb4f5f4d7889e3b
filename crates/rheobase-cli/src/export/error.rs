//! What can go wrong in writing, as a value.

use crate::log::Unusable;
use std::io;
use std::path::{Path, PathBuf};

/// Why a file could not be written. It names the file as the user did.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The operating system said no: disk full, no permission, no such folder.
    #[error("cannot write {}: {doing}: {source}", path.display())]
    Io {
        /// The file that was to be written.
        path: PathBuf,
        /// What was being done to it.
        doing: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// A population, variable or dataset cannot be called that.
    #[error("cannot write {}: the name {name:?} {problem}", path.display())]
    Name {
        /// The file that was to be written.
        path: PathBuf,
        /// The name.
        name: String,
        /// Why not.
        problem: &'static str,
    },
    /// Columns of different lengths, rows of the wrong width.
    #[error("cannot write {}: {what}: found {found}, expected {accepted}", path.display())]
    Shape {
        /// The file that was to be written.
        path: PathBuf,
        /// Which data.
        what: String,
        /// What it is.
        found: String,
        /// What it would have to be.
        accepted: String,
    },
}

impl From<Unusable> for ExportError {
    fn from(error: Unusable) -> Self {
        let source = io::Error::other(error.message);
        ExportError::Io { path: error.path, doing: "reading what was kept in it", source }
    }
}

impl ExportError {
    pub(crate) fn io(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| ExportError::Io { path: path.to_path_buf(), doing, source }
    }

    pub(crate) fn shape(
        path: &Path,
        what: impl Into<String>,
        found: impl ToString,
        accepted: impl ToString,
    ) -> Self {
        ExportError::Shape {
            path: path.to_path_buf(),
            what: what.into(),
            found: found.to_string(),
            accepted: accepted.to_string(),
        }
    }

    /// Refuses names that could not be found again as one step of a path.
    pub(crate) fn check_name(path: &Path, name: &str) -> Result<(), Self> {
        let problem = match name {
            "" => "is empty",
            "." | ".." => "means a folder",
            _ if name.contains('/') => "contains a slash",
            _ if name.contains('\0') => "contains a null",
            _ if name.len() > 1000 => "is longer than 1000 bytes",
            _ => return Ok(()),
        };
        Err(ExportError::Name { path: path.to_path_buf(), name: name.to_owned(), problem })
    }
}
