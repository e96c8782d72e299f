//! Files that an administrator lays beside the store are looked at on the screen, then imported.

use super::of_ida;
use crate::floor::bench::Bench;
use crate::floor::house::House;
use binledger::cli::Folder;
use binledger::domain::catalog::Item;
use binledger::domain::log::Logged;
use binledger::operations::request::Request;
use std::fs;
use tempfile::TempDir;

const ITEMS: &str =
    "item,name,group,method,tracking,uom\nTEA,Green tea,1,fifo,none,EA\nJAM,Plum jam,1,fifo,none,EA\n";
const STOCK: &str = "date,item,location,qty,value\n2026-03-01,TEA,STORAGE,12,30.00\n";

/// The folder of a store in this one.
fn folder(beside: &TempDir) -> Folder {
    Folder::beside(&beside.path().join("store.db"))
}

fn lay(beside: &TempDir, name: &str, text: &str) {
    let folder = beside.path().join("import");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), text).unwrap();
}

/// Ida at the line of files.
#[track_caller]
fn at_files<'h>(house: &'h mut House, beside: &TempDir) -> Bench<'h> {
    of_ida(house).with_files(folder(beside)).typed("EMP-1").typed("9")
}

fn items(bench: &Bench<'_>) -> Vec<String> {
    let items: Vec<Item> = bench.house.all();
    items.iter().map(|item| item.item.to_string()).collect()
}

#[test]
fn what_files_would_do_is_shown_then_done_under_the_badge() {
    let (mut house, beside) = (House::empty(), TempDir::new().unwrap());
    let bench = at_files(&mut house, &beside).asks("Put files into the folder, then Enter");
    lay(&beside, "items.csv", ITEMS);
    lay(&beside, "opening_stock.csv", STOCK);
    let bench = bench
        .scan(&[""])
        .says("3 new, 0 changed, 0 known")
        .asks("CONFIRM imports 3 rows");
    assert_eq!(items(&bench), [""; 0]);
    let shown = bench.shown(20, 16);
    assert!(shown.contains("items            2"), "{shown}");
    assert!(shown.contains("opening_stock    1"), "{shown}");
    let bench = bench
        .scan(&["$BL.CONFIRM"])
        .says("imported: 3 new, 0 changed, 0 known")
        .lies(12, "TEA", "STORAGE")
        .asks("Choose a line");
    assert_eq!(items(&bench), ["JAM", "TEA"]);
    let log: Vec<Logged> = bench.house.all();
    let request: Request = serde_json::from_str(&log.last().unwrap().request).unwrap();
    assert_eq!(request.requester.operator().as_str(), "EMP-1");
    assert!(request.read.is_some());
    let bench = bench
        .typed("9")
        .asks("All of it is known: BACK")
        .scan(&["$BL.CONFIRM"]);
    lay(&beside, "items.csv", &ITEMS.replace("Plum", "Quince"));
    bench
        .scan(&["$BL.BACK"])
        .typed("9")
        .says("0 new, 1 changed, 2 known")
        .scan(&["$BL.CONFIRM"])
        .says("imported: 0 new, 1 changed, 2 known");
}

#[test]
fn everything_that_is_wrong_is_shown_and_nothing_is_imported() {
    let (mut house, beside) = (House::empty(), TempDir::new().unwrap());
    lay(&beside, "items.csv", &ITEMS.replace("fifo", "lifo"));
    let bench = at_files(&mut house, &beside)
        .refuses("BAD_FILE")
        .tells("items.csv line 2, column method: expected one of fifo, average, standard, found \"lifo\"; and 1 line more")
        .asks("Mend the files, then Enter");
    insta::assert_snapshot!(bench.shown(80, 10), @r#"
    Set up
    Mend the files, then Enter
    To mend
    items.csv line 2, column method: expected one of fifo, average, standard, found~
    items.csv line 3, column method: expected one of fifo, average, standard, found~



    >
    "#);
    // What only a rule knows is wrong.
    lay(&beside, "items.csv", &ITEMS.replace("none", "lot"));
    lay(&beside, "opening_stock.csv", STOCK);
    let bench = bench
        .scan(&[""])
        .refuses("BAD_FILE")
        .tells("opening_stock.csv line 2: LOT_NEEDED");
    assert_eq!(items(&bench), [""; 0]);
    lay(&beside, "items.csv", ITEMS);
    bench.scan(&["", "$BL.CONFIRM"]).says("imported: 3 new");
}

#[test]
fn files_that_were_changed_since_they_were_shown_are_shown_again() {
    let (mut house, beside) = (House::empty(), TempDir::new().unwrap());
    lay(&beside, "items.csv", ITEMS);
    let bench = at_files(&mut house, &beside).asks("CONFIRM imports 2 rows");
    lay(&beside, "items.csv", &ITEMS.replace("JAM", "HAM"));
    let bench = bench
        .scan(&["$BL.CONFIRM"])
        .refuses("BAD_FILE")
        .tells("The files are no longer what was shown");
    assert_eq!(items(&bench), [""; 0]);
    let bench = bench.scan(&["", "$BL.CONFIRM"]).says("imported: 2 new");
    assert_eq!(items(&bench), ["HAM", "TEA"]);
}

#[test]
fn what_was_shown_waits_for_its_answer_through_a_kill() {
    let (mut house, beside) = (House::empty(), TempDir::new().unwrap());
    lay(&beside, "items.csv", ITEMS);
    at_files(&mut house, &beside)
        .killed()
        .typed("EMP-1")
        .asks("CONFIRM imports 2 rows")
        .scan(&["$BL.CONFIRM"])
        .says("imported: 2 new");
}

#[test]
fn a_folder_too_long_for_a_terminal_is_left_to_a_shell() {
    let (mut house, beside) = (House::empty(), TempDir::new().unwrap());
    lay(&beside, "items.csv", &ITEMS.repeat(60_000));
    at_files(&mut house, &beside)
        .refuses("BAD_FILE")
        .tells("more than the 4 MB that a terminal takes: binledger import")
        .asks("Mend the files, then Enter");
}
