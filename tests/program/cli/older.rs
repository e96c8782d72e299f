//! Stores of earlier programs, as they were left, in the hands of this one.

use super::workplace::Workplace;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

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
    let store = place.path("older");
    let older = rusqlite::Connection::open(&store).unwrap();
    let layout = LAYOUT_11.join("\n");
    older
        .execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA application_id = 1112427591; PRAGMA foreign_keys = OFF; BEGIN; {layout} \
             PRAGMA user_version = 11; COMMIT;"
        ))
        .unwrap();
    drop(older);
    std::fs::set_permissions(&store, std::fs::Permissions::from_mode(0o660)).unwrap();
    store
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
