//! Goods that the stories begin with.

use super::house::House;
use binledger::domain::amount::Qty;
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;
use binledger::operations::request::Receive;

fn receive(item: &str, units: i64, to: &str) -> Receive {
    Receive {
        item: item.into(),
        qty: Qty::units(units),
        cost: "2".parse().ok(),
        value: None,
        to: Some(to.into()),
        lot: None,
        expiry: None,
        serial: None,
        vendor: None,
        status: None,
        order: None,
        line: None,
        lpn: None,
        invoice: None,
        currency: None,
        rate: None,
    }
}

/// A house that has ordered so much of an item.
pub fn ordered(item: &str, units: i64) -> House {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO-1", item, units);
    house
}

/// Puts pieces of `A`, at 2.00 each, into a bin.
pub fn plain(house: &mut House, units: i64, bin: &str) {
    house.ok(receive("A", units, bin));
}

/// Puts pieces of `A`, at 2.00 each, on a licence plate in a bin.
pub fn on_plate(house: &mut House, units: i64, bin: &str, lpn: &str) {
    let lpn = Some(lpn.into());
    house.ok(Receive {
        lpn,
        ..receive("A", units, bin)
    });
}

/// Puts kilograms of `CHEESE`, at 2.00 each, into `STORAGE`.
pub fn weighed(house: &mut House, units: i64) {
    house.ok(receive("CHEESE", units, "STORAGE"));
}

/// Puts pieces of a lot of `LOT` into `STORAGE`.
pub fn lot(house: &mut House, units: i64, lot: &str, expiry: &str) {
    lot_at(house, units, (lot, expiry), "STORAGE");
}

/// Puts pieces of a lot of `LOT` into a bin.
pub fn lot_at(house: &mut House, units: i64, (lot, expiry): (&str, &str), bin: &str) {
    let (lot, expiry) = (Some(lot.into()), expiry.parse().ok());
    house.ok(Receive {
        lot,
        expiry,
        ..receive("LOT", units, bin)
    });
}

/// Puts a piece of `SER` into `STORAGE`.
pub fn serial(house: &mut House, serial: &str) {
    let serial = Some(serial.into());
    house.ok(Receive {
        serial,
        ..receive("SER", 1, "STORAGE")
    });
}

/// Puts pieces of a lot of `LOT` into `QUARANTINE`.
pub fn quarantined(house: &mut House, units: i64, lot: &str) {
    let (lot, expiry) = (Some(lot.into()), "2027-08-31".parse().ok());
    house.ok(Receive {
        lot,
        expiry,
        ..receive("LOT", units, "QUARANTINE")
    });
}
