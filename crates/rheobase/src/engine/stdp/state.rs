//! What is kept of spike-timing dependent plasticity when a run is saved.
//!
//! Rows are swept first, so that the same source and delay has left the same in all parts.

use super::attach::StdpState;
use super::traces::{KEPT, PostSpike, RECENT};
use crate::engine::Part;
use crate::engine::rows::{Groups, Rows};
use crate::network::Network;
use crate::state::{State, StateError};
use std::collections::BTreeMap;

impl StdpState {
    /// The weights of a bundle as they are kept, to be set.
    pub fn weights_mut(&mut self, index: usize) -> Option<&mut Vec<f64>> {
        self.rows[index].as_mut().map(|(_, plastic)| &mut plastic.weights)
    }
}

/// Saves everything but the weights.
pub fn save(state: &mut State, network: &Network, parts: &[Part], tick: u64) {
    for (index, shared) in parts[0].stdp.traces.iter().enumerate() {
        let all = || parts.iter().map(|part| &part.stdp.traces[index].traces);
        let hot = || all().flat_map(|traces| &traces.hot);
        let spikes = || all().flat_map(|traces| &traces.spikes);
        let age = |swept: &u32| (tick as u32).wrapping_sub(*swept);
        let swept = all().map(|traces| traces.swept).max_by_key(age);
        let at = |what: &str| format!("stdp.traces.{index}.{what}");
        debug_assert_eq!(
            hot().count(),
            network.populations[shared.population].size as usize,
            "each neuron is in one part"
        );
        state.put(at("swept"), vec![swept.unwrap_or(0)]);
        state.put(at("stamps"), hot().flat_map(|hot| hot.stamps).collect::<Vec<_>>());
        state.put(at("traces"), hot().flat_map(|hot| hot.traces).collect::<Vec<_>>());
        state.put(at("counts"), spikes().map(|each| each.len() as u32).collect::<Vec<_>>());
        state.put(at("spikes"), spikes().flatten().map(|s| s.stamp).collect::<Vec<_>>());
        state.put(at("after"), spikes().flatten().map(|s| s.trace).collect::<Vec<_>>());
    }
    for (index, name) in bundles(network, parts) {
        let plastic = |part: usize| parts[part].stdp.rows[index].as_ref().map(|(_, p)| p);
        let pre: Vec<_> = groups(parts, index)
            .iter()
            .filter_map(|places| plastic(places[0].0).map(|p| p.pre[places[0].1]))
            .collect();
        let at = |what: &str| format!("stdp.rows.{name}.{what}");
        // Where there is no trace it does not matter when the last spike was.
        let last = pre.iter().map(|pre| if pre.trace == 0.0 { pre.seen } else { pre.last });
        state.put(at("last"), last.collect::<Vec<_>>());
        state.put(at("seen"), pre.iter().map(|pre| pre.seen).collect::<Vec<_>>());
        state.put(at("trace"), pre.iter().map(|pre| pre.trace).collect::<Vec<_>>());
        // Of the part that looks back furthest; older ones than a part needs do no harm.
        let back = |&part: &usize| parts[part].rows[index].delay_range().map_or(0, |range| range.1);
        let furthest = (0..parts.len()).max_by_key(back);
        let switches = furthest.and_then(plastic).map_or_else(Vec::new, |p| p.switches.clone());
        state.put(at("switched"), switches.iter().map(|s| s.0).collect::<Vec<_>>());
        state.put(at("on"), switches.iter().map(|s| u32::from(s.1)).collect::<Vec<_>>());
    }
}

