//! What a terminal's keys and their pace mean, one fact a line.

use super::player::Player;

/// Plays facts: what it is about, the stream, what comes of it.
#[track_caller]
fn facts(profile: &str, facts: &[(&str, &str, &[&str])]) {
    for (about, stream, expected) in facts {
        let player = Player::with(profile).play(stream);
        // A function key alone acts once no code has followed.
        let alone = stream.ends_with("<f8>");
        let said = if alone { player.wait(100) } else { player }.said();
        assert_eq!(said, *expected, "{about}: {stream}");
    }
}

#[test]
fn a_wedge_and_fingers_share_a_keyboard() {
    facts(
        "",
        &[
            (
                "Enter ends a scan",
                "4006381333931<enter>",
                &["scan 4006381333931"],
            ),
            ("so does Tab", "4006381333931<tab>", &["scan 4006381333931"]),
            ("so do both", "4006381333931<tab><enter>", &["scan 4006381333931"]),
            (
                "fingers are no scanner",
                "4{180}0{150}0{170}6<enter>",
                &["typed 4006"],
            ),
            (
                "fingers wait before Enter",
                "4{180}0{150}0{170}6{200}<enter>",
                &["typed 4006"],
            ),
            (
                "two scans at once are two reads",
                "4006381333931<enter>5010029000016<enter>",
                &["scan 4006381333931", "scan 5010029000016"],
            ),
            ("no code is so short", "AB<enter>", &["typed AB"]),
            (
                "a key within the gap",
                "40063813{25}33931<enter>",
                &["scan 4006381333931"],
            ),
            (
                "a key within the gap, each time",
                "4{30}0{30}0{30}6{30}<enter>",
                &["scan 4006"],
            ),
            (
                "a line that hiccups once",
                "40063813{400}33931<enter>",
                &["scan 4006381333931"],
            ),
            (
                "a scan, then Enter",
                "4006381333931<enter>{300}<enter>",
                &["scan 4006381333931", "key next"],
            ),
        ],
    );
}

#[test]
fn control_characters_are_data_inside_a_burst_alone() {
    facts(
        "",
        &[
            (
                "GS as the key Ctrl and ]",
                "]d20109521234543213<ctrl-]>10A<enter>",
                &[r"scan ]d20109521234543213\x1d10A"],
            ),
            (
                "GS as terminals report it",
                "]d20109521234543213<ctrl-5>10A<enter>",
                &[r"scan ]d20109521234543213\x1d10A"],
            ),
            (
                "RS, EOT",
                "[)><ctrl-6>06<ctrl-5>1PA<ctrl-6><ctrl-d><enter>",
                &[r"scan [)>\x1e06\x1d1PA\x1e\x04"],
            ),
            (
                "Ctrl+C in a burst",
                "ABCD<ctrl-c>EF<enter>",
                &[r"scan ABCD\x03EF"],
            ),
            ("Ctrl+C alone", "{500}<ctrl-c>", &["key quit"]),
            (
                "Ctrl+C behind what is typed",
                "1{200}2{500}<ctrl-c>",
                &["key quit", "line 12"],
            ),
            (
                "GS on the keypad",
                "]d20109521234543213<alt-0><alt-2><alt-9>10A<enter>",
                &[r"scan ]d20109521234543213\x1d10A"],
            ),
            (
                "F8 for who knows what",
                "4006<f8>38<enter>",
                &[r"scan 4006\xef\xbf\xbd38"],
            ),
        ],
    );
    facts(
        "[data]\nseparator_key = \"f8\"",
        &[
            (
                "F8 for GS",
                "]d2010952<f8>10A<enter>",
                &[r"scan ]d2010952\x1d10A"],
            ),
            (
                "F8 alone",
                "]d2010952<f8>10A<enter>{300}<f8>",
                &[r"scan ]d2010952\x1d10A", "key undo"],
            ),
        ],
    );
}

#[test]
fn a_prefix_announces_a_code_and_a_suffix_ends_it() {
    facts(
        "[framing]\nprefix = \"~\"",
        &[
            ("however short it is", "~A1<enter>", &["scan A1"]),
            (
                "fingers have that key too",
                "~{150}A{150}1{150}<enter>",
                &["typed ~A1"],
            ),
            ("a prefix and nothing else", "~<enter>", &["scan ~"]),
        ],
    );
    facts(
        r"framing = { prefix = '\x02', suffix = '\x03' }",
        &[
            ("between STX and ETX", "<ctrl-b>A1<ctrl-c>", &["scan A1"]),
            ("with Enter besides", "<ctrl-b>A1<ctrl-c><enter>", &["scan A1"]),
            (
                "with all of them",
                "<ctrl-b>A1<ctrl-c><enter><ctrl-j><tab>",
                &["scan A1"],
            ),
            (
                "Enter by hand",
                "<ctrl-b>A1<ctrl-c>{300}<enter>",
                &["scan A1", "key next"],
            ),
            ("Ctrl+C by hand", "1{200}2{200}<ctrl-c>", &["key quit", "line 12"]),
            (
                "two codes of which the first lost its end",
                "<ctrl-b>A-1<ctrl-b>A-2<ctrl-c>",
                &[r"mixed \x02A-1\x02A-2"],
            ),
        ],
    );
}

#[test]
fn silence_ends_a_scan_and_never_what_is_being_typed() {
    let idle = "[framing]\nidle_ms = 100";
    let played = |stream: &str| Player::with(idle).play(stream).wait(150).said();
    assert_eq!(played("4006381333931"), ["scan 4006381333931"]);
    assert_eq!(played("4{180}0{150}0{170}6"), ["line 4006"]);
    assert_eq!(played("4{180}0{150}0{170}6<enter>"), ["typed 4006"]);
    assert_eq!(played("AB"), ["line AB"]);
    assert_eq!(
        played("1{200}2{400}4006381333931"),
        ["scan 4006381333931", "line 12"]
    );
    assert_eq!(
        played("4006381333931{150}<enter>"),
        ["scan 4006381333931", "key next"],
        "Enter by hand"
    );
}

#[test]
fn a_slow_scanner_is_recognised_after_three_codes() {
    let code = |millis: i64| -> String {
        let pause = format!("{{{millis}}}");
        let keys: Vec<_> = "4006381333931".chars().map(String::from).collect();
        format!("{}{pause}<enter>", keys.join(&pause))
    };
    let five = |millis: i64| {
        (0..5)
            .fold(Player::with(""), |player, _| player.wait(900).play(&code(millis)))
            .said()
    };
    for slow in [50, 55, 60] {
        let said = five(slow);
        assert_eq!(
            said[..3],
            ["typed 4006381333931"; 3],
            "{slow} ms a key: not known yet"
        );
        assert_eq!(said[3..], ["scan 4006381333931"; 2], "{slow} ms a key");
    }
    assert_eq!(
        five(90),
        ["typed 4006381333931"; 5],
        "fingers, as quick as they get"
    );
}
