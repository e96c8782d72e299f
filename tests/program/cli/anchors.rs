//! Anchors: what was noted outside of the store tells whether the log before it was rewritten.

use super::workplace::Workplace;
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use testing::tamper::unguarded;

const DAY: &str = r#"{"id":"i","op":"item","item":"A","method":"fifo","date":"2026-03-02"}
{"id":"r","op":"receive","item":"A","qty":"4","cost":"2.50","date":"2026-03-02"}"#;
const ANCHORED: &str = "the store holds what the anchors say, and all that came before them";

/// Adds a blank to the request of operation 5 and computes every hash behind it anew, as somebody who knows how would.
fn rewrite(place: &Workplace) {
    let store = Connection::open(place.store()).unwrap();
    let guard = "SELECT sql FROM sqlite_schema WHERE name = 'operations_are_never_changed'";
    let guard: String = store.query_row(guard, (), |row| row.get(0)).unwrap();
    store
        .execute_batch(
            "DROP TRIGGER operations_are_never_changed;
             UPDATE operations SET request = request || ' ' WHERE seq = 5",
        )
        .unwrap();
    let mut statement = store
        .prepare("SELECT seq, rules, request FROM operations ORDER BY seq")
        .unwrap();
    let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let rows: Vec<(i64, i64, String)> = rows.unwrap().collect::<Result<_, _>>().unwrap();
    let mut hash = String::new();
    for (seq, rules, request) in rows {
        let text = format!("{hash}rules {rules}\n{request}");
        let sum = Sha256::digest(text);
        hash = sum
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<Vec<_>>()
            .concat();
        store
            .execute("UPDATE operations SET hash = ? WHERE seq = ?", (&hash, seq))
            .unwrap();
    }
    store.execute_batch(&guard).unwrap();
    // Beside the store stands which operation was forced last.
    std::fs::remove_file(place.path("store").join("store.db.force")).unwrap();
}

#[test]
fn a_log_rewritten_with_all_its_hashes_is_told_by_every_kind_of_anchor() {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAY).well();
    let anchors = place.path("anchors");
    let backup = place.path("kept.backup");
    let (anchors, backup) = (anchors.to_str().unwrap(), backup.to_str().unwrap());
    place.run(&["anchor", anchors]).well();
    let printed = place.run(&["anchor"]).well();
    assert_eq!(std::fs::read_to_string(anchors).unwrap(), printed.out);
    Connection::open(place.store())
        .unwrap()
        .execute("VACUUM INTO ?", [backup])
        .unwrap();
    let more = r#"{"id":"m","op":"receive","item":"A","qty":"1","cost":"3","date":"2026-03-02"}"#;
    place.feed(&["post", "-"], more).well();
    for anchor in [anchors, backup] {
        place.run(&["audit", "--anchor", anchor]).well();
    }
    rewrite(&place);
    place.run(&["audit"]).well();
    for anchor in [anchors, backup] {
        let told = place.run(&["audit", "--json", "--anchor", anchor]);
        let row = told
            .out
            .lines()
            .find(|row| row.contains(ANCHORED))
            .unwrap()
            .to_owned();
        assert_eq!(told.code, 1, "{}", told.err);
        assert!(row.contains("or one before it was rewritten"), "{row}");
    }
}

#[test]
fn reads_that_are_gone_with_all_that_was_noted_of_them_are_told_by_an_anchor() {
    let place = Workplace::with_samples();
    let scan = ["scan", "--badge", "EMP-102", "--pin", "2308", "--terminal", "T-1"];
    place.feed(&scan, "$BL.MOVE\nP-01-1\n").well();
    let backup = place.path("kept.backup").display().to_string();
    let anchors = place.path("anchors").display().to_string();
    place.run(&["anchor", &anchors]).well();
    place.run(&["backup", &backup]).well();
    for table in ["read_results", "reads", "read_links"] {
        let newest =
            format!("terminal = 'T-1' AND read = (SELECT max(read) FROM {table} WHERE terminal = 'T-1')");
        unguarded(&place.store(), &format!("DELETE FROM {table} WHERE {newest}"));
    }
    place.run(&["audit"]).well();
    for anchor in [&anchors, &backup] {
        let told = place.run(&["audit", "--json", "--anchor", anchor]);
        assert_eq!(told.code, 1, "{}", told.out);
        let is_told = told.out.contains("link 4 of the reads or one before it is gone");
        assert!(is_told, "{}", told.out);
    }
}

