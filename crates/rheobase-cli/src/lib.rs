//! The command line of rheobase: parse → validate → run → export.
//!
//! [`main_with`] is the whole program as a function; the binary and the Python package's console
//! script call it.

mod args;
pub mod checkpoint;
mod commands;
mod describe;
pub mod error;
pub mod export;
mod figures;
mod interrupt;
mod interval;
pub mod log;
mod machine;
mod model;
mod output;
mod progress;
mod report;
pub mod results;
mod session;
mod source;
mod unfinished;

pub use machine::{available_memory, processors};

use args::{Cli, Command};
use clap::Parser;
use error::Failure;
use rheobase::spec::NetworkSpec;
use rheobase_plot::{ModelPart, Table};
use std::ffi::OsString;

/// Runs a command line, the program's name first, and returns the exit code.
pub fn main_with(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        // Help and version are asked for; all else is a mistake. A closed pipe is nobody's.
        Err(error) => {
            let _ = error.print();
            return error.exit_code() as u8;
        }
    };
    interrupt::survive_file_limit();
    match dispatch(&cli.command) {
        Ok(()) => 0,
        Err(Failure { message, code }) => {
            if !message.is_empty() {
                output::note(&message);
            }
            code
        }
    }
}

/// The tables that describe a model (Nordlie, Gewaltig & Plesser 2009, PLoS Comput. Biol. 5(8):
/// e1000456): of each its heading, the names of its columns and its rows.
pub fn model_tables(spec: &NetworkSpec) -> Vec<ModelTable> {
    let plain = |(part, table): (ModelPart, Table)| {
        let title = match table.title.as_str() {
            "" => part.heading().to_owned(),
            title => format!("{}: {title}", part.heading()),
        };
        (title, table.header, table.rows)
    };
    model::tables(spec).into_iter().map(plain).collect()
}

/// Heading, names of the columns, rows of cells.
pub type ModelTable = (String, Vec<String>, Vec<Vec<String>>);

fn dispatch(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Run(args) => commands::run::run(args),
        Command::Resume(args) => commands::resume::resume(args),
        Command::Export(args) => commands::export::export(args),
        Command::Show(args) => commands::show::show(args),
        Command::Presets => commands::show::presets(),
        Command::Check(args) => commands::check::check(args),
        Command::Plot(args) => commands::plot::plot(args),
        Command::Report(args) => commands::plot::report(args),
        Command::Completions { shell } => commands::show::completions(*shell),
    }
}
