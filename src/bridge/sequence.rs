//! Follows a stream of terminal bytes just closely enough to know where something else may be inserted.
//!
//! Sequences as in ECMA-48, with what terminals add: SS3 keys, mouse reports of X10, bracketed pastes.

/// The longest parameters that are remembered, in bytes; longer ones say nothing that matters here.
const LONGEST_PARAMETERS: usize = 64;
/// The end of a bracketed paste.
const PASTE_END: &[u8] = b"\x1b[201~";

/// Which way the bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From a keyboard: there are pastes and mouse reports, and a control character ends a broken sequence.
    Typed,
    /// To a screen: a control character within a sequence is obeyed, and the sequence goes on.
    Shown,
}

/// Whether something may be inserted after the bytes heard so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// At once.
    Now,
    /// After a pause: an escape alone is a key, and only waiting can tell.
    AfterPause,
    /// Not before the sequence under way has ended.
    No,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Ground,
    /// An escape.
    Escape,
    /// An escape sequence, to its final byte.
    Intermediate,
    /// A control sequence, to its final byte.
    Control,
    /// SS3: one byte is to come.
    Shift,
    /// A mouse report: how many coordinates are to come.
    Mouse(u8),
    /// OSC, DCS, SOS, PM or APC, to its terminator; whether BEL is one.
    String {
        bell: bool,
    },
    /// An escape within a string: the first half of its terminator.
    StringEscape,
    /// A character of several bytes: how many are to come.
    Character(u8),
    /// A bracketed paste: how many bytes of its end have been heard.
    Paste(usize),
}

/// What a byte completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing that matters.
    Onward,
    /// A control sequence with this final byte; [`Follower::parameters`] has the rest.
    Control(u8),
    /// An escape sequence of this one byte.
    Escape(u8),
}

/// Follows one stream.
#[derive(Debug)]
pub struct Follower {
    direction: Direction,
    state: State,
    parameters: Vec<u8>,
}

impl Follower {
    /// Returns a follower that stands between two sequences.
    pub fn new(direction: Direction) -> Self {
        Self {
            direction,
            state: State::Ground,
            parameters: Vec::new(),
        }
    }

    /// Returns whether something may be inserted here.
    pub fn rest(&self) -> Rest {
        match self.state {
            State::Ground => Rest::Now,
            State::Escape | State::String { .. } | State::StringEscape => Rest::AfterPause,
            _ => Rest::No,
        }
    }

    /// Returns what stood before the final byte of the control sequence just completed, intermediate bytes included.
    pub fn parameters(&self) -> &[u8] {
        &self.parameters
    }

    /// Hears several bytes, when only the state after the last one matters.
    pub fn follow(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.feed(byte);
        }
    }

    /// Hears one byte.
    pub fn feed(&mut self, byte: u8) -> Step {
        let onward = |state| (state, Step::Onward);
        let (state, step) = match self.state {
            State::Paste(heard) => onward(paste(heard, byte)),
            State::Mouse(left) => onward(fewer(left, State::Mouse)),
            State::String { bell } => onward(string(bell, byte)),
            State::StringEscape if byte == b'\\' => onward(State::Ground),
            _ if byte == 0x1b => onward(State::Escape),
            State::Escape | State::StringEscape => self.escape(byte),
            State::Control => self.control(byte),
            State::Intermediate if matches!(byte, b' '..=b'/') => onward(State::Intermediate),
            State::Intermediate | State::Shift => onward(State::Ground),
            State::Character(left) if matches!(byte, 0x80..=0xbf) => onward(fewer(left, State::Character)),
            State::Character(_) | State::Ground => onward(character(byte)),
        };
        self.state = state;
        step
    }

    fn escape(&mut self, byte: u8) -> (State, Step) {
        let state = match byte {
            b'[' => {
                self.parameters.clear();
                State::Control
            }
            b'O' => State::Shift,
            b']' => State::String { bell: true },
            b'P' | b'X' | b'^' | b'_' => State::String { bell: false },
            b' '..=b'/' if self.direction == Direction::Shown => State::Intermediate,
            _ => return (character(byte), Step::Escape(byte)), // a key with Alt, of one byte or of several
        };
        (state, Step::Onward)
    }

    fn control(&mut self, byte: u8) -> (State, Step) {
        let typed = self.direction == Direction::Typed;
        match byte {
            0x18 | 0x1a => (State::Ground, Step::Onward),
            0x00..=0x1f if typed => (State::Ground, Step::Onward),
            0x00..=0x1f => (State::Control, Step::Onward),
            0x40..=0x7e => {
                let state = match (byte, self.parameters.as_slice()) {
                    (b'~', b"200") if typed => State::Paste(0),
                    (b'M', b"") if typed => State::Mouse(3),
                    _ => State::Ground,
                };
                (state, Step::Control(byte))
            }
            _ => {
                if self.parameters.len() < LONGEST_PARAMETERS {
                    self.parameters.push(byte);
                }
                (State::Control, Step::Onward)
            }
        }
    }
}

/// Returns the state after one of the `left` bytes that are still to come.
fn fewer(left: u8, state: fn(u8) -> State) -> State {
    if left <= 1 { State::Ground } else { state(left - 1) }
}

fn string(bell: bool, byte: u8) -> State {
    match byte {
        0x07 if bell => State::Ground,
        0x18 | 0x1a => State::Ground, // CAN and SUB break it off
        0x1b => State::StringEscape,
        _ => State::String { bell },
    }
}

/// Returns the state after a byte of a paste. Its end holds a single escape, the first byte, so a byte that does not
/// fit starts the end anew or not at all.
fn paste(heard: usize, byte: u8) -> State {
    let heard = match byte {
        _ if byte == PASTE_END[heard] => heard + 1,
        0x1b => 1,
        _ => 0,
    };
    if heard == PASTE_END.len() {
        State::Ground
    } else {
        State::Paste(heard)
    }
}

/// Returns the state after the first byte of a UTF-8 character.
fn character(byte: u8) -> State {
    match byte {
        0xc2..=0xdf => State::Character(1),
        0xe0..=0xef => State::Character(2),
        0xf0..=0xf4 => State::Character(3),
        _ => State::Ground,
    }
}

#[cfg(test)]
mod tests;
