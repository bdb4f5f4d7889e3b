//! The one description from which SVG and PNG are made: a list of a few shapes.
//!
//! One unit is one CSS pixel (1/96 inch), y grows downwards.

pub(crate) mod encode;
mod paint;
pub(crate) mod svg;

use crate::color::Color;

/// Dark grey for text and axes, lighter ones for grids and notes.
pub(crate) const INK: Color = Color::hex(0x222222);
pub(crate) const FAINT: Color = Color::hex(0x666666);
pub(crate) const GRID: Color = Color::hex(0xe3e3e3);

/// An axis-parallel rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

impl Rect {
    pub fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    pub fn mid_x(&self) -> f64 {
        self.x + self.w / 2.0
    }

    pub fn mid_y(&self) -> f64 {
        self.y + self.h / 2.0
    }
}

/// Which part of a text stands at its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stroke {
    pub color: Color,
    pub width: f64,
    pub dash: Option<(f64, f64)>,
}

impl Stroke {
    pub fn new(color: Color, width: f64) -> Self {
        Self { color, width, dash: None }
    }

    pub fn dashed(color: Color, width: f64) -> Self {
        Self { color, width, dash: Some((4.0, 3.0)) }
    }
}

/// A line of text; `y` is its baseline.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Text {
    pub x: f64,
    pub y: f64,
    pub content: String,
    pub size: f64,
    pub anchor: Anchor,
    pub bold: bool,
    pub color: Color,
    /// Turned a quarter to the left, reading upwards.
    pub upwards: bool,
    /// What the text is, for tests and style sheets.
    pub class: &'static str,
}

/// Pixels with straight (not premultiplied) alpha.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pixels {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

/// One shape.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Item {
    /// A filled rectangle; `opacity` from 0 to 1.
    Fill {
        rect: Rect,
        color: Color,
        opacity: f64,
        class: &'static str,
    },
    /// Straight strokes, each a run of points.
    Lines {
        runs: Vec<Vec<(f64, f64)>>,
        stroke: Stroke,
        class: &'static str,
    },
    /// Closed, filled outlines.
    Polygons {
        rings: Vec<Vec<(f64, f64)>>,
        color: Color,
        opacity: f64,
        class: &'static str,
    },
    Text(Text),
    /// A picture stretched over `rect`, pixel edges kept sharp.
    Image {
        rect: Rect,
        pixels: Pixels,
        class: &'static str,
    },
    /// Shapes of which only what lies inside `rect` is seen.
    Clip {
        rect: Rect,
        items: Vec<Item>,
    },
}

/// A whole drawing on white.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scene {
    pub width: f64,
    pub height: f64,
    pub title: String,
    pub items: Vec<Item>,
}

impl Scene {
    pub fn new(width: f64) -> Self {
        Self { width, height: 0.0, title: String::new(), items: Vec::new() }
    }

    pub fn push(&mut self, item: Item) {
        self.items.push(item);
    }

    pub fn fill(&mut self, rect: Rect, color: Color, class: &'static str) {
        self.push(Item::Fill { rect, color, opacity: 1.0, class });
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: Stroke, class: &'static str) {
        self.push(Item::Lines { runs: vec![vec![from, to]], stroke, class });
    }

    /// Regular ink, centred vertically on `y`.
    pub fn label(
        &mut self,
        x: f64,
        y: f64,
        content: &str,
        size: f64,
        anchor: Anchor,
        class: &'static str,
    ) {
        self.push(Item::Text(Text {
            x,
            y: y + 0.355 * size,
            content: content.to_string(),
            size,
            anchor,
            bold: false,
            color: INK,
            upwards: false,
            class,
        }));
    }
}
