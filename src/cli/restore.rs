//! `restore`: what a backup holds is put in the place of the store.

use super::backup::{prove, stamp};
use super::clock;
use super::failure::Failure;
use super::output::{Format, Printer};
use super::place::Place;
use super::request::request_of;
use crate::app::seat::Seat;
use crate::domain::entry::LedgerBatch;
use crate::domain::record::{Fault, Record};
use crate::operations::pending::next_batch;
use crate::operations::request::Restored;
use crate::store::sqlite::{Lost, Replaced, Sqlite, Standing, is_of, restore};
use crate::store::{Store, StoreError};
use clap::Args;
use std::path::PathBuf;

/// How many numbers of ledger batches are skipped where nobody knows the newest.
const SKIPPED: i64 = 100_000;

/// The arguments of `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup
    #[arg(value_name = "FROM")]
    from: PathBuf,
    /// The highest number of a ledger batch that the accounting system has
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..=Restored::MOST))]
    batch: Option<i64>,
    #[command(flatten)]
    format: Format,
}

/// What a restore did.
#[derive(Default)]
struct Done {
    standing: Standing,
    next_batch: i64,
    lost: Vec<Lost>,
    /// Whether the store that was replaced could be read, and went on from where the backup ends.
    is_known: bool,
}

impl Restore {
    /// Restores the store, and prints what was in it and is not in the backup.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        if is_of(&place.store, &self.from) {
            let from = self.from.display();
            return Err(Failure::Usage(format!(
                "expected a backup, found {from}, which is of the store itself. Move it elsewhere first."
            )));
        }
        if let Some(terminal) = Seat::taken(&place.store).unwrap_or_default().first() {
            return Err(in_use(&format!("terminal {terminal} is at work")));
        }
        let mut done = Done::default();
        let mut begin = |copy: &mut Sqlite, replaced: &Replaced| {
            done = self.begin(copy, replaced)?;
            Ok(())
        };
        let kept = restore(&place.store, &self.from, &stamp(clock::now()), &mut begin);
        let kept = kept.map_err(|error| match error {
            StoreError::Busy { why } => in_use(&why),
            other => other.into(),
        })?;
        let mut printer = Printer::new(self.format);
        for lost in &done.lost {
            printer.row(lost)?;
        }
        printer.finish()?;
        let Standing { operation, at, .. } = done.standing;
        let from = self.from.display();
        eprintln!("Restored from {from}, which ends with operation {operation} of {at}.");
        if done.is_known {
            eprintln!(
                "{} operations and ledger batches after it are not in the store any more.",
                done.lost.len()
            );
        } else {
            eprintln!("What came after it could not be read: ask what the accounting system has.");
        }
        eprintln!("The next ledger batch is number {}.", done.next_batch);
        if let Some(kept) = kept {
            eprintln!("What was replaced is kept as {}.", kept.display());
        }
        Ok(())
    }

    /// Proves the copy, and notes in it that it was restored.
    fn begin(&self, copy: &mut Sqlite, replaced: &Replaced) -> Result<Done, StoreError> {
        let (standing, batch, next) = (copy as &dyn Store).read(|view| {
            prove(view)?;
            let batch = view.last(LedgerBatch::TABLE)?;
            Ok((Standing::of(view)?, batch, next_batch(view)?))
        })?;
        let newest = replaced.newest();
        let is_known = newest.is_some_and(|(operation, _)| standing.operation <= operation)
            && replaced.has(standing.operation, &standing.hash);
        let (last, known) = newest.unwrap_or_default();
        let known = known.max(next - 1).max(self.batch.unwrap_or(0));
        let known = if is_known || self.batch.is_some() {
            known
        } else {
            known.saturating_add(SKIPPED)
        };
        let lost = if is_known {
            replaced.behind(standing.operation, batch)?
        } else {
            Vec::new()
        };
        let name = self.from.file_name().unwrap_or_default();
        let restored = Restored {
            backup: name.to_string_lossy().into_owned(),
            lost: last,
            batch: known,
        };
        let key = format!("{}{}", Restored::KEY, clock::now().0);
        let answer = copy.transact(&request_of(key, clock::today(), restored.into()))?;
        if let Some(refusal) = answer.refusal {
            return Err(Fault::new(refusal.to_string()).into());
        }
        Ok(Done {
            standing,
            next_batch: (copy as &dyn Store).read(|view| next_batch(view))?,
            lost,
            is_known,
        })
    }
}

fn in_use(why: &str) -> Failure {
    Failure::Refused(format!(
        "STORE_IN_USE: {why}. Close all sessions and commands of this store, then restore. Nothing was changed."
    ))
}
