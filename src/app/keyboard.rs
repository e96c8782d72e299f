//! Keys to reads and actions: what is data, what is a command.
//!
//! The framer tells a scanner's control characters from the operator's keys; this machine adds what the framer cannot
//! know: the leader, the keymap, the keys that a scanner plays on a keypad. It owns no clock and no thread.

use chrono::DateTime;
use chrono::TimeDelta;
use chrono::Utc;
use crossterm::event::KeyCode;
use crossterm::event::KeyModifiers;

use crate::keys::Action;
use crate::keys::Key;
use crate::keys::Keymap;
use crate::keys::Layer;
use crate::keys::Misspelt;
use crate::scan::Ending;
use crate::scan::Framer;
use crate::scan::Heard;
use crate::scan::Profile;
use crate::scan::Read;
use crate::scan::Source;
use crate::scan::SourceKind;
use crate::scan::Stroke;
use crate::scan::paste;
use crate::scan::profile::ProfileError;

/// Fingers take longer than this from the leader to its letter; slow wireless scanners need up to 55 ms a key.
const LEADER_PAUSE: TimeDelta = TimeDelta::milliseconds(60);

/// The separator of GS1, and of ISO 15434.
const GS: u8 = 0x1d;

/// Says what came of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pressed {
    /// A code is complete: scanned or typed.
    Read(Read),
    /// A command was given.
    Act(Action),
    /// The input line changed.
    Line,
    /// The key means nothing here.
    Unbound(Key),
}

/// Turns the keys of one terminal into reads and actions.
#[derive(Debug)]
pub struct Keyboard {
    framer: Framer,
    leader_pause: TimeDelta,
    leader: Option<(char, DateTime<Utc>)>,
    keypad: String,
    separator: Option<Key>,
    ended: Option<(Ending, DateTime<Utc>)>,
    gap: TimeDelta,
}

impl Keyboard {
    /// Listens to the terminal `name`, at which a scanner with this `profile` types.
    ///
    /// # Errors
    ///
    /// The profile names a key that there is none of.
    pub fn new(name: &str, profile: &Profile) -> Result<Self, ProfileError> {
        let framing = &profile.framing;
        Ok(Self {
            framer: Framer::new(Source::new(SourceKind::Terminal, name), framing),
            leader_pause: LEADER_PAUSE.max(framing.gap()),
            leader: None,
            keypad: String::new(),
            separator: separator_key(profile)?,
            ended: None,
            gap: framing.gap(),
        })
    }

    /// Gives what stands on the input line, a held leader included.
    pub fn line(&self) -> String {
        let mut line = String::from_utf8_lossy(self.framer.pending()).into_owned();
        line.extend(self.leader.map(|(sign, _)| sign));
        line
    }

    /// Says whether the leader waits for its letter, so that the hints can show the letters.
    pub fn leader_waits(&self) -> bool {
        self.leader.is_some()
    }

    /// Clears the input line.
    pub fn clear(&mut self) {
        self.leader = None;
        self.framer.clear();
    }

    /// Hears one key; `layers` are open, the topmost last.
    pub fn press(&mut self, key: Key, at: DateTime<Utc>, keymap: &Keymap, layers: &[Layer]) -> Vec<Pressed> {
        let mut answers = Vec::new();
        if let Some((sign, pressed_at)) = self.leader.take() {
            if self.leader_pause < at - pressed_at
                && let Some(answer) =
                    self.after_leader(sign, key, at, |letter| keymap.resolve_led(letter, layers))
            {
                return vec![answer];
            }
            answers.extend(self.stroke(Stroke::Char(sign), pressed_at).unwrap_or_default());
        }
        answers.extend(self.keypad(key, at));
        if keypad_digit(key).is_some() {
            return answers;
        }
        if key.character() == Some(keymap.leader()) && self.framer.pending().is_empty() {
            self.leader = Some((keymap.leader(), at));
            answers.push(Pressed::Line);
        } else {
            answers.extend(self.hear(key, at, keymap, layers));
        }
        answers
    }

    /// Answers a key that fingers pressed after the leader; `None` when the leader turns out to be data.
    fn after_leader(
        &mut self,
        sign: char,
        key: Key,
        at: DateTime<Utc>,
        command: impl Fn(char) -> Option<Action>,
    ) -> Option<Pressed> {
        match key.character() {
            Some(letter) if letter == sign => {
                self.framer.stroke(Stroke::Char(sign), at);
                Some(Pressed::Line)
            }
            Some(letter) => command(letter).map(Pressed::Act),
            None => [KeyCode::Backspace, KeyCode::Esc]
                .contains(&key.code())
                .then_some(Pressed::Line),
        }
    }

    /// Hears a paste; each of its lines is a read. `cut` says that its end never came.
    pub fn paste(&mut self, bytes: &[u8], cut: bool, at: DateTime<Utc>) -> Vec<Read> {
        self.leader_is_data();
        paste::reads(bytes, cut, &self.framer.source().name.clone(), at)
    }

    /// Hears bytes that no key sends: data, such as a letter that is not UTF-8.
    pub fn bytes(&mut self, bytes: &[u8], at: DateTime<Utc>) -> Vec<Pressed> {
        self.leader_is_data();
        let mut answers = self.keypad_ends(at);
        answers.extend(self.feed(bytes, at));
        answers
    }

