//! Services whose cost is tracked: billed to an accrual, released from it as they are sold.

mod credited;
mod settled;
mod taken_back;

use super::books::{Books, keeps_books};
use binledger::domain::service::{ServicePool, ServiceShort};
use binledger::operations::reports::{RowKind, Scope, margin, service_accrual};
use serde_json::{Value, json};

/// A company of two sites in books of their own that sells hours, whose cost group 2 tracks, and wraps gifts, whose cost
/// goes to purchases.
pub struct Firm {
    books: Books,
}

keeps_books!(Firm);

/// Group 2, with some of its fields as said.
pub fn group(said: &Value) -> Value {
    let mut group = json!({"record": "group", "number": 2, "name": "Services", "sales": "4000", "inventory": "1300",
        "cost_of_sales": "5000", "count_variance": "5200", "adjustment": "5300", "purchase_variance": "5100",
        "sales_tax": null, "purchase_tax": null, "method": "average", "service_cost": "tracked"});
    let said = said.as_object().unwrap().clone();
    group.as_object_mut().unwrap().extend(said);
    group
}

/// A service of a group, with a standard cost or none.
pub fn service(item: &str, group: i64, standard: Option<&str>) -> Value {
    json!({"record": "item", "item": item, "name": item, "group_number": group, "method": "average",
        "standard_cost": standard, "tracking": "none", "uom": "EA", "price": null, "min_life_days": null,
        "abc": "C", "weight": null, "service": true, "supplier_code": null})
}

/// A bill for so many of a service.
pub fn bill(qty: &str, amount: &str) -> Value {
    json!({"op": "invoice", "item": "HOUR", "qty": qty, "amount": amount})
}

/// A sale of so many of a service at 20.00.
pub fn sale(qty: &str) -> Value {
    json!({"op": "ship", "item": "HOUR", "qty": qty, "price": "20"})
}

impl Firm {
    pub fn new() -> Self {
        Self::with(&[])
    }

    pub fn with(policies: &[(&str, &str)]) -> Self {
        let books = Books::new("2026-03-02", policies);
        let mut firm = Self { books };
        firm.define(&json!({"record": "entity", "entity": "RETAIL", "name": "Retail"}));
        firm.define(&json!({"record": "site", "site": "SHOP", "name": "Shop", "entity": "RETAIL"}));
        firm.define(&group(&json!({})));
        firm.define(&service("HOUR", 2, None));
        firm.define(&service("WRAP", 1, None));
        firm
    }

    pub fn define(&mut self, master: &Value) {
        self.ok(&json!({"op": "define", "master": master}));
    }

    /// Posts a document; returns its id, what it posted sorted by accounts, and what the accruals hold behind it.
    #[track_caller]
    pub fn told(&mut self, document: &Value) -> (String, String) {
        let entries = self.entries();
        let id = self.ok(document);
        let told = format!("{} | {}", self.sums(entries), self.held());
        (id, told)
    }

    /// Posts documents; what each posted and left.
    #[track_caller]
    pub fn each(&mut self, documents: &[(Value, &str)]) {
        for (document, expected) in documents {
            assert_eq!(self.told(document).1, *expected, "{document}");
        }
    }

    /// What the accruals hold, pool by pool, and what sales wait for: `HOUR 6 30.00, HOUR@SHOP -1 -5.00 (7: 1 5.00)`.
    pub fn held(&self) -> String {
        let shorts = self.all::<ServiceShort>();
        let told = |pool: ServicePool| {
            let at = match pool.site.as_str() {
                "MAIN" => String::new(),
                site => format!("@{site}"),
            };
            let own = shorts
                .iter()
                .filter(|it| (&it.item, &it.site) == (&pool.item, &pool.site));
            let own: Vec<String> = own
                .map(|it| format!(" ({}: {} {})", it.movement, it.qty, it.value))
                .collect();
            let own = own.concat();
            format!("{}{at} {} {}{own}", pool.item, pool.qty, pool.value)
        };
        let pools = self.all::<ServicePool>().into_iter();
        let held: Vec<String> = pools.filter(|pool| !pool.is_empty()).map(told).collect();
        held.join(", ")
    }
}

