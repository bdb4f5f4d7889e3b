//! Synapses given one by one.

use super::pairs::{Ends, Pairs};
use super::{End, WiringError};
use crate::spec::EdgeList;

/// Synapses in memory, in any order; indices count within the selections.
pub(super) fn edges(ends: &Ends, list: &EdgeList) -> Result<Pairs, WiringError> {
    let n = list.source.len();
    let columns = [
        ("target", Some(list.target.len())),
        ("weight", list.weight.as_ref().map(Vec::len)),
        ("delay", list.delay.as_ref().map(Vec::len)),
    ];
    for (name, length) in columns {
        if length.is_some_and(|length| length != n) {
            let found = format!("{} numbers in column {name}", length.unwrap_or(0));
            return Err(ends.refuse("rule", &found, &format!("{n}, as many as in column source")));
        }
    }
    check_indices(ends, &list.source, "source", &ends.source)?;
    check_indices(ends, &list.target, "target", &ends.target)?;
    let (offsets, order) = sorted(ends, &list.source, &list.target);
    check_pairs(ends, list, &order)?;
    let pick = |column: &Vec<f64>| order.iter().map(|&row| column[row]).collect();
    Ok(Pairs {
        offsets,
        targets: order.iter().map(|&row| ends.target.id(list.target[row])).collect(),
        weights: list.weight.as_ref().map(pick),
        delays: list.delay.as_ref().map(pick),
        rows: order,
    })
}

fn check_indices(
    ends: &Ends,
    column: &[u32],
    side: &'static str,
    end: &End,
) -> Result<(), WiringError> {
    let Some(row) = column.iter().position(|&index| index >= end.len()) else { return Ok(()) };
    let last = end.len().checked_sub(1).map_or("nothing (no neuron selected)".into(), |last| {
        let name = &end.population.name;
        format!("{last} (the {} neurons of {name} that are selected)", end.len())
    });
    let (path, index) = (ends.path("rule"), u64::from(column[row]));
    Err(WiringError::IndexOutOfRange { path, row, side, index, last })
}

/// Offsets of the rows, and the list's rows in the order (source, target, place in the list).
fn sorted(ends: &Ends, source: &[u32], target: &[u32]) -> (Vec<u64>, Vec<usize>) {
    let mut offsets = vec![0u64; ends.source.population.size as usize + 1];
    for &index in source {
        offsets[ends.source.id(index) as usize + 1] += 1;
    }
    for i in 1..offsets.len() {
        offsets[i] += offsets[i - 1];
    }
    let mut next = offsets.clone();
    let mut order = vec![0usize; source.len()];
    for (row, &index) in source.iter().enumerate() {
        let at = &mut next[ends.source.id(index) as usize];
        order[*at as usize] = row;
        *at += 1;
    }
    for bounds in offsets.windows(2) {
        order[bounds[0] as usize..bounds[1] as usize].sort_by_key(|&row| target[row]);
    }
    (offsets, order)
}

/// Refuses repeated pairs and self-connections where they are not allowed.
fn check_pairs(ends: &Ends, list: &EdgeList, order: &[usize]) -> Result<(), WiringError> {
    let path = ends.path("rule");
    let pair = |row: usize| (list.source[row], list.target[row]);
    let repeat = order.windows(2).find(|two| pair(two[0]) == pair(two[1]));
    if let (Some(&[first, second]), false) = (repeat, ends.projection.allow_multiple) {
        let (source_index, target_index) = pair(first);
        let (first, second) = (first.min(second), first.max(second));
        return Err(WiringError::RepeatedPair { path, first, second, source_index, target_index });
    }
    let own = |&row: &usize| ends.source.id(list.source[row]) == ends.target.id(list.target[row]);
    match (0..list.source.len()).find(own) {
        Some(row) if ends.no_self => {
            let neuron = ends.source.id(list.source[row]);
            Err(WiringError::SelfConnection { path, row, neuron })
        }
        _ => Ok(()),
    }
}
