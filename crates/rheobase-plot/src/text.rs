//! Measuring text, and its outlines for the PNG.
//!
//! The font is Arimo, cut down to Latin, Greek, Cyrillic and the signs that
//! science needs (60 kB a weight). Its widths are those of Arial and
//! Helvetica, so an SVG, whose text stays text for an editor or a journal,
//! is laid out alike whichever of them the reader's machine has.

use std::sync::OnceLock;
use ttf_parser::{Face, GlyphId};

/// What the SVG asks for, first choice first.
pub(crate) const FAMILY: &str = "Arimo, Arial, 'Liberation Sans', Helvetica, sans-serif";

static REGULAR: &[u8] = include_bytes!("../assets/Arimo-Regular-subset.ttf");
static BOLD: &[u8] = include_bytes!("../assets/Arimo-Bold-subset.ttf");

/// The embedded face of that weight.
pub(crate) fn face(bold: bool) -> &'static Face<'static> {
    static FACES: [OnceLock<Face<'static>>; 2] = [const { OnceLock::new() }; 2];
    let data = if bold { BOLD } else { REGULAR };
    FACES[usize::from(bold)].get_or_init(|| {
        // Not reachable by input: the bytes are ours, and every test draws text.
        Face::parse(data, 0).expect("the embedded font is whole")
    })
}

/// Glyph and advance (in font units) of a character; a box when unknown.
pub(crate) fn glyph(face: &Face<'_>, c: char) -> (GlyphId, f64) {
    let id = face.glyph_index(c).unwrap_or(GlyphId(0));
    (id, f64::from(face.glyph_hor_advance(id).unwrap_or(0)))
}

/// Width of one line of text at `size` units.
pub(crate) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let face = face(bold);
    let advance: f64 = text.chars().map(|c| glyph(face, c).1).sum();
    advance * size / f64::from(face.units_per_em())
}

/// The text, with an ellipsis for its middle where it is wider than `room`: names that differ do so
/// at the end more often than not.
pub(crate) fn fit(text: &str, size: f64, bold: bool, room: f64) -> String {
    if width(text, size, bold) <= room {
        return text.to_string();
    }
    let most = text.chars().count().saturating_sub(1);
    (1..=most)
        .rev()
        .map(|kept| shortened(text, kept))
        .find(|cut| width(cut, size, bold) <= room)
        .unwrap_or_default()
}

/// So many characters of the text, two thirds of them from its beginning, and an ellipsis between.
pub(crate) fn shortened(text: &str, kept: usize) -> String {
    let count = text.chars().count();
    if count <= kept {
        return text.to_string();
    }
    let tail = kept / 3;
    let head: String = text.chars().take(kept - tail).collect();
    let tail: String = text.chars().skip(count - tail).collect();
    format!("{}…{}", head.trim_end(), tail.trim_start())
}

/// Broken at spaces into lines of at most `room`; at most `lines` of them.
pub(crate) fn wrap(text: &str, size: f64, bold: bool, room: f64, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let full = out.len() == lines;
        match out.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size, bold) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            // The last line takes all the rest; `fit` shows that it was cut.
            Some(line) if full => {
                line.push(' ');
                line.push_str(word);
            }
            _ => out.push(word.to_string()),
        }
    }
    out.iter().map(|line| fit(line, size, bold, room)).collect()
}
