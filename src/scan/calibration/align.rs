//! Finds a symbol in what was heard, through a keyboard layout and a case.

use super::{Beat, Sign, Symbol};
use crate::scan::profile::{Layout, Typed};

/// One heard character, or what stands for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Atom {
    /// A character.
    Char(char),
    /// A control character.
    Control(u8),
    /// A control character spelt on the keypad: Alt and three digits.
    Keypad(u8),
    /// A key that stands for no byte.
    Key(Box<str>),
    /// A byte that is part of no character.
    Byte(u8),
}

impl Atom {
    /// Returns the character, if it is a visible one.
    pub(super) const fn printable(&self) -> Option<char> {
        match self {
            Self::Char(c) => Some(*c),
            _ => None,
        }
    }

    /// Returns the bytes that a profile writes down for it; empty for a key.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Char(c) => c.to_string().into_bytes(),
            Self::Control(byte) | Self::Keypad(byte) | Self::Byte(byte) => vec![*byte],
            Self::Key(_) => Vec::new(),
        }
    }

    /// Returns whether it ends a read.
    pub(super) const fn is_terminator(&self) -> bool {
        matches!(self, Self::Control(b'\r' | b'\n' | b'\t'))
    }
}

/// Returns what was heard, character by character; a picture of a control character counts as that character.
pub(super) fn atoms(heard: &[Beat]) -> Vec<Atom> {
    let mut found = Vec::with_capacity(heard.len());
    let mut bytes = Vec::new();
    for beat in heard {
        match &beat.sign {
            Sign::Byte(byte) => bytes.push(*byte),
            Sign::Key(key) => {
                spell(&mut found, &std::mem::take(&mut bytes));
                found.push(Atom::Key(key.clone()));
            }
        }
    }
    spell(&mut found, &bytes);
    found
}

fn spell(found: &mut Vec<Atom>, mut bytes: &[u8]) {
    while let Some((first, rest)) = bytes.split_first() {
        if let Some((byte, after)) = keypad(bytes) {
            found.push(Atom::Keypad(byte));
            bytes = after;
            continue;
        }
        let longest = bytes.len().min(4);
        let character = (1..=longest).find_map(|length| {
            let text = std::str::from_utf8(&bytes[..length]).ok()?;
            Some((text.chars().next()?, &bytes[length..]))
        });
        let (atom, after) = match character {
            Some((c, after)) => (control(c).map_or(Atom::Char(c), Atom::Control), after),
            None => (Atom::Byte(*first), rest),
        };
        found.push(atom);
        bytes = after;
    }
}

/// Returns the control character that this is, or is the picture of, as some terminals show it.
fn control(c: char) -> Option<u8> {
    let code = u32::from(c);
    let code = if (0x2400..0x2420).contains(&code) {
        code - 0x2400
    } else {
        code
    };
    u8::try_from(code).ok().filter(u8::is_ascii_control)
}

/// Returns the byte spelt by three digits with Alt, which a terminal sends as an escape before each digit, and the
/// rest.
fn keypad(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let [0x1b, a, 0x1b, b, 0x1b, c, rest @ ..] = bytes else {
        return None;
    };
    let digits = [*a, *b, *c];
    let number = std::str::from_utf8(&digits).ok()?.parse().ok()?;
    digits.iter().all(u8::is_ascii_digit).then_some((number, rest))
}

/// Returns the characters without their eighth bit, which a seven-bit line uses for parity.
pub(super) fn seven_bits(atoms: &[Atom]) -> Vec<Atom> {
    let bytes: Vec<u8> = atoms
        .iter()
        .flat_map(Atom::bytes)
        .map(|byte| byte & 0x7f)
        .collect();
    let mut found = Vec::new();
    spell(&mut found, &bytes);
    found
}

/// What became of upper and lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// Nothing.
    Kept,
    /// Caps-lock swapped them.
    Swapped,
    /// All is upper case.
    Upper,
    /// All is lower case.
    Lower,
    /// Caps-lock shifted every key, digits and signs too, as Windows does with French and German layouts.
    Locked,
}

/// What the computer makes of an accent that does not combine with the next key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Accent {
    /// Both it and the next key are shown.
    Kept,
    /// It is lost.
    Lost,
    /// It is lost, and the next key with it.
    PairLost,
}

/// One way in which a code may have been changed on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) layout: Layout,
    pub(super) case: Case,
    pub(super) accent: Accent,
}

/// A symbol found in what was heard: what stands around and between its characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alignment<'a> {
    /// Before the first character.
    pub(super) lead: &'a [Atom],
    /// What was heard in place of each control character, in order; whatever follows the last character is in the tail.
    pub(super) between: Vec<&'a [Atom]>,
    /// Behind the last character.
    pub(super) tail: &'a [Atom],
    /// Whether the symbol comes once more after it.
    pub(super) again: bool,
}

impl Candidate {
    /// No change at all.
    pub(super) const PLAIN: Self = Self {
        layout: Layout::Us,
        case: Case::Kept,
        accent: Accent::Kept,
    };

    /// Returns all candidates, the likeliest first.
    pub(super) fn all() -> impl DoubleEndedIterator<Item = Self> {
        const CASES: [Case; 5] = [Case::Kept, Case::Swapped, Case::Upper, Case::Lower, Case::Locked];
        const ACCENTS: [Accent; 3] = [Accent::Kept, Accent::Lost, Accent::PairLost];
        let ways = |(case, accent)| {
            let waits = move |layout: &Layout| accent == Accent::Kept || layout.waiting().next().is_some();
            let layouts = Layout::ALL.into_iter().filter(waits);
            layouts.map(move |layout| Self { layout, case, accent })
        };
        let accents = |case| {
            let many = matches!(case, Case::Kept | Case::Swapped);
            ACCENTS
                .into_iter()
                .take(if many { 3 } else { 1 })
                .map(move |accent| (case, accent))
        };
        CASES.into_iter().flat_map(accents).flat_map(ways)
    }

