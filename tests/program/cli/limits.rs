//! Whatever is fed to the program, it names what is too much and takes memory in proportion to what it takes.

use super::workplace::{Said, Workplace};
use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::process::ChildStdin;
use std::thread;

/// More than any line may have.
const MUCH: u64 = 200 << 20;
/// What a process may take at most, in kB, when it is fed that.
const FEW: u64 = 100 << 10;

/// Runs the program, feeds it, and answers what it said and the most memory that it took, in kB.
fn fed(place: &Workplace, arguments: &[&str], feed: impl FnOnce(&mut ChildStdin)) -> (Said, u64) {
    let mut child = place.command(arguments).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let told = thread::spawn(move || {
        let mut text = String::new();
        out.read_to_string(&mut text).map(|_| text)
    });
    feed(&mut input);
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let most = most.and_then(|most| most.trim().trim_end_matches(" kB").parse().ok());
    drop(input);
    let mut said = String::new();
    err.read_to_string(&mut said).unwrap();
    let code = child.wait().unwrap().code().unwrap();
    let out = told.join().unwrap().unwrap();
    (Said { code, out, err: said }, most.unwrap())
}

/// Writes a line that is far too long, and its end.
fn long_line(input: &mut ChildStdin) {
    let piece = vec![b'x'; 1 << 20];
    for _ in 0..MUCH >> 20 {
        input.write_all(&piece).unwrap();
    }
    input.write_all(b"\n").unwrap();
}

#[test]
fn a_document_that_is_too_long_is_refused_by_its_line_and_the_others_are_posted() {
    let place = Workplace::new();
    let item = r#"{"id":"i","op":"item","item":"A","method":"fifo","date":"2026-03-02"}"#;
    let receipt = r#"{"id":"r","op":"receive","item":"A","qty":"4","cost":"2.50","date":"2026-03-02"}"#;
    let (said, most) = fed(&place, &["post", "--each", "-"], |input| {
        writeln!(input, "{item}").unwrap();
        long_line(input);
        writeln!(input, "{receipt}").unwrap();
    });
    assert!(most < FEW, "{most} kB");
    let told = format!("line 2: expected a line of at most 16777216 bytes, found {MUCH}");
    assert!(
        said.code == 3 && said.err.contains(&told),
        "{} {}",
        said.code,
        said.err
    );
    assert_eq!(place.rows(&["stock"]).len(), 1);
}

#[test]
fn a_read_of_a_script_that_no_label_can_have_is_refused_and_the_work_goes_on() {
    let place = Workplace::with_samples();
    let scan = ["scan", "--badge", "EMP-102", "--pin", "2308"];
    let (said, most) = fed(&place, &scan, |input| {
        long_line(input);
        writeln!(input, "PO-26033").unwrap();
    });
    assert!(most < FEW, "{most} kB");
    let rows = said.well().rows();
    let message = rows[0]["message"].as_str().unwrap();
    assert!(message.contains("more than 4096 characters"), "{message}");
    assert_eq!(
        (&rows[0]["code"], &rows[1]["state"]),
        (&"BAD_LABEL".into(), &"applied".into())
    );
}

#[test]
fn a_scan_to_decode_that_no_label_can_have_is_named_and_the_others_are_decoded() {
    let place = Workplace::empty();
    let (said, most) = fed(&place, &["decode"], |input| {
        long_line(input);
        writeln!(input, "952123401001200000").unwrap();
    });
    assert!(most < FEW, "{most} kB");
    let told = format!("line 1: expected a scan of at most 4096 bytes, found {MUCH}");
    assert!(
        said.code == 3 && said.err.contains(&told),
        "{} {}",
        said.code,
        said.err
    );
    assert_eq!(said.rows().len(), 1);
}

#[test]
fn a_file_to_import_that_is_too_long_is_refused_by_its_name() {
    let place = Workplace::new();
    let path = place.path("items.csv");
    let mut file = File::create(&path).unwrap();
    // A hole of nothing, which takes no room on the disk.
    file.seek(SeekFrom::Start(10 << 30)).unwrap();
    file.write_all(b"\n").unwrap();
    let said = place.run(&["import", &path.display().to_string()]);
    assert_eq!(said.code, 3);
    let told = "items.csv can't be read: expected a file of at most 64 MiB, found more. Split it";
    assert!(said.err.contains(told), "{}", said.err);
}

#[test]
fn a_row_that_is_too_long_and_a_header_of_a_million_columns_are_refused_by_their_lines() {
    let place = Workplace::new();
    let columns = "column,".repeat(1_000_000);
    let wide = place.file("items.csv", &format!("{columns}\nA\n"));
    let said = place.run(&["import", &wide]);
    let told = "items.csv line 1: expected a line of at most 4194304 bytes, found 7000000";
    assert!(said.code == 3 && said.err.contains(told), "{}", said.err);
    let fewer = place.file("items.csv", &format!("item,name{}\n", ",c".repeat(100_000)));
    let said = place.run(&["import", &fewer]);
    assert!(
        said.code == 3 && said.err.contains("expected at most 200 columns, found 100002"),
        "{}",
        said.err
    );
    let name = "x".repeat(5_000_000);
    let long = place.file("items.csv", &format!("item,name\nA,short\nB,{name}\n"));
    let said = place.run(&["import", &long]);
    let told = "items.csv line 3: expected a line of at most 4194304 bytes, found 5000002";
    assert!(said.code == 3 && said.err.contains(told), "{}", said.err);
}

