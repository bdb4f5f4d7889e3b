//! Membrane voltages, one panel a neuron, with spikes marked above.

use super::Window;
use super::distributions::colors_of;
use super::lines::Span;
use crate::axes::{Axis, LABEL_SIZE, Panel, X_GUTTER, marks_across, marks_down};
use crate::color::Color;
use crate::error::{PlotError, all_finite, same_length};
use crate::figure::Figure;
use crate::layout::{self, MARGIN, WIDTH};
use crate::scene::{Anchor, FAINT, Item, Rect, Scene, Stroke};
use crate::ticks::significant;

/// Height of the strip of spike marks above a voltage panel.
const STRIP: f64 = 12.0;

/// What was recorded of one neuron.
#[derive(Debug, Clone, Copy)]
pub struct Trace<'a> {
    /// Name, e.g. "dSPN 12".
    pub label: &'a str,
    /// Colour name or `#rrggbb`; none takes the next of the palette.
    pub color: Option<&'a str>,
    /// Times of the samples in ms, ascending.
    pub times_ms: &'a [f64],
    /// Membrane voltage in mV; NaN is a gap.
    pub voltage_mv: &'a [f64],
    /// Spike times in ms.
    pub spikes_ms: &'a [f64],
    /// Synaptic current at the same times, if it is to be shown.
    pub current: Option<&'a [f64]>,
}

/// Voltage traces below each other on one time axis.
#[derive(Debug, Clone, Copy)]
pub struct TracePlot<'a> {
    /// Title; may be empty.
    pub title: &'a str,
    /// From top to bottom.
    pub traces: &'a [Trace<'a>],
    /// What is shown.
    pub window: Window,
    /// The threshold in mV, drawn dashed, if it is to be shown.
    pub threshold_mv: Option<f64>,
    /// Quantity and unit of the current, e.g. "I (pA)" or "R·I (mV)".
    pub current_label: &'a str,
}

impl TracePlot<'_> {
    /// Draws it.
    ///
    /// Where many samples share a pixel, their first, least, greatest and last
    /// are drawn, which gives the same picture.
    pub fn draw(&self) -> Result<Figure, PlotError> {
        let window = self.window.check()?;
        self.traces.iter().try_for_each(check)?;
        let colors = colors_of(self.traces.iter().map(|t| t.color))?;
        let mut scene = Scene::new(WIDTH);
        let top = layout::title(&mut scene, self.title);
        let height = if self.traces.len() > 6 { 64.0 } else { 100.0 };
        let voltage = self.axis("V (mV)", height, |t| Some(t.voltage_mv), self.threshold_mv);
        let current = self.axis(self.current_label, 52.0, |t| t.current, Some(0.0));
        let gutter = voltage.gutter().max(current.gutter());
        let width = WIDTH - 2.0 * MARGIN - 8.0 - gutter;
        let time = Axis::time(window.start_ms, window.end_ms, marks_across(width));
        let mut y = top;
        let panel = |y: f64, h: f64, axis: &Axis| Panel {
            rect: Rect::new(MARGIN + gutter, y, width, h),
            x: time.clone(),
            y: axis.clone(),
        };
        for (i, (trace, &color)) in self.traces.iter().zip(&colors).enumerate() {
            let last = i + 1 == self.traces.len();
            let upper = panel(y + 16.0 + STRIP, height, &voltage);
            self.draw_voltage(&mut scene, &upper, trace, color);
            upper.axes(&mut scene, gutter, last && trace.current.is_none());
            y = upper.rect.bottom() + 8.0;
            if let Some(values) = trace.current {
                let lower = panel(y + 6.0, 52.0, &current);
                lower.grid(&mut scene);
                self.draw_curve(&mut scene, &lower, trace.times_ms, values, FAINT, "current");
                lower.axes(&mut scene, gutter, last);
                y = lower.rect.bottom() + 8.0;
            }
        }
        let mut marks = "Marks above: spikes.".to_string();
        if let Some(v) = self.threshold_mv.filter(|v| v.is_finite()) {
            marks += &format!(" Dashed: threshold, {} mV.", significant(v, 4));
        }
        if self.traces.is_empty() {
            marks.clear();
            let empty = panel(top, height, &voltage);
            empty.remark(&mut scene, "no traces");
            empty.axes(&mut scene, gutter, true);
            y = empty.rect.bottom() + 8.0;
        }
        let end = layout::notes(&mut scene, &[marks], y + X_GUTTER - 4.0);
        Ok(Figure { scene: layout::finish(scene, end) })
    }

    /// One range for all panels, so that they can be compared by eye.
    fn axis<'a>(
        &'a self,
        label: &str,
        height: f64,
        column: impl Fn(&Trace<'a>) -> Option<&'a [f64]>,
        extra: Option<f64>,
    ) -> Axis {
        let mut span = Span::default();
        for trace in self.traces {
            let samples = trace.times_ms.iter().zip(column(trace).unwrap_or(&[]));
            samples.filter(|(t, _)| self.window.holds(**t)).for_each(|(_, &v)| span.add(v));
        }
        span.add(extra.unwrap_or(f64::NAN));
        let (lo, hi) = span.padded(false, 0.0);
        let pad = 0.06 * (hi - lo);
        Axis::linear(label, lo - pad, hi + pad, marks_down(height), false)
    }

    fn draw_voltage(&self, scene: &mut Scene, panel: &Panel, trace: &Trace<'_>, color: Color) {
        let rect = panel.rect;
        panel.grid(scene);
        if let Some(threshold) = self.threshold_mv.filter(|v| v.is_finite()) {
            let y = panel.py(threshold);
            scene.line((rect.x, y), (rect.right(), y), Stroke::dashed(FAINT, 0.9), "threshold");
        }
        self.draw_curve(scene, panel, trace.times_ms, trace.voltage_mv, color, "voltage");
        let spikes = trace.spikes_ms.iter().filter(|&&t| self.window.holds(t));
        let marks =
            spikes.map(|&t| vec![(panel.px(t), rect.y - STRIP), (panel.px(t), rect.y - 3.0)]);
        let runs: Vec<_> = marks.collect();
        if !runs.is_empty() {
            scene.push(Item::Lines { runs, stroke: Stroke::new(color, 1.2), class: "spike-marks" });
        }
        scene.label(
            rect.x,
            rect.y - STRIP - 7.0,
            trace.label,
            LABEL_SIZE,
            Anchor::Start,
            "trace-label",
        );
    }

    fn draw_curve(
        &self,
        scene: &mut Scene,
        panel: &Panel,
        times: &[f64],
        values: &[f64],
        color: Color,
        class: &'static str,
    ) {
        let inside = times.iter().zip(values).filter(|(t, _)| self.window.holds(**t));
        let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
        for (&t, &v) in inside {
            match runs.last_mut() {
                Some(run) if v.is_finite() => run.push((panel.px(t), panel.py(v))),
                _ => runs.push(Vec::new()),
            }
        }
        let runs: Vec<_> = runs.iter().filter(|r| r.len() > 1).map(|r| thinned(r)).collect();
        if runs.is_empty() {
            return panel.remark(scene, "no samples");
        }
        let lines = Item::Lines { runs, stroke: Stroke::new(color, 1.1), class };
        let rect =
            Rect::new(panel.rect.x, panel.rect.y - 1.0, panel.rect.w + 1.0, panel.rect.h + 2.0);
        scene.push(Item::Clip { rect, items: vec![lines] });
    }
}

