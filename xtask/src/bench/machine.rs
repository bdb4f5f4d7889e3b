//! What the machine is and what else it is doing.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::process::{Command, Output};
use std::time::Instant;

/// Clock ticks per second of the numbers in /proc, on every Linux of our time.
const TICKS: f64 = 100.0;

/// Processor, cores and memory, in one line.
pub fn describe() -> String {
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name).map(String::from));
        line.map(|value| value.trim_start_matches([':', ' ', '\t']).to_owned())
    };
    let info = read("/proc/cpuinfo");
    let model = field(&info, "model name").unwrap_or_else(|| std::env::consts::ARCH.into());
    let family = field(&info, "cpu family").unwrap_or_default();
    let number = field(&info, "model\t").unwrap_or_default();
    let memory = field(&read("/proc/meminfo"), "MemTotal").unwrap_or_default();
    let kib = memory.split_whitespace().next().and_then(|kib| kib.parse::<f64>().ok());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let widest = ["avx512f", "avx2"].into_iter().find(|set| info.contains(set));
    format!(
        "{model} (family {family}, model {number}), {cores} cores, {:.0} GiB, {}",
        kib.unwrap_or(0.0) / 1024.0 / 1024.0,
        widest.unwrap_or("no AVX2")
    )
}

/// Runs a program and returns what it printed and how many processors other programs kept busy
/// meanwhile; an error with the end of its output if it failed.
pub fn run(command: &mut Command) -> Result<(Output, f64)> {
    let (busy, own, began) = (busy_ticks(), child_ticks(), Instant::now());
    let output = command.output().with_context(|| format!("cannot start {command:?}"))?;
    let wall = began.elapsed().as_secs_f64().max(1e-3);
    let others = (busy_ticks() - busy) - (child_ticks() - own);
    let errors = String::from_utf8_lossy(&output.stderr);
    let end: Vec<_> = errors.lines().rev().take(6).collect();
    let end: Vec<_> = end.into_iter().rev().collect();
    ensure!(output.status.success(), "{}: {}", output.status, end.join("\n    "));
    Ok((output, (others / TICKS / wall).max(0.0)))
}

/// First line that a small program prints; empty if it cannot.
pub fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(crate::shell::root()).output();
    let text = output.map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
    text.unwrap_or_default().lines().next().unwrap_or_default().to_owned()
}

/// Ticks that all processors have worked.
fn busy_ticks() -> f64 {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = stat.lines().next().unwrap_or_default();
    let ticks: Vec<f64> = line.split_whitespace().skip(1).filter_map(|n| n.parse().ok()).collect();
    // user nice system idle iowait irq softirq steal
    ticks.iter().take(8).enumerate().filter(|(k, _)| *k != 3 && *k != 4).map(|(_, n)| n).sum()
}

/// Ticks of children that have ended.
fn child_ticks() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(13).take(2).filter_map(|n| n.parse::<f64>().ok()).sum()
}
