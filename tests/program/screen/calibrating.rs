//! Calibration from the screen to the profile: another program reads the symbols off the screen, as a scanner would, and
//! what it read is typed.

use super::company::{Company, PROGRAM};
use super::station::{PATIENCE, Station};
use portable_pty::CommandBuilder;
use serialport::{SerialPort, TTYPort};
use std::io::{Read, Write};
use std::process::Command;
use vt100::Color;

const F9: &[u8] = super::station::F9;
const ESC: &[u8] = b"\x1b";
/// The pixels of half a cell.
const PIXELS: u16 = 6;

/// How bright a colour is; the terminal shows light characters on dark ground.
fn shade(color: Color, of_ground: bool) -> u8 {
    match color {
        Color::Idx(231 | 15) => 255,
        Color::Idx(_) => 0,
        Color::Default if of_ground => 20,
        _ => 230,
    }
}

/// A picture of the screen, as PGM: each half block is a square of pixels.
fn picture(screen: &vt100::Screen) -> Vec<u8> {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let mut out = format!("P5 {} {} 255\n", columns * PIXELS, rows * PIXELS * 2).into_bytes();
    for y in 0..rows * PIXELS * 2 {
        for x in 0..columns * PIXELS {
            let cell = screen.cell(y / (PIXELS * 2), x / PIXELS).unwrap();
            let (ink, ground) = (shade(cell.fgcolor(), false), shade(cell.bgcolor(), true));
            let (ink, ground) = if cell.inverse() {
                (ground, ink)
            } else {
                (ink, ground)
            };
            let upper = y % (PIXELS * 2) < PIXELS;
            out.push(if cell.contents() == "▀" && upper {
                ink
            } else {
                ground
            });
        }
    }
    out
}

/// The content of the symbol on the screen, read by another program; `None` if that is not installed.
fn read_off(station: &Station) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("screen.pgm");
    std::fs::write(&file, picture(station.screen())).unwrap();
    let Ok(output) = Command::new("dmtxread").args(["-N1", "-G29"]).arg(&file).output() else {
        eprintln!("skipped: dmtxread is not installed");
        return None;
    };
    Some(output.stdout)
}

/// What a scanner would send of it: the symbology identifier, for FNC1 in front or without, the data, a suffix.
fn sent(read: &[u8], suffix: &str) -> Vec<u8> {
    let (identifier, data) = match read.strip_prefix(b"\x1d") {
        Some(elements) => ("]d2", elements),
        None => ("]d1", read),
    };
    [identifier.as_bytes(), data, suffix.as_bytes()].concat()
}

fn calibrate(company: &Company, more: &[&str], size: (u16, u16)) -> Station {
    let mut command = CommandBuilder::new(PROGRAM);
    command.env_clear();
    command.env("HOME", company.home());
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.arg("calibrate");
    command.args(more);
    Station::start(command, size)
}

#[test]
fn a_scanner_at_the_smallest_screen_gets_its_profile() {
    let company = Company::without_store();
    let file = company.folder().join("dock.toml");
    let path = file.display().to_string();
    let mut station = calibrate(&company, &["--save", &path, "--name", "dock"], (20, 16));
    for number in ["1/3", "2/3", "3/3"] {
        station.wait_for(&format!("Scan {number}"));
        if read_off(&station).is_none() {
            return;
        }
        station.wait_until("a whole symbol", |station| {
            read_off(station).is_some_and(|read| !read.is_empty())
        });
        let read = read_off(&station).unwrap();
        station.send(&sent(&read, "\x03\r"));
    }
    station.wait_for("Well set up");
    station.send(F9);
    station.wait_until("the file", |_| file.exists());
    station.send(F9);
    assert!(station.end().success());
    let said = String::from_utf8_lossy(&station.written).into_owned();
    let assigned = format!("terminal = \"{path}\"");
    assert!(said.contains("[profiles]") && said.contains(&assigned), "{said}");
    let profile = std::fs::read_to_string(&file).unwrap();
    for line in [
        "name = \"dock\"",
        "suffix = '\\x03'",
        "identifiers = true",
        "layout = \"us\"",
    ] {
        assert!(profile.contains(line), "no {line} in {profile}");
    }
    let refused = company.run(&["calibrate", "--save", &path]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("--force replaces it"), "{}", refused.err);
}

