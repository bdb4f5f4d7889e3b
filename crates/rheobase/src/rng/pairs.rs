//! The first number of many short sequences at a time: one for each synapse of a row.

use super::normal::box_muller;
use super::philox::philox_pairs;
use super::{Key, unit_f64};

/// Sequences that are begun together.
pub const LANES: usize = 16;

/// `out[k]` is the first normal number of `key.draws(a, b[k])`.
pub fn first_normals(key: Key, a: u32, b: &[u32; LANES], out: &mut [f64; LANES]) {
    normals(key, a, b, out);
}

/// `out[k]` is the first uniform number of `key.draws(a, b[k])`.
pub fn first_uniforms(key: Key, a: u32, b: &[u32; LANES], out: &mut [f64; LANES]) {
    uniforms(key, a, b, out);
}

crate::simd::multiversion! {
    fn normals(key: Key, a: u32, b: &[u32; LANES], out: &mut [f64; LANES]) {
        let words = philox_pairs(a, b, key.0);
        for k in 0..LANES {
            out[k] = f64::from(box_muller(words[0][k], words[1][k]).0);
        }
    }
}

crate::simd::multiversion! {
    fn uniforms(key: Key, a: u32, b: &[u32; LANES], out: &mut [f64; LANES]) {
        let words = philox_pairs(a, b, key.0);
        for k in 0..LANES {
            out[k] = unit_f64(u64::from(words[0][k]) | (u64::from(words[1][k]) << 32));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn they_are_the_first_of_each_sequence() {
        let key = Key::new(3, Purpose::Weight, "pairs");
        let b: [u32; LANES] = std::array::from_fn(|k| (k * k * 977) as u32);
        let (mut z, mut u) = ([0.0; LANES], [0.0; LANES]);
        first_normals(key, 41, &b, &mut z);
        first_uniforms(key, 41, &b, &mut u);
        for k in 0..LANES {
            assert_eq!(z[k].to_bits(), key.draws(41, b[k]).normal().to_bits());
            assert_eq!(u[k].to_bits(), key.draws(41, b[k]).uniform().to_bits());
        }
    }
}
