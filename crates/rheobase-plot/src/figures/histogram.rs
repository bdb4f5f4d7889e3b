//! Binning, and a grid of histograms that share their axes.

use crate::axes::{Axis, LABEL_SIZE, Panel, X_GUTTER, marks_across, marks_down, upward_label};
use crate::color::Color;
use crate::error::PlotError;
use crate::layout::{MARGIN, WIDTH};
use crate::scene::{Anchor, FAINT, Item, Rect, Scene, Stroke};
use crate::ticks::nice_at_least;

/// The most bins of a histogram.
pub const MOST_BINS: usize = 500;

/// Equal bins from `lo` on; on a log axis in powers of ten.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bins {
    pub lo: f64,
    pub width: f64,
    pub count: usize,
    pub log: bool,
    /// Share of a bin by which all lie to the left.
    shift: f64,
}

impl Bins {
    /// Bins of `width`, or of a width that suits the spread of the values.
    pub fn over(
        values: &[&[f64]],
        (what, width): (&'static str, Option<f64>),
        whole: bool,
        log: bool,
    ) -> Result<Self, PlotError> {
        let all = || values.iter().copied().flatten().copied().filter(|&v| usable(v, log));
        let (mut lo, mut hi) = all()
            .map(|v| place(v, log))
            .fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)));
        let count = all().count();
        if lo > hi {
            (lo, hi) = (0.0, 1.0);
        }
        let width = width.unwrap_or_else(|| automatic(lo, hi, count, whole));
        let mut first = index(lo, width);
        let mut bins = index(hi, width) - first + 1.0;
        if bins == 1.0 && lo == hi {
            // One bin alone would be a block without shape: show it in its
            // surroundings, which for zero lie at the right.
            first -= if first > 4.0 { 4.0 } else { first.max(0.0) };
            bins = 9.0;
        }
        if !(width > 0.0 && width.is_finite() && bins >= 1.0 && bins <= MOST_BINS as f64) {
            return Err(PlotError::BadBin { what, value: width, max_bins: MOST_BINS });
        }
        Ok(Self { lo: first * width, width, count: bins as usize, log, shift: 0.0 })
    }

    /// The same with multiples of the width in the middle of bins: for values that are likely to be
    /// round, which would stand beside their bars.
    pub fn centred(self) -> Self {
        Self { shift: 0.5, count: self.count + 1, ..self }
    }

    /// Values per bin.
    pub fn counts(&self, values: &[f64]) -> Vec<u64> {
        let mut counts = vec![0; self.count];
        for &value in values.iter().filter(|&&v| usable(v, self.log)) {
            // The same division as in `over`, so that no edge value slips out.
            let place = place(value, self.log) + self.shift * self.width;
            let bin = index(place, self.width) - (self.lo / self.width).round();
            if let Some(count) = counts.get_mut(bin.max(0.0) as usize) {
                *count += 1;
            }
        }
        counts
    }

    /// Left edge of a bin, in the unit of the values.
    pub fn edge(&self, bin: usize) -> f64 {
        let at = self.lo + (bin as f64 - self.shift) * self.width;
        if self.log { 10f64.powf(at) } else { at }
    }
}

/// Whether a value can be binned. What lies beyond ±10³⁰ is no physical
/// quantity in any unit, and would make bin arithmetic overflow.
pub(crate) fn usable(value: f64, log: bool) -> bool {
    value.abs() < 1e30 && (!log || value > 1e-30)
}

/// Number of the bin from zero. A value that is an edge but for the rounding of its last digits
/// belongs to the bin that begins there.
fn index(place: f64, width: f64) -> f64 {
    (place / width + 1e-9).floor()
}

fn place(value: f64, log: bool) -> f64 {
    match log {
        true => value.log10(),
        // Denormal numbers are zero for every axis.
        false if value.abs() < 1e-200 => 0.0,
        false => value,
    }
}

