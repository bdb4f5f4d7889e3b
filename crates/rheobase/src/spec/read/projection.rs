//! `[projection.NAME]`.

use super::decoder::{At, Context, Fields};
use super::synapse::ReadWeight;
use super::tree::Kind;
use crate::spec::{
    DataFile, Delay, EdgeList, Kernel, ProjectionSpec, Rule, Selection, Weight, WeightUnit,
    WeightValue,
};
use crate::units::{Dimension, Unit};
use std::sync::Arc;

const RULES: &[&str] = &[
    "all_to_all",
    "one_to_one",
    "bernoulli",
    "fixed_in_degree",
    "fixed_out_degree",
    "fixed_total",
    "distance",
    "small_world",
    "matrix",
    "edges",
];

impl Context {
    /// One projection; placeholders stand in for what is missing or wrong. An empty receptor is
    /// filled in later, from the target population.
    pub(super) fn projection(&mut self, name: &str, at: &At) -> ProjectionSpec {
        let mut f = self.fields(at, "a table with source, target, rule, weight and delay");
        let mut end = |cx: &mut Context, key| {
            let at = f.require(cx, key, "\"dSPN\"");
            at.and_then(|at| cx.selection(&at)).unwrap_or_else(|| Selection::all(""))
        };
        let (source, target) = (end(self, "source"), end(self, "target"));
        let receptor = f.string(self, "receptor").unwrap_or_default();
        let ReadWeight { weight, unit } = match f.require(self, "weight", "\"-50 mV*ms\"") {
            Some(at) => self.weight(&at),
            None => ReadWeight {
                weight: Weight { unit: WeightUnit::MilliVoltMs, value: WeightValue::Constant(1.0) },
                unit: Unit { dimension: Dimension::VoltageTime, exponent: 0 },
            },
        };
        let delay = f.require(self, "delay", "\"1.5 ms\"").map(|at| self.delay(&at));
        let given = (weight.value == WeightValue::FromRule).then_some(unit);
        let rule = f.require(self, "rule", "{ kind = \"bernoulli\", p = 0.2 }");
        let rule = rule.map_or(Rule::AllToAll, |at| self.rule(&at, given));
        let projection = ProjectionSpec {
            name: name.into(),
            source,
            target,
            receptor,
            rule,
            allow_self: f.boolean(self, "allow_self", false),
            allow_multiple: f.boolean(self, "allow_multiple", false),
            weight,
            delay: delay.unwrap_or(Delay::Steps(1)),
            failure: f.get("failure").map(|at| self.failure(&at)),
            plasticity: f.get("plasticity").and_then(|at| self.plasticity(&at)),
        };
        f.finish(self);
        projection
    }

    /// A rule by name, or a table with `kind` and its keys. `given` is the unit of the weights
    /// that the rule itself gives.
    fn rule(&mut self, at: &At, given: Option<Unit>) -> Rule {
        if let Kind::String(_) = at.node.kind {
            return match self.word(at, RULES) {
                Some("one_to_one") => Rule::OneToOne,
                Some("all_to_all") | None => Rule::AllToAll,
                Some(word) => {
                    let message = format!("the rule `{word}` needs more than its name");
                    self.wrong(at, message, format!("write {}", example(word)));
                    Rule::AllToAll
                }
            };
        }
        let mut f = self.fields(at, "a rule such as { kind = \"bernoulli\", p = 0.2 }");
        let kind = f.require(self, "kind", "\"bernoulli\"");
        let Some(kind) = kind.and_then(|at| self.word(&at, RULES)) else {
            return Rule::AllToAll;
        };
        let rule = self.rule_of_kind(kind, &mut f, given);
        f.finish(self);
        rule
    }

