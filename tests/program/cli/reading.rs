//! A store that can't be written from here: by another user, in a folder that is locked, on a disk that is mounted to be
//! read. It is read as it is, also while others write, and whatever would change it is refused at once.

use super::workplace::{Said, Workplace};
use rustix::process::geteuid;
use serde_json::{Value, json};
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::process::{Command, Stdio};

/// A user without rights of their own, who is given the group of a store here.
const NOBODY: u32 = 65534;

/// Makes the store one that may be read by who runs [`reader`], and written by root at most.
fn lock(place: &Workplace) {
    let folder = place.path("store");
    let group = geteuid().is_root().then_some(NOBODY);
    let locked = |path: &std::path::Path, mode: u32| {
        chown(path, None, group).unwrap();
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    };
    for file in fs::read_dir(&folder).unwrap() {
        locked(&file.unwrap().path(), 0o640);
    }
    locked(&folder, 0o2550);
    // The way there.
    fs::set_permissions(place.path("."), Permissions::from_mode(0o755)).unwrap();
}

/// Lets the folder be removed.
fn unlock(place: &Workplace) {
    fs::set_permissions(place.path("store"), Permissions::from_mode(0o2770)).unwrap();
}

/// The program as it is run by somebody who may only read.
fn reader(place: &Workplace, arguments: &[&str]) -> Command {
    let plain = place.command(arguments);
    if !geteuid().is_root() {
        return plain;
    }
    let mut other = Command::new("setpriv");
    other
        .args([
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            env!("CARGO_BIN_EXE_binledger"),
        ])
        .args(arguments);
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => other.env(name, value),
            None => other.env_remove(name),
        };
    }
    other
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    other
}

fn read(place: &Workplace, arguments: &[&str]) -> Said {
    reader(place, arguments).output().unwrap().into()
}

fn is_served(place: &Workplace, arguments: &[&str]) -> Said {
    let said = read(place, arguments).well();
    assert!(
        said.err.contains("can't be written from here"),
        "{arguments:?}: {}",
        said.err
    );
    assert_eq!(said.err.matches("can't be written").count(), 1, "{}", said.err);
    said
}

fn is_refused(place: &Workplace, arguments: &[&str]) {
    let said = read(place, arguments);
    assert_eq!(said.code, 4, "{arguments:?}: {}{}", said.out, said.err);
    let told =
        "can't be written: Permission denied (os error 13). Ask the administrator to let your user into";
    assert!(said.err.contains(told), "{arguments:?}: {}", said.err);
    assert_eq!(said.out, "");
}

/// The files beside the store with their content.
fn content(place: &Workplace) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(place.path("store")).unwrap();
    let mut found: Vec<_> = files
        .map(|file| {
            let path = file.unwrap().path();
            (path.display().to_string(), fs::read(&path).unwrap())
        })
        .collect();
    found.sort();
    found
}

#[test]
fn whoever_may_only_read_a_store_reads_it_and_changes_nothing() {
    let place = Workplace::with_samples();
    let stock = place.rows(&["stock"]);
    place.run(&["gl", "seal"]).well();
    place.run(&["gl", "export", "--target", "csv"]).well();
    lock(&place);
    let before = content(&place);
    let read = is_served(&place, &["stock", "--json"]);
    assert_eq!(read.rows(), stock);
    let out = place.path("out");
    fs::create_dir(&out).unwrap();
    fs::set_permissions(&out, Permissions::from_mode(0o777)).unwrap();
    let to = |name: &str| out.join(name).display().to_string();
    for arguments in [
        &["audit", "--replay"][..],
        &["report", "valuation"],
        &["why", "changes", "FD-1001"],
        &["policies"],
        &["status"],
        &["anchor"],
        &["gl", "list"],
        &["gl", "export", "--target", "csv", "--output", &to("batch.csv")],
        &["backup", &to("copy.backup")],
    ] {
        is_served(&place, arguments);
    }
    assert!(
        fs::read_to_string(out.join("batch.csv"))
            .unwrap()
            .contains("1301")
    );
    let document = place.file(
        "document",
        r#"{"id":"x","op":"seal","day":"2026-03-02","site":"MAIN"}"#,
    );
    for arguments in [
        &[][..],
        &["scan", "--badge", "EMP-102"],
        &["post", &document],
        &["import", &document],
        &["init", "--set", "pin_attempts=3"],
        &["gl", "seal"],
        &[
            "gl",
            "export",
            "--target",
            "hledger",
            "--output",
            &to("new.journal"),
        ],
    ] {
        is_refused(&place, arguments);
    }
    assert!(!out.join("new.journal").exists());
    assert_eq!(content(&place), before);
    unlock(&place);
}

