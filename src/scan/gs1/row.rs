//! One row of the table, and the index that finds it.

use std::fmt;

use super::part::{Check, Part};
use super::table::TABLE;
use crate::scan::finding::Flaw;

/// An application identifier. No two share a number, whatever their length: (10) is 10, (310n) are 3100 to 3105.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ai(pub u16);

impl Ai {
    /// How many digits it is written with.
    pub const fn digits(self) -> usize {
        match self.0 {
            0..=99 => 2,
            100..=999 => 3,
            _ => 4,
        }
    }

    /// The decimal places its last digit implies, for measures, amounts and prices.
    pub const fn scale(self) -> Option<u32> {
        match self.0 {
            3100..=3699 | 3900..=3999 => Some(self.0 as u32 % 10),
            _ => None,
        }
    }

    /// Tells whether its length is predefined, so that no separator need follow.
    pub const fn is_predefined(self) -> bool {
        let prefix = match self.digits() {
            2 => self.0,
            3 => self.0 / 10,
            _ => self.0 / 100,
        };
        matches!(prefix, 0..=4 | 11..=20 | 31..=36 | 41)
    }
}

impl fmt::Display for Ai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

impl fmt::Debug for Ai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({self})")
    }
}

/// What the table knows of an identifier, or of a range of them.
#[derive(Debug)]
pub struct Row {
    first: u16,
    last: u16,
    /// The data title printed on labels.
    pub title: &'static str,
    /// The parts of the value, in order.
    pub parts: &'static [Part],
    /// What must be on the same label.
    pub requires: &'static str,
    /// What must not be on the same label.
    pub excludes: &'static str,
    /// The fewest characters of the value.
    pub least: u8,
    /// The most characters of the value.
    pub most: u8,
    /// Whether it may stand among the data attributes of a Digital Link.
    pub attribute: bool,
    /// Whether it may be the primary key of a Digital Link, and then the qualifiers that may follow it, in this order;
    /// `|` separates alternatives. Source: GS1 Digital Link, URI syntax.
    pub qualifiers: Option<&'static str>,
}

impl Row {
    /// Tells whether the value begins with a key that checks itself: strong evidence that this is GS1 data.
    pub fn is_key(&self) -> bool {
        self.parts.iter().any(|part| part.has(Check::Mod10))
    }

    /// The same row, for an identifier that is no data attribute of a Digital Link.
    pub(super) const fn no_attribute(self) -> Self {
        Self {
            attribute: false,
            ..self
        }
    }

    /// The same row, for a primary key of a Digital Link and its qualifiers.
    pub(super) const fn key(self, qualifiers: &'static str) -> Self {
        Self {
            qualifiers: Some(qualifiers),
            ..self
        }
    }

    /// The first identifier of the row.
    pub const fn first(&self) -> Ai {
        Ai(self.first)
    }

    /// The last identifier of the row; the same one, unless the row is a range.
    pub const fn last(&self) -> Ai {
        Ai(self.last)
    }
}

/// Makes a row; the identifier may be a range such as `3100-3105`.
pub const fn row(
    ai: &str,
    title: &'static str,
    parts: &'static [Part],
    requires: &'static str,
    excludes: &'static str,
) -> Row {
    let ai = ai.as_bytes();
    let (mut from, mut to, mut at) = (0, 0, 0);
    while at < ai.len() {
        if ai[at] == b'-' {
            (from, to) = (to, 0);
        } else {
            to = to * 10 + (ai[at] - b'0') as u16;
        }
        at += 1;
    }
    if from == 0 {
        from = to;
    }
    let (mut least, mut most, mut part) = (0, 0, 0);
    while part < parts.len() {
        least += parts[part].least();
        most += parts[part].most;
        part += 1;
    }
    Row {
        first: from,
        last: to,
        title,
        parts,
        requires,
        excludes,
        least,
        most,
        attribute: true,
        qualifiers: None,
    }
}

