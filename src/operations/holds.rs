//! Whether goods are on hold: the one definition, for promises, picks, parcels, shipments and what is shown of them.

use super::view::View;
use crate::domain::catalog::Lot;
use crate::domain::code::{ItemCode, LotCode, Serial};
use crate::domain::hold::{HeldGoods, Hold};
use crate::domain::record::{Fault, Range};
use crate::domain::stock::Balance;
use std::collections::BTreeMap;

/// Returns why a piece or the goods of a lot are on hold; `None` if they are on none.
///
/// # Errors
/// A [`Fault`] where the store can't be read.
pub fn why(
    view: &dyn View,
    item: &ItemCode,
    lot: &LotCode,
    serial: &Serial,
) -> Result<Option<String>, Fault> {
    let known: Option<Lot> = if lot.is_empty() {
        None
    } else {
        view.find(&[item, lot])?
    };
    match known.and_then(|lot| lot.hold) {
        Some(why) => Ok(Some(why)),
        None => of_piece(view, item, serial),
    }
}

/// Returns why a piece is on hold by its serial number; `None` if it is on none.
///
/// # Errors
/// A [`Fault`] where the store can't be read.
pub fn of_piece(view: &dyn View, item: &ItemCode, serial: &Serial) -> Result<Option<String>, Fault> {
    if serial.is_empty() {
        return Ok(None);
    }
    match newest(&standing(view, item, None)?, &LotCode::default(), serial) {
        Some(number) => Ok(view.find::<Hold>(&[&number])?.map(|hold| hold.reason)),
        None => Ok(None),
    }
}

/// Returns why the goods of a lot are on hold, as the holds say and not as the lot does.
///
/// # Errors
/// A [`Fault`] where the store can't be read.
pub fn of_lot(view: &dyn View, item: &ItemCode, lot: &LotCode) -> Result<Option<String>, Fault> {
    match newest(&standing(view, item, Some(lot))?, lot, &Serial::default()) {
        Some(number) => Ok(view.find::<Hold>(&[&number])?.map(|hold| hold.reason)),
        None => Ok(None),
    }
}

/// Returns what is known of the lot of goods; of a piece that is on hold by its serial number, that it is held.
///
/// # Errors
/// A [`Fault`] where the store can't be read.
pub fn lot_of(view: &dyn View, balance: &Balance) -> Result<Option<Lot>, Fault> {
    let Balance {
        item, lot, serial, ..
    } = balance;
    let known: Option<Lot> = if lot.is_empty() {
        None
    } else {
        view.find(&[item, lot])?
    };
    if known.as_ref().is_some_and(|lot| lot.hold.is_some()) {
        return Ok(known);
    }
    let Some(why) = of_piece(view, item, serial)? else {
        return Ok(known);
    };
    let (item, lot) = (item.clone(), lot.clone());
    let expiry = known.and_then(|lot| lot.expiry);
    let hold = Some(why);
    Ok(Some(Lot {
        item,
        lot,
        expiry,
        hold,
    }))
}

/// Returns the words that stand about an item, or about one lot of it, in the order of their holds.
///
/// # Errors
/// A [`Fault`] where the store can't be read.
pub fn standing(view: &dyn View, item: &ItemCode, lot: Option<&LotCode>) -> Result<Vec<HeldGoods>, Fault> {
    let stands = 0_i64;
    match lot {
        Some(lot) => view.list(&Range::by(HeldGoods::BY_GOODS, &[item, &stands, lot])),
        None => view.list(&Range::by(HeldGoods::BY_GOODS, &[item, &stands])),
    }
}

/// Returns the newest hold of several words that holds a piece or the goods of a lot; `None` if none does.
pub fn newest(words: &[HeldGoods], lot: &LotCode, serial: &Serial) -> Option<i64> {
    let mut last: BTreeMap<i64, (i64, bool)> = BTreeMap::new();
    for word in words.iter().filter(|word| word.is_about(lot, serial)) {
        let known = last.entry(word.hold).or_insert((0, true));
        if known.0 < word.word {
            *known = (word.word, word.free);
        }
    }
    let held = last.into_iter().filter(|(_, (_, free))| !free);
    held.map(|(hold, _)| hold).next_back()
}
