//! Anchors that are signed, and where the company's policy has them kept.

use super::workplace::{Said, Workplace};
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

const DAY: &str = r#"{"id":"i","op":"item","item":"A","method":"fifo","date":"2026-03-02"}
{"id":"r","op":"receive","item":"A","qty":"4","cost":"2.50","date":"2026-03-02"}"#;
const SIGNED: &str = "every anchor is signed with a key of the company";

/// Writes a file of keys, and lets the configuration name it.
fn keys(place: &Workplace, lines: &str) {
    let keys = place.file("keys", lines);
    fs::set_permissions(&keys, Permissions::from_mode(0o600)).unwrap();
    fs::create_dir_all(place.path("binledger")).unwrap();
    place.file("binledger/config.toml", &format!("anchor_key_file = '{keys}'\n"));
}

fn audited(place: &Workplace, anchors: &str) -> Said {
    place.run(&["audit", "--json", "--anchor", anchors])
}

/// What the audit says of who signed the anchors.
fn of_signatures(said: &Said) -> String {
    let row = said.rows().into_iter().find(|row| row["invariant"] == SIGNED);
    row.map_or_else(String::new, |row| row["detail"].as_str().unwrap().to_owned())
}

#[test]
fn an_anchor_that_the_company_did_not_sign_is_told_by_name() {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAY).well();
    let (one, two) = ("1".repeat(64), "2".repeat(64));
    let (anchors, forged) = (place.path("anchors"), place.path("forged"));
    let (anchors, forged) = (anchors.to_str().unwrap(), forged.to_str().unwrap());
    place.run(&["anchor", forged]).well();
    assert_eq!(
        of_signatures(&audited(&place, forged).well()),
        "",
        "nobody asked for signatures"
    );
    keys(&place, &format!("2026-10 {one}\n"));
    let said = place.run(&["anchor", anchors]).well();
    assert!(!said.err.contains(&one), "{}", said.err);
    keys(&place, &format!("# newest first\n2026-11 {two}\n2026-10 {one}\n"));
    place.run(&["anchor", anchors]).well();
    let written = fs::read_to_string(anchors).unwrap();
    let names: Vec<&str> = written
        .lines()
        .map(|line| line.split(' ').rev().nth(1).unwrap())
        .collect();
    assert_eq!(names, ["2026-10", "2026-11"]);
    audited(&place, anchors).well();
    let told = audited(&place, forged);
    let operation = fs::read_to_string(forged).unwrap();
    let operation = operation.split(' ').nth(2).unwrap();
    let unsigned = format!("the anchor of operation {operation} is not signed");
    assert_eq!((told.code, of_signatures(&told)), (1, unsigned));
}

#[test]
fn a_key_that_is_wrong_or_unknown_is_named() {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAY).well();
    let anchors = place.path("anchors");
    let anchors = anchors.to_str().unwrap();
    keys(&place, &format!("2026-10 {}\n", "1".repeat(64)));
    place.run(&["anchor", anchors]).well();
    for (other, expected) in [
        (
            "2026-11",
            "signed with the key 2026-10, which is not in the file of keys",
        ),
        (
            "2026-10",
            "was not signed with the key 2026-10: it or the key was changed",
        ),
    ] {
        keys(&place, &format!("{other} {}\n", "2".repeat(64)));
        let told = audited(&place, anchors);
        assert_eq!(told.code, 1);
        assert!(of_signatures(&told).contains(expected), "{}", told.out);
    }
}