    /// Hears a control sequence that names no key. Inside a burst it is data; alone, a key without meaning. One that
    /// was `cut` is data on a line that has begun, and else a read of its own, which says that something is missing.
    pub fn sequence(&mut self, bytes: &[u8], cut: bool, at: DateTime<Utc>) -> Vec<Pressed> {
        let begun = !self.framer.pending().is_empty() || self.leader.is_some();
        if self.framer.in_burst(at) || (cut && begun) {
            return self.bytes(bytes, at);
        }
        let read = |source| Read {
            source,
            bytes: bytes.to_vec(),
            first_at: at,
            last_at: at,
            typed: true,
            ending: Ending::Cut,
            overlong: false,
        };
        cut.then(|| Pressed::Read(read(self.framer.source().clone())))
            .into_iter()
            .collect()
    }

    /// A leader that is not followed by its letter is data.
    fn leader_is_data(&mut self) {
        if let Some((sign, pressed_at)) = self.leader.take() {
            self.framer.stroke(Stroke::Char(sign), pressed_at);
        }
    }

    /// Ends a code by silence, for a scanner that sends no terminator; call it when the profile has an idle time.
    pub fn tick(&mut self, now: DateTime<Utc>) -> Option<Read> {
        self.framer.tick(now)
    }

    /// Offers a key to the framer first, then to the keymap.
    fn hear(&mut self, key: Key, at: DateTime<Utc>, keymap: &Keymap, layers: &[Layer]) -> Vec<Pressed> {
        if self.separator == Some(key) && self.framer.in_burst(at) {
            return self.feed(&[GS], at);
        }
        let bound = || {
            keymap
                .resolve(key, layers)
                .map_or(Pressed::Unbound(key), Pressed::Act)
        };
        if let Some(stroke) = stroke(key) {
            return self.stroke(stroke, at).unwrap_or_else(|| match stroke {
                Stroke::Control('j') => self.feed(b"\n", at),
                _ => vec![bound()],
            });
        }
        match (key.alt(), bound()) {
            (Some(c), Pressed::Unbound(_)) => self.preamble(c, at),
            (Some(c), _) if self.framer.in_burst(at) => self.preamble(c, at),
            (_, answer) => vec![answer],
        }
    }

    /// An escape right before a character arrives as alt and that character: the preamble of some scanners.
    fn preamble(&mut self, character: char, at: DateTime<Utc>) -> Vec<Pressed> {
        let mut bytes = vec![0x1b];
        bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
        self.feed(&bytes, at)
    }

    /// Gathers the digits of the keypad; the third, or any other key, completes the character.
    fn keypad(&mut self, key: Key, at: DateTime<Utc>) -> Vec<Pressed> {
        if let Some(digit) = keypad_digit(key) {
            self.keypad.push(digit);
            if self.keypad.len() < 3 {
                return Vec::new();
            }
        }
        self.keypad_ends(at)
    }

    /// Makes a character of the digits so far.
    fn keypad_ends(&mut self, at: DateTime<Utc>) -> Vec<Pressed> {
        match std::mem::take(&mut self.keypad).parse::<u8>() {
            Ok(byte) => self.feed(&[byte], at),
            Err(_) => Vec::new(),
        }
    }

    fn feed(&mut self, bytes: &[u8], at: DateTime<Utc>) -> Vec<Pressed> {
        let reads = self.framer.feed(bytes, at);
        if reads.is_empty() {
            return vec![Pressed::Line];
        }
        reads.into_iter().filter_map(|read| self.ended(read)).collect()
    }

    /// Answers `None` when the framer hands the key back.
    fn stroke(&mut self, stroke: Stroke, at: DateTime<Utc>) -> Option<Vec<Pressed>> {
        match self.framer.stroke(stroke, at) {
            Heard::Pending => Some(vec![Pressed::Line]),
            Heard::Read(read) => Some(self.ended(read).into_iter().collect()),
            Heard::Key => None,
        }
    }

    /// An empty read is a key: Enter goes on, Tab alone does nothing.
    ///
    /// A scanner that ends its codes with CR and TAB, in either order, sends one terminator, not a code and an Enter.
    fn ended(&mut self, read: Read) -> Option<Pressed> {
        let before = self.ended.replace((read.ending, read.last_at));
        if !read.bytes.is_empty() {
            return Some(Pressed::Read(read));
        }
        let paired =
            |(ending, at): (Ending, DateTime<Utc>)| ending != read.ending && read.last_at - at <= self.gap;
        match read.ending {
            Ending::Enter if !before.is_some_and(paired) => Some(Pressed::Act(Action::Next)),
            _ => None,
        }
    }
}

/// The key that plays GS inside a burst, for scanners that send it as F8.
fn separator_key(profile: &Profile) -> Result<Option<Key>, ProfileError> {
    let Some(spelling) = &profile.data.separator_key else {
        return Ok(None);
    };
    let wrong = |misspelt: Misspelt| ProfileError {
        file: profile.name.clone(),
        why: format!("data.separator_key: {misspelt}"),
    };
    spelling.parse().map(Some).map_err(wrong)
}

/// Finds a digit of a control character that a scanner plays on the keypad: alt and 029 for GS.
fn keypad_digit(key: Key) -> Option<char> {
    key.alt().filter(char::is_ascii_digit)
}

/// Finds what a key is to a framer; other keys are never data.
fn stroke(key: Key) -> Option<Stroke> {
    match (key.code(), key.modifiers()) {
        (KeyCode::Char(c), KeyModifiers::NONE) => Some(Stroke::Char(c)),
        (KeyCode::Char(c), KeyModifiers::CONTROL) => Some(Stroke::Control(c)),
        (KeyCode::Enter, KeyModifiers::NONE) => Some(Stroke::Enter),
        (KeyCode::Tab, KeyModifiers::NONE) => Some(Stroke::Tab),
        (KeyCode::Backspace, KeyModifiers::NONE) => Some(Stroke::Backspace),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