/// About √n bins between 10 and 50, of a width 1, 2 or 5 × 10ⁿ.
fn automatic(lo: f64, hi: f64, count: usize, whole: bool) -> f64 {
    let spread = hi - lo;
    let size = lo.abs().max(hi.abs());
    if spread <= 1e-9 * size || spread <= 0.0 {
        let alone = if size > 0.0 { nice_at_least(size / 10.0) } else { 1.0 };
        return if whole { alone.max(1.0).round() } else { alone };
    }
    let wanted = (count as f64).sqrt().clamp(10.0, 50.0);
    let width = nice_at_least(spread / wanted);
    if whole { width.max(1.0).round() } else { width }
}

/// Values with their look; `outline` draws a line instead of bars.
pub(crate) struct Series<'a> {
    pub values: &'a [f64],
    pub color: Color,
    pub outline: bool,
}

/// One panel of a grid.
pub(crate) struct Cell<'a> {
    pub series: Vec<Series<'a>>,
    /// Said in the upper right corner.
    pub caption: String,
    /// Marked by a dashed line.
    pub mean: Option<f64>,
    /// Said when there is no value.
    pub empty: &'static str,
}

/// Panels in columns. A column shares its x axis; a row shares its y axis, and
/// with log counts all rows do (populations may differ much in size).
pub(crate) struct Grid<'a> {
    pub x_labels: Vec<String>,
    pub y_label: &'a str,
    pub log_counts: bool,
    pub bins: Vec<Bins>,
    /// Rows of cells.
    pub rows: Vec<Vec<Cell<'a>>>,
}

impl Grid<'_> {
    /// Draws from `top` on; returns where the grid ends.
    pub fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let rows = self.rows.len().max(1);
        let height = match rows {
            1 => 220.0,
            2..=4 => 120.0,
            _ => 92.0,
        };
        let pitch = height + 26.0;
        let axes: Vec<Axis> = self.rows.iter().map(|row| self.count_axis(row, height)).collect();
        let gutter = axes.iter().map(|a| a.gutter()).fold(0.0, f64::max) + 20.0;
        let captions = self.rows.iter().flatten().any(|cell| !cell.caption.is_empty());
        let top = top + if captions { 18.0 } else { 4.0 };
        let columns = self.bins.len().max(1) as f64;
        let width =
            (WIDTH - 2.0 * MARGIN - 14.0 - gutter) / columns - gutter * (columns - 1.0) / columns;
        for (r, row) in self.rows.iter().enumerate() {
            for (c, (cell, bins)) in row.iter().zip(&self.bins).enumerate() {
                let x = MARGIN + gutter + c as f64 * (width + gutter);
                let rect = Rect::new(x, top + r as f64 * pitch, width, height);
                let panel = Panel { rect, x: self.value_axis(c, bins, width), y: axes[r].clone() };
                draw_cell(scene, &panel, cell, bins);
                panel.axes(scene, gutter, r + 1 == rows);
            }
        }
        let bottom = top + rows as f64 * pitch - 26.0;
        let along = Rect::new(MARGIN, top, 0.0, bottom - top);
        upward_label(scene, self.y_label, MARGIN + 7.0, along);
        bottom + X_GUTTER + 4.0
    }

    fn value_axis(&self, column: usize, bins: &Bins, width: f64) -> Axis {
        let (lo, hi) = (bins.edge(0), bins.edge(bins.count));
        let label = &self.x_labels[column];
        if bins.log {
            Axis::log(label, lo, hi, 8)
        } else {
            Axis::linear(label, lo, hi, marks_across(width), false)
        }
    }

    fn count_axis(&self, row: &[Cell<'_>], height: f64) -> Axis {
        let of_row = |row: &[Cell<'_>]| {
            let cells = row.iter().zip(&self.bins);
            let highest = |(cell, bins): (&Cell<'_>, &Bins)| {
                let counts = cell.series.iter().flat_map(|s| bins.counts(s.values));
                counts.max().unwrap_or(0)
            };
            cells.map(highest).max().unwrap_or(0)
        };
        let all = || self.rows.iter().map(|row| of_row(row)).max().unwrap_or(0);
        let most = if self.log_counts { all() } else { of_row(row) }.max(1) as f64;
        if self.log_counts {
            // From a half on, so that a single count is still a bar.
            return Axis::log("", 0.5, (most * 1.5).max(10.0), marks_down(height));
        }
        Axis::linear("", 0.0, most * 1.08, marks_down(height), true)
    }
}

