//! Rules that treat each pair alike: all-to-all, one-to-one, pairwise Bernoulli.

use super::WiringError;
use super::pairs::{Ends, Pairs, by_rows};
use super::stream::Stream;

/// Every source to every target.
pub(super) fn all_to_all(ends: &Ends) -> Pairs {
    let expected = f64::from(ends.source.len()) * f64::from(ends.target.len());
    by_rows(ends, expected, |source, targets| {
        targets.extend(ends.target.ids().filter(|&id| !(ends.no_self && id == source)));
    })
}

/// The k-th selected source to the k-th selected target.
pub(super) fn one_to_one(ends: &Ends) -> Result<Pairs, WiringError> {
    let (sources, targets) = (ends.source.len(), ends.target.len());
    if sources != targets {
        let (sources, targets) = (u64::from(sources), u64::from(targets));
        return Err(WiringError::UnequalSides { path: ends.path("rule"), sources, targets });
    }
    let mut partners = ends.target.ids();
    Ok(by_rows(ends, f64::from(sources), |source, targets| {
        let partner = partners.next().filter(|&id| !(ends.no_self && id == source));
        targets.extend(partner);
    }))
}

/// Each pair with probability `p`.
pub(super) fn bernoulli(ends: &Ends, p: f64) -> Result<Pairs, WiringError> {
    let skips = Skips::new(ends.probability("rule.p", p)?);
    let expected = p * f64::from(ends.source.len()) * f64::from(ends.target.len());
    Ok(by_rows(ends, expected, |source, targets| {
        let mut stream = Stream::new(ends.key, source, 0);
        skips.for_each(ends.target.len(), &mut stream, |index, _| {
            let id = ends.target.id(index);
            if !(ends.no_self && id == source) {
                targets.push(id);
            }
        });
    }))
}

/// Independent trials of probability p, at a cost that goes with the number of successes: the
/// failures before the next success are geometric, ⌊ln u / ln(1-p)⌋ with u uniform in (0, 1]
/// (Devroye 1986, X.2; Batagelj & Brandes 2005, "Efficient generation of large random networks").
pub(super) struct Skips {
    p: f64,
    /// 1 / ln(1-p).
    scale: f64,
}

impl Skips {
    pub fn new(p: f64) -> Self {
        Skips { p, scale: 1.0 / libm::log1p(-p) }
    }

    /// Calls `success` with the number of each trial of 0..n that succeeds, ascending.
    #[inline]
    pub fn for_each(&self, n: u32, stream: &mut Stream, mut success: impl FnMut(u32, &mut Stream)) {
        if self.p == 0.0 {
            return;
        }
        if self.p == 1.0 {
            return (0..n).for_each(|trial| success(trial, stream));
        }
        let mut trial = 0u64;
        loop {
            // 1 - u is never 0; a gap beyond 2^64 becomes the largest u64.
            let gap = libm::log(1.0 - stream.uniform()) * self.scale;
            trial = trial.saturating_add(gap as u64);
            if trial >= u64::from(n) {
                return;
            }
            success(trial as u32, stream);
            trial += 1;
        }
    }
}
