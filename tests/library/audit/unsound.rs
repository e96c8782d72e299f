//! What a store that is damaged would make of an operation is not written: it is a fault that says what is wrong.

use super::{Glass, Tamper, add, sound};
use binledger::cli::document;
use binledger::domain::record::Row;
use binledger::operations::change::Halt;
use binledger::operations::decide::decide;
use binledger::store::Store;

/// Changes rows.
type Tampering = Box<dyn Fn(&mut Vec<Row>)>;

/// Returns the answer to a document once one table is damaged.
fn said(table: &str, tamper: Tamper<'_>, line: &str) -> String {
    let mut store = sound();
    for line in [
        r#"{"id":"h","op":"item","date":"2026-03-03","item":"H","method":"fifo"}"#,
        r#"{"id":"rh","op":"receive","date":"2026-03-03","item":"H","qty":"3","cost":"10.00"}"#,
    ] {
        let (request, _) = document::read(line).unwrap().unwrap();
        assert_eq!(store.transact(&request).unwrap().refusal, None);
    }
    let (request, _) = document::read(line).unwrap().unwrap();
    let decided = (&store as &dyn Store).read(|view| Ok(decide(&Glass { view, table, tamper }, &request)));
    match decided.unwrap() {
        Ok(_) => "decided".to_owned(),
        Err(Halt::Refused(refusal)) => format!("refused: {refusal}"),
        Err(Halt::Fault(fault)) => format!("fault: {fault}"),
    }
}

#[test]
fn an_operation_that_would_write_a_wrong_row_is_a_fault() {
    let ship = |qty: &str| {
        format!(r#"{{"id":"x","op":"ship","date":"2026-03-03","item":"H","qty":"{qty}","price":"20.00"}}"#)
    };
    assert_eq!(said("layers", &|_| {}, &ship("3")), "decided");
    let last = |more: i64, column: usize| {
        move |rows: &mut Vec<Row>| {
            let at = rows.len() - 1;
            add(rows, at, column, more);
        }
    };
    let cases: [(&str, Tampering, &str, &str); 2] = [
        (
            "layers",
            Box::new(last(-3100, 4)),
            "1",
            "would hold 2 H worth -0.67. Nothing was written",
        ),
        (
            "pools",
            Box::new(last(100, 3)),
            "3",
            "no H at MAIN would be worth 1.00. Nothing was written",
        ),
    ];
    for (table, tamper, qty, told) in cases {
        let said = said(table, &*tamper, &ship(qty));
        assert!(said.starts_with("fault: ") && said.contains(told), "{said}");
    }
}

#[test]
fn an_amount_that_can_not_be_recorded_is_refused() {
    let line =
        r#"{"id":"x","op":"receive","date":"2026-03-03","item":"H","qty":"9000000","cost":"9000000000000"}"#;
    assert_eq!(
        said("", &|_| {}, line),
        "refused: 9000000 at 9000000000000 for 1 is beyond what can be recorded. Split it."
    );
}
