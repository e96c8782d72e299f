//! The accounts of inventory groups, site by site.

use super::view::View;
use crate::domain::code::{AccountCode, SiteCode};
use crate::domain::company::{Accounts, Group, GroupAccounts};
use crate::domain::record::Fault;
use std::collections::{BTreeMap, BTreeSet};

/// Returns the accounts of one group at a site.
///
/// # Errors
/// Fails if the store can't be read.
pub fn of(view: &dyn View, group: &Group, site: &SiteCode) -> Result<Accounts, Fault> {
    let own: Option<GroupAccounts> = view.find(&[&group.number, site])?;
    Ok(group.accounts(own.as_ref()))
}

/// The accounts of every group at every site.
#[derive(Clone, Debug, Default)]
pub struct AllAccounts {
    groups: BTreeMap<i64, Group>,
    own: BTreeMap<(i64, SiteCode), GroupAccounts>,
}

impl AllAccounts {
    /// Reads them.
    ///
    /// # Errors
    /// Fails if the store can't be read.
    pub fn of(view: &dyn View) -> Result<Self, Fault> {
        let groups = view.all::<Group>(&[])?;
        let own = view.all::<GroupAccounts>(&[])?;
        let own = own
            .into_iter()
            .map(|own| ((own.group_number, own.site.clone()), own));
        Ok(Self {
            groups: groups.into_iter().map(|group| (group.number, group)).collect(),
            own: own.collect(),
        })
    }

    /// Returns the accounts of a group at a site; `None` if there is no such group.
    pub fn at(&self, group: i64, site: &SiteCode) -> Option<Accounts> {
        let own = self.own.get(&(group, site.clone()));
        self.groups.get(&group).map(|group| group.accounts(own))
    }

    /// Returns the account of what is in stock of a group at a site; `None` if there is no such group.
    pub fn inventory(&self, group: i64, site: &SiteCode) -> Option<&AccountCode> {
        let own = self.own.get(&(group, site.clone()));
        let own = own.and_then(|own| own.inventory.as_ref());
        own.or_else(|| self.groups.get(&group).map(|group| &group.inventory))
    }

    /// Returns the accounts of each group, at all sites that have none of their own first, then at each of the others.
    pub fn each(&self) -> impl Iterator<Item = (Option<&SiteCode>, Accounts)> {
        self.groups.values().flat_map(|group| {
            let first = (group.number, SiteCode::NONE);
            let own = self
                .own
                .range(first..)
                .take_while(|((number, _), _)| *number == group.number);
            let own = own.map(|((_, site), own)| (Some(site), group.accounts(Some(own))));
            std::iter::once((None, group.accounts(None))).chain(own)
        })
    }

    /// Returns whether any group tracks the cost of its services.
    pub fn is_tracking(&self) -> bool {
        self.groups.values().any(Group::tracks_services)
    }

    /// Returns the accounts on which groups track the cost of their services; `company` is that of groups which have none
    /// of their own.
    pub fn accruing(&self, company: &AccountCode) -> BTreeSet<AccountCode> {
        let tracked = |number: i64| self.groups.get(&number).is_some_and(Group::tracks_services);
        self.each()
            .filter(|(_, accounts)| tracked(accounts.group))
            .map(|(_, accounts)| accounts.service_accrual.unwrap_or_else(|| company.clone()))
            .collect()
    }

    /// Returns the accounts of any group at any site that hold no stock.
    pub fn beside_stock(&self) -> BTreeSet<AccountCode> {
        let each = self.each().flat_map(|(_, accounts)| {
            let beside = accounts.beside_stock();
            beside
                .into_iter()
                .map(|(_, account)| account.clone())
                .collect::<Vec<_>>()
        });
        each.collect()
    }

    /// Returns the accounts that hold stock of any group at any site.
    pub fn holding_stock(&self) -> BTreeSet<AccountCode> {
        self.each().map(|(_, accounts)| accounts.inventory).collect()
    }
}
