//! A restore that is killed at any step of its work on files.

use super::backups::GOODS;
use super::workplace::{Said, Workplace, names};
use crate::killing::{can_trace, kill_at_steps};
use serde_json::Value;
use std::fs;
use std::path::Path;

const MORE: &str = r#"{"id":"r2","op":"receive","item":"A","qty":"5","cost":"2.50","date":"2026-03-02"}"#;

/// Returns what is in stock by the store in a file.
fn stock(place: &Workplace, store: &Path) -> Said {
    place.run(&["--store", store.to_str().unwrap(), "stock", "--json"])
}

/// Returns whether what was in a store is still whole in a file beside it.
fn is_beside(place: &Workplace, folder: &Path, expected: &[Value]) -> bool {
    let files = names(folder);
    let mut kept = files.iter().filter(|name| {
        let ending = name.strip_prefix("store.db.replaced-");
        ending.is_some_and(|ending| ending.chars().all(|sign| "0123456789-TZ".contains(sign)))
    });
    kept.any(|name| stock(place, &folder.join(name)).well().rows() == expected)
}

#[test]
fn a_restore_that_is_killed_anywhere_leaves_one_whole_store_and_loses_nothing() {
    if !can_trace() {
        println!("skipped: strace is not installed here, or may not trace");
        return;
    }
    let place = Workplace::new();
    place.feed(&["post", "-"], GOODS).well();
    let backup = place.path("monday.db");
    place.run(&["backup", backup.to_str().unwrap()]).well();
    place.feed(&["post", "-"], MORE).well();
    let before = place.rows(&["stock"]);
    let after = stock(&place, &backup).well().rows();
    assert_ne!(before, after);
    let restore = ["restore", backup.to_str().unwrap()];
    let kills = kill_at_steps(&place, &restore, 61, &|folder| {
        let store = folder.join("store.db");
        let found = stock(&place, &store).well().rows();
        if found != before {
            assert_eq!(found, after);
            assert!(is_beside(&place, folder, &before), "{:?}", names(folder));
        }
        let store = store.to_str().unwrap();
        place.run(&[&["--store", store], &restore[..]].concat()).well();
        place.run(&["--store", store, "audit"]).well();
        assert!(is_beside(&place, folder, &before), "{:?}", names(folder));
        let left = names(folder);
        assert!(!left.iter().any(|name| name.contains("restoring")), "{left:?}");
    });
    assert!(30 < kills, "killed only {kills} times");
    fs::remove_dir_all(place.path("copy")).unwrap();
}
