//! The state of a whole run: that of the engine, and what was recorded so far.

use super::plan::Plan;
use super::{Simulation, SinkError, WeightSnapshot};
use crate::engine::{put_spikes, spikes};
use crate::spec::records_to_toml;
use crate::state::{State, StateError};

/// The mark of the sink, where there is one.
const MARK: &str = "recording.mark";

/// The recordings, where they are not those of the description.
const RECORDS: &str = "recording.records";

impl Simulation {
    /// Everything that changes, between two calls of [`Simulation::run_to`]. A sink is flushed so
    /// that it outlives a loss of power, and its mark becomes part of the state; without one the
    /// recorded spikes and samples do.
    ///
    /// # Errors
    /// The sink cannot be flushed.
    pub fn save(&mut self) -> Result<State, SinkError> {
        let mut state = self.engine.save();
        match self.sink() {
            Some(sink) => {
                let mark = sink.flush(true)?;
                state.put(MARK, vec![mark]);
            }
            None => self.save_memory(&mut state),
        }
        let recording = &self.recording;
        state.put("recording.ticks", vec![recording.ticks]);
        state.put("recording.stretch", vec![recording.start, self.weights_kept]);
        state.put("recording.counts", recording.counts.clone());
        state.put("recording.hash", recording.hash.words().to_vec());
        recording.tally.save(&mut state);
        for (k, rate) in recording.rates.iter().enumerate() {
            state.put(format!("recording.rate.{k}"), rate.counts.clone());
        }
        if let Some(records) = &self.records {
            // As text; a state holds numbers only.
            let text = records_to_toml(records);
            state.put(RECORDS, text.bytes().map(u32::from).collect());
        }
        state.put("recording.weights", vec![recording.weights.len() as u64]);
        for (k, kept) in recording.weights.iter().enumerate() {
            let about = vec![kept.tick, kept.projection as u64];
            state.put(format!("recording.weights.{k}"), about);
            state.put(format!("recording.weights.{k}.values"), kept.weights.clone());
        }
        Ok(state)
    }

    /// The mark of the sink in a state; `None` where spikes and samples are in the state itself.
    ///
    /// # Errors
    /// The state is damaged.
    pub fn mark(state: &State) -> Result<Option<u64>, StateError> {
        match state.get::<u64>(MARK) {
            Err(_) => Ok(None),
            Ok(_) => state.one(MARK).map(Some),
        }
    }

    /// Takes over a state of the same network, to go on from there; a new simulation of any number
    /// of threads may. Where that fails, this simulation is to be thrown away. A sink is to be set
    /// anew.
    ///
    /// # Errors
    /// The state is that of another network, or damaged.
    pub fn restore(&mut self, state: &State) -> Result<(), StateError> {
        self.restore_records(state)?;
        self.engine.restore(state)?;
        let tick = self.engine.tick();
        let phases = &self.engine.network().phases;
        let phase = phases.iter().position(|phase| tick < phase.stop);
        self.phase = phase.unwrap_or(phases.len());
        self.recording.ticks = state.one("recording.ticks")?;
        if self.recording.ticks != tick {
            return Err(StateError::new("recording.ticks", "is not where the network is"));
        }
        let [hash, count] = *state.list::<u64>("recording.hash", 2)? else { return Ok(()) };
        self.recording.hash.set_words([hash, count]);
        self.recording.tally.restore(state, tick)?;
        let [start, kept] = *state.list::<u64>("recording.stretch", 2)? else { return Ok(()) };
        if start > tick || kept > tick + 1 {
            return Err(StateError::new("recording.stretch", "is still to come"));
        }
        (self.recording.start, self.weights_kept) = (start, kept);
        let neurons = self.recording.counts.len();
        self.recording.counts = state.list("recording.counts", neurons)?.to_vec();
        self.recording.rates = self.plan.rate_traces(start);
        for (k, rate) in self.recording.rates.iter_mut().enumerate() {
            let bins = match tick == start {
                true => 0,
                false => (tick.div_ceil(rate.bin) - start / rate.bin) as usize,
            };
            rate.counts = state.list(&format!("recording.rate.{k}"), bins)?.to_vec();
            rate.ticks = tick;
        }
        self.restore_weights(state)?;
        if Simulation::mark(state)?.is_none() {
            self.restore_memory(state)?;
        }
        Ok(())
    }

