//! Logs that are done again, and killed at any step of that.

use super::logs::{MORE, everything, kept, last};
use super::workplace::names;
use crate::killing::{can_trace, kill_at_steps};
use std::path::Path;

#[test]
fn an_application_that_is_killed_anywhere_goes_on_and_every_row_is_the_same() {
    if !can_trace() {
        println!("skipped: strace is not installed here, or may not trace");
        return;
    }
    let it = kept();
    let full = everything(&it.place.store());
    it.copied();
    let apply = ["log", "apply", &it.log];
    let kills = kill_at_steps(&it.place, &apply, 3, &|folder| {
        let store = folder.join("store.db");
        let named = ["--store", store.to_str().unwrap()];
        it.place.run(&[&named, &["audit"][..]].concat()).well();
        it.place.run(&[&named, &apply[..]].concat()).well();
        assert_eq!(everything(&store), full);
    });
    assert!(10 < kills, "killed only {kills} times");
}

#[test]
fn a_restore_with_its_log_that_is_killed_leaves_the_store_as_it_was_or_as_it_should_be() {
    if !can_trace() {
        println!("skipped: strace is not installed here, or may not trace");
        return;
    }
    let it = kept();
    it.place
        .feed(
            &["post", "-"],
            &MORE.replace(":\"r", ":\"y").replace("yeceive", "receive"),
        )
        .well();
    let (before, after) = (last(&it.place), it.last + 1);
    let restore = ["restore", &it.backup, "--log", &it.log];
    let ends_with = |store: &Path| {
        let rows = it
            .place
            .run(&["--store", store.to_str().unwrap(), "anchor"])
            .well()
            .out;
        rows.split(' ').nth(2).unwrap().parse::<i64>().unwrap()
    };
    let kills = kill_at_steps(&it.place, &restore, 97, &|folder| {
        let store = folder.join("store.db");
        let found = ends_with(&store);
        assert!(found == before || found == after, "{found}");
        let named = ["--store", store.to_str().unwrap()];
        it.place.run(&[&named, &restore[..]].concat()).well();
        it.place.run(&[&named, &["audit"][..]].concat()).well();
        assert!(after <= ends_with(&store));
        let left = names(folder);
        assert!(!left.iter().any(|name| name.contains("restoring")), "{left:?}");
    });
    assert!(20 < kills, "killed only {kills} times");
}
