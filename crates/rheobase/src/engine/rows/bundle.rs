//! Projections whose synapses lie in common rows.

use crate::network::Network;
use crate::wiring::Recipe;

/// Projections from one population whose synapses are alike in what is stored of them. A source's
/// spike then reads one row for all of them: what costs most is the start of a row.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// Index of the source population.
    pub source: usize,
    /// Its projections, ascending; each reaches another channel.
    pub projections: Vec<usize>,
    /// The weight of all synapses, or whether an f32 holds each.
    pub weight: Result<f64, bool>,
    /// The delay of all synapses in ticks; `None`: each has its own.
    pub delay: Option<u32>,
    /// Factor from a weight to what is added to an input.
    pub factor: f64,
    /// Whether synapses may fail; of one projection only.
    pub fails: bool,
    /// Whether weights are learned; of one projection only.
    pub plastic: bool,
}

impl Bundle {
    fn new(network: &Network, index: usize, recipe: &Recipe) -> Bundle {
        let projection = &network.projections[index];
        Bundle {
            source: projection.source,
            projections: vec![index],
            weight: recipe.weight_class(),
            delay: recipe.delay_class(),
            factor: projection.factor,
            fails: projection.failure.is_some(),
            plastic: projection.is_plastic(),
        }
    }

    fn takes(&self, other: &Bundle, network: &Network) -> bool {
        let class = |b: &Bundle| {
            let weight = b.weight.map(f64::to_bits);
            (b.source, weight, b.delay, b.factor.to_bits(), b.fails || b.plastic)
        };
        let channel = |&p: &usize| {
            let p = &network.projections[p];
            (p.target, p.receptor, p.per_resistance)
        };
        let taken = |p: &usize| self.projections.iter().any(|mine| channel(mine) == channel(p));
        class(self) == class(other)
            && !(self.fails || self.plastic)
            && !other.projections.iter().any(taken)
    }
}

/// All projections of a network in bundles, in order of their first projections. They depend on the
/// network alone, since the order of sums depends on them.
pub fn bundles(network: &Network, recipes: &[Recipe]) -> Vec<Bundle> {
    let mut bundles: Vec<Bundle> = Vec::new();
    for (index, recipe) in recipes.iter().enumerate() {
        let new = Bundle::new(network, index, recipe);
        match bundles.iter_mut().find(|bundle| bundle.takes(&new, network)) {
            Some(bundle) => bundle.projections.push(index),
            None => bundles.push(new),
        }
    }
    bundles
}
