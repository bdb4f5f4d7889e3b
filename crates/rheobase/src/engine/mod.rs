//! The engine: advances the state of a network step by step.
//!
//! What happens in step k, from time k·dt to (k+1)·dt:
//!
//! 1. **deliver**: spikes that arrive are added to the inputs of their targets;
//! 2. **drive**: inputs and noise of step k;
//! 3. **update**: every population advances by dt; thresholds, resets, refractoriness;
//! 4. **emit**: new spikes, in order of neuron id, are shown to all parts, which note them for the
//!    steps in which they arrive, at the latest before the first of these;
//! 5. **learn**: anti-Hebbian weights see the new spikes, those of the neurons that fired at once, the
//!    others when they are next asked for;
//! 6. **record**.
//!
//! What arrives at one receptor in one step is added in the order (bundle of projections, emission
//! tick, source, projection, synapse); external spikes follow, in the order of the inputs. It is added
//! to the receptor's variable itself where that jumps by it (exponential currents and conductances of
//! the exact scheme), and otherwise to a sum that starts at zero.
//! Neurons are divided among parts, of which each thread takes some; a part owns its neurons' state
//! and their incoming synapses, and reads the spikes of all. So no result depends on the number of
//! parts.

mod aligned;
mod alike;
mod calendar;
#[cfg(test)]
mod chance;
mod coefficients;
mod column;
mod conductance;
mod conducting;
mod cpu;
mod deliver;
mod divide;
mod draw;
mod drive;
mod drives;
mod euler;
mod exchange;
mod exp;
mod fired;
mod inputs;
mod job;
mod kernel;
mod layer;
mod learn;
mod memory;
mod part;
mod poisson;
mod probe;
mod profile;
mod resting;
mod rows;
mod run;
mod set;
mod set_error;
mod state;
mod stdp;
mod supply;
mod uniform;
mod update;

pub use draw::Supply;
pub(crate) use learn::KEPT_BY_ROWS;
pub use probe::{Probe, Variable};
pub use profile::{Phase, Stopwatch};
pub(crate) use rows::{DELAYS, LONG};
pub use run::{Block, Outcome, Recorder, RunError};
pub use set::SynapseList;
pub use set_error::SetError;
pub(crate) use state::{put_spikes, spikes};
pub(crate) use stdp::KEPT;

use crate::network::{CompileError, Controls, Network, Population};
use crate::rng::GROUP;
use inputs::InputMap;
use part::Part;
use rows::{Rows, Share};
use std::collections::VecDeque;
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
    /// Each takes as many parts.
    threads: usize,
    tick: u64,
    /// Whether a recorder has seen the initial state.
    started: bool,
    controls: Controls,
    supply: Option<Arc<dyn Supply>>,
    /// Blocks of numbers that were supplied.
    blocks: Arc<supply::Blocks>,
    probes: Vec<Probe>,
    /// Room for the samples of a block.
    samples: Vec<Vec<f64>>,
    /// Steps that every spike travels at least, up to the longest round of the threads.
    interval: u64,
    /// Steps that the longest spike is on its way.
    reach: u64,
    /// Spikes that may still be on their way, in order.
    recent: VecDeque<Spike>,
    /// Neurons that are said to have fired in the step before the first, ascending, as long as these
    /// spikes may be on their way.
    before: Vec<u32>,
    /// Whether the weights of each projection that does not learn were set from outside.
    set_by_hand: Vec<bool>,
    /// Times the phases of the first thread, if asked to.
    watch: Stopwatch,
}

/// Most steps between two meetings of the threads: more would gain nothing, and a run can be ended
/// only where they meet.
const LONGEST_ROUND: u64 = 64;

