//! A part of the network: a share of each population's neurons with all their incoming synapses.

use super::aligned::Aligned;
use super::calendar::Calendar;
use super::drive::Source;
use super::inputs::InputMap;
use super::kernel::{self, ran_away};
use super::layer::Layer;
use super::learn::{History, PlasticRows};
use super::probe::{PartProbe, Probe};
use super::profile::{Phase, Stopwatch};
use super::rows::{Rows, Share};
use super::stdp::StdpState;
use super::update::Block;
use super::{Spike, Supply};
use crate::network::{Controls, Network};

/// Steps after which it is looked for what has decayed to nothing; counted from the beginning of all
/// runs, so that splitting one changes nothing.
const FORGET_EVERY: u64 = 128;

/// State of one part. What one thread writes shall not share a cache line with what another reads.
#[repr(align(128))]
pub struct Part {
    /// One layer per population.
    pub layers: Vec<Layer>,
    /// What arrives at the neurons.
    pub inputs: Aligned<f64>,
    /// Where they stand.
    pub map: InputMap,
    /// Synapses onto this part's neurons, per bundle of projections.
    pub rows: Vec<Rows>,
    /// Bundles of each source population.
    pub outgoing: Vec<Vec<usize>>,
    /// Spikes on their way, per bundle.
    pub calendars: Vec<Calendar>,
    /// Learned weights of this part's synapses, per bundle.
    pub plastic: Vec<Option<PlasticRows>>,
    /// Spike-timing dependent plasticity of this part's synapses.
    pub stdp: StdpState,
    /// Recent spikes of all neurons, one per window length in use.
    pub histories: Vec<History>,
    /// Inputs as they reach this part.
    pub sources: Vec<Source>,
    /// Recordings of this part's neurons.
    pub probes: Vec<PartProbe>,
    /// Whether no input of the network has a state or spikes: a step may be driven before spikes are
    /// delivered in it.
    pub drives_early: bool,
    /// The step that this has been done for.
    pub driven: Option<u64>,
    /// For the update of a layer.
    pub room: Box<Block>,
    /// New spikes of this part.
    pub outbox: Vec<Spike>,
    /// Synaptic events delivered to this part.
    pub events: u64,
    /// The first voltage of this part that ran away. Kept when it happens: the part goes on until
    /// it meets the others, and by then V may have been reset.
    pub runaway: Option<Runaway>,
}

/// A membrane potential beyond all reason; the first of several is the least.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Runaway {
    /// The step.
    pub tick: u64,
    /// Index of the population.
    pub population: usize,
    /// Index of the neuron in the population.
    pub index: u32,
    /// Its V, mV.
    pub value: f64,
}

impl Part {
    /// The part that owns the given share of each population and the given rows, at time zero.
    pub fn new(network: &Network, share: &Share, map: InputMap, mut rows: Vec<Rows>) -> Part {
        let layers: Vec<_> = share
            .iter()
            .enumerate()
            .map(|(p, r)| Layer::new(network, p, r.clone(), &map.channels[p]))
            .collect();
        let mut outgoing = vec![Vec::new(); layers.len()];
        for (index, rows) in rows.iter().enumerate() {
            outgoing[rows.bundle.source].push(index);
        }
        let steps = |rows: &Rows| {
            let longest = rows.delay_range().map_or(0, |range| u64::from(range.1));
            longest + network.arrival_lag() + 1
        };
        let plastic = |rows: &Rows| {
            let projection = &network.projections[rows.bundle.projections[0]];
            let neurons = layers[projection.target].v.len();
            projection.learning.map(|learning| PlasticRows::new(learning, rows, neurons))
        };
        let stdp = StdpState::new(network, &mut rows, &layers);
        let source = |input| Source::new(input, &layers, &map, network);
        Part {
            calendars: rows.iter().map(|rows| Calendar::new(steps(rows))).collect(),
            plastic: rows.iter().map(plastic).collect(),
            histories: History::for_network(network),
            stdp,
            sources: network.inputs.iter().map(source).collect(),
            inputs: map.zeros(),
            map,
            outgoing,
            rows,
            layers,
            probes: Vec::new(),
            drives_early: network.inputs.iter().all(|input| !input.drive.has_state_or_spikes()),
            driven: None,
            room: Box::new(Block::new()),
            outbox: Vec::new(),
            events: 0,
            runaway: None,
        }
    }

