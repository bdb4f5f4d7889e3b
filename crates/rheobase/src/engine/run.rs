//! Running: blocks of steps, and what recorders see in between.

use super::exchange::Exchange;
use super::job::{Job, end_of_alarm};
use super::part::Runaway;
use super::profile::{Phase, Stopwatch};
use super::{Engine, Probe, Spike};
use crate::network::Network;
use crate::spec::Scheme;
use crate::units::rounded_text;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// Wall time that a block should take: often enough for a progress bar and Ctrl-C, seldom enough
/// to cost nothing.
const BLOCK_TIME: Duration = Duration::from_millis(50);

/// Steps of a neuron in a block that is worth starting threads for, about 0.1 ms of work.
const WORTH_THREADS: u64 = 50_000;

/// Bytes of samples that a block may hold, about: a fast network would bring a lot in that time.
const BLOCK_SAMPLES: f64 = 4e6;

/// What a stretch of steps brought; the state of the engine is that at its end.
pub struct Block<'a> {
    /// The engine, to read its state.
    pub engine: &'a Engine,
    /// First step.
    pub start: u64,
    /// First step after.
    pub stop: u64,
    /// All spikes in order of step and neuron.
    pub spikes: &'a [Spike],
    /// Samples of each probe, row after row; a row has one value per neuron.
    pub samples: &'a [Vec<f64>],
}

/// Sees what happens in a run, and may end it.
pub trait Recorder {
    /// Called once before the first step with the initial state in `samples`, then after each
    /// block of steps.
    fn record(
        &mut self,
        block: &Block<'_>,
    ) -> Result<ControlFlow<()>, Box<dyn std::error::Error + Send + Sync>>;
}

/// How a run ended without an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All steps were done.
    Finished,
    /// The recorder ended it.
    Stopped,
}

/// Why a run could not go on. What was recorded before is valid.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A membrane potential is not finite or beyond all reason.
    #[error(
        "V of neuron {index} of population `{population}` became {value:.4e} mV at {} ms; {cause}", rounded_text(*.time)
    )]
    Unstable {
        /// The population.
        population: String,
        /// Index in the population.
        index: u32,
        /// The value.
        value: f64,
        /// When, ms.
        time: f64,
        /// What it may come from.
        cause: String,
    },
    /// The recorder failed.
    #[error(transparent)]
    Recorder(Box<dyn std::error::Error + Send + Sync>),
}

impl Engine {
    /// Advances by that many steps under the present controls.
    ///
    /// Splitting a run into several changes nothing in it. After a voltage ran away it fails at once,
    /// until a state is restored.
    pub fn run(&mut self, ticks: u64, recorder: &mut dyn Recorder) -> Result<Outcome, RunError> {
        let end = self.tick + ticks;
        if let Some((_, error)) = self.runaway() {
            return Err(error);
        }
        self.watch.start();
        if !std::mem::replace(&mut self.started, true) && self.report_start(recorder)?.is_break() {
            return Ok(Outcome::Stopped);
        }
        let mut length = 16;
        while self.tick < end {
            let began = Instant::now();
            let start = self.tick;
            let mut spikes = self.block(self.block_end(length, end));
            let runaway = self.runaway();
            if let Some((tick, _)) = &runaway {
                // All threads know of it some steps later; how many must not depend on blocks.
                let stop = end_of_alarm(tick / self.interval, self.interval).min(end);
                if self.tick < stop {
                    self.block(stop);
                }
                self.tick = tick + 1;
                spikes.retain(|spike| spike.tick <= *tick);
            }
            let flow = self.report(start, &spikes, recorder)?;
            if let Some((_, error)) = runaway {
                return Err(error);
            }
            if flow.is_break() {
                return Ok(Outcome::Stopped);
            }
            length = next_length(length, began.elapsed());
        }
        Ok(Outcome::Finished)
    }

    /// Where the next block ends: at absolute multiples of the interval, so that nothing depends on how
    /// long blocks are.
    fn block_end(&self, length: u64, end: u64) -> u64 {
        let interval = self.interval;
        let rounds = (length.min(self.longest_block()) / interval).max(1);
        (self.tick / interval + rounds).saturating_mul(interval).min(end)
    }

    /// Steps of a block that has not too many samples.
    fn longest_block(&self) -> u64 {
        let bytes = |probe: &Probe| 8.0 * probe.neurons.len() as f64 / probe.every as f64;
        let per_step: f64 = self.probes.iter().map(bytes).sum();
        // Of no probes at all the sum is -0.
        (BLOCK_SAMPLES / per_step.max(1e-3)).max(1.0) as u64
    }

