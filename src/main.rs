//! The `binledger` program: a thin shell around the library.

use binledger::cli::{self, Arguments};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(Arguments::parse())
}