    /// Forgets what has decayed to nothing.
    fn forget_tiny(&mut self) {
        for layer in &mut self.layers {
            if layer.forgets_v {
                kernel::forget_tiny(&mut layer.v);
            }
            for receptor in 0..layer.synapses.len() {
                kernel::forget_tiny(layer.variable_mut(receptor, &mut self.inputs));
                kernel::forget_tiny(layer.inner_mut(receptor));
            }
        }
    }

    /// Before a block of steps that begins with step `tick`.
    pub fn begin(&mut self, tick: u64) {
        self.driven = None;
        self.layers.iter_mut().for_each(|layer| layer.begin(tick));
    }

    /// After it; step `tick` is the next.
    pub fn end(&mut self, tick: u64) {
        self.layers.iter_mut().for_each(|layer| layer.end(tick));
    }

    /// One step: deliver, drive, update, emit, record. Returns whether a first voltage ran away.
    pub fn step(
        &mut self,
        network: &Network,
        controls: &Controls,
        supply: Option<&dyn Supply>,
        tick: u64,
        watch: &mut Stopwatch,
    ) -> bool {
        if tick.is_multiple_of(FORGET_EVERY) {
            self.forget_tiny();
        }
        self.deliver(network, controls, supply, tick);
        watch.lap(Phase::Deliver);
        if self.driven != Some(tick) {
            self.drive(network, controls, supply, tick);
        }
        watch.lap(Phase::Drive);
        let mut alarm = false;
        let before = self.outbox.len();
        let layers = self.layers.iter_mut().zip(&network.populations).enumerate();
        for (index, (layer, population)) in layers {
            let inputs = (&mut self.inputs[..], &self.map.channels[index][..]);
            let (dt, room) = (network.dt(), &mut self.room);
            let any = layer.update(population, inputs, tick, dt, room, &mut self.outbox);
            if any && self.runaway.is_none() {
                self.runaway = first_runaway(layer, tick, index);
                alarm |= self.runaway.is_some();
            }
        }
        watch.lap(Phase::Update);
        self.stdp.note(network, &self.layers, &self.outbox[before..]);
        watch.lap(Phase::Learn);
        for probe in &mut self.probes {
            probe.sample(&self.layers, &self.inputs, tick + 1);
        }
        watch.lap(Phase::Record);
        alarm
    }

    /// The current (R·I, mV) or conductance (nS) of a receptor; nothing for a delta receptor.
    pub fn variable_mut(&mut self, population: usize, receptor: usize) -> &mut [f64] {
        self.layers[population].variable_mut(receptor, &mut self.inputs)
    }

    /// The weights of a bundle at step `tick`, where they learn.
    pub fn learned(&self, network: &Network, bundle: usize, tick: u64) -> Option<Vec<f64>> {
        let (rows, calendar) = (&self.rows[bundle], &self.calendars[bundle]);
        match &self.plastic[bundle] {
            Some(plastic) => Some(plastic.weights(rows, tick)),
            None => self.stdp.weights(network, rows, calendar, bundle, tick),
        }
    }

    /// Gives what is at the plastic synapses of a bundle its effect, so that weights may be set.
    pub fn settle(&mut self, network: &Network, bundle: usize, tick: u64) {
        let (rows, calendar) = (&self.rows[bundle], &self.calendars[bundle]);
        if let Some(plastic) = &mut self.plastic[bundle] {
            plastic.sweep(rows, tick);
        }
        self.stdp.settle(network, rows, calendar, bundle, tick);
    }

    /// Sets the weight of a synapse that learns.
    pub fn set_learned(&mut self, bundle: usize, synapse: usize, weight: f64) {
        if let Some(plastic) = &mut self.plastic[bundle] {
            plastic.set_weight(synapse, weight);
        }
        self.stdp.set_weight(bundle, synapse, weight);
    }

    /// Sets what a synapse delivers, where that is a snapshot of what it has learned.
    pub fn set_delivered(&mut self, bundle: usize, synapse: usize, weight: f64) {
        if let Some(plastic) = &mut self.plastic[bundle] {
            plastic.set_delivered(synapse, weight);
        }
    }

    /// Starts recording a variable of those neurons that are in this part.
    pub fn add_probe(&mut self, probe: &Probe) {
        self.probes.push(PartProbe::new(probe, &self.layers[probe.population]));
    }
}

/// The first neuron of a layer that ran away; none where a silenced one was put back in time.
fn first_runaway(layer: &Layer, tick: u64, population: usize) -> Option<Runaway> {
    let place = layer.v.iter().position(|&v| ran_away(v))?;
    let (index, value) = (layer.start + place as u32, layer.v[place]);
    Some(Runaway { tick, population, index, value })
}
