//! One draw per synapse.

use super::WiringError;
use super::distribution::Sampler;
use crate::rng::Key;
use crate::rng::pairs::LANES;
use crate::spec::Distribution;

/// A number for each synapse of a projection: it belongs to (source, target, repeat) alone.
pub(super) struct Drawn {
    sampler: Sampler,
    key: Key,
    path: String,
}

impl Drawn {
    /// Of a distribution that stands at `path`.
    pub fn new(distribution: Distribution, key: Key, path: String) -> Result<Self, WiringError> {
        Ok(Drawn { sampler: Sampler::new(distribution, &path)?, key, path })
    }

    /// The sign of the mean: -1, 0 or 1.
    pub fn sign(&self) -> f64 {
        self.sampler.sign()
    }

    /// Where the distribution stands.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Appends what `accept` makes of the numbers of one source's synapses, given by their targets,
    /// ascending. Repeats of a pair, which must all be there, take the next numbers of the pair's
    /// sequence.
    pub fn row<T>(
        &self,
        source: u32,
        targets: &[u32],
        accept: impl Fn(f64) -> Option<T>,
        out: &mut Vec<T>,
    ) -> Result<(), WiringError> {
        let mut first = [0.0; LANES];
        let mut lanes = [0; LANES];
        // The sequence of the pair at hand, where it is needed beyond its first number.
        let mut sequence = self.key.draws(source, 0);
        for (chunk, some) in targets.chunks(LANES).enumerate() {
            lanes[..some.len()].copy_from_slice(some);
            self.sampler.first(self.key, source, &lanes, &mut first);
            for (k, &target) in some.iter().enumerate() {
                let at = chunk * LANES + k;
                let again = at > 0 && targets[at - 1] == target;
                let alone = !again && targets.get(at + 1) != Some(&target);
                let quick = if alone { self.sampler.accepted(first[k], &accept) } else { None };
                out.push(match quick {
                    Some(value) => value,
                    None => {
                        if !again {
                            sequence = self.key.draws(source, target);
                        }
                        self.sampler.draw(&mut sequence, &self.path, &accept)?
                    }
                });
            }
        }
        Ok(())
    }
}
