//! Small networks to wire.

use rheobase::spec::*;
use rheobase::wiring::{Synapses, WiringError, wire};

pub const DT: f64 = 0.1;

/// A projection named `p` from all of `source` to all of `target`, weight 1 mV, delay 1 step.
pub fn projection(source: &str, target: &str, rule: Rule) -> ProjectionSpec {
    ProjectionSpec {
        name: "p".into(),
        source: Selection::all(source),
        target: Selection::all(target),
        receptor: "r".into(),
        rule,
        allow_self: false,
        allow_multiple: false,
        weight: Weight { unit: WeightUnit::MilliVolt, value: WeightValue::Constant(1.0) },
        delay: Delay::Steps(1),
        failure: None,
        plasticity: None,
    }
}

pub fn distribution(shape: Shape) -> Distribution {
    Distribution { shape, min: None, max: None }
}

/// Wires E (size `n`) to itself.
pub fn recurrent(n: u64, p: &ProjectionSpec, seed: u64) -> Synapses {
    try_recurrent(n, p, seed).unwrap()
}

pub fn try_recurrent(n: u64, p: &ProjectionSpec, seed: u64) -> Result<Synapses, WiringError> {
    let e = PopulationSpec::lif("E", n);
    wire(p, &e, &e, DT, seed)
}

/// Wires A (size `m`) to B (size `n`).
pub fn forward(m: u64, n: u64, p: &ProjectionSpec, seed: u64) -> Synapses {
    let (a, b) = (PopulationSpec::lif("A", m), PopulationSpec::lif("B", n));
    wire(p, &a, &b, DT, seed).unwrap()
}

/// The pairs (source, target) in order; checks the form of the rows on the way.
pub fn pairs(synapses: &Synapses) -> Vec<(u32, u32)> {
    assert_eq!(synapses.offsets[0], 0);
    assert_eq!(*synapses.offsets.last().unwrap() as usize, synapses.len());
    let sources = synapses.offsets.len() - 1;
    let all: Vec<_> = (0..sources)
        .flat_map(|s| synapses.row(s).map(move |k| (s as u32, synapses.targets[k])))
        .collect();
    assert!(all.is_sorted(), "rows are not in the order (source, target)");
    all
}

/// Whether no pair stands twice and none joins a neuron to itself.
pub fn simple(pairs: &[(u32, u32)]) -> bool {
    pairs.windows(2).all(|two| two[0] != two[1]) && pairs.iter().all(|p| p.0 != p.1)
}

pub fn out_degrees(pairs: &[(u32, u32)], n: usize) -> Vec<u32> {
    let mut degrees = vec![0; n];
    pairs.iter().for_each(|p| degrees[p.0 as usize] += 1);
    degrees
}

pub fn in_degrees(pairs: &[(u32, u32)], n: usize) -> Vec<u32> {
    let mut degrees = vec![0; n];
    pairs.iter().for_each(|p| degrees[p.1 as usize] += 1);
    degrees
}

pub fn floats(counts: &[u32]) -> Vec<f64> {
    counts.iter().map(|&c| f64::from(c)).collect()
}
