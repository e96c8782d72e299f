//! How long the log becomes.

use super::*;
use crate::store::engine::{Engine, Force, Transaction};
use crate::store::sqlite::merging::{LONG, Progress, TIMES, progress};
use crate::store::turn;

/// Writes sites of about a page each as `insist` does, but merges nothing afterwards.
fn write(store: &mut Sqlite, codes: std::ops::Range<usize>) -> Progress {
    let mut transaction = store.engine.begin(Force::Now).unwrap();
    let mut turn = turn::Turn::of(&mut transaction);
    for code in codes {
        let request = site(&format!("A{code}"), &"long".repeat(250));
        assert_eq!(turn.transact(&request).unwrap().verdict, Verdict::Applied);
    }
    assert!(transaction.commit().is_ok());
    found(store)
}

fn found(store: &Sqlite) -> Progress {
    progress(&store.engine.statements.connection, "NOOP").unwrap()
}

#[test]
fn a_log_that_became_long_is_merged_outside_of_the_turn_and_begins_anew() {
    let (_home, mut store) = store();
    let mut long = found(&store);
    let mut next = 0;
    while long.logged < LONG / 1024 {
        long = write(&mut store, next..next + 10);
        next += 10;
    }
    assert!(long.merged < long.logged, "a commit has merged it in its turn");
    store.engine.tidy();
    let merged = found(&store);
    assert_eq!((merged.logged, merged.merged), (long.logged, long.logged));
    let anew = write(&mut store, next..next + 1);
    assert!(anew.logged < 100, "{} pages", anew.logged);
}

#[test]
fn a_log_that_nobody_merges_is_copied_by_a_commit_before_it_is_very_long() {
    let (_home, mut store) = store();
    let bound = LONG * TIMES / 1024;
    let mut longest = 0;
    for next in (0..).step_by(100) {
        let logged = write(&mut store, next..next + 100).logged;
        assert!(logged < bound + 2000, "{logged} pages");
        if logged < longest {
            assert!(bound <= longest, "{longest} pages");
            return;
        }
        longest = logged;
    }
}
