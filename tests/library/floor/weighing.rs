//! Goods kept by weight: a piece a little heavier or lighter than its order line is taken as it is, and leaves, is billed
//! and is valued by what it weighs.

use super::bench::Bench;
use super::house::House;
use super::judging::cheese;
use super::outbound::work;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::company::Method;
use binledger::domain::order::{Order, OrderKind, OrderLine, OrderState};
use binledger::domain::stock::{Balance, Layer, Pool};
use binledger::domain::task::{Task, TaskState};
use binledger::operations::decide::decide_by;
use binledger::operations::request::{CountOpen, Pick};
use binledger::store::Store;

/// A label of the cheese that weighs so many grams.
fn piece(grams: u32) -> String {
    format!("]e0019952123401011431030{grams:05}")
}

/// Ten kilograms in the bin, two of them ordered.
fn two_of_ten() -> House {
    let mut house = cheese();
    stock::weighed(&mut house, 10);
    house.order(OrderKind::Sales, "SO-1", "CHEESE", 2);
    house
}

fn sold(house: &House) -> OrderLine {
    let mut lines = house.all::<OrderLine>();
    lines.retain(|line| line.kind == OrderKind::Sales);
    lines.remove(0)
}

fn qty(text: &str) -> Qty {
    text.parse().unwrap()
}

/// The goods promised at the bin, what is left of the open task, and what the line counts.
fn promised(house: &House) -> (Qty, Vec<Qty>, [Qty; 3]) {
    let held = house.all::<Balance>().iter().map(|it| it.allocated).sum();
    let tasks = house.all::<Task>();
    let open = tasks.iter().filter(|task| task.state == TaskState::Open);
    let line = sold(house);
    (
        held,
        open.map(Task::left).collect(),
        [line.allocated, line.picked, line.short],
    )
}

#[test]
fn a_piece_within_the_tolerance_is_taken_as_it_is_and_ships_as_it_weighs() {
    for (grams, left) in [(2050, "7.95"), (1950, "8.05"), (2100, "7.9"), (1900, "8.1")] {
        let mut house = two_of_ten();
        let label = piece(grams);
        Bench::new(&mut house, "T-1")
            .scan(&["ANA", "SO-1", "STORAGE", &label])
            .says("of 2 KG, taken as it is")
            .scan(&["T1"])
            .tells("SO-1 is picked")
            .scan(&["$BL.DONE", "T1", "P1", &label, "", "", "P1"])
            .tells("SO-1 is packed")
            .scan(&["$BL.SHIP", "SHIPPING", "P1"]);
        let line = sold(&house);
        assert_eq!(line.done, qty(&format!("{}.{:03}", grams / 1000, grams % 1000)));
        assert!(line.open().is_zero() && line.unallocated().is_zero(), "{line:?}");
        let orders = house.all::<Order>();
        let order = orders
            .iter()
            .find(|order| order.kind == OrderKind::Sales)
            .unwrap();
        assert_eq!(order.state, OrderState::Closed);
        let pool = house.all::<Pool>().remove(0);
        assert_eq!(pool.qty, qty(left));
        let layers = house.all::<Layer>();
        let value: i64 = layers.iter().map(|layer| layer.value.0).sum();
        let tenths = (qty(left).0 * 2 * 100) / Qty::ONE.0;
        assert_eq!(value, tenths, "at 2.00 a kilogram");
        house.is_sound();
    }
}

#[test]
fn a_piece_outside_the_tolerance_is_refused_at_its_scan() {
    let mut house = two_of_ten();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", &piece(2101)])
        .refuses("OVER_PICK")
        .tells("2.101 of CHEESE (at most 2.1) is too many: 2 to take. Put the rest back")
        .scan(&[&piece(1899)])
        .says("1.899 of 2 KG")
        .asks("1.899 of 2 KG")
        .scan(&[&piece(150)])
        .says("2.049 of 2 KG, taken as it is");
    let mut house = two_of_ten();
    house.policy("weight_tolerance_percent", "0");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", &piece(2001)])
        .refuses("OVER_PICK")
        .scan(&[&piece(1999), "T1"])
        .asks("0 of 0.001 KG");
}

