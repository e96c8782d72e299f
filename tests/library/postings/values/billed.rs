//! Sales that are posted when they are billed.

use super::company::Company;
use super::{Case, prove};
use binledger::domain::entry::Entry;
use binledger::operations::unbilled::unbilled;

const LATER: &[(&str, &str)] = &[("revenue_on", "invoice")];
const SOLD: &str = "receive 10 @ 10.00, receive 10 @ 12.00, ship 15 @ 20.00";

const CASES: &[Case] = &[
    (
        "a shipment waits for its bill",
        LATER,
        "receive 10 @ 10.00, receive 10 @ 12.00",
        "ship 15 @ 20.00",
        [
            ("2300 160.00, 1300 -160.00", "5 60.00"),
            ("2300 165.00, 1300 -165.00", "5 55.00"),
            ("2300 157.50, 1300 -157.50", "5 52.50"),
        ],
    ),
    (
        "its bill posts sales and cost of sales",
        LATER,
        SOLD,
        "bill",
        [
            ("1100 300.00, 4000 -300.00, 5000 160.00, 2300 -160.00", "5 60.00"),
            ("1100 300.00, 4000 -300.00, 5000 165.00, 2300 -165.00", "5 55.00"),
            ("1100 300.00, 4000 -300.00, 5000 157.50, 2300 -157.50", "5 52.50"),
        ],
    ),
    (
        "three for 10.00 billed singly",
        LATER,
        "receive 3 = 10.00, ship 3 @ 3.333333",
        "bill 1, bill 1, bill",
        [
            (
                "1100 3.33, 4000 -3.33, 5000 3.33, 2300 -3.33, 1100 3.34, 4000 -3.34, 5000 3.34, 2300 -3.34, \
                 1100 3.33, 4000 -3.33, 5000 3.33, 2300 -3.33",
                "0 0.00",
            ),
            (
                "1100 3.33, 4000 -3.33, 5000 3.33, 2300 -3.33, 1100 3.34, 4000 -3.34, 5000 3.34, 2300 -3.34, \
                 1100 3.33, 4000 -3.33, 5000 3.33, 2300 -3.33",
                "0 0.00",
            ),
            (
                "1100 3.33, 4000 -3.33, 5000 10.50, 2300 -10.50, 1100 3.34, 4000 -3.34, 5000 10.50, 2300 -10.50, \
                 1100 3.33, 4000 -3.33, 5000 10.50, 2300 -10.50",
                "0 0.00",
            ),
        ],
    ),
    (
        "goods that come back before they are billed touch no sale",
        LATER,
        SOLD,
        "return 3 restock",
        [
            ("1300 32.00, 2300 -32.00", "8 92.00"),
            ("1300 33.00, 2300 -33.00", "8 88.00"),
            ("1300 31.50, 2300 -31.50", "8 84.00"),
        ],
    ),
    (
        "thrown away before they are billed",
        LATER,
        SOLD,
        "return 3 scrap",
        [
            ("5300 32.00, 2300 -32.00", "5 60.00"),
            ("5300 33.00, 2300 -33.00", "5 55.00"),
            ("5300 31.50, 2300 -31.50", "5 52.50"),
        ],
    ),
    (
        "what is not billed comes back first, then what was",
        LATER,
        "receive 10 @ 10.00, receive 10 @ 12.00, ship 15 @ 20.00, bill 10",
        "return 7 restock",
        [
            (
                "1300 53.33, 2300 -53.33, 4000 40.00, 1100 -40.00, 1300 21.34, 5000 -21.34",
                "12 134.67",
            ),
            (
                "1300 55.00, 2300 -55.00, 4000 40.00, 1100 -40.00, 1300 22.00, 5000 -22.00",
                "12 132.00",
            ),
            (
                "1300 52.50, 2300 -52.50, 4000 40.00, 1100 -40.00, 1300 21.00, 5000 -21.00",
                "12 126.00",
            ),
        ],
    ),
    (
        "what came back is not billed",
        LATER,
        "receive 10 @ 10.00, receive 10 @ 12.00, ship 15 @ 20.00, return 3 restock",
        "bill",
        [
            ("1100 240.00, 4000 -240.00, 5000 128.00, 2300 -128.00", "8 92.00"),
            ("1100 240.00, 4000 -240.00, 5000 132.00, 2300 -132.00", "8 88.00"),
            ("1100 240.00, 4000 -240.00, 5000 126.00, 2300 -126.00", "8 84.00"),
        ],
    ),
    (
        "a shipment from before the policy comes back as it was posted",
        &[],
        "receive 10 @ 10.00, ship 4 @ 20.00, policy revenue_on invoice",
        "return 1 restock",
        [
            ("4000 20.00, 1100 -20.00, 1300 10.00, 5000 -10.00", "7 70.00"),
            ("4000 20.00, 1100 -20.00, 1300 10.00, 5000 -10.00", "7 70.00"),
            ("4000 20.00, 1100 -20.00, 1300 10.50, 5000 -10.50", "7 73.50"),
        ],
    ),
    (
        "one that waits is billed after the policy has changed",
        LATER,
        "receive 10 @ 10.00, ship 4 @ 20.00, policy revenue_on ship",
        "bill 1",
        [
            ("1100 20.00, 4000 -20.00, 5000 10.00, 2300 -10.00", "6 60.00"),
            ("1100 20.00, 4000 -20.00, 5000 10.00, 2300 -10.00", "6 60.00"),
            ("1100 20.00, 4000 -20.00, 5000 10.50, 2300 -10.50", "6 63.00"),
        ],
    ),
    (
        "a service has no cost, and posts with its bill",
        LATER,
        "receive 1 @ 10.00",
        "ship 2 S @ 50.00, bill 1",
        [
            ("1100 50.00, 4000 -50.00", "1 10.00"),
            ("1100 50.00, 4000 -50.00", "1 10.00"),
            ("1100 50.00, 4000 -50.00", "1 10.50"),
        ],
    ),
    (
        "a service is credited",
        &[],
        "receive 1 @ 10.00, ship 2 S @ 50.00",
        "return 1 restock, return 1 scrap",
        [
            ("4000 50.00, 1100 -50.00", "1 10.00"),
            ("4000 50.00, 1100 -50.00", "1 10.00"),
            ("4000 50.00, 1100 -50.00", "1 10.50"),
        ],
    ),
];

