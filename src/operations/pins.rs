//! Which PINs may be chosen: long enough, and none that an attacker tries first.
//!
//! A PIN never crosses the port to the store: only its hash does. So the rule is asked where the PIN is known, on every
//! way in, and what it lets pass is a [`Chosen`], the only thing that can be hashed as a new PIN. A hash names its own cost,
//! and whoever plants one must not hold up the terminal that compares it: see [`is_within_bounds`].

use crate::domain::code::Badge;
use crate::domain::refusal::Refusal;
use crate::domain::user::{PIN_DIGITS, is_like_a_pin};
use argon2::password_hash::PasswordHash;
use argon2::{Algorithm, Params};
use std::fmt;

/// The most memory that comparing a PIN may take, in KiB. Other programs hash with 64 MiB by default.
const MOST_MEMORY: u32 = 256 * 1024;
/// The most work that comparing a PIN may be, in KiB times passes: 1000 passes through the 7 MiB of our own hashes.
const MOST_WORK: u64 = 1000 * 7 * 1024;

/// A PIN that may be kept.
pub struct Chosen(String);

impl Chosen {
    /// Returns the PIN that somebody chose for a badge; `least` is the fewest digits that the company allows.
    ///
    /// # Errors
    /// [`Refusal::UnfitPin`] if it has too few or too many digits or is not of digits, [`Refusal::WeakPin`] if it is easy to
    /// guess. Neither says anything of the PIN itself.
    pub fn of(least: u32, badge: &Badge, text: &str) -> Result<Self, Refusal> {
        let shortest = usize::try_from(least).unwrap_or(usize::MAX);
        if !is_like_a_pin(text) || text.len() < shortest {
            return Err(Refusal::UnfitPin { least });
        }
        match weakness(badge.as_str(), text) {
            Some(why) => Err(Refusal::WeakPin { why: why.to_owned() }),
            None => Ok(Self(text.to_owned())),
        }
    }

    /// Returns its digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Chosen {
    /// Shows no PIN.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chosen(****)")
    }
}

/// Returns why a PIN is easy to guess. `None` if it is not.
fn weakness(badge: &str, pin: &str) -> Option<&'static str> {
    if is_repeated(pin) {
        Some("the same digits again")
    } else if is_run(pin) {
        Some("digits in a row")
    } else if ["2580", "0852"].contains(&pin) {
        Some("a line of keys")
    } else if is_of_badge(badge, pin) {
        Some("the digits of the badge")
    } else if matches!(pin.len(), 4) && is_year(pin) {
        Some("a year")
    } else if is_date(pin) {
        Some("a date")
    } else {
        None
    }
}

/// Returns whether a PIN is the same digits again and again: `1111`, `1212`, `123123`.
fn is_repeated(pin: &str) -> bool {
    let blocks = 1..=pin.len() / 2;
    blocks
        .filter(|length| pin.len().is_multiple_of(*length))
        .any(|length| {
            pin.as_bytes()
                .chunks(length)
                .all(|block| block == &pin.as_bytes()[..length])
        })
}

/// Returns whether each digit is the one after, or before, the last: `1234`, `8901`, `4321`.
fn is_run(pin: &str) -> bool {
    let follows = |step: u8| {
        let pairs = pin.as_bytes().windows(2);
        pairs
            .into_iter()
            .all(|pair| (pair[0] - b'0' + step) % 10 == pair[1] - b'0')
    };
    follows(1) || follows(9)
}

/// Returns whether a PIN can be read off the badge: a run of its digits, or all of them padded with zeros.
fn is_of_badge(badge: &str, pin: &str) -> bool {
    let digits: String = badge.chars().filter(char::is_ascii_digit).collect();
    let bare = |text: &str| text.trim_matches('0').to_owned();
    digits.contains(pin) || !bare(&digits).is_empty() && bare(&digits) == bare(pin)
}

/// Returns whether four digits are a year in which somebody may have been born, or any other that people remember.
fn is_year(digits: &str) -> bool {
    digits.starts_with("19") || digits.starts_with("20")
}

