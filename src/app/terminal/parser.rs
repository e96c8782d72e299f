//! From the bytes of a terminal to its keys and pastes: a pure machine that any chunking of the bytes leaves the same.
//!
//! Nothing that comes is dropped and nothing is waited for without end. Bytes that name no key are handed over as
//! bytes; a control sequence or a paste that stays unfinished is handed over as it is, once its patience is over.
//! Control sequences as in ECMA-48 5.4, single shifts as VT100 function keys, bracketed paste as in xterm.

use super::sequence::Meaning;
use super::{TermInput, sequence};
use crate::keys::Key;
use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::{KeyCode, KeyModifiers};
use std::mem;

/// The longest wait for what follows an escape: alone, it is the Esc key.
const ESCAPE: TimeDelta = TimeDelta::milliseconds(100);
/// The longest wait for the rest of a control sequence or a character.
const SEQUENCE: TimeDelta = TimeDelta::milliseconds(300);
/// The longest silence inside a paste.
const PASTE: TimeDelta = TimeDelta::seconds(1);
/// The longest control sequence that is waited for, in bytes; the longest that a key sends has some twenty.
const LONGEST_SEQUENCE: usize = 64;
/// The most bytes of a paste that are kept; a longer one is handed over in pieces.
const LONGEST_PASTE: usize = 1 << 20;

const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// What is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing has begun.
    Ground,
    /// An escape came.
    Escape,
    /// Escape and `[`: a control sequence.
    Control,
    /// Escape and `O`, or `[[`: one more byte names the key.
    Single,
    /// A character of several bytes.
    Character,
    /// A bracketed paste.
    Paste,
}

/// The parser of one terminal. It owns no clock and no line: bytes and their time go in, input comes out.
#[derive(Debug)]
pub struct Parser {
    state: State,
    held: Vec<u8>,
    last_at: DateTime<Utc>,
}

impl Default for Parser {
    fn default() -> Self {
        Self {
            state: State::Ground,
            held: Vec::new(),
            last_at: DateTime::UNIX_EPOCH,
        }
    }
}

impl Parser {
    /// Hears bytes that arrived together and returns what they complete.
    pub fn feed(&mut self, bytes: &[u8], at: DateTime<Utc>) -> Vec<TermInput> {
        let mut heard = Vec::new();
        for &byte in bytes {
            self.push(byte, at, &mut heard);
        }
        if !bytes.is_empty() {
            self.last_at = at;
        }
        heard
    }

