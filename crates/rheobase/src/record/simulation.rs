//! A whole run: phases, recordings, progress.

use super::plan::Plan;
use super::{Recording, Sink, SinkError, SpikeHash, Stretch, Tally, WeightSnapshot};
use crate::engine::{Block, Engine, Outcome, Recorder, RunError, Spike};
use crate::network::{CompileError, Network, Phase, ticks};
use crate::spec::RecordSpec;
use std::error::Error;
use std::ops::ControlFlow;
use std::sync::Arc;

/// An engine with the recordings that its description asks for.
pub struct Simulation {
    /// The engine.
    pub engine: Engine,
    /// What was recorded so far, or since it was last taken; valid also after an error or an
    /// interruption.
    pub recording: Recording,
    pub(super) plan: Plan,
    /// Recordings in place of those of the description.
    pub(super) records: Option<Vec<RecordSpec>>,
    /// Weights that are due before this tick were kept already.
    pub(super) weights_kept: u64,
    /// The phase whose controls were set last; their number once all are over.
    pub(super) phase: usize,
    /// Takes spikes and samples in place of the recording.
    sink: Option<Box<dyn Sink>>,
}

/// Values for which room is made in advance where nobody has asked whether they fit: 1 GiB.
const MOST_RESERVED: u64 = 1 << 27;

/// Steps beyond which no run goes.
const LAST_TICK: u64 = 1 << 53;

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub done: u64,
    /// Steps of the whole run.
    pub total: u64,
    /// Index of the phase at hand.
    pub phase: usize,
    /// Spikes so far.
    pub spikes: u64,
}

impl Simulation {
    /// Prepares the run of a network on that many threads.
    pub fn new(network: Arc<Network>, threads: usize) -> Result<Simulation, CompileError> {
        let plan = Plan::new(&network, &network.spec.record)?;
        let window = network.spec.analysis;
        let dt = network.dt();
        let start = ticks(window.start, dt, "analysis.start")?;
        let stop = match window.stop {
            Some(stop) => ticks(stop, dt, "analysis.stop")?,
            None => u64::MAX,
        };
        let recording = Recording {
            recorded: plan.spikes.clone(),
            counts: vec![0; network.size() as usize],
            tally: Tally::new(&network, start, stop),
            traces: plan.traces(0),
            rates: plan.rate_traces(0),
            hash: SpikeHash::default(),
            ..Recording::default()
        };
        let mut engine = Engine::new(Arc::clone(&network), threads)?;
        for (_, _, probe) in &plan.probes {
            engine.add_probe(probe.clone());
        }
        if let Some(phase) = network.phases.first() {
            engine.set_controls(phase.controls.clone());
        }
        let (records, weights_kept, phase, sink) = (None, 0, 0, None);
        Ok(Simulation { engine, recording, plan, records, weights_kept, phase, sink })
    }

    /// From now on spikes and samples go to the sink; the recording's lists stay as they are. To be
    /// called before the first step, or after [`Simulation::restore`].
    pub fn set_sink(&mut self, sink: Box<dyn Sink>) {
        self.sink = Some(sink);
    }

    /// The sink.
    pub fn sink(&mut self) -> Option<&mut (dyn Sink + 'static)> {
        self.sink.as_deref_mut()
    }

    /// Takes the sink off, after which the run must not go on.
    pub fn take_sink(&mut self) -> Option<Box<dyn Sink>> {
        self.sink.take()
    }