#[test]
fn an_export_proves_the_ledger_batch_that_it_is_of() {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAY).well();
    place.run(&["gl", "seal"]).well();
    let export = place.path("export.csv");
    let export = export.to_str().unwrap();
    place
        .run(&["gl", "export", "--target", "csv", "--output", export])
        .well();
    place.run(&["audit", "--anchor", export]).well();
    let bytes = std::fs::read_to_string(export).unwrap();
    let at = bytes.rfind(',').unwrap() + 1;
    let other = format!("{}{}\n", &bytes[..at], "0".repeat(64));
    std::fs::write(export, other).unwrap();
    let told = place.run(&["audit", "--anchor", export]);
    assert_eq!(told.code, 1, "{}", told.out);
    assert!(told.out.contains("there is no ledger batch 0000"), "{}", told.out);
}

#[test]
fn what_holds_no_anchor_and_what_belongs_to_the_store_is_refused() {
    let place = Workplace::new();
    let empty = place.path("empty");
    std::fs::write(&empty, "nothing\n").unwrap();
    let told = place.run(&["audit", "--anchor", empty.to_str().unwrap()]);
    assert_eq!(told.code, 3, "{}", told.err);
    for way in [&["anchor"][..], &["audit", "--anchor"]] {
        let store = place.store();
        let told = place.run(&[way, &[store.to_str().unwrap()]].concat());
        assert_eq!(told.code, 2, "{}", told.err);
    }
    let told = place.run(&["anchor", "/dev/null"]);
    assert!(
        told.code == 2 && told.err.contains("or print the line"),
        "{}",
        told.err
    );
}

#[test]
fn anchors_are_read_back_from_a_mail_and_one_that_was_cut_is_named_by_its_line() {
    let place = Workplace::new();
    let first = place.run(&["anchor"]).well().out;
    place.feed(&["post", "-"], DAY).well();
    // A message with sums of its own, that somebody wrote to without an end of the line.
    let sum = "f".repeat(64);
    let mail = place.file(
        "mail",
        &format!(
            "Message-Id: <{sum}@host>\n\n> {first}Kept by hand: {}",
            first.trim_end()
        ),
    );
    place.run(&["anchor", &mail]).well();
    let text = std::fs::read_to_string(&mail).unwrap();
    assert_eq!(
        text.lines()
            .filter(|line| line.contains("binledger anchor "))
            .count(),
        3
    );
    assert!(text.ends_with('\n') && text.lines().last().unwrap().starts_with("binledger anchor "));
    let told = place.run(&["audit", "--json", "--anchor", &mail]).well().rows();
    let row = told.iter().find(|row| row["invariant"] == ANCHORED).unwrap();
    assert_eq!(row["checked"], 2);
    std::fs::write(&mail, text.replacen(first.trim_end(), &first[..40], 1)).unwrap();
    let told = place.run(&["audit", "--anchor", &mail]);
    assert_eq!(told.code, 3, "{}", told.err);
    assert!(
        told.err.contains("mail line 3: expected the number"),
        "{}",
        told.err
    );
}

#[test]
fn an_anchor_of_before_a_restore_says_what_was_lost_and_one_of_after_it_what_was_rewritten() {
    let place = Workplace::new();
    let backup = place.path("kept.backup").display().to_string();
    place.run(&["backup", &backup]).well();
    place.feed(&["post", "-"], DAY).well();
    let anchors = place.path("anchors").display().to_string();
    place.run(&["anchor", &anchors]).well();
    place.run(&["restore", &backup]).well();
    place.feed(&["post", "-"], DAY).well();
    let audited = |anchors: &str| {
        let told = place.run(&["audit", "--json", "--anchor", anchors]);
        let row = told.rows().into_iter().find(|row| row["invariant"] == ANCHORED);
        (told.code, row.unwrap()["detail"].as_str().unwrap().to_owned())
    };
    let (code, detail) = audited(&anchors);
    assert_eq!(code, 1);
    assert!(
        detail.contains("was lost when the store was restored at") && detail.contains("from kept.backup"),
        "{detail}"
    );
    let after = place.path("after").display().to_string();
    place.run(&["anchor", &after]).well();
    assert_eq!(audited(&after).0, 0);
    let text = std::fs::read_to_string(&after).unwrap();
    assert!(text.ends_with(" generation 1\n"), "{text}");
    let (begin, end) = text.rsplit_once(" generation").unwrap();
    let other = format!("{}{} generation{end}", &begin[..begin.len() - 64], "0".repeat(64));
    std::fs::write(&after, other).unwrap();
    let (code, detail) = audited(&after);
    assert!(code == 1 && detail.contains("was rewritten"), "{detail}");
}
