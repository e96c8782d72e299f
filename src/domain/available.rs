//! How much of the goods at a place may be promised.

use super::amount::Qty;
use super::catalog::{Lot, Purpose};
use super::shelf_life::ShelfLife;
use super::stock::Balance;

/// Returns the quantity of a balance that is available: in a pickable location, with the status `available`, neither on
/// hold nor expired, less what is allocated. It is never below zero, and zero at a location that is not on record.
pub fn available(
    balance: &Balance,
    purpose: Option<Purpose>,
    lot: Option<&Lot>,
    shelf_life: ShelfLife,
) -> Qty {
    if may_be_taken(balance, purpose, lot) && shelf_life.is_usable(lot) {
        balance.free().max(Qty::ZERO)
    } else {
        Qty::ZERO
    }
}

/// Returns whether goods may be allocated as long as the calendar says nothing against it: they lie loose in a pickable
/// location, with the status `available`, and their lot is on no hold.
pub fn may_be_taken(balance: &Balance, purpose: Option<Purpose>, lot: Option<&Lot>) -> bool {
    purpose.is_some_and(Purpose::is_pickable)
        && balance.is_loose_stock()
        && lot.is_none_or(|lot| lot.hold.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::{Lpn, Serial};
    use crate::domain::stock::Status;

    #[test]
    fn only_what_may_be_sold_and_is_promised_to_nobody_is_available() {
        let house = ShelfLife::on("2026-03-02".parse().unwrap(), false);
        let balance = |status, qty, allocated| Balance {
            item: "FD-1001".into(),
            lot: "L1".into(),
            serial: Serial::default(),
            location: "A-01".into(),
            status,
            lpn: Lpn::default(),
            site: "SEA".into(),
            qty: Qty::units(qty),
            allocated: Qty::units(allocated),
            expiry: None,
        };
        let lot = |expiry: &str, hold: Option<&str>| {
            Some(Lot {
                item: "FD-1001".into(),
                lot: "L1".into(),
                expiry: expiry.parse().ok(),
                hold: hold.map(str::to_owned),
            })
        };
        let good = balance(Status::Available, 10, 4);
        for (balance, purpose, lot, expected) in [
            (&good, Some(Purpose::Storage), lot("2026-03-03", None), 6),
            (&good, Some(Purpose::Pick), None, 6),
            (&good, Some(Purpose::Packing), None, 0),
            (&good, None, None, 0),
            (&good, Some(Purpose::Storage), lot("2026-03-02", None), 0),
            (&good, Some(Purpose::Storage), lot("2026-03-03", Some("mould")), 0),
            (&balance(Status::Damaged, 10, 0), Some(Purpose::Storage), None, 0),
            (
                &balance(Status::Available, -3, 0),
                Some(Purpose::Storage),
                None,
                0,
            ),
        ] {
            let found = available(balance, purpose, lot.as_ref(), house);
            assert_eq!(found, Qty::units(expected), "{balance:?} {purpose:?} {lot:?}");
        }
    }
}
