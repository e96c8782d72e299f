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
}
