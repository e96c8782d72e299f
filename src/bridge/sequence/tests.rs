use super::*;
use proptest::prelude::*;

fn after(direction: Direction, bytes: &[u8]) -> Rest {
    let mut follower = Follower::new(direction);
    follower.follow(bytes);
    follower.rest()
}

#[test]
fn nothing_is_put_into_what_fingers_have_begun() {
    let cases: [(&str, &[u8], Rest); 22] = [
        ("nothing yet", b"", Rest::Now),
        ("letters", b"ab\r", Rest::Now),
        ("an escape may be a key or a beginning", b"\x1b", Rest::AfterPause),
        ("so may two", b"\x1b\x1b", Rest::AfterPause),
        ("half an arrow", b"\x1b[", Rest::No),
        ("an arrow", b"\x1b[A", Rest::Now),
        ("an arrow with alt, as some spell it", b"\x1b\x1b[A", Rest::Now),
        ("half a function key", b"\x1b[20", Rest::No),
        ("a function key", b"\x1b[20~", Rest::Now),
        ("half an application key", b"\x1bO", Rest::No),
        ("an application key", b"\x1bOP", Rest::Now),
        ("a key with alt", b"\x1bx", Rest::Now),
        ("half a letter", "é".as_bytes().split_at(1).0, Rest::No),
        ("a letter", "é".as_bytes(), Rest::Now),
        ("a broken letter, then a whole one", b"\xc3A", Rest::Now),
        ("a click", b"\x1b[M !", Rest::No),
        ("a whole click", b"\x1b[M !!", Rest::Now),
        ("a paste", b"\x1b[200~40063\x1b[201", Rest::No),
        (
            "keys within a paste are none",
            b"\x1b[200~\x1b[A\x1b\x1b[201~",
            Rest::Now,
        ),
        ("the end without its beginning", b"\x1b[201~", Rest::Now),
        (
            "an answer of the terminal",
            b"\x1b]11;rgb:0/0/0",
            Rest::AfterPause,
        ),
        ("a broken sequence, then Enter", b"\x1b[1\r", Rest::Now),
    ];
    for (what, bytes, rest) in cases {
        assert_eq!(after(Direction::Typed, bytes), rest, "{what}");
    }
}

#[test]
fn nothing_is_put_into_what_is_being_drawn() {
    let cases: [(&str, &[u8], Rest); 8] = [
        ("a colour", b"\x1b[31", Rest::No),
        (
            "a bell within a colour is rung, the colour goes on",
            b"\x1b[31\x07",
            Rest::No,
        ),
        ("a cancelled colour", b"\x1b[31\x18", Rest::Now),
        ("a title", b"\x1b]2;dock\x07", Rest::Now),
        ("a title by its other end", b"\x1b]2;dock\x1b\\", Rest::Now),
        ("deleted lines are no click", b"\x1b[M", Rest::Now),
        ("a printed paste is none", b"\x1b[200~", Rest::Now),
        ("a character set", b"\x1b(B", Rest::Now),
    ];
    for (what, bytes, rest) in cases {
        assert_eq!(after(Direction::Shown, bytes), rest, "{what}");
    }
}

#[test]
fn what_is_complete_is_told() {
    let mut follower = Follower::new(Direction::Shown);
    let steps: Vec<_> = b"a\x1b[?1049;2004h"
        .iter()
        .map(|&byte| follower.feed(byte))
        .filter(|step| *step != Step::Onward)
        .collect();
    assert_eq!(steps, [Step::Control(b'h')]);
    assert_eq!(follower.parameters(), b"?1049;2004");
}

proptest! {
    #[test]
    fn after_any_bytes_the_end_of_a_paste_and_a_letter_are_rest(bytes: Vec<u8>) {
        let mut follower = Follower::new(Direction::Typed);
        follower.follow(&bytes);
        follower.follow(b"\x1b[201~\x1b\\\x1b[201~   x");
        prop_assert_eq!(follower.rest(), Rest::Now);
        prop_assert!(follower.parameters().len() <= LONGEST_PARAMETERS);
    }
}
