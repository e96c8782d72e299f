//! What a decision makes of the policies of its store.

use super::counted::Counted;
use super::house::House;
use super::inbound::receive;
use binledger::domain::company::{Account, Method, Policy};
use binledger::domain::order::OrderKind;
use binledger::domain::record::Record;
use binledger::operations::change::Halt;
use binledger::operations::decide::{Decision, decide};
use binledger::operations::draft::Draft;
use binledger::operations::log::WEIGHED;
use binledger::operations::request::{Define, Master, Receive, Request};
use binledger::store::Store;

/// A house with an order, and a receipt of it.
fn receipt() -> (House, Request) {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO-1", "A", 10);
    let receive = receive("A", 4, "2");
    let request = house.request(Receive {
        order: Some("PO-1".into()),
        ..receive
    });
    (house, request)
}

/// What a store decides that also holds this policy.
fn decided(key: &str, value: &str) -> Result<Decision, Halt> {
    let (house, request) = receipt();
    let store: &dyn Store = &house.store;
    let decided = store.read(|view| {
        let mut draft = Draft::new(view);
        let (key, value) = (key.to_owned(), value.to_owned());
        draft.put(&Policy { key, value });
        Ok(decide(draft.view(), &request))
    });
    decided.expect("a readable store")
}

#[test]
fn an_unreadable_policy_is_a_fault_where_it_is_asked_for() {
    let Err(Halt::Fault(fault)) = decided("over_receipt_percent", "10%") else {
        panic!("decided by a value that nobody can read");
    };
    let told = r#"policy over_receipt_percent is "10%" in the store; it takes a whole number"#;
    assert_eq!(fault.context, told);
    assert!(matches!(decided("fefo", "often"), Ok(Decision::New(..))));
}

#[test]
fn a_policy_of_a_newer_program_decides_nothing() {
    assert!(matches!(decided("of_tomorrow", "yes"), Ok(Decision::New(..))));
}

#[test]
fn policies_and_accounts_are_read_once_in_a_decision() {
    for table in [Policy::TABLE.name, Account::TABLE.name] {
        let (house, request) = receipt();
        let store: &dyn Store = &house.store;
        let reads = store.read(|view| {
            let counted = Counted::of(view, table);
            let decided = decide(&counted, &request);
            assert!(matches!(decided, Ok(Decision::New(..))));
            Ok(counted.reads.get())
        });
        assert_eq!(reads.expect("a readable store"), 1, "{table}");
    }
}

fn currency(code: &str) -> Define {
    let (key, value) = ("currency".to_owned(), code.to_owned());
    Define {
        master: Master::Policy(Policy { key, value }),
    }
}

#[test]
fn books_with_entries_stay_in_their_currency() {
    let mut house = House::new(Method::Fifo);
    house.ok(currency("EUR"));
    house.ok(currency("CHF"));
    house.ok(receive("A", 4, "2"));
    assert_eq!(house.no(currency("EUR")), "CURRENCY_STAYS");
    assert_eq!(house.no(currency("Euro")), "WRONG_POLICY");
    house.ok(currency("CHF"));
    assert!(house.takes_by(WEIGHED, currency("EUR")));
}
