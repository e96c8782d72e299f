//! How likely characters are as the value of an identifier, and how usual identifiers are beside each other.
//!
//! All weights are tenths of a power of ten (decibans), never above zero: -10 means one in ten. They are estimates of
//! what stands on labels, held against a corpus by `tests/library/swallowed.rs`; only their differences matter.

use crate::scan::gs1::Ai;
use crate::scan::gs1::part::{Check, Part};
use crate::scan::gs1::probe::{Probe, day};
use chrono::{NaiveDate, TimeDelta};

/// The weight of the impossible; everything possible weighs more.
pub const NEVER: i32 = -100_000;

/// Returns how likely a value is for an identifier, given that its checks hold.
pub fn value(field: Probe, value: &[u8], today: NaiveDate) -> i32 {
    match field.ai {
        Ai(30 | 37) => return count(value),
        Ai(3900..=3939) => return amount(field, value),
        _ => {}
    }
    let (mut weight, mut rest) = (0, value);
    for part in field.parts() {
        let (content, behind) = rest.split_at(rest.len().min(part.most.into()));
        rest = behind;
        if !content.is_empty() {
            weight += of_part(field.ai, *part, content, today);
        }
    }
    weight
}

fn of_part(ai: Ai, part: Part, content: &[u8], today: NaiveDate) -> i32 {
    match part.checks[0] {
        Check::Month | Check::Day => date(ai, content, today),
        Check::LongDay => -48,
        Check::Time | Check::TimeOrNone => -32,
        Check::Currency | Check::Country | Check::CountryOr999 | Check::CountryLetters => -18,
        Check::PositionOfTotal => -15,
        _ if part.has(Check::Mod10) => 10 - digits(content),
        _ if part.fixed && content.iter().all(u8::is_ascii_digit) => -digits(content),
        _ => length(content.len()) + text(content),
    }
}

/// Returns how likely the digits of a key or a measure are: leading zeros are usual there.
fn digits(content: &[u8]) -> i32 {
    let zeros = content.iter().take_while(|&&byte| byte == b'0').count();
    scaled(zeros.min(6), 3) + scaled(content.len() - zeros.min(6), 10)
}

/// Returns how likely a day is: all days within the years in which labels of such goods are read are equally likely.
fn date(ai: Ai, content: &[u8], today: NaiveDate) -> i32 {
    let Some(day) = day(content, today) else {
        return NEVER;
    };
    let days = (day - today).num_days();
    let years = |years: i64| TimeDelta::days(years * 365).num_days();
    let (past, ahead) = match ai.0 {
        11 | 13 | 7006 | 7007 | 8008 => (years(8), 40),
        _ => (years(3), years(8)),
    };
    match () {
        () if (-past..=ahead).contains(&days) => -40,
        () if (-years(12)..=years(12)).contains(&days) => -52,
        () => -62,
    }
}

/// Returns how likely a number of pieces is: small numbers are usual, and leading zeros are not.
fn count(value: &[u8]) -> i32 {
    const BY_LENGTH: [i32; 9] = [NEVER, -13, -22, -33, -46, -62, -80, -100, -120];
    let zeros = value.iter().take_while(|&&byte| byte == b'0').count();
    BY_LENGTH.get(value.len()).copied().unwrap_or(NEVER) - scaled(zeros, 12)
}

/// Returns how likely an amount is, after its currency if it has one.
fn amount(field: Probe, value: &[u8]) -> i32 {
    let has_currency = field
        .parts()
        .first()
        .is_some_and(|part| part.has(Check::Currency));
    let (currency, figures) = if has_currency {
        (-18, value.len() - 3)
    } else {
        (0, value.len())
    };
    let beyond = figures.saturating_sub(6);
    currency - 8 - scaled(figures, 10) - scaled(beyond, 6)
}

/// Returns how usual a length of free text is.
fn length(characters: usize) -> i32 {
    match characters {
        2..=12 => -10,
        1 | 13..=16 => -13,
        _ => -15,
    }
}

