//! The inputs of a step: one vector for all neurons of a part.

use crate::network::Network;
use std::ops::Range;

/// Numbers behind the last input that nobody uses: a stretch of 65,536 can be cut out anywhere, and
/// in such a stretch a 16-bit index needs no check of its bounds.
const SPARE: usize = 1 << 16;

/// The sums that arrive at one receptor of one population: one for each of its neurons in the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channel {
    /// The receptor.
    pub receptor: usize,
    /// Whether the sums are in pA, to be multiplied by the neuron's resistance.
    pub per_resistance: bool,
    /// Place of the first neuron's sum.
    pub start: usize,
}

/// Where in the vector the inputs of each population stand.
#[derive(Clone, Debug)]
pub struct InputMap {
    /// Channels of each population, in order of receptor.
    pub channels: Vec<Vec<Channel>>,
    /// All sums.
    pub len: usize,
}

impl InputMap {
    /// The channels that a network uses; `ranges` are the part's neurons of each population.
    ///
    /// First channels of all populations come first, then second ones: what a source reaches
    /// (mostly one receptor each) lies close together, so that narrow indices suffice.
    pub fn new(network: &Network, ranges: &[Range<usize>]) -> InputMap {
        let mut channels = vec![Vec::new(); ranges.len()];
        let mut add = |population: usize, receptor: usize, per_resistance: bool| {
            let channel = Channel { receptor, per_resistance, start: 0 };
            let known: &mut Vec<Channel> = &mut channels[population];
            if !known.contains(&channel) {
                known.push(channel);
            }
        };
        for p in &network.projections {
            add(p.target, p.receptor, p.per_resistance);
        }
        for input in &network.inputs {
            if let Some(receptor) = input.drive.receptor() {
                add(input.population, receptor, input.per_resistance);
            }
        }
        let mut len = 0;
        let most = channels.iter().map(Vec::len).max().unwrap_or(0);
        channels.iter_mut().for_each(|known| known.sort_by_key(|c| (c.receptor, c.per_resistance)));
        for rank in 0..most {
            for (known, range) in channels.iter_mut().zip(ranges) {
                if let Some(channel) = known.get_mut(rank) {
                    channel.start = len;
                    len += range.len();
                }
            }
        }
        InputMap { channels, len }
    }

    /// Place of the first sum of a channel.
    pub fn start(&self, population: usize, receptor: usize, per_resistance: bool) -> usize {
        let mut known = self.channels[population].iter();
        let found = known.find(|c| (c.receptor, c.per_resistance) == (receptor, per_resistance));
        found.map_or(0, |channel| channel.start)
    }

    /// The vector, all zero.
    pub fn zeros(&self) -> Vec<f64> {
        vec![0.0; self.len + SPARE]
    }
}
