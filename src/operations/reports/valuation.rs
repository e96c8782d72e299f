//! What stock was worth at the end of any posting day, by inventory group, site, item or lot, and whether the inventory
//! accounts said the same.

mod lots;

use super::known::Known;
use super::{RowKind, Scope, Spot, movements};
use crate::domain::amount::{Qty, Total};
use crate::domain::catalog::Site;
use crate::domain::code::{AccountCode, CategoryCode, ItemCode, LotCode, SiteCode};
use crate::domain::company::Integration;
use crate::domain::record::Fault;
use crate::operations::pending::{self, Cover};
use crate::operations::standing::mode;
use crate::operations::view::View;
use crate::words;
use chrono::NaiveDate;
use lots::Lots;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// What stock is broken down by.
    pub enum By {
        /// By inventory group: the totals alone.
        Group = "group",
        /// By site.
        Site = "site",
        /// By item.
        Item = "item",
        /// By item and lot.
        Lot = "lot",
        /// By category of the items.
        Category = "category",
    }
}

/// What a site, an item or a lot was worth; or a group, an account or everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// One of the things that the report tells apart, or a total.
    pub kind: RowKind,
    /// The inventory group.
    pub group: Option<i64>,
    /// Its inventory account.
    pub account: Option<AccountCode>,
    /// The site.
    pub site: Option<SiteCode>,
    /// The item.
    pub item: Option<ItemCode>,
    /// The lot; `None` if the item has none.
    pub lot: Option<LotCode>,
    /// What group, site, item or category is called.
    pub name: Option<String>,
    /// Base units, of an item or lot.
    pub qty: Option<Qty>,
    /// What they are worth.
    pub value: Total,
    /// What the inventory account said; `None` if the report is narrowed to goods, or if another row makes the
    /// comparison.
    pub ledger: Option<Total>,
    /// The value of stock less the account's balance; `None` while stock is not in the ledger, because the two are
    /// unrelated then.
    pub difference: Option<Total>,
    /// Whether stock was in the ledger on that day; `None` if nothing is compared.
    pub integration: Option<Integration>,
    /// The category, if categories are told apart; empty for items of none.
    pub category: Option<CategoryCode>,
}

/// Lots with their quantities and values.
type Parts = Vec<(LotCode, Qty, Total)>;

/// What stock of each group is worth at each site.
type Worth = BTreeMap<(i64, SiteCode), Total>;

/// What a row is about; rows are in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The inventory group.
    pub group: Option<i64>,
    /// The site.
    pub site: Option<SiteCode>,
    /// The item.
    pub item: Option<ItemCode>,
    /// The lot.
    pub lot: Option<LotCode>,
    /// The category.
    pub category: Option<CategoryCode>,
}

impl Key {
    /// Returns what the row is about in which goods are counted; `None` if only totals are told.
    pub fn of(
        known: &Known,
        by: By,
        (item, site, lot): (&ItemCode, &SiteCode, &LotCode),
    ) -> Result<Option<Self>, Fault> {
        let about = known.item(item)?;
        let (group, none) = (Some(about.group), Self::default());
        let item = Some(item.clone());
        Ok(match by {
            By::Group => None,
            By::Site => Some(Self {
                site: Some(site.clone()),
                ..none
            }),
            By::Item => Some(Self { group, item, ..none }),
            By::Lot => Some(Self {
                group,
                item,
                lot: Some(lot.clone()),
                ..none
            }),
            By::Category => Some(Self {
                category: Some(about.category.clone()),
                ..none
            }),
        })
    }

    /// Returns what site, item or category is called; `None` for what has no name.
    pub fn name(&self, view: &dyn View, known: &Known) -> Result<Option<String>, Fault> {
        Ok(match (&self.site, &self.item, &self.category) {
            (Some(site), _, _) => view.find::<Site>(&[site])?.map(|site| site.name),
            (None, Some(item), _) => Some(known.item(item)?.name.clone()),
            (None, None, Some(category)) => known.categories.get(category).cloned(),
            (None, None, None) => None,
        })
    }
}

/// Returns stock at the end of posting day `at`, or now: rows by what is asked for, then a total per inventory group,
/// one per account that several groups share or that a group has at some site
/// alone, and the sum. Item, lot (with [`By::Lot`]) and site may narrow it; days do
/// not.
///
/// # Errors
/// Fails if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope, by: By, at: Option<NaiveDate>) -> Result<Vec<Row>, Fault> {
    let known = Known::of(view)?;
    let (mut told, mut worth): (BTreeMap<Key, (Qty, Total)>, Worth) = Default::default();
    for ((item, site), lots) in stock(view, &known, scope, by, at)? {
        let group = known.item(&item)?.group;
        for (lot, qty, value) in lots {
            if !scope.lot(&lot) {
                continue;
            }
            if let Some(key) = Key::of(&known, by, (&item, &site, &lot))? {
                let sum = told.entry(key).or_default();
                sum.0 += qty;
                sum.1 += value;
            }
            *worth.entry((group, site.clone())).or_default() += value;
        }
    }
    let mut rows = Vec::new();
    for (key, (qty, value)) in told {
        if !qty.is_zero() || !value.is_zero() {
            rows.push(row(view, &known, scope, key, (qty, value))?);
        }
    }
    rows.extend(totals(view, &known, scope, at, &worth)?);
    Ok(rows)
}

