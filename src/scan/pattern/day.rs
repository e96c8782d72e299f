//! How a day is written in a text code: `YYYY-MM-DD`, `DD.MM.YY`.

use crate::scan::gs1::date;
use chrono::NaiveDate;
use std::str::FromStr;

/// The forms that are read where a description names none.
const USUAL: [&str; 3] = ["YYYY-MM-DD", "YYYYMMDD", "YYMMDD"];

/// The forms of a day, of which one must fit. `Y`, `M` and `D` stand for digits, anything else for itself; without `D`
/// it is the last day of the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written(Vec<String>);

impl Default for Written {
    fn default() -> Self {
        Self(USUAL.map(ToOwned::to_owned).into())
    }
}

impl FromStr for Written {
    type Err = String;

    fn from_str(form: &str) -> Result<Self, String> {
        let digits = |sign: char| form.chars().filter(|c| *c == sign).count();
        match (digits('Y'), digits('M'), digits('D')) {
            (2 | 4, 2, 0 | 2) => Ok(Self(vec![form.to_owned()])),
            _ => Err(format!("a day is written like DD.MM.YYYY or YYMM, found {form}")),
        }
    }
}

impl Written {
    /// Returns the day that a value writes; `None` if no form fits it, or there is no such day.
    pub fn day(&self, value: &str, today: NaiveDate) -> Option<NaiveDate> {
        self.0.iter().find_map(|form| read(form, value, today))
    }
}

/// Reads a day by one form.
fn read(form: &str, value: &str, today: NaiveDate) -> Option<NaiveDate> {
    if form.chars().count() != value.chars().count() {
        return None;
    }
    let fits = |(sign, found): (char, char)| match sign {
        'Y' | 'M' | 'D' => found.is_ascii_digit(),
        _ => sign == found,
    };
    if !form.chars().zip(value.chars()).all(fits) {
        return None;
    }
    let of = |wanted: char| -> Vec<u8> {
        let pairs = form.chars().zip(value.chars());
        let digits = pairs.filter(|(sign, _)| *sign == wanted);
        digits.filter_map(|(_, digit)| u8::try_from(digit).ok()).collect()
    };
    let (year, month, day) = (of('Y'), of('M'), of('D'));
    let day = if day.is_empty() { b"00".to_vec() } else { day };
    let whole = [&year[..], &month[..], &day[..]].concat();
    if year.len() == 2 {
        return date::short(&whole, today, true).ok();
    }
    if day == b"00" {
        let (year, month) = (number(&year)?, u32::try_from(number(&month)?).ok()?);
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        return first
            .checked_add_months(chrono::Months::new(1))
            .and_then(|next| next.pred_opt());
    }
    date::long(&whole).ok()
}

/// Returns the value of digits.
fn number(digits: &[u8]) -> Option<i32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}
