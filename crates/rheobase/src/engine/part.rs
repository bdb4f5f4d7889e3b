//! A part of the network: a share of each population's neurons with all their incoming synapses.

use super::drive::Source;
use super::kernel::ran_away;
use super::layer::Layer;
use super::learn::{History, PlasticRows};
use super::probe::{PartProbe, Probe};
use super::{Spike, Supply};
use crate::network::{Controls, Network, Projection};
use std::ops::Range;

/// State of one part.
pub struct Part {
    /// One layer per population.
    pub layers: Vec<Layer>,
    /// Where each projection's rows are cut for this part.
    pub cuts: Vec<Cuts>,
    /// Learned weights of this part's synapses, per projection.
    pub plastic: Vec<Option<PlasticRows>>,
    /// Recent spikes of all neurons, one per window length in use.
    pub histories: Vec<History>,
    /// Inputs as they reach this part.
    pub sources: Vec<Source>,
    /// Recordings of this part's neurons.
    pub probes: Vec<PartProbe>,
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

/// Which synapses of a row belong to a part: rows are ascending in the target, so they are one
/// stretch.
#[derive(Clone, Debug)]
pub enum Cuts {
    /// Whole rows.
    Whole,
    /// Start and end within the synapses, for each source.
    Each(Vec<(u64, u64)>),
}

impl Cuts {
    fn new(projection: &Projection, share: &Range<usize>, parts: usize) -> Cuts {
        if parts == 1 {
            return Cuts::Whole;
        }
        let synapses = &projection.synapses;
        let cut = |row: Range<usize>| {
            let targets = &synapses.targets[row.clone()];
            let start = targets.partition_point(|&t| (t as usize) < share.start);
            let stop = targets.partition_point(|&t| (t as usize) < share.end);
            ((row.start + start) as u64, (row.start + stop) as u64)
        };
        let sources = synapses.offsets.len() - 1;
        Cuts::Each((0..sources).map(|s| cut(synapses.row(s))).collect())
    }

    /// Synapses of a source in this part.
    #[inline]
    pub fn row(&self, projection: &Projection, source: usize) -> Range<usize> {
        match self {
            Cuts::Whole => projection.synapses.row(source),
            Cuts::Each(each) => {
                let (start, stop) = each[source];
                start as usize..stop as usize
            }
        }
    }
}

impl Part {
    /// Part `index` of `parts` of the network at time zero.
    pub fn new(network: &Network, index: usize, parts: usize) -> Part {
        let share = |size: u32| {
            let cut = |k: usize| (size as usize * k) / parts;
            cut(index)..cut(index + 1)
        };
        let populations = &network.populations;
        let layers: Vec<_> = (0..populations.len())
            .map(|p| Layer::new(network, p, share(populations[p].size)))
            .collect();
        let cuts: Vec<_> = network
            .projections
            .iter()
            .map(|p| Cuts::new(p, &layers[p.target].range(), parts))
            .collect();
        let plastic = network
            .projections
            .iter()
            .zip(&cuts)
            .map(|(p, cuts)| p.learning.map(|_| PlasticRows::new(p, cuts, &layers[p.target])))
            .collect();
        let sources =
            network.inputs.iter().map(|i| Source::new(i, &layers[i.population], network)).collect();
        Part {
            layers,
            cuts,
            plastic,
            histories: History::for_network(network),
            sources,
            probes: Vec::new(),
            outbox: Vec::new(),
            events: 0,
            runaway: None,
        }
    }

    /// One step: drive, update, emit, record. Returns whether a first voltage ran away.
    pub fn step(
        &mut self,
        network: &Network,
        controls: &Controls,
        supply: Option<&dyn Supply>,
        tick: u64,
    ) -> bool {
        self.drive(network, controls, supply, tick);
        let mut alarm = false;
        let layers = self.layers.iter_mut().zip(&network.populations).enumerate();
        for (index, (layer, population)) in layers {
            let any = layer.update(population, tick, network.dt(), &mut self.outbox);
            if any && self.runaway.is_none() {
                self.runaway = first_runaway(layer, tick, index);
                alarm |= self.runaway.is_some();
            }
        }
        for probe in &mut self.probes {
            probe.sample(&self.layers, tick + 1);
        }
        alarm
    }

    /// Starts recording a variable of those neurons that are in this part.
    pub fn add_probe(&mut self, probe: &Probe) {
        self.probes.push(PartProbe::new(probe, &self.layers[probe.population]));
    }

    /// Writes this part's learned weights into a list of all of the projection's weights.
    pub fn copy_weights(&self, projection: &Projection, index: usize, all: &mut [f64]) {
        if let Some(plastic) = &self.plastic[index] {
            plastic.scatter(projection, &self.cuts[index], &plastic.weights, all);
        }
    }

    /// Takes this part's share of a projection's learned and delivered weights.
    pub fn set_weights(
        &mut self,
        projection: &Projection,
        index: usize,
        all: &[f64],
        delivered: &[f64],
    ) {
        if let Some(plastic) = &mut self.plastic[index] {
            plastic.set(projection, &self.cuts[index], all, delivered);
        }
    }

    /// Writes this part's delivered weights, where they are a snapshot, into such a list.
    pub fn copy_delivered(&self, projection: &Projection, index: usize, all: &mut [f64]) {
        if let Some(plastic) = &self.plastic[index] {
            plastic.scatter(projection, &self.cuts[index], plastic.delivered(), all);
        }
    }
}

/// The first neuron of a layer that ran away; none where a silenced one was put back in time.
fn first_runaway(layer: &Layer, tick: u64, population: usize) -> Option<Runaway> {
    let place = layer.v.iter().position(|&v| ran_away(v))?;
    let (index, value) = (layer.start + place as u32, layer.v[place]);
    Some(Runaway { tick, population, index, value })
}
