//! Goods between legal entities: sold when they leave, at a transfer price, with the books of both sides.

mod refused;

use super::books::{Books, keeps_books};
use binledger::domain::amount::Total;
use binledger::domain::code::{EntityCode, SiteCode};
use binledger::domain::entry::Entry;
use binledger::operations::entities::Sites;
use binledger::operations::pending::{Cover, trial_balance};
use binledger::operations::reports::Scope;
use binledger::operations::reports::eliminations::{Row, rows};
use serde_json::{Value, json};

/// A maker with its factory, a retailer with a shop and a branch, and the company itself with its main site. The maker
/// asks 3.00 for apples and 110 % of the cost for everything else.
struct Group {
    books: Books,
}

keeps_books!(Group);

fn define(books: &mut Books, mut record: Value, kind: &str) {
    record["record"] = json!(kind);
    books.ok(&json!({"op": "define", "master": record, "date": "2026-02-01"}));
}

impl Group {
    fn new(method: &str) -> Self {
        let mut books = Books::new("2026-03-02", &[("invoice_variance", "capitalise")]);
        for entity in ["MAKER", "RETAIL"] {
            define(&mut books, json!({"entity": entity, "name": entity}), "entity");
        }
        for (site, entity) in [("FAB", "MAKER"), ("SHOP", "RETAIL"), ("BRANCH", "RETAIL")] {
            define(
                &mut books,
                json!({"site": site, "name": site, "entity": entity}),
                "site",
            );
            let bin = json!({"location": format!("{site}-1"), "site": site, "zone": "", "purpose": "storage",
                "sequence": 1});
            define(&mut books, bin, "location");
        }
        for item in ["APPLE", "FIG", "CAKE"] {
            books.ok(&json!({"op": "item", "item": item, "method": method, "standard_cost": "2"}));
        }
        for (item, price, ppm) in [("APPLE", Some("3.00"), None), ("", None, Some(1_100_000))] {
            let asked = json!({"seller": "MAKER", "buyer": "RETAIL", "item": item, "since": "2026-01-01",
                "price": price, "rate_ppm": ppm});
            define(&mut books, asked, "transfer_price");
        }
        Self { books }
    }

    /// The maker buys.
    fn make(&mut self, id: &str, item: &str, qty: &str, cost: &str) {
        self.ok(
            &json!({"id": id, "op": "receive", "item": item, "qty": qty, "cost": cost, "site": "FAB",
            "date": "2026-03-02"}),
        );
    }

    fn send(&mut self, id: &str, item: &str, qty: &str) {
        self.ok(&sent(id, item, qty));
    }

    fn arrive(&mut self, id: &str, of: &str, qty: &str) {
        self.ok(&json!({"id": id, "op": "transfer_in", "of": of, "qty": qty, "date": "2026-03-04"}));
    }

    fn ship(&mut self, id: &str, item: &str, qty: &str, site: &str) {
        self.ok(
            &json!({"id": id, "op": "ship", "item": item, "qty": qty, "price": "5.00", "site": site,
            "date": "2026-03-05"}),
        );
    }

