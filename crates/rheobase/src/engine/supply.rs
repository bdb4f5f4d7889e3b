//! A supply of blocks of numbers, given before a run or between two.

use super::set::{check_each, check_length};
use super::{Engine, SetError, Supply};
use crate::network::InputDrive;
use crate::suggest::did_you_mean;
use std::sync::Arc;

/// Tables of noise and drives from a step on, and masks of synapses from a step on.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    noise: Vec<(String, Tables)>,
    drives: Vec<(String, Tables)>,
    masks: Vec<(String, Masks)>,
}

/// What one input gets; where tables overlap, the one that begins later holds.
type Tables = Vec<Table>;

/// A row for each step, a column for each neuron of the input's target.
#[derive(Clone, Debug)]
struct Table {
    first: u64,
    neurons: usize,
    /// Whether the last row holds in all later steps.
    held: bool,
    values: Arc<[f64]>,
}

impl Table {
    /// The values of a step.
    fn row(&self, tick: u64) -> Option<&[f64]> {
        let rows = self.values.len() / self.neurons;
        let row = (tick - self.first).min(usize::MAX as u64) as usize;
        let row = if self.held { row.min(rows - 1) } else { row };
        (row < rows).then(|| &self.values[row * self.neurons..(row + 1) * self.neurons])
    }

    fn is_over(&self, tick: u64) -> bool {
        tick >= self.first && self.row(tick).is_none()
    }
}

/// The last of some things in force at a step.
fn in_force<T>(list: &[T], tick: u64, first: impl Fn(&T) -> u64) -> Option<&T> {
    list[..list.partition_point(|item| first(item) <= tick)].last()
}

/// Which synapses of a projection transmit.
#[derive(Clone, Debug)]
struct Masks {
    /// First synapse of each source; one more at the end.
    starts: Arc<[usize]>,
    /// Target of each synapse, ascending for a source.
    targets: Arc<[u32]>,
    /// Masks in order of the steps from which they hold.
    masks: Vec<(u64, Arc<[bool]>)>,
}

fn find<'a, T>(list: &'a [(String, T)], name: &str) -> Option<&'a T> {
    list.iter().find(|(known, _)| known == name).map(|(_, found)| found)
}

/// Copies the stretch of a step's row that is asked for.
fn copy(tables: Option<&Tables>, tick: u64, first: usize, out: &mut [f64]) -> bool {
    let table = tables.and_then(|tables| in_force(tables, tick, |table| table.first));
    let row = table.and_then(|table| table.row(tick)).and_then(|row| row.get(first..));
    match row.and_then(|row| row.get(..out.len())) {
        Some(row) => {
            out.copy_from_slice(row);
            true
        }
        None => false,
    }
}

impl Supply for Blocks {
    fn noise(&self, input: &str, tick: u64, first: usize, out: &mut [f64]) -> bool {
        copy(find(&self.noise, input), tick, first, out)
    }

    fn drives(&self, input: &str) -> bool {
        find(&self.drives, input).is_some()
    }

    fn drive(&self, input: &str, tick: u64, first: usize, out: &mut [f64]) -> bool {
        copy(find(&self.drives, input), tick, first, out)
    }

    fn transmits(&self, projection: &str, tick: u64, source: u32, target: u32) -> Option<bool> {
        let Masks { starts, targets, masks } = find(&self.masks, projection)?;
        let (_, mask) = in_force(masks, tick, |mask| mask.0)?;
        let row = starts[source as usize]..starts[source as usize + 1];
        let place = targets[row.clone()].binary_search(&target).ok()?;
        Some(mask[row.start + place])
    }
}

/// Numbers in place of what the engine would draw or compute.
impl Engine {
    /// Supplies the noise of an input of the kind `step_noise` from the step `first` on: in mV, a row
    /// for each step with a number for each neuron of the input's target. Before and after these
    /// steps the engine draws as ever. What was supplied for steps from `first` on is replaced.
    ///
    /// Supplied numbers are no part of the engine's state.
    ///
    /// # Errors
    /// There is no such input, or the numbers do not fit.
    pub fn supply_noise(
        &mut self,
        input: &str,
        first: u64,
        values: impl Into<Arc<[f64]>>,
    ) -> Result<(), SetError> {
        let what = format!("noise of input `{input}`");
        let index = self.known_input(input)?;
        if !matches!(self.network.inputs[index].drive, InputDrive::StepNoise { .. }) {
            let message = "this input draws no noise in each step";
            let help = "inputs of the kind step_noise can be supplied with noise";
            return Err(SetError::Refused { what, message, help });
        }
        let table = self.table(index, &what, first, values.into(), false)?;
        let tick = self.tick;
        add_table(&mut Arc::make_mut(&mut self.blocks).noise, input, table, tick);
        self.supply = Some(self.blocks.clone());
        Ok(())
    }

