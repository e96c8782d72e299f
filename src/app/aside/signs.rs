//! What a terminal reports, as the signs that a scanner sent.

use crate::app::terminal::TermInput;
use crate::keys::Key;
use crate::scan::calibration::Sign;
use crate::scan::control;
use chrono::{DateTime, Utc};
use crossterm::event::KeyCode;

/// Returns the signs of an input, and when they came; `None` if no scanner sends such an input.
pub(super) fn of(input: &TermInput) -> Option<(Vec<Sign>, DateTime<Utc>)> {
    match input {
        TermInput::Key { key, at } => Some((of_key(*key), *at)),
        TermInput::Bytes { bytes, at }
        | TermInput::Sequence { bytes, at, .. }
        | TermInput::Paste { bytes, at, .. } => Some((all(bytes), *at)),
        TermInput::Resize { .. } | TermInput::Closed { .. } => None,
    }
}

/// Returns every byte as its sign.
pub(super) fn all(bytes: &[u8]) -> Vec<Sign> {
    bytes.iter().map(|byte| Sign::Byte(*byte)).collect()
}

fn of_key(key: Key) -> Vec<Sign> {
    if let Some(c) = key.character() {
        return all(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    if let Some(byte) = key.control().and_then(control) {
        return vec![Sign::Byte(byte)];
    }
    if let Some(c) = key.alt() {
        let mut bytes = vec![0x1b];
        bytes.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
        return all(&bytes);
    }
    match key.code() {
        KeyCode::Enter if key.modifiers().is_empty() => all(b"\r"),
        KeyCode::Tab if key.modifiers().is_empty() => all(b"\t"),
        KeyCode::Backspace if key.modifiers().is_empty() => all(b"\x7f"),
        _ => vec![Sign::Key(key.to_string().into())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_the_bytes_that_a_scanner_sent() {
        let bytes = |key: &str| {
            let signs = of_key(key.parse().unwrap());
            signs
                .iter()
                .map(|sign| match sign {
                    Sign::Byte(byte) => *byte,
                    Sign::Key(_) => 0,
                })
                .collect::<Vec<u8>>()
        };
        for (key, expected) in [
            ("A", &b"A"[..]),
            ("ß", "ß".as_bytes()),
            ("ctrl-5", b"\x1d"),
            ("ctrl-]", b"\x1d"),
            ("ctrl-j", b"\n"),
            ("ctrl-d", b"\x04"),
            ("enter", b"\r"),
            ("tab", b"\t"),
            ("alt-0", b"\x1b0"),
        ] {
            assert_eq!(bytes(key), expected, "{key}");
        }
        assert_eq!(of_key("f8".parse().unwrap()), [Sign::Key("f8".into())]);
    }
}
