//! Returns come back at what they cost; operations are taken back to the letter.

use super::house::House;
use super::inbound::{lot, receive, shift};
use super::outbound::{close, pack, pick, planned, sell, work};
use binledger::domain::amount::{Money, Qty};
use binledger::domain::code::Key;
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;
use binledger::domain::task::{Task, TaskState};
use binledger::operations::decide::decide_by;
use binledger::operations::request::{
    Adjust, CountOpen, CustomerReturn, Disposition, HoldLot, Reverse, Short,
};
use binledger::store::Store;

fn sold(method: Method) -> (House, Key) {
    let mut house = House::new(method);
    house.ok(receive("A", 10, "10"));
    house.ok(receive("A", 10, "12"));
    let sale = house.ok(sell("A", 15, "20"));
    (house, sale)
}

/// Takes pieces of a shipment back.
pub fn back(of: &Key, units: i64, disposition: Disposition) -> CustomerReturn {
    CustomerReturn {
        qty: Qty::units(units),
        disposition,
        of: Some(of.clone()),
        order: None,
        item: None,
        lot: None,
        serial: None,
        to: None,
    }
}

#[test]
fn a_return_comes_back_at_the_cost_it_left_with() {
    for (method, cost) in [
        (Method::Fifo, "32.00"),
        (Method::Average, "33.00"),
        (Method::Standard, "31.50"),
    ] {
        let (mut house, sale) = sold(method);
        house.ok(receive("A", 5, "20"));
        house.ok(back(&sale, 3, Disposition::Restock));
        assert_eq!(
            house.last_entry(),
            format!("4000 60.00, 1100 -60.00, 1300 {cost}, 5000 -{cost}"),
            "{method}"
        );
        assert_eq!(house.no(back(&sale, 13, Disposition::Restock)), "OVER_RETURN");
    }
}

#[test]
fn what_is_scrapped_never_enters_stock() {
    let (mut house, sale) = sold(Method::Fifo);
    let before = house.worth("A");
    house.ok(back(&sale, 3, Disposition::Scrap));
    assert_eq!(
        (house.last_entry().as_str(), house.worth("A")),
        ("5300 32.00, 5000 -32.00", before)
    );
}

#[test]
fn returns_in_parts_bring_back_the_whole_cost_and_no_more() {
    let mut house = House::new(Method::Average);
    house.ok(receive("A", 3, "3.333333"));
    let sale = house.ok(sell("A", 3, "5"));
    for _ in 0..3 {
        house.ok(back(&sale, 1, Disposition::Restock));
    }
    assert_eq!(house.worth("A"), (Qty::units(3), Money(1000)));
}

#[test]
fn a_sale_taken_back_restores_its_layers() {
    for (method, value) in [
        (Method::Fifo, 22_000),
        (Method::Average, 22_000),
        (Method::Standard, 21_000),
    ] {
        let (mut house, sale) = sold(method);
        house.ok(Reverse { of: sale.clone() });
        assert_eq!(house.worth("A"), (Qty::units(20), Money(value)), "{method}");
        assert_eq!(house.no(Reverse { of: sale }), "ALREADY_REVERSED");
        house.ok(sell("A", 10, "20"));
        if method == Method::Fifo {
            assert_eq!(
                house.last_entry(),
                "1100 200.00, 4000 -200.00, 5000 100.00, 1300 -100.00"
            );
        }
    }
}

#[test]
fn a_receipt_whose_goods_are_gone_stays() {
    let mut house = House::new(Method::Fifo);
    let receipt = house.ok(receive("A", 10, "10"));
    house.ok(sell("A", 1, "20"));
    assert_eq!(house.no(Reverse { of: receipt }), "NOT_ENOUGH");
}

#[test]
fn an_undone_pick_is_promised_again() {
    let (mut house, task) = planned();
    let picked = house.ok(pick(task, 4));
    assert_eq!(
        house.sign_in("BEN").no(Reverse { of: picked.clone() }),
        "ROLE_NEEDED"
    );
    house.sign_in("ANA").ok(Reverse { of: picked });
    assert_eq!(house.at("A", "STORAGE"), (Qty::units(10), Qty::units(4)));
    assert_eq!(house.all::<Task>()[0].state, TaskState::Open);
    house.ok(pick(task, 4));
}

