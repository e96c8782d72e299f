//! What each operation posts, to the cent, in every valuation method: documents in, journal lines and stock out.
//!
//! One item A on the chart that `init` lays down. A script is a list of short sentences, each of which becomes one
//! operation document; the entries of those after the bar are what is compared.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

mod at_sites;
pub mod books;
mod dimensions;
mod entities;
mod goods;
mod house;
mod in_time;
mod late;
mod lots;
mod made;
mod methods;
mod purchase;
mod recalls;
mod revalued;
pub mod services;
mod sites;
mod values;
mod work;

use binledger::domain::amount::Money;
use binledger::domain::entry::EntryLine;
use binledger::domain::stock::Pool;
use books::{Books, keeps_books};
use serde_json::{Value, json};

const METHODS: [&str; 3] = ["fifo", "average", "standard"];
/// 10 @ 10.00, then 10 @ 12.00.
const S0: &str = "receive 10 @ 10.00, receive 10 @ 12.00";
const SOLD: &str = "receive 10 @ 10.00, receive 10 @ 12.00, ship 15 @ 20.00";

/// One case: title, standard cost, what happened before, what is posted now, and what that makes in each method:
/// the journal lines (debit positive), then quantity and value of the stock.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    [(&'static str, &'static str); 3],
);

const CASES: &[Case] = &[
    (
        "V01 a receipt",
        "10.50",
        "",
        "receive 10 @ 10.00",
        [
            ("1300 100.00, 2100 -100.00", "10 100.00"),
            ("1300 100.00, 2100 -100.00", "10 100.00"),
            ("1300 105.00, 5100 -5.00, 2100 -100.00", "10 105.00"),
        ],
    ),
    (
        "V04 a shipment over two receipts",
        "10.50",
        S0,
        "ship 15 @ 20.00",
        [
            ("1100 300.00, 4000 -300.00, 5000 160.00, 1300 -160.00", "5 60.00"),
            ("1100 300.00, 4000 -300.00, 5000 165.00, 1300 -165.00", "5 55.00"),
            ("1100 300.00, 4000 -300.00, 5000 157.50, 1300 -157.50", "5 52.50"),
        ],
    ),
    (
        "V05a goods come back at their original cost",
        "10.50",
        "S, receive 5 @ 20.00",
        "return 3 restock",
        [
            ("4000 60.00, 1100 -60.00, 1300 32.00, 5000 -32.00", "13 192.00"),
            ("4000 60.00, 1100 -60.00, 1300 33.00, 5000 -33.00", "13 188.00"),
            ("4000 60.00, 1100 -60.00, 1300 31.50, 5000 -31.50", "13 136.50"),
        ],
    ),
    (
        "V05c goods come back and are thrown away",
        "10.50",
        SOLD,
        "return 3 scrap",
        [
            ("5300 32.00, 5000 -32.00", "5 60.00"),
            ("5300 33.00, 5000 -33.00", "5 55.00"),
            ("5300 31.50, 5000 -31.50", "5 52.50"),
        ],
    ),
    (
        "V06 a write-off",
        "10.50",
        SOLD,
        "adjust -2",
        [
            ("5300 24.00, 1300 -24.00", "3 36.00"),
            ("5300 22.00, 1300 -22.00", "3 33.00"),
            ("5300 21.00, 1300 -21.00", "3 31.50"),
        ],
    ),
    (
        "V07a a count finds less",
        "10.50",
        SOLD,
        "count 4",
        [
            ("5200 12.00, 1300 -12.00", "4 48.00"),
            ("5200 11.00, 1300 -11.00", "4 44.00"),
            ("5200 10.50, 1300 -10.50", "4 42.00"),
        ],
    ),
    (
        "V07b a count finds more",
        "10.50",
        SOLD,
        "count 7",
        [
            ("1300 24.00, 5200 -24.00", "7 84.00"),
            ("1300 22.00, 5200 -22.00", "7 77.00"),
            ("1300 21.00, 5200 -21.00", "7 73.50"),
        ],
    ),
    (
        "V17 a shipment is taken back",
        "10.50",
        SOLD,
        "reverse",
        [
            (
                "1100 -300.00, 4000 300.00, 5000 -160.00, 1300 160.00",
                "20 220.00",
            ),
            (
                "1100 -300.00, 4000 300.00, 5000 -165.00, 1300 165.00",
                "20 220.00",
            ),
            (
                "1100 -300.00, 4000 300.00, 5000 -157.50, 1300 157.50",
                "20 210.00",
            ),
        ],
    ),
    (
        "V18 three for 10.00, sold singly",
        "3.333333",
        "receive 3 = 10.00",
        "ship 1, ship 1, ship 1",
        [
            (
                "5000 3.33, 1300 -3.33, 5000 3.34, 1300 -3.34, 5000 3.33, 1300 -3.33",
                "0 0.00",
            ),
            (
                "5000 3.33, 1300 -3.33, 5000 3.34, 1300 -3.34, 5000 3.33, 1300 -3.33",
                "0 0.00",
            ),
            (
                "5000 3.33, 1300 -3.33, 5000 3.34, 1300 -3.34, 5000 3.33, 1300 -3.33",
                "0 0.00",
            ),
        ],
    ),
];

