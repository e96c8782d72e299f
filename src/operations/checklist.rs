//! What must hold before a posting period is closed: the list that a controller goes through.

mod batches;
pub mod below;
mod services;

use super::closed::{closing, last_of};
use super::entities::Sites;
use super::pending::{self, Cover};
use super::view::View;
use super::{invariants, stock_worth};
use crate::domain::amount::Total;
use crate::domain::code::{AccountCode, EntityCode};
use crate::domain::record::Fault;
use chrono::NaiveDate;
use serde::Serialize;

/// How many things a condition lists by name; beyond that it only counts them.
const NAMED: usize = 4;

/// One condition of closing a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// What must hold.
    pub what: String,
    /// Whether it holds.
    pub ok: bool,
    /// Whether the period can't be closed while it fails; otherwise it is a warning.
    pub blocks: bool,
    /// What stands in the way.
    pub detail: String,
}

impl Condition {
    fn new(what: &str, wrong: &[String]) -> Self {
        Self {
            what: what.to_owned(),
            ok: wrong.is_empty(),
            blocks: true,
            detail: wrong.join(", "),
        }
    }
}

/// Returns every condition for closing a period (`YYYY-MM`) in all books, or in those of one legal entity, in the order in which they are best dealt with. Closing
/// checks the same ones that block it, so the list and the refusal never differ. Inventory below zero takes a reason
/// where the policy `negative_stock` allows none; where it does, it is only a warning, because what covers a shortage
/// posts the difference to a later period.
pub fn conditions(
    view: &dyn View,
    period: &str,
    entity: Option<&EntityCode>,
) -> Result<Vec<Condition>, Fault> {
    let sites = Sites::of(view, entity)?;
    let own = entity.map_or(Ok(None), |entity| last_of(view, entity))?;
    let own = own
        .map(|known| known.period)
        .filter(|last| period <= last.as_str());
    let closed = closing(view, period)?.map(|known| known.period).or(own);
    let closed: Vec<String> = closed
        .iter()
        .map(|period| format!("{period} is closed"))
        .collect();
    let stock: Vec<String> = stock_differences(view)?
        .iter()
        .map(|(account, stock, ledger)| format!("account {account}: stock {stock}, ledger {ledger}"))
        .collect();
    let mut conditions = vec![
        Condition::new("the period is open", &closed),
        Condition::new(
            "every day up to its end is sealed",
            &unsealed(view, period, &sites)?,
        ),
        Condition::new("stock is worth what the ledger says", &stock),
    ];
    for open in invariants::open_items(view)? {
        conditions.push(Condition {
            what: open.invariant,
            ok: open.broken == 0,
            blocks: true,
            detail: open.detail,
        });
    }
    conditions.extend(below::conditions(view, period, &sites)?);
    conditions.push(services::condition(view, period, &sites)?);
    conditions.extend(batches::conditions(view, period, &sites)?);
    Ok(conditions)
}

/// Returns the posting days up to the end of a period that have pending entries, each with its site.
pub fn unsealed(view: &dyn View, period: &str, sites: &Sites) -> Result<Vec<String>, Fault> {
    let within = |day: NaiveDate| day.format("%Y-%m").to_string().as_str() <= period;
    let days = pending::pending_days(view)?.into_iter();
    Ok(days
        .filter(|(day, site)| within(*day) && sites.has(site))
        .map(|(day, site)| format!("{day} at {site}"))
        .collect())
}

/// Returns the inventory accounts on which stock and ledger differ, with both values.
pub fn stock_differences(view: &dyn View) -> Result<Vec<(AccountCode, Total, Total)>, Fault> {
    let ledger = pending::trial_balance(view, &Cover::default())?;
    let worth = stock_worth::in_ledger(view)?.into_iter();
    Ok(worth
        .map(|(account, stock)| {
            let ledger = ledger.balance(&account);
            (account, stock, ledger)
        })
        .filter(|(_, stock, ledger)| stock != ledger)
        .collect())
}
