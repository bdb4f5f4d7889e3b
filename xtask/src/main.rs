//! Tasks of development, run as `cargo xtask <task>`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for developers")]

mod bench;
mod python;
mod shell;

use anyhow::{Result, bail};
use shell::{cargo, step};

const USAGE: &str = "usage: cargo xtask <task>

  test     every test: Rust, then the files that we write, read by h5py and libsonata
  lint     formatting and lints
  verify   slow validation: all experiments of the original, independent implementations
  bench    how fast the presets run, as a ratio to simulated time";

fn main() -> Result<()> {
    let task = std::env::args().nth(1).unwrap_or_default();
    match task.as_str() {
        "test" => test(),
        "lint" => lint(),
        "verify" => verify(),
        "bench" => bench::run(),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => bail!("no task `{other}`\n{USAGE}"),
    }
}

fn test() -> Result<()> {
    step("Rust tests");
    cargo(&["test", "--workspace", "--locked", "--quiet"])?;
    python::check_formats()
}

fn lint() -> Result<()> {
    step("formatting");
    cargo(&["fmt", "--all", "--check"])?;
    step("lints");
    cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ])
}

fn verify() -> Result<()> {
    step("all experiments of the original");
    let statistics = ["test", "--release", "--locked", "--workspace", "--", "--ignored"];
    cargo(&statistics)?;
    python::check_analysis()?;
    python::check_formats()
}
