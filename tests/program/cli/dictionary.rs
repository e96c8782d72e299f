//! A dictionary of the site's own: what it changes, and that labels are read by it.

use super::workplace::Workplace;

/// Newer than the built-in one: an identifier for a shade, and lots that never take more than eight characters.
const NEWER: &str = "# Release: 2027-01-26\n\
    00 *? N18,csum,gcppos2 dlpkey # SSCC\n\
    01 *? N14,csum,gcppos2 ex=255,37 dlpkey=22,10,21|235 # GTIN\n\
    10  ? X..8 req=01 # BATCH/LOT\n\
    7042 N6,yymmdd req=01 # REPAIR DATE\n\
    7043 N2,moonphase # MOON\n";

#[test]
fn a_file_is_compared_field_by_field() {
    let place = Workplace::empty();
    let file = place.file("newer.txt", NEWER);
    let said = place.run(&["dictionary", &file, "--json"]).well();
    let rows = said.rows();
    let about = |ai: &str| {
        let of = rows.iter().filter(|row| row["ai"] == ai);
        let word = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
        of.map(|row| {
            ["change", "field", "built_in", "file"]
                .map(|key| word(row, key))
                .join("|")
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(
        about("10"),
        [
            "changed|form|X..20|X..8",
            "changed|requires|01|02|03|8006|8026|01"
        ]
    );
    assert_eq!(
        about("7042"),
        [
            "added|title||REPAIR DATE",
            "added|form||N6,yymmdd",
            "added|requires||01"
        ]
    );
    assert_eq!(
        about("7043").last().unwrap(),
        "unknown|||check moonphase can't be checked here: labels with it are refused"
    );
    assert!(about("01").is_empty(), "nothing changed");
    assert!(
        said.err.contains("release 2027-01-26")
            && said.err.contains("2 added, 221 removed, 1 changed, 1 unknown"),
        "{}",
        said.err
    );
    let table = place.run(&["dictionary", &file]).well().out;
    assert!(
        table
            .lines()
            .any(|line| line.contains("7042") && line.contains("REPAIR DATE")),
        "{table}"
    );
}

#[test]
fn every_bad_line_of_a_file_is_named_and_nothing_is_read_by_it() {
    let place = Workplace::empty();
    let file = place.file("bad.txt", "01 * N14\n1O X..20\n11 * N..6\n");
    let runs: [&[&str]; 3] = [
        &["dictionary", &file],
        &["decode", "--dictionary", &file],
        &["scan", "--dictionary", &file],
    ];
    for run in runs {
        let said = place.feed(run, "]C110L\n");
        assert_eq!((said.code, said.out.as_str()), (3, ""), "{run:?}");
        let told: Vec<_> = said.err.lines().collect();
        assert!(
            told[0].starts_with(&file) && told[0].contains("line 2: expected an identifier"),
            "{told:?}"
        );
        assert!(
            told[1].contains("line 3: expected parts of fixed length"),
            "{told:?}"
        );
        assert_eq!(told.len(), 2);
    }
    let missing = place.run(&["dictionary", "no-such-file"]);
    assert_eq!(missing.code, 3, "{}", missing.err);
    assert!(
        missing.err.contains("no-such-file can't be read"),
        "{}",
        missing.err
    );
}

#[test]
fn labels_are_read_by_the_file_that_is_named_or_configured() {
    let place = Workplace::with_samples();
    let file = place.file("newer.txt", NEWER);
    let label = "]C101095212345432137042260801\n";
    let repair = |said: super::workplace::Said| said.well().rows()[0]["elements"][1]["normal"].clone();
    assert_eq!(
        repair(place.feed(&["decode", "--dictionary", &file], label)),
        "2026-08-01"
    );
    assert!(
        repair(place.feed(&["decode"], label)).is_null(),
        "the built-in one does not know it"
    );
    place.file("config.toml", &format!("dictionary = {file:?}\n"));
    let config = place.path("config.toml").display().to_string();
    let configured =
        |command: &[&str], input: &str| place.feed(&[&["--config", &config], command].concat(), input);
    assert_eq!(repair(configured(&["decode"], label)), "2026-08-01");
    let too_long = "PO-26033\n]C101195212340300171012345678X\n";
    let scan = ["scan", "--badge", "EMP-102", "--pin", "2308"];
    let refused = configured(&scan, too_long).well().rows();
    let why = refused[1]["message"].as_str().unwrap();
    assert!(why.contains("at most 8 characters"), "{why}");
    let taken = place.feed(&scan, too_long).well().rows();
    assert!(
        !taken[1]["message"].as_str().unwrap().contains("at most"),
        "{}",
        taken[1]
    );
}
