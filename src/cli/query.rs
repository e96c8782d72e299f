//! The queries, one file each. All read one consistent state and share filters and formats.

mod counts;
mod journal;
mod layers;
mod lots;
mod moves;
mod orders;
mod reads;
mod stock;
mod tasks;
mod trace;
mod trial_balance;

use super::clock;
use super::failure::Failure;
use super::filter::Filter;
use super::output::{Format, Printer};
use super::place::Place;
use super::priority;
use crate::operations::view::View;
use chrono::NaiveDate;
use clap::{Args, Subcommand};

/// What can be asked of a store.
#[derive(Debug, Subcommand)]
pub enum Query {
    /// What lies where: on hand, allocated, available, value
    Stock(Asked),
    /// Every movement, with who, when and by which operation
    Moves(Asked),
    /// The journal, entry by entry
    Journal(Asked),
    /// Debits, credits and balance of every account
    TrialBalance(Asked),
    /// Lots with expiry, holds and stock
    Lots(Asked),
    /// Purchase and sales orders, line by line
    Orders(Asked),
    /// Work to be done, and whose it is
    Tasks(Asked),
    /// Count sheets and what was counted
    Counts(Asked),
    /// What the cost layers hold
    Layers(Asked),
    /// A lot, back to its receipts and forward to its shipments
    Trace(Asked),
    /// Every read of every terminal, and what became of it; with `--refused` or `--by`, how many there were
    Reads(reads::Reads),
}

/// Filters and format of a query.
#[derive(Clone, Debug, Args)]
pub struct Asked {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    format: Format,
    /// The day that decides what has expired; today where left out
    #[arg(long, value_name = "DAY", value_parser = super::filter::day)]
    on: Option<NaiveDate>,
}

impl Asked {
    fn day(&self) -> NaiveDate {
        self.on.unwrap_or_else(clock::today)
    }
}

impl Query {
    /// Prints the rows.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        priority::lower();
        let store = place.open()?;
        let (Self::Stock(asked)
        | Self::Moves(asked)
        | Self::Journal(asked)
        | Self::TrialBalance(asked)
        | Self::Lots(asked)
        | Self::Orders(asked)
        | Self::Tasks(asked)
        | Self::Counts(asked)
        | Self::Layers(asked)
        | Self::Trace(asked)
        | Self::Reads(reads::Reads { asked, .. })) = &self;
        let mut printer = Printer::new(asked.format);
        let mut failed = Ok(());
        store.look(&mut |view: &dyn View| {
            let query = match &self {
                Self::Stock(_) => stock::rows,
                Self::Moves(_) => moves::rows,
                Self::Journal(_) => journal::rows,
                Self::TrialBalance(_) => trial_balance::rows,
                Self::Lots(_) => lots::rows,
                Self::Orders(_) => orders::rows,
                Self::Tasks(_) => tasks::rows,
                Self::Counts(_) => counts::rows,
                Self::Layers(_) => layers::rows,
                Self::Trace(_) => trace::rows,
                Self::Reads(reads) => {
                    failed = reads.rows(view, &mut printer);
                    return Ok(());
                }
            };
            failed = query(view, asked, &mut printer);
            Ok(())
        })?;
        failed?;
        printer.finish()
    }
}