/// The way back.
pub fn restore(state: &State, network: &Network, parts: &mut [Part]) -> Result<(), StateError> {
    for index in 0..parts[0].stdp.traces.len() {
        restore_traces(state, network, parts, index)?;
    }
    for (index, name) in bundles(network, parts) {
        let at = |what: &str| format!("stdp.rows.{name}.{what}");
        let groups = groups(parts, index);
        let last = state.list::<u32>(&at("last"), groups.len())?;
        let seen = state.list::<u32>(&at("seen"), groups.len())?;
        let trace = state.list::<f64>(&at("trace"), groups.len())?;
        let switched = state.get::<u32>(&at("switched"))?;
        let on = state.list::<u32>(&at("on"), switched.len())?;
        for (k, places) in groups.iter().enumerate() {
            for &(part, group) in places {
                if let Some((_, plastic)) = &mut parts[part].stdp.rows[index] {
                    let pre = &mut plastic.pre[group];
                    (pre.last, pre.seen, pre.trace) = (last[k], seen[k], trace[k]);
                }
            }
        }
        for part in &mut *parts {
            if let Some((_, plastic)) = &mut part.stdp.rows[index] {
                let both = switched.iter().zip(on);
                plastic.switches = both.map(|(&from, &on)| (from, on != 0)).collect();
            }
        }
    }
    Ok(())
}

fn restore_traces(
    state: &State,
    network: &Network,
    parts: &mut [Part],
    index: usize,
) -> Result<(), StateError> {
    let at = |what: &str| format!("stdp.traces.{index}.{what}");
    let population = parts[0].stdp.traces[index].population;
    let size = network.populations[population].size as usize;
    let swept = state.one::<u32>(&at("swept"))?;
    let stamps = state.list::<u32>(&at("stamps"), RECENT * size)?;
    let hot = state.list::<f64>(&at("traces"), 2 * size)?;
    let counts = state.list::<u32>(&at("counts"), size)?;
    let spikes = state.get::<u32>(&at("spikes"))?;
    let after = state.list::<f64>(&at("after"), spikes.len())?;
    if counts.iter().map(|&n| n as usize).sum::<usize>() != spikes.len() {
        return Err(StateError::new(&at("counts"), "is not that of its spikes"));
    }
    let mut spikes = spikes.iter().zip(after);
    for part in parts {
        let range = part.layers[population].range();
        let traces = &mut part.stdp.traces[index].traces;
        traces.swept = swept;
        traces.kept = 0;
        for (k, neuron) in range.enumerate() {
            traces.hot[k].stamps.copy_from_slice(&stamps[RECENT * neuron..RECENT * (neuron + 1)]);
            traces.hot[k].traces.copy_from_slice(&hot[2 * neuron..2 * (neuron + 1)]);
            let mine = spikes.by_ref().take(counts[neuron] as usize);
            traces.spikes[k].clear();
            traces.spikes[k].extend(mine.map(|(&stamp, &trace)| PostSpike { stamp, trace }));
            traces.kept += traces.spikes[k].len();
        }
        traces.limit = traces.kept + KEPT * traces.hot.len();
    }
    Ok(())
}

/// The bundles that learn from the times of spikes, each with the name of its projection.
fn bundles(network: &Network, parts: &[Part]) -> Vec<(usize, String)> {
    let rows = parts[0].rows.iter().enumerate();
    let learning = rows.filter(|(index, _)| parts[0].stdp.rows[*index].is_some());
    let name = |rows: &Rows| network.projections[rows.bundle.projections[0]].name.clone();
    learning.map(|(index, rows)| (index, name(rows))).collect()
}

/// For each source, and each delay of its synapses, the parts that have such synapses, and the place
/// of their group there. No spike comes to a group without synapses.
fn groups(parts: &[Part], index: usize) -> Vec<Vec<(usize, usize)>> {
    let mut all: BTreeMap<(usize, u32), Vec<(usize, usize)>> = BTreeMap::new();
    for (part, rows) in parts.iter().map(|part| &part.rows[index]).enumerate() {
        for source in 0..rows.starts.len() - 1 {
            let mut add = |delay, group, length| {
                if length > 0 {
                    all.entry((source, delay)).or_default().push((part, group));
                }
            };
            match &rows.groups {
                Groups::Same(delay) => add(*delay, source, rows.row(source as u32).len()),
                Groups::Each(table) => {
                    let groups = table.starts[source] as usize..table.starts[source + 1] as usize;
                    for group in groups {
                        let (delay, length) = (table.delays[group], table.lengths[group]);
                        add(delay.into(), group, length.into());
                    }
                }
            }
        }
    }
    all.into_values().collect()
}
