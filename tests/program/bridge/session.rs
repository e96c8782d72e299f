//! A real session behind a bridge.

use super::company::{Company, PROGRAM};
use super::rig::{BAD, GOOD, Workstation, signal};
use super::server::Server;
use rustix::process::Signal;

/// The script that runs a session of the terminal `DOCK-1`.
fn session(company: &Company) -> String {
    format!(
        "exec env HOME={} LANG=C.UTF-8 {PROGRAM} --store {} --config {}",
        company.home().display(),
        company.store().display(),
        company.config("DOCK-1").display()
    )
}

fn raws(company: &Company) -> Vec<String> {
    let raw = |read: &serde_json::Value| read["raw"].as_str().unwrap().to_owned();
    company.reads("DOCK-1").iter().map(raw).collect()
}

#[test]
fn a_scan_at_the_workstation_is_worked_on_at_the_server() {
    let company = Company::open();
    let server = Server::start(&company);
    let mut station = Workstation::start(&company, &server, &session(&company));
    station.terminal.sign_in("EMP-104", "5572");
    station.scanner.scan(b"PO-26031");
    station.scanner.hears(GOOD);
    station.scanner.scan(b"NOWHERE-1");
    station.scanner.hears(BAD);
    station
        .scanner
        .scan(b"]d20119521234010019\x1d17351231\x1d10NC-2601");
    station.terminal.wait_for("NC-2601");
    let reads = company.reads("DOCK-1");
    let [.., order, nowhere, label] = reads.as_slice() else {
        panic!("{reads:?}")
    };
    for (read, raw, outcome) in [
        (order, "PO-26031", "applied"),
        (nowhere, "NOWHERE-1", "refused"),
        (label, r"]d20119521234010019\x1d17351231\x1d10NC-2601", "applied"),
    ] {
        assert_eq!((&read["raw"], &read["outcome"]), (&raw.into(), &outcome.into()));
        assert_eq!(
            (&read["device"], &read["source"]),
            (&"paste bridge".into(), &"scan".into())
        );
    }
    station.terminal.send(b"\x11");
    assert_eq!(station.ends(), 0);
    company.is_sound();
}

#[test]
fn a_burst_arrives_in_order_and_every_read_is_answered() {
    let company = Company::open();
    let server = Server::start(&company);
    let mut station = Workstation::start(&company, &server, &session(&company));
    station.terminal.sign_in("EMP-104", "5572");
    let before = company.reads("DOCK-1").len();
    let codes: Vec<String> = (0..50).map(|n| format!("NOWHERE-{n}")).collect();
    station.scanner.scan(codes.join("\r").as_bytes());
    station.scanner.hears(&BAD.repeat(50));
    assert_eq!(raws(&company)[before..], codes);
}

#[test]
fn a_hostile_barcode_is_one_refused_read() {
    let company = Company::open();
    let server = Server::start(&company);
    let mut station = Workstation::start(&company, &server, &session(&company));
    station.terminal.sign_in("EMP-104", "5572");
    let before = company.reads("DOCK-1").len();
    for hostile in [
        &b"A\x1b[201~\x03\x02"[..],
        b"\x012\x02\x1b[200~",
        b"\xff\x9b201~\x7f",
    ] {
        station.scanner.scan(hostile);
        station.scanner.hears(BAD);
    }
    assert_eq!(
        raws(&company)[before..],
        [r"A\x1b[201~\x03\x02", r"\x012\x02\x1b[200~", r"\xff\x9b201~\x7f"]
    );
    station.terminal.send(b"\x11");
    assert_eq!(station.ends(), 0, "until then nobody had quit");
}

#[test]
fn a_cut_connection_gives_the_terminal_back_and_names_the_last_reads() {
    let company = Company::open();
    let server = Server::start(&company);
    let script = server.noting(&company, &session(&company));
    let mut station = Workstation::start(&company, &server, &script);
    station.terminal.sign_in("EMP-104", "5572");
    assert!(station.terminal.screen().alternate_screen());
    signal(&company, "own", Signal::STOP);
    station.scanner.scan(b"LOT\x1d1");
    station.scanner.scan(b"LOT-2");
    signal(&company, "cut", Signal::KILL);
    let code = station.ends();
    let expected = match server {
        Server::Ssh { .. } => 255,
        Server::Here => 128 + 9,
    };
    assert_eq!(code, expected);
    let shown = station.terminal.shown();
    for code in [r"scanner LOT\x1d1", "scanner LOT-2"] {
        assert!(shown.contains(code), "no {code} in {shown}");
    }
}
