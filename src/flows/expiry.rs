//! Expiry dates as people type them: four keys are enough.

use crate::domain::refusal::Refusal;
use chrono::{Datelike, Days, Months, NaiveDate};

/// How many days back and ahead of today a date is looked for first where digits can be read in several ways.
const PLAUSIBLE: (i64, i64) = (730, 3653);

/// Reads an expiry as it is typed, or printed without a symbol of its own:
///
/// | typed | means |
/// |---|---|
/// | `0727`, `07/27`, `07.2027`, `2027-07`, `072027`, `JUL27` | the last day of July 2027 |
/// | `31.07.2027`, `31/07/27`, `31 JUL 2027`, `2027-07-31`, `20270731` | 31 July 2027 |
/// | `150727` | 15 July 2027, day first or year first as the calendar and the years allow |
/// | `+18m`, `+10d`, `+2y` | so long from today |
///
/// # Errors
/// If it is no date, or a date in two ways.
pub fn read(text: &str, today: NaiveDate) -> Result<NaiveDate, Refusal> {
    let mut days = readings(text.trim(), today);
    let near = |day: &NaiveDate| {
        let days = (*day - today).num_days();
        -PLAUSIBLE.0 <= days && days <= PLAUSIBLE.1
    };
    if days.iter().any(near) {
        days.retain(near);
    }
    days.sort_unstable();
    days.dedup();
    match days.as_slice() {
        [] => Err(Refusal::NotExpected {
            need: "Type it like 0727, 31.07.2027 or +18m".into(),
            found: format!("{text} is not an expiry"),
        }),
        [day] => Ok(*day),
        [one, other, ..] => Err(Refusal::TwoDates {
            found: text.to_owned(),
            one: one.to_string(),
            other: other.to_string(),
        }),
    }
}

/// A part of a written date.
enum Part<'a> {
    Digits(&'a str),
    Month(u32),
}

/// Returns every day that a text may name.
fn readings(text: &str, today: NaiveDate) -> Vec<NaiveDate> {
    if let Some(span) = text.strip_prefix('+') {
        return later(span, today).into_iter().collect();
    }
    let Some(parts) = parts(text) else {
        return Vec::new();
    };
    let year = |digits| year_of(digits, today);
    let day = |y, m, d| NaiveDate::from_ymd_opt(year(y)?, short(m)?, short(d)?);
    let month = |y, m| last_day(year(y)?, short(m)?);
    let found = match parts.as_slice() {
        [Part::Digits(all)] => return run_together(all, today),
        [Part::Digits(y), Part::Digits(m)] if y.len() == 4 => vec![month(y, m)],
        [Part::Digits(m), Part::Digits(y)] => vec![month(y, m)],
        [Part::Month(m), Part::Digits(y)] => vec![year(y).and_then(|y| last_day(y, *m))],
        [Part::Digits(y), Part::Month(m)] if y.len() == 4 => vec![year(y).and_then(|y| last_day(y, *m))],
        [Part::Digits(y), Part::Month(m), Part::Digits(d)] if y.len() == 4 => vec![named(year(y), *m, d)],
        [Part::Digits(d), Part::Month(m), Part::Digits(y)]
        | [Part::Month(m), Part::Digits(d), Part::Digits(y)] => vec![named(year(y), *m, d)],
        [Part::Digits(y), Part::Digits(m), Part::Digits(d)] if y.len() == 4 => vec![day(y, m, d)],
        [Part::Digits(a), Part::Digits(b), Part::Digits(c)] => {
            let month_first = text.contains('/').then(|| day(c, a, b)).flatten();
            let year_first = text.contains('-').then(|| day(a, b, c)).flatten();
            vec![day(c, b, a), month_first, year_first]
        }
        _ => Vec::new(),
    };
    found.into_iter().flatten().collect()
}

/// Returns every day that digits without a separator may name.
fn run_together(all: &str, today: NaiveDate) -> Vec<NaiveDate> {
    let at = |from: usize, length: usize| all.get(from..from + length).unwrap_or_default();
    let year = |digits| year_of(digits, today);
    let day = |y, m, d| NaiveDate::from_ymd_opt(year(y)?, short(m)?, short(d)?);
    let month = |y, m| last_day(year(y)?, short(m)?);
    let found = match all.len() {
        4 => vec![month(at(2, 2), at(0, 2)).or_else(|| month(at(0, 2), at(2, 2)))],
        6 => vec![
            day(at(4, 2), at(2, 2), at(0, 2)),
            day(at(0, 2), at(2, 2), at(4, 2)),
            month(at(2, 4), at(0, 2)),
            month(at(0, 4), at(4, 2)),
        ],
        8 => vec![
            day(at(0, 4), at(4, 2), at(6, 2)),
            day(at(4, 4), at(2, 2), at(0, 2)),
        ],
        _ => Vec::new(),
    };
    found.into_iter().flatten().collect()
}

/// Splits a written date at its separators and where digits and letters meet; `None` if something else is in it.
fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    let mut found = Vec::new();
    for word in text.split(['/', '.', '-', ' ']) {
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            let is_digit = first.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != is_digit);
            let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
            found.push(if is_digit {
                Part::Digits(part)
            } else {
                Part::Month(month_named(part)?)
            });
            rest = after;
        }
    }
    Some(found)
}

