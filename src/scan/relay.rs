//! The protocol between a bridge on a workstation and the session behind it, within the bytes of the terminal line.
//!
//! A session says once that it answers; only then does a bridge number the reads that it pastes, and for each number
//! the session says what became of the read. So a scanner beside the operator beeps according to what happened on the
//! server. The session's words are operating system commands (ECMA-48, OSC) with a number that no terminal uses; a
//! terminal without a bridge ignores them. If a program in between, such as tmux, swallows them, the bridge hears no
//! promise and pastes plainly.

use super::framer::LONGEST;
use super::read::{Ending, Read, Source, SourceKind, from_clear};
use chrono::{DateTime, Utc};
use std::fmt;

/// The beginning of every word of a session to a bridge.
pub const INTRODUCER: &str = "\x1b]7348;binledger;";
/// The end of every word: the string terminator.
pub const TERMINATOR: &str = "\x1b\\";
/// The longest text between the two, in bytes; anything longer comes from another program.
pub const LONGEST_WORD: usize = 40;
/// The name of the source of relayed reads.
pub const NAME: &str = "bridge";

/// The beginning of a numbered read (SOH). No barcode can forge it, because reads are written in clear.
const HEADING: char = '\x01';
/// The end of the number and the beginning of the read (STX).
const START: char = '\x02';
/// The mark after the number of a piece of a read that was longer than the limit.
const PIECE: char = '+';

/// What became of a read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was applied.
    Applied,
    /// It was refused, or given up.
    Refused,
}

/// What a session says to a bridge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// The session answers numbered reads, for as long as it takes pastes.
    Answers,
    /// What became of the read with this number.
    Answer(u64, Fate),
}

impl Word {
    /// Parses the text between introducer and terminator; `None` if it is no word of this protocol.
    pub fn read(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        if text == "answers" {
            return Some(Self::Answers);
        }
        let (fate, number) = text.split_once(';')?;
        let fate = match fate {
            "applied" => Fate::Applied,
            "refused" => Fate::Refused,
            _ => return None,
        };
        Some(Self::Answer(digits(number)?, fate))
    }
}

impl fmt::Display for Word {
    /// Writes the whole operating system command.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(INTRODUCER)?;
        match self {
            Self::Answers => f.write_str("answers")?,
            Self::Answer(number, Fate::Applied) => write!(f, "applied;{number}")?,
            Self::Answer(number, Fate::Refused) => write!(f, "refused;{number}")?,
        }
        f.write_str(TERMINATOR)
    }
}

/// A read as a bridge numbers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relayed {
    /// The number that the answer carries.
    pub number: u64,
    /// The bytes of the read, exactly as the scanner sent them.
    pub bytes: Vec<u8>,
    /// Whether it is a piece of a read that was longer than the limit.
    pub overlong: bool,
}

impl Relayed {
    /// Numbers a read for its way to a session that answers.
    pub fn new(number: u64, read: &Read) -> Self {
        Self {
            number,
            bytes: read.bytes.clone(),
            overlong: read.overlong,
        }
    }

    /// Parses the text of a paste; `None` if no bridge numbered it, so that it is a paste like any other.
    pub fn parse(paste: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(paste).ok()?;
        let (number, clear) = text.strip_prefix(HEADING)?.split_once(START)?;
        let (number, overlong) = match number.strip_suffix(PIECE) {
            Some(number) => (number, true),
            None => (number, false),
        };
        let number = digits(number)?;
        let printable = clear.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        let bytes = from_clear(clear);
        (printable && bytes.len() <= LONGEST).then_some(Self {
            number,
            bytes,
            overlong,
        })
    }

    /// Returns the read, as if it was heard at this end at the time `at`.
    pub fn read(self, at: DateTime<Utc>) -> Read {
        Read {
            source: Source::new(SourceKind::Paste, NAME),
            bytes: self.bytes,
            first_at: at,
            last_at: at,
            typed: false,
            ending: Ending::Enter,
            overlong: self.overlong,
        }
    }
}

impl fmt::Display for Relayed {
    /// Writes the text of its paste: nothing but printable ASCII after the number, whatever the scanner sent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let piece = if self.overlong { "+" } else { "" };
        let clear = super::read::in_clear(&self.bytes);
        write!(f, "{HEADING}{}{piece}{START}{clear}", self.number)
    }
}

/// Parses a number in plain digits, without a sign.
fn digits(text: &str) -> Option<u64> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_session_says_is_understood() {
        for word in [
            Word::Answers,
            Word::Answer(0, Fate::Applied),
            Word::Answer(u64::MAX, Fate::Refused),
        ] {
            let said = word.to_string();
            let text = said.strip_prefix(INTRODUCER).unwrap();
            let text = text.strip_suffix(TERMINATOR).unwrap();
            assert!(text.len() <= LONGEST_WORD, "{text}");
            assert_eq!(Word::read(text.as_bytes()), Some(word));
        }
    }

    #[test]
    fn what_nobody_says_is_not() {
        for text in [
            "",
            "applied",
            "applied;",
            "applied;+1",
            "praised;1",
            "answers ",
            "applied;1;2",
        ] {
            assert_eq!(Word::read(text.as_bytes()), None, "{text}");
        }
        assert_eq!(Word::read(b"applied;\xff"), None);
    }

    #[test]
    fn a_paste_that_no_bridge_numbered_is_a_paste() {
        let long = format!("\x011\x02{}", "A".repeat(LONGEST + 1));
        for text in [
            "",
            "4006381333931\r",
            "\x01\x02A",
            "\x01-1\x02A",
            "\x011A",
            "\x011\x02A\r",
            "\x011\x02é",
            &long,
        ] {
            assert_eq!(Relayed::parse(text.as_bytes()), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_numbered_read_arrives_byte_for_byte(number: u64, bytes: Vec<u8>, overlong: bool) {
            let relayed = Relayed { number, bytes, overlong };
            let text = relayed.to_string();
            prop_assert!(text.chars().filter(|c| c.is_control()).eq([HEADING, START]), "nothing else to break out with");
            prop_assert_eq!(Relayed::parse(text.as_bytes()), Some(relayed));
        }
    }
}
