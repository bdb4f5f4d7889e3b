//! The weight matrix as a heat map with a colour bar.

use super::colormap::ColorMap;
use crate::axes::{Axis, Panel, X_GUTTER, marks_across, marks_down};
use crate::color::Color;
use crate::error::{PlotError, same_length};
use crate::figure::Figure;
use crate::layout::{self, MARGIN, WIDTH};
use crate::scene::{Anchor, INK, Item, Pixels, Rect, Scene, Stroke};
use crate::text;
use crate::ticks::number;

/// Pixels along the longer side of the heat map, at most.
const MOST_PIXELS: usize = 800;
const SIDE: f64 = 440.0;
/// Distance of names beside the rows.
const NAME_GAP: f64 = 14.0;

/// The entries of a matrix.
#[derive(Debug, Clone, Copy)]
pub enum MatrixValues<'a> {
    /// Row by row; NaN where there is no synapse.
    Dense(&'a [f64]),
    /// Only what exists; entries with the same place are added up.
    Sparse {
        /// Row (target) of each entry.
        rows: &'a [u32],
        /// Column (source) of each entry.
        columns: &'a [u32],
        /// Weight of each entry.
        values: &'a [f64],
    },
}

/// A population's share of the rows and columns.
#[derive(Debug, Clone, Copy)]
pub struct MatrixGroup<'a> {
    /// Name, as shown.
    pub name: &'a str,
    /// Number of neurons.
    pub size: usize,
}

/// Weights between neurons: row = target, column = source.
#[derive(Debug, Clone, Copy)]
pub struct WeightMatrix<'a> {
    /// Title; may be empty.
    pub title: &'a str,
    /// Number of targets.
    pub rows: usize,
    /// Number of sources.
    pub columns: usize,
    /// The weights.
    pub values: MatrixValues<'a>,
    /// Unit of the weights, e.g. "pA".
    pub unit: &'a str,
    /// Names beside the rows, from the top; may be empty.
    pub row_groups: &'a [MatrixGroup<'a>],
    /// Names above the columns, from the left; may be empty.
    pub column_groups: &'a [MatrixGroup<'a>],
}

impl WeightMatrix<'_> {
    /// Draws it.
    pub fn draw(&self) -> Result<Figure, PlotError> {
        let cells = self.cells()?;
        let colors = ColorMap::over(&cells.means);
        let mut scene = Scene::new(WIDTH);
        let top = layout::title(&mut scene, self.title);
        let panel = self.panel(top);
        let rect = panel.rect;
        scene.fill(rect, Color::hex(0xf4f4f4), "ground");
        if colors.is_empty() {
            panel.remark(&mut scene, "no synapses");
        } else {
            let pixels = cells.pixels(&colors);
            scene.push(Item::Image { rect, pixels, class: "matrix" });
        }
        panel.axes(&mut scene, panel.y.gutter(), true);
        let names = self.draw_groups(&mut scene, rect);
        if !colors.is_empty() {
            let bar = Rect::new(rect.right() + names + 24.0, rect.y, 14.0, rect.h.min(320.0));
            colors.draw_bar(&mut scene, bar, &format!("Weight ({})", self.unit));
        }
        let notes = [self.note(&cells) + &colors.note(self.unit)];
        let end = layout::notes(&mut scene, &notes, rect.bottom() + X_GUTTER + 4.0);
        Ok(Figure { scene: layout::finish(scene, end) })
    }

    /// The matrix, reduced to at most 800 × 800 means over existing synapses.
    fn cells(&self) -> Result<Cells, PlotError> {
        let mut cells = Cells::new(self.rows, self.columns);
        match self.values {
            MatrixValues::Dense(values) => {
                let expected = self.rows.saturating_mul(self.columns);
                same_length(
                    "weight matrix",
                    ("rows × columns", expected),
                    ("values", values.len()),
                )?;
                for (i, &value) in values.iter().enumerate() {
                    cells.add(i / self.columns, i % self.columns, value);
                }
            }
            MatrixValues::Sparse { rows, columns, values } => {
                let count = ("values", values.len());
                same_length("weight matrix", ("rows", rows.len()), count)?;
                same_length("weight matrix", ("columns", columns.len()), count)?;
                for ((&row, &column), &value) in rows.iter().zip(columns).zip(values) {
                    check_id("weight matrix, rows", row, self.rows)?;
                    check_id("weight matrix, columns", column, self.columns)?;
                    cells.add(row as usize, column as usize, value);
                }
            }
        }
        cells.divide();
        Ok(cells)
    }

    fn panel(&self, top: f64) -> Panel {
        let (rows, columns) = (self.rows.max(1) as f64, self.columns.max(1) as f64);
        // True to scale, but never thinner than can be read.
        let shape = (columns / rows).clamp(0.25, 4.0);
        let (w, h) = if shape >= 1.0 { (SIDE, SIDE / shape) } else { (SIDE * shape, SIDE) };
        let x = Axis::index("Source neuron", self.columns, marks_across(w), false);
        // Row 0 is at the top, as in print.
        let y = Axis::index("Target neuron", self.rows, marks_down(h), true);
        let above = if self.column_groups.is_empty() { 4.0 } else { 22.0 };
        let rect =
            Rect::new((MARGIN + y.gutter()).round(), (top + above).round(), w.round(), h.round());
        Panel { rect, x, y }
    }

    /// Names and boundaries of populations; returns the width used at the right.
    fn draw_groups(&self, scene: &mut Scene, rect: Rect) -> f64 {
        let across = bands(self.column_groups, self.columns, rect.x, rect.w);
        let down = bands(self.row_groups, self.rows, rect.y, rect.h);
        let edge = Stroke::new(INK, 0.6);
        let verticals =
            across.iter().skip(1).map(|b| vec![(b.from, rect.y), (b.from, rect.bottom())]);
        let horizontals =
            down.iter().skip(1).map(|b| vec![(rect.x, b.from), (rect.right(), b.from)]);
        let runs: Vec<_> = verticals.chain(horizontals).collect();
        if !runs.is_empty() {
            scene.push(Item::Lines { runs, stroke: edge, class: "boundary" });
        }
        self.draw_names_above(scene, rect, &across);
        let named = every_that_fits(&down, NAME_GAP, rect.h);
        let middles: Vec<f64> = named.iter().map(|b| (b.from + b.to) / 2.0).collect();
        let placed = layout::spread(&middles, NAME_GAP, rect.y + 6.0, rect.bottom() - 6.0);
        let mut widest: f64 = 0.0;
        for (band, y) in named.iter().zip(placed) {
            let name = text::fit(&band.name, 11.0, false, 70.0);
            scene.label(rect.right() + 6.0, y, &name, 11.0, Anchor::Start, "group");
            widest = widest.max(text::width(&name, 11.0, false) + 6.0);
        }
        widest
    }

    fn draw_names_above(&self, scene: &mut Scene, rect: Rect, bands: &[Band]) {
        let widest = bands.iter().map(|b| text::width(&b.name, 11.0, false)).fold(0.0, f64::max);
        let bands = every_that_fits(bands, (widest + 6.0).min(46.0), rect.w);
        // Where names would touch, each is cut to an equal share of the width.
        let room = (rect.w / bands.len().max(1) as f64 - 6.0).max(12.0);
        let names: Vec<String> =
            bands.iter().map(|b| text::fit(&b.name, 11.0, false, room)).collect();
        let mut least = rect.x;
        let mut ends: Vec<(f64, f64)> = Vec::new();
        for (band, name) in bands.iter().zip(&names) {
            let width = text::width(name, 11.0, false);
            let x = ((band.from + band.to - width) / 2.0).max(least);
            ends.push((x, x + width));
            least = x + width + 6.0;
        }
        let mut most = rect.right() + 30.0;
        for ((x, end), name) in ends.iter().zip(&names).rev() {
            let shift = (end - most).max(0.0);
            scene.label(x - shift, rect.y - 9.0, name, 11.0, Anchor::Start, "group");
            most = x - shift - 6.0;
        }
    }

    fn note(&self, cells: &Cells) -> String {
        let synapses = format!("{} synapses.", number(cells.count as f64, 1.0));
        if cells.block == 1 {
            return format!("{synapses} Grey: none.");
        }
        format!(
            "{synapses} Each pixel: mean over the synapses in {0} × {0} pairs. Grey: none.",
            cells.block
        )
    }
}

