//! Spikes and samples from where a run kept them into their files, a piece at a time.

use super::files;
use super::kept::Kept;
use super::paint::Painter;
use crate::export::{ExportError, Precision, SpikeWriter, Trace, TraceWriter};
use crate::log::{Head, Piece};
use std::path::Path;

/// Writes `spikes.h5` and, where there are any, `traces.h5`.
///
/// # Errors
/// Writing fails, or the log cannot be read.
pub fn write_streams(kept: &Kept, folder: &Path) -> Result<(), ExportError> {
    let mut spikes = Spikes::create(kept, folder)?;
    let mut traces = Traces::create(kept, folder)?;
    kept.each(|piece| {
        spikes.take(piece)?;
        traces.as_mut().map_or(Ok(()), |traces| traces.take(piece))
    })?;
    spikes.file.finish()?;
    traces.map_or(Ok(()), Traces::finish)
}

struct Spikes<'a> {
    file: SpikeWriter,
    head: &'a Head,
    flags: Vec<bool>,
    firsts: Vec<u32>,
    /// Times and ids of one population in one piece.
    columns: Vec<(Vec<f64>, Vec<u64>)>,
}

impl<'a> Spikes<'a> {
    fn create(kept: &'a Kept, folder: &Path) -> Result<Spikes<'a>, ExportError> {
        let head = kept.head();
        let counts = kept.extent().spikes.iter();
        let names = head.populations.iter().map(|(name, _)| name.as_str());
        let file = SpikeWriter::create(folder.join(files::SPIKES), names.zip(counts.copied()))?;
        let columns = vec![Default::default(); head.populations.len()];
        Ok(Spikes { file, head, flags: head.recorded_flags(), firsts: head.firsts(), columns })
    }

    fn take(&mut self, piece: &Piece) -> Result<(), ExportError> {
        for spike in piece.spikes.iter().filter(|s| self.flags[s.neuron as usize]) {
            let p = self.firsts.partition_point(|&first| first <= spike.neuron) - 1;
            let (times, ids) = &mut self.columns[p];
            times.push((spike.tick + 1) as f64 * self.head.dt_ms);
            ids.push(u64::from(spike.neuron - self.firsts[p]));
        }
        for (population, (times, ids)) in self.columns.iter_mut().enumerate() {
            self.file.append(population, times, ids)?;
            times.clear();
            ids.clear();
        }
        Ok(())
    }
}

struct Traces {
    file: TraceWriter,
    /// One for each trace that has neurons.
    columns: Vec<(crate::export::TraceId, Painter)>,
}

impl Traces {
    fn create(kept: &Kept, folder: &Path) -> Result<Option<Traces>, ExportError> {
        let head = kept.head();
        if head.traces.iter().all(|trace| trace.ids.is_empty()) {
            return Ok(None);
        }
        let mut file = TraceWriter::create(folder.join(files::TRACES))?;
        let mut columns = Vec::new();
        for ((trace, painter), &rows) in
            head.traces.iter().zip(Painter::all(head)).zip(&kept.extent().rows)
        {
            if !trace.ids.is_empty() {
                let id = file.add(&Trace {
                    population: &head.populations[trace.population].0,
                    variable: &trace.variable,
                    unit: trace.unit(),
                    ids: &trace.ids,
                    start_ms: 0.0,
                    step_ms: trace.step_ms(head.dt_ms),
                    max_samples: rows,
                    precision: Precision::F32,
                })?;
                columns.push((id, painter));
            }
        }
        Ok(Some(Traces { file, columns }))
    }

    fn take(&mut self, piece: &Piece) -> Result<(), ExportError> {
        for (id, painter) in &mut self.columns {
            painter.take(piece, &mut |rows| self.file.append_f32(*id, rows))?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), ExportError> {
        for (id, painter) in self.columns {
            painter.finish(&mut |rows| self.file.append_f32(id, rows))?;
        }
        self.file.finish()
    }
}
