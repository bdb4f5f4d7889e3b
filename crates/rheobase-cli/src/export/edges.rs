//! The wiring in SONATA's edge format, with the indices that let libsonata ask
//! for the synapses of a neuron.

use std::path::Path;

use super::spikes::sonata_marks;
use super::{Attr, ExportError, H5File, Object};

/// A property of synapses: the same for all, or one value for each.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    /// One value for all.
    Uniform(f64),
    /// One value per edge.
    Each(&'a [f64]),
    /// One value per edge, stored in single precision as it is in memory.
    Single(&'a [f32]),
}

/// The synapses of one projection. Sorted by source or by target one index is
/// small; the other needs about 16 bytes per synapse, in the file and, while it
/// is being written, in memory.
#[derive(Debug, Clone, Copy)]
pub struct EdgeSet<'a> {
    /// The projection's name, `/edges/<name>`.
    pub name: &'a str,
    /// Name of the source population and the number of its neurons.
    pub source_population: (&'a str, u32),
    /// Name of the target population and the number of its neurons.
    pub target_population: (&'a str, u32),
    /// Source of each edge, from 0 in its population.
    pub source: &'a [u32],
    /// Target of each edge, from 0 in its population.
    pub target: &'a [u32],
    /// Weight, and its unit.
    pub weight: Option<(Column<'a>, &'a str)>,
    /// Delay in ms.
    pub delay_ms: Option<Column<'a>>,
}

/// Writes `edges.h5`: for each projection `/edges/<name>/` with
/// `source_node_id`, `target_node_id`, `edge_type_id`, `edge_group_id`,
/// `edge_group_index`, the group `0` with `syn_weight` and `delay`, and
/// `indices/{source_to_target, target_to_source}`.
///
/// # Errors
/// Writing fails, columns differ in length, an id lies outside its population,
/// or a name is used twice or holds a slash.
pub fn write_edges(path: impl AsRef<Path>, sets: &[EdgeSet]) -> Result<(), ExportError> {
    let mut file = H5File::create(path)?;
    sonata_marks(&mut file)?;
    let all = file.group("/edges")?;
    for (type_id, edges) in sets.iter().enumerate() {
        check(file.path(), edges)?;
        let group = file.new_group(all, edges.name)?;
        write_set(&mut file, group, edges, type_id as i64)?;
    }
    file.finish()
}

fn check(path: &Path, edges: &EdgeSet) -> Result<(), ExportError> {
    let what = |column: &str| format!("the {column} of the edges {}", edges.name);
    let count = edges.source.len();
    let mut lengths = vec![("targets", edges.target.len())];
    let columns = [("weights", edges.weight.map(|w| w.0)), ("delays", edges.delay_ms)];
    lengths.extend(columns.iter().filter_map(|&(name, column)| Some((name, column?.len()?))));
    if let Some((name, length)) = lengths.into_iter().find(|&(_, length)| length != count) {
        return Err(ExportError::shape(path, what(name), length, format!("{count}, as sources")));
    }
    let ends = [
        ("sources", edges.source, edges.source_population),
        ("targets", edges.target, edges.target_population),
    ];
    for (name, ids, (population, size)) in ends {
        if let Some(id) = ids.iter().find(|&&id| id >= size) {
            let accepted = format!("an id below {size}, the size of {population}");
            return Err(ExportError::shape(path, what(name), id, accepted));
        }
    }
    Ok(())
}

fn write_set(
    file: &mut H5File,
    group: Object,
    edges: &EdgeSet,
    type_id: i64,
) -> Result<(), ExportError> {
    let length = edges.source.len();
    let shape = [length as u64];
    let ends = [
        ("source_node_id", edges.source, edges.source_population),
        ("target_node_id", edges.target, edges.target_population),
    ];
    for (name, ids, (population, _)) in ends {
        let data = file.dataset(group, name, &shape, ids.iter().map(|&id| u64::from(id)))?;
        file.attr(data, "node_population", Attr::Str(population))?;
    }
    file.dataset(group, "edge_type_id", &shape, std::iter::repeat_n(type_id, length))?;
    file.dataset(group, "edge_group_id", &shape, std::iter::repeat_n(0u64, length))?;
    file.dataset(group, "edge_group_index", &shape, 0..shape[0])?;
    let properties = file.new_group(group, "0")?;
    if let Some((weight, unit)) = edges.weight {
        let data = weight.write(file, properties, "syn_weight", length)?;
        file.attr(data, "units", Attr::Str(unit))?;
    }
    if let Some(delay) = edges.delay_ms {
        let data = delay.write(file, properties, "delay", length)?;
        file.attr(data, "units", Attr::Str("ms"))?;
    }
    let indices = file.new_group(group, "indices")?;
    for (name, ids, (_, size)) in [
        ("source_to_target", edges.source, edges.source_population),
        ("target_to_source", edges.target, edges.target_population),
    ] {
        let index = file.new_group(indices, name)?;
        write_index(file, index, ids, size)?;
    }
    Ok(())
}

impl Column<'_> {
    fn len(self) -> Option<usize> {
        match self {
            Column::Uniform(_) => None,
            Column::Each(values) => Some(values.len()),
            Column::Single(values) => Some(values.len()),
        }
    }

    fn write(
        self,
        file: &mut H5File,
        group: Object,
        name: &str,
        length: usize,
    ) -> Result<Object, ExportError> {
        let shape = [length as u64];
        match self {
            Column::Uniform(v) => file.dataset(group, name, &shape, std::iter::repeat_n(v, length)),
            Column::Each(values) => file.dataset(group, name, &shape, values.iter().copied()),
            Column::Single(values) => file.dataset(group, name, &shape, values.iter().copied()),
        }
    }
}

/// An index from neuron to edges: `node_id_to_ranges[id]` is a range of rows of
/// `range_to_edge_id`, each of which is a range of edges; both end before their
/// second number.
fn write_index(
    file: &mut H5File,
    group: Object,
    ids: &[u32],
    size: u32,
) -> Result<(), ExportError> {
    // Where the runs of each neuron begin, by counting.
    let mut begin = vec![0u64; size as usize + 1];
    for run in ids.chunk_by(|a, b| a == b) {
        begin[run[0] as usize + 1] += 1;
    }
    for node in 0..size as usize {
        begin[node + 1] += begin[node];
    }
    let mut ranges = vec![0u64; 2 * begin[size as usize] as usize];
    let mut next = begin.clone();
    let mut edge = 0;
    for run in ids.chunk_by(|a, b| a == b) {
        let slot = &mut next[run[0] as usize];
        let at = 2 * *slot as usize;
        ranges[at] = edge;
        edge += run.len() as u64;
        ranges[at + 1] = edge;
        *slot += 1;
    }
    let by_node = begin.windows(2).flat_map(|pair| [pair[0], pair[1]]);
    file.dataset(group, "node_id_to_ranges", &[u64::from(size), 2], by_node)?;
    let shape = [ranges.len() as u64 / 2, 2];
    file.dataset(group, "range_to_edge_id", &shape, ranges.iter().copied())?;
    Ok(())
}
