//! A machine whose clock is wrong: nothing panics, nothing is stamped or dated in the past, and it is told.

use super::workplace::{Said, Workplace};
use serde_json::{Value, json};
use std::process::Command;

/// Runs the program on a machine whose clock says `time`; `None` where the machine has no `faketime`.
fn at(time: &str, place: &Workplace, arguments: &[&str]) -> Option<Said> {
    if Command::new("faketime").arg("--version").output().is_err() {
        println!("skipped: there is no faketime on this machine");
        return None;
    }
    let plain = place.command(arguments);
    let mut faked = Command::new("faketime");
    faked
        .args(["-f", time])
        .arg(plain.get_program())
        .args(plain.get_args());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => faked.env(name, value),
            None => faked.env_remove(name),
        };
    }
    Some(faked.output().unwrap().into())
}

fn word<'v>(row: &'v Value, name: &str) -> &'v str {
    row[name].as_str().unwrap()
}

/// A document that receives a piece and names no date.
fn receipt(place: &Workplace, id: &str) -> String {
    let document = json!({"id": id, "op": "receive", "item": "A", "qty": "1", "cost": "1"});
    place.file(id, &document.to_string())
}

fn with_an_item() -> Workplace {
    let place = Workplace::new();
    let item = place.file("item", r#"{"id":"i","op":"item","item":"A","method":"fifo"}"#);
    place.run(&["post", &item]).well();
    place
}

#[test]
fn a_clock_that_fell_back_dates_and_stamps_nothing_in_the_past() {
    let place = with_an_item();
    place.run(&["post", &receipt(&place, "r-0")]).well();
    for (time, id) in [("1969-07-20 20:17:00", "r-1"), ("2019-01-01 00:00:00", "r-2")] {
        let Some(said) = at(time, &place, &["post", &receipt(&place, id)]) else {
            return;
        };
        let said = said.well();
        assert!(
            said.err.contains("Warning: the clock of this machine says"),
            "{}",
            said.err
        );
        assert!(
            said.err.contains("before the newest work. Have it set"),
            "{}",
            said.err
        );
    }
    let moved = place.rows(&["moves"]);
    assert_eq!(moved.len(), 3);
    let stamps: Vec<&str> = moved.iter().map(|row| word(row, "entered_at")).collect();
    assert!(stamps.is_sorted(), "{stamps:?}");
    let dates: Vec<&str> = moved.iter().map(|row| word(row, "effective_date")).collect();
    assert_eq!(dates[1..], [dates[0]; 2]);
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_query_is_answered_whatever_the_clock_says_and_speaks_of_it_once() {
    let place = with_an_item();
    for arguments in [&["stock"][..], &["moves"], &["audit"], &["why", "stock", "A"]] {
        let Some(said) = at("1903-12-17 10:35:00", &place, arguments) else {
            return;
        };
        assert!(!said.err.contains("panicked"), "{}", said.err);
        assert_eq!(
            said.err.matches("the clock of this machine").count(),
            1,
            "{}",
            said.err
        );
    }
}

#[test]
fn no_store_begins_at_a_time_that_can_not_be() {
    for time in ["1969-12-31 12:00:00", "2001-01-01 00:00:00"] {
        let place = Workplace::empty();
        let Some(said) = at(time, &place, &["init"]) else {
            return;
        };
        assert_eq!(said.code, 2, "{}", said.err);
        assert!(
            said.err
                .contains("which can't be. Have it set, then start again. Nothing was written.")
        );
        assert!(!place.store().exists());
    }
}

#[test]
fn a_clock_within_the_hour_is_nothing_to_speak_of() {
    let place = with_an_item();
    let Some(said) = at("-50m", &place, &["post", &receipt(&place, "r-1")]) else {
        return;
    };
    assert_eq!(said.well().err, "");
    let said = at("-70m", &place, &["stock"]).unwrap();
    assert!(
        said.err.contains("minutes before the newest work"),
        "{}",
        said.err
    );
}
