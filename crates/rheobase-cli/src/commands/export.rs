//! `export`: the files of a killed run, from its log.

use crate::args::ExportArgs;
use crate::error::Failure;
use crate::log::LogReader;
use crate::output::{grouped, note, print, time};
use crate::results::{Kept, files, make_folder, write_streams};
use crate::unfinished::Unfinished;
use std::fs;
use std::path::PathBuf;

/// Default name of the folder.
const FOLDER: &str = "exported";
/// What may be in it.
const NAMES: [&str; 3] = [files::SPEC, files::SPIKES, files::TRACES];

/// Writes spikes and traces as far as the log is whole.
pub fn export(args: &ExportArgs) -> Result<(), Failure> {
    let unfinished = Unfinished::open(&args.results)?;
    let log = LogReader::open(&unfinished.log()).map_err(|e| Failure::from(e).into_mistake())?;
    let folder = folder(args)?;
    let extent = log.extent(None)?;
    if extent.damaged > 0 {
        note(&format!(
            "warning: the last {} bytes of {} are no whole frame and were left out",
            grouped(extent.damaged),
            log.path().display()
        ));
    }
    let until = time(extent.ticks as f64 * log.head().dt_ms);
    let spikes: u64 = extent.spikes.iter().sum();
    make_folder(&folder)?;
    for name in NAMES {
        // Of an earlier export; others have been refused.
        let _ = fs::remove_file(folder.join(name));
    }
    write_streams(&Kept::in_log(log, extent), &folder)?;
    let spec = folder.join(files::SPEC);
    let copied = fs::copy(unfinished.spec(), &spec);
    copied.map_err(|e| Failure::failed(format!("cannot write {}: {e}", spec.display())))?;
    let there = NAMES.into_iter().filter(|name| folder.join(name).exists());
    print(&format!(
        "{} spikes up to {until}\n{}/\n  {}\n",
        grouped(spikes),
        folder.display(),
        there.collect::<Vec<_>>().join("  ")
    ))
}

/// Where the files go: a folder of its own, or one in which nothing is replaced.
fn folder(args: &ExportArgs) -> Result<PathBuf, Failure> {
    let Some(folder) = &args.out else { return Ok(args.results.join(FOLDER)) };
    match NAMES.iter().find(|name| folder.join(name).exists()) {
        None => Ok(folder.clone()),
        Some(name) => {
            let path = folder.join(name);
            let message = format!("{} is there already; it would be replaced", path.display());
            Err(Failure::mistake(message, "give another folder with --out"))
        }
    }
}
