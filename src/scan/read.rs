//! One framed read: what came between two terminators, where from and when.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What kind of thing a read was heard by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// The keyboard: a wedge scanner or fingers.
    Terminal,
    /// A bracketed paste.
    Paste,
    /// A serial scanner.
    Serial,
    /// A scanner that plays a keyboard, grabbed from the system.
    Evdev,
    /// A scan script, one read a line.
    Script,
}

/// Where a read came from: the kind of source and its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Source {
    /// What kind of source it is.
    pub kind: SourceKind,
    /// Its name, such as the path of a serial port.
    pub name: Arc<str>,
}

impl Source {
    /// Names a source.
    pub fn new(kind: SourceKind, name: &str) -> Self {
        Self {
            kind,
            name: name.into(),
        }
    }
}

/// What closed a read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// CR, LF or both.
    Enter,
    /// TAB. An empty read that ends so is the Tab key itself.
    Tab,
    /// Silence, on a source that sends no terminator.
    Idle,
    /// The end of a paste, a script or the connection.
    Close,
    /// Its end never came: the source was cut off, or fell silent in the middle. Such a read is journalled, and never
    /// applied: a part of a code may be another code.
    Cut,
    /// The bound of a read's length: the rest follows in further reads, all of them marked overlong.
    Full,
}

/// What a source sent between two terminators, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Where it came from.
    pub source: Source,
    /// The bytes without their terminator; empty for a lone Enter.
    pub bytes: Vec<u8>,
    /// When its first byte was heard (its terminator, when there is no other).
    pub first_at: DateTime<Utc>,
    /// When its terminator was heard.
    pub last_at: DateTime<Utc>,
    /// Whether fingers typed it; a hint from the rhythm of the keys, never a matter of framing.
    pub typed: bool,
    /// What closed it.
    pub ending: Ending,
    /// Whether it is a piece of a read that was longer than the bound; such a piece is refused, never decoded.
    pub overlong: bool,
}

impl Read {
    /// Tells whether this is a lone Enter.
    pub fn is_enter(&self) -> bool {
        self.bytes.is_empty() && self.ending == Ending::Enter
    }

    /// The bytes as text; what is not UTF-8 shows as U+FFFD.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }

    /// The bytes in clear for a screen or a report: everything but printable ASCII as `\xNN`, `\` as `\\`.
    pub fn in_clear(&self) -> String {
        in_clear(&self.bytes)
    }
}

/// Writes bytes in clear: everything but printable ASCII as `\xNN`, `\` as `\\`.
pub fn in_clear(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len()), |mut out, &byte| {
            match byte {
                b'\\' => out.push_str("\\\\"),
                b' '..=b'~' => out.push(char::from(byte)),
                _ => drop(write!(out, "\\x{byte:02x}")),
            }
            out
        })
}

/// Takes the spelling of [`in_clear`] back to bytes: `\xNN`, `\\`; anything else stands for itself.
pub fn from_clear(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    loop {
        match rest {
            [b'\\', b'\\', tail @ ..] => {
                bytes.push(b'\\');
                rest = tail;
            }
            [b'\\', b'x', high, low, tail @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                bytes.push(hex(*high) << 4 | hex(*low));
                rest = tail;
            }
            [byte, tail @ ..] => {
                bytes.push(*byte);
                rest = tail;
            }
            [] => return bytes,
        }
    }
}

/// The value of one hexadecimal digit.
fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => digit - b'A' + 10,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn control_characters_are_written_out_and_read_back() {
        assert_eq!(in_clear(b"]d2\x1d10A\\\xe9"), r"]d2\x1d10A\\\xe9");
        assert_eq!(
            from_clear(r"\x1D10A\\x41"),
            b"\x1d10A\\x41",
            "an escaped backslash shields what follows"
        );
        assert_eq!(
            from_clear(r"\xZZ\"),
            br"\xZZ\",
            "what is no escape stands for itself"
        );
    }

    proptest! {
        #[test]
        fn any_bytes_survive_being_written_in_clear(bytes: Vec<u8>) {
            prop_assert_eq!(from_clear(&in_clear(&bytes)), bytes);
        }
    }
}
