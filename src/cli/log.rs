//! `log`: what came after a backup, carried to another disk or machine and done again there.

mod apply;
mod differing;
mod export;
mod growing;
mod lines;
mod reader;

pub(super) use self::apply::{Applied, apply, proved};
pub(super) use self::differing::Onto;
pub(super) use self::reader::Reader;

use super::failure::Failure;
use super::place::Place;
use clap::Subcommand;

/// The subcommands of `log`.
#[derive(Debug, Subcommand)]
pub enum Log {
    /// Write the operations and reads that came behind an operation, so that they can be done again
    Export(export::Export),
    /// Do again what a log holds, in a store that ends where it begins, and prove that it comes out the same
    Apply(apply::Apply),
}

impl Log {
    /// Does what was asked.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        match self {
            Self::Export(asked) => asked.run(place),
            Self::Apply(asked) => asked.run(place),
        }
    }
}
