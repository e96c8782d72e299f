use super::*;
use crate::scan::gs1::part::NAMES;
use proptest::prelude::*;

fn find(data: &[u8]) -> Result<(Ai, &'static Row), Flaw> {
    Dictionary::builtin().find(data)
}

#[test]
fn every_identifier_of_the_table_finds_its_own_row() {
    for facts in TABLE {
        for number in facts.first..=facts.last {
            let (ai, found) = find(Ai(number).to_string().as_bytes()).unwrap();
            assert_eq!((ai, &*found.title), (Ai(number), facts.title));
        }
    }
}

#[test]
fn the_rows_stand_in_order() {
    let text = |facts: &Facts<'_>| Ai(facts.first).to_string();
    assert!(
        TABLE.windows(2).all(|two| text(&two[0]) < text(&two[1])),
        "ordered by digits"
    );
}

#[test]
fn what_the_table_does_not_hold_is_said_so() {
    assert_eq!(find(b"04123").unwrap_err(), Flaw::UnknownAi("0412".into()));
    assert_eq!(find(b"3106").unwrap_err(), Flaw::UnknownAi("3106".into()));
    assert_eq!(find(b"31A").unwrap_err(), Flaw::UnknownAi("31".into()));
    assert_eq!(find(b"1").unwrap_err(), Flaw::NoAi("1".into()));
    assert_eq!(find(b"").unwrap_err(), Flaw::NoAi("nothing".into()));
}

#[test]
fn only_the_predefined_prefixes_go_without_separator() {
    let predefined = ["00", "01", "02", "11", "17", "20", "3103", "3695", "410", "417"];
    let others = ["10", "21", "30", "37", "3920", "400", "420", "422", "8006"];
    let of = |ai: &str| find(ai.as_bytes()).unwrap().1.predefined;
    assert!(predefined.into_iter().all(of));
    assert!(!others.into_iter().any(of));
}

/// Returns a row as the file writes it.
fn written(row: &Row) -> String {
    let flag = |flag: char, holds: bool| if holds { String::from(flag) } else { String::new() };
    let requires = row.requires.text().split('&').filter(|clause| !clause.is_empty());
    let requires: Vec<_> = requires
        .map(|clause| format!(" req={}", clause.replace('|', ",")))
        .collect();
    let requires = requires.concat();
    let excludes = match row.excludes.text() {
        "" => String::new(),
        names => format!(" ex={names}"),
    };
    let key = match row.qualifiers.as_deref() {
        None => String::new(),
        Some("") => " dlpkey".into(),
        Some(qualifiers) => format!(" dlpkey={qualifiers}"),
    };
    format!(
        "{}-{} {}{} {}{requires}{excludes}{key} # {}\n",
        row.first(),
        row.last(),
        flag('*', row.predefined),
        flag('?', row.attribute),
        row.form(),
        row.title
    )
}

fn builtin_file() -> String {
    let rows = Dictionary::builtin().rows().iter().map(written);
    format!("# Release: 2026-01-27\n#\n\n{}", rows.collect::<String>())
}

fn told(text: &str) -> Vec<String> {
    match Dictionary::read(text.as_bytes()) {
        Ok(read) => vec![format!("{read:?}")],
        Err(bad) => bad.iter().map(ToString::to_string).collect(),
    }
}

fn loaded(text: &str) -> &'static Dictionary {
    Box::leak(Box::new(Dictionary::read(text.as_bytes()).unwrap()))
}

/// Returns what an element string says according to a dictionary.
fn label(dictionary: &'static Dictionary, data: &str) -> String {
    let today = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    match crate::scan::gs1::read(data.as_bytes(), 0, Basis { today, dictionary }) {
        Ok(label) => {
            let parts = label
                .elements()
                .iter()
                .map(|e| format!("{}={} ", e.ai, e.normal()));
            parts.collect::<String>().trim_end().to_owned()
        }
        Err(finding) => format!("{finding} @{}", finding.at),
    }
}

#[test]
fn the_built_in_dictionary_read_from_a_file_is_the_same() {
    let read = Dictionary::read(builtin_file().as_bytes()).unwrap();
    assert_eq!(Dictionary::builtin().differences(&read), []);
    assert_eq!(
        (read.release(), read.notes()),
        (Some("2026-01-27"), [].as_slice())
    );
    let with_returns = format!("\u{feff}{}", builtin_file().replace('\n', "\r\n"));
    let read = Dictionary::read(with_returns.as_bytes()).unwrap();
    assert_eq!(Dictionary::builtin().differences(&read), []);
}

