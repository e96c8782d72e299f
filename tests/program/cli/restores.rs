//! Restores: what is put back, what is kept and named, and what is not restored.

use super::backups::GOODS;
use super::workplace::{Workplace, names};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

const SEALED: &str = r#"{"id":"s","op":"seal","date":"2026-03-03","day":"2026-03-02","at":"MAIN"}"#;

/// A store with a backup of it, after which something was received and sealed.
fn backed_up() -> (Workplace, String) {
    let place = Workplace::new();
    place.feed(&["post", "-"], GOODS).well();
    let to = place.path("monday.db").display().to_string();
    place.run(&["backup", &to]).well();
    let more = r#"{"id":"r2","op":"receive","item":"A","qty":"5","cost":"2.50","date":"2026-03-02"}"#;
    place.feed(&["post", "-"], &format!("{more}\n{SEALED}")).well();
    (place, to)
}

fn on_hand(rows: &[Value]) -> Value {
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows[0]["on_hand"].clone()
}

#[test]
fn a_restore_names_what_is_lost_keeps_what_was_there_and_gives_no_batch_number_twice() {
    let (place, from) = backed_up();
    let before = place.rows(&["stock"]);
    let said = place.run(&["restore", &from, "--json"]).well();
    let lost: Vec<(String, String)> = said
        .rows()
        .iter()
        .map(|row| (row["what"].to_string(), row["kind"].to_string()))
        .collect();
    let expected = [
        ("operation", "receive"),
        ("operation", "seal"),
        ("ledger batch", "MAIN"),
    ];
    let expected = expected.map(|(what, kind)| (format!("{what:?}"), format!("{kind:?}")));
    assert_eq!(lost, expected);
    assert!(
        said.err.contains("The next ledger batch is number 2."),
        "{}",
        said.err
    );
    assert_eq!(
        on_hand(&place.rows(&["stock"])),
        on_hand(&place.run(&["--store", &from, "stock", "--json"]).rows())
    );
    place.feed(&["post", "-"], SEALED).well();
    let batches = place.rows(&["gl", "list"]);
    assert_eq!((batches.len(), &batches[0]["batch"]), (1, &2.into()));
    place.run(&["audit", "--replay"]).well();
    let kept = names(&place.path("store"));
    let kept: Vec<&String> = kept.iter().filter(|name| name.contains(".replaced-")).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    let kept = place.path("store").join(kept[0]).display().to_string();
    assert_eq!(
        place.run(&["--store", &kept, "stock", "--json"]).well().rows(),
        before
    );
}