fn check(trace: &Trace<'_>) -> Result<(), PlotError> {
    let place = format!("trace {}", trace.label);
    let times = ("times_ms", trace.times_ms.len());
    same_length(&place, times, ("voltage_mv", trace.voltage_mv.len()))?;
    if let Some(current) = trace.current {
        same_length(&place, times, ("current", current.len()))?;
    }
    all_finite(&place, "times_ms", trace.times_ms)?;
    all_finite(&place, "spikes_ms", trace.spikes_ms)
}

/// First, least, greatest and last point of each third of a unit.
fn thinned(run: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let column = |x: f64| (x * 3.0).floor();
    let mut out = Vec::new();
    for same in run.chunk_by(|a, b| column(a.0) == column(b.0)) {
        if same.len() <= 4 {
            out.extend_from_slice(same);
            continue;
        }
        let by_y = |a: &&(f64, f64), b: &&(f64, f64)| a.1.total_cmp(&b.1);
        let index =
            |p: Option<&(f64, f64)>| p.and_then(|p| same.iter().position(|q| q == p)).unwrap_or(0);
        let (least, most) = (index(same.iter().min_by(by_y)), index(same.iter().max_by(by_y)));
        let keep = std::collections::BTreeSet::from([0, least, most, same.len() - 1]);
        out.extend(keep.into_iter().map(|i| same[i]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::thinned;

    #[test]
    fn thinning_keeps_extremes_and_order() {
        let run: Vec<(f64, f64)> =
            (0..9000).map(|i| (f64::from(i) / 1000.0, f64::from((i * 7919) % 1000))).collect();
        let thin = thinned(&run);
        assert!(thin.len() <= 9 * 3 * 4, "{}", thin.len());
        assert!(thin.windows(2).all(|w| w[0].0 < w[1].0));
        for column in 0..27 {
            let here = |p: &&(f64, f64)| (p.0 * 3.0).floor() == f64::from(column);
            let extremes = |points: &[(f64, f64)]| {
                let ys: Vec<f64> = points.iter().filter(here).map(|p| p.1).collect();
                (
                    ys.iter().copied().fold(f64::MAX, f64::min),
                    ys.iter().copied().fold(f64::MIN, f64::max),
                )
            };
            assert_eq!(extremes(&run), extremes(&thin));
        }
    }
}
