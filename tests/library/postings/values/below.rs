//! Sold before it is there: provisional cost, and what the next goods make of it.

use super::company::Company;
use super::{Case, prove};
use binledger::domain::movement::{Movement, MovementKind};
use binledger::domain::stock::Balance;

const BELOW: &[(&str, &str)] = &[("negative_stock", "provisional")];

const CASES: &[Case] = &[
    (
        "V15a five sold with two at 10.00 on hand",
        BELOW,
        "receive 2 @ 10.00",
        "ship 5 @ 20.00",
        [
            ("1100 100.00, 4000 -100.00, 5000 50.00, 1300 -50.00", "-3 -30.00"),
            ("1100 100.00, 4000 -100.00, 5000 50.00, 1300 -50.00", "-3 -30.00"),
            ("1100 100.00, 4000 -100.00, 5000 52.50, 1300 -52.50", "-3 -31.50"),
        ],
    ),
    (
        "V15b ten at 12.00 cover the three",
        BELOW,
        "receive 2 @ 10.00, ship 5 @ 20.00",
        "receive 10 @ 12.00",
        [
            ("1300 120.00, 2100 -120.00, 5000 6.00, 1300 -6.00", "7 84.00"),
            ("1300 120.00, 2100 -120.00, 5000 6.00, 1300 -6.00", "7 84.00"),
            ("1300 105.00, 5100 15.00, 2100 -120.00", "7 73.50"),
        ],
    ),
    (
        "what comes back comes at what it turned out to have cost",
        BELOW,
        "receive 2 @ 10.00, ship 5 @ 20.00, receive 10 @ 12.00",
        "return 5 restock",
        [
            ("4000 100.00, 1100 -100.00, 1300 56.00, 5000 -56.00", "12 140.00"),
            ("4000 100.00, 1100 -100.00, 1300 56.00, 5000 -56.00", "12 140.00"),
            ("4000 100.00, 1100 -100.00, 1300 52.50, 5000 -52.50", "12 126.00"),
        ],
    ),
    (
        "V15c eight at 10.00, ten delivered, two bought at 12.00",
        BELOW,
        "receive 8 @ 10.00, ship 10",
        "receive 2 @ 12.00",
        [
            ("1300 24.00, 2100 -24.00, 5000 4.00, 1300 -4.00", "0 0.00"),
            ("1300 24.00, 2100 -24.00, 5000 4.00, 1300 -4.00", "0 0.00"),
            ("1300 21.00, 5100 3.00, 2100 -24.00", "0 0.00"),
        ],
    ),
    (
        "a part is covered, the oldest first",
        BELOW,
        "receive 1 @ 10.00, ship 3, receive 1 @ 14.00, ship 2",
        "receive 2 @ 15.00",
        [
            (
                "1300 30.00, 2100 -30.00, 5000 5.00, 1300 -5.00, 5000 1.00, 1300 -1.00",
                "-1 -14.00",
            ),
            (
                "1300 30.00, 2100 -30.00, 5000 5.00, 1300 -5.00, 5000 1.00, 1300 -1.00",
                "-1 -14.00",
            ),
            ("1300 21.00, 5100 9.00, 2100 -30.00", "-1 -10.50"),
        ],
    ),
    (
        "what comes back covers what is still out",
        BELOW,
        "receive 2 @ 8.00, receive 1 @ 10.00, ship 5 @ 20.00",
        "return 4 restock",
        [
            (
                "4000 80.00, 1100 -80.00, 1300 36.80, 5000 -36.80, 1300 1.60, 5000 -1.60",
                "2 18.40",
            ),
            (
                "4000 80.00, 1100 -80.00, 1300 36.80, 5000 -36.80, 1300 1.60, 5000 -1.60",
                "2 18.40",
            ),
            ("4000 80.00, 1100 -80.00, 1300 42.00, 5000 -42.00", "2 21.00"),
        ],
    ),
    (
        "a count finds what was sold below zero",
        BELOW,
        "receive 2 @ 10.00, ship 5",
        "count 1",
        [
            ("1300 40.00, 5200 -40.00", "1 10.00"),
            ("1300 40.00, 5200 -40.00", "1 10.00"),
            ("1300 42.00, 5200 -42.00", "1 10.50"),
        ],
    ),
    (
        "a write-off below zero is covered against adjustment",
        BELOW,
        "receive 2 @ 10.00, adjust -3",
        "receive 4 @ 11.00",
        [
            ("1300 44.00, 2100 -44.00, 5300 1.00, 1300 -1.00", "3 33.00"),
            ("1300 44.00, 2100 -44.00, 5300 1.00, 1300 -1.00", "3 33.00"),
            ("1300 42.00, 5100 2.00, 2100 -44.00", "3 31.50"),
        ],
    ),
];

#[test]
fn what_is_sold_before_it_is_there_posts_to_the_cent() {
    prove(CASES);
}

