//! What a log is about: enough to make files of results from it without the network.

use crate::output::without_noise;
use rheobase::network::Network;
use rheobase::record::Recording;
use rheobase::spec::Scheme;
use serde::{Deserialize, Serialize};

/// What stands at the start of a log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Time step, ms.
    pub dt_ms: f64,
    /// Steps from the one in which a spike was found to the sample that it is painted into.
    pub paint_after: u64,
    /// Name and size of each population, in order of the global ids.
    pub populations: Vec<(String, u32)>,
    /// First and last global id of each stretch of neurons whose spikes are recorded.
    pub recorded: Vec<(u32, u32)>,
    /// The traces.
    pub traces: Vec<TraceHead>,
}

/// One variable of some neurons of a population.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TraceHead {
    /// Index of the population.
    pub population: usize,
    /// The variable; with the name of the recording where the population has it already.
    pub variable: String,
    /// Indices of the neurons in the population, ascending.
    pub ids: Vec<u32>,
    /// Interval of the samples, steps.
    pub every: u64,
    /// What spikes are painted as, mV; `None`: they are not.
    pub paint: Option<f64>,
}

impl Head {
    /// What a recording of the network is about.
    pub fn new(network: &Network, recording: &Recording) -> Head {
        let flags = recording.recorded.iter().enumerate();
        let mut recorded: Vec<(u32, u32)> = Vec::new();
        for (id, _) in flags.filter(|(_, flag)| **flag) {
            match recorded.last_mut() {
                Some((_, last)) if *last + 1 == id as u32 => *last += 1,
                _ => recorded.push((id as u32, id as u32)),
            }
        }
        let populations = network.populations.iter().map(|p| (p.name.clone(), p.size));
        Head {
            dt_ms: network.dt(),
            paint_after: match network.scheme() {
                Scheme::Euler => 0,
                Scheme::Exact => 1,
            },
            populations: populations.collect(),
            recorded,
            traces: traces(network, recording),
        }
    }

    /// Number of neurons of all populations.
    pub fn neurons(&self) -> u32 {
        self.populations.iter().map(|(_, size)| size).sum()
    }

    /// First global id of each population.
    pub fn firsts(&self) -> Vec<u32> {
        let mut next = 0;
        let first = |(_, size): &(String, u32)| {
            next += size;
            next - size
        };
        self.populations.iter().map(first).collect()
    }

    /// Whether the spikes of each neuron, by global id, are recorded: those of others are there to
    /// be painted into voltages.
    pub fn recorded_flags(&self) -> Vec<bool> {
        let mut flags = vec![false; self.neurons() as usize];
        for &(first, last) in &self.recorded {
            flags[first as usize..=last as usize].fill(true);
        }
        flags
    }

    /// Whether everything that it says can be true: what reads it relies on that.
    pub fn is_sound(&self) -> bool {
        let size = |&(_, size): &(String, u32)| u64::from(size);
        let neurons: u64 = self.populations.iter().map(size).sum();
        let stretch = |&(first, last): &(u32, u32)| first <= last && u64::from(last) < neurons;
        let trace = |t: &TraceHead| {
            let size = self.populations.get(t.population).map_or(0, |p| p.1);
            let in_order = t.ids.is_sorted_by(|a, b| a < b);
            t.every > 0 && in_order && t.ids.last().is_none_or(|&last| last < size)
        };
        neurons <= u64::from(u32::MAX)
            && self.dt_ms > 0.0
            && self.dt_ms.is_finite()
            && self.paint_after <= 1
            && self.recorded.iter().all(stretch)
            && self.traces.iter().all(trace)
    }
}

impl TraceHead {
    /// Unit of the samples.
    pub fn unit(&self) -> &'static str {
        if self.variable.starts_with("g.") { "nS" } else { "mV" }
    }

    /// Interval of the samples, ms.
    pub fn step_ms(&self, dt_ms: f64) -> f64 {
        without_noise(self.every as f64 * dt_ms)
    }
}

fn traces(network: &Network, recording: &Recording) -> Vec<TraceHead> {
    let mut taken: Vec<(usize, &str)> = Vec::new();
    let mut all: Vec<TraceHead> = Vec::new();
    for t in &recording.traces {
        let is_taken = taken.contains(&(t.population, t.variable.as_str()));
        if !t.neurons.is_empty() {
            taken.push((t.population, &t.variable));
        }
        all.push(TraceHead {
            population: t.population,
            variable: match is_taken {
                true => format!("{} ({})", t.variable, t.name),
                false => t.variable.clone(),
            },
            ids: t.neurons.clone(),
            every: t.every,
            paint: (t.variable == "V").then(|| network.populations[t.population].v_spike),
        });
    }
    all
}
