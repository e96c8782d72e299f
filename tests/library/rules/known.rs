//! What the books know becomes neither a tote nor a parcel nor the kind of a carton, on every way in.

use super::house::House;
use super::inbound::{lot, receive};
use super::outbound::{close, pack, pick, work};
use binledger::domain::amount::Qty;
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;
use binledger::domain::stock::Plate;
use binledger::operations::decide::{Decision, decide_by};
use binledger::operations::log::{NAMED, RULES};
use binledger::operations::request::{CloseParcel, Operation, Pack, Pick, Receive};
use binledger::store::Store;

/// Codes that the books know, and as what.
const KNOWN: [(&str, &str); 11] = [
    ("L1", "a lot of LOT"),
    ("S-1", "a serial of SER"),
    ("C1", "a customer"),
    ("V1", "a vendor"),
    ("EA", "a unit"),
    ("SO-2", "a sales order"),
    ("SO-2-P1", "the name of a parcel of SO-2"),
    ("STORAGE", "a bin of MAIN"),
    ("ANA", "the badge of"),
    ("LOT", "the item LOT"),
    ("$BL.DONE", "a command"),
];

/// Order `SO-1` of three `A`, claimed by `ANA`; a lot, a piece and another order.
fn house() -> House {
    let mut house = House::new(Method::Fifo);
    house.ok(receive("A", 10, "2"));
    house.ok(lot(5, "L1", "2027-08-31"));
    house.ok(Receive {
        serial: Some("S-1".into()),
        ..receive("SER", 1, "2")
    });
    house.order(OrderKind::Sales, "SO-1", "A", 3);
    house.order(OrderKind::Sales, "SO-2", "A", 1);
    house.sign_in("ANA").ok(work("SO-1"));
    house
}

/// Refused now by what the code is known as, and as it was by the rule book before.
#[track_caller]
fn refused_by(house: &mut House, operation: impl Into<Operation>, known: &str) {
    let request = house.request(operation);
    let store: &dyn Store = &house.store;
    let decided = |rules| store.read(|view| Ok(decide_by(view, &request, rules)));
    let told = match decided(RULES).expect("the store works") {
        Err(binledger::operations::change::Halt::Refused(refusal)) => refusal.to_string(),
        other => panic!("{known}: {other:?}"),
    };
    assert!(told.contains(known), "{told}");
    let before = decided(NAMED - 1).expect("the store works");
    assert!(matches!(before, Ok(Decision::New(..))), "{known}: {before:?}");
}

#[test]
fn what_the_books_know_is_no_new_tote() {
    let mut house = house();
    for (code, known) in KNOWN {
        let into = Pick {
            tote: code.into(),
            ..pick(1, 3)
        };
        refused_by(&mut house, into, known);
    }
    house.ok(pick(1, 3));
}

#[test]
fn what_the_books_know_is_no_new_parcel() {
    let mut house = house();
    house.ok(pick(1, 3));
    for (code, known) in KNOWN {
        let into = Pack {
            parcel: code.into(),
            ..pack()
        };
        refused_by(&mut house, into, known);
    }
    let own = Pack {
        parcel: "SO-1-P1".into(),
        ..pack()
    };
    house.ok(own);
    let mut house = house.another();
    for (code, known) in KNOWN {
        let on = Receive {
            lpn: Some(code.into()),
            ..receive("A", 1, "2")
        };
        refused_by(&mut house, on, known);
    }
    assert!(house.all::<Plate>().iter().any(|it| it.lpn.as_str() == "SO-1-P1"));
}

#[test]
fn a_parcel_is_closed_by_a_weight_and_a_carton_that_can_be() {
    let mut house = house();
    house.ok(pick(1, 3));
    house.ok(pack());
    for (code, known) in KNOWN.into_iter().filter(|(code, _)| *code != "EA") {
        let of = CloseParcel {
            carton: Some(code.into()),
            ..close()
        };
        refused_by(&mut house, of, known);
    }
    for weight in ["0", "-1", "10000.1"] {
        let of = CloseParcel {
            weight: weight.parse().ok(),
            ..close()
        };
        refused_by(&mut house, of, "a weight above 0 and up to 10000 kg");
    }
    house.ok(CloseParcel {
        weight: Some(Qty::units(10_000)),
        carton: Some("EA".into()),
        ..close()
    });
}
