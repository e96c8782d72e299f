//! The form of a value: its parts, their lengths, their character sets.

use super::charset::Set;

/// One part of a value, such as the thirteen digits of a location number before its extension.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Which characters it may hold.
    pub set: Set,
    /// Its length, or its greatest length.
    pub most: u8,
    /// Whether the length is exactly that.
    pub fixed: bool,
    /// Whether it may be missing.
    pub optional: bool,
    /// What its content must satisfy.
    pub check: Check,
}

impl Part {
    const fn new(set: Set, most: u8, fixed: bool) -> Self {
        Self {
            set,
            most,
            fixed,
            optional: false,
            check: Check::None,
        }
    }

    /// Adds what the content must satisfy.
    pub const fn checked(self, check: Check) -> Self {
        Self { check, ..self }
    }

    /// Lets the part be missing.
    pub const fn optional(self) -> Self {
        Self {
            optional: true,
            ..self
        }
    }

    /// The fewest characters of the part.
    pub const fn least(self) -> u8 {
        match (self.optional, self.fixed) {
            (true, _) => 0,
            (false, true) => self.most,
            (false, false) => 1,
        }
    }
}

/// Exactly so many digits.
pub const fn n(digits: u8) -> Part {
    Part::new(Set::Digits, digits, true)
}

/// One to so many digits.
pub const fn n_upto(digits: u8) -> Part {
    Part::new(Set::Digits, digits, false)
}

/// Exactly so many characters of set 82.
pub const fn x(characters: u8) -> Part {
    Part::new(Set::Text, characters, true)
}

/// One to so many characters of set 82.
pub const fn x_upto(characters: u8) -> Part {
    Part::new(Set::Text, characters, false)
}

/// One to so many characters of set 39.
pub const fn y_upto(characters: u8) -> Part {
    Part::new(Set::Capitals, characters, false)
}

/// One to so many characters of set 64.
pub const fn z_upto(characters: u8) -> Part {
    Part::new(Set::Base64, characters, false)
}

/// What the content of a part must satisfy beyond its length and character set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Nothing.
    None,
    /// Its last digit checks the others, modulo 10.
    Mod10,
    /// It begins with a company prefix.
    Prefix,
    /// It begins with a company prefix and ends with two check characters.
    Pair,
    /// The same, and it holds a character that is no digit.
    MixedPair,
    /// YYMMDD, day 00 standing for the last of the month.
    Month,
    /// YYMMDD.
    Day,
    /// YYYYMMDD.
    LongDay,
    /// HHMM.
    Time,
    /// HHMM, or 9999 for no time.
    TimeOrNone,
    /// HH.
    Hour,
    /// Minutes.
    Minute,
    /// Seconds.
    Second,
    /// A currency number of ISO 4217.
    Currency,
    /// A country number of ISO 3166.
    Country,
    /// The same, or 999.
    CountryOr999,
    /// A country of ISO 3166 in two letters.
    CountryLetters,
    /// Percent-encoded text.
    Encoded,
    /// 0 or 1.
    YesNo,
    /// A minus sign after a temperature below zero.
    Hyphen,
    /// The importer index of tobacco labels.
    Importer,
    /// The kind of a data carrier on a person.
    Media,
    /// The sexes of ISO/IEC 5218.
    Sex,
    /// `1/3`.
    PositionOfTotal,
    /// Not zero.
    NonZero,
    /// Zero.
    Zero,
    /// The winding direction of a roll.
    Winding,
    /// Two digits for the piece, two for the total.
    PieceOfTotal,
    /// No zero before other digits.
    NoLeadingZero,
    /// An international bank account number.
    Iban,
    /// Ten digits, up to 180 degrees.
    Latitude,
    /// Ten digits, up to 360 degrees.
    Longitude,
}
