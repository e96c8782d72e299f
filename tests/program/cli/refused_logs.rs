//! Logs that are not done again, by name: altered ones, those of another store or time, those of newer rules.

use super::logs::{MORE, everything, kept, last};
use super::workplace::Workplace;
use serde_json::Value;
use std::fs;

/// Writes another digit behind a text.
fn other_digit(line: &mut String, behind: &str) {
    let at = line.find(behind).unwrap() + behind.len();
    let digit = if line.as_bytes()[at] == b'1' { "2" } else { "1" };
    line.replace_range(at..=at, digit);
}

/// What is done to the lines of a log.
type Alter = fn(&mut Vec<String>);

#[test]
fn a_log_that_was_altered_is_refused_by_the_line_and_nothing_is_done() {
    let it = kept();
    it.copied();
    let before = everything(&it.place.store());
    // The lines: where it begins, the note of the backup, an anchor, three receipts, an anchor.
    let cases: [(i32, &str, Alter); 10] = [
        (3, "line 4: operation", |all| {
            other_digit(&mut all[3], r#"\"qty\":\""#);
        }),
        (3, "or one before it was altered", |all| {
            other_digit(&mut all[4], r#""hash":""#);
        }),
        (3, "line 5: operation", |all| drop(all.remove(4))),
        (3, "was between them is missing", |all| all.swap(4, 5)),
        (3, "line 5: expected a line", |all| "{}".clone_into(&mut all[4])),
        (3, "line 6: it stands behind operation", |all| drop(all.remove(5))),
        (3, "one whose beginning is missing", |all| drop(all.remove(0))),
        (3, "it has form 2, which only a newer program reads", |all| {
            all[0] = all[0].replace(r#""form":1"#, r#""form":2"#);
        }),
        (3, "was decided by version 99 of the rule book", |all| {
            let rules = all[5].rfind(r#""rules":"#).unwrap();
            let digits = all[5][rules + 8..].find(|it: char| !it.is_ascii_digit()).unwrap();
            all[5].replace_range(rules + 8..rules + 8 + digits, "99");
        }),
        // No hash covers what came of an operation: it is compared once it is decided again.
        (
            1,
            "does not come out as it did: it makes 1 movements from",
            |all| {
                other_digit(&mut all[3], r#""movement":"#);
            },
        ),
    ];
    for (code, why, alter) in cases {
        let log = it.altered(alter);
        for restores in [false, true] {
            let said = if restores {
                it.place.run(&["restore", &it.backup, "--log", &log])
            } else {
                it.place.run(&["log", "apply", &log])
            };
            assert_eq!(said.code, code, "{why}: {}{}", said.out, said.err);
            assert!(said.err.contains(why), "{why}: {}", said.err);
        }
        if code == 3 {
            assert_eq!(everything(&it.place.store()), before, "{why}");
        }
    }
    // What came before the altered one was right, and stays.
    assert_eq!(last(&it.place), it.last - 3);
    it.place.run(&["audit", "--replay"]).well();
    it.place.run(&["log", "apply", &it.log]).well();
    assert_eq!(last(&it.place), it.last);
}

#[test]
fn what_is_sound_of_a_damaged_log_can_be_had() {
    let it = kept();
    it.copied();
    let log = it.altered(|all| other_digit(&mut all[5], r#"\"qty\":\""#));
    let until = (it.last - 1).to_string();
    let said = it.place.run(&["log", "apply", &log]);
    assert!(
        said.err.contains(&format!("say --until {until} ")),
        "{}",
        said.err
    );
    it.place.run(&["log", "apply", &log, "--until", &until]).well();
    assert_eq!(last(&it.place), it.last - 1);
    // A last line that is only begun is no damage: so ends what is written at a power failure.
    it.copied();
    let mut bytes = fs::read(&it.log).unwrap();
    bytes.truncate(bytes.len() - 300);
    let cut = it.place.path("cut.log");
    fs::write(&cut, &bytes).unwrap();
    let said = it.place.run(&["log", "apply", cut.to_str().unwrap()]).well();
    assert!(
        said.err.contains("is cut off and was passed over"),
        "{}",
        said.err
    );
    assert_eq!(last(&it.place), it.last - 1);
}

#[test]
fn a_log_that_does_not_go_on_where_the_store_ends_is_refused_with_what_to_do() {
    let it = kept();
    let run = |log: &str| {
        let said = it.place.run(&["log", "apply", log]);
        assert_eq!(said.code, 1, "{}{}", said.out, said.err);
        said.err
    };
    // The store was restored without the log.
    it.place.run(&["restore", &it.backup]).well();
    let said = run(&it.log);
    assert!(
        said.starts_with("LOG_NOT_NEXT: ") && said.contains("restore BACKUP --log FILE`"),
        "{said}"
    );
    it.place.run(&["restore", &it.backup, "--log", &it.log]).well();
    it.place.run(&["audit", "--replay"]).well();
    // Somebody worked in the copy.
    it.copied();
    it.place
        .feed(
            &["post", "-"],
            &MORE.replace("r2", "x2").replace("r3", "x3").replace("r4", "x4"),
        )
        .well();
    let said = run(&it.log);
    assert!(
        said.contains("of the store is another one. They are of different times"),
        "{said}"
    );
    // What is between backup and log is missing.
    it.copied();
    let gap = it.place.path("gap.log").display().to_string();
    let whole = Workplace::empty();
    fs::create_dir(whole.path("store")).unwrap();
    fs::copy(&it.backup, whole.store()).unwrap();
    whole.run(&["log", "apply", &it.log]).well();
    let since = (it.last - 1).to_string();
    whole
        .run(&["log", "export", "--since", &since, "-o", &gap])
        .well();
    let said = run(&gap);
    assert!(
        said.contains("what was between them is missing. Name the log that comes before"),
        "{said}"
    );
    // Another store, and none at all.
    let other = Workplace::empty();
    other.run(&["init", "--company", "Another"]).well();
    let said = other.run(&["log", "apply", &it.log]);
    assert!(
        said.code == 1 && said.err.starts_with("OTHER_STORE: "),
        "{}",
        said.err
    );
    fs::remove_dir_all(it.place.path("store")).unwrap();
    let said = run(&it.log);
    assert!(said.starts_with("LOG_NOT_NEXT: there is no store at "), "{said}");
    assert!(!it.place.store().exists());
}

#[test]
fn nobody_may_be_at_work_in_a_store_that_a_log_is_done_again_in() {
    let place = Workplace::with_samples();
    let backup = place.path("monday.db").display().to_string();
    place.run(&["backup", &backup]).well();
    let log = place.path("monday.log").display().to_string();
    place
        .run(&["log", "export", "--after-backup", &backup, "-o", &log])
        .well();
    let at_work = place.at_work();
    let said = place.run(&["log", "apply", &log]);
    assert!(
        said.code == 1 && said.err.starts_with("STORE_IN_USE: terminal DOCK"),
        "{}",
        said.err
    );
    at_work.end();
    let rows: Vec<Value> = place.rows(&["log", "apply", &log]);
    assert_eq!(rows[0]["operations"], 0);
}
