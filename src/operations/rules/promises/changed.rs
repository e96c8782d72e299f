//! What an operation changed of the stock that may be allocated.

use super::Of;
use crate::domain::catalog::{Location, Lot};
use crate::domain::hold::HeldGoods;
use crate::domain::record::{Range, Record, Row};
use crate::domain::stock::Balance;
use crate::domain::task::ShortBin;
use crate::operations::change::Halt;
use crate::operations::draft::Changed;
use crate::operations::rules::books::Books;
use std::collections::{BTreeMap, BTreeSet};

/// The balances that may be taken otherwise than before, by item and site.
pub(super) type Touched = BTreeMap<Of, Vec<Changed<Balance>>>;

/// Returns the balances that the operation changed, and those whose lot or location it changed.
pub(super) fn stock(books: &Books<'_, '_>) -> Result<Touched, Halt> {
    let mut changes: Vec<Changed<Balance>> = books.draft.changes()?;
    let beside = beside(books)?;
    if !beside.is_empty() {
        let known: BTreeSet<Row> = changes.iter().flat_map(each).map(key_of).collect();
        let fresh = beside
            .into_iter()
            .filter(|balance| !known.contains(&key_of(balance)));
        changes.extend(fresh.map(|balance| (Some(balance.clone()), Some(balance))));
    }
    let mut touched = Touched::new();
    for (before, after) in changes {
        let of = |balance: &Balance| (balance.item.clone(), balance.site.clone());
        let (was, is) = (before.as_ref().map(of), after.as_ref().map(of));
        if let (Some(was), Some(is)) = (&was, &is)
            && was != is
        {
            touched.entry(was.clone()).or_default().push((before, None));
            touched.entry(is.clone()).or_default().push((None, after));
        } else if let Some(of) = is.or(was) {
            touched.entry(of).or_default().push((before, after));
        }
    }
    Ok(touched)
}

/// Returns the balances of lots and pieces that were put on hold or released, those at locations that have another purpose
/// now, and those in bins that were found short or counted.
fn beside(books: &Books<'_, '_>) -> Result<Vec<Balance>, Halt> {
    let mut beside = Vec::new();
    for (before, after) in books.draft.changes::<Lot>()? {
        let is_held = |lot: &Option<Lot>| lot.as_ref().is_some_and(|lot| lot.hold.is_some());
        if let Some(lot) = after.as_ref().or(before.as_ref())
            && is_held(&before) != is_held(&after)
        {
            beside.extend(books.view().all::<Balance>(&[&lot.item, &lot.lot])?);
        }
    }
    for (before, after) in books.draft.changes::<HeldGoods>()? {
        if let Some(word) = after.or(before)
            && !word.first.is_empty()
        {
            let pieces: Vec<Balance> = books.view().all(&[&word.item])?;
            beside.extend(pieces.into_iter().filter(|it| word.is_about(&it.lot, &it.serial)));
        }
    }
    for (before, after) in books.draft.changes::<Location>()? {
        let purpose = |bin: &Option<Location>| bin.as_ref().map(|bin| bin.purpose);
        if let Some(bin) = after.as_ref().or(before.as_ref())
            && purpose(&before) != purpose(&after)
        {
            beside.extend(books.content(&bin.location)?);
        }
    }
    for (before, after) in books.draft.changes::<ShortBin>()? {
        if let Some(bin) = after.as_ref().or(before.as_ref())
            && before.is_some() != after.is_some()
        {
            let range = Range::by(Balance::BY_LOCATION, &[&bin.location, &bin.item, &bin.lot]);
            beside.extend(books.view().list::<Balance>(&range)?);
        }
    }
    Ok(beside)
}

fn each((before, after): &Changed<Balance>) -> impl Iterator<Item = &Balance> {
    before.iter().chain(after)
}

fn key_of(balance: &Balance) -> Row {
    let mut row = balance.to_row();
    row.truncate(Balance::TABLE.key);
    row
}
