//! How fast this machine reads memory: the limit of delivery, which reads each synapse once.

use std::hint::black_box;
use std::time::Instant;

/// Far larger than any cache.
const BYTES: usize = 512 << 20;
const PASSES: usize = 5;

/// Best bandwidth in bytes/s of summing an array with so many threads.
pub fn bandwidth(threads: usize) -> f64 {
    let data = vec![1_u64; BYTES / 8];
    let piece = data.len().div_ceil(threads);
    let pass = || {
        let began = Instant::now();
        std::thread::scope(|scope| {
            for part in data.chunks(piece) {
                scope.spawn(|| black_box(sum(black_box(part))));
            }
        });
        BYTES as f64 / began.elapsed().as_secs_f64()
    };
    (0..PASSES).map(|_| pass()).fold(0.0, f64::max)
}

/// Sixteen sums side by side, so that no addition waits for the one before.
fn sum(data: &[u64]) -> u64 {
    let mut sums = [0_u64; 16];
    for chunk in data.chunks_exact(16) {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum = sum.wrapping_add(*value);
        }
    }
    sums.iter().fold(0, |all, sum| all.wrapping_add(*sum))
}
