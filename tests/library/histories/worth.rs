//! Oracles that see values which are wrong and yet balance: with one purchase price throughout every unit is worth that
//! price at every moment, whatever happens; where the price becomes known late, once it is known; and at any prices
//! everything is worth what an exact replay says.
//!
//! `BINLEDGER_HISTORIES=20000 cargo test --release --test library histories::worth` runs as many of each;
//! `BINLEDGER_CURRENCY=KWD` runs them in dinars.

mod asked;
mod bills;
mod work;

use super::exact;
use crate::postings::books::{Books, CURRENCY, keeps_books};
use asked::Asked;
use binledger::domain::amount::{Money, Price, Qty};
use binledger::domain::movement::Shipment;
use binledger::domain::purchase::Receipt;
use binledger::domain::stock::{Layer, Pool};
use binledger::domain::transfer::Transfer;
use binledger::domain::work_order::WorkPart;
use binledger::operations::answer::Verdict;
use binledger::operations::invariants::audit;
use binledger::operations::late_costs::cost_of;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use serde_json::{Value, json};

/// What the items cost in the end. FG is made of 2 P, 1 Q and 1.00 of labour.
const WORTH: [(&str, &str); 3] = [("P", "700.00"), ("Q", "300.00"), ("FG", "1701.00")];

/// `replay` is FIFO whose queue goes by days.
const METHODS: [&str; 4] = ["fifo", "average", "mixed", "replay"];

/// What decides the next document.
type Draw = [u16; 6];

/// What goods cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prices {
    /// What they are worth.
    One,
    /// Something else, until their bill or freight.
    Late,
    /// Anything.
    Any,
}

/// A company of two sites and what it did.
struct Company {
    books: Books,
    prices: Prices,
    method: &'static str,
    /// Whether the sites are in the books of two legal entities.
    sold: bool,
    /// The ids of what was applied, with its kind.
    done: Vec<(String, &'static str)>,
    /// The documents that were applied.
    told: Vec<String>,
}

keeps_books!(Company);

fn worth(item: &str, qty: Qty) -> Money {
    let (_, price) = WORTH.iter().find(|(known, _)| *known == item).expect("an item");
    let price: Price = price.parse().expect("a price");
    qty.at_unit(price).expect("an amount")
}

impl Company {
    fn new(method: &'static str, prices: Prices, (below, sold): (bool, bool)) -> Self {
        let below = if below { "provisional" } else { "refuse" };
        let queue = if method == "replay" { "replay" } else { "queue" };
        let policies = [
            ("negative_stock", below),
            ("invoice_variance", "capitalise"),
            ("fifo_backdating", queue),
        ];
        let mut books = Books::new("2026-03-20", &policies);
        let entity = sold.then_some("EASTERN");
        if sold {
            books.ok(
                &json!({"op": "define", "master": {"record": "entity", "entity": entity, "name": "Eastern"}}),
            );
        }
        books.ok(
            &json!({"op": "define", "master": {"record": "site", "site": "EAST", "name": "East",
            "entity": entity}}),
        );
        for purpose in ["storage", "quarantine", "damaged", "returns"] {
            books.ok(&json!({"op": "define", "master": {"record": "location",
                "location": format!("E-{purpose}").to_uppercase(), "site": "EAST", "zone": "", "purpose": purpose,
                "sequence": 1}}));
        }
        let methods = match method {
            "fifo" | "replay" => ["fifo", "fifo", "fifo"],
            "average" => ["average", "average", "average"],
            _ => ["fifo", "average", "average"],
        };
        for ((item, _), method) in WORTH.iter().zip(methods) {
            books.ok(&json!({"op": "item", "item": item, "method": method, "standard_cost": "1"}));
        }
        let done = Vec::new();
        let mut company = Self {
            books,
            prices,
            method,
            sold,
            done,
            told: Vec::new(),
        };
        for (item, cost) in [("P", "700.00"), ("Q", "300.00"), ("FG", "1701.00")] {
            for site in ["MAIN", "EAST"] {
                company.tell(
                    "opening",
                    json!({"op": "receive", "site": site, "item": item, "qty": "4", "cost": cost,
                    "date": "2026-02-01"}),
                );
            }
        }
        company.done.clear();
        company
    }

    /// Posts a document, which may be refused; returns whether it was applied.
    fn tell(&mut self, kind: &'static str, fields: Value) -> bool {
        let told = fields.to_string();
        let (id, answer) = self.post(fields);
        let applied = answer.verdict == Verdict::Applied;
        if applied {
            self.told.push(format!("{id} {told}"));
            self.done.push((id, kind));
        }
        applied
    }

    fn one(&self, kinds: &[&str], draw: u16) -> Option<String> {
        let known: Vec<&(String, &str)> = self
            .done
            .iter()
            .filter(|(_, kind)| kinds.contains(kind))
            .collect();
        let chosen = known.get(usize::from(draw) % known.len().max(1))?;
        Some(chosen.0.clone())
    }

