//! Parameters, distributions, data files, selections.

use super::decoder::{At, Context, Fields};
use super::tree::Kind;
use crate::spec::{DataFile, Distribution, Param, Selection, Shape};
use crate::units::{Dimension, Unit};

const DISTRIBUTIONS: &[&str] = &["normal", "uniform", "lognormal"];

impl Context {
    /// A per-neuron parameter and the dimension it was given in (the first where it is wrong).
    pub(super) fn param_of(&mut self, at: &At, dims: &[Dimension]) -> (Param, Dimension) {
        if !matches!(at.node.kind, Kind::Table(_)) {
            let found = self.quantity_of(at, dims);
            let (value, dim) = found.map_or((1.0, dims[0]), |(v, unit)| (v, unit.dimension));
            return (Param::Constant(value), dim);
        }
        let mut fields = self.fields(at, "a table");
        let (param, dim) = if fields.has("values") {
            let unit = fields.unit(self, dims);
            let list = fields.get("values");
            let values = list.map_or(Vec::new(), |list| self.numbers(&list, unit.exponent));
            (Param::Values(values), unit.dimension)
        } else if fields.has("file") {
            let unit = fields.unit(self, dims);
            (Param::File(fields.file(self, unit)), unit.dimension)
        } else {
            let (distribution, dim) = fields.distribution(self, dims);
            (Param::Drawn(distribution), dim)
        };
        fields.finish(self);
        (param, dim)
    }

    /// A per-neuron parameter of one dimension.
    pub(super) fn param(&mut self, at: &At, dimension: Dimension) -> Param {
        self.param_of(at, &[dimension]).0
    }

    /// A selection such as `"dSPN[0:10, 20]"`.
    pub(super) fn selection(&mut self, at: &At) -> Option<Selection> {
        let text = self.string(at)?;
        match Selection::parse(text) {
            Ok(selection) => Some(selection),
            Err(message) => {
                let help = "expected a population, or neurons of it: \"dSPN\", \"dSPN[0:100]\" \
                            (end left out), \"dSPN[3]\" or \"dSPN[0:10, 20, 30:40]\"";
                self.wrong(at, message, help);
                None
            }
        }
    }
}

impl Fields<'_> {
    /// `unit = "…"`; the base unit stands in for one that is missing or wrong.
    pub(super) fn unit(&mut self, cx: &mut Context, dims: &[Dimension]) -> Unit {
        let example = format!("\"{}\"", dims[0].base());
        let at = self.require(cx, "unit", &example);
        let unit = at.and_then(|at| cx.unit_of(&at, dims));
        unit.unwrap_or(Unit { dimension: dims[0], exponent: 0 })
    }

    /// `file = "…"` whose numbers have a unit.
    pub(super) fn file(&mut self, cx: &mut Context, unit: Unit) -> DataFile {
        let at = self.require(cx, "file", "\"values.npy\"");
        let name = at.and_then(|at| cx.string(&at)).unwrap_or("");
        let path = cx.base.join(name);
        DataFile { path, unit: unit.text().into(), scale: unit.scale() }
    }

    /// `distribution = "normal", mean = …` and so on; all quantities have one dimension.
    pub(super) fn distribution(
        &mut self,
        cx: &mut Context,
        dims: &[Dimension],
    ) -> (Distribution, Dimension) {
        let at = self.require(cx, "distribution", "\"normal\"");
        let kind = at.and_then(|at| cx.word(&at, DISTRIBUTIONS));
        let mut dims = dims.to_vec();
        let shape = match kind {
            None => {
                // What belongs to it cannot be known; nothing more is said about it.
                let _ = self.all();
                Shape::Normal { mean: 1.0, sd: 0.0 }
            }
            Some("uniform") => {
                let low = self.same_dimension(cx, "low", &mut dims);
                Shape::Uniform { low, high: self.same_dimension(cx, "high", &mut dims) }
            }
            Some(kind) => {
                let mean = self.same_dimension(cx, "mean", &mut dims);
                let sd = self.same_dimension(cx, "sd", &mut dims);
                if kind == "normal" {
                    Shape::Normal { mean, sd }
                } else {
                    Shape::LogNormal { mean, sd }
                }
            }
        };
        let mut bound = |key| {
            let at = self.get(key)?;
            cx.quantity_of(&at, &dims).map(|(value, _)| value)
        };
        let (min, max) = (bound("min"), bound("max"));
        (Distribution { shape, min, max }, dims[0])
    }

    /// A quantity that must be there; the first one found fixes the dimension of the others.
    fn same_dimension(
        &mut self,
        cx: &mut Context,
        key: &'static str,
        dims: &mut Vec<Dimension>,
    ) -> f64 {
        let example = format!("\"{}\"", dims[0].example());
        let at = self.require(cx, key, &example);
        match at.and_then(|at| cx.quantity_of(&at, dims)) {
            Some((value, unit)) => {
                *dims = vec![unit.dimension];
                value
            }
            None => 1.0,
        }
    }
}
