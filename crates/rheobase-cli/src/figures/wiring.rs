//! The wiring: weight matrix, weights before and after, degrees.

use super::{Picture, colors};
use crate::describe::unit_text;
use crate::output::time;
use crate::results::{Results, WeightSeries, sources};
use rheobase::network::{Network, Projection};
use rheobase::wiring::{Synapses, Weights};
use rheobase_plot::{
    DegreeDistribution, Degrees, MatrixGroup, MatrixValues, PlotError, Sample, WeightHistogram,
    WeightMatrix,
};

/// Synapses in the matrix, at most: beyond, every pixel would hold hundreds.
const MOST_SYNAPSES: u64 = 5_000_000;
/// Histograms of weights, at most.
const MOST_SAMPLES: usize = 6;

/// Synapses of all pictures, at most: drawing them again costs time and memory.
const MOST_DRAWN: u64 = 50_000_000;

/// A network with its synapses, drawn for the pictures.
pub struct Wired<'a> {
    network: &'a Network,
    synapses: Vec<Synapses>,
}

impl<'a> Wired<'a> {
    /// `None` where they are too many for pictures, or cannot be drawn (any more).
    pub fn new(results: &Results, network: &'a Network) -> Option<Wired<'a>> {
        if results.summary.synapses > MOST_DRAWN {
            return None;
        }
        let synapses = (0..network.projections.len()).map(|p| network.wire(p).ok());
        Some(Wired { network, synapses: synapses.collect::<Option<_>>()? })
    }

    fn projections(&self) -> impl Iterator<Item = (&'a Projection, &Synapses)> {
        self.network.projections.iter().zip(&self.synapses)
    }

    fn count(&self) -> u64 {
        self.synapses.iter().map(|synapses| synapses.len() as u64).sum()
    }
}

/// All weights as they were last: row = target, column = source.
pub fn matrix(results: &Results, wired: &Wired) -> Result<Option<Picture>, PlotError> {
    let network = wired.network;
    let Some(first) = network.projections.first() else { return Ok(None) };
    let same_unit = network.projections.iter().all(|p| p.unit == first.unit);
    if !same_unit || wired.count() == 0 || wired.count() > MOST_SYNAPSES {
        return Ok(None);
    }
    let (mut rows, mut columns, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for (p, synapses) in wired.projections() {
        let (from, to) = (network.populations[p.source].first, network.populations[p.target].first);
        rows.extend(synapses.targets.iter().map(|t| to + t));
        columns.extend(sources(synapses).iter().map(|s| from + s));
        match series(results, p).and_then(|s| s.weights.last()) {
            Some(last) => values.extend_from_slice(last),
            None => values.extend((0..synapses.len()).map(|k| synapses.weights.get(k))),
        }
    }
    let groups: Vec<_> = network
        .populations
        .iter()
        .map(|p| MatrixGroup { name: &p.name, size: p.size as usize })
        .collect();
    let size = network.size() as usize;
    let last = results.weights.iter().filter_map(|s| s.times_ms.last()).copied().reduce(f64::max);
    let when = last.map_or(String::new(), |t| format!(", where recorded those at {}", time(t)));
    let figure = WeightMatrix {
        title: &format!("{}: weights", results.spec.name),
        rows: size,
        columns: size,
        values: MatrixValues::Sparse { rows: &rows, columns: &columns, values: &values },
        unit: &unit_text(first.unit),
        row_groups: &groups,
        column_groups: &groups,
    }
    .draw()?;
    Ok(Some(Picture {
        name: "matrix",
        figure,
        caption: format!(
            "Weights of all synapses{when}: row = target, column = source; several synapses of a \
             pair are added."
        ),
        alt: format!("Matrix of the weights of {} synapses.", wired.count()),
    }))
}

/// Recorded weights of the projection.
fn series<'a>(results: &'a Results, projection: &Projection) -> Option<&'a WeightSeries> {
    results.weights.iter().find(|s| s.projection == projection.name && !s.weights.is_empty())
}

