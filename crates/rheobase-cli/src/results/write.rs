//! Results into a folder, each file whole or not at all.

use super::connectivity::write_connectivity;
use super::folder::Staged;
use super::kept::Kept;
use super::stream::write_streams;
use super::weights_file::write_weights;
use super::{Results, files};
use crate::export::{ExportError, atomic_write};
use crate::output::without_noise;
use rheobase::network::Network;
use std::io;
use std::path::Path;

/// Writes everything but pictures and report: all of it or, where the disk is full or the like,
/// nothing, so that an earlier run in the folder stays whole. The summary then names the files, and
/// those that are still to be `drawn`.
pub fn write(
    results: &mut Results,
    kept: &Kept,
    network: &Network,
    folder: &Path,
    drawn: Vec<String>,
) -> Result<(), ExportError> {
    let staged = Staged::new(folder)?;
    let file = |name: &str| staged.path.join(name);
    write_text(&file(files::SPEC), &results.spec.to_toml())?;
    write_streams(kept, &staged.path)?;
    neurons(results, &file(files::NEURONS))?;
    if !results.rates.is_empty() {
        rates(results, &file(files::RATES))?;
    }
    if !results.weights.is_empty() {
        write_weights(&file(files::WEIGHTS), &results.weights)?;
    }
    write_connectivity(network, &staged.path)?;
    results.summary.files = staged.names()?;
    results.summary.files.push(files::SUMMARY.into());
    results.summary.files.extend(drawn);
    write_json(&file(files::SUMMARY), &results.summary)?;
    staged.publish(folder)
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

fn rates(results: &Results, path: &Path) -> Result<(), ExportError> {
    atomic_write(path, |out| {
        writeln!(out, "recording,population,start_ms,bin_ms,rate_hz")?;
        for rate in &results.rates {
            for (bin, hz) in rate.rate_hz.iter().enumerate() {
                let start = without_noise(bin as f64 * rate.bin_ms);
                let (name, population) = (&rate.name, &rate.population);
                writeln!(out, "{name},{population},{start},{},{hz}", rate.bin_ms)?;
            }
        }
        Ok(())
    })
}