#[test]
fn a_move_taken_back_is_a_move_back() {
    let mut house = House::new(Method::Average);
    house.ok(receive("A", 10, "10"));
    let moved = house.ok(shift("A", 4, "STORAGE", "BIN-2"));
    house.ok(Reverse { of: moved });
    assert_eq!(
        (house.at("A", "STORAGE").0, house.at("A", "BIN-2").0),
        (Qty::units(10), Qty::ZERO)
    );
}

#[test]
fn a_write_off_goes_to_the_adjustment_account() {
    let (mut house, _) = sold(Method::Fifo);
    let off = Adjust {
        item: "A".into(),
        qty: Qty::units(-2),
        at: None,
        lot: None,
        expiry: None,
        serial: None,
        status: None,
        account: None,
        cost: None,
    };
    assert_eq!(house.sign_in("ANA").no(off.clone()), "ROLE_NEEDED");
    house.sign_in("SUE").ok(off);
    assert_eq!(house.last_entry(), "5300 24.00, 1300 -24.00");
}

#[test]
fn an_older_rule_book_notes_nothing_of_a_short_pick() {
    let mut house = House::new(Method::Fifo);
    house.ok(receive("A", 3, "10"));
    house.ok(shift("A", 1, "STORAGE", "BIN-2"));
    house.order(OrderKind::Sales, "SO1", "A", 2);
    house.sign_in("ANA").ok(work("SO1"));
    let (task, code, location) = (house.all::<Task>()[0].task, "empty".into(), None);
    let request = house.request(Short { task, code, location });
    let store: &dyn Store = &house.store;
    let decided = |rules| {
        store
            .read(|view| Ok(format!("{:?}", decide_by(view, &request, rules))))
            .unwrap()
    };
    assert!(decided(4).contains("short pick: empty") && !decided(4).contains("instead of task"));
    assert!(decided(5).contains("short pick, task") && decided(5).contains("instead of task"));
}

#[test]
fn an_act_is_taken_back_only_by_whoever_may_still_do_it() {
    let mut house = House::new(Method::Fifo);
    house.ok(lot(5, "L1", "2026-12-31"));
    house.ok(receive("A", 10, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 4);
    house.sign_in("SUE").ok(work("SO1"));
    let (task, code, location) = (house.all::<Task>()[0].task, "empty".into(), None);
    house.ok(pick(task, 1));
    house.ok(pack());
    let acts = [
        house.ok(close()),
        house.ok(Short { task, code, location }),
        house.ok(HoldLot::of_lot("LOT", "L1", "recall")),
    ];
    let mut became = |roles: &str| {
        house.change_user("SUE", |sue| roles.clone_into(&mut sue.roles));
        acts.clone()
            .map(|of| house.ask(Reverse { of }).refusal.map(|why| why.code()))
    };
    let refused = Some("ROLE_NEEDED");
    assert_eq!(became("counter"), [refused, refused, refused]);
    assert_eq!(became("picker"), [None, None, refused]);
    assert_eq!(became("supervisor")[2], Some("NOT_REVERSIBLE"));
}

#[test]
fn a_report_that_can_not_be_taken_back_tells_no_number_of_a_bin_under_count() {
    let (mut house, task) = planned();
    let (code, location) = ("empty".into(), None);
    let of = house.ok(Short { task, code, location });
    house.sign_in("SUE").ok(sell("A", 8, "20"));
    let told = |house: &mut House| {
        let answer = house.sign_in("ANA").ask(Reverse { of: of.clone() });
        answer.refusal.expect("2 are left of 4").to_string()
    };
    let open = told(&mut house);
    assert!(open.contains("only 2 of it is free in STORAGE by now"), "{open}");
    let location = "STORAGE".into();
    house.sign_in("BEN").ok(CountOpen { location });
    let withheld = told(&mut house);
    assert!(
        withheld.contains("too little of it is free in STORAGE by now"),
        "{withheld}"
    );
}
