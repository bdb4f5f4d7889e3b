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

/// Python of an environment that has what a file requires.
pub fn environment_with(program: &str, name: &str, requirements: &Path) -> Result<PathBuf> {
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

/// The Python package, built as a wheel.
pub fn wheel() -> Result<PathBuf> {
    let python = package_environment()?;
    step("building the wheel");
    let wheels = target().join("wheels");
    let build = ["-m", "maturin", "build", "--release", "--locked", "--quiet", "--out"];
    // None of earlier versions is left to be installed in its place.
    if wheels.exists() {
        fs::remove_dir_all(&wheels)?;
    }
    run(&python, &[&build[..], &[text(&wheels)?]].concat())?;
    Ok(fs::read_dir(&wheels)?.next().context("no wheel was built")??.path())
}

/// Installs a wheel anew, and what it requires where that is missing.
pub fn install(python: &Path, wheel: &Path) -> Result<()> {
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", text(wheel)?];
    run(python, &[&install[..], &["--no-deps", "--force-reinstall"]].concat())?;
    run(python, &install)
}

fn package_environment() -> Result<PathBuf> {
    environment_with("python3", "package", &root().join("python/tests/requirements.txt"))
}

/// Python of an environment with the package, as it is now, and with what its tests need.
pub fn package() -> Result<PathBuf> {
    let (python, wheel) = (package_environment()?, wheel()?);
    install(&python, &wheel)?;
    Ok(python)
}

/// The Python package: built as a wheel, installed into an environment of its own and tested there.
pub fn test_package() -> Result<()> {
    let python = package()?;
    step("tests of the Python package");
    run(&python, &["-m", "pytest", "python/tests"])?;
    step("examples in docstrings");
    run(&python, &["-m", "pytest", "--doctest-modules", "--pyargs", "rheobase"])?;
    step("types, and stubs against the module");
    run(&python, &["-m", "mypy.stubtest", "rheobase._native"])?;
    run(&python, &["-m", "mypy", "-p", "rheobase"])
}

/// The notebooks as they are shown, with all networks and the whole time of each.
pub fn check_notebooks() -> Result<()> {
    let python = package()?;
    step("notebooks in full");
    let test =
        ["RHEOBASE_FULL=1", text(&python)?, "-m", "pytest", "python/tests/test_notebooks.py"];
    run("env", &test)
}

/// Formatting and lints of Python.
pub fn lint() -> Result<()> {
    let python = environment("lint")?;
    step("formatting and lints of Python");
    run(&python, &["-m", "ruff", "format", "--check", "--quiet", "."])?;
    run(&python, &["-m", "ruff", "check", "--quiet", "."])
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

/// A path as an argument.
pub fn text(path: &Path) -> Result<&str> {
    path.to_str().with_context(|| format!("{} is not UTF-8", path.display()))
}
