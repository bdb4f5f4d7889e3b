//! Spikes painted into voltages, as both of them come.

use crate::log::{Head, Piece};
use rheobase::engine::Spike;

/// Paints the spikes of one trace. A spike belongs to the sample that was above threshold: in the
/// Euler scheme the one before the step in which it was found, in the exact scheme the one at its
/// time; with a coarser interval, the sample before. That may be the last one of the piece before,
/// so the last row waits for the next piece.
pub struct Painter {
    /// Global ids of the trace's neurons.
    ids: Vec<u32>,
    every: u64,
    after: u64,
    /// What spikes are painted as; `None`: they are not.
    paint: Option<f32>,
    index: usize,
    /// The row that waits, and what has come behind it.
    rows: Vec<f32>,
    /// Number of the first of these.
    first: u64,
}

impl Painter {
    /// One for each trace.
    pub fn all(head: &Head) -> Vec<Painter> {
        let firsts = head.firsts();
        let painter = |(index, t): (usize, &crate::log::TraceHead)| Painter {
            ids: t.ids.iter().map(|id| firsts[t.population] + id).collect(),
            every: t.every,
            after: head.paint_after,
            paint: t.paint.map(|v| v as f32),
            index,
            rows: Vec::new(),
            first: 0,
        };
        head.traces.iter().enumerate().map(painter).collect()
    }

    /// Takes a piece; `give` gets the rows that are done.
    pub fn take<E>(
        &mut self,
        piece: &Piece,
        give: &mut dyn FnMut(&[f32]) -> Result<(), E>,
    ) -> Result<(), E> {
        let samples = &piece.samples[self.index];
        let Some(paint) = self.paint else { return give(samples) };
        self.rows.extend_from_slice(samples);
        for spike in &piece.spikes {
            self.spike(spike, paint);
        }
        let width = self.ids.len();
        let done = self.rows.len().saturating_sub(width);
        give(&self.rows[..done])?;
        self.rows.drain(..done);
        self.first += (done / width.max(1)) as u64;
        Ok(())
    }

    fn spike(&mut self, spike: &Spike, paint: f32) {
        let Ok(column) = self.ids.binary_search(&spike.neuron) else { return };
        let row = (spike.tick + self.after) / self.every;
        // None where the run ended between the spike and its sample.
        let place = row.checked_sub(self.first).map(|r| r as usize * self.ids.len() + column);
        if let Some(v) = place.and_then(|place| self.rows.get_mut(place)) {
            *v = paint;
        }
    }

    /// The row that waited.
    pub fn finish<E>(self, give: &mut dyn FnMut(&[f32]) -> Result<(), E>) -> Result<(), E> {
        give(&self.rows)
    }
}