#[test]
fn a_serial_scanner_is_measured_byte_by_byte() {
    let company = Company::without_store();
    let (mut scanner, port) = TTYPort::pair().unwrap();
    scanner.set_timeout(PATIENCE).unwrap();
    let port = port.name().unwrap();
    let mut station = calibrate(&company, &["--serial", &port], (80, 24));
    for (number, code) in [
        ("1/3", "~~Aq-Zy/_]W\";8\r\n"),
        ("2/3", "~~90aZ-4|91y7Q\r\n"),
        ("3/3", "~~[)>\x1e06|Zq7Y\x1e\x04\r\n"),
    ] {
        station.wait_for(&format!("Scan {number}"));
        scanner.write_all(code.as_bytes()).unwrap();
        let mut answer = [0];
        scanner.read_exact(&mut answer).expect("an answer");
        assert_eq!(answer, [0x06], "ACK");
    }
    station.wait_for("Your scanner sends | for GS");
    station.send(b"\x1bOR");
    assert!(station.end().success());
    let said = String::from_utf8_lossy(&station.written).into_owned();
    for line in [
        "prefix = \"~~\"",
        "separator = [\"|\"]",
        "BETTER gs-replaced",
        "Datalogic: Global AIM ID: Enable",
    ] {
        assert!(said.contains(line), "no {line} in {said}");
    }
}

#[test]
fn calibration_stands_beside_the_work_and_asks_before_it_replaces_a_profile() {
    let company = Company::open();
    let scanners = company.folder().join("scanners");
    std::fs::create_dir(&scanners).unwrap();
    let file = scanners.join("dock-1.toml");
    std::fs::write(&file, "name = \"old\"\n").unwrap();
    let mut station = company.station("DOCK-1");
    station.sign_in("EMP-102", "2308");
    station.scan("PO-26033", "Scan an item");
    station.scan("$BL.CALIBRATE", "Scan 1/3 Data Matrix");
    station.scan("PK-3001", "OTHER CODE: heard PK-3001");
    station.scan("Aq-Zy/_]W\";8", "Scan 2/3 GS1 DataMatrix");
    station.press(b"\x0b", "Scan 3/3");
    station.press(b"\x0b", "AIM code ID");
    station.press(F9, "Confirm to replace it");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "name = \"old\"\n");
    station.press(b"\x19", "saved as");
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .starts_with("name = \"dock-1\"")
    );
    station.press(ESC, "back at the work");
    station.wait_for("Scan an item");
    let reads = company.reads("DOCK-1");
    let heard: Vec<_> = reads
        .iter()
        .filter(|read| read["step"] == "calibration")
        .collect();
    assert!(
        3 <= heard.len() && heard.iter().all(|read| read["outcome"] == "cancelled"),
        "{heard:?}"
    );
}

#[test]
fn a_profile_that_was_saved_is_in_use_at_once() {
    let company = Company::open();
    let mut station = company.station("DOCK-1");
    station.sign_in("EMP-102", "2308");
    station.scan("PO-26033", "Scan an item");
    station.scan("PK\u{df}3001", "PK\u{df}3001");
    station.scan("$BL.CALIBRATE", "Scan 1/3 Data Matrix");
    station.scan("AqßYz-?+WÄö8", "Scan 2/3 GS1 DataMatrix");
    station.scan("90aYß4\x1d91z7Q", "Scan 3/3");
    station.press(b"\x0b", "Germany or Austria");
    station.press(F9, "In use here from now on");
    station.press(ESC, "back at the work");
    station.scan("PK\u{df}3001", "Scan its place");
}

#[test]
fn the_symbols_are_printed_for_scanners_that_read_no_screen() {
    let company = Company::without_store();
    let sheet = company.folder().join("sheet.svg").display().to_string();
    let said = company.run(&["calibrate", "--sheet", &sheet]);
    assert_eq!(said.code, 0, "{}", said.err);
    let drawn = std::fs::read_to_string(&sheet).unwrap();
    for words in [
        "1/3 Data Matrix",
        "2/3 GS1 QR Code (90)aZ-4(91)y7Q",
        "2/3 GS1-128 (90)aZ(91)y",
    ] {
        assert!(drawn.contains(words), "no {words}");
    }
    assert_eq!(
        company.run(&["calibrate", "--sheet", &sheet]).code,
        2,
        "nothing is replaced unasked"
    );
}
