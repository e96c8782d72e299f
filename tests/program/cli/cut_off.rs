<<<<<<< HEAD
//! A long file that is stopped, killed or changed while it is applied: nothing is told that is not so, and it goes on.

use super::turns::{MANY, UnderWay, books, counted, documents, last_line, sale};
use super::workplace::Workplace;
use nix::sys::signal::Signal;
use serde_json::Value;
use std::io::{BufRead, BufReader};

#[test]
fn an_intake_that_is_asked_to_stop_says_how_far_it_came_and_goes_on_there() {
    let whole = Workplace::new();
    let file = whole.file("day.jsonl", &documents(MANY));
    whole.run(&["post", &file]).well();
    for signal in [Signal::SIGTERM, Signal::SIGINT] {
        let place = Workplace::new();
        let before = counted(&place).0;
        let under_way = UnderWay::begin(&place, &file);
        under_way.send(signal);
        let (said, ended_by) = under_way.end();
        assert_eq!(ended_by, Some(signal as i32), "{}", said.err);
        let applied = usize::try_from(counted(&place).0 - before).expect("a number");
        assert!((1..MANY).contains(&applied), "{applied}");
        assert_eq!(said.rows().len() + 1, applied, "each is answered");
        assert_eq!(
            last_line(&said.err),
            format!(
                "Stopped: {applied} of {MANY} documents are applied. Run the same command again to go on."
            )
        );
        let again = place.run(&["post", &file]).well();
        assert_eq!(
            again.err,
            format!(
                "The first {applied} of {MANY} documents were applied before. It goes on at line {}.\n{MANY} documents \
                 are applied, {applied} of them before.\n",
                applied + 1
            )
        );
        assert_eq!(books(&place), books(&whole));
        place.run(&["audit", "--replay"]).well();
    }
}

#[test]
fn an_intake_that_is_killed_again_and_again_comes_to_the_same_end() {
    let whole = Workplace::new();
    let file = whole.file("day.jsonl", &documents(MANY));
    whole.run(&["post", &file]).well();
    let place = Workplace::new();
    let before = counted(&place).0;
    let mut told = 0;
    for taken in [0, 300, 900] {
        let mut child = place.command(&["post", &file]).spawn().expect("the program runs");
        let mut out = BufReader::new(child.stdout.take().expect("a standard output")).lines();
        for _ in 0..=taken {
            let line = out.next().expect("an answer").expect("text");
            let answer: Value = serde_json::from_str(&line).expect("a JSON object");
            told += usize::from(answer["status"] == "applied");
        }
        child.kill().expect("it lives");
        child.wait().expect("it ends");
        let applied = usize::try_from(counted(&place).0 - before).expect("a number");
        assert!(
            told <= applied && applied < MANY,
            "{told} were told, {applied} applied"
        );
    }
    let said = place.run(&["post", &file]).well();
    assert!(
        said.err.contains("were applied before. It goes on at line "),
        "{}",
        said.err
    );
    assert_eq!(books(&place), books(&whole));
    assert_eq!(counted(&place).0 - before, i64::try_from(MANY).expect("a number"));
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn what_became_impossible_does_not_keep_an_intake_from_going_on_that_was_cut_off() {
    let place = Workplace::new();
    let more = r#"{"id":"more","op":"receive","date":"2026-03-02","item":"A","qty":"3","cost":"2"}"#;
    let file = place.file("day.jsonl", &format!("{}{more}\n", documents(MANY)));
    let under_way = UnderWay::begin(&place, &file);
    under_way.send(Signal::SIGKILL);
    under_way.end();
    place.feed(&["post", "-"], &sale("other", 1)).well();
    let said = place.run(&["post", &file]);
    assert_eq!(said.code, 1);
    assert_eq!(
        last_line(&said.err),
        "1 document became impossible and was left out. The other 1600 are applied."
    );
    // Another file is checked whole, though the first was cut off.
    let other = documents(1100)
        .replace("\"r-", "\"o-")
        .replace("\"last\"", "\"end\"");
    let other = place.file("other.jsonl", &format!("{other}{}\n", sale("too much", 9_999)));
    let before = counted(&place);
    assert!(last_line(&place.run(&["post", &other]).err).ends_with("Nothing was applied."));
    assert_eq!(counted(&place), before);
}

#[test]
fn a_file_that_is_changed_while_it_is_applied_is_not_applied_any_further() {
    let place = Workplace::new();
    let text = documents(MANY);
    let file = place.file("day.jsonl", &text);
    let under_way = UnderWay::begin(&place, &file);
    place.file(
        "day.jsonl",
        &text.replace(
            r#""id":"r-1599","op":"receive","date":"2026-03-02","item":"A","qty":"1""#,
            r#""id":"r-1599","op":"receive","date":"2026-03-02","item":"A","qty":"9""#,
        ),
    );
    let (said, _) = under_way.end();
    assert_eq!(said.code, 4);
    assert!(
        said.err.contains("line 1599 changed while it was read"),
        "{}",
        said.err
    );
    let applied = said.rows().len() + 1;
    assert_eq!(
        last_line(&said.err),
        format!("{applied} of {MANY} documents are applied. Run the same command again to go on.")
    );
}

#[test]
fn who_goes_away_with_some_of_the_answers_has_the_whole_file_applied() {
    let place = Workplace::new();
    let file = place.file("day.jsonl", &documents(MANY));
    let before = counted(&place).0;
    let mut under_way = UnderWay::begin(&place, &file);
    drop(under_way.out);
    assert!(under_way.child.wait().expect("it ends").success());
    assert_eq!(counted(&place).0 - before, i64::try_from(MANY).expect("a number"));
=======
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
>>>>>>> 28e8bea (Test a restore that is killed at any step, and what is told of a store)
}
