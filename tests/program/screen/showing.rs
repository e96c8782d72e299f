//! Answers at a terminal: what came from outside does not steer it.

use super::company::{Company, PROGRAM};
use super::station::Station;
use portable_pty::CommandBuilder;
use std::process::{Command, Stdio};

/// The name of a terminal that reads backwards from its middle on.
const TERMINAL: &str = "DOCK\u{202e}KCOD";
/// A label that would turn the terminal red, clear it, and read backwards.
const LABEL: &str = r"X\033[31m\033[2J\302\2335A\342\200\256X\n";

/// The company, with a read at a terminal of that name.
fn company() -> Company {
    let company = Company::open();
    let said = Command::new(PROGRAM)
        .arg("--store")
        .arg(company.store())
        .args([
            "scan",
            "--terminal",
            TERMINAL,
            "--badge",
            "EMP-102",
            "--pin",
            "2308",
        ])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(said.status.success(), "{said:?}");
    company
}

/// What a terminal was sent by a program.
fn sent(command: CommandBuilder) -> String {
    let mut station = Station::start(command, (400, 24));
    assert!(station.end().success());
    String::from_utf8(station.written.clone()).unwrap()
}

#[track_caller]
fn steers_nothing(written: &str) {
    let steers = |sign: char| (sign.is_control() && !"\r\n".contains(sign)) || sign == '\u{202e}';
    assert!(!written.contains(steers), "{written:?}");
}

#[test]
fn no_answer_in_any_format_sends_a_terminal_what_steers_it() {
    let company = company();
    for (format, spelt) in [("", r"\u{202e}"), ("--csv", r"\u{202e}"), ("--json", r"\u202e")] {
        let mut command = Station::program(&company);
        command.args(["reads", format].into_iter().filter(|word| !word.is_empty()));
        let written = sent(command);
        steers_nothing(&written);
        assert!(written.contains(&format!("DOCK{spelt}KCOD")), "{written:?}");
    }
}

#[test]
fn a_label_that_is_decoded_steers_nothing() {
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &format!("printf '{LABEL}' | {PROGRAM} decode")]);
    let written = sent(command);
    steers_nothing(&written);
    assert!(
        written.contains("[31m") && written.contains(r"\u009b"),
        "{written:?}"
    );
}

#[test]
fn a_file_gets_what_is_kept_as_it_is() {
    let company = company();
    for format in ["--csv", "--json"] {
        let said = company.run(&["reads", format]).well();
        assert!(said.out.contains(TERMINAL), "{:?}", said.out);
    }
}
