//! Lines, points and error bars: any quantity against another.

use super::distributions::colors_of;
use crate::axes::{Axis, Panel, X_GUTTER, marks_across, marks_down};
use crate::color::Color;
use crate::error::{PlotError, same_length};
use crate::figure::Figure;
use crate::layout::{self, Entry, MARGIN, WIDTH};
use crate::scene::{FAINT, Item, Rect, Scene, Stroke};
use crate::ticks::number;

/// A named curve. Points that are not finite are gaps in it.
#[derive(Debug, Clone, Copy)]
pub struct LineSeries<'a> {
    /// Name, as shown in the legend.
    pub name: &'a str,
    /// Colour name or `#rrggbb`; none takes the next of the palette.
    pub color: Option<&'a str>,
    /// Abscissae, in the unit of the x label.
    pub x: &'a [f64],
    /// Ordinates, in the unit of the y label.
    pub y: &'a [f64],
    /// Half lengths of error bars (such as a standard deviation), if any.
    pub error: Option<&'a [f64]>,
    /// A dot at each point.
    pub markers: bool,
}

/// Curves in one panel.
#[derive(Debug, Clone, Copy, Default)]
pub struct LinePlot<'a> {
    /// Title; may be empty.
    pub title: &'a str,
    /// Quantity and unit, e.g. "Drive (mV)".
    pub x_label: &'a str,
    /// Quantity and unit, e.g. "Mean rate (Hz)".
    pub y_label: &'a str,
    /// The curves.
    pub series: &'a [LineSeries<'a>],
    /// A logarithmic x axis; what is not positive is left out.
    pub log_x: bool,
    /// A logarithmic y axis; what is not positive is left out.
    pub log_y: bool,
    /// Thin lines at x = 0 and y = 0 where these are in range.
    pub zero_lines: bool,
    /// What to say below, e.g. "Error bars: sd over 10 networks."
    pub note: &'a str,
}

impl LinePlot<'_> {
    /// Draws it.
    pub fn draw(&self) -> Result<Figure, PlotError> {
        for s in self.series {
            let place = format!("series {}", s.name);
            same_length(&place, ("x", s.x.len()), ("y", s.y.len()))?;
            if let Some(error) = s.error {
                same_length(&place, ("x", s.x.len()), ("error", error.len()))?;
            }
        }
        let colors = colors_of(self.series.iter().map(|s| s.color))?;
        let mut scene = Scene::new(WIDTH);
        let top = layout::title(&mut scene, self.title);
        let named = self.series.iter().zip(&colors).filter(|(s, _)| !s.name.is_empty());
        let entries: Vec<Entry> = named.map(|(s, &color)| Entry::new(s.name, color)).collect();
        let top = layout::legend(&mut scene, &entries, MARGIN, top) + 6.0;
        let panel = self.panel(top);
        panel.grid(&mut scene);
        self.draw_zero_lines(&mut scene, &panel);
        let mut items = Vec::new();
        for (s, &color) in self.series.iter().zip(&colors) {
            items.extend(self.draw_series(&panel, s, color));
        }
        if items.is_empty() {
            panel.remark(&mut scene, "no data");
        }
        scene.items.extend(items);
        panel.axes(&mut scene, panel.y.gutter(), true);
        let notes = [self.note.to_string(), self.left_out()];
        let end = layout::notes(&mut scene, &notes, panel.rect.bottom() + X_GUTTER + 4.0);
        Ok(Figure { scene: layout::finish(scene, end) })
    }

    fn usable(&self, x: f64, y: f64) -> bool {
        let fits = |v: f64, log: bool| v.is_finite() && v.abs() < 1e290 && (!log || v > 0.0);
        fits(x, self.log_x) && fits(y, self.log_y)
    }

    fn panel(&self, top: f64) -> Panel {
        const HEIGHT: f64 = 280.0;
        let points = self.series.iter().flat_map(points_of).filter(|p| self.usable(p.x, p.y));
        let mut xs = Span::default();
        let mut ys = Span::default();
        for p in points {
            xs.add(p.x);
            ys.add(p.y);
            let ends = [p.y - p.error, p.y + p.error];
            ends.into_iter().filter(|&y| self.usable(p.x, y)).for_each(|y| ys.add(y));
        }
        let axis = |label: &str, (lo, hi), log, most| match log {
            true => Axis::log(label, lo, hi, most),
            false => Axis::linear(label, lo, hi, most, false),
        };
        let y = axis(self.y_label, ys.padded(self.log_y, 0.06), self.log_y, marks_down(HEIGHT));
        let gutter = y.gutter();
        let width = WIDTH - 2.0 * MARGIN - 8.0 - gutter;
        let markers = self.series.iter().any(|s| s.markers || s.error.is_some());
        let pad = if markers { 0.03 } else { 0.0 };
        let x = axis(self.x_label, xs.padded(self.log_x, pad), self.log_x, marks_across(width));
        Panel { rect: Rect::new(MARGIN + gutter, top, width, HEIGHT), x, y }
    }

    fn draw_zero_lines(&self, scene: &mut Scene, panel: &Panel) {
        let inside = |axis: &Axis| !axis.log && axis.lo < 0.0 && axis.hi > 0.0;
        let (rect, stroke) = (panel.rect, Stroke::dashed(FAINT, 0.8));
        if self.zero_lines && inside(&panel.x) {
            let x = panel.px(0.0);
            scene.line((x, rect.y), (x, rect.bottom()), stroke, "zero");
        }
        if self.zero_lines && inside(&panel.y) {
            let y = panel.py(0.0);
            scene.line((rect.x, y), (rect.right(), y), stroke, "zero");
        }
    }

    fn draw_series(&self, panel: &Panel, s: &LineSeries<'_>, color: Color) -> Vec<Item> {
        let at = |p: Point| (panel.px(p.x), panel.py(p.y));
        let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
        let (mut dots, mut bars) = (Vec::new(), Vec::new());
        for p in points_of(s) {
            if !self.usable(p.x, p.y) {
                runs.push(Vec::new());
                continue;
            }
            if let Some(run) = runs.last_mut() {
                run.push(at(p));
            }
            if p.error > 0.0 {
                bars.extend(error_bar(panel, p));
            }
        }
        for run in &runs {
            // A lone point would be an invisible line.
            if s.markers || run.len() == 1 {
                dots.extend(run.iter().map(|&centre| dot(centre, 3.2)));
            }
        }
        runs.retain(|run| run.len() > 1);
        let mut items = Vec::new();
        if !bars.is_empty() {
            items.push(Item::Lines { runs: bars, stroke: Stroke::new(color, 1.1), class: "error" });
        }
        if !runs.is_empty() {
            items.push(Item::Lines { runs, stroke: Stroke::new(color, 1.6), class: "line" });
        }
        if !dots.is_empty() {
            items.push(Item::Polygons { rings: dots, color, opacity: 1.0, class: "dots" });
        }
        items
    }

    fn left_out(&self) -> String {
        let lost = self.series.iter().flat_map(points_of).filter(|p| !self.usable(p.x, p.y));
        match lost.count() {
            0 => String::new(),
            1 => "1 point cannot be drawn on these axes and is left out.".to_string(),
            n => format!(
                "{} points cannot be drawn on these axes and are left out.",
                number(n as f64, 1.0)
            ),
        }
    }
}

