//! Plays keys at a terminal in virtual time.

use binledger::app::keyboard::{Keyboard, Pressed};
use binledger::keys::{Builtin, Key, Keymap, Layer};
use binledger::scan::{Ending, Profile, Read};
use chrono::{DateTime, TimeDelta, Utc};

/// The pace of a scanner, where a story says nothing else.
pub const PACE: i64 = 2_000;

/// A moment, in microseconds.
pub fn at(micros: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::microseconds(micros)
}

/// One terminal with its clock.
pub struct Player {
    pub keyboard: Keyboard,
    keymap: Keymap,
    now: i64,
    said: Vec<String>,
}

impl Player {
    /// A terminal whose scanner has this profile, as a TOML file says it.
    pub fn with(profile: &str) -> Self {
        let profile: Profile = profile.parse().unwrap();
        Self {
            keyboard: Keyboard::new("tty", &profile).unwrap(),
            keymap: Keymap::builtin(Builtin::Default).unwrap(),
            now: 0,
            said: Vec::new(),
        }
    }

    /// Presses one key after a pause in microseconds.
    pub fn press(&mut self, pause: i64, key: Key) -> Vec<Pressed> {
        self.now += pause;
        let pressed = self
            .keyboard
            .press(key, at(self.now), &self.keymap, &[Layer::Global]);
        self.hear(&pressed);
        pressed
    }

    fn hear(&mut self, pressed: &[Pressed]) {
        for answer in pressed {
            match answer {
                Pressed::Read(read) => self.said.push(told(read)),
                Pressed::Act(action) => self.said.push(format!("key {action}")),
                Pressed::Unbound(key) => self.said.push(format!("unbound {key}")),
                Pressed::Trigger(key) => self.said.push(format!("trigger {key}")),
                Pressed::Line => {}
            }
        }
    }

    /// Plays a stream: characters 2 ms apart, `{180}` for another pause before the next, `<enter>` for a key by name.
    pub fn play(mut self, stream: &str) -> Self {
        let (mut rest, mut pause) = (stream, PACE);
        while let Some(c) = rest.chars().next() {
            let close = match c {
                '{' => rest.find('}'),
                '<' => rest.find('>'),
                _ => None,
            };
            let (word, tail) = match close {
                Some(end) => (&rest[1..end], &rest[end + 1..]),
                None => rest.split_at(c.len_utf8()),
            };
            rest = tail;
            if c == '{' && close.is_some() {
                pause = 1_000 * word.parse::<i64>().unwrap();
                continue;
            }
            self.press(pause, word.parse().unwrap());
            pause = PACE;
        }
        self
    }

    /// Lets time pass.
    pub fn wait(mut self, millis: i64) -> Self {
        self.now += millis * 1_000;
        let pressed = self.keyboard.tick(at(self.now));
        self.hear(&pressed);
        self
    }

    /// What came of it, with what is left on the line.
    pub fn said(mut self) -> Vec<String> {
        let line = self.keyboard.line();
        if !line.is_empty() {
            self.said.push(format!("line {line}"));
        }
        self.said
    }
}

/// A read in one line.
pub fn told(read: &Read) -> String {
    let how = match (read.ending, read.typed) {
        (Ending::Mixed, _) => "mixed",
        (Ending::Cut, _) => "cut",
        (_, true) => "typed",
        (_, false) => "scan",
    };
    format!("{how} {}", read.in_clear())
}
