//! What purchases cost more or less than they were valued at, by vendor and item.

use super::known::Known;
use super::{RowKind, Scope, valued};
use crate::domain::amount::Total;
use crate::domain::catalog::{Party, PartyKind};
use crate::domain::code::{AccountCode, ItemCode, PartyCode};
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::purchase::{Bill, Receipt, Settlement};
use crate::domain::record::Fault;
use crate::operations::pages::journal;
use crate::operations::request::{Operation, Request};
use crate::operations::view::View;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What one vendor charged for one item; or all of a group, or everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// A vendor and an item, or a total.
    pub kind: RowKind,
    /// The inventory group.
    pub group: Option<i64>,
    /// The vendor; `None` where the goods or their bill named none.
    pub vendor: Option<PartyCode>,
    /// The vendor's name.
    pub vendor_name: Option<String>,
    /// The item.
    pub item: Option<ItemCode>,
    /// What item or group is called.
    pub name: Option<String>,
    /// How many entries are behind it.
    pub entries: i64,
    /// What was charged beyond the value of the goods; negative if it was less.
    pub variance: Total,
}

/// Groups in the order of their numbers, then vendors and items by their codes.
type Key = (i64, PartyCode, ItemCode);

/// Returns each vendor and item with a purchase variance, then the total of each group and the sum, which equals the
/// trial balance on the groups' accounts for purchase variance. An item, a site and posting days may narrow it.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope) -> Result<Vec<Row>, Fault> {
    let known = Known::of(view)?;
    let accounts = known
        .accounts
        .each()
        .map(|(_, accounts)| accounts.purchase_variance);
    let accounts: BTreeSet<AccountCode> = accounts.collect();
    let mut told: BTreeMap<Key, (i64, Total)> = BTreeMap::new();
    for posted in journal(view) {
        let (entry, lines) = posted?;
        if !scope.site(&entry.site) || !scope.day(entry.posting) {
            continue;
        }
        let own = lines.iter().filter(|line| accounts.contains(&line.account));
        let variance: Total = own.map(|line| line.amount).sum();
        if variance.is_zero() {
            continue;
        }
        let moved = valued(view, &entry)?;
        if !scope.item(&moved.item) {
            continue;
        }
        let key = (entry.group_number, vendor(view, &moved)?, moved.item);
        let sum = told.entry(key).or_default();
        sum.0 += 1;
        sum.1 += variance;
    }
    let mut rows = Vec::new();
    let (mut groups, mut sum): (BTreeMap<i64, (i64, Total)>, (i64, Total)) = Default::default();
    for ((group, vendor, item), (entries, variance)) in told {
        for total in [groups.entry(group).or_default(), &mut sum] {
            total.0 += entries;
            total.1 += variance;
        }
        let party: Option<Party> = view.find(&[&PartyKind::Vendor, &vendor])?;
        rows.push(Row {
            vendor_name: party.map(|party| party.name),
            vendor: Some(vendor).filter(|vendor| !vendor.is_empty()),
            name: Some(known.item(&item)?.name.clone()),
            item: Some(item),
            ..total(RowKind::Row, Some(group), (entries, variance))
        });
    }
    for group in &known.groups {
        let figures = groups.remove(&group.number).unwrap_or_default();
        rows.push(Row {
            name: Some(group.name.clone()),
            ..total(RowKind::Total, Some(group.number), figures)
        });
    }
    rows.push(total(RowKind::Sum, None, sum));
    Ok(rows)
}

fn total(kind: RowKind, group: Option<i64>, (entries, variance): (i64, Total)) -> Row {
    Row {
        kind,
        group,
        vendor: None,
        vendor_name: None,
        item: None,
        name: None,
        entries,
        variance,
    }
}

/// Returns who billed or delivered the goods of a movement; an empty code where nobody was named.
fn vendor(view: &dyn View, moved: &Movement) -> Result<PartyCode, Fault> {
    if let Some(named) = named(view, moved)? {
        return Ok(named);
    }
    let settled: Vec<Settlement> = view.all(&[&moved.seq])?;
    let settled = settled.into_iter().map(|settlement| settlement.settles);
    for seq in settled.chain([moved.seq]).chain(moved.origin) {
        if let Some(receipt) = view.find::<Receipt>(&[&seq])? {
            return Ok(receipt.vendor);
        }
        if let Some(bill) = view.find::<Bill>(&[&seq])? {
            return Ok(bill.vendor);
        }
    }
    Ok(PartyCode::default())
}

/// Returns the vendor whom a bill or credit note names, as one for freight does, which no receipt leads to.
fn named(view: &dyn View, moved: &Movement) -> Result<Option<PartyCode>, Fault> {
    if !matches!(moved.kind, MovementKind::Invoice | MovementKind::CreditNote) {
        return Ok(None);
    }
    let Some(made) = view.find::<Logged>(&[&moved.operation])? else {
        return Ok(None);
    };
    Ok(match Request::of(&made)?.operation {
        Operation::Invoice(bill) => bill.vendor,
        Operation::CreditNote(note) => note.vendor,
        _ => None,
    })
}