#[test]
fn a_pick_within_the_tolerance_is_taken_back_whole() {
    for grams in [2050, 1950] {
        let mut house = two_of_ten();
        let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "SO-1", "STORAGE"]);
        let bench = bench.scan(&[&piece(grams), "T1"]).tells("SO-1 is picked");
        bench.scan(&["$BL.UNDO"]).asks("Scan a tote for");
        let whole = [qty("2"), Qty::ZERO, Qty::ZERO];
        assert_eq!(promised(&house), (qty("2"), vec![qty("2")], whole), "{grams}");
        house.is_sound();
    }
}

#[test]
fn no_more_is_taken_than_is_free_and_that_is_said_at_the_scan() {
    let mut house = two_of_ten();
    house.order(OrderKind::Sales, "SO-2", "CHEESE", 8);
    Bench::new(&mut house, "T-2").scan(&["BEN", "SO-2"]);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", &piece(2050)])
        .refuses("OVER_PICK")
        .scan(&[&piece(1950), "T1"])
        .tells("SO-1 is picked");
}

#[test]
fn what_is_free_bounds_what_is_taken_above_the_line() {
    let heavier = |grams: u32| {
        let mut house = cheese();
        stock::weighed(&mut house, 10);
        house.order(OrderKind::Sales, "SO-1", "CHEESE", 10);
        let received = ["ANA", "PO-1", &piece(200), "STORAGE", "$BL.DONE"];
        Bench::new(&mut house, "T-1").scan(&received);
        (house, piece(grams))
    };
    let (mut house, label) = heavier(10_200);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", &label])
        .says("10.2 of 10 KG, taken as it is")
        .scan(&["T1"])
        .tells("SO-1 is picked");
    assert_eq!(sold(&house).picked, qty("10.2"));
    house.is_sound();
    let (mut house, label) = heavier(10_201);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", &label])
        .refuses("OVER_PICK")
        .tells("(at most 10.2)");
}

#[test]
fn where_the_bin_is_counted_blind_no_bound_tells_what_is_free() {
    let mut house = cheese();
    stock::weighed(&mut house, 10);
    house.order(OrderKind::Sales, "SO-1", "CHEESE", 10);
    let received = ["ANA", "PO-1", &piece(200), "STORAGE", "$BL.DONE"];
    let bench = Bench::new(&mut house, "T-1").scan(&received);
    let location = "STORAGE".into();
    bench.house.sign_in("SUE").ok(CountOpen { location });
    bench
        .scan(&["$BL.PICK", "SO-1", "STORAGE", &piece(10_100)])
        .refuses("OVER_PICK")
        .tells("(at most 10)");
}

#[test]
fn a_whole_piece_is_never_given_up_as_a_difference_in_weight() {
    let mut house = cheese();
    stock::weighed(&mut house, 100);
    house.order(OrderKind::Sales, "SO-1", "CHEESE", 100);
    let bag = piece(5000);
    let mut bench = Bench::new(&mut house, "T-1").scan(&["ANA", "SO-1", "STORAGE"]);
    for _ in 0..19 {
        bench = bench.scan(&[&bag]);
    }
    bench
        .says("95 of 100 KG")
        .asks("95 of 100 KG")
        .scan(&[&bag, "T1"])
        .tells("SO-1 is picked");
    assert_eq!(sold(&house).picked, qty("100"));
    let mut house = cheese();
    stock::weighed(&mut house, 100);
    house.order(OrderKind::Sales, "SO-1", "CHEESE", 100);
    let mut bench = Bench::new(&mut house, "T-1").scan(&["ANA", "SO-1", "T1", "STORAGE"]);
    for _ in 0..19 {
        bench = bench.scan(&[&bag, ""]).says("5 KG CHEESE put in T1");
    }
    bench.scan(&[&piece(4990)]).tells("SO-1 is picked");
    let line = sold(&house);
    assert_eq!((line.picked, line.short), (qty("99.99"), qty("0.01")));
    house.is_sound();
}

