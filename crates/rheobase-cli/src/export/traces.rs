//! Traces in the layout of SONATA's frame-oriented element report.
//!
//! A SONATA report holds one variable per population. We record several (V, I,
//! a gating variable…) of one population into one file, so:
//!
//! ```text
//! /report/<population>/<variable>/data                       [samples, neurons], units, variable
//! /report/<population>/<variable>/mapping/node_ids           ids in the population
//!                                        /index_pointers     0, 1, …: one element per neuron
//!                                        /element_ids        0: point neurons have no sections
//!                                        /time               [start, stop, step], units = ms
//! /report/<population>/data, mapping                         the same objects as the first variable's
//! ```
//!
//! The last line, made of hard links, is what SONATA readers open by the
//! population's name; they find the further variables as the populations
//! `"dSPN/I"` and so on. Sample `i` was taken at `start + i·step`.
//!
//! libsonata reads 4-byte floats only; [`Precision::F64`] keeps every bit but is
//! for h5py and its like.

use std::path::Path;

use super::spikes::sonata_marks;
use super::{Attr, ExportError, H5File, Object, Rows};

/// How many bits of each sample are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// Seven digits, as SONATA's readers want it.
    #[default]
    F32,
    /// As computed.
    F64,
}

/// One variable of some neurons of a population, sampled at regular times.
#[derive(Debug, Clone, Copy)]
pub struct Trace<'a> {
    /// The population's name.
    pub population: &'a str,
    /// The variable's name, unique in the population.
    pub variable: &'a str,
    /// Its unit, such as `mV`.
    pub unit: &'a str,
    /// The neurons, counted from 0 in the population: the columns.
    pub ids: &'a [u32],
    /// Time of the first sample, ms.
    pub start_ms: f64,
    /// From one sample to the next, ms.
    pub step_ms: f64,
    /// Most samples that will come.
    pub max_samples: u64,
    /// Precision in the file.
    pub precision: Precision,
}

/// One trace of a [`TraceWriter`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceId(usize);

#[derive(Clone, Copy)]
enum Samples {
    F32(Rows<f32>),
    F64(Rows<f64>),
}

struct Open {
    samples: Samples,
    mapping: Object,
    start_ms: f64,
    step_ms: f64,
}

/// `traces.h5` being written: declare all traces, append samples as they come,
/// in any order among the traces, and finish.
pub struct TraceWriter {
    file: H5File,
    traces: Vec<Open>,
    populations: Vec<String>,
    narrow: Vec<f32>,
}

impl TraceWriter {
    /// Starts writing what shall become `path`.
    ///
    /// # Errors
    /// As [`AtomicFile::create`](super::AtomicFile::create).
    pub fn create(path: impl AsRef<Path>) -> Result<Self, ExportError> {
        let mut file = H5File::create(path)?;
        sonata_marks(&mut file)?;
        file.group("/report")?;
        Ok(TraceWriter { file, traces: Vec::new(), populations: Vec::new(), narrow: Vec::new() })
    }

    /// Declares a trace.
    ///
    /// # Errors
    /// Writing fails, the population has this variable already, a name is not
    /// usable (`data` and `mapping` are SONATA's own), or the step is not above 0.
    pub fn add(&mut self, trace: &Trace) -> Result<TraceId, ExportError> {
        let Trace { population, variable, ids, start_ms, step_ms, .. } = *trace;
        let path = self.file.path();
        ExportError::check_name(path, population)?;
        ExportError::check_name(path, variable)?;
        if matches!(variable, "data" | "mapping") {
            let (name, problem) = (variable.to_owned(), "is SONATA's own in a report");
            return Err(ExportError::Name { path: path.to_path_buf(), name, problem });
        }
        let times_fit = start_ms.is_finite() && step_ms.is_finite() && step_ms > 0.0;
        if !times_fit {
            let what = format!("the trace {population}/{variable}");
            let found = format!("samples every {step_ms} ms from {start_ms} ms");
            return Err(ExportError::shape(path, what, found, "finite times, a step above zero"));
        }
        let first = !self.populations.iter().any(|p| p == population);
        let parent = self.file.group(&format!("/report/{population}"))?;
        let group = self.file.new_group(parent, variable)?;
        let (columns, most) = (ids.len() as u64, trace.max_samples);
        let samples = match trace.precision {
            Precision::F32 => Samples::F32(self.file.rows(group, "data", most, columns)?),
            Precision::F64 => Samples::F64(self.file.rows(group, "data", most, columns)?),
        };
        let data = samples.object();
        self.file.attr(data, "units", Attr::Str(trace.unit))?;
        self.file.attr(data, "variable", Attr::Str(variable))?;
        let mapping = self.mapping(group, ids)?;
        if first {
            self.populations.push(population.to_owned());
            self.file.link(parent, "data", data)?;
            self.file.link(parent, "mapping", mapping)?;
        }
        self.traces.push(Open { samples, mapping, start_ms, step_ms });
        Ok(TraceId(self.traces.len() - 1))
    }

