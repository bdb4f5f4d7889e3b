//! A number that stands for all spikes of a run.

use crate::engine::Spike;

/// A stable 64-bit hash over all spikes as (step, global neuron id), in order. Equal runs have
/// equal hashes; a spike more, less or moved changes it. Each word w turns the state h into
/// mix(h + w + c), with the finaliser of SplitMix64 as mix and its odd constant as c.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpikeHash {
    state: u64,
    spikes: u64,
}

impl SpikeHash {
    /// Takes in spikes that follow those seen before.
    pub fn extend(&mut self, spikes: &[Spike]) {
        for spike in spikes {
            self.state = step(step(self.state, spike.tick), u64::from(spike.neuron));
        }
        self.spikes += spikes.len() as u64;
    }

    /// The state, and the number of spikes seen: what a checkpoint keeps.
    pub(super) fn words(&self) -> [u64; 2] {
        [self.state, self.spikes]
    }

    /// The way back.
    pub(super) fn set_words(&mut self, [state, spikes]: [u64; 2]) {
        (self.state, self.spikes) = (state, spikes);
    }

    /// Number of spikes seen.
    pub fn spikes(&self) -> u64 {
        self.spikes
    }
}

fn step(state: u64, word: u64) -> u64 {
    let mut z = state.wrapping_add(word).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl std::fmt::Display for SpikeHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(spikes: &[(u64, u32)]) -> String {
        let mut hash = SpikeHash::default();
        for &(tick, neuron) in spikes {
            hash.extend(&[Spike { tick, neuron }]);
        }
        hash.to_string()
    }

    #[test]
    fn every_change_shows() {
        let base = hash(&[(3, 1), (4, 0)]);
        assert_eq!(base, hash(&[(3, 1), (4, 0)]));
        for other in [&[(3, 1)][..], &[(3, 1), (4, 1)], &[(3, 1), (5, 0)], &[(4, 0), (3, 1)], &[]] {
            assert_ne!(base, hash(other));
        }
    }

    /// Results of different versions are compared by it, so it must not change by accident.
    #[test]
    fn the_value_is_fixed() {
        assert_eq!(hash(&[]), "0000000000000000");
        assert_eq!(hash(&[(0, 0)]), "a706dd2f4d197e6f");
    }
}
