//! `status`: the state of the store, and what its administrators have to know.

use super::failure::Failure;
use super::output::{Format, Printer};
use super::place::Place;
use crate::app::seat::Seat;
use crate::clock;
use crate::domain::currency;
use crate::domain::log::{MadeBackup, Restoration};
use crate::domain::policy::Policies;
use crate::domain::record::{Fault, Record};
use crate::operations::care::Care;
use crate::store::Store;
use crate::store::sqlite::intake::under_way;
use crate::store::sqlite::{LAYOUT, Standing, holder, room};
use chrono::SecondsFormat;
use serde::Serialize;

/// One thing that there is to know.
#[derive(Serialize)]
struct Row {
    what: &'static str,
    is: String,
}

/// Prints the rows, and warns of what needs attention.
pub fn run(place: &Place, format: Format) -> Result<(), Failure> {
    let store = place.open_file_to_read()?;
    let (standing, care, restored, money) = (&store as &dyn Store).read(|view| {
        let restored: Option<Restoration> = view.find(&[&view.last(Restoration::TABLE)?])?;
        Ok((
            Standing::of(view)?,
            Care::of(view, clock::now().into())?,
            restored,
            money(&view.policies()?)?,
        ))
    })?;
    let terminals = Seat::taken(&place.store).unwrap_or_default();
    let rows = [
        ("store", place.store.display().to_string()),
        ("program", env!("CARGO_PKG_VERSION").to_owned()),
        ("layout", LAYOUT.to_string()),
        ("money", money),
        ("last operation", numbered(standing.operation, &standing.at)),
        ("clock", clock::now().to_rfc3339_opts(SecondsFormat::Secs, true)),
        ("terminals", or_none(&terminals.join(", "))),
        (
            "turn to write",
            holder(&place.store).map_or_else(|| "free".to_owned(), |holder| holder.to_string()),
        ),
        (
            "long file",
            or_none(&under_way(&place.store).map_or_else(String::new, |file| file.to_string())),
        ),
        (
            "last backup",
            care.backup.as_ref().map_or_else(|| "none".to_owned(), backup),
        ),
        (
            "last restore",
            restored.as_ref().map_or_else(|| "none".to_owned(), restore),
        ),
        (
            "bytes free",
            room(&place.store).map_or_else(String::new, |room| room.to_string()),
        ),
    ];
    let mut printer = Printer::new(format);
    for (what, is) in rows {
        printer.row(&Row { what, is })?;
    }
    printer.finish()?;
    for warning in store.warnings().iter().chain(&care.told()) {
        eprintln!("{warning}.");
    }
    Ok(())
}

/// Returns the company's currency and the decimals of its amounts, and why these are others than one expects.
fn money(policies: &Policies) -> Result<String, Fault> {
    let standard = currency::decimals(&policies.currency()?.to_string());
    let own = policies.money_decimals()?.unwrap_or(currency::USUAL);
    let told = policies.money()?;
    Ok(if own == standard {
        format!("{told}, {}", currency::told(own))
    } else {
        let standard = currency::told(standard);
        format!("{told}: the store is older than the rule, by ISO 4217 there are {standard}")
    })
}

fn or_none(text: &str) -> String {
    if text.is_empty() { "none" } else { text }.to_owned()
}

fn numbered(operation: i64, at: &impl ToString) -> String {
    format!("{operation} of {}", at.to_string())
}

fn backup(made: &MadeBackup) -> String {
    let MadeBackup {
        operation, at, file, ..
    } = made;
    format!("{at} as {file}, up to operation {operation}")
}

fn restore(restored: &Restoration) -> String {
    let Restoration {
        operation,
        at,
        backup,
        ..
    } = restored;
    format!("{at} from {backup}, which ends with operation {operation}")
}
