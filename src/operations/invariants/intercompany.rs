//! What legal entities sell to each other, against the entries on both sides.

use super::{Check, Finding};
use crate::domain::amount::{Money, Total};
use crate::domain::company::Integration;
use crate::domain::entity::{Entity, IntercompanySale};
use crate::domain::entry::{Entry, EntryLine, Rule};
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Range};
use crate::operations::pages::{Pages, journal};
use crate::operations::standing::mode;
use crate::operations::view::View;
use std::collections::BTreeMap;

/// What was sold with an operation.
#[derive(Default)]
struct Sold {
    amount: Total,
    cost: Total,
}

/// Checks that each sale is posted in the books of who sells and of who buys.
pub(super) fn check(view: &dyn View) -> Result<Finding, Fault> {
    let mut check = Check::of("what one legal entity sells another is posted on both sides");
    let mut sold: BTreeMap<i64, Sold> = BTreeMap::new();
    for sale in Pages::<IntercompanySale>::of(view) {
        let sale = sale?;
        let left: Option<Movement> = view.find(&[&sale.movement])?;
        let left = left.ok_or_else(|| Fault::new(format!("movement {} is missing", sale.movement)))?;
        let own = sold.entry(left.operation).or_default();
        own.amount += sale.amount;
        own.cost += sale.freight - left.value;
    }
    if view
        .list::<Entity>(&Range::of::<Entity>(&[]).first(1))?
        .is_empty()
    {
        return Ok(check.finish());
    }
    let mut posted: BTreeMap<(i64, bool), Total> = BTreeMap::new();
    for entry in journal(view) {
        let (entry, lines) = entry?;
        let is_sale = match entry.rule {
            Rule::IntercompanySale => true,
            Rule::IntercompanyPurchase => false,
            _ => continue,
        };
        let debits = debits(&lines) - unposted(view, &entry, is_sale, &sold)?;
        *posted.entry((entry.operation, is_sale)).or_default() += debits;
    }
    for (operation, own) in &sold {
        for (is_sale, due) in [(true, own.amount + own.cost), (false, own.amount)] {
            let found = posted.remove(&(*operation, is_sale)).unwrap_or_default();
            check.see(found == due, || {
                let side = if is_sale { "sells" } else { "buys" };
                format!("operation {operation} posts {found} with who {side}; {due} is right")
            });
        }
    }
    for ((operation, _), found) in posted {
        check.see(false, || {
            format!("operation {operation} posts {found}, and sold nothing")
        });
    }
    Ok(check.finish())
}

fn debits(lines: &[EntryLine]) -> Total {
    let amounts = lines.iter().map(|line| line.amount.max(Money::ZERO));
    amounts.sum()
}

/// Returns what a sale does not post because stock is not in the ledger, below zero.
fn unposted(
    view: &dyn View,
    entry: &Entry,
    is_sale: bool,
    sold: &BTreeMap<i64, Sold>,
) -> Result<Total, Fault> {
    if !is_sale || mode(view, Some(entry.posting))? == Integration::Full {
        return Ok(Total::ZERO);
    }
    let own = sold.get(&entry.operation).map_or(Total::ZERO, |own| own.cost);
    Ok(-own)
}
