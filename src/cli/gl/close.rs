//! `gl close`: the check-list of a posting period, and its end.

use super::{applied, asked};
use crate::cli::failure::Failure;
use crate::cli::output::{Format, Printer};
use crate::domain::code::EntityCode;
use crate::domain::refusal::Refusal;
use crate::operations::answer::Verdict;
use crate::operations::checklist;
use crate::operations::request::{ClosePeriod, Request};
use crate::store::Store;
use chrono::NaiveDate;
use clap::Args;

/// What the key of a closing begins with.
pub(super) const KEY: &str = "close:";

/// The arguments of `gl close`.
#[derive(Debug, Args)]
pub struct Close {
    /// The period, such as 2026-03
    period: String,
    /// Only show the check-list: what must hold, whether it does, and what stands in the way
    #[arg(long)]
    check: bool,
    /// Why it is closed although its inventory is below zero
    #[arg(long, value_name = "TEXT", conflicts_with = "check")]
    reason: Option<String>,
    /// Only in the books of this legal entity; all close together unless given
    #[arg(long, value_name = "ENTITY")]
    entity: Option<EntityCode>,
    #[command(flatten)]
    format: Format,
}

impl Close {
    /// Closes the period, or shows its check-list.
    pub(super) fn run(self, store: &mut dyn Store) -> Result<(), Failure> {
        if self.check {
            return self.show(store);
        }
        let period = self.period;
        let entity = self.entity;
        let (key, whose) = match &entity {
            Some(entity) => (format!("{KEY}{period}:{entity}"), format!(" for {entity}")),
            None => (format!("{KEY}{period}"), String::new()),
        };
        let conditions = (*store).read(|view| checklist::conditions(view, &period, entity.as_ref()))?;
        let document = ClosePeriod {
            period: period.clone(),
            entity,
        };
        let request = Request {
            reason: self.reason,
            ..asked(store, key, document.into())?
        };
        let answer = store.transact(&request)?;
        applied(&answer)?;
        eprintln!("Period {period} is closed{whose}.");
        if answer.verdict == Verdict::Applied {
            for open in conditions.iter().filter(|condition| !condition.ok) {
                eprintln!("Expected that {}, found {}.", open.what, open.detail);
            }
        }
        Ok(())
    }

    fn show(self, store: &dyn Store) -> Result<(), Failure> {
        if NaiveDate::parse_from_str(&format!("{}-01", self.period), "%Y-%m-%d").is_err() {
            let refusal = Refusal::NotAPeriod { found: self.period };
            return Err(Failure::of(&refusal, ""));
        }
        let conditions =
            store.read(|view| checklist::conditions(view, &self.period, self.entity.as_ref()))?;
        let mut printer = Printer::new(self.format);
        for condition in &conditions {
            printer.row(condition)?;
        }
        printer.finish()?;
        if conditions
            .iter()
            .all(|condition| condition.ok || !condition.blocks)
        {
            Ok(())
        } else {
            Err(Failure::Unclean)
        }
    }
}
