//! What every store has to keep, told as a contract: the one in memory, the one in SQLite, and several that forget
//! something, each of which the contract must catch.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

mod budget;
mod carried;
mod clauses;
mod forgetful;
mod heard;
mod inside;
mod messages;
mod place;
mod sample;
mod scans;
mod stamps;
mod unit;
mod wired;

use binledger::store::Store;
use binledger::store::memory::Memory;
use binledger::store::sqlite::Sqlite;
use clauses::{CLAUSES, Subject};
use forgetful::{Forgetful, Gap};
use inside::{INSIDE, Inside};
use std::panic::{AssertUnwindSafe, catch_unwind};
use wired::Wired;

/// Makes a fresh store; each call of the closure that it returns opens one more handle on it.
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
fn a_store_behind_a_wire_keeps_the_contract() {
    for (_, clause) in CLAUSES {
        let store = Memory::new();
        clause(&Subject {
            open: Box::new(move || Box::new(Wired(store.clone()))),
        });
    }
}

#[test]
fn on_its_own_side_each_store_keeps_the_contract() {
    for (_, clause) in INSIDE {
        let store = Memory::new();
        clause(&Inside {
            open: Box::new(move || Box::new(store.clone())),
        });
        let directory = tempfile::tempdir().unwrap();
        clause(&Inside {
            open: Box::new(move || Box::new(Sqlite::create(&directory.path().join("store")).unwrap())),
        });
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
        let inside = || {
            let store = Memory::new();
            Inside {
                open: Box::new(move || Box::new(Forgetful::new(&store, *gap))),
            }
        };
        let breaks = |clause: &dyn Fn()| catch_unwind(AssertUnwindSafe(clause)).is_err();
        let outside = CLAUSES
            .iter()
            .filter(|(_, clause)| breaks(&|| clause(&subject())));
        let mut broken: Vec<&str> = outside.map(|(name, _)| *name).collect();
        let within = INSIDE.iter().filter(|(_, clause)| breaks(&|| clause(&inside())));
        broken.extend(within.map(|(name, _)| *name));
        assert!(broken.contains(&gap.clause()), "{gap:?} breaks only {broken:?}");
    }
    let named: Vec<&str> = Gap::ALL.iter().map(|gap| gap.clause()).collect();
    let clauses = CLAUSES.iter().map(|(name, _)| *name);
    let idle: Vec<&str> = clauses
        .chain(INSIDE.iter().map(|(name, _)| *name))
        .filter(|name| !named.contains(name))
        .collect();
    assert!(idle.is_empty(), "no forgetful store proves {idle:?}");
}
