//! The folder `unfinished` in a folder of results: what a run needs to be exported or resumed
//! after it was killed. It is there from the first step on, and gone once the results are written.

use crate::error::Failure;
use crate::export::{AtomicFile, ExportError, atomic_write};
use crate::results::{files, make_folder};
use rheobase::spec::NetworkSpec;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// Name of the folder.
const FOLDER: &str = "unfinished";
/// How the run was asked for.
const OPTIONS: &str = "run.json";
/// Spikes and samples.
const LOG: &str = "run.log";
/// The state.
const CHECKPOINT: &str = "checkpoint";

/// What a run goes on with when it is resumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Version of this file.
    format: u32,
    /// Whether pictures are drawn in the end.
    pub plots: bool,
    /// `--checkpoint-every`, as it was typed.
    pub checkpoint_every: Option<String>,
}

impl Options {
    pub fn new(plots: bool, checkpoint_every: Option<String>) -> Options {
        Options { format: 1, plots, checkpoint_every }
    }
}

/// The folder, kept for one process as long as this lives.
#[derive(Debug)]
pub struct Unfinished {
    results: PathBuf,
    path: PathBuf,
    /// Held, so that others find it locked; `None` where the system has no locks.
    _lock: Option<File>,
}

impl Unfinished {
    /// Sees that a new run may begin in the folder of results; leaves nothing behind.
    ///
    /// # Errors
    /// A run is going on there, one is waiting to be resumed, or something is in the way that no
    /// run wrote.
    pub fn check(results: &Path) -> Result<(), Failure> {
        let path = results.join(FOLDER);
        if !path.exists() {
            return Ok(());
        }
        let help = "give another folder with --out, or move it away";
        let is_ours = || path.join(OPTIONS).is_file() || path.join(LOG).is_file();
        let is_empty = || fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_none());
        if !path.is_dir() || !(is_ours() || is_empty()) {
            let message = format!("{} was not written by rheobase", path.display());
            return Err(Failure::mistake(message, help));
        }
        let there = Unfinished::lock(results)?;
        if there.checkpoint().exists() {
            let message = format!("{} holds a run that can be resumed", results.display());
            let help = format!(
                "`rheobase resume {}` goes on with it; to begin anew remove {}",
                results.display(),
                path.display()
            );
            return Err(Failure::mistake(message, help));
        }
        Ok(())
    }

    /// Makes the folder, in place of one that a killed run without checkpoints has left.
    ///
    /// # Errors
    /// Those of [`Unfinished::check`]; it cannot be written.
    pub fn begin(
        results: &Path,
        spec: &NetworkSpec,
        options: &Options,
    ) -> Result<Unfinished, Failure> {
        Unfinished::check(results)?;
        make_folder(&results.join(FOLDER))?;
        let unfinished = Unfinished::lock(results)?;
        let write = || {
            let options = serde_json::to_vec(options).unwrap_or_default();
            atomic_write(unfinished.path.join(OPTIONS), |out| out.write_all(&options))?;
            let _ = fs::remove_file(unfinished.log());
            let text = spec.to_toml();
            atomic_write(unfinished.spec(), |out| out.write_all(text.as_bytes()))
        };
        let written: Result<(), ExportError> = write();
        match written {
            Ok(()) => Ok(unfinished),
            Err(error) => {
                unfinished.remove();
                Err(error.into())
            }
        }
    }

    /// Opens what a run has left.
    ///
    /// # Errors
    /// There is nothing, or the run is still going on.
    pub fn open(results: &Path) -> Result<Unfinished, Failure> {
        if !results.join(FOLDER).is_dir() {
            let finished = results.join(files::SUMMARY).is_file();
            let (what, help) = match (finished, results.is_dir()) {
                (true, _) => ("has finished: its results are there", ""),
                (_, true) => ("holds no run", "expected a folder that `rheobase run` writes to"),
                _ => ("does not exist", "expected a folder that `rheobase run` writes to"),
            };
            let message = match finished {
                true => format!("the run in {} {what}", results.display()),
                false => format!("{} {what}", results.display()),
            };
            return Err(Failure::mistake(message, help));
        }
        Unfinished::lock(results)
    }

    fn lock(results: &Path) -> Result<Unfinished, Failure> {
        let path = results.join(FOLDER);
        let file = File::open(&path).ok();
        if let Some(Err(TryLockError::WouldBlock)) = file.as_ref().map(File::try_lock) {
            let message = format!("another run is writing to {}", results.display());
            return Err(Failure::mistake(
                message,
                "wait for it, or give another folder with --out",
            ));
        }
        Ok(Unfinished { results: results.to_path_buf(), path, _lock: file })
    }

    /// The folder of results.
    pub fn results(&self) -> &Path {
        &self.results
    }

    /// Spikes and samples.
    pub fn log(&self) -> PathBuf {
        self.path.join(LOG)
    }

    /// The state.
    pub fn checkpoint(&self) -> PathBuf {
        self.path.join(CHECKPOINT)
    }

    /// The network.
    pub fn spec(&self) -> PathBuf {
        self.path.join(files::SPEC)
    }

    /// How the run was asked for.
    ///
    /// # Errors
    /// The file is missing or damaged.
    pub fn options(&self) -> Result<Options, Failure> {
        let path = self.path.join(OPTIONS);
        let read = fs::read(&path).map_err(|e| e.to_string());
        let options: Result<Options, String> =
            read.and_then(|bytes| serde_json::from_slice(&bytes).map_err(|e| e.to_string()));
        match options {
            Ok(options) if options.format == 1 => Ok(options),
            Ok(options) => {
                let message =
                    format!("{} is of version {}, not of 1", path.display(), options.format);
                Err(Failure::mistake(message, "another version of rheobase wrote it"))
            }
            Err(error) => {
                let message = format!("cannot read {}: {error}", path.display());
                Err(Failure::mistake(message, "expected what `rheobase run` has left there"))
            }
        }
    }

    /// Removes the folder with what a run has put there, and nothing of anybody else's.
    pub fn remove(self) {
        for name in [CHECKPOINT, LOG, files::SPEC, OPTIONS] {
            let _ = fs::remove_file(self.path.join(name));
        }
        AtomicFile::remove_abandoned(&self.path);
        let _ = fs::remove_dir(&self.path);
    }
}
