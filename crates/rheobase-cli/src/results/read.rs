//! Results out of a folder.

use super::load::{LIMITS, places};
use super::reader::{Reader, Unreadable};
use super::weights_file::read_weights;
use super::{Rate, Results, Spikes, Summary, Trace, TrialSummary, Version, files};
use crate::error::Failure;
use crate::log::TraceHead;
use crate::output::{grouped, time};
use rheobase::spec::NetworkSpec;
use std::fs;
use std::path::Path;

/// Reads what [`super::write`] has written.
///
/// # Errors
/// A file is missing, damaged, or of another version.
pub fn read(folder: &Path) -> Result<Results, Failure> {
    read_part(folder, None)
}

/// The same, with the spikes and samples of a stretch of time (ms) only.
///
/// # Errors
/// As [`read`]; there are too many of them.
pub fn read_stretch(folder: &Path, stretch: (f64, f64)) -> Result<Results, Failure> {
    let results = read_part(folder, Some(stretch))?;
    let spikes: usize = results.spikes.iter().map(|s| s.ids.len()).sum();
    if spikes as u64 > LIMITS.spikes {
        let message = format!(
            "more than {} spikes were recorded from {} to {}",
            grouped(LIMITS.spikes),
            time(stretch.0),
            time(stretch.1)
        );
        return Err(Failure::mistake(message, "show a shorter stretch"));
    }
    Ok(results)
}

fn read_part(folder: &Path, stretch: Option<(f64, f64)>) -> Result<Results, Failure> {
    let summary = read_summary(&folder.join(files::SUMMARY))?;
    let path = folder.join(files::SPEC);
    let parsed = NetworkSpec::from_toml(&text(&path)?, folder);
    let spec = parsed.map_err(|p| p.in_file(path.display().to_string()))?.spec;
    // Only files of this run: others that may lie there are of another.
    let listed = |name: &str| summary.files.iter().any(|file| file == name);
    let missing = files::DATA.iter().filter(|name| listed(name)).map(|name| folder.join(name));
    if let Some(path) = missing.into_iter().find(|path| !path.exists()) {
        return Err(Unreadable::new(&path, "it is missing").into());
    }
    let (counts, recorded) = neurons(&spec, &folder.join(files::NEURONS))?;
    let until = summary.statistics_until_ms.unwrap_or(f64::INFINITY);
    let optional = |name: &str| listed(name).then(|| folder.join(name));
    Ok(Results {
        spikes: spikes(&spec, &folder.join(files::SPIKES), stretch.unwrap_or((0.0, until)))?,
        counts,
        recorded,
        traces: optional(files::TRACES)
            .map_or(Ok(Vec::new()), |path| traces(&spec, &path, stretch))?,
        rates: optional(files::RATES).map_or(Ok(Vec::new()), |path| rates(&path))?,
        weights: optional(files::WEIGHTS).map_or(Ok(Vec::new()), |path| read_weights(&path))?,
        spec,
        summary,
    })
}

fn text(path: &Path) -> Result<String, Unreadable> {
    fs::read_to_string(path).map_err(|e| Unreadable::new(path, e))
}

fn read_summary(path: &Path) -> Result<Summary, Unreadable> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: Version,
    }
    let text = text(path)?;
    let bad = |e: serde_json::Error| Unreadable::new(path, e);
    if serde_json::from_str::<TrialSummary>(&text).is_ok() {
        return Err(Unreadable::new(path, "these are trials, of which no spikes are kept"));
    }
    let head: Head = serde_json::from_str(&text).map_err(bad)?;
    if head.format != Version::CURRENT {
        let message = "it was written by another version of rheobase; run the network again";
        return Err(Unreadable::new(path, message));
    }
    serde_json::from_str(&text).map_err(bad)
}

/// Rows that are read at a time, of columns and of traces.
const AT_ONCE: u64 = 1 << 20;
const ROWS_AT_ONCE: u64 = 1 << 10;

/// The spikes from a time up to another; it ends early where they are too many.
fn spikes(
    spec: &NetworkSpec,
    path: &Path,
    (from, until): (f64, f64),
) -> Result<Vec<Spikes>, Unreadable> {
    let file = Reader::open(path)?;
    let population = |p: &rheobase::spec::PopulationSpec| {
        let [times, ids] = ["timestamps", "node_ids"].map(|c| format!("/spikes/{}/{c}", p.name));
        let mut spikes = Spikes::default();
        let rows = file.shape(&ids)?.0;
        if file.shape(&times)?.0 != rows {
            let message = format!("columns of different lengths in population {}", p.name);
            return Err(Unreadable::new(path, message));
        }
        for start in (0..rows).step_by(AT_ONCE as usize) {
            let range = (start, (start + AT_ONCE).min(rows));
            let ids = file.some_rows::<u64>(&ids, range)?;
            if let Some(id) = ids.iter().find(|&&id| id >= p.size) {
                let message = format!("neuron {id} in population {} of {} neurons", p.name, p.size);
                return Err(Unreadable::new(path, message));
            }
            let times = file.some_rows::<f64>(&times, range)?;
            // A limit is a step, and times are computed from steps otherwise than it.
            let first = times.partition_point(|&t| t < from - 0.5 * spec.dt);
            let last = times.partition_point(|&t| t <= until + 0.5 * spec.dt).max(first);
            spikes.ids.extend(ids[first..last].iter().map(|&id| id as u32));
            spikes.times_ms.extend(&times[first..last]);
            if last < times.len() || spikes.ids.len() as u64 > LIMITS.spikes {
                break;
            }
        }
        Ok(spikes)
    };
    spec.populations.iter().map(population).collect()
}