fn check_id(place: &str, id: u32, size: usize) -> Result<(), PlotError> {
    if (id as usize) < size {
        return Ok(());
    }
    Err(PlotError::IdOutOfRange { place: place.to_string(), id: id.into(), size })
}

struct Band {
    name: String,
    from: f64,
    to: f64,
}

/// Every band, or every second, third… where names of all would not fit.
fn every_that_fits(bands: &[Band], gap: f64, length: f64) -> Vec<&Band> {
    let step = (bands.len() as f64 * gap / length).ceil().max(1.0) as usize;
    bands.iter().step_by(step).collect()
}

fn bands(groups: &[MatrixGroup<'_>], count: usize, start: f64, length: f64) -> Vec<Band> {
    let scale = length / count.max(1) as f64;
    let mut first = 0;
    let mut out = Vec::new();
    for group in groups.iter().filter(|g| g.size > 0) {
        let last = (first + group.size).min(count);
        let (from, to) = (start + first as f64 * scale, start + last as f64 * scale);
        out.push(Band { name: group.name.to_string(), from, to });
        first = last;
    }
    out
}

/// Means over square blocks of the matrix; NaN where there is no synapse.
struct Cells {
    width: usize,
    height: usize,
    block: usize,
    means: Vec<f64>,
    counts: Vec<u32>,
    count: usize,
}

impl Cells {
    fn new(rows: usize, columns: usize) -> Self {
        let block = rows.max(columns).div_ceil(MOST_PIXELS).max(1);
        let (width, height) = (columns.div_ceil(block).max(1), rows.div_ceil(block).max(1));
        Self {
            width,
            height,
            block,
            means: vec![0.0; width * height],
            counts: vec![0; width * height],
            count: 0,
        }
    }

    fn add(&mut self, row: usize, column: usize, value: f64) {
        if value.is_finite() {
            let at = row / self.block * self.width + column / self.block;
            self.means[at] += value;
            self.counts[at] += 1;
            self.count += 1;
        }
    }

    fn divide(&mut self) {
        for (mean, &count) in self.means.iter_mut().zip(&self.counts) {
            // At full resolution repeated synapses add up; blocks are means.
            let over = if self.block == 1 { count.min(1) } else { count };
            *mean = if count == 0 { f64::NAN } else { *mean / f64::from(over) };
        }
    }

    fn pixels(&self, colors: &ColorMap) -> Pixels {
        let pixel = |&value: &f64| match value.is_nan() {
            true => [255, 255, 255, 0],
            false => {
                let c = colors.color(value);
                [c.r, c.g, c.b, 255]
            }
        };
        let rgba = self.means.iter().flat_map(pixel).collect();
        Pixels { width: self.width as u32, height: self.height as u32, rgba }
    }
}
