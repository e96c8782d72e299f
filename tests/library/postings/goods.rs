//! What transfers, kits, assembly and a change of standard cost post, to the cent, in every valuation method.

use super::METHODS;
use super::house::House;

const S0: &str = "receive 10 A @ 10.00, receive 10 A @ 12.00";
/// Five left of two receipts.
const FIVE: &str = "receive 10 A @ 10.00, receive 10 A @ 12.00, sell 15 A @ 20.00";
/// What kits and finished goods are made of.
const PARTS: &str = "receive 5 A @ 12.00, receive 4 A @ 13.00, receive 10 B @ 7.35";
const BUILT: &str = "receive 5 A @ 12.00, receive 4 A @ 13.00, receive 10 B @ 7.35, build 2";
const SENT: &str = "receive 10 A @ 10.00, receive 10 A @ 12.00, sell 15 A @ 20.00, send 5 freight 8.00";

/// One case: title, what happened before, what is posted now, and what that makes in each method: the journal lines
/// (debit positive), then the stock. Sentences that go on with what the last one before began stand before as well.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    [(&'static str, &'static str); 3],
);

const CASES: &[Case] = &[
    (
        "V08 a transfer with freight, there and back on the shelf",
        FIVE,
        "send 5 freight 8.00, arrive 5",
        [
            (
                "1310 68.00, 1300 -60.00, 2150 -8.00, 1300 68.00, 1310 -68.00",
                "A@SHOP 5 68.00",
            ),
            (
                "1310 63.00, 1300 -55.00, 2150 -8.00, 1300 63.00, 1310 -63.00",
                "A@SHOP 5 63.00",
            ),
            (
                "1310 52.50, 5100 8.00, 1300 -52.50, 2150 -8.00, 1300 52.50, 1310 -52.50",
                "A@SHOP 5 52.50",
            ),
        ],
    ),
    (
        "V09a goods on their way",
        FIVE,
        "send 5 freight 8.00",
        [
            ("1310 68.00, 1300 -60.00, 2150 -8.00", "T 5 68.00"),
            ("1310 63.00, 1300 -55.00, 2150 -8.00", "T 5 63.00"),
            ("1310 52.50, 5100 8.00, 1300 -52.50, 2150 -8.00", "T 5 52.50"),
        ],
    ),
    (
        "V10a three kits of two A and one B",
        PARTS,
        "sell 3 KIT @ 50.00",
        [
            (
                "1100 150.00, 4000 -150.00, 5000 73.00, 1300 -73.00, 5000 22.05, 1300 -22.05",
                "A 3 39.00, B 7 51.45",
            ),
            (
                "1100 150.00, 4000 -150.00, 5000 74.67, 1300 -74.67, 5000 22.05, 1300 -22.05",
                "A 3 37.33, B 7 51.45",
            ),
            (
                "1100 150.00, 4000 -150.00, 5000 63.00, 1300 -63.00, 5000 21.00, 1300 -21.00",
                "A 3 31.50, B 7 49.00",
            ),
        ],
    ),
    (
        "V11a two built of three A and two B and labour",
        PARTS,
        "build 2",
        [
            (
                "1300 112.40, 1300 -73.00, 1300 -29.40, 5700 -10.00",
                "A 3 39.00, B 6 44.10, FG 2 112.40",
            ),
            (
                "1300 114.07, 1300 -74.67, 1300 -29.40, 5700 -10.00",
                "A 3 37.33, B 6 44.10, FG 2 114.07",
            ),
            (
                "1300 110.00, 1300 -63.00, 1300 -28.00, 5700 -10.00, 5710 -9.00",
                "A 3 31.50, B 6 42.00, FG 2 110.00",
            ),
        ],
    ),
    (
        "one of two is taken apart: its parts at what they are worth by now, the labour, and what is left",
        BUILT,
        "unbuild 1",
        [
            (
                "1300 -56.20, 5700 5.00, 1300 39.00, 1300 14.70, 5710 -2.50",
                "A 6 78.00, B 8 58.80, FG 1 56.20",
            ),
            (
                "1300 -57.04, 5700 5.00, 1300 37.33, 1300 14.70, 5710 0.01",
                "A 6 74.66, B 8 58.80, FG 1 57.03",
            ),
            (
                "1300 -55.00, 5700 5.00, 1300 31.50, 1300 14.00, 5710 4.50",
                "A 6 63.00, B 8 56.00, FG 1 55.00",
            ),
        ],
    ),
    (
        "what never arrives is written off",
        S0,
        "send 5 freight 8.00, arrive 4, lose",
        [
            (
                "1310 58.00, 1300 -50.00, 2150 -8.00, 1300 46.40, 1310 -46.40, 5300 11.60, 1310 -11.60",
                "A 15 170.00, A@SHOP 4 46.40",
            ),
            (
                "1310 63.00, 1300 -55.00, 2150 -8.00, 1300 50.40, 1310 -50.40, 5300 12.60, 1310 -12.60",
                "A 15 165.00, A@SHOP 4 50.40",
            ),
            (
                "1310 52.50, 5100 8.00, 1300 -52.50, 2150 -8.00, 1300 42.00, 1310 -42.00, 5300 10.50, 1310 -10.50",
                "A 15 157.50, A@SHOP 4 42.00",
            ),
        ],
    ),
];

