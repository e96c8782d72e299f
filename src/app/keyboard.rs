//! Keys to reads and commands: what is data, what is a command.
//!
//! The framer tells a scanner's control characters from the operator's keys; this machine adds what the framer cannot
//! know: the leader, the keymap, the keys that a scanner plays on a keypad. It owns no clock and no thread.
//!
//! - `leader` — the leader and its letter.
//! - `keypad` — characters spelt on the keypad.

mod keypad;
mod leader;

use self::keypad::{Keypad, Played};
use self::leader::{Leader, Led};
use crate::domain::command::Command;
use crate::keys::{Key, Keymap, Layer, Misspelt};
use crate::scan::profile::ProfileError;
use crate::scan::{Ending, Framer, Heard, Profile, Read, Source, SourceKind, Stroke, paste};
use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::{KeyCode, KeyModifiers};

/// Fingers take longer than this from key to key; slow wireless scanners need up to 60 ms.
const FINGERS: TimeDelta = TimeDelta::milliseconds(60);

/// The separator of GS1, and of ISO 15434.
const GS: u8 = 0x1d;

/// The result of a key press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pressed {
    /// A code is complete: scanned or typed.
    Read(Read),
    /// A command was given.
    Act(Command),
    /// The input line changed.
    Line,
    /// The key means nothing here.
    Unbound(Key),
    /// A hand-held pressed the key before a code; it means nothing.
    Trigger(Key),
}

/// Turns the keys of one terminal into reads and commands.
#[derive(Debug)]
pub struct Keyboard {
    framer: Framer,
    leader: Option<Leader>,
    keypad: Keypad,
    separator: Option<Key>,
    trigger: Option<Key>,
    held: Option<Held>,
}

/// A function key and its command, until it is clear that no code follows at once: some hand-helds press one before
/// each code.
#[derive(Debug, Clone)]
struct Held {
    key: Key,
    at: DateTime<Utc>,
    command: Command,
}

impl Keyboard {
    /// Listens to the terminal `name`, at which a scanner with this `profile` types.
    ///
    /// # Errors
    ///
    /// The profile names a key that does not exist.
    pub fn new(name: &str, profile: &Profile) -> Result<Self, ProfileError> {
        Ok(Self {
            framer: Framer::new(Source::new(SourceKind::Terminal, name), &profile.framing),
            leader: None,
            keypad: Keypad::default(),
            separator: named_key(
                profile,
                "data.separator_key",
                profile.data.separator_key.as_deref(),
            )?,
            trigger: trigger_key(profile)?,
            held: None,
        })
    }

    /// Switches to another profile; what stands on the input line stays.
    ///
    /// # Errors
    ///
    /// The profile names a key that does not exist; then nothing changes.
    pub fn turn_to(&mut self, profile: &Profile) -> Result<(), ProfileError> {
        let separator = named_key(
            profile,
            "data.separator_key",
            profile.data.separator_key.as_deref(),
        )?;
        self.trigger = trigger_key(profile)?;
        self.separator = separator;
        self.framer.turn_to(&profile.framing);
        Ok(())
    }

    /// Returns the key that a hand-held presses before each code, as the profile says.
    pub const fn trigger(&self) -> Option<Key> {
        self.trigger
    }

    /// Returns what stands on the input line, a held leader included.
    pub fn line(&self) -> String {
        let mut line = String::from_utf8_lossy(self.framer.pending()).into_owned();
        line.extend(
            self.leader
                .clone()
                .into_iter()
                .flat_map(Leader::keys)
                .map(|(c, _)| c),
        );
        line
    }

    /// Returns whether the leader waits for its letter, so that the hints can show the letters.
    pub fn leader_waits(&self) -> bool {
        self.leader.is_some()
    }

    /// Clears the input line.
    pub fn clear(&mut self) {
        (self.leader, self.held) = (None, None);
        self.framer.clear();
    }

