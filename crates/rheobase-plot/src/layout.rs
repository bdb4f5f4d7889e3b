//! What all figures share: title, legend, notes, labels that keep apart.

use crate::color::Color;
use crate::scene::{Anchor, FAINT, INK, Item, Rect, Scene, Stroke, Text};
use crate::text;

/// Width of a figure, in units: 7.1 inches at 96 dpi less a margin, the text
/// width of a two-column journal page.
pub(crate) const WIDTH: f64 = 680.0;
pub(crate) const MARGIN: f64 = 12.0;
const TITLE_SIZE: f64 = 14.0;
const LEGEND_SIZE: f64 = 11.5;
const NOTE_SIZE: f64 = 10.0;

/// Writes the title (up to two lines); returns where the rest may begin.
pub(crate) fn title(scene: &mut Scene, title: &str) -> f64 {
    scene.title = title.to_string();
    let lines = text::wrap(title, TITLE_SIZE, true, scene.width - 2.0 * MARGIN, 2);
    let mut y = MARGIN;
    for line in lines {
        scene.push(Item::Text(Text {
            x: MARGIN,
            y: y + 11.0,
            content: line,
            size: TITLE_SIZE,
            anchor: Anchor::Start,
            bold: true,
            color: INK,
            upwards: false,
            class: "title",
        }));
        y += 18.0;
    }
    y + 6.0
}

/// Writes small grey remarks from `y` on; returns where they end.
pub(crate) fn notes(scene: &mut Scene, notes: &[String], mut y: f64) -> f64 {
    for note in notes.iter().filter(|n| !n.is_empty()) {
        for line in text::wrap(note, NOTE_SIZE, false, scene.width - 2.0 * MARGIN, 3) {
            scene.push(Item::Text(Text {
                x: MARGIN,
                y: y + 10.0,
                content: line,
                size: NOTE_SIZE,
                anchor: Anchor::Start,
                bold: false,
                color: FAINT,
                upwards: false,
                class: "note",
            }));
            y += 14.0;
        }
    }
    y
}

/// Ends the figure below `y`.
pub(crate) fn finish(mut scene: Scene, y: f64) -> Scene {
    scene.height = (y + MARGIN).ceil();
    scene
}

/// One line of a legend.
pub(crate) struct Entry {
    pub label: String,
    pub color: Color,
    pub dashed: bool,
}

impl Entry {
    pub fn new(label: &str, color: Color) -> Self {
        Self { label: label.to_string(), color, dashed: false }
    }
}

/// A legend in rows between `left` and the right margin; returns its end.
pub(crate) fn legend(scene: &mut Scene, entries: &[Entry], left: f64, y: f64) -> f64 {
    const SWATCH: f64 = 18.0;
    let right = scene.width - MARGIN;
    let (mut x, mut row) = (left, y);
    for entry in entries {
        let label = text::fit(&entry.label, LEGEND_SIZE, false, right - left - SWATCH - 6.0);
        let width = SWATCH + 6.0 + text::width(&label, LEGEND_SIZE, false);
        if x > left && x + width > right {
            (x, row) = (left, row + 18.0);
        }
        let mid = row + 8.0;
        let stroke = if entry.dashed {
            Stroke::dashed(entry.color, 2.2)
        } else {
            Stroke::new(entry.color, 2.2)
        };
        scene.line((x, mid), (x + SWATCH, mid), stroke, "swatch");
        scene.label(x + SWATCH + 6.0, mid, &label, LEGEND_SIZE, Anchor::Start, "legend");
        x += width + 18.0;
    }
    if entries.is_empty() { y } else { row + 24.0 }
}

/// Square swatches with labels at the right of a panel, each as near as
/// possible to its place in `at`; a thin leader where it had to move.
pub(crate) fn side_legend(scene: &mut Scene, entries: &[(Entry, f64)], panel: Rect) {
    const GAP: f64 = 16.0;
    let places: Vec<f64> = entries.iter().map(|(_, y)| *y).collect();
    let placed = spread(&places, GAP, panel.y + 6.0, panel.bottom() - 6.0);
    let room = scene.width - MARGIN - panel.right() - 32.0;
    for ((entry, y), to) in entries.iter().zip(placed) {
        let x = panel.right() + 14.0;
        if (to - y).abs() > 2.0 {
            let runs = vec![vec![(panel.right() + 3.0, *y), (x - 1.0, to)]];
            scene.push(Item::Lines { runs, stroke: Stroke::new(FAINT, 0.6), class: "leader" });
        }
        scene.fill(Rect::new(x, to - 5.0, 10.0, 10.0), entry.color, "swatch");
        let label = text::fit(&entry.label, LEGEND_SIZE, false, room);
        scene.label(x + 16.0, to, &label, LEGEND_SIZE, Anchor::Start, "legend");
    }
}

/// Width that [`side_legend`] wants, within reason.
pub(crate) fn side_legend_width(labels: &[String]) -> f64 {
    let widest = labels.iter().map(|l| text::width(l, LEGEND_SIZE, false));
    (widest.fold(0.0, f64::max) + 34.0).clamp(40.0, 190.0)
}

/// Moves ascending places apart to at least `gap`, inside `[lo, hi]` as far
/// as they fit there.
pub(crate) fn spread(places: &[f64], gap: f64, lo: f64, hi: f64) -> Vec<f64> {
    let mut out = places.to_vec();
    let mut least = lo;
    for y in &mut out {
        *y = y.max(least);
        least = *y + gap;
    }
    let mut most = hi;
    for y in out.iter_mut().rev() {
        *y = y.min(most);
        most = *y - gap;
    }
    out
}