/// Where the rows of one pair of leading digits are, and how many digits their identifiers have.
#[derive(Clone, Copy)]
struct Shelf {
    digits: usize,
    from: usize,
    to: usize,
}

static SHELVES: [Shelf; 100] = shelves();

const fn shelves() -> [Shelf; 100] {
    let mut shelves = [Shelf {
        digits: 0,
        from: 0,
        to: 0,
    }; 100];
    let mut at = 0;
    while at < TABLE.len() {
        let digits = TABLE[at].first().digits();
        let beyond_two = [1, 10, 100][digits - 2];
        let mut prefix = TABLE[at].first / beyond_two;
        while prefix <= TABLE[at].last / beyond_two {
            let shelf = &mut shelves[prefix as usize];
            let from = if shelf.digits == 0 { at } else { shelf.from };
            *shelf = Shelf {
                digits,
                from,
                to: at + 1,
            };
            prefix += 1;
        }
        at += 1;
    }
    shelves
}

/// Finds the identifier that data begins with.
///
/// # Errors
///
/// [`Flaw::NoAi`] where no digits are, [`Flaw::UnknownAi`] for digits that are no identifier.
pub fn find(data: &[u8]) -> Result<(Ai, &'static Row), Flaw> {
    if digit(data, 0).and(digit(data, 1)).is_none() {
        return Err(Flaw::NoAi);
    }
    look_up(data).ok_or_else(|| unknown(data))
}

/// Finds the identifier that data begins with, where there is one.
pub fn look_up(data: &[u8]) -> Option<(Ai, &'static Row)> {
    let mut number = digit(data, 0)? * 10 + digit(data, 1)?;
    let shelf = SHELVES[usize::from(number)];
    for place in 2..shelf.digits {
        number = number * 10 + digit(data, place)?;
    }
    let rows = TABLE.get(shelf.from..shelf.to).unwrap_or_default();
    let row = rows.iter().find(|row| (row.first..=row.last).contains(&number))?;
    Some((Ai(number), row))
}

fn digit(data: &[u8], place: usize) -> Option<u16> {
    data.get(place)
        .filter(|byte| byte.is_ascii_digit())
        .map(|byte| u16::from(byte - b'0'))
}

/// An unknown identifier is named by its digits, four at most.
fn unknown(data: &[u8]) -> Flaw {
    let digits = data.iter().take(4).take_while(|byte| byte.is_ascii_digit());
    Flaw::UnknownAi(digits.map(|&byte| char::from(byte)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_identifier_of_the_table_finds_its_own_row() {
        for row in TABLE {
            for number in row.first..=row.last {
                let (ai, found) = find(Ai(number).to_string().as_bytes()).unwrap();
                assert_eq!((ai, found.title), (Ai(number), row.title));
            }
        }
    }

    #[test]
    fn the_rows_stand_in_order() {
        assert!(
            TABLE.windows(2).all(|two| text(&two[0]) < text(&two[1])),
            "ordered by digits"
        );
    }

    fn text(row: &Row) -> String {
        row.first().to_string()
    }

    #[test]
    fn what_the_table_does_not_hold_is_said_so() {
        assert_eq!(find(b"04123").unwrap_err(), Flaw::UnknownAi("0412".into()));
        assert_eq!(find(b"3106").unwrap_err(), Flaw::UnknownAi("3106".into()));
        assert_eq!(find(b"31A").unwrap_err(), Flaw::UnknownAi("31".into()));
        assert_eq!(find(b"1").unwrap_err(), Flaw::NoAi);
        assert_eq!(find(b"").unwrap_err(), Flaw::NoAi);
    }

    #[test]
    fn only_the_predefined_prefixes_go_without_separator() {
        let predefined = ["00", "01", "02", "11", "17", "20", "3103", "3695", "410", "417"];
        let others = ["10", "21", "30", "37", "3920", "400", "420", "422", "8006"];
        let of = |ai: &str| find(ai.as_bytes()).unwrap().0.is_predefined();
        assert!(predefined.into_iter().all(of));
        assert!(!others.into_iter().any(of));
    }
}
