//! Blocks: matrices of the right shape, and the projections that they stand for.

use super::super::source_map::join;
use super::super::{BlockSpec, Delay, PopulationSpec, WeightValue};
use super::Checker;

impl Checker<'_> {
    pub(super) fn blocks(&mut self) {
        self.unique("block", self.spec.blocks.iter().map(|block| block.name.as_str()));
        for block in &self.spec.blocks {
            let path = join("block", &block.name);
            self.name(&path, &block.name, false);
            self.block(&path, block);
        }
    }

    fn block(&mut self, path: &str, block: &BlockSpec) {
        let list = join(path, "populations");
        if block.populations.is_empty() {
            self.say(&list, "a block of no populations", "name at least one");
        }
        for (index, name) in block.populations.iter().enumerate() {
            let at = format!("{list}[{index}]");
            if self.spec.population(name).is_none() {
                self.unknown_population(&at, name);
            } else if block.populations[..index].contains(name) {
                self.say(&at, format!("`{name}` stands here twice"), "remove one of the two");
            }
        }
        let known = self.intact(&list) && !block.populations.is_empty();
        let before = self.problems.len();
        let mut square =
            known && self.square(&join(path, "probability"), &block.probability, block, true);
        square = known && self.square(&join(path, "weight"), &block.weight, block, false) && square;
        if let Some(failure) = &block.failure {
            let path = join(path, "failure");
            square = known
                && self.square(&join(&path, "probability"), &failure.probability, block, true)
                && square;
            self.failure_mode(&path, failure.mode);
        }
        self.lost_block |= self.problems.len() > before;
        self.finite(&join(path, "strength"), block.strength);
        if matches!(block.delay, Delay::FromRule) {
            let help = "a time such as \"1.5 ms\", steps such as \"1 step\", or a distribution";
            self.say(&join(path, "delay"), "a block has no list of delays", help);
        }
        self.delay(&join(path, "delay"), &block.delay);
        if let Some(plasticity) = &block.plasticity {
            self.plasticity(&join(path, "plasticity"), plasticity);
        }
        let there = block.populations.iter().all(|name| self.spec.population(name).is_some());
        if square && there {
            self.expand(path, block);
        } else {
            self.lost_block = true;
        }
    }

    /// The receptor was left out and could not be filled in.
    fn say_which_receptor(&mut self, path: &str, block: &BlockSpec) {
        let Some(populations) = block
            .populations
            .iter()
            .map(|name| self.population(name, "receptors"))
            .collect::<Option<Vec<_>>>()
        else {
            return;
        };
        let has = |p: &&PopulationSpec| {
            let names: Vec<_> = p.receptors.iter().map(|r| r.name.as_str()).collect();
            let names = if names.is_empty() { "none".into() } else { names.join(", ") };
            format!("`{}` has {names}", p.name)
        };
        let help = populations.iter().map(has).collect::<Vec<_>>().join("; ");
        let message = "say which receptor is reached: all populations must have one of this name";
        self.say(&join(path, "receptor"), message, help);
    }

    /// Whether a matrix has a row and a column per population.
    fn square(&mut self, path: &str, matrix: &[Vec<f64>], block: &BlockSpec, p: bool) -> bool {
        let n = block.populations.len();
        if !self.intact(path) {
            return false;
        }
        if matrix.len() != n {
            let message = format!("{} rows for {n} populations", matrix.len());
            let help = format!("expected {n} rows of {n} numbers: row = target, column = source");
            self.say(path, message, help);
            return false;
        }
        let mut square = true;
        for (i, row) in matrix.iter().enumerate() {
            if row.len() != n {
                let message = format!("{} columns for {n} populations", row.len());
                let help = format!("expected {n} numbers: one for each source population");
                self.say(&format!("{path}[{i}]"), message, help);
                square = false;
            }
            for (j, &value) in row.iter().enumerate() {
                let at = format!("{path}[{i}][{j}]");
                if p {
                    self.probability(&at, value);
                } else {
                    self.finite(&at, value);
                }
            }
        }
        square
    }

    /// Checks what concerns each pair, and keeps the projections of the block.
    fn expand(&mut self, path: &str, block: &BlockSpec) {
        let projections = block.projections();
        let mut seen = Vec::new();
        let mut sound = true;
        let start = self.problems.len();
        for p in &projections {
            let target = &p.target.population;
            if block.receptor.is_empty() {
                self.say_which_receptor(path, block);
                break;
            }
            if !seen.contains(&target) && sound {
                seen.push(target);
                let before = self.problems.len();
                let kind = self.receptor(&join(path, "receptor"), target, &block.receptor);
                if self.problems.len() == before
                    && let Some(kind) = kind
                {
                    self.weight_unit(&join(path, "unit"), block.unit, target, kind);
                    self.block_not_inhibiting(path, kind, target, block);
                }
                // What is wrong for one population is likely so for the next.
                sound = self.problems.len() == before;
            }
            if let Some(plasticity) = &p.plasticity
                && self.problems.len() == start
            {
                self.plastic_weight(path, plasticity, &p.weight, None);
            }
            if let WeightValue::Constant(weight) = p.weight.value
                && !weight.is_finite()
                && block.weight.iter().flatten().all(|w| w.is_finite())
                && block.strength.is_finite()
            {
                let message = format!("strength times the weight of {} is not finite", p.name);
                self.say(&join(path, "strength"), message, "choose a smaller factor");
            }
        }
        self.expanded.extend(projections);
    }
}
