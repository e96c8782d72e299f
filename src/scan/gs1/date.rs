//! Dates of two-digit years (GS1 General Specifications, section 7.12).

use crate::scan::finding::Flaw;
use chrono::{Datelike, NaiveDate};

/// A result, or a flaw and its position within the part.
pub type At<T> = Result<T, (usize, Flaw)>;

/// The days that a value names: none, one, or the first and the last.
pub type Days = [Option<NaiveDate>; 2];

/// Reads YYMMDD. The century is the one that puts the year at most 49 before and 50 after the current one.
///
/// # Errors
///
/// The month or day that does not exist; day 00 unless it `may_be_month`, when it means the last day.
pub fn short(digits: &[u8], today: NaiveDate, may_be_month: bool) -> At<NaiveDate> {
    let year = i32::from(two(digits, 0));
    let ahead = year - today.year().rem_euclid(100);
    let century = today.year() - today.year().rem_euclid(100);
    let century = match ahead {
        51.. => century - 100,
        ..=-50 => century + 100,
        _ => century,
    };
    day_of(century + year, two(digits, 2), two(digits, 4), may_be_month).map_err(|(at, flaw)| (at + 2, flaw))
}

/// Reads YYYYMMDD.
///
/// # Errors
///
/// The month or day that does not exist.
pub fn long(digits: &[u8]) -> At<NaiveDate> {
    let year = i32::from(two(digits, 0)) * 100 + i32::from(two(digits, 2));
    day_of(year, two(digits, 4), two(digits, 6), false).map_err(|(at, flaw)| (at + 4, flaw))
}

/// Returns a date from its numbers; positions in flaws count from the month.
fn day_of(year: i32, month: u8, day: u8, may_be_month: bool) -> At<NaiveDate> {
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)),
        _ => return Err((0, Flaw::Month(month))),
    };
    let wanted = if day == 0 && may_be_month { days } else { day };
    NaiveDate::from_ymd_opt(year, month.into(), wanted.into()).ok_or((2, Flaw::Day(day, month)))
}

/// Reads HHMM as hour and minute.
///
/// # Errors
///
/// The hour or minute that does not exist.
pub fn time(digits: &[u8]) -> At<(u8, u8)> {
    match (two(digits, 0), two(digits, 2)) {
        (hour @ 24.., _) => Err((0, Flaw::Hour(hour))),
        (_, minute @ 60..) => Err((2, Flaw::Minute(minute))),
        whole => Ok(whole),
    }
}

/// Returns two digits as a number; missing ones count as zero.
pub fn two(digits: &[u8], at: usize) -> u8 {
    let digit = |at: usize| digits.get(at).map_or(0, |byte| byte & 0x0f);
    digit(at) * 10 + digit(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_2026(digits: &str) -> Result<String, (usize, Flaw)> {
        let today = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
        short(digits.as_bytes(), today, true).map(|date| date.to_string())
    }

    #[test]
    fn the_century_is_the_nearest() {
        assert_eq!(in_2026("760101").unwrap(), "2076-01-01", "fifty ahead");
        assert_eq!(in_2026("770101").unwrap(), "1977-01-01", "forty-nine behind");
        assert_eq!(in_2026("000229").unwrap(), "2000-02-29");
        let late = NaiveDate::from_ymd_opt(2080, 1, 1).unwrap();
        assert_eq!(short(b"300101", late, true).unwrap().to_string(), "2130-01-01");
    }

    #[test]
    fn day_00_is_the_last_of_the_month() {
        assert_eq!(in_2026("260200").unwrap(), "2026-02-28");
        assert_eq!(in_2026("280200").unwrap(), "2028-02-29");
        assert_eq!(in_2026("271200").unwrap(), "2027-12-31");
        let today = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
        assert_eq!(short(b"260200", today, false), Err((4, Flaw::Day(0, 2))));
    }

    #[test]
    fn days_that_do_not_exist_are_named() {
        assert_eq!(in_2026("261301"), Err((2, Flaw::Month(13))));
        assert_eq!(in_2026("260001"), Err((2, Flaw::Month(0))));
        assert_eq!(in_2026("260230"), Err((4, Flaw::Day(30, 2))));
        assert_eq!(long(b"19870229"), Err((6, Flaw::Day(29, 2))));
        assert_eq!(time(b"2400"), Err((0, Flaw::Hour(24))));
        assert_eq!(time(b"2360"), Err((2, Flaw::Minute(60))));
    }
}
