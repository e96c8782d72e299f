//! `reads`: every read of every terminal, and what became of it.

use super::Asked;
use crate::cli::clock;
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::domain::log::{Journalled, Outcome, ReadResult};
use crate::domain::movement::Source;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use crate::store::StoreError;
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    terminal: String,
    read: i64,
    operator: String,
    source: Source,
    device: String,
    raw: String,
    first_at: String,
    last_at: String,
    outcome: Option<Outcome>,
    code: Option<String>,
    message: Option<String>,
    step: Option<String>,
    millis: Option<i64>,
}

/// Prints the reads of the days asked for.
pub(super) fn rows(view: &dyn View, asked: &Asked, printer: &mut Printer) -> Result<(), Failure> {
    for read in Pages::<Journalled>::of(view) {
        let read = read.map_err(StoreError::from)?;
        if !asked.filter.day(clock::day_of(read.first_at)) {
            continue;
        }
        let result: Option<ReadResult> = view
            .find(&[&read.terminal, &read.read])
            .map_err(StoreError::from)?;
        let told = result.as_ref();
        printer.row(&Row {
            terminal: read.terminal.to_string(),
            read: read.read,
            operator: read.operator.to_string(),
            source: read.source,
            device: read.device,
            raw: read.raw,
            first_at: read.first_at.to_string(),
            last_at: read.last_at.to_string(),
            outcome: told.map(|told| told.outcome),
            code: told.and_then(|told| told.code.clone()),
            message: told.map(|told| told.message.clone()),
            step: told.map(|told| told.step.clone()),
            millis: told.map(|told| told.millis),
        })?;
    }
    Ok(())
}
