//! Posting periods, and what must hold before one is closed.

use super::{MOST, clearing, foresee, mark};
use crate::domain::company::ClosedPeriod;
use crate::domain::entry::Entry;
use crate::domain::record::{Fault, Range};
use crate::flows::event::Context;
use crate::flows::ledger::{Act, Column, Mark, Open, Page, Place, Row};
use crate::operations::open_items;
use crate::operations::pending::{self, Cover};
use crate::operations::stock_worth;
use crate::operations::view::View;
use chrono::{Datelike, NaiveDate};

/// How many things a line names before it only counts them.
const NAMED: usize = 4;

fn period_of(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

/// The periods that anything was posted to, latest first.
pub(super) fn list(view: &dyn View, today: NaiveDate) -> Result<Page, Fault> {
    let columns = [
        Column::text("Period", 0),
        Column::text("State", 0),
        Column::text("Unsealed", 1),
    ];
    let mut page = Page::new("Ledger periods", &columns);
    let first: Vec<Entry> = view.list(&Range::of::<Entry>(&[]).by(1).first(1))?;
    let last: Vec<Entry> = view.list(&Range::of::<Entry>(&[]).by(1).backwards().first(1))?;
    let first = first.first().map_or(today, |entry| entry.posting);
    let last = last.first().map_or(today, |entry| entry.posting);
    let unsealed = pending::pending_days(view)?;
    let mut month = last.with_day(1);
    while let Some(day) = month.filter(|day| first.with_day(1).is_some_and(|first| first <= *day)) {
        if MOST <= page.rows.len() {
            break;
        }
        let period = period_of(day);
        let closed: Option<ClosedPeriod> = view.find(&[&period])?;
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

/// One condition: what must hold, and what stands in its way.
fn condition(what: &str, wrong: &[String], leads: Place) -> Row {
    let mut detail: Vec<&str> = wrong.iter().take(NAMED).map(String::as_str).collect();
    let more = format!("and {} more", wrong.len().saturating_sub(NAMED));
    if NAMED < wrong.len() {
        detail.push(&more);
    }
    let detail = detail.join(", ");
    let state = if wrong.is_empty() { "ok" } else { "not ok" };
    let row = Row::of([state, what, &detail])
        .marked(mark(wrong.is_empty()))
        .to(leads);
    row.saying("Check", format!("{what}: {state} {detail}").trim().to_owned())
}

/// What must hold before a period is closed, and the closing itself where all of it does.
pub(super) fn close(view: &dyn View, period: &str, context: &Context) -> Result<Page, Fault> {
    let columns = [
        Column::text("State", 0),
        Column::text("What", 0),
        Column::text("Detail", 1),
    ];
    let mut page = Page::new(format!("Ledger close {period}"), &columns);
    let act = Act::Close {
        period: period.to_owned(),
    };
    foresee(view, &mut page, act, context)?;
    page.rows = conditions(view, period)?;
    let is_well = page.rows.iter().all(|row| row.mark == Mark::Good);
    let closed: Option<ClosedPeriod> = view.find(&[&period.to_owned()])?;
    match closed {
        Some(closed) => {
            page.dear("Closed", format!("{} by {}", closed.closed_at, closed.closed_by));
            page.act = None;
        }
        None if !is_well => page.act = None,
        None => {}
    }
    Ok(page)
}

fn conditions(view: &dyn View, period: &str) -> Result<Vec<Row>, Fault> {
    let days: Vec<String> = pending::pending_days(view)?
        .into_iter()
        .filter(|(day, _)| period_of(*day).as_str() <= period)
        .map(|(day, site)| format!("{day} at {site}"))
        .collect();
    let mut rows = vec![condition("every day is sealed", &days, Place::Days)];
    let ledger = pending::trial_balance(view, &Cover::default())?;
    for (account, stock) in stock_worth::by_account(view)? {
        let says = ledger.balance(&account);
        let wrong = (stock != says).then(|| format!("stock {stock}, ledger {says}"));
        let what = format!("stock = ledger on {account}");
        rows.push(condition(&what, wrong.as_slice(), Place::Groups));
    }
    for open in Open::ALL {
        let wrong: Vec<String> = open_items::explained(view, *open)?
            .into_iter()
            .filter(|told| told.balance != told.open)
            .map(|told| format!("{}: ledger {}, open {}", told.account, told.balance, told.open))
            .collect();
        let what = format!("{} is explained", clearing::name(*open));
        rows.push(condition(&what, &wrong, Place::Open(*open)));
    }
    let below: Vec<String> = stock_worth::negative(view)?
        .into_iter()
        .map(|pool| format!("{} at {}: {}", pool.item, pool.site, pool.qty))
        .collect();
    rows.push(condition("no stock is below nothing", &below, Place::Groups));
    Ok(rows)
}
