//! Drawing without replacement.

use super::End;
use super::stream::Stream;
use crate::rng::Key;
use crate::spec::{PopulationSpec, Selection};

/// Draws subsets; holds the scratch that they need.
#[derive(Default)]
pub(super) struct Subsets {
    /// One bit per candidate, all zero between draws.
    marks: Vec<u64>,
}

impl Subsets {
    /// Appends `n` of the numbers 0..m, ascending, every subset equally likely: the first n
    /// distinct numbers of a sequence of uniform ones. `n` must not exceed `m`.
    pub fn draw(&mut self, stream: &mut Stream, n: u32, m: u32, out: &mut Vec<u32>) {
        debug_assert!(n <= m, "{n} of {m}");
        if n == m {
            out.extend(0..m);
        } else if n < m / 256 {
            sparse(stream, n, m, out);
        } else {
            self.dense(stream, n, m, out);
        }
    }

    /// With a bit per candidate. More than half are drawn by drawing those that are left out, so
    /// that less than two draws are needed for each.
    fn dense(&mut self, stream: &mut Stream, n: u32, m: u32, out: &mut Vec<u32>) {
        let words = m.div_ceil(64) as usize;
        if self.marks.len() < words {
            self.marks.resize(words, 0);
        }
        let left_out = n > m / 2;
        let mut missing = if left_out { m - n } else { n };
        while missing > 0 {
            let number = stream.below(m);
            let (word, bit) = (&mut self.marks[(number / 64) as usize], 1u64 << (number % 64));
            missing -= u32::from(*word & bit == 0);
            *word |= bit;
        }
        for (k, word) in self.marks[..words].iter_mut().enumerate() {
            let first = 64 * k as u32;
            let valid = if m - first < 64 { (1u64 << (m - first)) - 1 } else { u64::MAX };
            let mut bits = if left_out { !*word & valid } else { *word };
            while bits != 0 {
                out.push(first + bits.trailing_zeros());
                bits &= bits - 1;
            }
            *word = 0;
        }
    }
}

/// With a sorted list: few numbers out of many, so that repeats are rare.
fn sparse(stream: &mut Stream, n: u32, m: u32, out: &mut Vec<u32>) {
    let start = out.len();
    let wanted = start + n as usize;
    while out.len() < wanted {
        // Never more than are missing: which numbers are distinct first must not depend on order.
        for _ in out.len()..wanted {
            out.push(stream.below(m));
        }
        out[start..].sort_unstable();
        let mut kept = start;
        for at in start..out.len() {
            if kept == start || out[at] != out[kept - 1] {
                out[kept] = out[at];
                kept += 1;
            }
        }
        out.truncate(kept);
    }
}

/// The ids, ascending, of `k` of the selected neurons drawn without replacement, every subset
/// equally likely; all of them where `k` is no smaller than their number, none where the selection
/// does not fit the population. For recordings, with a key of
/// [`Purpose::Sample`](crate::rng::Purpose::Sample).
pub fn sample_neurons(population: &PopulationSpec, of: &Selection, k: u64, key: Key) -> Vec<u32> {
    let Ok(end) = End::new(population, of, "") else { return Vec::new() };
    let n = k.min(u64::from(end.len())) as u32;
    let mut out = Vec::with_capacity(n as usize);
    Subsets::default().draw(&mut Stream::new(key, 0, 0), n, end.len(), &mut out);
    for index in &mut out {
        *index = end.id(*index);
    }
    out
}