/// Returns how likely a value is that is invalid for its identifier: its characters, and the chance that something else
/// went wrong.
pub fn broken(value: &[u8]) -> i32 {
    length(value.len()) + text(value) - 12
}

/// Returns how likely free text is. It has letters and digits in runs: a change of run is rarer than its continuation,
/// and a mark at the end is rarer still.
fn text(characters: &[u8]) -> i32 {
    let open = characters
        .last()
        .is_some_and(|byte| !byte.is_ascii_alphanumeric());
    let mut before = None;
    let runs: i32 = characters
        .iter()
        .map(|&byte| {
            let (kind, own) = kind(byte);
            let step = match before.replace(kind) {
                None => -3,
                Some(last) if last == kind => -2,
                Some(_) => -5,
            };
            own + step
        })
        .sum();
    runs - if open { 12 } else { 0 }
}

const fn kind(byte: u8) -> (u8, i32) {
    match byte {
        b'0'..=b'9' => (0, -10),
        b'A'..=b'Z' => (1, -14),
        b'a'..=b'z' => (2, -15),
        b'-' | b'/' | b'.' | b'_' => (3, -8),
        _ => (4, -16),
    }
}

fn scaled(times: usize, by: i32) -> i32 {
    i32::try_from(times).unwrap_or(i32::MAX / 1000).saturating_mul(by)
}

/// Returns how usual it is that one identifier follows another on a label.
pub fn follows(next: Probe, before: Probe) -> i32 {
    if next.ai == before.ai || next.excludes(before) {
        return NEVER;
    }
    let usual = usual(next.ai);
    let family = next.ai.digits() > 2 && next.ai.digits() == before.ai.digits() && {
        let beginning = |ai: Ai| if ai.digits() == 3 { ai.0 / 10 } else { ai.0 / 100 };
        beginning(next.ai) == beginning(before.ai)
    };
    let only = next.ai.digits() > 2 && next.is_bound_to(before);
    if family || only { usual.max(-14) } else { usual }
}

/// Returns how usual an identifier is on labels in general.
fn usual(ai: Ai) -> i32 {
    -match ai.0 {
        17 | 10 => 5,
        21 => 6,
        15 => 8,
        1 | 11 => 9,
        13 => 11,
        0 | 2 | 37 => 12,
        240 => 16,
        400 | 241 | 420 => 17,
        30 => 18,
        410..=417 | 250 | 421 | 90 => 20,
        710..=717 | 3103 => 22,
        16 | 20 | 22 | 91..=99 | 243 | 251 | 422..=427 | 3100..=3105 | 3922 | 3932 | 7003 | 8008 => 26,
        12 | 242 | 235 | 254 | 253 | 255 | 401..=403 | 8000..=8030 => 30,
        _ => 36,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::gs1::Dictionary;

    fn weight(element: &str) -> i32 {
        let field = Probe::of(element.as_bytes(), Dictionary::builtin()).unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
        value(field, &element.as_bytes()[field.ai.digits()..], today)
    }

    #[test]
    fn what_is_usual_weighs_more_than_what_is_not() {
        let pairs = [
            ("17261231", "17991231"),
            ("11260131", "11270131"),
            ("3012", "301210123"),
            ("37120", "370012"),
            ("3922499", "39224993103001750"),
            ("10LOT42A", "10L4O2T4A"),
            ("10A1", "10A1A1"),
        ];
        for (usual, rare) in pairs {
            assert!(weight(rare) < weight(usual), "{rare} before {usual}");
        }
    }

    #[test]
    fn what_belongs_together_follows_more_often() {
        let after = |next: &str, before: &str| {
            let of = |ai: &str| Probe::of(ai.as_bytes(), Dictionary::builtin()).unwrap();
            follows(of(next), of(before))
        };
        assert!(after("12", "10") < after("17", "10"));
        assert!(after("427", "10") < after("427", "422"));
        assert!(after("250", "10") < after("250", "21"));
        assert_eq!(after("37", "01"), NEVER, "they exclude each other");
        assert_eq!(after("10", "10"), NEVER);
    }
}
