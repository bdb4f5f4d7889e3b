//! Rules that treat each pair alike: all-to-all, one-to-one, pairwise Bernoulli.

use super::WiringError;
use super::pairs::{Drawing, Ends};
use super::skips::Skips;
use super::stream::Stream;

/// Every source to every target.
pub(super) fn all_to_all() -> Drawing {
    Drawing::rows(|ends, source, _, targets| {
        targets.extend(ends.target.ids().filter(|&id| !(ends.no_self && id == source)));
    })
}

/// The k-th selected source to the k-th selected target.
pub(super) fn one_to_one(ends: &Ends) -> Result<Drawing, WiringError> {
    let (sources, targets) = (ends.source.len(), ends.target.len());
    if sources != targets {
        let (sources, targets) = (u64::from(sources), u64::from(targets));
        return Err(WiringError::UnequalSides { path: ends.path("rule"), sources, targets });
    }
    Ok(Drawing::rows(|ends, source, _, targets| {
        let partner = ends.source.index(source).map(|index| ends.target.id(index));
        targets.extend(partner.filter(|&id| !(ends.no_self && id == source)));
    }))
}

/// Each pair with probability `p`.
pub(super) fn bernoulli(ends: &Ends, p: f64) -> Result<Drawing, WiringError> {
    let skips = Skips::new(ends.probability("rule.p", p)?);
    Ok(Drawing::rows(move |ends, source, _, targets| {
        let mut stream = Stream::new(ends.key, source, 0);
        skips.for_each(ends.target.len(), &mut stream, |index, _| {
            let id = ends.target.id(index);
            if !(ends.no_self && id == source) {
                targets.push(id);
            }
        });
    }))
}
