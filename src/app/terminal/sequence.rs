//! What the bytes of one key say.
//!
//! The table of control sequences is the crate `terminput`'s; it is crossterm's own, which `keys` speaks.

use crate::keys::Key;
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};

/// The meaning of a whole control sequence or a whole character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A key went down.
    Press(Key),
    /// Something that is not input: a key went up, the window came to the front.
    Nothing,
    /// An unknown key.
    Unknown,
}

/// Reads one character, with or without an escape before it, or one control sequence with its end.
pub(super) fn read(bytes: &[u8]) -> Meaning {
    if is_report(bytes) {
        return Meaning::Unknown;
    }
    if let Some(key) = keypad(bytes) {
        return Meaning::Press(key);
    }
    let event = terminput::Event::parse_from(bytes).ok().flatten();
    match event.map(terminput_crossterm::to_crossterm) {
        Some(Ok(Event::Key(key))) if key.kind == KeyEventKind::Release => Meaning::Nothing,
        Some(Ok(Event::Key(key))) => Meaning::Press(key.into()),
        Some(Ok(Event::FocusGained | Event::FocusLost)) => Meaning::Nothing,
        _ => Meaning::Unknown,
    }
}

/// Returns the key of the numeric keypad in application mode (VT100: `ESC O` and a letter), as it is without that mode.
fn keypad(bytes: &[u8]) -> Option<Key> {
    let &[0x1b, b'O', letter] = bytes else {
        return None;
    };
    Some(match letter {
        b'M' => Key::new(KeyCode::Enter, KeyModifiers::NONE),
        b'X' => Key::plain('='),
        b'p'..=b'y' => Key::plain(char::from(letter - b'p' + b'0')),
        b'j'..=b'o' => Key::plain(char::from(letter - b'j' + b'*')),
        _ => return None,
    })
}

/// Returns whether a sequence is an answer of the terminal or a report of its mouse: those carry a private parameter
/// (ECMA-48, 5.4.2), or end as no key does.
fn is_report(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0x1b, b'[', b'<'..=b'?' | b'M', ..] | [0x1b, b'[', .., b'M' | b'm']
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spelt(bytes: &[u8]) -> String {
        match read(bytes) {
            Meaning::Press(key) => key.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn keys_are_known_in_every_dialect() {
        for (bytes, key) in [
            ("\x1bOP", "f1"),
            ("\x1b[[A", "f1"),
            ("\x1b[11~", "f1"),
            ("\x1b[P", "f1"),
            ("\x1b[1;2P", "shift-f1"),
            ("\x1b[20~", "f9"),
            ("\x1b[24;5~", "ctrl-f12"),
            ("\x1b[A", "up"),
            ("\x1bOA", "up"),
            ("\x1b[1;3D", "alt-left"),
            ("\x1b[Z", "shift-tab"),
            ("\x1b[3~", "delete"),
            ("\x1b[6~", "pagedown"),
            ("\x1b[7~", "home"),
            ("\x1b[93;5u", "ctrl-]"),
            ("\x1b[97;5u", "ctrl-a"),
            ("\x1b[13u", "enter"),
            ("\x1b[27u", "esc"),
            ("\x1bOp", "0"),
            ("\x1bOy", "9"),
            ("\x1bOM", "enter"),
            ("\x1bOj", "*"),
            ("\x1bOk", "+"),
            ("\x1bOl", ","),
            ("\x1bOm", "-"),
            ("\x1bOn", "."),
            ("\x1bOo", "/"),
            ("\x1bOX", "="),
        ] {
            assert_eq!(spelt(bytes.as_bytes()), key, "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_key_is_none() {
        for bytes in ["\x1b[97;1:3u", "\x1b[I", "\x1b[O"] {
            assert_eq!(read(bytes.as_bytes()), Meaning::Nothing, "{bytes:?}");
        }
        for bytes in [
            "\x1b[?1;2c",
            "\x1b[<0;0;0M",
            "\x1b[0;0;0M",
            "\x1b[M",
            "\x1b[99~",
            "\x1b[23$",
            "\x1bOz",
        ] {
            assert_eq!(read(bytes.as_bytes()), Meaning::Unknown, "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn no_sequence_is_too_odd(body in "[0-?]{0,12}[ -/]{0,2}[@-~]") {
            read(format!("\x1b[{body}").as_bytes());
        }
    }
}
