//! Tasks of development, run as `cargo xtask <task>`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for developers")]

mod bench;
mod docs;
mod python;
mod shell;

use anyhow::{Result, bail};
use shell::{cargo, step};

const USAGE: &str = "usage: cargo xtask <task>

  test     every test: Rust, the files that we write as h5py and libsonata read them, Python
  python   the Python package alone: build, install, test
  lint     formatting and lints
  verify   slow validation: all experiments of the original, independent implementations
  bench    how fast it is, by phase, and beside others; `bench --help` says more
  docs     builds the site of the documentation into target/site
  pictures draws the pictures of README, pages and examples anew";

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    let arguments: Vec<_> = arguments.collect();
    match task.as_str() {
        "test" => test(),
        "python" => python::test_package(),
        "lint" => lint(),
        "verify" => verify(),
        "bench" => bench::run(&arguments),
        "docs" => docs::build(),
        "pictures" => docs::pictures(),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => bail!("no task `{other}`\n{USAGE}"),
    }
}

fn test() -> Result<()> {
    step("Rust tests");
    // The extension module is built with the wheel.
    cargo(&["test", "--workspace", "--exclude", "rheobase-python", "--locked", "--quiet"])?;
    python::check_formats()?;
    python::test_package()?;
    docs::build()
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
    ])?;
    python::lint()
}

fn verify() -> Result<()> {
    step("all experiments of the original");
    let tests = ["test", "--release", "--locked", "--workspace", "--exclude", "rheobase-python"];
    cargo(&[&tests[..], &["--", "--ignored"]].concat())?;
    python::check_analysis()?;
    python::check_formats()?;
    python::check_notebooks()?;
    docs::check_peers()
}
