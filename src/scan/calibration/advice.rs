//! Settings to change, with the menus of the scanner's maker where their names are known.

mod menus;

use self::menus::Menus;
use super::board;
use crate::scan::profile::Layout;

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
    /// Works as set; good to know.
    Note,
    /// Works with the profile; better changed all the same.
    Better,
    /// Codes are lost or misread until it is changed.
    Wrong,
}

/// One setting to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Its stable name.
    pub code: &'static str,
    /// How much it matters.
    pub gravity: Gravity,
    /// What is wrong and what to do about it.
    pub text: String,
    /// Maker and menu; or what to look for, if the maker's name for it is not known for certain.
    pub menus: Menus,
}

impl Advice {
    const fn of(code: &'static str, gravity: Gravity, menus: Menus, text: String) -> Self {
        Self {
            code,
            gravity,
            text,
            menus,
        }
    }

    pub(super) fn separator_lost(layout: Layout) -> Self {
        let mut text =
            "Your scanner drops GS (FNC1), so that a variable field swallows the next one: set it to send \
                        GS as Ctrl+] (function or control characters)"
                .to_owned();
        if layout != Layout::Us {
            text += ", and give it the country of this keyboard, on which Ctrl+] is another key";
        }
        Self::of("gs-dropped", Gravity::Wrong, menus::SEPARATOR, text)
    }

    pub(super) fn separator_ends_the_read() -> Self {
        let text = "Your scanner sends Enter or Tab for GS (FNC1), which cuts a label in two: let it send GS as Ctrl+], \
                    or a sign that no label carries, such as |";
        Self::of("gs-ends-read", Gravity::Wrong, menus::SEPARATOR, text.into())
    }

    pub(super) fn separator_stands_in(sign: &str) -> Self {
        let text = format!(
            "Your scanner sends {sign} for GS (FNC1). The profile puts it right as long as no label carries {sign}"
        );
        Self::of("gs-replaced", Gravity::Better, menus::SEPARATOR, text)
    }

    pub(super) fn separator_is_a_key(key: &str) -> Self {
        let text = format!(
            "Your scanner presses {} for GS (FNC1). The profile puts it right; the key then means nothing else in a scan",
            key.to_uppercase()
        );
        Self::of("gs-is-a-key", Gravity::Better, menus::SEPARATOR, text)
    }

    pub(super) fn separator_on_keypad() -> Self {
        let text = "Your scanner spells GS on the keypad, Alt and 029. It works, and is slower than Ctrl+]";
        Self::of("gs-on-keypad", Gravity::Note, menus::KEYPAD, text.into())
    }

    pub(super) fn separator_in_front() -> Self {
        let text = "Your scanner sends GS for the FNC1 in front of GS1 codes, too. It does no harm";
        Self::of("gs-in-front", Gravity::Note, menus::NONE, text.into())
    }

    pub(super) fn envelope_lost(found: &str) -> Self {
        let text = format!(
            "RS and EOT do not arrive (found {found} in their place): labels of the car and electronics trades \
             (ISO 15434) can't be read. Set the scanner to send control characters"
        );
        Self::of("rs-eot-lost", Gravity::Better, menus::SEPARATOR, text)
    }

    pub(super) fn no_suffix() -> Self {
        let text =
            "Nothing follows a code, so that its end shows by silence only: add a CR suffix, Suffix 1 = 0D";
        Self::of("no-suffix", Gravity::Better, menus::SUFFIX, text.into())
    }

    pub(super) fn two_suffixes(found: &str) -> Self {
        let text = format!(
            "{found} follows each code: the second one counts as the Enter key. Keep one CR as suffix"
        );
        Self::of("two-suffixes", Gravity::Wrong, menus::SUFFIX, text)
    }

    pub(super) fn trigger_key(key: &str) -> Self {
        let key = key.to_uppercase();
        let text = format!(
            "Your hand-held presses {key} before each code. The profile takes its meaning away: at this terminal {key} \
             does nothing"
        );
        Self::of("trigger-key", Gravity::Better, menus::NONE, text)
    }

    pub(super) fn key_around(place: &str, key: &str) -> Self {
        let text = format!(
            "Your scanner presses {} {place} each code: take it out of its {}",
            key.to_uppercase(),
            { if place == "before" { "prefix" } else { "suffix" } }
        );
        Self::of("key-around", Gravity::Wrong, menus::SUFFIX, text)
    }

    pub(super) fn no_identifier() -> Self {
        let text = "Your scanner does not say what kind of code it read. Enable AIM Code ID, and plain numbers can't be \
                    taken for GS1 data";
        Self::of("no-identifier", Gravity::Better, menus::IDENTIFIER, text.into())
    }

