//! What every store has to keep, told as a contract: the one in memory, the one in SQLite, and several that forget
//! something, each of which the contract must catch.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

mod budget;
mod clauses;
mod forgetful;
mod heard;
mod place;
mod sample;
mod scans;

use binledger::store::Store;
use binledger::store::memory::Memory;
use binledger::store::sqlite::Sqlite;
use clauses::{CLAUSES, Subject};
use forgetful::{Forgetful, Gap};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A fresh store; each call of what is answered opens one more handle on it.
fn in_memory() -> Subject {
    let store = Memory::new();
    Subject {
        open: Box::new(move || Box::new(store.clone())),
    }
}

fn in_sqlite() -> Subject {
    let directory = tempfile::tempdir().unwrap();
    Subject {
        open: Box::new(move || Box::new(Sqlite::create(&directory.path().join("store")).unwrap())),
    }
}

#[test]
fn memory_keeps_the_contract() {
    for (_, clause) in CLAUSES {
        clause(&in_memory());
    }
}

#[test]
fn sqlite_keeps_the_contract() {
    for (_, clause) in CLAUSES {
        clause(&in_sqlite());
    }
}

#[test]
fn the_contract_catches_every_way_to_forget() {
    for gap in Gap::ALL {
        let subject = || {
            let store = Memory::new();
            Subject {
                open: Box::new(move || Box::new(Forgetful::new(&store, *gap)) as Box<dyn Store>),
            }
        };
        let kept = |clause: fn(&Subject)| catch_unwind(AssertUnwindSafe(|| clause(&subject()))).is_ok();
        let broken: Vec<&str> = CLAUSES
            .iter()
            .filter(|(_, clause)| !kept(*clause))
            .map(|(name, _)| *name)
            .collect();
        assert!(broken.contains(&gap.clause()), "{gap:?} breaks only {broken:?}");
    }
    let named: Vec<&str> = Gap::ALL.iter().map(|gap| gap.clause()).collect();
    let idle: Vec<&str> = CLAUSES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !named.contains(name))
        .collect();
    assert!(idle.is_empty(), "no forgetful store proves {idle:?}");
}