/// The same for an item at standard cost alone: how much is in stock at 10.50, the new cost, what is posted.
const STANDARDS: &[(&str, &str, &str, &str)] = &[
    ("50", "11.20", "1300 35.00, 5400 -35.00", "A 50 560.00"),
    ("50", "9.95", "1300 -27.50, 5400 27.50", "A 50 497.50"),
    ("37.5", "11.2344", "1300 27.54, 5400 -27.54", "A 37.5 421.29"),
];

fn sorted(journal: &str) -> Vec<String> {
    let mut lines: Vec<String> = journal.split(", ").map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn every_case_posts_to_the_cent_in_every_method() {
    for (title, before, now, expected) in CASES {
        for (method, (journal, stock)) in METHODS.iter().zip(expected) {
            let mut house = House::new(method);
            house.play(before);
            let entries = house.entries();
            house.play(now);
            assert_eq!(house.lines(entries), sorted(journal), "{title}, {method}");
            assert_eq!(house.stock(), *stock, "{title}, {method}");
            house.holds(title);
        }
    }
}

#[test]
fn v09b_four_of_five_arrive() {
    let expected = [
        ("1300 54.40, 1310 -54.40", "A@SHOP 4 54.40, T 1 13.60"),
        ("1300 50.40, 1310 -50.40", "A@SHOP 4 50.40, T 1 12.60"),
        ("1300 42.00, 1310 -42.00", "A@SHOP 4 42.00, T 1 10.50"),
    ];
    for (method, (journal, stock)) in METHODS.iter().zip(expected) {
        let mut house = House::new(method);
        house.play(SENT);
        let entries = house.entries();
        let arrive = house.fields("arrive 4", house.last());
        house.ok(arrive);
        assert_eq!(house.lines(entries), sorted(journal), "{method}");
        assert_eq!(house.stock(), stock, "{method}");
        house.holds(method);
    }
}

#[test]
fn v14_a_new_standard_cost_revalues_what_is_in_stock() {
    for (qty, cost, journal, stock) in STANDARDS {
        let mut house = House::new("standard");
        house.play(&format!("receive {qty} A @ 10.00"));
        let (entries, before) = (house.entries(), house.state());
        house.play(&format!("standard {cost}"));
        assert_eq!(house.lines(entries), sorted(journal), "{qty} at {cost}");
        assert_eq!(house.stock(), *stock, "{qty} at {cost}");
        house.holds(cost);
        house.play("reverse");
        assert_eq!(house.state(), before, "{qty} at {cost}");
        house.holds(cost);
    }
}

#[test]
fn taking_back_the_last_of_each_restores_layers_balances_and_accounts() {
    for (title, before, now, _) in CASES {
        for method in METHODS {
            let mut house = House::new(method);
            house.play(before);
            let steps: Vec<&str> = now.split(", ").collect();
            let (last, begun) = steps.split_last().unwrap();
            house.play(&begun.join(", "));
            let (of, was) = (house.before(begun.len()), house.state());
            let fields = house.fields(last, &of);
            house.ok(fields);
            house.play("reverse");
            assert_eq!(house.state(), was, "{title}, {method}");
            house.holds(title);
        }
    }
}
