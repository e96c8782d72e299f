//! A posting period is closed: nothing posts into it any more.

use super::books::{Books, period_of};
use super::intercompany;
use crate::domain::company::ClosedPeriod;
use crate::domain::entity::EntityClosing;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::closed::is_closed;
use crate::operations::entities::Sites;
use crate::operations::log::DATED;
use crate::operations::request::ClosePeriod;
use crate::operations::{checklist, invariants};
use chrono::NaiveDate;

/// Closes a period in all books, or in those of one legal entity, unless it has not begun, days up to its end are unsealed, stock and ledger differ, or open items do
/// not explain their account, and without a reason where inventory is below zero that may not be. [`checklist::conditions`]
/// lists the same conditions.
pub(super) fn close(books: &mut Books<'_, '_>, asked: &ClosePeriod) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller])?;
    let period = asked.period.clone();
    let first = NaiveDate::parse_from_str(&format!("{period}-01"), "%Y-%m-%d").ok();
    let first = first.filter(|day| period_of(*day) == period);
    let found = period.clone();
    first.ok_or(Refusal::NotAPeriod { found })?;
    if let Some(entity) = &asked.entity {
        intercompany::known(books, entity)?;
    }
    let now = period_of(books.request.date);
    if now < period {
        return Err(Refusal::PeriodAhead { period, now }.into());
    }
    let view = books.view();
    if is_closed(view, &period, asked.entity.as_ref())? {
        return Err(Refusal::PeriodClosed { period }.into());
    }
    let sites = Sites::of(view, asked.entity.as_ref())?;
    let days = checklist::unsealed(view, &period, &sites)?;
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
    let below = checklist::below::inventory(view, &period, &sites)?;
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
    match asked.entity.clone() {
        Some(entity) => books.draft.put(&EntityClosing {
            entity,
            period,
            closed_at,
            closed_by,
        }),
        None => books.draft.put(&ClosedPeriod {
            period,
            closed_at,
            closed_by,
        }),
    }
    Ok(None)
}
