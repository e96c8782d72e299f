//! One key press and its spelling.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::fmt;
use std::str::FromStr;

/// One key press. The shift of a character is in the character: `A`, not shift and `a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// A text that spells no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a key such as f8, ctrl-r, alt-x or esc, found \"{0}\"")]
pub struct Misspelt(pub String);

const NAMED: [(&str, &str, KeyCode); 15] = [
    ("esc", "Esc", KeyCode::Esc),
    ("enter", "Enter", KeyCode::Enter),
    ("tab", "Tab", KeyCode::Tab),
    ("space", "Space", KeyCode::Char(' ')),
    ("backspace", "Bksp", KeyCode::Backspace),
    ("delete", "Del", KeyCode::Delete),
    ("insert", "Ins", KeyCode::Insert),
    ("up", "Up", KeyCode::Up),
    ("down", "Down", KeyCode::Down),
    ("left", "Left", KeyCode::Left),
    ("right", "Right", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pageup", "PgUp", KeyCode::PageUp),
    ("pagedown", "PgDn", KeyCode::PageDown),
];

const MODIFIERS: [(&str, &str, KeyModifiers); 3] = [
    ("ctrl-", "^", KeyModifiers::CONTROL),
    ("alt-", "Alt-", KeyModifiers::ALT),
    ("shift-", "S-", KeyModifiers::SHIFT),
];

impl Key {
    /// Makes a key of a code and its modifiers, in the one form that keymaps compare.
    pub fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let known = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let (code, modifiers) = match code {
            KeyCode::BackTab => (KeyCode::Tab, modifiers | KeyModifiers::SHIFT),
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => (
                KeyCode::Char(c.to_ascii_lowercase()),
                modifiers - KeyModifiers::SHIFT,
            ),
            KeyCode::Char(_) => (code, modifiers - KeyModifiers::SHIFT),
            _ => (code, modifiers),
        };
        Self {
            code,
            modifiers: modifiers & known,
        }
    }

    /// Makes the key of a character typed without a modifier.
    pub fn plain(character: char) -> Self {
        Self::new(KeyCode::Char(character), KeyModifiers::NONE)
    }

    /// Makes the key of a character typed with the control key held.
    pub fn ctrl(character: char) -> Self {
        Self::new(KeyCode::Char(character), KeyModifiers::CONTROL)
    }

    /// Returns the code without its modifiers.
    pub fn code(self) -> KeyCode {
        self.code
    }

    /// Returns the modifiers.
    pub fn modifiers(self) -> KeyModifiers {
        self.modifiers
    }

    /// Returns the character of a key without control or alt.
    pub fn character(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }

    /// Returns the character of a key with control alone held.
    pub fn control(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers == KeyModifiers::CONTROL => Some(c),
            _ => None,
        }
    }

    /// Returns the character of a key with alt alone held.
    pub fn alt(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers == KeyModifiers::ALT => Some(c),
            _ => None,
        }
    }

    /// Spells the key as the hint line shows it: `F8`, `^R`, `Esc`.
    pub fn label(self) -> String {
        let mut label = String::new();
        for (_, short, modifier) in MODIFIERS {
            if self.modifiers.contains(modifier) {
                label.push_str(short);
            }
        }
        match self.code {
            KeyCode::Char(c) if c != ' ' && !self.modifiers.is_empty() => label.push(c.to_ascii_uppercase()),
            KeyCode::F(_) => label.push_str(&self.code.to_string()),
            code => match NAMED.iter().find(|named| named.2 == code) {
                Some(named) => label.push_str(named.1),
                None => label.push_str(&code.to_string()),
            },
        }
        label
    }

    /// Orders keys by how easily an operator finds them; a hint shows the lowest.
    pub(super) fn rank(self) -> u8 {
        match (self.code, self.modifiers) {
            (KeyCode::F(n), KeyModifiers::NONE) => n,
            (_, KeyModifiers::NONE) => 30,
            (_, KeyModifiers::CONTROL) => 40,
            (_, KeyModifiers::ALT) => 50,
            _ => 60,
        }
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        Self::new(event.code, event.modifiers)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (spelling, _, modifier) in MODIFIERS {
            if self.modifiers.contains(modifier) {
                out.write_str(spelling)?;
            }
        }
        match self.code {
            KeyCode::F(n) => write!(out, "f{n}"),
            code => match NAMED.iter().find(|named| named.2 == code) {
                Some(named) => out.write_str(named.0),
                None => write!(out, "{code}"),
            },
        }
    }
}

impl FromStr for Key {
    type Err = Misspelt;

    fn from_str(text: &str) -> Result<Self, Misspelt> {
        let mut rest = text;
        let mut modifiers = KeyModifiers::NONE;
        while let Some((name, modifier)) = MODIFIERS.iter().find_map(|(spelling, _, modifier)| {
            let head = rest.get(..spelling.len())?;
            (rest.len() > spelling.len() && head.eq_ignore_ascii_case(spelling))
                .then_some((spelling, modifier))
        }) {
            modifiers |= *modifier;
            rest = &rest[name.len()..];
        }
        let code = code(rest).ok_or_else(|| Misspelt(text.to_owned()))?;
        Ok(Self::new(code, modifiers))
    }
}

/// Reads the part of a spelling that follows the modifiers.
fn code(text: &str) -> Option<KeyCode> {
    let mut characters = text.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        return (!only.is_control() && !only.is_whitespace()).then_some(KeyCode::Char(only));
    }
    if let Some(named) = NAMED.iter().find(|named| named.0.eq_ignore_ascii_case(text)) {
        return Some(named.2);
    }
    let number: u8 = text.strip_prefix(['f', 'F'])?.parse().ok()?;
    (1..=20).contains(&number).then_some(KeyCode::F(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_reads_back() {
        for text in [
            "f1",
            "f20",
            "ctrl-r",
            "alt-x",
            "esc",
            "enter",
            "space",
            "pagedown",
            "shift-f3",
            "?",
            "ctrl-alt-q",
        ] {
            let key: Key = text.parse().unwrap();
            assert_eq!(key.to_string(), text);
        }
        assert_eq!("Ctrl-R".parse::<Key>(), Ok(Key::ctrl('r')));
        assert_eq!("-".parse::<Key>(), Ok(Key::plain('-')));
        assert_eq!("ctrl--".parse::<Key>(), Ok(Key::ctrl('-')));
    }

    #[test]
    fn a_text_that_is_no_key_is_named() {
        for text in ["", "f0", "f21", "fx", "hyper-x", "ctrl-", "enterr", "f8 "] {
            let found = text.parse::<Key>().unwrap_err();
            assert_eq!(found, Misspelt(text.to_owned()));
        }
    }

    #[test]
    fn shift_lives_in_the_character() {
        let shifted = KeyEvent::new(KeyCode::Char('A'), KeyModifiers::SHIFT);
        assert_eq!(Key::from(shifted), Key::plain('A'));
        assert_eq!(
            Key::from(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)).to_string(),
            "shift-tab"
        );
    }

    #[test]
    fn labels_are_short() {
        let labels: Vec<_> = ["f8", "ctrl-r", "esc", "alt-x", "pageup"]
            .map(|text| text.parse::<Key>().unwrap().label())
            .into();
        assert_eq!(labels, ["F8", "^R", "Esc", "Alt-X", "PgUp"]);
    }
}
