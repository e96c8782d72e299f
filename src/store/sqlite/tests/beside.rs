//! What is kept beside a store: the numbers of commits, the newest operation that was forced, and the names of its files.

use super::{logged, site, store};
use crate::domain::catalog::Site;
use crate::domain::log::SavedSession;
use crate::domain::time::Time;
use crate::operations::answer::Verdict;
use crate::store::engine::{Engine, Force, Transaction};
use crate::store::sqlite::witness::Mark;
use crate::store::sqlite::{Sqlite, force};
use crate::store::{Local, Note, Store};
use std::path::Path;

/// What a terminal is doing that does nothing.
fn at_rest() -> SavedSession {
    SavedSession {
        terminal: "T-1".into(),
        operator: "".into(),
        state: "{}".to_owned(),
        read: 0,
        saved_at: Time(0),
    }
}

/// How many commits are numbered and forced, as the file beside the store says.
fn numbers(home: &tempfile::TempDir) -> [u64; 3] {
    let bytes = std::fs::read(home.path().join("store.force")).unwrap();
    let number = |at: usize| u64::from_be_bytes(bytes[at..at + 8].try_into().unwrap());
    [0, 8, 16].map(number)
}

#[test]
fn nobody_is_told_of_a_commit_before_it_is_forced() {
    let (home, mut store) = store();
    let mut other = Sqlite::open(&home.path().join("store")).unwrap();
    store.transact(&site("A", "a")).unwrap();
    let [begun, ..] = numbers(&home);
    assert_eq!(numbers(&home), [begun; 3]);
    // A process that died between its commit and the force.
    store.engine.forcing.begin().unwrap();
    store.engine.forcing.end(None);
    (&other as &dyn Store).glance(|_| Ok(())).unwrap();
    assert_eq!(
        numbers(&home),
        [begun + 1, begun + 1, begun],
        "a glance tells nobody anything"
    );
    assert_eq!(logged(&other), 1);
    assert_eq!(numbers(&home), [begun + 1; 3], "a look");
    store.engine.forcing.begin().unwrap();
    assert_eq!(
        other.transact(&site("A", "a")).unwrap().verdict,
        Verdict::Duplicate
    );
    assert_eq!(
        numbers(&home),
        [begun + 2, begun + 1, begun + 1],
        "what may not be in the log yet counts as not forced"
    );
    other.transact(&site("B", "b")).unwrap();
    assert_eq!(numbers(&home), [begun + 3; 3]);
}

/// A store with one operation in its log is left so, and opened by another process.
#[track_caller]
fn is_made_whole(leave: impl FnOnce(&Sqlite, &Path)) {
    let (home, mut store) = store();
    store.transact(&site("A", "a")).unwrap();
    leave(&store, &home.path().join("store.force"));
    // Whoever reads in the meantime goes on, and stands in nobody's way.
    let reader = rusqlite::Connection::open(home.path().join("store")).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM sites").unwrap();
    let other = Sqlite::open(&home.path().join("store")).unwrap();
    let [begun, ..] = numbers(&home);
    assert_eq!((numbers(&home), 0 < begun), ([begun; 3], true));
    assert_eq!(logged(&other), 1);
}

#[test]
fn a_store_is_made_whole_where_nobody_forces_what_was_committed() {
    is_made_whole(|store, _| store.engine.forcing.begin().unwrap());
}

#[test]
fn a_store_without_numbers_is_made_whole() {
    is_made_whole(|_, numbers| std::fs::write(numbers, "").unwrap());
}

#[test]
fn numbers_that_cannot_be_true_are_not_believed() {
    let (home, mut store) = store();
    for (at, wrong) in [
        vec![0xff; 24],
        vec![0xff; 40],
        [[0; 16], [1; 16]].concat()[..24].to_vec(),
        vec![1],
    ]
    .iter()
    .enumerate()
    {
        std::fs::write(home.path().join("store.force"), wrong).unwrap();
        Sqlite::open(&home.path().join("store")).unwrap();
        std::fs::write(home.path().join("store.force"), wrong).unwrap();
        store.transact(&site(&format!("S{at}"), "a")).unwrap();
        let [begun, written, forced] = numbers(&home);
        assert_eq!((written, forced), (begun, begun), "{wrong:?}");
        Sqlite::open(&home.path().join("store")).unwrap();
    }
}

