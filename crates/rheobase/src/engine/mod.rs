//! The engine: advances the state of a network step by step.
//!
//! What happens in step k, from time k·dt to (k+1)·dt:
//!
//! 1. **deliver**: spikes found in step k-1 are released into the delay rings of their targets;
//! 2. **drive**: inputs and noise of step k;
//! 3. **update**: every population advances by dt; thresholds, resets, refractoriness;
//! 4. **emit**: new spikes in order of neuron id;
//! 5. **learn**: plastic weights see the new spikes;
//! 6. **record**.
//!
//! The sum into one target in one step starts at zero and runs in the order (emission tick,
//! source, projection, synapse); external spikes follow, in the order of the inputs. Neurons are
//! divided among parts; a part owns its neurons' state and their incoming synapses, and reads the
//! spikes of all. So no result depends on the number of parts.

mod coefficients;
mod deliver;
mod draw;
mod drive;
mod exchange;
mod kernel;
mod layer;
mod learn;
mod part;
mod poisson;
mod probe;
mod ring;
mod run;
mod state;

pub use draw::Supply;
pub use probe::{Probe, Variable};
pub use run::{Block, Outcome, Recorder, RunError};
pub(crate) use state::{put_spikes, spikes};

use crate::network::{Controls, Network};
use part::Part;
use std::sync::Arc;

/// A spike: `neuron` (global id) was found above threshold in step `tick`, and has the time
/// `(tick + 1)·dt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spike {
    /// The step.
    pub tick: u64,
    /// Global id.
    pub neuron: u32,
}

/// A network and its state.
pub struct Engine {
    network: Arc<Network>,
    parts: Vec<Part>,
    tick: u64,
    /// Whether a recorder has seen the initial state.
    started: bool,
    controls: Controls,
    supply: Option<Arc<dyn Supply>>,
    probes: Vec<Probe>,
    /// Spikes of the step before `tick`, not yet released.
    pending: Vec<Spike>,
}

impl Engine {
    /// The network at time zero, divided among that many threads.
    pub fn new(network: Arc<Network>, threads: usize) -> Engine {
        let controls = Controls::new(&network);
        let threads = threads.clamp(1, network.size().max(1) as usize);
        let parts = (0..threads).map(|p| Part::new(&network, p, threads)).collect();
        let mut engine = Engine {
            network,
            parts,
            tick: 0,
            started: false,
            controls: controls.clone(),
            supply: None,
            probes: Vec::new(),
            pending: Vec::new(),
        };
        engine.set_controls(controls);
        engine
    }

    /// How many threads serve a network best: few neurons are done before two threads have met.
    pub fn best_threads(network: &Network, available: usize) -> usize {
        // A meeting costs about a microsecond; a part should work for tens of them in between.
        let neuron_steps = u64::from(network.size()) * network.exchange_interval();
        let useful = neuron_steps / 5_000;
        available.min(useful.max(1) as usize)
    }

    /// The network.
    pub fn network(&self) -> &Arc<Network> {
        &self.network
    }

    /// The next step to be done.
    pub fn tick(&self) -> u64 {
        self.tick
    }

    /// Whether a recorder has seen the initial state.
    pub fn has_started(&self) -> bool {
        self.started
    }

    /// Number of threads.
    pub fn threads(&self) -> usize {
        self.parts.len()
    }

    /// Synaptic events so far: one for each spike that was released and each synapse that it came
    /// to, whether the synapse failed or not. Blocked projections (a scale of 0) have none.
    pub fn synaptic_events(&self) -> u64 {
        self.parts.iter().map(|p| p.events).sum()
    }

    /// Numbers that replace random draws; see [`Supply`].
    pub fn set_supply(&mut self, supply: Arc<dyn Supply>) {
        self.supply = Some(supply);
    }

    /// What holds from the next step on.
    pub fn set_controls(&mut self, controls: Controls) {
        for part in &mut self.parts {
            part.apply_controls(&self.network, &controls);
        }
        self.controls = controls;
    }

    /// What holds now.
    pub fn controls(&self) -> &Controls {
        &self.controls
    }

    /// Records a variable from now on; the samples appear in each [`Block`], in the order in which
    /// probes were added.
    pub fn add_probe(&mut self, probe: Probe) {
        for part in &mut self.parts {
            part.add_probe(&probe);
        }
        self.probes.push(probe);
    }

    /// The probes in order.
    pub fn probes(&self) -> &[Probe] {
        &self.probes
    }

    /// Membrane potentials of a population, mV.
    pub fn voltages(&self, population: usize) -> Vec<f64> {
        self.parts.iter().flat_map(|p| p.layers[population].v.iter().copied()).collect()
    }

    /// Synaptic current of a receptor as R·I, mV, of a population's neurons; zeros for a delta
    /// receptor.
    pub fn currents(&self, population: usize, receptor: usize) -> Vec<f64> {
        let layers = self.parts.iter().map(|p| &p.layers[population]);
        layers.flat_map(|l| l.synapses[receptor].current().to_vec()).collect()
    }

    /// The weights of a projection now, in order of its synapses and in its own unit.
    pub fn weights(&self, projection: usize) -> Vec<f64> {
        let p = &self.network.projections[projection];
        let mut weights: Vec<f64> =
            (0..p.synapses.len()).map(|s| p.synapses.weights.get(s)).collect();
        for part in &self.parts {
            part.copy_weights(p, projection, &mut weights);
        }
        weights
    }

    /// The weights that a spike would deliver now: those of [`Engine::weights`], unless the
    /// projection delivers a snapshot.
    pub fn delivered_weights(&self, projection: usize) -> Vec<f64> {
        let p = &self.network.projections[projection];
        let mut weights = self.weights(projection);
        for part in &self.parts {
            part.copy_delivered(p, projection, &mut weights);
        }
        weights
    }
}
