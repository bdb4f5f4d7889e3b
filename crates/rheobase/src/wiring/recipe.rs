//! A projection that was checked, to be drawn from any neuron on.

use super::delays::DelaySource;
use super::pairs::{Drawing, Ends, Pairs, Scratch};
use super::weights::WeightSource;
use super::{Delays, Synapses, Weights, WiringError};
use super::{bernoulli, degree, distance, files, list, small_world};
use crate::spec::{PopulationSpec, ProjectionSpec, Rule};
use std::sync::Arc;

/// What draws the synapses of one projection.
pub struct Recipe<'a> {
    ends: Ends<'a>,
    drawing: Drawing,
    weights: WeightSource,
    delays: DelaySource,
}

/// From which side a rule is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// [`Recipe::targets`] is cheap.
    Rows,
    /// [`Recipe::sources`] is cheap, the other impossible.
    Columns,
}

impl<'a> Recipe<'a> {
    /// Checks a projection; see [`super::wire`]. `given` are the pairs of a rule that reads a list
    /// or a file, from [`Recipe::given`]: they are read where they are missing.
    pub fn new(
        projection: &'a ProjectionSpec,
        source: &'a PopulationSpec,
        target: &'a PopulationSpec,
        dt: f64,
        wiring_seed: u64,
        given: Option<Arc<Pairs>>,
    ) -> Result<Recipe<'a>, WiringError> {
        let ends = Ends::new(projection, source, target, wiring_seed)?;
        let drawing = match given {
            Some(pairs) => Drawing::Given(pairs),
            None => drawing(projection, &ends)?,
        };
        let given = match &drawing {
            Drawing::Given(pairs) => Some(&**pairs),
            _ => None,
        };
        let weights = WeightSource::new(&ends, given)?;
        let delays = DelaySource::new(&ends, given, dt)?;
        Ok(Recipe { ends, drawing, weights, delays })
    }

    /// The pairs of a rule that reads a list or a file.
    pub fn given(&self) -> Option<Arc<Pairs>> {
        match &self.drawing {
            Drawing::Given(pairs) => Some(Arc::clone(pairs)),
            _ => None,
        }
    }

    pub(crate) fn side(&self) -> Side {
        match &self.drawing {
            Drawing::Columns(_) => Side::Columns,
            Drawing::Rows(_) | Drawing::Given(_) => Side::Rows,
        }
    }

    /// The weight that all synapses share, if they do; otherwise whether each is an f32 value.
    pub(crate) fn weight_class(&self) -> Result<f64, bool> {
        match &self.weights {
            WeightSource::Given(Weights::Uniform(w)) => Ok(*w),
            WeightSource::Given(Weights::F64(_)) => Err(false),
            WeightSource::Given(Weights::F32(_)) | WeightSource::Drawn(_) => Err(true),
        }
    }

    /// The delay in steps that all synapses share, if they do.
    pub(crate) fn delay_class(&self) -> Option<u32> {
        match &self.delays {
            DelaySource::Given(Delays::Uniform(steps)) => Some(*steps),
            _ => None,
        }
    }

    /// Appends the targets of a source, ascending. None where the rule is drawn by columns.
    pub(crate) fn targets(&self, source: u32, scratch: &mut Scratch, out: &mut Vec<u32>) {
        let start = out.len();
        self.targets_in_any_order(source, scratch, out);
        if self.ends.projection.allow_multiple {
            scratch.sort.ascending(&mut out[start..]);
        }
    }

    /// The same in the order in which they are drawn: enough to count them.
    pub(crate) fn targets_in_any_order(
        &self,
        source: u32,
        scratch: &mut Scratch,
        out: &mut Vec<u32>,
    ) {
        match &self.drawing {
            Drawing::Rows(_) if self.ends.source.index(source).is_none() => {}
            Drawing::Rows(line) => line(&self.ends, source, scratch, out),
            Drawing::Given(pairs) => out.extend_from_slice(&pairs.targets[pairs.row(source)]),
            Drawing::Columns(_) => {}
        }
    }

    /// Appends the sources of a target in any order. None where the rule is drawn by rows.
    pub(crate) fn sources(&self, target: u32, scratch: &mut Scratch, out: &mut Vec<u32>) {
        if let Drawing::Columns(line) = &self.drawing
            && self.ends.target.index(target).is_some()
        {
            line(&self.ends, target, scratch, out);
        }
    }

    /// Appends the weights of some synapses of a source, a stretch of its row from a first target
    /// on, given by their targets, ascending.
    pub(crate) fn weights(
        &self,
        source: u32,
        targets: &[u32],
        out: &mut Vec<f64>,
    ) -> Result<(), WiringError> {
        self.weights.row(source, targets, self.place(source, targets), out)
    }

    /// Appends their delays in steps.
    pub(crate) fn delays(
        &self,
        source: u32,
        targets: &[u32],
        out: &mut Vec<u32>,
    ) -> Result<(), WiringError> {
        self.delays.row(source, targets, self.place(source, targets), out)
    }

    /// Where a stretch of a source's row begins among given pairs.
    fn place(&self, source: u32, targets: &[u32]) -> usize {
        let (Drawing::Given(pairs), Some(first)) = (&self.drawing, targets.first()) else {
            return 0;
        };
        let row = pairs.row(source);
        row.start + pairs.targets[row].partition_point(|target| target < first)
    }

    /// All synapses.
    pub fn synapses(&self) -> Result<Synapses, WiringError> {
        let (offsets, targets) = match self.side() {
            Side::Rows => self.by_rows(),
            Side::Columns => self.by_columns(),
        };
        let n = targets.len();
        let (mut weights, mut delays) = (self.room_for_weights(n), self.room_for_delays(n));
        let (mut some_weights, mut some_delays) = (Vec::new(), Vec::new());
        for source in 0..offsets.len() - 1 {
            let row = &targets[offsets[source] as usize..offsets[source + 1] as usize];
            some_weights.clear();
            some_delays.clear();
            if !matches!(weights, Weights::Uniform(_)) {
                self.weights(source as u32, row, &mut some_weights)?;
            }
            if !matches!(delays, Delays::Uniform(_)) {
                self.delays(source as u32, row, &mut some_delays)?;
                sort_repeats(row, &mut some_delays, &mut some_weights);
            }
            match &mut weights {
                Weights::Uniform(_) => {}
                Weights::F32(each) => each.extend(some_weights.iter().map(|&w| w as f32)),
                Weights::F64(each) => each.extend_from_slice(&some_weights),
            }
            if let Delays::Each(each) = &mut delays {
                each.extend(some_delays.iter().map(|&steps| steps as u16));
            }
        }
        Ok(Synapses { offsets, targets, weights, delays })
    }

    fn room_for_weights(&self, n: usize) -> Weights {
        match self.weight_class() {
            Ok(weight) => Weights::Uniform(weight),
            Err(true) => Weights::F32(Vec::with_capacity(n)),
            Err(false) => Weights::F64(Vec::with_capacity(n)),
        }
    }

    fn room_for_delays(&self, n: usize) -> Delays {
        self.delay_class().map_or_else(|| Delays::Each(Vec::with_capacity(n)), Delays::Uniform)
    }

    /// Offsets of the rows, and their targets.
    fn by_rows(&self) -> (Vec<u64>, Vec<u32>) {
        let (mut scratch, mut row) = (Scratch::default(), Vec::new());
        let mut offsets = vec![0];
        for source in 0..self.ends.source.population.size as u32 {
            row.clear();
            self.targets(source, &mut scratch, &mut row);
            offsets.push(offsets[source as usize] + row.len() as u64);
        }
        let mut targets = Vec::with_capacity(offsets[offsets.len() - 1] as usize);
        for source in 0..self.ends.source.population.size as u32 {
            self.targets(source, &mut scratch, &mut targets);
        }
        (offsets, targets)
    }

    /// The same from columns, by counting.
    fn by_columns(&self) -> (Vec<u64>, Vec<u32>) {
        let (mut scratch, mut column) = (Scratch::default(), Vec::new());
        let mut offsets = vec![0u64; self.ends.source.population.size as usize + 1];
        for target in self.ends.target.ids() {
            column.clear();
            self.sources(target, &mut scratch, &mut column);
            column.iter().for_each(|&source| offsets[source as usize + 1] += 1);
        }
        for i in 1..offsets.len() {
            offsets[i] += offsets[i - 1];
        }
        let mut next = offsets.clone();
        let mut targets = vec![0u32; offsets[offsets.len() - 1] as usize];
        // Targets come in ascending order, so each row is filled in ascending order.
        for target in self.ends.target.ids() {
            column.clear();
            self.sources(target, &mut scratch, &mut column);
            for &source in &column {
                let at = &mut next[source as usize];
                targets[*at as usize] = target;
                *at += 1;
            }
        }
        (offsets, targets)
    }
}

