//! Drawing the rows of all parts at once: count, reserve, fill. Nothing exists twice.
//!
//! Rules that give rows are drawn by threads that share the sources, rules that give columns by
//! threads that share the targets. Whatever thread draws, the numbers belong to the neurons.

use super::bundle::{Bundle, bundles};
use super::group::{Decorated, decorate};
use super::{Groups, Member, Rows, Targets};
use crate::engine::inputs::{InputMap, NARROW};
use crate::engine::memory::zeros;
use crate::network::{CompileError, Network};
use crate::wiring::{Recipe, Scratch, Side};
use std::ops::Range;

/// The neurons of one part: a range of indices for each population.
pub type Share = Vec<Range<usize>>;

/// The rows of every part: `[part][bundle]`. The threads that will take the parts draw them.
pub fn build(
    network: &Network,
    threads: usize,
    shares: &[Share],
    maps: &[InputMap],
) -> Result<Vec<Vec<Rows>>, CompileError> {
    let recipes = (0..network.projections.len()).map(|p| network.recipe(p));
    let recipes = recipes.collect::<Result<Vec<_>, _>>()?;
    let mut parts: Vec<Vec<Rows>> = shares.iter().map(|_| Vec::new()).collect();
    for bundle in bundles(network, &recipes) {
        let members: Vec<_> = bundle.projections.iter().map(|&p| &recipes[p]).collect();
        let bundle = &bundle;
        let builder = Builder { network, bundle, recipes: &members, threads, shares, maps };
        for (part, rows) in parts.iter_mut().zip(builder.rows()?) {
            part.push(rows);
        }
    }
    Ok(parts)
}

/// A number that tells an input.
pub trait Index: Copy + Default + Send + Sync + Ord {
    fn new(input: usize) -> Self;
    fn get(self) -> usize;
}

impl Index for u16 {
    fn new(input: usize) -> Self {
        input as u16
    }
    fn get(self) -> usize {
        self as usize
    }
}

impl Index for u32 {
    fn new(input: usize) -> Self {
        input as u32
    }
    fn get(self) -> usize {
        self as usize
    }
}

pub(super) struct Builder<'a> {
    pub network: &'a Network,
    pub bundle: &'a Bundle,
    /// Of its projections.
    pub recipes: &'a [&'a Recipe<'a>],
    threads: usize,
    pub shares: &'a [Share],
    maps: &'a [InputMap],
}

/// For each projection of the bundle and each part: synapses of each source.
pub(super) type Counts = Vec<Vec<Vec<u32>>>;

