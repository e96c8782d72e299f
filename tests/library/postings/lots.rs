//! FIFO by lot: the layer of the lot that leaves is taken, so that a lot is worth what was paid for it.

use super::books::{Books, keeps_books};
use binledger::domain::code::LotCode;
use binledger::domain::movement::Shipment;
use binledger::domain::stock::Layer;
use binledger::operations::late_costs::cost_of;
use binledger::operations::lots_apart;
use binledger::operations::reports::{RowKind, Scope, valuation};
use serde_json::{Value, json};

struct Company {
    books: Books,
}

keeps_books!(Company);

impl Company {
    /// 10 of lot L1 for 10.00 each and 10 of L2 for 20.00, at two sites.
    fn new(policies: &[(&str, &str)]) -> Self {
        let books = Books::new("2026-03-20", policies);
        let mut company = Self { books };
        for master in [
            json!({"record": "site", "site": "SHOP", "name": "Shop"}),
            json!({"record": "location", "location": "SHOP-1", "site": "SHOP", "zone": "", "purpose": "storage",
                "sequence": 1}),
        ] {
            company.ok(&json!({"op": "define", "master": master}));
        }
        company.ok(&json!({"op": "item", "item": "A", "method": "fifo", "tracking": "lot"}));
        company.ok(&json!({"op": "item", "item": "FG", "method": "fifo"}));
        company.receive("r1", "01", "L1", "10", "10.00");
        company.receive("r2", "02", "L2", "10", "20.00");
        company
    }

    fn by_lot() -> Self {
        Self::new(&[("fifo_scope", "lot")])
    }

    fn receive(&mut self, id: &str, day: &str, lot: &str, qty: &str, cost: &str) {
        let date = format!("2026-03-{day}");
        self.ok(&json!({"id": id, "op": "receive", "date": date, "item": "A", "lot": lot, "qty": qty, "cost": cost}));
    }

    fn ship(&mut self, id: &str, day: &str, lot: &str, qty: &str) {
        let date = format!("2026-03-{day}");
        self.ok(&json!({"id": id, "op": "ship", "date": date, "item": "A", "lot": lot, "qty": qty}));
    }

    fn costs(&self) -> Vec<String> {
        let known = |it: &Shipment| self.store().read(|view| cost_of(view, it)).unwrap().to_string();
        self.all::<Shipment>().iter().map(known).collect()
    }

    /// What each lot is worth, by the report.
    fn lots(&self) -> Vec<String> {
        let rows = self
            .store()
            .read(|view| valuation::rows(view, &Scope::default(), valuation::By::Lot, None))
            .unwrap();
        let rows = rows.iter().filter(|row| row.kind == RowKind::Row);
        let lot = |lot: &Option<LotCode>| lot.as_ref().map_or("-".to_owned(), ToString::to_string);
        rows.map(|row| format!("{} {} {}", lot(&row.lot), row.qty.unwrap(), row.value))
            .collect()
    }

    /// Proves the audit, and that each lot is as large by its layers as on the shelf.
    #[track_caller]
    fn is_right(&self, title: &str) {
        self.holds(title);
        for (lot, (shelf, layers)) in self.store().read(lots_apart::all).unwrap() {
            assert_eq!(shelf, layers, "{title}: {lot:?}");
        }
    }
}

fn policy(key: &str, value: &str) -> Value {
    json!({"op": "define", "master": {"record": "policy", "key": key, "value": value}})
}

#[test]
fn the_lot_that_leaves_is_worth_what_was_paid_for_it_where_lots_are_told_apart() {
    let mut company = Company::new(&[]);
    company.ship("s", "03", "L2", "2");
    assert_eq!(
        company.costs(),
        ["20.00"],
        "the oldest of the item, unless lots are told apart"
    );
    let mut company = Company::by_lot();
    company.ship("s", "03", "L2", "2");
    assert_eq!(company.costs(), ["40.00"]);
    assert_eq!(company.lots(), ["L1 10 100.00", "L2 8 160.00"]);
    company.receive("r3", "04", "L1", "5", "12.00");
    company.ship("s2", "05", "L1", "11");
    assert_eq!(
        company.costs(),
        ["40.00", "112.00"],
        "the oldest layer of the lot ahead"
    );
    assert_eq!(company.lots(), ["L1 4 48.00", "L2 8 160.00"]);
    company.is_right("shipped");
    company.ok(&json!({"op": "reverse", "of": "s"}));
    assert_eq!(company.lots(), ["L1 4 48.00", "L2 10 200.00"]);
    company.is_right("taken back");
}