/// Bad lines of a file, and how each is reported.
const BAD_LINES: [(&str, &str); 21] = [
    (
        "1 N2",
        "line 1: expected an identifier of 2 to 4 digits, or a range such as 3100-3105, found 1",
    ),
    (
        "# a\n\n31nn N6",
        "line 3: expected an identifier of 2 to 4 digits, or a range such as 3100-3105, found 31nn",
    ),
    (
        "99-91 N6",
        "line 1: expected an identifier of 2 to 4 digits, or a range such as 3100-3105, found 99-91",
    ),
    (
        "10",
        "line 1: expected the parts of the value, such as N6 or X..20, found none",
    ),
    (
        "10 # LOT",
        "line 1: expected the parts of the value, such as N6 or X..20, found none",
    ),
    (
        "10 X..x",
        "line 1: expected a part such as N6, X..20 or [X..17],check, found X..x",
    ),
    (
        "10 N6 [X2",
        "line 1: expected a part such as N6, X..20 or [X..17],check, found [X2",
    ),
    ("10 X0", "line 1: expected a length from 1 to 255, found X0"),
    (
        "10 X..20 N2",
        "line 1: expected a variable length in the last part only, found X..20 N2",
    ),
    (
        "10 N2 [N2] N2",
        "line 1: expected optional parts after all others, found N2 [N2] N2",
    ),
    (
        "10 [N2]",
        "line 1: expected a first part that must be there, found [N2]",
    ),
    (
        "10 X200 X200",
        "line 1: expected at most 255 characters together, found X200 X200",
    ),
    (
        "11 * N..6",
        "line 1: expected parts of fixed length behind the flag *, found N..6",
    ),
    (
        "10 X2 req=",
        "line 1: expected identifiers such as req=01+21,02,31nn, found req=",
    ),
    (
        "10 X2 ex=31n0",
        "line 1: expected identifiers such as ex=37,310n, found ex=31n0",
    ),
    (
        "10 X2 dlpkey=22;10",
        "line 1: expected identifiers such as dlpkey=22,10,21|235, found dlpkey=22;10",
    ),
    (
        "10 X2 =01",
        "line 1: expected an attribute such as req=01 or ex=37, or # and the title, found =01",
    ),
    (
        "10 X2\n10 X2",
        "line 2: expected each identifier once, found (10) of line 1 again",
    ),
    (
        "240 X2\n24 X2",
        "line 2: expected 3 digits, as line 1 has for what begins with 24, found (24)",
    ),
    (
        "10 X2 # \u{1b}[2J",
        "line 1: expected printable text, found '\\u{1b}'",
    ),
    (
        "# nothing\n",
        "expected lines that begin with an identifier, found none",
    ),
];

#[test]
fn a_line_that_cannot_be_read_is_named_with_what_was_expected() {
    for (text, expected) in BAD_LINES {
        assert_eq!(told(text), [expected], "{text}");
    }
    assert_eq!(told("1 N2\n10 X..20\n11 N\n").len(), 2, "every bad line is named");
    let long = format!("10 X..20 # {}", "x".repeat(1000));
    assert_eq!(told(&long), ["line 1: expected at most 1000 bytes, found 1011"]);
    let large = "\n".repeat(load::LARGEST + 1);
    assert_eq!(told(&large), ["expected at most 1048576 bytes, found 1048577"]);
    let bad = Dictionary::read(b"10 X2 # \xff").unwrap_err();
    assert_eq!(
        bad[0].to_string(),
        "line 1: expected UTF-8, found other bytes after 8"
    );
}

