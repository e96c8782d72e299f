//! What reports know of items and inventory groups, looked up once.

use crate::domain::catalog::Item;
use crate::domain::code::ItemCode;
use crate::domain::company::{Group, Method};
use crate::domain::record::Fault;
use crate::operations::group_accounts::AllAccounts;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use std::collections::BTreeMap;

/// Items and groups.
pub(super) struct Known {
    items: BTreeMap<ItemCode, KnownItem>,
    /// The inventory groups, in the order of their numbers.
    pub groups: Vec<Group>,
    /// The accounts of the groups, site by site.
    pub accounts: AllAccounts,
}

/// What is known of an item.
pub(super) struct KnownItem {
    /// The number of its inventory group.
    pub group: i64,
    /// How it is valued.
    pub method: Method,
    /// What it is called.
    pub name: String,
}

impl Known {
    /// Reads all items and groups.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't be read.
    pub fn of(view: &dyn View) -> Result<Self, Fault> {
        let mut items = BTreeMap::new();
        for item in Pages::<Item>::of(view) {
            let item = item?;
            let known = KnownItem {
                group: item.group_number,
                method: item.method,
                name: item.name,
            };
            items.insert(item.item, known);
        }
        let groups = view.all::<Group>(&[])?;
        let accounts = AllAccounts::of(view)?;
        Ok(Self {
            items,
            groups,
            accounts,
        })
    }

    /// Returns an item.
    ///
    /// # Errors
    /// A [`Fault`] if it is missing, which the books don't allow.
    pub fn item(&self, item: &ItemCode) -> Result<&KnownItem, Fault> {
        let known = self.items.get(item);
        known.ok_or_else(|| Fault::new(format!("item {item} is missing")))
    }

    /// Returns the codes of all items, in their order.
    pub fn codes(&self) -> impl Iterator<Item = ItemCode> {
        self.items.keys().cloned()
    }

    /// Returns a group.
    pub fn group(&self, number: i64) -> Option<&Group> {
        self.groups.iter().find(|group| group.number == number)
    }
}