/// Puts the repeats of a pair in order of their delays. `weights` may be empty.
fn sort_repeats(targets: &[u32], delays: &mut [u32], weights: &mut [f64]) {
    let mut start = 0;
    for run in targets.chunk_by(|a, b| a == b) {
        let range = start..start + run.len();
        start = range.end;
        if run.len() > 1 {
            let mut order: Vec<usize> = range.clone().collect();
            order.sort_by_key(|&k| delays[k]);
            let sorted: Vec<_> = order.iter().map(|&k| delays[k]).collect();
            delays[range.clone()].copy_from_slice(&sorted);
            if !weights.is_empty() {
                let sorted: Vec<_> = order.iter().map(|&k| weights[k]).collect();
                weights[range].copy_from_slice(&sorted);
            }
        }
    }
}

fn drawing(projection: &ProjectionSpec, ends: &Ends) -> Result<Drawing, WiringError> {
    let given = |pairs: Pairs| Drawing::Given(Arc::new(pairs));
    match &projection.rule {
        Rule::AllToAll => Ok(bernoulli::all_to_all()),
        Rule::OneToOne => bernoulli::one_to_one(ends),
        Rule::Bernoulli { p } => bernoulli::bernoulli(ends, *p),
        Rule::FixedInDegree { n } => degree::in_degree(ends, *n),
        Rule::FixedOutDegree { n } => degree::out_degree(ends, *n),
        Rule::FixedTotal { n } => degree::total(ends, *n),
        Rule::Distance { kernel } => distance::distance(ends, *kernel),
        Rule::SmallWorld { k, rewire } => small_world::small_world(ends, *k, *rewire),
        Rule::Matrix { file } => files::matrix(ends, file).map(given),
        Rule::WeightMatrix(matrix) => files::weight_matrix(ends, matrix).map(given),
        Rule::EdgeFile { file } => files::edge_file(ends, file).map(given),
        Rule::Edges(list) => list::edges(ends, list).map(given),
    }
}
