//! In the books of which legal entity a site is, and what one asks of another.

use super::view::View;
use crate::domain::catalog::Site;
use crate::domain::code::{EntityCode, ItemCode, SiteCode};
use crate::domain::entity::{IntercompanySale, TransferPrice};
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::domain::transfer::Transfer;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Returns the legal entity in whose books a site is; empty for the company itself.
///
/// # Errors
/// Fails if the store can't be read.
pub fn of_site(view: &dyn View, site: &SiteCode) -> Result<EntityCode, Fault> {
    let known: Option<Site> = view.find(&[site])?;
    Ok(known.and_then(|known| known.entity).unwrap_or_default())
}

/// Sites that something is about: by default all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sites(Option<BTreeSet<SiteCode>>);

impl Sites {
    /// Returns the sites in the books of a legal entity; of the company itself where its code is empty, and all where none
    /// is named.
    ///
    /// # Errors
    /// Fails if the store can't be read.
    pub fn of(view: &dyn View, entity: Option<&EntityCode>) -> Result<Self, Fault> {
        let Some(entity) = entity else {
            return Ok(Self::default());
        };
        let all = view.all::<Site>(&[])?.into_iter();
        let own = all.filter(|site| site.entity.clone().unwrap_or_default() == *entity);
        Ok(Self(Some(own.map(|site| site.site).collect())))
    }

    /// Returns whether a site is among them.
    pub fn has(&self, site: &SiteCode) -> bool {
        self.0.as_ref().is_none_or(|own| own.contains(site))
    }
}

/// Returns the site in whose books goods of a transfer are on their way: the one that they left, or the one that bought
/// them.
///
/// # Errors
/// Fails if the store can't be read.
pub fn site_of(view: &dyn View, sent: &Transfer) -> Result<SiteCode, Fault> {
    let sold: Option<IntercompanySale> = view.find(&[&sent.movement])?;
    let site = if sold.is_some() {
        &sent.to_site
    } else {
        &sent.from_site
    };
    Ok(site.clone())
}

/// Returns a legal entity as it is named to people.
pub fn named(entity: &EntityCode) -> String {
    if entity.is_empty() {
        "the company itself".to_owned()
    } else {
        entity.to_string()
    }
}

/// Returns what one legal entity asks of another on a day: for the item, else for all that have no price of their own.
///
/// # Errors
/// Fails if the store can't be read.
pub fn transfer_price(
    view: &dyn View,
    item: &ItemCode,
    (seller, buyer): (&EntityCode, &EntityCode),
    day: NaiveDate,
) -> Result<Option<TransferPrice>, Fault> {
    for item in [item, &ItemCode::NONE] {
        let known: Vec<TransferPrice> = view.all(&[seller, buyer, item])?;
        if let Some(price) = known.into_iter().rfind(|price| price.since <= day) {
            return Ok(Some(price));
        }
    }
    Ok(None)
}

/// Returns which of some items can't be sent from one site to the other, each with its refusal: they would be sold, and
/// nobody said for what.
///
/// # Errors
/// Fails if the store can't be read.
pub fn unpriced<'i>(
    view: &dyn View,
    items: impl IntoIterator<Item = &'i ItemCode>,
    [from, to]: [&SiteCode; 2],
    day: NaiveDate,
) -> Result<Vec<(ItemCode, Refusal)>, Fault> {
    let (seller, buyer) = (of_site(view, from)?, of_site(view, to)?);
    let mut found = Vec::new();
    if seller != buyer {
        for item in items {
            if transfer_price(view, item, (&seller, &buyer), day)?.is_none() {
                found.push((item.clone(), no_price(item, &seller, &buyer)));
            }
        }
    }
    Ok(found)
}

/// Returns the refusal of an item for which one legal entity asks nothing of another.
pub fn no_price(item: &ItemCode, seller: &EntityCode, buyer: &EntityCode) -> Refusal {
    Refusal::NoTransferPrice {
        item: item.to_string(),
        seller: named(seller),
        buyer: named(buyer),
    }
}
