//! What somebody began to type, and a scan behind it.

use super::player::Player;

fn said(stream: &str) -> Vec<String> {
    Player::with("").play(stream).said()
}

#[test]
fn what_is_typed_stays_on_the_line_and_the_scan_is_a_read_of_its_own() {
    for (about, stream, scan, line) in [
        (
            "an article number",
            "1{180}2{400}4006381333931<enter>",
            "4006381333931",
            "12",
        ),
        ("a location", "1{180}2{400}A-01-02<enter>", "A-01-02", "12"),
        ("a command", "1{180}2{400}$BL.DONE<enter>", "$BL.DONE", "12"),
        ("ended by Tab", "1{180}2{400}A-01-02<tab>", "A-01-02", "12"),
        (
            "a symbology identifier behind one key",
            "1{400}]C110LOT<enter>",
            "]C110LOT",
            "1",
        ),
        (
            "one key, perhaps by a sleeve",
            "1{400}A-01-02<enter>",
            "A-01-02",
            "1",
        ),
        (
            "a longer word",
            "L{120}O{90}T{110}-{200}7{900}4006381333931<enter>",
            "4006381333931",
            "LOT-7",
        ),
        (
            "ended by hand",
            "1{180}2{400}4006381333931{900}<enter>",
            "4006381333931",
            "12",
        ),
        (
            "with its separators",
            "1{180}2{400}]d20109521234543213<ctrl-]>10A<ctrl-c>B<enter>",
            r"]d20109521234543213\x1d10A\x03B",
            "12",
        ),
    ] {
        assert_eq!(
            said(stream),
            [format!("scan {scan}"), format!("line {line}")],
            "{about}"
        );
    }
}

#[test]
fn the_typing_goes_on_where_it_stopped() {
    assert_eq!(
        said("1{180}2{400}4006381333931<enter>{500}3{200}4{200}<enter>"),
        ["scan 4006381333931", "typed 1234"]
    );
    assert_eq!(
        said("1{180}2{400}4006381333931<enter>{500}A-01-02<enter>{500}<enter>"),
        ["scan 4006381333931", "scan A-01-02", "typed 12"]
    );
    assert_eq!(
        said("1{180}2{400}4006381333931<enter><tab>{500}<backspace>{200}<backspace>{300}<enter>"),
        ["scan 4006381333931", "key next"],
        "a second terminator of the scanner submits nothing"
    );
    assert_eq!(
        said("1{180}2{400}4006381333931<enter><enter>"),
        ["scan 4006381333931", "line 12"]
    );
}

#[test]
fn what_came_together_is_told_apart_only_where_it_could_be_nothing_else() {
    let at_once = |head: &str, code: &str| {
        let keys: String = code.chars().skip(1).flat_map(|c| ['{', '0', '}', c]).collect();
        said(&format!("{head}{}{keys}{{0}}<enter>", &code[..1]))
    };
    assert_eq!(
        at_once("1{180}2{400}", "4006381333931"),
        ["scan 4006381333931", "line 12"]
    );
    assert_eq!(at_once("1{180}2{400}", "]C110A"), ["scan ]C110A", "line 12"]);
    assert_eq!(
        at_once("1{180}2{400}", "3456"),
        ["mixed 123456"],
        "a scan, or keys that the network held up, or both"
    );
    assert_eq!(
        at_once("A{300}", "-01-02"),
        ["scan A-01-02"],
        "the network sends a first key at once and holds up the rest"
    );
    assert_eq!(at_once("A{1200}", "-01-02"), ["mixed A-01-02"]);
    assert_eq!(at_once("4{300}", "006381333931"), ["scan 4006381333931"]);
    assert_eq!(
        at_once("01{300}", "09521234543213"),
        ["scan 0109521234543213"],
        "an identifier asks for the number behind it"
    );
    assert_eq!(at_once("A1{300}", "4006381333931"), ["mixed A14006381333931"]);
}

#[test]
fn in_doubt_both_are_refused() {
    for stream in [
        "4006381333931{900}1{200}2{200}<enter>", // a scan without its end, and typing behind it
        "4006381333931{1500}5010029000016<enter>", // two scans, the first without its end
        "]C110A{1500}]C110B<enter>",             // the same, announced
        "1{180}2{60}3{400}A-01-02<enter>",       // typed, in part too fast for fingers
        "1{180}2{400}A-01-02{600}<enter>",       // a scan that nothing ended
    ] {
        let keys: String = stream
            .split(['{', '}', '<', '>'])
            .filter(|part| part.parse::<i64>().is_err() || part.len() > 4)
            .collect();
        let said = said(stream);
        assert_eq!(said.len(), 1, "{stream}: {said:?}");
        assert!(said[0].starts_with("mixed "), "{stream}: {said:?}");
        assert!(said[0].len() >= keys.len() - "enter".len(), "{stream}: {said:?}");
    }
}

#[test]
fn a_line_that_one_hand_wrote_is_one_read() {
    for (stream, expected) in [
        ("1{180}2{180}3{180}4{180}5{180}<enter>", "typed 12345"),
        ("1{180}2{20}3{180}4{180}5{180}<enter>", "typed 12345"),
        ("4006{200}381{200}333931<enter>", "scan 4006381333931"),
        ("4{200}006{200}381{200}333931<enter>", "mixed 4006381333931"),
        ("]E04006{200}381{200}333931<enter>", "scan ]E04006381333931"),
        ("4006{60}381{90}333931<enter>", "scan 4006381333931"),
        ("40063813339{300}31<enter>", "scan 4006381333931"),
        ("4006381333931{700}<enter>", "scan 4006381333931"),
        ("4{60}006381333931<enter>", "scan 4006381333931"),
    ] {
        assert_eq!(said(stream), [expected], "{stream}");
    }
}