    /// What is recorded, if that was changed.
    fn restore_records(&mut self, state: &State) -> Result<(), StateError> {
        let network = self.engine.network().clone();
        let records = match state.has(RECORDS) {
            false => None,
            true => {
                let bytes = state.get::<u32>(RECORDS)?.iter().map(|&byte| u8::try_from(byte));
                let bytes = bytes.collect::<Result<Vec<u8>, _>>().unwrap_or_default();
                let text = String::from_utf8_lossy(&bytes);
                let records = network.spec.records_from_toml(&text);
                Some(records.map_err(|e| StateError::new(RECORDS, e.to_string()))?)
            }
        };
        if records != self.records {
            let plan = Plan::new(&network, records.as_deref().unwrap_or(&network.spec.record));
            self.set_plan(plan.map_err(|e| StateError::new(RECORDS, e.to_string()))?);
            self.recording.recorded.clone_from(&self.plan.spikes);
            self.records = records;
        }
        // They are filled below.
        self.recording.spikes.clear();
        self.recording.traces = self.plan.traces(0);
        Ok(())
    }

    fn restore_weights(&mut self, state: &State) -> Result<(), StateError> {
        self.recording.weights.clear();
        let planned = self.plan.weights.len() as u64;
        let kept = state.one::<u64>("recording.weights")?;
        if kept > planned {
            return Err(StateError::new("recording.weights", "are more than were asked for"));
        }
        for k in 0..kept {
            let name = format!("recording.weights.{k}");
            let [tick, index] = *state.list::<u64>(&name, 2)? else { return Ok(()) };
            let projection = usize::try_from(index).unwrap_or(usize::MAX);
            if !self.plan.weights.contains(&(tick, projection)) {
                return Err(StateError::new(&name, "was not asked for"));
            }
            let synapses = self.engine.weights(projection).len();
            let weights = state.list(&format!("{name}.values"), synapses)?.to_vec();
            self.recording.weights.push(WeightSnapshot { projection, tick, weights });
        }
        Ok(())
    }

    fn save_memory(&self, state: &mut State) {
        put_spikes(state, "recording.spikes", &self.recording.spikes);
        for (k, trace) in self.recording.traces.iter().enumerate() {
            let (ticks, columns): (Vec<_>, Vec<_>) = trace.spikes.iter().copied().unzip();
            state.put(format!("recording.trace.{k}.start"), vec![trace.start]);
            state.put(format!("recording.trace.{k}.samples"), trace.samples.clone());
            state.put(format!("recording.trace.{k}.ticks"), ticks);
            state.put(format!("recording.trace.{k}.columns"), columns);
        }
    }

    fn restore_memory(&mut self, state: &State) -> Result<(), StateError> {
        self.recording.spikes = spikes(state, "recording.spikes", self.engine.network())?;
        let (tick, started) = (self.engine.tick(), self.engine.has_started());
        for (k, trace) in self.recording.traces.iter_mut().enumerate() {
            let at = |what: &str| format!("recording.trace.{k}.{what}");
            trace.start = state.one(&at("start"))?;
            if !trace.start.is_multiple_of(trace.every) || trace.start > tick + trace.every {
                return Err(StateError::new(&at("start"), "is no time of a sample"));
            }
            let rows = if started { tick / trace.every + 1 } else { 0 };
            let rows = rows.saturating_sub(trace.start / trace.every);
            let samples = rows.saturating_mul(trace.neurons.len() as u64);
            trace.samples = state.list(&at("samples"), samples as usize)?.to_vec();
            let ticks = state.get::<u64>(&at("ticks"))?;
            let columns = state.list::<u32>(&at("columns"), ticks.len())?;
            let width = trace.neurons.len() as u32;
            if ticks.iter().any(|&t| t >= tick) || columns.iter().any(|&c| c >= width) {
                return Err(StateError::new(&at("columns"), "has spikes of none of its neurons"));
            }
            trace.spikes = ticks.iter().copied().zip(columns.iter().copied()).collect();
        }
        Ok(())
    }
}
