//! The scene as pixels, through tiny-skia; glyph outlines through ttf-parser.

use super::{Anchor, Item, Pixels, Rect, Scene, Stroke, Text};
use crate::color::Color;
use crate::error::PlotError;
use crate::text;
use tiny_skia::{
    FillRule, FilterQuality, LineCap, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap,
    PixmapPaint, StrokeDash, Transform,
};

/// Pixels per unit that a PNG may have (96 dpi × scale).
pub(crate) const SCALES: (f64, f64) = (0.25, 8.0);

impl Scene {
    /// The drawing at `scale` pixels per unit.
    pub(crate) fn paint(&self, scale: f64) -> Result<Pixels, PlotError> {
        let bad = PlotError::BadScale { given: scale, min: SCALES.0, max: SCALES.1 };
        if !(SCALES.0..=SCALES.1).contains(&scale) {
            return Err(bad);
        }
        let (w, h) = ((self.width * scale).round(), (self.height * scale).round());
        let mut pixmap = Pixmap::new(w as u32, h as u32).ok_or(bad)?;
        pixmap.fill(tiny_skia::Color::WHITE);
        let mut painter =
            Painter { pixmap, at: Transform::from_scale(scale as f32, scale as f32), mask: None };
        self.items.iter().for_each(|item| painter.item(item));
        Ok(Pixels {
            width: painter.pixmap.width(),
            height: painter.pixmap.height(),
            // All is painted on opaque white, so premultiplied is straight.
            rgba: painter.pixmap.take(),
        })
    }
}

struct Painter {
    pixmap: Pixmap,
    at: Transform,
    mask: Option<Mask>,
}

impl Painter {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Fill { rect, color, opacity, .. } => {
                if let Some(rect) = skia_rect(rect) {
                    let paint = paint(*color, *opacity);
                    self.pixmap.fill_rect(rect, &paint, self.at, self.mask.as_ref());
                }
            }
            Item::Lines { runs, stroke, .. } => self.stroke(runs, stroke),
            Item::Polygons { rings, color, opacity, .. } => {
                if let Some(path) = path(rings, true) {
                    self.fill(&path, *color, *opacity, self.at);
                }
            }
            Item::Text(text) => self.text(text),
            Item::Image { rect, pixels, .. } => self.image(rect, pixels),
            Item::Clip { rect, items } => self.clipped(rect, items),
        }
    }

    fn fill(&mut self, path: &Path, color: Color, opacity: f64, at: Transform) {
        let paint = paint(color, opacity);
        self.pixmap.fill_path(path, &paint, FillRule::Winding, at, self.mask.as_ref());
    }

    fn stroke(&mut self, runs: &[Vec<(f64, f64)>], stroke: &Stroke) {
        let Some(path) = path(runs, false) else { return };
        let dash =
            stroke.dash.and_then(|(on, off)| StrokeDash::new(vec![on as f32, off as f32], 0.0));
        let style = tiny_skia::Stroke {
            width: stroke.width as f32,
            line_cap: LineCap::Butt,
            line_join: LineJoin::Miter,
            dash,
            ..Default::default()
        };
        let paint = paint(stroke.color, 1.0);
        self.pixmap.stroke_path(&path, &paint, &style, self.at, self.mask.as_ref());
    }

    fn text(&mut self, line: &Text) {
        let face = text::face(line.bold);
        let em = line.size / f64::from(face.units_per_em());
        let width = text::width(&line.content, line.size, line.bold);
        let mut pen = match line.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => -width / 2.0,
            Anchor::End => -width,
        } / em;
        let turn = if line.upwards { -90.0 } else { 0.0 };
        let base = self
            .at
            .pre_translate(line.x as f32, line.y as f32)
            .pre_concat(Transform::from_rotate(turn))
            .pre_scale(em as f32, -em as f32);
        for c in line.content.chars() {
            let (id, advance) = text::glyph(face, c);
            let mut outline = Outline(PathBuilder::new());
            face.outline_glyph(id, &mut outline);
            if let Some(path) = outline.0.finish() {
                self.fill(&path, line.color, 1.0, base.pre_translate(pen as f32, 0.0));
            }
            pen += advance;
        }
    }

    fn image(&mut self, rect: &Rect, pixels: &Pixels) {
        let Some(mut source) = Pixmap::new(pixels.width, pixels.height) else { return };
        let (straight, _) = pixels.rgba.as_chunks::<4>();
        for (to, &[r, g, b, a]) in source.pixels_mut().iter_mut().zip(straight) {
            *to = tiny_skia::ColorU8::from_rgba(r, g, b, a).premultiply();
        }
        let (sx, sy) = (rect.w / f64::from(pixels.width), rect.h / f64::from(pixels.height));
        let at =
            self.at.pre_translate(rect.x as f32, rect.y as f32).pre_scale(sx as f32, sy as f32);
        // Shrinking needs averaging; enlarging must not smear.
        let shrinks = at.sx < 1.0 || at.sy < 1.0;
        let quality = if shrinks { FilterQuality::Bilinear } else { FilterQuality::Nearest };
        let paint = PixmapPaint { quality, ..Default::default() };
        self.pixmap.draw_pixmap(0, 0, source.as_ref(), &paint, at, self.mask.as_ref());
    }

    fn clipped(&mut self, rect: &Rect, items: &[Item]) {
        let mask = Mask::new(self.pixmap.width(), self.pixmap.height());
        let (Some(mut mask), Some(rect)) = (mask, skia_rect(rect)) else { return };
        let path = PathBuilder::from_rect(rect);
        mask.fill_path(&path, FillRule::Winding, true, self.at);
        let outer = self.mask.replace(mask);
        items.iter().for_each(|item| self.item(item));
        self.mask = outer;
    }
}

fn paint(color: Color, opacity: f64) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(
        color.r,
        color.g,
        color.b,
        (opacity.clamp(0.0, 1.0) * 255.0).round() as u8,
    );
    paint
}

fn skia_rect(rect: &Rect) -> Option<tiny_skia::Rect> {
    tiny_skia::Rect::from_xywh(rect.x as f32, rect.y as f32, rect.w as f32, rect.h as f32)
}

fn path(runs: &[Vec<(f64, f64)>], closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for run in runs {
        for (i, &(x, y)) in run.iter().enumerate() {
            if i == 0 {
                builder.move_to(x as f32, y as f32);
            } else {
                builder.line_to(x as f32, y as f32);
            }
        }
        if closed {
            builder.close();
        }
    }
    builder.finish()
}

struct Outline(PathBuilder);

impl ttf_parser::OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
