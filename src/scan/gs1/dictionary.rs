//! The known application identifiers: the built-in dictionary, or a newer one supplied by the site.

mod difference;
mod line;
mod load;

use super::charset::Set;
use super::part::x_upto;
use super::row::{Facts, Row};
use super::table::TABLE;
use crate::scan::ai::Ai;
use crate::scan::finding::Flaw;
use crate::scan::read::in_clear;
use chrono::NaiveDate;
use std::fmt;
use std::sync::LazyLock;

pub use difference::{Change, Difference};
pub use load::{BadLine, LARGEST, Note};

/// All application identifiers, with what is known about each.
///
/// Decoding borrows it for good: keep a loaded one in a static, or leak it, once, at the start.
pub struct Dictionary {
    rows: Vec<Row>,
    /// For each pair of leading digits, how many digits its identifiers have; 0 if no identifier begins so.
    digits: [usize; 100],
    /// For each identifier the number of its row, counted from 1; 0 if it has none.
    index: Box<[u16]>,
    /// Stands in as the row of an identifier that is not in the dictionary; it covers no identifier itself.
    unlisted: Row,
    release: Option<Box<str>>,
    notes: Vec<Note>,
}

/// How many identifiers of four digits and fewer there could be.
const IDENTIFIERS: usize = 10_000;

/// The longest value of an identifier that is not in the dictionary.
const LONGEST_UNLISTED: u8 = 90;

static BUILTIN: LazyLock<Dictionary> = LazyLock::new(|| {
    Dictionary::of(
        TABLE.iter().map(Row::of).collect(),
        Some("2026-01-27".into()),
        Vec::new(),
    )
});

impl Dictionary {
    /// Returns the dictionary of 2026-01-27, which comes with the program.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Builds a dictionary from rows, which must not overlap.
    fn of(rows: Vec<Row>, release: Option<Box<str>>, notes: Vec<Note>) -> Self {
        let (mut digits, mut index) = ([0; 100], vec![0_u16; IDENTIFIERS].into_boxed_slice());
        for (row, number) in rows.iter().zip(1..) {
            for ai in row.first().0..=row.last().0 {
                index[usize::from(ai)] = number;
                digits[usize::from(Ai(ai).prefix())] = Ai(ai).digits();
            }
        }
        let unlisted = Row::of(&Facts {
            first: 1,
            last: 0,
            title: "",
            parts: &[x_upto(LONGEST_UNLISTED)],
            requires: "",
            excludes: "",
            predefined: false,
            attribute: false,
            qualifiers: None,
            unsupported: None,
        });
        Self {
            rows,
            digits,
            index,
            unlisted,
            release,
            notes,
        }
    }

    /// Returns the rows, in the order of the dictionary.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns its release date, as stated in its file.
    pub fn release(&self) -> Option<&str> {
        self.release.as_deref()
    }

    /// Returns notes on what its file says that this program does not know.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Finds the identifier that data begins with.
    ///
    /// # Errors
    ///
    /// [`Flaw::NoAi`] if there are no digits, [`Flaw::UnknownAi`] for digits that are no identifier, and
    /// [`Flaw::Unsupported`] for an identifier whose value cannot be checked.
    pub fn find(&'static self, data: &[u8]) -> Result<(Ai, &'static Row), Flaw> {
        self.listed(data).ok_or_else(|| self.refusal(data))
    }

    /// Finds the identifier like [`Dictionary::find`], but takes an unlisted one for an identifier of a later edition
    /// if its length is known from its first two digits and its value can't be mistaken for further elements. `value`
    /// returns what follows the identifier, up to where its value must end.
    ///
    /// # Errors
    ///
    /// Those of [`Dictionary::find`].
    pub fn find_or_guess<'v>(
        &'static self,
        data: &[u8],
        value: impl FnOnce(Ai) -> &'v [u8],
    ) -> Result<(Ai, &'static Row), Flaw> {
        if let Some(found) = self.listed(data) {
            return Ok(found);
        }
        match self.ai(data) {
            Some(ai) if self.row(ai).is_none() && is_evident(ai, value(ai)) => Ok((ai, &self.unlisted)),
            _ => Err(self.refusal(data)),
        }
    }

    /// Returns the identifier that data begins with, if the dictionary lists it and its value can be checked.
    pub(super) fn listed(&'static self, data: &[u8]) -> Option<(Ai, &'static Row)> {
        let ai = self.ai(data)?;
        let row = self.row(ai).filter(|row| row.unsupported.is_none())?;
        Some((ai, row))
    }

    /// Returns why no listed identifier stands here.
    fn refusal(&self, data: &[u8]) -> Flaw {
        let digits = data.iter().take(4).take_while(|byte| byte.is_ascii_digit());
        let digits: String = digits.map(|&byte| char::from(byte)).collect();
        match self.ai(data).filter(|&ai| self.row(ai).is_some()) {
            Some(ai) => Flaw::Unsupported(ai),
            None if data.is_empty() => Flaw::NoAi("nothing".into()),
            None if digits.len() < 2 => Flaw::NoAi(in_clear(&data[..data.len().min(4)])),
            None => Flaw::UnknownAi(digits),
        }
    }

    /// Returns the row of an identifier.
    pub fn row(&self, ai: Ai) -> Option<&Row> {
        let number = usize::from(*self.index.get(usize::from(ai.0))?);
        self.rows.get(number.checked_sub(1)?)
    }

    /// Returns the identifier that data begins with, in the dictionary or not; `None` if its length is unknown or it
    /// breaks off.
    fn ai(&self, data: &[u8]) -> Option<Ai> {
        let digit = |place: usize| match data.get(place) {
            Some(byte @ b'0'..=b'9') => Some(u16::from(byte - b'0')),
            _ => None,
        };
        let prefix = digit(0)? * 10 + digit(1)?;
        match self.digits[usize::from(prefix)] {
            2 => Some(Ai(prefix)),
            3 => Some(Ai(prefix * 10 + digit(2)?)),
            4 => Some(Ai(prefix * 100 + digit(2)? * 10 + digit(3)?)),
            _ => None,
        }
    }
}

/// Returns whether what follows an unlisted identifier can only be its value: a separator or the end must close it, and
/// digits alone could be further elements.
pub(super) fn is_evident(ai: Ai, value: &[u8]) -> bool {
    !ai.is_predefined()
        && !value.iter().all(u8::is_ascii_digit)
        && value.len() <= LONGEST_UNLISTED.into()
        && Set::Text.stranger(value).is_none()
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dictionary({:?}, {} rows)", self.release, self.rows.len())
    }
}

/// What values are judged by: a day and a dictionary.
#[derive(Debug, Clone, Copy)]
pub struct Basis {
    /// The day of the scan; it decides the century of dates.
    pub today: NaiveDate,
    /// The known application identifiers.
    pub dictionary: &'static Dictionary,
}

impl From<NaiveDate> for Basis {
    /// Returns a basis of this day and the built-in dictionary.
    fn from(today: NaiveDate) -> Self {
        Self {
            today,
            dictionary: Dictionary::builtin(),
        }
    }
}

#[cfg(test)]
mod tests;