#[test]
fn what_is_read_while_others_write_is_one_state() {
    if !geteuid().is_root() {
        println!("skipped: only root writes where others may not");
        return;
    }
    let place = Workplace::new();
    let item = place.file("item", r#"{"id":"i","op":"item","item":"A","method":"fifo"}"#);
    place.run(&["post", &item]).well();
    lock(&place);
    // Long enough that the log is copied into the file and begins anew now and then.
    let receipt = |n| json!({"id": format!("r-{n}"), "op": "receive", "item": "A", "qty": "1", "cost": "1"});
    let documents: Vec<String> = (0..6000).map(|n| receipt(n).to_string()).collect();
    let documents = documents.join("\n");
    let documents = place.file("documents", &documents);
    let mut writer = place.command(&["post", "--each", &documents]).spawn().unwrap();
    let drain = writer.stdout.take().unwrap();
    let drained = std::thread::spawn(move || std::io::copy(&mut { drain }, &mut std::io::sink()));
    let mut seen = Vec::new();
    while writer.try_wait().unwrap().is_none() {
        is_served(&place, &["audit"]);
        let stock = is_served(&place, &["stock", "--json"]).rows();
        let on_hand = stock.first().map_or("0", |row| row["on_hand"].as_str().unwrap());
        let moves = is_served(&place, &["moves", "--json"]).rows().len();
        seen.push((on_hand.parse::<usize>().unwrap(), moves));
    }
    drained.join().unwrap().unwrap();
    assert!(2 < seen.len(), "{seen:?}");
    assert!(seen.is_sorted(), "{seen:?}");
    let stock: Vec<Value> = is_served(&place, &["stock", "--json"]).rows();
    assert_eq!(stock[0]["on_hand"], "6000");
    unlock(&place);
}

#[test]
fn a_store_on_a_disk_that_is_mounted_to_be_read_is_served() {
    let place = Workplace::with_samples();
    let stock = place.rows(&["stock"]);
    let folder = place.path("store").display().to_string();
    let script = format!(
        "mount --bind '{folder}' '{folder}' && mount -o remount,bind,ro '{folder}' && \
         '{0}' stock --json && '{0}' gl seal",
        env!("CARGO_BIN_EXE_binledger")
    );
    let mut mounted = Command::new("unshare");
    mounted.args(["--mount", "--map-root-user", "sh", "-c", &script]);
    mounted.env("BINLEDGER_STORE", place.store());
    mounted.env("XDG_CONFIG_HOME", place.path("."));
    let said = Said::from(mounted.output().unwrap());
    if said.err.contains("mount") && said.out.is_empty() {
        println!("skipped: nothing can be mounted here: {}", said.err);
        return;
    }
    assert_eq!(said.rows(), stock, "{}", said.err);
    assert_eq!(said.code, 4, "{}", said.err);
    assert!(
        said.err.contains("Have its disk mounted for writing"),
        "{}",
        said.err
    );
}

#[test]
fn where_no_copy_can_be_made_the_folder_is_named() {
    let place = Workplace::with_samples();
    lock(&place);
    let mut asked = reader(&place, &["stock"]);
    let said = Said::from(asked.env("TMPDIR", "/proc/none").output().unwrap());
    assert_eq!(said.code, 4);
    assert!(
        said.err
            .contains("/proc/none, the folder for temporary files, can't take a copy"),
        "{}",
        said.err
    );
    unlock(&place);
}
