//! Stores of earlier programs, as they were left, in the hands of this one.

use super::logs::everything;
use super::workplace::Workplace;
use crate::killing::{can_trace, kill_at_steps};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use testing::tamper::unguarded;

/// The steps of layout 11, and what a store of it held.
const LAYOUT_11: [&str; 12] = [
    include_str!("../../../src/store/sqlite/001_first.sql"),
    include_str!("../../../src/store/sqlite/002_what_a_read_was_about.sql"),
    include_str!("../../../src/store/sqlite/003_purchase.sql"),
    include_str!("../../../src/store/sqlite/004_late_cost.sql"),
    include_str!("../../../src/store/sqlite/005_transfers_and_kits.sql"),
    include_str!("../../../src/store/sqlite/006_integration_and_billing.sql"),
    include_str!("../../../src/store/sqlite/007_what_became_of_batches.sql"),
    include_str!("../../../src/store/sqlite/008_what_shipments_cost.sql"),
    include_str!("../../../src/store/sqlite/009_pick_faces.sql"),
    include_str!("../../../src/store/sqlite/010_what_leaves_first.sql"),
    include_str!("../../../src/store/sqlite/011_rules_and_checkpoints.sql"),
    include_str!("../older/version_11.sql"),
];

/// Lays a store of layout 11 down.
fn of_layout_11(place: &Workplace) -> PathBuf {
    lay_down(&place.path("older"))
}

/// Lays such a store down at a path.
fn lay_down(store: &Path) -> PathBuf {
    lay_down_of(store, 11, &[&LAYOUT_11])
}

/// Lays a store of a layout down at a path, by its steps and what it held.
fn lay_down_of(store: &Path, version: usize, layout: &[&[&str]]) -> PathBuf {
    let older = rusqlite::Connection::open(store).unwrap();
    let layout = layout.concat().join("\n");
    older
        .execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA application_id = 1112427591; PRAGMA foreign_keys = OFF; BEGIN; {layout} \
             PRAGMA user_version = {version}; COMMIT;"
        ))
        .unwrap();
    drop(older);
    std::fs::set_permissions(store, std::fs::Permissions::from_mode(0o660)).unwrap();
    store.to_owned()
}

/// The steps behind layout 11 up to layout 20, and what a store of it held.
const LAYOUT_20: [&str; 10] = [
    include_str!("../../../src/store/sqlite/012_work_waits_for_its_operator.sql"),
    include_str!("../../../src/store/sqlite/013_bounds.sql"),
    include_str!("../../../src/store/sqlite/014_work_at_a_bin.sql"),
    include_str!("../../../src/store/sqlite/015_tolerance.sql"),
    include_str!("../../../src/store/sqlite/016_people_of_documents.sql"),
    include_str!("../../../src/store/sqlite/017_pieces.sql"),
    include_str!("../../../src/store/sqlite/018_restorations.sql"),
    include_str!("../../../src/store/sqlite/019_proofs.sql"),
    include_str!("../../../src/store/sqlite/020_backups.sql"),
    include_str!("../older/version_20.sql"),
];

/// The steps behind layout 20 up to layout 22, and what a store of it held.
const LAYOUT_22: [&str; 3] = [
    include_str!("../../../src/store/sqlite/021_where_late_cost_went.sql"),
    include_str!("../../../src/store/sqlite/022_beside_others.sql"),
    include_str!("../older/version_22.sql"),
];

/// The steps behind layout 22 up to layout 31, and what a store of it held.
const LAYOUT_31: [&str; 10] = [
    include_str!("../../../src/store/sqlite/023_days.sql"),
    include_str!("../../../src/store/sqlite/024_what_was_billed.sql"),
    include_str!("../../../src/store/sqlite/025_taken_apart.sql"),
    include_str!("../../../src/store/sqlite/026_counted.sql"),
    include_str!("../../../src/store/sqlite/027_queues.sql"),
    include_str!("../../../src/store/sqlite/028_taxes.sql"),
    include_str!("../../../src/store/sqlite/029_alike.sql"),
    include_str!("../../../src/store/sqlite/030_methods.sql"),
    include_str!("../../../src/store/sqlite/031_channel_fees.sql"),
    include_str!("../older/version_31.sql"),
];

/// Lays a store of layout 31 down, which is in yen of two decimals.
pub fn of_layout_31(place: &Workplace) -> PathBuf {
    let steps: [&[&str]; 4] = [&LAYOUT_11[..11], &LAYOUT_20[..9], &LAYOUT_22[..2], &LAYOUT_31];
    lay_down_of(&place.path("older"), 31, &steps)
}

