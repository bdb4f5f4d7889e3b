//! A panel with its two axes: values to places, ticks, labels.

use crate::scene::{Anchor, GRID, INK, Item, Rect, Scene, Stroke, Text};
use crate::text;
use crate::ticks::{Tick, linear_ticks, log_ticks, safe_log_range, safe_range};

pub(crate) const TICK_SIZE: f64 = 11.0;
pub(crate) const LABEL_SIZE: f64 = 12.0;
const TICK: f64 = 4.0;
/// Height below a panel that its x axis needs, with and without a label.
pub(crate) const X_GUTTER: f64 = 40.0;

/// A range of values with its marks. Always finite, never empty.
#[derive(Debug, Clone)]
pub(crate) struct Axis {
    pub lo: f64,
    pub hi: f64,
    pub log: bool,
    pub ticks: Vec<Tick>,
    pub label: String,
}

impl Axis {
    /// `most` bounds the number of labelled marks; `whole` keeps to integers.
    pub fn linear(label: &str, lo: f64, hi: f64, most: usize, whole: bool) -> Self {
        let (lo, hi) = safe_range(lo, hi);
        let ticks = linear_ticks(lo, hi, most, whole);
        Self { lo, hi, log: false, ticks, label: label.to_string() }
    }

    pub fn log(label: &str, lo: f64, hi: f64, most: usize) -> Self {
        let (lo, hi) = safe_log_range(lo, hi);
        let ticks = log_ticks(lo, hi, most);
        Self { lo, hi, log: true, ticks, label: label.to_string() }
    }

    /// Values in ms, marks in ms or, from two seconds on, in s.
    pub fn time(start_ms: f64, end_ms: f64, most: usize) -> Self {
        let in_s = end_ms - start_ms >= 2000.0;
        let (unit, label) = if in_s { (1000.0, "Time (s)") } else { (1.0, "Time (ms)") };
        let mut axis = Self::linear(label, start_ms / unit, end_ms / unit, most, false);
        axis.ticks.iter_mut().for_each(|tick| tick.value *= unit);
        (axis.lo, axis.hi) = (axis.lo * unit, axis.hi * unit);
        axis
    }

    /// Indices of `count` neurons, each marked in the middle of its place;
    /// from the top down where `down`.
    pub fn index(label: &str, count: usize, most: usize, down: bool) -> Self {
        let end = count.max(1) as f64;
        let mut axis = Self::linear(label, 0.0, end, most, true);
        axis.ticks.retain(|t| t.value < count as f64);
        axis.ticks.iter_mut().for_each(|t| t.value += 0.5);
        (axis.lo, axis.hi) = if down { (end, 0.0) } else { (0.0, end) };
        axis
    }

    /// Position as a share of the axis; far outside values stay near it, so
    /// that no coordinate overflows.
    pub fn share(&self, value: f64) -> f64 {
        let share = if self.log {
            (value.max(1e-300).ln() - self.lo.ln()) / (self.hi.ln() - self.lo.ln())
        } else {
            (value - self.lo) / (self.hi - self.lo)
        };
        share.clamp(-5.0, 6.0)
    }

    /// Room left of a panel for this axis: marks, numbers and label.
    pub fn gutter(&self) -> f64 {
        let widest = self.ticks.iter().map(|t| text::width(&t.label, TICK_SIZE, false));
        let label = if self.label.is_empty() { 0.0 } else { 20.0 };
        TICK + 4.0 + widest.fold(0.0, f64::max) + label
    }
}

/// How many marks fit along `length` units.
pub(crate) fn marks_across(length: f64) -> usize {
    (length / 62.0).clamp(2.0, 10.0) as usize
}

/// As [`marks_across`], for a vertical axis.
pub(crate) fn marks_down(length: f64) -> usize {
    (length / 24.0).clamp(2.0, 7.0) as usize
}

/// A rectangle with an axis below and one at its left.
#[derive(Debug, Clone)]
pub(crate) struct Panel {
    pub rect: Rect,
    pub x: Axis,
    pub y: Axis,
}

