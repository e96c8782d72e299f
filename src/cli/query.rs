//! The queries, one file each. All read one consistent state and share filters and formats.

mod counts;
mod dimensions;
mod journal;
mod layers;
mod lots;
mod moves;
mod open_items;
mod orders;
mod reads;
mod report;
mod stock;
mod tasks;
mod trace;
mod trial_balance;

use self::dimensions::Narrowed;
use super::failure::Failure;
use super::filter::Filter;
use super::output::{Printer, Wanted};
use super::place::Place;
use super::priority;
use crate::clock;
use crate::operations::open_items::OpenKind;
use crate::operations::view::View;
use chrono::NaiveDate;
use clap::{Args, Subcommand};

/// What can be asked of a store.
#[derive(Debug, Subcommand)]
pub enum Query {
    /// What lies where: on hand, allocated, available, value
    Stock(Asked),
    /// Every movement, with who, when and by which operation
    Moves(Told),
    /// The journal, entry by entry
    Journal(Told),
    /// Debits, credits and balance of every account
    TrialBalance(trial_balance::Asking),
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
    /// What is open on the clearing accounts, with its age: receipts, bills before their goods, transfers, freight
    OpenItems(open_items::OpenItems),
    /// Goods received and not invoiced, with their age; less bills whose goods have not come
    Grni(open_items::OpenItems),
    /// Every read of every terminal, and what became of it; with `--refused` or `--by`, how many there were
    Reads(reads::Reads),
    /// Reports: valuation, ageing, dead-stock, turnover, abc, audit-trail, cost-of-sales, margin, taxes, price-variance,
    /// adjustments, wip, service-accrual, would-have-been
    #[command(subcommand)]
    Report(report::Report),
}

/// Filters and format of a query.
#[derive(Clone, Debug, Args)]
pub struct Asked {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    wanted: Wanted,
    /// The day that decides what has expired; today where left out
    #[arg(long, value_name = "DAY", value_parser = super::filter::day)]
    on: Option<NaiveDate>,
}

/// A query that can be narrowed to values of dimensions.
#[derive(Clone, Debug, Args)]
pub struct Told {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    narrowed: Narrowed,
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
        let store = place.open_to_read()?;
        let mut printer = self.wanted().printer(place)?;
        let mut failed = Ok(());
        store.look(&mut |view: &dyn View| {
            failed = self.rows(view, &mut printer);
            Ok(())
        })?;
        failed?;
        printer.finish()
    }

    const fn wanted(&self) -> &Wanted {
        match self {
            Self::OpenItems(asked) | Self::Grni(asked) => &asked.wanted,
            Self::Report(asked) => asked.wanted(),
            Self::Moves(told) | Self::Journal(told) => &told.asked.wanted,
            Self::TrialBalance(asking) => &asking.told.asked.wanted,
            Self::Stock(asked)
            | Self::Lots(asked)
            | Self::Orders(asked)
            | Self::Tasks(asked)
            | Self::Counts(asked)
            | Self::Layers(asked)
            | Self::Trace(asked)
            | Self::Reads(reads::Reads { asked, .. }) => &asked.wanted,
        }
    }

    fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        match self {
            Self::Stock(asked) => stock::rows(view, asked, printer),
            Self::Moves(asked) => moves::rows(view, asked, printer),
            Self::Journal(asked) => journal::rows(view, asked, printer),
            Self::TrialBalance(asked) => trial_balance::rows(view, asked, printer),
            Self::Lots(asked) => lots::rows(view, asked, printer),
            Self::Orders(asked) => orders::rows(view, asked, printer),
            Self::Tasks(asked) => tasks::rows(view, asked, printer),
            Self::Counts(asked) => counts::rows(view, asked, printer),
            Self::Layers(asked) => layers::rows(view, asked, printer),
            Self::Trace(asked) => trace::rows(view, asked, printer),
            Self::OpenItems(asked) => asked.rows(view, OpenKind::ALL, printer),
            Self::Grni(asked) => asked.rows(view, &[OpenKind::Grni, OpenKind::Bill], printer),
            Self::Reads(asked) => asked.rows(view, printer),
            Self::Report(asked) => asked.rows(view, printer),
        }
    }
}
