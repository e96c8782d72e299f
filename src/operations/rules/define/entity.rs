//! Legal entities, the sites in their books, and what they ask of each other.

use crate::domain::catalog::{Item, Site};
use crate::domain::code::SiteCode;
use crate::domain::entity::{Entity, TransferPrice};
use crate::domain::entry::Entry;
use crate::domain::movement::Movement;
use crate::domain::part::part;
use crate::domain::policy::CompanyAccount;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::entities;
use crate::operations::pages::parts;
use crate::operations::rules::books::Books;
use crate::operations::rules::intercompany;

part! {
    /// Where a movement happened.
    struct Moved of Movement {
        /// Its number.
        seq: i64,
        /// The site.
        site: SiteCode,
    }
}

part! {
    /// Whose books an entry is in.
    struct Posted of Entry {
        /// Its number.
        entry: i64,
        /// The site.
        site: SiteCode,
    }
}

/// Creates a legal entity, or names it anew. The chart must have the accounts of what entities sell to each other.
pub(super) fn define(books: &mut Books<'_, '_>, entity: &Entity) -> Result<(), Halt> {
    for which in CompanyAccount::INTERCOMPANY {
        books.account(which)?;
    }
    books.draft.put(entity);
    Ok(())
}

/// Creates a site, or names it anew. It stays in the books of its legal entity from the first movement or entry on; where
/// none is named, it stays where it is.
pub(super) fn site(books: &mut Books<'_, '_>, site: &Site) -> Result<(), Halt> {
    let known: Option<Site> = books.view().find(&[&site.site])?;
    let known = known.and_then(|known| known.entity);
    let Some(entity) = site.entity.clone().filter(|found| known.as_ref() != Some(found)) else {
        books.draft.put(&Site {
            entity: known,
            ..site.clone()
        });
        return Ok(());
    };
    intercompany::known(books, &entity)?;
    if is_used(books, &site.site)? {
        let known = entities::named(&known.unwrap_or_default());
        let (site, found) = (site.site.to_string(), entity.to_string());
        return Err(Refusal::EntityStays { site, known, found }.into());
    }
    books.draft.put(site);
    Ok(())
}

/// Returns whether anything ever happened at a site.
fn is_used(books: &Books<'_, '_>, site: &SiteCode) -> Result<bool, Halt> {
    for moved in parts::<Movement, Moved>(books.view(), |moved| moved.seq) {
        if moved?.site == *site {
            return Ok(true);
        }
    }
    for posted in parts::<Entry, Posted>(books.view(), |posted| posted.entry) {
        if posted?.site == *site {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Sets what one legal entity asks of another from a day on.
pub(super) fn transfer_price(books: &mut Books<'_, '_>, asked: &TransferPrice) -> Result<(), Halt> {
    for entity in [&asked.seller, &asked.buyer] {
        intercompany::known(books, entity)?;
    }
    if asked.seller == asked.buyer {
        let (need, found) = (
            "two legal entities".into(),
            format!("{} twice", entities::named(&asked.buyer)),
        );
        return Err(Refusal::Unfit { need, found }.into());
    }
    if !asked.item.is_empty() {
        let _: Item = books.stock_item(&asked.item)?;
    }
    if !asked.is_fit() {
        let need = "a price from zero, or a rate from 0 to 1000 percent of the cost".into();
        let found = match (asked.price, asked.rate_ppm) {
            (None, None) => "neither".into(),
            (Some(_), Some(_)) => "both".into(),
            (Some(price), None) => price.to_string(),
            (None, Some(ppm)) => super::percent(ppm),
        };
        return Err(Refusal::WrongWord { need, found }.into());
    }
    books.draft.put(asked);
    Ok(())
}
