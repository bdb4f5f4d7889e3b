//! The state of an engine: everything that changes, and nothing that the network says.
//!
//! Lists are in the order of neurons, synapses and receptors, whatever the parts, so that a state
//! may be restored with another number of threads. What is added to the state of a layer, a part
//! or the engine needs a line in both directions here, in the stretch of its owner.

use super::part::Part;
use super::{Engine, Spike};
use crate::network::{Controls, Network, Projection};
use crate::spec::{Delivery, ReceptorKind};
use crate::state::{State, StateError, Value};

/// The section of neurons that are said to have fired in the step before the first.
const BEFORE: &str = "engine.before";

/// Steps beyond which no run goes.
const LAST_TICK: u64 = 1 << 53;

impl Engine {
    /// Everything that changes, between two steps.
    pub fn save(&self) -> State {
        let mut state = State::default();
        state.put("engine.tick", vec![self.tick, u64::from(self.started)]);
        state.put("engine.synaptic_events", vec![self.synaptic_events()]);
        let recent: Vec<_> = self.recent.iter().copied().collect();
        put_spikes(&mut state, "engine.recent", &recent);
        if !self.before.is_empty() {
            state.put(BEFORE, self.before.clone());
        }
        self.save_controls(&mut state);
        for population in 0..self.network.populations.len() {
            self.save_neurons(&mut state, population);
        }
        self.save_inputs(&mut state);
        self.save_set_weights(&mut state);
        self.save_plasticity(&mut state);
        self.save_stdp(&mut state);
        state
    }

    /// Takes over the state of another engine of the same network. Where that fails, this engine is
    /// to be thrown away.
    ///
    /// # Errors
    /// The state is that of another network, or damaged.
    pub fn restore(&mut self, state: &State) -> Result<(), StateError> {
        let [tick, started] = *state.list::<u64>("engine.tick", 2)? else { return Ok(()) };
        if tick > LAST_TICK || started > 1 || (tick > 0 && started == 0) {
            return Err(StateError::new("engine.tick", "is beyond all runs"));
        }
        self.tick = tick;
        self.started = started == 1;
        let controls = self.restore_controls(state)?;
        self.set_controls(controls);
        let recent = spikes(state, "engine.recent", &self.network)?;
        if recent.iter().any(|s| s.tick >= tick || s.tick + self.reach < tick) {
            return Err(StateError::new("engine.recent", "has spikes that are not on their way"));
        }
        self.recent = recent.into();
        self.before = self.restore_before(state)?;
        self.send_again();
        self.parts.iter_mut().for_each(|part| (part.events, part.runaway) = (0, None));
        self.parts[0].events = state.one("engine.synaptic_events")?;
        for population in 0..self.network.populations.len() {
            self.restore_neurons(state, population)?;
        }
        self.restore_inputs(state)?;
        self.restore_set_weights(state)?;
        self.restore_plasticity(state)?;
        self.restore_stdp(state)
    }

    fn restore_before(&self, state: &State) -> Result<Vec<u32>, StateError> {
        if !state.has(BEFORE) {
            return Ok(Vec::new());
        }
        let before = state.get::<u32>(BEFORE)?;
        let known = before.last().is_none_or(|&last| last < self.network.size());
        if self.tick > self.reach || !known || !before.is_sorted_by(|a, b| a < b) {
            return Err(StateError::new(BEFORE, "has spikes that are not on their way"));
        }
        Ok(before.to_vec())
    }
}

/// What holds now.
impl Engine {
    fn save_controls(&self, state: &mut State) {
        let Controls { learning, failures, scale, means, silenced } = &self.controls;
        let flags = |flags: &[bool]| flags.iter().map(|&f| u32::from(f)).collect::<Vec<_>>();
        state.put("controls.learning", flags(learning));
        state.put("controls.failures", flags(failures));
        state.put("controls.scale", scale.clone());
        let set: Vec<_> = means.iter().map(Option::is_some).collect();
        state.put("controls.means_set", flags(&set));
        state.put("controls.means", means.iter().map(|m| m.unwrap_or(0.0)).collect::<Vec<_>>());
        for (population, silenced) in self.network.populations.iter().zip(silenced) {
            state.put(format!("controls.silenced.{}", population.name), silenced.clone());
        }
    }