#[test]
fn a_number_that_two_bills_had_stays_theirs_and_no_other_bill_gets_it() {
    let place = Workplace::empty();
    let store = lay_down_of(
        &place.path("older"),
        22,
        &[&LAYOUT_11[..11], &LAYOUT_20[..9], &LAYOUT_22],
    );
    let store = store.to_str().unwrap();
    let at = |arguments: &[&str], input: &str| place.feed(&[&["--store", store], arguments].concat(), input);
    at(&["audit", "--replay"], "").well();
    let bill = |id: &str, number: &str, vendor: &str| {
        format!(
            r#"{{"id":"{id}","op":"invoice","date":"2026-03-09","item":"A","qty":"1","amount":"9.00","vendor":"{vendor}","document":"{number}"}}"#
        )
    };
    for (number, vendor, first) in [
        ("RE-7", "V-1", "b1"),
        ("RE-7", "V-2", "b3"),
        ("RE-8", "V-2", "b4"),
    ] {
        let refused = at(&["post", "-"], &bill("b9", number, vendor));
        assert_eq!(refused.code, 1, "{number}");
        let said = format!("{vendor}'s bill {number} is entered already, as {first}.");
        assert!(refused.err.contains(&said), "{}", refused.err);
    }
    let more = [
        bill("b6", "RE-9", "V-3"),
        r#"{"id":"x4","op":"supplier_return","date":"2026-03-10","of":"r1","qty":"3"}
{"id":"f3","op":"invoice","date":"2026-03-10","of":"f2","amount":"10.00","currency":"EUR","rate":"1.20"}
{"id":"u2","op":"reverse","date":"2026-03-10","of":"b2"}
{"id":"u3","op":"reverse","date":"2026-03-10","of":"x3"}"#
            .to_owned(),
    ];
    at(&["post", "-"], &more.join("\n")).well();
    at(&["audit", "--replay"], "").well();
}

#[test]
fn late_cost_that_had_not_followed_its_goods_stays_where_it_was_and_what_comes_follows() {
    let place = Workplace::empty();
    let store = lay_down_of(&place.path("older"), 20, &[&LAYOUT_11[..11], &LAYOUT_20]);
    let store = store.to_str().unwrap();
    let at = |arguments: &[&str], input: &str| place.feed(&[&["--store", store], arguments].concat(), input);
    at(&["audit", "--replay"], "").well();
    let more = r#"{"id":"more","op":"landed_cost","date":"2026-03-12","of":["ra","rf"],"amount":"40.00","basis":"value"}
{"id":"i2","op":"transfer_in","date":"2026-03-12","of":"ta","qty":"15"}
{"id":"w2","op":"reverse","date":"2026-03-13","of":"wa"}
{"id":"l2","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"3.70"}"#;
    at(&["post", "-"], more).well();
    at(&["audit", "--replay"], "").well();
}

#[test]
fn work_left_open_before_sessions_belonged_to_operators_waits_for_its_own() {
    let place = Workplace::empty();
    let store = of_layout_11(&place);
    let store = store.to_str().unwrap();
    let scan = |asked: &[&str], reads: &str| {
        place.feed(
            &[&["--store", store, "scan", "--terminal", "T-1"], asked].concat(),
            reads,
        )
    };
    let next = scan(&[], "RECEIVING\n").well().rows();
    assert_eq!(next[0]["code"], "UNKNOWN_BADGE", "nobody is Ann: {next:?}");
    let ann = ["--badge", "EMP-1", "--pin", "2308"];
    let told = scan(&ann, "RECEIVING\nEMP-2\nEMP-3\n4417\n").well().rows();
    assert_eq!(
        told[0]["code"], "OVER_RECEIPT",
        "2 TEA were in her hand: {told:?}"
    );
    assert_eq!(told[1]["code"], "MAY_NOT_APPROVE", "{told:?}");
    assert_eq!(told[2]["accepted"], true, "{told:?}");
    assert_eq!(
        told[2]["movement"],
        serde_json::Value::Null,
        "a badge alone: {told:?}"
    );
    assert!(
        told[3]["message"].as_str().unwrap().contains("approved by Sue"),
        "{told:?}"
    );
    assert_eq!(told[3]["read"], "****");
    let ben = scan(&["--badge", "EMP-2"], "");
    assert!(ben.err.contains("Ben has no PIN"), "{}", ben.err);
    place.run(&["--store", store, "audit", "--replay"]).well();
}

#[test]
fn what_was_altered_before_an_upgrade_is_told_by_a_replay_of_the_whole_log() {
    for (sql, sound) in [
        ("UPDATE movements SET reason = reason", true),
        ("UPDATE movements SET reason = 'x'", false),
    ] {
        let place = Workplace::empty();
        let store = of_layout_11(&place);
        unguarded(&store, sql);
        let store = store.to_str().unwrap();
        place.run(&["--store", store, "audit", "--replay"]).well();
        let whole = place.run(&["--store", store, "audit", "--json", "--replay", "--whole"]);
        assert_eq!(whole.code == 0, sound, "{}", whole.out);
        assert!(
            whole.out.contains("replay: begins with the first operation"),
            "{}",
            whole.out
        );
    }
}

/// The names of the backups in a folder.
fn backups(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.contains(".before-")).collect();
    names.sort();
    names
}

