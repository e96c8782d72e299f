//! Orders are placed again: with more or less, of other goods, without a line.

use super::house::House;
use super::inbound::receive;
use super::outbound::{close, open_picks, pack, pick, ship, work};
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Item, Kit};
use binledger::domain::company::Method;
use binledger::domain::order::{Order, OrderKind, OrderLine, OrderState};
use binledger::operations::decide::decide_by;
use binledger::operations::request::{Master, PlaceOrder};
use binledger::store::Store;

/// Places an order again with these lines, and without those.
pub fn place(house: &House, order: &str, lines: &[(i64, &str, i64)], without: &[i64]) -> PlaceOrder {
    let order = house
        .all::<Order>()
        .into_iter()
        .find(|it| it.order_no.as_str() == order);
    let order = order.expect("as the story says");
    let known = house.all::<OrderLine>().into_iter().next();
    let known = known.expect("as the story says");
    let zero = Qty::ZERO;
    let line = |(line, item, units): &(i64, &str, i64)| OrderLine {
        kind: order.kind,
        order_no: order.order_no.clone(),
        line: *line,
        item: (*item).into(),
        qty: Qty::units(*units),
        done: zero,
        allocated: zero,
        picked: zero,
        packed: zero,
        short: zero,
        ..known.clone()
    };
    let lines = lines.iter().map(line).collect();
    let without = (!without.is_empty()).then(|| without.to_vec());
    PlaceOrder {
        order,
        lines,
        without,
    }
}

/// Adds an item like A, changed.
pub fn like_a(house: &mut House, code: &str, change: impl Fn(&mut Item)) {
    let known = house
        .all::<Item>()
        .into_iter()
        .find(|item| item.item.as_str() == "A");
    let mut item = known.expect("as the story says");
    item.item = code.into();
    change(&mut item);
    house.define(Master::Item(Box::new(item)));
}

#[test]
fn an_order_whose_rest_is_cancelled_is_closed_and_bills_its_services() {
    let mut house = House::new(Method::Fifo);
    like_a(&mut house, "FREIGHT", |item| item.service = true);
    house.ok(receive("A", 2, "10"));
    house.order(OrderKind::Sales, "SO1", "A", 4);
    let again = place(&house, "SO1", &[(2, "FREIGHT", 1)], &[]);
    house.ok(again);
    house.sign_in("ANA").ok(work("SO1"));
    let task = open_picks(&house)[0].task;
    house.ok(pick(task, 2));
    house.ok(pack());
    house.ok(close());
    house.ok(ship("P1"));
    assert_eq!(
        house.all::<Order>()[0].state,
        OrderState::Packed,
        "two are to come"
    );
    let less = place(&house, "SO1", &[(1, "A", 3), (2, "FREIGHT", 1)], &[]);
    house.sign_in("SUE").ok(less);
    assert_eq!(
        house.all::<Order>()[0].state,
        OrderState::Packed,
        "one is to come"
    );
    let rest = place(&house, "SO1", &[(1, "A", 2), (2, "FREIGHT", 1)], &[]);
    let request = house.request(rest.clone());
    let store: &dyn Store = &house.store;
    let closes = |rules| {
        let decided = store.read(|view| Ok(format!("{:?}", decide_by(view, &request, rules))));
        decided.unwrap().contains("Text(\"closed\")")
    };
    assert!(!closes(6) && closes(7), "an older log replays");
    house.ok(rest);
    assert_eq!(house.all::<Order>()[0].state, OrderState::Closed);
    assert_eq!(house.last_entry(), "1100 20.00, 4000 -20.00");
    let billed = house.all::<OrderLine>().into_iter().find(|line| line.line == 2);
    assert_eq!(billed.map(|line| line.done), Some(Qty::ONE));
}

/// The numbers of the lines of all orders.
fn numbers(house: &House) -> Vec<i64> {
    house.all::<OrderLine>().iter().map(|line| line.line).collect()
}

#[test]
fn a_kit_line_that_becomes_plain_gives_its_components_up() {
    let mut house = House::new(Method::Fifo);
    like_a(&mut house, "SET", |_| ());
    for (component, units) in [("A", 2), ("LOT", 1)] {
        let (kit, component, qty) = ("SET".into(), component.into(), Qty::units(units));
        house.define(Master::Kit(Kit { kit, component, qty }));
    }
    house.order(OrderKind::Sales, "SO1", "SET", 3);
    assert_eq!(numbers(&house), [1001, 1002]);
    let plain = place(&house, "SO1", &[(1, "A", 1)], &[]);
    house.ok(plain);
    assert_eq!(numbers(&house), [1]);
    let kit = place(&house, "SO1", &[(1, "SET", 1)], &[]);
    house.ok(kit);
    let own = place(&house, "SO1", &[(2, "A", 1), (2500, "A", 1)], &[]);
    house.ok(own);
    assert_eq!(numbers(&house), [2, 1001, 1002, 2500]);
    let gone = place(&house, "SO1", &[], &[2]);
    house.ok(gone);
    let gone = place(&house, "SO1", &[], &[1]);
    house.ok(gone);
    assert_eq!(numbers(&house), [2500], "which was ordered by its own number");
}

#[test]
fn a_purchase_has_no_components_to_take_off() {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO1", "A", 3);
    let more = place(&house, "PO1", &[(1001, "A", 1), (1500, "A", 1)], &[]);
    house.ok(more);
    let gone = place(&house, "PO1", &[], &[1]);
    let request = house.request(gone.clone());
    let store: &dyn Store = &house.store;
    let removed = |rules| {
        let decided = store.read(|view| Ok(format!("{:?}", decide_by(view, &request, rules))));
        decided.unwrap().contains("line 1500 is gone")
    };
    assert!(removed(6) && !removed(7), "an older log replays");
    house.ok(gone);
    assert_eq!(numbers(&house), [1001, 1500]);
    for without in [&[1][..], &[1001, 7]] {
        let gone = place(&house, "PO1", &[], without);
        assert_eq!(house.no(gone), "UNFIT", "a line that is not there");
        assert_eq!(numbers(&house), [1001, 1500]);
    }
}
