//! The random words of one neuron, many at a time.

use crate::rng::Key;

/// Blocks of 4 words drawn together, so that the compiler turns the rounds into vector code.
const BLOCKS: usize = 16;

/// The random words at (a, b) of a family, those of [`Key::draws`] in another order: word w of
/// block b of each group of 16 blocks is number 16·w + b of the group.
pub(super) struct Stream {
    key: Key,
    a: u32,
    b: u32,
    next: u64,
    words: [u32; 4 * BLOCKS],
    used: usize,
}

crate::simd::multiversion! {
    fn fill(key: Key, a: u32, b: u32, next: u64, out: &mut [u32; 4 * BLOCKS]) {
        let words = key.blocks::<BLOCKS>(a, b, next);
        for (out, words) in out.chunks_exact_mut(BLOCKS).zip(&words) {
            out.copy_from_slice(words);
        }
    }
}

impl Stream {
    pub fn new(key: Key, a: u32, b: u32) -> Self {
        Stream { key, a, b, next: 0, words: [0; 4 * BLOCKS], used: 4 * BLOCKS }
    }

    #[inline]
    pub fn next_u32(&mut self) -> u32 {
        if self.used == self.words.len() {
            fill(self.key, self.a, self.b, self.next, &mut self.words);
            self.next += BLOCKS as u64;
            self.used = 0;
        }
        let word = self.words[self.used];
        self.used += 1;
        word
    }

    /// Uniform in [0, 1) with 53 bits.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        let bits = u64::from(self.next_u32()) | (u64::from(self.next_u32()) << 32);
        (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Uniform over 0..n without bias (Lemire 2019). `n` must not be 0.
    #[inline]
    pub fn below(&mut self, n: u32) -> u32 {
        debug_assert!(n > 0, "nothing to choose from");
        loop {
            let wide = u64::from(self.next_u32()) * u64::from(n);
            let low = wide as u32;
            // Only the low part below (2^32 mod n) would favour some values; it is below n.
            if low >= n || low >= n.wrapping_neg() % n {
                return (wide >> 32) as u32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn the_words_are_those_of_the_family_each_once() {
        let key = Key::new(1, Purpose::Connect, "stream");
        let mut stream = Stream::new(key, 5, 6);
        let ours: Vec<u32> = (0..256).map(|_| stream.next_u32()).collect();
        for (k, &word) in ours.iter().enumerate() {
            let (group, place) = (k / 64, k % 64);
            let block = (16 * group + place % 16) as u64;
            assert_eq!(word, key.words(5, 6, block)[place / 16]);
        }
    }
}
