//! Small-world wiring: Watts & Strogatz 1998, "Collective dynamics of 'small-world' networks",
//! Nature 393:440, with directed edges.

use super::WiringError;
use super::pairs::{Drawing, Ends};
use super::stream::Stream;

/// Rejected draws of a free source after which one is counted out instead.
const MAX_REJECTED: u32 = 64;

/// Sources and targets stand on one ring, the k-th source opposite the k-th target. Target i gets
/// the sources i±1 … i±k/2 (the one opposite, in a recurrent projection itself, is left out); each
/// of these is replaced with probability `rewire` by a source drawn uniformly among those that it
/// has not yet (with allow_multiple: among all), never itself unless allow_self. A target that has
/// all sources keeps them.
pub(super) fn small_world(ends: &Ends, k: u64, rewire: f64) -> Result<Drawing, WiringError> {
    let rewire = ends.probability("rule.rewire", rewire)?;
    let n = ring_length(ends)?;
    if k % 2 == 1 {
        let accepted = "an even number, half of it on each side of the ring";
        return Err(ends.refuse("rule.k", &k.to_string(), accepted));
    }
    let most = u64::from(n.saturating_sub(1) / 2 * 2);
    if k > most && n > 0 {
        let (path, neuron) = (ends.path("rule.k"), format!("a target on a ring of {n}"));
        return Err(WiringError::TooFewPartners { path, n: k, neuron, available: most });
    }
    let half = (k / 2) as u32;
    Ok(Drawing::columns(move |ends, target, scratch, sources| {
        let Some(place) = ends.target.index(target) else { return };
        // The place is below n ≤ 2³¹ and so is the step: no overflow.
        sources.extend((1..=half).flat_map(|step| [(place + n - step) % n, (place + step) % n]));
        let own = ends.no_self.then(|| ends.source.index(target)).flatten();
        let mut stream = Stream::new(ends.key, target, 0);
        if ends.projection.allow_multiple {
            rewire_freely(sources, own, n, rewire, &mut stream);
        } else {
            Taken::new(&mut scratch.taken, n).rewire(sources, own, rewire, &mut stream);
        }
        for index in sources {
            *index = ends.source.id(*index);
        }
    }))
}

fn ring_length(ends: &Ends) -> Result<u32, WiringError> {
    let (sources, targets) = (ends.source.len(), ends.target.len());
    if sources != targets {
        let (sources, targets) = (u64::from(sources), u64::from(targets));
        return Err(WiringError::UnequalSides { path: ends.path("rule"), sources, targets });
    }
    let one_population = ends.source.population.name == ends.target.population.name;
    let overlap = ends.source.ids().any(|id| ends.target.index(id).is_some());
    if one_population && overlap && !ends.source.ids().eq(ends.target.ids()) {
        // A target would have itself as a neighbour somewhere else on the ring.
        let found = "two selections that overlap in part";
        return Err(ends.refuse("rule", found, "the same neurons at both ends, or none in common"));
    }
    Ok(sources)
}

fn rewire_freely(sources: &mut [u32], own: Option<u32>, n: u32, rewire: f64, stream: &mut Stream) {
    let candidates = n - u32::from(own.is_some());
    for source in sources {
        if stream.uniform() < rewire {
            let drawn = stream.below(candidates);
            *source = drawn + u32::from(own.is_some_and(|own| drawn >= own));
        }
    }
}

/// The sources of one target as a bit each, all zero between targets.
struct Taken<'a> {
    bits: &'a mut [u64],
    n: u32,
}

impl<'a> Taken<'a> {
    fn new(room: &'a mut Vec<u64>, n: u32) -> Self {
        let words = n.div_ceil(64) as usize;
        if room.len() < words {
            room.resize(words, 0);
        }
        Taken { bits: &mut room[..words], n }
    }

    fn set(&mut self, index: u32) {
        self.bits[(index / 64) as usize] |= 1 << (index % 64);
    }

    fn clear(&mut self, index: u32) {
        self.bits[(index / 64) as usize] &= !(1 << (index % 64));
    }

    fn has(&self, index: u32) -> bool {
        self.bits[(index / 64) as usize] >> (index % 64) & 1 == 1
    }

    fn rewire(&mut self, sources: &mut [u32], own: Option<u32>, p: f64, stream: &mut Stream) {
        for &source in sources.iter().chain(&own) {
            self.set(source);
        }
        let free = self.n - sources.len() as u32 - u32::from(own.is_some());
        for source in sources.iter_mut() {
            if stream.uniform() < p && free > 0 {
                let drawn = self.draw_free(free, stream);
                self.clear(*source);
                self.set(drawn);
                *source = drawn;
            }
        }
        for &source in sources.iter().chain(&own) {
            self.clear(source);
        }
    }

    /// One of the `free` sources that are not taken, uniformly.
    fn draw_free(&self, free: u32, stream: &mut Stream) -> u32 {
        for _ in 0..MAX_REJECTED {
            let drawn = stream.below(self.n);
            if !self.has(drawn) {
                return drawn;
            }
        }
        let mut rank = stream.below(free);
        for (k, &word) in self.bits.iter().enumerate() {
            let first = 64 * k as u32;
            let valid = if self.n - first < 64 { (1u64 << (self.n - first)) - 1 } else { u64::MAX };
            let mut open = !word & valid;
            if rank >= open.count_ones() {
                rank -= open.count_ones();
                continue;
            }
            for _ in 0..rank {
                open &= open - 1;
            }
            return first + open.trailing_zeros();
        }
        unreachable!("{free} of {} sources are free", self.n)
    }
}
