//! The form of a value: its parts, their lengths, their character sets.

use super::charset::Set;
use crate::scan::ai::Ai;
use std::fmt;

/// One part of a value, such as the thirteen digits of a location number before its extension.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Which characters it may hold.
    pub set: Set,
    /// Its length, or its greatest length.
    pub most: u8,
    /// Whether the length is exactly [`Part::most`].
    pub fixed: bool,
    /// Whether it may be missing.
    pub optional: bool,
    /// The checks of its content, in order; unused places are [`Check::None`].
    pub checks: [Check; 3],
}

impl Part {
    /// Returns a mandatory part without checks.
    pub const fn new(set: Set, most: u8, fixed: bool) -> Self {
        Self {
            set,
            most,
            fixed,
            optional: false,
            checks: [Check::None; 3],
        }
    }

    /// Adds a check of the content; a part has three at most.
    pub const fn checked(mut self, check: Check) -> Self {
        let mut place = 0;
        while !matches!(self.checks[place], Check::None) {
            place += 1;
        }
        self.checks[place] = check;
        self
    }

    /// Returns the part without checks that always hold: a part of enough digits always begins with a company prefix.
    pub fn without_idle_checks(self) -> Self {
        let idle = |check: &Check| match check {
            Check::Prefix | Check::InnerPrefix => self.set == Set::Digits && self.fixed && self.most > 4,
            _ => false,
        };
        let bare = Self {
            checks: [Check::None; 3],
            ..self
        };
        let needed = self.checks().filter(|check| !idle(check));
        needed.fold(bare, Self::checked)
    }

    /// Returns the checks of its content.
    pub fn checks(self) -> impl Iterator<Item = Check> {
        self.checks.into_iter().take_while(|&check| check != Check::None)
    }

    /// Returns whether it has this check.
    pub fn has(self, check: Check) -> bool {
        self.checks.contains(&check)
    }

    /// Makes the part optional.
    pub const fn optional(self) -> Self {
        Self {
            optional: true,
            ..self
        }
    }

    /// Returns the fewest characters that the part may have.
    pub const fn least(self) -> u8 {
        match (self.optional, self.fixed) {
            (true, _) => 0,
            (false, true) => self.most,
            (false, false) => 1,
        }
    }
}

/// A part as the syntax dictionary writes it: `N14,csum,gcppos2`, `[X..17]`.
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (open, close) = if self.optional { ("[", "]") } else { ("", "") };
        let dots = if self.fixed { "" } else { ".." };
        write!(f, "{open}{}{dots}{}{close}", self.set.letter(), self.most)?;
        self.checks().try_for_each(|check| write!(f, ",{}", check.name()))
    }
}

/// Exactly `digits` digits.
pub const fn n(digits: u8) -> Part {
    Part::new(Set::Digits, digits, true)
}

/// One to `digits` digits.
pub const fn n_upto(digits: u8) -> Part {
    Part::new(Set::Digits, digits, false)
}

/// Exactly `characters` characters of set 82.
pub const fn x(characters: u8) -> Part {
    Part::new(Set::Text, characters, true)
}

/// One to `characters` characters of set 82.
pub const fn x_upto(characters: u8) -> Part {
    Part::new(Set::Text, characters, false)
}

/// One to `characters` characters of set 39.
pub const fn y_upto(characters: u8) -> Part {
    Part::new(Set::Capitals, characters, false)
}

/// One to `characters` characters of set 64.
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
    /// A company prefix follows its first digit.
    InnerPrefix,
    /// It ends with two check characters.
    Pair,
    /// It holds a character that is no digit.
    Letter,
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
    /// A country number of ISO 3166, or 999.
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
    /// A package type of UN/ECE Recommendation 21, with the additions of GS1.
    PackageType,
    /// A North American coupon.
    Coupon,
    /// A coupon of a positive offer file.
    OfferFile,
}

impl Check {
    /// Returns the name that the syntax dictionary gives it.
    pub fn name(self) -> &'static str {
        NAMES
            .iter()
            .find(|(check, _)| *check == self)
            .map_or("", |(_, name)| name)
    }

    /// Returns the check that the syntax dictionary calls by this name, in this or an older edition. In the delivery
    /// times (4324) and (4325), 9999 may stand for no time.
    pub fn named(name: &str, ai: Ai) -> Option<Self> {
        let name = match name {
            "key" => "gcppos1",
            "keyoff1" => "gcppos2",
            "hhmm" => "hhmi",
            _ => name,
        };
        match NAMES.iter().find(|(_, known)| *known == name)?.0 {
            Self::Time if matches!(ai.0, 4324 | 4325) => Some(Self::TimeOrNone),
            check => Some(check),
        }
    }

    /// Returns whether it can judge a part of this form: dates and times, for example, need a number of digits.
    pub fn suits(self, part: Part) -> bool {
        let digits = |count: u8| part.set == Set::Digits && part.fixed && part.most == count;
        match self {
            Self::Mod10 => part.set == Set::Digits,
            Self::Pair => part.most <= 25,
            Self::Month | Self::Day => digits(6),
            Self::LongDay => digits(8),
            Self::Time | Self::TimeOrNone | Self::PieceOfTotal => digits(4),
            Self::Hour | Self::Minute | Self::Second | Self::Media => digits(2),
            Self::Currency | Self::Country | Self::CountryOr999 => digits(3),
            Self::Latitude | Self::Longitude => digits(10),
            _ => true,
        }
    }
}

/// Every check with its name in the syntax dictionary; two checks that share a name are told apart by the identifier.
pub(super) const NAMES: [(Check, &str); 35] = [
    (Check::Mod10, "csum"),
    (Check::Prefix, "gcppos1"),
    (Check::InnerPrefix, "gcppos2"),
    (Check::Pair, "csumalpha"),
    (Check::Letter, "hasnondigit"),
    (Check::Month, "yymmd0"),
    (Check::Day, "yymmdd"),
    (Check::LongDay, "yyyymmdd"),
    (Check::Time, "hhmi"),
    (Check::TimeOrNone, "hhmi"),
    (Check::Hour, "hh"),
    (Check::Minute, "mi"),
    (Check::Second, "ss"),
    (Check::Currency, "iso4217"),
    (Check::Country, "iso3166"),
    (Check::CountryOr999, "iso3166999"),
    (Check::CountryLetters, "iso3166alpha2"),
    (Check::Encoded, "pcenc"),
    (Check::YesNo, "yesno"),
    (Check::Hyphen, "hyphen"),
    (Check::Importer, "importeridx"),
    (Check::Media, "mediatype"),
    (Check::Sex, "iso5218"),
    (Check::PositionOfTotal, "posinseqslash"),
    (Check::NonZero, "nonzero"),
    (Check::Zero, "zero"),
    (Check::Winding, "winding"),
    (Check::PieceOfTotal, "pieceoftotal"),
    (Check::NoLeadingZero, "nozeroprefix"),
    (Check::Iban, "iban"),
    (Check::Latitude, "latitude"),
    (Check::Longitude, "longitude"),
    (Check::PackageType, "packagetype"),
    (Check::Coupon, "couponcode"),
    (Check::OfferFile, "couponposoffer"),
];
