//! What arrives: one vector for all neurons of a part.
//!
//! Most receptors of the exact scheme have a current or a conductance that jumps by what arrives.
//! Their variable itself stands in the vector, so that a step need not carry sums to it; others
//! find the sum of the step there, which they forget.

use super::aligned::Aligned;
use crate::network::{Network, Population};
use crate::spec::{ReceptorKind, Scheme};
use std::ops::Range;

/// Inputs that a 16-bit number can tell.
pub const NARROW: usize = 1 << 16;

/// Numbers behind the last input that nobody uses: a stretch of 65,536 can be cut out anywhere, and
/// in such a stretch a 16-bit index needs no check of its bounds.
const SPARE: usize = NARROW;

/// Numbers in a line of the cache, with which each channel begins.
const LINE: usize = 8;

/// What arrives at one receptor of one population: a number for each of its neurons in the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channel {
    /// The receptor.
    pub receptor: usize,
    /// Whether the sums are in pA, to be multiplied by the neuron's resistance.
    pub per_resistance: bool,
    /// Whether the numbers are the receptor's variable itself, and not sums of the step.
    pub direct: bool,
    /// Place of the first neuron's number.
    pub start: usize,
}

/// Where in the vector the inputs of each population stand.
#[derive(Clone, Debug)]
pub struct InputMap {
    /// Channels of each population, in order of receptor.
    pub channels: Vec<Vec<Channel>>,
    /// All numbers.
    pub len: usize,
    /// The longest stretch of channels of one rank: what a source may reach.
    pub widest: usize,
}

impl InputMap {
    /// The channels that a network uses; `ranges` are the part's neurons of each population.
    ///
    /// First channels of all populations come first, then second ones: what a source reaches
    /// (mostly one receptor each) lies close together, so that narrow indices suffice.
    pub fn new(network: &Network, ranges: &[Range<usize>]) -> InputMap {
        let mut channels = vec![Vec::new(); ranges.len()];
        let mut add = |population: usize, receptor: usize, per_resistance: bool| {
            let channel = Channel { receptor, per_resistance, direct: false, start: 0 };
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
        if network.scheme() == Scheme::Exact {
            for (known, population) in channels.iter_mut().zip(&network.populations) {
                make_direct(known, population);
            }
        }
        let (mut len, mut widest) = (0, 0);
        let most = channels.iter().map(Vec::len).max().unwrap_or(0);
        channels.iter_mut().for_each(|known| known.sort_by_key(|c| (c.receptor, c.per_resistance)));
        for rank in 0..most {
            let start = len;
            for (known, range) in channels.iter_mut().zip(ranges) {
                if let Some(channel) = known.get_mut(rank) {
                    channel.start = len;
                    len = (len + range.len()).next_multiple_of(LINE);
                }
            }
            widest = widest.max(len - start);
        }
        InputMap { channels, len, widest }
    }

    /// Place of the first number of a channel.
    pub fn start(&self, population: usize, receptor: usize, per_resistance: bool) -> usize {
        let mut known = self.channels[population].iter();
        let found = known.find(|c| (c.receptor, c.per_resistance) == (receptor, per_resistance));
        found.map_or(0, |channel| channel.start)
    }

    /// The vector, all zero.
    pub fn zeros(&self) -> Aligned<f64> {
        Aligned::new(0.0, self.len + SPARE)
    }
}

/// Makes those channels direct, or adds them, whose receptors jump by what arrives as it stands.
fn make_direct(known: &mut Vec<Channel>, population: &Population) {
    for (receptor, kind) in population.receptors.iter().map(|r| r.kind).enumerate() {
        let jumps =
            matches!(kind, ReceptorKind::Exponential { .. } | ReceptorKind::Conductance { .. });
        let scaled = known.iter().any(|c| c.receptor == receptor && c.per_resistance);
        if !jumps || scaled {
            continue;
        }
        let direct = Channel { receptor, per_resistance: false, direct: true, start: 0 };
        match known.iter_mut().find(|c| c.receptor == receptor) {
            Some(channel) => *channel = direct,
            None => known.push(direct),
        }
    }
}