#[test]
fn sales_on_invoice_post_to_the_cent() {
    prove(CASES);
}

#[test]
fn bills_and_returns_in_any_order_are_taken_back_last_to_first() {
    for method in ["fifo", "average", "standard"] {
        let mut company = Company::new(method, LATER);
        company.play("receive 3 @ 10.01, receive 4 @ 12.03");
        let steps = [
            "ship 7 @ 3.33",
            "bill 2",
            "return 2 restock",
            "bill 1",
            "return 3 restock",
            "return 2 scrap",
        ];
        let mut done = Vec::new();
        for step in steps {
            let before = company.state();
            company.play(step);
            done.push((company.last(), before));
            company.holds(&format!("{method}: {step}"));
        }
        let (first, _) = &done[1];
        assert_eq!(company.no(&format!("reverse {first}")).0, "NOT_REVERSIBLE");
        assert_eq!(company.no("bill").0, "NOTHING_OPEN");
        for (id, state) in done.iter().rev() {
            company.play(&format!("reverse {id}"));
            assert_eq!(company.state(), *state, "{method}: {id} taken back");
            company.holds(method);
        }
    }
}

#[test]
fn no_more_is_billed_than_was_shipped_and_what_was_posted_is_not_billed_again() {
    let mut company = Company::new("fifo", LATER);
    company.play("receive 9 @ 10.00, ship 4 @ 20.00");
    assert_eq!(company.no("bill 5").0, "OVER_BILLED");
    company.play("bill 3");
    let (code, said) = company.no("reverse shipment");
    assert_eq!(code, "NOT_REVERSIBLE");
    assert!(said.contains("take the bill back first"), "{said}");
    company.play("policy revenue_on ship, ship 1 @ 20.00");
    assert_eq!(company.no("bill").0, "WRONG_WORD");
}

#[test]
fn what_waits_for_its_bill_is_listed_with_its_cost() {
    let mut company = Company::new("fifo", LATER);
    company.play("receive 9 @ 10.00, ship 4 @ 20.00, bill 1, ship 2 @ 30.00, bill");
    let store = company.store();
    let open = store.read(unbilled).unwrap();
    let shown: Vec<String> = open
        .iter()
        .map(|it| format!("{} {} {} {}", it.item, it.qty, it.cost, it.sales))
        .collect();
    assert_eq!(shown, ["A 3 30.00 60.00"]);
    assert_eq!(company.balance("2300"), "30.00");
}

#[test]
fn every_entry_of_a_sale_carries_its_channel_whatever_becomes_of_it() {
    for policies in [&[][..], LATER] {
        let mut company = Company::new("fifo", policies);
        company.play("receive 9 @ 10.00");
        let before = company.entries();
        company.play("ship 4 A @ 20.00 through web, return 1 scrap, return 1 quarantine");
        if !policies.is_empty() {
            company.play("bill, return 1 restock");
        }
        company.play("reverse");
        let entries = company.all::<Entry>();
        let channels: Vec<&str> = entries[before..].iter().map(|it| it.channel.as_str()).collect();
        assert!(channels.iter().all(|it| *it == "web"), "{channels:?}");
        assert!(
            entries[before..]
                .iter()
                .all(|it| it.group_number == 1 && it.site.as_str() == "MAIN")
        );
    }
}
