//! The binary `rheobase`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(rheobase_cli::main_with(std::env::args_os()))
}
