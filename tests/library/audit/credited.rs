//! What the audit says of bills, credit notes and numbers that were altered.

use super::{Tamper, add, broken};
use binledger::cli::{document, lay_down};
use binledger::domain::purchase::VendorNumber;
use binledger::domain::record::Value;
use binledger::operations::invariants::audit;
use binledger::store::Store;
use binledger::store::memory::Memory;

const DAYS: &str = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"average"}
{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"10.00","vendor":"V-1"}
{"id":"b","op":"invoice","date":"2026-03-02","of":"r","amount":"120.00","tax":"12.00","document":"RE-1"}
{"id":"c","op":"credit_note","date":"2026-03-02","side":"supplier","of":"r","amount":"20.00","document":"GS-1"}
{"id":"s","op":"ship","date":"2026-03-03","item":"A","qty":"5","price":"20.00"}
{"id":"k","op":"credit_note","date":"2026-03-03","side":"customer","of":"s","amount":"10.00"}
{"id":"x","op":"supplier_return","date":"2026-03-04","of":"r","qty":"5"}
{"id":"b2","op":"invoice","date":"2026-03-04","item":"A","qty":"1","amount":"9.00","vendor":"V-2","document":"7"}
{"id":"u2","op":"reverse","date":"2026-03-04","of":"b2"}"#;

fn credited() -> Memory {
    let mut store = Memory::new();
    lay_down(&mut store, &[]).expect("a store begins empty");
    for line in DAYS.lines() {
        let (request, _) = document::read(line).unwrap().unwrap();
        let answer = store.transact(&request).unwrap();
        assert_eq!(answer.refusal, None, "{line}");
    }
    store
}

#[test]
fn what_was_altered_of_credits_and_numbers_is_found() {
    let store = credited();
    let found = (&store as &dyn Store).read(audit).unwrap();
    assert!(found.iter().all(|row| row.broken == 0), "{found:?}");
    let numbers: Vec<VendorNumber> = (&store as &dyn Store).all().unwrap();
    let entered = numbers[0].operation;
    let number = "a vendor's number is that of one paper";
    let allowed = "credited with goods and without";
    let cases: [(&str, Tamper<'_>, &str); 8] = [
        ("receipts", &|rows| add(rows, 0, 24, 1), "what bills differ by"),
        ("settlements", &|rows| add(rows, 0, 7, 1), "what bills differ by"),
        ("settlements", &|rows| add(rows, 0, 5, 1), "what bills differ by"),
        (
            "receipts",
            &|rows| add(rows, 0, 20, 5_000_000),
            "no receipt, bill or voucher is settled",
        ),
        ("allowances", &|rows| add(rows, 0, 3, 9_001), allowed),
        ("allowances", &|rows| add(rows, 0, 3, -1_001), allowed),
        (
            "vendor_numbers",
            &|rows| rows[0][2] = Value::Text("RE-2".into()),
            number,
        ),
        ("reversals", &|rows| rows[0][0] = Value::Int(entered), number),
    ];
    for (table, tamper, expected) in cases {
        let found = broken(&store, table, tamper);
        assert!(
            found.iter().any(|row| row.contains(expected)),
            "{table}: {expected} is not in {found:#?}"
        );
    }
}
