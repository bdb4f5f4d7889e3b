//! The folder of results: whose files are in it, and how new ones take their places.

use super::{Summary, TrialSummary, files};
use crate::error::Failure;
use crate::export::{AtomicFile, ExportError};
use rheobase::spec::NetworkSpec;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Files of the run whose results the folder holds; `None` where it holds none.
fn earlier(folder: &Path) -> Option<Vec<String>> {
    let text = fs::read_to_string(folder.join(files::SUMMARY)).ok()?;
    let single = serde_json::from_str(&text).map(|summary: Summary| summary.files);
    let trials = || serde_json::from_str(&text).map(|summary: TrialSummary| summary.files);
    let named = single.or_else(|_| trials()).ok()?;
    // Only what a run can have written, whatever somebody has put there.
    let drawn = files::drawn();
    let is_ours = |name: &String| {
        let is_plain = Path::new(name).components().count() == 1;
        is_plain
            && (files::DATA.contains(&name.as_str()) || drawn.contains(name) || is_matrix(name))
    };
    Some(named.into_iter().filter(is_ours).collect())
}

fn is_matrix(name: &str) -> bool {
    name.len() > 4 && name.ends_with(".mtx")
}

/// Sees that a run may and can write these files to the folder: before the run, not after it. A
/// folder that was not there is not there afterwards.
///
/// Errors: a file of such a name that no run wrote, a file that the network reads, a folder that
/// cannot be written.
pub fn check_folder(folder: &Path, spec: &NetworkSpec, planned: &[String]) -> Result<(), Failure> {
    check_writable(folder).map_err(|error| Failure::from(error).into_mistake())?;
    let old = earlier(folder);
    let help = "give another folder with --out, or move it away";
    let is_old = |name: &String| old.as_ref().is_some_and(|old| old.contains(name));
    for name in planned {
        let path = folder.join(name);
        if path.is_dir() || path.exists() && !is_old(name) {
            let damaged = old.is_none() && folder.join(files::SUMMARY).exists();
            let why = match damaged {
                true => ": the summary.json beside it is damaged, or not ours",
                false => "",
            };
            let message = format!("{} was not written by rheobase{why}", path.display());
            return Err(Failure::mistake(format!("{message}; it would be replaced"), help));
        }
    }
    let touched = planned.iter().chain(old.iter().flatten()).map(|name| folder.join(name));
    let touched: Vec<_> = touched.filter_map(|path| path.canonicalize().ok()).collect();
    for path in spec.data_files() {
        if path.canonicalize().is_ok_and(|path| touched.contains(&path)) {
            let message = format!("the network reads {}, which would be replaced", path.display());
            return Err(Failure::mistake(message, help));
        }
    }
    Ok(())
}

/// Makes a file in the folder and removes it, with all folders that had to be made.
fn check_writable(folder: &Path) -> Result<(), ExportError> {
    let missing: Vec<_> = folder.ancestors().take_while(|path| !path.exists()).collect();
    let made = make_folder(folder);
    let create = |()| Ok(AtomicFile::create(folder.join("rheobase-probe")).map(drop)?);
    let probe = made.and_then(create);
    for path in missing.iter().filter(|path| !path.as_os_str().is_empty()) {
        let _ = fs::remove_dir(path);
    }
    probe
}

/// Makes the folder where it is missing.
pub fn make_folder(folder: &Path) -> Result<(), ExportError> {
    fs::create_dir_all(folder).map_err(ExportError::io(folder, "making the folder"))
}

/// Keeps other runs out of the folder while one replaces what is in it, as long as this lives.
pub struct Lock(#[expect(dead_code, reason = "held, not used")] Option<File>);

impl Lock {
    /// Waits for the others. A system that has no locks has none.
    pub fn new(folder: &Path) -> Lock {
        let file = File::open(folder).ok();
        Lock(file.filter(|file| file.lock().is_ok()))
    }
}

/// A folder below that of the results, where files wait until all of them are there; removed in
/// the end.
pub struct Staged {
    /// Where they wait.
    pub path: PathBuf,
}

impl Staged {
    /// Makes the folder of results, and in it one for files to wait in.
    ///
    /// # Errors
    /// They cannot be made.
    pub fn new(folder: &Path) -> Result<Staged, ExportError> {
        make_folder(folder)?;
        remove_abandoned(folder);
        let path = folder.join(format!(".new-{}", std::process::id()));
        make_folder(&path)?;
        Ok(Staged { path })
    }

    /// Names of the files that wait, in order.
    pub fn names(&self) -> Result<Vec<String>, ExportError> {
        let listing = || ExportError::io(&self.path, "listing it");
        let entries = fs::read_dir(&self.path).map_err(listing())?;
        let names: Result<Vec<_>, _> = entries.map(|e| e.map(|e| e.file_name())).collect();
        let names = names.map_err(listing())?;
        let mut names: Vec<_> = names.iter().map(|n| n.to_string_lossy().into_owned()).collect();
        names.sort();
        Ok(names)
    }

    /// Gives all files their places, and removes those of the earlier run that this one has not.
    pub fn publish(self, folder: &Path) -> Result<(), ExportError> {
        let (old, new) = (earlier(folder), self.names()?);
        for name in &new {
            let place = folder.join(name);
            fs::rename(self.path.join(name), &place)
                .map_err(ExportError::io(&place, "placing it"))?;
        }
        for name in old.into_iter().flatten().filter(|name| !new.contains(name)) {
            let _ = fs::remove_file(folder.join(name));
        }
        Ok(())
    }
}

/// Removes what runs that were killed while writing have left; known where processes can be
/// looked up.
fn remove_abandoned(folder: &Path) {
    let processes = Path::new("/proc");
    let is_gone = |id: &str| id.parse::<u32>().is_ok() && !processes.join(id).exists();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|_| processes.join("self").exists()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.strip_prefix(".new-").is_some_and(is_gone) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    AtomicFile::remove_abandoned(folder);
}

impl Drop for Staged {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
