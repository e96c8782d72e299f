//! What a controller asks: pages of the books, read from the rule book's own reports.

mod accounts;
mod batches;
mod behind;
mod clearing;
mod days;
mod periods;
mod worth;

use super::request;
use crate::domain::amount::Total;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::flows::event::{Context, Job};
use crate::flows::question::ledger::{Act, Column, Mark, Page, Place, Question, Row, Told};
use crate::operations::pending;
use crate::operations::preview::{Foreseen, Preview, preview};
use crate::operations::request::{ClosePeriod, Operation, Seal};
use crate::operations::view::View;

/// The maximum number of rows on a page.
const MOST: usize = 200;

/// Answers a question of the ledger, after checking that the operator may look.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    let Question::Page(place) = question;
    if !Job::Ledger.is_open_to(&context.operator) {
        return Ok(Told::Refused(Refusal::RoleNeeded {
            need: Job::Ledger.who(),
            badge: context.operator.badge.to_string(),
        }));
    }
    let page = match place {
        Place::Menu => Some(menu(view, context)?),
        Place::Days => Some(days::list(view)?),
        Place::Day { day, site } => Some(days::day(view, *day, site, context)?),
        Place::Balance => Some(accounts::balance(view)?),
        Place::Account { account, only } => Some(accounts::account(view, account, only)?),
        Place::Entry(number) => behind::entry(view, *number, context)?,
        Place::Movement(number) => behind::movement(view, *number, context)?,
        Place::Batches => Some(batches::list(view)?),
        Place::Batch(number) => batches::batch(view, *number)?,
        Place::Entries(batch) => batches::entries(view, *batch)?,
        Place::Clearing => Some(clearing::accounts(view)?),
        Place::Open(kind) => Some(clearing::items(view, *kind, context.today)?),
        Place::Groups => Some(worth::groups(view)?),
        Place::Worth { group } => Some(worth::by_day(view, *group)?),
        Place::Periods => Some(periods::list(view, context.today)?),
        Place::Close { period } => Some(periods::close(view, period, context)?),
    };
    Ok(match page {
        Some(page) => Told::Page(Box::new(page)),
        None => Told::Refused(Refusal::UnknownCode { code: named(place) }),
    })
}

/// Returns a place that has a number, in words.
fn named(place: &Place) -> String {
    match place {
        Place::Entry(number) => format!("entry {number}"),
        Place::Movement(number) => format!("movement {number}"),
        Place::Batch(number) | Place::Entries(number) => format!("ledger batch {number}"),
        _ => String::new(),
    }
}

fn menu(view: &dyn View, context: &Context) -> Result<Page, Fault> {
    let columns = [
        Column::number("#", 0),
        Column::text("Page", 0),
        Column::text("Shows", 1),
    ];
    let unsealed = match pending::pending_days(view)?.len() {
        0 => "every day is sealed".to_owned(),
        1 => "1 day to seal".to_owned(),
        days => format!("{days} days to seal"),
    };
    let lines = [
        ("Days", unsealed.as_str(), Place::Days),
        ("Trial balance", "accounts, and what made them", Place::Balance),
        ("Ledger batches", "what was sealed", Place::Batches),
        ("Open items", "goods and bills on their way", Place::Clearing),
        ("Stock value", "by group, day by day", Place::Groups),
        ("Periods", "check and close", Place::Periods),
    ];
    let mut page = Page::new("Ledger", &columns);
    for (number, (name, what, place)) in (1..).zip(lines) {
        let number: i32 = number;
        let row = Row::of([number.to_string(), name.to_owned(), what.to_owned()]);
        page.rows.push(row.to(place));
    }
    if !context.operator.has(Role::Controller) {
        page.fact("Note", "a supervisor looks; a controller seals and closes");
    }
    Ok(page)
}

/// Returns a preview of what the act would write, and puts the act and any obstacle to it into the page.
fn foresee(view: &dyn View, page: &mut Page, act: Act, context: &Context) -> Result<Preview, Fault> {
    let operation: Operation = match &act {
        Act::Seal { day, at } => Seal {
            day: *day,
            at: at.clone(),
        }
        .into(),
        Act::Close { period } => ClosePeriod {
            period: period.clone(),
            entity: None,
        }
        .into(),
    };
    let foreseen = preview(view, &request(context, operation))?;
    page.act = Some(act);
    Ok(match foreseen {
        Foreseen::Applied(preview) => preview,
        Foreseen::Answered(answer) => {
            page.obstacle = answer.refusal;
            Preview::default()
        }
    })
}

/// Returns an amount for a debit or credit column: zero is left blank, so that the two sides stand apart.
fn side(amount: impl Into<Total>) -> String {
    let amount = amount.into();
    if amount.is_zero() {
        String::new()
    } else {
        amount.to_string()
    }
}

/// Returns the mark of a row that is well or wrong.
const fn mark(is_well: bool) -> Mark {
    if is_well { Mark::Good } else { Mark::Wrong }
}

/// Returns a number of entries in words: `1 entry`, `12 entries`.
fn entries(count: impl TryInto<u64>) -> String {
    match count.try_into().unwrap_or(0) {
        1 => "1 entry".to_owned(),
        count => format!("{count} entries"),
    }
}
