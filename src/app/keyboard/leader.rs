//! The leader and the letter behind it, until it is clear who pressed them.
//!
//! A scanner sends the next key of its code at once, fingers do not. So a code that begins with the leader is data, and
//! so is the letter behind a leader that a sleeve pressed long before somebody scanned.

use crate::domain::command::Command;
use crate::keys::Key;
use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::KeyCode;

/// A leader that was pressed, and perhaps its letter.
#[derive(Debug, Clone)]
pub(super) struct Leader {
    sign: char,
    at: DateTime<Utc>,
    letter: Option<Letter>,
}

/// The letter of a command that is given unless a scanner goes on.
#[derive(Debug, Clone)]
struct Letter {
    sign: char,
    at: DateTime<Utc>,
    command: Command,
}

/// What a key after the leader turns it into.
pub(super) enum Led {
    /// A command, unless a scanner goes on.
    Waits(Leader),
    /// The leader itself, pressed twice.
    Sign(char),
    /// It was taken back.
    Nothing,
    /// The leader was data, and so is what is behind it.
    Data,
}

impl Leader {
    pub(super) const fn new(sign: char, at: DateTime<Utc>) -> Self {
        Self {
            sign,
            at,
            letter: None,
        }
    }

    /// Hears the key after the leader; `pause` is the shortest between two keys that fingers press.
    pub(super) fn hear(
        self,
        key: Key,
        at: DateTime<Utc>,
        pause: TimeDelta,
        command: impl Fn(char) -> Option<Command>,
    ) -> Led {
        if self.letter.is_some() || at - self.at <= pause {
            return Led::Data;
        }
        match key.character() {
            Some(letter) if letter == self.sign => Led::Sign(letter),
            Some(letter) => command(letter).map_or(Led::Data, |command| {
                let letter = Some(Letter {
                    sign: letter,
                    at,
                    command,
                });
                Led::Waits(Self { letter, ..self })
            }),
            None if [KeyCode::Backspace, KeyCode::Esc].contains(&key.code()) => Led::Nothing,
            None => Led::Data,
        }
    }

    /// Returns the command of the leader and its letter, and when it is given if no key follows.
    pub(super) fn due(&self, pause: TimeDelta) -> Option<(DateTime<Utc>, Command)> {
        let letter = self.letter.as_ref()?;
        Some((letter.at + pause, letter.command.clone()))
    }

    /// Returns the leader's keys and their times, for the framer.
    pub(super) fn keys(self) -> impl Iterator<Item = (char, DateTime<Utc>)> {
        let letter = self.letter.map(|letter| (letter.sign, letter.at));
        std::iter::once((self.sign, self.at)).chain(letter)
    }
}
