//! Recording in stretches: what was recorded is taken out, and what is recorded may change.

use super::plan::Plan;
use super::{Recording, Simulation};
use crate::network::CompileError;
use crate::spec::RecordSpec;

impl Simulation {
    /// Hands out what was recorded since it was last taken, or since the start, and goes on with empty
    /// lists. Tally and hash are those of the whole run, in what is handed out and in what follows.
    ///
    /// Steps and bins count from the start of the run: traces and rates say where theirs begin.
    pub fn take(&mut self) -> Recording {
        let now = self.engine.tick();
        let mut fresh = Recording {
            start: now,
            ticks: now,
            recorded: self.plan.spikes.clone(),
            counts: vec![0; self.recording.counts.len()],
            traces: self.plan.traces(now),
            rates: self.plan.rate_traces(now),
            tally: self.recording.tally.clone(),
            hash: self.recording.hash,
            ..Recording::default()
        };
        // The initial state is told once.
        if now == 0 && self.engine.has_started() {
            fresh.traces.iter_mut().for_each(|trace| trace.start = trace.every);
        }
        std::mem::replace(&mut self.recording, fresh)
    }

    /// Changes what is recorded from now on, and hands out what was recorded until now, as
    /// [`Simulation::take`] does. Weights at times that are over are not kept.
    ///
    /// # Errors
    /// A recording that this network cannot have, or a sink that was told of others; nothing has
    /// changed then.
    pub fn set_records(&mut self, records: &[RecordSpec]) -> Result<Recording, CompileError> {
        if self.sink().is_some() {
            let message = "what is recorded cannot change while it goes to a file";
            return Err(CompileError::new("record", message));
        }
        let plan = Plan::new(self.engine.network(), records)?;
        self.set_plan(plan);
        self.records = Some(records.to_vec());
        let taken = self.take();
        self.weights_kept = self.engine.tick();
        Ok(taken)
    }

    /// The recordings that are made.
    pub fn records(&self) -> &[RecordSpec] {
        self.records.as_deref().unwrap_or(&self.engine.network().spec.record)
    }

    pub(super) fn set_plan(&mut self, plan: Plan) {
        self.engine.clear_probes();
        for (_, _, probe) in &plan.probes {
            self.engine.add_probe(probe.clone());
        }
        self.plan = plan;
    }
}
