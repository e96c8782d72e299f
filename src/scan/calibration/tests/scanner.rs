//! A scanner of the tests: set up in one way or another, it reads a symbol into what arrives of it.

use crate::scan::calibration::align::Case;
use crate::scan::calibration::{Beat, Sign, Symbol};
use crate::scan::profile::{Layout, Typed};
use chrono::{DateTime, TimeDelta};

/// What becomes of GS.
#[derive(Debug, Clone, Copy)]
pub enum Gs {
    /// It arrives.
    Sent,
    /// Nothing arrives.
    Lost,
    /// Other signs arrive.
    Printed(&'static str),
    /// Alt and 029.
    Keypad,
    /// A key.
    Key(&'static str),
}

/// How a scanner is set up.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools)] // Each is a switch of its own in a scanner.
pub struct Scanner {
    pub prefix: &'static str,
    pub suffix: &'static str,
    pub aim: bool,
    pub gs: Gs,
    pub gs_in_front: bool,
    pub rs: bool,
    pub layout: Layout,
    pub case: Case,
    pub pause: i64,
    pub twice: bool,
    pub parity: Option<bool>,
}

impl Default for Scanner {
    /// As its maker would recommend.
    fn default() -> Self {
        Self {
            prefix: "",
            suffix: "\r",
            aim: true,
            gs: Gs::Sent,
            gs_in_front: false,
            rs: true,
            layout: Layout::Us,
            case: Case::Kept,
            pause: 2,
            twice: false,
            parity: None,
        }
    }
}

impl Scanner {
    /// What arrives of a symbol.
    pub fn reads(&self, symbol: &Symbol) -> Vec<Beat> {
        let mut signs = self.once(symbol);
        if self.twice {
            signs.extend(self.once(symbol));
        }
        let with_parity = |sign: Sign| match (sign, self.parity) {
            (Sign::Byte(byte), Some(even)) if (byte.count_ones() % 2 == 0) != even => Sign::Byte(byte | 0x80),
            (sign, _) => sign,
        };
        timed(signs.into_iter().map(with_parity).collect(), self.pause)
    }

    fn once(&self, symbol: &Symbol) -> Vec<Sign> {
        let mut signs = self.text(self.prefix);
        if self.aim {
            signs.extend(self.text(symbol.identifier));
        }
        if self.gs_in_front && symbol.gs1 {
            signs.extend(self.control(0x1d));
        }
        for byte in symbol.data {
            if byte.is_ascii_control() {
                signs.extend(self.control(*byte));
            } else {
                signs.extend(self.text(&char::from(*byte).to_string()));
            }
        }
        signs.extend(self.text(self.suffix));
        signs
    }

    fn control(&self, byte: u8) -> Vec<Sign> {
        match (byte, self.gs) {
            (0x1d, Gs::Lost) => Vec::new(),
            (0x1d, Gs::Printed(text)) => bytes(text.as_bytes()),
            (0x1d, Gs::Keypad) => bytes(b"\x1b0\x1b2\x1b9"),
            (0x1d, Gs::Key(key)) => vec![Sign::Key(key.into())],
            (0x1e | 0x04, _) if !self.rs => Vec::new(),
            _ => bytes(&[byte]),
        }
    }

    /// What the computer makes of the keys.
    fn text(&self, text: &str) -> Vec<Sign> {
        let mut typed = String::new();
        for c in text.chars() {
            let c = match self.case {
                Case::Upper => c.to_ascii_uppercase(),
                Case::Lower => c.to_ascii_lowercase(),
                Case::Kept | Case::Swapped => c,
            };
            let Some(shown) = shown(self.layout, c) else {
                continue;
            };
            match self.case {
                Case::Swapped if shown.is_lowercase() && shown != 'ß' => typed.extend(shown.to_uppercase()),
                Case::Swapped if shown.is_uppercase() => typed.extend(shown.to_lowercase()),
                _ => typed.push(shown),
            }
        }
        bytes(typed.as_bytes())
    }
}

/// What a computer shows for the key of an American character.
fn shown(layout: Layout, american: char) -> Option<char> {
    if american.is_ascii_control() {
        return Some(american);
    }
    let key = u8::try_from(american).ok()?;
    let mut signs = (' '..='\u{2ff}').filter(|sign| !sign.is_control());
    signs.find(|sign| layout.undo(*sign) == Some(Typed::One(key)))
}

fn bytes(bytes: &[u8]) -> Vec<Sign> {
    bytes.iter().map(|byte| Sign::Byte(*byte)).collect()
}

/// A text, a key every so many milliseconds.
pub fn typed(text: &str, pause: i64) -> Vec<Beat> {
    beats(text.as_bytes(), pause)
}

/// Bytes, one every so many milliseconds.
pub fn beats(heard: &[u8], pause: i64) -> Vec<Beat> {
    timed(bytes(heard), pause)
}

fn timed(signs: Vec<Sign>, pause: i64) -> Vec<Beat> {
    let at = |n: i64| DateTime::UNIX_EPOCH + TimeDelta::milliseconds(n * pause);
    (0..)
        .zip(signs)
        .map(|(n, sign)| Beat { sign, at: at(n) })
        .collect()
}
