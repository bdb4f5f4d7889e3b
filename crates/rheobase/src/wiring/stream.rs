//! The random words of one neuron, several blocks at a time.

use crate::rng::Key;

/// Blocks of 4 words drawn together: their rounds overlap in the processor's pipeline.
const BLOCKS: usize = 4;

/// The same sequence of words as [`Key::draws`] at (a, b), but about twice as fast where many are
/// needed.
pub(super) struct Stream {
    key: Key,
    a: u32,
    b: u32,
    next: u64,
    words: [u32; 4 * BLOCKS],
    used: usize,
}

impl Stream {
    pub fn new(key: Key, a: u32, b: u32) -> Self {
        Stream { key, a, b, next: 0, words: [0; 4 * BLOCKS], used: 4 * BLOCKS }
    }

    #[inline]
    pub fn next_u32(&mut self) -> u32 {
        if self.used == self.words.len() {
            self.refill();
        }
        let word = self.words[self.used];
        self.used += 1;
        word
    }

    fn refill(&mut self) {
        for block in 0..BLOCKS {
            let words = self.key.words(self.a, self.b, self.next + block as u64);
            self.words[4 * block..4 * block + 4].copy_from_slice(&words);
        }
        self.next += BLOCKS as u64;
        self.used = 0;
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
