//! Holds of one lot as rule books before version 13 had them: without a reason a hold ended.

use super::HOLDS;
use crate::domain::catalog::Lot;
use crate::domain::code::{ItemCode, LotCode};
use crate::domain::log::{Logged, Reversal};
use crate::domain::part::part;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::operations::change::Halt;
use crate::operations::log::{HEEDED, NAMED, NOTED};
use crate::operations::request::{HoldLot, Operation, Request};
use crate::operations::rules::books::Books;

/// Holds a lot or releases it. Held lots can't be picked or shipped; a pick in progress learns of it at its next scan.
pub(super) fn hold(books: &mut Books<'_, '_>, asked: &HoldLot) -> Result<Option<String>, Halt> {
    books.need(HOLDS)?;
    let (item, lot) = of_lot(asked);
    let lot: Option<Lot> = books.view().find(&[&item, &lot])?;
    let lot = lot.ok_or_else(|| Refusal::UnknownCode {
        code: format!("{} lot {}", item, of_lot(asked).1),
    })?;
    if books.is_of(HEEDED) {
        let why = asked.why.as_deref().map(str::trim);
        let (need, found) = match (why, &lot.hold) {
            (Some(""), _) => ("why the lot is held", "nothing".to_owned()),
            (None, None) => (
                "why the lot is held",
                format!("none, and {} is on no hold to be released", lot.lot),
            ),
            _ => ("", String::new()),
        };
        if !need.is_empty() {
            let need = need.to_owned();
            return Err(Refusal::Unfit { need, found }.into());
        }
    }
    let before = lot.hold.clone().filter(|_| books.is_of(NOTED));
    let named = lot.lot.clone();
    books.draft.put(&Lot {
        hold: asked.why.clone(),
        ..lot
    });
    let range = Range::by(Task::BY_URGENCY, &[&TaskKind::Pick, &TaskState::Open]);
    let tasks: Vec<Task> = books.view().list(&range)?;
    let picks = tasks
        .iter()
        .filter(|task| (&task.item, &task.lot) == (&item, &named))
        .count();
    let before = before.map_or_else(String::new, |why| format!("{WAS_HELD}{why}"));
    Ok(Some(format!("{picks} open picks name this lot{before}")))
}

/// Returns the item and the lot, both of which every such hold names.
pub(super) fn of_lot(asked: &HoldLot) -> (ItemCode, LotCode) {
    (
        asked.item.clone().unwrap_or_default(),
        asked.lot.clone().unwrap_or_default(),
    )
}

/// What stands before the reason of an earlier hold in the note on a hold or a release.
pub(super) const WAS_HELD: &str = ". It was on hold: ";

/// Takes the hold or the release that is operation `number` back, unless the lot was held or released since; returns
/// what to tell, or why not.
pub(super) fn unhold(
    books: &mut Books<'_, '_>,
    asked: &HoldLot,
    (number, note): (i64, Option<&str>),
) -> Result<Result<String, String>, Halt> {
    let (item, lot) = of_lot(asked);
    let lot: Option<Lot> = books.view().find(&[&item, &lot])?;
    let lot = lot.filter(|lot| lot.hold == asked.why);
    let Some(lot) = lot else {
        return Ok(Err(SINCE.into()));
    };
    if books.is_of(NAMED)
        && let Some(why) = later(books, asked, number)?
    {
        return Ok(Err(why));
    }
    let hold = note.and_then(|note| note.split_once(WAS_HELD));
    let hold = hold.map(|(_, why)| why.to_owned());
    let told = match &hold {
        Some(why) => format!("{} {} is on hold again: {why}", lot.item, lot.lot),
        None => format!("{} {} is no longer on hold", lot.item, lot.lot),
    };
    books.draft.put(&Lot { hold, ..lot });
    Ok(Ok(told))
}

const SINCE: &str = "the lot was held or released since";

part! {
    /// What an operation did, in one word.
    struct Done of Logged {
        /// Its number.
        seq: i64,
        /// Its kind.
        op: String,
    }
}

/// How many later operations are looked through for a hold of the same lot.
const MOST: i64 = 10_000;

/// Returns why a hold or release can't be taken back if a later one of the lot may stand, though with the same reason.
fn later(books: &Books<'_, '_>, asked: &HoldLot, number: i64) -> Result<Option<String>, Halt> {
    if MOST < books.operation - number {
        let why = format!("more than {MOST} operations came after it; hold or release the lot instead");
        return Ok(Some(why));
    }
    let since: Vec<Done> = books.view().parts(&Range::of::<Logged>(&[]).after(&number))?;
    for done in since.iter().filter(|done| done.op == HOLD) {
        let logged: Option<Logged> = books.view().find(&[&done.seq])?;
        let request = logged.as_ref().map(Request::of).transpose()?;
        let is_same = request.is_some_and(|request| match &request.operation {
            Operation::HoldLot(other) => (&other.item, &other.lot) == (&asked.item, &asked.lot),
            _ => false,
        });
        if is_same && books.view().find::<Reversal>(&[&done.seq])?.is_none() {
            return Ok(Some(SINCE.into()));
        }
    }
    Ok(None)
}

/// The word of a hold or a release in the log.
const HOLD: &str = "hold";
