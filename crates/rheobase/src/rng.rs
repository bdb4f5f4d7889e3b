//! Counter-based random numbers.
//!
//! Every number is a pure function of (seed, purpose, stream, counter), so that it does not matter
//! which thread asks for it, in which order, or whether a run was split. The generator is
//! Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", SC'11).

mod normal;
pub(crate) mod pairs;
mod philox;

pub use normal::fill_normals;
pub(crate) use normal::{GROUP, word_group};
pub use philox::philox4x32;

use normal::box_muller;

/// What a random number is for. Different purposes never share numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// Which pairs a rule connects.
    Connect = 1,
    /// Weights of synapses.
    Weight = 2,
    /// Delays of synapses.
    Delay = 3,
    /// Positions of neurons.
    Position = 4,
    /// Distributed neuron parameters.
    Parameter = 5,
    /// Initial voltages.
    Initial = 6,
    /// Noise and frozen inputs.
    Noise = 7,
    /// Poisson counts.
    Poisson = 8,
    /// Synaptic failures.
    Failure = 9,
    /// Which neurons a recording samples.
    Sample = 10,
}

/// A family of random numbers: seed, purpose and a named stream (a projection, an input…).
/// Streams go by name and not by position, so that adding one does not change the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key([u32; 2]);

impl Key {
    /// The family of `seed`, `purpose` and `stream`.
    pub fn new(seed: u64, purpose: Purpose, stream: &str) -> Key {
        let mut hash = mix(seed ^ 0x5268_656f_6261_7365).wrapping_add(purpose as u64);
        for &byte in stream.as_bytes() {
            hash = mix(hash ^ u64::from(byte)).wrapping_add(0x9e37_79b9_7f4a_7c15);
        }
        let key = mix(hash);
        Key([key as u32, (key >> 32) as u32])
    }

    /// The four words at a counter (a, b, c).
    #[inline]
    pub fn words(self, a: u32, b: u32, c: u64) -> [u32; 4] {
        philox4x32([a, b, c as u32, (c >> 32) as u32], self.0)
    }

    /// The words at the counters (a, b, first…): word w of block k is `[w][k]`.
    #[inline(always)]
    pub(crate) fn blocks<const L: usize>(self, a: u32, b: u32, first: u64) -> [[u32; L]; 4] {
        philox::philox_blocks(a, b, first, self.0)
    }

    /// A uniform number in [0, 1) with 53 bits at a counter.
    #[inline]
    pub fn uniform(self, a: u32, b: u32, c: u64) -> f64 {
        let w = self.words(a, b, c);
        unit_f64(u64::from(w[0]) | (u64::from(w[1]) << 32))
    }

    /// The endless sequence of draws that belongs to (a, b), for rules that need an unknown
    /// number of them.
    pub fn draws(self, a: u32, b: u32) -> Draws {
        Draws { key: self, a, b, next: 0, words: [0; 4], left: 0 }
    }
}

/// The finaliser of SplitMix64 (Steele et al. 2014): every input bit flips every output bit with
/// probability about one half.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[inline]
fn unit_f64(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// A sequence of draws at one place of a family.
#[derive(Clone, Debug)]
pub struct Draws {
    key: Key,
    a: u32,
    b: u32,
    next: u64,
    words: [u32; 4],
    left: usize,
}

impl Draws {
    /// The next 32 random bits.
    #[inline]
    pub fn next_u32(&mut self) -> u32 {
        if self.left == 0 {
            self.words = self.key.words(self.a, self.b, self.next);
            self.next += 1;
            self.left = 4;
        }
        self.left -= 1;
        self.words[3 - self.left]
    }

    /// The next 64 random bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        u64::from(self.next_u32()) | (u64::from(self.next_u32()) << 32)
    }

    /// Uniform in [0, 1) with 53 bits.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        unit_f64(self.next_u64())
    }

    /// Uniform over 0..n without bias (Lemire 2019, "Fast random integer generation in an
    /// interval"). `n` must not be 0.
    #[inline]
    pub fn below(&mut self, n: u64) -> u64 {
        debug_assert!(n > 0, "nothing to choose from");
        loop {
            let wide = u128::from(self.next_u64()) * u128::from(n);
            // Only the low part below (2^64 mod n) would favour some values.
            if wide as u64 >= n.wrapping_neg() % n {
                return (wide >> 64) as u64;
            }
        }
    }

    /// Standard normal.
    pub fn normal(&mut self) -> f64 {
        f64::from(box_muller(self.next_u32(), self.next_u32()).0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_differ_in_every_part_of_the_key() {
        let base = Key::new(1, Purpose::Noise, "drive");
        for other in [
            Key::new(2, Purpose::Noise, "drive"),
            Key::new(1, Purpose::Initial, "drive"),
            Key::new(1, Purpose::Noise, "drivf"),
        ] {
            assert_ne!(base, other);
            assert_ne!(base.words(0, 0, 0), other.words(0, 0, 0));
        }
    }

    #[test]
    fn below_is_uniform() {
        let mut draws = Key::new(3, Purpose::Connect, "test").draws(0, 0);
        let mut counts = [0u32; 7];
        for _ in 0..70_000 {
            counts[draws.below(7) as usize] += 1;
        }
        let chi2: f64 = counts.iter().map(|&c| (f64::from(c) - 1e4).powi(2) / 1e4).sum();
        assert!(chi2 < 26.0, "chi² {chi2} of 6 degrees of freedom, {counts:?}");
    }
}
