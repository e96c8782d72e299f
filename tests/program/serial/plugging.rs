//! Scanners that come, go, are somebody else's, or speak in their own way.

use super::company::Company;
use super::scanner::{ACK, Scanner};
use super::station::Station;
use std::path::{Path, PathBuf};

/// A terminal with these serial scanners, each with its profile.
fn terminal(company: &Company, scanners: &[(&Path, &str)]) -> Station {
    let config = company.config("DOCK-1");
    let quoted = |path: &Path| format!("\"{}\"", path.display());
    let paths: Vec<String> = scanners.iter().map(|scanner| quoted(scanner.0)).collect();
    let mut lines = vec![
        std::fs::read_to_string(&config).unwrap(),
        format!("serial = [{}]", paths.join(", ")),
        "[profiles]".to_owned(),
    ];
    for (n, (path, profile)) in scanners.iter().enumerate() {
        let file = company.folder().join(format!("scanner-{n}.toml"));
        std::fs::write(&file, profile).unwrap();
        lines.push(format!("{} = {}", quoted(path), quoted(&file)));
    }
    let text = lines.join("\n");
    std::fs::write(&config, text).unwrap();
    let mut command = Station::program(company);
    command.arg("--config");
    command.arg(config);
    Station::start(command, (132, 50))
}

fn port(company: &Company, name: &str) -> PathBuf {
    company.folder().join(name)
}

#[test]
fn a_code_that_was_cut_short_is_noted_shown_and_never_applied() {
    let company = Company::open();
    let path = port(&company, "scanner");
    let mut scanner = Scanner::plug_in(&path);
    let mut station = terminal(&company, &[(&path, "")]);
    station.wait_for("scanner is connected");
    for code in ["EMP-104", "5572"] {
        scanner.scan(code);
    }
    scanner.send(b"$BL.COUNT\rP-02"); // one write is one read: what is answered was heard with what follows it
    assert_eq!(scanner.told(1), [ACK]);
    scanner.unplug();
    station.wait_for("scanner is gone");
    station.wait_for("Its last scan was cut short: scan it again.");
    let reads = company.reads("DOCK-1");
    let cut = reads.last().unwrap();
    assert_eq!(
        (&cut["raw"], &cut["outcome"]),
        (&"P-02".into(), &"cancelled".into()),
        "{cut}"
    );
    assert!(cut["device"].as_str().unwrap().starts_with("serial"), "{cut}");
    let mut scanner = Scanner::plug_in(&path);
    station.wait_for("scanner is connected");
    scanner.was_told_no_more();
    scanner.scan("P-02-1");
    station.wait_for("Scan all in P-02-1");
    company.is_sound();
}

#[test]
fn a_port_that_another_program_has_is_said_to_be_so_until_it_is_free() {
    let company = Company::open();
    let path = port(&company, "scanner");
    let mut scanner = Scanner::plug_in(&path);
    let other = serialport::new(path.to_str().unwrap(), 9600)
        .open_native()
        .unwrap();
    let mut station = terminal(&company, &[(&path, "")]);
    station.wait_for("it is in use by");
    station.wait_for(&format!("(process {})", std::process::id()));
    drop(other);
    station.wait_for("scanner is connected");
    scanner.scan("EMP-104");
    station.wait_for("your PIN");
}

#[test]
fn a_scanner_that_is_not_plugged_in_is_waited_for_and_typing_works_meanwhile() {
    let company = Company::open();
    let path = port(&company, "scanner");
    let mut station = terminal(&company, &[(&path, "")]);
    station.wait_for("nothing is plugged in there");
    station.sign_in("EMP-104", "5572");
    let mut scanner = Scanner::plug_in(&path);
    station.wait_for("scanner is connected");
    scanner.scan("$BL.COUNT");
    station.wait_for("Scan the bin to count");
}

#[test]
fn each_scanner_is_told_in_its_own_words_and_only_of_its_own_reads() {
    let company = Company::open();
    let paths = ["one", "two"].map(|name| port(&company, name));
    let mut one = Scanner::plug_in(&paths[0]);
    let mut two = Scanner::plug_in(&paths[1]);
    let beeps = "[feedback]\napplied = '\\x06\\x1b[7q'\nrefused = '\\x06\\x1b[3q'\n";
    let silent = "[framing]\nidle_ms = 60\n[feedback]\napplied = ''\nrefused = '!'\n";
    let mut station = terminal(&company, &[(&paths[0], beeps), (&paths[1], silent)]);
    station.wait_for("is connected");
    station.wait_for("Scan your badge");
    one.send(b"EMP-104\r");
    assert_eq!(one.told(5), b"\x06\x1b[7q");
    two.send(b"5572"); // it sends nothing after a code
    station.wait_for("Scan anything");
    one.send(b"NOBODY-1\r");
    assert_eq!(one.told(5), b"\x06\x1b[3q");
    two.send(b"NOBODY-2");
    assert_eq!(two.told(1), b"!");
    one.send(b"$BL.COUNT\r");
    assert_eq!(one.told(1), [ACK]);
    one.told(4);
    one.was_told_no_more();
    two.was_told_no_more();
    let devices: Vec<String> = company
        .reads("DOCK-1")
        .iter()
        .map(|read| {
            read["device"]
                .as_str()
                .unwrap()
                .rsplit('/')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(devices, ["one", "two", "one", "two", "one"]);
}
