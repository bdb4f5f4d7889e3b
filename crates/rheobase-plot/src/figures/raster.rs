//! The raster of a network with its population rates below.

use super::Window;
use super::density::Density;
use crate::axes::{Axis, Panel, X_GUTTER, marks_across, marks_down};
use crate::color::Color;
use crate::error::{PlotError, all_finite, same_length};
use crate::figure::Figure;
use crate::layout::{self, Entry, MARGIN, WIDTH};
use crate::scene::{GRID, Item, Rect, Scene, Stroke};
use crate::text::shortened;
use crate::ticks::{number, significant};

/// Up to so many spikes each is a mark of its own in the SVG.
pub const MOST_SINGLE_MARKS: usize = 40_000;
/// The most bins of a population rate.
pub const MOST_RATE_BINS: usize = 200_000;
/// Characters of a name in the legend, at most: the rate behind it must be read.
const MOST_OF_NAME: usize = 18;
/// Pixels per unit of the shaded raster: sharp at the usual PNG scale of 2.
const FINE: f64 = 2.0;

/// One population and its spikes.
#[derive(Debug, Clone, Copy)]
pub struct RasterPopulation<'a> {
    /// Name, as shown.
    pub name: &'a str,
    /// Number of neurons.
    pub size: usize,
    /// Colour name or `#rrggbb`; none takes the next of the palette.
    pub color: Option<&'a str>,
    /// Mean rate for the legend, in Hz; NaN is shown as "–".
    pub mean_rate_hz: f64,
    /// Spike times in ms, in any order; those outside the window are not drawn.
    pub times_ms: &'a [f64],
    /// For each spike its neuron, from 0 to `size` (exclusive).
    pub ids: &'a [u32],
}

impl RasterPopulation<'_> {
    pub(crate) fn check(&self) -> Result<(), PlotError> {
        let place = format!("population {}", self.name);
        same_length(&place, ("times_ms", self.times_ms.len()), ("ids", self.ids.len()))?;
        all_finite(&place, "times_ms", self.times_ms)?;
        match self.ids.iter().find(|&&id| id as usize >= self.size) {
            None => Ok(()),
            Some(&id) => Err(PlotError::IdOutOfRange { place, id: id.into(), size: self.size }),
        }
    }

    /// Spikes (ms, neuron) inside the window.
    pub(crate) fn spikes_in(&self, window: Window) -> impl Iterator<Item = (f64, u32)> + '_ {
        let all = self.times_ms.iter().copied().zip(self.ids.iter().copied());
        all.filter(move |&(t, _)| window.holds(t))
    }
}

/// Raster above, rates below, on one time axis.
#[derive(Debug, Clone, Copy)]
pub struct RasterPlot<'a> {
    /// Title; may be empty.
    pub title: &'a str,
    /// From top to bottom.
    pub populations: &'a [RasterPopulation<'a>],
    /// What the rows are, e.g. "Neuron index".
    pub row_label: &'a str,
    /// Bin of the population rates, in ms.
    pub rate_bin_ms: f64,
    /// What is shown.
    pub window: Window,
}

