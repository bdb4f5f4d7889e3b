//! What is printed: tables and numbers for people.

use crate::error::Failure;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Prints to the standard output. That nobody reads on (`| head`) is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::failed(format!("cannot print: {error}")))
        }
        _ => Ok(()),
    }
}

/// Prints a line to the standard error; where that is closed there is nobody to tell.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Whether colours may be printed to the standard output: see no-color.org.
pub fn colors() -> bool {
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    io::stdout().is_terminal() && wanted && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
}

/// Columns under their headings, the first flush left, the others flush right.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let width = |c: usize| {
        let cells = rows.iter().map(|row| row[c].chars().count());
        cells.chain([header[c].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<_> = (0..header.len()).map(width).collect();
    let line = |cells: &[String]| {
        let mut line = String::new();
        for (c, (cell, width)) in cells.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width - cell.chars().count());
            match c {
                0 => line.extend([cell.as_str(), &pad]),
                _ => line.extend(["  ", &pad, cell]),
            }
        }
        line.trim_end().to_owned() + "\n"
    };
    let header: Vec<_> = header.iter().map(|&h| h.to_owned()).collect();
    let body: String = rows.iter().map(|row| line(row)).collect();
    line(&header) + &body
}

/// Three significant digits or so, as people write numbers.
pub fn short(value: f64) -> String {
    let size = value.abs();
    match size {
        0.0 => "0".into(),
        _ if !value.is_finite() => value.to_string(),
        _ if !(0.001..1e7).contains(&size) => format!("{value:.2e}"),
        _ if size < 0.1 => format!("{value:.4}"),
        _ if size < 10.0 => format!("{value:.2}"),
        _ if size < 1000.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

/// The same, or a dash for what is undefined.
pub fn short_or_dash(value: Option<f64>) -> String {
    value.map_or("–".into(), short)
}

/// A whole number in groups of three digits.
pub fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The number without the last digits, in which a product with dt has its rounding.
pub fn without_noise(value: f64) -> f64 {
    format!("{value:.12e}").parse().unwrap_or(value)
}

/// A share in percent.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A time in ms with the unit that suits it.
pub fn time(ms: f64) -> String {
    if ms >= 1000.0 { format!("{} s", trimmed(ms / 1000.0)) } else { format!("{} ms", trimmed(ms)) }
}

/// Up to six decimals, no zeros behind.
fn trimmed(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_readable() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(999), "999");
        assert_eq!(
            [short(0.0), short(2.345), short(12.34), short(0.00012)],
            ["0", "2.35", "12.3", "1.20e-4"]
        );
        assert_eq!([time(500.0), time(1500.0), time(0.1 + 0.2)], ["500 ms", "1.5 s", "0.3 ms"]);
    }

    #[test]
    fn columns_are_aligned() {
        let rows = [vec!["a".into(), "1".into()], vec!["µm±".into(), "100".into()]];
        assert_eq!(table(&["name", "n"], &rows), "name    n\na       1\nµm±   100\n");
    }
}