#[derive(Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
    error: f64,
}

fn points_of<'a>(s: &LineSeries<'a>) -> impl Iterator<Item = Point> + use<'a> {
    let (x, y, error) = (s.x, s.y, s.error);
    (0..x.len()).map(move |i| {
        let error = error.map_or(0.0, |e| e[i].abs());
        Point { x: x[i], y: y[i], error: if error.is_finite() { error } else { 0.0 } }
    })
}

fn error_bar(panel: &Panel, p: Point) -> Vec<Vec<(f64, f64)>> {
    const CAP: f64 = 3.5;
    let x = panel.px(p.x);
    let (low, high) = (panel.py(p.y - p.error).min(panel.rect.bottom()), panel.py(p.y + p.error));
    let cap = |y: f64| vec![(x - CAP, y), (x + CAP, y)];
    vec![vec![(x, low), (x, high)], cap(low), cap(high)]
}

/// A disc as a 16-gon: round at this size, and short.
fn dot((x, y): (f64, f64), radius: f64) -> Vec<(f64, f64)> {
    let corner = |i: i32| {
        let angle = f64::from(i) * std::f64::consts::TAU / 16.0;
        (x + radius * angle.cos(), y + radius * angle.sin())
    };
    (0..16).map(corner).collect()
}

/// Least and greatest of the values seen.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    lo: f64,
    hi: f64,
}

impl Default for Span {
    fn default() -> Self {
        Self { lo: f64::INFINITY, hi: f64::NEG_INFINITY }
    }
}

impl Span {
    pub fn add(&mut self, value: f64) {
        if value.is_finite() {
            self.lo = self.lo.min(value);
            self.hi = self.hi.max(value);
        }
    }

    /// With a share of room at both ends; a linear span that is all positive
    /// and reaches near zero starts there.
    pub fn padded(&self, log: bool, share: f64) -> (f64, f64) {
        if self.lo > self.hi {
            return (self.lo, self.hi);
        }
        if log {
            let factor = (self.hi / self.lo).powf(share).max(1.0);
            return (self.lo / factor, self.hi * factor);
        }
        let pad = (self.hi - self.lo) * share;
        let near_zero = share > 0.0 && self.lo >= 0.0 && self.lo < 0.3 * self.hi;
        (if near_zero && self.lo - pad < 0.0 { 0.0 } else { self.lo - pad }, self.hi + pad)
    }
}