impl RasterPlot<'_> {
    /// Draws it.
    pub fn draw(&self) -> Result<Figure, PlotError> {
        let window = self.window.check()?;
        self.populations.iter().try_for_each(RasterPopulation::check)?;
        let colors: Vec<Color> = (0..)
            .zip(self.populations)
            .map(|(i, p)| Color::choose(p.color, i))
            .collect::<Result<_, _>>()?;
        let bins = bin_count(self.rate_bin_ms, window)?;
        let rates: Vec<_> =
            self.populations.iter().map(|p| rate(p, window, bins, self.rate_bin_ms)).collect();

        let mut scene = Scene::new(WIDTH);
        let top = layout::title(&mut scene, self.title);
        let (raster, below) = self.panels(top, window, &rates);
        let gutter = raster.y.gutter().max(below.y.gutter());
        let note = self.draw_raster(&mut scene, &raster, &colors);
        raster.axes(&mut scene, gutter, false);
        self.draw_legend(&mut scene, &raster, &colors);

        below.grid(&mut scene);
        draw_rates(&mut scene, &below, &rates, &colors);
        below.axes(&mut scene, gutter, true);
        let bin = format!("Rates in bins of {} ms.", significant(self.rate_bin_ms, 4));
        let end = layout::notes(
            &mut scene,
            &[format!("{note} {bin}")],
            below.rect.bottom() + X_GUTTER + 4.0,
        );
        Ok(Figure { scene: layout::finish(scene, end) })
    }

    /// Both panels, aligned.
    fn panels(&self, top: f64, window: Window, rates: &[Vec<(f64, f64)>]) -> (Panel, Panel) {
        let total: usize = self.populations.iter().map(|p| p.size).sum();
        // A few neurons need little height; many populations much, for labels.
        let for_names = (self.populations.len() as f64 * 17.0).min(2000.0);
        let height = (total as f64 * 22.0).clamp(70.0, 340.0).max(for_names).round();
        // Index 0 is at the top, as populations are listed.
        let index = Axis::index(self.row_label, total, marks_down(height), true);
        let highest = rates.iter().flatten().map(|&(_, hz)| hz).fold(0.0, f64::max);
        let highest = if highest > 0.0 { highest * 1.05 } else { 1.0 };
        let rate = Axis::linear("Rate (Hz)", 0.0, highest, marks_down(110.0), false);
        let labels: Vec<_> = self.populations.iter().map(legend_label).collect();
        let gutter = index.gutter().max(rate.gutter());
        let width = WIDTH - 2.0 * MARGIN - gutter - layout::side_legend_width(&labels);
        let time = Axis::time(window.start_ms, window.end_ms, marks_across(width));
        // Whole units, so that the pixels of a shaded raster fall on pixels.
        let rect = Rect::new((MARGIN + gutter).round(), top.round(), width.round(), height.round());
        let lower = Rect::new(rect.x, rect.bottom() + 22.0, rect.w, 110.0);
        (Panel { rect, x: time.clone(), y: index }, Panel { rect: lower, x: time, y: rate })
    }

    /// The spikes; returns what the note below must say about them.
    fn draw_raster(&self, scene: &mut Scene, panel: &Panel, colors: &[Color]) -> String {
        let total: usize = self.populations.iter().map(|p| p.size).sum();
        let shown = self.populations.iter().map(|p| p.spikes_in(self.window).count());
        let shown: usize = shown.sum();
        let mut first = 0;
        for p in self.populations.iter().filter(|p| p.size > 0) {
            if first > 0 {
                let y = panel.py(first as f64);
                let ends = ((panel.rect.x, y), (panel.rect.right(), y));
                scene.line(ends.0, ends.1, Stroke::new(GRID, 0.7), "boundary");
            }
            first += p.size;
        }
        if shown == 0 {
            panel.remark(scene, if total == 0 { "no neurons" } else { "no spikes" });
            return String::new();
        }
        let said = format!(
            "{} {}",
            number(shown as f64, 1.0),
            if shown == 1 { "spike" } else { "spikes" }
        );
        if shown <= MOST_SINGLE_MARKS {
            self.single_marks(scene, panel, colors);
            return format!("{said}.");
        }
        self.shaded(scene, panel, colors);
        format!("{said}, all drawn: a pixel is the darker the more spikes fall on it.")
    }

    /// One upright mark per spike.
    fn single_marks(&self, scene: &mut Scene, panel: &Panel, colors: &[Color]) {
        let total: usize = self.populations.iter().map(|p| p.size).sum();
        let row = panel.rect.h / total.max(1) as f64;
        let tall = (row * 0.8).clamp(1.5, 18.0);
        let wide = if row > 3.0 { 1.0 } else { 1.3 };
        let mut first = 0;
        for (p, &color) in self.populations.iter().zip(colors) {
            let mark = |(t, id): (f64, u32)| {
                let (x, y) = (panel.px(t), panel.py((first + id as usize) as f64 + 0.5));
                vec![(x, y - tall / 2.0), (x, y + tall / 2.0)]
            };
            let runs: Vec<_> = p.spikes_in(self.window).map(mark).collect();
            if !runs.is_empty() {
                scene.push(Item::Lines { runs, stroke: Stroke::new(color, wide), class: "spikes" });
            }
            first += p.size;
        }
    }

    /// All spikes as one picture.
    fn shaded(&self, scene: &mut Scene, panel: &Panel, colors: &[Color]) {
        let rect = panel.rect;
        let mut density = Density::new((rect.w * FINE) as usize, (rect.h * FINE) as usize);
        let mut first = 0;
        for (p, &color) in self.populations.iter().zip(colors) {
            for (t, id) in p.spikes_in(self.window) {
                let y = panel.y.share((first + id as usize) as f64 + 0.5);
                density.add(panel.x.share(t), 1.0 - y, color);
            }
            first += p.size;
        }
        scene.push(Item::Image { rect, pixels: density.pixels(), class: "spikes" });
    }

    fn draw_legend(&self, scene: &mut Scene, panel: &Panel, colors: &[Color]) {
        let mut first = 0.0;
        let mut entries = Vec::new();
        for (p, &color) in self.populations.iter().zip(colors) {
            let middle = panel.py(first + p.size as f64 / 2.0);
            entries.push((Entry::new(&legend_label(p), color), middle));
            first += p.size as f64;
        }
        layout::side_legend(scene, &entries, panel.rect);
    }
}

