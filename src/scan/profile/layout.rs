//! The keyboard layout that lies between a scanner and the host.

mod tables;

use self::tables::{COMPOSED, Keys, US};
use serde::{Deserialize, Serialize};

/// A keyboard layout. A wedge scanner presses keys; the host decides which characters they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// American, the one that scanners assume.
    #[default]
    Us,
    /// Belgian.
    Be,
    /// Brazilian.
    BrAbnt2,
    /// Canadian French.
    CaFr,
    /// Swiss German.
    Ch,
    /// Swiss French.
    ChFr,
    /// Czech.
    Cz,
    /// German and Austrian.
    #[serde(alias = "at")]
    De,
    /// Danish.
    Dk,
    /// Estonian.
    Ee,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// British.
    Gb,
    /// Croatian, Slovenian and Bosnian.
    #[serde(alias = "si", alias = "ba")]
    Hr,
    /// Hungarian.
    Hu,
    /// Italian.
    It,
    /// Spanish of Latin America.
    Latam,
    /// Dutch.
    Nl,
    /// Norwegian.
    No,
    /// Portuguese.
    Pt,
    /// Swedish and Finnish.
    #[serde(alias = "fi")]
    Se,
    /// Slovak.
    Sk,
    /// Turkish.
    Tr,
    /// American with accents, as used in the Netherlands.
    UsIntl,
}

impl Layout {
    /// All layouts.
    pub const ALL: [Self; 24] = [
        Self::Us,
        Self::De,
        Self::Fr,
        Self::Be,
        Self::BrAbnt2,
        Self::CaFr,
        Self::Ch,
        Self::ChFr,
        Self::Cz,
        Self::Dk,
        Self::Ee,
        Self::Es,
        Self::Gb,
        Self::Hr,
        Self::Hu,
        Self::It,
        Self::Latam,
        Self::Nl,
        Self::No,
        Self::Pt,
        Self::Se,
        Self::Sk,
        Self::Tr,
        Self::UsIntl,
    ];

    /// Returns the name by which a profile asks for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Be => "be",
            Self::BrAbnt2 => "br-abnt2",
            Self::CaFr => "ca-fr",
            Self::Ch => "ch",
            Self::ChFr => "ch-fr",
            Self::Cz => "cz",
            Self::De => "de",
            Self::Dk => "dk",
            Self::Ee => "ee",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::Gb => "gb",
            Self::Hr => "hr",
            Self::Hu => "hu",
            Self::It => "it",
            Self::Latam => "latam",
            Self::Nl => "nl",
            Self::No => "no",
            Self::Pt => "pt",
            Self::Se => "se",
            Self::Sk => "sk",
            Self::Tr => "tr",
            Self::UsIntl => "us-intl",
        }
    }

    /// Returns what an American keyboard would have written for this character: one key, or two if the host combined an
    /// accent and a letter. `None` for a character that a scanner's keys can't make in this layout.
    pub fn undo(self, written: char) -> Option<Typed> {
        if written.is_ascii_control() || written == ' ' {
            return u8::try_from(written).ok().map(Typed::One);
        }
        let keys = self.keys();
        if let Some(key) = keys.key(written) {
            return Some(Typed::One(key));
        }
        if self == Self::UsIntl && matches!(written, '\'' | '"') {
            return u8::try_from(written).ok().map(Typed::One); // so do Windows and X show its accents that stand alone
        }
        let (mark, base) = COMPOSED.iter().find_map(|(mark, bases, composed)| {
            let place = composed.chars().position(|c| c == written)?;
            let base = bases.chars().nth(place)?;
            keys.dead.contains(*mark).then_some((*mark, base))
        })?;
        Some(Typed::Two(keys.key(mark)?, keys.key(base)?))
    }

    /// Returns what the host writes for a key named as on an American keyboard; for a dead key, its accent.
    pub fn written(self, key: u8) -> Option<char> {
        self.keys().written(key)
    }

    /// Returns what the key of this character writes with Shift instead of without, or vice versa.
    pub fn other(self, written: char) -> Option<char> {
        self.keys().other(written)
    }

    /// Returns whether this key, named as on an American keyboard, waits for the next one to put an accent on it.
    pub fn waits(self, key: u8) -> bool {
        let keys = self.keys();
        !keys.dead.is_empty() && keys.written(key).is_some_and(|mark| keys.dead.contains(mark))
    }

    /// Returns all keys that wait for the next one.
    pub fn waiting(self) -> impl Iterator<Item = u8> {
        let keys = self.keys();
        keys.dead.chars().filter_map(|mark| keys.key(mark))
    }

    /// Returns the character that hosts make of two keys, named as on an American keyboard, the first of which waits
    /// for the next. If the result is no letter, or there is none, hosts differ: they show both, the second alone, or
    /// nothing.
    pub fn joined(self, key: u8, next: u8) -> Option<char> {
        let keys = self.keys();
        let mark = keys.written(key).filter(|mark| keys.dead.contains(*mark))?;
        let next = keys.written(next)?;
        COMPOSED.iter().find_map(|(accent, bases, composed)| {
            let place = bases.chars().position(|base| *accent == mark && base == next)?;
            composed.chars().nth(place)
        })
    }

    /// Returns the characters of its keys.
    const fn keys(self) -> &'static Keys {
        match self {
            Self::Us => &US,
            Self::Be => &tables::BE,
            Self::BrAbnt2 => &tables::BR_ABNT2,
            Self::CaFr => &tables::CA_FR,
            Self::Ch => &tables::CH,
            Self::ChFr => &tables::CH_FR,
            Self::Cz => &tables::CZ,
            Self::De => &tables::DE,
            Self::Dk => &tables::DK,
            Self::Ee => &tables::EE,
            Self::Es => &tables::ES,
            Self::Fr => &tables::FR,
            Self::Gb => &tables::GB,
            Self::Hr => &tables::HR,
            Self::Hu => &tables::HU,
            Self::It => &tables::IT,
            Self::Latam => &tables::LATAM,
            Self::Nl => &tables::NL,
            Self::No => &tables::NO,
            Self::Pt => &tables::PT,
            Self::Se => &tables::SE,
            Self::Sk => &tables::SK,
            Self::Tr => &tables::TR,
            Self::UsIntl => &tables::US_INTL,
        }
    }
}

