//! Help for tests that run the program as a user would.
#![allow(dead_code, missing_docs)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// An empty folder in which the program runs.
pub struct Place {
    folder: TempDir,
}

/// What a command left.
pub struct Done {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Place {
        Place { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("a file in the temporary folder");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rheobase"));
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    pub fn rheobase(&self, arguments: &[&str]) -> Done {
        let output = self.command(arguments).output().expect("the program starts");
        Done::of(&output)
    }

    /// Runs a command that must succeed; returns what it printed.
    #[track_caller]
    pub fn ok(&self, arguments: &[&str]) -> String {
        let done = self.rheobase(arguments);
        assert_eq!(done.code, Some(0), "{arguments:?}: {}{}", done.out, done.err);
        assert_eq!(done.err, "", "{arguments:?}");
        done.out
    }

    /// Runs a command that must be refused as the user's mistake, and must not write anything.
    /// Returns the message.
    #[track_caller]
    pub fn mistake(&self, arguments: &[&str]) -> String {
        let before = self.files();
        let done = self.rheobase(arguments);
        assert_eq!(done.code, Some(2), "{arguments:?}: {}{}", done.out, done.err);
        assert_eq!(done.out, "", "{arguments:?}");
        assert!(!done.err.contains("panicked"), "{}", done.err);
        assert_eq!(self.files(), before, "{arguments:?} left something behind");
        done.err
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.read(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// Everything in the folder, sorted.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut all = Vec::new();
        collect(self.folder.path(), &mut all);
        all.sort();
        all
    }
}

impl Done {
    pub fn of(output: &Output) -> Done {
        Done {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

fn collect(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, all);
        }
        all.push(path);
    }
}

/// The spike hash in a summary.
pub fn hash(summary: &Value) -> String {
    summary["spike_hash"].as_str().expect("a hash").to_owned()
}