#[test]
fn a_file_of_keys_is_kept_from_others_and_from_the_store() {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAY).well();
    let key = format!("2026-11 {}\n", "1".repeat(64));
    keys(&place, &key);
    fs::set_permissions(place.path("keys"), Permissions::from_mode(0o644)).unwrap();
    let told = place.run(&["anchor"]);
    assert!(told.code == 2 && told.err.contains("chmod o="), "{}", told.err);
    let beside = place.path("store").join("keys");
    fs::write(&beside, &key).unwrap();
    fs::set_permissions(&beside, Permissions::from_mode(0o600)).unwrap();
    let run = |file: &Path| -> Said {
        let mut command = place.command(&["anchor"]);
        command
            .env("BINLEDGER_ANCHOR_KEY_FILE", file)
            .output()
            .unwrap()
            .into()
    };
    let told = run(&beside);
    assert!(
        told.code == 2 && told.err.contains("away from the store"),
        "{}",
        told.err
    );
    place.file("none", "nothing\n");
    fs::set_permissions(place.path("none"), Permissions::from_mode(0o600)).unwrap();
    let told = run(&place.path("none"));
    assert!(
        told.code == 3 && told.err.contains("line 1: expected a name"),
        "{}",
        told.err
    );
    assert_eq!(run(&place.path("missing")).code, 3);
}

/// Sets the policy that says where anchors are kept.
fn policy(place: &Workplace, value: &str) -> Said {
    let row = format!("key,value\nanchor_to,{value}\n");
    let file = place.file("policies.csv", &row);
    place.run(&["import", &file])
}

#[test]
fn sealing_a_day_anchors_the_log_where_the_policy_says_and_nowhere_else() {
    let place = Workplace::new();
    let anchors = place.path("anchors");
    let shown = anchors.to_str().unwrap();
    let told = place.run(&["anchor", "--by-policy"]);
    assert!(
        told.code == 2 && told.err.contains("so no anchor was kept"),
        "{}",
        told.err
    );
    policy(&place, &format!("file:{shown}")).well();
    place.feed(&["post", "-"], DAY).well();
    let sealed = place.run(&["gl", "seal"]);
    assert_eq!(sealed.code, 2, "{}", sealed.err);
    assert!(
        sealed.out.contains("2026-03-02"),
        "the day is sealed: {}",
        sealed.out
    );
    assert!(sealed.err.contains("which is not there"), "{}", sealed.err);
    assert!(!anchors.exists(), "a policy makes no file");
    fs::write(&anchors, "").unwrap();
    for refused in ["a line of somebody else\n", ""] {
        fs::write(&anchors, refused).unwrap();
        let told = place.run(&["anchor", "--by-policy"]);
        assert_eq!(told.code, if refused.is_empty() { 0 } else { 2 }, "{}", told.err);
        let kept = fs::read_to_string(&anchors).unwrap();
        assert_eq!(kept == refused, !refused.is_empty(), "{kept}");
    }
    place.run(&["audit", "--anchor", shown]).well();
    let kept = fs::read_to_string(&anchors).unwrap();
    let link = place.path("link");
    symlink(&anchors, &link).unwrap();
    for (path, why) in [
        (&link, "is a link"),
        (&place.store(), "which belongs to a store"),
        (&place.path("store"), "can't be opened"),
    ] {
        policy(&place, &format!("file:{}", path.display())).well();
        let told = place.run(&["anchor", "--by-policy"]);
        assert!(told.code == 2 && told.err.contains(why), "{}", told.err);
    }
    assert_eq!(fs::read_to_string(&anchors).unwrap(), kept);
    for value in ["file:anchors", "file:/a/../b", "file:", "everywhere"] {
        assert_eq!(policy(&place, value).code, 3, "{value}");
    }
}

#[test]
fn a_terminal_follows_no_path_of_a_policy() {
    let place = Workplace::with_samples();
    let anchors = place.path("anchors");
    fs::write(&anchors, "").unwrap();
    policy(&place, &format!("file:{}", anchors.display())).well();
    let scans = "$BL.LEDGER\n1\n\n$BL.APPROVE\n$BL.CONFIRM\n";
    let said = place.feed(&["scan", "--badge", "EMP-101", "--pin", "4417"], scans);
    let sealed = place.run(&["gl", "list"]).well();
    assert!(sealed.out.contains("2026-02-28"), "{}{}", said.out, sealed.out);
    assert_eq!(fs::read_to_string(&anchors).unwrap(), "");
}