    /// Supplies the values of an input of the kind `constant`, `per_neuron` or `current` from the step
    /// `first` on, in the input's own unit: a row for each step with a number for each neuron of the
    /// input's target. If they are `held`, the last row holds in all later steps too. Otherwise as
    /// [`Engine::supply_noise`].
    ///
    /// # Errors
    /// There is no such input, or the numbers do not fit.
    pub fn supply_drive(
        &mut self,
        input: &str,
        first: u64,
        values: impl Into<Arc<[f64]>>,
        held: bool,
    ) -> Result<(), SetError> {
        let what = format!("values of input `{input}`");
        let index = self.known_input(input)?;
        let drive = &self.network.inputs[index].drive;
        if !matches!(drive, InputDrive::Constant { .. } | InputDrive::Current(_)) {
            let message = "this input is no given function of time";
            let help = "inputs of the kinds constant, per_neuron and current can be supplied";
            return Err(SetError::Refused { what, message, help });
        }
        let table = self.table(index, &what, first, values.into(), held)?;
        let tick = self.tick;
        add_table(&mut Arc::make_mut(&mut self.blocks).drives, input, table, tick);
        self.put_supply(Some(self.blocks.clone()));
        Ok(())
    }

    /// Says which synapses of a projection transmit from the step `first` on, in the order of
    /// [`Engine::weights`]. It holds until a later mask does; before the first one the engine draws as
    /// ever. The projection's failures must be on for masks to matter.
    ///
    /// # Errors
    /// There is no such projection, it has no failures, several of its synapses join one pair, or the
    /// mask does not fit.
    pub fn supply_mask(
        &mut self,
        projection: &str,
        first: u64,
        transmits: impl Into<Arc<[bool]>>,
    ) -> Result<(), SetError> {
        let transmits = transmits.into();
        let what = format!("mask of projection `{projection}`");
        let index = self.network.projection(projection).ok_or_else(|| {
            let names = self.network.projections.iter().map(|p| p.name.as_str());
            unknown("projection", projection, names)
        })?;
        if self.network.projections[index].failure.is_none() {
            let message = "its synapses never fail";
            let help = "give it for example failure = { probability = 0 }: a mask takes its place";
            return Err(SetError::Refused { what, message, help });
        }
        let mut masks = match find(&self.blocks.masks, projection) {
            Some(masks) => masks.clone(),
            None => self.masks_of(index, &what)?,
        };
        check_length(&what, transmits.len(), masks.targets.len(), "synapse")?;
        let (now, list) = (self.tick, &mut masks.masks);
        list.retain(|mask| mask.0 < first);
        list.push((first, transmits));
        // Of the masks that began in the past only the last can still hold.
        let past = list.partition_point(|mask| mask.0 <= now);
        list.drain(..past.saturating_sub(1));
        put(&mut Arc::make_mut(&mut self.blocks).masks, projection, masks);
        self.supply = Some(self.blocks.clone());
        Ok(())
    }

    /// Takes all supplied numbers off, and a supply that was set by [`Engine::set_supply`].
    pub fn clear_supply(&mut self) {
        self.set_supply(None);
    }

    fn known_input(&self, name: &str) -> Result<usize, SetError> {
        let names = self.network.inputs.iter().map(|input| input.name.as_str());
        self.network.input(name).ok_or_else(|| unknown("input", name, names))
    }

    fn table(
        &self,
        input: usize,
        what: &str,
        first: u64,
        values: Arc<[f64]>,
        held: bool,
    ) -> Result<Table, SetError> {
        let neurons = self.network.inputs[input].neurons();
        if values.is_empty() || !values.len().is_multiple_of(neurons.max(1)) {
            return Err(SetError::Length {
                what: what.into(),
                found: values.len(),
                expected: neurons,
                each: "neuron, in each step",
            });
        }
        check_each(what, &values, "a finite number", f64::is_finite)?;
        Ok(Table { first, neurons, held, values })
    }

    fn masks_of(&self, projection: usize, what: &str) -> Result<Masks, SetError> {
        let list = self.synapses_of(projection);
        let source = self.network.projections[projection].source;
        let sources = self.network.populations[source].size;
        let first = |source: u32| list.sources.partition_point(|&other| other < source);
        let starts: Arc<[usize]> = (0..=sources).map(first).collect();
        let pairs = || list.sources.iter().zip(&list.targets);
        if pairs().zip(pairs().skip(1)).any(|(one, next)| one == next) {
            let message = "several of its synapses join the same two neurons";
            let help = "a mask needs allow_multiple = false";
            return Err(SetError::Refused { what: what.into(), message, help });
        }
        Ok(Masks { starts, targets: list.targets.into(), masks: Vec::new() })
    }
}

fn unknown<'a>(what: &'static str, name: &str, names: impl Iterator<Item = &'a str>) -> SetError {
    let names: Vec<_> = names.collect();
    SetError::Name { what, name: name.into(), help: did_you_mean(name, &names) }
}

fn put<T>(list: &mut Vec<(String, T)>, name: &str, value: T) {
    match list.iter_mut().find(|(known, _)| known == name) {
        Some((_, old)) => *old = value,
        None => list.push((name.into(), value)),
    }
}

/// Adds a table, and forgets those that it replaces or that are over.
fn add_table(list: &mut Vec<(String, Tables)>, name: &str, table: Table, now: u64) {
    let mut tables = find(list, name).cloned().unwrap_or_default();
    tables.retain(|old| old.first < table.first && !old.is_over(now));
    tables.push(table);
    put(list, name, tables);
}