    fn restore_controls(&self, state: &State) -> Result<Controls, StateError> {
        let (projections, inputs) = (self.network.projections.len(), self.network.inputs.len());
        let flags = |name: &str, n| -> Result<Vec<bool>, StateError> {
            Ok(state.list::<u32>(name, n)?.iter().map(|&f| f != 0).collect())
        };
        let set = flags("controls.means_set", inputs)?;
        let means = state.list::<f64>("controls.means", inputs)?.iter().zip(set);
        let mut silenced = Vec::new();
        for population in &self.network.populations {
            let name = format!("controls.silenced.{}", population.name);
            let ids = state.get::<u32>(&name)?;
            let in_order = ids.is_sorted_by(|a, b| a < b);
            if !in_order || ids.last().is_some_and(|&last| last >= population.size) {
                return Err(StateError::new(&name, "has neurons that there are not"));
            }
            silenced.push(ids.to_vec());
        }
        // Only what learns or fails may be switched.
        let mut learning = flags("controls.learning", projections)?;
        let mut failures = flags("controls.failures", projections)?;
        for (index, projection) in self.network.projections.iter().enumerate() {
            learning[index] &= projection.is_plastic();
            failures[index] &= projection.failure.is_some();
        }
        Ok(Controls {
            learning,
            failures,
            scale: state.list("controls.scale", projections)?.to_vec(),
            means: means.map(|(&mean, set)| set.then_some(mean)).collect(),
            silenced,
        })
    }
}

/// Neurons and their receptors. What is on its way to them follows from the recent spikes.
impl Engine {
    fn save_neurons(&self, state: &mut State, population: usize) {
        let name = &self.network.populations[population].name;
        let at = |what: &str| format!("population.{name}.{what}");
        state.put(at("V"), self.gather(|p| &p.layers[population].v));
        state.put(at("held"), self.gather(|p| &p.layers[population].left));
        let receptors = &self.network.populations[population].receptors;
        for (index, receptor) in receptors.iter().enumerate() {
            for (k, variable) in VARIABLES.iter().enumerate() {
                if has_variable(receptor.kind, k) {
                    let values = self.gather(|p| variable_of(p, population, index, k));
                    state.put(at(&format!("{}.{variable}", receptor.name)), values);
                }
            }
        }
    }

    fn restore_neurons(&mut self, state: &State, population: usize) -> Result<(), StateError> {
        let network = self.network.clone();
        let about = &network.populations[population];
        let at = |what: &str| format!("population.{}.{what}", about.name);
        let size = about.size as usize;
        self.scatter(population, state.list(&at("V"), size)?, |p| &mut p.layers[population].v);
        let held = state.list::<u32>(&at("held"), size)?;
        if held.iter().zip(&about.hold).any(|(left, hold)| left > hold) {
            return Err(StateError::new(&at("held"), "has neurons that rest longer than they do"));
        }
        self.scatter(population, held, |p| &mut p.layers[population].left);
        for (index, receptor) in about.receptors.iter().enumerate() {
            for (k, variable) in VARIABLES.iter().enumerate() {
                if has_variable(receptor.kind, k) {
                    let name = at(&format!("{}.{variable}", receptor.name));
                    let values = state.list(&name, size)?;
                    self.scatter(population, values, |p| variable_of_mut(p, population, index, k));
                }
            }
        }
        Ok(())
    }

    /// A list of each neuron of a population, from all parts.
    fn gather<'a, T: Value + 'a>(&'a self, of: impl Fn(&'a Part) -> &'a [T]) -> Vec<T> {
        self.parts.iter().flat_map(|part| of(part).iter().copied()).collect()
    }
}

/// Names of a receptor's variables.
const VARIABLES: [&str; 3] = ["I", "x", "g"];

/// Which of [`VARIABLES`] a receptor has.
fn has_variable(kind: ReceptorKind, variable: usize) -> bool {
    match kind {
        ReceptorKind::Delta => false,
        ReceptorKind::Exponential { .. } => variable == 0,
        ReceptorKind::Alpha { .. } => variable < 2,
        ReceptorKind::Conductance { .. } => variable == 2,
    }
}

/// A variable that the receptor has.
fn variable_of(part: &Part, population: usize, receptor: usize, variable: usize) -> &[f64] {
    let layer = &part.layers[population];
    if variable == 1 { layer.inner(receptor) } else { layer.variable(receptor, &part.inputs) }
}

fn variable_of_mut(
    part: &mut Part,
    population: usize,
    receptor: usize,
    variable: usize,
) -> &mut [f64] {
    let Part { layers, inputs, .. } = part;
    let layer = &mut layers[population];
    if variable == 1 { layer.inner_mut(receptor) } else { layer.variable_mut(receptor, inputs) }
}

/// Inputs that have a state.
impl Engine {
    fn save_inputs(&self, state: &mut State) {
        for (index, input) in self.network.inputs.iter().enumerate() {
            if self.parts.iter().any(|p| p.sources[index].has_process()) {
                let mut values = vec![0.0; input.neurons()];
                self.parts.iter().for_each(|p| p.sources[index].copy_process(&mut values));
                state.put(format!("input.{}.process", input.name), values);
            }
        }
    }

    fn restore_inputs(&mut self, state: &State) -> Result<(), StateError> {
        let network = self.network.clone();
        for (index, input) in network.inputs.iter().enumerate() {
            if self.parts.iter().any(|p| p.sources[index].has_process()) {
                let name = format!("input.{}.process", input.name);
                let values = state.list(&name, input.neurons())?;
                self.parts.iter_mut().for_each(|p| p.sources[index].set_process(values));
            }
        }
        Ok(())
    }
}

