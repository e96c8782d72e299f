//! What stands to the left of the equals sign in a keymap file.

use super::key::{Key, Misspelt};
use std::fmt;
use std::str::FromStr;

/// A key, or a key pressed after the leader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Hash)]
pub enum Chord {
    /// The key alone.
    Alone(Key),
    /// The key after the leader.
    Led(Key),
}

const LEADER: &str = "leader ";

impl Chord {
    /// Makes the chord of a letter typed after the leader; either case is the same.
    pub fn led(letter: char) -> Self {
        Self::Led(Key::plain(letter.to_ascii_lowercase()))
    }

    /// Returns the key without the leader.
    pub fn key(self) -> Key {
        match self {
            Self::Alone(key) | Self::Led(key) => key,
        }
    }

    /// Spells the chord as the hint line shows it: `F8`, or `.u` with the leader `.`.
    pub fn label(self, leader: char) -> String {
        match self {
            Self::Alone(key) => key.label(),
            Self::Led(key) => format!("{leader}{}", key.label()),
        }
    }

    /// Orders chords by how easily an operator finds them; a hint shows the lowest.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::Alone(key) => key.rank(),
            Self::Led(_) => 100,
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alone(key) => write!(out, "{key}"),
            Self::Led(key) => write!(out, "{LEADER}{key}"),
        }
    }
}

impl FromStr for Chord {
    type Err = Misspelt;

    fn from_str(text: &str) -> Result<Self, Misspelt> {
        match text.strip_prefix(LEADER) {
            None => text.parse().map(Self::Alone),
            Some(key) => match key.parse::<Key>()?.character() {
                Some(letter) => Ok(Self::led(letter)),
                None => Err(Misspelt(text.to_owned())),
            },
        }
    }
}
