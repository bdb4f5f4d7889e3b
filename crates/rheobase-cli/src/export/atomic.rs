//! Files that appear whole or not at all: those of the library, with the errors of exports.

use super::ExportError;
use rheobase::files::WriteError;
use std::io::{self, Write};
use std::path::Path;

pub use rheobase::files::AtomicFile;

impl From<WriteError> for ExportError {
    fn from(WriteError { path, doing, source }: WriteError) -> Self {
        ExportError::Io { path, doing, source }
    }
}

/// Writes a file whole or not at all: `fill` writes its content.
///
/// # Errors
/// Those of `fill`, and those of creating and committing the file. In each case
/// an older file of the name is untouched and no temporary is left.
pub fn atomic_write(
    path: impl AsRef<Path>,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), ExportError> {
    Ok(rheobase::files::atomic_write(path, fill)?)
}
