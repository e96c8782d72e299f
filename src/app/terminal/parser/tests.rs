use super::*;
use proptest::prelude::*;

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::milliseconds(millis)
}

/// Returns what was heard, in one line: keys by their spelling, the rest by its kind and its bytes in clear.
fn told(heard: &[TermInput]) -> String {
    let clear = |bytes: &[u8]| bytes.escape_ascii().to_string();
    let one = |input: &TermInput| match input {
        TermInput::Key { key, .. } => key.to_string(),
        TermInput::Bytes { bytes, .. } => format!("bytes({})", clear(bytes)),
        TermInput::Sequence {
            bytes, cut: false, ..
        } => format!("sequence({})", clear(bytes)),
        TermInput::Sequence { bytes, .. } => format!("begun({})", clear(bytes)),
        TermInput::Paste {
            bytes, cut: false, ..
        } => format!("paste({})", clear(bytes)),
        TermInput::Paste { bytes, .. } => format!("cut paste({})", clear(bytes)),
        other => format!("{other:?}"),
    };
    heard.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Returns everything that is heard from bytes and the silence after them.
fn hear(bytes: &[u8]) -> String {
    let mut parser = Parser::default();
    let mut heard = parser.feed(bytes, at(0));
    heard.extend(parser.idle(at(10_000)));
    assert_eq!(parser.deadline(), None, "nothing is left after a silence");
    told(&heard)
}

#[test]
fn every_control_character_is_its_key() {
    let named = |byte: u8| match byte {
        0x00 => "ctrl-space".to_owned(),
        0x09 => "tab".to_owned(),
        0x0d => "enter".to_owned(),
        0x1b => "esc".to_owned(),
        0x1c..=0x1f => format!("ctrl-{}", byte - 0x1c + 4),
        0x7f => "backspace".to_owned(),
        _ => format!("ctrl-{}", char::from(byte | 0x60)),
    };
    for byte in (0..0x20).chain([0x7f]) {
        assert_eq!(hear(&[byte]), named(byte), "{byte:#04x}");
    }
}

#[test]
fn sequences_are_keys() {
    for (bytes, keys) in [
        ("\x1b[93;5u", "ctrl-]"),
        ("\x1b0\x1b2\x1b9", "alt-0 alt-2 alt-9"),
        ("\x1bA", "alt-A"),
        ("\x1bé", "alt-é"),
        ("A\x1b[20~B", "A f9 B"),
        ("\x1bOP\x1b[[B\x1b[1;2C", "f1 f2 shift-right"),
        ("\r\n", "enter ctrl-j"),
        ("Größe 中", "G r ö ß e space 中"),
        ("\x1b\x1b[A", "esc up"),
        ("\x1b[97;1:3u\x1b[I", ""),
    ] {
        assert_eq!(hear(bytes.as_bytes()), keys, "{bytes:?}");
    }
}

#[test]
fn a_byte_that_is_no_character_takes_nothing_with_it() {
    for (bytes, heard) in [
        (&b"A\xe9B\r"[..], r"A bytes(\xe9) B enter"),
        (b"\xff\xfeA", r"bytes(\xff) bytes(\xfe) A"),
        (b"\xe2\x90A", r"bytes(\xe2\x90) A"),
        (b"\xe2\x90\xe9\rB", r"bytes(\xe2\x90) bytes(\xe9) enter B"),
        (b"\xc3", r"bytes(\xc3)"),
        (b"\x1b\xe9A", r"bytes(\x1b\xe9) A"),
        (b"\x9b20~", r"bytes(\x9b) 2 0 ~"),
        (b"\xe9\x1b[20~", r"bytes(\xe9) f9"),
    ] {
        assert_eq!(hear(bytes), heard);
    }
}

#[test]
fn a_paste_is_kept_byte_for_byte() {
    assert_eq!(
        hear(b"1\x1b[200~]d2010\x1d10A\r\n\x1b[A\xe9\x1b[201~2"),
        r"1 paste(]d2010\x1d10A\r\n\x1b[A\xe9) 2"
    );
    assert_eq!(hear(b"\x1b[200~\x1b[201~1"), "1", "an empty one is none");
}

#[test]
fn what_never_ends_is_handed_over_and_the_terminal_works_on() {
    for (bytes, heard) in [
        (
            "\x1b[200~4006381333931\r40063",
            r"cut paste(4006381333931\r40063)",
        ),
        ("\x1b[200~A\x1b[200~B\x1b[201~C", "cut paste(A) paste(B) C"),
        ("\x1b[200~A\x1b[20", r"cut paste(A\x1b[20)"),
        ("\x1b[201~", ""),
        ("\x1b", "esc"),
        ("\x1b[", "alt-["),
        ("\x1bO", "alt-O"),
        ("\x1b[2", r"begun(\x1b[2)"),
        ("\x1b[[", r"begun(\x1b[[)"),
    ] {
        let mut parser = Parser::default();
        let mut before = parser.feed(bytes.as_bytes(), at(0));
        before.extend(parser.idle(at(10_000)));
        assert_eq!(told(&before), heard, "{bytes:?}");
        assert_eq!(
            told(&parser.feed(b"\x1b[20~", at(10_000))),
            "f9",
            "after {bytes:?}"
        );
    }
}

#[test]
fn a_sequence_that_breaks_off_is_data_and_its_terminator_ends_the_scan() {
    for (bytes, heard) in [
        ("\x1b[4\r", r"bytes(\x1b[4) enter"),
        ("\x1b[2\x1b[20~", r"bytes(\x1b[2) f9"),
        ("\x1bO\r", r"bytes(\x1bO) enter"),
        ("A\x1b\rB", r"A sequence(\x1b) enter B"),
        ("\x1b[é", r"bytes(\x1b[) é"),
        ("\x1b[99~A", r"sequence(\x1b[99~) A"),
    ] {
        assert_eq!(hear(bytes.as_bytes()), heard, "{bytes:?}");
    }
    let endless = format!("\x1b[{}", "0".repeat(200));
    assert!(hear(endless.as_bytes()).starts_with(r"bytes(\x1b[000"));
}

#[test]
fn patience_fits_what_is_waited_for() {
    for (bytes, millis) in [
        ("\x1b", 100),
        ("\x1b[2", 300),
        ("\u{e9}", 0),
        ("\x1b[200~A", 1000),
        ("A", 0),
    ] {
        let mut parser = Parser::default();
        parser.feed(bytes.as_bytes(), at(0));
        let wanted = (millis != 0).then(|| at(millis));
        assert_eq!(parser.deadline(), wanted, "{bytes:?}");
        assert_eq!(
            parser.idle(at(millis - 1)),
            None,
            "not a moment too early: {bytes:?}"
        );
    }
    let mut parser = Parser::default();
    parser.feed(b"\x1b[200~A", at(0));
    parser.feed(b"B", at(900));
    assert_eq!(parser.deadline(), Some(at(1900)), "a slow paste goes on");
}

#[test]
fn a_paste_without_end_is_handed_over_in_pieces_of_whole_lines() {
    let mut parser = Parser::default();
    parser.feed(PASTE_BEGINS, at(0));
    let mut lines = Vec::new();
    let mut most = 0;
    for n in 0..200_000 {
        let heard = parser.feed(format!("CODE-{n}\r\n").as_bytes(), at(0));
        most = most.max(parser.held.len());
        for input in heard {
            let TermInput::Paste {
                bytes, cut: false, ..
            } = input
            else {
                panic!("{input:?}")
            };
            lines.extend(
                String::from_utf8(bytes)
                    .unwrap()
                    .split_whitespace()
                    .map(str::to_owned),
            );
        }
    }
    let TermInput::Paste { bytes, .. } = parser.idle(at(1000)).unwrap() else {
        panic!()
    };
    lines.extend(
        String::from_utf8(bytes)
            .unwrap()
            .split_whitespace()
            .map(str::to_owned),
    );
    assert!(most <= LONGEST_PASTE);
    assert_eq!(lines.len(), 200_000);
    assert!((0..).zip(&lines).all(|(n, line)| *line == format!("CODE-{n}")));
}

/// Bytes as hostile as a terminal can be: sequences, pieces of them, pastes with and without end, other alphabets.
fn anything() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any::<Vec<u8>>(),
        Just(PASTE_BEGINS.to_vec()),
        Just(PASTE_ENDS.to_vec()),
        Just(b"\x1b[1;5".to_vec()),
        Just(b"\x1bO".to_vec()),
        "[ -~]{0,20}\r".prop_map(String::into_bytes),
        ".{0,8}".prop_map(String::into_bytes),
        "\\x1b\\[[0-?]{0,6}[@-~]".prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_chunking_gives_the_same_input(bytes in anything(), cuts: Vec<prop::sample::Index>) {
        let (mut whole, mut pieces) = (Parser::default(), Parser::default());
        let mut expected = whole.feed(&bytes, at(0));
        expected.extend(whole.idle(at(1000)));
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let mut heard: Vec<_> =
            cuts.windows(2).flat_map(|cut| pieces.feed(&bytes[cut[0]..cut[1]], at(0))).collect();
        heard.extend(pieces.idle(at(1000)));
        prop_assert_eq!(heard, expected);
    }

    #[test]
    fn every_printable_character_arrives(text in "[ -~]{0,40}", noise in anything()) {
        let mut parser = Parser::default();
        parser.feed(&noise, at(0));
        parser.idle(at(1000));
        let heard: String = parser.feed(text.as_bytes(), at(1000)).iter().filter_map(|input| match input {
            TermInput::Key { key, .. } => key.character(),
            _ => None,
        }).collect();
        prop_assert_eq!(heard, text);
    }
}
