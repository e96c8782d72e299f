//! `restore`: what a backup holds is put in the place of the store.

use super::backup::{broken, stamp};
use super::failure::{Failure, OTHER_STORE, STORE_IN_USE};
use super::intake::say;
use super::log::{Applied, Onto, Reader, apply, proved};
use super::output::{Format, Printer};
use super::place::Place;
use super::request::request_of;
use super::whole_file::must_be_regular;
use crate::app::seat::Seat;
use crate::clock;
use crate::domain::record::Fault;
use crate::domain::time::Time;
use crate::flows::naming::counted;
use crate::operations::pending::next_batch;
use crate::operations::request::Restored;
use crate::store::sqlite::{Kin, Lost, NotRestored, Replaced, Sqlite, Standing, is_live, restore};
use crate::store::{Store, StoreError};
use clap::Args;
use std::path::{Path, PathBuf};

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
    /// A log that `log export` wrote, which is done again on top of the backup; may be given more than once, oldest first
    #[arg(long = "log", value_name = "FILE")]
    logs: Vec<PathBuf>,
    /// Do nothing of the logs behind this operation
    #[arg(long, value_name = "N", requires = "logs", value_parser = clap::value_parser!(i64).range(1..))]
    until: Option<i64>,
    /// Also a backup of another store, which takes the place of this one
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    format: Format,
}

/// What a restore did.
#[derive(Default)]
struct Done {
    standing: Standing,
    next_batch: i64,
    lost: Vec<Lost>,
    kin: Option<Kin>,
    /// The newest operation that somebody was told of; 0 where nobody knows.
    acknowledged: i64,
    /// What the logs brought.
    applied: Vec<Applied>,
}

impl Restore {
    /// Restores the store, and prints what was in it and is not in the backup.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let from = self.from.display();
        if is_live(&place.store, &self.from) {
            return Err(Failure::Usage(format!(
                "expected a backup, found {from}, which is a file of the store itself. Name another, or move all \
                 files of that store to another folder first. Nothing was changed."
            )));
        }
        must_be_regular(&self.from)?;
        if let Some(terminal) = Seat::taken(&place.store).unwrap_or_default().first() {
            return Err(in_use(&format!("terminal {terminal} is at work")));
        }
        self.prove_logs(place)?;
        let (mut done, mut unapplied) = (Done::default(), None);
        let mut begin = |copy: &mut Sqlite, replaced: &Replaced| {
            let begun = self.begin(copy, replaced, place);
            done = begun.map_err(|why| match why {
                NotBegun::Restore(why) => why,
                NotBegun::Log(why) => {
                    unapplied = Some(why);
                    NotRestored::Begin
                }
            })?;
            Ok(())
        };
        let kept = restore(&place.store, &self.from, &stamp(clock::now().into()), &mut begin);
        let kept = match (kept, unapplied) {
            (Err(NotRestored::Begin), Some(why)) => return Err(why),
            (kept, _) => kept.map_err(|error| self.failed(error))?,
        };
        let mut printer = Printer::new(self.format);
        for lost in &done.lost {
            printer.row(lost)?;
        }
        printer.finish()?;
        for applied in &done.applied {
            say(&applied.told());
        }
        let Standing { operation, at, .. } = done.standing;
        let with = if self.logs.is_empty() {
            ", which ends"
        } else {
            " and its log, which end"
        };
        eprintln!("Restored from {from}{with} with operation {operation} of {at}.");
        eprintln!("{}", done.told());
        eprintln!("The next ledger batch is number {}.", done.next_batch);
        if let Some(kept) = kept {
            eprintln!("What was replaced is kept as {}.", kept.display());
        }
        Ok(())
    }

    fn failed(&self, error: NotRestored) -> Failure {
        let from = self.from.display();
        match error {
            NotRestored::Backup(why) => Failure::Data(vec![format!(
                "{from} can't be restored: {why}. Name another backup. Nothing was changed."
            )]),
            NotRestored::OtherStore => Failure::coded(
                OTHER_STORE,
                format!(
                    "{from} is a backup of another store than the one here: their first operations differ. \
                 Name a backup of this store, or say --force to put the other one in its place. Nothing was changed."
                ),
            ),
            NotRestored::Store(StoreError::Busy { why }) => in_use(&why),
            NotRestored::Begin => Failure::usage("what is put back could not be begun. Nothing was changed."),
            NotRestored::Store(other) => other.into(),
        }
    }

    /// Proves the logs before anything is done.
    fn prove_logs(&self, place: &Place) -> Result<(), Failure> {
        proved(&self.logs, self.until, place).map(drop)
    }

    /// Proves the copy, does again what the logs hold, and notes in it that it was restored.
    fn begin(&self, copy: &mut Sqlite, replaced: &Replaced, place: &Place) -> Result<Done, NotBegun> {
        let (kin, found) = (copy as &dyn Store).read(|view| Ok((replaced.kin(view)?, broken(view)?)))?;
        if let Some(found) = found {
            return Err(NotRestored::Backup(format!("its books do not hold: {found}")).into());
        }
        if kin == Kin::Other && !self.force {
            return Err(NotRestored::OtherStore.into());
        }
        let applied = self.apply_logs(copy, place)?;
        let (standing, next, kin) = (copy as &dyn Store)
            .read(|view| Ok((Standing::of(view)?, next_batch(view)?, replaced.kin(view)?)))?;
        let (_, known) = replaced.newest().unwrap_or_default();
        let known = known.max(next - 1).max(self.batch.unwrap_or(0));
        let (lost, skipped) = match kin {
            Kin::Same(common) => {
                let lost = (copy as &dyn Store).read(|view| replaced.behind(common, view))?;
                (lost, 0)
            }
            Kin::Other | Kin::Unknown => (Vec::new(), self.batch.map_or(SKIPPED, |_| 0)),
        };
        let restored = Restored {
            backup: self.named(),
            lost: replaced.acknowledged(),
            batch: known.saturating_add(skipped),
        };
        let key = format!("{}{}", Restored::KEY, Time::from(clock::now()).0);
        let answer = copy.transact(&request_of(key, clock::today(), restored.into()))?;
        if let Some(refusal) = answer.refusal {
            return Err(Fault::new(refusal.to_string()).into());
        }
        Ok(Done {
            standing,
            next_batch: (copy as &dyn Store).read(|view| next_batch(view))?,
            lost,
            kin: Some(kin),
            acknowledged: replaced.acknowledged(),
            applied,
        })
    }

    fn apply_logs(&self, copy: &mut Sqlite, place: &Place) -> Result<Vec<Applied>, NotBegun> {
        let onto = Onto {
            what: "the backup",
            program: &place.program(),
        };
        let apply = |log: &PathBuf| {
            let mut reader = Reader::open(log, self.until, place)?;
            apply(copy, &mut reader, &onto, None)
        };
        let applied: Result<_, Failure> = self.logs.iter().map(apply).collect();
        applied.map_err(NotBegun::Log)
    }

    /// Returns what it is restored from, without the folders.
    fn named(&self) -> String {
        let name = |path: &PathBuf| {
            let name = path.file_name().unwrap_or(Path::new("").as_os_str());
            name.to_string_lossy().into_owned()
        };
        let logs: Vec<String> = self.logs.iter().map(name).collect();
        let with = if logs.is_empty() { "" } else { " with " };
        format!("{}{with}{}", name(&self.from), logs.join(" and "))
    }
}