    /// Hears one key; `layers` are open, the topmost last.
    pub fn press(&mut self, key: Key, at: DateTime<Utc>, keymap: &Keymap, layers: &[Layer]) -> Vec<Pressed> {
        let mut answers = self.tick(at);
        if self.trigger == Some(key) {
            answers.push(Pressed::Trigger(key));
            return answers;
        }
        answers.extend(self.held.take().map(|held| held.before(key)));
        if let Some(leader) = self.leader.take() {
            match leader
                .clone()
                .hear(key, at, self.pause(), |letter| keymap.resolve_led(letter, layers))
            {
                Led::Waits(leader) => {
                    self.leader = Some(leader);
                    answers.push(Pressed::Line);
                    return answers;
                }
                Led::Sign(sign) => {
                    answers.extend(self.stroke(Stroke::Char(sign), at).unwrap_or_default());
                    return answers;
                }
                Led::Nothing => {
                    answers.push(Pressed::Line);
                    return answers;
                }
                Led::Data => answers.extend(self.data(leader)),
            }
        }
        if let Some(digit) = keypad::digit(key) {
            self.keypad.push(digit, at);
            if self.keypad.is_full() {
                answers.extend(self.played(at));
            }
            return answers;
        }
        answers.extend(self.played(at));
        if key.character() == Some(keymap.leader()) && self.framer.pending().is_empty() {
            self.leader = Some(Leader::new(keymap.leader(), at));
            answers.push(Pressed::Line);
        } else {
            answers.extend(self.hear(key, at, keymap, layers));
        }
        answers
    }

    /// Hears a paste; each of its lines is a read. `cut` says that its end never came.
    pub fn paste(&mut self, bytes: &[u8], cut: bool, at: DateTime<Utc>) -> Vec<Pressed> {
        let mut answers = self.before_data(at);
        let reads = paste::reads(bytes, cut, &self.framer.source().name.clone(), at);
        answers.extend(reads.into_iter().map(Pressed::Read));
        answers
    }

    /// Hears bytes that no key sends: data, such as a letter that is not UTF-8.
    pub fn bytes(&mut self, bytes: &[u8], at: DateTime<Utc>) -> Vec<Pressed> {
        let mut answers = self.before_data(at);
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

    /// Returns when [`Keyboard::tick`] next has something to do, if no key comes before.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        let due = self.leader.as_ref().and_then(|leader| leader.due(self.pause()));
        due.map(|(at, _)| at)
            .into_iter()
            .chain(self.held.as_ref().map(|held| held.at + self.pause()))
            .chain(self.framer.deadline())
            .min()
    }

    /// Does what silence does: it gives the command of a leader and its letter, and ends the code of a scanner that
    /// sends no terminator.
    pub fn tick(&mut self, now: DateTime<Utc>) -> Vec<Pressed> {
        let due = self.leader.as_ref().and_then(|leader| leader.due(self.pause()));
        let due = due.filter(|(at, _)| *at <= now);
        if due.is_some() {
            self.leader = None;
        }
        let pause = self.pause();
        let held = self.held.take_if(|held| held.at + pause <= now);
        let ended = self.framer.tick(now).into_iter().filter_map(ended);
        let commands = due.map(|(_, action)| action).into_iter();
        ended
            .chain(commands.chain(held.map(|held| held.command)).map(Pressed::Act))
            .collect()
    }

    /// Returns the shortest pause between two keys that fingers press.
    fn pause(&self) -> TimeDelta {
        FINGERS.max(self.framer.gap())
    }

    /// Hands a leader that was not followed by its letter to the framer, as data.
    fn data(&mut self, leader: Leader) -> Vec<Pressed> {
        let strokes = leader
            .keys()
            .map(|(c, at)| self.stroke(Stroke::Char(c), at).unwrap_or_default());
        strokes.flatten().collect()
    }

