//! How fast the presets run.

use crate::shell::{cargo, step, target};
use anyhow::{Context, Result, ensure};
use std::process::Command;

/// Repetitions; the least and the median are printed, since other programs only ever slow us down.
const REPETITIONS: usize = 5;

/// Simulated seconds per preset.
const CASES: [(&str, &str); 4] =
    [("striatum", "10s"), ("striatum2", "10s"), ("fsi", "10s"), ("one_population", "1s")];

/// Wall seconds per simulated second of the simulation phase.
fn run_case(program: &std::path::Path, preset: &str, time: &str) -> Result<f64> {
    let folder = target().join("bench").join(preset);
    let output = Command::new(program)
        .args(["run", preset, "--time", time, "--threads", "1", "--no-plots", "--json", "--out"])
        .arg(&folder)
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    let slowdown = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("\"slowdown\":"))
        .with_context(|| format!("no slowdown in the summary of `{preset}`:\n{text}"))?;
    slowdown.trim().trim_end_matches(',').parse().context("the slowdown is no number")
}

/// Prints them for all presets, one thread, without plots.
pub fn run() -> Result<()> {
    cargo(&["build", "--release", "--locked", "--quiet"])?;
    let program = target().join("release/rheobase");
    step("wall seconds per simulated second, one thread, without plots");
    for (preset, time) in CASES {
        let mut times = (0..REPETITIONS)
            .map(|_| run_case(&program, preset, time))
            .collect::<Result<Vec<_>>>()?;
        times.sort_by(f64::total_cmp);
        println!(
            "{preset:>15} {time:>4}  least {:.4}  median {:.4}",
            times[0],
            times[REPETITIONS / 2]
        );
    }
    Ok(())
}
