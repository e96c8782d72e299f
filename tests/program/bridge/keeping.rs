//! Whatever ends a bridge: the terminal comes back, the command ends, and no read is lost without a word.

use super::company::Company;
use super::rig::{BAD, Workstation, signal};
use super::server::Server;
use super::station::Station;
use binledger::bridge::local::Local;
use portable_pty::CommandBuilder;
use rustix::process::Signal;

/// Is set where this test program was started by one of its own tests, inside a pseudo-terminal.
const INSIDE: &str = "BINLEDGER_TEST_INSIDE_PTY";

#[test]
fn reads_that_were_never_taken_are_named() {
    let company = Company::without_store();
    let server = Server::start(&company);
    let script = server.noting(&company, "printf '\\033[?1049hbusy'; exec sleep 1000");
    let mut station = Workstation::start(&company, &server, &script);
    station.terminal.wait_for("busy");
    station.scanner.scan(b"]d20109521234543213\x1d10A");
    station.scanner.scan(b"4006381333931");
    station.waits_for("]2;2 reads wait");
    signal(&company, "cut", Signal::KILL);
    assert_ne!(station.ends(), 0);
    let shown = station.terminal.shown();
    assert!(
        shown.contains("2 reads were not delivered. Scan again:"),
        "{shown}"
    );
    assert!(shown.contains(r"scanner ]d20109521234543213\x1d10A"), "{shown}");
    assert!(shown.contains("scanner 4006381333931"), "{shown}");
    station.scanner.hears(&BAD.repeat(2));
}

#[test]
fn reads_that_were_never_answered_are_told_from_those() {
    let company = Company::without_store();
    let server = Server::start(&company);
    let promise = "printf '\\033[?2004h\\033]7348;binledger;answers\\033\\\\ready '";
    let script = format!("stty raw -echo; {promise}; exec cat -v");
    let mut station = Workstation::start(&company, &server, &server.noting(&company, &script));
    station.terminal.wait_for("ready");
    station.scanner.scan(b"10A\x1d21B");
    station.terminal.wait_for(r"ready ^[[200~^A1^B10A\x1d21B^[[201~");
    assert_eq!(station.scanner.waiting(), 0, "nobody knows what became of it");
    signal(&company, "cut", Signal::KILL);
    assert_ne!(station.ends(), 0);
    let shown = station.terminal.shown();
    let said =
        "1 read was handed over, but the session did not say what became of it. Look before you scan again:";
    assert!(shown.contains(said), "{shown}");
    assert!(shown.contains(r"scanner 10A\x1d21B"), "{shown}");
}

#[test]
fn a_signal_ends_the_command_and_gives_the_terminal_back() {
    for (kind, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let company = Company::without_store();
        let script = "printf '\\033[?1049h\\033[?25l\\033[?2004hbusy'; exec sleep 1000";
        let mut station = Workstation::start(&company, &Server::Here, script);
        station.terminal.wait_for("busy");
        station.terminal.signal(kind);
        assert_eq!(station.ends(), code, "{kind:?}");
    }
}

#[test]
fn a_command_that_does_not_listen_is_killed() {
    let company = Company::without_store();
    let script = "trap '' TERM; echo busy; while true; do sleep 0.1; done";
    let mut station = Workstation::start(&company, &Server::Here, script);
    station.terminal.wait_for("busy");
    station.terminal.signal(Signal::TERM);
    assert_eq!(station.ends(), 128 + 9);
}

/// It plays its part only where the next test started it.
#[test]
fn program_that_panics() {
    if std::env::var_os(INSIDE).is_some() {
        let local = Local::take().unwrap();
        local.remember("\x1b[?1049l".into());
        local.write(b"\x1b[?1049htaken").unwrap();
        panic!("as asked");
    }
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_speaks() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args([
        "--exact",
        "bridge::keeping::program_that_panics",
        "--nocapture",
        "--test-threads=1",
    ]);
    command.env(INSIDE, "1");
    let mut terminal = Station::start(command, (100, 24));
    terminal.end();
    let written = String::from_utf8_lossy(&terminal.written);
    let (back, said) = (written.find("\x1b[?1049l"), written.find("as asked"));
    assert!(back.is_some() && back < said, "{written:?}");
    assert!(terminal.is_line_as_before());
}
