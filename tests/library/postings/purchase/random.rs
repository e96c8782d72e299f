//! Receipts, bills and returns as they come: whatever is asked, what is open stays what the accounts say.

use super::company::Company;
use crate::postings::METHODS;
use binledger::domain::purchase::{Bill, Receipt};
use binledger::operations::answer::Verdict;
use binledger::operations::invariants::audit;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use serde_json::{Value, json};

/// One thing that somebody may do: what, to which earlier document, how much, at what amount.
type Draw = (u8, u8, i64, i64);

/// Documents that were applied: all, and of them receipts and bills before their goods.
#[derive(Default)]
struct Applied {
    all: Vec<String>,
    receipts: Vec<String>,
    ahead: Vec<String>,
}

impl Applied {
    fn note(&mut self, asked: &Value) {
        let id = asked["id"].as_str().unwrap().to_owned();
        match asked["op"].as_str() {
            Some("receive") => self.receipts.push(id.clone()),
            Some("invoice") if asked["of"].is_null() => self.ahead.push(id.clone()),
            _ => {}
        }
        self.all.push(id);
    }
}

/// The document of a draw: mostly about something that fits, sometimes about anything.
fn document(draw: &Draw, applied: &Applied, number: usize) -> Value {
    let (what, which, qty, cents) = *draw;
    let pick = |ids: &[String]| {
        let ids = if which % 16 == 0 { &applied.all } else { ids };
        let at = usize::from(which) % ids.len().max(1);
        ids.get(at).cloned().unwrap_or_default()
    };
    let (receipt, ahead) = (pick(&applied.receipts), pick(&applied.ahead));
    let amount = format!("{}.{:02}", cents / 100, cents % 100);
    let mut document = match what % 20 {
        0..=2 => json!({ "op": "receive", "item": "A", "qty": qty.to_string(), "value": amount }),
        3 | 4 => json!({ "op": "receive", "item": "A", "qty": qty.to_string(), "invoice": ahead }),
        5 | 6 => json!({ "op": "invoice", "of": receipt, "amount": amount }),
        7..=9 => {
            json!({ "op": "invoice", "of": receipt, "amount": amount, "qty": qty.to_string(), "tax": "1.37" })
        }
        10 => {
            json!({ "op": "invoice", "item": "A", "amount": amount, "qty": qty.to_string(), "tax": "0.11" })
        }
        11..=13 => json!({ "op": "supplier_return", "of": receipt, "qty": qty.to_string() }),
        14 => json!({ "op": "ship", "item": "A", "qty": qty.to_string() }),
        15 | 16 => json!({ "op": "credit_note", "side": "supplier", "of": receipt, "amount": amount }),
        17 => {
            json!({ "op": "credit_note", "side": "supplier", "of": receipt, "amount": amount, "qty": qty.to_string(), "tax": "0.13" })
        }
        18 => {
            json!({ "op": "landed_cost", "of": [receipt], "amount": format!("-0.{:02}", cents % 100), "basis": "quantity" })
        }
        _ => json!({ "op": "reverse", "of": pick(&applied.all) }),
    };
    let is_priced = document["amount"].is_string() || document["value"].is_string();
    if is_priced && what >= 176 {
        document["currency"] = json!("EUR");
        document["rate"] = json!(if what >= 208 { "1.127" } else { "1.1" });
    }
    document["id"] = json!(format!("d{number}"));
    document
}

fn live_through(method: &str, variance: &str, draws: &[Draw]) {
    let mut company = Company::with_item(method, variance);
    let mut applied = Applied::default();
    for (number, draw) in draws.iter().enumerate() {
        let asked = document(draw, &applied, number);
        let was = company.state();
        let answer = company.send(asked.clone());
        if answer.verdict != Verdict::Applied {
            assert_eq!(was, company.state(), "refused, and yet: {asked}");
            continue;
        }
        let store = company.store();
        for finding in store.read(audit).unwrap() {
            assert_eq!(finding.broken, 0, "{finding:?} after {asked}");
        }
        if asked["op"] != "reverse" {
            company.ok(&json!({ "id": format!("u{number}"), "op": "reverse", "of": asked["id"] }));
            assert_eq!(was, company.state(), "taken back: {asked}");
            let mut again = asked;
            again["id"] = json!(format!("e{number}"));
            company.ok(&again);
            applied.note(&again);
        }
    }
    company.holds("the history");
    finish(&mut company);
}

/// Bills everything that is open and lets all come that was billed: the clearing account is empty to the cent.
fn finish(company: &mut Company) {
    let store = company.store();
    let (receipts, bills) = (store.all::<Receipt>().unwrap(), store.all::<Bill>().unwrap());
    let id = |movement: i64| -> String {
        let moved: binledger::domain::movement::Movement = store
            .read(|view| view.find(&[&movement]))
            .unwrap()
            .expect("a movement");
        let made: binledger::domain::log::Logged = store
            .read(|view| view.find(&[&moved.operation]))
            .unwrap()
            .expect("an operation");
        made.key.to_string()
    };
    let mut last = Vec::new();
    for receipt in receipts.into_iter().filter(|receipt| receipt.open) {
        let of = id(receipt.movement);
        last.push(match receipt.rate {
            None => json!({ "id": format!("f-{of}"), "op": "invoice", "of": of, "amount": "5.00" }),
            Some(_) => json!({ "id": format!("f-{of}"), "op": "invoice", "of": of, "amount": "5.00",
                "currency": "EUR", "rate": "1.2" }),
        });
    }
    for bill in bills.into_iter().filter(|bill| bill.open) {
        let of = id(bill.movement);
        let qty = bill.open_qty().to_string();
        last.push(
            json!({ "id": format!("f-{of}"), "op": "receive", "item": "A", "qty": qty, "invoice": of }),
        );
    }
    for document in last {
        company.send(document);
    }
    let store = company.store();
    let open: i64 = store
        .all::<Receipt>()
        .unwrap()
        .iter()
        .map(|it| it.open_cost().0)
        .sum();
    let ahead: i64 = store
        .all::<Bill>()
        .unwrap()
        .iter()
        .map(|it| it.open_cost().0)
        .sum();
    let grni = company.state().0.get("2100").copied().unwrap_or(0);
    assert_eq!(grni, ahead - open);
    company.holds("the end of the history");
}

proptest! {
    #![proptest_config(Config {
        cases: 16,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        max_shrink_iters: 400,
        ..Config::default()
    })]

    #[test]
    fn whatever_is_bought_billed_and_sent_back_the_clearing_account_is_what_is_open(
        method in 0..3_usize,
        capitalise in any::<bool>(),
        draws in proptest::collection::vec((any::<u8>(), any::<u8>(), 1..7_i64, 0..9_000_i64), 15..45),
    ) {
        let variance = if capitalise { "capitalise" } else { "variance" };
        live_through(METHODS[method], variance, &draws);
    }
}