#[test]
fn a_find_at_a_cost_of_its_own_is_what_the_next_sale_below_zero_costs() {
    for method in ["fifo", "average"] {
        let mut company = Company::new(method, BELOW);
        company.play("adjust 2 @ 7.00");
        let before = company.entries();
        company.play("ship 3");
        assert_eq!(company.sums(before), "1300 -21.00, 5000 21.00", "{method}");
        assert_eq!(company.stock(), "-1 -7.00", "{method}");
        assert_eq!(
            company.no("adjust 2 @ 6.00").0,
            "FIELD_NOT_HERE",
            "{method}: one is known now"
        );
        company.holds(method);
    }
    let mut company = Company::new("standard", BELOW);
    assert_eq!(
        company.no("adjust 2 @ 7.00").0,
        "FIELD_NOT_HERE",
        "the standard is known"
    );
    company.play("adjust 2 @ 10.50");
}

#[test]
fn without_the_policy_or_a_cost_or_where_pieces_are_told_apart_nothing_goes_below_zero() {
    let mut strict = Company::new("fifo", &[]);
    strict.play("receive 2 @ 10.00");
    assert_eq!(strict.no("ship 3").0, "NOT_ENOUGH");
    let mut company = Company::new("average", BELOW);
    assert_eq!(company.no("ship 3").0, "NO_COST");
    let (code, said) = company.no("ship 3 L @ 1.00");
    assert_eq!(code, "TRACKED_BELOW_ZERO");
    assert_eq!(
        said,
        "Only 0 of L, not 3, and goods tracked by lot can't go below zero: what is not there has none. Receive it \
         first."
    );
}

#[test]
fn each_step_below_zero_and_up_again_is_taken_back_to_where_it_was() {
    for method in ["fifo", "average", "standard"] {
        let mut company = Company::new(method, BELOW);
        let mut states = vec![company.state()];
        let steps = [
            "receive 2 @ 8.00",
            "receive 1 @ 10.00",
            "ship 5 @ 20.00",
            "ship 2 @ 20.00",
            "receive 3 @ 12.00",
            "adjust -1",
            "receive 10 @ 13.00",
        ];
        let mut ids = Vec::new();
        for step in steps {
            company.play(step);
            ids.push(company.last());
            states.push(company.state());
        }
        for (id, state) in ids.iter().zip(&states).rev() {
            company.play(&format!("reverse {id}"));
            assert_eq!(company.state(), *state, "{method}: {id} taken back");
            company.holds(method);
        }
    }
}

#[test]
fn a_sale_that_was_covered_is_not_taken_back_before_what_covered_it() {
    for method in ["fifo", "average"] {
        let mut company = Company::new(method, BELOW);
        company.play("receive 2 @ 10.00, ship 5 @ 20.00, receive 10 @ 12.00");
        let receipt = company.last();
        let (code, said) = company.no("reverse shipment");
        assert_eq!(code, "NOT_REVERSIBLE", "{method}");
        assert!(said.contains("was covered since"), "{said}");
        company.play(&format!("reverse {receipt}, reverse shipment"));
        assert_eq!(company.stock(), "2 20.00");
        company.holds(method);
    }
}

#[test]
fn a_sale_taken_back_gives_its_goods_to_the_next_one() {
    for method in ["fifo", "average"] {
        let mut company = Company::new(method, BELOW);
        company.play("receive 2 @ 8.00, receive 1 @ 10.00, ship 5");
        let first = company.last();
        company.play(&format!("ship 2, reverse {first}"));
        let left = if method == "fifo" { "1 10.00" } else { "1 8.67" };
        assert_eq!(company.stock(), left, "{method}");
        company.holds(method);
    }
}

#[test]
fn a_cover_says_what_it_covered_and_carries_the_channel_of_that_sale() {
    let mut company = Company::new("fifo", BELOW);
    company.play("receive 1 @ 10.00, ship 3 A @ 20.00 through web, receive 2 @ 12.00");
    let moves = company.all::<Movement>();
    let cover = moves.last().expect("one was written");
    let shipped = moves.iter().find(|it| it.kind == MovementKind::Shipment);
    assert_eq!(cover.kind, MovementKind::Cover);
    assert_eq!(cover.origin, shipped.map(|it| it.seq));
    let entries = company.all::<binledger::domain::entry::Entry>();
    let last = entries.last().expect("it was posted");
    assert_eq!((last.rule.word(), last.channel.as_str()), ("cover", "web"));
}

#[test]
fn a_place_below_zero_is_shown_promised_to_nobody_and_filled_by_what_comes() {
    let mut company = Company::new("fifo", BELOW);
    company.play("receive 4 @ 10.00 to RECEIVING, ship 3");
    let at = |company: &Company, place: &str| {
        let here = company.all::<Balance>();
        here.iter()
            .find(|it| it.location.as_str() == place)
            .map(|it| it.qty.to_string())
    };
    assert_eq!(at(&company, "STORAGE").as_deref(), Some("-3"));
    assert_eq!(company.stock(), "1 10.00");
    company.holds("a place below zero");
    let (code, _) = company
        .post(serde_json::json!({ "op": "move", "item": "A", "qty": "1", "from": "STORAGE", "to": "RECEIVING" }))
        .expect_err("nothing is there");
    assert_eq!(code, "NOT_ENOUGH");
    company.ok(
        serde_json::json!({ "op": "move", "item": "A", "qty": "4", "from": "RECEIVING", "to": "STORAGE" }),
    );
    assert_eq!(at(&company, "STORAGE").as_deref(), Some("1"));
    let back = company.last();
    company.play(&format!("reverse {back}"));
    assert_eq!(at(&company, "STORAGE").as_deref(), Some("-3"));
    company.holds("the move taken back");
}
