//! Whole kits come back: the sale of the kit is credited, and each component is taken back at its original cost.

use super::{credit, one};
use crate::domain::amount::Qty;
use crate::domain::code::{ItemCode, Key};
use crate::domain::movement::Shipment;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::request::CustomerReturn;
use crate::operations::rules::books::Books;
use crate::operations::rules::kit::Sold;
use crate::operations::rules::{billing, stated};

/// Takes whole kits back, with the same share of each of its components.
pub(super) fn take_back(
    books: &mut Books<'_, '_>,
    of: &Key,
    asked: &CustomerReturn,
    sold: Sold,
    kits: Qty,
) -> Result<(), Halt> {
    let Sold { lead: kit, parts } = sold;
    let is_told_apart = |is: fn(&Shipment) -> bool| parts.iter().any(is);
    let said = [
        (
            "lot",
            asked.lot.is_some() && !is_told_apart(|part| !part.lot.is_empty()),
        ),
        (
            "serial",
            asked.serial.is_some() && !is_told_apart(|part| !part.serial.is_empty()),
        ),
    ];
    stated::nothing(books, &said, "no component of the kit has one")?;
    let over = |left, found| Refusal::OverReturn {
        id: of.to_string(),
        left,
        found,
    };
    let (back, whole) = (kit.qty_back, kit.qty);
    let unbilled = billing::unbilled(books, &kit, kits)?;
    let seq = kit.movement;
    for part in [unbilled, kits - unbilled] {
        let row: Option<Shipment> = books.view().find(&[&seq])?;
        if let Some(row) = row.filter(|_| Qty::ZERO < part) {
            credit(books, asked, row, part)?;
        }
    }
    let mut items: Vec<ItemCode> = parts.iter().map(|part| part.item.clone()).collect();
    items.dedup();
    for item in items {
        let own = parts.iter().filter(|part| part.item == item);
        let went: Qty = own.clone().map(|part| part.qty).sum();
        let upto = |kits: Qty| went.share(kits, whole);
        let mut left = upto(back + kits)? - upto(back)?;
        for part in own.filter(|part| fits(asked, part)) {
            let qty = left.min(part.qty - part.qty_back);
            if Qty::ZERO < qty {
                one(books, asked, part.clone(), qty)?;
                left -= qty;
            }
        }
        if !left.is_zero() {
            return Err(over(Qty::ZERO, left).into());
        }
    }
    Ok(())
}

/// Returns whether a component has the lot or serial number that is named, or has none at all.
fn fits(asked: &CustomerReturn, part: &Shipment) -> bool {
    let lot = asked
        .lot
        .as_ref()
        .is_none_or(|lot| part.lot.is_empty() || *lot == part.lot);
    let serial = asked.serial.as_ref();
    lot && serial.is_none_or(|serial| part.serial.is_empty() || *serial == part.serial)
}