/// Weights of recorded projections at the first and the last time; else those that are drawn.
pub fn weights(results: &Results, wired: &Wired) -> Result<Option<Picture>, PlotError> {
    let Some((unit, mut samples)) = weight_samples(results, wired) else { return Ok(None) };
    let some = match samples.len() {
        all if all > MOST_SAMPLES => format!(" (the first {MOST_SAMPLES} of {all} distributions)"),
        _ => String::new(),
    };
    samples.truncate(MOST_SAMPLES);
    let samples: Vec<_> =
        samples.iter().map(|(name, values)| Sample { name, color: None, values }).collect();
    let title = format!("{}: distribution of weights", results.spec.name);
    let figure = WeightHistogram {
        title: &title,
        samples: &samples,
        unit: &unit,
        bin: None,
        log_counts: false,
    }
    .draw()?;
    let names: Vec<_> = samples.iter().map(|s| s.name).collect();
    Ok(Some(Picture {
        name: "weights",
        figure,
        caption: format!("Distribution of weights over synapses{some}."),
        alt: format!("Histograms of weights: {}.", names.join("; ")),
    }))
}

/// Named weights, and their unit.
type WeightSamples = (String, Vec<(String, Vec<f64>)>);

/// Only projections with the unit of the first are taken.
fn weight_samples(results: &Results, wired: &Wired) -> Option<WeightSamples> {
    let mut samples = Vec::new();
    let mut unit = None;
    let there: Vec<_> = wired.projections().filter(|(_, synapses)| !synapses.is_empty()).collect();
    let recorded = there.iter().copied().filter(|(p, _)| series(results, p).is_some());
    let recorded: Vec<_> = recorded.collect();
    let drawn = there.iter().copied();
    let drawn = drawn.filter(|(_, synapses)| !matches!(synapses.weights, Weights::Uniform(_)));
    let chosen: Vec<_> = if recorded.is_empty() { drawn.collect() } else { recorded };
    for (p, synapses) in chosen {
        if *unit.get_or_insert(p.unit) != p.unit {
            continue;
        }
        let name = |time: f64| format!("{} at {time} ms", p.name);
        match series(results, p) {
            Some(s) => {
                let last = s.weights.len() - 1;
                samples.push((name(s.times_ms[0]), s.weights[0].clone()));
                if last > 0 {
                    samples.push((name(s.times_ms[last]), s.weights[last].clone()));
                }
            }
            None => {
                let values = (0..synapses.len()).map(|k| synapses.weights.get(k)).collect();
                samples.push((p.name.clone(), values));
            }
        }
    }
    Some((unit_text(unit?), samples))
}

/// In- and out-degrees over all projections.
pub fn degrees(results: &Results, wired: &Wired) -> Result<Option<Picture>, PlotError> {
    let network = wired.network;
    if wired.count() == 0 {
        return Ok(None);
    }
    let zeros = || network.populations.iter().map(|p| vec![0u32; p.size as usize]);
    let (mut into, mut out): (Vec<_>, Vec<_>) = (zeros().collect(), zeros().collect());
    for (p, synapses) in wired.projections() {
        for (source, degree) in out[p.source].iter_mut().enumerate() {
            *degree += synapses.row(source).len() as u32;
        }
        for &target in &synapses.targets {
            into[p.target][target as usize] += 1;
        }
    }
    let colors = colors(results);
    let populations: Vec<_> = results
        .spec
        .populations
        .iter()
        .enumerate()
        .map(|(k, p)| Degrees {
            name: &p.name,
            color: Some(&colors[k]),
            in_degree: &into[k],
            out_degree: &out[k],
        })
        .collect();
    let figure = DegreeDistribution {
        title: &format!("{}: degrees of neurons", results.spec.name),
        populations: &populations,
    }
    .draw()?;
    Ok(Some(Picture {
        name: "degrees",
        figure,
        caption: "Synapses onto (in-degree) and from (out-degree) each neuron.".into(),
        alt: "Histograms of in-degrees and out-degrees, one per population.".into(),
    }))
}