/// Returns whether a PIN is a day with its year, whatever stands first.
fn is_date(pin: &str) -> bool {
    let number = |text: &str| text.parse::<u32>().unwrap_or(0);
    let is_day =
        |day: &str, month: &str| (1..=31).contains(&number(day)) && (1..=12).contains(&number(month));
    let is_day = |pair: &str| is_day(&pair[..2], &pair[2..]) || is_day(&pair[2..], &pair[..2]);
    match pin.len() {
        6 => is_day(&pin[..4]) || is_day(&pin[2..]),
        8 => is_day(&pin[..4]) && is_year(&pin[4..]) || is_year(&pin[..4]) && is_day(&pin[4..]),
        _ => false,
    }
}

/// Returns whether a PIN can be compared with a hash, in bounded time and memory: it is an argon2 hash, and not too dear.
pub fn is_within_bounds(hash: &PasswordHash<'_>) -> bool {
    let is_affordable = |cost: Params| {
        let work = u64::from(cost.m_cost()) * u64::from(cost.t_cost());
        cost.m_cost() <= MOST_MEMORY && work <= MOST_WORK
    };
    hash.hash.is_some()
        && Algorithm::try_from(hash.algorithm).is_ok()
        && Params::try_from(hash).is_ok_and(is_affordable)
}

/// Returns the allowed length of PINs, in words.
pub fn length_of(least: u32) -> String {
    let most = PIN_DIGITS.end();
    match usize::try_from(least) {
        Ok(least) if least == *most => format!("{most} digits"),
        _ => format!("{least} to {most} digits"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(least: u32, badge: &str, pin: &str) -> Option<String> {
        let chosen = Chosen::of(least, &Badge::from(badge), pin);
        chosen.err().map(|refusal| refusal.to_string())
    }

    #[test]
    fn what_is_tried_first_is_refused_and_never_repeated_to_anybody() {
        for (pin, why) in [
            ("1111", "the same digits again"),
            ("1212", "the same digits again"),
            ("123123", "the same digits again"),
            ("12341234", "the same digits again"),
            ("1234", "digits in a row"),
            ("4321", "digits in a row"),
            ("0123", "digits in a row"),
            ("8901", "digits in a row"),
            ("98765432", "digits in a row"),
            ("2580", "a line of keys"),
            ("1987", "a year"),
            ("2009", "a year"),
            ("310589", "a date"),
            ("890531", "a date"),
            ("31051989", "a date"),
            ("19890531", "a date"),
            ("1042", "the digits of the badge"),
            ("0042", "the digits of the badge"),
            ("4200", "the digits of the badge"),
        ] {
            let badge = if pin.contains("104") {
                "EMP-71042"
            } else {
                "EMP-042"
            };
            let told = refused(4, badge, pin).unwrap_or_else(|| panic!("{pin} passes"));
            assert!(told.contains(why), "{pin}: {told}");
            assert!(!told.contains(pin), "{told}");
        }
    }

    #[test]
    fn other_pins_pass_and_the_company_says_how_long_they_are() {
        for pin in ["4417", "2308", "0042", "1235", "482913", "96385074", "1124"] {
            assert_eq!(refused(4, "EMP-101", pin), None, "{pin}");
        }
        assert_eq!(
            refused(6, "EMP-101", "4417").unwrap(),
            "A PIN has 6 to 8 digits here. Choose one."
        );
        assert_eq!(refused(6, "EMP-101", "482913"), None);
        for pin in ["441", "441709317", "44a7", "", " 4417"] {
            assert!(
                refused(4, "EMP-101", pin)
                    .unwrap()
                    .starts_with("A PIN has 4 to 8 digits")
            );
        }
    }

    #[test]
    fn few_pins_are_refused() {
        let four = (0..10_000).filter(|n| refused(4, "EMP-101", &format!("{n:04}")).is_some());
        let six = (0..1_000_000).filter(|n| refused(4, "EMP-101", &format!("{n:06}")).is_some());
        assert!(four.count() < 400, "four digits");
        assert!(six.count() < 160_000, "six digits");
    }
}
