//! Recorded spikes and samples as they were kept, in memory or in a log, as one stream.

use crate::log::{Extent, Head, LogReader, Piece, Unusable};
use rheobase::engine::Spike;
use rheobase::record::Simulation;

/// What a run has kept of spikes and samples.
#[derive(Debug)]
pub struct Kept {
    head: Head,
    extent: Extent,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Memory(Piece),
    Log(LogReader),
}

impl Kept {
    /// What is in a log up to `extent`.
    pub fn in_log(log: LogReader, extent: Extent) -> Kept {
        Kept { head: log.head().clone(), extent, place: Place::Log(log) }
    }

    /// What a simulation without a sink has recorded; spikes and samples are moved out of it.
    pub fn in_memory(simulation: &mut Simulation) -> Kept {
        let network = simulation.engine.network();
        let head = Head::new(network, &simulation.recording);
        let recording = &mut simulation.recording;
        let mut spikes = std::mem::take(&mut recording.spikes);
        let recorded = spikes.len();
        let firsts = head.firsts();
        // Spikes that are painted are there twice, if their neurons' spikes are recorded too.
        for (trace, about) in recording.traces.iter_mut().zip(&head.traces) {
            let global = |column: u32| firsts[about.population] + about.ids[column as usize];
            let painted = std::mem::take(&mut trace.spikes).into_iter();
            let painted = painted.filter(|_| about.paint.is_some());
            spikes.extend(painted.map(|(tick, c)| Spike { tick, neuron: global(c) }));
        }
        if spikes.len() > recorded {
            spikes.sort_unstable();
            spikes.dedup();
        }
        let narrow = |samples: Vec<f64>| samples.into_iter().map(|v| v as f32).collect();
        let samples = recording.traces.iter_mut().map(|t| narrow(std::mem::take(&mut t.samples)));
        let piece = Piece { stop: recording.ticks, spikes, samples: samples.collect() };
        let extent = extent(&head, &piece);
        Kept { head, extent, place: Place::Memory(piece) }
    }

    /// What it is about.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// How much there is.
    pub fn extent(&self) -> &Extent {
        &self.extent
    }

    /// Hands everything, piece by piece, to `take`.
    ///
    /// # Errors
    /// Those of `take`; the log cannot be read.
    pub fn each<E: From<Unusable>>(
        &self,
        mut take: impl FnMut(&Piece) -> Result<(), E>,
    ) -> Result<(), E> {
        match &self.place {
            Place::Memory(piece) => take(piece),
            Place::Log(log) => log.each(&self.extent, take),
        }
    }
}

fn extent(head: &Head, piece: &Piece) -> Extent {
    let flags = head.recorded_flags();
    let recorded = |first: u32, size: u32| {
        let mine = |s: &&Spike| (first..first + size).contains(&s.neuron);
        let kept = piece.spikes.iter().filter(mine).filter(|s| flags[s.neuron as usize]);
        kept.count() as u64
    };
    let sizes = head.populations.iter().map(|p| p.1);
    let widths = head.traces.iter().map(|t| t.ids.len().max(1));
    Extent {
        bytes: 0,
        ticks: piece.stop,
        spikes: head.firsts().into_iter().zip(sizes).map(|(f, s)| recorded(f, s)).collect(),
        rows: piece.samples.iter().zip(widths).map(|(s, w)| (s.len() / w) as u64).collect(),
        damaged: 0,
    }
}
