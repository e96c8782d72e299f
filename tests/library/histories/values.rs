//! What is asked where stock may go below zero, sales post on invoice, and stock leaves the ledger and comes back.

use super::asked::Draw;
use super::company::BINS;
use super::house::{House, at_terminal};
use super::later::{back, done, reverse};
use binledger::domain::amount::{Money, Qty};
use binledger::domain::company::Integration;
use binledger::domain::integration::Switch;
use binledger::operations::request::{Adjust, Integrate, Operation, Receive, Request, SalesInvoice, Ship};
use binledger::operations::standing::mode;
use binledger::store::Store;
use chrono::{Days, Months, NaiveDate};

/// The next request of these kinds; `None` for any other kind.
pub fn ask(house: &mut House, draw: &Draw) -> Option<Request> {
    let mut request = match draw.pick[3] % 20 {
        0..=3 => {
            let shipped = below(draw);
            house.request(shipped)
        }
        4 => {
            let written_off = write_off(draw);
            house.request(written_off)
        }
        5..=7 => {
            let bill = bill(house, draw)?;
            house.request(bill)
        }
        8..=9 => {
            let back = back(house, draw)?;
            house.request(back)
        }
        10 => {
            let taken_back = reverse(house, draw)?;
            house.request(taken_back)
        }
        11..=12 => {
            let few = few(draw);
            house.request(few)
        }
        13 if draw.yes(0, 3) => {
            let mode = match now(house) {
                Integration::Full => Integration::None,
                Integration::None => Integration::Full,
            };
            let mut request = house.request(Integrate { mode });
            request.date = last(house) + Months::new(1);
            request.requester = at_terminal("CAT");
            return Some(request);
        }
        _ => return None,
    };
    request.date = day(house, draw);
    Some(request)
}

/// A day before or after the last change of integration.
pub fn day(house: &House, draw: &Draw) -> NaiveDate {
    let days = u64::from(draw.pick[1] % 12);
    if draw.yes(2, 3) {
        House::today() + Days::new(days)
    } else {
        last(house) + Days::new(days)
    }
}

/// Whether what was posted by an operation of a day can't be taken back now: stock was not in the ledger, and is or will be
/// when that is posted.
pub fn was_outside(house: &House, posted: NaiveDate) -> bool {
    let store: &dyn Store = &house.store;
    let on = |day| store.read(|view| mode(view, Some(day))).expect("the store works");
    let day = posted.max(House::today());
    let enters = house.all::<Switch>().iter().any(|switch| day < switch.first);
    on(posted) == Integration::None && (enters || on(day) == Integration::Full)
}

fn now(house: &House) -> Integration {
    let store: &dyn Store = &house.store;
    store.read(|view| mode(view, None)).expect("the store works")
}

/// The first day of the last change, or of the month of the story.
fn last(house: &House) -> NaiveDate {
    let first = "2026-03-01".parse().expect("a day");
    house.all::<Switch>().pop().map_or(first, |switch| switch.first)
}

fn below(draw: &Draw) -> Operation {
    Ship {
        parcel: None,
        item: Some(["A", "V", "S", "LOT"][usize::from(draw.pick[0]) % 4].into()),
        qty: Some(Qty::units(draw.units * 2)),
        price: Some("12.345678".parse().expect("a price")),
        from: draw
            .yes(1, 2)
            .then(|| BINS[usize::from(draw.pick[2]) % BINS.len()].into()),
        lot: None,
        serial: None,
        customer: None,
        channel: Some("till".into()),
        lines: None,
        tax: None,
        tax_type: None,
        prices_include_tax: None,
    }
    .into()
}

fn few(draw: &Draw) -> Operation {
    let item = ["A", "V", "S"][usize::from(draw.pick[0]) % 3];
    Receive {
        item: item.into(),
        qty: draw.qty(),
        cost: None,
        value: Some(Money(i64::from(draw.pick[1] % 5000)).into()),
        to: draw.yes(2, 2).then(|| draw.bin(2).into()),
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
    .into()
}

fn write_off(draw: &Draw) -> Operation {
    Adjust {
        item: ["A", "V", "S"][usize::from(draw.pick[0]) % 3].into(),
        qty: -draw.qty(),
        at: draw.yes(1, 2).then(|| draw.bin(2).into()),
        lot: None,
        expiry: None,
        serial: None,
        status: None,
        account: None,
        cost: None,
    }
    .into()
}

fn bill(house: &House, draw: &Draw) -> Option<Operation> {
    let shipped = done(house, &["ship"]);
    let of = draw.one(0, &shipped)?.key.clone();
    let qty = draw.yes(1, 2).then(|| draw.qty());
    let (of, lines, tax, tax_type) = (Some(of), None, None, None);
    Some(
        SalesInvoice {
            of,
            qty,
            lines,
            tax,
            tax_type,
        }
        .into(),
    )
}
