//! A whole run: phases, recordings, progress.

use super::plan::Plan;
use super::{
    RateTrace, Recording, Sink, SinkError, SpikeHash, Stretch, Tally, Trace, WeightSnapshot,
};
use crate::engine::{Block, Engine, Outcome, Recorder, RunError, Spike};
use crate::network::{CompileError, Network, ticks};
use std::error::Error;
use std::ops::ControlFlow;
use std::sync::Arc;

/// An engine with the recordings that its description asks for.
pub struct Simulation {
    /// The engine.
    pub engine: Engine,
    /// What was recorded so far; valid also after an error or an interruption.
    pub recording: Recording,
    pub(super) plan: Plan,
    /// Takes spikes and samples in place of the recording.
    sink: Option<Box<dyn Sink>>,
}

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
        let plan = Plan::new(&network)?;
        let window = network.spec.analysis;
        let dt = network.dt();
        let start = ticks(window.start, dt, "analysis.start")?;
        let stop = match window.stop {
            Some(stop) => ticks(stop, dt, "analysis.stop")?,
            None => u64::MAX,
        };
        let recording = Recording {
            recorded: plan.spikes.clone(),
            tally: Tally::new(&network, start, stop),
            traces: plan.probes.iter().map(|(n, v, p)| trace(n, v, p)).collect(),
            rates: plan
                .rates
                .iter()
                .map(|r| RateTrace {
                    name: r.name.clone(),
                    population: r.population,
                    neurons: r.neurons,
                    bin: r.bin,
                    counts: Vec::new(),
                    ticks: 0,
                })
                .collect(),
            hash: SpikeHash::default(),
            ..Recording::default()
        };
        let mut engine = Engine::new(network, threads)?;
        for (_, _, probe) in &plan.probes {
            engine.add_probe(probe.clone());
        }
        Ok(Simulation { engine, recording, plan, sink: None })
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

    /// Runs all phases from where the simulation stands. `observe` is called between blocks of
    /// steps, about twenty times per second; it may end the run.
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
        let network = Arc::clone(self.engine.network());
        let total = network.ticks();
        if self.sink.is_none() && !self.engine.has_started() {
            // All of it at once: growing would need twice as much for a while.
            for trace in &mut self.recording.traces {
                let rows = (total / trace.every + 1) as usize;
                trace.samples.reserve_exact(rows.saturating_mul(trace.neurons.len()));
            }
        }
        for (index, phase) in network.phases.iter().enumerate() {
            if self.engine.tick() >= phase.stop || self.engine.tick() >= stop {
                continue;
            }
            self.engine.set_controls(phase.controls.clone());
            let mut observe = |recording: &Recording| {
                let (done, spikes) = (recording.ticks, recording.hash.spikes());
                observe(Progress { done, total, phase: index, spikes })
            };
            if self.run_until(phase.stop.min(stop), &mut observe)? == Outcome::Stopped {
                return Ok(Outcome::Stopped);
            }
        }
        Ok(Outcome::Finished)
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
        for &(tick, projection) in self.plan.weights.iter().filter(|w| w.0 == now) {
            let kept = &mut self.recording.weights;
            if !kept.iter().any(|w| w.tick == tick && w.projection == projection) {
                let weights = self.engine.weights(projection);
                kept.push(WeightSnapshot { projection, tick, weights });
            }
        }
    }
}

fn trace(name: &str, variable: &str, probe: &crate::engine::Probe) -> Trace {
    Trace {
        name: name.to_string(),
        population: probe.population,
        neurons: probe.neurons.clone(),
        variable: variable.to_string(),
        every: probe.every,
        samples: Vec::new(),
        spikes: Vec::new(),
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
        let Recording { rates, tally, hash, ticks, .. } = &mut *self.recording;
        *ticks = block.stop;
        hash.extend(block.spikes);
        tally.extend(block.spikes, block.stop);
        for (rate, plan) in rates.iter_mut().zip(&self.plan.rates) {
            rate.counts.resize(block.stop.div_ceil(plan.bin) as usize, 0);
            rate.ticks = block.stop;
            for spike in block.spikes.iter().filter(|s| plan.counts[s.neuron as usize]) {
                rate.counts[(spike.tick / plan.bin) as usize] += 1;
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
