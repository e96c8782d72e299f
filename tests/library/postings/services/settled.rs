//! The choice of a group, its accounts, and what stands on them.

use super::{Firm, bill, group, sale, service};
use serde_json::{Value, json};

fn define(master: &Value) -> Value {
    json!({"op": "define", "master": master})
}

#[test]
fn a_group_changes_its_choice_only_while_nothing_stands_on_its_accrual() {
    let mut firm = Firm::new();
    let plain = group(&json!({"service_cost": "purchases"}));
    firm.ok(&bill("2", "10"));
    assert_eq!(firm.no(&define(&plain)), "SERVICE_COST_OPEN");
    assert_eq!(firm.no(&define(&service("HOUR", 1, None))), "SERVICE_COST_OPEN");
    let (sold, _) = firm.told(&sale("3"));
    assert_eq!(firm.no(&define(&plain)), "SERVICE_COST_OPEN", "one is not billed");
    let (last, _) = firm.told(&bill("1", "6"));
    firm.define(&plain);
    firm.each(&[
        (bill("1", "7"), "2000 -7.00, 5600 7.00 | "),
        (sale("1"), "1100 20.00, 4000 -20.00 | "),
        (
            json!({"op": "customer_return", "of": sold, "qty": "1", "disposition": "restock"}),
            "1100 -20.00, 4000 20.00, 5000 -5.33, 5600 5.33 | ",
        ),
    ]);
    assert_eq!(firm.no(&json!({"op": "reverse", "of": last})), "NOT_REVERSIBLE");
    firm.holds("purchases");
    firm.define(&group(&json!({})));
    firm.each(&[(bill("1", "7"), "1330 7.00, 2000 -7.00 | HOUR 1 7.00")]);
    firm.holds("tracked again");
}

#[test]
fn the_accrual_has_an_account_of_its_own_for_a_group_and_at_a_site() {
    let mut firm = Firm::new();
    for account in ["1331", "1332"] {
        firm.define(&json!({"record": "account", "account": account, "name": "Accrual", "kind": "asset"}));
    }
    let own = json!({"record": "group_accounts", "group_number": 2, "site": "SHOP", "sales": null,
        "inventory": null, "cost_of_sales": null, "count_variance": null, "adjustment": null,
        "purchase_variance": null, "purchases": null, "service_accrual": "1332"});
    firm.ok(&bill("2", "10"));
    firm.define(&group(&json!({"service_accrual": "1331"})));
    firm.define(&own);
    let mut there = bill("1", "4");
    there["site"] = json!("SHOP");
    firm.each(&[
        (there, "1332 4.00, 2000 -4.00 | HOUR 2 10.00, HOUR@SHOP 1 4.00"),
        (
            bill("2", "10"),
            "1330 10.00, 2000 -10.00 | HOUR 4 20.00, HOUR@SHOP 1 4.00",
        ),
        (
            sale("4"),
            "1100 80.00, 1330 -20.00, 4000 -80.00, 5000 20.00 | HOUR@SHOP 1 4.00",
        ),
        (
            bill("2", "10"),
            "1331 10.00, 2000 -10.00 | HOUR 2 10.00, HOUR@SHOP 1 4.00",
        ),
    ]);
    firm.holds("a pool that holds something keeps its account");
}

#[test]
fn nothing_else_posts_to_the_accrual() {
    let mut firm = Firm::new();
    for taken in ["1300", "5600", "2100", "4000"] {
        let asked = define(&group(&json!({"service_accrual": taken})));
        assert_eq!(firm.no(&asked), "UNFIT", "{taken}");
    }
    let policy = |key: &str, value: &str| define(&json!({"record": "policy", "key": key, "value": value}));
    assert_eq!(firm.no(&policy("account.service_accrual", "5600")), "UNFIT");
    assert_eq!(firm.no(&policy("account.purchases", "1330")), "UNFIT");
    let mut other = group(&json!({"number": 3, "purchases": "1330"}));
    assert_eq!(firm.no(&define(&other)), "UNFIT");
    other = group(&json!({"number": 3, "inventory": "1330", "service_cost": "purchases"}));
    assert_eq!(firm.no(&define(&other)), "UNFIT");
    let adjusted = json!({"op": "landed_cost", "of": ["x"], "amount": "1", "basis": "quantity"});
    assert_eq!(firm.no(&adjusted), "UNKNOWN_OPERATION");
    firm.define(&group(&json!({"service_cost": "purchases"})));
    firm.ok(&policy("account.service_accrual", "5600"));
    let tracked = define(&group(&json!({})));
    assert_eq!(firm.no(&tracked), "UNFIT", "purchases has that account");
}

#[test]
fn services_leave_the_ledger_with_stock_and_come_back_with_it() {
    let mut firm = Firm::new();
    firm.ok(&bill("4", "20"));
    let switch = |day: &str, mode: &str| json!({"op": "integration", "date": day, "mode": mode});
    let on = |mut document: Value, day: &str| {
        document["date"] = json!(day);
        document
    };
    firm.each(&[
        (
            switch("2026-04-01", "none"),
            "1330 -20.00, 5600 20.00 | HOUR 4 20.00",
        ),
        (
            on(sale("1"), "2026-04-02"),
            "1100 20.00, 4000 -20.00 | HOUR 3 15.00",
        ),
        (
            on(bill("2", "12"), "2026-04-03"),
            "2000 -12.00, 5600 12.00 | HOUR 5 27.00",
        ),
        (
            on(bill("1", "5"), "2026-03-20"),
            "2000 -5.00, 5600 5.00 | HOUR 6 32.00",
        ),
    ]);
    firm.holds("outside the ledger");
    firm.each(&[(
        switch("2026-05-01", "full"),
        "1330 32.00, 5600 -32.00 | HOUR 6 32.00",
    )]);
    firm.holds("in the ledger again");
}
