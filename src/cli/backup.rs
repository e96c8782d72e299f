//! `backup`: a proved copy of the store, made while all work goes on.

use super::failure::{BACKUP_EXISTS, Failure};
use super::output::{Format, Printer};
use super::place::Place;
use super::priority;
use super::request::request_of;
use crate::clock;
use crate::domain::record::Fault;
use crate::domain::time::Time;
use crate::operations::invariants::books;
use crate::operations::request::BackedUp;
use crate::operations::view::View;
use crate::store::sqlite::{self, NotMade, Sqlite, Standing};
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDateTime, Utc};
use clap::Args;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

/// How the time of a backup is written in its name.
const TIME: &str = "%Y-%m-%dT%H-%M-%SZ";
/// What the names of backups end with.
const ENDING: &str = ".backup";

/// The arguments of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// A folder, in which the backup is named by the store and the time, or a new file
    #[arg(value_name = "TO")]
    to: PathBuf,
    /// Keep the newest N backups of this store in the folder, and remove older ones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
    /// Prove the pages and the newest operation only, not the books
    #[arg(long)]
    quick: bool,
    #[command(flatten)]
    format: Format,
}

#[derive(Serialize)]
struct Row {
    backup: String,
    operation: i64,
    at: String,
    hash: String,
    bytes: u64,
    proved: &'static str,
}

impl Backup {
    /// Makes the backup and prints what it holds.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        priority::lower();
        let is_folder = self.to.is_dir();
        if self.keep.is_some() && !is_folder {
            let found = self.to.display();
            return Err(Failure::Usage(format!(
                "expected a folder that is there with --keep, found {found}. Make it, or leave --keep out."
            )));
        }
        let store = name_of(&place.store);
        let to = if is_folder {
            let at = stamp(clock::now().into());
            let mut names = (1..).map(|nth| self.to.join(named(&store, &at, nth)));
            names
                .find(|name| name.symlink_metadata().is_err())
                .unwrap_or_default()
        } else {
            self.to.clone()
        };
        // The file there is most likely an older backup, which is a store of its own.
        if to.exists() && !sqlite::is_live(&place.store, &to) {
            return Err(exists(&to));
        }
        place.keep_from(&to)?;
        let standing = self.made(place, &to)?;
        let bytes = fs::metadata(&to).map_or(0, |found| found.len());
        let mut printer = Printer::new(self.format);
        printer.row(&Row {
            backup: to.display().to_string(),
            operation: standing.operation,
            at: standing.at.to_string(),
            hash: standing.hash,
            bytes,
            proved: if self.quick { "pages" } else { "books" },
        })?;
        printer.finish()?;
        if let Some(keep) = self.keep {
            remove_older(&self.to, &store, &to, keep);
        }
        Ok(())
    }

    fn made(&self, place: &Place, to: &Path) -> Result<Standing, Failure> {
        let mut proof = |view: &dyn View| {
            let found = if self.quick { None } else { broken(view)? };
            found.map_or(Ok(()), |found| {
                let program = place.program();
                Err(Fault::new(format!(
                    "no backup was made, because the books of the store do not hold: {found}. `{program} audit` says \
                     all that is wrong; with --quick the store is copied as it is"
                )))
            })
        };
        let mut store = place.open_file_to_read()?;
        let made = store.backup(to, &mut proof);
        let standing = made.map_err(|error| match error {
            NotMade::Exists => exists(to),
            NotMade::Target(why) => Failure::Usage(format!(
                "{} can't be written: {why}. Name another place. No backup was made.",
                to.display()
            )),
            NotMade::Store(error) => error.into(),
        })?;
        if !self.quick
            && let Err(why) = note(&mut store, to, &standing)
        {
            let why = match why {
                // That was said when the store was opened.
                StoreError::ReadOnly { .. } => String::new(),
                why => format!(": {why}"),
            };
            eprintln!(
                "The backup is good. It is not noted in the store, which goes on telling the age of the one before{why}"
            );
        }
        Ok(standing)
    }
}

fn exists(to: &Path) -> Failure {
    let to = to.display();
    Failure::coded(
        BACKUP_EXISTS,
        format!("there is a file at {to} already, and a backup overwrites nothing. Name another."),
    )
}

