//! What a checkpoint keeps: the same whatever the parts, and whatever they have swept and forgotten.

use super::attach::{earliest, setting};
use super::row::PreTrace;
use super::rows::StdpRows;
use crate::engine::Engine;
use crate::engine::part::Part;
use crate::engine::rows::Groups;
use crate::network::Stdp;
use crate::state::{State, StateError};

/// What the sources of a bundle have left, each at the synapses of its longest delay: what it left
/// at others follows from the spikes on their way.
struct Sources {
    delays: Vec<u32>,
    last: Vec<u32>,
    trace: Vec<f64>,
}

const NO_TRACES: &str = "has traces that no spikes leave";

fn is_trace(trace: f64) -> bool {
    trace.is_finite() && trace >= 0.0
}

/// An error where a number of a list cannot be.
fn check(
    state: &State,
    name: &str,
    message: &str,
    can_be: impl Fn(f64) -> bool,
) -> Result<(), StateError> {
    match state.get::<f64>(name)?.iter().all(|&value| can_be(value)) {
        true => Ok(()),
        false => Err(StateError::new(name, message)),
    }
}

impl Engine {
    pub(in crate::engine) fn save_stdp(&self, state: &mut State) {
        for (index, projection) in self.network.projections.iter().enumerate() {
            let Some(bundle) = self.bundle_of(index).filter(|_| projection.stdp.is_some()) else {
                continue;
            };
            let at = |what: &str| format!("projection.{}.{what}", projection.name);
            let swept: Vec<StdpRows> =
                (0..self.parts.len()).filter_map(|p| self.swept(p, bundle)).collect();
            state.put(at("weights"), self.told(index, bundle, |p, s| swept[p].weights[s]));
            let Sources { last, trace, .. } = self.sources(bundle, &swept);
            state.put(at("pre.last"), last);
            state.put(at("pre.trace"), trace);
            let switches = swept.first().map_or(&[][..], |rows| &rows.switches);
            let words = switches.iter().flat_map(|&(from, on)| [from, u32::from(on)]);
            state.put(at("switches"), words.collect());
            if let Some(floor) = swept.first().and_then(|rows| rows.floor) {
                state.put(at("settled"), vec![floor]);
            }
        }
        let until = earliest(self.tick, self.reach);
        for k in 0..self.parts[0].stdp.traces.len() {
            let (mut counts, mut stamps, mut traces) = (Vec::new(), Vec::new(), Vec::new());
            for part in &self.parts {
                let post = &part.stdp.traces[k].traces;
                for neuron in 0..post.neurons() {
                    let before = stamps.len();
                    for (stamp, trace) in post.left(neuron, until) {
                        stamps.push(stamp);
                        traces.push(trace);
                    }
                    counts.push((stamps.len() - before) as u32);
                }
            }
            state.put(format!("post.{k}.counts"), counts);
            state.put(format!("post.{k}.stamps"), stamps);
            state.put(format!("post.{k}.traces"), traces);
        }
    }

    pub(in crate::engine) fn restore_stdp(&mut self, state: &State) -> Result<(), StateError> {
        let network = self.network.clone();
        for (index, projection) in network.projections.iter().enumerate() {
            let Some(bundle) = self.bundle_of(index) else { continue };
            let Some(stdp) = &projection.stdp else { continue };
            let at = |what: &str| format!("projection.{}.{what}", projection.name);
            let within = |weight: f64| (0.0..=stdp.law.max()).contains(&weight);
            check(state, &at("weights"), "has weights out of bounds", within)?;
            let synapses = self.synapses_in(bundle, index);
            let weights = state.list::<f64>(&at("weights"), synapses)?;
            self.put_told(index, bundle, weights, Part::set_learned);
            let delays = self.sources(bundle, &[]).delays;
            let n = delays.len();
            check(state, &at("pre.trace"), NO_TRACES, is_trace)?;
            let last = state.list::<u32>(&at("pre.last"), n)?.to_vec();
            let trace = state.list::<f64>(&at("pre.trace"), n)?.to_vec();
            let floor = self.restore_floor(state, &at("settled"))?;
            self.restore_sources(bundle, stdp, &Sources { delays, last, trace }, floor);
            let name = at("switches");
            let words = state.get::<u32>(&name)?;
            if words.is_empty() || words.len() % 2 != 0 {
                return Err(StateError::new(&name, "is no list of switches"));
            }
            let switches: Vec<_> = words.chunks(2).map(|two| (two[0], two[1] != 0)).collect();
            for part in &mut self.parts {
                if let Some((_, rows)) = &mut part.stdp.rows[bundle] {
                    rows.switches.clone_from(&switches);
                }
            }
        }
        (0..self.parts[0].stdp.traces.len()).try_for_each(|k| self.restore_post(state, k))
    }

