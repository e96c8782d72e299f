//! A posting period is closed: nothing posts into it any more.

use super::books::{Books, period_of};
use crate::domain::company::ClosedPeriod;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::pending::{self, Cover};
use crate::operations::stock_worth;
use chrono::NaiveDate;

/// Closes a period, unless days up to its end are unsealed or stock and ledger differ.
pub(super) fn close(books: &mut Books<'_, '_>, period: &str) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller])?;
    let found = period.to_owned();
    let first = NaiveDate::parse_from_str(&format!("{period}-01"), "%Y-%m-%d").ok();
    let first = first.filter(|day| period_of(*day) == period);
    first.ok_or(Refusal::NotAPeriod { found })?;
    let period = period.to_owned();
    if books.view().find::<ClosedPeriod>(&[&period])?.is_some() {
        return Err(Refusal::PeriodClosed { period }.into());
    }
    let days = pending::pending_days(books.view())?;
    let days: Vec<String> = days
        .into_iter()
        .filter(|(day, _)| period_of(*day) <= period)
        .map(|(day, site)| format!("{day} at {site}"))
        .collect();
    if !days.is_empty() {
        let days = days.join(", ");
        return Err(Refusal::Unsealed { period, days }.into());
    }
    let ledger = pending::trial_balance(books.view(), &Cover::default())?;
    for (account, stock) in stock_worth::in_ledger(books.view())? {
        let ledger = ledger.balance(&account);
        if stock != ledger {
            let account = account.to_string();
            return Err(Refusal::StockDiffers {
                period,
                account,
                stock,
                ledger,
            }
            .into());
        }
    }
    let (closed_at, closed_by) = (books.request.at, books.operator().clone());
    books.draft.put(&ClosedPeriod {
        period,
        closed_at,
        closed_by,
    });
    Ok(None)
}