impl Builder<'_> {
    pub fn sources(&self) -> usize {
        self.network.populations[self.bundle.source].size as usize
    }

    /// The part's neurons of a projection's target population.
    pub fn targets(&self, part: usize, member: usize) -> Range<usize> {
        let projection = &self.network.projections[self.bundle.projections[member]];
        self.shares[part][projection.target].clone()
    }

    /// Place in the vector of inputs of a projection's first target in a part.
    fn start(&self, part: usize, member: usize) -> usize {
        let p = &self.network.projections[self.bundle.projections[member]];
        self.maps[part].start(p.target, p.receptor, p.per_resistance)
    }

    fn members(&self) -> Range<usize> {
        0..self.recipes.len()
    }

    pub fn base(&self, part: usize) -> usize {
        self.members().map(|m| self.start(part, m)).min().unwrap_or(0)
    }

    fn span(&self, part: usize) -> usize {
        let end = |m| self.start(part, m) + self.targets(part, m).len();
        self.members().map(end).max().unwrap_or(0) - self.base(part)
    }

    /// Cuts of the sources, one stretch for each thread.
    fn cuts(&self) -> Vec<usize> {
        let threads = self.threads;
        (0..=threads).map(|k| self.sources() * k / threads).collect()
    }

    fn rows(&self) -> Result<Vec<Rows>, CompileError> {
        let counts: Counts = self.members().map(|member| self.count(member)).collect();
        let starts: Vec<_> = (0..self.shares.len()).map(|p| self.starts(&counts, p)).collect();
        let widest = (0..self.shares.len()).map(|part| self.span(part)).max().unwrap_or(0);
        if widest <= NARROW {
            self.filled::<u16>(&counts, starts, Targets::Narrow)
        } else {
            self.filled::<u32>(&counts, starts, Targets::Wide)
        }
    }

    /// First synapse of each source in a part.
    fn starts(&self, counts: &Counts, part: usize) -> Vec<u64> {
        let mut sum = 0;
        let mut starts = Vec::with_capacity(self.sources() + 1);
        starts.push(0);
        for source in 0..self.sources() {
            sum += counts.iter().map(|of| u64::from(of[part][source])).sum::<u64>();
            starts.push(sum);
        }
        starts
    }

    /// Synapses of each source in each part.
    fn count(&self, member: usize) -> Vec<Vec<u32>> {
        let mut counts = vec![vec![0u32; self.sources()]; self.shares.len()];
        match self.recipes[member].side() {
            Side::Columns => self.share_out(counts.iter_mut().enumerate(), |(part, counts)| {
                self.each_column(member, part, |source, _| counts[source as usize] += 1);
            }),
            Side::Rows => {
                let cuts = self.cuts();
                let stretches = transpose(counts.iter_mut().map(|c| split(c, &cuts)));
                std::thread::scope(|scope| {
                    for (thread, mut counts) in stretches.into_iter().enumerate() {
                        let sources = cuts[thread]..cuts[thread + 1];
                        spawn_unless_last(scope, thread + 1 == self.threads, move || {
                            self.count_rows(member, sources.clone(), |source, part, count| {
                                counts[part][source - sources.start] = count;
                            });
                        });
                    }
                });
            }
        }
        counts
    }

    /// Calls `pair(source, target)` for each synapse onto a part, targets ascending.
    fn each_column(&self, member: usize, part: usize, mut pair: impl FnMut(u32, usize)) {
        let (mut scratch, mut column) = (Scratch::default(), Vec::new());
        for target in self.targets(part, member) {
            column.clear();
            self.recipes[member].sources(target as u32, &mut scratch, &mut column);
            column.iter().for_each(|&source| pair(source, target));
        }
    }

    /// Calls `row(source, part, count)` for the number of each part's targets in each row.
    fn count_rows(
        &self,
        member: usize,
        sources: Range<usize>,
        mut row: impl FnMut(usize, usize, u32),
    ) {
        let (mut scratch, mut targets) = (Scratch::default(), Vec::new());
        for source in sources {
            targets.clear();
            self.recipes[member].targets_in_any_order(source as u32, &mut scratch, &mut targets);
            let mut before = 0;
            for part in 0..self.shares.len() {
                let end = self.targets(part, member).end as u32;
                let below = targets.iter().filter(|&&target| target < end).count() as u32;
                row(source, part, below - before);
                before = below;
            }
        }
    }

    /// Calls `row(source, part, targets)` for the share of each part in each source's row.
    fn each_row(
        &self,
        member: usize,
        sources: Range<usize>,
        mut row: impl FnMut(usize, usize, &[u32]),
    ) {
        let (mut scratch, mut targets) = (Scratch::default(), Vec::new());
        for source in sources {
            targets.clear();
            self.recipes[member].targets(source as u32, &mut scratch, &mut targets);
            let mut rest = &targets[..];
            for part in 0..self.shares.len() {
                let end = self.targets(part, member).end as u32;
                let (mine, others) = rest.split_at(rest.partition_point(|&t| t < end));
                row(source, part, mine);
                rest = others;
            }
        }
    }

    fn filled<T: Index>(
        &self,
        counts: &Counts,
        starts: Vec<Vec<u64>>,
        wrap: impl Fn(Vec<T>) -> Targets,
    ) -> Result<Vec<Rows>, CompileError> {
        let size = |starts: &Vec<u64>| starts[starts.len() - 1] as usize;
        let mut targets: Vec<Vec<T>> = starts.iter().map(|s| zeros(size(s))).collect();
        // How much of each row is filled.
        let mut filled = vec![vec![0u32; self.sources()]; self.shares.len()];
        for member in self.members() {
            self.fill(member, &starts, &mut targets, &mut filled);
        }
        drop(filled);
        let cuts = self.cuts();
        let decorated = decorate(self, counts, &starts, &mut targets, &cuts)?;
        let parts = starts.into_iter().zip(targets).zip(decorated).enumerate();
        let rows = parts.map(|(part, ((starts, targets), Decorated { groups, weights }))| {
            let base = self.base(part);
            let member = |m: usize| {
                let (start, range) = (self.start(part, m) - base, self.targets(part, m));
                Member {
                    projection: self.bundle.projections[m],
                    inputs: start..start + range.len(),
                    first: range.start as u32,
                }
            };
            Rows {
                bundle: self.bundle.clone(),
                base,
                members: self.members().map(member).collect(),
                starts,
                groups: groups.map_or(Groups::Same(self.bundle.delay.unwrap_or(1)), Groups::Each),
                targets: wrap(targets),
                weights,
            }
        });
        Ok(rows.collect())
    }

    /// Writes the targets of one projection behind those of the ones before.
    fn fill<T: Index>(
        &self,
        member: usize,
        starts: &[Vec<u64>],
        targets: &mut [Vec<T>],
        filled: &mut [Vec<u32>],
    ) {
        match self.recipes[member].side() {
            Side::Columns => {
                let parts = targets.iter_mut().zip(filled).zip(starts).enumerate();
                self.share_out(parts, |(part, ((targets, filled), starts))| {
                    let shift = self.shift(part, member);
                    self.each_column(member, part, |source, target| {
                        let source = source as usize;
                        let place = starts[source] as usize + filled[source] as usize;
                        targets[place] = T::new((target as isize + shift) as usize);
                        filled[source] += 1;
                    });
                });
            }
            Side::Rows => {
                let cuts = self.cuts();
                let by_part = targets.iter_mut().zip(starts);
                let places = transpose(by_part.map(|(t, s)| split(t, &row_cuts(s, &cuts))));
                let filled = transpose(filled.iter_mut().map(|f| split(f, &cuts)));
                std::thread::scope(|scope| {
                    let threads = places.into_iter().zip(filled).enumerate();
                    for (thread, (mut targets, mut filled)) in threads {
                        let sources = cuts[thread]..cuts[thread + 1];
                        spawn_unless_last(scope, thread + 1 == self.threads, move || {
                            self.each_row(member, sources.clone(), |source, part, row| {
                                let starts = &starts[part];
                                let filled = &mut filled[part][source - sources.start];
                                let place = starts[source] - starts[sources.start];
                                let place = place as usize + *filled as usize;
                                let shift = self.shift(part, member);
                                let room = &mut targets[part][place..place + row.len()];
                                for (input, &target) in room.iter_mut().zip(row) {
                                    *input = T::new((target as isize + shift) as usize);
                                }
                                *filled += row.len() as u32;
                            });
                        });
                    }
                });
            }
        }
    }

    /// Does the work of every part, on the thread that will take it.
    fn share_out<I: Send>(&self, parts: impl Iterator<Item = I>, work: impl Fn(I) + Sync) {
        let mut parts = parts;
        let each = self.shares.len() / self.threads;
        std::thread::scope(|scope| {
            for thread in 0..self.threads {
                let (mine, work): (Vec<I>, _) = (parts.by_ref().take(each).collect(), &work);
                spawn_unless_last(scope, thread + 1 == self.threads, move || {
                    mine.into_iter().for_each(work);
                });
            }
        });
    }

    /// What to add to a target's index in its population to get its input from the base.
    pub fn shift(&self, part: usize, member: usize) -> isize {
        let start = self.start(part, member) - self.base(part);
        start as isize - self.targets(part, member).start as isize
    }
}

