//! What must not be possible, or must come out right, however it is asked.

use super::house::House;
use super::inbound::{receive, shift};
use super::outbound::{close, pack, pick, planned, sell};
use super::taking_back::back;
use binledger::domain::amount::{Money, Price, Qty};
use binledger::domain::company::Method;
use binledger::domain::order::{Order, OrderKind, OrderLine, OrderState};
use binledger::domain::stock::Plate;
use binledger::domain::task::{Task, TaskKind, TaskState};
use binledger::operations::request::{
    Adjust, Allocate, ChangeStatus, Disposition, GetWork, KeepWork, Move, MovePlate, Opening, Pack,
    PlaceOrder, Receive, Reverse, Ship, Short, StandardCost, TransferClose,
};

fn found(item: &str, units: i64) -> Adjust {
    Adjust {
        item: item.into(),
        qty: Qty::units(units),
        at: None,
        lot: None,
        expiry: None,
        serial: None,
        status: None,
        account: None,
        cost: None,
    }
}

#[test]
fn a_scrapped_part_of_a_return_is_not_credited_with_the_rest() {
    let mut house = House::new(Method::Fifo);
    house.ok(receive("A", 4, "10"));
    let sale = house.ok(sell("A", 4, "20"));
    house.ok(back(&sale, 2, Disposition::Scrap));
    house.ok(back(&sale, 2, Disposition::Restock));
    assert_eq!(
        house.last_entry(),
        "4000 40.00, 1100 -40.00, 1300 20.00, 5000 -20.00"
    );
}

#[test]
fn returns_are_taken_back_last_first_and_bring_back_no_cent_too_much() {
    let mut house = House::new(Method::Average);
    house.ok(receive("A", 3, "3.333333"));
    let sale = house.ok(sell("A", 3, "5"));
    let first = house.ok(back(&sale, 1, Disposition::Restock));
    let second = house.ok(back(&sale, 1, Disposition::Restock));
    assert_eq!(house.no(Reverse { of: first.clone() }), "NOT_REVERSIBLE");
    house.ok(Reverse { of: second });
    house.ok(Reverse { of: first });
    house.ok(back(&sale, 3, Disposition::Restock));
    assert_eq!(house.worth("A"), (Qty::units(3), Money(1000)));
}

#[test]
fn a_serial_number_that_came_again_keeps_its_first_sale_from_being_taken_back() {
    let mut house = House::new(Method::Fifo);
    let piece = Receive {
        serial: Some("S1".into()),
        ..receive("SER", 1, "50")
    };
    house.ok(piece.clone());
    let sale = house.ok(sell("SER", 1, "90"));
    house.ok(piece);
    assert_eq!(house.no(Reverse { of: sale }), "SERIAL_IN_STOCK");
}

#[test]
fn half_a_serial_number_is_not_sold() {
    let mut house = House::new(Method::Fifo);
    house.ok(Receive {
        serial: Some("S1".into()),
        ..receive("SER", 1, "50")
    });
    let half = Ship {
        qty: Some(Qty(500_000)),
        ..sell("SER", 1, "90")
    };
    assert_eq!(house.no(half), "ONE_SERIAL");
}

#[test]
fn picked_goods_leave_their_tote_only_for_their_order() {
    let (mut house, task) = planned();
    house.ok(pick(task, 4));
    let out = Move {
        lpn: Some("T1".into()),
        ..shift("A", 1, "PACKING", "STORAGE")
    };
    assert_eq!(house.no(out), "WRONG_LPN");
    let into = Move {
        to_lpn: Some("T1".into()),
        ..shift("A", 1, "STORAGE", "PACKING")
    };
    assert_eq!(house.no(into), "WRONG_LPN");
    let broken = ChangeStatus {
        item: "A".into(),
        qty: Qty::ONE,
        at: "PACKING".into(),
        from: binledger::domain::stock::Status::Available,
        to: binledger::domain::stock::Status::Damaged,
        lot: None,
        serial: None,
        lpn: Some("T1".into()),
    };
    assert_eq!(house.no(broken), "WRONG_LPN");
}

