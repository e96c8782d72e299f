//! A company that hears of costs late.

use binledger::cli::replay::replay;
use binledger::cli::{document, lay_down};
use binledger::domain::amount::{Money, Total};
use binledger::domain::entry::EntryLine;
use binledger::domain::movement::Shipment;
use binledger::domain::stock::Pool;
use binledger::operations::answer::{Answer, Verdict};
use binledger::operations::invariants::audit;
use binledger::operations::late_costs::cost_of;
use binledger::operations::pending::{Cover, trial_balance};
use binledger::operations::reports::{Scope, margin};
use binledger::store::Store;
use binledger::store::memory::Memory;
use serde_json::{Value, json};

/// A company with the items A, B and C.
pub struct Company {
    store: Memory,
    posted: usize,
}

impl Company {
    pub fn new(method: &str) -> Self {
        let mut store = Memory::new();
        lay_down(&mut store, &[]).expect("a store begins empty");
        let mut company = Self { store, posted: 0 };
        for (item, standard) in [("A", "10.50"), ("B", "7.00"), ("C", "31.00")] {
            company.ok(&json!({ "op": "item", "item": item, "method": method, "standard_cost": standard }));
        }
        company
    }

    pub fn send(&mut self, mut fields: Value) -> Answer {
        self.posted += 1;
        for (name, default) in [
            ("id", format!("d{}", self.posted)),
            ("date", "2026-03-20".to_owned()),
        ] {
            if fields[name].is_null() {
                fields[name] = json!(default);
            }
        }
        let (request, _) = document::read(&fields.to_string()).unwrap().unwrap();
        self.store.transact(&request).unwrap()
    }

    pub fn ok(&mut self, fields: &Value) {
        let answer = self.send(fields.clone());
        assert_eq!(answer.verdict, Verdict::Applied, "{fields}: {:?}", answer.refusal);
    }

    pub fn refused(&mut self, fields: &Value) -> String {
        let refusal = self.send(fields.clone()).refusal;
        refusal
            .unwrap_or_else(|| panic!("{fields} was applied"))
            .code()
            .to_owned()
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

    pub fn all<R: binledger::domain::record::Record>(&self) -> Vec<R> {
        (&self.store as &dyn Store).all().unwrap()
    }

    /// Account by account what all entries after the first `before` add up to, the zeros left out.
    pub fn sums(&self, before: i64) -> String {
        let mut sums = std::collections::BTreeMap::new();
        for line in self.all::<EntryLine>() {
            if before < line.entry {
                let sum = sums.entry(line.account.to_string()).or_default();
                *sum = line.amount + *sum;
            }
        }
        let shown = |(account, sum)| format!("{account} {sum}");
        let sums = sums.into_iter().filter(|(_, sum)| *sum != Money::ZERO);
        sums.map(shown).collect::<Vec<_>>().join(", ")
    }

    pub fn entries(&self) -> i64 {
        self.all::<EntryLine>().last().map_or(0, |line| line.entry)
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
        let store: &dyn Store = &self.store;
        let known = |it: &Shipment| store.read(|view| cost_of(view, it)).unwrap();
        let shown = |it: Shipment| format!("{} {}", known(&it), it.cost_back);
        self.all::<Shipment>().into_iter().map(shown).collect()
    }

    /// What all orders cost by their margins, and by cost of sales.
    pub fn cost_of_orders(&self) -> (Total, Total) {
        let store: &dyn Store = &self.store;
        let read = store.read(|view| {
            let rows = margin::rows(view, &Scope::default())?;
            let posted = trial_balance(view, &Cover::default())?;
            let sum = rows.last().expect("a sum");
            Ok((sum.cost - sum.cost_returned, posted.balance(&"5000".into())))
        });
        read.expect("the store works")
    }

    pub fn holds(&self, title: &str) {
        let store: &dyn Store = &self.store;
        let mut found = store.read(audit).unwrap();
        found.extend(replay(store).unwrap());
        let broken: Vec<_> = found.iter().filter(|finding| finding.broken != 0).collect();
        assert!(broken.is_empty(), "{title}: {broken:?}");
    }
}
