//! Where an axis is marked, and how numbers are written.

/// A mark on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Position, in the unit of the axis.
    pub value: f64,
    /// What is written there; empty for a minor mark.
    pub label: String,
}

/// Marks at multiples of 1, 2 or 5 × 10ⁿ inside `[lo, hi]`: as many as fit, at
/// most `most` (which is taken as 2 at least), and two even where that makes
/// one too many. Whole numbers only when `whole`; then possibly none.
pub fn linear_ticks(lo: f64, hi: f64, most: usize, whole: bool) -> Vec<Tick> {
    let (lo, hi) = safe_range(lo, hi);
    let step = tick_step(lo, hi, most.max(2), whole);
    // A hair of slack, so that an end that is a multiple up to rounding counts.
    let first = (lo / step - 1e-9).ceil();
    let last = (hi / step + 1e-9).floor();
    let count = (last - first).max(-1.0) as i64 + 1;
    (0..count)
        .map(|i| {
            // `+ 0.0` turns a negative zero into zero.
            let value = (first + i as f64) * step + 0.0;
            let label = number(value, step);
            Tick { value, label }
        })
        .collect()
}

/// Smallest step of the form 1, 2, 5 × 10ⁿ with at most `most` marks.
fn tick_step(lo: f64, hi: f64, most: usize, whole: bool) -> f64 {
    let count = |step: f64| (hi / step + 1e-9).floor() - (lo / step - 1e-9).ceil() + 1.0;
    let mut step = nice_at_least((hi - lo) / (most as f64 + 1.0));
    while count(step) > most as f64 {
        step = nice_at_least(step * 1.1);
    }
    // One mark alone gives no scale: rather one too many.
    while count(step) < 2.0 {
        step = nice_at_least(step * 0.3);
    }
    if whole { step.max(1.0) } else { step }
}

/// The smallest 1, 2 or 5 × 10ⁿ that is not below `x` (> 0).
pub(crate) fn nice_at_least(x: f64) -> f64 {
    let power = 10f64.powi(x.log10().floor() as i32);
    let lead = x / power;
    let nice = [1.0, 2.0, 5.0].into_iter().find(|n| lead <= n * (1.0 + 1e-9));
    nice.unwrap_or(10.0) * power
}

/// Marks for a logarithmic axis: decades carry labels, 2–9 are minor marks, of
/// which 2 and 5 carry labels where decades are few and there is room. With less
/// than one decade inside, linear marks.
pub fn log_ticks(lo: f64, hi: f64, most: usize) -> Vec<Tick> {
    let (lo, hi) = safe_log_range(lo, hi);
    let (first, last) = (lo.log10().floor() as i32, hi.log10().ceil() as i32);
    let inside = |v: f64| v >= lo * (1.0 - 1e-9) && v <= hi * (1.0 + 1e-9);
    let decades = (first..=last).filter(|&p| inside(10f64.powi(p))).count();
    if decades < 2 && hi / lo < 20.0 {
        return linear_ticks(lo, hi, most, false);
    }
    let stride = decades.div_ceil(most.max(2)).max(1) as i32;
    let halves = |base: f64| [2.0 * base, 5.0 * base].into_iter().filter(|&v| inside(v)).count();
    let labels = decades + (first..=last).map(|p| halves(10f64.powi(p))).sum::<usize>();
    let with_halves = decades <= 2 && labels <= most;
    let mut ticks = Vec::new();
    for power in first..=last {
        let base = 10f64.powi(power);
        if inside(base) && power.rem_euclid(stride) == 0 {
            ticks.push(Tick { value: base, label: decade(power) });
        }
        let minor = (2..10).map(|m| (m, f64::from(m) * base));
        if stride == 1 {
            ticks.extend(minor.filter(|&(_, v)| inside(v)).map(|(m, value)| Tick {
                value,
                label: match m {
                    2 | 5 if with_halves => number(value, base),
                    _ => String::new(),
                },
            }));
        }
    }
    ticks
}

fn decade(power: i32) -> String {
    match power {
        -3..=4 => number(10f64.powi(power), 10f64.powi(power)),
        _ => format!("10{}", superscript(power)),
    }
}

/// Finite, not empty and wide enough to be divided: whatever is given.
pub(crate) fn safe_range(lo: f64, hi: f64) -> (f64, f64) {
    const BIGGEST: f64 = 1e300;
    if !(lo.is_finite() && hi.is_finite()) || lo > hi {
        return (0.0, 1.0);
    }
    let (lo, hi) = (lo.max(-BIGGEST), hi.min(BIGGEST));
    let size = lo.abs().max(hi.abs());
    if size < 1e-300 {
        return (0.0, 1.0);
    }
    if hi - lo < 1e-9 * size {
        return (lo - 0.1 * size, hi + 0.1 * size);
    }
    (lo, hi)
}

/// As [`safe_range`], and positive.
pub(crate) fn safe_log_range(lo: f64, hi: f64) -> (f64, f64) {
    if !(lo.is_finite() && hi.is_finite()) || lo <= 0.0 || lo > hi {
        return (1.0, 10.0);
    }
    let (lo, hi) = (lo.max(1e-290), hi.clamp(1e-290, 1e290));
    if hi / lo < 1.0 + 1e-6 { (lo / 2.0, hi * 2.0) } else { (lo, hi) }
}

/// A number as accurate as `step`, with a true minus sign and, from 10,000
/// on, grouped thousands; very large and very small ones as `2×10⁶`.
pub(crate) fn number(value: f64, step: f64) -> String {
    let step = if step.is_finite() && step > 0.0 { step } else { 1.0 };
    if !value.is_finite() {
        return "–".to_string();
    }
    if value != 0.0 && (value.abs() >= 1e7 || step < 1e-4) {
        return scientific(value, step);
    }
    let decimals = (-(step.log10() + 1e-9).floor()).clamp(0.0, 6.0) as usize;
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let is_zero = plain.bytes().all(|b| matches!(b, b'0' | b'.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    format!("{sign}{}{rest}", grouped(whole))
}

/// To `digits` significant digits, trailing zeros dropped: 2.3, 0.012, 140.
pub(crate) fn significant(value: f64, digits: i32) -> String {
    if !value.is_finite() {
        return "–".to_string();
    }
    if value == 0.0 {
        return "0".to_string();
    }
    let power = value.abs().log10().floor() as i32;
    let step = 10f64.powi((power + 1 - digits).min(0));
    let text = number(value, step);
    if text.contains('.') && !text.contains('×') {
        return text.trim_end_matches('0').trim_end_matches('.').to_string();
    }
    text
}

fn grouped(whole: &str) -> String {
    if whole.len() < 5 {
        return whole.to_string();
    }
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

fn scientific(value: f64, step: f64) -> String {
    let power = value.abs().log10().floor();
    let decimals = (power - (step.log10() + 1e-9).floor()).clamp(0.0, 3.0) as usize;
    let lead = value.abs() / 10f64.powi(power as i32);
    let sign = if value < 0.0 { "−" } else { "" };
    format!("{sign}{lead:.decimals$}×10{}", superscript(power as i32))
}

fn superscript(power: i32) -> String {
    let raise = |c| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32(0x2070 + (c as u32 - '0' as u32)).unwrap_or(c),
        other => other,
    };
    power.to_string().chars().map(raise).collect()
}