    /// The rows of a bundle in a part, up to date.
    fn swept(&self, part: usize, bundle: usize) -> Option<StdpRows> {
        let part = &self.parts[part];
        let (traces, rows) = part.stdp.rows[bundle].as_ref()?;
        let traces = &part.stdp.traces[*traces].traces;
        let mut rows = rows.clone();
        rows.sweep(setting(&self.network, &part.rows[bundle], traces)?, self.tick, self.reach);
        Some(rows)
    }

    /// What the sources have left in some rows, one for each part; without them their delays alone.
    fn sources(&self, bundle: usize, swept: &[StdpRows]) -> Sources {
        let n = self.parts[0].rows[bundle].starts.len() - 1;
        let mut found = Sources { delays: vec![0; n], last: vec![0; n], trace: vec![0.0; n] };
        for (p, part) in self.parts.iter().enumerate() {
            let rows = &part.rows[bundle];
            for source in (0..n).filter(|&source| !rows.row(source as u32).is_empty()) {
                let (group, delay) = match &rows.groups {
                    Groups::Same(delay) => (source, *delay),
                    Groups::Each(table) => {
                        let group = table.starts[source + 1] as usize - 1;
                        (group, u32::from(table.delays[group]))
                    }
                };
                if delay > found.delays[source] {
                    found.delays[source] = delay;
                    if let Some(rows) = swept.get(p) {
                        (found.last[source], found.trace[source]) = rows.pre[group].left();
                    }
                }
            }
        }
        found
    }

    /// The stamp up to which everything has had its effect, where weights were set a short while ago.
    fn restore_floor(&self, state: &State, name: &str) -> Result<Option<u32>, StateError> {
        if !state.has(name) {
            return Ok(None);
        }
        let floor = state.one::<u32>(name)?;
        let age = (self.tick as u32).wrapping_sub(floor);
        if age == 0 || u64::from(age) > self.reach {
            return Err(StateError::new(name, "is none of the last steps"));
        }
        Ok(Some(floor))
    }

    fn restore_sources(
        &mut self,
        bundle: usize,
        stdp: &Stdp,
        sources: &Sources,
        floor: Option<u32>,
    ) {
        let population = self.parts[0].rows[bundle].bundle.source;
        let first = self.network.populations[population].first;
        let mut sent: Vec<Vec<u32>> = vec![Vec::new(); sources.delays.len()];
        for spike in &self.recent {
            let source = spike.neuron.wrapping_sub(first) as usize;
            if let Some(sent) = sent.get_mut(source) {
                sent.push((spike.tick as u32).wrapping_add(1));
            }
        }
        for part in &mut self.parts {
            let rows = &part.rows[bundle];
            let Some((traces, plastic)) = &mut part.stdp.rows[bundle] else { continue };
            let traces = &part.stdp.traces[*traces].traces;
            let Some(set) = setting(&self.network, rows, traces) else { continue };
            let restored = |source: usize, delay: u32| {
                let settled = set.done(self.tick, delay, floor);
                let known = set.done(self.tick, sources.delays[source], floor);
                let later = sent[source].iter().copied().filter(|stamp| {
                    stamp.wrapping_sub(known) as i32 > 0 && stamp.wrapping_sub(settled) as i32 <= 0
                });
                let left = (sources.last[source], sources.trace[source]);
                PreTrace::restored(stdp, left, later, settled)
            };
            plastic.floor = floor;
            for source in 0..sources.delays.len() {
                match &rows.groups {
                    Groups::Same(_) if rows.row(source as u32).is_empty() => {}
                    Groups::Same(delay) => plastic.pre[source] = restored(source, *delay),
                    Groups::Each(table) => {
                        for group in
                            table.starts[source] as usize..table.starts[source + 1] as usize
                        {
                            let delay = u32::from(table.delays[group]);
                            plastic.pre[group] = restored(source, delay);
                        }
                    }
                }
            }
        }
    }

    fn restore_post(&mut self, state: &State, k: usize) -> Result<(), StateError> {
        let population = self.parts[0].stdp.traces[k].population;
        let size = self.network.populations[population].size as usize;
        let name = format!("post.{k}.counts");
        let counts = state.list::<u32>(&name, size)?;
        let total = counts.iter().map(|&count| count as usize).sum();
        let stamps = state.list::<u32>(&format!("post.{k}.stamps"), total)?;
        let name = format!("post.{k}.traces");
        check(state, &name, NO_TRACES, is_trace)?;
        let traces = state.list::<f64>(&name, total)?;
        let mut all = stamps.iter().copied().zip(traces.iter().copied());
        let mut left: Vec<Vec<_>> =
            counts.iter().map(|&count| all.by_ref().take(count as usize).collect()).collect();
        let (until, now) = (earliest(self.tick, self.reach), self.tick as u32);
        for part in &mut self.parts {
            let post = &mut part.stdp.traces[k].traces;
            let others = left.split_off(post.neurons());
            post.restore(&left, until, now);
            left = others;
        }
        Ok(())
    }
}
