//! What holds for goods in every job: which quantities are possible, whether goods may leave, and which lot they are
//! of.

use super::books::Books;
use super::described::coded;
use super::stock::{Goods, name_of};
use crate::domain::amount::Qty;
use crate::domain::catalog::{Lot, Spelling};
use crate::domain::code::{ItemCode, LotCode, alike};
use crate::domain::refusal::Refusal;
use crate::domain::shelf_life::{ShelfLife, Unusable};
use crate::domain::stock::Balance;
use crate::operations::change::Halt;
use crate::operations::holds;
use crate::operations::log::HEEDED;
use chrono::NaiveDate;

/// Refuses a quantity that is not above zero.
pub(super) fn positive(qty: Qty) -> Result<(), Halt> {
    match qty {
        Qty::ZERO => Err(Refusal::NothingToMove {}.into()),
        below if below < Qty::ZERO => Err(Refusal::BadQuantity {
            qty,
            why: "it is below zero".into(),
        }
        .into()),
        _ => Ok(()),
    }
}

/// Returns the goods that a balance holds.
pub(super) fn goods_of(books: &Books<'_, '_>, balance: &Balance) -> Result<Goods, Halt> {
    let item = books.item(&balance.item)?;
    books.goods(
        item,
        Some(&balance.lot),
        Some(&balance.serial),
        if balance.serial.is_empty() {
            balance.qty
        } else {
            Qty::ONE
        },
    )
}

/// Refuses goods that may not leave the house, or not for as long as the customer wants. A supervisor may approve a
/// short life, but neither a hold nor an expiry.
pub(super) fn may_leave(books: &Books<'_, '_>, goods: &Goods, min_life_days: i64) -> Result<(), Halt> {
    let (item, serial) = (&goods.item.item, &goods.serial);
    if let Some(why) = holds::of_piece(books.view(), item, serial)? {
        let (item, lot) = (item.to_string(), serial.to_string());
        return Err(Refusal::OnHold { item, lot, why }.into());
    }
    if goods.lot.is_empty() {
        return Ok(());
    }
    let lot: Option<Lot> = books.view().find(&[&goods.item.item, &goods.lot])?;
    let Some(lot) = lot.filter(|lot| lot.hold.is_some() || lot.expiry.is_some()) else {
        return Ok(());
    };
    let shelf_life = ShelfLife::of(books.policies()?, books.request.date)?;
    let Err(unusable) = shelf_life.check(&lot, min_life_days) else {
        return Ok(());
    };
    let is_short = matches!(unusable, Unusable::Short { .. });
    let item = if is_short {
        name_of(goods)
    } else {
        goods.item.item.to_string()
    };
    let refusal = unusable.refusal(item, goods.lot.to_string(), min_life_days);
    if is_short && books.is_accepted(&refusal)? {
        return Ok(());
    }
    Err(refusal.into())
}

/// Notes a lot the first time it is seen; refuses an expiry other than the known one.
pub(super) fn note_lot(
    books: &mut Books<'_, '_>,
    goods: Goods,
    expiry: Option<NaiveDate>,
) -> Result<Goods, Halt> {
    if goods.lot == LotCode::default() {
        return match expiry {
            Some(_) => Err(Refusal::NotTracked {
                item: name_of(&goods),
                what: "expiry".into(),
            }
            .into()),
            None => Ok(goods),
        };
    }
    let (item, lot) = (goods.item.item.clone(), goods.lot.clone());
    let known: Option<Lot> = books.view().find(&[&item, &lot])?;
    if known.is_none() {
        new_lot(books, &item, &lot)?;
    }
    let known_expiry = known.as_ref().and_then(|lot| lot.expiry);
    if let (Some(known), Some(found)) = (known_expiry, expiry)
        && known != found
    {
        let other = Refusal::OtherExpiry {
            item: item.to_string(),
            lot: lot.to_string(),
            known: known.to_string(),
            found: found.to_string(),
        };
        if !books.is_accepted(&other)? {
            return Err(other.into());
        }
    }
    let expiry = known_expiry.or(expiry);
    if expiry.is_none() && goods.item.tracking.wants_expiry() {
        return Err(Refusal::ExpiryNeeded {
            item: item.to_string(),
            lot: lot.to_string(),
        }
        .into());
    }
    spell(books, &item, &lot)?;
    if known.is_none() || known_expiry != expiry {
        for balance in books.view().all::<Balance>(&[&item, &lot])? {
            books.draft.put(&Balance { expiry, ..balance });
        }
        let hold = known.and_then(|lot| lot.hold);
        books.draft.put(&Lot {
            item,
            lot,
            expiry,
            hold,
        });
    }
    Ok(Goods { expiry, ..goods })
}

/// Refuses a new lot that no label can carry, and one that looks like another of the item.
pub(super) fn new_lot(books: &Books<'_, '_>, item: &ItemCode, lot: &LotCode) -> Result<(), Halt> {
    coded(books, lot.as_str())?;
    if !books.is_of(HEEDED) {
        return Ok(());
    }
    let known: Option<Spelling> = books.view().find(&[item, &alike(lot.as_str())])?;
    let Some(known) = known.filter(|known| known.lot != *lot) else {
        return Ok(());
    };
    let (item, known, found) = (item.to_string(), known.lot.to_string(), lot.to_string());
    Err(Refusal::LooksAlike { item, known, found }.into())
}

/// Notes how a lot is spelt, once it is there; one that older stores know beside another that looks like it stays.
fn spell(books: &mut Books<'_, '_>, item: &ItemCode, lot: &LotCode) -> Result<(), Halt> {
    let (item, lot, alike) = (item.clone(), lot.clone(), alike(lot.as_str()));
    if books.view().find::<Spelling>(&[&item, &alike])?.is_none() {
        books.draft.put(&Spelling { item, alike, lot });
    }
    Ok(())
}

/// Refuses a serial number that is in stock already.
pub(super) fn absent_serial(books: &Books<'_, '_>, goods: &Goods) -> Result<(), Halt> {
    if goods.serial.is_empty() {
        return Ok(());
    }
    match books.whereabouts(&goods.item.item, &goods.serial)? {
        Some(there) => {
            let (item, serial) = (there.item.to_string(), there.serial.to_string());
            Err(Refusal::SerialInStock {
                item,
                serial,
                at: there.location.to_string(),
            }
            .into())
        }
        None => Ok(()),
    }
}

/// Refuses a serial number that is in stock already, and one that no label can carry.
pub(super) fn new_serial(books: &Books<'_, '_>, goods: &Goods) -> Result<(), Halt> {
    if !goods.serial.is_empty() {
        coded(books, goods.serial.as_str())?;
    }
    absent_serial(books, goods)
}
