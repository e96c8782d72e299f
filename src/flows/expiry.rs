//! Expiry dates as people type them: four keys are enough.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Reads a typed expiry:
///
/// | typed | means |
/// |---|---|
/// | `0727` | the last day of July 2027 |
/// | `310727` | 31 July 2027 |
/// | `2027-07-31` | the same |
/// | `+18m`, `+10d`, `+2y` | so long from today |
///
/// None for anything else, or a day that no calendar has.
pub fn read(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim();
    if let Some(span) = text.strip_prefix('+') {
        return later(span, today);
    }
    if text.contains('-') {
        return text.parse().ok();
    }
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let two = |at: usize| text.get(at..at + 2)?.parse::<u32>().ok();
    match text.len() {
        4 => last_day(year(two(2)?, today)?, two(0)?),
        6 => NaiveDate::from_ymd_opt(year(two(4)?, today)?, two(2)?, two(0)?),
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
            ("310727", Some("2027-07-31")),
            ("290228", Some("2028-02-29")),
            ("2027-07-31", Some("2027-07-31")),
            ("+18m", Some("2027-09-02")),
            ("+10D", Some("2026-03-12")),
            ("+2y", Some("2028-03-02")),
            ("1327", None),
            ("310627", None),
            ("727", None),
            ("+m", None),
            ("+5w", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(read(typed, today), expected.map(day), "{typed}");
        }
    }

    #[test]
    fn two_digits_mean_the_nearest_century() {
        assert_eq!(read("0199", day("2026-03-02")), Some(day("1999-01-31")));
        assert_eq!(read("0176", day("2026-03-02")), Some(day("2076-01-31")));
        assert_eq!(read("0105", day("2095-03-02")), Some(day("2105-01-31")));
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
