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

/// The text, cut with an ellipsis where it is wider than `room`.
pub(crate) fn fit(text: &str, size: f64, bold: bool, room: f64) -> String {
    if width(text, size, bold) <= room {
        return text.to_string();
    }
    let mut kept: String = text.to_string();
    while kept.pop().is_some() {
        let cut = format!("{}…", kept.trim_end());
        if width(&cut, size, bold) <= room {
            return cut;
        }
    }
    String::new()
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
