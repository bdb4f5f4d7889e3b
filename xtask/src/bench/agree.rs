//! Whether two programs have simulated the same network: only then are their times compared.

use super::deviation;
use super::sample::Sample;

/// Relative difference of means that is always accepted.
const TOLERANCE: f64 = 0.05;
/// Or so many standard errors of the difference, as networks drawn from other seeds scatter,
const ERRORS: f64 = 3.0;
/// but never more than this, relative.
const MOST: f64 = 0.5;

/// A number that both have, and whether it agrees.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub what: String,
    pub ours: f64,
    pub theirs: f64,
    pub agrees: bool,
}

/// Rates and ISI CV of each population (in order: names may differ), and synaptic events per
/// simulated second. A CV that either lacks, for want of spikes, is left out.
pub fn compare(ours: &[&Sample], theirs: &[&Sample]) -> Vec<Comparison> {
    let mut all = Vec::new();
    let (Some(first), Some(other)) = (ours.first(), theirs.first()) else { return all };
    if first.populations.len() != other.populations.len() {
        let (a, b) = (first.populations.len() as f64, other.populations.len() as f64);
        all.push(Comparison { what: "populations".into(), ours: a, theirs: b, agrees: false });
        return all;
    }
    let mut add = |what: String, value: &dyn Fn(&Sample) -> Option<f64>| {
        let list =
            |samples: &[&Sample]| samples.iter().map(|s| value(s)).collect::<Option<Vec<_>>>();
        if let (Some(a), Some(b)) = (list(ours), list(theirs)) {
            let (ours, theirs) = (mean(&a), mean(&b));
            all.push(Comparison { what, ours, theirs, agrees: agree(&a, &b) });
        }
    };
    for (index, population) in first.populations.iter().enumerate() {
        let name = &population.name;
        add(format!("{name} rate (Hz)"), &|s| Some(s.populations.get(index)?.rate_hz));
        add(format!("{name} ISI CV"), &|s| s.populations.get(index)?.isi_cv);
    }
    add("10⁶ events per s".into(), &|s| Some(s.event_rate() / 1e6));
    all
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn agree(a: &[f64], b: &[f64]) -> bool {
    let (x, y) = (mean(a), mean(b));
    let scale = x.abs().max(y.abs());
    let error = |values: &[f64]| deviation(values).map(|sd| sd * sd / values.len() as f64);
    let scatter = match (error(a), error(b)) {
        (Some(a), Some(b)) => (a + b).sqrt(),
        _ => 0.0,
    };
    let accepted = (TOLERANCE * scale).max((ERRORS * scatter).min(MOST * scale));
    (x - y).abs() <= accepted
}

#[cfg(test)]
mod tests {
    use super::agree;

    #[test]
    fn a_difference_needs_to_be_small_or_within_the_scatter() {
        assert!(agree(&[10.0], &[10.4]) && !agree(&[10.0], &[11.0]));
        assert!(agree(&[9.0, 11.0, 10.0], &[10.0, 12.0, 11.0]), "within the scatter");
        assert!(!agree(&[10.0, 10.1, 10.0], &[11.0, 11.1, 11.0]), "far beyond it");
        assert!(!agree(&[1.0, 30.0], &[0.1, 0.2]), "beyond all tolerance, however they scatter");
        assert!(agree(&[0.0, 0.0], &[0.0, 0.0]));
    }
}
