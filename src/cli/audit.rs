//! `audit`: proves the invariants.

pub mod replay;

use super::failure::Failure;
use super::output::{Format, Printer};
use super::place::Place;
use super::priority;
use crate::operations::invariants::{Finding, audit};
use clap::Args;

/// What `audit` was asked.
#[derive(Debug, Args)]
pub struct Audit {
    /// Also rebuild everything from the operation log alone and compare row by row
    #[arg(long)]
    replay: bool,
    #[command(flatten)]
    format: Format,
}

impl Audit {
    /// Prints one row for each invariant; clean only when all hold.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        priority::lower();
        let store = place.open()?;
        let mut found: Vec<Finding> = store.read(audit)?;
        if self.replay {
            found.extend(replay::replay(store.as_ref())?);
        }
        let mut printer = Printer::new(self.format);
        for finding in &found {
            printer.row(finding)?;
        }
        printer.finish()?;
        let broken = found.iter().filter(|finding| finding.broken > 0).count();
        if broken == 0 {
            eprintln!("All {} invariants hold.", found.len());
            return Ok(());
        }
        eprintln!(
            "{broken} of {} invariants are broken. Stop posting, keep the store, and restore a backup.",
            found.len()
        );
        Err(Failure::Unclean)
    }
}
