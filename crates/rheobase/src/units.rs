//! Physical quantities as text: `"10 ms"`, `"-50 mV*ms"`.
//!
//! Every number is held in the base unit of its dimension (ms, mV, mV·ms, pA, nS, pF, Hz, µm).
//! All accepted units are powers of ten of the base unit, so a prefix shifts the decimal exponent
//! of the text before it becomes a binary number: `"0.1 s"` is the f64 nearest to 100 ms and
//! nothing is ever multiplied and rounded twice.

use thiserror::Error;

/// What a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Time; base unit ms.
    Time,
    /// Voltage, or a current times the membrane resistance; base unit mV.
    Voltage,
    /// Voltage times time, the area of a synaptic current; base unit mV*ms.
    VoltageTime,
    /// Current; base unit pA.
    Current,
    /// Conductance; base unit nS.
    Conductance,
    /// Capacitance; base unit pF.
    Capacitance,
    /// Frequency; base unit Hz.
    Frequency,
    /// Length; base unit um.
    Length,
}

impl Dimension {
    /// The base unit, as it is written in a network file.
    pub fn base(self) -> &'static str {
        self.units()[0].0
    }

    /// "a time", "a voltage" and so on, for messages.
    pub fn noun(self) -> &'static str {
        match self {
            Dimension::Time => "a time",
            Dimension::Voltage => "a voltage",
            Dimension::VoltageTime => "a voltage times a time",
            Dimension::Current => "a current",
            Dimension::Conductance => "a conductance",
            Dimension::Capacitance => "a capacitance",
            Dimension::Frequency => "a frequency",
            Dimension::Length => "a length",
        }
    }

    /// A typical value, for messages.
    pub fn example(self) -> &'static str {
        match self {
            Dimension::Time => "10 ms",
            Dimension::Voltage => "20 mV",
            Dimension::VoltageTime => "-50 mV*ms",
            Dimension::Current => "200 pA",
            Dimension::Conductance => "5 nS",
            Dimension::Capacitance => "250 pF",
            Dimension::Frequency => "8 Hz",
            Dimension::Length => "100 um",
        }
    }

    /// Accepted units with the power of ten that leads to the base unit, which comes first.
    pub fn units(self) -> &'static [(&'static str, i32)] {
        match self {
            Dimension::Time => &[("ms", 0), ("s", 3), ("us", -3), ("ns", -6)],
            Dimension::Voltage => &[("mV", 0), ("V", 3), ("uV", -3)],
            Dimension::VoltageTime => {
                &[("mV*ms", 0), ("V*ms", 3), ("mV*s", 3), ("V*s", 6), ("uV*ms", -3)]
            }
            Dimension::Current => &[("pA", 0), ("nA", 3), ("uA", 6), ("mA", 9), ("A", 12)],
            Dimension::Conductance => &[("nS", 0), ("pS", -3), ("uS", 3), ("mS", 6), ("S", 9)],
            Dimension::Capacitance => &[("pF", 0), ("nF", 3), ("uF", 6), ("F", 12)],
            Dimension::Frequency => &[("Hz", 0), ("kHz", 3), ("1/s", 0), ("1/ms", 3)],
            Dimension::Length => &[("um", 0), ("mm", 3), ("nm", -3), ("m", 6)],
        }
    }

    /// All dimensions.
    pub const ALL: [Dimension; 8] = [
        Dimension::Time,
        Dimension::Voltage,
        Dimension::VoltageTime,
        Dimension::Current,
        Dimension::Conductance,
        Dimension::Capacitance,
        Dimension::Frequency,
        Dimension::Length,
    ];
}

/// A unit: what it measures and the power of ten that leads to the base unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What it measures.
    pub dimension: Dimension,
    /// Value in the base unit = value in this unit × 10^`exponent`.
    pub exponent: i32,
}

impl Unit {
    /// The factor to the base unit.
    pub fn scale(self) -> f64 {
        shifted("1", self.exponent).unwrap_or(1.0)
    }

