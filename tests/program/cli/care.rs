//! What whoever answers for a store is told of it: that it was restored, and how old its last backup is.

use super::workplace::{Said, Workplace};
use binledger::store::sqlite::name_beside;
use chrono::{TimeDelta, Utc};
use serde_json::Value;
use std::fs::File;

/// Signs somebody in at a moment, who scans some lines.
fn scanned_at(place: &Workplace, badge: &str, pin: &str, at: &str, lines: &[&str]) -> Said {
    let head = format!("#! badge={badge} pin={pin} terminal=T-1 at={at}");
    place.feed(&["scan"], &format!("{head}\n{}\n", lines.join("\n")))
}

fn confirmed_at(place: &Workplace, badge: &str, pin: &str, at: &str) -> Said {
    scanned_at(place, badge, pin, at, &["$BL.CONFIRM"])
}

fn status(place: &Workplace, what: &str) -> String {
    let rows = place.rows(&["status"]);
    let row = rows.iter().find(|row| row["what"] == what).unwrap();
    row["is"].as_str().unwrap().to_owned()
}

#[test]
fn a_restore_can_be_confirmed_after_another_job_and_after_work_that_went_on() {
    let place = Workplace::with_samples();
    let (badge, pin, now) = ("EMP-101", "4417", "2026-03-02T07:05:00+01:00");
    scanned_at(&place, badge, pin, now, &["$BL.MOVE", "A-01-3"]).well();
    let to = place.path("monday.db").display().to_string();
    place.run(&["backup", &to]).well();
    let noted = |lines: &[&str]| {
        place.run(&["restore", &to]).well();
        let rows = scanned_at(&place, badge, pin, now, lines).rows();
        rows.last().expect("an answer")["message"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let told = "it is noted that you know of the restore";
    // The work went on at once, and home is reached by leaving it.
    assert_eq!(noted(&["$BL.EXIT", "$BL.CONFIRM"]), told);
    assert_eq!(noted(&["$BL.EXIT", "A-01-3", "$BL.DONE", "$BL.CONFIRM"]), told);
}

#[test]
fn status_names_who_has_the_turn_to_write_and_who_has_a_seat_also_by_a_link() {
    let place = Workplace::with_samples();
    assert_eq!(status(&place, "turn to write"), "free");
    assert_eq!(status(&place, "terminals"), "none");
    let turn = File::open(name_beside(&place.store(), "turn")).unwrap();
    turn.lock().unwrap();
    let seat = File::create(name_beside(&place.store(), "seat-DOCK")).unwrap();
    seat.lock().unwrap();
    let told = status(&place, "turn to write");
    let process = format!(", process {}) holds the store", std::process::id());
    assert!(
        told.starts_with("terminal DOCK (") && told.contains(&process),
        "{told}"
    );
    let link = place.path("link.db");
    std::os::unix::fs::symlink(place.store(), &link).unwrap();
    let link = link.display().to_string();
    let rows = place.rows(&["--store", &link, "status"]);
    let terminals = rows.iter().find(|row| row["what"] == "terminals").unwrap();
    assert_eq!(terminals["is"], "DOCK");
}

/// The sample company with a backup.
fn backed_up() -> (Workplace, String) {
    let place = Workplace::with_samples();
    let to = place.path("monday.db").display().to_string();
    place.run(&["backup", &to]).well();
    (place, to)
}

#[test]
fn a_backup_is_known_to_the_store_and_not_to_itself() {
    let (place, to) = backed_up();
    assert!(status(&place, "last backup").contains(" as monday.db, up to operation "));
    assert_eq!(status(&place, "last restore"), "none");
    // What proves pages alone is no good backup.
    let quick = place.path("quick.db").display().to_string();
    place.run(&["backup", &quick, "--quick"]).well();
    assert!(status(&place, "last backup").contains("monday.db"));
    place.run(&["restore", &to]).well();
    assert_eq!(status(&place, "last backup"), "none");
    assert!(status(&place, "last restore").contains(" from monday.db, which ends with operation "));
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_restore_is_told_until_a_supervisor_took_note_of_it() {
    let (place, to) = backed_up();
    place.run(&["restore", &to]).well();
    let told = "The store was restored on ";
    for command in ["status", "audit"] {
        let said = place.run(&[command]).well();
        assert!(
            said.err.contains(told) && said.err.contains(" from monday.db"),
            "{}",
            said.err
        );
    }
    let now = "2026-03-02T07:05:00+01:00";
    let picker = confirmed_at(&place, "EMP-103", "9061", now).rows();
    assert_eq!(picker.last().unwrap()["code"], "NOT_NOW");
    let supervisor = confirmed_at(&place, "EMP-101", "4417", now).well().rows();
    let noted = supervisor.last().unwrap()["message"].as_str().unwrap();
    assert_eq!(noted, "it is noted that you know of the restore");
    for command in ["status", "audit"] {
        let said = place.run(&[command]).well();
        assert!(!said.err.contains(told), "{}", said.err);
    }
    let again = confirmed_at(&place, "EMP-100", "8254", now).rows();
    assert_eq!(again.last().unwrap()["code"], "NOT_NOW");
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_backup_that_is_too_old_is_told_at_sign_in_to_those_who_answer_for_the_store() {
    let place = Workplace::with_samples();
    place.run(&["init", "--set", "backup_age_hours=1"]).well();
    let later = (Utc::now() + TimeDelta::hours(3)).to_rfc3339();
    let row = |badge, pin| -> Value {
        let script = format!("#! terminal=T-1 at={later}\n{badge}\n{pin}\n");
        place.feed(&["scan"], &script).rows().pop().unwrap()
    };
    let told = row("EMP-101", "4417");
    let message = told["message"].as_str().unwrap();
    assert!(message.contains("No backup is known since "), "{message}");
    let told = row("EMP-103", "9061");
    assert!(!told["message"].as_str().unwrap().contains("backup"), "{told}");
    place.run(&["init", "--set", "backup_age_hours=0"]).well();
    let told = row("EMP-101", "4417");
    assert!(!told["message"].as_str().unwrap().contains("backup"), "{told}");
}
