//! Which neurons of a population take part.

use super::WiringError;
use crate::spec::{PopulationSpec, Selection};

/// Largest population: neuron ids are 32 bits wide, with room for arithmetic on them.
pub const MAX_POPULATION: u64 = 1 << 31;

/// One end of a projection: the selected neurons of a population. An *index* counts within the
/// selection, an *id* within the population.
#[derive(Clone, Debug)]
pub struct End<'a> {
    /// The population.
    pub population: &'a PopulationSpec,
    /// Half-open ranges of ids, ascending and disjoint, none empty.
    ranges: Vec<(u32, u32)>,
    /// For each range, the index of its first neuron.
    before: Vec<u32>,
    len: u32,
}

impl<'a> End<'a> {
    /// The neurons of `population` that `selection` names; `path` is where it stands.
    pub fn new(
        population: &'a PopulationSpec,
        selection: &Selection,
        path: &str,
    ) -> Result<Self, WiringError> {
        let size = population.size;
        let refuse = |found: String, accepted: String| {
            Err(WiringError::Refused { path: path.to_string(), found, accepted })
        };
        if size > MAX_POPULATION {
            let found = format!("population {} of {size} neurons", population.name);
            return refuse(found, format!("at most {MAX_POPULATION} neurons"));
        }
        let whole = [(0, size)];
        let given = selection.ranges.as_deref().unwrap_or(&whole);
        let mut end = End { population, ranges: Vec::new(), before: Vec::new(), len: 0 };
        let mut free = 0;
        for &(start, stop) in given {
            if start < free || stop < start || stop > size {
                let accepted = format!("ascending ranges within 0:{size}");
                return refuse(format!("\"{selection}\""), accepted);
            }
            if start < stop {
                end.before.push(end.len);
                end.ranges.push((start as u32, stop as u32));
                end.len += (stop - start) as u32;
            }
            free = stop;
        }
        Ok(end)
    }

    /// Number of neurons selected.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether no neuron is selected.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Id of the neuron at an index below [`End::len`].
    #[inline]
    pub fn id(&self, index: u32) -> u32 {
        if let [(start, _)] = self.ranges[..] {
            return start + index;
        }
        let range = self.before.partition_point(|&first| first <= index) - 1;
        self.ranges[range].0 + (index - self.before[range])
    }

    /// Index of the neuron with that id, if it is selected.
    pub fn index(&self, id: u32) -> Option<u32> {
        let range = self.ranges.partition_point(|&(start, _)| start <= id).checked_sub(1)?;
        let (start, stop) = self.ranges[range];
        (id < stop).then(|| self.before[range] + (id - start))
    }

    /// The ids, ascending.
    pub fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        self.ranges.iter().flat_map(|&(start, stop)| start..stop)
    }
}

/// The ids of the neurons that a selection names in a population of that size, ascending; ranges
/// are cut at the size.
pub fn select(selection: &Selection, size: u64) -> Vec<u32> {
    let size = size.min(MAX_POPULATION);
    let whole = [(0, size)];
    let ranges = selection.ranges.as_deref().unwrap_or(&whole);
    ranges.iter().flat_map(|&(a, b)| a.min(size) as u32..b.min(size) as u32).collect()
}