    /// Settles the keys that came before data that no key sends, and returns the results.
    fn before_data(&mut self, at: DateTime<Utc>) -> Vec<Pressed> {
        let mut answers = self.tick(at);
        answers.extend(self.held.take().map(|held| Pressed::Trigger(held.key)));
        if let Some(leader) = self.leader.take() {
            answers.extend(self.data(leader));
        }
        answers.extend(self.played(at));
        answers
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
                _ if self.framer.in_burst(at) => self.no_character(key, at),
                _ => vec![bound()],
            });
        }
        match (key.alt(), bound()) {
            (Some(c), Pressed::Unbound(_)) => self.preamble(c, at),
            (Some(c), _) if self.framer.in_burst(at) => self.preamble(c, at),
            (None, _) if self.framer.in_burst(at) => self.no_character(key, at),
            (None, Pressed::Act(command)) if is_function(key) => {
                self.held = Some(Held { key, at, command });
                vec![Pressed::Line]
            }
            (_, answer) => vec![answer],
        }
    }

    /// Feeds an escape and a character, which arrive as that character with alt: the preamble of some scanners.
    fn preamble(&mut self, character: char, at: DateTime<Utc>) -> Vec<Pressed> {
        let mut bytes = vec![0x1b];
        bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
        self.feed(&bytes, at)
    }

    /// Feeds a stand-in for a key without a character inside a burst: the scanner plays it for a character that the
    /// profile does not name. It is not a command, and the code is not whole: U+FFFD stands where something is missing.
    fn no_character(&mut self, key: Key, at: DateTime<Utc>) -> Vec<Pressed> {
        match key.code() {
            KeyCode::Esc => self.feed(b"\x1b", at),
            _ => self.feed("\u{fffd}".as_bytes(), at),
        }
    }

    /// Turns the digits of the keypad into what they stand for.
    fn played(&mut self, at: DateTime<Utc>) -> Vec<Pressed> {
        let alt = |digit| Key::new(KeyCode::Char(digit), KeyModifiers::ALT);
        match self.keypad.take(at, self.pause()) {
            None => Vec::new(),
            Some(Played::Byte(byte)) => self.feed(&[byte], at),
            Some(Played::Digits(digits)) => digits.into_iter().flat_map(|c| self.preamble(c, at)).collect(),
            Some(Played::Keys(digits)) => digits.into_iter().map(|c| Pressed::Unbound(alt(c))).collect(),
        }
    }

    fn feed(&mut self, bytes: &[u8], at: DateTime<Utc>) -> Vec<Pressed> {
        let reads = self.framer.feed(bytes, at);
        if reads.is_empty() {
            return vec![Pressed::Line];
        }
        reads.into_iter().filter_map(ended).collect()
    }

    /// Offers a stroke to the framer; returns `None` if the framer hands the key back.
    fn stroke(&mut self, stroke: Stroke, at: DateTime<Utc>) -> Option<Vec<Pressed>> {
        match self.framer.stroke(stroke, at) {
            Heard::Pending => Some(vec![Pressed::Line]),
            Heard::Read(read) => Some(ended(read).into_iter().collect()),
            Heard::Key => None,
        }
    }
}

/// Returns what a finished read asks for. An empty one is a key: Enter goes on, Tab alone does nothing.
fn ended(read: Read) -> Option<Pressed> {
    if !read.bytes.is_empty() {
        return Some(Pressed::Read(read));
    }
    (read.ending == Ending::Enter).then_some(Pressed::Act(Command::Next))
}

impl Held {
    /// Returns what the key turns out to be when another one follows at once: a character is the beginning of a code.
    fn before(self, next: Key) -> Pressed {
        let data = next.character().is_some() || next.control().is_some() || next.alt().is_some();
        if data {
            Pressed::Trigger(self.key)
        } else {
            Pressed::Act(self.command)
        }
    }
}

/// Returns whether this is a function key alone.
fn is_function(key: Key) -> bool {
    matches!(key.code(), KeyCode::F(_)) && key.modifiers().is_empty()
}

/// Returns the key that a hand-held presses before each code.
fn trigger_key(profile: &Profile) -> Result<Option<Key>, ProfileError> {
    named_key(
        profile,
        "framing.trigger_key",
        profile.framing.trigger_key.as_deref(),
    )
}

/// Returns a key that a setting of the profile names: the one that plays GS inside a burst, for scanners that send it
/// as F8, or the one before each code.
fn named_key(profile: &Profile, setting: &str, spelling: Option<&str>) -> Result<Option<Key>, ProfileError> {
    let Some(spelling) = spelling else {
        return Ok(None);
    };
    let wrong = |misspelt: Misspelt| ProfileError {
        file: profile.name.clone(),
        why: format!("{setting}: {misspelt}"),
    };
    spelling.parse().map(Some).map_err(wrong)
}

/// Returns what a key is to a framer; `None` for keys that are never data.
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