#[test]
fn a_tote_or_parcel_without_a_code_is_no_place() {
    let (mut house, task) = planned();
    let nowhere = binledger::operations::request::Pick {
        tote: "".into(),
        ..pick(task, 4)
    };
    assert_eq!(house.no(nowhere), "WRONG_LPN");
    house.ok(pick(task, 4));
    let nowhere = Pack {
        parcel: "".into(),
        ..pack()
    };
    assert_eq!(house.no(nowhere), "WRONG_LPN");
}

#[test]
fn a_pick_taken_back_after_its_task_was_given_up_promises_no_more_than_it_took() {
    let (mut house, task) = planned();
    let picked = house.ok(pick(task, 1));
    house.ok(Short {
        task,
        code: "empty".into(),
        location: None,
    });
    house.ok(Reverse { of: picked });
    let open: Qty = house
        .all::<Task>()
        .iter()
        .filter(|task| task.kind == TaskKind::Pick && task.state == TaskState::Open)
        .map(Task::left)
        .sum();
    assert_eq!((open, house.at("A", "STORAGE").1), (Qty::ONE, Qty::ONE));
    house.is_sound();
}

#[test]
fn a_packing_taken_back_opens_its_parcel_and_an_empty_one_does_not_leave() {
    let (mut house, task) = planned();
    house.ok(pick(task, 4));
    let packed = house.ok(pack());
    house.ok(close());
    house.ok(Reverse { of: packed });
    assert_eq!(house.all::<Order>()[0].state, OrderState::Picked);
    assert_eq!(house.no(close()), "WRONG_STATE", "it is empty");
    house.ok(pack());
    house.ok(close());
}

#[test]
fn a_pallet_moved_back_can_be_moved_again() {
    let mut house = House::new(Method::Fifo);
    house.ok(Receive {
        lpn: Some("PAL".into()),
        ..receive("A", 10, "10")
    });
    let go = MovePlate {
        lpn: "PAL".into(),
        to: "BIN-2".into(),
        kind: None,
    };
    let moved = house.ok(go.clone());
    house.ok(Reverse { of: moved });
    assert_eq!(house.all::<Plate>()[0].location.as_str(), "STORAGE");
    house.ok(go);
}

#[test]
fn an_order_sent_again_keeps_what_was_done_for_it() {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO1", "A", 3);
    house.ok(Receive {
        cost: None,
        order: Some("PO1".into()),
        ..receive("A", 2, "0")
    });
    house.order(OrderKind::Purchase, "PO1", "A", 3);
    assert_eq!(house.all::<OrderLine>()[0].done, Qty::units(2));
    let order = house.all::<Order>()[0].clone();
    let of = |units: i64, house: &House| PlaceOrder {
        order: order.clone(),
        lines: vec![OrderLine {
            qty: Qty::units(units),
            ..house.all::<OrderLine>()[0].clone()
        }],
        without: None,
    };
    let fewer = of(1, &house);
    assert_eq!(house.no(fewer), "BELOW_DONE");
    let more = of(9, &house);
    house.ok(more);
    let line = house.all::<OrderLine>()[0].clone();
    assert_eq!((line.qty, line.done), (Qty::units(9), Qty::units(2)));
    let gone = PlaceOrder {
        lines: Vec::new(),
        without: Some(vec![line.line]),
        ..of(9, &house)
    };
    assert_eq!(house.no(gone), "BELOW_DONE");
}

#[test]
fn an_order_for_half_a_piece_is_refused_where_it_is_placed() {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Sales, "SO1", "A", 3);
    let half = PlaceOrder {
        order: house.all::<Order>()[0].clone(),
        lines: vec![OrderLine {
            qty: Qty(Qty::ONE.0 * 5 / 2),
            ..house.all::<OrderLine>()[0].clone()
        }],
        without: None,
    };
    assert_eq!(house.no(half), "BAD_QUANTITY");
    assert_eq!(house.all::<OrderLine>()[0].qty, Qty::units(3));
}

