//! What whoever answers for a store is told of it: that it was restored, and how old its last backup is.

use super::workplace::{Said, Workplace};
use serde_json::Value;

/// Signs somebody in at a moment, who types nothing but one card.
fn confirmed_at(place: &Workplace, badge: &str, pin: &str, at: &str) -> Said {
    let script = format!("#! badge={badge} pin={pin} terminal=T-1 at={at}\n$BL.CONFIRM\n");
    place.feed(&["scan"], &script)
}

fn status(place: &Workplace, what: &str) -> String {
    let rows = place.rows(&["status"]);
    let row = rows.iter().find(|row| row["what"] == what).unwrap();
    row["is"].as_str().unwrap().to_owned()
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
    let later = "2099-01-01T07:00:00+00:00";
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