/// Why nothing is begun in the copy.
enum NotBegun {
    Restore(NotRestored),
    Log(Failure),
}

impl<E: Into<NotRestored>> From<E> for NotBegun {
    fn from(error: E) -> Self {
        Self::Restore(error.into())
    }
}

impl Done {
    /// Returns what is said of what came after the backup.
    fn told(&self) -> String {
        let first = self.standing.operation + 1;
        match self.kin {
            Some(Kin::Same(_)) if self.lost.is_empty() => {
                "All that was in the store that was replaced is in it.".to_owned()
            }
            Some(Kin::Same(_)) => {
                let count = |what| self.lost.iter().filter(|lost| lost.what == what).count();
                let operations = counted(count(Lost::OPERATION), "operation");
                let batches = match count(Lost::BATCH) {
                    0 => String::new(),
                    1 => " and 1 ledger batch".to_owned(),
                    several => format!(" and {several} ledger batches"),
                };
                let are = if self.lost.len() == 1 { "is" } else { "are" };
                format!("{operations}{batches} of the store that was replaced {are} not in it.")
            }
            Some(Kin::Other) => "Nothing of the store that was replaced is in it.".to_owned(),
            _ if first <= self.acknowledged => {
                let last = self.acknowledged;
                let lost = if first == last {
                    format!("Operation {first} at least was acknowledged and is lost")
                } else {
                    format!("Operations {first} to {last} at least were acknowledged and are lost")
                };
                format!("{lost}: ask who worked then, and what the accounting system has.")
            }
            _ => "What came after it could not be read: ask who worked then, and what the accounting system has."
                .to_owned(),
        }
    }
}

fn in_use(why: &str) -> Failure {
    Failure::coded(
        STORE_IN_USE,
        format!("{why}. Close all sessions and commands of this store, then restore. Nothing was changed."),
    )
}