#[test]
fn what_a_newer_file_has_is_told_field_by_field() {
    let newer = builtin_file()
        .replace("03-03 * N14", "03-03 *? N14")
        .replace("# BATCH/LOT", "# LOT")
        .replace("20-20 *? N2", "20-20 *? N3")
        .replace("3100-3105 *? N6 req=01,02", "3100-3105 *? N6 req=01")
        .lines()
        .filter(|line| !line.starts_with("8200"))
        .fold(String::new(), |text, line| text + line + "\n");
    let read =
        Dictionary::read(format!("{newer}7042 ? N6,yymmdd req=01 # REPAIR DATE\n").as_bytes()).unwrap();
    let all: Vec<String> = Dictionary::builtin()
        .differences(&read)
        .iter()
        .map(|d| format!("{} {:?} {}: {} -> {}", d.ai, d.change, d.field, d.before, d.after))
        .collect();
    assert_eq!(
        all,
        [
            "03 Changed attribute:  -> yes",
            "10 Changed title: BATCH/LOT -> LOT",
            "20 Changed form: N2 -> N3",
            "3100-3105 Changed requires: 01|02 -> 01",
            "7042 Added title:  -> REPAIR DATE",
            "7042 Added form:  -> N6,yymmdd",
            "7042 Added requires:  -> 01",
            "7042 Added attribute:  -> yes",
            "8200 Removed title: PRODUCT URL -> ",
            "8200 Removed form: X..70 -> ",
            "8200 Removed requires: 01 -> ",
        ]
    );
}

#[test]
fn labels_are_read_by_the_dictionary_that_is_given() {
    let dictionary = loaded("01 * N14,csum,keyoff1\n7042 N6,yymmdd # REPAIR DATE\n4324 N6,yymmd0 N4,hhmi\n");
    assert_eq!(
        label(dictionary, "01095212345432137042260801"),
        "01=09521234543213 7042=2026-08-01"
    );
    assert_eq!(
        label(dictionary, "70422613"),
        "(7042) 2613: at least 6 characters, found 4 @4"
    );
    assert_eq!(label(dictionary, "10L"), "unknown application identifier 10 @0");
    assert_eq!(label(dictionary, "43242612319999"), "4324=2026-12-31", "no time");
}

#[test]
fn what_cannot_be_checked_is_noted_and_refused() {
    let text = "01 * N14,csum\n7042 ! X..20,shoesize req=01 shine=2 # SHOE\n7043 W5\n7044 X6,yymmdd\n";
    let dictionary = loaded(text);
    let notes: Vec<_> = dictionary
        .notes()
        .iter()
        .map(|n| format!("{} {}: {}", n.line, n.ai, n.what))
        .collect();
    assert_eq!(
        notes,
        [
            "2 7042: check shoesize can't be checked here: labels with it are refused",
            "2 7042: flag ! is not known here and was passed over",
            "2 7042: attribute shine is not known here and was passed over",
            "3 7043: character set W can't be checked here: labels with it are refused",
            "4 7044: check yymmdd can't be checked here: labels with it are refused",
        ]
    );
    assert_eq!(label(dictionary, "704242"), "unsupported (7042) @0");
    assert_eq!(label(dictionary, "7044260801"), "unsupported (7044) @0");
    let form = dictionary.row(Ai(7042)).map(Row::form);
    assert_eq!(form.as_deref(), Some("X..20,shoesize"), "as it was written");
}

proptest! {
    #[test]
    fn no_bytes_make_the_loader_panic(bytes: Vec<u8>) {
        let _ = Dictionary::read(&bytes);
    }

    #[test]
    fn nothing_that_looks_like_a_file_does(text in r"([0-9]{1,5}(-[0-9]{2,4})? ?[*?!]{0,2} (\[?[NXYZW](\.\.)?[0-9]{1,3}\]?(,[a-z0-9]{2,9}){0,2} ?){0,3}( (req|ex|dlpkey|new)=?[0-9n,+|]{0,9}){0,2}( ?# ?\PC{0,9})?\n){0,6}") {
        let _ = Dictionary::read(text.as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whichever checks a file puts on whichever parts, values are judged without a panic.
    #[test]
    fn no_value_panics_under_any_file(
        parts in prop::collection::vec(("[NXYZ]", 1..12_u8, prop::sample::select(NAMES.to_vec())), 1..4),
        ai in prop::sample::select(vec!["30", "3103", "3912", "4324", "7003", "8008", "99"]),
        value in "[0-9A-Z/%]{0,30}|[0-9]{0,30}",
    ) {
        let form: Vec<_> = parts.iter().map(|(set, length, (_, check))| format!(" {set}{length},{check}")).collect();
        let form = form.concat();
        label(loaded(&format!("{ai}{form}")), &format!("{ai}{value}"));
    }
}
