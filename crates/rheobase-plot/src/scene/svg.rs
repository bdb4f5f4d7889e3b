//! The scene as SVG.
//!
//! Text stays text. Clipping is done by nested `<svg>` elements, which needs
//! no ids, so that any number of figures can stand inline in one HTML page.

use super::{Anchor, Item, Pixels, Rect, Scene, Stroke, Text, encode};
use crate::error::PlotError;
use crate::text::FAMILY;
use std::fmt::Write;

/// Writing to a string cannot fail; the result is dropped in this one place.
macro_rules! put {
    ($out:expr, $($arg:tt)*) => { { let _ = write!($out, $($arg)*); } };
}

/// The whole document, without an XML declaration.
pub(crate) fn write_svg(scene: &Scene) -> Result<String, PlotError> {
    let mut out = String::new();
    let (w, h) = (num(scene.width), num(scene.height));
    put!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" \
         viewBox=\"0 0 {w} {h}\" role=\"img\" font-family=\"{FAMILY}\">\n<title>{}</title>\n",
        escape(&scene.title)
    );
    put!(out, "<rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>\n");
    for item in &scene.items {
        put_item(&mut out, item)?;
    }
    out.push_str("</svg>\n");
    Ok(out)
}

fn put_item(out: &mut String, item: &Item) -> Result<(), PlotError> {
    match item {
        Item::Fill { rect, color, opacity, class } => {
            put!(out, "<rect class=\"{class}\" {} fill=\"{}\"", extent(rect), color.to_hex());
            put_opacity(out, *opacity);
            out.push_str("/>\n");
        }
        Item::Lines { runs, stroke, class } => {
            put!(out, "<path class=\"{class}\" fill=\"none\" ");
            put_stroke(out, stroke);
            put_path(out, runs, false);
        }
        Item::Polygons { rings, color, opacity, class } => {
            put!(out, "<path class=\"{class}\" fill=\"{}\"", color.to_hex());
            put_opacity(out, *opacity);
            out.push(' ');
            put_path(out, rings, true);
        }
        Item::Text(text) => put_text(out, text),
        Item::Image { rect, pixels, class } => put_image(out, rect, pixels, class)?,
        Item::Clip { rect, items } => {
            let view = [rect.x, rect.y, rect.w, rect.h].map(num).join(" ");
            put!(out, "<svg {} viewBox=\"{view}\" overflow=\"hidden\">\n", extent(rect));
            for inner in items {
                put_item(out, inner)?;
            }
            out.push_str("</svg>\n");
        }
    }
    Ok(())
}

fn extent(rect: &Rect) -> String {
    let [x, y, w, h] = [rect.x, rect.y, rect.w, rect.h].map(num);
    format!("x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"")
}

fn put_opacity(out: &mut String, opacity: f64) {
    if opacity < 1.0 {
        put!(out, " fill-opacity=\"{}\"", num(opacity));
    }
}

fn put_stroke(out: &mut String, stroke: &Stroke) {
    put!(out, "stroke=\"{}\" stroke-width=\"{}\" ", stroke.color.to_hex(), num(stroke.width));
    if let Some((on, off)) = stroke.dash {
        put!(out, "stroke-dasharray=\"{} {}\" ", num(on), num(off));
    }
}

/// Absolute start, then the shortest of the lines that SVG has.
fn put_path(out: &mut String, runs: &[Vec<(f64, f64)>], closed: bool) {
    out.push_str("d=\"");
    for run in runs {
        let mut last: Option<(f64, f64)> = None;
        for &(x, y) in run {
            match last {
                None => put!(out, "M{} {}", num(x), num(y)),
                Some((px, _)) if num(px) == num(x) => put!(out, "V{}", num(y)),
                Some((_, py)) if num(py) == num(y) => put!(out, "H{}", num(x)),
                Some(_) => put!(out, "L{} {}", num(x), num(y)),
            }
            last = Some((x, y));
        }
        if closed {
            out.push('Z');
        }
    }
    out.push_str("\"/>\n");
}

fn put_text(out: &mut String, text: &Text) {
    let (x, y) = (num(text.x), num(text.y));
    put!(
        out,
        "<text class=\"{}\" x=\"{x}\" y=\"{y}\" font-size=\"{}\"",
        text.class,
        num(text.size)
    );
    put!(out, " fill=\"{}\"", text.color.to_hex());
    match text.anchor {
        Anchor::Start => {}
        Anchor::Middle => out.push_str(" text-anchor=\"middle\""),
        Anchor::End => out.push_str(" text-anchor=\"end\""),
    }
    if text.bold {
        out.push_str(" font-weight=\"bold\"");
    }
    if text.upwards {
        put!(out, " transform=\"rotate(-90 {x} {y})\"");
    }
    put!(out, ">{}</text>\n", escape(&text.content));
}

fn put_image(out: &mut String, rect: &Rect, pixels: &Pixels, class: &str) -> Result<(), PlotError> {
    let data = encode::base64(&encode::png(pixels)?);
    put!(
        out,
        "<image class=\"{class}\" {} preserveAspectRatio=\"none\" \
         style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{data}\"/>\n",
        extent(rect)
    );
    Ok(())
}

/// At most two decimals, none where none are needed.
fn num(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_string() } else { text.to_string() }
}

/// For text and attribute values of XML and HTML. Control characters, which
/// XML forbids, are dropped.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