#[test]
fn no_difference_is_explained_by_an_account_that_stock_keeps() {
    let mut house = House::new(Method::Fifo);
    house.ok(receive("A", 10, "10"));
    for account in ["1300", "2100"] {
        let odd = Adjust {
            account: Some(account.into()),
            ..found("A", -1)
        };
        assert_eq!(house.no(odd), "UNFIT", "{account}");
    }
}

#[test]
fn amounts_below_zero_or_beyond_measure_are_refused() {
    let mut house = House::new(Method::Average);
    assert_eq!(
        house.no(Opening {
            item: "A".into(),
            qty: Qty::ONE,
            value: Money(-1),
            location: "STORAGE".into(),
            lot: None,
            expiry: None,
            serial: None,
        }),
        "COST_OR_VALUE"
    );
    assert_eq!(
        house.no(Adjust {
            cost: Some(Price(-1)),
            ..found("A", 1)
        }),
        "UNFIT"
    );
    assert_eq!(
        house.no(Receive {
            qty: Qty::units(i64::MAX / Qty::ONE.0),
            ..receive("A", 1, "10")
        }),
        "TOO_LARGE"
    );
    assert_eq!(
        house.no(Adjust {
            qty: Qty::units(i64::MIN / Qty::ONE.0),
            ..found("A", 1)
        }),
        "NOT_ENOUGH"
    );
    for qty in [Qty(1), Qty(Qty::ONE.0 * 5 / 2), Qty(i64::MAX)] {
        let part = Receive {
            qty,
            ..receive("A", 1, "10")
        };
        assert_eq!(house.no(part), "BAD_QUANTITY", "{qty} pieces");
    }
    house.ok(receive("A", 2, "10"));
    assert_eq!(house.no(sell("A", 1, "-20")), "UNFIT");
    house.is_sound();
}

#[test]
fn work_is_kept_only_by_who_may_do_it() {
    let (mut house, task) = planned();
    let keep = KeepWork {
        tasks: vec![task],
        keep: true,
    };
    assert_eq!(house.sign_in("EVE").no(keep), "UNKNOWN_BADGE");
    let taken = GetWork {
        location: None,
        kind: TaskKind::Count,
        order: Some("SO1".into()),
    };
    assert_eq!(
        house.sign_in("SUE").no(taken),
        "FIELD_NOT_HERE",
        "a count is no pick"
    );
}

#[test]
fn an_order_picked_at_once_from_two_tasks_of_one_bin_is_taken_back_whole() {
    let mut house = House::new(Method::Fifo);
    house.ok(receive("A", 4, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 6);
    house.ok(Allocate { order: "SO1".into() });
    let first = house.all::<Task>()[0].task;
    house.ok(pick(first, 1));
    house.ok(receive("A", 2, "10"));
    house.ok(Allocate { order: "SO1".into() });
    let rest = house.ok(binledger::operations::request::Pick {
        task: None,
        qty: None,
        order: Some("SO1".into()),
        ..pick(first, 1)
    });
    house.ok(Reverse { of: rest });
    let left: Vec<Qty> = house.all::<Task>().iter().map(Task::left).collect();
    assert_eq!(left, [Qty::units(3), Qty::units(2)]);
    assert_eq!(house.at("A", "STORAGE"), (Qty::units(5), Qty::units(5)));
}

#[test]
fn a_standard_cost_is_a_controllers_and_a_write_off_of_a_transfer_a_supervisors() {
    let mut house = House::new(Method::Standard);
    let cost = "11".parse().expect("as the story says");
    let change = StandardCost {
        item: "A".into(),
        cost,
    };
    assert_eq!(house.sign_in("SUE").no(change), "ROLE_NEEDED");
    assert_eq!(
        house.sign_in("ANA").no(TransferClose { of: "k1".into() }),
        "ROLE_NEEDED"
    );
}
