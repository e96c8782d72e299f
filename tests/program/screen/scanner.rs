//! A serial scanner at the terminal: its reads are worked on, and it hears of it afterwards.

use super::company::Company;
use super::station::{PATIENCE, Station};
use serialport::{SerialPort, TTYPort};
use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

/// The scanner's end of a line, with the terminal's end plugged in at a path that stays the same.
struct Scanner(TTYPort);

impl Scanner {
    fn plug_in(path: &Path) -> Self {
        let (mut scanner, port) = TTYPort::pair().unwrap();
        scanner.set_timeout(PATIENCE).unwrap();
        let fresh = path.with_extension("new");
        symlink(port.name().unwrap(), &fresh).unwrap();
        std::fs::rename(fresh, path).unwrap();
        Self(scanner)
    }

    /// Scans, and waits for the terminal's answer.
    fn scan(&mut self, code: &str) -> u8 {
        self.0.write_all(format!("{code}\r").as_bytes()).unwrap();
        let mut answer = [0];
        self.0.read_exact(&mut answer).expect("an answer");
        answer[0]
    }
}

fn terminal(company: &Company, scanner: &Path) -> Station {
    let mut command = Station::program(company);
    command.arg("--config");
    command.arg(company.config("DOCK-1"));
    command.arg("--serial");
    command.arg(scanner);
    Station::start(command, (100, 24))
}

fn port(company: &Company) -> PathBuf {
    company.folder().join("scanner")
}

#[test]
fn the_scanner_hears_of_a_read_once_it_is_applied() {
    let company = Company::open();
    let mut scanner = Scanner::plug_in(&port(&company));
    let mut station = terminal(&company, &port(&company));
    station.wait_for("scanner is connected");
    for (code, outcome) in [
        ("EMP-104", "applied"),
        ("5572", "applied"),
        ("NOWHERE-1", "refused"),
    ] {
        assert_eq!(scanner.scan(code), 0x06, "ACK");
        let reads = company.reads("DOCK-1");
        let last = reads.last().unwrap();
        assert_eq!(last["outcome"], outcome, "done before it is said to be: {last}");
        assert!(last["device"].as_str().unwrap().starts_with("serial"), "{last}");
    }
    station.wait_for("UNKNOWN CODE");
}

#[test]
fn an_unplugged_scanner_is_told_and_found_again() {
    let company = Company::open();
    let scanner = Scanner::plug_in(&port(&company));
    let mut station = terminal(&company, &port(&company));
    station.wait_for("scanner is connected");
    // First its name goes, as on a real plug: the system soon gives the line to somebody else.
    std::fs::remove_file(port(&company)).unwrap();
    drop(scanner);
    station.wait_for("scanner is gone");
    station.sign_in("EMP-104", "5572");
    let mut scanner = Scanner::plug_in(&port(&company));
    station.wait_for("scanner is connected");
    assert_eq!(scanner.scan("$BL.COUNT"), 0x06);
    station.wait_for("Scan the bin to count");
}
