//! What the session draws, on its way to the screen: unchanged, except that words to the bridge are taken out.

use super::sequence::{Direction, Follower, Rest, Step};
use crate::scan::relay::{Fate, INTRODUCER, LONGEST_WORD, TERMINATOR, Word};
use std::collections::BTreeSet;

/// The private mode in which a program takes bracketed pastes.
const PASTES: u16 = 2004;
/// The private mode that shows the cursor; the only one here that is on when a terminal starts.
const CURSOR: u16 = 25;
/// The private modes that would be left over at the end of a connection that was cut: keys, mouse, alternate screen.
const LEFT_OVER: [u16; 13] = [
    1, 9, CURSOR, 47, 1000, 1002, 1003, 1004, 1006, 1015, 1047, 1049, PASTES,
];

/// The session's answers heard in a piece of output: the number of a read, and its fate.
pub type Answers = Vec<(u64, Fate)>;

/// Follows the output of the session.
#[derive(Debug)]
pub struct Output {
    follower: Follower,
    /// The beginning of what may be a word to the bridge; it is kept from the screen until that is known.
    held: Vec<u8>,
    /// The modes that differ from the terminal's usual state.
    changed: BTreeSet<u16>,
    answers: bool,
}

impl Default for Output {
    /// Returns a terminal in its usual modes.
    fn default() -> Self {
        Self {
            follower: Follower::new(Direction::Shown),
            held: Vec::new(),
            changed: BTreeSet::new(),
            answers: false,
        }
    }
}

impl Output {
    /// Hears bytes, however they are chunked: appends to `shown` what belongs on the screen, and returns the answers
    /// heard.
    pub fn hear(&mut self, bytes: &[u8], shown: &mut Vec<u8>) -> Answers {
        bytes.iter().filter_map(|&byte| self.push(byte, shown)).collect()
    }

    /// Appends to `shown` what was held back, at the end of the output.
    pub fn finish(&mut self, shown: &mut Vec<u8>) {
        shown.append(&mut self.held);
    }

    /// Returns whether the program at the other end takes bracketed pastes now.
    pub fn takes_pastes(&self) -> bool {
        self.changed.contains(&PASTES)
    }

    /// Returns whether it is a session that says what becomes of numbered reads.
    pub fn answers(&self) -> bool {
        self.answers
    }

    /// Returns whether something else may be written to the screen now.
    pub fn is_at_rest(&self) -> bool {
        self.held.is_empty() && self.follower.rest() == Rest::Now
    }

    /// Returns the sequences that put the modes of the terminal back; empty if nothing is left over. An unfinished
    /// sequence is cancelled.
    pub fn restoring(&self) -> String {
        let cancel = if self.is_at_rest() { "" } else { "\x18\x1b\\" };
        if self.changed.is_empty() {
            return cancel.to_owned();
        }
        let back = |mode: &u16| match *mode {
            CURSOR => "\x1b[?25h".to_owned(),
            mode => format!("\x1b[?{mode}l"),
        };
        let modes: String = self.changed.iter().rev().map(back).collect();
        format!("{cancel}\x1b[0m\x1b>{modes}")
    }

    fn push(&mut self, byte: u8, shown: &mut Vec<u8>) -> Option<(u64, Fate)> {
        match self.follower.feed(byte) {
            Step::Control(last @ (b'h' | b'l')) => self.set(last == b'h'),
            Step::Escape(b'c') => self.reset(),
            _ => {}
        }
        if self.held.is_empty() && byte != 0x1b {
            shown.push(byte);
            return None;
        }
        self.held.push(byte);
        match word(&self.held) {
            Held::Maybe => None,
            Held::Other => {
                let again = usize::from(byte == 0x1b);
                shown.extend(self.held.drain(..self.held.len() - again));
                None
            }
            Held::Word(word) => {
                self.held.clear();
                self.said(word)
            }
        }
    }

    fn said(&mut self, word: Word) -> Option<(u64, Fate)> {
        match word {
            Word::Answers => {
                self.answers = self.takes_pastes();
                None
            }
            Word::Answer(number, fate) => Some((number, fate)),
        }
    }

    /// Notes that private modes were turned on or off. A change of the paste mode withdraws the promise to answer: it
    /// may be another program's.
    fn set(&mut self, on: bool) {
        let Some(modes) = self.follower.parameters().strip_prefix(b"?") else {
            return;
        };
        for mode in modes.split(|&byte| byte == b';') {
            let mode = std::str::from_utf8(mode).ok().and_then(|mode| mode.parse().ok());
            let Some(mode) = mode.filter(|mode| LEFT_OVER.contains(mode)) else {
                continue;
            };
            if on == (mode == CURSOR) {
                self.changed.remove(&mode);
            } else {
                self.changed.insert(mode);
            }
            self.answers &= mode != PASTES;
        }
    }

    fn reset(&mut self) {
        self.changed.clear();
        self.answers = false;
    }
}

/// What the held bytes turn out to be.
enum Held {
    /// They may become a word to the bridge.
    Maybe,
    /// They are a word to the bridge.
    Word(Word),
    /// They are for the screen.
    Other,
}

fn word(held: &[u8]) -> Held {
    let Some(text) = held.strip_prefix(INTRODUCER.as_bytes()) else {
        let begun = INTRODUCER.as_bytes().starts_with(held);
        return if begun { Held::Maybe } else { Held::Other };
    };
    if let Some(text) = text.strip_suffix(TERMINATOR.as_bytes()) {
        return Word::read(text).map_or(Held::Other, Held::Word);
    }
    let text = text.strip_suffix(b"\x1b").unwrap_or(text);
    if text.len() <= LONGEST_WORD && text.iter().all(u8::is_ascii_graphic) {
        Held::Maybe
    } else {
        Held::Other
    }
}

#[cfg(test)]
mod tests;