impl Panel {
    pub fn px(&self, value: f64) -> f64 {
        self.rect.x + self.x.share(value) * self.rect.w
    }

    pub fn py(&self, value: f64) -> f64 {
        self.rect.bottom() - self.y.share(value) * self.rect.h
    }

    /// Light lines at the y marks; to be drawn before the data.
    pub fn grid(&self, scene: &mut Scene) {
        let stroke = Stroke::new(GRID, 0.7);
        for tick in self.y.ticks.iter().filter(|t| !t.label.is_empty()) {
            let y = self.py(tick.value);
            scene.line((self.rect.x, y), (self.rect.right(), y), stroke, "grid");
        }
    }

    /// Both axes; the numbers and the label below only with `x_labels`.
    /// `gutter` is where the y label stands: shared by panels in a column.
    pub fn axes(&self, scene: &mut Scene, gutter: f64, x_labels: bool) {
        let Rect { x, y, .. } = self.rect;
        let (right, bottom) = (self.rect.right(), self.rect.bottom());
        let stroke = Stroke::new(INK, 0.9);
        let spine = vec![(x, y), (x, bottom), (right, bottom)];
        scene.push(Item::Lines { runs: vec![spine], stroke, class: "axis" });
        self.x_ticks(scene, x_labels);
        self.y_ticks(scene);
        if x_labels && !self.x.label.is_empty() {
            scene.label(
                self.rect.mid_x(),
                bottom + 32.0,
                &self.x.label,
                LABEL_SIZE,
                Anchor::Middle,
                "x-label",
            );
        }
        upward_label(scene, &self.y.label, x - gutter + 7.0, self.rect);
    }

    fn x_ticks(&self, scene: &mut Scene, labels: bool) {
        let bottom = self.rect.bottom();
        let runs = self.x.ticks.iter().map(|tick| {
            let x = self.px(tick.value);
            vec![(x, bottom), (x, bottom + tick_length(tick))]
        });
        scene.push(Item::Lines {
            runs: runs.collect(),
            stroke: Stroke::new(INK, 0.9),
            class: "ticks",
        });
        for tick in self.x.ticks.iter().filter(|t| labels && !t.label.is_empty()) {
            let x = self.px(tick.value);
            scene.label(x, bottom + 13.0, &tick.label, TICK_SIZE, Anchor::Middle, "x-tick");
        }
    }

    fn y_ticks(&self, scene: &mut Scene) {
        let left = self.rect.x;
        let runs = self.y.ticks.iter().map(|tick| {
            let y = self.py(tick.value);
            vec![(left, y), (left - tick_length(tick), y)]
        });
        scene.push(Item::Lines {
            runs: runs.collect(),
            stroke: Stroke::new(INK, 0.9),
            class: "ticks",
        });
        for tick in self.y.ticks.iter().filter(|t| !t.label.is_empty()) {
            let y = self.py(tick.value);
            scene.label(left - TICK - 4.0, y, &tick.label, TICK_SIZE, Anchor::End, "y-tick");
        }
    }

    /// A remark in the middle of an empty panel.
    pub fn remark(&self, scene: &mut Scene, words: &str) {
        let mid = (self.rect.mid_x(), self.rect.mid_y());
        scene.label(mid.0, mid.1, words, LABEL_SIZE, Anchor::Middle, "remark");
    }
}

fn tick_length(tick: &Tick) -> f64 {
    if tick.label.is_empty() { TICK / 2.0 } else { TICK }
}

/// A label reading upwards beside `along`, smaller where it would be longer.
pub(crate) fn upward_label(scene: &mut Scene, label: &str, x: f64, along: Rect) {
    let room = along.h + 24.0;
    let natural = text::width(label, LABEL_SIZE, false);
    let size = (LABEL_SIZE * room / natural.max(1.0)).clamp(8.0, LABEL_SIZE);
    scene.push(Item::Text(Text {
        x: x + 0.355 * size,
        y: along.mid_y(),
        content: text::fit(label, size, false, room),
        size,
        anchor: Anchor::Middle,
        bold: false,
        color: INK,
        upwards: true,
        class: "y-label",
    }));
}
