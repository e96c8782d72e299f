//! Files that an administrator lays beside the store are looked at on the screen, then imported.

use super::of_ida;
use crate::floor::bench::Bench;
use crate::floor::house::House;
use crate::floor::identity::kept;
use binledger::cli::Folder;
use binledger::domain::catalog::Item;
use binledger::domain::log::Logged;
use binledger::domain::user::User;
use binledger::operations::request::{Define, Master, Request};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;
use tempfile::TempDir;

const ITEMS: &str =
    "item,name,group,method,tracking,uom\nTEA,Green tea,1,fifo,none,EA\nJAM,Plum jam,1,fifo,none,EA\n";
const STOCK: &str = "date,item,location,qty,value\n2026-03-01,TEA,STORAGE,12,30.00\n";

/// The folder of a store in this one.
fn folder(beside: &TempDir) -> Folder {
    Folder::beside(&beside.path().join("store.db"), std::rc::Rc::default())
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
    for told in [
        "What it does",
        "items 2,",
        "items.csv line 2:",
        "  TEA is new",
        "more",
    ] {
        assert!(shown.contains(told), "{told}\n{shown}");
    }
    let bench = bench
        .scan(&["$BL.CONFIRM"])
        .says("imported: 3 new, 0 changed, 0 known")
        .lies(12, "TEA", "STORAGE")
        .asks("Choose a line");
    let shown = bench.shown(80, 24);
    assert!(shown.contains("receive, then UNDO"), "{shown}");
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
    items.csv line 2, column method: expected one of fifo, average, standard,
      found "lifo"
    items.csv line 3, column method: expected one of fifo, average, standard,
      found "lifo"

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
        .tells("are no longer what was shown");
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

const PEOPLE: &str = "badge,name,roles,pin,site\n";

fn defined(bench: &mut Bench<'_>, master: Master) {
    bench.house.ok(Define { master });
}

#[test]
fn the_last_administrator_is_not_imported_as_somebody_else() {
    let (mut house, beside) = (House::empty(), TempDir::new().unwrap());
    let own = "EMP-1,Ida Brandt,picker,48291357,MAIN\n";
    lay(&beside, "users.csv", &format!("{PEOPLE}{own}"));
    let bench = at_files(&mut house, &beside)
        .refuses("BAD_FILE")
        .tells("users.csv line 2: LAST_ADMINISTRATOR");
    // Who follows is taken first, and who imports last.
    let items = "item,name\nTEA,Green tea\n";
    lay(&beside, "items.csv", items);
    let other = "EMP-2,Bo Lind,administrator,,MAIN\nEMP-3,Cy,picker,,MAIN\n";
    lay(&beside, "users.csv", &format!("{PEOPLE}{own}{other}"));
    let bench = bench.scan(&[""]).says("3 new, 1 changed, 0 known");
    let shown = bench.shown(80, 24);
    for told in [
        "users.csv line 2: EMP-1 changed: another PIN; roles picker, was",
        "users.csv line 3: EMP-2 is new",
    ] {
        assert!(shown.contains(told), "{told}\n{shown}");
    }
    bench.scan(&["$BL.CONFIRM"]).says("imported: 3 new, 1 changed");
}

#[test]
fn digits_that_may_be_a_pin_are_nowhere_told_or_kept() {
    let (mut house, beside) = (House::empty(), TempDir::new().unwrap());
    let mut bench = at_files(&mut house, &beside);
    for users in [
        "EMP-2,Bo,picker,65432187,MAIN\n",
        "badge,name,roles,pin,site,65432187\nEMP-2,Bo,picker,4711,MAIN,1\n",
        "badge,name,roles,pin,site\nEMP-2,Bo,65432187,4711,MAIN\n",
        "badge,name,roles,pin,site\nEMP-2,Bo,picker;65432187,4711,MAIN\n",
        "badge,name,roles,pin,site\nEMP-2,Bo,picker,4711,65432187\n",
        "badge,name,roles,pin,site\nEMP-2,65432187,picker,4711,MAIN\n",
        "badge,name,roles,pin,site\n65432187,Bo,picker,4711,MAIN\n65432187,Cy,picker,4711,MAIN\n",
        "badge,name,roles,pin,site,\nEMP-2,Bo,picker,4711,MAIN,65432187\n",
        "badge,name,roles,pin,site\n=\"65432187\",Bo,picker,4711,MAIN\n",
    ] {
        lay(&beside, "users.csv", users);
        bench = bench.scan(&[""]).refuses("BAD_FILE");
        for size in [(80, 24), (20, 16)] {
            let shown = bench.shown(size.0, size.1);
            assert!(!shown.contains("65432187"), "{users}\n{shown}");
        }
        assert!(!bench.told().contains("65432187"), "{users}\n{}", bench.told());
    }
    let kept = kept(bench.house);
    assert!(kept.contains("****") && !kept.contains("65432187"), "{kept}");
}

#[test]
fn as_many_pins_are_hashed_as_a_terminal_takes() {
    let (mut house, beside) = (House::empty(), TempDir::new().unwrap());
    let people = |count: usize| -> String {
        let row = |number: usize| format!("E-{number},Bo,picker,4711,MAIN\n");
        (0..count).map(row).collect()
    };
    lay(&beside, "users.csv", &format!("{PEOPLE}{}", people(41)));
    let bench = at_files(&mut house, &beside)
        .refuses("BAD_FILE")
        .tells("41 rows with a PIN are more than the 40 that a terminal takes: binledger import");
    lay(&beside, "users.csv", &format!("{PEOPLE}{}", people(12)));
    let bench = bench.scan(&["", "$BL.CONFIRM"]).says("imported: 12 new");
    let users: Vec<User> = bench.house.all();
    let hashes: BTreeSet<_> = users.iter().filter_map(|user| user.pin_hash.clone()).collect();
    assert_eq!(hashes.len(), 13, "each has a salt of its own");
}

#[test]
fn links_pipes_and_folders_are_refused_by_name_and_other_names_are_told() {
    let (mut house, beside) = (House::empty(), TempDir::new().unwrap());
    let bench = at_files(&mut house, &beside);
    let folder = beside.path().join("import");
    lay(&beside, "item.csv", ITEMS);
    let bench = bench.scan(&[""]);
    let shown = bench.shown(80, 24);
    assert!(shown.contains("item.csv is not read"), "{shown}");
    fs::write(beside.path().join("secret"), "4711,secret\n").unwrap();
    symlink(beside.path().join("secret"), folder.join("items.csv")).unwrap();
    let bench = bench
        .scan(&[""])
        .refuses("BAD_FILE")
        .tells("items.csv can't be read: it is a link");
    fs::remove_file(folder.join("items.csv")).unwrap();
    fs::create_dir(folder.join("sites.csv")).unwrap();
    let bench = bench.scan(&[""]).tells("sites.csv can't be read: it is a folder");
    fs::remove_dir(folder.join("sites.csv")).unwrap();
    let made = Command::new("mkfifo")
        .arg(folder.join("sites.csv"))
        .status()
        .unwrap();
    assert!(made.success());
    let bench = bench.scan(&[""]).tells("sites.csv can't be read: it is no file");
    fs::rename(&folder, beside.path().join("elsewhere")).unwrap();
    symlink(beside.path().join("elsewhere"), &folder).unwrap();
    bench.scan(&[""]).refuses("BAD_FILE").tells("no link to one");
}

#[test]
fn a_record_that_others_changed_after_it_was_shown_is_shown_again() {
    let (mut house, beside) = (House::empty(), TempDir::new().unwrap());
    lay(&beside, "items.csv", ITEMS);
    let bench = at_files(&mut house, &beside)
        .scan(&["$BL.CONFIRM"])
        .says("imported: 2 new");
    lay(&beside, "items.csv", &ITEMS.replace("Plum", "Quince"));
    let mut bench = bench.typed("9").says("0 new, 1 changed, 1 known");
    let shown = bench.shown(80, 24);
    let told = "items.csv line 3: JAM changed: name Quince jam, was Plum jam";
    assert!(shown.contains(told), "{shown}");
    let all: Vec<Item> = bench.house.all();
    let jam = all.into_iter().find(|item| item.item.as_str() == "JAM").unwrap();
    let name = "Cherry jam".to_owned();
    defined(&mut bench, Master::Item(Box::new(Item { name, ..jam })));
    let bench = bench
        .scan(&["$BL.CONFIRM"])
        .refuses("BAD_FILE")
        .tells("are no longer what was shown")
        .scan(&[""]);
    let shown = bench.shown(80, 24);
    assert!(shown.contains("was Cherry jam"), "{shown}");
    bench.scan(&["$BL.CONFIRM"]).says("imported: 0 new, 1 changed");
}