/// Runs the last share on the thread at hand.
pub(super) fn spawn_unless_last<'scope, 'env>(
    scope: &'scope std::thread::Scope<'scope, 'env>,
    last: bool,
    work: impl FnOnce() + Send + 'scope,
) {
    if last {
        work();
    } else {
        scope.spawn(work);
    }
}

/// Where the rows of each stretch of sources begin and end.
pub(super) fn row_cuts(starts: &[u64], cuts: &[usize]) -> Vec<usize> {
    cuts.iter().map(|&source| starts[source] as usize).collect()
}

/// The stretches between cuts, the first of which is the start.
pub(super) fn split<'a, T>(mut values: &'a mut [T], cuts: &[usize]) -> Vec<&'a mut [T]> {
    let mut pieces = Vec::with_capacity(cuts.len());
    for two in cuts.windows(2) {
        let (piece, rest) = values.split_at_mut(two[1] - two[0]);
        pieces.push(piece);
        values = rest;
    }
    pieces
}

/// From `[part][thread]` to `[thread][part]`.
pub(super) fn transpose<T>(parts: impl Iterator<Item = Vec<T>>) -> Vec<Vec<T>> {
    let mut threads: Vec<Vec<T>> = Vec::new();
    for part in parts {
        threads.resize_with(part.len().max(threads.len()), Vec::new);
        for (thread, piece) in threads.iter_mut().zip(part) {
            thread.push(piece);
        }
    }
    threads
}
