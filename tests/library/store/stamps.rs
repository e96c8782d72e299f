//! The clause about stamps.

use super::clauses::{Clause, Subject, apply};
use binledger::domain::log::Logged;
use binledger::domain::time::Time;
use binledger::operations::answer::Verdict;
use binledger::operations::request::Request;
use testing::company::receive;

/// The clause.
pub const STAMPED: Clause = (
    "no operation is stamped before the last",
    no_operation_is_stamped_before_the_last,
);

fn no_operation_is_stamped_before_the_last(subject: &Subject) {
    let mut store = subject.stocked();
    let at = |key: &str, at: i64| Request {
        at: Time(at),
        ..receive(key, "BEANS", 1)
    };
    apply(&mut *store, &at("S-1", 9_000_000_000_000));
    // One alone, then two of a batch, then one by another handle; each says that it is earlier.
    apply(&mut *store, &at("S-2", -1));
    store
        .transact_all(&[at("S-3", 9_000_000_000_007), at("S-4", 3)])
        .unwrap();
    apply(&mut *(subject.open)(), &at("S-5", 9_000_000_000_006));
    // The same document again is the same document, whatever the clock says.
    let again = store.transact(&at("S-1", 17)).unwrap();
    assert_eq!(again.verdict, Verdict::Duplicate);
    let logged: Vec<Logged> = store.all().unwrap();
    let stamps = logged.iter().rev().take(5).map(|logged| {
        let request: Request = serde_json::from_str(&logged.request).unwrap();
        request.at.0 - 9_000_000_000_000
    });
    assert_eq!(stamps.collect::<Vec<_>>(), [7, 7, 7, 0, 0]);
}