    pub(super) fn own_identifier(found: &str) -> Self {
        let text = format!(
            "Your scanner sends its maker's own code ID ({found}), another one for each kind of code: set it to AIM, or \
             to none"
        );
        Self::of("own-identifier", Gravity::Wrong, menus::IDENTIFIER, text)
    }

    pub(super) fn not_announced(found: &str, expected: &str) -> Self {
        let text = format!(
            "A GS1 code arrives as {found} instead of {expected}: enable the GS1 kind of this code in the scanner"
        );
        Self::of("gs1-not-announced", Gravity::Wrong, menus::NONE, text)
    }

    pub(super) fn prefix_differs(first: &str, second: &str) -> Self {
        let text =
            format!("Different signs stand before the codes, {first} and {second}: set one prefix, or none");
        Self::of("prefix-differs", Gravity::Wrong, menus::NONE, text)
    }

    pub(super) fn caps_lock() -> Self {
        let text = "Caps Lock is on at this keyboard: upper and lower case arrive swapped. Switch it off, or let the \
                    scanner override it";
        Self::of("caps-lock", Gravity::Wrong, menus::CAPS, text.into())
    }

    pub(super) fn one_case(which: &str) -> Self {
        let text = format!(
            "Your scanner turns all letters to {which} case, and lots that differ by case become one: switch it off"
        );
        Self::of("case-converted", Gravity::Wrong, menus::CASE, text)
    }

    pub(super) fn layout(layout: Layout) -> Self {
        let country = board::country(layout);
        let text = format!(
            "The scanner types on an American keyboard, this computer has the one of {country}. The profile puts it \
             right; better, set the scanner's country to {country}, or the computer to US"
        );
        Self::of("layout", Gravity::Better, menus::COUNTRY, text)
    }

    pub(super) fn dead_keys(layout: Layout, wrong: &str) -> Self {
        let country = board::country(layout);
        let signs: Vec<String> = layout.waiting().map(|key| char::from(key).to_string()).collect();
        let lost = format!(
            "On the keyboard of {country} the keys for {} wait for the next key and get lost here",
            signs.join(" ")
        );
        let mend = format!("Set the scanner's country to {country}, or the computer to US");
        if wrong.is_empty() {
            let text = format!("{lost}, and nothing brings them back in the middle of a code. {mend}");
            return Self::of("dead-keys", Gravity::Better, menus::COUNTRY, text);
        }
        let text = format!(
            "{lost}: of the three symbols {wrong} can't be read back, and no profile mends that. {mend}"
        );
        Self::of("dead-keys", Gravity::Wrong, menus::COUNTRY, text)
    }

    pub(super) fn not_read_back(wrong: &str) -> Self {
        let text = format!(
            "With this profile {wrong} of the three symbols can't be read back as encoded. Set the scanner to its maker's defaults \
             and calibrate again"
        );
        Self::of("not-read-back", Gravity::Wrong, menus::NONE, text)
    }

    pub(super) fn unknown_layout(changed: &str) -> Self {
        let text = format!(
            "Characters arrive changed ({changed}) by a keyboard layout that nothing takes back. Set the scanner's country to that of the computer, or the computer to US"
        );
        Self::of("layout-unknown", Gravity::Wrong, menus::COUNTRY, text)
    }

    pub(super) fn slow(longest: i64) -> Self {
        let text =
            format!("The keys come up to {longest} ms apart: take the delay between keys out of the scanner");
        Self::of("slow-keys", Gravity::Note, menus::DELAY, text)
    }

    pub(super) fn sent_again(millis: u32) -> Self {
        let text = format!(
            "Your scanner sends each code twice. The profile takes the same code within {millis} ms for one scan; \
             better, raise the time after which it reads the same code again"
        );
        Self::of("sent-twice", Gravity::Better, menus::AGAIN, text)
    }

    pub(super) fn parity() -> Self {
        let text = "The line carries seven bits and parity. The profile says so; better, set the scanner to 8 data bits, \
                    no parity";
        Self::of("parity", Gravity::Better, menus::NONE, text.into())
    }

    pub(super) fn not_read(what: &str) -> Self {
        let text = format!(
            "The {what} was not read. Enable this kind of code in the scanner, or leave it where no label has one"
        );
        Self::of("not-read", Gravity::Better, menus::NONE, text)
    }

    pub(super) fn not_understood(what: &str) -> Self {
        let text =
            format!("What arrived of the {what} could not be told apart. Scan it again from a larger window");
        Self::of("not-understood", Gravity::Wrong, menus::NONE, text)
    }
}
