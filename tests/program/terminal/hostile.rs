//! What a terminal may send that no operator meant: the program hears all of it, loses none of it, and works on.

use super::company::Company;
use super::station::Station;

/// A terminal with somebody signed in, at the first screen.
fn signed_in(company: &Company) -> Station {
    let mut station = company.sized("T-1", (132, 50));
    station.sign_in("EMP-104", "5572");
    station
}

/// The reads after the sign-in: their bytes and what became of them.
fn heard(company: &Company) -> Vec<(String, String)> {
    let word = |read: &serde_json::Value, name: &str| read[name].as_str().unwrap().to_owned();
    let reads = company.reads("T-1");
    reads
        .iter()
        .skip(2)
        .map(|read| (word(read, "raw"), word(read, "outcome")))
        .collect()
}

fn raw(company: &Company) -> Vec<String> {
    heard(company).into_iter().map(|(raw, _)| raw).collect()
}

/// Scans a code that nobody knows, and waits until it was refused: everything before it was worked on.
fn catch_up(station: &mut Station) {
    station.scan("LAST-ONE", "LAST-ONE");
    station.wait_for("UNKNOWN CODE");
}

#[test]
fn three_thousand_bytes_in_one_write_are_all_heard() {
    let company = Company::open();
    let mut station = signed_in(&company);
    let codes: Vec<String> = (0..230).map(|n| format!("UNKNOWN-{n:04}")).collect();
    let burst = codes
        .iter()
        .flat_map(|code| [code.as_str(), "\r"])
        .collect::<String>();
    assert!(2900 < burst.len());
    station.send(burst.as_bytes());
    station.wait_for("scans 231 ok 1 refused 230");
    assert_eq!(
        raw(&company),
        codes,
        "none lost, none merged, in order, without a further key"
    );
}

#[test]
fn a_paste_that_never_ends_is_kept_and_the_next_key_works() {
    let company = Company::open();
    let mut station = signed_in(&company);
    station.press(b"\x1b[200~UNKNOWN-1\rUNKNOWN-2\rUNKN", "CUT SHORT");
    station.press(b"\x1bOP", "What you can do");
    station.press(b"\x1b", "Scan anything");
    catch_up(&mut station);
    let wanted = [
        ("UNKNOWN-1", "refused"),
        ("UNKNOWN-2", "refused"),
        ("UNKN", "cancelled"),
        ("LAST-ONE", "refused"),
    ];
    assert_eq!(
        heard(&company),
        wanted.map(|(raw, outcome)| (raw.to_owned(), outcome.to_owned()))
    );
    company.is_sound();
}

#[test]
fn a_sequence_that_never_ends_is_kept_and_the_next_key_works() {
    let company = Company::open();
    let mut station = signed_in(&company);
    station.press(b"\x1b[2", "CUT SHORT");
    catch_up(&mut station);
    station.send(b"UNKNOWN-1\x1b[4\rUNKNOWN-2\r");
    station.wait_for("UNKNOWN-2");
    assert_eq!(
        raw(&company),
        [r"\x1b[2", "LAST-ONE", r"UNKNOWN-1\x1b[4", "UNKNOWN-2"]
    );
}

#[test]
fn what_is_no_text_takes_nothing_with_it() {
    let company = Company::open();
    let mut station = signed_in(&company);
    station.send(b"M\xe9LL\xff-1\rG\xf6\rUNKNOWN-\xe2\x82\r\xe9\rTHE-END\r");
    station.wait_for("THE-END");
    station.send(b"\x1b[200~P\xe9\x1dQ\r\x1b[201~");
    station.wait_for(r"P\xe9\x1dQ");
    assert_eq!(
        raw(&company),
        [
            r"M\xe9LL\xff-1",
            r"G\xf6",
            r"UNKNOWN-\xe2\x82",
            r"\xe9",
            "THE-END",
            r"P\xe9\x1dQ"
        ]
    );
}

#[test]
fn control_c_is_data_in_a_burst_and_leaves_alone() {
    let company = Company::open();
    let mut station = signed_in(&company);
    station.send(b"UNKNOWN-\x03\x11\x13\x1a1\rUNKNOWN-2\r");
    station.wait_for("UNKNOWN-2");
    assert_eq!(raw(&company), [r"UNKNOWN-\x03\x11\x13\x1a1", "UNKNOWN-2"]);
    station.send(b"\x03");
    assert!(station.end().success());
    assert!(station.is_line_as_before());
}

#[test]
fn an_escape_alone_is_the_key() {
    let company = Company::open();
    let mut station = signed_in(&company);
    station.scan("$BL.COUNT", "Scan the bin to count");
    station.press(b"\x1b", "Scan anything");
}

#[test]
fn a_wedge_that_sends_nothing_after_a_code_is_heard_by_its_silence() {
    let company = Company::open();
    let profile = company.folder().join("wedge.toml");
    std::fs::write(&profile, "[framing]\nidle_ms = 60\n").unwrap();
    let config = company.config("T-1");
    let text = format!(
        "terminal = \"T-1\"\nprofiles.terminal = \"{}\"\n",
        profile.display()
    );
    std::fs::write(&config, text).unwrap();
    let mut command = Station::program(&company);
    command.arg("--config");
    command.arg(config);
    let mut station = Station::start(command, (132, 50));
    station.wait_for("Scan your badge");
    station.press(b"EMP-104", "your PIN");
    station.scan("5572", "Scan anything");
    station.press(b"UNKNOWN-1", "UNKNOWN CODE");
    assert_eq!(raw(&company), ["UNKNOWN-1"]);
}
