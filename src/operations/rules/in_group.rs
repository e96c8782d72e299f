//! What legal entities earned on each other with goods that the group still has: a question to the rules, by which nothing
//! is decided.

use super::books::Books;
use super::late;
use crate::domain::amount::Money;
use crate::domain::code::Key;
use crate::domain::movement::Movement;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;
use crate::operations::change::Halt;
use crate::operations::draft::Draft;
use crate::operations::log::RULES;
use crate::operations::request::{Request, Reverse};
use crate::operations::view::View;
use chrono::NaiveDate;

/// Returns what of amounts is still in stock, on its way or in what was built: each was in the goods with whose movement
/// it is named when they arrived. It follows them wherever they went in the group, as late cost does.
///
/// # Errors
/// Fails if the store can't be read, or the sum is too large to tell.
pub(in crate::operations) fn still_held(
    view: &dyn View,
    arrived: &[(Movement, Money)],
) -> Result<Money, Fault> {
    let told = |halt| match halt {
        Halt::Fault(fault) => fault,
        Halt::Refused(refusal) => Fault::new(refusal.to_string()),
    };
    held(view, arrived).map_err(told)
}

fn held(view: &dyn View, arrived: &[(Movement, Money)]) -> Result<Money, Halt> {
    let amount: Money = arrived.iter().map(|(_, amount)| *amount).sum();
    let (mut draft, request) = (Draft::new(view), asked());
    let books = Books::open(&mut draft, &request, (i64::MAX, RULES))?;
    let Some(found) = late::in_group(&books, arrived)? else {
        return Ok(Money::ZERO);
    };
    let what = format!("{amount} in goods of the group");
    Ok(found.held(amount).ok_or(Refusal::TooLarge { what })?)
}

/// Returns a request behind everything that happened, of which only the day counts.
fn asked() -> Request {
    let last = NaiveDate::from_ymd_opt(2199, 12, 31).unwrap_or(NaiveDate::MAX);
    let of = Key::NONE;
    Request::of_document(Key::NONE, Time(0), last, Reverse { of }.into())
}