#[test]
fn a_bill_goes_to_the_accrual_and_a_sale_releases_it_at_the_moving_average() {
    let mut firm = Firm::new();
    firm.each(&[
        (bill("10", "50"), "1330 50.00, 2000 -50.00 | HOUR 10 50.00"),
        (
            sale("4"),
            "1100 80.00, 1330 -20.00, 4000 -80.00, 5000 20.00 | HOUR 6 30.00",
        ),
        (bill("2", "34"), "1330 34.00, 2000 -34.00 | HOUR 8 64.00"),
        (sale("8"), "1100 160.00, 1330 -64.00, 4000 -160.00, 5000 64.00 | "),
        (bill("3", "10"), "1330 10.00, 2000 -10.00 | HOUR 3 10.00"),
        (
            sale("1"),
            "1100 20.00, 1330 -3.33, 4000 -20.00, 5000 3.33 | HOUR 2 6.67",
        ),
        (
            sale("1"),
            "1100 20.00, 1330 -3.34, 4000 -20.00, 5000 3.34 | HOUR 1 3.33",
        ),
        (sale("1"), "1100 20.00, 1330 -3.33, 4000 -20.00, 5000 3.33 | "),
        (
            json!({"op": "invoice", "item": "WRAP", "amount": "7"}),
            "2000 -7.00, 5600 7.00 | ",
        ),
        (
            json!({"op": "ship", "item": "WRAP", "qty": "1", "price": "2"}),
            "1100 2.00, 4000 -2.00 | ",
        ),
    ]);
    let without = json!({"op": "invoice", "item": "HOUR", "amount": "5"});
    assert_eq!(firm.no(&without), "WRONG_WORD", "how many are they?");
    firm.holds("billed and sold");
}

#[test]
fn what_is_sold_ahead_costs_what_was_billed_last_and_its_bill_posts_the_difference_at_once() {
    let mut firm = Firm::new();
    firm.each(&[
        (bill("2", "10"), "1330 10.00, 2000 -10.00 | HOUR 2 10.00"),
        (
            sale("5"),
            "1100 100.00, 1330 -25.00, 4000 -100.00, 5000 25.00 | HOUR -3 -15.00 (2: 3 15.00)",
        ),
        (
            sale("2"),
            "1100 40.00, 1330 -10.00, 4000 -40.00, 5000 10.00 | HOUR -5 -25.00 (2: 3 15.00) (3: 2 10.00)",
        ),
        (
            bill("4", "28"),
            "1330 20.00, 2000 -28.00, 5000 8.00 | HOUR -1 -5.00 (3: 1 5.00)",
        ),
        (
            bill("3", "12"),
            "1330 13.00, 2000 -12.00, 5000 -1.00 | HOUR 2 8.00",
        ),
    ]);
    firm.holds("covered");
    let sales: Vec<String> = firm
        .store()
        .read(|view| margin::rows(view, &Scope::default(), margin::By::Order))
        .unwrap()
        .iter()
        .map(|row| format!("{} {} {}", row.sales, row.cost, row.late_cost))
        .collect();
    assert_eq!(sales, ["140.00 42.00 7.00", "140.00 42.00 7.00"]);
}

#[test]
fn the_first_sale_ahead_costs_the_standard_or_nothing() {
    let mut firm = Firm::new();
    firm.define(&service("CHECK", 2, Some("4.50")));
    let check = json!({"op": "ship", "item": "CHECK", "qty": "2", "price": "20"});
    firm.each(&[
        (
            check,
            "1100 40.00, 1330 -9.00, 4000 -40.00, 5000 9.00 | CHECK -2 -9.00 (1: 2 9.00)",
        ),
        (
            sale("1"),
            "1100 20.00, 4000 -20.00 | CHECK -2 -9.00 (1: 2 9.00), HOUR -1 0.00 (2: 1 0.00)",
        ),
        (
            bill("1", "6"),
            "2000 -6.00, 5000 6.00 | CHECK -2 -9.00 (1: 2 9.00)",
        ),
        (
            json!({"op": "invoice", "item": "CHECK", "qty": "2", "amount": "8", "date": "2026-03-01"}),
            "1330 9.00, 2000 -8.00, 5000 -1.00 | ",
        ),
    ]);
    firm.holds("a bill of an earlier day covers it too");
}

#[test]
fn sites_have_pools_of_their_own() {
    let mut firm = Firm::new();
    let there = |mut document: Value| {
        document["site"] = json!("SHOP");
        document
    };
    firm.each(&[
        (bill("4", "20"), "1330 20.00, 2000 -20.00 | HOUR 4 20.00"),
        (
            there(sale("1")),
            "1100 20.00, 4000 -20.00 | HOUR 4 20.00, HOUR@SHOP -1 0.00 (2: 1 0.00)",
        ),
        (
            there(bill("2", "14")),
            "1330 7.00, 2000 -14.00, 5000 7.00 | HOUR 4 20.00, HOUR@SHOP 1 7.00",
        ),
    ]);
    firm.holds("two sites");
    let told = |scope: &Scope| -> Vec<String> {
        let rows = firm
            .store()
            .read(|view| service_accrual::rows(view, scope))
            .unwrap();
        let told = |row: &service_accrual::Row| {
            let site = row.site.as_ref().map(ToString::to_string).unwrap_or_default();
            format!(
                "{} {site} {} {} {}",
                row.kind, row.value, row.provisional, row.balance
            )
        };
        rows.iter().map(told).collect()
    };
    assert_eq!(
        told(&Scope::default()),
        [
            "row MAIN 20.00 0.00 20.00",
            "row SHOP 7.00 0.00 7.00",
            "total  27.00 0.00 27.00",
            "sum  27.00 0.00 27.00"
        ]
    );
    let shop = Scope {
        site: Some("SHOP".into()),
        ..Scope::default()
    };
    assert_eq!(told(&shop).len(), 3);
    let sum = service_accrual::rows;
    let rows = firm.store().read(|view| sum(view, &shop)).unwrap();
    assert_eq!(rows.last().unwrap().kind, RowKind::Sum);
}