    /// Appends one or more samples of every neuron of the trace, in the order of
    /// its ids.
    ///
    /// # Errors
    /// Writing fails, or these are not whole samples, or more than declared.
    pub fn append(&mut self, trace: TraceId, values: &[f64]) -> Result<(), ExportError> {
        match self.traces[trace.0].samples {
            Samples::F64(rows) => self.file.append(&rows, values),
            Samples::F32(rows) => {
                self.narrow.clear();
                self.narrow.extend(values.iter().map(|&value| value as f32));
                self.file.append(&rows, &self.narrow)
            }
        }
    }

    /// The same of samples in single precision.
    ///
    /// # Errors
    /// As [`append`](TraceWriter::append).
    pub fn append_f32(&mut self, trace: TraceId, values: &[f32]) -> Result<(), ExportError> {
        match self.traces[trace.0].samples {
            Samples::F32(rows) => self.file.append(&rows, values),
            Samples::F64(rows) => {
                let wide: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
                self.file.append(&rows, &wide)
            }
        }
    }

    /// Writes what is left and gives the file its name.
    ///
    /// # Errors
    /// Writing fails; nothing of the file is left then.
    pub fn finish(mut self) -> Result<(), ExportError> {
        for trace in &self.traces {
            let count = match trace.samples {
                Samples::F32(rows) => self.file.row_count(&rows),
                Samples::F64(rows) => self.file.row_count(&rows),
            };
            let time = [trace.start_ms, stop(trace.start_ms, trace.step_ms, count), trace.step_ms];
            let time = self.file.dataset(trace.mapping, "time", &[3], time)?;
            self.file.attr(time, "units", Attr::Str("ms"))?;
        }
        self.file.finish()
    }

    fn mapping(&mut self, parent: Object, ids: &[u32]) -> Result<Object, ExportError> {
        let group = self.file.new_group(parent, "mapping")?;
        let count = ids.len() as u64;
        let wide = ids.iter().map(|&id| u64::from(id));
        let node_ids = self.file.dataset(group, "node_ids", &[count], wide)?;
        self.file.attr(node_ids, "sorted", Attr::U8(u8::from(ids.is_sorted())))?;
        self.file.dataset(group, "index_pointers", &[count + 1], 0..=count)?;
        self.file.dataset(group, "element_ids", &[count], ids.iter().map(|_| 0u32))?;
        Ok(group)
    }
}

impl Samples {
    fn object(self) -> Object {
        match self {
            Samples::F32(rows) => rows.object(),
            Samples::F64(rows) => rows.object(),
        }
    }
}

/// The end of the report, one step after the last sample. libsonata finds the
/// number of samples by adding `step` until it reaches `stop` within 1e-6 ms;
/// where rounding would make it find another number, half a step less is said.
fn stop(start: f64, step: f64, count: u64) -> f64 {
    let stop = start + count as f64 * step;
    let (mut time, mut found) = (start, 0);
    while time < stop - 1e-6 && found <= count {
        time += step;
        found += 1;
    }
    if found == count { stop } else { start + (count as f64 - 0.5) * step }
}

#[cfg(test)]
mod tests {
    use super::stop;

    /// libsonata's way to the number of samples.
    fn counted(start: f64, stop: f64, step: f64) -> u64 {
        let (mut time, mut found) = (start, 0);
        while time < stop - 1e-6 {
            time += step;
            found += 1;
        }
        found
    }

    #[test]
    fn readers_find_as_many_samples_as_there_are() {
        for (start, step) in
            [(0.0, 0.1), (0.1, 0.1), (1000.0, 0.05), (0.0, 1.0 / 3.0), (0.0, 0.025)]
        {
            for count in [0, 1, 2, 3, 10, 999, 10_000, 1_000_003] {
                let stop = stop(start, step, count);
                assert_eq!(counted(start, stop, step), count, "{count} samples every {step}");
            }
        }
        // The plain end would be wrong here: rounding errors add up.
        let plain = 1_000_003.0 * (1.0 / 3.0);
        assert_eq!(stop(0.0, 1.0, 3), 3.0);
        assert_ne!(counted(0.0, plain, 1.0 / 3.0), 1_000_003);
    }
}
