//! The folder of results: whose files are in it, and how new ones take their places.

use super::files;
use crate::error::Failure;
use crate::export::{AtomicFile, ExportError};
use crate::figures;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// What a summary says of the files beside it.
#[derive(Deserialize)]
struct Owned {
    files: Vec<String>,
}

/// Data files of the run whose results the folder holds; `None` where it holds none.
fn earlier(folder: &Path) -> Option<Vec<String>> {
    let text = fs::read_to_string(folder.join(files::SUMMARY)).ok()?;
    let owned: Owned = serde_json::from_str(&text).ok()?;
    // Names only: nothing outside of the folder is ever touched.
    let is_name = |name: &String| Path::new(name).components().count() == 1 && name != "..";
    Some(owned.files.into_iter().filter(is_name).collect())
}

/// Names that a run may write, the `.mtx` files of projections left out.
fn names() -> impl Iterator<Item = String> {
    let pictures = figures::NAMES.iter().flat_map(|n| [format!("{n}.png"), format!("{n}.svg")]);
    files::ALL.iter().map(|&name| name.to_owned()).chain(pictures)
}

/// Sees that a run may and can write to the folder: before the run, not after it. A folder that
/// was not there is not there afterwards.
///
/// Errors: a file of a name that we would write and that no run of ours wrote, a folder of such a
/// name, a folder that cannot be written.
pub fn check_folder(folder: &Path) -> Result<(), Failure> {
    let is_new = !folder.exists();
    make_folder(folder).map_err(|error| Failure::from(error).into_mistake())?;
    let probe = AtomicFile::create(folder.join("rheobase-probe")).map(drop);
    if is_new {
        let _ = fs::remove_dir(folder);
    }
    probe.map_err(|error| Failure::from(error).into_mistake())?;
    let is_ours = earlier(folder).is_some();
    let foreign = names().map(|name| folder.join(name)).find(|path| match is_ours {
        true => path.is_dir(),
        false => path.exists(),
    });
    match foreign {
        None => Ok(()),
        Some(path) => Err(Failure::mistake(
            format!("{} was not written by rheobase and would be replaced", path.display()),
            "give another folder with --out, or move it away",
        )),
    }
}

/// Makes the folder where it is missing.
pub fn make_folder(folder: &Path) -> Result<(), ExportError> {
    fs::create_dir_all(folder).map_err(ExportError::io(folder, "making the folder"))
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

    /// Gives all files their places, and removes those of the earlier run that this one has not,
    /// with its pictures.
    pub fn publish(self, folder: &Path) -> Result<(), ExportError> {
        let (old, new) = (earlier(folder), self.names()?);
        for name in &new {
            let place = folder.join(name);
            fs::rename(self.path.join(name), &place)
                .map_err(ExportError::io(&place, "placing it"))?;
        }
        let Some(old) = old else { return Ok(()) };
        let pictures = names().filter(|name| !files::ALL.contains(&name.as_str()));
        let report = [files::REPORT.to_owned()];
        let gone = old.into_iter().filter(|name| !new.contains(name)).chain(pictures).chain(report);
        for name in gone {
            let _ = fs::remove_file(folder.join(name));
        }
        Ok(())
    }
}

/// Removes what runs that were killed while writing have left; known where processes can be
/// looked up.
fn remove_abandoned(folder: &Path) {
    let processes = Path::new("/proc");
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|_| processes.join("self").exists()) {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(".new-"));
        if process.is_some_and(|id| id.parse::<u32>().is_ok() && !processes.join(id).exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
