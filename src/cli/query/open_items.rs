//! `open-items` and `grni`: what is open on the clearing accounts, and how old it is.

use crate::cli::failure::Failure;
use crate::cli::filter::{Filter, named};
use crate::cli::output::{Printer, Wanted};
use crate::clock;
use crate::domain::amount::{Money, Qty, Total};
use crate::domain::code::{AccountCode, OrderNo, PartyCode};
use crate::domain::company::{Account, Integration};
use crate::domain::log::Logged;
use crate::domain::movement::Movement;
use crate::domain::record::Fault;
use crate::operations::open_items::{OpenItem, OpenKind, list, list_as_of};
use crate::operations::pending::{self, Cover};
use crate::operations::standing::mode;
use crate::operations::view::View;
use crate::store::StoreError;
use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;
use std::collections::BTreeMap;

/// The ages by which open items are told apart: name, last day.
const BUCKETS: [(&str, i64); 4] = [("0-30", 30), ("31-60", 60), ("61-90", 90), ("90+", i64::MAX)];

/// What `open-items` was asked; `grni` is the same of receipts and bills before their goods.
#[derive(Clone, Debug, Args)]
pub struct OpenItems {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    pub(super) wanted: Wanted,
    /// What was open at the end of this posting day, and how old it was then; today where left out. Of what was settled in
    /// part by then and again since, the quantity is not known any more
    #[arg(long, value_name = "DAY", value_parser = crate::cli::filter::day)]
    date: Option<NaiveDate>,
    /// Only of this kind
    #[arg(long, value_parser = kind, value_name = "grni|bill|in_transit|landed_cost|shipped_not_invoiced")]
    kind: Option<OpenKind>,
    /// Only of this vendor
    #[arg(long, value_name = "CODE")]
    vendor: Option<PartyCode>,
    /// Only of this purchase order
    #[arg(long, value_name = "NUMBER")]
    order: Option<OrderNo>,
    /// One row an account: its open items by age, their sum, and what the ledger says
    #[arg(long)]
    summary: bool,
}

fn kind(word: &str) -> Result<OpenKind, String> {
    let found = OpenKind::ALL.iter().find(|kind| kind.word() == word);
    found.copied().ok_or_else(|| {
        let known: Vec<&str> = OpenKind::ALL.iter().map(|kind| kind.word()).collect();
        format!("expected one of {}, found {word}", known.join(", "))
    })
}

#[derive(Serialize)]
struct Row {
    kind: OpenKind,
    id: String,
    movement: i64,
    account: Option<String>,
    vendor: Option<String>,
    order: Option<String>,
    line: Option<i64>,
    item: String,
    site: String,
    lot: Option<String>,
    since: NaiveDate,
    age: i64,
    bucket: &'static str,
    qty: Option<Qty>,
    value: Money,
}

#[derive(Serialize)]
struct Sum {
    account: String,
    name: String,
    #[serde(rename = "0-30")]
    to_30: Total,
    #[serde(rename = "31-60")]
    to_60: Total,
    #[serde(rename = "61-90")]
    to_90: Total,
    #[serde(rename = "90+")]
    older: Total,
    total: Total,
    ledger: Total,
    difference: Total,
}

impl OpenItems {
    /// Prints what is open now, item by item or account by account; only kinds in `kinds`.
    pub(super) fn rows(
        &self,
        view: &dyn View,
        kinds: &[OpenKind],
        printer: &mut Printer,
    ) -> Result<(), Failure> {
        if self.filter.location.is_some() {
            return Err(Failure::usage(
                "open items lie at no location; narrow them by --item, --lot, --site, --vendor or --order",
            ));
        }
        let day = self.date.unwrap_or_else(clock::today);
        let mut items = match self.date {
            Some(day) => list_as_of(view, day),
            None => list(view),
        }
        .map_err(StoreError::from)?;
        items.retain(|item| kinds.contains(&item.kind) && self.wants(item));
        if self.summary {
            return self.sums(view, kinds, &items, day, printer);
        }
        for item in &items {
            let id = id(view, item.movement).map_err(StoreError::from)?;
            printer.row(&row(item, id, day))?;
        }
        Ok(())
    }

