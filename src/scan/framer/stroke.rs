//! Keys as a terminal reports them, turned back into the bytes a scanner sent.
//!
//! A terminal shows GS as Ctrl+5 or Ctrl+], RS as Ctrl+6, LF as Ctrl+J. In the middle of a burst a control key is data,
//! and so is one that begins the profile's prefix; alone it is the operator's and is handed back.

use super::{Framer, Read};
use chrono::{DateTime, Utc};

/// One key, as far as a framer cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// A printable character.
    Char(char),
    /// A character with the control key held, as in Ctrl+J.
    Control(char),
    /// The Enter key, or a scanner's CR.
    Enter,
    /// The Tab key, or a scanner's TAB.
    Tab,
    /// The backspace key: edits what is typed.
    Backspace,
}

/// What became of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// It belongs to a read that is not complete.
    Pending,
    /// It completed a read.
    Read(Read),
    /// It is not data but the operator's key, for the keymap.
    Key,
}

impl Framer {
    /// Hears one key. On a source where silence ends a read, call [`Framer::tick`] first.
    pub fn stroke(&mut self, stroke: Stroke, at: DateTime<Utc>) -> Heard {
        match stroke {
            Stroke::Enter => self.hear(b"\r", at),
            Stroke::Tab => self.hear(b"\t", at),
            Stroke::Char(c) => self.hear(c.encode_utf8(&mut [0; 4]).as_bytes(), at),
            Stroke::Backspace if self.in_burst(at) => self.hear(&[0x7f], at),
            Stroke::Backspace => self.erase(),
            Stroke::Control(key) => match control(key) {
                Some(separator @ 0x1c..=0x1f) => self.hear(&[separator], at),
                Some(b'\n') if self.ended.is_some_and(|ended| ended.cr) || !self.line.is_empty() => {
                    self.hear(b"\n", at)
                }
                Some(byte) if self.in_burst(at) || self.framing.prefix.0.first() == Some(&byte) => {
                    self.hear(&[byte], at)
                }
                Some(0x08) => self.erase(),
                _ => Heard::Key,
            },
        }
    }

    /// Returns whether a burst is under way at this moment.
    pub fn in_burst(&self, at: DateTime<Utc>) -> bool {
        self.line
            .last_at()
            .is_some_and(|last_at| at - last_at <= self.rhythm.gap())
    }

    /// Hears the bytes of one key. At most one of them completes a read: a terminator is a key of its own, and the
    /// bound is crossed once.
    fn hear(&mut self, bytes: &[u8], at: DateTime<Utc>) -> Heard {
        let read = bytes.iter().filter_map(|&byte| self.push(byte, at)).last();
        read.map_or(Heard::Pending, Heard::Read)
    }

    /// Takes back the last character that was typed.
    fn erase(&mut self) -> Heard {
        if self.line.is_empty() {
            return Heard::Key;
        }
        self.line.erase();
        Heard::Pending
    }
}

/// Returns the control character that a key stands for with Control held, as terminals report it (measured on crossterm
/// 0.29, with and without the kitty protocol).
pub(crate) fn control(key: char) -> Option<u8> {
    Some(match key {
        ' ' | '@' => 0x00,
        'a'..='z' | 'A'..='Z' => u8::try_from(key).ok()? & 0x1f,
        '3' | '[' => 0x1b,
        '4' | '\\' => 0x1c,
        '5' | ']' => 0x1d,
        '6' | '^' => 0x1e,
        '7' | '_' => 0x1f,
        _ => return None,
    })
}
