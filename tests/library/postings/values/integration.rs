//! Stock in the ledger, and not.

use super::company::Company;
use super::{Case, prove};
use binledger::domain::entry::Entry;

const OUT: &str = "receive 10 @ 10.00, ship 4 @ 20.00, on 2026-04-01, integration none, on 2026-04-07";

const CASES: &[Case] = &[
    (
        "stock and what waits for bills go to purchases",
        &[],
        "receive 10 @ 10.00, ship 4 @ 20.00, on 2026-04-01",
        "integration none",
        [
            ("1300 -60.00, 5600 60.00, 2100 100.00, 5600 -100.00", "6 60.00"),
            ("1300 -60.00, 5600 60.00, 2100 100.00, 5600 -100.00", "6 60.00"),
            ("1300 -63.00, 5600 63.00, 2100 100.00, 5600 -100.00", "6 63.00"),
        ],
    ),
    (
        "billed stock goes to purchases",
        &[],
        "receive 10 @ 10.00, invoice 100.00, on 2026-04-01",
        "integration none",
        [
            ("1300 -100.00, 5600 100.00", "10 100.00"),
            ("1300 -100.00, 5600 100.00", "10 100.00"),
            ("1300 -105.00, 5600 105.00", "10 105.00"),
        ],
    ),
    (
        "outside the ledger goods come, are lost and found unposted, and are valued as ever",
        &[],
        OUT,
        "receive 4 @ 12.00, adjust -1, count 10",
        [("", "10 108.89"), ("", "10 108.00"), ("", "10 105.00")],
    ),
    (
        "outside the ledger a sale posts its sales",
        &[],
        OUT,
        "ship 2 @ 20.00",
        [
            ("1100 40.00, 4000 -40.00", "4 40.00"),
            ("1100 40.00, 4000 -40.00", "4 40.00"),
            ("1100 40.00, 4000 -40.00", "4 42.00"),
        ],
    ),
    (
        "outside the ledger a return credits its sales, also of what left while stock was in it",
        &[],
        OUT,
        "return 1 restock, return 1 scrap",
        [
            ("4000 20.00, 1100 -20.00", "7 70.00"),
            ("4000 20.00, 1100 -20.00", "7 70.00"),
            ("4000 20.00, 1100 -20.00", "7 73.50"),
        ],
    ),
    (
        "outside the ledger a bill is a purchase, whenever its goods came",
        &[],
        OUT,
        "invoice 101.00, receive 4 @ 12.00, invoice 48.00",
        [
            ("5600 101.00, 2000 -101.00, 5600 48.00, 2000 -48.00", "10 108.00"),
            ("5600 101.00, 2000 -101.00, 5600 48.00, 2000 -48.00", "10 108.00"),
            ("5600 101.00, 2000 -101.00, 5600 48.00, 2000 -48.00", "10 105.00"),
        ],
    ),
    (
        "stock comes back into the ledger with all that stands behind it",
        &[],
        "receive 10 @ 10.00, ship 4 @ 20.00, on 2026-04-01, integration none, on 2026-04-07, receive 4 @ 12.00, \
         on 2026-05-01",
        "integration full",
        [
            (
                "1300 108.00, 5600 -108.00, 2100 -148.00, 5600 148.00",
                "10 108.00",
            ),
            (
                "1300 108.00, 5600 -108.00, 2100 -148.00, 5600 148.00",
                "10 108.00",
            ),
            (
                "1300 105.00, 5600 -105.00, 2100 -148.00, 5600 148.00",
                "10 105.00",
            ),
        ],
    ),
    (
        "what happened before a change and is entered after it is carried over it",
        &[],
        "receive 10 @ 10.00, ship 4 @ 20.00, on 2026-04-01, integration none, on 2026-03-20",
        "receive 5 @ 12.00",
        [
            (
                "1300 60.00, 2100 -60.00, 1300 -60.00, 5600 60.00, 2100 60.00, 5600 -60.00",
                "11 120.00",
            ),
            (
                "1300 60.00, 2100 -60.00, 1300 -60.00, 5600 60.00, 2100 60.00, 5600 -60.00",
                "11 120.00",
            ),
            (
                "1300 52.50, 5100 7.50, 2100 -60.00, 1300 -52.50, 5600 52.50, 2100 60.00, 5600 -60.00",
                "11 115.50",
            ),
        ],
    ),
    (
        "shipped and not billed leaves the ledger too",
        &[("revenue_on", "invoice")],
        "receive 10 @ 10.00, invoice 100.00, ship 4 @ 20.00, on 2026-04-01",
        "integration none, on 2026-04-07, bill",
        [
            (
                "1300 -60.00, 5600 60.00, 2300 -40.00, 5600 40.00, 1100 80.00, 4000 -80.00",
                "6 60.00",
            ),
            (
                "1300 -60.00, 5600 60.00, 2300 -40.00, 5600 40.00, 1100 80.00, 4000 -80.00",
                "6 60.00",
            ),
            (
                "1300 -63.00, 5600 63.00, 2300 -42.00, 5600 42.00, 1100 80.00, 4000 -80.00",
                "6 63.00",
            ),
        ],
    ),
];

