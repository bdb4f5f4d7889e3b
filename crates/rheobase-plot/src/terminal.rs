//! A raster made of braille characters, for the end of a run in a terminal.

use crate::color::Color;
use crate::error::PlotError;
use crate::figures::Window;
use crate::figures::raster::RasterPopulation;
use crate::ticks::linear_ticks;
use std::fmt::Write;

/// Size and look of a [`terminal_raster`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalStyle {
    /// Columns, all included; at least 30.
    pub width: usize,
    /// Lines of dots, the two of the time axis not included; at least one for
    /// each population that has neurons.
    pub height: usize,
    /// ANSI true-colour codes, one colour a population.
    pub color: bool,
}

/// A raster as text: a line of braille holds 4 rows of dots, a dot any number
/// of spikes. Populations stand above each other, each on lines of its own, in
/// proportion to their sizes.
pub fn terminal_raster(
    populations: &[RasterPopulation<'_>],
    window: Window,
    style: TerminalStyle,
) -> Result<String, PlotError> {
    let window = window.check()?;
    populations.iter().try_for_each(RasterPopulation::check)?;
    let shown: Vec<(usize, &RasterPopulation<'_>)> =
        populations.iter().enumerate().filter(|(_, p)| p.size > 0).collect();
    let need_height = shown.len().max(1);
    if style.width < 30 || style.height < need_height || style.width > 10_000 {
        let (width, height) = (style.width, style.height);
        return Err(PlotError::TerminalTooSmall { width, height, need_width: 30, need_height });
    }
    let longest = shown.iter().map(|(_, p)| p.name.chars().count()).max().unwrap_or(0);
    let names = longest.clamp(1, 12);
    let columns = style.width - names - 2;
    let sizes: Vec<usize> = shown.iter().map(|(_, p)| p.size).collect();
    let mut out = String::new();
    for ((index, p), lines) in shown.iter().zip(share_lines(&sizes, style.height)) {
        let color = style.color.then(|| Color::choose(p.color, *index)).transpose()?;
        let dots = dots(p, window, columns, lines);
        for (i, line) in dots.chunks(columns).enumerate() {
            let name = if i == (lines - 1) / 2 { cut(p.name, names) } else { String::new() };
            push_line(&mut out, &name, names, line, color);
        }
    }
    push_time_axis(&mut out, window, names, columns);
    Ok(out)
}

/// Lines for each population: one at least, the rest in proportion.
fn share_lines(sizes: &[usize], height: usize) -> Vec<usize> {
    let mut lines = vec![1; sizes.len()];
    for _ in sizes.len()..height {
        // To whom a line is owed most; the first on a tie.
        let owed = |i: usize| sizes[i] as f64 / lines[i] as f64;
        let best = (0..sizes.len()).reduce(|a, b| if owed(b) > owed(a) { b } else { a });
        if let Some(best) = best {
            lines[best] += 1;
        }
    }
    lines
}

/// Braille patterns, row by row.
fn dots(p: &RasterPopulation<'_>, window: Window, columns: usize, lines: usize) -> Vec<u8> {
    // Unicode numbers the dots of a cell down its two columns, row 4 last.
    const BIT: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
    let mut cells = vec![0u8; columns * lines];
    let (wide, tall) = (columns * 2, lines * 4);
    for (t, id) in p.spikes_in(window) {
        let x = ((t - window.start_ms) / window.length() * wide as f64) as usize;
        let x = x.min(wide - 1);
        let y = (id as usize * tall / p.size).min(tall - 1);
        cells[y / 4 * columns + x / 2] |= BIT[y % 4][x % 2];
    }
    cells
}

fn push_line(out: &mut String, name: &str, width: usize, line: &[u8], color: Option<Color>) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{name:>width$} ┤");
    if let Some(c) = color {
        let _ = write!(out, "\x1b[38;2;{};{};{}m", c.r, c.g, c.b);
    }
    let braille = line.iter().filter_map(|&bits| char::from_u32(0x2800 + u32::from(bits)));
    out.extend(braille);
    out.push_str(if color.is_some() { "\x1b[0m\n" } else { "\n" });
}

fn push_time_axis(out: &mut String, window: Window, names: usize, columns: usize) {
    let in_s = window.length() >= 2000.0;
    let (unit, word) = if in_s { (1000.0, "s") } else { (1.0, "ms") };
    let ticks =
        linear_ticks(window.start_ms / unit, window.end_ms / unit, (columns / 14).max(2), false);
    let mut rule: Vec<char> = vec!['─'; columns];
    let mut labels: Vec<char> = vec![' '; columns + names + 2];
    for tick in &ticks {
        let share = (tick.value * unit - window.start_ms) / window.length();
        let at = ((share * columns as f64) as usize).min(columns - 1);
        rule[at] = '┴';
        let text = format!("{} {word}", tick.label);
        let length = text.chars().count();
        let start =
            (at + names + 2).saturating_sub(length / 2).min(labels.len().saturating_sub(length));
        // A label that would touch its neighbour is left out.
        let free = labels[start.saturating_sub(1)..].iter().take(length + 1).all(|&c| c == ' ');
        if free {
            labels.splice(start..start + length, text.chars());
        }
    }
    let _ = writeln!(out, "{:names$} └{}", "", rule.into_iter().collect::<String>());
    let _ = writeln!(out, "{}", labels.into_iter().collect::<String>().trim_end());
}

/// Cut to `width` characters; control characters would upset a terminal.
fn cut(name: &str, width: usize) -> String {
    let clean: Vec<char> = name.chars().filter(|c| !c.is_control()).collect();
    if clean.len() <= width {
        return clean.into_iter().collect();
    }
    clean[..width - 1].iter().chain(&['…']).collect()
}