#[test]
fn restores_one_after_the_other_give_no_batch_number_twice() {
    let (place, from) = backed_up();
    let again = place.path("tuesday.db").display().to_string();
    // The second restore, at once after the first, finds nothing sealed in the store that it replaces.
    for nth in 1..=2 {
        let said = place.run(&["restore", &from]).well();
        assert!(
            said.err.contains("The next ledger batch is number 2."),
            "{nth}: {}",
            said.err
        );
    }
    let kept = names(&place.path("store"));
    let kept = kept.iter().filter(|name| name.contains(".replaced-")).count();
    assert_eq!(kept, 2);
    place.run(&["backup", &again]).well();
    // Nothing is known here but what the backup says of the restore before it.
    place.feed(&["post", "-"], SEALED).well();
    fs::write(place.store(), "gone").unwrap();
    let said = place.run(&["restore", &again, "--batch", "1"]).well();
    assert!(
        said.err.contains("The next ledger batch is number 2."),
        "{}",
        said.err
    );
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_number_that_no_ledger_batch_has_is_refused_and_no_document_says_what_was_restored() {
    let (place, from) = backed_up();
    let said = place.run(&["restore", &from, "--batch", "9000000000000"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("is not in 0..=1000000000000"), "{}", said.err);
    let posted = r#"{"id":"x","op":"restored","date":"2026-03-07","backup":"never.db","lost":0,"batch":7}"#;
    let said = place.feed(&["post", "-"], posted);
    assert_ne!(said.code, 0);
    assert!(
        format!("{}{}", said.out, said.err).contains("field op"),
        "{}{}",
        said.out,
        said.err
    );
}

#[test]
fn a_store_that_is_in_use_is_not_restored() {
    let place = Workplace::with_samples();
    let from = place.path("monday.db").display().to_string();
    place.run(&["backup", &from]).well();
    let before = place.rows(&["stock"]);
    // Whoever works at a terminal, and whoever only has the store open.
    let at_work = place.at_work();
    let said = place.run(&["restore", &from]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.err.contains("terminal DOCK is at work"), "{}", said.err);
    at_work.end();
    let open = rusqlite::Connection::open(place.store()).unwrap();
    open.query_row("SELECT count(*) FROM operations", (), |_| Ok(()))
        .unwrap();
    let said = place.run(&["restore", &from]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        said.err.contains("another process has the store open"),
        "{}",
        said.err
    );
    drop(open);
    assert_eq!(place.rows(&["stock"]), before);
    place.run(&["restore", &from]).well();
}

#[test]
fn what_is_no_sound_backup_is_not_restored() {
    let (place, from) = backed_up();
    let before = place.rows(&["stock"]);
    let letter = place.file("letter", "this is a letter, and no store; it is long enough to be one, though, is it not? Yes, it is now, at last.");
    let mut bytes = fs::read(&from).unwrap();
    let cut = bytes.len() - 3000;
    bytes.truncate(cut);
    fs::write(place.path("cut"), &bytes).unwrap();
    let cut = place.path("cut").display().to_string();
    let store = place.store().display().to_string();
    let newer = place.path("newer").display().to_string();
    fs::copy(&from, &newer).unwrap();
    let later = rusqlite::Connection::open(&newer).unwrap();
    later.execute_batch("PRAGMA user_version = 99").unwrap();
    let wrong = place.path("wrong").display().to_string();
    fs::copy(&from, &wrong).unwrap();
    let books = rusqlite::Connection::open(&wrong).unwrap();
    books.execute("UPDATE balances SET qty = qty + 1", ()).unwrap();
    let pipe = place.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let (pipe, folder) = (pipe.display().to_string(), place.path("").display().to_string());
    let nothing = place.path("nothing").display().to_string();
    let empty = place.file("empty", "");
    for (from, code, why) in [
        (&letter, 3, "of another program"),
        (&cut, 3, "is not sound"),
        (&newer, 3, "was made by a newer program (version 99 of the layout"),
        (&wrong, 3, "its books do not hold"),
        (&pipe, 3, "found a pipe or a device"),
        (&folder, 3, "found a folder"),
        (&nothing, 3, "No such file"),
        (
            &empty,
            3,
            "empty can't be restored: it is empty. Name another backup",
        ),
        (&store, 2, "the store itself"),
    ] {
        let said = place.run(&["restore", from]);
        assert_eq!(said.code, code, "{from}: {}", said.err);
        assert!(said.err.contains(why), "{from}: {}", said.err);
    }
    assert_eq!(place.rows(&["stock"]), before);
    place.run(&["audit", "--replay"]).well();
    assert!(
        !names(&place.path("store"))
            .iter()
            .any(|name| name.contains("restoring"))
    );
}

#[test]
fn a_log_that_its_store_left_behind_is_not_played_into_the_one_that_is_restored() {
    let (place, from) = backed_up();
    let log = PathBuf::from(format!("{}-wal", place.store().display()));
    let kept = place.path("kept-wal");
    // The log of a process that was killed, without the file that it belongs to.
    {
        let store = rusqlite::Connection::open(place.store()).unwrap();
        let reading = "BEGIN; SELECT count(*) FROM operations";
        store.execute_batch(reading).unwrap();
        let more = r#"{"id":"r3","op":"receive","item":"A","qty":"6","cost":"2.50","date":"2026-03-02"}"#;
        place.feed(&["post", "-"], more).well();
        fs::copy(&log, &kept).unwrap();
    }
    for what in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{what}", place.store().display()));
    }
    fs::rename(kept, &log).unwrap();
    assert_ne!(fs::metadata(&log).unwrap().len(), 0);
    place.run(&["restore", &from]).well();
    place.run(&["audit", "--replay"]).well();
    let at_rest = names(&place.path("store"));
    assert!(
        at_rest
            .iter()
            .any(|name| name.ends_with("-wal") && name.contains("replaced-")),
        "{at_rest:?}"
    );
}

#[test]
fn a_store_that_can_not_be_read_is_replaced_and_batches_skip_far_ahead() {
    let (place, from) = backed_up();
    fs::write(
        place.store(),
        "nothing that anybody could read any more, after the lightning struck the cabinet",
    )
    .unwrap();
    assert_eq!(place.run(&["audit"]).code, 4);
    let said = place.run(&["restore", &from]).well();
    assert!(said.err.contains("number 100001"), "{}", said.err);
    place.run(&["audit", "--replay"]).well();
    fs::remove_dir_all(place.path("store")).unwrap();
    let said = place.run(&["restore", &from, "--batch", "41"]).well();
    assert!(said.err.contains("number 42."), "{}", said.err);
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn an_older_file_that_was_put_back_by_hand_is_noticed_and_can_be_restored() {
    let place = Workplace::new();
    place.feed(&["post", "-"], GOODS).well();
    let yesterday = place.path("yesterday.db");
    fs::copy(place.store(), &yesterday).unwrap();
    let more = r#"{"id":"r2","op":"receive","item":"A","qty":"5","cost":"2.50","date":"2026-03-02"}"#;
    place.feed(&["post", "-"], &format!("{more}\n{SEALED}")).well();
    let newest = place.path("newest.db");
    fs::rename(place.store(), &newest).unwrap();
    fs::copy(&yesterday, place.store()).unwrap();
    for command in [&["stock"][..], &["audit"], &["post", "-"]] {
        let said = place.run(command);
        assert_eq!(said.code, 4, "{command:?}: {}{}", said.out, said.err);
        assert!(
            said.err.contains("were acknowledged and are not in it")
                && said.err.contains("binledger restore"),
            "{}",
            said.err
        );
    }
    // The newer file is found again.
    fs::copy(&newest, place.store()).unwrap();
    place.run(&["audit"]).well();
    // It is not, and yesterday's is what there is.
    let said = place.run(&["restore", &yesterday.display().to_string()]).well();
    assert!(said.err.contains("Restored from"), "{}", said.err);
    place.run(&["audit", "--replay"]).well();
    place.feed(&["post", "-"], more).well();
    // A new store in the same place begins anew.
    fs::remove_file(place.store()).unwrap();
    place.run(&["init"]).well();
    place.run(&["audit"]).well();
}

#[test]
fn a_backup_of_another_store_needs_to_be_forced() {
    let (place, _) = backed_up();
    let before = place.rows(&["stock"]);
    let other = Workplace::empty();
    other.run(&["init", "--company", "Another"]).well();
    let from = other.path("other.db").display().to_string();
    other.run(&["backup", &from]).well();
    let said = place.run(&["restore", &from]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.err.starts_with("OTHER_STORE: "), "{}", said.err);
    assert_eq!(place.rows(&["stock"]), before);
    let said = place.run(&["restore", &from, "--force"]).well();
    assert!(
        said.err
            .contains("Nothing of the store that was replaced is in it.")
            && said.err.contains("number 100002."),
        "{}",
        said.err
    );
    assert!(place.rows(&["stock"]).is_empty());
    // It is known by what was done in it last, where it is gone.
    fs::remove_file(place.store()).unwrap();
    let said = place.run(&["restore", &from]).well();
    assert!(
        said.err.contains(" at least was acknowledged and is lost: ask"),
        "{}",
        said.err
    );
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_store_that_was_replaced_is_put_back_from_beside_and_what_came_since_is_named() {
    let (place, from) = backed_up();
    let before = place.rows(&["stock"]);
    place.run(&["restore", &from]).well();
    let since = r#"{"id":"r4","op":"receive","item":"A","qty":"7","cost":"2.50","date":"2026-03-02"}"#;
    place.feed(&["post", "-"], since).well();
    let files = names(&place.path("store"));
    let kept = files.iter().find(|name| name.contains(".replaced-")).unwrap();
    let kept = place.path("store").join(kept).display().to_string();
    let said = place.run(&["restore", &kept, "--json"]).well();
    let lost: Vec<Value> = said.rows().iter().map(|row| row["kind"].clone()).collect();
    assert_eq!(lost, ["restored", "receive"]);
    assert!(
        said.err.contains("2 operations of the store that was replaced"),
        "{}",
        said.err
    );
    assert_eq!(place.rows(&["stock"]), before);
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn what_was_exported_and_is_lost_is_listed_with_where_it_went() {
    let (place, from) = backed_up();
    place.run(&["gl", "export", "--target", "csv"]).well();
    let said = place.run(&["restore", &from, "--json"]).well();
    let rows = said.rows();
    let batch = rows.last().unwrap();
    assert_eq!(
        (&batch["what"], &batch["exported"]),
        (&"ledger batch".into(), &"csv".into())
    );
    assert!(
        said.err.contains("3 operations and 1 ledger batch of the store"),
        "{}",
        said.err
    );
}

#[test]
fn where_the_store_is_gone_what_was_acknowledged_is_still_known() {
    let (place, from) = backed_up();
    let newest = place.run(&["anchor"]).well().out;
    let newest: i64 = newest.split(' ').nth(2).unwrap().parse().unwrap();
    for what in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{what}", place.store().display()));
    }
    let said = place.run(&["restore", &from]).well();
    let told = format!("Operations {} to {newest} at least were acknowledged", newest - 2);
    assert!(said.err.contains(&told), "{}", said.err);
    place.run(&["audit", "--replay"]).well();
    // And that a backup is not of the store that was there.
    let other = Workplace::empty();
    other.run(&["init", "--company", "Another"]).well();
    let from = other.path("other.db").display().to_string();
    let more = r#"{"id":"r2","op":"receive","item":"A","qty":"5","cost":"2.50","date":"2026-03-02"}"#;
    other.feed(&["post", "-"], &format!("{GOODS}\n{more}")).well();
    other.run(&["backup", &from]).well();
    fs::remove_file(place.store()).unwrap();
    let said = place.run(&["restore", &from]);
    assert!(
        said.code == 1 && said.err.starts_with("OTHER_STORE"),
        "{}",
        said.err
    );
}
