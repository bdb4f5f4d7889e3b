//! What pictures and statistics need of spikes and samples, in memory: all of it up to a limit, of
//! a longer run the leading part.

use super::kept::Kept;
use super::paint::Painter;
use super::{Spikes, Trace};
use crate::log::{Head, TraceHead, Unusable};

/// How much is loaded at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Spikes of all populations.
    pub spikes: u64,
    /// Samples of each neuron of each trace.
    pub rows: u64,
}

/// About 250 MB of spikes and, with what pictures copy, 100 MB of eight voltages: 50 s in steps of
/// 0.1 ms.
pub const LIMITS: Limits = Limits { spikes: 20_000_000, rows: 500_000 };

/// Neurons of each trace that are loaded: as many as pictures show.
const MOST_NEURONS: usize = 8;

/// What was loaded.
pub struct Loaded {
    /// Spikes, one entry per population.
    pub spikes: Vec<Spikes>,
    /// Step up to which these are; `None`: all of them.
    pub until: Option<u64>,
    /// State variables.
    pub traces: Vec<Trace>,
}

/// Loads as much as the limits allow.
pub fn load(kept: &Kept, limits: Limits) -> Result<Loaded, Unusable> {
    let (head, extent) = (kept.head(), kept.extent());
    let whole = extent.spikes.iter().sum::<u64>() <= limits.spikes;
    let mut until = None;
    let (flags, firsts) = (head.recorded_flags(), head.firsts());
    let mut spikes = vec![Spikes::default(); firsts.len()];
    let mut painters = Painter::all(head);
    let mut traces: Vec<_> = (0..head.traces.len()).map(|k| Columns::new(head, k)).collect();
    let mut count = 0;
    kept.each(|piece| {
        let recorded = piece.spikes.iter().filter(|s| flags[s.neuron as usize]);
        // A step is loaded with all its spikes or not at all.
        let mut recorded = recorded.peekable();
        while let (None, Some(next)) = (until, recorded.peek()) {
            let tick = next.tick;
            let before = count;
            while let Some(spike) = recorded.next_if(|s| s.tick == tick) {
                let p = firsts.partition_point(|&first| first <= spike.neuron) - 1;
                spikes[p].times_ms.push((tick + 1) as f64 * head.dt_ms);
                spikes[p].ids.push(spike.neuron - firsts[p]);
                count += 1;
            }
            if !whole && count > limits.spikes {
                until = Some(tick);
                // The step that was too much.
                let late = (tick + 1) as f64 * head.dt_ms;
                for s in &mut spikes {
                    let keep = s.times_ms.partition_point(|&t| t < late);
                    s.times_ms.truncate(keep);
                    s.ids.truncate(keep);
                }
                count = before;
            }
        }
        for (painter, trace) in painters.iter_mut().zip(&mut traces) {
            painter.take(piece, &mut |rows| trace.take(rows, limits.rows))?;
        }
        Ok::<(), Unusable>(())
    })?;
    for (painter, trace) in painters.into_iter().zip(&mut traces) {
        painter.finish(&mut |rows| trace.take(rows, limits.rows))?;
    }
    let traces = traces.into_iter().map(|columns| columns.trace);
    let traces = traces.filter(|trace| !trace.ids.is_empty()).collect();
    Ok(Loaded { spikes, until, traces })
}

/// A trace being loaded.
struct Columns {
    trace: Trace,
    /// Places of its neurons in a row.
    places: Vec<usize>,
    width: usize,
    rows: u64,
}

impl Columns {
    fn new(head: &Head, index: usize) -> Columns {
        let about = &head.traces[index];
        let places = places(&head.traces, about);
        let trace = Trace {
            population: about.population,
            variable: about.variable.clone(),
            ids: places.iter().map(|&place| about.ids[place]).collect(),
            recorded: about.ids.len(),
            start_ms: 0.0,
            step_ms: about.step_ms(head.dt_ms),
            samples: Vec::new(),
        };
        Columns { trace, places, width: about.ids.len(), rows: 0 }
    }

