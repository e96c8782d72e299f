//! A simulated scanner: set up in one way or another, it turns a symbol into what arrives at the program.

use crate::scan::calibration::align::{Accent, Case};
use crate::scan::calibration::{Beat, Sign, Symbol};
use crate::scan::profile::Layout;
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
    /// What the computer does with an accent that does not combine with the next key.
    pub accent: Accent,
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
            accent: Accent::Kept,
            pause: 2,
            twice: false,
            parity: None,
        }
    }
}

impl Scanner {
    /// Returns what arrives when it reads a symbol.
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
        let mut keys = keys(self.prefix);
        if self.aim {
            keys.extend(self::keys(symbol.identifier));
        }
        if self.gs_in_front && symbol.gs1 {
            keys.extend(self.control(0x1d));
        }
        for byte in symbol.data {
            if byte.is_ascii_control() {
                keys.extend(self.control(*byte));
            } else {
                keys.push(Press::Key(*byte));
            }
        }
        keys.extend(self::keys(self.suffix));
        self.written(&keys)
    }

    fn control(&self, byte: u8) -> Vec<Press> {
        let sent: &[u8] = match (byte, self.gs) {
            (0x1d, Gs::Lost) => &[],
            (0x1d, Gs::Printed(text)) => text.as_bytes(),
            (0x1d, Gs::Keypad) => b"\x1b0\x1b2\x1b9",
            (0x1d, Gs::Key(key)) => return vec![Press::Sign(Sign::Key(key.into()))],
            (0x1e | 0x04, _) if !self.rs => &[],
            _ => &[byte],
        };
        bytes(sent).into_iter().map(Press::Sign).collect()
    }

    /// Returns what the computer makes of the keys.
    fn written(&self, keys: &[Press]) -> Vec<Sign> {
        let mut signs = Vec::new();
        let mut rest = keys.iter().peekable();
        while let Some(press) = rest.next() {
            let key = match press {
                Press::Sign(sign) => {
                    signs.push(sign.clone());
                    continue;
                }
                Press::Key(key) => self.folded(*key),
            };
            let next = match rest.peek() {
                Some(Press::Key(next)) if self.layout.waiting().any(|waiting| waiting == key) => *next,
                _ => {
                    signs.extend(self.shown(key));
                    continue;
                }
            };
            match (self.layout.joined(key, self.folded(next)), self.accent) {
                // A computer that loses an accent alone makes letters, and nothing else.
                (Some(joined), accent) if joined.is_alphabetic() || accent != Accent::Lost => {
                    signs.extend(self.cased(joined));
                    rest.next();
                }
                (_, Accent::Kept) => signs.extend(self.shown(key)),
                (_, Accent::Lost) => {}
                (_, Accent::PairLost) => drop(rest.next()),
            }
        }
        signs
    }

    /// Returns the key as the scanner presses it.
    const fn folded(&self, key: u8) -> u8 {
        match self.case {
            Case::Upper => key.to_ascii_uppercase(),
            Case::Lower => key.to_ascii_lowercase(),
            Case::Kept | Case::Swapped | Case::Locked => key,
        }
    }

    fn shown(&self, key: u8) -> Vec<Sign> {
        let written = self.layout.written(key).unwrap_or(char::from(key));
        self.cased(written)
    }

    fn cased(&self, written: char) -> Vec<Sign> {
        let text = match self.case {
            Case::Swapped if written.is_lowercase() && written != 'ß' => written.to_uppercase().collect(),
            Case::Swapped if written.is_uppercase() => written.to_lowercase().collect(),
            Case::Locked => self.layout.other(written).unwrap_or(written).to_string(),
            _ => written.to_string(),
        };
        bytes(text.as_bytes())
    }
}

/// One thing that a scanner does.
enum Press {
    /// It presses a key, named as on an American keyboard.
    Key(u8),
    /// It sends this, whatever the keyboard.
    Sign(Sign),
}

fn keys(text: &str) -> Vec<Press> {
    text.bytes().map(Press::Key).collect()
}

fn bytes(bytes: &[u8]) -> Vec<Sign> {
    bytes.iter().map(|byte| Sign::Byte(*byte)).collect()
}

/// Returns a text as keys, `pause` milliseconds apart.
pub fn typed(text: &str, pause: i64) -> Vec<Beat> {
    beats(text.as_bytes(), pause)
}

/// Returns bytes as beats, `pause` milliseconds apart.
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