/// Returns what lay where at the end of the day, lot by lot; a single nameless lot if lots are not told apart.
pub(super) fn stock(
    view: &dyn View,
    known: &Known,
    scope: &Scope,
    by: By,
    at: Option<NaiveDate>,
) -> Result<BTreeMap<Spot, Parts>, Fault> {
    let mut spots: BTreeMap<Spot, (Qty, Total)> = BTreeMap::new();
    let mut lots = (by == By::Lot).then(|| Lots::of(view));
    for movement in movements(view, scope)? {
        let movement = movement?;
        let method = known.item(&movement.item)?.method;
        let is_wanted = at.is_none_or(|at| movement.posting <= at)
            && scope.item(&movement.item)
            && scope.site(&movement.site);
        let qty = movement.gained();
        if let Some(lots) = &mut lots {
            lots.follow(&movement, method, qty, is_wanted)?;
        }
        if is_wanted && !(qty.is_zero() && movement.value.is_zero()) {
            let spot = spots.entry((movement.item, movement.site)).or_default();
            spot.0 += qty;
            spot.1 += movement.value;
        }
    }
    let whole = |(spot, (qty, value))| (spot, vec![(LotCode::default(), qty, value)]);
    Ok(match lots {
        None => spots.into_iter().map(whole).collect(),
        Some(mut lots) => spots
            .into_iter()
            .map(|(spot, (qty, value))| {
                let parts = lots.share(&spot, qty, value)?;
                Ok((spot, parts))
            })
            .collect::<Result<_, Fault>>()?,
    })
}

fn row(
    view: &dyn View,
    known: &Known,
    scope: &Scope,
    key: Key,
    (qty, value): (Qty, Total),
) -> Result<Row, Fault> {
    let name = key.name(view, known)?;
    let Key {
        group,
        site,
        item,
        lot,
        category,
    } = key;
    Ok(Row {
        kind: RowKind::Row,
        group,
        account: group.and_then(|group| only(&inventories(known, scope, group))),
        site,
        qty: item.is_some().then_some(qty),
        item,
        lot: lot.filter(|lot| !lot.is_empty()),
        category,
        name,
        value,
        ledger: None,
        difference: None,
        integration: None,
    })
}

/// Returns the accounts that hold stock of a group at the sites that a report is about.
fn inventories(known: &Known, scope: &Scope, group: i64) -> BTreeSet<AccountCode> {
    if let Some(site) = &scope.site {
        return known
            .accounts
            .inventory(group, site)
            .cloned()
            .into_iter()
            .collect();
    }
    let own = known
        .accounts
        .each()
        .filter(|(_, accounts)| accounts.group == group);
    own.map(|(_, accounts)| accounts.inventory).collect()
}

/// Returns the only one of some accounts; `None` if there are several.
fn only(accounts: &BTreeSet<AccountCode>) -> Option<AccountCode> {
    accounts.first().filter(|_| accounts.len() == 1).cloned()
}

/// Returns the total of each group, of each account that several groups share or that is one of several of its group,
/// and of everything.
fn totals(
    view: &dyn View,
    known: &Known,
    scope: &Scope,
    at: Option<NaiveDate>,
    worth: &Worth,
) -> Result<Vec<Row>, Fault> {
    let own: BTreeMap<i64, BTreeSet<AccountCode>> = known
        .groups
        .iter()
        .map(|group| (group.number, inventories(known, scope, group.number)))
        .collect();
    let mut accounts: BTreeMap<&AccountCode, Total> = BTreeMap::new();
    let mut groups: BTreeMap<i64, Total> = BTreeMap::new();
    for account in own.values().flatten() {
        accounts.entry(account).or_default();
    }
    for ((group, site), value) in worth {
        *groups.entry(*group).or_default() += *value;
        if let Some(account) = known.accounts.inventory(*group, site) {
            *accounts.entry(account).or_default() += *value;
        }
    }
    let shared = |account: &AccountCode| 1 < own.values().filter(|own| own.contains(account)).count();
    let cover = Cover {
        site: scope.site.clone(),
        until: at,
        ..Cover::default()
    };
    let balances = pending::trial_balance(view, &cover)?;
    let mode = mode(view, at)?;
    let is_whole = scope.item.is_none() && scope.lot.is_none();
    let compared = |value: Total, ledger: Total| {
        let difference = (mode == Integration::Full).then_some(value - ledger);
        is_whole.then_some((ledger, difference, mode))
    };
    let mut rows = Vec::new();
    for group in &known.groups {
        let value = groups.get(&group.number).copied().unwrap_or_default();
        let own = &own[&group.number];
        let said: Total = own.iter().map(|account| balances.balance(account)).sum();
        let ledger = compared(value, said).filter(|_| !own.iter().any(shared));
        rows.push(Row {
            group: Some(group.number),
            account: only(own),
            name: Some(group.name.clone()),
            ..total(RowKind::Total, value, ledger)
        });
    }
    let (mut all, mut said) = (Total::ZERO, Total::ZERO);
    for (account, value) in accounts {
        let ledger = balances.balance(account);
        all += value;
        said += ledger;
        let is_one_of_several = own.values().any(|own| 1 < own.len() && own.contains(account));
        if shared(account) || is_one_of_several {
            rows.push(Row {
                account: Some(account.clone()),
                ..total(RowKind::Account, value, compared(value, ledger))
            });
        }
    }
    rows.push(total(RowKind::Sum, all, compared(all, said)));
    Ok(rows)
}

/// What the ledger said, the difference, and whether stock was in it.
type Said = (Total, Option<Total>, Integration);

/// Returns a total with the ledger's figure and the difference.
fn total(kind: RowKind, value: Total, ledger: Option<Said>) -> Row {
    Row {
        kind,
        group: None,
        account: None,
        site: None,
        item: None,
        lot: None,
        category: None,
        name: None,
        qty: None,
        value,
        ledger: ledger.map(|(ledger, ..)| ledger),
        difference: ledger.and_then(|(_, difference, _)| difference),
        integration: ledger.map(|(.., mode)| mode),
    }
}
