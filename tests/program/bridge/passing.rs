//! What passes through a bridge, and what does not.

use super::company::Company;
use super::rig::{ACK, Workstation, program};
use super::server::Server;
use super::station::Station;

/// Takes pastes from the first Enter on, and shows all that it is sent.
const READER: &str = "stty raw -echo; echo waiting; head -c1 >/dev/null; printf '\\033[?2004hready '; cat -v";

fn reading(arguments: &[&str]) -> (Company, Workstation) {
    let company = Company::without_store();
    let server = Server::start(&company);
    let mut station = Workstation::with(&company, arguments, &server.command(READER));
    station.terminal.wait_for("waiting");
    (company, station)
}

#[test]
fn the_window_the_surroundings_and_the_exit_code_pass() {
    let company = Company::without_store();
    let server = Server::start(&company);
    let script = "echo $TERM; stty size; until [ \"$(stty size)\" = '16 40' ]; do sleep 0.1; done; \
                  echo resized; read typed; echo got $typed; exit 7";
    let mut station = Workstation::start(&company, &server, script);
    station.terminal.wait_for("xterm-256color 24 100");
    station.terminal.resize((40, 16));
    station.terminal.wait_for("resized");
    station.terminal.send("größe\r".as_bytes());
    station.terminal.wait_for("got größe");
    assert_eq!(station.ends(), 7);
}

#[test]
fn a_read_waits_until_the_program_takes_pastes() {
    let (_company, mut station) = reading(&[]);
    station.scanner.scan(b"10A\x1d21B");
    station.waits_for("]2;1 read waits: the session does not take it yet\x1b\\\x07");
    assert_eq!(
        station.scanner.waiting(),
        0,
        "not even ACK before it is handed over"
    );
    station.terminal.send(b"\r");
    station.terminal.wait_for("ready ^[[200~10A^]21B^M^[[201~");
    station.scanner.hears(ACK);
    station.waits_for("\x1b[23;2t");
}

#[test]
fn a_read_is_typed_where_that_is_wanted() {
    let (_company, mut station) = reading(&["--plain"]);
    station.scanner.scan(b"X");
    station.scanner.hears(ACK);
    station.terminal.wait_for("ready ^M");
    station.scanner.scan(b"Y");
    station.terminal.wait_for("ready ^M^[[200~Y^M^[[201~");
}

#[test]
fn a_read_is_not_put_into_a_key() {
    let (_company, mut station) = reading(&[]);
    station.terminal.send(b"\r");
    station.terminal.wait_for("ready");
    station.terminal.send(b"\x1b[2");
    station.terminal.wait_for("ready ^[[2");
    station.scanner.scan(b"CODE");
    station.waits_for("1 read waits");
    station.terminal.send(b"0~");
    station.terminal.wait_for("ready ^[[20~^[[200~CODE^M^[[201~");
    station.terminal.send(b"\x1b[200~pasted");
    station.terminal.wait_for("^[[200~pasted");
    station.scanner.scan(b"MORE");
    station.terminal.send(b" text\x1b[201~");
    station
        .terminal
        .wait_for("^[[200~pasted text^[[201~^[[200~MORE^M^[[201~");
}

#[test]
fn a_hostile_barcode_does_not_break_out() {
    let (_company, mut station) = reading(&[]);
    station.terminal.send(b"\r");
    station.terminal.wait_for("ready");
    station.scanner.scan(b"A\x1b[201~\x03\x04;reboot\xc2\x9b201~\x1d");
    station.scanner.hears(ACK);
    station.terminal.send(b"end");
    station.terminal.wait_for("^[[201~end");
    let written = station.written();
    let pasted = written.split("ready ").last().unwrap().replace("M-^", "M-"); // a byte above 0x7f is no control
    assert_eq!(
        pasted.matches("^[").count(),
        2,
        "one beginning and one end: {pasted}"
    );
    assert!(!pasted.contains("^C") && !pasted.contains("^D"), "{pasted}");
    assert!(pasted.ends_with(";rebootM-oM-?M-=201~^]^M^[[201~end"), "{pasted}");
}

#[test]
fn an_unplugged_scanner_is_found_again() {
    let (_company, mut station) = reading(&[]);
    station.terminal.send(b"\r");
    station.terminal.wait_for("ready");
    station.replug();
    station.scanner.scan(b"BACK");
    station.scanner.hears(ACK);
    station.terminal.wait_for("^[[200~BACK^M^[[201~");
}

#[test]
fn without_terminal_scanner_or_command_it_says_what_is_missing() {
    let company = Company::without_store();
    for (arguments, expected) in [
        (
            &["bridge", "--serial", "/dev/null", "--", "true"][..],
            "expected a terminal on standard input",
        ),
        (&["bridge", "--", "true"], "--serial PATH"),
        (&["bridge", "--serial", "/dev/null"], "<COMMAND>"),
        #[cfg(not(feature = "evdev"))]
        (
            &["bridge", "--evdev", "/dev/input/event9", "--", "true"],
            "--features evdev",
        ),
    ] {
        let said = company.run(arguments);
        assert_eq!(said.code, 2, "{}", said.err);
        assert!(said.err.contains(expected), "{}", said.err);
    }
    let mut bridge = program(&company);
    bridge.args(["bridge", "--serial", "/dev/null", "--", "no-such-program"]);
    let mut terminal = Station::start(bridge, (100, 24));
    assert_eq!(terminal.end().exit_code(), 2);
    assert!(
        terminal.shown().contains("no-such-program can't be bridged"),
        "{}",
        terminal.shown()
    );
    assert!(terminal.is_line_as_before());
}
