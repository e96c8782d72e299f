//! Backups: made while work goes on, proved, kept and removed.

use super::workplace::Workplace;
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

const GOODS: &str = r#"{"id":"i","op":"item","item":"A","method":"fifo","date":"2026-03-02"}
{"id":"r","op":"receive","item":"A","qty":"4","cost":"2.50","date":"2026-03-02"}"#;

/// Returns the names of the files in a folder.
fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn a_backup_says_what_it_holds_and_is_a_store_that_audits_clean() {
    let place = Workplace::new();
    place.feed(&["post", "-"], GOODS).well();
    let to = place.path("monday.db").display().to_string();
    let rows = place.rows(&["backup", &to]);
    assert_eq!((rows.len(), &rows[0]["proved"]), (1, &"books".into()));
    let store = rusqlite::Connection::open(place.store()).unwrap();
    let newest = "SELECT max(seq) FROM operations";
    let newest: i64 = store.query_row(newest, (), |row| row.get(0)).unwrap();
    assert_eq!(rows[0]["operation"], newest);
    assert_eq!(rows[0]["bytes"], fs::metadata(&to).unwrap().len());
    assert_eq!(fs::metadata(&to).unwrap().permissions().mode() & 0o777, 0o660);
    assert_eq!(
        names(&place.path("")),
        ["monday.db", "store"],
        "nothing is left beside it"
    );
    place.run(&["--store", &to, "audit", "--replay"]).well();
    let copied = place.run(&["--store", &to, "stock", "--json"]).well().rows();
    assert_eq!(copied, place.rows(&["stock"]));
}

#[test]
fn a_backup_overwrites_nothing_and_least_of_all_the_store() {
    let place = Workplace::new();
    let to = place.file("letter", "of mine");
    let (store, log) = (
        place.store().display().to_string(),
        format!("{}-wal", place.store().display()),
    );
    for (to, code, why) in [
        (&to, 1, "BACKUP_EXISTS"),
        (&store, 2, "which belongs to a store"),
        (&log, 2, "which belongs to a store"),
    ] {
        let said = place.run(&["backup", to]);
        assert_eq!(said.code, code, "{to}: {}", said.err);
        assert!(said.err.contains(why), "{}", said.err);
    }
    assert_eq!(fs::read_to_string(to).unwrap(), "of mine");
    place.run(&["audit"]).well();
    let nowhere = place.path("no/such/folder").display().to_string();
    let said = place.run(&["backup", &nowhere]);
    assert!(
        said.code == 4 && said.err.contains("can't be made"),
        "{}",
        said.err
    );
}

#[test]
fn backups_of_this_command_are_kept_to_a_number_and_other_files_are_left_alone() {
    let place = Workplace::new();
    let folder = place.path("kept");
    fs::create_dir(&folder).unwrap();
    let to = folder.display().to_string();
    let others = [
        "other.db.2026-03-01T00-00-00Z.backup",
        "store.db.before-17.backup",
        "store.db.monday.backup",
    ];
    let older = [
        "store.db.2026-03-01T00-00-00Z.backup",
        "store.db.2026-03-02T00-00-00Z.backup",
    ];
    for name in others.iter().chain(&older) {
        fs::write(folder.join(name), "").unwrap();
    }
    // As a backup that was killed leaves it.
    fs::write(folder.join(".binledger-1.part"), "half").unwrap();
    let said = place.run(&["backup", &to, "--keep", "2"]).well();
    assert!(said.err.contains("2026-03-01T00-00-00Z"), "{}", said.err);
    let left = names(&folder);
    assert_eq!(left.len(), 5, "{left:?}");
    assert!(others.iter().all(|name| left.contains(&(*name).to_owned())));
    assert!(left.contains(&older[1].to_owned()) && !left.contains(&older[0].to_owned()));
    let said = place.run(&["backup", &place.path("a.db").display().to_string(), "--keep", "1"]);
    assert_eq!(said.code, 2, "{}", said.err);
}

#[test]
fn a_store_whose_books_do_not_hold_is_not_called_a_good_backup() {
    let place = Workplace::new();
    place.feed(&["post", "-"], GOODS).well();
    let store = rusqlite::Connection::open(place.store()).unwrap();
    store.execute("UPDATE balances SET qty = qty + 1", ()).unwrap();
    drop(store);
    let to = place.path("monday.db").display().to_string();
    let said = place.run(&["backup", &to]);
    assert_eq!(said.code, 4);
    assert!(said.err.contains("its books do not hold"), "{}", said.err);
    assert_eq!(names(&place.path("")), ["store"]);
    assert_eq!(place.rows(&["backup", &to, "--quick"])[0]["proved"], "pages");
}

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
    let mut scan = place.command(&[
        "scan",
        "--badge",
        "EMP-103",
        "--pin",
        "9061",
        "--terminal",
        "DOCK",
    ]);
    let mut at_work = scan.spawn().unwrap();
    let mut stdin = at_work.stdin.take().unwrap();
    stdin.write_all(b"A\n").unwrap();
    let mut line = String::new();
    BufReader::new(at_work.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let said = place.run(&["restore", &from]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.err.contains("terminal DOCK is at work"), "{}", said.err);
    drop(stdin);
    at_work.wait().unwrap();
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
    for (from, code, why) in [
        (&letter, 4, "of another program"),
        (&cut, 4, "malformed"),
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
fn an_audit_finds_a_damaged_page_that_no_check_of_the_books_reads() {
    let place = Workplace::new();
    place.feed(&["post", "-"], GOODS).well();
    let store = rusqlite::Connection::open(place.store()).unwrap();
    let number = |sql: &str| {
        let number: u32 = store.query_row(sql, (), |row| row.get(0)).unwrap();
        usize::try_from(number).unwrap()
    };
    let page = number("SELECT rootpage FROM sqlite_schema WHERE name = 'tasks_by_bin'");
    let size = number("PRAGMA page_size");
    drop(store);
    let mut bytes = fs::read(place.store()).unwrap();
    bytes[(page - 1) * size..page * size].fill(0xff);
    fs::write(place.store(), bytes).unwrap();
    let said = place.run(&["audit"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.out.contains(&format!("page {page}")), "{}", said.out);
}
