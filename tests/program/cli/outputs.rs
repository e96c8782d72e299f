//! What is written besides the store: never over a store, whatever it is called.

use super::workplace::Workplace;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

/// The ways to write a file whose name is given.
const WAYS: [&[&str]; 3] = [
    &["calibrate", "--force", "--sheet"],
    &["calibrate", "--force", "--save"],
    &["gl", "export", "--target", "csv", "--output"],
];

/// A company with something to export.
fn company() -> Workplace {
    let place = Workplace::new();
    let documents = r#"{"id":"i","op":"item","item":"A","method":"fifo","date":"2026-03-02"}
{"id":"r","op":"receive","item":"A","qty":"4","cost":"2.50","date":"2026-03-02"}"#;
    place.feed(&["post", "-"], documents).well();
    place.run(&["gl", "seal"]).well();
    place
}

fn refused(place: &Workplace, output: &Path) {
    for way in WAYS {
        let before = fs::read(output).ok();
        let output = output.display().to_string();
        let said = place.run(&[way, &[&output]].concat());
        assert_eq!(said.code, 2, "{way:?} {output}: {}", said.err);
        let told =
            format!("found {output}, which belongs to a store. Name another file. Nothing was written.");
        assert!(said.err.contains(&told), "{}", said.err);
        assert_eq!(fs::read(&output).ok(), before, "{way:?} {output}");
    }
}

#[test]
fn nothing_is_written_over_the_store_or_a_file_that_it_keeps() {
    let place = company();
    for beside in [
        "",
        "-wal",
        "-shm",
        ".turn",
        ".queue",
        ".force",
        ".ballast",
        ".seat-DOCK",
    ] {
        refused(&place, &place.path(&format!("store/store.db{beside}")));
    }
    place.run(&["audit"]).well();
}

#[test]
fn nothing_is_written_over_the_store_by_another_name() {
    let place = company();
    let link = place.path("report.csv");
    symlink(place.store(), &link).unwrap();
    refused(&place, &link);
    let log = place.path("log.csv");
    symlink(place.path("store/store.db.queue"), &log).unwrap();
    refused(&place, &log);
    place.run(&["audit"]).well();
}

#[test]
fn nothing_is_made_under_a_name_that_a_store_keeps_through_a_link_to_it() {
    let place = company();
    let link = place.path("report.csv");
    // No such terminal was ever open.
    symlink(place.path("store/store.db.seat-GATE"), &link).unwrap();
    refused(&place, &link);
    let templates = place.path("templates");
    fs::create_dir(&templates).unwrap();
    symlink(
        place.path("store/store.db.seat-GATE"),
        templates.join("items.csv"),
    )
    .unwrap();
    let said = place.run(&["import", "--templates", &templates.display().to_string()]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(!place.path("store/store.db.seat-GATE").exists());
}

#[test]
fn a_file_is_not_written_through_a_link_in_the_place_of_its_unfinished_part() {
    let place = company();
    symlink(place.store(), place.path(".day.csv.part")).unwrap();
    let day = place.path("day.csv").display().to_string();
    place
        .run(&["gl", "export", "--target", "csv", "--output", &day])
        .well();
    assert!(fs::read_to_string(&day).unwrap().contains("1300"));
    assert!(fs::read(place.store()).unwrap().starts_with(b"SQLite format 3"));
    place.run(&["audit"]).well();
}

#[test]
fn no_file_of_a_store_is_read_as_something_else() {
    let place = company();
    place.run(&["gl", "export", "--target", "csv"]).well();
    let link = place.path("names.csv");
    symlink(place.store(), &link).unwrap();
    let store = link.display().to_string();
    let config = place.file("keys.toml", &format!("keymap = {store:?}\n"));
    for arguments in [
        &["gl", "export", "--target", "xero-csv", "--map", &store][..],
        &["gl", "reconcile", &store],
        &["--config", &config, "stock"],
    ] {
        let said = place.run(arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.err);
        assert!(
            said.err.contains("expected a file to read, found one of a store"),
            "{}",
            said.err
        );
    }
}

#[test]
fn nothing_is_logged_into_a_store_that_the_name_of_the_log_leads_to() {
    let place = company();
    fs::create_dir_all(place.path("binledger")).unwrap();
    for by_name in [true, false] {
        let log = place.path("binledger/binledger.log");
        let _ = fs::remove_file(&log);
        if by_name {
            symlink(place.store(), &log).unwrap();
        } else {
            symlink(place.path("store/store.db.turn"), &log).unwrap();
        }
        let before = fs::read(&log).unwrap();
        // Without a terminal the screen is left at once, after its log was opened.
        let said = place.run(&[]);
        assert!(
            said.err
                .contains("binledger.log is a file of a store: nothing is logged"),
            "{}",
            said.err
        );
        assert_eq!(fs::read(&log).unwrap().len(), before.len());
    }
    place.run(&["audit"]).well();
}

#[test]
fn nothing_is_written_over_the_store_of_another_company() {
    let (place, other) = (company(), company());
    refused(&place, &other.store());
    refused(&place, &other.path("store/store.db-wal"));
    other.run(&["audit"]).well();
}

#[test]
fn a_file_whose_name_only_begins_as_that_of_the_store_is_written() {
    let place = company();
    let sheet = place.path("store/store.db.svg").display().to_string();
    place.run(&["calibrate", "--sheet", &sheet]).well();
    assert!(fs::read_to_string(&sheet).unwrap().contains("<svg"));
    place.run(&["calibrate", "--force", "--sheet", &sheet]).well();
}

#[test]
fn a_store_in_memory_is_refused_and_makes_no_file() {
    let place = Workplace::empty();
    let folder = place.path(".");
    for command in [&["init"][..], &["stock"], &["import", "x"]] {
        let mut said = place.command(&[&["--store", ":memory:"], command].concat());
        let said = said.current_dir(&folder).output().unwrap();
        let err = String::from_utf8_lossy(&said.stderr).into_owned();
        assert_eq!(said.status.code(), Some(2), "{err}");
        assert!(
            err.contains("expected the path of a file as the store, found :memory:"),
            "{err}"
        );
    }
    assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
}
