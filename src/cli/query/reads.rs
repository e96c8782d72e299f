//! `reads`: every read of every terminal and what became of it, or how many of which kind there were.

mod counted;

use self::counted::{By, Counts};
use super::Asked;
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::clock;
use crate::domain::code::{Badge, Terminal};
use crate::domain::log::{NotedRead, Outcome, ReadResult};
use crate::domain::movement::Source;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;
use serde::Serialize;

/// The arguments of `reads`.
#[derive(Clone, Debug, Args)]
pub struct Reads {
    #[command(flatten)]
    pub(super) asked: Asked,
    /// Only what was refused; counted by reason, item, location and operator unless `--by` says otherwise
    #[arg(long)]
    refused: bool,
    /// Count reads, refused and typed ones by one thing; `label` finds labels that read badly
    #[arg(long, value_name = "WHAT")]
    by: Option<By>,
    /// Only this operator
    #[arg(long, value_name = "BADGE")]
    operator: Option<Badge>,
    /// Only this terminal
    #[arg(long, value_name = "NAME")]
    terminal: Option<Terminal>,
}

/// One read with its result, where it has one.
struct Found {
    read: NotedRead,
    result: Option<ReadResult>,
}

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
    item: Option<String>,
    location: Option<String>,
}

impl Reads {
    /// Prints the reads asked for, or their counts.
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let counted = self.refused || self.by.is_some();
        let mut counts = Counts::by(self.by, self.refused);
        for read in Pages::<NotedRead>::of(view) {
            let read = read.map_err(StoreError::from)?;
            if !self.wants(&read) {
                continue;
            }
            let result: Option<ReadResult> = view
                .find(&[&read.terminal, &read.read])
                .map_err(StoreError::from)?;
            let found = Found { read, result };
            if !self.is_about(&found) {
                continue;
            }
            if counted {
                counts.add(&found);
            } else {
                printer.row(&Row::of(found))?;
            }
        }
        if counted { counts.print(printer) } else { Ok(()) }
    }

    fn wants(&self, read: &NotedRead) -> bool {
        self.asked.filter.day(clock::day_of(read.first_at))
            && self
                .operator
                .as_ref()
                .is_none_or(|operator| *operator == read.operator)
            && self
                .terminal
                .as_ref()
                .is_none_or(|terminal| *terminal == read.terminal)
    }

    /// Returns whether a read was about the item and the location asked for.
    fn is_about(&self, found: &Found) -> bool {
        let filter = &self.asked.filter;
        let about = found.result.as_ref();
        let item = about.and_then(|result| result.item.as_ref());
        let location = about.and_then(|result| result.location.as_ref());
        (filter.item.is_none() || filter.item.as_ref() == item)
            && (filter.location.is_none() || filter.location.as_ref() == location)
    }
}

impl Row {
    fn of(Found { read, result }: Found) -> Self {
        let told = result.as_ref();
        Self {
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
            item: told.and_then(|told| told.item.as_ref()).map(ToString::to_string),
            location: told
                .and_then(|told| told.location.as_ref())
                .map(ToString::to_string),
        }
    }
}