#[test]
fn a_bill_in_another_currency_counts_at_its_rate_and_its_tax_beside_it() {
    let mut firm = Firm::new();
    let euros = json!({"op": "invoice", "item": "HOUR", "qty": "10", "amount": "100", "tax": "19", "currency": "EUR",
        "rate": "1.10"});
    firm.each(&[
        (euros, "1330 110.00, 1400 20.90, 2000 -130.90 | HOUR 10 110.00"),
        (
            sale("5"),
            "1100 100.00, 1330 -55.00, 4000 -100.00, 5000 55.00 | HOUR 5 55.00",
        ),
    ]);
    firm.holds("euros");
}

#[test]
fn what_is_billed_later_waits_with_its_cost() {
    let mut firm = Firm::with(&[("revenue_on", "invoice")]);
    firm.ok(&bill("4", "20"));
    let (sold, told) = firm.told(&sale("3"));
    assert_eq!(told, "1330 -15.00, 2300 15.00 | HOUR 1 5.00");
    let back = json!({"op": "customer_return", "of": sold, "qty": "1", "disposition": "restock"});
    assert_eq!(firm.told(&back).1, "1330 5.00, 2300 -5.00 | HOUR 2 10.00");
    let billed = json!({"op": "sales_invoice", "of": sold});
    assert_eq!(
        firm.told(&billed).1,
        "1100 40.00, 2300 -10.00, 4000 -40.00, 5000 10.00 | HOUR 2 10.00"
    );
    firm.holds("billed later");
}

#[test]
fn dimensions_of_a_sale_are_on_its_cost_and_on_what_covers_it() {
    let mut firm = Firm::new();
    firm.define(
        &json!({"record": "dimension", "dimension": "project", "name": "Project", "free": true,
        "required_for": ""}),
    );
    let mut sold = sale("1");
    sold["dimensions"] = json!({"project": "P1"});
    let mut billed = bill("1", "6");
    billed["dimensions"] = json!({"project": "P2"});
    firm.ok(&sold);
    let before = firm.entries();
    firm.ok(&billed);
    let lines = firm.all::<binledger::domain::entry::EntryLine>();
    let told: Vec<String> = lines
        .iter()
        .filter(|line| i64::try_from(before).unwrap() < line.entry)
        .map(|line| format!("{} {} {}", line.account, line.amount, line.dimensions))
        .collect();
    assert_eq!(
        told,
        [
            "1330 6.00 project=P2",
            "2000 -6.00 project=P2",
            "5000 6.00 project=P1",
            "1330 -6.00 project=P1"
        ]
    );
}

#[test]
fn the_last_parcel_of_an_order_releases_what_its_services_cost() {
    let mut firm = Firm::new();
    firm.define(
        &json!({"record": "party", "kind": "customer", "party": "C-1", "name": "C", "min_life_days": null}),
    );
    firm.ok(&json!({"op": "item", "item": "A", "method": "average"}));
    firm.ok(&json!({"op": "receive", "item": "A", "qty": "2", "cost": "3"}));
    firm.ok(&bill("4", "20"));
    let line = |line: i64, item: &str, qty: &str| {
        json!({"kind": "sales", "order_no": "SO-1", "line": line, "item": item, "qty": qty, "price": "9.00",
            "price_per": "1", "lot": null, "done": "0", "allocated": "0", "picked": "0", "packed": "0", "short": "0"})
    };
    firm.ok(
        &json!({"op": "place_order", "order": {"kind": "sales", "order_no": "SO-1", "party": "C-1",
        "site": "MAIN", "due": "2026-03-03", "priority": 1, "state": "open", "channel": "web"},
        "lines": [line(1, "A", "2"), line(2, "HOUR", "3")]}),
    );
    for work in [
        json!({"op": "allocate", "order": "SO-1"}),
        json!({"op": "pick", "order": "SO-1", "tote": "TOTE-1"}),
        json!({"op": "pack", "tote": "TOTE-1", "parcel": "SO-1-P1"}),
        json!({"op": "close_parcel", "parcel": "SO-1-P1"}),
    ] {
        firm.ok(&work);
    }
    let (shipped, told) = firm.told(&json!({"op": "ship", "parcel": "SO-1-P1"}));
    assert_eq!(
        told,
        "1100 45.00, 1300 -6.00, 1330 -15.00, 4000 -45.00, 5000 21.00 | HOUR 1 5.00"
    );
    let before = firm.entries();
    firm.ok(&json!({"op": "reverse", "of": shipped}));
    assert_eq!(firm.held(), "HOUR 4 20.00");
    assert_eq!(
        firm.sums(before),
        "1100 -45.00, 1300 6.00, 1330 15.00, 4000 45.00, 5000 -21.00"
    );
    firm.holds("an order with a service");
}
