//! Random histories of services whose cost is tracked, at two sites of two legal entities: billed, sold ahead, given back,
//! credited and taken back in any order.
//!
//! With one price throughout every unit costs it, wherever it is; at any prices the audit and the replay hold.
//! `BINLEDGER_HISTORIES=20000 cargo test --release --test library histories::services` runs as many of each.

use crate::postings::services::{Firm, service};
use binledger::domain::amount::Qty;
use binledger::domain::movement::Shipment;
use binledger::domain::service::{ServicePool, ServiceShort};
use binledger::operations::answer::Verdict;
use binledger::operations::late_costs::cost_of;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use serde_json::{Value, json};

/// What decides the next document.
type Draw = [u8; 6];

/// What a unit costs where every unit costs the same.
const PRICE: i64 = 7;

fn histories() -> u32 {
    std::env::var("BINLEDGER_HISTORIES").map_or(48, |cases| cases.parse().expect("a number of histories"))
}

/// A firm, and what it did.
struct Story {
    firm: Firm,
    /// The ids of what was applied, with the first word of its kind.
    done: Vec<(String, &'static str)>,
    is_one_price: bool,
}

impl Story {
    fn new(is_one_price: bool, policy: u8) -> Self {
        let when = if policy.is_multiple_of(3) {
            "invoice"
        } else {
            "ship"
        };
        let mut firm = Firm::with(&[("revenue_on", when)]);
        for item in ["HOUR", "CHECK"] {
            firm.define(&service(item, 2, Some("7")));
        }
        Self {
            firm,
            done: Vec::new(),
            is_one_price,
        }
    }

    fn one(&self, kinds: &[&str], draw: u8) -> Option<&str> {
        let known: Vec<&str> = self
            .done
            .iter()
            .rev()
            .filter(|(_, kind)| kinds.contains(kind))
            .map(|(id, _)| id.as_str())
            .take(6)
            .collect();
        known.get(usize::from(draw) % known.len().max(1)).copied()
    }

    /// What so many units come to.
    fn amount(&self, qty: i64, draw: u8) -> String {
        if self.is_one_price {
            return (qty * PRICE).to_string();
        }
        format!("{}.{:02}", draw, draw % 97)
    }

    fn asked(&self, [kind, item, site, qty, d, e]: Draw) -> Option<(&'static str, Value)> {
        let item = ["HOUR", "CHECK"][usize::from(item) % 2];
        let site = if site.is_multiple_of(3) { "SHOP" } else { "MAIN" };
        let units = i64::from(1 + qty % 6);
        let qty = units.to_string();
        let day = format!("2026-03-{:02}", 1 + e % 20);
        Some(match kind % 14 {
            0..=3 => (
                "bill",
                json!({"op": "invoice", "item": item, "site": site, "qty": qty, "amount": self.amount(units, d),
                    "date": day}),
            ),
            4..=7 => (
                "sale",
                json!({"op": "ship", "item": item, "site": site, "qty": qty, "price": "20", "date": day}),
            ),
            8 | 9 => {
                let what = if e.is_multiple_of(4) { "scrap" } else { "restock" };
                (
                    "back",
                    json!({"op": "customer_return", "of": self.one(&["sale"], d)?, "qty": "1", "disposition": what,
                        "date": day}),
                )
            }
            10 => (
                "credit",
                json!({"op": "credit_note", "side": "supplier", "of": self.one(&["bill"], d)?, "qty": "1",
                    "amount": self.amount(1, e % 20), "date": day}),
            ),
            11 if !self.is_one_price => (
                "credit",
                json!({"op": "credit_note", "side": "supplier", "of": self.one(&["bill"], d)?,
                    "amount": self.amount(1, e % 20), "date": day}),
            ),
            12 => (
                "billed",
                json!({"op": "sales_invoice", "of": self.one(&["sale"], d)?, "date": day}),
            ),
            _ => (
                "reverse",
                json!({"op": "reverse", "of": self.one(&["bill", "sale", "back", "credit", "billed"], d)?, "date": day}),
            ),
        })
    }

    fn live(&mut self, draw: Draw) {
        let Some((kind, document)) = self.asked(draw) else {
            return;
        };
        let (id, answer) = self.firm.post(document);
        if answer.verdict == Verdict::Applied {
            self.done.push((id, kind));
        }
    }

    /// Every unit costs the one price.
    fn is_right(&self) {
        let costs = |qty: Qty| {
            qty.at_unit(PRICE.to_string().parse().expect("a price"))
                .expect("an amount")
        };
        for pool in self.firm.all::<ServicePool>() {
            assert_eq!(pool.value, costs(pool.qty), "{pool:?}: {:?}", self.done);
        }
        for short in self.firm.all::<ServiceShort>() {
            assert_eq!(short.value, costs(short.qty), "{short:?}: {:?}", self.done);
        }
        for sold in self.firm.all::<Shipment>() {
            let cost = self
                .firm
                .store()
                .read(|view| cost_of(view, &sold))
                .expect("a cost");
            assert_eq!((cost, sold.cost_back), (costs(sold.qty), costs(sold.qty_back)));
        }
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
    fn with_one_price_every_unit_of_a_service_costs_it(
        draws in proptest::collection::vec(any::<Draw>(), 20..80),
        policy in any::<u8>(),
    ) {
        let mut story = Story::new(true, policy);
        for draw in draws {
            story.live(draw);
            story.is_right();
        }
        story.firm.holds("one price");
    }

    #[test]
    fn at_any_prices_accruals_hold_what_was_billed_and_not_sold(
        draws in proptest::collection::vec(any::<Draw>(), 20..80),
        policy in any::<u8>(),
    ) {
        let mut story = Story::new(false, policy);
        for (step, draw) in draws.into_iter().enumerate() {
            story.live(draw);
            if step % 16 == 15 {
                story.firm.holds("any prices");
            }
        }
        story.firm.holds("any prices");
    }
}
