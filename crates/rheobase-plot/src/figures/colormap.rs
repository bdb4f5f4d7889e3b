//! Weights as colours, and the bar that explains them.

use crate::axes::{Axis, marks_down, upward_label};
use crate::color::Color;
use crate::scene::{Anchor, FAINT, Item, Pixels, Rect, Scene, Stroke};
use crate::text;
use crate::ticks::significant;

/// Red for inhibition, blue for excitation, nearly white at zero: told apart
/// by all, and in print by lightness within each sign.
pub(crate) struct ColorMap {
    lo: f64,
    hi: f64,
    empty: bool,
    /// Size of the strongest value, where it lies beyond the colour bar.
    largest: Option<f64>,
}

const RED: [Color; 4] =
    [Color::hex(0xfdeee6), Color::hex(0xf4a582), Color::hex(0xd55e00), Color::hex(0x5c1a00)];
const BLUE: [Color; 4] =
    [Color::hex(0xe8f2fa), Color::hex(0x7fbbdf), Color::hex(0x0072b2), Color::hex(0x002a4d)];

impl ColorMap {
    pub fn over(values: &[f64]) -> Self {
        let mut sizes: Vec<f64> =
            values.iter().filter(|v| v.is_finite()).map(|v| v.abs()).collect();
        sizes.sort_unstable_by(f64::total_cmp);
        let most = sizes.last().copied().unwrap_or(0.0);
        let usual = sizes.get(sizes.len() * 995 / 1000).copied().unwrap_or(0.0);
        // A few giants would make all else pale: they share the darkest shade.
        let saturates = usual > 0.0 && most > 1.5 * usual;
        let span = if saturates { usual } else { most }.min(1e290);
        let span = if span > 0.0 { span } else { 1.0 };
        let any = |sign: f64| values.iter().any(|v| v * sign > 0.0);
        // Both signs: the same span, so that equal strength is equally dark.
        let lo = if any(-1.0) { -span } else { 0.0 };
        let hi = if any(1.0) || lo == 0.0 { span } else { 0.0 };
        let largest = saturates.then_some(most);
        Self { lo, hi, empty: sizes.is_empty(), largest }
    }

    /// What to say about values beyond the colour bar.
    pub fn note(&self, unit: &str) -> String {
        let Some(most) = self.largest else { return String::new() };
        let most = significant(most, 3);
        format!(" The strongest 0.5 % share the darkest shade (up to {most} {unit} in size).")
    }

    pub fn is_empty(&self) -> bool {
        self.empty
    }

    pub fn color(&self, value: f64) -> Color {
        let (ramp, share) =
            if value < 0.0 { (RED, value / self.lo) } else { (BLUE, value / self.hi) };
        let at = if share.is_finite() { share.clamp(0.0, 1.0) * 3.0 } else { 0.0 };
        let step = (at as usize).min(2);
        // In 64 shades a picture keeps to a palette and stays small.
        let within = ((at - step as f64) * 21.0).round() / 21.0;
        ramp[step].mix(ramp[step + 1], within)
    }

    pub fn draw_bar(&self, scene: &mut Scene, rect: Rect, label: &str) {
        const STEPS: usize = 128;
        let value = |i: usize| self.hi + (self.lo - self.hi) * (i as f64 + 0.5) / STEPS as f64;
        let rgba = (0..STEPS).flat_map(|i| {
            let c = self.color(value(i));
            [c.r, c.g, c.b, 255]
        });
        let pixels = Pixels { width: 1, height: STEPS as u32, rgba: rgba.collect() };
        scene.push(Item::Image { rect, pixels, class: "colour-bar" });
        let axis = Axis::linear(label, self.lo, self.hi, marks_down(rect.h), false);
        let mut widest: f64 = 0.0;
        for tick in &axis.ticks {
            let y = rect.bottom() - axis.share(tick.value) * rect.h;
            scene.line(
                (rect.right(), y),
                (rect.right() + 4.0, y),
                Stroke::new(FAINT, 0.9),
                "ticks",
            );
            scene.label(rect.right() + 7.0, y, &tick.label, 11.0, Anchor::Start, "bar-tick");
            widest = widest.max(text::width(&tick.label, 11.0, false));
        }
        upward_label(scene, label, rect.right() + widest + 21.0, rect);
    }
}
