//! What is asked about goods between sites, kits, and goods made of others.

use super::asked::Draw;
use super::company::ITEMS;
use super::house::House;
use binledger::domain::amount::Qty;
use binledger::domain::code::{Key, LotCode};
use binledger::domain::log::Logged;
use binledger::domain::movement::{Movement, Shipment};
use binledger::domain::transfer::Transfer;
use binledger::operations::request::{
    Build, Component, CustomerReturn, Disposition, Operation, Ship, StandardCost, TransferClose, TransferIn,
    TransferOut, Unbuild,
};

/// The next request of these kinds; `None` if the house holds nothing that it could be about.
pub fn between(house: &House, draw: &Draw) -> Option<Operation> {
    Some(match draw.pick[0] % 10 {
        0..=2 => send(draw).into(),
        3 | 4 => arrive(house, draw)?.into(),
        5 => TransferClose {
            of: on_the_way(house, draw)?.1,
        }
        .into(),
        6 => make(draw),
        7 => StandardCost {
            item: "S".into(),
            cost: ["3.5", "0", "2.999999", "41.07"][usize::from(draw.pick[1]) % 4]
                .parse()
                .expect("a price"),
        }
        .into(),
        8 => sell(draw).into(),
        _ => back(house, draw)?.into(),
    })
}

fn send(draw: &Draw) -> TransferOut {
    let item = ITEMS[usize::from(draw.pick[1]) % ITEMS.len()];
    let (from, to) = if draw.yes(2, 3) {
        ("EAST", "MAIN")
    } else {
        ("MAIN", "EAST")
    };
    TransferOut {
        item: item.into(),
        qty: draw.qty(),
        from_site: from.into(),
        to_site: to.into(),
        freight: draw.yes(3, 2).then(|| "7.01".parse().expect("an amount")),
        price: None,
        from: None,
        lot: (item == "LOT" && draw.yes(3, 3)).then(|| format!("L{}", draw.pick[2] % 3).into()),
        serial: None,
    }
}

/// Something that is on its way, and the id of its transfer.
fn on_the_way(house: &House, draw: &Draw) -> Option<(Transfer, Key)> {
    let mut open = house.all::<Transfer>();
    open.retain(|it| !it.open_qty().is_zero());
    let it = draw.one(1, &open)?;
    Some((it.clone(), id_of(house, it.movement)?))
}

/// The id of the operation that made a movement.
pub fn id_of(house: &House, movement: i64) -> Option<Key> {
    let made = house
        .all::<Movement>()
        .into_iter()
        .find(|it| it.seq == movement)?;
    let logged = house
        .all::<Logged>()
        .into_iter()
        .find(|it| it.seq == made.operation)?;
    Some(logged.key)
}

fn arrive(house: &House, draw: &Draw) -> Option<TransferIn> {
    let (it, of) = on_the_way(house, draw)?;
    let named = |text: String| Some(text).filter(|text| !text.is_empty() && !draw.yes(2, 4));
    Some(TransferIn {
        status: None,
        of,
        qty: if it.serial.is_empty() {
            draw.qty()
        } else {
            Qty::ONE
        },
        to: None,
        lot: named(it.lot.to_string()).map(LotCode::from),
        serial: named(it.serial.to_string()).map(Into::into),
    })
}

/// V is made of A and S; S, at standard, of A and V, or LOT.
fn make(draw: &Draw) -> Operation {
    let (item, others) =
        [("V", ["A", "S"]), ("S", ["A", "V"]), ("S", ["V", "LOT"])][usize::from(draw.pick[1] % 3)];
    let part = |item: &str| Component {
        item: item.into(),
        qty: "1.5".parse().expect("a quantity"),
        lot: (item == "LOT").then(|| "L1".into()),
        expiry: None,
        serial: None,
    };
    let components: Vec<Component> = others.into_iter().map(part).collect();
    let labour = draw.yes(2, 2).then(|| "0.77".parse().expect("a price"));
    let (item, qty) = (item.into(), Qty::units(1 + draw.units % 2));
    if draw.yes(3, 2) {
        return Unbuild {
            item,
            qty,
            components,
            of: None,
            labour,
            at: None,
            lot: None,
            serial: None,
        }
        .into();
    }
    Build {
        item,
        qty,
        components,
        labour,
        at: None,
        lot: None,
        expiry: None,
        serial: None,
    }
    .into()
}

fn sell(draw: &Draw) -> Ship {
    Ship {
        parcel: None,
        item: Some("KIT".into()),
        qty: Some(Qty::units(1 + draw.units % 3)),
        price: Some("9.99".parse().expect("a price")),
        from: None,
        lot: None,
        serial: None,
        customer: None,
        channel: Some("shop".into()),
        lines: None,
        tax: None,
        tax_type: None,
        prices_include_tax: None,
    }
}

fn back(house: &House, draw: &Draw) -> Option<CustomerReturn> {
    let mut kits = house.all::<Shipment>();
    kits.retain(|it| it.item.as_str() == "KIT" && it.qty_back < it.qty);
    let it = draw.one(1, &kits)?;
    Some(CustomerReturn {
        qty: Qty::ONE,
        disposition: *draw.one(2, Disposition::ALL)?,
        of: id_of(house, it.movement),
        order: None,
        item: None,
        lot: None,
        serial: None,
        to: None,
    })
}
