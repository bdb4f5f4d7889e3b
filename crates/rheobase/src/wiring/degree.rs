//! Rules that fix how many synapses there are: per target, per source, or in all.

use super::pairs::{Drawing, Ends, Scratch};
use super::stream::Stream;
use super::{End, WiringError};

/// One end of the projection, out of which the partners of a neuron of the other end are drawn.
struct Partners<'a> {
    of: &'a End<'a>,
    ends: &'a Ends<'a>,
}

impl Partners<'_> {
    fn multiple(&self) -> bool {
        self.ends.projection.allow_multiple
    }

    /// How many partners neuron `id` of the other end can have.
    fn available(&self, id: u32) -> u32 {
        self.of.len() - u32::from(self.own(id).is_some())
    }

    /// Where the neuron itself stands among the partners, if it must be left out.
    fn own(&self, id: u32) -> Option<u32> {
        if self.ends.no_self { self.of.index(id) } else { None }
    }

    /// Appends the ids of `n` partners of neuron `id`, drawn uniformly; ascending unless multiple.
    fn draw(&self, id: u32, n: u64, scratch: &mut Scratch, out: &mut Vec<u32>) {
        let own = self.own(id);
        let candidates = self.of.len() - u32::from(own.is_some());
        let mut stream = Stream::new(self.ends.key, id, 0);
        let start = out.len();
        if self.multiple() {
            out.extend((0..n).map(|_| stream.below(candidates)));
        } else {
            scratch.subsets.draw(&mut stream, n as u32, candidates, out);
        }
        // Candidates from the neuron's own place on stand one further in the selection.
        let own = own.unwrap_or(u32::MAX);
        for index in &mut out[start..] {
            *index = self.of.id(*index + u32::from(*index >= own));
        }
    }

    /// The first neuron of the other end that cannot have `n` partners, and how many it can have.
    fn first_short(&self, others: &End, n: u64) -> Option<(u32, u32)> {
        let short = |id: &u32| {
            let available = self.available(*id);
            if self.multiple() { available == 0 && n > 0 } else { n > u64::from(available) }
        };
        others.ids().find(short).map(|id| (id, self.available(id)))
    }

    fn check(&self, others: &End, n: u64) -> Result<(), WiringError> {
        match self.first_short(others, n) {
            None => Ok(()),
            Some((id, available)) => Err(WiringError::TooFewPartners {
                path: self.ends.path("rule.n"),
                n,
                neuron: format!("neuron {id} of {}", others.population.name),
                available: u64::from(available),
            }),
        }
    }
}

/// Each target gets `n` sources.
pub(super) fn in_degree(ends: &Ends, n: u64) -> Result<Drawing, WiringError> {
    Partners { of: &ends.source, ends }.check(&ends.target, n)?;
    Ok(Drawing::columns(move |ends, target, scratch, sources| {
        Partners { of: &ends.source, ends }.draw(target, n, scratch, sources);
    }))
}

/// Each source gets `n` targets.
pub(super) fn out_degree(ends: &Ends, n: u64) -> Result<Drawing, WiringError> {
    Partners { of: &ends.target, ends }.check(&ends.source, n)?;
    Ok(Drawing::rows(move |ends, source, scratch, targets| {
        Partners { of: &ends.target, ends }.draw(source, n, scratch, targets);
    }))
}

/// `n` pairs in all: first the number of synapses of each source, then, for each source, its
/// targets. The numbers are those of n pairs drawn one after the other, so the whole is uniform
/// over sets of pairs (or, with repeats, each synapse is an independent uniform pair).
pub(super) fn total(ends: &Ends, n: u64) -> Result<Drawing, WiringError> {
    let partners = Partners { of: &ends.target, ends };
    let rooms: Vec<u32> = ends.source.ids().map(|id| partners.available(id)).collect();
    let pairs: u64 = rooms.iter().map(|&room| u64::from(room)).sum();
    if (pairs == 0 && n > 0) || (n > pairs && !partners.multiple()) {
        let (path, neuron) = (ends.path("rule.n"), "the projection".to_string());
        return Err(WiringError::TooFewPartners { path, n, neuron, available: pairs });
    }
    // The counts belong to the projection as a whole: a place that no neuron's draws have.
    let mut stream = Stream::new(ends.key, 0, 1);
    let multiple = partners.multiple();
    let counts = if multiple || n <= pairs / 2 {
        row_counts(&mut stream, &rooms, ends.target.len(), n, !multiple)
    } else {
        // More than half of the pairs: draw those that are left out.
        let absent = row_counts(&mut stream, &rooms, ends.target.len(), pairs - n, true);
        rooms.iter().zip(absent).map(|(&room, absent)| u64::from(room) - absent).collect()
    };
    Ok(Drawing::rows(move |ends, source, scratch, targets| {
        let Some(index) = ends.source.index(source) else { return };
        let n = counts[index as usize];
        Partners { of: &ends.target, ends }.draw(source, n, scratch, targets);
    }))
}

/// How many of `n` uniform pairs fall on each row, where row k has `rooms[k]` places, at most
/// `most`; with `distinct` a place is taken once only.
fn row_counts(stream: &mut Stream, rooms: &[u32], most: u32, n: u64, distinct: bool) -> Vec<u64> {
    let mut counts = vec![0u64; rooms.len()];
    for _ in 0..n {
        loop {
            // A row is accepted with a probability that goes with its free places.
            let row = stream.below(rooms.len() as u32) as usize;
            let taken = if distinct { counts[row] } else { 0 };
            let free = u64::from(rooms[row]) - taken;
            if free == u64::from(most) || u64::from(stream.below(most)) < free {
                counts[row] += 1;
                break;
            }
        }
    }
    counts
}
