//! A company with one item A, and the documents that its purchases make.

use crate::postings::books::{Books, keeps_books};
use binledger::cli::document;
use binledger::domain::entry::EntryLine;
use binledger::domain::movement::{Allowance, Shipment};
use binledger::domain::purchase::{Bill, Receipt, Settlement, VendorNumber, Voucher};
use binledger::domain::record::{Record, Row};
use binledger::domain::stock::{Balance, Layer, Pool};
use binledger::operations::answer::{Answer, Verdict};
use binledger::operations::request::{Define, Master, PlaceOrder, Request};
use binledger::store::Store;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Balances of the accounts, and all that is open or lies somewhere.
pub type State = (BTreeMap<String, i64>, Vec<Vec<Row>>);

/// A company and its store.
pub struct Company {
    books: Books,
}

impl Company {
    /// With this policy for price differences, and item A, which costs 10.50 at standard.
    pub fn with_item(method: &str, variance: &str) -> Self {
        let mut company = Self {
            books: Books::new("2026-03-02", &[("invoice_variance", variance)]),
        };
        let item =
            json!({ "id": "A", "op": "item", "item": "A", "method": method, "standard_cost": "10.50" });
        company.ok(&item);
        company
    }

    /// Sends a document of 2 March 2026, unless it says another day.
    pub fn send(&mut self, fields: Value) -> Answer {
        self.post(fields).1
    }

    /// Creates master data.
    pub fn define(&mut self, key: &str, master: Master) {
        let item = json!({ "id": key, "op": "item", "date": "2026-03-02", "item": "A", "method": "fifo" });
        let (request, _) = document::read(&item.to_string()).unwrap().unwrap();
        let operation = Define { master }.into();
        let answer = self.store.transact(&Request { operation, ..request }).unwrap();
        assert_eq!(answer.verdict, Verdict::Applied, "{:?}", answer.refusal);
    }

    /// Places an order of one line.
    pub fn order(&mut self, order: Value, line: &Value) {
        let item =
            json!({ "id": "order", "op": "item", "date": "2026-03-02", "item": "A", "method": "fifo" });
        let (request, _) = document::read(&item.to_string()).unwrap().unwrap();
        let operation = PlaceOrder {
            order: serde_json::from_value(order).unwrap(),
            lines: vec![serde_json::from_value(line.clone()).unwrap()],
            without: None,
        };
        let answer = self.store.transact(&Request {
            operation: operation.into(),
            ..request
        });
        assert_eq!(answer.unwrap().refusal, None);
    }

    /// Plays sentences; answers their ids.
    pub fn play(&mut self, script: &str) -> Vec<String> {
        let sentences = script.split(", ").filter(|sentence| !sentence.is_empty());
        sentences
            .map(|sentence| {
                self.ok(&fields(sentence));
                id_of(sentence)
            })
            .collect()
    }

    /// Quantity and value of the item.
    pub fn stock(&self) -> String {
        let pool = self.all::<Pool>().pop();
        pool.map_or_else(String::new, |pool| format!("{} {}", pool.qty, pool.value))
    }

    /// Everything that a reversal must restore.
    pub fn state(&self) -> State {
        let mut accounts = BTreeMap::new();
        for line in self.all::<EntryLine>() {
            *accounts.entry(line.account.to_string()).or_default() += line.amount.0;
        }
        accounts.retain(|_, balance| *balance != 0);
        let worth = |pool: &Pool| (pool.qty.0, pool.value.0) != (0, 0);
        let pools: Vec<Row> = self
            .all::<Pool>()
            .iter()
            .filter(|pool| worth(pool))
            .map(|pool| pool.to_row()[..4].to_vec())
            .collect();
        let tables = vec![
            pools,
            self.rows::<Balance>(),
            self.rows::<Layer>(),
            self.rows::<Receipt>(),
            self.rows::<Bill>(),
            self.rows::<Voucher>(),
            self.rows::<Settlement>(),
            self.rows::<VendorNumber>(),
            self.rows::<Shipment>(),
            self.rows::<Allowance>(),
        ];
        (accounts, tables)
    }

    fn rows<R: Record>(&self) -> Vec<Row> {
        self.all::<R>().iter().map(Record::to_row).collect()
    }
}

keeps_books!(Company);

/// The id that a sentence begins with.
fn id_of(sentence: &str) -> String {
    sentence.split(':').next().unwrap_or_default().to_owned()
}

/// A sentence as a document: words, then pairs of a field and its value.
pub fn fields(sentence: &str) -> Value {
    let (id, rest) = sentence.split_once(": ").expect("an id and a sentence");
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (mut document, pairs) = match &words[..] {
        ["receive", qty, "@", cost, pairs @ ..] => (
            json!({ "op": "receive", "item": "A", "qty": qty, "cost": cost }),
            pairs,
        ),
        ["receive", qty, "=", value, pairs @ ..] => (
            json!({ "op": "receive", "item": "A", "qty": qty, "value": value }),
            pairs,
        ),
        ["receive", qty, "against", bill, pairs @ ..] => (
            json!({ "op": "receive", "item": "A", "qty": qty, "invoice": bill }),
            pairs,
        ),
        ["bill", of, amount, pairs @ ..] => (json!({ "op": "invoice", "of": of, "amount": amount }), pairs),
        ["bill-ahead", qty, amount, pairs @ ..] => (
            json!({ "op": "invoice", "item": "A", "qty": qty, "amount": amount }),
            pairs,
        ),
        ["send-back", of, qty, pairs @ ..] => {
            (json!({ "op": "supplier_return", "of": of, "qty": qty }), pairs)
        }
        ["freight", of, amount, pairs @ ..] => (
            json!({ "op": "landed_cost", "of": [of], "amount": amount, "basis": "quantity" }),
            pairs,
        ),
        ["credit", of, amount, pairs @ ..] => (
            json!({ "op": "credit_note", "side": "supplier", "of": of, "amount": amount }),
            pairs,
        ),
        ["allow", of, amount, pairs @ ..] => (
            json!({ "op": "credit_note", "side": "customer", "of": of, "amount": amount }),
            pairs,
        ),
        ["ship", qty, "@", price] => (
            json!({ "op": "ship", "item": "A", "qty": qty, "price": price }),
            &[][..],
        ),
        ["take-back", of, qty, disposition] => (
            json!({ "op": "customer_return", "of": of, "qty": qty, "disposition": disposition }),
            &[][..],
        ),
        ["ship", qty] => (json!({ "op": "ship", "item": "A", "qty": qty }), &[][..]),
        ["move", qty, from, to] => (
            json!({ "op": "move", "item": "A", "qty": qty, "from": from, "to": to }),
            &[][..],
        ),
        ["undo", of] => (json!({ "op": "reverse", "of": of }), &[][..]),
        _ => panic!("nobody understands {sentence:?}"),
    };
    document["id"] = json!(id);
    for pair in pairs.chunks(2) {
        let field = if pair[0] == "in" { "currency" } else { pair[0] };
        document[field] = json!(pair[1]);
    }
    document
}