impl Engine {
    /// The network at time zero, its synapses drawn, divided among that many threads.
    ///
    /// # Errors
    /// Synapses that cannot be drawn, such as those of a distribution that never falls between its
    /// bounds.
    pub fn new(network: Arc<Network>, threads: usize) -> Result<Engine, CompileError> {
        let threads = threads.clamp(1, network.size().max(1) as usize);
        let whole = InputMap::new(&network, &shares(&network, threads)[0]);
        let pieces = rows::pieces(&network, threads, whole.widest)?;
        let shares = shares(&network, threads * pieces);
        let maps: Vec<_> = shares.iter().map(|share| InputMap::new(&network, share)).collect();
        let rows = rows::build(&network, threads, &shares, &maps)?;
        let parts = shares.iter().zip(maps).zip(rows);
        let parts: Vec<_> =
            parts.map(|((share, map), rows)| Part::new(&network, share, map, rows)).collect();
        let delays = parts.iter().flat_map(|part| &part.rows).filter_map(Rows::delay_range);
        let lag = network.arrival_lag();
        let range = delays.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let (shortest, reach) = range.map_or((1, 0), |(a, b)| (u64::from(a) + lag, b.into()));
        // Anti-Hebbian learning reads the spikes of all parts after every step.
        let learns = network.projections.iter().any(|p| p.learning.is_some());
        let mut engine = Engine {
            parts,
            threads,
            tick: 0,
            started: false,
            controls: Controls::new(&network),
            supply: None,
            blocks: Arc::default(),
            probes: Vec::new(),
            samples: Vec::new(),
            interval: if learns { 1 } else { shortest.min(LONGEST_ROUND) },
            // At least the last step's, which callers may ask for.
            reach: (reach + lag).max(1),
            recent: VecDeque::new(),
            before: Vec::new(),
            set_by_hand: vec![false; network.projections.len()],
            watch: Stopwatch::default(),
            network,
        };
        engine.set_controls(engine.controls.clone());
        Ok(engine)
    }

    /// How many threads serve a network best: few neurons are done before two threads have met, and
    /// each more takes longer to meet all others.
    pub fn best_threads(network: &Network, available: usize) -> usize {
        let size = network.size() as usize;
        available.min((size / 500).clamp(1, 2).max(size / 2_000))
    }

    /// Keeps the spikes that may still be on their way.
    fn remember(&mut self, spikes: &[Spike]) {
        self.recent.extend(spikes);
        while self.recent.front().is_some_and(|s| s.tick + self.reach < self.tick) {
            self.recent.pop_front();
        }
        if self.tick > self.reach {
            self.before.clear();
        }
    }

    /// Number of synapses of all projections.
    pub fn synapses(&self) -> u64 {
        self.parts.iter().flat_map(|p| &p.rows).map(|rows| rows.len() as u64).sum()
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
        self.threads
    }

    /// Synaptic events so far: one for each spike and each synapse that it arrived at, whether the
    /// synapse failed or not. Blocked projections (a scale of 0) have none.
    pub fn synaptic_events(&self) -> u64 {
        self.parts.iter().map(|p| p.events).sum()
    }

    /// Memory of the synapses, bytes: what delivery reads, the starts of rows included; without what
    /// learning adds.
    pub fn synapse_bytes(&self) -> u64 {
        self.parts.iter().flat_map(|p| &p.rows).map(|rows| rows.bytes() as u64).sum()
    }

    /// Numbers that replace random draws and drives from the next step on, in place of all that were
    /// supplied before; `None`: the engine's own. See [`Supply`].
    pub fn set_supply(&mut self, supply: Option<Arc<dyn Supply>>) {
        self.blocks = Arc::default();
        self.put_supply(supply);
    }

    fn put_supply(&mut self, supply: Option<Arc<dyn Supply>>) {
        self.supply = supply;
        for part in &mut self.parts {
            part.apply_controls(&self.network, &self.controls, self.supply.as_deref());
        }
    }

    /// What holds from the next step on.
    pub fn set_controls(&mut self, controls: Controls) {
        for part in &mut self.parts {
            part.switch_learning(&controls, self.tick);
            part.apply_controls(&self.network, &controls, self.supply.as_deref());
        }
        self.controls = controls;
    }

    /// What holds now.
    pub fn controls(&self) -> &Controls {
        &self.controls
    }

    /// Starts timing the phases of the run. Results do not depend on it.
    pub fn profile(&mut self) {
        self.watch = Stopwatch::new(true);
    }