    /// As written in a network file.
    pub fn text(self) -> &'static str {
        let mut units = self.dimension.units().iter();
        units.find(|(_, exponent)| *exponent == self.exponent).map_or("", |(name, _)| name)
    }

    /// Reads a unit such as `"mV"`, `"µs"`, `"mV*ms"`, `"mV ms"` or `"1/s"`; `None` where it is
    /// none that is known.
    pub fn parse(text: &str) -> Option<Unit> {
        let text = text.trim().replace(['µ', 'μ'], "u").replace('·', "*");
        if let Some(unit) = single(&text) {
            return Some(unit);
        }
        let (a, b) = text.split_once('*').or_else(|| text.split_once(' '))?;
        let (a, b) = (single(a.trim())?, single(b.trim())?);
        match (a.dimension, b.dimension) {
            (Dimension::Voltage, Dimension::Time) | (Dimension::Time, Dimension::Voltage) => {
                let exponent = a.exponent + b.exponent;
                let unit = Unit { dimension: Dimension::VoltageTime, exponent };
                (!unit.text().is_empty()).then_some(unit) // products without a name are none
            }
            _ => None,
        }
    }
}

fn single(text: &str) -> Option<Unit> {
    let text = match text {
        "/s" | "s^-1" => "1/s",
        "/ms" | "ms^-1" => "1/ms",
        other => other,
    };
    Dimension::ALL.into_iter().find_map(|dimension| {
        let &(_, exponent) = dimension.units().iter().find(|(name, _)| *name == text)?;
        Some(Unit { dimension, exponent })
    })
}

/// Why a text is no quantity.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum QuantityError {
    /// It does not begin with a number.
    #[error("`{0}` does not begin with a number")]
    NoNumber(String),
    /// There is a number and nothing after it.
    #[error("`{0}` has no unit")]
    NoUnit(String),
    /// The unit is not known.
    #[error("`{0}` is no unit that is known here")]
    UnknownUnit(String),
    /// The number is NaN, infinite or too large for an f64.
    #[error("`{0}` is not a finite number")]
    NotFinite(String),
}

/// Reads `"10 ms"` or `"10ms"` as the value in base units and the unit.
pub fn parse_quantity(text: &str) -> Result<(f64, Unit), QuantityError> {
    let text = text.trim();
    let (number, unit) = split_number(text);
    if number.is_empty() {
        return Err(match text.trim_start_matches(['+', '-']).to_lowercase() {
            t if t.starts_with("nan") || t.starts_with("inf") => {
                QuantityError::NotFinite(text.into())
            }
            _ => QuantityError::NoNumber(text.into()),
        });
    }
    if unit.is_empty() {
        return Err(QuantityError::NoUnit(text.into()));
    }
    let unit = Unit::parse(unit).ok_or_else(|| QuantityError::UnknownUnit(unit.into()))?;
    let value =
        shifted(number, unit.exponent).ok_or_else(|| QuantityError::NotFinite(text.into()))?;
    Ok((value, unit))
}

/// Splits a text after its longest decimal number; the rest is trimmed.
pub fn split_number(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let start = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let mut end = digits(start);
    let mut count = end - start;
    if bytes.get(end) == Some(&b'.') {
        let after = digits(end + 1);
        count += after - end - 1;
        end = after;
    }
    if count == 0 {
        return ("", text);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let after = digits(end + 1 + sign);
        if after > end + 1 + sign {
            end = after;
        }
    }
    (&text[..end], text[end..].trim())
}

/// The f64 nearest to the decimal number `text` × 10^`exponent`; `None` where `text` is no plain
/// decimal number or the result is not finite.
pub fn shifted(text: &str, exponent: i32) -> Option<f64> {
    let (number, rest) = split_number(text);
    if number.is_empty() || !rest.is_empty() {
        return None;
    }
    let (mantissa, own) = match number.split_once(['e', 'E']) {
        // An exponent beyond i64 is zero or infinite whatever the shift.
        Some((mantissa, own)) => {
            let far = if own.starts_with('-') { -1_000_000 } else { 1_000_000 };
            (mantissa, own.parse::<i64>().unwrap_or(far))
        }
        None => (number, 0),
    };
    let total = own.saturating_add(i64::from(exponent));
    format!("{mantissa}e{total}").parse::<f64>().ok().filter(|value| value.is_finite())
}

