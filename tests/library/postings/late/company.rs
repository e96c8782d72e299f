//! A company that hears of costs late.

use crate::postings::books::{Books, keeps_books};
use binledger::domain::amount::Total;
use binledger::domain::movement::Shipment;
use binledger::domain::stock::Pool;
use binledger::operations::answer::Answer;
use binledger::operations::late_costs::cost_of;
use binledger::operations::pending::{Cover, trial_balance};
use binledger::operations::reports::{Scope, margin};
use serde_json::{Value, json};

/// A company with the items A, B and C.
pub struct Company {
    books: Books,
}

impl Company {
    pub fn new(method: &str) -> Self {
        let mut company = Self {
            books: Books::new("2026-03-20", &[]),
        };
        for (item, standard) in [("A", "10.50"), ("B", "7.00"), ("C", "31.00")] {
            company.ok(&json!({ "op": "item", "item": item, "method": method, "standard_cost": standard }));
        }
        company
    }

    pub fn send(&mut self, fields: Value) -> Answer {
        self.post(fields).1
    }

    pub fn receive(&mut self, id: &str, day: &str, qty: &str, cost: &str) {
        let date = format!("2026-03-{day}");
        self.ok(&json!({ "id": id, "op": "receive", "date": date, "item": "A", "qty": qty, "cost": cost }));
    }

    pub fn ship(&mut self, id: &str, day: &str, qty: &str) {
        let date = format!("2026-03-{day}");
        self.ok(&json!({ "id": id, "op": "ship", "date": date, "item": "A", "qty": qty }));
    }

    pub fn back(&mut self, id: &str, of: &str, day: &str, qty: &str, what: &str) {
        let date = format!("2026-03-{day}");
        self.ok(&json!({ "id": id, "op": "customer_return", "of": of, "date": date, "qty": qty, "disposition": what }));
    }

    pub fn freight(&mut self, id: &str, of: &[&str], amount: &str) {
        self.ok(&json!({ "id": id, "op": "landed_cost", "of": of, "amount": amount, "basis": "quantity" }));
    }

    pub fn reverse(&mut self, of: &str) {
        self.ok(&json!({ "op": "reverse", "of": of }));
    }

    pub fn stock(&self) -> String {
        let shown = |pool: Pool| format!("{} {} {}", pool.item, pool.qty, pool.value);
        self.all::<Pool>()
            .into_iter()
            .map(shown)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// What each shipment is known to have cost, and how much of that was credited.
    pub fn costs(&self) -> Vec<String> {
        let store = self.store();
        let known = |it: &Shipment| store.read(|view| cost_of(view, it)).unwrap();
        let shown = |it: Shipment| format!("{} {}", known(&it), it.cost_back);
        self.all::<Shipment>().into_iter().map(shown).collect()
    }

    /// What all orders cost by their margins, and by cost of sales.
    pub fn cost_of_orders(&self) -> (Total, Total) {
        let store = self.store();
        let read = store.read(|view| {
            let rows = margin::rows(view, &Scope::default(), margin::By::Order)?;
            let posted = trial_balance(view, &Cover::default())?;
            let sum = rows.last().expect("a sum");
            Ok((sum.cost - sum.cost_returned, posted.balance(&"5000".into())))
        });
        read.expect("the store works")
    }
}

keeps_books!(Company);
