//! A terminal that can't open says why, says what to do, and leaves the line as it was.

use super::company::{Company, PROGRAM};
use super::station::Station;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// A user who owns nothing.
const NOBODY: u32 = 65_534;

/// Opens the terminal, which ends at once; what it said is on the screen.
#[track_caller]
fn refused(company: &Company, code: u32, says: &[&str]) {
    let mut station = company.station("DOCK-1");
    let status = station.end();
    let shown = station.shown();
    assert_eq!(status.exit_code(), code, "{shown}");
    for text in says {
        assert!(shown.contains(text), "no {text:?} in {shown}");
    }
    assert!(!station.screen().alternate_screen() && station.is_line_as_before());
}

#[test]
fn without_a_store_it_says_how_to_make_one() {
    let company = Company::without_store();
    refused(&company, 4, &["there is no store at", "binledger init"]);
    assert!(!company.store().exists(), "looking made nothing");
}

#[test]
fn a_newer_store_is_left_alone() {
    let company = Company::open();
    let store = rusqlite::Connection::open(company.store()).unwrap();
    store.pragma_update(None, "user_version", 99).unwrap();
    drop(store);
    refused(&company, 4, &["has version 99", "Use the newer program"]);
}

#[test]
fn a_file_that_is_no_store_is_left_alone() {
    let company = Company::without_store();
    std::fs::write(company.store(), "a letter to the supplier").unwrap();
    std::fs::set_permissions(company.store(), std::fs::Permissions::from_mode(0o660)).unwrap();
    refused(&company, 4, &["store.db"]);
    assert_eq!(
        std::fs::read(company.store()).unwrap(),
        b"a letter to the supplier"
    );
}

#[test]
fn where_nothing_may_be_written_it_says_so() {
    let company = Company::open();
    let program = company.folder().join("program");
    std::fs::copy(PROGRAM, &program).unwrap();
    std::fs::set_permissions(company.folder(), std::fs::Permissions::from_mode(0o555)).unwrap();
    let mut command = Command::new(&program);
    command
        .arg("--store")
        .arg(company.store())
        .env_clear()
        .env("HOME", company.home());
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    } else {
        std::fs::set_permissions(company.store(), std::fs::Permissions::from_mode(0o440)).unwrap();
    }
    let output = command.stdin(Stdio::null()).output().unwrap();
    std::fs::set_permissions(company.folder(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(4), "{said}");
    assert!(said.contains("store.db"), "{said}");
}

#[test]
fn a_terminal_s_name_is_one_session_s_at_a_time() {
    let company = Company::open();
    let mut first = company.station("DOCK-1");
    first.wait_for("Scan your badge");
    refused(
        &company,
        2,
        &["terminal DOCK-1 is open in another session", "another name"],
    );
    first.kill();
    company.station("DOCK-1").wait_for("Scan your badge");
}

#[test]
fn without_a_terminal_it_names_the_command_that_needs_none() {
    let company = Company::open();
    let said = company.run(&[]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("binledger scan"), "{}", said.err);
    assert_eq!(said.out, "", "nothing is drawn into a pipe");
}

#[test]
fn a_keymap_with_a_mistake_is_named_before_the_screen_is_taken() {
    let company = Company::open();
    let keymap = company.folder().join("keys.toml");
    std::fs::write(&keymap, "[global]\n\"f1\" = \"fly\"\n").unwrap();
    let config = format!(
        "terminal = \"DOCK-1\"\nkeymap = {:?}\n",
        keymap.display().to_string()
    );
    std::fs::write(company.folder().join("wrong.toml"), config).unwrap();
    let mut station = with_config(&company, &company.folder().join("wrong.toml"));
    assert_eq!(station.end().exit_code(), 2);
    assert!(
        station.shown().contains("fly") && station.shown().contains("keys.toml"),
        "{}",
        station.shown()
    );
    assert!(!String::from_utf8_lossy(&station.written).contains("\x1b[?1049h"));
}

fn with_config(company: &Company, config: &Path) -> Station {
    let mut command = Station::program(company);
    command.arg("--config");
    command.arg(config);
    Station::start(command, (80, 24))
}

/// Whether the program ever asked for a colour.
fn is_coloured(station: &Station) -> bool {
    let written = String::from_utf8_lossy(&station.written);
    let colour = |part: &str| part.starts_with("38;") || part.starts_with("48;");
    written.split("\x1b[").skip(1).any(colour)
}

#[test]
fn colours_and_signs_are_left_out_where_they_are_not_wanted() {
    let company = Company::open();
    let look = |terminal: &str, set: Option<(&str, &str)>, ascii: bool| {
        let mut command = Station::program(&company);
        if let Some((name, value)) = set {
            command.env(name, value);
        }
        if ascii {
            command.arg("--ascii");
        }
        command.arg("--config");
        command.arg(company.config(terminal));
        let mut station = Station::start(command, (80, 24));
        station.sign_in("EMP-104", "5572");
        station.scan("NOWHERE-1", "UNKNOWN CODE");
        (is_coloured(&station), station.shown().is_ascii())
    };
    assert_eq!(look("T-1", None, false), (true, false), "a modern terminal");
    assert_eq!(look("T-2", Some(("NO_COLOR", "1")), false), (false, false));
    assert_eq!(look("T-3", None, true), (true, true), "--ascii");
    assert_eq!(
        look("T-4", Some(("TERM", "dumb")), false),
        (false, true),
        "a poor terminal"
    );
}

#[test]
fn a_store_that_is_replaced_under_a_session_is_noticed_and_the_terminal_is_left_by_a_key() {
    let company = Company::open();
    let mut station = company.station("DOCK-1");
    station.sign_in("EMP-102", "2308");
    let copy = company.folder().join("copy.db");
    std::fs::copy(company.store(), &copy).unwrap();
    std::fs::rename(&copy, company.store()).unwrap();
    let replaced = std::fs::read(company.store()).unwrap();
    station.send(b"$BL.MOVE\r");
    station.wait_for("replaced by another file");
    station.rest();
    assert!(
        station.shown().contains("call the supervisor"),
        "{}",
        station.shown()
    );
    station.send(b"\x03");
    station.rest();
    station.send(b"\x03");
    station.end();
    assert!(station.is_line_as_before());
    assert_eq!(
        std::fs::read(company.store()).unwrap(),
        replaced,
        "nothing is written to the other file"
    );
}
