//! What a replay says of a store that is not what its log makes.

use super::{Glass, Tamper, add, sound};
use binledger::cli::replay;
use binledger::domain::record::{Fault, Value};
use binledger::operations::answer::Answer;
use binledger::operations::change::{Change, Write};
use binledger::operations::request::Request;
use binledger::operations::view::View;
use binledger::store::memory::Memory;
use binledger::store::{BatchError, Store, StoreError};

/// A whole store behind a glass.
struct Tampered<'a>(&'a Memory, &'a str, Tamper<'a>);

impl Store for Tampered<'_> {
    fn transact(&mut self, _: &Request) -> Result<Answer, StoreError> {
        panic!("a replay writes nothing")
    }

    fn transact_all(&mut self, _: &[Request]) -> Result<Vec<Answer>, BatchError> {
        panic!("a replay writes nothing")
    }

    fn preview(&self, request: &Request) -> Result<Result<Change, Box<Answer>>, StoreError> {
        self.0.preview(request)
    }

    fn look(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), StoreError> {
        let (table, tamper) = (self.1, self.2);
        self.0.look(&mut |view| look(&Glass { view, table, tamper }))
    }

    fn note(&mut self, _: &[Write]) -> Result<(), StoreError> {
        panic!("a replay writes nothing")
    }

    fn version(&self) -> Result<i64, StoreError> {
        self.0.version()
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
            "kept (F   QUARANTINE quarantine  MAIN 1000001 0), rebuilt (F   QUARANTINE quarantine  MAIN 1000000 0)",
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
            "operation 21 is now refused: there is no account 1100 in the chart.",
        ),
    ];
    for (table, tamper, invariant, detail) in cases {
        let found = replay::replay(&Tampered(&store, table, tamper)).unwrap();
        let row = found.iter().find(|row| row.invariant == invariant).unwrap();
        assert!(0 < row.broken && row.detail.starts_with(detail), "{row:?}");
    }
}
