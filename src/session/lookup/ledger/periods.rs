//! Posting periods, and what must hold before one is closed.

use super::{MOST, foresee, mark};
use crate::domain::entry::Entry;
use crate::domain::record::{Fault, Range};
use crate::domain::user::User;
use crate::flows::event::Context;
use crate::flows::question::ledger::{Act, Column, Mark, Only, Page, Place, Row};
use crate::operations::checklist::{self, Condition};
use crate::operations::closed::closing;
use crate::operations::pending::{self, Cover};
use crate::operations::stock_worth;
use crate::operations::view::View;
use chrono::{Datelike, NaiveDate};

fn period_of(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

/// Returns the periods that anything was posted to, latest first.
pub(super) fn list(view: &dyn View, today: NaiveDate) -> Result<Page, Fault> {
    let columns = [
        Column::text("Period", 0),
        Column::text("State", 0),
        Column::text("Unsealed", 1),
    ];
    let mut page = Page::new("Ledger periods", &columns);
    let first: Vec<Entry> = view.list(&Range::by(Entry::BY_POSTING, &[]).first(1))?;
    let last: Vec<Entry> = view.list(&Range::by(Entry::BY_POSTING, &[]).backwards().first(1))?;
    let first = first.first().map_or(today, |entry| entry.posting);
    let last = last.first().map_or(today, |entry| entry.posting);
    let unsealed = pending::pending_days(view)?;
    let mut month = last.with_day(1);
    while let Some(day) = month.filter(|day| first.with_day(1).is_some_and(|first| first <= *day)) {
        if MOST <= page.rows.len() {
            break;
        }
        let period = period_of(day);
        let closed = closing(view, &period)?;
        let days = unsealed
            .iter()
            .filter(|(day, _)| period_of(*day) == period)
            .count();
        let (state, mark) = if closed.is_some() {
            ("closed", Mark::Good)
        } else {
            ("open", Mark::Plain)
        };
        let days = match days {
            0 => String::new(),
            1 => "1 day".to_owned(),
            days => format!("{days} days"),
        };
        let row = Row::of([period.clone(), state.to_owned(), days]);
        page.rows.push(row.marked(mark).to(Place::Close { period }));
        month = day.pred_opt().and_then(|before| before.with_day(1));
    }
    Ok(page)
}

/// Returns the conditions for closing a period, and the closing itself if all of them hold.
pub(super) fn close(view: &dyn View, period: &str, context: &Context) -> Result<Page, Fault> {
    let columns = [
        Column::text("State", 0),
        Column::text("What", 0),
        Column::text("Detail", 1),
    ];
    let mut page = Page::new(format!("Ledger close {period}"), &columns);
    let closed = closing(view, period)?;
    if let Some(closed) = closed {
        let by: Option<User> = view.find(&[&closed.closed_by])?;
        let by = by.map_or_else(|| closed.closed_by.to_string(), |user| user.name);
        page.dear(
            "Closed",
            format!("{} {by}", closed.closed_at.to_minute()).trim().to_owned(),
        );
        return Ok(page);
    }
    page.rows = conditions(view, period)?;
    if page.rows.iter().all(|row| row.mark != Mark::Wrong) {
        let act = Act::Close {
            period: period.to_owned(),
        };
        foresee(view, &mut page, act, context)?;
    }
    Ok(page)
}

/// Returns the conditions under which the rule book closes a period, then stock against the ledger account by account,
/// and what is only worth a look: stock below zero, whose cost is not known yet.
fn conditions(view: &dyn View, period: &str) -> Result<Vec<Row>, Fault> {
    let mut rows = Vec::new();
    let told = |condition: Condition| {
        let is_warning = !condition.ok && !condition.blocks;
        let told = row(condition.ok, &condition.what, &condition.detail);
        if is_warning { told.marked(Mark::Look) } else { told }
    };
    let conditions = checklist::conditions(view, period, None)?.into_iter();
    let (blocking, warnings): (Vec<_>, Vec<_>) = conditions.partition(|condition| condition.blocks);
    rows.extend(blocking.into_iter().map(told));
    let ledger = pending::trial_balance(view, &Cover::default())?;
    for (account, stock) in stock_worth::in_ledger(view)? {
        let says = ledger.balance(&account);
        let what = format!("stock = ledger on {account}");
        let detail = format!("stock {stock}, ledger {says}");
        rows.push(row(stock == says, &what, &detail).to(Place::Account {
            account,
            only: Only::Every,
        }));
    }
    rows.extend(warnings.into_iter().map(told));
    Ok(rows)
}

/// Returns the row of a condition: whether it holds, and the details.
fn row(is_well: bool, what: &str, detail: &str) -> Row {
    let state = if is_well { "ok" } else { "not ok" };
    let row = Row::of([state, what, detail]).marked(mark(is_well));
    row.saying("Check", format!("{what}: {state} {detail}").trim().to_owned())
}