/// The shortest text that reads back as the same number: `10`, `0.26`, `1e-7`.
pub fn number_text(value: f64) -> String {
    if value == 0.0 {
        return "0".into(); // never "-0", which TOML would read as the integer 0
    }
    let text = format!("{value:?}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// A number in a base unit as a quantity: `"10 ms"`, without quotes.
pub fn quantity_text(value: f64, dimension: Dimension) -> String {
    format!("{} {}", number_text(value), dimension.base())
}

/// A time without the noise of binary fractions: 0.3 ms, not 0.30000000000000004 ms.
pub fn rounded(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// Such a time for a message.
pub fn rounded_text(value: f64) -> String {
    number_text(rounded(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> f64 {
        parse_quantity(text).unwrap().0
    }

    #[test]
    fn prefixes_shift_the_decimal_point_exactly() {
        assert_eq!(value("0.1 s"), 100.0);
        assert_eq!(value("0.0041 s"), 4.1);
        assert_ne!(0.0041 * 1000.0, 4.1, "multiplying would have been wrong");
        assert_eq!(value("70 uV"), 0.07);
        assert_eq!(value("0.05 V*ms"), 50.0);
        assert_eq!(value("-50 mV ms"), -50.0);
        assert_eq!(value("2 kHz"), 2000.0);
        assert_eq!(value("0.2 nA"), 200.0);
    }

    #[test]
    fn units_are_read_with_and_without_a_space() {
        assert_eq!(value("10ms"), 10.0);
        assert_eq!(value("1e2us"), 0.1);
        assert_eq!(value("3 µs"), 0.003);
        assert_eq!(value("5 μm"), 5.0);
        assert_eq!(value("0.1 1/ms"), 100.0);
        assert_eq!(value("0.1/ms"), 100.0);
        assert_eq!(parse_quantity("1 mS").unwrap().1.dimension, Dimension::Conductance);
        assert_eq!(parse_quantity("1 ms").unwrap().1.dimension, Dimension::Time);
        assert_eq!(value("3 mV * ms"), 3.0);
        for text in ["mV**ms", "*mV*ms", "mV*ms*", "mV mV", "ms*ms", "nV*ms", "mV*ms*1"] {
            assert_eq!(Unit::parse(text), None, "{text}");
        }
    }

    #[test]
    fn mistakes_are_told_apart() {
        use QuantityError::*;
        assert_eq!(parse_quantity("ten ms"), Err(NoNumber("ten ms".into())));
        assert_eq!(parse_quantity("10"), Err(NoUnit("10".into())));
        assert_eq!(parse_quantity("10 parsec"), Err(UnknownUnit("parsec".into())));
        assert_eq!(parse_quantity("nan ms"), Err(NotFinite("nan ms".into())));
        assert_eq!(parse_quantity("-inf mV"), Err(NotFinite("-inf mV".into())));
        assert_eq!(parse_quantity("1e999 mV"), Err(NotFinite("1e999 mV".into())));
        assert!(matches!(parse_quantity(""), Err(NoNumber(_))));
    }

    #[test]
    fn texts_read_back_as_the_same_number() {
        for value in [0.1, 1.0 / 3.0, 1e-300, 1e300, -110.00000000000001, 5e-324, 0.0, -0.0] {
            let text = quantity_text(value, Dimension::Time);
            assert_eq!(parse_quantity(&text).unwrap().0, value, "{text}");
        }
        assert_eq!(number_text(-0.0), "0");
        assert_eq!(rounded_text(0.1 + 0.2), "0.3");
    }
}
