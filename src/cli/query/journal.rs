//! `journal`: entry by entry.

use super::{Asked, Told};
use crate::cli::failure::Failure;
use crate::cli::filter::named;
use crate::cli::output::Printer;
use crate::domain::amount::Money;
use crate::domain::code::AccountCode;
use crate::domain::company::Account;
use crate::domain::dimension::Dimensions;
use crate::domain::entry::{Entry, EntryLine, Rule};
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Fault;
use crate::operations::pages::Pages;
use crate::operations::pending::Reversals;
use crate::operations::view::View;
use crate::store::StoreError;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Head {
    entry: i64,
    effective_date: NaiveDate,
    posting_date: NaiveDate,
    entered_at: String,
    kind: Option<MovementKind>,
    movement: Option<i64>,
    rule: Rule,
    document: Option<String>,
    site: String,
    group: i64,
    channel: Option<String>,
    batch: Option<i64>,
}

#[derive(Serialize)]
struct Line {
    account: String,
    name: String,
    debit: Money,
    credit: Money,
    #[serde(skip_serializing_if = "Dimensions::is_empty")]
    dimensions: Dimensions,
}

#[derive(Serialize)]
struct Nested {
    #[serde(flatten)]
    head: Head,
    lines: Vec<Line>,
}

/// One line of an entry with its head, for formats that know no lists.
#[derive(Serialize)]
struct Flat<'a> {
    entry: i64,
    effective_date: NaiveDate,
    posting_date: NaiveDate,
    kind: Option<MovementKind>,
    movement: Option<i64>,
    rule: Rule,
    document: &'a Option<String>,
    site: &'a str,
    batch: Option<i64>,
    account: &'a str,
    name: &'a str,
    debit: Money,
    credit: Money,
    dimensions: String,
}

/// Prints the entries that pass the filter; a range of days is of posting days.
pub(super) fn rows(view: &dyn View, told: &Told, printer: &mut Printer) -> Result<(), Failure> {
    let Told { asked, narrowed } = told;
    narrowed.check(view)?;
    let chart = view.all::<Account>(&[]).map_err(StoreError::from)?;
    let names: BTreeMap<AccountCode, String> = chart
        .into_iter()
        .map(|known| (known.account, known.name))
        .collect();
    let reversals = Reversals::of(view).map_err(StoreError::from)?;
    for entry in Pages::<Entry>::of(view) {
        let entry = entry.map_err(StoreError::from)?;
        if !asked.filter.site(&entry.site) || !asked.filter.day(entry.posting) {
            continue;
        }
        let movement: Option<Movement> = view.find(&[&entry.movement]).map_err(StoreError::from)?;
        if !goods_pass(asked, movement.as_ref()) {
            continue;
        }
        let mut nested =
            nested(view, entry, movement.as_ref(), (&names, &reversals)).map_err(StoreError::from)?;
        nested.lines.retain(|line| narrowed.passes(&line.dimensions));
        if nested.lines.is_empty() {
            continue;
        }
        if printer.is_nested() {
            printer.row(&nested)?;
        } else {
            for line in &nested.lines {
                printer.row(&flat(&nested.head, line))?;
            }
        }
    }
    Ok(())
}

fn goods_pass(asked: &Asked, movement: Option<&Movement>) -> bool {
    let filter = &asked.filter;
    if filter.item.is_none() && filter.lot.is_none() && filter.location.is_none() {
        return true;
    }
    movement.is_some_and(|movement| {
        let places = [&movement.from_location, &movement.to_location];
        let touches = filter.location.is_none() || places.iter().any(|place| **place == filter.location);
        filter.item(&movement.item) && filter.lot(&movement.lot) && touches
    })
}

fn nested(
    view: &dyn View,
    entry: Entry,
    movement: Option<&Movement>,
    (names, reversals): (&BTreeMap<AccountCode, String>, &Reversals),
) -> Result<Nested, Fault> {
    let batch = reversals.standing(view, entry.entry)?;
    let lines = view.all::<EntryLine>(&[&entry.entry])?;
    let line = |line: EntryLine| Line {
        name: names.get(&line.account).cloned().unwrap_or_default(),
        account: line.account.to_string(),
        debit: line.amount.max(Money::ZERO),
        credit: (-line.amount).max(Money::ZERO),
        dimensions: line.dimensions,
    };
    Ok(Nested {
        head: Head {
            entry: entry.entry,
            effective_date: entry.effective,
            posting_date: entry.posting,
            entered_at: entry.entered_at.to_string(),
            kind: movement.map(|movement| movement.kind),
            movement: movement.map(|movement| movement.seq),
            rule: entry.rule,
            document: entry.document,
            site: entry.site.to_string(),
            group: entry.group_number,
            channel: named(&entry.channel),
            batch,
        },
        lines: lines.into_iter().map(line).collect(),
    })
}

fn flat<'a>(head: &'a Head, line: &'a Line) -> Flat<'a> {
    Flat {
        entry: head.entry,
        effective_date: head.effective_date,
        posting_date: head.posting_date,
        kind: head.kind,
        movement: head.movement,
        rule: head.rule,
        document: &head.document,
        site: &head.site,
        batch: head.batch,
        account: &line.account,
        name: &line.name,
        debit: line.debit,
        credit: line.credit,
        dimensions: line.dimensions.to_string(),
    }
}
