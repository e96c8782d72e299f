//! `gl list`: the ledger batches and what became of them.

use super::told;
use crate::cli::failure::Failure;
use crate::cli::filter::sites_of;
use crate::cli::output::{Format, Printer};
use crate::domain::amount::Total;
use crate::domain::code::{EntityCode, SiteCode};
use crate::operations::pending::{self, Reversals};
use crate::store::Store;
use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

/// The arguments of `gl list`.
#[derive(Debug, Args)]
pub struct List {
    /// Only the books of this legal entity; - for the company itself
    #[arg(long, value_parser = crate::cli::filter::entity)]
    entity: Option<EntityCode>,
    #[command(flatten)]
    format: Format,
}

#[derive(Serialize)]
struct Row {
    batch: i64,
    day: NaiveDate,
    site: SiteCode,
    entries: i64,
    amount: Total,
    reverses: Option<i64>,
    reversed_by: Option<i64>,
    exported: String,
    acknowledged: String,
}

impl List {
    /// Prints a row for each ledger batch.
    pub(super) fn run(&self, store: &dyn Store) -> Result<(), Failure> {
        let sites = told(store, |view| sites_of(view, self.entity.as_ref()))?;
        let rows: Vec<Row> = store.read(|view| {
            let heads = pending::heads(view)?;
            let reversals = Reversals::among(&heads);
            let row = |head| {
                let batch = pending::sealed(view, head)?;
                let handed = pending::handed_over(view, batch.head.batch)?;
                let mut exported: Vec<String> =
                    handed.exports.into_iter().map(|export| export.target).collect();
                exported.dedup();
                let taken = handed.acknowledgements.into_iter();
                let taken: Vec<String> = taken
                    .map(|row| format!("{}: {}", row.target, row.reference))
                    .collect();
                Ok(Row {
                    amount: batch.lines.iter().map(|line| line.debit).sum(),
                    reversed_by: reversals.by(batch.head.batch),
                    batch: batch.head.batch,
                    day: batch.head.day,
                    site: batch.head.site,
                    entries: batch.head.entries,
                    reverses: batch.head.reverses,
                    exported: exported.join(", "),
                    acknowledged: taken.join(", "),
                })
            };
            heads
                .into_iter()
                .filter(|head| sites.has(&head.site))
                .map(row)
                .collect()
        })?;
        let mut printer = Printer::new(self.format);
        for row in &rows {
            printer.row(row)?;
        }
        printer.finish()
    }
}