    /// Returns the characters that were encoded where these were heard, each with the place of what was heard; an
    /// accented letter that the host composed counts as two.
    fn encoded(self, atoms: &[Atom]) -> Vec<(Option<char>, usize)> {
        let mut found = Vec::with_capacity(atoms.len());
        for (place, atom) in atoms.iter().enumerate() {
            let Some(heard) = atom.printable() else {
                found.push((None, place));
                continue;
            };
            let heard = match self.case {
                Case::Swapped => swapped(heard),
                Case::Locked => self.layout.other(heard).unwrap_or(heard),
                Case::Kept | Case::Upper | Case::Lower => heard,
            };
            match self.layout.undo(heard) {
                Some(Typed::One(key)) => found.push((Some(char::from(key)), place)),
                Some(Typed::Two(mark, letter)) => {
                    found.extend([mark, letter].map(|key| (Some(char::from(key)), place)));
                }
                None => found.push((Some(heard), place)),
            }
        }
        found
    }

    /// Returns the text that was encoded where these were heard; anything that is no visible character is left out.
    pub(super) fn text(self, atoms: &[Atom]) -> String {
        self.encoded(atoms).into_iter().filter_map(|(c, _)| c).collect()
    }

    /// Returns the last `count` encoded characters, and the place of the first of them.
    pub(super) fn last(self, count: usize, atoms: &[Atom]) -> Option<(String, usize)> {
        let heard = self.encoded(atoms);
        let last = &heard[heard.len().checked_sub(count)?..];
        let text: Option<String> = last.iter().map(|(c, _)| *c).collect();
        Some((text?, last.first()?.1))
    }

    /// Returns what is left of encoded characters once the computer lost its accents, up to the layout.
    pub(super) fn left(self, encoded: &str) -> Vec<char> {
        let folded = encoded.chars().map(|c| self.folded(c));
        if self.accent == Accent::Kept {
            return folded.collect();
        }
        let (mut left, mut rest) = (Vec::new(), folded.peekable());
        while let Some(c) = rest.next() {
            let next = rest.peek().copied().unwrap_or_default();
            match self.accent {
                Accent::Lost if self.waits(c) && !self.joins(c, next, char::is_alphabetic) => {}
                Accent::PairLost if self.waits(c) && !self.joins(c, next, |_| true) => drop(rest.next()),
                _ => left.push(c),
            }
        }
        left
    }

    /// Returns whether the key of this character waits for the next one.
    fn waits(self, encoded: char) -> bool {
        u8::try_from(encoded).is_ok_and(|key| self.layout.waits(key))
    }

    /// Returns whether the computer combines the two characters into one for which `such` holds.
    fn joins(self, first: char, second: char, such: fn(char) -> bool) -> bool {
        let key = |c: char| u8::try_from(c).unwrap_or_default();
        self.layout.joined(key(first), key(second)).is_some_and(such)
    }

    /// Returns what is heard of an encoded character, up to the layout.
    fn folded(self, encoded: char) -> char {
        match self.case {
            Case::Kept | Case::Swapped | Case::Locked => encoded,
            Case::Upper => encoded.to_ascii_uppercase(),
            Case::Lower => encoded.to_ascii_lowercase(),
        }
    }

    /// Finds the symbol in what was heard; `None` if a character is missing, or replaced by another, that this
    /// candidate would keep.
    pub(super) fn align<'a>(self, symbol: &Symbol, atoms: &'a [Atom]) -> Option<Alignment<'a>> {
        let mut segments = symbol.segments();
        let dangling = segments
            .iter()
            .rev()
            .take_while(|segment| segment.is_empty())
            .count();
        segments.truncate(segments.len() - dangling);
        let segments: Vec<Vec<char>> = segments.into_iter().map(|it| self.left(it)).collect();
        let (first, others) = segments.split_first()?;
        let heard = self.encoded(atoms);
        let place = |at: usize| heard.get(at).map_or(atoms.len(), |(_, place)| *place);
        let start = find(first, &heard, 0)?;
        let mut end = start + first.len();
        let mut between = Vec::new();
        for segment in others {
            let next = find(segment, &heard, end)?;
            between.push(&atoms[place(end)..place(next)]);
            end = next + segment.len();
        }
        let again = find(first, &heard, end);
        let lead = &atoms[..place(start)];
        let tail = &atoms[place(end)..again.map_or(atoms.len(), place)];
        let tail = match again {
            Some(_) => tail.strip_suffix(lead).unwrap_or(tail),
            None => tail,
        };
        Some(Alignment {
            lead,
            between,
            tail,
            again: again.is_some(),
        })
    }
}

/// Returns the place of a text among the characters, searching onwards from `from`.
fn find(wanted: &[char], heard: &[(Option<char>, usize)], from: usize) -> Option<usize> {
    let here = |window: &[(Option<char>, usize)]| {
        let mut pairs = window.iter().zip(wanted);
        pairs.all(|((heard, _), wanted)| *heard == Some(*wanted))
    };
    let found = heard.get(from..)?.windows(wanted.len().max(1)).position(here)?;
    Some(from + found)
}

/// Returns the character in the other case, where that is a single character.
fn swapped(c: char) -> char {
    let mut other: Vec<char> = if c.is_uppercase() {
        c.to_lowercase().collect()
    } else {
        c.to_uppercase().collect()
    };
    match (other.pop(), other.is_empty()) {
        (Some(only), true) => only,
        _ => c, // ß has no capital of one letter
    }
}
