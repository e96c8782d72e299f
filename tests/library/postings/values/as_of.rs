//! What stock was worth on any past day, and what the ledger said of it then: as of its posting days, whatever was entered
//! late, taken back, or left the ledger since.

use super::company::Company;
use binledger::operations::reports::valuation::{self, By};
use binledger::operations::reports::{RowKind, Scope};

/// Value, ledger, difference and integration of each day.
fn on(company: &Company, days: &[&str]) -> Vec<String> {
    let store = company.store();
    let told = |day: &&str| {
        let at = day.parse().ok();
        let rows = store.read(|view| valuation::rows(view, &Scope::default(), By::Group, at));
        let rows = rows.unwrap();
        let sum = rows.iter().find(|row| row.kind == RowKind::Sum).unwrap();
        let shown = |amount: Option<_>| {
            amount.map_or("-".to_owned(), |amount: binledger::domain::amount::Total| {
                amount.to_string()
            })
        };
        let mode = sum.integration.map(|mode| mode.to_string()).unwrap_or_default();
        format!(
            "{day} {} {} {} {mode}",
            sum.value,
            shown(sum.ledger),
            shown(sum.difference)
        )
    };
    days.iter().map(told).collect()
}

#[test]
fn while_stock_is_not_in_the_ledger_there_is_no_difference_to_show() {
    let mut company = Company::new("fifo", &[]);
    company.play("receive 10 @ 10.00, on 2026-04-01, integration none, on 2026-04-07, receive 5 @ 12.00");
    company.play("on 2026-05-01, integration full, on 2026-04-20, receive 1 @ 9.00");
    assert_eq!(
        on(
            &company,
            &["2026-03-31", "2026-04-01", "2026-04-20", "2026-05-01"]
        ),
        [
            "2026-03-31 100.00 100.00 0.00 full",
            "2026-04-01 100.00 0.00 - none",
            "2026-04-20 169.00 0.00 - none",
            "2026-05-01 169.00 169.00 0.00 full",
        ]
    );
}

#[test]
fn stock_enters_the_ledger_only_after_the_last_day_on_which_it_moved_outside() {
    let mut company = Company::new("fifo", &[]);
    company.play("receive 10 @ 10.00, on 2026-04-01, integration none, on 2026-05-07, receive 5 @ 12.00, on 2026-05-01");
    let (code, said) = company.no("integration full");
    assert_eq!(code, "NOT_A_PERIOD_START");
    assert!(said.contains("2026-06-01"), "{said}");
    company.play("on 2026-06-01, integration full");
    assert_eq!(
        on(&company, &["2026-05-01", "2026-05-31", "2026-06-01"]),
        [
            "2026-05-01 100.00 0.00 - none",
            "2026-05-31 160.00 0.00 - none",
            "2026-06-01 160.00 160.00 0.00 full",
        ]
    );
}

#[test]
fn nothing_is_taken_back_before_it_was_posted() {
    let mut company = Company::new("fifo", &[]);
    company.play("receive 10 @ 10.00, on 2026-03-20, ship 4 @ 20.00, on 2026-03-05, reverse shipment");
    assert_eq!(
        on(&company, &["2026-03-05", "2026-03-20"]),
        [
            "2026-03-05 100.00 100.00 0.00 full",
            "2026-03-20 100.00 100.00 0.00 full"
        ]
    );
    company.play(
        "on 2026-04-01, integration none, on 2026-04-07, ship 4 @ 20.00, on 2026-03-25, reverse shipment",
    );
    assert_eq!(
        on(&company, &["2026-03-25", "2026-04-07"]),
        [
            "2026-03-25 100.00 100.00 0.00 full",
            "2026-04-07 100.00 0.00 - none"
        ]
    );
    company.holds("taken back on the day it was posted to");
}

#[test]
fn a_change_is_taken_back_on_its_own_first_day() {
    let mut company = Company::new("fifo", &[]);
    company.play("receive 10 @ 10.00, on 2026-04-01, integration none");
    let change = company.last();
    company.play(&format!("on 2026-04-03, reverse {change}"));
    assert_eq!(
        on(&company, &["2026-03-09", "2026-04-01", "2026-04-03"]),
        [
            "2026-03-09 100.00 100.00 0.00 full",
            "2026-04-01 100.00 100.00 0.00 full",
            "2026-04-03 100.00 100.00 0.00 full",
        ]
    );
    company.play("on 2026-05-01, integration none");
    let change = company.last();
    company.play("on 2026-05-07, receive 5 @ 12.00, on 2026-05-08");
    let (code, said) = company.no(&format!("reverse {change}"));
    assert_eq!(
        code, "NOT_REVERSIBLE",
        "goods that came since have no entry to negate"
    );
    assert!(said.contains("something was posted from 2026-05-01 on"), "{said}");
    company.holds("and what came since stands");
}
