//! How fast it is: `cargo xtask bench`. benchmarks/README.md says what is measured and how.

mod agree;
mod busy;
mod cases;
mod instructions;
mod machine;
mod options;
mod ours;
mod peers;
mod results;
mod sample;
mod scale;
mod store;
mod stream;
mod table;

use anyhow::Result;
use options::{Options, What};

/// Measures what the arguments ask for.
pub fn run(arguments: &[String]) -> Result<()> {
    if arguments.iter().any(|a| a == "--help" || a == "-h") {
        println!("{}", options::USAGE);
        return Ok(());
    }
    let names: Vec<_> = cases::CASES.iter().map(|case| case.name).collect();
    let options = Options::parse(arguments, &names)?;
    match options.what {
        What::Table => table::run(&options),
        What::Peers => peers::run(&options),
        What::Scale => scale::run(&options),
        What::Busy => busy::run(&options),
        What::Instructions => instructions::run(&options),
    }
}

/// Median of a list.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]),
    }
}

/// Standard deviation with n - 1; none of fewer than two.
fn deviation(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (values.len() > 1).then(|| (squares / (n - 1.0)).sqrt())
}
