use super::*;
use proptest::prelude::*;

/// Hears the output in pieces of `size` bytes; returns what was shown and what was answered.
fn heard(output: &mut Output, bytes: &[u8], size: usize) -> (Vec<u8>, Answers) {
    let (mut shown, mut answers) = (Vec::new(), Vec::new());
    for piece in bytes.chunks(size) {
        answers.extend(output.hear(piece, &mut shown));
    }
    output.finish(&mut shown);
    (shown, answers)
}

const SESSION: &str = "\x1b[?1049h\x1b[?2004h\x1b]7348;binledger;answers\x1b\\pick\x1b]7348;binledger;applied;1\x1b\\ed\
     \x1b]7348;binledger;refused;2\x1b\\\x1b[0m";

#[test]
fn what_is_said_to_the_bridge_is_heard_and_not_shown_however_it_is_cut() {
    for size in 1..=SESSION.len() {
        let mut output = Output::default();
        let (shown, answers) = heard(&mut output, SESSION.as_bytes(), size);
        assert_eq!(
            shown, b"\x1b[?1049h\x1b[?2004hpicked\x1b[0m",
            "in pieces of {size}"
        );
        assert_eq!(answers, [(1, Fate::Applied), (2, Fate::Refused)]);
        assert!(output.takes_pastes() && output.answers() && output.is_at_rest());
    }
}

#[test]
fn a_program_takes_pastes_from_when_it_says_so_until_it_says_no() {
    for (bytes, takes) in [
        ("", false),
        ("\x1b[?2004h", true),
        ("\x1b[?1049;2004;25h", true),
        ("\x1b[?2004h\x1b[?2004l", false),
        ("\x1b[?2004h\x1bc", false),
        ("\x1b[?2004", false),
        ("\x1b[2004h", false),
        ("\x1b]2;\x1b\\[?2004h", false),
        ("\x1b[?2004h\x1b[?2004$p", true),
    ] {
        let mut output = Output::default();
        heard(&mut output, bytes.as_bytes(), 1);
        assert_eq!(output.takes_pastes(), takes, "{bytes:?}");
    }
}

#[test]
fn a_promise_holds_only_for_the_program_that_made_it() {
    const PROMISE: &str = "\x1b[?2004h\x1b]7348;binledger;answers\x1b\\";
    for (after, answers) in [
        ("", true),
        ("\x1b[?25l", true),
        ("\x1b[?2004l", false),
        ("\x1b[?2004h", false),
        ("\x1bc", false),
    ] {
        let mut output = Output::default();
        heard(&mut output, format!("{PROMISE}{after}").as_bytes(), 3);
        assert_eq!(output.answers(), answers, "{after:?}");
    }
    let mut output = Output::default();
    heard(&mut output, b"\x1b]7348;binledger;answers\x1b\\", 3);
    assert!(!output.answers(), "nobody takes pastes, so nobody answers them");
}

#[test]
fn what_a_cut_connection_leaves_over_is_put_back() {
    for (bytes, back) in [
        ("hello\r\n", ""),
        (
            "\x1b[?1049h\x1b[?25l\x1b[?2004h",
            "\x1b[?2004l\x1b[?1049l\x1b[?25h",
        ),
        ("\x1b[?1049h\x1b[?25l\x1b[?25h\x1b[?1049l", ""),
        ("\x1b[?7h\x1b[?25h", ""),
    ] {
        let mut output = Output::default();
        heard(&mut output, bytes.as_bytes(), 1);
        let restoring = output.restoring();
        assert!(
            restoring.ends_with(back) && restoring.is_empty() == back.is_empty(),
            "{bytes:?}: {restoring:?}"
        );
    }
}

proptest! {
    #[test]
    fn everything_else_reaches_the_screen_unchanged(
        pieces in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..8),
                Just(b"\x1b]7348;binledger;praised;1\x1b\\".to_vec()),
                Just(b"\x1b]7348;binledger;".to_vec()),
                Just(b"\x1b]7348;bin".to_vec()),
                Just(b"\x1b\x1b".to_vec()),
                Just("\u{1b}]2;títle\u{7}".into()),
            ],
            0..20,
        ),
        size in 1..9usize,
    ) {
        let bytes = pieces.concat();
        let (shown, answers) = heard(&mut Output::default(), &bytes, size);
        prop_assert_eq!(shown, bytes);
        prop_assert_eq!(answers, []);
    }

    #[test]
    fn little_is_held_back(bytes: Vec<u8>) {
        let mut output = Output::default();
        output.hear(b"\x1b]7348;binledger;", &mut Vec::new());
        output.hear(&bytes, &mut Vec::new());
        prop_assert!(output.held.len() <= INTRODUCER.len() + LONGEST_WORD + TERMINATOR.len());
    }
}
