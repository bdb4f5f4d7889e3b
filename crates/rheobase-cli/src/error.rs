//! How a command ends when it does not succeed.

use crate::export::ExportError;
use crate::log::Unusable;
use rheobase::spec::{Problem, Problems};
use std::fmt;

/// What to tell the user, and the exit code.
#[derive(Debug)]
pub struct Failure {
    /// One or more lines; empty where all has been said.
    pub message: String,
    /// The process's exit code: see `rheobase --help`.
    pub code: u8,
}

/// Exit code of a run that failed, or whose files could not be written.
pub const FAILED: u8 = 1;
/// Exit code of a mistake in what was asked for.
pub const MISTAKE: u8 = 2;
/// Exit code after Ctrl-C.
pub const INTERRUPTED: u8 = 130;

impl Failure {
    /// Something that the user can put right, with what would be accepted.
    pub fn mistake(message: impl fmt::Display, help: impl fmt::Display) -> Failure {
        let help = help.to_string();
        let tail = if help.is_empty() { String::new() } else { format!("\n  help: {help}") };
        Failure { message: format!("error: {message}{tail}"), code: MISTAKE }
    }

    /// Something that went wrong on the way.
    pub fn failed(message: impl fmt::Display) -> Failure {
        Failure { message: format!("error: {message}"), code: FAILED }
    }

    /// The same, as a mistake of the user's.
    pub fn into_mistake(self) -> Failure {
        Failure { code: MISTAKE, ..self }
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Failure { message: problems.to_string(), code: MISTAKE }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Problems::new(vec![problem]).into()
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Failure::failed(error)
    }
}

impl From<Unusable> for Failure {
    fn from(error: Unusable) -> Self {
        Failure::failed(error)
    }
}

impl From<rheobase_plot::PlotError> for Failure {
    fn from(error: rheobase_plot::PlotError) -> Self {
        Failure::failed(error)
    }
}