#[test]
fn an_upgrade_that_is_killed_on_its_way_is_finished_by_the_next_open() {
    if !can_trace() {
        println!("skipped: strace is not installed here, or may not trace");
        return;
    }
    let place = Workplace::empty();
    std::fs::create_dir(place.path("store")).unwrap();
    lay_down(&place.store());
    let kills = kill_at_steps(&place, &["stock"], 11, &|copy| {
        let store = copy.join("store.db");
        let store = store.to_str().unwrap();
        place.run(&["--store", store, "audit", "--replay"]).well();
        let left = backups(copy);
        assert!(left.iter().all(|name| name.ends_with(".backup")), "{left:?}");
    });
    assert!(20 < kills, "killed only {kills} times");
}

#[test]
fn what_an_interrupted_upgrade_left_is_used_again_and_nothing_is_overwritten() {
    let place = Workplace::empty();
    let store = of_layout_11(&place);
    let name = store.to_str().unwrap();
    let older = std::fs::read(&store).unwrap();
    place.run(&["--store", name, "audit", "--replay"]).well();
    let first = backups(&place.path(""));
    assert_eq!(first.len(), 1, "{first:?}");
    let backup = place.path(&first[0]);
    let kept = std::fs::read(&backup).unwrap();
    // The same store once more: its backup serves again, and a half-made one is in nobody's way.
    std::fs::write(&store, &older).unwrap();
    std::fs::write(place.path(&first[0].replace(".backup", ".part")), "half").unwrap();
    place.run(&["--store", name, "audit", "--replay"]).well();
    assert_eq!(backups(&place.path("")), first);
    assert!(
        std::fs::read(&backup).unwrap() == kept,
        "the backup was written anew"
    );
    // A file that is no such copy keeps its name.
    std::fs::write(&store, &older).unwrap();
    std::fs::write(&backup, "cut short").unwrap();
    place.run(&["--store", name, "audit", "--replay"]).well();
    let all = backups(&place.path(""));
    let second = first[0].replace(".backup", "-2.backup");
    assert!(all.len() == 2 && all.contains(&second), "{all:?}");
    assert!(std::fs::read(&backup).unwrap() == b"cut short");
}

#[test]
fn six_terminals_that_meet_an_older_store_at_once_all_go_on() {
    let place = Workplace::empty();
    let store = of_layout_11(&place);
    let name = store.to_str().unwrap();
    let open = || place.run(&["--store", name, "stock"]).well();
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(open);
        }
    });
    assert_eq!(backups(&place.path("")).len(), 1);
    place.run(&["--store", name, "audit", "--replay"]).well();
}

#[test]
fn what_came_after_a_backup_of_an_older_program_is_done_again() {
    let place = Workplace::empty();
    let (store, backup, copied) = (of_layout_11(&place), place.path("backup"), place.path("copied"));
    lay_down(&backup);
    lay_down(&copied);
    let store = store.to_str().unwrap();
    let scanned = "EMP-2\n4417\nRECEIVING\n$BL.SIGNOUT\n";
    place
        .feed(&["--store", store, "scan", "--terminal", "T-1"], scanned)
        .well();
    let posted = r#"{"id":"n1","op":"receive","item":"TEA","qty":"3","cost":"2","date":"2026-11-30"}"#;
    place.feed(&["--store", store, "post", "-"], posted).well();
    let log = place.path("day.log").display().to_string();
    let said = place.run(&["--store", store, "log", "export", "-o", &log]);
    assert!(
        said.code == 2 && said.err.contains("what was read before an upgrade is in no log"),
        "{}",
        said.err
    );
    let from = ["--after-backup", backup.to_str().unwrap(), "-o", &log];
    place
        .run(&[&["--store", store, "log", "export"], &from[..]].concat())
        .well();
    let copied = copied.to_str().unwrap();
    place.run(&["--store", copied, "log", "apply", &log]).well();
    let held = |store: &str| {
        let mut all = everything(Path::new(store));
        // Each was upgraded by itself, and names its own backup.
        all.retain(|(table, _)| table != "checkpoints");
        all
    };
    assert_eq!(held(copied), held(store));
    place.run(&["--store", copied, "audit", "--replay"]).well();
}
