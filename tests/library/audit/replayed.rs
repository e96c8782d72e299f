//! What a replay says of a store that is not what its log makes.

use super::{Glass, Tamper, add, sound};
use binledger::cli::{document, replay};
use binledger::domain::record::{Fault, Value};
use binledger::operations::answer::{Answer, Verdict};
use binledger::operations::change::Change;
use binledger::operations::request::Request;
use binledger::operations::view::View;
use binledger::store::memory::Memory;
use binledger::store::{BatchError, Note, Store, StoreError};

/// A sound store to which somebody else posts between any two looks at it.
struct Shown<'a> {
    store: &'a Memory,
    table: &'a str,
    tamper: Tamper<'a>,
    meanwhile: Option<&'a Request>,
}

impl Store for Shown<'_> {
    fn transact(&mut self, _: &Request) -> Result<Answer, StoreError> {
        panic!("a replay writes nothing")
    }

    fn transact_all(&mut self, _: &[Request]) -> Result<Vec<Answer>, BatchError> {
        panic!("a replay writes nothing")
    }

    fn preview(&self, request: &Request) -> Result<Result<Change, Box<Answer>>, StoreError> {
        self.store.preview(request)
    }

    fn look(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), StoreError> {
        let (table, tamper) = (self.table, self.tamper);
        self.store
            .look(&mut |view| look(&Glass { view, table, tamper }))?;
        if let Some(request) = self.meanwhile {
            self.store.clone().transact(request)?;
        }
        Ok(())
    }

    fn note(&mut self, _: &[Note]) -> Result<(), StoreError> {
        panic!("a replay writes nothing")
    }

    fn version(&self) -> Result<i64, StoreError> {
        self.store.version()
    }
}

#[test]
fn a_replay_says_which_rows_differ_and_which_operations_it_can_not_apply() {
    let store = sound();
    let cases: [(&str, Tamper<'_>, &str, &str); 4] = [
        (
            "balances",
            &|rows| add(rows, 0, 7, 1),
            "replay: table balances is the same",
            "kept (F   QUARANTINE quarantine  MAIN 1000001 0 -), rebuilt (F   QUARANTINE quarantine  MAIN 1000000 0 -)",
        ),
        (
            "balances",
            &|rows| drop(rows.pop()),
            "replay: table balances is the same",
            "kept nothing, rebuilt (G",
        ),
        (
            "operations",
            &|rows| rows[20][3] = Value::Text("{}".into()),
            "replay: every logged operation is applied again",
            "operation 21 can't be read: missing field `key`",
        ),
        (
            "operations",
            &|rows| drop(rows.drain(..5)),
            "replay: every logged operation is applied again",
            "operation 28 is now refused: Account 1100 is not in the chart. Import it first.",
        ),
    ];
    for (table, tamper, invariant, detail) in cases {
        let shown = Shown {
            store: &store,
            table,
            tamper,
            meanwhile: None,
        };
        let found = replay::replay(&shown).unwrap();
        let row = found.iter().find(|row| row.invariant == invariant).unwrap();
        assert!(0 < row.broken && row.detail.starts_with(detail), "{row:?}");
    }
}

#[test]
fn what_is_posted_while_the_log_is_replayed_is_no_difference() {
    let store = sound();
    let line = r#"{"id":"late","op":"receive","date":"2026-03-03","item":"F","qty":"1","cost":"9.00"}"#;
    let (request, _) = document::read(line).unwrap().unwrap();
    let shown = Shown {
        store: &store,
        table: "",
        tamper: &|_| {},
        meanwhile: Some(&request),
    };
    let found = replay::replay(&shown).unwrap();
    assert!(found.iter().all(|row| row.broken == 0), "{found:?}");
    let again = store.clone().transact(&request).unwrap();
    assert_eq!(again.verdict, Verdict::Duplicate, "it was posted meanwhile");
}
