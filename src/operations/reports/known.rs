//! What reports know of items and inventory groups, looked up once.

use crate::domain::catalog::{Category, Item};
use crate::domain::code::{CategoryCode, ItemCode};
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
    /// The categories with their names.
    pub categories: BTreeMap<CategoryCode, String>,
}

/// What is known of an item.
pub(super) struct KnownItem {
    /// The number of its inventory group.
    pub group: i64,
    /// How it is valued.
    pub method: Method,
    /// What it is called.
    pub name: String,
    /// Its category; empty if it has none.
    pub category: CategoryCode,
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
                category: item.category.unwrap_or_default(),
            };
            items.insert(item.item, known);
        }
        let groups = view.all::<Group>(&[])?;
        let accounts = AllAccounts::of(view)?;
        let categories = view.all::<Category>(&[])?;
        let categories = categories.into_iter().map(|it| (it.category, it.name)).collect();
        Ok(Self {
            items,
            groups,
            accounts,
            categories,
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

    /// Returns the category of an item; empty if it has none.
    ///
    /// # Errors
    /// A [`Fault`] if the item is missing, which the books don't allow.
    pub fn category(&self, item: &ItemCode) -> Result<CategoryCode, Fault> {
        Ok(self.item(item)?.category.clone())
    }

    /// Returns every category with its name, first that of items of none, which is empty.
    pub fn each_category(&self) -> impl Iterator<Item = (CategoryCode, Option<String>)> {
        let named = self
            .categories
            .iter()
            .map(|(code, name)| (code.clone(), Some(name.clone())));
        std::iter::once((CategoryCode::NONE, None)).chain(named)
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
