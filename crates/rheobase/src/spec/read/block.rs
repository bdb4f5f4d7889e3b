//! `[block.NAME]`: whole networks as matrices.

use super::decoder::{At, Context};
use super::synapse::WEIGHTS;
use crate::spec::{BlockFailure, BlockSpec, Delay, WeightUnit};
use crate::units::Dimension::VoltageTime;
use crate::units::Unit;

impl Context {
    /// One block; placeholders stand in for what is missing or wrong. An empty receptor is filled
    /// in later.
    pub(super) fn block(&mut self, name: &str, at: &At) -> BlockSpec {
        let mut f = self.fields(at, "a table with populations, probability, weight and delay");
        let populations = f.require(self, "populations", "[\"dSPN\", \"iSPN\"]");
        let populations = populations.map_or(Vec::new(), |at| self.words(&at));
        let receptor = f.string(self, "receptor").unwrap_or_default();
        let probability = f.require(self, "probability", "[[0.1, 0.2], [0.3, 0.4]]");
        let probability = probability.map_or(Vec::new(), |at| self.matrix(&at, 0));
        let unit = f.require(self, "unit", "\"mV*ms\"");
        let unit = unit.and_then(|at| self.unit_of(&at, WEIGHTS));
        let unit = unit.unwrap_or(Unit { dimension: VoltageTime, exponent: 0 });
        let weight = f.require(self, "weight", "[[-1.0, -2.0], [-3.0, -4.0]]");
        let weight = weight.map_or(Vec::new(), |at| self.matrix(&at, unit.exponent));
        let strength = f.get("strength").and_then(|at| self.number(&at, 0)).unwrap_or(1.0);
        let delay = f.require(self, "delay", "\"1.5 ms\"").map(|at| self.delay(&at));
        let block = BlockSpec {
            name: name.into(),
            populations,
            receptor,
            probability,
            weight,
            unit: WeightUnit::of(unit.dimension),
            strength,
            delay: delay.unwrap_or(Delay::Steps(1)),
            allow_self: f.boolean(self, "allow_self", false),
            failure: f.get("failure").map(|at| self.block_failure(&at)),
            plasticity: f.get("plasticity").and_then(|at| self.plasticity(&at)),
        };
        f.finish(self);
        block
    }

    fn block_failure(&mut self, at: &At) -> BlockFailure {
        let mut f = self.fields(at, "a table with a matrix of probabilities");
        let probability = f.require(self, "probability", "[[0.5, 0.5], [0.5, 0.5]]");
        let probability = probability.map_or(Vec::new(), |at| self.matrix(&at, 0));
        let mode = self.failure_mode(&mut f);
        let on = f.boolean(self, "on", true);
        f.finish(self);
        BlockFailure { probability, mode, on }
    }

    /// A list of texts.
    pub(super) fn words(&mut self, at: &At) -> Vec<String> {
        let Some(items) = self.items(at, "a list of texts") else { return Vec::new() };
        let items = items.iter().enumerate();
        items
            .filter_map(|(index, node)| self.string(&at.item(index, node)).map(str::to_owned))
            .collect()
    }
}
