//! The first hour: from `init` to the first administrator, and the demo that needs no page beside it.

use super::company::{Company, PROGRAM};
use super::station::Station;
use portable_pty::CommandBuilder;

#[test]
fn init_names_two_commands_and_the_terminal_makes_the_first_administrator() {
    for size in [(80, 24), (20, 16)] {
        let company = Company::without_store();
        let said = company.run(&["init"]).well();
        let store = company.store().display().to_string();
        for line in [
            format!("binledger --store {store}    the terminal: it makes the first administrator"),
            format!("binledger --store {store} import FOLDER"),
        ] {
            assert!(said.err.contains(&line), "{line:?} is not in {}", said.err);
        }
        let mut station = company.sized("FIRST", size);
        station.wait_for("Nobody has a badge yet. Scan or type yours to be the administrator");
        station.scan("EMP-1", "Type your name");
        station.scan("Ida Brandt", "Choose a PIN of 4 to 8 digits");
        station.scan("7391", "Type the new PIN again");
        station.scan("7391", "Choose a line, or Enter for 1, Company");
        station.wait_for("Ida Brandt");
        company.is_sound();
    }
}

#[test]
fn an_administrator_made_without_a_screen_signs_in() {
    let company = Company::without_store();
    let made = std::process::Command::new(PROGRAM)
        .arg("--store")
        .arg(company.store())
        .args([
            "init",
            "--company",
            "Brandt & Co",
            "--currency",
            "EUR",
            "--site",
            "HAM:Hamburg",
        ])
        .args([
            "--bins",
            "A-01-1..A-12-6",
            "--bins",
            "F-1..F-9:pick",
            "--admin",
            "EMP-1:Ida Brandt",
        ])
        .env_clear()
        .env("HOME", company.home())
        .env("BINLEDGER_PIN", "7391")
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut station = company.station("FIRST");
    station.wait_for("Scan your badge");
    station.scan("EMP-1", "your PIN");
    station.scan("7391", "Choose a line, or Enter for 5, Item");
    station.wait_for("HAM");
    station.scan("$BL.EXIT", "Scan anything");
    station.scan("A-12-6", "A-12-6");
    let policies = company.rows("policies");
    let value = |key: &str| policies.iter().find(|row| row["policy"] == key).unwrap()["value"].clone();
    assert_eq!(
        (value("company"), value("currency")),
        ("Brandt & Co".into(), "EUR".into())
    );
    let without = company.run(&["init", "--admin", "EMP-2:Eve"]);
    assert_eq!(without.code, 2, "{}", without.err);
}

#[test]
fn the_demo_says_who_there_is_and_draws_five_scans() {
    for size in [(80, 24), (20, 16)] {
        let company = Company::without_store();
        let mut command = CommandBuilder::new(PROGRAM);
        command.env_clear();
        command.env("HOME", company.home());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.arg("demo");
        let mut station = Station::start(command, size);
        station.wait_for("EMP-103 9061");
        station.wait_for("Barcodes");
        if size.0 == 80 {
            for text in [
                "EMP-107 6093 Noémie Laurent controller",
                "SO-26101 2 the order",
                "TOTE-1 5 the tote",
            ] {
                station.wait_for(text);
            }
        } else {
            station.press(b"\x1b[6~", "TOTE-1");
            station.press(b"\x1b[A", "EMP-106 3826");
        }
        station.press(b"\x10", "The PIN is typed");
        station.scan("EMP-103", "Type your PIN");
        station.scan("9061", "Scan anything");
        for (code, drawn, next) in [
            ("SO-26101", "the order that he picks", "Go to A-01-1"),
            ("A-01-1", "the bin that it sends him to", "Scan FD-1001"),
            (
                "(01)19521234010019(10)NC-2511",
                "twice: a case of twelve jars",
                "12 of 24",
            ),
            (
                "(01)19521234010019(10)NC-2511",
                "the tote",
                "Scan a tote for 24 EA",
            ),
            ("TOTE-1", "Björn's badge", "Go to"),
        ] {
            station.press(b"\x10", drawn);
            station.scan(code, next);
        }
    }
}