/// Notes in the store that a good backup was made.
fn note(store: &mut Sqlite, to: &Path, standing: &Standing) -> Result<(), StoreError> {
    let (file, at) = (
        to.file_name().unwrap_or_default(),
        clock::now().timestamp_millis(),
    );
    let made = BackedUp {
        file: file.to_string_lossy().into_owned(),
        operation: standing.operation,
        hash: standing.hash.clone(),
    };
    let key = format!("{}{at}", BackedUp::KEY);
    let answer = store.transact(&request_of(key, clock::today(), made.into()))?;
    match answer.refusal {
        Some(refusal) => Err(Fault::new(refusal.to_string()).into()),
        None => Ok(()),
    }
}

/// Returns the first broken invariant of the books and how it is broken. `None` if all hold.
pub(super) fn broken(view: &dyn View) -> Result<Option<String>, Fault> {
    let mut found = books(view)?.into_iter();
    let broken = found.find(|finding| finding.broken > 0);
    Ok(broken.map(|broken| format!("{}: {}", broken.invariant, broken.detail)))
}

/// Returns a moment as it is written in names of files.
pub(super) fn stamp(at: Time) -> String {
    let at = DateTime::<Utc>::from_timestamp_millis(at.0).unwrap_or_default();
    at.format(TIME).to_string()
}

fn name_of(store: &Path) -> String {
    let name = store.file_name().unwrap_or(store.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Returns the file name of a backup in a folder. `nth` tells backups of the same second apart.
fn named(store: &str, at: &str, nth: u32) -> String {
    match nth {
        1 => format!("{store}.{at}{ENDING}"),
        nth => format!("{store}.{at}-{nth}{ENDING}"),
    }
}

/// Returns when a backup was made by the name that [`named`] gives it, and as which of its second.
fn made_at(name: &str, store: &str) -> Option<(NaiveDateTime, u32)> {
    let at = name
        .strip_prefix(store)?
        .strip_prefix('.')?
        .strip_suffix(ENDING)?;
    let (at, nth) = at.split_at_checked(at.find('Z')? + 1)?;
    let nth = if nth.is_empty() {
        1
    } else {
        nth.strip_prefix('-')?.parse().ok()?
    };
    Some((NaiveDateTime::parse_from_str(at, TIME).ok()?, nth))
}

/// Removes the oldest backups of a store from a folder, with the files that programs left beside them. Keeps the backup
/// that was just made and the newest of the others.
fn remove_older(folder: &Path, store: &str, made: &Path, keep: u16) {
    for older in older(folder, store, made, keep) {
        match sqlite::remove(&older) {
            Ok(()) => eprintln!("Removed {}.", older.display()),
            Err(why) => eprintln!("{} can't be removed: {why}", older.display()),
        }
    }
}

/// Returns the backups that are too many. The one that was just made is never among them, even if the clock was set
/// back.
fn older(folder: &Path, store: &str, made: &Path, keep: u16) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let others = files
        .filter(|file| file.file_type().is_ok_and(|kind| kind.is_file()) && file.path() != made)
        .filter_map(|file| Some((made_at(file.file_name().to_str()?, store)?, file.path())));
    let mut others: Vec<_> = others.collect();
    others.sort_unstable();
    others.truncate((others.len() + 1).saturating_sub(keep.into()));
    others.into_iter().map(|(_, path)| path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_backup_just_made_stays_although_the_clock_went_back() {
        let folder = tempfile::tempdir().unwrap();
        let (at, store) = ("2026-03-02T22-00-00Z", "company.db");
        let file = |name: String| {
            let path = folder.path().join(name);
            fs::write(&path, "").unwrap();
            path
        };
        let made = file(named(store, at, 1));
        let second = file(named(store, at, 2));
        let ahead = file(named(store, "2027-03-02T22-00-00Z", 1));
        file(format!("{store}.{at}-2-3{ENDING}"));
        file(format!("{store}.before-2{ENDING}"));
        let older = |keep| older(folder.path(), store, &made, keep);
        assert_eq!(older(1), [second.clone(), ahead]);
        assert_eq!(older(2), [second]);
        assert_eq!(older(3), [""; 0].map(PathBuf::from));
    }
}
