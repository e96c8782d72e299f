//! The number that says what an element of a GS1 label is.

use std::fmt;

/// An application identifier. No two share a number, whatever their length: (10) is 10, (310n) are 3100 to 3105.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ai(pub u16);

impl Ai {
    /// Returns how many digits the identifier is written with.
    pub const fn digits(self) -> usize {
        match self.0 {
            0..=99 => 2,
            100..=999 => 3,
            _ => 4,
        }
    }

    /// Returns the decimal places its last digit implies, for measures, amounts and prices.
    pub const fn scale(self) -> Option<u32> {
        match self.0 {
            3100..=3699 | 3900..=3999 => Some(self.0 as u32 % 10),
            _ => None,
        }
    }

    /// Returns its first two digits, which say how long it is.
    pub const fn prefix(self) -> u16 {
        match self.digits() {
            2 => self.0,
            3 => self.0 / 10,
            _ => self.0 / 100,
        }
    }

    /// Returns whether elements that begin with the identifier's first two digits have a predefined length, so that no
    /// separator need follow. These beginnings are fixed for good (GS1 General Specifications, section 7.8.5).
    pub const fn is_predefined(self) -> bool {
        matches!(self.prefix(), 0..=4 | 11..=20 | 31..=36 | 41)
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