    fn take(&mut self, rows: &[f32], most: u64) -> Result<(), Unusable> {
        for row in rows.chunks_exact(self.width.max(1)) {
            if self.rows == most {
                break;
            }
            self.rows += 1;
            self.trace.samples.extend(self.places.iter().map(|&place| row[place]));
        }
        Ok(())
    }
}

/// Which neurons of a trace are loaded: of voltages the first ones, of other variables those whose
/// voltages are, so that pictures can show both.
pub fn places(all: &[TraceHead], about: &TraceHead) -> Vec<usize> {
    let first = |t: &TraceHead| t.ids.len().min(MOST_NEURONS);
    let voltages = || {
        let mine = |t: &&TraceHead| t.population == about.population && t.variable == "V";
        all.iter().filter(mine)
    };
    if about.paint.is_some() || about.ids.len() <= MOST_NEURONS || voltages().next().is_none() {
        return (0..first(about)).collect();
    }
    let mut places: Vec<usize> = voltages()
        .flat_map(|t| &t.ids[..first(t)])
        .filter_map(|id| about.ids.binary_search(id).ok())
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use rheobase::network::Network;
    use rheobase::record::Simulation;
    use rheobase::spec::NetworkSpec;
    use std::ops::ControlFlow;
    use std::path::Path;
    use std::sync::Arc;

    fn kept() -> Kept {
        let text = "rheobase = 1\nduration = \"100 ms\"\n[population.a]\nsize = 20\n\
                    [population.b]\nsize = 3\n[input.a]\ntarget = \"a\"\nkind = \"constant\"\n\
                    mean = \"30 mV\"\n[input.b]\ntarget = \"b\"\nkind = \"constant\"\n\
                    mean = \"40 mV\"\nsd = \"3 mV\"\n[record.v]\nkind = \"state\"\nof = \"a[5:20]\"\n\
                    variables = [\"V\", \"I\"]\nevery = \"0.1 ms\"\n[record.i]\nkind = \"state\"\n\
                    of = \"a\"\nvariables = [\"I\"]\nevery = \"0.1 ms\"\n";
        let spec = NetworkSpec::from_toml(text, Path::new("")).expect("a network").spec;
        let network = Arc::new(Network::compile(&spec).expect("it compiles"));
        let mut simulation = Simulation::new(network, 1).expect("a simulation");
        simulation.run(&mut |_| ControlFlow::Continue(())).expect("it runs");
        Kept::in_memory(&mut simulation)
    }

    /// All neurons of `a` spike in the same steps: none of these is loaded in part.
    #[test]
    fn of_too_many_spikes_the_leading_steps_are_loaded() {
        let kept = kept();
        let whole = load(&kept, LIMITS).expect("memory");
        let count = |spikes: &[Spikes]| spikes.iter().map(|s| s.ids.len() as u64).sum::<u64>();
        let all = count(&whole.spikes);
        assert!(whole.until.is_none() && all > 60, "{all} spikes");
        for spikes in [0, 1, 7, 30, all - 1] {
            let loaded = load(&kept, Limits { spikes, ..LIMITS }).expect("memory");
            let until = loaded.until.expect("there are more") as f64 * 0.1;
            assert!(count(&loaded.spikes) <= spikes);
            for (some, all) in loaded.spikes.iter().zip(&whole.spikes) {
                let early = all.times_ms.partition_point(|&t| t < until + 0.05);
                assert_eq!(some.times_ms, all.times_ms[..early]);
                assert_eq!(some.ids, all.ids[..early]);
            }
        }
        assert!(load(&kept, Limits { spikes: all, ..LIMITS }).expect("memory").until.is_none());
    }

    #[test]
    fn of_many_traces_those_of_pictures_are_loaded() {
        let loaded = load(&kept(), Limits { rows: 11, ..LIMITS }).expect("memory");
        let about: Vec<_> = loaded.traces.iter().map(|t| (&t.variable[..], t.recorded)).collect();
        assert_eq!(about, [("V", 15), ("I", 15), ("I (i)", 20)]);
        for trace in &loaded.traces {
            // The voltages of the first eight, and what goes with them.
            assert_eq!(trace.ids, (5..13).collect::<Vec<_>>());
            assert_eq!(trace.samples.len(), 8 * 11);
        }
    }
}
