//! Whether two programs have simulated the same network: only then are their times compared.

use super::deviation;
use super::sample::Sample;

/// Relative difference of means that is always accepted.
const TOLERANCE: f64 = 0.05;
/// A larger one must be as likely as this in two-sided Student's t (for 1, 2, … degrees of freedom)
/// of 99.9 %: networks drawn from other seeds scatter.
const STUDENT: [f64; 10] = [636.6, 31.6, 12.9, 8.61, 6.87, 5.96, 5.41, 5.04, 4.78, 4.59];
/// Whatever the scatter, never more than this, relative.
const MOST: f64 = 0.3;

/// A number that both have, and whether it agrees.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub what: String,
    pub ours: f64,
    pub theirs: f64,
    pub agrees: bool,
}

/// Rates and ISI CV of each population, and synaptic events per simulated second; for each seed a
/// list of samples, whose mean counts once. A CV that either lacks, for want of spikes, is left out.
pub fn compare(ours: &[Vec<&Sample>], theirs: &[Vec<&Sample>]) -> Vec<Comparison> {
    let mut all = Vec::new();
    let (Some(first), Some(other)) = (ours.iter().flatten().next(), theirs.iter().flatten().next())
    else {
        return all;
    };
    let names = |s: &Sample| s.populations.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
    if names(first) != names(other) {
        let (ours, theirs) = (first.populations.len() as f64, other.populations.len() as f64);
        all.push(Comparison { what: "names of populations".into(), ours, theirs, agrees: false });
        return all;
    }
    let mut add = |what: String, value: &dyn Fn(&Sample) -> Option<f64>| {
        let by_seed = |seeds: &[Vec<&Sample>]| -> Option<Vec<f64>> {
            let seed = |samples: &Vec<&Sample>| {
                Some(mean(&samples.iter().map(|s| value(s)).collect::<Option<Vec<_>>>()?))
            };
            seeds.iter().map(seed).collect()
        };
        if let (Some(a), Some(b)) = (by_seed(ours), by_seed(theirs)) {
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
    let freedom = (a.len() + b.len()).saturating_sub(2).clamp(1, STUDENT.len());
    let accepted = (TOLERANCE * scale).max((STUDENT[freedom - 1] * scatter).min(MOST * scale));
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
