//! A control character that a scanner plays on the keypad: alt and 029 for GS.

use crate::keys::Key;
use chrono::{DateTime, TimeDelta, Utc};

/// The most digits that name a character.
const DIGITS: usize = 3;

/// The digits of a character that is not complete yet.
#[derive(Debug, Default)]
pub(super) struct Keypad {
    digits: Vec<char>,
    last_at: DateTime<Utc>,
}

/// What digits turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Played {
    /// A character that a scanner played.
    Byte(u8),
    /// Digits that name no character.
    Digits(Vec<char>),
    /// Keys that fingers pressed.
    Keys(Vec<char>),
}

impl Keypad {
    /// Hears a digit.
    pub(super) fn push(&mut self, digit: char, at: DateTime<Utc>) {
        self.digits.push(digit);
        self.last_at = at;
    }

    pub(super) fn is_full(&self) -> bool {
        DIGITS <= self.digits.len()
    }

    /// Returns what the digits turned out to be, now that another key comes; `pause` is the shortest between two keys
    /// that fingers press.
    pub(super) fn take(&mut self, at: DateTime<Utc>, pause: TimeDelta) -> Option<Played> {
        let digits = std::mem::take(&mut self.digits);
        if digits.is_empty() {
            return None;
        }
        if digits.len() < DIGITS && pause < at - self.last_at {
            return Some(Played::Keys(digits));
        }
        let number: String = digits.iter().collect();
        Some(number.parse().map_or(Played::Digits(digits), Played::Byte))
    }
}

/// Returns the digit that a key plays on the keypad.
pub(super) fn digit(key: Key) -> Option<char> {
    key.alt().filter(char::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(digits: &str, pause: i64) -> Option<Played> {
        let (mut keypad, at) = (Keypad::default(), DateTime::UNIX_EPOCH);
        for digit in digits.chars() {
            keypad.push(digit, at);
        }
        keypad.take(at + TimeDelta::milliseconds(pause), TimeDelta::milliseconds(60))
    }

    #[test]
    fn digits_are_a_character_or_keys() {
        assert_eq!(played("029", 0), Some(Played::Byte(0x1d)));
        assert_eq!(played("29", 3), Some(Played::Byte(0x1d)));
        assert_eq!(played("300", 0), Some(Played::Digits(vec!['3', '0', '0'])));
        assert_eq!(played("1", 500), Some(Played::Keys(vec!['1'])));
        assert_eq!(played("", 500), None);
    }
}