#[test]
fn pieces_that_weigh_a_little_more_are_no_whole_piece_either() {
    let mut house = cheese();
    stock::weighed(&mut house, 110);
    house.order(OrderKind::Sales, "SO-1", "CHEESE", 100);
    let bag = piece(5003);
    let mut bench = Bench::new(&mut house, "T-1").scan(&["ANA", "SO-1", "STORAGE"]);
    for _ in 0..19 {
        bench = bench.scan(&[&bag]);
    }
    bench
        .asks("95.057 of 100 KG")
        .scan(&[&bag])
        .says("100.06 of 100 KG, taken as it is")
        .scan(&["T1"])
        .tells("SO-1 is picked");
}

#[test]
fn a_tote_that_is_full_or_a_bin_that_is_short_leaves_a_whole_piece_to_take() {
    let picking = |house: &mut House| {
        stock::weighed(house, 100);
        house.order(OrderKind::Sales, "SO-1", "CHEESE", 20);
        house.policy("weight_tolerance_percent", "25");
    };
    let bag = piece(5000);
    let mut house = cheese();
    picking(&mut house);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", &bag, &bag, &bag, "$BL.FULL", "T1"])
        .says("15 KG CHEESE put in T1")
        .scan(&[&bag, "T2"])
        .tells("SO-1 is picked");
    assert_eq!((sold(&house).picked, sold(&house).short), (qty("20"), qty("0")));
    let mut house = cheese();
    picking(&mut house);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", &bag, &bag, &bag, "$BL.EMPTY", "T1"])
        .tells("5 KG missing");
    house.is_sound();
}

#[test]
fn an_older_rule_book_gave_up_a_whole_piece() {
    let mut house = cheese();
    stock::weighed(&mut house, 100);
    house.order(OrderKind::Sales, "SO-1", "CHEESE", 100);
    house.sign_in("ANA").ok(work("SO-1"));
    let pick = |qty: i64| Pick {
        tote: "T1".into(),
        task: None,
        qty: Some(Qty::units(qty)),
        order: Some("SO-1".into()),
        lot: None,
        serial: None,
        piece: None,
    };
    house.ok(pick(90));
    let request = house.request(pick(5));
    let store: &dyn Store = &house.store;
    let decided = |rules| {
        store
            .read(|view| Ok(format!("{:?}", decide_by(view, &request, rules))))
            .unwrap()
    };
    let done = r#"Text("done")"#;
    assert!(decided(6).contains(done) && !decided(7).contains(done));
}

#[test]
fn what_is_said_to_be_short_and_was_enough_is_not_reported() {
    let mut house = two_of_ten();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", &piece(1950), "$BL.EMPTY", "T1"])
        .says("1.95 KG CHEESE put in T1")
        .tells("SO-1 is picked. Bring T1 to packing");
    let mut house = two_of_ten();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", &piece(2000), "$BL.EMPTY", "T1"])
        .tells("SO-1 is picked. Bring T1 to packing");
    let mut house = two_of_ten();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", &piece(1500), "$BL.EMPTY", "T1"])
        .tells("0.5 KG missing");
}

#[test]
fn a_number_of_pieces_behind_goods_kept_by_weight_is_no_weight() {
    let mut house = two_of_ten();
    let item = "]e00199521234010114";
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.COUNT", "STORAGE", item])
        .says("+1 KG CHEESE")
        .scan(&["]e03012"])
        .refuses("NOT_EXPECTED")
        .tells("states no weight. Type the total weight")
        .scan(&["]e03103004250"])
        .says("+3.25 KG CHEESE");
    let mut house = two_of_ten();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", item, "]e03103002050", "T1"])
        .says("2.05 KG CHEESE put in T1");
}

#[test]
fn what_is_counted_has_no_tolerance() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 500, "STORAGE");
    house.order(OrderKind::Sales, "SO-1", "A", 100);
    house.policy("weight_tolerance_percent", "50");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "A", "$BL.QTY.101"])
        .refuses("OVER_PICK")
        .scan(&["$BL.QTY.99"])
        .says("99 of 100 EA");
}

#[test]
fn a_label_without_a_weight_packs_all_that_was_picked_of_it() {
    let mut house = cheese();
    stock::weighed(&mut house, 10);
    house.order(OrderKind::Sales, "SO-1", "CHEESE", 2);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", &piece(1_950), "T1"])
        .tells("SO-1 is picked")
        .scan(&["$BL.PACK", "T1", "", "CHEESE"])
        .says("1.95 KG CHEESE packed in SO-1-P1");
}