    /// Account by account what one legal entity has, the zeros left out.
    fn of(&self, entity: &str) -> String {
        let balance = |view: &dyn binledger::operations::view::View| {
            let sites = Sites::of(view, Some(&EntityCode::from(entity)))?;
            let cover = Cover {
                sites,
                ..Cover::default()
            };
            trial_balance(view, &cover)
        };
        let balance = self.store().read(balance).unwrap();
        let own: Vec<(String, Total)> = balance
            .rows()
            .map(|(account, debit, credit)| (account.to_string(), debit - credit))
            .collect();
        let sum: Total = own.iter().map(|(_, amount)| *amount).sum();
        assert_eq!(sum, Total::ZERO, "the books of {entity} balance");
        let told = own.iter().filter(|(_, amount)| !amount.is_zero());
        told.map(|(account, amount)| format!("{account} {amount}"))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// What is eliminated: sales, cost, profit, what of it is unrealised, and what is owed.
    fn eliminated(&self) -> Vec<String> {
        let found = self.store().read(|view| rows(view, &Scope::default())).unwrap();
        let told = |it: &Row| {
            let pair = it.seller.as_ref().zip(it.buyer.as_ref());
            let pair = pair.map_or("all".to_owned(), |(seller, buyer)| format!("{seller} to {buyer}"));
            format!(
                "{pair}: {} - {} = {}, {} unrealised, {} owed",
                it.sales, it.cost, it.profit, it.unrealised, it.owed
            )
        };
        found.iter().map(told).collect()
    }
}

fn sent(id: &str, item: &str, qty: &str) -> Value {
    json!({"id": id, "op": "transfer_out", "item": item, "qty": qty, "from_site": "FAB", "to_site": "SHOP",
        "date": "2026-03-03"})
}

#[test]
fn what_goes_to_another_legal_entity_is_sold_to_it_when_it_leaves() {
    for method in ["fifo", "average"] {
        let mut group = Group::new(method);
        group.make("r", "APPLE", "100", "1.70");
        let freight = json!("5.00");
        let mut out = sent("t", "APPLE", "40");
        out["freight"] = freight;
        group.ok(&out);
        let maker = "1150 120.00, 1300 102.00, 2100 -170.00, 2150 -5.00, 4900 -120.00, 5900 73.00";
        assert_eq!(group.of("MAKER"), maker);
        assert_eq!(group.of("RETAIL"), "1310 120.00, 2050 -120.00");
        group.arrive("a", "t", "30");
        assert_eq!(group.of("RETAIL"), "1300 90.00, 1310 30.00, 2050 -120.00");
        group.ship("s", "APPLE", "10", "SHOP");
        let sold = "1100 50.00, 1300 60.00, 1310 30.00, 2050 -120.00, 4000 -50.00, 5000 30.00";
        assert_eq!(group.of("RETAIL"), sold, "the shop sells at what it paid");
        group.ok(&json!({"op": "transfer_close", "of": "t", "reason": "broken", "date": "2026-03-06"}));
        let lost = "1100 50.00, 1300 60.00, 2050 -120.00, 4000 -50.00, 5000 30.00, 5300 30.00";
        assert_eq!(group.of("RETAIL"), lost, "what is lost was the buyer's");
        assert_eq!(group.of("MAKER"), maker);
        group.holds(method);
    }
}

#[test]
fn at_standard_cost_each_side_has_its_difference() {
    let mut group = Group::new("standard");
    group.make("r", "APPLE", "10", "1.70");
    group.send("t", "APPLE", "10");
    group.arrive("a", "t", "10");
    assert_eq!(
        group.of("MAKER"),
        "1150 30.00, 2100 -17.00, 4900 -30.00, 5100 -3.00, 5900 20.00"
    );
    assert_eq!(group.of("RETAIL"), "1300 20.00, 2050 -30.00, 5100 10.00");
    group.holds("standard");
}

#[test]
fn the_price_is_that_of_the_document_else_of_the_item_else_a_rate_of_the_cost() {
    let mut group = Group::new("fifo");
    let newer = json!({"seller": "MAKER", "buyer": "RETAIL", "item": "APPLE", "since": "2026-03-10",
        "price": "4.00", "rate_ppm": null});
    define(&mut group.books, newer, "transfer_price");
    group.make("r1", "APPLE", "30", "1.00");
    group.make("r2", "FIG", "10", "0.33");
    let before = group.entries();
    let mut named = sent("t1", "APPLE", "10");
    named["price"] = json!("2.50");
    group.ok(&named);
    assert_eq!(
        group.sums(before),
        "1150 25.00, 1300 -10.00, 1310 25.00, 2050 -25.00, 4900 -25.00, 5900 10.00"
    );
    let mut later = sent("t2", "APPLE", "10");
    later["date"] = json!("2026-03-10");
    let before = group.entries();
    group.ok(&later);
    assert_eq!(
        group.sums(before),
        "1150 40.00, 1300 -10.00, 1310 40.00, 2050 -40.00, 4900 -40.00, 5900 10.00"
    );
    let before = group.entries();
    group.send("t3", "FIG", "5");
    assert_eq!(
        group.sums(before),
        "1150 1.82, 1300 -1.65, 1310 1.82, 2050 -1.82, 4900 -1.82, 5900 1.65"
    );
    group.holds("prices");
}

#[test]
fn late_cost_of_what_was_sold_is_the_sellers_and_goes_no_further() {
    for method in ["fifo", "average"] {
        let mut group = Group::new(method);
        group.make("r", "APPLE", "100", "1.70");
        group.send("t", "APPLE", "60");
        group.arrive("a", "t", "60");
        let (before, retail) = (group.entries(), group.of("RETAIL"));
        group.ok(
            &json!({"op": "landed_cost", "of": ["r"], "amount": "30.00", "basis": "quantity",
            "date": "2026-03-06"}),
        );
        assert_eq!(
            group.sums(before),
            "1300 12.00, 2150 -30.00, 5900 18.00",
            "{method}"
        );
        assert_eq!(group.of("RETAIL"), retail);
        let back = json!({"op": "reverse", "of": "t", "date": "2026-03-07"});
        assert_eq!(group.no(&back), "NOT_REVERSIBLE", "goods arrived");
        group.holds(method);
    }
}

#[test]
fn a_receipt_entered_late_changes_what_the_seller_sold_and_not_what_was_bought() {
    let mut group = Group::new("average");
    group.make("r1", "APPLE", "10", "1.00");
    group.send("t", "APPLE", "5");
    group.arrive("a", "t", "5");
    let (before, retail) = (group.entries(), group.of("RETAIL"));
    group.ok(
        &json!({"op": "receive", "item": "APPLE", "qty": "10", "cost": "3.00", "site": "FAB",
        "date": "2026-03-01"}),
    );
    assert_eq!(group.sums(before), "1300 25.00, 2100 -30.00, 5900 5.00");
    assert_eq!(group.of("RETAIL"), retail);
    group.holds("late");
}

#[test]
fn a_sale_that_is_taken_back_leaves_nothing_on_either_side() {
    for method in ["fifo", "average", "standard"] {
        let mut group = Group::new(method);
        group.make("r", "APPLE", "10", "1.70");
        group.ok(&json!({"op": "landed_cost", "of": ["r"], "amount": "1.00", "basis": "quantity"}));
        let (maker, retail) = (group.of("MAKER"), group.of("RETAIL"));
        group.send("t", "APPLE", "7");
        group.arrive("a", "t", "7");
        for of in ["a", "t"] {
            group.ok(&json!({"op": "reverse", "of": of, "date": "2026-03-08"}));
        }
        assert_eq!(
            (group.of("MAKER"), group.of("RETAIL")),
            (maker, retail),
            "{method}"
        );
        let nothing = ["MAKER to RETAIL: 0.00 - 0.00 = 0.00, 0.00 unrealised, 0.00 owed"];
        assert_eq!(group.eliminated()[..1], nothing);
        group.holds(method);
    }
}

#[test]
fn what_one_earned_on_the_other_is_unrealised_while_the_group_has_the_goods() {
    for method in ["fifo", "average"] {
        let mut group = Group::new(method);
        group.make("r", "APPLE", "100", "1.00");
        group.send("t", "APPLE", "50");
        group.arrive("a", "t", "40");
        let all = "MAKER to RETAIL: 150.00 - 50.00 = 100.00, 100.00 unrealised, 150.00 owed";
        assert_eq!(group.eliminated()[0], all, "{method}: ten are on their way");
        group.ok(
            &json!({"op": "transfer_out", "item": "APPLE", "qty": "20", "from_site": "SHOP",
            "to_site": "BRANCH", "date": "2026-03-05", "id": "on"}),
        );
        group.ok(&json!({"op": "transfer_in", "of": "on", "qty": "15", "date": "2026-03-05"}));
        group.ok(
            &json!({"op": "build", "item": "CAKE", "qty": "2", "at": "BRANCH-1", "date": "2026-03-06",
            "components": [{"item": "APPLE", "qty": "5"}]}),
        );
        assert_eq!(
            group.eliminated()[0],
            all,
            "{method}: at the branch, on the way there, in cakes"
        );
        group.ship("s1", "APPLE", "5", "SHOP");
        group.ship("s2", "CAKE", "1", "BRANCH");
        let left = "MAKER to RETAIL: 150.00 - 50.00 = 100.00, 80.00 unrealised, 150.00 owed";
        assert_eq!(
            group.eliminated()[0],
            left,
            "{method}: ten apples were sold, five of them in a cake"
        );
        group.ok(
            &json!({"op": "transfer_out", "item": "APPLE", "qty": "5", "from_site": "SHOP",
            "to_site": "MAIN", "price": "6.00", "date": "2026-03-07", "id": "up"}),
        );
        let [first, second, ..] = &group.eliminated()[..] else {
            panic!("two pairs")
        };
        assert_eq!(*first, left, "{method}: the company itself has them now");
        let other = "RETAIL to the company itself: 30.00 - 15.00 = 15.00, 15.00 unrealised, 30.00 owed";
        assert_eq!(second, other);
        group.ok(
            &json!({"op": "landed_cost", "of": ["r"], "amount": "10.00", "basis": "quantity",
            "date": "2026-03-08"}),
        );
        let dearer = "MAKER to RETAIL: 150.00 - 55.00 = 95.00, 76.00 unrealised, 150.00 owed";
        assert_eq!(
            group.eliminated()[0],
            dearer,
            "{method}: freight makes it earn less"
        );
        group.holds(method);
    }
}

#[test]
fn each_legal_entity_closes_its_own_books() {
    let mut group = Group::new("fifo");
    group.make("r", "APPLE", "100", "1.00");
    group.send("t", "APPLE", "50");
    let close = |entity: Value| {
        json!({"op": "close_period", "period": "2026-03", "entity": entity,
        "date": "2026-04-02"})
    };
    assert_eq!(
        group.no(&close(json!("RETAIL"))),
        "UNSEALED",
        "the shop bought on the third"
    );
    group.ok(&json!({"op": "seal", "day": "2026-03-03", "at": "SHOP", "date": "2026-04-01"}));
    group.ok(&close(json!("RETAIL")));
    assert_eq!(group.no(&close(json!("RETAIL"))), "PERIOD_CLOSED");
    assert_eq!(group.no(&close(json!("NOBODY"))), "UNKNOWN_ENTITY");
    group.send("t2", "APPLE", "10");
    let posted: Vec<(SiteCode, String)> = group
        .all::<Entry>()
        .into_iter()
        .rev()
        .take(2)
        .map(|entry| (entry.site, entry.posting.to_string()))
        .collect();
    let (open, closed) = ("2026-03-03".to_owned(), "2026-04-01".to_owned());
    assert_eq!(posted, [("SHOP".into(), closed), ("FAB".into(), open)]);
    assert_eq!(
        group.no(&close(Value::Null)),
        "UNSEALED",
        "all close only when every day of all is sealed"
    );
    group.holds("closed");
}
