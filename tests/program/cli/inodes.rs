//! A disk that takes no more files, although it has space: whatever makes a file there says so.

use super::workplace::{Said, Workplace};
use std::process::Command;

/// Runs a script on a disk of its own, of which `$disk` is the folder and `$binledger` the program, and which takes so many
/// files; `None` where none can be mounted.
fn on_a_disk(place: &Workplace, files: u32, script: &str) -> Option<Said> {
    let disk = place.path("disk");
    std::fs::create_dir_all(&disk).unwrap();
    // What fills the disk: files without content.
    let fill = "fill() { n=0; while touch \"$disk/filler-$n\" 2>/dev/null; do n=$((n+1)); done; }";
    let script = format!(
        "mount -t tmpfs -o size=64m,nr_inodes={files} none \"$disk\" || {{ echo no mount >&2; exit 99; }}\n{fill}\n{script}"
    );
    let mut mounted = Command::new("unshare");
    mounted.args(["--mount", "--map-root-user", "sh", "-c", &script]);
    mounted.env("disk", &disk);
    mounted.env("binledger", env!("CARGO_BIN_EXE_binledger"));
    mounted.env("samples", place.store());
    mounted.env("BINLEDGER_STORE", disk.join("store.db"));
    mounted.env("XDG_CONFIG_HOME", place.path("."));
    mounted.env("XDG_DATA_HOME", place.path("."));
    let said = Said::from(mounted.output().unwrap());
    if said.code == 99 || said.err.starts_with("unshare") {
        println!("skipped: nothing can be mounted here: {}", said.err);
        return None;
    }
    Some(said)
}

const TOLD: &str = "takes no more files (no inodes are left)";

#[test]
fn whatever_makes_a_file_beside_the_store_says_that_the_disk_takes_no_more() {
    let place = Workplace::with_samples();
    let older = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/program/older");
    assert!(std::path::Path::new(older).is_dir());
    for (what, script) in [
        ("a new store", "fill; $binledger init"),
        (
            "the files that SQLite makes",
            "cp \"$samples\" $disk/store.db; touch $disk/store.db.queue $disk/store.db.turn $disk/store.db.force \
             $disk/store.db.ballast; fill; $binledger stock",
        ),
        (
            "the queue of writers",
            "cp \"$samples\" $disk/store.db; touch $disk/store.db.ballast; fill; $binledger stock",
        ),
        (
            "the seat of a terminal",
            "cp \"$samples\" $disk/store.db; $binledger stock >/dev/null; exec 3<$disk/store.db; touch $disk/store.db-wal \
             $disk/store.db-shm; fill; echo '$BL.HELP' | $binledger scan --badge EMP-102 --pin 2308",
        ),
        (
            "a backup",
            "cp \"$samples\" $disk/store.db; $binledger stock >/dev/null; touch $disk/store.db-wal $disk/store.db-shm; fill; \
             $binledger backup $disk/copy.backup",
        ),
        (
            "an export",
            "cp \"$samples\" $disk/store.db; $binledger gl seal >/dev/null; touch $disk/store.db-wal $disk/store.db-shm; \
             fill; $binledger gl export --target csv --output $disk/day.csv",
        ),
        (
            "an anchor",
            "cp \"$samples\" $disk/store.db; $binledger stock >/dev/null; touch $disk/store.db-wal $disk/store.db-shm; fill; \
             $binledger anchor $disk/anchors",
        ),
    ] {
        let Some(said) = on_a_disk(&place, 24, script) else {
            return;
        };
        assert_ne!(said.code, 0, "{what}: {}", said.out);
        assert!(said.err.contains(TOLD), "{what}: {}", said.err);
        assert!(!said.err.contains("os error"), "{what}: {}", said.err);
    }
}

#[test]
fn room_that_could_not_be_kept_back_is_told_and_stops_nobody() {
    let place = Workplace::with_samples();
    let script = "cp \"$samples\" $disk/store.db; touch $disk/store.db.queue $disk/store.db.turn $disk/store.db.force \
                  $disk/store.db-wal $disk/store.db-shm $disk/store.db.seat-SCRIPT; fill; \
                  echo '$BL.HELP' | $binledger scan --badge EMP-102 --pin 2308";
    let Some(said) = on_a_disk(&place, 24, script) else {
        return;
    };
    let said = said.well();
    assert!(
        said.err
            .contains("no room could be kept back: its disk takes no more files"),
        "{}",
        said.err
    );
}
