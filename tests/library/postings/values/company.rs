//! A company with one item A and a service S, and short sentences for documents.

use crate::postings::books::{Books, keeps_books};
use binledger::domain::amount::Money;
use binledger::domain::entry::EntryLine;
use binledger::domain::stock::{Balance, Layer, Pool};
use binledger::operations::answer::Verdict;
use serde_json::{Value, json};

/// Everything posted so far.
pub struct Company {
    books: Books,
    /// Id of the last shipment, of the last receipt, and of the last document.
    shipped: String,
    received: String,
    last: String,
}

impl Company {
    /// Site `MAIN`; A valued by a method, at standard 10.50; L tracked by lot.
    pub fn new(method: &str, policies: &[(&str, &str)]) -> Self {
        let mut company = Self {
            books: Books::new("2026-03-02", policies),
            shipped: String::new(),
            received: String::new(),
            last: String::new(),
        };
        for (item, tracking) in [("A", "none"), ("L", "lot")] {
            company.ok(
                json!({ "op": "item", "item": item, "method": method, "standard_cost": "10.50",
                "tracking": tracking }),
            );
        }
        company.ok(
            json!({ "op": "define", "master": { "record": "item", "item": "S", "name": "Hour",
            "group_number": 1, "method": "average", "standard_cost": null, "tracking": "none", "uom": "EA",
            "price": null, "min_life_days": null, "abc": "C", "weight": null, "service": true,
            "supplier_code": null } }),
        );
        company
    }

    /// Posts a document; returns what became of it.
    pub fn post(&mut self, fields: Value) -> Result<(), (String, String)> {
        let operation = fields["op"].clone();
        let (id, answer) = self.books.post(fields);
        match answer.refusal {
            None => {
                assert_eq!(answer.verdict, Verdict::Applied);
                if operation == "ship" {
                    self.shipped.clone_from(&id);
                }
                if operation == "receive" {
                    self.received.clone_from(&id);
                }
                if operation != "reverse" {
                    self.last = id;
                }
                Ok(())
            }
            Some(why) => Err((why.code().to_owned(), why.to_string())),
        }
    }

    /// Posts what must be allowed.
    #[track_caller]
    pub fn ok(&mut self, fields: Value) {
        let shown = fields.to_string();
        self.post(fields).unwrap_or_else(|why| panic!("{shown}: {why:?}"));
    }

    /// Plays sentences, one after the other.
    #[track_caller]
    pub fn play(&mut self, script: &str) {
        for sentence in script.split(", ").filter(|sentence| !sentence.is_empty()) {
            if let Some(day) = sentence.strip_prefix("on ") {
                day.clone_into(&mut self.books.date);
            } else {
                self.ok(self.fields(sentence));
            }
        }
    }

    /// Plays one sentence that must be refused; answers the code and what was said.
    #[track_caller]
    pub fn no(&mut self, sentence: &str) -> (String, String) {
        let fields = self.fields(sentence);
        self.post(fields).expect_err("it must be refused")
    }

    fn fields(&self, sentence: &str) -> Value {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        match words[..] {
            ["receive", qty, "@", cost] => json!({ "op": "receive", "item": "A", "qty": qty, "cost": cost }),
            ["receive", qty, "@", cost, "to", to] => {
                json!({ "op": "receive", "item": "A", "qty": qty, "cost": cost, "to": to })
            }
            ["receive", qty, "=", value] => {
                json!({ "op": "receive", "item": "A", "qty": qty, "value": value })
            }
            ["ship", qty, "@", price] => json!({ "op": "ship", "item": "A", "qty": qty, "price": price }),
            ["ship", qty, item, "@", price, "through", channel] => {
                json!({ "op": "ship", "item": item, "qty": qty, "price": price, "channel": channel })
            }
            ["ship", qty, item, "@", price] => {
                json!({ "op": "ship", "item": item, "qty": qty, "price": price })
            }
            ["ship", qty] => json!({ "op": "ship", "item": "A", "qty": qty }),
            ["return", qty, what] => {
                json!({ "op": "customer_return", "of": self.shipped, "qty": qty, "disposition": what })
            }
            ["adjust", qty] => json!({ "op": "adjust", "item": "A", "qty": qty }),
            ["adjust", qty, "@", cost] => json!({ "op": "adjust", "item": "A", "qty": qty, "cost": cost }),
            ["count", counted] => json!({ "op": "count", "item": "A", "counted": counted }),
            ["invoice", amount] => json!({ "op": "invoice", "of": self.received, "amount": amount }),
            ["bill"] => json!({ "op": "sales_invoice", "of": self.shipped }),
            ["bill", qty] => json!({ "op": "sales_invoice", "of": self.shipped, "qty": qty }),
            ["policy", key, value] => {
                json!({ "op": "define", "master": { "record": "policy", "key": key, "value": value } })
            }
            ["integration", mode] => json!({ "op": "integration", "mode": mode }),
            ["reverse", "shipment"] => json!({ "op": "reverse", "of": self.shipped }),
            ["reverse"] => json!({ "op": "reverse", "of": self.last }),
            ["reverse", id] => json!({ "op": "reverse", "of": id }),
            _ => panic!("nobody understands {sentence:?}"),
        }
    }

    /// Id of the last document that was no reversal.
    pub fn last(&self) -> String {
        self.last.clone()
    }

    /// Quantity and value of A.
    pub fn stock(&self) -> String {
        let pool = self
            .all::<Pool>()
            .into_iter()
            .find(|pool| pool.item.as_str() == "A");
        pool.map_or_else(
            || "nothing".to_owned(),
            |pool| format!("{} {}", pool.qty, pool.value),
        )
    }

    /// What an account holds.
    pub fn balance(&self, account: &str) -> String {
        let lines = self.all::<EntryLine>();
        let own = lines.iter().filter(|line| line.account.as_str() == account);
        own.map(|line| line.amount).sum::<Money>().to_string()
    }

    /// Everything that a reversal must restore.
    pub fn state(&self) -> String {
        let pools: Vec<_> = self
            .all::<Pool>()
            .into_iter()
            .filter(|it| !it.qty.is_zero())
            .map(|it| (it.item, it.qty, it.value))
            .collect();
        let accounts: Vec<_> = [
            "1100", "1300", "2100", "2200", "2300", "4000", "5000", "5200", "5300", "5600",
        ]
        .map(|account| self.balance(account))
        .to_vec();
        format!(
            "{:?} {:?} {pools:?} {accounts:?}",
            self.all::<Balance>(),
            self.all::<Layer>()
        )
    }
}

keeps_books!(Company);