fn legend_label(p: &RasterPopulation<'_>) -> String {
    match p.size {
        0 => format!("{} (empty)", p.name),
        _ => format!("{} {} Hz", shortened(p.name, MOST_OF_NAME), short_rate(p.mean_rate_hz)),
    }
}

/// One decimal; below one two significant digits.
fn short_rate(hz: f64) -> String {
    if hz.abs() >= 1.0 { number(hz, 0.1) } else { significant(hz, 2) }
}

fn bin_count(bin_ms: f64, window: Window) -> Result<usize, PlotError> {
    // A rest of less than a hundredth of a bin joins the last one: alone, one
    // spike in it would look like an enormous rate.
    let count = (window.length() / bin_ms - 0.01).ceil().max(1.0);
    if bin_ms > 0.0 && bin_ms.is_finite() && count <= MOST_RATE_BINS as f64 {
        return Ok(count as usize);
    }
    Err(PlotError::BadBin { what: "rate_bin_ms", value: bin_ms, max_bins: MOST_RATE_BINS })
}

/// The population rate (Hz) at bin centres, held to both ends of the window.
fn rate(p: &RasterPopulation<'_>, window: Window, bins: usize, bin_ms: f64) -> Vec<(f64, f64)> {
    if p.size == 0 {
        return Vec::new();
    }
    let mut counts = vec![0u64; bins];
    for (t, _) in p.spikes_in(window) {
        let bin = ((t - window.start_ms) / bin_ms) as usize;
        counts[bin.min(bins - 1)] += 1;
    }
    let point = |(i, &count): (usize, &u64)| {
        let from = window.start_ms + i as f64 * bin_ms;
        let last = i + 1 == bins;
        let to = if last { window.end_ms } else { from + bin_ms };
        let hz = count as f64 / (p.size as f64 * (to - from)) * 1000.0;
        ((from + to) / 2.0, hz)
    };
    let mut curve: Vec<_> = counts.iter().enumerate().map(point).collect();
    let (first, last) = (curve[0].1, curve[bins - 1].1);
    curve.insert(0, (window.start_ms, first));
    curve.push((window.end_ms, last));
    curve
}

fn draw_rates(scene: &mut Scene, panel: &Panel, rates: &[Vec<(f64, f64)>], colors: &[Color]) {
    // The highest first, so that it does not hide the others.
    let peak = |curve: &[(f64, f64)]| curve.iter().map(|&(_, hz)| hz).fold(0.0, f64::max);
    let mut drawn: Vec<_> = rates.iter().zip(colors).filter(|(c, _)| !c.is_empty()).collect();
    drawn.sort_by(|a, b| peak(b.0).total_cmp(&peak(a.0)));
    for (curve, &color) in drawn {
        let run = curve.iter().map(|&(t, hz)| (panel.px(t), panel.py(hz))).collect();
        scene.push(Item::Lines { runs: vec![run], stroke: Stroke::new(color, 1.3), class: "rate" });
    }
}
