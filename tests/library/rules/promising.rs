//! Orders are promised what is available as soon as they are known, and wait for the rest.

use super::house::House;
use super::inbound::{lot, receive};
use super::outbound::{close, pack, pick, sell, ship, work};
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Party, PartyKind, Purpose};
use binledger::domain::company::Method;
use binledger::domain::order::{Order, OrderKind, OrderLine, OrderState};
use binledger::domain::promise::Promise;
use binledger::domain::task::{ShortBin, Task, TaskState};
use binledger::operations::answer::Verdict;
use binledger::operations::request::{
    Allocate, CountOnce, GetWork, HoldLot, KeepWork, Master, PlaceOrder, Receive, Short,
};

/// A house that keeps promises.
fn house() -> House {
    let mut house = House::new(Method::Fifo);
    house.policy("promise", "import");
    house
}

impl House {
    /// What each line is promised and waits for.
    #[track_caller]
    fn promises(&self) -> String {
        self.is_sound();
        let shown = |it: Promise| format!("{} {}+{}", it.order_no, it.promised, it.waiting);
        let shown: Vec<String> = self.all::<Promise>().into_iter().map(shown).collect();
        shown.join(", ")
    }

    /// Changes an order.
    fn change(&mut self, order_no: &str, change: impl Fn(&mut Order, &mut OrderLine)) {
        let known = |it: &Order| it.order_no.as_str() == order_no;
        let mut order = self.all::<Order>().into_iter().find(known).unwrap();
        let own = |it: &OrderLine| it.order_no.as_str() == order_no;
        let mut line = self.all::<OrderLine>().into_iter().find(own).unwrap();
        change(&mut order, &mut line);
        order.state = OrderState::Open;
        let lines = vec![OrderLine {
            done: Qty::ZERO,
            allocated: Qty::ZERO,
            picked: Qty::ZERO,
            packed: Qty::ZERO,
            short: Qty::ZERO,
            ..line
        }];
        let without = None;
        self.ok(PlaceOrder {
            order,
            lines,
            without,
        });
    }
}

/// Makes `C2` a customer whose goods must last a hundred days.
fn lasting(house: &mut House) {
    let parties: Vec<Party> = house.all();
    let customer = parties
        .into_iter()
        .find(|it| it.kind == PartyKind::Customer)
        .unwrap();
    house.define(Master::Party(Party {
        party: "C2".into(),
        min_life_days: Some(100),
        ..customer
    }));
}

/// A report that the bin of a task is empty.
fn short(task: i64) -> Short {
    Short {
        task,
        code: "empty".into(),
        location: None,
    }
}

