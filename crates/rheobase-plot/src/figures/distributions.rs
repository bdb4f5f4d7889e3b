//! Distributions: rates, intervals, weights, degrees.

use super::histogram::{Bins, Cell, Grid, Series, usable};
use super::stats::Stats;
use crate::color::Color;
use crate::error::PlotError;
use crate::figure::Figure;
use crate::layout::{self, Entry, MARGIN, WIDTH};
use crate::scene::Scene;
use crate::ticks::{number, significant};

/// A named set of values.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a> {
    /// Name, as shown.
    pub name: &'a str,
    /// Colour name or `#rrggbb`; none takes the next of the palette.
    pub color: Option<&'a str>,
    /// The values; what is not finite is left out, and the figure says so.
    pub values: &'a [f64],
}

/// Mean rates of neurons, a panel per population, counts on a log axis.
#[derive(Debug, Clone, Copy)]
pub struct RateDistribution<'a> {
    /// Title; may be empty.
    pub title: &'a str,
    /// Per population the mean rate of every neuron, in Hz.
    pub populations: &'a [Sample<'a>],
    /// Bin in Hz; none chooses one.
    pub bin_hz: Option<f64>,
}

impl RateDistribution<'_> {
    /// Draws it.
    pub fn draw(&self) -> Result<Figure, PlotError> {
        let look = Look {
            quantity: "Rate",
            unit: "Hz",
            y_label: "Neurons",
            log_counts: true,
            ..Look::default()
        };
        stacked(self.title, self.populations, ("bin_hz", self.bin_hz), &look)
    }
}

/// Intervals between spikes, a panel per population.
#[derive(Debug, Clone, Copy)]
pub struct IsiHistogram<'a> {
    /// Title; may be empty.
    pub title: &'a str,
    /// Per population its inter-spike intervals, in ms.
    pub populations: &'a [Sample<'a>],
    /// Bin in ms (in decades with `log_time`); none chooses one.
    pub bin: Option<f64>,
    /// A logarithmic axis of intervals.
    pub log_time: bool,
}

impl IsiHistogram<'_> {
    /// Draws it.
    pub fn draw(&self) -> Result<Figure, PlotError> {
        let look = Look {
            quantity: "Inter-spike interval",
            unit: "ms",
            y_label: "Intervals",
            log_values: self.log_time,
            with_cv: true,
            cut_tail: !self.log_time,
            ..Look::default()
        };
        stacked(self.title, self.populations, ("bin", self.bin), &look)
    }
}

/// What distinguishes one kind of stacked histogram from another.
#[derive(Default)]
struct Look<'a> {
    quantity: &'a str,
    unit: &'a str,
    y_label: &'a str,
    log_counts: bool,
    log_values: bool,
    with_cv: bool,
    /// Leave the longest hundredth out where it would squeeze all the rest.
    cut_tail: bool,
}

fn stacked(
    title: &str,
    samples: &[Sample<'_>],
    bin: (&'static str, Option<f64>),
    look: &Look<'_>,
) -> Result<Figure, PlotError> {
    let colors = colors_of(samples.iter().map(|s| s.color))?;
    let values: Vec<&[f64]> = samples.iter().map(|s| s.values).collect();
    let cut = if look.cut_tail { tail_start(&values) } else { f64::INFINITY };
    let short: Vec<Vec<f64>> =
        values.iter().map(|v| v.iter().copied().filter(|&x| x <= cut).collect()).collect();
    let short: Vec<&[f64]> = short.iter().map(Vec::as_slice).collect();
    let bins = Bins::over(&short, bin, false, look.log_values)?;
    let beyond =
        values.iter().copied().flatten().filter(|v| usable(**v, false) && **v > cut).count();
    let rows = samples.iter().zip(&short).zip(&colors).map(|((sample, &values), &color)| {
        let stats = Stats::of(sample.values, look.log_values);
        vec![Cell {
            series: vec![Series { values, color, outline: false }],
            caption: stats.caption(sample.name, look.unit, look.with_cv),
            mean: stats.mean,
            empty: "no values",
        }]
    });
    let grid = Grid {
        x_labels: vec![format!("{} ({})", look.quantity, look.unit)],
        y_label: look.y_label,
        log_counts: look.log_counts,
        rows: rows.collect(),
        bins: vec![bins],
    };
    let bin_said = match look.log_values {
        true => format!("Bins of {} decades", significant(bins.width, 3)),
        false => format!("Bins of {} {}", significant(bins.width, 3), look.unit),
    };
    let mut note = format!("{bin_said}; dashed: mean.{}", left_out(&values, look.log_values));
    if beyond > 0 {
        let (count, cut) = (number(beyond as f64, 1.0), significant(cut, 3));
        note +=
            &format!(" {count} above {cut} {} are not drawn, but count in mean and CV.", look.unit);
    }
    Ok(finished(title, &[], &grid, note))
}

/// Weights before and after learning.
#[derive(Debug, Clone, Copy)]
pub struct WeightHistogram<'a> {
    /// Title; may be empty.
    pub title: &'a str,
    /// One or more sets of weights, drawn over each other: the first as bars.
    pub samples: &'a [Sample<'a>],
    /// Unit of the weights, e.g. "pA".
    pub unit: &'a str,
    /// Bin in that unit; none chooses one.
    pub bin: Option<f64>,
    /// A logarithmic axis of counts.
    pub log_counts: bool,
}

