//! Results into a folder, each file whole or not at all.

use super::connectivity::write_connectivity;
use super::weights_file::write_weights;
use super::{Results, files};
use crate::export::{
    AtomicFile, ExportError, PopulationSpikes, Precision, Trace, TraceWriter, atomic_write,
    write_spikes,
};
use rheobase::network::Network;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Sees that files can be written to the folder: before the run, not after it. A folder that was
/// not there is not there afterwards.
pub fn check_folder(folder: &Path) -> Result<(), ExportError> {
    let is_new = !folder.exists();
    make_folder(folder)?;
    let probe = AtomicFile::create(folder.join("rheobase-probe"));
    let checked = probe.map(drop);
    if is_new {
        let _ = fs::remove_dir(folder);
    }
    checked
}

/// Makes the folder where it is missing.
pub fn make_folder(folder: &Path) -> Result<(), ExportError> {
    fs::create_dir_all(folder).map_err(ExportError::io(folder, "making the folder"))
}

/// Writes everything but pictures and report: all of it or, where the disk is full or the like,
/// nothing, so that an earlier run in the folder stays whole. Files and pictures that the earlier
/// run has and this one has not are removed.
pub fn write(results: &Results, network: &Network, folder: &Path) -> Result<(), ExportError> {
    make_folder(folder)?;
    let staged = Staged::new(folder)?;
    fill(results, network, &staged.path)?;
    let written = staged.publish(folder)?;
    remove_old_pictures(folder);
    for name in files::OPTIONAL.iter().filter(|name| !written.iter().any(|w| w == *name)) {
        let _ = fs::remove_file(folder.join(name));
    }
    Ok(())
}

/// A folder below that of the results, where files wait until all of them are there; removed in
/// the end.
struct Staged {
    path: PathBuf,
}

impl Staged {
    fn new(folder: &Path) -> Result<Staged, ExportError> {
        let path = folder.join(format!(".new-{}", std::process::id()));
        make_folder(&path)?;
        Ok(Staged { path })
    }

    /// Gives all files their places; returns their names.
    fn publish(self, folder: &Path) -> Result<Vec<String>, ExportError> {
        let listing =
            fs::read_dir(&self.path).map_err(ExportError::io(&self.path, "listing it"))?;
        let mut names = Vec::new();
        for entry in listing {
            let entry = entry.map_err(ExportError::io(&self.path, "listing it"))?;
            let place = folder.join(entry.file_name());
            fs::rename(entry.path(), &place).map_err(ExportError::io(&place, "placing it"))?;
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
        Ok(names)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Writes all files into an empty folder.
fn fill(results: &Results, network: &Network, folder: &Path) -> Result<(), ExportError> {
    let file = |name: &str| folder.join(name);
    write_text(&file(files::SPEC), &results.spec.to_toml())?;
    write_json(&file(files::SUMMARY), &results.summary)?;
    spikes(results, &file(files::SPIKES))?;
    neurons(results, &file(files::NEURONS))?;
    if !results.traces.is_empty() {
        traces(results, &file(files::TRACES))?;
    }
    if !results.rates.is_empty() {
        rates(results, &file(files::RATES))?;
    }
    if !results.weights.is_empty() {
        write_weights(&file(files::WEIGHTS), &results.weights)?;
    }
    write_connectivity(network, folder)
}

/// Removes the pictures of an earlier run.
pub fn remove_old_pictures(folder: &Path) {
    for name in crate::figures::NAMES {
        for extension in ["png", "svg"] {
            let _ = fs::remove_file(folder.join(format!("{name}.{extension}")));
        }
    }
}

/// A text file.
pub fn write_text(path: &Path, text: &str) -> Result<(), ExportError> {
    atomic_write(path, |out| out.write_all(text.as_bytes()))
}

/// A JSON file, indented, with a line end.
pub fn write_json(path: &Path, value: &impl serde::Serialize) -> Result<(), ExportError> {
    atomic_write(path, |out| {
        serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::other)?;
        out.write_all(b"\n")
    })
}

fn spikes(results: &Results, path: &Path) -> Result<(), ExportError> {
    let populations = results.spec.populations.iter().zip(&results.spikes);
    let columns: Vec<_> = populations
        .map(|(p, s)| PopulationSpikes { population: &p.name, times_ms: &s.times_ms, ids: &s.ids })
        .collect();
    write_spikes(path, &columns)
}

fn neurons(results: &Results, path: &Path) -> Result<(), ExportError> {
    let analysis = results.summary.analysis;
    let seconds = (analysis.stop_ms - analysis.start_ms).max(0.0) / 1000.0;
    atomic_write(path, |out| {
        writeln!(out, "population,neuron,spikes,rate_hz,recorded")?;
        for (p, population) in results.spec.populations.iter().enumerate() {
            let mut recorded = results.recorded[p].iter().peekable();
            for (neuron, &count) in results.counts[p].iter().enumerate() {
                let rate = if seconds > 0.0 { f64::from(count) / seconds } else { 0.0 };
                let kept = recorded.next_if(|&&id| id as usize == neuron).is_some();
                writeln!(out, "{},{neuron},{count},{rate},{}", population.name, u8::from(kept))?;
            }
        }
        Ok(())
    })
}

fn traces(results: &Results, path: &Path) -> Result<(), ExportError> {
    let mut file = TraceWriter::create(path)?;
    for trace in &results.traces {
        let id = file.add(&Trace {
            population: &results.spec.populations[trace.population].name,
            variable: &trace.variable,
            unit: "mV",
            ids: &trace.ids,
            start_ms: 0.0,
            step_ms: trace.step_ms,
            max_samples: (trace.samples.len() / trace.ids.len()) as u64,
            precision: Precision::F32,
        })?;
        let wide: Vec<f64> = trace.samples.iter().map(|&v| f64::from(v)).collect();
        file.append(id, &wide)?;
    }
    file.finish()
}

fn rates(results: &Results, path: &Path) -> Result<(), ExportError> {
    atomic_write(path, |out| {
        writeln!(out, "recording,population,start_ms,bin_ms,rate_hz")?;
        for rate in &results.rates {
            for (bin, hz) in rate.rate_hz.iter().enumerate() {
                let start = bin as f64 * rate.bin_ms;
                let (name, population) = (&rate.name, &rate.population);
                writeln!(out, "{name},{population},{start},{},{hz}", rate.bin_ms)?;
            }
        }
        Ok(())
    })
}