/// Spike counts of all neurons and indices of the recorded ones, per population.
type Neurons = (Vec<Vec<u32>>, Vec<Vec<u32>>);

fn neurons(spec: &NetworkSpec, path: &Path) -> Result<Neurons, Unreadable> {
    let mut counts: Vec<Vec<u32>> = vec![Vec::new(); spec.populations.len()];
    let mut recorded = counts.clone();
    for (number, line) in text(path)?.lines().enumerate().skip(1) {
        let fields: Vec<_> = line.split(',').collect();
        let row = match fields[..] {
            [name, _, spikes, _, kept] => {
                let population = spec.populations.iter().position(|p| p.name == name);
                population.zip(spikes.parse().ok()).map(|(p, spikes)| (p, spikes, kept == "1"))
            }
            _ => None,
        };
        let Some((population, spikes, kept)) = row else {
            let message = format!("line {}: `{line}` is no row of this network", number + 1);
            return Err(Unreadable::new(path, message));
        };
        if kept {
            recorded[population].push(counts[population].len() as u32);
        }
        counts[population].push(spikes);
    }
    for (population, counts) in spec.populations.iter().zip(&counts) {
        if counts.len() as u64 != population.size {
            let (rows, size) = (counts.len(), population.size);
            let message = format!("{rows} rows for the {size} neurons of {}", population.name);
            return Err(Unreadable::new(path, message));
        }
    }
    Ok((counts, recorded))
}

/// A trace in a file.
struct Stored {
    about: TraceHead,
    step_ms: f64,
    data: String,
}

/// The traces, as much of them as pictures show.
fn traces(
    spec: &NetworkSpec,
    path: &Path,
    stretch: Option<(f64, f64)>,
) -> Result<Vec<Trace>, Unreadable> {
    let file = Reader::open(path)?;
    let stored = stored(spec, path, &file)?;
    let heads: Vec<_> = stored.iter().map(|s| s.about.clone()).collect();
    let mut all = Vec::new();
    for Stored { about, step_ms, data } in stored {
        let places = places(&heads, &about);
        let (rows, width) = file.shape(&data)?;
        if width != about.ids.len() as u64 {
            let message = format!("{data}: {width} columns for {} neurons", about.ids.len());
            return Err(Unreadable::new(path, message));
        }
        // One sample more on each side: lines go on to the edges of a picture.
        let (first, last) = match stretch {
            None => (0, rows),
            Some((from, to)) => ((from / step_ms) as u64, (to / step_ms) as u64 + 2),
        };
        let rows = last.min(rows).min(first + LIMITS.rows);
        let mut samples = Vec::with_capacity(rows.saturating_sub(first) as usize * places.len());
        for start in (first..rows).step_by(ROWS_AT_ONCE as usize) {
            let some = file.some_rows::<f32>(&data, (start, (start + ROWS_AT_ONCE).min(rows)))?;
            for row in some.chunks_exact(about.ids.len().max(1)) {
                samples.extend(places.iter().map(|&place| row[place]));
            }
        }
        all.push(Trace {
            population: about.population,
            ids: places.iter().map(|&place| about.ids[place]).collect(),
            recorded: about.ids.len(),
            variable: about.variable,
            start_ms: first as f64 * step_ms,
            step_ms,
            samples,
        });
    }
    all.retain(|trace: &Trace| !trace.ids.is_empty());
    Ok(all)
}

fn stored(spec: &NetworkSpec, path: &Path, file: &Reader) -> Result<Vec<Stored>, Unreadable> {
    let mut all = Vec::new();
    for name in file.groups("/report")? {
        let population = spec.populations.iter().position(|p| p.name == name);
        let population = population.ok_or_else(|| {
            Unreadable::new(path, format!("the network has no population {name}"))
        })?;
        let variables = file.groups(&format!("/report/{name}"))?;
        for variable in variables.into_iter().filter(|v| v != "mapping") {
            let at = |what: &str| format!("/report/{name}/{variable}/{what}");
            let ids = file.numbers::<u64>(&at("mapping/node_ids"))?;
            let time = file.numbers::<f64>(&at("mapping/time"))?;
            let step_ms = time.get(2).copied().unwrap_or(f64::NAN);
            let ids = ids.into_iter().map(|id| id as u32).collect();
            let is_voltage = variable == "V" || variable.starts_with("V (");
            let (data, paint) = (at("data"), is_voltage.then_some(0.0));
            let about = TraceHead { population, variable, ids, every: 1, paint };
            all.push(Stored { about, step_ms, data });
        }
    }
    Ok(all)
}

fn rates(path: &Path) -> Result<Vec<Rate>, Unreadable> {
    let mut all: Vec<Rate> = Vec::new();
    for (number, line) in text(path)?.lines().enumerate().skip(1) {
        let fields: Vec<_> = line.split(',').collect();
        let bad = || Unreadable::new(path, format!("line {}: `{line}`", number + 1));
        let [name, population, _, bin, rate] = fields[..] else { return Err(bad()) };
        let bin_ms = bin.parse().map_err(|_| bad())?;
        if all.last().is_none_or(|last| last.name != name) {
            let (name, population) = (name.into(), population.into());
            all.push(Rate { name, population, bin_ms, rate_hz: Vec::new() });
        }
        if let Some(last) = all.last_mut() {
            last.rate_hz.push(rate.parse().map_err(|_| bad())?);
        }
    }
    Ok(all)
}
