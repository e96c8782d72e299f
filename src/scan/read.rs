//! One framed read: what came between two terminators, from where and when.

pub use crate::domain::code::is_unseen;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// The kinds of sources that reads come from.
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

impl SourceKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Terminal,
        Self::Paste,
        Self::Serial,
        Self::Evdev,
        Self::Script,
    ];

    /// Returns the word by which a noted read names it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Paste => "paste",
            Self::Serial => "serial",
            Self::Evdev => "evdev",
            Self::Script => "script",
        }
    }
}

impl Source {
    /// Returns how a noted read names it: `serial /dev/ttyACM0`.
    pub fn device(&self) -> String {
        match (self.kind.word(), &*self.name) {
            (word, "") => word.to_owned(),
            (word, name) => format!("{word} {name}"),
        }
    }

    /// Returns the source that a noted read names; a script if it names no known kind.
    pub fn of_device(device: &str) -> Self {
        let (word, name) = device.split_once(' ').unwrap_or((device, ""));
        let known = SourceKind::ALL.into_iter().find(|kind| kind.word() == word);
        Self::new(known.unwrap_or(SourceKind::Script), name)
    }

    /// Returns a source of this kind and name.
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
    /// CR, LF or both, or the suffix of the scanner's profile.
    Enter,
    /// TAB. An empty read that ends so is the Tab key itself.
    Tab,
    /// Silence, on a source that sends no terminator.
    Idle,
    /// The end of a paste, a script or the connection.
    Close,
    /// The end never came: the source was cut off, or fell silent in the middle. Such a read is noted, and never
    /// applied: part of a code may be another code.
    Cut,
    /// A terminator, but typed and scanned bytes ran together, with no telling where one ends. Such a read is noted and
    /// refused, never applied.
    Mixed,
    /// The limit on a read's length: the rest follows in further reads, all of them marked overlong.
    Full,
}

/// What a source sent between two terminators, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Where it came from.
    pub source: Source,
    /// The bytes without their terminator and, if scanned, the prefix and suffix of the scanner's profile; empty for a
    /// lone Enter.
    pub bytes: Vec<u8>,
    /// When its first byte was heard (its terminator, when there is no other).
    pub first_at: DateTime<Utc>,
    /// When its terminator was heard.
    pub last_at: DateTime<Utc>,
    /// Whether fingers typed it; a hint from the rhythm of the keys, never a matter of framing.
    pub typed: bool,
    /// What closed it.
    pub ending: Ending,
    /// Whether it is a piece of a read that was longer than the limit; such a piece is refused, never decoded.
    pub overlong: bool,
}

impl Read {
    /// Returns whether this is a lone Enter.
    pub fn is_enter(&self) -> bool {
        self.bytes.is_empty() && self.ending == Ending::Enter
    }

    /// Returns the bytes as text; what is not UTF-8 shows as U+FFFD.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }

    /// Returns the bytes in clear for a screen or a report: everything but printable ASCII as `\xNN`, `\` as `\\`.
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

/// Returns whether a character changes the direction or the line in which those after it are shown.
pub const fn turns(character: char) -> bool {
    matches!(character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns the bytes that [`in_clear`] spelt so.
pub fn from_clear(text: &str) -> Vec<u8> {
    unescaped(text.as_bytes())
}

/// Returns text with its escapes resolved: `\xNN` is a byte, `\u{N}` a Unicode character, `\r`, `\n`, `\t` and `\\`
/// have their usual meaning; any other backslash stands for itself.
pub fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, tail)) = rest.split_first() {
        let used = if first == b'\\' {
            escape(tail, &mut bytes)
        } else {
            None
        };
        rest = used.map_or(tail, |used| &tail[used..]);
        if used.is_none() {
            bytes.push(first);
        }
    }
    bytes
}

/// Appends what the escape after a backslash stands for, and returns its length; `None` if it is no escape.
fn escape(tail: &[u8], bytes: &mut Vec<u8>) -> Option<usize> {
    match tail {
        [b'x', digits @ ..] => {
            bytes.push(u8::try_from(number(digits.get(..2)?)?).ok()?);
            Some(3)
        }
        [b'u', b'{', digits @ ..] => {
            let length = digits.iter().take(7).position(|&byte| byte == b'}')?;
            let c = char::from_u32(number(&digits[..length])?)?;
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            Some(length + 3)
        }
        [letter, ..] => {
            let plain = match letter {
                b'r' => b'\r',
                b'n' => b'\n',
                b't' => b'\t',
                b'\\' => b'\\',
                _ => return None,
            };
            bytes.push(plain);
            Some(1)
        }
        [] => None,
    }
}

/// Returns the value of one or more hexadecimal digits.
fn number(digits: &[u8]) -> Option<u32> {
    let more = |sum: u32, &byte: &u8| Some(sum << 4 | char::from(byte).to_digit(16)?);
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0, more)
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
            from_clear(r"\xZZ\u{d800}\u{}\"),
            br"\xZZ\u{d800}\u{}\",
            "what is no escape stands for itself"
        );
        assert_eq!(from_clear(r"\u{feff}A\u{1D}\r"), b"\xef\xbb\xbfA\x1d\r");
        assert_eq!(from_clear(r"a\q\x1"), br"a\q\x1");
    }

    #[test]
    fn a_source_is_found_by_what_a_noted_read_says() {
        for kind in SourceKind::ALL {
            for name in ["", "/dev/serial/by-id/usb scanner"] {
                let source = Source::new(kind, name);
                assert_eq!(Source::of_device(&source.device()), source);
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_survive_being_written_in_clear(bytes: Vec<u8>) {
            prop_assert_eq!(from_clear(&in_clear(&bytes)), bytes);
        }
    }
}
