//! Rules that treat each pair alike: all-to-all, one-to-one, pairwise Bernoulli.

use super::WiringError;
use super::pairs::{Ends, Pairs, by_rows};
use super::skips::Skips;
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