    /// Runs from where the simulation stands to the end of the last phase. `observe` is called
    /// between blocks of steps, about twenty times per second; it may end the run.
    ///
    /// A phase begins with its controls. Where they are changed meanwhile (by
    /// [`Engine::set_controls`]), the change holds until the next phase begins.
    pub fn run(
        &mut self,
        observe: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Outcome, RunError> {
        self.run_to(u64::MAX, observe)
    }

    /// Runs from where the simulation stands up to the step `stop`, or to the end of the last phase
    /// where that is earlier. Splitting a run changes nothing in it.
    pub fn run_to(
        &mut self,
        stop: u64,
        observe: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Outcome, RunError> {
        let total = self.engine.network().ticks();
        if !self.engine.has_started() {
            // All of it at once: growing would need twice as much for a while. That it fits was
            // asked for before.
            self.reserve(total, u64::MAX);
        }
        self.go_on(stop.min(total), total, observe)
    }

    /// Runs on for that many steps, through the phases and beyond the last one; there its controls
    /// hold until they are changed. Progress counts to the last of these steps.
    pub fn advance(
        &mut self,
        ticks: u64,
        observe: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Outcome, RunError> {
        let stop = self.engine.tick().saturating_add(ticks).min(LAST_TICK);
        self.reserve(stop, MOST_RESERVED);
        self.go_on(stop, stop, observe)
    }

    /// Makes room for the samples up to a step, unless there are more than `most` of a recording.
    fn reserve(&mut self, stop: u64, most: u64) {
        let (tick, started) = (self.engine.tick(), self.engine.has_started());
        if self.sink.is_some() {
            return;
        }
        for trace in &mut self.recording.traces {
            let first = u64::from(!started);
            let rows = (stop / trace.every).saturating_sub(tick / trace.every) + first;
            let values = rows.saturating_mul(trace.neurons.len() as u64);
            let room = usize::try_from(values).ok().filter(|_| values <= most);
            // Where there is none in advance, there may be once it is needed.
            let _ = match room {
                Some(room) if trace.samples.is_empty() => trace.samples.try_reserve_exact(room),
                Some(room) => trace.samples.try_reserve(room),
                None => Ok(()),
            };
        }
    }

    /// Runs up to `stop`, each phase with its controls.
    fn go_on(
        &mut self,
        stop: u64,
        total: u64,
        observe: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Outcome, RunError> {
        let network = Arc::clone(self.engine.network());
        while self.engine.tick() < stop {
            let end = network.phases.get(self.phase).map_or(stop, |phase| phase.stop.min(stop));
            let phase = self.phase.min(network.phases.len().saturating_sub(1));
            let mut observe = |recording: &Recording| {
                let (done, spikes) = (recording.ticks, recording.hash.spikes());
                observe(Progress { done, total, phase, spikes })
            };
            let outcome = self.run_until(end, &mut observe)?;
            self.enter_phase();
            if outcome == Outcome::Stopped {
                return Ok(outcome);
            }
        }
        Ok(Outcome::Finished)
    }

    /// Sets the controls of the phase that begins now, if one does.
    fn enter_phase(&mut self) {
        let network = Arc::clone(self.engine.network());
        let over = |phase: &Phase| self.engine.tick() >= phase.stop;
        let next = network.phases.iter().position(|phase| !over(phase));
        let next = next.unwrap_or(network.phases.len());
        if next != self.phase {
            self.phase = next;
            if let Some(phase) = network.phases.get(next) {
                self.engine.set_controls(phase.controls.clone());
            }
        }
    }

    /// Runs under the present controls up to `stop`, pausing where weights are to be kept.
    fn run_until(
        &mut self,
        stop: u64,
        observe: &mut dyn FnMut(&Recording) -> ControlFlow<()>,
    ) -> Result<Outcome, RunError> {
        self.keep_weights();
        loop {
            let tick = self.engine.tick();
            let pause = self.plan.weights.iter().map(|&(t, _)| t).find(|&t| t > tick);
            let until = pause.map_or(stop, |p| p.min(stop));
            if until <= tick {
                return Ok(Outcome::Finished);
            }
            let (recording, plan) = (&mut self.recording, &self.plan);
            let sink = self.sink.as_deref_mut();
            let mut keeper = Keeper { recording, plan, sink, chosen: Vec::new(), observe };
            let outcome = self.engine.run(until - tick, &mut keeper)?;
            // Also where the run was ended: the step may be the last one of all.
            self.keep_weights();
            if outcome == Outcome::Stopped {
                return Ok(Outcome::Stopped);
            }
        }
    }

    /// Keeps the weights that are due now and not kept yet.
    fn keep_weights(&mut self) {
        let now = self.engine.tick();
        if now < self.weights_kept {
            return;
        }
        for &(tick, projection) in self.plan.weights.iter().filter(|w| w.0 == now) {
            let weights = self.engine.weights(projection);
            self.recording.weights.push(WeightSnapshot { projection, tick, weights });
        }
        self.weights_kept = now + 1;
    }
}

/// Puts each block where the plan wants it.
struct Keeper<'a> {
    recording: &'a mut Recording,
    plan: &'a Plan,
    sink: Option<&'a mut (dyn Sink + 'static)>,
    /// Room for the spikes that the sink gets.
    chosen: Vec<Spike>,
    observe: &'a mut dyn FnMut(&Recording) -> ControlFlow<()>,
}

impl Recorder for Keeper<'_> {
    fn record(
        &mut self,
        block: &Block<'_>,
    ) -> Result<ControlFlow<()>, Box<dyn Error + Send + Sync>> {
        match self.sink.as_deref_mut() {
            Some(sink) => sink_block(sink, &mut self.chosen, self.plan, block)?,
            None => keep_block(self.recording, self.plan, block),
        }
        let Recording { rates, counts, tally, hash, ticks, .. } = &mut *self.recording;
        *ticks = block.stop;
        hash.extend(block.spikes);
        tally.extend(block.spikes, block.stop);
        block.spikes.iter().for_each(|s| counts[s.neuron as usize] += 1);
        for (rate, plan) in rates.iter_mut().zip(&self.plan.rates) {
            let first = rate.start / plan.bin;
            rate.counts.resize((block.stop.div_ceil(plan.bin) - first) as usize, 0);
            rate.ticks = block.stop;
            for spike in block.spikes.iter().filter(|s| plan.counts[s.neuron as usize]) {
                rate.counts[(spike.tick / plan.bin - first) as usize] += 1;
            }
        }
        Ok((self.observe)(self.recording))
    }
}

/// Spikes and samples into memory.
fn keep_block(recording: &mut Recording, plan: &Plan, block: &Block<'_>) {
    let kept = block.spikes.iter().filter(|s| plan.spikes[s.neuron as usize]);
    recording.spikes.extend(kept);
    let populations = &block.engine.network().populations;
    for (trace, samples) in recording.traces.iter_mut().zip(block.samples) {
        trace.samples.extend_from_slice(samples);
        trace.extend_spikes(populations[trace.population].first, block.spikes);
    }
}

/// Spikes and samples to the sink.
fn sink_block(
    sink: &mut dyn Sink,
    chosen: &mut Vec<Spike>,
    plan: &Plan,
    block: &Block<'_>,
) -> Result<(), SinkError> {
    chosen.clear();
    chosen.extend(block.spikes.iter().filter(|s| plan.sunk[s.neuron as usize]));
    let Block { start, stop, samples, .. } = *block;
    sink.take(&Stretch { start, stop, spikes: chosen, samples })
}
