//! Spikes as pixels, for rasters with more spikes than single marks can show.
//!
//! Nothing is left out: a pixel is shaded by the number of its spikes. The
//! shade saturates at the 98th percentile of the pixels hit, so that one
//! burst does not make all else pale.

use crate::color::Color;
use crate::scene::Pixels;

/// Shades per colour: 16 × 8 populations still fit a PNG palette.
const SHADES: f64 = 16.0;
/// The palest shade: one spike alone must be seen.
const PALEST: f64 = 0.45;

/// Counts of spikes on a grid of pixels, with a colour per row.
pub(crate) struct Density {
    width: usize,
    height: usize,
    counts: Vec<u32>,
    colors: Vec<Color>,
}

impl Density {
    pub fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            counts: vec![0; width * height],
            colors: vec![Color::hex(0); width * height],
        }
    }

    /// Adds a spike at shares (0–1) of width and height.
    pub fn add(&mut self, x: f64, y: f64, color: Color) {
        let cell = |share: f64, n: usize| ((share * n as f64) as usize).min(n.saturating_sub(1));
        let at = cell(y, self.height) * self.width + cell(x, self.width);
        if let (Some(count), Some(slot)) = (self.counts.get_mut(at), self.colors.get_mut(at)) {
            *count += 1;
            *slot = color;
        }
    }

    /// Colour by population, opacity by count.
    pub fn pixels(&self) -> Pixels {
        let top = self.saturation();
        let shade = |count: u32| {
            let share = ((f64::from(count) - 1.0) / (top - 1.0).max(1.0)).min(1.0);
            let opacity = PALEST + (1.0 - PALEST) * (share * SHADES).round() / SHADES;
            (opacity * 255.0).round() as u8
        };
        let mut rgba = Vec::with_capacity(self.counts.len() * 4);
        for (&count, color) in self.counts.iter().zip(&self.colors) {
            match count {
                0 => rgba.extend([255, 255, 255, 0]),
                n => rgba.extend([color.r, color.g, color.b, shade(n)]),
            }
        }
        Pixels { width: self.width as u32, height: self.height as u32, rgba }
    }

    /// The count that is drawn darkest.
    fn saturation(&self) -> f64 {
        let mut hit: Vec<u32> = self.counts.iter().copied().filter(|&c| c > 0).collect();
        hit.sort_unstable();
        let at = hit.len() * 98 / 100;
        hit.get(at).map_or(1.0, |&c| f64::from(c))
    }
}