#[test]
fn a_lot_keeps_its_layers_wherever_it_goes() {
    let mut company = Company::by_lot();
    company.ok(
        &json!({"id": "t", "op": "transfer_out", "item": "A", "lot": "L2", "qty": "4", "from_site": "MAIN",
        "to_site": "SHOP"}),
    );
    company.ok(&json!({"op": "transfer_in", "of": "t", "qty": "4"}));
    company.ok(&json!({"id": "s", "op": "ship", "item": "A", "lot": "L2", "qty": "2", "site": "SHOP"}));
    company.ok(&json!({"op": "customer_return", "of": "s", "qty": "1", "disposition": "restock"}));
    company.ok(&json!({"op": "build", "item": "FG", "qty": "1", "components": [{"item": "A", "lot": "L2", "qty": "2"}]}));
    let before = company.entries();
    company.ok(&json!({"op": "count", "item": "A", "lot": "L2", "counted": "3"}));
    assert_eq!(company.sums(before), "1300 -20.00, 5200 20.00");
    let before = company.entries();
    company.ok(&json!({"op": "count", "item": "A", "lot": "L1", "counted": "12"}));
    assert_eq!(
        company.sums(before),
        "1300 20.00, 5200 -20.00",
        "found at what the lot is worth"
    );
    company.ok(&json!({"op": "adjust", "item": "A", "lot": "L2", "qty": "-1"}));
    company.ok(&json!({"op": "supplier_return", "of": "r2", "qty": "1"}));
    assert_eq!(company.lots(), ["L1 12 120.00", "L2 4 80.00", "- 1 40.00"]);
    company.is_right("moved");
    let before = company.entries();
    company
        .ok(&json!({"id": "f", "op": "landed_cost", "of": ["r2"], "amount": "10.00", "basis": "quantity"}));
    assert_eq!(
        company.sums(before),
        "1300 6.00, 2150 -10.00, 5000 1.00, 5100 1.00, 5200 1.00, 5300 1.00"
    );
    assert_eq!(company.lots(), ["L1 12 120.00", "L2 4 84.00", "- 1 42.00"]);
    company.is_right("freight");
}

#[test]
fn one_lot_is_found_as_another_at_what_that_is_worth() {
    let mut company = Company::by_lot();
    let before = company.entries();
    company.ok(&json!({"op": "adjust", "item": "A", "lot": "L2", "qty": "-3"}));
    company.ok(&json!({"op": "adjust", "item": "A", "lot": "L1", "qty": "3"}));
    assert_eq!(company.sums(before), "1300 -30.00, 5300 30.00");
    assert_eq!(company.lots(), ["L1 13 130.00", "L2 7 140.00"]);
    let before = company.entries();
    company.ok(&json!({"op": "adjust", "item": "A", "lot": "L3", "qty": "2"}));
    assert_eq!(
        company.sums(before),
        "1300 27.00, 5300 -27.00",
        "of a new lot, what the item is worth"
    );
    company.is_right("found");
}

#[test]
fn the_queue_of_each_lot_goes_by_days_by_itself() {
    let mut company = Company::new(&[("fifo_scope", "lot"), ("fifo_backdating", "replay")]);
    company.receive("r3", "03", "L1", "5", "30.00");
    company.ship("s1", "05", "L1", "12");
    company.ship("s2", "06", "L2", "5");
    assert_eq!(company.costs(), ["160.00", "100.00"]);
    let before = company.entries();
    company.ok(
        &json!({"id": "late", "op": "receive", "date": "2026-02-28", "item": "A", "lot": "L1", "qty": "2",
        "cost": "4.00"}),
    );
    assert_eq!(company.sums(before), "1300 60.00, 2100 -8.00, 5000 -52.00");
    assert_eq!(company.costs(), ["108.00", "100.00"]);
    assert_eq!(company.lots(), ["L1 5 150.00", "L2 5 100.00"]);
    company.is_right("late");
    company.ok(&json!({"op": "reverse", "of": "late"}));
    assert_eq!(
        (company.sums(before), company.costs()),
        (String::new(), vec!["160.00".to_owned(), "100.00".to_owned()])
    );
    company.is_right("taken back");
}

#[test]
fn lots_are_told_apart_only_where_each_has_its_own_layers() {
    let mut company = Company::new(&[]);
    company.ok(&policy("fifo_scope", "lot"));
    company.ok(&policy("fifo_scope", "item"));
    company.ship("s", "03", "L2", "2");
    assert_eq!(company.no(&policy("fifo_scope", "lot")), "UNFIT");
    company.ship("s1", "04", "L1", "10");
    company.ship("s2", "04", "L2", "8");
    assert!(company.all::<Layer>().is_empty());
    company.ok(&policy("fifo_scope", "lot"));
    assert_eq!(
        company.no(&json!({"op": "reverse", "of": "s"})),
        "NOT_REVERSIBLE",
        "it left a layer of L1"
    );
    company.ok(&json!({"op": "customer_return", "of": "s", "qty": "2", "disposition": "restock"}));
    assert_eq!(company.lots(), ["L2 2 20.00"]);
    company.is_right("afterwards");
}