    /// Does what a draw says.
    fn live(&mut self, step: usize, draw: &Draw) {
        let asked = Asked::of(step, draw, self.prices);
        let document = match asked.kind {
            15 if asked.draw[3].is_multiple_of(2) => self.about_earlier(&asked),
            9..=14 | 19..=22 => self.about_earlier(&asked),
            17 | 23 if self.prices == Prices::Late => return self.bill(draw[4], &asked.date),
            24 | 25 => return self.bill_at_any_price(draw, &asked.day),
            26 => return self.freight(draw, &asked.day),
            28 | 29 => return self.credit(draw, &asked.day),
            Asked::WORK.. => self.about_work(step, &asked),
            _ => Some(self.about_goods(&asked)),
        };
        if let Some((kind, fields)) = document {
            self.tell(kind, fields);
        }
    }

    /// Every unit in stock, on its way, in process and sold is worth its price, but for so many cents.
    fn is_right(&self, cents: i64, after: &dyn std::fmt::Debug) {
        let right = |item: &str, qty: Qty, value: Money, what: &str| {
            let off = (value - worth(item, qty)).abs();
            assert!(
                off <= Money(cents),
                "{what}: {qty} {item} worth {value} after {after:?}"
            );
        };
        for it in self.all::<Pool>() {
            right(it.item.as_str(), it.qty, it.value, it.site.as_str());
        }
        for it in self.all::<Layer>() {
            right(it.item.as_str(), it.qty, it.value, "layer");
        }
        for it in self.all::<Transfer>() {
            right(it.item.as_str(), it.open_qty(), it.open_value(), "in transit");
            right(it.item.as_str(), it.qty, it.value, "sent");
        }
        for it in self.all::<WorkPart>() {
            right(it.item.as_str(), it.held(), it.value, "in process");
        }
        for it in self.all::<Shipment>() {
            let cost = self
                .store()
                .read(|view| cost_of(view, &it))
                .expect("the store works");
            right(it.item.as_str(), it.qty, cost, "sold");
        }
    }

    /// Whatever is not billed is billed, and whatever was sold before it came is covered.
    fn settle(&mut self) {
        for (item, price) in WORTH {
            for site in ["MAIN", "EAST"] {
                let cover = json!({"op": "receive", "site": site, "item": item, "qty": "100", "cost": price,
                    "date": "2026-03-30"});
                assert!(self.tell("receive", cover));
            }
        }
        for _ in 0..self.all::<Receipt>().len() {
            self.bill(0, "2026-03-31");
        }
        let open = self
            .all::<Receipt>()
            .iter()
            .filter(|it| !it.open_qty().is_zero())
            .count();
        assert_eq!(open, 0, "everything is billed");
    }

    fn audited(&self) {
        for finding in self.store().read(audit).expect("the store works") {
            assert_eq!(finding.broken, 0, "{finding:?}");
        }
    }
}

fn price(item: &str) -> &'static str {
    WORTH.iter().find(|(known, _)| *known == item).expect("an item").1
}

fn histories() -> u32 {
    std::env::var("BINLEDGER_HISTORIES").map_or(48, |cases| cases.parse().expect("a number of histories"))
}

/// The histories of this file in another currency are those of a process of its own.
#[test]
fn amounts_without_decimals_and_with_three_come_to_the_same() {
    for currency in ["JPY", "KWD"] {
        let own = std::env::current_exe().expect("this program");
        let told = std::process::Command::new(own)
            .args([
                "histories::worth::",
                "--skip",
                "come_to_the_same",
                "--test-threads",
                "1",
            ])
            .env(CURRENCY, currency)
            .env("BINLEDGER_HISTORIES", (histories() / 6).to_string())
            .output()
            .expect("this program runs");
        let out = String::from_utf8_lossy(&told.stdout);
        assert!(told.status.success(), "in {currency}: {out}");
        assert!(out.contains("3 passed"), "in {currency}: {out}");
    }
}

proptest! {
    #![proptest_config(Config {
        cases: histories(),
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    })]

    #[test]
    fn with_one_price_every_unit_is_worth_it_at_every_moment(
        draws in proptest::collection::vec(any::<Draw>(), 20..70),
        method in 0..METHODS.len(),
        (below, sold) in any::<(bool, bool)>(),
    ) {
        let mut company = Company::new(METHODS[method], Prices::One, (below, sold));
        for (step, draw) in draws.iter().enumerate() {
            company.live(step, draw);
            company.is_right(0, &company.done.last());
        }
        company.audited();
    }

    #[test]
    fn with_a_price_that_is_known_late_every_unit_is_worth_it_once_it_is(
        draws in proptest::collection::vec(any::<Draw>(), 20..70),
        method in 0..METHODS.len(),
        sold in any::<bool>(),
    ) {
        let mut company = Company::new(METHODS[method], Prices::Late, (false, sold));
        for (step, draw) in draws.iter().enumerate() {
            company.live(step, draw);
        }
        company.settle();
        company.is_right(60, &"all bills");
        company.audited();
    }

    #[test]
    fn at_any_prices_everything_is_worth_what_an_exact_replay_says(
        draws in proptest::collection::vec(any::<Draw>(), 20..70),
        method in 0..METHODS.len(),
        (below, sold) in any::<(bool, bool)>(),
    ) {
        let mut company = Company::new(METHODS[method], Prices::Any, (below, sold));
        for (step, draw) in draws.iter().enumerate() {
            company.live(step, draw);
            if step % 8 == 7 {
                exact::agrees(company.store(), &company.told);
            }
        }
        exact::agrees(company.store(), &company.told);
        company.audited();
    }
}
