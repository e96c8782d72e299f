//! What a HIBC label says besides the product: lot or serial number, last day of use, quantity, day of manufacture.

use crate::scan::fields::{Field, Role};
use crate::scan::finding::{Finding, Flaw};
use crate::scan::gs1::{Typed, date};
use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;
use std::str;

/// How a day is written.
#[derive(Debug, Clone, Copy)]
enum Day {
    MmYy,
    MmDdYy,
    YyMmDd,
    YyMmDdHh,
    Julian,
    JulianHour,
    Whole,
}

impl Day {
    const fn length(self) -> usize {
        match self {
            Self::MmYy => 4,
            Self::MmDdYy | Self::YyMmDd => 6,
            Self::YyMmDdHh | Self::Whole => 8,
            Self::Julian => 5,
            Self::JulianHour => 7,
        }
    }

    /// Returns the day; a month alone stands for its last day.
    fn read(self, digits: &[u8], today: NaiveDate) -> Result<NaiveDate, Flaw> {
        let short = |parts: [&[u8]; 3]| date::short(&parts.concat(), today, true).map_err(|(_, flaw)| flaw);
        match self {
            Self::MmYy => short([&digits[2..], &digits[..2], b"00"]),
            Self::MmDdYy => short([&digits[4..], &digits[..2], &digits[2..4]]),
            Self::YyMmDd | Self::YyMmDdHh => short([&digits[..2], &digits[2..4], &digits[4..6]]),
            Self::Whole => date::long(digits).map_err(|(_, flaw)| flaw),
            Self::Julian | Self::JulianHour => {
                let first = short([&digits[..2], b"01", b"01"])?;
                let number = digits[2..5]
                    .iter()
                    .fold(0, |sum, byte| sum * 10 + u64::from(byte & 0x0f));
                let day = number
                    .checked_sub(1)
                    .and_then(|days| first.checked_add_days(Days::new(days)));
                day.filter(|day| day.year() == first.year())
                    .ok_or(Flaw::NotNumber)
            }
        }
    }
}

/// Reads a secondary code without its `+`, link and check character; or one further field, `S`, `Q`, `14D` or `16D`.
///
/// # Errors
///
/// The first thing that is missing, or that is no valid day or number.
pub fn read(data: &[u8], at: usize, today: NaiveDate) -> Result<Vec<Field<'_>>, Finding> {
    let mut parts = Parts {
        rest: data,
        at,
        today,
        fields: Vec::with_capacity(3),
    };
    match data {
        [b'$', b'$', ..] => {
            parts.skip(2);
            let serial = parts.rest.first() == Some(&b'+');
            parts.skip(usize::from(serial));
            parts.counted()?;
            parts.dated()?;
            parts.named(serial)?;
        }
        [b'$', b'+', ..] => {
            parts.skip(2);
            parts.named(true)?;
        }
        [b'$', ..] => {
            parts.skip(1);
            parts.named(false)?;
        }
        [b'1', b'4', b'D', ..] => {
            parts.skip(3);
            parts.day("EXP", "EXPIRY", Role::Expiry, Day::Whole)?;
        }
        [b'1', b'6', b'D', ..] => {
            parts.skip(3);
            parts.day("MFD", "PRODUCTION DATE", Role::Other, Day::Whole)?;
        }
        [b'S', ..] => {
            parts.skip(1);
            parts.named(true)?;
        }
        [b'Q', digits @ ..] => {
            parts.skip(1);
            parts.quantity(digits.len())?;
        }
        _ => {
            parts.day("EXP", "EXPIRY", Role::Expiry, Day::Julian)?;
            parts.named(false)?;
        }
    }
    if parts.rest.is_empty() {
        Ok(parts.fields)
    } else {
        Err(Finding::at(Flaw::Hibc("the next part"), parts.at))
    }
}

/// The fields read so far, and the rest of the data.
struct Parts<'a> {
    rest: &'a [u8],
    at: usize,
    today: NaiveDate,
    fields: Vec<Field<'a>>,
}

impl<'a> Parts<'a> {
    fn skip(&mut self, characters: usize) {
        self.rest = &self.rest[characters..];
        self.at += characters;
    }

    /// Takes `length` digits.
    fn digits(&mut self, length: usize, what: &'static str) -> Result<&'a [u8], Finding> {
        let digits = self
            .rest
            .get(..length)
            .filter(|digits| digits.iter().all(u8::is_ascii_digit));
        let digits = digits.ok_or(Finding::at(Flaw::Hibc(what), self.at))?;
        self.skip(length);
        Ok(digits)
    }

    /// Reads a quantity if one is announced: `8` and two digits, or `9` and five.
    fn counted(&mut self) -> Result<(), Finding> {
        let length = match self.rest.first() {
            Some(b'8') => 2,
            Some(b'9') => 5,
            _ => return Ok(()),
        };
        self.skip(1);
        self.quantity(length)
    }

    fn quantity(&mut self, length: usize) -> Result<(), Finding> {
        let at = self.at;
        let digits = self.digits(length, "a quantity")?;
        let number = str::from_utf8(digits)
            .ok()
            .and_then(|text| text.parse::<Decimal>().ok());
        let mut field = Field::new("QTY", "QUANTITY", Role::Quantity, digits, at)?;
        let number = number.filter(|_| (1..=9).contains(&digits.len()));
        field.typed = Typed::Number(number.ok_or_else(|| field.finding(Flaw::NotNumber))?);
        self.fields.push(field);
        Ok(())
    }

    /// Reads a last day of use, whose first digit says how it is written; 7 says that there is none.
    fn dated(&mut self) -> Result<(), Finding> {
        let day = match self.rest.first() {
            Some(b'0' | b'1') => return self.day("EXP", "EXPIRY", Role::Expiry, Day::MmYy),
            Some(b'2') => Day::MmDdYy,
            Some(b'3') => Day::YyMmDd,
            Some(b'4') => Day::YyMmDdHh,
            Some(b'5') => Day::Julian,
            Some(b'6') => Day::JulianHour,
            Some(b'7') => {
                self.skip(1);
                return Ok(());
            }
            _ => return Ok(()),
        };
        self.skip(1);
        self.day("EXP", "EXPIRY", Role::Expiry, day)
    }

    fn day(&mut self, id: &'static str, title: &'static str, role: Role, day: Day) -> Result<(), Finding> {
        let at = self.at;
        let digits = self.digits(day.length(), "a date")?;
        let mut field = Field::new(id, title, role, digits, at)?;
        let read = day.read(digits, self.today).map_err(|flaw| field.finding(flaw))?;
        field.typed = Typed::Date(read);
        self.fields.push(field);
        Ok(())
    }

    /// Reads the rest: a lot or serial number of at most eighteen characters, if any.
    fn named(&mut self, serial: bool) -> Result<(), Finding> {
        if self.rest.len() > 18 {
            return Err(Finding::at(Flaw::TooLong(18, self.rest.len()), self.at));
        }
        let (id, title, role) = if serial {
            ("SER", "SERIAL", Role::Serial)
        } else {
            ("LOT", "LOT", Role::Lot)
        };
        if !self.rest.is_empty() {
            self.fields.push(Field::new(id, title, role, self.rest, self.at)?);
        }
        self.skip(self.rest.len());
        Ok(())
    }
}