/// What an American keyboard would have written for one character of another layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// One key.
    One(u8),
    /// The key of an accent, then that of a letter.
    Two(u8, u8),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what the host writes when a scanner types this as on an American keyboard, accents and letters combined.
    fn garbled(layout: Layout, text: &str) -> String {
        let keys = layout.keys();
        let mut out = String::new();
        for c in text.chars() {
            let place = [US.plain, US.shifted]
                .iter()
                .find_map(|row| row.chars().position(|key| key == c));
            let row = if US.plain.contains(c) {
                keys.plain
            } else {
                keys.shifted
            };
            let written = place.and_then(|place| row.chars().nth(place)).unwrap_or(c);
            let accent = out.pop();
            let joined = accent.filter(|mark| keys.dead.contains(*mark)).and_then(|mark| {
                let (_, bases, composed) = COMPOSED.iter().find(|(known, ..)| *known == mark)?;
                composed
                    .chars()
                    .nth(bases.chars().position(|base| base == written)?)
            });
            match joined {
                Some(joined) => out.push(joined),
                None => out.extend(accent.into_iter().chain([written])),
            }
        }
        out
    }

    fn undone(layout: Layout, text: &str) -> Option<String> {
        let mut out = String::new();
        for c in text.chars() {
            match layout.undo(c)? {
                Typed::One(key) => out.push(char::from(key)),
                Typed::Two(mark, base) => out.extend([char::from(mark), char::from(base)]),
            }
        }
        Some(out)
    }

    #[test]
    fn every_layout_has_every_key_once() {
        for layout in Layout::ALL {
            let keys = layout.keys();
            let name = layout.name();
            let mut all: Vec<char> = keys.plain.chars().chain(keys.shifted.chars()).collect();
            assert_eq!((keys.plain.chars().count(), all.len()), (47, 94), "{name}");
            all.sort_unstable();
            all.dedup();
            // A Canadian French keyboard writes two accents and the full stop with Shift as without.
            let twice = if layout == Layout::CaFr { 3 } else { 0 };
            assert_eq!(all.len(), 94 - twice, "{name} has a character on two keys");
            assert!(keys.dead.chars().all(|mark| all.contains(&mark)), "{name}");
            let written = serde_json::to_string(&layout).unwrap();
            assert_eq!(written, format!("{name:?}"));
        }
    }

    #[test]
    fn whatever_a_label_carries_comes_back() {
        let signs = "]C1!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
        for layout in Layout::ALL {
            let name = layout.name();
            let signs = match layout {
                Layout::CaFr => signs.replace(['"', '>'], ""),
                _ => signs.to_owned(),
            };
            assert_eq!(undone(layout, &garbled(layout, &signs)), Some(signs), "{name}");
        }
    }

    #[test]
    fn a_key_that_waits_joins_some_of_the_next() {
        for (layout, pair, joined) in [
            (Layout::Fr, "[)", Some('⁰')),
            (Layout::Fr, "[Q", Some('Â')),
            (Layout::Fr, "[[", None),
            (Layout::Es, "[)", None),
            (Layout::Se, "]d", None),
            (Layout::Se, "]e", Some('ë')),
            (Layout::De, "[)", None),
            (Layout::UsIntl, "\"A", Some('Ä')),
            (Layout::Us, "\"A", None),
        ] {
            let keys = pair.as_bytes();
            assert_eq!(layout.joined(keys[0], keys[1]), joined, "{layout:?} {pair}");
        }
        let waiting = |layout: Layout| layout.waiting().map(char::from).collect::<String>();
        assert_eq!(
            (waiting(Layout::Fr), waiting(Layout::De)),
            ("[{".into(), "`=+".into())
        );
        let other = |written| Layout::Fr.other(written);
        assert_eq!((other('1'), other('&'), other('€')), (Some('&'), Some('1'), None));
    }

    #[test]
    fn every_composed_character_has_its_base() {
        for (mark, bases, composed) in COMPOSED {
            assert_eq!(bases.chars().count(), composed.chars().count(), "{mark}");
        }
    }

    #[test]
    fn accents_that_swallowed_a_letter_are_taken_apart() {
        assert_eq!(garbled(Layout::De, "+A"), "À");
        assert_eq!(undone(Layout::De, "À123").as_deref(), Some("+A123"));
        assert_eq!(undone(Layout::Se, "ë0").as_deref(), Some("]e0"));
        assert_eq!(
            (
                undone(Layout::Fr, "⁰/").as_deref(),
                undone(Layout::Se, "Ẅ8").as_deref()
            ),
            (Some("[)>"), Some("]W8"))
        );
        assert_eq!(
            undone(Layout::De, "]"),
            None,
            "no key of a scanner writes it there"
        );
    }
}
