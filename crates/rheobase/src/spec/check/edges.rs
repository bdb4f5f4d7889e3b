//! Lists and matrices of synapses: columns of one length, indices, repeats, delays on the grid.

use super::super::source_map::join;
use super::super::{EdgeList, Matrix, ProjectionSpec, Selection};
use super::Checker;
use super::projection::MOST_DELAY;

impl Checker<'_> {
    pub(super) fn edges(
        &mut self,
        rule: &str,
        p: &ProjectionSpec,
        edges: &EdgeList,
        sizes: Option<(u64, u64)>,
    ) {
        let n = edges.source.len();
        let columns = [
            ("target", Some(edges.target.len())),
            ("weight", edges.weight.as_ref().map(Vec::len)),
            ("delay", edges.delay.as_ref().map(Vec::len)),
        ];
        for (key, length) in columns {
            let known = self.intact(&join(rule, "source")) && self.intact(&join(rule, key));
            if let Some(length) = length.filter(|&length| length != n && known) {
                let message = format!("{length} entries beside {n} sources");
                self.say(&join(rule, key), message, "all columns must have the same length");
                return;
            }
        }
        let Some((sources, targets)) = sizes else { return };
        for (key, list, size) in
            [("source", &edges.source, sources), ("target", &edges.target, targets)]
        {
            if let Some(index) = list.iter().position(|&id| u64::from(id) >= size) {
                let message = format!("index {} of {size} neurons", list[index]);
                let help = format!("indices are 0 to {}", size.saturating_sub(1));
                self.say(&format!("{rule}.{key}[{index}]"), message, help);
                return;
            }
        }
        self.edge_numbers(rule, edges);
        self.edge_pairs(rule, p, edges);
    }

    /// A matrix has a row for each target and a column for each source.
    pub(super) fn weight_matrix(
        &mut self,
        rule: &str,
        p: &ProjectionSpec,
        matrix: &Matrix,
        sizes: Option<(u64, u64)>,
    ) {
        let values = join(rule, "values");
        if let Some(place) = matrix.values().iter().position(|w| !w.is_finite()) {
            let (row, column) = (place / matrix.columns(), place % matrix.columns());
            self.finite(&format!("{values}[{row}][{column}]"), matrix.values()[place]);
            return;
        }
        let Some((sources, targets)) = sizes else { return };
        let (rows, columns) = (matrix.rows() as u64, matrix.columns() as u64);
        if (rows, columns) != (targets, sources) {
            let message = format!("a matrix of {rows} rows and {columns} columns");
            let help = format!(
                "expected {targets} rows (one for each target) of {sources} numbers (one for each \
                 source)"
            );
            self.say(&values, message, help);
            return;
        }
        if p.allow_self || p.source.population != p.target.population {
            return;
        }
        let own = |&(target, source): &(usize, usize)| {
            matrix.row(target)[source] != 0.0
                && neuron(&p.source, source as u32) == neuron(&p.target, target as u32)
        };
        let mut pairs =
            (0..matrix.rows()).flat_map(|row| (0..matrix.columns()).map(move |c| (row, c)));
        if let Some((row, column)) = pairs.find(own) {
            let at = format!("{values}[{row}][{column}]");
            let help = "expected 0 here, or set allow_self = true";
            self.say(&at, "this joins a neuron to itself", help);
        }
    }

    fn edge_numbers(&mut self, rule: &str, edges: &EdgeList) {
        let weights = edges.weight.as_deref().unwrap_or(&[]);
        if let Some(index) = weights.iter().position(|w| !w.is_finite()) {
            self.finite(&format!("{rule}.weight[{index}]"), weights[index]);
        }
        let delays = edges.delay.as_deref().unwrap_or(&[]);
        if let Some(index) = delays.iter().position(|d| !d.is_finite() || *d <= 0.0) {
            self.positive(&format!("{rule}.delay[{index}]"), delays[index], "ms");
            return;
        }
        let Some(dt) = self.dt() else { return };
        // As wide as for delays in files, which often hold f32.
        let steps = |d: f64| (d / dt).round();
        let off_grid = |d: &f64| steps(*d) < 1.0 || (d / dt - steps(*d)).abs() > 1e-6 * (d / dt);
        if let Some(index) = delays.iter().position(off_grid) {
            self.multiple(&format!("{rule}.delay[{index}]"), delays[index], 1);
        } else if let Some(index) = delays.iter().position(|d| steps(*d) > MOST_DELAY as f64) {
            self.not_too_late(&format!("{rule}.delay[{index}]"), steps(delays[index]) as u64);
        }
    }

    /// Pairs that stand twice, and neurons joined to themselves.
    fn edge_pairs(&mut self, rule: &str, p: &ProjectionSpec, edges: &EdgeList) {
        let pairs = || edges.source.iter().zip(&edges.target);
        if !p.allow_self && p.source.population == p.target.population {
            let own = |(&s, &t): (&u32, &u32)| neuron(&p.source, s) == neuron(&p.target, t);
            if let Some(index) = pairs().position(own) {
                let message = "this joins a neuron to itself";
                self.say(&format!("{rule}.source[{index}]"), message, "or set allow_self = true");
            }
        }
        if p.allow_multiple {
            return;
        }
        let mut sorted: Vec<_> = pairs().zip(0usize..).collect();
        sorted.sort_unstable();
        if let Some(twice) = sorted.windows(2).find(|w| w[0].0 == w[1].0) {
            let message =
                format!("the pair {} to {} stands here twice", twice[1].0.0, twice[1].0.1);
            let at = format!("{rule}.source[{}]", twice[1].1);
            self.say(&at, message, "or set allow_multiple = true");
        }
    }
}

/// The neuron of a population that stands at an index of a selection.
fn neuron(selection: &Selection, index: u32) -> Option<u64> {
    let mut index = u64::from(index);
    let Some(ranges) = &selection.ranges else { return Some(index) };
    for &(start, stop) in ranges {
        if index < stop - start {
            return Some(start + index);
        }
        index -= stop - start;
    }
    None
}
