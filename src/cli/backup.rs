//! `backup`: a proved copy of the store, made while all work goes on.

use super::failure::Failure;
use super::output::{Format, Printer};
use super::place::Place;
use super::{clock, priority};
use crate::domain::record::Fault;
use crate::domain::time::Time;
use crate::operations::invariants::audit;
use crate::operations::view::View;
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
        let name = name_of(&place.store);
        let to = if is_folder {
            self.to.join(format!("{name}.{}{ENDING}", stamp(clock::now())))
        } else {
            self.to.clone()
        };
        place.keep_from(&to)?;
        if to.symlink_metadata().is_ok() {
            let found = to.display();
            return Err(Failure::Refused(format!(
                "BACKUP_EXISTS: there is a file at {found} already, and a backup overwrites nothing. Name another."
            )));
        }
        let store = place.open_file()?;
        let proof = |view: &dyn View| if self.quick { Ok(()) } else { prove(view) };
        let standing = store.backup(&to, &mut { proof })?;
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
        for older in self
            .keep
            .map_or_else(Vec::new, |keep| older(&self.to, &name, keep))
        {
            match fs::remove_file(&older) {
                Ok(()) => eprintln!("Removed {}.", older.display()),
                Err(why) => eprintln!("{} can't be removed: {why}", older.display()),
            }
        }
        Ok(())
    }
}

/// Proves the books of a copy.
///
/// # Errors
/// A [`Fault`] that names the first invariant that does not hold.
pub(super) fn prove(view: &dyn View) -> Result<(), Fault> {
    match audit(view)?.into_iter().find(|finding| finding.broken > 0) {
        None => Ok(()),
        Some(broken) => Err(Fault::new(format!(
            "the copy was not kept, because its books do not hold: {}: {}. Run `binledger audit`; with --quick it is \
             kept as it is",
            broken.invariant, broken.detail
        ))),
    }
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

/// Returns all but the newest backups of a store in a folder, by the names that this command gives.
fn older(folder: &Path, store: &str, keep: u16) -> Vec<PathBuf> {
    let is_backup = |name: &str| {
        let time = name.strip_prefix(store).and_then(|rest| rest.strip_prefix('.'));
        let time = time.and_then(|rest| rest.strip_suffix(ENDING));
        time.is_some_and(|time| NaiveDateTime::parse_from_str(time, TIME).is_ok())
    };
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|file| file.file_type().is_ok_and(|kind| kind.is_file()))
        .filter(|file| file.file_name().to_str().is_some_and(is_backup))
        .map(|file| file.path())
        .collect();
    found.sort_unstable();
    found.truncate(found.len().saturating_sub(keep.into()));
    found
}
