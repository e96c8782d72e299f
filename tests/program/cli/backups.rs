//! Backups: made while work goes on, proved, kept and removed.

use super::workplace::{Workplace, names};
use std::fs;
use std::os::unix::fs::PermissionsExt;

pub const GOODS: &str = r#"{"id":"i","op":"item","item":"A","method":"fifo","date":"2026-03-02"}
{"id":"r","op":"receive","item":"A","qty":"4","cost":"2.50","date":"2026-03-02"}"#;

#[test]
fn a_backup_says_what_it_holds_and_is_a_store_that_audits_clean() {
    let place = Workplace::new();
    place.feed(&["post", "-"], GOODS).well();
    let to = place.path("monday.db").display().to_string();
    let rows = place.rows(&["backup", &to]);
    assert_eq!((rows.len(), &rows[0]["proved"]), (1, &"books".into()));
    let store = rusqlite::Connection::open(place.store()).unwrap();
    // The newest operation is the note that the backup was made.
    let newest = "SELECT max(seq) FROM operations WHERE op <> 'backed_up'";
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
    let before = place.path("monday.db").display().to_string();
    place.run(&["backup", &before]).well();
    for (to, code, why) in [
        (&to, 1, "BACKUP_EXISTS"),
        (&before, 1, "BACKUP_EXISTS"),
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
        said.code == 2 && said.err.contains("can't be written"),
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
    // A program that looked into a backup left files beside it, which go with it.
    let first = folder.join(older[1]);
    place
        .run(&["backup", &place.path("whole.db").display().to_string()])
        .well();
    fs::copy(place.path("whole.db"), &first).unwrap();
    place
        .run(&["--store", &first.display().to_string(), "stock"])
        .well();
    fs::write(folder.join(format!("{}-wal", older[1])), "").unwrap();
    place.run(&["backup", &to, "--keep", "1"]).well();
    let left = names(&folder);
    assert_eq!(left.len(), 4, "{left:?}");
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
    assert!(
        said.err.contains("the books of the store do not hold"),
        "{}",
        said.err
    );
    assert_eq!(names(&place.path("")), ["store"]);
    assert_eq!(place.rows(&["backup", &to, "--quick"])[0]["proved"], "pages");
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
