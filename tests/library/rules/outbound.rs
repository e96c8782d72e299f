//! Orders are promised, picked, packed and shipped.

use super::house::House;
use super::inbound::{lot, receive};
use binledger::domain::amount::{Money, Qty};
use binledger::domain::company::Method;
use binledger::domain::order::{Order, OrderKind, OrderLine, OrderState};
use binledger::domain::task::{Task, TaskKind, TaskState};
use binledger::operations::answer::Verdict;
use binledger::operations::request::{
    Allocate, CloseParcel, GetWork, HoldLot, Pack, Pick, Receive, Ship, Short, TakeOver,
};

/// Goods straight from the shelf.
pub fn sell(item: &str, units: i64, price: &str) -> Ship {
    Ship {
        item: Some(item.into()),
        qty: Some(Qty::units(units)),
        price: Some(price.parse().expect("as the story says")),
        ..Ship::default()
    }
}

/// The picks of an order, claimed.
pub fn work(order: &str) -> GetWork {
    GetWork {
        location: None,
        kind: TaskKind::Pick,
        order: Some(order.into()),
    }
}

/// Ten of `A`, and the order `SO1` for four of them claimed by Ana; with the task.
pub fn planned() -> (House, i64) {
    let mut house = House::new(Method::Fifo);
    house.ok(receive("A", 10, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 4);
    house.sign_in("ANA").ok(work("SO1"));
    let task = house.all::<Task>()[0].task;
    (house, task)
}

/// A pick of one task into a tote.
pub fn pick(task: i64, units: i64) -> Pick {
    Pick {
        tote: "T1".into(),
        task: Some(task),
        qty: Some(Qty::units(units)),
        order: None,
        lot: None,
        serial: None,
        piece: None,
    }
}

pub fn ship(parcel: &str) -> Ship {
    Ship {
        parcel: Some(parcel.into()),
        item: None,
        qty: None,
        price: None,
        ..sell("A", 1, "0")
    }
}

/// All of the tote into the parcel.
pub fn pack() -> Pack {
    Pack {
        tote: "T1".into(),
        parcel: "P1".into(),
        item: None,
        qty: None,
        lot: None,
        serial: None,
    }
}

/// The parcel is closed.
pub fn close() -> CloseParcel {
    CloseParcel {
        parcel: "P1".into(),
        weight: None,
        carton: None,
    }
}

fn line(house: &House, order: &str) -> OrderLine {
    house
        .all::<OrderLine>()
        .into_iter()
        .find(|line| line.order_no.as_str() == order)
        .expect("as the story says")
}

pub fn open_picks(house: &House) -> Vec<Task> {
    let tasks = house.all::<Task>().into_iter();
    tasks
        .filter(|task| task.kind == TaskKind::Pick && task.state == TaskState::Open)
        .collect()
}

#[test]
fn a_sale_posts_sales_and_cost_by_each_method() {
    for (method, cost) in [
        (Method::Fifo, "160.00"),
        (Method::Average, "165.00"),
        (Method::Standard, "157.50"),
    ] {
        let mut house = House::new(method);
        house.ok(receive("A", 10, "10"));
        house.ok(receive("A", 10, "12"));
        house.ok(sell("A", 15, "20"));
        assert_eq!(
            house.last_entry(),
            format!("1100 300.00, 4000 -300.00, 5000 {cost}, 1300 -{cost}"),
            "{method}"
        );
    }
}

#[test]
fn an_order_goes_from_promise_to_customer() {
    let mut house = House::new(Method::Fifo);
    house.ok(receive("A", 10, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 4);
    house.sign_in("ANA").ok(work("SO1"));
    assert_eq!(house.at("A", "STORAGE"), (Qty::units(10), Qty::units(4)));
    assert_eq!(
        house.no(sell("A", 7, "20")),
        "NOT_ENOUGH",
        "what is promised can't be sold"
    );
    let task = open_picks(&house)[0].task;
    assert_eq!(house.no(pick(task, 5)), "OVER_PICK");
    house.ok(pick(task, 4));
    assert_eq!(house.all::<Order>()[0].state, OrderState::Picked);
    house.ok(pack());
    assert_eq!(house.no(ship("P1")), "WRONG_STATE", "an open parcel can't leave");
    house.ok(close());
    house.ok(ship("P1"));
    assert_eq!(
        house.last_entry(),
        "1100 80.00, 4000 -80.00, 5000 40.00, 1300 -40.00"
    );
    assert_eq!(
        (house.worth("A"), house.all::<Order>()[0].state),
        ((Qty::units(6), Money(6000)), OrderState::Closed)
    );
    assert_eq!(line(&house, "SO1").done, Qty::units(4));
    assert_eq!(house.no(ship("P1")), "WRONG_STATE", "it has left");
}

#[test]
fn the_lot_that_expires_first_is_promised_and_another_needs_a_reason() {
    let mut house = House::new(Method::Fifo);
    house.ok(lot(5, "LATE", "2026-12-31"));
    house.ok(lot(5, "SOON", "2026-06-30"));
    house.order(OrderKind::Sales, "SO1", "LOT", 3);
    house.sign_in("ANA").ok(work("SO1"));
    let task = open_picks(&house)[0].clone();
    assert_eq!(task.lot.as_str(), "SOON");
    let other = Pick {
        lot: Some("LATE".into()),
        ..pick(task.task, 3)
    };
    assert_eq!(house.no(other.clone()), "WRONG_LOT");
    let mut with_reason = house.request(other);
    with_reason.reason = Some("SOON is behind the pallet".into());
    assert_eq!(house.send(&with_reason).verdict, Verdict::Applied);
    assert_eq!(
        house.at("LOT", "STORAGE"),
        (Qty::units(7), Qty::ZERO),
        "no promise is left behind"
    );
}

#[test]
fn a_held_or_expired_lot_is_neither_promised_nor_picked() {
    let mut house = House::new(Method::Fifo);
    house.ok(lot(5, "SOON", "2026-06-30"));
    house.order(OrderKind::Sales, "SO1", "LOT", 3);
    house.sign_in("ANA").ok(work("SO1"));
    let task = open_picks(&house)[0].task;
    let hold = HoldLot::of_lot("LOT", "SOON", "glass");
    assert_eq!(house.no(hold.clone()), "ROLE_NEEDED");
    house.sign_in("SUE").ok(hold);
    assert_eq!(house.sign_in("ANA").no(pick(task, 3)), "ON_HOLD");
    house.sign_in("SUE").order(OrderKind::Sales, "SO2", "LOT", 1);
    assert_eq!(house.no(Allocate { order: "SO2".into() }), "NO_STOCK");
}

#[test]
fn two_pickers_never_hold_the_same_line() {
    let mut house = House::new(Method::Fifo);
    house.ok(receive("A", 10, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 4);
    house.sign_in("ANA").ok(work("SO1"));
    assert_eq!(house.sign_in("BEN").no(work("SO1")), "HELD");
    assert_eq!(
        house.no(GetWork {
            location: None,
            kind: TaskKind::Pick,
            order: None
        }),
        "NO_WORK"
    );
    let task = open_picks(&house)[0].task;
    assert_eq!(house.no(pick(task, 1)), "HELD");
    house.ok(TakeOver {
        location: None,
        kind: TaskKind::Pick,
        order: "SO1".into(),
    });
    house.ok(pick(task, 1));
    assert_eq!(house.sign_in("ANA").no(pick(task, 1)), "HELD");
}

#[test]
fn a_short_pick_finds_another_bin_then_gives_the_line_up() {
    let mut house = House::new(Method::Fifo);
    house.ok(receive("A", 3, "10"));
    house.ok(Receive {
        to: Some("BIN-2".into()),
        ..receive("A", 1, "10")
    });
    house.order(OrderKind::Sales, "SO1", "A", 3);
    house.sign_in("ANA").ok(work("SO1"));
    let first = open_picks(&house)[0].clone();
    house.ok(pick(first.task, 1));
    house.ok(Short {
        task: first.task,
        code: "empty".into(),
        location: None,
    });
    let second = open_picks(&house);
    assert_eq!(
        (second.len(), second[0].location.as_str(), second[0].left()),
        (1, "BIN-2", Qty::ONE)
    );
    assert_eq!(
        second[0].owner.as_ref().map(ToString::to_string).as_deref(),
        Some("ANA")
    );
    assert_eq!(line(&house, "SO1").short, Qty::ONE);
    let counts = house
        .all::<Task>()
        .into_iter()
        .filter(|task| task.kind == TaskKind::Count)
        .count();
    assert_eq!(counts, 1, "the bin is to be counted");
    house.ok(Short {
        task: second[0].task,
        code: "not_found".into(),
        location: None,
    });
    assert_eq!(
        (line(&house, "SO1").short, house.at("A", "STORAGE").1),
        (Qty::units(2), Qty::ZERO)
    );
}

#[test]
fn an_order_of_which_nothing_is_found_is_closed() {
    let mut house = House::new(Method::Fifo);
    house.ok(receive("A", 3, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 3);
    house.sign_in("ANA").ok(work("SO1"));
    let task = open_picks(&house)[0].task;
    house.ok(Short {
        task,
        code: "empty".into(),
        location: None,
    });
    assert_eq!(house.all::<Order>()[0].state, OrderState::Closed);
    assert_eq!(
        (line(&house, "SO1").short, house.at("A", "STORAGE").1),
        (Qty::units(3), Qty::ZERO)
    );
}