    fn rule_of_kind(&mut self, kind: &str, f: &mut Fields, given: Option<Unit>) -> Rule {
        match kind {
            "one_to_one" => Rule::OneToOne,
            "bernoulli" => Rule::Bernoulli { p: f.need_number(self, "p", "0.2") },
            "fixed_in_degree" => Rule::FixedInDegree { n: f.need_whole(self, "n", "10") },
            "fixed_out_degree" => Rule::FixedOutDegree { n: f.need_whole(self, "n", "10") },
            "fixed_total" => Rule::FixedTotal { n: f.need_whole(self, "n", "1000") },
            "distance" => Rule::Distance { kernel: self.kernel(f) },
            "small_world" => Rule::SmallWorld {
                k: f.need_whole(self, "k", "10"),
                rewire: f.need_number(self, "rewire", "0.1"),
            },
            "matrix" if f.has("values") => self.weight_matrix(f, given),
            "matrix" => Rule::Matrix { file: self.rule_file(f, given) },
            "edges" if f.has("file") => Rule::EdgeFile { file: self.rule_file(f, given) },
            "edges" => Rule::Edges(Arc::new(self.edge_list(f, given))),
            _ => Rule::AllToAll,
        }
    }

    /// The numbers in the file have the weight's unit, or none where it gives no weights.
    fn rule_file(&mut self, f: &mut Fields, given: Option<Unit>) -> DataFile {
        match given {
            Some(unit) => f.file(self, unit),
            None => {
                let unit = Unit { dimension: Dimension::Time, exponent: 0 };
                DataFile { unit: String::new(), ..f.file(self, unit) }
            }
        }
    }

    fn weight_matrix(&mut self, f: &mut Fields, given: Option<Unit>) -> Rule {
        let exponent = given.map_or(0, |unit| unit.exponent);
        let matrix = f.get("values").and_then(|at| self.regular_matrix(&at, exponent));
        matrix.map_or(Rule::AllToAll, Rule::WeightMatrix)
    }

    fn edge_list(&mut self, f: &mut Fields, given: Option<Unit>) -> EdgeList {
        let source = f.require(self, "source", "[0, 1, 2]");
        let source = source.map_or(Vec::new(), |at| self.indices(&at));
        let target = f.require(self, "target", "[1, 2, 0]");
        let target = target.map_or(Vec::new(), |at| self.indices(&at));
        let exponent = given.map_or(0, |unit| unit.exponent);
        let weight = f.get("weight").map(|at| self.numbers(&at, exponent));
        let delay = f.get("delay").map(|at| self.numbers(&at, 0));
        EdgeList { source, target, weight, delay }
    }

    fn kernel(&mut self, f: &mut Fields) -> Kernel {
        let at = f.require(self, "kernel", "\"gaussian\"");
        match at.and_then(|at| self.word(&at, &["gaussian", "exponential", "disc"])) {
            Some("exponential") => Kernel::Exponential {
                p_max: f.need_number(self, "p_max", "0.5"),
                lambda: f.need_quantity(self, "lambda", Dimension::Length),
            },
            Some("disc") => Kernel::Disc {
                p: f.need_number(self, "p", "0.5"),
                radius: f.need_quantity(self, "radius", Dimension::Length),
            },
            Some(_) => Kernel::Gaussian {
                p_max: f.need_number(self, "p_max", "0.5"),
                sigma: f.need_quantity(self, "sigma", Dimension::Length),
            },
            None => {
                let _ = f.all();
                Kernel::Disc { p: 1.0, radius: 1.0 }
            }
        }
    }
}

fn example(kind: &str) -> &'static str {
    match kind {
        "bernoulli" => "{ kind = \"bernoulli\", p = 0.2 }",
        "fixed_in_degree" => "{ kind = \"fixed_in_degree\", n = 10 }",
        "fixed_out_degree" => "{ kind = \"fixed_out_degree\", n = 10 }",
        "fixed_total" => "{ kind = \"fixed_total\", n = 1000 }",
        "distance" => {
            "{ kind = \"distance\", kernel = \"gaussian\", p_max = 0.5, sigma = \"100 um\" }"
        }
        "small_world" => "{ kind = \"small_world\", k = 10, rewire = 0.1 }",
        "matrix" => "{ kind = \"matrix\", file = \"weights.npy\" }",
        _ => "{ kind = \"edges\", file = \"edges.csv\" }",
    }
}
