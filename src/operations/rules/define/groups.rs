//! Inventory groups and their accounts, for all sites or for one.

use crate::domain::catalog::{Item, Site};
use crate::domain::code::SiteCode;
use crate::domain::company::{Group, GroupAccounts};
use crate::domain::policy::CompanyAccount;
use crate::domain::refusal::Refusal;
use crate::domain::service::ServicePool;
use crate::domain::stock::Pool;
use crate::operations::change::Halt;
use crate::operations::group_accounts::AllAccounts;
use crate::operations::rules::books::Books;
use crate::operations::rules::tax;
use crate::operations::service_accrual;

/// Creates a group, or changes one as far as stock allows.
pub(super) fn group(books: &mut Books<'_, '_>, group: &Group) -> Result<(), Halt> {
    if !(1..=999).contains(&group.number) {
        let (need, found) = ("a group number from 1 to 999".into(), group.number.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    for (_, account) in group.accounts(None).all() {
        books.known_account(account)?;
    }
    for tax in group.sales_tax.iter().chain(&group.purchase_tax) {
        tax::known(books, tax)?;
    }
    if group.tracks_services() && group.service_accrual.is_none() {
        books.account(CompanyAccount::ServiceAccrual)?;
    }
    services_are_settled(books, group)?;
    let before = AllAccounts::of(books.view())?;
    books.draft.put(group);
    settled(books, group.number, &before)
}

/// Refuses another choice of where the cost of its services goes while something of it stands on an accrual.
fn services_are_settled(books: &Books<'_, '_>, group: &Group) -> Result<(), Halt> {
    let known: Option<Group> = books.view().find(&[&group.number])?;
    if known.is_none_or(|known| known.tracks_services() == group.tracks_services()) {
        return Ok(());
    }
    for item in books.view().all::<Item>(&[])? {
        if item.service && item.group_number == group.number {
            settled_service(books, &item)?;
        }
    }
    Ok(())
}

/// Refuses as long as something of a service stands on an accrual.
pub(super) fn settled_service(books: &Books<'_, '_>, item: &Item) -> Result<(), Halt> {
    let pools = books.view().all::<ServicePool>(&[&item.item])?;
    let Some(open) = pools.into_iter().find(|pool| !pool.is_empty()) else {
        return Ok(());
    };
    let ServicePool {
        item,
        site,
        qty,
        value,
        ..
    } = open;
    let (item, site) = (item.to_string(), site.to_string());
    Err(Refusal::ServiceCostOpen {
        item,
        site,
        qty,
        value,
    }
    .into())
}

/// Gives a group accounts of its own at a site, or changes them as far as stock allows.
pub(super) fn at_site(books: &mut Books<'_, '_>, own: &GroupAccounts) -> Result<(), Halt> {
    let (number, site) = (own.group_number, &own.site);
    let group: Option<Group> = books.view().find(&[&number])?;
    let group = group.ok_or(Refusal::UnknownGroup { group: number })?;
    let known: Option<Site> = books.view().find(&[site])?;
    known.ok_or_else(|| Refusal::UnknownSite {
        site: site.to_string(),
    })?;
    for (_, account) in group.accounts(Some(own)).all() {
        books.known_account(account)?;
    }
    let before = AllAccounts::of(books.view())?;
    books.draft.put(own);
    settled(books, number, &before)
}

/// Refuses accounts of a group, as they are now, that mix stock with anything else, and another inventory account than
/// `before` at a site where there was stock of the group: what is worth something there is on the other account.
fn settled(books: &Books<'_, '_>, number: i64, before: &AllAccounts) -> Result<(), Halt> {
    let now = AllAccounts::of(books.view())?;
    apart(books, &now)?;
    let mut changed = Vec::new();
    for Site { site, .. } in books.view().all::<Site>(&[])? {
        let (known, found) = (before.inventory(number, &site), now.inventory(number, &site));
        if let (Some(known), Some(found)) = (known, found)
            && known != found
        {
            changed.push((site, known, found));
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    let mut items = books.view().all::<Item>(&[])?;
    items.retain(|item| item.group_number == number);
    for (site, known, found) in changed {
        if was_in_stock_at(books, &items, &site)? {
            let (known, found) = (known.to_string(), found.to_string());
            let (group, site) = (number, site.to_string());
            return Err(Refusal::GroupInUse {
                group,
                site,
                known,
                found,
            }
            .into());
        }
    }
    Ok(())
}

/// Refuses an account that would hold stock and something else: what stock is worth could not be told from it.
fn apart(books: &Books<'_, '_>, now: &AllAccounts) -> Result<(), Halt> {
    let stock = now.holding_stock();
    let policies = books.policies()?;
    // Charts of before may use the number of the service accrual otherwise, as long as no group tracks services.
    let company = CompanyAccount::ALL
        .iter()
        .filter(|which| **which != CompanyAccount::ServiceAccrual)
        .map(|which| policies.account(*which));
    let found = now
        .beside_stock()
        .into_iter()
        .chain(company)
        .find(|account| stock.contains(account));
    let (need, found) = match (found, service_accrual::shared(books.view())?) {
        (Some(found), _) => ("an inventory account that nothing else posts to", found),
        (None, Some(found)) => ("a service accrual that nothing else posts to", found),
        (None, None) => return Ok(()),
    };
    let (need, found) = (need.to_owned(), found.to_string());
    Err(Refusal::Unfit { need, found }.into())
}

/// Returns whether any of the items was ever in stock at a site.
fn was_in_stock_at(books: &Books<'_, '_>, items: &[Item], site: &SiteCode) -> Result<bool, Halt> {
    for item in items {
        if books.view().find::<Pool>(&[&item.item, site])?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
