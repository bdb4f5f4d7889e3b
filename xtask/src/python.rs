//! Checks by independent programs: libraries from PyPI in a virtual environment of their own.

use crate::shell::{cargo, root, run, step, target};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Python of a virtual environment that has what a check requires; made once and kept.
fn environment(name: &str) -> Result<PathBuf> {
    let requirements = root().join("xtask/verify").join(name).join("requirements.txt");
    environment_with("python3", name, &requirements)
}

/// The same of the simulators that we are compared with, for the Python that is asked for.
pub fn peers(program: &str) -> Result<PathBuf> {
    environment_with(program, "peers", &root().join("benchmarks/peers/requirements.txt"))
}

fn environment_with(program: &str, name: &str, requirements: &Path) -> Result<PathBuf> {
    let wanted = fs::read_to_string(requirements)
        .with_context(|| format!("cannot read {}", requirements.display()))?;
    let wanted = format!("# {program}\n{wanted}");
    let folder = target().join("venv").join(name);
    let (python, stamp) = (folder.join("bin/python"), folder.join("requirements.txt"));
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    step(&format!("installing what `{name}` requires"));
    run(program, &["-m", "venv", "--clear", text(&folder)?])?;
    let quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    run(&python, &[&quiet[..], &[text(requirements)?]].concat())?;
    // Written last: an interrupted installation is begun again.
    fs::write(&stamp, wanted)?;
    Ok(python)
}

/// Our HDF5 files as h5py and libsonata read them.
pub fn check_formats() -> Result<()> {
    let python = environment("formats")?;
    step("our files, read by h5py and libsonata");
    let samples = target().join("format-samples");
    if samples.exists() {
        fs::remove_dir_all(&samples)?;
    }
    let example = ["run", "--quiet", "--locked", "-p", "rheobase-cli", "--example"];
    cargo(&[&example[..], &["format_samples", "--", text(&samples)?]].concat())?;
    run(python, &["xtask/verify/formats/check.py", text(&samples)?])
}

/// The numbers that our statistics are tested against, made anew by other implementations.
pub fn check_analysis() -> Result<()> {
    let python = environment("analysis")?;
    step("statistics against elephant, SciPy and NetworkX");
    run(python, &["xtask/verify/analysis/make_fixtures.py", "--check"])
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().with_context(|| format!("{} is not UTF-8", path.display()))
}