#[test]
fn stock_enters_and_leaves_the_ledger_to_the_cent() {
    prove(CASES);
}

#[test]
fn stock_enters_and_leaves_only_at_the_start_of_a_period_in_which_nothing_is_posted() {
    let mut company = Company::new("fifo", &[]);
    company.play("receive 10 @ 10.00, on 2026-03-15");
    let (code, said) = company.no("integration none");
    assert_eq!(code, "NOT_A_PERIOD_START");
    assert!(said.contains("2026-04-01, not 2026-03-15"), "{said}");
    company.play("on 2026-04-03, receive 1 @ 10.00, on 2026-04-01");
    assert!(
        company
            .no("integration none")
            .1
            .contains("2026-05-01, not 2026-04-01")
    );
    company.play("on 2026-05-01");
    assert_eq!(company.no("integration full").0, "WRONG_STATE");
    company.play("integration none, on 2026-06-01");
    assert_eq!(company.no("integration none").0, "WRONG_STATE");
    company.holds("after all that");
}

#[test]
fn a_change_is_taken_back_until_something_is_posted_after_it() {
    let mut company = Company::new("average", &[]);
    company.play("receive 10 @ 10.00, ship 3 @ 12.00");
    let before = company.state();
    company.play("on 2026-04-01, integration none");
    let change = company.last();
    company.play(&format!("on 2026-04-02, reverse {change}"));
    assert_eq!(company.state(), before);
    company.holds("taken back");
    company.play("on 2026-05-01, integration none");
    let change = company.last();
    company.play("on 2026-05-04, ship 1 @ 12.00");
    assert_eq!(company.no(&format!("reverse {change}")).0, "NOT_REVERSIBLE");
}

#[test]
fn reversals_keep_the_accounts_of_stock_right_across_a_change() {
    let mut company = Company::new("fifo", &[]);
    company.play("receive 10 @ 10.00");
    company.play("ship 4 @ 20.00, on 2026-04-01, integration none, on 2026-04-07, reverse shipment");
    assert_eq!(
        [company.balance("1300"), company.balance("1100")],
        ["0.00", "0.00"]
    );
    company.holds("a sale of the time before");
    company.play("receive 2 @ 11.00");
    let outside = company.last();
    company.play("on 2026-03-20, receive 3 @ 9.00");
    let late = company.last();
    company.play(&format!("reverse {late}"));
    company.holds("carried over and back");
    company.play("on 2026-05-01, integration full, on 2026-05-04");
    let (code, said) = company.no(&format!("reverse {outside}"));
    assert_eq!(code, "NOT_REVERSIBLE");
    assert!(said.contains("stock was not in the ledger"), "{said}");
    assert_eq!(company.balance("1300"), "122.00");
    company.holds("in the ledger again");
}

#[test]
fn what_is_carried_over_is_posted_on_the_day_of_the_change() {
    let mut company = Company::new("fifo", &[]);
    company.play(
        "on 2026-04-01, receive 1 @ 1.00, on 2026-05-01, integration none, on 2026-06-01, integration full",
    );
    let before = company.entries();
    company.play("on 2026-04-15, receive 1 @ 2.00");
    let entries = company.all::<Entry>();
    let shown: Vec<String> = entries[before..]
        .iter()
        .map(|it| format!("{} {}", it.rule, it.posting))
        .collect();
    assert_eq!(
        shown,
        [
            "receipt 2026-04-15",
            "integration 2026-05-01",
            "integration 2026-06-01"
        ]
    );
    company.holds("carried over twice");
    company.play("reverse");
    company.holds("and back");
}