#[test]
fn a_force_that_fails_leaves_the_store_in_doubt_and_the_next_makes_it_whole() {
    let (home, mut store) = store();
    store.transact(&site("A", "a")).unwrap();
    store.engine.forcing.begin().unwrap();
    store.engine.forcing.end(None);
    let log = home.path().join("store-wal");
    // A file that can't be forced stands where the log is.
    store
        .engine
        .forcing
        .replace_log(std::fs::File::open("/dev/null").unwrap());
    let is_in_doubt = || std::fs::metadata(home.path().join("store.turn")).unwrap().len() == 1;
    assert!((&store as &dyn Store).all::<Site>().is_err());
    assert!(is_in_doubt());
    store
        .engine
        .forcing
        .replace_log(std::fs::File::open(&log).unwrap());
    store.force().unwrap();
    assert!(!is_in_doubt());
    assert_eq!(logged(&store), 1);
}

/// A file of a store that is open is taken away or replaced; nothing is written and nothing is told after that.
#[track_caller]
fn is_noticed(take_away: impl Fn(&Path), says: &str) {
    let (home, mut store) = store();
    store.transact(&site("A", "a")).unwrap();
    take_away(&home.path().join("store"));
    for _ in 0..2 {
        let stopped = store.transact(&site("B", "b"));
        let why = stopped.map_or_else(|e| e.to_string(), |it| format!("{it:?}"));
        assert!(why.contains(says), "{why}");
    }
    let looked = (&store as &dyn Store).all::<Site>();
    let why = looked.map_or_else(|e| e.to_string(), |it| format!("{it:?}"));
    assert!(why.contains(says), "{why}");
}

#[test]
fn a_store_that_is_taken_away_under_a_process_is_noticed_before_it_answers() {
    let remove = |what: &str| {
        let what = what.to_owned();
        move |store: &Path| std::fs::remove_file(format!("{}{what}", store.display())).unwrap()
    };
    let log = "store-wal was removed while the store was in use";
    is_noticed(remove("-wal"), log);
    is_noticed(remove("-shm"), "store-shm was removed while the store was in use");
    is_noticed(
        remove(".turn"),
        "store.turn was removed while the store was in use",
    );
    is_noticed(remove(""), "store was removed while the store was in use");
    let replaced = "store was replaced by another file while the store was in use";
    let copy_over = |store: &Path| {
        let copy = store.with_file_name("copy");
        std::fs::copy(store, &copy).unwrap();
        std::fs::rename(&copy, store).unwrap();
    };
    is_noticed(copy_over, replaced);
}

#[test]
fn whoever_comes_after_a_log_was_removed_under_others_is_told_so() {
    let (home, mut store) = store();
    store.transact(&site("A", "a")).unwrap();
    std::fs::remove_file(home.path().join("store-wal")).unwrap();
    let why = Sqlite::open(&home.path().join("store"))
        .err()
        .unwrap()
        .to_string();
    assert!(why.contains("store-wal was removed or cut"), "{why}");
}

#[test]
fn a_link_to_a_store_leads_to_the_same_turn() {
    let (home, mut store) = store();
    let link = home.path().join("link");
    std::os::unix::fs::symlink(home.path().join("store"), &link).unwrap();
    let mut other = Sqlite::open(&link).unwrap();
    other.transact(&site("A", "a")).unwrap();
    store.transact(&site("B", "b")).unwrap();
    assert!(!home.path().join("link.turn").exists());
    assert_eq!(logged(&other), 2);
}

#[test]
fn what_was_forced_is_noted_beside_the_store_and_nothing_that_was_not() {
    let (home, mut store) = store();
    let path = home.path().join("store");
    let newest = || force::noted(&path).unwrap().0 >> 24;
    store.transact(&site("A", "a")).unwrap();
    assert_eq!(newest(), 1);
    let decided = store.preview(&site("B", "b")).unwrap().unwrap();
    let mut writing = store.engine.begin(Force::Now).unwrap();
    for write in &decided.writes {
        writing.write(write).unwrap();
    }
    writing.commit().unwrap();
    assert_eq!(newest(), 1, "it is in the log, and nobody was told of it");
    store.engine.force().unwrap();
    assert_eq!(newest(), 2);
}

#[test]
fn an_operation_that_was_lost_with_its_log_is_never_taken_for_one_that_was_forced() {
    let (home, mut store) = store();
    store.transact(&site("A", "a")).unwrap();
    let path = home.path().join("store");
    // The numbers reached the disk by themselves, and the log behind them did not, when the power was cut.
    let lost = Mark(9 << 24 | 1);
    store.engine.forcing.begin().unwrap();
    store.engine.forcing.end(Some(lost));
    drop(store);
    let mut store = Sqlite::open(&path).unwrap();
    // What is forced next is no operation.
    store
        .turn(&mut |turn| turn.note(&[Note::Session(at_rest())]))
        .unwrap();
    drop(store);
    assert_eq!(logged(&Sqlite::open(&path).unwrap()), 1);
}