/// Returns the number of a month by its English name or the first three letters of it.
fn month_named(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let found = MONTHS
        .iter()
        .position(|month| 3 <= word.len() && month.starts_with(&word))?;
    u32::try_from(found + 1).ok()
}

fn named(year: Option<i32>, month: u32, day: &str) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year?, month, short(day)?)
}

/// Returns a day or month of one or two digits.
fn short(digits: &str) -> Option<u32> {
    if digits.len() <= 2 {
        digits.parse().ok()
    } else {
        None
    }
}

/// Returns the year that two or four digits name.
fn year_of(digits: &str, today: NaiveDate) -> Option<i32> {
    match digits.len() {
        2 => year(digits.parse().ok()?, today),
        4 => digits.parse().ok(),
        _ => None,
    }
}

/// Returns the date in full with the days that are left: `2027-07-31, 516 days left`.
pub fn echo(expiry: NaiveDate, today: NaiveDate) -> String {
    match (expiry - today).num_days() {
        1 => format!("{expiry}, 1 day left"),
        0 => format!("{expiry}, today is the last day"),
        -1 => format!("{expiry}, 1 day ago"),
        days if days < 0 => format!("{expiry}, {} days ago", -days),
        days => format!("{expiry}, {days} days left"),
    }
}

/// Returns the year nearest to today that ends in these two digits: at most 49 years back, 50 ahead.
fn year(digits: u32, today: NaiveDate) -> Option<i32> {
    let digits = i32::try_from(digits).ok()?;
    let year = today.year() - today.year().rem_euclid(100) + digits;
    Some(match year - today.year() {
        51.. => year - 100,
        ..=-50 => year + 100,
        _ => year,
    })
}

fn last_day(year: i32, month: u32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    first.checked_add_months(Months::new(1))?.pred_opt()
}

fn later(span: &str, today: NaiveDate) -> Option<NaiveDate> {
    let unit = span.chars().next_back()?;
    let count: u32 = span.get(..span.len() - unit.len_utf8())?.parse().ok()?;
    match unit.to_ascii_lowercase() {
        'd' => today.checked_add_days(Days::new(count.into())),
        'm' => today.checked_add_months(Months::new(count)),
        'y' => today.checked_add_months(Months::new(count.checked_mul(12)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn four_keys_say_the_last_day_of_a_month() {
        let today = day("2026-03-02");
        for (typed, expected) in [
            ("0727", Some("2027-07-31")),
            ("0228", Some("2028-02-29")),
            ("1226", Some("2026-12-31")),
            ("150727", Some("2027-07-15")),
            ("310527", None),
            ("2027-07-31", Some("2027-07-31")),
            ("+18m", Some("2027-09-02")),
            ("+10D", Some("2026-03-12")),
            ("+2y", Some("2028-03-02")),
            ("1327", None),
            ("300227", Some("2030-02-27")),
            ("05/2027", Some("2027-05-31")),
            ("05/27", Some("2027-05-31")),
            ("05.2027", Some("2027-05-31")),
            ("2027-05", Some("2027-05-31")),
            ("052027", Some("2027-05-31")),
            ("202705", Some("2027-05-31")),
            ("MAY27", Some("2027-05-31")),
            ("may 2027", Some("2027-05-31")),
            ("31.05.2027", Some("2027-05-31")),
            ("31.05.27", Some("2027-05-31")),
            ("31/05/2027", Some("2027-05-31")),
            ("05/31/2027", Some("2027-05-31")),
            ("20270531", Some("2027-05-31")),
            ("31052027", Some("2027-05-31")),
            ("31 MAY 2027", Some("2027-05-31")),
            ("31MAY27", Some("2027-05-31")),
            ("05/06/2027", None),
            ("27-05-31", None),
            ("32.05.2027", None),
            ("MAZ27", None),
            ("727", None),
            ("+m", None),
            ("+5w", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(read(typed, today).ok(), expected.map(day), "{typed}");
        }
    }

    #[test]
    fn digits_that_are_two_dates_are_never_taken_for_one_of_them() {
        let asked = read("270731", day("2026-03-02")).unwrap_err();
        assert_eq!(
            asked.to_string(),
            "270731 may be 2027-07-31 or 2031-07-27. Type the date with its full year, like 2027-07-31."
        );
        assert_eq!(read("310727", day("2026-03-02")).unwrap_err().code(), "TWO_DATES");
    }

    #[test]
    fn two_digits_mean_the_nearest_century() {
        assert_eq!(read("0199", day("2026-03-02")), Ok(day("1999-01-31")));
        assert_eq!(read("0176", day("2026-03-02")), Ok(day("2076-01-31")));
        assert_eq!(read("0105", day("2095-03-02")), Ok(day("2105-01-31")));
    }

    #[test]
    fn the_date_is_echoed_in_full() {
        let today = day("2026-03-02");
        assert_eq!(echo(day("2027-07-31"), today), "2027-07-31, 516 days left");
        assert_eq!(echo(day("2026-03-03"), today), "2026-03-03, 1 day left");
        assert_eq!(echo(today, today), "2026-03-02, today is the last day");
        assert_eq!(echo(day("2026-02-28"), today), "2026-02-28, 2 days ago");
    }
}