    fn wants(&self, item: &OpenItem) -> bool {
        let filter = &self.filter;
        filter.item(&item.item)
            && filter.lot(&item.lot)
            && filter.site(&item.site)
            && filter.day(item.since)
            && self.kind.is_none_or(|kind| kind == item.kind)
            && self.vendor.as_ref().is_none_or(|vendor| *vendor == item.vendor)
            && self.order.as_ref().is_none_or(|order| *order == item.order_no)
    }

    fn is_narrowed(&self) -> bool {
        let Filter {
            item,
            lot,
            site,
            location,
            since,
            until,
        } = &self.filter;
        let narrowed = item.is_some() || lot.is_some() || site.is_some() || location.is_some();
        let dated = since.is_some() || until.is_some();
        narrowed || dated || self.kind.is_some() || self.vendor.is_some() || self.order.is_some()
    }

    fn sums(
        &self,
        view: &dyn View,
        kinds: &[OpenKind],
        items: &[OpenItem],
        day: NaiveDate,
        printer: &mut Printer,
    ) -> Result<(), Failure> {
        if self.is_narrowed() {
            return Err(Failure::usage(
                "a summary is compared with the ledger, so it is of all that is open: leave the filters out",
            ));
        }
        let mut sums: BTreeMap<(AccountCode, bool), [Total; 4]> = BTreeMap::new();
        let policies = view.policies().map_err(StoreError::from)?;
        for kind in kinds {
            let account = policies.account(kind.account());
            sums.entry((account, kind.is_debit())).or_default();
        }
        for item in items.iter().filter(|item| !item.account.is_empty()) {
            let (at, _) = bucket(age(item, day));
            let account = (item.account.clone(), item.kind.is_debit());
            sums.entry(account).or_default()[at] += item.value;
        }
        let cover = Cover {
            until: self.date,
            ..Cover::default()
        };
        let ledger = pending::trial_balance(view, &cover).map_err(StoreError::from)?;
        let is_kept = mode(view, self.date).map_err(StoreError::from)? == Integration::Full;
        for ((account, is_debit), parts) in sums {
            let known: Option<Account> = view.find(&[&account]).map_err(StoreError::from)?;
            let total: Total = parts.iter().copied().sum();
            let debit = ledger.balance(&account);
            let carried = if is_debit { debit } else { -debit };
            printer.row(&Sum {
                account: account.to_string(),
                name: known.map(|known| known.name).unwrap_or_default(),
                to_30: parts[0],
                to_60: parts[1],
                to_90: parts[2],
                older: parts[3],
                total,
                ledger: carried,
                difference: if is_kept { total } else { Total::ZERO } - carried,
            })?;
        }
        Ok(())
    }
}

/// Returns the days from the item to the day; an item dated later has no age.
fn age(item: &OpenItem, day: NaiveDate) -> i64 {
    (day - item.since).num_days().max(0)
}

/// Returns the place and name of an age's bucket.
fn bucket(age: i64) -> (usize, &'static str) {
    let at = BUCKETS.iter().position(|(_, last)| age <= *last).unwrap_or(3);
    (at, BUCKETS[at].0)
}

fn row(item: &OpenItem, id: String, day: NaiveDate) -> Row {
    let age = age(item, day);
    Row {
        kind: item.kind,
        id,
        movement: item.movement,
        account: named(&item.account),
        vendor: named(&item.vendor),
        order: named(&item.order_no),
        line: (item.order_line != 0).then_some(item.order_line),
        item: item.item.to_string(),
        site: item.site.to_string(),
        lot: named(&item.lot),
        since: item.since,
        age,
        bucket: bucket(age).1,
        qty: item.qty,
        value: item.value,
    }
}

/// Returns the id of the document that made a movement.
fn id(view: &dyn View, movement: i64) -> Result<String, Fault> {
    let movement: Option<Movement> = view.find(&[&movement])?;
    let made: Option<Logged> = match movement {
        Some(movement) => view.find(&[&movement.operation])?,
        None => None,
    };
    Ok(made.map(|made| made.key.to_string()).unwrap_or_default())
}
