//! A company of two sites with items, a kit and something that is built of them, and short sentences for documents.

use super::books::{Books, keeps_books};
use binledger::domain::entry::EntryLine;
use binledger::domain::stock::{Balance, Layer, Pool};
use binledger::domain::transfer::Transfer;
use serde_json::{Value, json};

/// Everything posted so far.
pub struct House {
    books: Books,
    /// Id of the last transfer, shipment or assembly.
    last: String,
}

impl House {
    /// Site `MAIN` and a shop; A, B and FG valued by a method at the standards 10.50, 7.00 and 55.00; a kit of 2 A and
    /// 1 B.
    pub fn new(method: &str) -> Self {
        let (books, last) = (Books::new("2026-03-02", &[]), String::new());
        let mut house = Self { books, last };
        house.define(json!({"record": "site", "site": "SHOP", "name": "Shop"}));
        house.define(
            json!({"record": "location", "location": "SHOP-1", "site": "SHOP", "zone": "",
            "purpose": "storage", "sequence": 1}),
        );
        for (item, standard) in [("A", "10.50"), ("B", "7.00"), ("FG", "55.00"), ("KIT", "1")] {
            house.ok(json!({"op": "item", "item": item, "method": method, "standard_cost": standard}));
        }
        for (component, qty) in [("A", "2"), ("B", "1")] {
            house.define(json!({"record": "kit", "kit": "KIT", "component": component, "qty": qty}));
        }
        house
    }

    /// Defines a master record.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "a document takes what it is made of"
    )]
    pub fn define(&mut self, master: Value) {
        self.ok(json!({"op": "define", "master": master}));
    }

    /// Posts a document that must be applied; returns its id.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "a document takes what it is made of"
    )]
    #[track_caller]
    pub fn ok(&mut self, fields: Value) -> String {
        let id = self.books.ok(&fields);
        if fields["op"] != "reverse" {
            self.last.clone_from(&id);
        }
        id
    }

    /// Posts a document that must be refused; returns the code.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "a document takes what it is made of"
    )]
    #[track_caller]
    pub fn no(&mut self, fields: Value) -> String {
        self.books.no(&fields)
    }

    /// Posts sentences, separated by commas; `arrive`, `lose` and `bring` are about the transfer or sale `of`.
    pub fn play(&mut self, script: &str) {
        let mut of = String::new();
        for sentence in script.split(", ").filter(|sentence| !sentence.is_empty()) {
            let fields = self.fields(sentence, &of);
            self.ok(fields);
            if !["arrive", "lose", "bring"]
                .iter()
                .any(|word| sentence.starts_with(word))
            {
                of.clone_from(&self.last);
            }
        }
    }

    /// One sentence as the fields of a document.
    pub fn fields(&self, sentence: &str, of: &str) -> Value {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let parts = json!([{"item": "A", "qty": "3"}, {"item": "B", "qty": "2"}]);
        match words[..] {
            ["receive", qty, item, "@", cost] => {
                json!({"op": "receive", "item": item, "qty": qty, "cost": cost})
            }
            ["sell", qty, item, "@", price] => {
                json!({"op": "ship", "item": item, "qty": qty, "price": price})
            }
            ["bring", "back", qty, what] => {
                json!({"op": "customer_return", "of": of, "qty": qty, "disposition": what})
            }
            ["send", qty, "freight", freight] => json!({"op": "transfer_out", "item": "A", "qty": qty,
                "from_site": "MAIN", "to_site": "SHOP", "freight": freight}),
            ["send", qty] => {
                json!({"op": "transfer_out", "item": "A", "qty": qty, "from_site": "MAIN", "to_site": "SHOP"})
            }
            ["arrive", qty] => json!({"op": "transfer_in", "of": of, "qty": qty}),
            ["lose"] => json!({"op": "transfer_close", "of": of, "reason": "fell off the lorry"}),
            ["build", qty] => {
                json!({"op": "build", "item": "FG", "qty": qty, "components": parts, "labour": "5.00"})
            }
            ["unbuild", qty] => {
                json!({"op": "unbuild", "item": "FG", "qty": qty, "components": parts, "labour": "5.00"})
            }
            ["standard", cost] => json!({"op": "standard_cost", "item": "A", "cost": cost}),
            ["reverse"] => json!({"op": "reverse", "of": self.last}),
            _ => panic!("nobody understands {sentence:?}"),
        }
    }

    /// The id of the last document that was no reversal.
    pub fn last(&self) -> &str {
        &self.last
    }

    /// The id of the first of the last `steps` documents.
    pub fn before(&self, steps: usize) -> String {
        format!("d{}", (self.posted() + 1).saturating_sub(steps))
    }

    /// The journal lines of all entries after the first `before`, debits positive, sorted.
    pub fn lines(&self, before: usize) -> Vec<String> {
        let mut lines = self.books.lines(before);
        lines.sort();
        lines
    }

    /// What is in stock, item by item and site by site, and what is on its way: `A 5 60.00, A@SHOP 5 68.00, T 1 13.60`.
    pub fn stock(&self) -> String {
        let mut told = Vec::new();
        for pool in self.all::<Pool>().into_iter().filter(|pool| !pool.qty.is_zero()) {
            let at = if pool.site.as_str() == "MAIN" {
                String::new()
            } else {
                format!("@{}", pool.site)
            };
            told.push(format!("{}{at} {} {}", pool.item, pool.qty, pool.value));
        }
        for it in self
            .all::<Transfer>()
            .into_iter()
            .filter(|it| !it.open_qty().is_zero())
        {
            told.push(format!("T {} {}", it.open_qty(), it.open_value()));
        }
        told.join(", ")
    }

    /// Everything that a reversal must restore: layers, balances, transfers, and the sum of every account.
    pub fn state(&self) -> String {
        let mut sums = std::collections::BTreeMap::<String, i64>::new();
        for line in self.all::<EntryLine>() {
            *sums.entry(line.account.to_string()).or_default() += line.amount.0;
        }
        sums.retain(|_, sum| *sum != 0);
        let (layers, balances) = (self.all::<Layer>(), self.all::<Balance>());
        let (transfers, items) = (
            self.all::<Transfer>(),
            self.all::<binledger::domain::catalog::Item>(),
        );
        format!(
            "{}\n{layers:?}\n{balances:?}\n{transfers:?}\n{items:?}\n{sums:?}",
            self.stock()
        )
    }
}

keeps_books!(House);