    /// Returns when what is unfinished stops being waited for; `None` if nothing is unfinished.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        let patience = match self.state {
            State::Ground => return None,
            State::Escape => ESCAPE,
            State::Paste => PASTE,
            State::Control | State::Single | State::Character => SEQUENCE,
        };
        Some(self.last_at + patience)
    }

    /// Hands over what stayed unfinished beyond its deadline, with the time when its last byte came.
    pub fn idle(&mut self, now: DateTime<Utc>) -> Option<TermInput> {
        self.deadline().filter(|deadline| *deadline <= now)?;
        let (state, at) = (mem::replace(&mut self.state, State::Ground), self.last_at);
        let bytes = mem::take(&mut self.held);
        match (state, bytes.as_slice()) {
            (State::Ground, _) | (State::Paste, []) => None,
            (State::Paste, _) => Some(TermInput::Paste { bytes, cut: true, at }),
            (State::Character, _) => Some(TermInput::Bytes { bytes, at }),
            (State::Escape, _) => whole(bytes, at),
            (_, &[_, letter @ (b'[' | b'O')]) => Some(TermInput::Key {
                key: Key::new(KeyCode::Char(letter.into()), KeyModifiers::ALT),
                at,
            }),
            _ => Some(TermInput::Sequence { bytes, cut: true, at }),
        }
    }

    fn push(&mut self, byte: u8, at: DateTime<Utc>, heard: &mut Vec<TermInput>) {
        match self.state {
            State::Ground => self.begin(byte, at, heard),
            State::Escape => self.after_escape(byte, at, heard),
            State::Control => self.in_control(byte, at, heard),
            State::Single => {
                if (0x40..=0x7e).contains(&byte) {
                    self.finish(byte, at, heard);
                } else {
                    self.break_off(byte, at, heard);
                }
            }
            State::Character => self.in_character(byte, at, heard),
            State::Paste => self.in_paste(byte, at, heard),
        }
    }

    /// Hears the first byte of a key.
    fn begin(&mut self, byte: u8, at: DateTime<Utc>, heard: &mut Vec<TermInput>) {
        match byte {
            0x1b => self.hold(byte, State::Escape),
            0x80.. => self.in_character(byte, at, heard),
            _ => self.finish(byte, at, heard),
        }
    }

    /// Hears the byte after an escape. An escape and a character are the character with alt, or the preamble of a
    /// scanner. An escape and a terminator are two things: a terminator always ends a scan.
    fn after_escape(&mut self, byte: u8, at: DateTime<Utc>, heard: &mut Vec<TermInput>) {
        match byte {
            b'[' => self.hold(byte, State::Control),
            b'O' => self.hold(byte, State::Single),
            0x80.. => self.in_character(byte, at, heard),
            0x1b => heard.extend(whole(vec![byte], at)),
            b'\r' | b'\n' | b'\t' => {
                let bytes = mem::take(&mut self.held);
                self.state = State::Ground;
                heard.push(TermInput::Sequence {
                    bytes,
                    cut: false,
                    at,
                });
                self.begin(byte, at, heard);
            }
            _ => self.finish(byte, at, heard),
        }
    }

    fn in_control(&mut self, byte: u8, at: DateTime<Utc>, heard: &mut Vec<TermInput>) {
        match byte {
            b'[' if self.held.len() == 2 => self.hold(byte, State::Single),
            0x20..=0x3f if self.held.len() < LONGEST_SEQUENCE => self.held.push(byte),
            0x40..=0x7e => self.finish(byte, at, heard),
            _ => self.break_off(byte, at, heard),
        }
    }

    /// Hears a byte of a character beyond ASCII. What turns out not to be UTF-8 is handed over as bytes, and takes
    /// nothing of what follows with it.
    fn in_character(&mut self, byte: u8, at: DateTime<Utc>, heard: &mut Vec<TermInput>) {
        self.hold(byte, State::Character);
        let escape = usize::from(self.held.first() == Some(&0x1b));
        match std::str::from_utf8(&self.held[escape..]) {
            Ok(_) => {
                self.held.pop();
                self.finish(byte, at, heard);
            }
            Err(error) if error.error_len().is_none() => {}
            Err(_) if self.held.len() == escape + 1 => {
                let bytes = mem::take(&mut self.held);
                self.state = State::Ground;
                heard.push(TermInput::Bytes { bytes, at });
            }
            Err(_) => {
                self.held.pop();
                self.break_off(byte, at, heard);
            }
        }
    }

    fn in_paste(&mut self, byte: u8, at: DateTime<Utc>, heard: &mut Vec<TermInput>) {
        self.held.push(byte);
        if byte == b'~' && self.held.ends_with(PASTE_ENDS) {
            self.state = State::Ground;
            heard.extend(self.pasted(PASTE_ENDS.len(), false, at));
        } else if byte == b'~' && self.held.ends_with(PASTE_BEGINS) {
            heard.extend(self.pasted(PASTE_BEGINS.len(), true, at)); // the end of the one before got lost
        } else if self.held.len() == LONGEST_PASTE {
            let line = self.held.iter().rposition(|byte| matches!(byte, b'\r' | b'\n'));
            let rest = self.held.split_off(line.map_or(LONGEST_PASTE, |line| line + 1));
            heard.extend(self.pasted(0, line.is_none(), at));
            self.held = rest;
        }
    }

    /// Hands over what was pasted, without the mark at its end.
    fn pasted(&mut self, mark: usize, cut: bool, at: DateTime<Utc>) -> Option<TermInput> {
        let mut bytes = mem::take(&mut self.held);
        bytes.truncate(bytes.len() - mark);
        (!bytes.is_empty()).then_some(TermInput::Paste { bytes, cut, at })
    }

    fn hold(&mut self, byte: u8, state: State) {
        self.held.push(byte);
        self.state = state;
    }

    /// Hears the last byte of a key.
    fn finish(&mut self, byte: u8, at: DateTime<Utc>, heard: &mut Vec<TermInput>) {
        self.held.push(byte);
        let bytes = mem::take(&mut self.held);
        self.state = State::Ground;
        match bytes.as_slice() {
            PASTE_BEGINS => self.state = State::Paste,
            PASTE_ENDS => {} // of a paste that was handed over without it
            _ => heard.extend(whole(bytes, at)),
        }
    }

    /// Hands over what is held as data, since it can't go on with this byte, and begins something new with the byte.
    fn break_off(&mut self, byte: u8, at: DateTime<Utc>, heard: &mut Vec<TermInput>) {
        let bytes = mem::take(&mut self.held);
        self.state = State::Ground;
        heard.push(TermInput::Bytes { bytes, at });
        self.begin(byte, at, heard);
    }
}

/// Returns what a complete key is to the program.
fn whole(bytes: Vec<u8>, at: DateTime<Utc>) -> Option<TermInput> {
    match sequence::read(&bytes) {
        Meaning::Press(key) => Some(TermInput::Key { key, at }),
        Meaning::Nothing => None,
        Meaning::Unknown => Some(TermInput::Sequence {
            bytes,
            cut: false,
            at,
        }),
    }
}

#[cfg(test)]
mod tests;
