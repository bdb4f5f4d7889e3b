//! Colours that colour-blind readers can tell apart.
//!
//! The palette is Okabe & Ito (2008), "Color Universal Design", in an order
//! that keeps neighbours far apart; its yellow is too pale for thin lines on
//! white and is replaced by an olive (Tol, "muted"). A name such as `red`
//! means the variant of that palette, not `#ff0000`.

use crate::error::PlotError;

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Color {
    /// Red, 0–255.
    pub r: u8,
    /// Green, 0–255.
    pub g: u8,
    /// Blue, 0–255.
    pub b: u8,
}

/// Every accepted name, with its colour.
pub const NAMED_COLORS: &[(&str, Color)] = &[
    ("black", Color::hex(0x000000)),
    ("blue", Color::hex(0x0072b2)),
    ("brown", Color::hex(0x8c510a)),
    ("cyan", Color::hex(0x56b4e9)),
    ("gray", Color::hex(0x777777)),
    ("green", Color::hex(0x009e73)),
    ("grey", Color::hex(0x777777)),
    ("magenta", Color::hex(0xcc79a7)),
    ("navy", Color::hex(0x332288)),
    ("olive", Color::hex(0x999933)),
    ("orange", Color::hex(0xe69f00)),
    ("pink", Color::hex(0xcc79a7)),
    ("purple", Color::hex(0x882255)),
    ("red", Color::hex(0xd55e00)),
    ("sky", Color::hex(0x56b4e9)),
    ("skyblue", Color::hex(0x56b4e9)),
    ("teal", Color::hex(0x44aa99)),
    ("vermillion", Color::hex(0xd55e00)),
    ("violet", Color::hex(0x882255)),
    ("yellow", Color::hex(0xf0e442)),
];

/// The order in which populations without a colour receive one.
pub const PALETTE: [Color; 8] = [
    Color::hex(0x0072b2),
    Color::hex(0x009e73),
    Color::hex(0xd55e00),
    Color::hex(0xcc79a7),
    Color::hex(0xe69f00),
    Color::hex(0x56b4e9),
    Color::hex(0x999933),
    Color::hex(0x333333),
];

impl Color {
    /// From `0xrrggbb`.
    pub const fn hex(rgb: u32) -> Self {
        Self { r: (rgb >> 16) as u8, g: (rgb >> 8) as u8, b: rgb as u8 }
    }

    /// A name of [`NAMED_COLORS`] (in any case), `#rgb` or `#rrggbb`.
    ///
    /// ```
    /// use rheobase_plot::Color;
    /// assert_eq!(Color::parse("Blue")?, Color::parse("#0072b2")?);
    /// let wrong = Color::parse("bleu").unwrap_err().to_string();
    /// assert!(wrong.contains("did you mean `blue`"));
    /// # Ok::<(), rheobase_plot::PlotError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, PlotError> {
        let wanted = text.trim().to_lowercase();
        if let Some(color) = wanted.strip_prefix('#').and_then(parse_hex) {
            return Ok(color);
        }
        NAMED_COLORS
            .iter()
            .find(|(name, _)| *name == wanted)
            .map(|&(_, color)| color)
            .ok_or_else(|| PlotError::UnknownColor { given: text.to_string(), hint: hint(&wanted) })
    }

    /// The `index`-th colour of the palette; beyond eight a darker and a lighter round of it, and
    /// so on from the beginning.
    pub fn nth(index: usize) -> Self {
        let base = PALETTE[index % PALETTE.len()];
        match index / PALETTE.len() % 3 {
            0 => base,
            1 => base.mix(Color::hex(0), 0.35),
            _ => base.mix(Color::hex(0xffffff), 0.4),
        }
    }

    /// The given colour, or the palette's at `index` when there is none.
    pub(crate) fn choose(given: Option<&str>, index: usize) -> Result<Self, PlotError> {
        given.map_or_else(|| Ok(Self::nth(index)), Self::parse)
    }

    /// Linear mixture; `share` of 0 is `self`, of 1 is `other`.
    pub(crate) fn mix(self, other: Self, share: f64) -> Self {
        let part = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round();
        Self {
            r: part(self.r, other.r) as u8,
            g: part(self.g, other.g) as u8,
            b: part(self.b, other.b) as u8,
        }
    }

    /// `#rrggbb`.
    pub fn to_hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

fn parse_hex(digits: &str) -> Option<Color> {
    // `from_str_radix` alone would accept a sign.
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    match digits.len() {
        6 => Some(Color::hex(value)),
        3 => {
            let wide = |shift: u32| ((value >> shift) & 0xf) * 0x11;
            Some(Color::hex(wide(8) << 16 | wide(4) << 8 | wide(0)))
        }
        _ => None,
    }
}

/// The closest names, or all of them when none is close.
fn hint(wanted: &str) -> String {
    let mut near: Vec<(usize, &str)> = NAMED_COLORS
        .iter()
        .map(|&(name, _)| (strsim::levenshtein(wanted, name), name))
        .filter(|&(distance, _)| distance <= 2)
        .collect();
    near.sort_unstable();
    let quote = |name: &str| format!("`{name}`");
    if near.is_empty() {
        let all: Vec<_> = NAMED_COLORS.iter().map(|&(name, _)| name).collect();
        return format!("known names are {}", all.join(", "));
    }
    let near: Vec<_> = near.iter().take(3).map(|&(_, name)| quote(name)).collect();
    format!("did you mean {}?", near.join(", "))
}
