//! The documentation: its site, its pictures, its code for other simulators.

use crate::python;
use crate::shell::{root, run, step, target};
use anyhow::Result;

/// Builds the site into `target/site`; a broken link or a missing docstring is an error.
pub fn build() -> Result<()> {
    let requirements = root().join("xtask/docs/requirements.txt");
    let python = python::environment_with("python3", "docs", &requirements)?;
    step("site of the documentation");
    let site = target().join("site");
    let python = python::text(&python)?;
    // `env`: the theme would print an advertisement.
    let mkdocs = ["NO_MKDOCS_2_WARNING=1", python, "-m", "mkdocs", "build", "--strict", "--quiet"];
    run("env", &[&mkdocs[..], &["--site-dir", python::text(&site)?]].concat())?;
    eprintln!("   to read it: python3 -m http.server --directory {}", site.display());
    Ok(())
}

/// Draws the pictures of the pages and the examples anew.
pub fn pictures() -> Result<()> {
    let python = python::package()?;
    step("pictures of the documentation");
    run(python, &["xtask/docs/pictures.py"])
}

/// Runs the code of pages that is for other simulators, beside ours.
pub fn check_peers() -> Result<()> {
    let wheel = python::wheel()?;
    let python = python::peers("python3")?;
    python::install(&python, &wheel)?;
    for (simulator, page) in
        [("brian2", "docs/howto-from-brian2.md"), ("nest", "docs/howto-from-nest.md")]
    {
        step(&format!("{page}, with {simulator}"));
        run(&python, &["python/tests/pages.py", "--with", simulator, page])?;
    }
    Ok(())
}