    fn report_start(&mut self, recorder: &mut dyn Recorder) -> Result<ControlFlow<()>, RunError> {
        for part in &mut self.parts {
            for probe in &mut part.probes {
                probe.sample(&part.layers, &part.inputs, 0);
            }
        }
        self.report(0, &[], recorder)
    }

    fn report(
        &mut self,
        start: u64,
        spikes: &[Spike],
        recorder: &mut dyn Recorder,
    ) -> Result<ControlFlow<()>, RunError> {
        // Room that is kept from block to block: pages that were never touched cost more than copies.
        let mut samples = std::mem::take(&mut self.samples);
        samples.resize_with(self.probes.len(), Vec::new);
        for (index, samples) in samples.iter_mut().enumerate() {
            self.collect(index, samples);
            let probe = &self.probes[index];
            // The initial state is a sample by itself; others are those up to the present step.
            let rows =
                if start == self.tick { 1 } else { self.tick / probe.every - start / probe.every };
            samples.truncate(rows as usize * probe.neurons.len());
        }
        let block = Block { engine: self, start, stop: self.tick, spikes, samples: &samples };
        let flow = recorder.record(&block).map_err(RunError::Recorder);
        self.samples = samples;
        self.watch.lap(Phase::Record);
        flow
    }

    /// Samples of a probe from all parts, side by side, into `all`.
    fn collect(&mut self, probe: usize, all: &mut Vec<f64>) {
        all.clear();
        if let [part] = self.parts.as_mut_slice() {
            return std::mem::swap(&mut part.probes[probe].samples, all);
        }
        let pieces = || self.parts.iter().map(|part| &part.probes[probe]);
        let rows = pieces().filter(|p| p.width() > 0).map(|p| p.samples.len() / p.width()).max();
        for row in 0..rows.unwrap_or(0) {
            for piece in pieces() {
                let width = piece.width();
                all.extend_from_slice(&piece.samples[row * width..(row + 1) * width]);
            }
        }
        for part in &mut self.parts {
            part.probes[probe].samples.clear();
        }
    }

    /// Runs all parts up to the step `stop` and returns the spikes. It ends early where a voltage
    /// runs away.
    fn block(&mut self, stop: u64) -> Vec<Spike> {
        // A thread takes as long to start as a small network for some steps.
        let work = (stop - self.tick).saturating_mul(self.network.size().into());
        let threads = if work < WORTH_THREADS { 1 } else { self.threads };
        let shares = self.parts.len().div_ceil(threads);
        let exchange = Exchange::new(threads, self.tick);
        let job = Job {
            network: &self.network,
            controls: &self.controls,
            supply: self.supply.as_deref(),
            exchange: &exchange,
            interval: self.interval,
            reach: self.reach,
            learns: self.network.projections.iter().any(|p| p.learning.is_some()),
            start: self.tick,
            stop,
        };
        let (first, others) = self.parts.split_at_mut(shares);
        let watch = &mut self.watch;
        let done = std::thread::scope(|scope| {
            for (index, parts) in others.chunks_mut(shares).enumerate() {
                let job = &job;
                scope.spawn(move || job.work(parts, index + 1, &mut Stopwatch::default()));
            }
            job.work(first, 0, watch)
        });
        self.watch.lap(Phase::Exchange);
        self.tick = done.tick;
        self.remember(&done.spikes);
        done.spikes
    }

    /// The first voltage that ran away, if one did, and the step in which it did.
    fn runaway(&self) -> Option<(u64, RunError)> {
        let first = self.parts.iter().filter_map(|p| p.runaway);
        let Runaway { tick, population, index, value } =
            first.min_by_key(|r| (r.tick, r.population, r.index))?;
        let population = &self.network.populations[population];
        let dt = self.network.dt();
        let error = RunError::Unstable {
            population: population.name.clone(),
            index,
            value,
            time: (tick + 1) as f64 * dt,
            cause: likely_cause(value, &self.network, population.tau_m[index as usize]),
        };
        Some((tick, error))
    }
}

fn likely_cause(value: f64, network: &Network, tau: f64) -> String {
    let dt = network.dt();
    if network.scheme() == Scheme::Euler && dt > tau {
        format!(
            "dt ({dt} ms) is longer than its membrane time constant ({tau} ms): make dt smaller"
        )
    } else if value.is_finite() {
        "its input grew without bounds: look at the weights onto it, at loops of excitation and at \
         the size of its inputs"
            .into()
    } else {
        "it received an input that is not a number: look at the weights and inputs onto it".into()
    }
}

/// Length of the next block: towards [`BLOCK_TIME`], at most twice as long as the last.
fn next_length(length: u64, took: Duration) -> u64 {
    let ratio = BLOCK_TIME.as_secs_f64() / took.as_secs_f64().max(1e-6);
    ((length as f64 * ratio.min(2.0)) as u64).clamp(1, 1 << 20)
}