fn draw_cell(scene: &mut Scene, panel: &Panel, cell: &Cell<'_>, bins: &Bins) {
    panel.grid(scene);
    if cell.series.iter().all(|s| bins.counts(s.values).iter().all(|&c| c == 0)) {
        panel.remark(scene, cell.empty);
    }
    for series in &cell.series {
        draw_series(scene, panel, series, bins);
    }
    let on_axis = |mean: &f64| *mean >= panel.x.lo && *mean <= panel.x.hi;
    if let Some(mean) = cell.mean.filter(on_axis) {
        let x = panel.px(mean);
        let stroke = Stroke::dashed(FAINT, 1.2);
        scene.line((x, panel.rect.y), (x, panel.rect.bottom()), stroke, "mean");
    }
    let (left, above) = (panel.rect.x + 2.0, panel.rect.y - 9.0);
    scene.label(left, above, &cell.caption, LABEL_SIZE - 1.0, Anchor::Start, "caption");
}

fn draw_series(scene: &mut Scene, panel: &Panel, series: &Series<'_>, bins: &Bins) {
    let floor = panel.rect.bottom();
    let counts = bins.counts(series.values);
    let edge = |i: usize| panel.px(bins.edge(i));
    let height = |count: u64| if count == 0 { floor } else { panel.py(count as f64) };
    if series.outline {
        let mut run = vec![(edge(0), floor)];
        for (i, &count) in counts.iter().enumerate() {
            run.extend([(edge(i), height(count)), (edge(i + 1), height(count))]);
        }
        run.push((edge(counts.len()), floor));
        scene.push(Item::Lines {
            runs: vec![run],
            stroke: Stroke::new(series.color, 1.6),
            class: "outline",
        });
        return;
    }
    let bars = counts.iter().enumerate().filter(|&(_, &count)| count > 0);
    let rings = bars.map(|(i, &count)| {
        // A hairline of white keeps wide bars apart.
        let gap = if edge(1) - edge(0) > 4.0 { 0.4 } else { 0.0 };
        let (x0, x1, y) = (edge(i) + gap, edge(i + 1) - gap, height(count));
        vec![(x0, floor), (x0, y), (x1, y), (x1, floor)]
    });
    let rings: Vec<_> = rings.collect();
    if !rings.is_empty() {
        scene.push(Item::Polygons { rings, color: series.color, opacity: 0.85, class: "bars" });
    }
}

#[cfg(test)]
mod tests {
    use super::Bins;

    #[test]
    fn a_value_on_an_edge_is_in_the_bin_that_begins_there() {
        // Intervals of one step, as differences of times.
        let steps: Vec<f64> =
            (1..2000).map(|k| f64::from(k + 1) * 0.1 - f64::from(k) * 0.1).collect();
        for (log, width) in [(true, 0.1), (false, 0.1)] {
            let bins = Bins::over(&[&steps, &[1.0]], ("bin", Some(width)), false, log).unwrap();
            let counts = bins.counts(&steps);
            let full = counts.iter().position(|&n| n > 0).unwrap();
            assert_eq!(counts[full], steps.len() as u64, "all in one bin");
            assert!((bins.edge(full) - 0.1).abs() < 1e-9, "which begins at 0.1");
        }
    }

    #[test]
    fn round_values_are_in_the_middle_of_centred_bins() {
        let bins = Bins::over(&[&[-60.0, -57.3]], ("bin", Some(1.0)), false, false).unwrap();
        let bins = bins.centred();
        let counts = bins.counts(&[-60.0, -60.0, -57.3]);
        assert_eq!(counts, [2, 0, 0, 1]);
        assert_eq!((bins.edge(0), bins.edge(1)), (-60.5, -59.5));
    }
}
