//! `audit --since-last`: what came since the last proof is proved, in time proportional to it.

use super::workplace::{Said, Workplace};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use testing::tamper::unguarded;

const ITEM: &str = r#"{"id":"i","op":"item","item":"A","method":"fifo","date":"2026-03-02"}"#;

fn receive(place: &Workplace, id: &str) {
    let line =
        format!(r#"{{"id":"{id}","op":"receive","item":"A","qty":"4","cost":"2.50","date":"2026-03-02"}}"#);
    place.feed(&["post", "-"], &line).well();
}

/// A sample company that was audited, with the file of the proof.
fn proved() -> (Workplace, String) {
    let place = Workplace::with_samples();
    place.feed(&["post", "-"], ITEM).well();
    receive(&place, "r1");
    let file = place.path("proof").display().to_string();
    let first = since(&place, &file).well();
    assert!(first.err.contains("all is audited"), "{}", first.err);
    (place, file)
}

fn since(place: &Workplace, file: &str) -> Said {
    place.run(&["audit", "--json", "--since-last", file])
}

#[test]
fn what_came_since_is_proved_and_the_proof_goes_on() {
    let (place, file) = proved();
    let first = fs::read_to_string(&file).unwrap();
    receive(&place, "r2");
    let scans = "$BL.MOVE\nP-01-1\n";
    place
        .feed(&["scan", "--badge", "EMP-102", "--pin", "2308"], scans)
        .well();
    place.run(&["gl", "seal"]).well();
    let again = since(&place, &file).well();
    let checked = |invariant: &str| {
        let row = again
            .rows()
            .into_iter()
            .find(|row| row["invariant"].as_str().unwrap().starts_with(invariant));
        row.unwrap()["checked"].as_i64().unwrap()
    };
    assert_eq!(checked("entries are numbered"), 1, "{}", again.out);
    assert_eq!(checked("movements are numbered"), 1);
    let sealed = checked("the ledger batches");
    assert!(0 < sealed, "{}", again.out);
    assert_eq!(
        checked("operations are numbered"),
        2 + sealed,
        "a receipt, a sign-in"
    );
    assert!(2 <= checked("the chain of the reads"), "{}", again.out);
    assert_ne!(fs::read_to_string(&file).unwrap(), first);
    let nothing = since(&place, &file).well();
    assert!(nothing.err.contains("invariants hold"), "{}", nothing.err);
}

#[test]
fn each_kind_of_tampering_since_is_told_and_the_proof_stays() {
    for (sql, told) in [
        (
            "UPDATE operations SET request = request || ' ' WHERE seq = (SELECT max(seq) FROM operations)",
            "the operation log's hash chain is unbroken",
        ),
        (
            "UPDATE operations SET hash = replace(hash, 'a', 'b') WHERE key = 'r1'",
            "what was proved last is still there",
        ),
        (
            "UPDATE entry_lines SET amount = amount + 1 WHERE entry = (SELECT max(entry) FROM entries) AND line = 1",
            "debits = credits per entry",
        ),
        (
            "DELETE FROM movements WHERE seq = (SELECT max(seq) FROM movements)",
            "every movement and entry was made by exactly one operation",
        ),
        (
            "UPDATE reads SET raw = 'x' WHERE read = 2",
            "the chain of the reads and their results is unbroken",
        ),
        (
            "UPDATE users SET roles = 'administrator' WHERE badge = 'EMP-104'",
            "people, roles, PINs and policies are as they were",
        ),
        (
            "UPDATE policies SET value = '75' WHERE key = 'over_receipt_percent'",
            "people, roles, PINs and policies are as they were",
        ),
    ] {
        let (place, file) = proved();
        let first = fs::read_to_string(&file).unwrap();
        place
            .feed(
                &["scan", "--badge", "EMP-102", "--pin", "2308"],
                "$BL.MOVE\nP-01-1\n",
            )
            .well();
        receive(&place, "r2");
        unguarded(&place.store(), sql);
        let audited = since(&place, &file);
        let broken: Vec<_> = audited
            .rows()
            .into_iter()
            .filter(|row| row["broken"] != 0)
            .collect();
        let is_told = broken
            .iter()
            .any(|row| row["invariant"].as_str().unwrap().starts_with(told));
        assert!(audited.code == 1 && is_told, "{sql}: {broken:?}");
        assert_eq!(fs::read_to_string(&file).unwrap(), first, "{sql}");
    }
}

#[test]
fn an_anchor_that_does_not_hold_keeps_the_proof_where_it_is() {
    let (place, file) = proved();
    let anchors = place.path("anchors").display().to_string();
    place.run(&["anchor", &anchors]).well();
    receive(&place, "r2");
    let first = fs::read_to_string(&file).unwrap();
    let asked = ["audit", "--since-last", &file, "--anchor", &anchors];
    let anchored = fs::read_to_string(&anchors).unwrap();
    let (before, hash) = anchored.rsplit_once(' ').unwrap();
    let turned: String = hash.trim().chars().rev().collect();
    fs::write(&anchors, format!("{before} {turned}\n")).unwrap();
    let said = place.run(&asked);
    assert!(
        said.code == 1 && said.out.contains("was rewritten"),
        "{}",
        said.out
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), first);
    fs::write(&anchors, anchored).unwrap();
    place.run(&asked).well();
    assert_ne!(fs::read_to_string(&file).unwrap(), first);
}

#[test]
fn a_proof_that_somebody_else_made_is_not_believed() {
    let (place, file) = proved();
    let keys = place.file("keys", &format!("2026-11 {}\n", "1".repeat(64)));
    fs::set_permissions(&keys, Permissions::from_mode(0o600)).unwrap();
    fs::create_dir_all(place.path("binledger")).unwrap();
    place.file("binledger/config.toml", &format!("anchor_key_file = '{keys}'\n"));
    let unsigned = since(&place, &file);
    assert!(
        unsigned.code == 1
            && unsigned
                .out
                .contains("the proof is not signed. Remove it to audit all"),
        "{}",
        unsigned.out
    );
    fs::remove_file(&file).unwrap();
    since(&place, &file).well();
    since(&place, &file).well();
    let signed = fs::read_to_string(&file).unwrap();
    fs::write(&file, signed.replacen("\"movements\":", "\"movements\":1", 1)).unwrap();
    let forged = since(&place, &file);
    assert!(
        forged.code == 1 && forged.out.contains("was not signed with the key 2026-11"),
        "{}",
        forged.out
    );
    fs::write(&file, "nothing\n").unwrap();
    let other = since(&place, &file);
    assert_eq!(other.code, 3);
    let told = "Name another file, or remove it to audit all.";
    assert!(other.err.contains(told), "{}", other.err);
    let store = place.store().display().to_string();
    assert_eq!(since(&place, &store).code, 2);
}