    /// Time of each phase since [`Engine::profile`], on the first thread.
    pub fn stopwatch(&self) -> &Stopwatch {
        &self.watch
    }

    /// Records a variable from now on; the samples appear in each [`Block`], in the order in which
    /// probes were added.
    pub fn add_probe(&mut self, probe: Probe) {
        for part in &mut self.parts {
            part.add_probe(&probe);
        }
        self.probes.push(probe);
    }

    /// Ends all recordings by probes.
    pub fn clear_probes(&mut self) {
        self.probes.clear();
        self.parts.iter_mut().for_each(|part| part.probes.clear());
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
        let of = |part: &Part| {
            let layer = &part.layers[population];
            let each = 0..layer.v.len();
            each.map(|n| layer.current(receptor, n, &part.inputs)).collect::<Vec<_>>()
        };
        self.parts.iter().flat_map(of).collect()
    }

    /// Conductance of a receptor, nS, of a population's neurons; zeros for other receptors.
    pub fn conductances(&self, population: usize, receptor: usize) -> Vec<f64> {
        let of = |part: &Part| {
            let layer = &part.layers[population];
            let each = 0..layer.v.len();
            each.map(|n| layer.conductance(receptor, n, &part.inputs)).collect::<Vec<_>>()
        };
        self.parts.iter().flat_map(of).collect()
    }

    /// The weights of a projection now, in order of its synapses and in its own unit.
    pub fn weights(&self, projection: usize) -> Vec<f64> {
        let Some(bundle) = self.bundle_of(projection) else { return Vec::new() };
        let learned = |part: &Part| part.learned(&self.network, bundle, self.tick);
        let learned: Vec<_> = self.parts.iter().map(learned).collect();
        self.told(projection, bundle, |p, synapse| match &learned[p] {
            Some(weights) => weights[synapse],
            None => self.parts[p].rows[bundle].weights.get(synapse),
        })
    }

    /// The weights that a spike would deliver now: those of [`Engine::weights`], unless the
    /// projection delivers a snapshot.
    pub fn delivered_weights(&self, projection: usize) -> Vec<f64> {
        let Some(bundle) = self.bundle_of(projection) else { return Vec::new() };
        let snapshot = |p: usize| self.parts[p].plastic[bundle].as_ref()?.snapshot();
        if snapshot(0).is_none() {
            return self.weights(projection);
        }
        self.told(projection, bundle, |p, synapse| snapshot(p).map_or(0.0, |w| w[synapse]))
    }

    /// The bundle that a projection is in.
    fn bundle_of(&self, projection: usize) -> Option<usize> {
        let mut bundles = self.parts[0].rows.iter();
        bundles.position(|rows| rows.bundle.projections.contains(&projection))
    }

    /// A number of each synapse of a projection, in order of its synapses: that of a part's synapse.
    fn told(
        &self,
        projection: usize,
        bundle: usize,
        value: impl Fn(usize, usize) -> f64,
    ) -> Vec<f64> {
        let sources = self.network.populations[self.network.projections[projection].source].size;
        let (mut all, mut order) = (Vec::new(), Vec::new());
        for source in 0..sources {
            for (p, part) in self.parts.iter().enumerate() {
                part.rows[bundle].told_of(source, projection, &mut order);
                all.extend(order.iter().map(|&synapse| value(p, synapse)));
            }
        }
        all
    }
}

/// The neurons of each of several parts.
fn shares(network: &Network, parts: usize) -> Vec<Share> {
    let share = |k: usize| {
        let cut = |p: &Population, k: usize| cut(p.size as usize, k, parts);
        network.populations.iter().map(|p| cut(p, k)..cut(p, k + 1)).collect()
    };
    (0..parts).map(share).collect()
}

/// The first of a population's neurons in the k-th of several parts. Random numbers are drawn for
/// groups of neurons, which are not to be drawn twice; the parts of small populations are to have
/// about as many neurons all the same.
fn cut(size: usize, k: usize, parts: usize) -> usize {
    let unit = if size >= 2 * GROUP * parts { GROUP } else { 1 };
    if k == parts { size } else { (size * k / parts + unit / 2) / unit * unit }
}