#[test]
fn a_number_is_never_rounded_and_a_day_has_one_spelling() {
    let place = Workplace::new();
    place
        .feed(
            &["post", "-"],
            r#"{"id":"i","op":"item","item":"A","method":"fifo"}"#,
        )
        .well();
    let receipt = |more: &str| {
        let document = format!(r#"{{"id":"r","op":"receive","item":"A","cost":"2",{more}}}"#);
        place.feed(&["post", "-"], &document)
    };
    for (more, told) in [
        (
            r#""qty":1.0000000000000000000001"#,
            "field qty: expected a decimal of more than 15 digits as a string",
        ),
        (
            r#""qty":"1.0000000000000000000001""#,
            "with at most 6 decimals, found \"1.0000000000000000000001\"",
        ),
        (
            r#""qty":1,"date":"2026-3-3""#,
            "field date: expected a day YYYY-MM-DD, found \"2026-3-3\"",
        ),
        (
            r#""qty":1,"date":"+2026-03-03""#,
            "field date: expected a day YYYY-MM-DD, found \"+2026-03-03\"",
        ),
        (
            r#""qty":1,"expiry":"2027-3-3""#,
            "field expiry: expected a day YYYY-MM-DD, found \"2027-3-3\"",
        ),
    ] {
        let said = receipt(more);
        assert!(said.code == 3 && said.err.contains(told), "{more}: {}", said.err);
    }
    let stock = place.file(
        "opening_stock.csv",
        "item,qty,location,date\nA,1.00000000000000000001,STORAGE,2026-3-3\n",
    );
    let said = place.run(&["import", &stock]);
    assert!(
        said.code == 3 && said.err.contains("with at most 6 decimals"),
        "{}",
        said.err
    );
    assert!(
        said.err
            .contains("expected a date YYYY-MM-DD, found \"2026-3-3\""),
        "{}",
        said.err
    );
    for day in ["2026-3-3", "+2026-03-03"] {
        let said = place.run(&["stock", "--since", day]);
        assert!(
            said.code == 2 && said.err.contains("expected a day such as 2026-03-02"),
            "{}",
            said.err
        );
    }
}

#[test]
fn a_code_an_id_and_a_text_of_a_megabyte_are_refused_by_name_and_length() {
    let place = Workplace::new();
    let long = "x".repeat(1 << 20);
    let of = |id: &str, item: &str, name: &str| {
        format!(r#"{{"id":"{id}","op":"item","item":"{item}","name":"{name}","method":"fifo"}}"#)
    };
    for (document, told) in [
        (
            of(&long, "A", "Apple"),
            "field id: expected at most 200 bytes, found 1048576",
        ),
        (
            of("i", &long, "Apple"),
            "field item: expected at most 1000 bytes, found 1048576",
        ),
        (
            of("i", "A", &long),
            "field name: expected at most 1000 bytes, found 1048576",
        ),
        (of("i", &"x".repeat(101), "Apple"), "it is longer than 100 bytes"),
    ] {
        let said = place.feed(&["post", "-"], &document);
        assert!(said.code != 0 && said.err.contains(told), "{}", said.err);
        assert!(said.err.len() < 1000, "{} bytes", said.err.len());
    }
}

#[test]
fn an_escaped_scan_is_as_long_as_any_other() {
    let place = Workplace::empty();
    let scans = format!("{}\n{}\n", r"\x41".repeat(4096), "A".repeat(4097));
    let said = place.feed(&["decode", "--escaped"], &scans);
    assert_eq!((said.code, said.rows().len()), (3, 1), "{}", said.err);
    let told = "line 2: expected a scan of at most 4096 bytes, found 4097\n";
    assert_eq!(said.err, told);
}

#[test]
fn no_file_that_is_named_is_read_without_an_end() {
    let place = Workplace::new();
    let items = place.file("items.csv", "item,name\nA,Apple\n");
    let vast = place.path("vast");
    File::create(&vast).unwrap().set_len(10 << 30).unwrap();
    let pipe = place.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let (vast, pipe) = (vast.display().to_string(), pipe.display().to_string());
    let map = |file: &str| format!("--map=items={file}");
    let (vast_map, endless_map) = (map(&vast), map("/dev/zero"));
    let too_long = "expected a file of at most 64 MiB, found more";
    for (arguments, told) in [
        (vec!["import", &vast_map, &items], too_long),
        (vec!["import", &endless_map, &items], too_long),
        (vec!["audit", "--anchor", &vast], too_long),
        (vec!["audit", "--anchor", "/dev/zero"], "found a pipe or a device"),
        (vec!["audit", "--anchor", &pipe], "found a pipe or a device"),
        (vec!["audit", "--anchor", "/"], "found a folder"),
    ] {
        let said = place.run(&arguments);
        assert!(
            said.code == 3 && said.err.contains(told),
            "{arguments:?}: {}",
            said.err
        );
    }
}

#[test]
fn an_import_whose_every_row_is_wrong_tells_of_the_first_thousand() {
    let place = Workplace::new();
    let rows: Vec<String> = (0..3_000).map(|n| format!("A{n},,NO\n")).collect();
    let rows = rows.concat();
    let items = place.file("items.csv", &format!("item,name,uom\n{rows}"));
    let said = place.run(&["import", &items]);
    assert_eq!(said.code, 3);
    let told: Vec<&str> = said.err.lines().collect();
    assert_eq!(told.len(), 1_002);
    assert_eq!(
        told[1_000..],
        [
            "2000 more are not listed: mend these and try again.",
            "Nothing was imported."
        ]
    );
    assert!(place.rows(&["stock"]).is_empty());
}
