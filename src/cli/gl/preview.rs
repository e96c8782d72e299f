//! `gl preview`: what a ledger batch would hold, and what keeps it from being sealed.

use super::{Which, days};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::domain::amount::Total;
use crate::domain::code::SiteCode;
use crate::domain::company::Account;
use crate::domain::record::Fault;
use crate::ledger::batch::Sum;
use crate::operations::unsealed::Unsealed;
use crate::operations::view::View;
use crate::store::Store;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct PreviewRow<'a> {
    day: NaiveDate,
    site: &'a SiteCode,
    account: String,
    name: String,
    rule: String,
    debit: Total,
    credit: Total,
    movements: i64,
}

#[derive(Serialize)]
struct PreviewDay<'a> {
    day: NaiveDate,
    site: &'a SiteCode,
    entries: usize,
    debit: Total,
    credit: Total,
    blocked: Vec<String>,
    lines: Vec<PreviewRow<'a>>,
}

/// Shows every pending day and site that is meant.
pub(super) fn preview(store: &dyn Store, which: &Which) -> Result<(), Failure> {
    let mut printer = Printer::new(which.format);
    let mut blocked = Vec::new();
    let days = days(store, which)?;
    for (day, site) in &days {
        let row = store.read(|view| preview_of(view, *day, site))?;
        blocked.extend(row.blocked.iter().map(|why| format!("{day} at {site}: {why}")));
        if printer.is_nested() {
            printer.row(&row)?;
        } else {
            for line in &row.lines {
                printer.row(line)?;
            }
        }
    }
    printer.finish()?;
    if days.is_empty() {
        eprintln!("Nothing is pending: there is nothing to seal.");
    }
    for why in blocked {
        eprintln!("This can't be sealed: {why}");
    }
    Ok(())
}

fn preview_of<'a>(view: &dyn View, day: NaiveDate, site: &'a SiteCode) -> Result<PreviewDay<'a>, Fault> {
    let Unsealed {
        posted,
        sums,
        mut blocked,
    } = Unsealed::of(view, day, site)?;
    let chart = view.all::<Account>(&[])?;
    if posted.is_empty() {
        blocked.push("no entry is pending".to_owned());
    }
    let name = |sum: &Sum| {
        chart
            .iter()
            .find(|known| known.account == sum.account)
            .map(|known| known.name.clone())
    };
    let line = |sum: &Sum| PreviewRow {
        day,
        site,
        account: sum.account.to_string(),
        name: name(sum).unwrap_or_default(),
        rule: sum.rule.clone(),
        debit: sum.debit,
        credit: sum.credit,
        movements: sum.movements,
    };
    Ok(PreviewDay {
        day,
        site,
        entries: posted.len(),
        debit: sums.iter().map(|sum| sum.debit).sum(),
        credit: sums.iter().map(|sum| sum.credit).sum(),
        blocked,
        lines: sums.iter().map(line).collect(),
    })
}
