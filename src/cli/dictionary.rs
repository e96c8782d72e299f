//! `dictionary`: what a GS1 syntax dictionary file changes about reading labels.

use super::failure::Failure;
use super::output::{Format, Printer};
use crate::app::config;
use crate::scan;
use crate::scan::gs1::dictionary::{Change, Difference};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

/// The arguments of `dictionary`.
#[derive(Debug, Args)]
pub struct Dictionary {
    /// The file, as GS1 publishes it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    format: Format,
}

/// One field of an identifier that the file defines differently from the program, or one thing that is not known here.
#[derive(Serialize)]
struct Row<'a> {
    ai: &'a str,
    change: &'static str,
    field: &'a str,
    built_in: &'a str,
    file: &'a str,
    line: Option<usize>,
}

impl Dictionary {
    /// Prints a row for each field that the file adds, removes or changes, and for what is not known here.
    ///
    /// # Errors
    /// [`Failure::Data`] for a file that can't be used, every bad line named.
    pub fn run(self) -> Result<(), Failure> {
        let read = config::dictionary(&self.file)?;
        let differences = scan::Dictionary::builtin().differences(&read);
        let mut printer = Printer::new(self.format);
        for difference in &differences {
            printer.row(&Row {
                ai: &difference.ai,
                change: difference.change.word(),
                field: difference.field,
                built_in: &difference.before,
                file: &difference.after,
                line: None,
            })?;
        }
        for note in read.notes() {
            printer.row(&Row {
                ai: &note.ai,
                change: "unknown",
                field: "",
                built_in: "",
                file: &note.what,
                line: Some(note.line),
            })?;
        }
        printer.finish()?;
        eprintln!("{}", summary(&read, &differences));
        Ok(())
    }
}

/// Returns how many identifiers differ; a range counts as one.
fn summary(read: &scan::Dictionary, differences: &[Difference]) -> String {
    let count = |change: Change| {
        let of = |two: &&[Difference]| two[0].change == change;
        differences
            .chunk_by(|one, next| one.ai == next.ai)
            .filter(of)
            .count()
    };
    format!(
        "The file is of release {}, the program's own dictionary of {}: {} added, {} removed, {} changed, {} unknown.",
        read.release().unwrap_or("unknown"),
        scan::Dictionary::builtin().release().unwrap_or_default(),
        count(Change::Added),
        count(Change::Removed),
        count(Change::Changed),
        read.notes().len()
    )
}
