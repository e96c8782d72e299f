//! What holds on the store's own side of the port, where code can take part in a transaction.

use super::clauses::{result, saved, session};
use binledger::domain::log::{Logged, ReadResult, SavedSession};
use binledger::domain::movement::Movement;
use binledger::domain::record::{Fault, Record};
use binledger::operations::answer::Verdict;
use binledger::store::{Local, Note, Store};
use testing::company::{founded, receive, ship};

/// A store under test, seen from its own side of the port.
pub struct Inside {
    /// Opens one more handle on it.
    pub open: Box<dyn Fn() -> Box<dyn Local>>,
}

/// A clause on the side of the store.
type InsideClause = (&'static str, fn(&Inside));

/// Every clause that holds on the side of the store.
pub const INSIDE: &[InsideClause] = &[
    (
        "a turn is written whole or not at all",
        a_turn_is_written_whole_or_not_at_all,
    ),
    (
        "a turn with a refusal keeps its notes",
        a_turn_with_a_refusal_keeps_its_notes,
    ),
];

fn all<R: Record>(store: &dyn Store) -> Vec<R> {
    store.all().unwrap()
}

fn a_turn_is_written_whole_or_not_at_all(inside: &Inside) {
    let mut store = (inside.open)();
    store.transact_all(&founded()).unwrap();
    let logged = |store: &dyn Store| all::<Logged>(store).len();
    let before = logged(&*store);
    let notes = [Note::Result(result("T1", 1, "received")), saved("T1", "AL", 1)];
    let failed = store.turn(&mut |turn| {
        let answer = turn.transact(&receive("T1:1", "BEANS", 3))?;
        assert_eq!(answer.verdict, Verdict::Applied, "{answer:?}");
        let sold = turn.transact(&ship("T1:1:2", "BEANS", 2))?;
        assert_eq!(sold.verdict, Verdict::Applied, "it sees what it wrote: {sold:?}");
        assert_eq!(Some(turn.view().last(Movement::TABLE)?), sold.movement);
        turn.note(&notes)?;
        Err(Fault::new("broken"))
    });
    assert!(failed.is_err());
    let kept = (inside.open)();
    assert_eq!((logged(&*kept), all::<ReadResult>(&*kept)), (before, vec![]));
    store
        .turn(&mut |turn| {
            turn.transact(&receive("T1:1", "BEANS", 3))?;
            turn.note(&notes)
        })
        .unwrap();
    assert_eq!(logged(&*kept), before + 1);
    assert_eq!(all::<ReadResult>(&*kept), [result("T1", 1, "received")]);
    assert_eq!(all::<SavedSession>(&*kept), [session("T1", "AL", 1)]);
    let again = store.turn(&mut |turn| {
        let answer = turn.transact(&receive("T1:2", "BEANS", 3))?;
        assert_eq!(answer.verdict, Verdict::Applied);
        turn.note(&notes)
    });
    assert!(again.is_err(), "a result is written once");
    assert_eq!(logged(&*kept), before + 1);
}

fn a_turn_with_a_refusal_keeps_its_notes(inside: &Inside) {
    let mut store = (inside.open)();
    store.transact_all(&founded()).unwrap();
    let before: Vec<Logged> = all(&*store);
    store
        .turn(&mut |turn| {
            let answer = turn.transact(&ship("T1:1", "BEANS", 1))?;
            assert_eq!(answer.verdict, Verdict::Refused, "{answer:?}");
            turn.note(&[Note::Result(result("T1", 1, "refused"))])
        })
        .unwrap();
    assert_eq!(all::<ReadResult>(&*store), [result("T1", 1, "refused")]);
    assert_eq!(all::<Logged>(&*store), before);
}
