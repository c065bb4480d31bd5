//! The binary `fluxward`: reads the command line, does what it says, and says what went wrong.

use std::process::ExitCode;

fn main() -> ExitCode {
    fluxward::command::main(std::env::args_os())
}
