//! What purchases cost more or less than they were valued at, by vendor and item.

use super::known::Known;
use super::{RowKind, Scope, valued};
use crate::domain::amount::Total;
use crate::domain::catalog::{Party, PartyKind};
use crate::domain::code::{AccountCode, CategoryCode, ItemCode, PartyCode};
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::purchase::{Bill, Receipt, Settlement};
use crate::domain::record::Fault;
use crate::operations::pages::journal;
use crate::operations::request::{Operation, Request};
use crate::operations::view::View;
use crate::words;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// What totals are told by.
    pub enum By {
        /// By inventory group.
        Group = "group",
        /// By category of the items.
        Category = "category",
    }
}

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
    /// What item, group or category is called.
    pub name: Option<String>,
    /// How many entries are behind it.
    pub entries: i64,
    /// What was charged beyond the value of the goods; negative if it was less.
    pub variance: Total,
    /// The category of the item, or of all; empty for items of none.
    pub category: Option<CategoryCode>,
}

/// Groups in the order of their numbers or categories by their codes, then vendors and items by theirs.
type Key = (i64, CategoryCode, PartyCode, ItemCode);

/// Returns each vendor and item with a purchase variance, then the total of each group or category and the sum, which equals the
/// trial balance on the groups' accounts for purchase variance. An item, a site and posting days may narrow it.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope, by: By) -> Result<Vec<Row>, Fault> {
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
        let first = match by {
            By::Group => (entry.group_number, CategoryCode::NONE),
            By::Category => (0, known.category(&moved.item)?),
        };
        let key = (first.0, first.1, vendor(view, &moved)?, moved.item);
        let sum = told.entry(key).or_default();
        sum.0 += 1;
        sum.1 += variance;
    }
    let mut rows = Vec::new();
    let (mut all, mut sum): (BTreeMap<(i64, CategoryCode), Figures>, Figures) = Default::default();
    for ((group, category, vendor, item), figures) in told {
        let about = known.item(&item)?;
        for total in [all.entry((group, category)).or_default(), &mut sum] {
            total.0 += figures.0;
            total.1 += figures.1;
        }
        let party: Option<Party> = view.find(&[&PartyKind::Vendor, &vendor])?;
        rows.push(Row {
            group: Some(if by == By::Group { group } else { about.group }),
            vendor_name: party.map(|party| party.name),
            vendor: Some(vendor).filter(|vendor| !vendor.is_empty()),
            category: Some(about.category.clone()),
            name: Some(about.name.clone()),
            item: Some(item),
            ..total(RowKind::Row, figures)
        });
    }
    rows.extend(totals(&known, by, &mut all));
    rows.push(total(RowKind::Sum, sum));
    Ok(rows)
}

/// Returns the total of each group or category.
fn totals(known: &Known, by: By, all: &mut BTreeMap<(i64, CategoryCode), Figures>) -> Vec<Row> {
    let mut figures = |group, category| all.remove(&(group, category)).unwrap_or_default();
    match by {
        By::Group => {
            let each = known.groups.iter().map(|group| Row {
                group: Some(group.number),
                name: Some(group.name.clone()),
                ..total(RowKind::Total, figures(group.number, CategoryCode::NONE))
            });
            each.collect()
        }
        By::Category => {
            let each = known.each_category().map(|(category, name)| Row {
                category: Some(category.clone()),
                name,
                ..total(RowKind::Total, figures(0, category))
            });
            each.collect()
        }
    }
}

/// The number of entries, and the sum of their variances.
type Figures = (i64, Total);

fn total(kind: RowKind, (entries, variance): Figures) -> Row {
    Row {
        kind,
        group: None,
        vendor: None,
        vendor_name: None,
        item: None,
        category: None,
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