impl WeightHistogram<'_> {
    /// Draws it.
    pub fn draw(&self) -> Result<Figure, PlotError> {
        let colors = colors_of(self.samples.iter().map(|s| s.color))?;
        let values: Vec<&[f64]> = self.samples.iter().map(|s| s.values).collect();
        let bins = Bins::over(&values, ("bin", self.bin), false, false)?.centred();
        let mut series = Vec::new();
        let mut entries = Vec::new();
        for (i, (sample, &color)) in self.samples.iter().zip(&colors).enumerate() {
            // Bars lie behind; a paler tone lets the outlines stand out.
            let color = if i == 0 && colors.len() > 1 {
                color.mix(Color::hex(0xffffff), 0.45)
            } else {
                color
            };
            series.push(Series { values: sample.values, color, outline: i > 0 });
            let stats = Stats::of(sample.values, false);
            entries.push(Entry::new(&stats.caption(sample.name, self.unit, false), color));
        }
        let cell = Cell { series, caption: String::new(), mean: None, empty: "no synapses" };
        let grid = Grid {
            x_labels: vec![format!("Weight ({})", self.unit)],
            y_label: "Synapses",
            log_counts: self.log_counts,
            rows: vec![vec![cell]],
            bins: vec![bins],
        };
        let note = format!(
            "Bins of {} {}.{}",
            significant(bins.width, 3),
            self.unit,
            left_out(&values, false)
        );
        Ok(finished(self.title, &entries, &grid, note))
    }
}

/// The degrees of one population.
#[derive(Debug, Clone, Copy)]
pub struct Degrees<'a> {
    /// Name, as shown.
    pub name: &'a str,
    /// Colour name or `#rrggbb`; none takes the next of the palette.
    pub color: Option<&'a str>,
    /// Synapses onto each neuron.
    pub in_degree: &'a [u32],
    /// Synapses from each neuron.
    pub out_degree: &'a [u32],
}

/// In- and out-degrees side by side, a row per population.
#[derive(Debug, Clone, Copy)]
pub struct DegreeDistribution<'a> {
    /// Title; may be empty.
    pub title: &'a str,
    /// From top to bottom.
    pub populations: &'a [Degrees<'a>],
}

impl DegreeDistribution<'_> {
    /// Draws it.
    pub fn draw(&self) -> Result<Figure, PlotError> {
        let colors = colors_of(self.populations.iter().map(|p| p.color))?;
        let reals = |degrees: &[u32]| degrees.iter().map(|&d| f64::from(d)).collect::<Vec<f64>>();
        let data: Vec<[Vec<f64>; 2]> =
            self.populations.iter().map(|p| [reals(p.in_degree), reals(p.out_degree)]).collect();
        let bins = [0, 1].map(|side| {
            let values: Vec<&[f64]> = data.iter().map(|d| d[side].as_slice()).collect();
            Bins::over(&values, ("degree", None), true, false)
        });
        let [bins_in, bins_out] = bins;
        let bins = [bins_in?, bins_out?];
        let cell = |values: &'_ [f64], color, name: &str| {
            let stats = Stats::of(values, false);
            let caption = stats.caption(name, "", false);
            (caption, stats.mean, color)
        };
        let rows = self.populations.iter().zip(&data).zip(&colors).map(|((p, both), &color)| {
            both.iter()
                .map(|values| {
                    let (caption, mean, color) = cell(values, color, p.name);
                    let series = vec![Series { values, color, outline: false }];
                    Cell { series, caption, mean, empty: "no neurons" }
                })
                .collect()
        });
        let grid = Grid {
            x_labels: vec!["In-degree (synapses)".into(), "Out-degree (synapses)".into()],
            y_label: "Neurons",
            log_counts: false,
            rows: rows.collect(),
            bins: bins.to_vec(),
        };
        let widths = bins.map(|b| significant(b.width, 3));
        let note = format!("Bins of {} (in) and {} (out); dashed: mean.", widths[0], widths[1]);
        Ok(finished(self.title, &[], &grid, note))
    }
}

/// The 99th percentile, where the greatest value lies far beyond it.
fn tail_start(values: &[&[f64]]) -> f64 {
    let finite = |v: &f64| usable(*v, false);
    let mut all: Vec<f64> = values.iter().copied().flatten().copied().filter(finite).collect();
    all.sort_unstable_by(f64::total_cmp);
    match (all.get(all.len() * 99 / 100), all.last()) {
        (Some(&usual), Some(&most)) if usual > 0.0 && most > 2.0 * usual => usual,
        _ => f64::INFINITY,
    }
}

fn finished(title: &str, entries: &[Entry], grid: &Grid<'_>, note: String) -> Figure {
    let mut scene = Scene::new(WIDTH);
    let top = layout::title(&mut scene, title);
    let top = layout::legend(&mut scene, entries, MARGIN, top);
    let bottom = grid.draw(&mut scene, top);
    let end = layout::notes(&mut scene, &[note], bottom);
    Figure { scene: layout::finish(scene, end) }
}

pub(crate) fn colors_of<'a>(
    given: impl Iterator<Item = Option<&'a str>>,
) -> Result<Vec<Color>, PlotError> {
    given.enumerate().map(|(i, name)| Color::choose(name, i)).collect()
}

fn left_out(values: &[&[f64]], log: bool) -> String {
    let bad = |v: &&f64| !usable(**v, log);
    let count: usize = values.iter().map(|v| v.iter().filter(bad).count()).sum();
    let why = if log { "positive and finite" } else { "finite" };
    match count {
        0 => String::new(),
        n => format!(" {} left out (not {why}).", number(n as f64, 1.0)),
    }
}