/// Weights that do not learn, where they were set from outside.
impl Engine {
    fn save_set_weights(&self, state: &mut State) {
        for (index, projection) in self.network.projections.iter().enumerate() {
            if self.set_by_hand[index] {
                state.put(weights_section(projection), self.weights(index));
            }
        }
    }

    fn restore_set_weights(&mut self, state: &State) -> Result<(), StateError> {
        let network = self.network.clone();
        for (index, projection) in network.projections.iter().enumerate() {
            let Some(bundle) = self.bundle_of(index).filter(|_| !projection.is_plastic()) else {
                continue;
            };
            let name = weights_section(projection);
            if state.has(&name) {
                let synapses = self.synapses_in(bundle, index);
                let weights = state.list::<f64>(&name, synapses)?;
                if weights.iter().any(|weight| !weight.is_finite()) {
                    return Err(StateError::new(&name, "has weights that are not finite"));
                }
                self.put_static(index, bundle, weights);
                self.set_by_hand[index] = true;
            } else if std::mem::take(&mut self.set_by_hand[index]) {
                let drawn =
                    network.wire(index).map_err(|e| StateError::new(&name, e.to_string()))?;
                let weights: Vec<_> = (0..drawn.len()).map(|s| drawn.weights.get(s)).collect();
                self.put_static(index, bundle, &weights);
            }
        }
        Ok(())
    }
}

fn weights_section(projection: &Projection) -> String {
    format!("projection.{}.weights", projection.name)
}

/// Learned weights, and the spikes that learning remembers.
impl Engine {
    fn save_plasticity(&self, state: &mut State) {
        for (index, projection) in self.network.projections.iter().enumerate() {
            if projection.learning.is_some() {
                let at = |what: &str| format!("projection.{}.{what}", projection.name);
                state.put(at("weights"), self.weights(index));
                if delivers_snapshot(projection) {
                    state.put(at("delivered"), self.delivered_weights(index));
                }
            }
        }
        for history in &self.parts[0].histories {
            let recent: Vec<_> = history.recent().copied().collect();
            put_spikes(state, &format!("recent.{}", history.window()), &recent);
        }
    }

    fn restore_plasticity(&mut self, state: &State) -> Result<(), StateError> {
        let network = self.network.clone();
        for (index, projection) in network.projections.iter().enumerate() {
            if projection.learning.is_some() {
                let at = |what: &str| format!("projection.{}.{what}", projection.name);
                let synapses = self.weights(index).len();
                let weights = state.list(&at("weights"), synapses)?;
                let delivered = match delivers_snapshot(projection) {
                    true => state.list(&at("delivered"), synapses)?,
                    false => weights,
                };
                // What learns has a bundle of its own.
                let Some(bundle) = self.bundle_of(index) else { continue };
                self.put_told(index, bundle, weights, Part::set_learned);
                self.put_told(index, bundle, delivered, Part::set_delivered);
            }
        }
        let windows: Vec<_> = self.parts[0].histories.iter().map(|h| h.window()).collect();
        for (k, window) in windows.into_iter().enumerate() {
            let name = format!("recent.{window}");
            let recent = spikes(state, &name, &network)?;
            if recent.last().is_some_and(|s| s.tick >= self.tick) {
                return Err(StateError::new(&name, "has spikes that are still to come"));
            }
            for part in &mut self.parts {
                part.restore_recent(&network, k, &recent, self.tick);
            }
        }
        Ok(())
    }
}

fn delivers_snapshot(projection: &Projection) -> bool {
    projection.learning.is_some_and(|l| l.delivery == Delivery::Frozen)
}

/// Adds spikes.
pub(crate) fn put_spikes(state: &mut State, name: &str, spikes: &[Spike]) {
    state.put(format!("{name}.ticks"), spikes.iter().map(|s| s.tick).collect::<Vec<_>>());
    state.put(format!("{name}.neurons"), spikes.iter().map(|s| s.neuron).collect::<Vec<_>>());
}

/// Takes spikes out again; they are in order, and of neurons of the network.
pub(crate) fn spikes(
    state: &State,
    name: &str,
    network: &Network,
) -> Result<Vec<Spike>, StateError> {
    let ticks = state.get::<u64>(&format!("{name}.ticks"))?;
    let neurons = state.list::<u32>(&format!("{name}.neurons"), ticks.len())?;
    let both = ticks.iter().zip(neurons);
    let spikes: Vec<_> = both.map(|(&tick, &neuron)| Spike { tick, neuron }).collect();
    let known = |s: &Spike| s.neuron < network.size() && s.tick <= LAST_TICK;
    if spikes.is_sorted_by(|a, b| a < b) && spikes.iter().all(known) {
        return Ok(spikes);
    }
    Err(StateError::new(name, "has spikes out of order, or of neurons that there are not"))
}