#[test]
fn who_comes_first_is_promised_and_the_rest_waits_for_stock_by_urgency() {
    let mut house = house();
    house.ok(receive("A", 10, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 6);
    house.order(OrderKind::Sales, "SO2", "A", 6);
    house.order(OrderKind::Sales, "SO3", "A", 2);
    assert_eq!(house.promises(), "SO1 6+0, SO2 4+2, SO3 0+2");
    house.change("SO3", |order, _| order.priority = 1);
    assert_eq!(house.promises(), "SO1 6+0, SO2 4+2, SO3 0+2");
    house.ok(receive("A", 3, "10"));
    assert_eq!(house.promises(), "SO1 6+0, SO2 5+1, SO3 2+0");
    house.ok(receive("A", 5, "10"));
    assert_eq!(house.promises(), "SO1 6+0, SO2 6+0, SO3 2+0");
}

#[test]
fn a_store_of_before_promises_nothing_until_it_is_picked_and_takes_all_orders_up_when_told_to() {
    let mut house = House::new(Method::Fifo);
    house.ok(receive("A", 10, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 6);
    house.order(OrderKind::Sales, "SO2", "A", 6);
    assert_eq!(house.promises(), "");
    house.ok(Allocate { order: "SO2".into() });
    house.policy("promise", "import");
    assert_eq!(house.promises(), "SO1 4+2");
    house.policy("promise", "pick");
    assert_eq!(house.promises(), "");
}

#[test]
fn ten_orders_for_the_last_piece_are_one_promise_and_nine_back_orders() {
    let mut house = house();
    house.ok(receive("A", 1, "10"));
    for n in 0..10 {
        house.order(OrderKind::Sales, &format!("SO{n}"), "A", 1);
    }
    let promises: Vec<Promise> = house.all();
    assert_eq!(promises.iter().filter(|it| it.holds).count(), 1);
    assert_eq!(promises.iter().filter(|it| it.waits).count(), 9);
    house.is_sound();
}

#[test]
fn work_is_what_is_promised_the_most_urgent_first_and_others_get_none_of_it() {
    let mut house = house();
    house.ok(receive("A", 5, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 5);
    house.order(OrderKind::Sales, "SO2", "A", 5);
    house.change("SO2", |order, _| order.priority = 1);
    let any = || GetWork {
        order: None,
        ..work("SO1")
    };
    house.sign_in("ANA");
    assert_eq!(house.no(work("SO2")), "NO_WORK");
    house.ok(any());
    assert_eq!(house.promises(), "SO1 0+0, SO2 0+5");
    let task = house.all::<Task>()[0].clone();
    assert_eq!((task.order_no.as_str(), task.qty), ("SO1", Qty::units(5)));
    house.ok(pick(task.task, 5));
    house.ok(receive("A", 5, "10"));
    house.ok(any());
    assert_eq!(house.all::<Task>()[1].order_no.as_str(), "SO2");
    assert_eq!(house.promises(), "SO1 0+0, SO2 0+0");
}

#[test]
fn what_stock_no_longer_covers_waits_again_the_least_urgent_first() {
    let mut house = house();
    house.ok(lot(6, "L1", "2026-06-30"));
    house.ok(lot(4, "L2", "2026-07-31"));
    house.order(OrderKind::Sales, "SO1", "LOT", 5);
    house.order(OrderKind::Sales, "SO2", "LOT", 5);
    house.change("SO1", |order, _| order.priority = 9);
    assert_eq!(house.promises(), "SO1 5+0, SO2 5+0");
    house.ok(HoldLot {
        item: Some("LOT".into()),
        lot: Some("L1".into()),
        why: Some("mould".into()),
        receipt: None,
        from: None,
        to: None,
    });
    assert_eq!(house.promises(), "SO1 0+5, SO2 4+1");
    house.ok(lot(3, "L2", "2026-07-31"));
    assert_eq!(house.promises(), "SO1 2+3, SO2 5+0");
}

#[test]
fn a_customer_whose_goods_must_last_is_promised_goods_that_do() {
    let mut house = house();
    lasting(&mut house);
    house.ok(lot(6, "L1", "2026-04-30"));
    house.ok(lot(4, "L2", "2026-12-31"));
    house.order(OrderKind::Sales, "SO1", "LOT", 5);
    house.order(OrderKind::Sales, "SO2", "LOT", 3);
    house.change("SO2", |order, _| order.party = "C2".into());
    assert_eq!(house.promises(), "SO1 5+0, SO2 3+0");
    house.order(OrderKind::Sales, "SO3", "LOT", 4);
    // Of the two that are left one lasts, and what is promised to nobody who wants it goes to whoever comes.
    assert_eq!(house.promises(), "SO1 5+0, SO2 3+0, SO3 2+2");
    house.sign_in("ANA").ok(work("SO3"));
    let taken: Vec<String> = house
        .all::<Task>()
        .iter()
        .map(|it| format!("{} {}", it.lot, it.qty))
        .collect();
    assert_eq!(taken, ["L1 2"]);
    house.ok(work("SO2"));
    assert_eq!(house.all::<Task>()[1].lot.as_str(), "L2");
    assert_eq!(house.promises(), "SO1 5+0, SO2 0+0, SO3 0+2");
}

#[test]
fn who_insists_on_a_lot_gets_it_at_once_and_breaks_no_promise() {
    let mut house = house();
    house.ok(lot(6, "L1", "2026-06-30"));
    house.order(OrderKind::Sales, "SO1", "LOT", 4);
    house.order(OrderKind::Sales, "SO2", "LOT", 1);
    house.change("SO2", |_, line| {
        (line.qty, line.lot) = (Qty::units(3), Some("L1".into()));
    });
    assert_eq!(house.promises(), "SO1 4+0, SO2 0+1");
    let task = house.all::<Task>()[0].clone();
    assert_eq!((task.order_no.as_str(), task.qty), ("SO2", Qty::units(2)));
    house.ok(lot(5, "L1", "2026-06-30"));
    assert_eq!(house.promises(), "SO1 4+0, SO2 0+0");
}

#[test]
fn a_bin_that_was_found_short_is_offered_to_nobody_until_it_is_counted() {
    let mut house = house();
    house.ok(receive("A", 9, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 4);
    house.order(OrderKind::Sales, "SO2", "A", 3);
    house.sign_in("ANA").ok(work("SO1"));
    let task = house.all::<Task>()[0].task;
    house.ok(pick(task, 1));
    house.ok(short(task));
    assert_eq!(house.promises(), "SO1 0+3, SO2 0+3");
    assert_eq!(house.all::<Task>()[0].state, TaskState::Short);
    assert_eq!(house.no(work("SO2")), "NO_WORK");
    // Nothing was given up: the count finds five, and both go on.
    house.sign_in("SUE").ok(CountOnce {
        item: "A".into(),
        counted: Qty::units(5),
        at: None,
        lot: None,
        serial: None,
    });
    assert_eq!(house.all::<ShortBin>(), []);
    assert_eq!(house.promises(), "SO1 3+0, SO2 2+1");
    house.sign_in("ANA").ok(work("SO1"));
    assert_eq!(house.promises(), "SO1 0+0, SO2 2+1");
}

#[test]
fn an_order_of_which_nothing_was_found_waits_and_is_not_picked() {
    let mut house = house();
    house.ok(receive("A", 4, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 4);
    house.sign_in("ANA").ok(work("SO1"));
    let task = house.all::<Task>()[0].task;
    house.ok(short(task));
    assert_eq!(house.promises(), "SO1 0+4");
    assert_eq!(house.all::<Order>()[0].state, OrderState::Open);
}

#[test]
fn what_a_pick_lacks_is_taken_of_nobody_who_is_more_urgent() {
    for (priority, expected) in [(1, "SO1 0+4, SO2 4+0"), (9, "SO1 0+0, SO2 0+4")] {
        let mut house = house();
        house.location("BIN-2", Purpose::Storage, 9);
        house.ok(receive("A", 4, "10"));
        house.ok(Receive {
            to: Some("BIN-2".into()),
            ..receive("A", 4, "10")
        });
        house.order(OrderKind::Sales, "SO1", "A", 4);
        house.order(OrderKind::Sales, "SO2", "A", 4);
        house.change("SO2", |order, _| order.priority = priority);
        house.sign_in("ANA").ok(work("SO1"));
        let task = house.all::<Task>()[0].task;
        house.ok(short(task));
        assert_eq!(house.promises(), expected, "SO2 of priority {priority}");
    }
}

#[test]
fn what_expired_over_night_is_promised_no_more_and_keeps_no_parcel() {
    let mut house = house();
    house.ok(lot(6, "L1", "2026-03-02"));
    house.ok(lot(3, "L2", "2026-07-31"));
    house.order(OrderKind::Sales, "SO0", "LOT", 1);
    house.change("SO0", |_, line| line.lot = Some("L2".into()));
    house.order(OrderKind::Sales, "SO1", "LOT", 8);
    assert_eq!(house.promises(), "SO0 0+0, SO1 8+0");
    house.sign_in("ANA").ok(work("SO0"));
    let task = house.all::<Task>()[0].task;
    house.ok(pick(task, 1));
    house.ok(pack());
    house.ok(close());
    let mut tomorrow = house.request(ship("P1"));
    tomorrow.date = "2026-03-03".parse().unwrap();
    assert_eq!(house.send(&tomorrow).verdict, Verdict::Applied);
    house.is_sound();
    let mut tomorrow = house.request(work("SO1"));
    tomorrow.date = "2026-03-03".parse().unwrap();
    assert_eq!(house.send(&tomorrow).verdict, Verdict::Applied);
    assert_eq!(house.promises(), "SO1 0+6");
}

#[test]
fn a_promise_outlives_a_policy_that_is_set_again() {
    let mut house = house();
    house.ok(receive("A", 4, "10"));
    house.order(OrderKind::Sales, "SO2", "A", 4);
    house.order(OrderKind::Sales, "SO1", "A", 4);
    for (key, value) in [
        ("promise", "import"),
        ("usable_through_expiry", "no"),
        ("usable_through_expiry", "yes"),
    ] {
        house.policy(key, value);
        assert_eq!(house.promises(), "SO1 0+4, SO2 4+0", "{key} {value}");
    }
}

#[test]
fn goods_that_are_promised_are_not_sold_straight_unless_a_supervisor_says_so() {
    let mut house = house();
    house.ok(receive("A", 5, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 4);
    house.ok(sell("A", 1, "20"));
    assert_eq!(house.no(sell("A", 1, "20")), "OWED_TO_ORDERS");
    assert_eq!(house.promises(), "SO1 4+0");
    let mut request = house.request(sell("A", 1, "20"));
    request.approved_by = Some("SUE".into());
    request.approved_by_pin = true;
    assert_eq!(house.send(&request).verdict, Verdict::Applied);
    assert_eq!(house.promises(), "SO1 3+1");
}

#[test]
fn the_most_urgent_is_served_first_whatever_each_insists_on() {
    let mut house = house();
    lasting(&mut house);
    house.order(OrderKind::Sales, "SO1", "LOT", 4);
    house.order(OrderKind::Sales, "SO2", "LOT", 4);
    house.change("SO2", |order, _| {
        (order.party, order.priority) = ("C2".into(), 2);
    });
    house.order(OrderKind::Sales, "SO3", "LOT", 1);
    house.change("SO3", |order, line| {
        (order.priority, line.qty) = (1, Qty::units(3));
        line.lot = Some("L1".into());
    });
    assert_eq!(house.promises(), "SO1 0+4, SO2 0+4, SO3 0+3");
    house.ok(lot(8, "L1", "2026-12-31"));
    assert_eq!(house.promises(), "SO1 1+3, SO2 4+0, SO3 0+0");
}

#[test]
fn work_that_was_given_back_waits_behind_what_is_more_urgent() {
    let mut house = house();
    house.ok(receive("A", 10, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 5);
    house.sign_in("ANA").ok(work("SO1"));
    let tasks = vec![house.all::<Task>()[0].task];
    house.ok(KeepWork { tasks, keep: false });
    house.sign_in("SUE");
    house.order(OrderKind::Sales, "SO2", "A", 5);
    house.change("SO2", |order, _| order.priority = 1);
    house.sign_in("ANA").ok(GetWork {
        order: None,
        ..work("SO1")
    });
    let claimed = house.all::<Task>().into_iter().find(|task| task.owner.is_some());
    assert_eq!(claimed.unwrap().order_no.as_str(), "SO2");
    house.is_sound();
}
