//! Logs that grow while work goes on: whoever adds to them may be killed, and what was written may be cut.

use super::backups::GOODS;
use super::logs::everything;
use super::workplace::Workplace;
use crate::killing::{can_trace, kill_at_each_step};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Child;
use std::time::{Duration, Instant};

fn receipt(number: usize) -> String {
    format!(r#"{{"id":"g{number}","op":"receive","item":"A","qty":"1","cost":"2.50","date":"2026-03-02"}}"#)
}

/// A store with goods, and the name of a log.
fn begun() -> (Workplace, String) {
    let place = Workplace::new();
    place.feed(&["post", "-"], GOODS).well();
    let log = place.path("day.log").display().to_string();
    (place, log)
}

/// Returns the operations and reads of a log, without its anchors.
fn carried(log: &str) -> Vec<String> {
    let text = fs::read_to_string(log).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with(r#"{"end":"#));
    lines.map(str::to_owned).collect()
}

fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn follow(place: &Workplace, log: &str) -> Child {
    place
        .command(&["log", "export", "--follow", "-o", log])
        .spawn()
        .unwrap()
}

#[test]
fn what_came_since_is_added_and_nothing_else() {
    let (place, log) = begun();
    place.run(&["log", "export", "--append", "-o", &log]).well();
    assert_eq!(fs::metadata(&log).unwrap().permissions().mode() & 0o007, 0);
    let first = fs::read_to_string(&log).unwrap();
    let said = place.run(&["log", "export", "--append", "-o", &log]).well();
    assert!(said.err.contains("0 operations and 0 reads more"), "{}", said.err);
    assert_eq!(fs::read_to_string(&log).unwrap(), first);
    place.feed(&["post", "-"], &receipt(1)).well();
    place.run(&["log", "export", "--append", "-o", &log]).well();
    let second = fs::read_to_string(&log).unwrap();
    assert_eq!(
        second.strip_prefix(&first).unwrap().lines().count(),
        2,
        "{second}"
    );
    let whole = place.path("whole.log").display().to_string();
    place.run(&["log", "export", "-o", &whole]).well();
    assert_eq!(carried(&log), carried(&whole));
    // Something else is never added to, nor the log of another store, nor one of a time that was undone.
    let letter = place.file("letter", "of mine\n");
    let said = place.run(&["log", "export", "--append", "-o", &letter]);
    assert!(
        said.code == 2 && said.err.contains("found something else"),
        "{}",
        said.err
    );
    assert_eq!(fs::read_to_string(&letter).unwrap(), "of mine\n");
    let other = Workplace::empty();
    other.run(&["init", "--company", "Another"]).well();
    let said = other.run(&["log", "export", "--append", "-o", &log]);
    assert!(
        said.code == 2 && said.err.contains("it is the log of another store"),
        "{}",
        said.err
    );
    let backup = place.path("now.db").display().to_string();
    place.run(&["backup", &backup]).well();
    place.feed(&["post", "-"], &receipt(2)).well();
    place.run(&["log", "export", "--append", "-o", &log]).well();
    let kept = fs::read_to_string(&log).unwrap();
    place.run(&["restore", &backup]).well();
    let said = place.run(&["log", "export", "--append", "-o", &log]);
    assert!(
        said.code == 2 && said.err.contains("Keep it, and begin a log in another file"),
        "{}",
        said.err
    );
    assert_eq!(fs::read_to_string(&log).unwrap(), kept);
    // Put back with it, the store goes on with the same file.
    place.run(&["restore", &backup, "--log", &log]).well();
    place.run(&["log", "export", "--append", "-o", &log]).well();
}

#[test]
fn a_log_that_was_cut_or_damaged_at_its_end_is_mended() {
    let (place, log) = begun();
    place.run(&["log", "export", "--append", "-o", &log]).well();
    let first = fs::metadata(&log).unwrap().len();
    let two = format!("{}\n{}", receipt(1), receipt(2));
    place.feed(&["post", "-"], &two).well();
    place.run(&["log", "export", "--append", "-o", &log]).well();
    let whole = fs::read(&log).unwrap();
    let expected = carried(&log);
    let first = usize::try_from(first).unwrap();
    for length in (first..whole.len()).step_by(7).chain([0, 5, 40]) {
        fs::write(&log, &whole[..length]).unwrap();
        place.run(&["log", "export", "--append", "-o", &log]).well();
        assert_eq!(carried(&log), expected, "cut at {length}");
    }
    // A page of what was written last never reached the disk, and the next one did.
    for from in [first, first + 200, whole.len() - 90] {
        let mut holed = whole.clone();
        holed[from..from + 80].fill(0);
        fs::write(&log, &holed).unwrap();
        place.run(&["log", "export", "--append", "-o", &log]).well();
        assert_eq!(carried(&log), expected, "a hole at {from}");
    }
}

#[test]
fn an_addition_that_is_killed_anywhere_is_mended_by_the_next() {
    if !can_trace() {
        println!("skipped: strace is not installed here, or may not trace");
        return;
    }
    let (place, log) = begun();
    let whole = place.path("whole.log").display().to_string();
    place.run(&["log", "export", "-o", &whole]).well();
    let add = ["log", "export", "--append", "-o", &log];
    let kills = kill_at_each_step(&place, &add, &|folder| {
        let store = folder.join("store.db").display().to_string();
        place.run(&[&["--store", &store], &add[..]].concat()).well();
        assert_eq!(carried(&log), carried(&whole));
        fs::remove_file(&log).unwrap();
    });
    assert!(5 < kills, "killed only {kills} times");
}

#[test]
fn a_log_follows_the_work_through_a_kill_and_makes_the_same_store_elsewhere() {
    let (place, log) = begun();
    let ends_with = |id: &str| {
        let text = fs::read_to_string(&log).unwrap_or_default();
        let is_there = text.contains(&format!(r#""key":"{id}""#));
        is_there
            && text
                .lines()
                .last()
                .is_some_and(|line| line.starts_with(r#"{"end":"#))
    };
    let mut first = follow(&place, &log);
    for number in 1..4 {
        place.feed(&["post", "-"], &receipt(number)).well();
        wait_for("it follows", || ends_with(&format!("g{number}")));
    }
    let said = place.run(&["log", "export", "--append", "-o", &log]);
    assert!(
        said.code == 2 && said.err.contains("another process adds to"),
        "{}",
        said.err
    );
    first.kill().unwrap();
    first.wait().unwrap();
    place.feed(&["post", "-"], &receipt(4)).well();
    let second = follow(&place, &log);
    wait_for("it catches up", || ends_with("g4"));
    place.feed(&["post", "-"], &receipt(5)).well();
    // Whoever is asked to stop adds what there is first.
    rustix::process::kill_process(
        rustix::process::Pid::from_child(&second),
        rustix::process::Signal::TERM,
    )
    .unwrap();
    let ended = second.wait_with_output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    assert!(ends_with("g5"));
    let other = Workplace::empty();
    other.run(&["log", "apply", &log]).well();
    assert_eq!(everything(&other.store()), everything(&place.store()));
}

#[test]
fn a_second_store_keeps_up_with_the_first_through_a_pipe() {
    let (place, log) = begun();
    place.run(&["log", "export", "-o", &log]).well();
    let other = Workplace::empty();
    other.run(&["log", "apply", &log]).well();
    let anchor = |place: &Workplace| place.run(&["anchor"]).out;
    let at = anchor(&other).split(' ').nth(2).unwrap().to_owned();
    let mut first = place
        .command(&["log", "export", "--follow", "--since", &at])
        .spawn()
        .unwrap();
    let mut second = other.command(&["log", "apply", "-"]);
    let second = second.stdin(first.stdout.take().unwrap()).spawn().unwrap();
    for number in 1..4 {
        place.feed(&["post", "-"], &receipt(number)).well();
        wait_for("it keeps up", || anchor(&other) == anchor(&place));
    }
    first.kill().unwrap();
    first.wait().unwrap();
    let ended = second.wait_with_output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    assert_eq!(everything(&other.store()), everything(&place.store()));
}

#[test]
fn a_log_whose_file_is_taken_away_is_not_written_into_nothing() {
    let (place, log) = begun();
    let mut following = follow(&place, &log);
    wait_for("it begins", || {
        fs::read_to_string(&log).is_ok_and(|text| text.contains(r#"{"end":"#))
    });
    fs::rename(&log, place.path("away.log")).unwrap();
    place.feed(&["post", "-"], &receipt(1)).well();
    wait_for("it ends", || following.try_wait().unwrap().is_some());
    let ended = following.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(
        said.contains("was moved or removed while it was added to"),
        "{said}"
    );
}
