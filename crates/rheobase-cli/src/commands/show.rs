//! `show`, `presets`, `completions`: what only prints.

use crate::args::{Cli, ShowArgs};
use crate::error::Failure;
use crate::output::print;
use crate::source::Source;
use clap::CommandFactory;
use clap_complete::Shell;
use rheobase::presets;

/// Prints a network file.
pub fn show(args: &ShowArgs) -> Result<(), Failure> {
    let source = Source::load(&args.network)?;
    // Recordings of the command line are in the description only.
    if args.complete || !args.network.record.is_empty() {
        print(&source.spec.to_toml())
    } else {
        print(&source.text)
    }
}

/// Lists the presets.
pub fn presets() -> Result<(), Failure> {
    let widest = presets::list().iter().map(|p| p.name.len()).max().unwrap_or(0);
    let lines: String = presets::list()
        .iter()
        .map(|preset| {
            format!("{:widest$}  {}\n{}", preset.name, preset.summary, parameters(preset))
        })
        .collect();
    print(&lines)
}

/// A preset's parameters, two lines each: `--set name=value` and what it does.
fn parameters(preset: &presets::Preset) -> String {
    let indent = " ".repeat(4);
    let one = |p: &presets::Parameter| {
        let (name, standard) = (p.name, p.standard_text());
        format!(
            "{indent}--set {name}=…  {}\n{indent}    {}; standard: {standard}\n",
            p.about, p.kind
        )
    };
    preset.parameters.iter().map(one).collect()
}

/// Prints a completion script.
pub fn completions(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "rheobase", &mut script);
    print(&String::from_utf8_lossy(&script))
}