/// One sentence as the fields of a document; `shipped` is the id of the last shipment.
fn fields(sentence: &str, shipped: &str) -> Value {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    match words[..] {
        ["receive", qty, "@", cost] => json!({ "op": "receive", "item": "A", "qty": qty, "cost": cost }),
        ["receive", qty, "=", value] => json!({ "op": "receive", "item": "A", "qty": qty, "value": value }),
        ["ship", qty, "@", price] => json!({ "op": "ship", "item": "A", "qty": qty, "price": price }),
        ["ship", qty] => json!({ "op": "ship", "item": "A", "qty": qty }),
        ["return", qty, what] => {
            json!({ "op": "customer_return", "of": shipped, "qty": qty, "disposition": what })
        }
        ["adjust", qty] => json!({ "op": "adjust", "item": "A", "qty": qty }),
        ["count", counted] => json!({ "op": "count", "item": "A", "counted": counted }),
        ["reverse"] => json!({ "op": "reverse", "of": shipped }),
        _ => panic!("nobody understands {sentence:?}"),
    }
}

/// A company with one item, and the documents posted to it so far.
struct Company {
    books: Books,
    shipped: String,
}

keeps_books!(Company);

impl Company {
    fn with_item(method: &str, standard: &str) -> Self {
        let (books, shipped) = (Books::new("2026-03-02", &[]), String::new());
        let mut company = Self { books, shipped };
        company.ok(&json!({ "op": "item", "item": "A", "method": method, "standard_cost": standard }));
        company
    }

    fn play(&mut self, script: &str) {
        for sentence in script.split(", ").filter(|sentence| !sentence.is_empty()) {
            if sentence == "S" {
                self.play(SOLD);
                continue;
            }
            let fields = fields(sentence, &self.shipped);
            let id = self.ok(&fields);
            if fields["op"] == "ship" {
                self.shipped = id;
            }
        }
    }
}

#[test]
fn every_case_posts_to_the_cent_in_every_method() {
    for (title, standard, before, now, expected) in CASES {
        for (method, (journal, stock)) in METHODS.iter().zip(expected) {
            let mut company = Company::with_item(method, standard);
            company.play(before);
            let entries = company.entries();
            company.play(now);
            let mut posted = company.lines(entries);
            let mut wanted: Vec<String> = journal.split(", ").map(str::to_owned).collect();
            posted.sort();
            wanted.sort();
            assert_eq!(posted, wanted, "{title}, {method}");
            let pool = company.all::<Pool>().remove(0);
            assert_eq!(
                format!("{} {}", pool.qty, pool.value),
                *stock,
                "{title}, {method}"
            );
        }
    }
}

#[test]
fn after_every_case_the_audit_holds_and_a_replay_makes_the_same_store() {
    for (title, standard, before, now, _) in CASES {
        for method in METHODS {
            let mut company = Company::with_item(method, standard);
            company.play(before);
            company.play(now);
            let mut found = company
                .store()
                .read(binledger::operations::invariants::audit)
                .unwrap();
            found.extend(binledger::cli::replay::replay(company.store()).unwrap());
            let broken: Vec<_> = found.iter().filter(|finding| finding.broken != 0).collect();
            assert!(broken.is_empty(), "{title}, {method}: {broken:?}");
            assert!(
                found
                    .iter()
                    .any(|finding| finding.invariant.starts_with("debits") && finding.checked > 0)
            );
        }
    }
}

#[test]
fn three_for_ten_sold_singly_cost_a_third_each_in_this_order() {
    for method in METHODS {
        let mut company = Company::with_item(method, "3.333333");
        company.play("receive 3 = 10.00, ship 1, ship 1, ship 1");
        let lines: Vec<EntryLine> = company.all();
        let costs: Vec<Money> = lines
            .iter()
            .filter(|line| line.account.as_str() == "5000")
            .map(|line| line.amount)
            .collect();
        assert_eq!(costs, [Money(333), Money(334), Money(333)], "{method}");
    }
}
