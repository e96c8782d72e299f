//! A posting period is closed: nothing posts into it any more.

use super::books::{Books, period_of};
use crate::domain::company::ClosedPeriod;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::closed::closing;
use crate::operations::log::DATED;
use crate::operations::{checklist, invariants};
use chrono::NaiveDate;

/// Closes a period, unless it has not begun, days up to its end are unsealed, stock and ledger differ, or open items do
/// not explain their account, and without a reason where inventory is below zero that may not be. [`checklist::conditions`]
/// lists the same conditions.
pub(super) fn close(books: &mut Books<'_, '_>, period: &str) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller])?;
    let found = period.to_owned();
    let first = NaiveDate::parse_from_str(&format!("{period}-01"), "%Y-%m-%d").ok();
    let first = first.filter(|day| period_of(*day) == period);
    first.ok_or(Refusal::NotAPeriod { found })?;
    let period = period.to_owned();
    let now = period_of(books.request.date);
    if now < period {
        return Err(Refusal::PeriodAhead { period, now }.into());
    }
    let view = books.view();
    if closing(view, &period)?.is_some() {
        return Err(Refusal::PeriodClosed { period }.into());
    }
    let days = checklist::unsealed(view, &period)?;
    if !days.is_empty() {
        let days = days.join(", ");
        return Err(Refusal::Unsealed { period, days }.into());
    }
    if let Some((account, stock, ledger)) = checklist::stock_differences(view)?.into_iter().next() {
        let account = account.to_string();
        return Err(Refusal::StockDiffers {
            period,
            account,
            stock: stock.to_string(),
            ledger: ledger.to_string(),
        }
        .into());
    }
    let open = invariants::open_items(view)?;
    if let Some(broken) = open.into_iter().find(|open| 0 < open.broken) {
        let (what, detail) = (broken.invariant, broken.detail);
        return Err(Refusal::NotExplained { period, what, detail }.into());
    }
    let below = checklist::below::inventory(view, &period)?;
    let is_refused = books.is_of(DATED) && !below.is_empty() && checklist::below::needs_reason(view)?;
    if is_refused
        && books
            .request
            .reason
            .as_ref()
            .is_none_or(|why| why.trim().is_empty())
    {
        let what = below.join(", ");
        return Err(Refusal::InventoryBelowZero { period, what }.into());
    }
    let (closed_at, closed_by) = (books.request.at, books.operator().clone());
    books.draft.put(&ClosedPeriod {
        period,
        closed_at,
        closed_by,
    });
    Ok(None)
}
