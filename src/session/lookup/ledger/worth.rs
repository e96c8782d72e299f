//! What stock is worth by inventory group, and day by day.

use super::{MOST, mark};
use crate::domain::amount::Total;
use crate::domain::code::AccountCode;
use crate::domain::company::Group;
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Record};
use crate::flows::question::ledger::{Column, Mark, Page, Place, Row};
use crate::operations::group_accounts::AllAccounts;
use crate::operations::pending::{self, Cover};
use crate::operations::stock_worth;
use crate::operations::view::View;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The maximum number of days in the chart.
const DAYS: usize = 366;

/// Returns every inventory group with what its stock is worth now on each of its accounts, and whether the ledger agrees account by account.
pub(super) fn groups(view: &dyn View) -> Result<Page, Fault> {
    let columns = [
        Column::text("Group", 0),
        Column::text("Name", 1),
        Column::text("Account", 2),
        Column::number("Value", 0),
    ];
    let mut page = Page::new("Ledger stock value", &columns);
    let accounts = AllAccounts::of(view)?;
    let each = accounts
        .each()
        .map(|(_, of)| ((of.group, of.inventory), Total::ZERO));
    let mut values: BTreeMap<(i64, AccountCode), Total> = each.collect();
    for ((site, group), value) in stock_worth::until(view, NaiveDate::MAX)? {
        let account = accounts.inventory(group, &site).cloned().unwrap_or_default();
        *values.entry((group, account)).or_default() += value;
    }
    let balances = pending::trial_balance(view, &Cover::default())?;
    for (account, worth) in stock_worth::in_ledger(view)? {
        let ledger = balances.balance(&account);
        if worth != ledger {
            page.dear(
                &account.to_string(),
                format!("stock {worth}, the ledger says {ledger}"),
            );
        }
    }
    let is_well = page.facts.is_empty();
    let whole: Total = values.values().copied().sum();
    let all = Row::of(["all", "everything", "", &whole.to_string()]);
    page.rows
        .push(all.marked(mark(is_well)).to(Place::Worth { group: None }));
    for ((number, account), value) in values {
        let group: Option<Group> = view.find(&[&number])?;
        let name = group.map(|group| group.name).unwrap_or_default();
        let cells = [number.to_string(), name, account.to_string(), value.to_string()];
        let group = Some(number);
        page.rows.push(Row::of(cells).to(Place::Worth { group }));
    }
    Ok(page)
}

/// Returns what the stock of a group, or all of it, was worth at the end of each posting day.
pub(super) fn by_day(view: &dyn View, group: Option<i64>) -> Result<Page, Fault> {
    let columns = [
        Column::text("Day", 0),
        Column::number("Change", 1),
        Column::number("Value", 0),
    ];
    let name = match group {
        Some(number) => format!("group {number}"),
        None => "all stock".to_owned(),
    };
    let mut page = Page::new(format!("Ledger value of {name}"), &columns);
    let mut worth = Total::ZERO;
    for (day, groups) in stock_worth::by_day(view)? {
        let of_group = |(number, _): &(&i64, &Total)| group.is_none_or(|wanted| wanted == **number);
        let change: Total = groups.iter().filter(of_group).map(|(_, value)| *value).sum();
        if change.is_zero() && !page.trend.is_empty() {
            continue;
        }
        worth += change;
        page.trend.push((day, worth));
        page.rows
            .push(Row::of([day.to_string(), change.to_string(), worth.to_string()]));
    }
    page.rows.reverse();
    page.rows.truncate(MOST);
    if let Some(latest) = page.rows.first_mut() {
        latest.mark = Mark::Sum;
    }
    let kept = page.trend.len().saturating_sub(DAYS);
    page.trend.drain(..kept);
    page.big = Some(worth.to_string());
    let movements = view.last(Movement::TABLE)?;
    page.fact(
        "Read",
        format!("up to movement {movements}; go back and in to read on"),
    );
    Ok(page)
}
