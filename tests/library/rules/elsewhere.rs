//! Whoever works at a terminal is held to what is of their site; a document may be about any.

use super::house::House;
use super::inbound::{receive, shift};
use super::outbound::{close, pack, pick, ship, work};
use binledger::domain::catalog::{Location, Purpose, Site};
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;
use binledger::domain::task::TaskKind;
use binledger::operations::change::Halt;
use binledger::operations::decide::decide_by;
use binledger::operations::log::{NAMED, RULES};
use binledger::operations::request::{
    Allocate, CountOpen, Master, MovePlate, Operation, Receive, Short, TakeOver,
};
use binledger::store::Store;
use serde_json::json;

/// Site `SHOP` with bins and goods, a sales order `SO-9` and a purchase order `PO-9` of it.
fn two_sites() -> House {
    let mut house = House::new(Method::Fifo);
    let name = "Shop".to_owned();
    house.define(Master::Site(Site {
        site: "SHOP".into(),
        name,
        entity: None,
    }));
    for (code, purpose) in [
        ("SHOP-1", Purpose::Storage),
        ("SHOP-2", Purpose::Storage),
        ("SHOP-PACK", Purpose::Packing),
    ] {
        let bin = house.all::<Location>().remove(0);
        house.define(Master::Location(Location {
            location: code.into(),
            site: "SHOP".into(),
            purpose,
            ..bin
        }));
    }
    house.ok(Receive {
        to: Some("SHOP-1".into()),
        ..receive("A", 10, "2")
    });
    for (kind, near, far) in [
        (OrderKind::Sales, "SO-1", "SO-9"),
        (OrderKind::Purchase, "PO-1", "PO-9"),
    ] {
        house.order(kind, near, "A", 3);
        house.order_at("SHOP", kind, far, "A", 3);
    }
    house
}

/// Refused by the code now, at a terminal of `MAIN`; the rule book before did not refuse it so.
#[track_caller]
fn refused(house: &House, operation: impl Into<Operation>, code: &str) {
    refused_to("ANA", house, operation, code);
}

#[track_caller]
fn refused_to(badge: &str, house: &House, operation: impl Into<Operation>, code: &str) {
    let mut house = house.another();
    let request = house.sign_in(badge).request(operation);
    let store: &dyn Store = &house.store;
    let by = |rules| {
        let decided = store.read(|view| Ok(decide_by(view, &request, rules)));
        match decided.expect("the store works") {
            Err(Halt::Refused(refusal)) => Some(refusal.code()),
            Err(other) => panic!("{other:?}"),
            Ok(_) => None,
        }
    };
    let word = request.operation.word();
    assert_eq!(by(RULES), Some(code), "{word}");
    assert_ne!(by(NAMED - 1), Some(code), "{word}");
}

#[test]
fn what_is_of_another_site_is_worked_on_there() {
    let mut house = two_sites();
    let bin = |to: &str| Receive {
        to: Some(to.into()),
        ..receive("A", 1, "2")
    };
    let ordered = Receive {
        order: Some("PO-9".into()),
        ..bin("STORAGE")
    };
    let location = "SHOP-1".into();
    refused(&house, work("SO-9"), "ORDER_ELSEWHERE");
    refused(&house, ordered, "ORDER_ELSEWHERE");
    refused(&house, bin("SHOP-1"), "BIN_ELSEWHERE");
    refused(&house, shift("A", 1, "SHOP-1", "SHOP-2"), "BIN_ELSEWHERE");
    refused(&house, CountOpen { location }, "BIN_ELSEWHERE");
    let order = "SO-9".into();
    house.ok(Allocate { order });
    let (kind, order, location) = (TaskKind::Pick, "SO-9".into(), None);
    refused(
        &house,
        TakeOver {
            kind,
            order,
            location,
        },
        "ORDER_ELSEWHERE",
    );
    refused(&house, pick(1, 3), "ORDER_ELSEWHERE");
    let (task, code, location) = (1, "empty".into(), None);
    refused(&house, Short { task, code, location }, "ORDER_ELSEWHERE");
    house.ok(pick(1, 3));
    refused(&house, pack(), "PLATE_ELSEWHERE");
    let (lpn, to, kind) = ("T1".into(), "SHOP-2".into(), None);
    refused(&house, MovePlate { lpn, to, kind }, "PLATE_ELSEWHERE");
    house.ok(pack());
    refused(&house, close(), "PLATE_ELSEWHERE");
    house.ok(close());
    refused(&house, ship("P1"), "PLATE_ELSEWHERE");
    house.ok(ship("P1"));
}

#[test]
fn a_bin_and_a_site_that_are_elsewhere_are_refused_in_every_operation() {
    let house = two_sites();
    let from = |site: &str, bin: Option<&str>| {
        let (there, other) = if site == "SHOP" {
            ("SHOP", "MAIN")
        } else {
            ("MAIN", "SHOP")
        };
        json!({"op": "transfer_out", "item": "A", "qty": "1", "from_site": there, "to_site": other, "from": bin})
    };
    let made = json!([{"item": "A", "qty": "1"}]);
    for asked in [
        json!({"op": "adjust", "item": "A", "qty": "-1", "at": "SHOP-1"}),
        json!({"op": "count", "item": "A", "counted": "3", "at": "SHOP-1"}),
        json!({"op": "build", "item": "LOT", "qty": "1", "components": made, "at": "SHOP-1"}),
        json!({"op": "unbuild", "item": "A", "qty": "1", "components": [{"item": "LOT", "qty": "1"}], "at": "SHOP-1"}),
        json!({"op": "ship", "item": "A", "qty": "1", "from": "SHOP-1"}),
        json!({"op": "get_work", "kind": "replenish", "location": "SHOP-1"}),
        from("SHOP", None),
        from("SHOP", Some("SHOP-1")),
    ] {
        let operation: Operation = serde_json::from_value(asked).expect("it is an operation");
        refused_to("SUE", &house, operation, "BIN_ELSEWHERE");
    }
}
