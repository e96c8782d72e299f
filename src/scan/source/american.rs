//! An American keyboard: from presses and releases of keys to the bytes that a scanner meant by them.
//!
//! Scanners that play a keyboard play an American one, unless set otherwise. Key codes are those of Linux's
//! `input-event-codes.h`; control characters are made as a terminal makes them, so that GS is Ctrl+] or Ctrl+5; with
//! Alt held, the digits of the keypad spell a byte: Alt and 029 is GS.

use std::ops::RangeInclusive;

/// Rows of keys: the code of the first key, and what the row types without and with Shift.
const ROWS: [(u16, &str, &str); 5] = [
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (71, "789-456+1230.", "789-456+1230."),
];
/// What keys outside the rows type, among them Esc, Backspace, Tab and both Enter keys.
const OTHERS: [(u16, u8); 11] = [
    (1, 0x1b),
    (14, 0x08),
    (15, b'\t'),
    (28, b'\r'),
    (55, b'*'),
    (57, b' '),
    (96, b'\r'),
    (98, b'/'),
    (111, 0x7f),
    (117, b'='),
    (121, b','),
];
/// The keypad's keys in the row that begins at 71.
const KEYPAD: RangeInclusive<u16> = 71..=83;
const CAPS_LOCK: u16 = 58;
/// The left and the right key of each modifier.
const CONTROL: [u16; 2] = [29, 97];
const SHIFT: [u16; 2] = [42, 54];
const ALT: [u16; 2] = [56, 100];
/// The code of each function key, F1 to F24.
const FUNCTION: [RangeInclusive<u16>; 3] = [59..=68, 87..=88, 183..=194];

const GS: u8 = 0x1d;
/// The most digits that can spell a byte, leading zeros included.
const MOST_DIGITS: usize = 8;

/// The state of one keyboard. It owns no device: codes go in, bytes come out.
#[derive(Debug, Clone, Default)]
pub struct American {
    held: Vec<u16>,
    caps: bool,
    digits: Vec<u8>,
    separator: Option<u16>,
}

impl American {
    /// Returns a keyboard with no key held; `caps` says whether caps-lock is on, `separator` which key stands for GS.
    pub fn new(caps: bool, separator: Option<u16>) -> Self {
        Self {
            caps,
            separator,
            ..Self::default()
        }
    }

    /// Hears a key go down or up, and returns the bytes that it types.
    pub fn key(&mut self, code: u16, down: bool) -> Vec<u8> {
        if CONTROL.contains(&code) || SHIFT.contains(&code) || ALT.contains(&code) {
            self.held.retain(|held| *held != code);
            if down {
                self.held.push(code);
            }
            return if self.holds(ALT) { Vec::new() } else { self.spelt() };
        }
        if !down {
            return Vec::new();
        }
        if code == CAPS_LOCK {
            self.caps = !self.caps;
            return Vec::new();
        }
        if self.separator == Some(code) {
            return vec![GS];
        }
        self.typed(code)
            .map_or_else(Vec::new, |byte| self.with_alt(code, byte))
    }

    /// Forgets which keys are held: the system lost some of their releases.
    pub fn let_go(&mut self) {
        self.held.clear();
        self.digits.clear();
    }

    fn holds(&self, either: [u16; 2]) -> bool {
        self.held.iter().any(|held| either.contains(held))
    }

    /// Returns what a key types under the current state of Control, Shift and caps-lock.
    fn typed(&self, code: u16) -> Option<u8> {
        let plain = sign(code, false)?;
        if self.holds(CONTROL) {
            return Some(control(sign(code, self.holds(SHIFT))?).unwrap_or(plain));
        }
        sign(
            code,
            self.holds(SHIFT) != (self.caps && plain.is_ascii_alphabetic()),
        )
    }

    /// Returns the bytes of a key in view of Alt: while it is held, keypad digits are gathered, and any other byte
    /// follows an escape, as in a terminal. Terminators are unchanged.
    fn with_alt(&mut self, code: u16, byte: u8) -> Vec<u8> {
        match byte {
            _ if !self.holds(ALT) => vec![byte],
            b'0'..=b'9' if KEYPAD.contains(&code) => {
                let full = self.digits.len() == MOST_DIGITS;
                let bytes = if full { self.spelt() } else { Vec::new() };
                self.digits.push(byte);
                bytes
            }
            _ => {
                let mut bytes = self.spelt();
                if !matches!(byte, b'\r' | b'\t' | b'\n') {
                    bytes.push(0x1b);
                }
                bytes.push(byte);
                bytes
            }
        }
    }

    /// Returns the byte that the gathered digits spell; the digits themselves if they spell none.
    fn spelt(&mut self) -> Vec<u8> {
        let digits = std::mem::take(&mut self.digits);
        let number = std::str::from_utf8(&digits)
            .ok()
            .and_then(|text| text.parse::<u8>().ok());
        number.map_or(digits, |byte| vec![byte])
    }
}

/// Returns the code of the function key with this name, such as `f8`.
pub fn function_key(name: &str) -> Option<u16> {
    let number: usize = name.strip_prefix(['f', 'F'])?.parse().ok()?;
    FUNCTION.into_iter().flatten().nth(number.checked_sub(1)?)
}

/// Returns what a key types, with or without Shift.
fn sign(code: u16, shift: bool) -> Option<u8> {
    let row = ROWS.iter().find_map(|(first, plain, shifted)| {
        let signs = if shift { shifted } else { plain };
        signs
            .as_bytes()
            .get(usize::from(code.checked_sub(*first)?))
            .copied()
    });
    row.or_else(|| OTHERS.iter().find(|other| other.0 == code).map(|other| other.1))
}

/// Returns the control character that a sign makes with Control.
fn control(sign: u8) -> Option<u8> {
    Some(match sign {
        b'a'..=b'z' | b'A'..=b'Z' => sign & 0x1f,
        b' ' | b'2' | b'@' => 0x00,
        b'3' | b'[' | b'{' => 0x1b,
        b'4' | b'\\' | b'|' => 0x1c,
        b'5' | b']' | b'}' => 0x1d,
        b'6' | b'^' | b'~' => 0x1e,
        b'7' | b'-' | b'_' | b'/' | b'?' => 0x1f,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
