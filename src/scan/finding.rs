//! What is wrong with a label, and where: stable codes for programs, short sentences for people.

use super::ai::Ai;
use super::gtin::Gtin;
use super::read::in_clear;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::fmt;

/// One thing that is wrong, or worth a warning, with its place in the read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub flaw: Flaw,
    /// The element it is about, with the value that was read.
    pub about: Option<(Ai, Box<str>)>,
    /// The position of the first bad byte in the raw read.
    pub at: usize,
}

impl Finding {
    /// Returns a finding about a place in the read.
    pub const fn at(flaw: Flaw, at: usize) -> Self {
        Self {
            flaw,
            about: None,
            at,
        }
    }

    /// Returns a finding about one element.
    pub fn about(flaw: Flaw, ai: Ai, value: &[u8], at: usize) -> Self {
        let value = in_clear(value).into_boxed_str();
        Self {
            flaw,
            about: Some((ai, value)),
            at,
        }
    }

    /// Returns the finding at the position to which `place` maps its own.
    #[must_use]
    pub fn moved(self, place: impl Fn(usize) -> usize) -> Self {
        Self {
            at: place(self.at),
            ..self
        }
    }

    /// Returns the stable code of the flaw.
    pub const fn code(&self) -> &'static str {
        self.flaw.code()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.about {
            Some((ai, value)) => write!(f, "({ai}) {value}: {}", self.flaw),
            None => self.flaw.fmt(f),
        }
    }
}

impl std::error::Error for Finding {}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut row = to.serialize_struct("Finding", 3)?;
        row.serialize_field("code", self.code())?;
        row.serialize_field("message", &self.to_string())?;
        row.serialize_field("at", &self.at)?;
        row.end()
    }
}

/// Declares every flaw once: its name, its stable code, its sentence.
macro_rules! flaws {
    ($($(#[$doc:meta])* $name:ident $( ($($field:ty),*) )? = $code:literal, $sentence:literal;)*) => {
        /// What can be wrong with a label. Codes are counted and reported on: never reuse one.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum Flaw {
            $($(#[$doc])* #[error($sentence)] $name $( ($($field),*) )?,)*
        }

        impl Flaw {
            /// Returns the stable code, for programs and counters.
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => $code,)* }
            }
        }
    };
}

flaws! {
    /// Nothing was read.
    Empty = "empty", "nothing was read";
    /// More bytes than any label holds: the most that are read.
    Overlong(usize) = "overlong", "expected at most {0} characters, found more";
    /// Digits that start no application identifier.
    UnknownAi(String) = "unknown-ai", "unknown application identifier {0}";
    /// An application identifier of the dictionary whose value must pass a check that this program lacks.
    Unsupported(Ai) = "unsupported-ai", "unsupported ({0})";
    /// An application identifier of known length that is not in the dictionary.
    Unlisted = "unlisted-ai", "not in the dictionary, so kept unchecked";
    /// No digits where an application identifier must start: what stands there instead.
    NoAi(String) = "no-ai", "expected an application identifier, found {0}";
    /// A value shorter than its identifier allows: least, found.
    TooShort(u8, usize) = "too-short", "at least {0} characters, found {1}";
    /// A value longer than its identifier allows: most, found.
    TooLong(u8, usize) = "too-long", "at most {0} characters, found {1}";
    /// A character outside the set of its identifier.
    Character(String) = "character", "{0} is not allowed";
    /// A check digit that does not hold: found, right one.
    CheckDigit(char, char) = "check-digit", "check digit {0}, right would be {1}";
    /// Two check characters that do not hold.
    CheckPair = "check-pair", "the two check characters do not hold";
    /// A key that does not begin with a company prefix.
    Prefix = "company-prefix", "must begin with a company prefix of at least four digits";
    /// A month that does not exist.
    Month(u8) = "month", "month {0:02}";
    /// A day its month does not have: day, month.
    Day(u8, u8) = "day", "day {0:02} in month {1:02}";
    /// An hour that does not exist.
    Hour(u8) = "hour", "hour {0:02}";
    /// A minute that does not exist.
    Minute(u8) = "minute", "minute {0:02}";
    /// A second that does not exist.
    Second(u8) = "second", "second {0:02}";
    /// A currency outside ISO 4217.
    Currency = "currency", "not a currency of ISO 4217";
    /// A country outside ISO 3166.
    Country = "country", "not a country of ISO 3166";
    /// A value outside the short list its identifier allows.
    Choice(&'static str) = "choice", "must be {0}";
    /// A number that must not be zero.
    Zero = "zero", "must not be zero";
    /// A number with zeros before it.
    LeadingZero = "leading-zero", "must not begin with zero";
    /// A percent sign without its two hexadecimal digits.
    Encoding = "percent-encoding", "% must be followed by two hexadecimal digits";
    /// A piece beyond its total.
    Piece = "piece-of-total", "the piece must be within the total";
    /// A value without any letter where one is required.
    NoLetter = "no-letter", "must contain a character that is not a digit";
    /// A bank account number whose check does not hold.
    Iban = "iban", "not an IBAN";
    /// A degree beyond the globe.
    Degrees = "degrees", "beyond the globe";
    /// A package type that is on no list.
    PackageType = "package-type", "not a package type of UN/ECE Recommendation 21 or GS1";
    /// A coupon that breaks off within this field.
    CouponShort(&'static str) = "coupon-short", "the coupon ends within its {0}";
    /// A coupon with a field of impossible length.
    CouponLength(&'static str) = "coupon-length", "no length that the coupon's {0} can have";
    /// A coupon that goes on after its last field.
    CouponLong = "coupon-long", "the coupon must end here";
    /// A coupon whose last day is before its first.
    CouponDates = "coupon-dates", "the coupon expires before it starts";
    /// Two identifiers that exclude each other.
    Excluded(Ai) = "excluded", "must not stand with ({0})";
    /// The same identifier twice, with different values.
    Repeated = "repeated", "stands twice with different values";
    /// A signature over a key without a serial number.
    Unserialised(Ai) = "unserialised", "needs a serial number in ({0})";
    /// A value that seems to hold further elements because a separator got lost: how it may have been meant.
    Swallowed(String) = "swallowed-field", "a separator seems lost: {0}?";
    /// A label that lacks what this identifier requires.
    Requires(Requirement) = "incomplete-label", "needs {0} on the same label";
    /// A bracket without its partner.
    Bracket = "bracket", "a bracket is not closed";
    /// An address that is neither `http` nor `https`.
    NotWebAddress = "not-web-address", "a web address begins with http:// or https://";
    /// A web address without a domain, or with one that cannot be.
    Domain = "link-domain", "a web address needs a domain here";
    /// A web address whose path names nothing.
    NoKey = "link-key", "no primary key in the path, such as /01/ and a trade item number";
    /// A Digital Link whose elements are packed.
    Compressed = "link-compressed", "compressed Digital Links cannot be read: the key must stand in clear";
    /// An identifier that does not qualify the key of its link here: key, its qualifiers.
    Qualifier(Ai, Qualifiers) = "link-qualifier", "does not belong here: behind ({0}) may follow {1}";
    /// An identifier that is no data attribute of a Digital Link.
    NoAttribute = "link-attribute", "may not stand in the query of a Digital Link";
    /// A key qualifier among the data attributes: its key.
    InPath(Ai) = "link-path", "belongs in the path, behind ({0})";
    /// An identifier that a Digital Link holds twice.
    Twice = "link-twice", "stands twice in the link";
    /// More elements than any label holds.
    TooMany(usize) = "too-many", "more than {0} elements and parameters";
    /// A parameter of a Digital Link that names no application identifier.
    Ignored(String) = "link-ignored", "{0} is not for this program and was ignored";
    /// Scan data without a symbology identifier.
    NoSymbology = "no-symbology", "scan data must begin with a symbology identifier such as ]C1";
    /// A symbology that carries no GS1 data, or not as scan data.
    Symbology(String) = "symbology", "{0} is none of ]C1 ]E0 ]E4 ]e0 ]d1 ]d2 ]Q1 ]Q3 ]J0 ]J1";
    /// A retail symbol with another number of digits than it carries: digits, characters found.
    RetailDigits(usize, usize) = "retail-digits", "this symbol carries {0} digits, found {1} characters";
    /// What stands over a retail symbol is no composite part.
    NotComposite = "not-composite", "a composite part begins with ]e0";
    /// An in-store code whose price or weight has a check digit of its own that does not hold: found, right one.
    InnerCheck(char, char) = "inner-check-digit", "check digit {0} of the price or weight, right would be {1}";
    /// Eight digits that are an EAN-8 and would be a UPC-E too.
    AlsoUpcE(Gtin) = "also-upc-e", "read as EAN-8; as UPC-E it would be {0}";
    /// Eight digits in an EAN-13 symbol, which are a UPC-E and would be an EAN-8 too.
    AlsoEan8(Gtin) = "also-ean-8", "read as UPC-E; as EAN-8 it would be {0}";
    /// The second symbol beside a retail symbol, of two or five digits.
    AddOn(String) = "add-on", "the add-on {0} was left out";
    /// A retail symbol with data that is no trade item number.
    NotRetail = "not-retail", "a retail symbol carries 8, 12 or 13 digits";
    /// A command barcode that is on no card.
    Command = "unknown-command", "no such command";
    /// A command barcode with a missing or unreadable argument.
    Argument = "command-argument", "the command's argument is missing or unreadable";
    /// A separator before the first element: the scanner sends the start character as data.
    LeadingSeparator = "leading-separator", "a separator before the first element was ignored";
    /// The character set that a symbol names.
    CharacterSet = "character-set", "the character set that the symbol names was left out";
    /// Elements without a symbology identifier, a key or a separator.
    Unannounced = "unannounced", "read as GS1 fields, though the scanner does not say so: set it to send symbology identifiers";
    /// Blanks and hyphens inside a number, as it is printed.
    PrintedNumber = "printed-number", "blanks and hyphens of the printed number were left out";
    /// The digits of an add-on behind a number, by a scanner that does not say so.
    AddOnGuessed(String) = "add-on-guessed", "{0} behind the number seems an add-on and was left out: set the scanner not to send it";
    /// Digits that lack a check digit: the number with it.
    NoCheckDigit(Gtin) = "no-check-digit", "check digit missing? {0}: set the scanner to send it";
    /// Slashes at the end of the path of a Digital Link.
    LinkSlash = "link-slash", "a slash at the end of the path was left out";
    /// Blanks around the brackets of a label, or between its digits.
    BracketBlanks = "bracket-blanks", "blanks around brackets were left out";
    /// The header of an envelope, changed on its way.
    HeaderMangled = "envelope-header-mangled", "the header of the envelope came changed: it should be [)> and RS";
    /// Something else where an envelope ends.
    TrailerMangled = "envelope-trailer-mangled", "the end of the envelope came changed: it should be RS and EOT";
    /// An envelope without a single control character.
    EnvelopeControls = "envelope-controls", "the control characters between its fields are lost: set the scanner to send them, or type the fields";
    /// Two separators where one belongs.
    DoubledSeparator = "doubled-separator", "a doubled separator was read as one";
    /// Something else in place of the separator.
    StandIn(String) = "stand-in", "{0} was read as the separator";
    /// What the profile says that the scanner sends for a separator.
    Separator(String) = "separator", "{0} was read as the separator, as the profile says";
    /// Pictures of control characters, or the function keys that stand for them.
    Pictures = "control-pictures", "control characters that came as pictures or function keys were turned back";
    /// Blanks before or after the code.
    Blanks = "blanks", "blanks around the code were left out";
    /// Control characters before or after the code.
    Controls = "surrounding-controls", "control characters around the code were left out: set the scanner's prefix and suffix";
    /// Every letter in the wrong case.
    CapsLock = "caps-lock", "caps-lock is on at this keyboard: letters were turned back";
    /// A keyboard layout other than the scanner's, known from its profile.
    Layout(&'static str) = "layout", "typed through the keyboard layout {0}: characters were turned back";
    /// A keyboard layout other than the scanner's, inferred from the code itself.
    LayoutGuessed(&'static str) = "layout-guessed", "the keyboard layout {0} garbles this scanner: characters were turned back; name it in the scanner's profile";
    /// A code that looks garbled by a keyboard layout, but not by which: the candidates.
    LayoutUnsure(String) = "layout-unsure", "garbled by a keyboard layout ({0}?): name it in the scanner's profile";
    /// What was lost in front because its key is a dead key in this layout.
    DeadKey(&'static str) = "dead-key", "the keyboard swallowed {0} in front: it was put back. Give the scanner the country of the keyboard";
    /// The brackets of the printed line inside the symbol.
    PrintedBrackets = "printed-brackets", "the symbol holds the brackets of its printed line";
    /// Several codes in one read that do not belong to one label.
    SeveralCodes = "several-codes", "several codes in one read: the scanner must end each with Enter";
    /// An envelope that does not say which format it holds.
    EnvelopeHeader = "envelope-header", "an envelope goes on with RS and two digits";
    /// An envelope of a format that is not read.
    EnvelopeFormat(String) = "envelope-format", "format {0} of an envelope is not read, only 05, 06 and 12";
    /// An envelope without its end.
    NoTrailer = "missing-trailer", "the end of the envelope is missing";
    /// A field that does not begin with a data identifier.
    DataIdentifier = "data-identifier", "no data identifier here";
    /// A value that its field can't have: identifier and value, and the reason.
    FieldValue(Box<str>, Box<Flaw>) = "field-value", "{0}: {1}";
    /// Something else where a number belongs.
    NotNumber = "not-a-number", "not a number";
    /// Something else where a day belongs.
    NotDay = "not-a-day", "no day of the calendar";
    /// A HIBC check character that does not hold: found, right one.
    HibcCheck(char, char) = "hibc-check-character", "check character {0}, right would be {1}";
    /// A HIBC label that breaks off, or has something else where this belongs.
    Hibc(&'static str) = "hibc", "{0} expected here";
    /// Digits as long as a trade item number, whose check digit does not hold: found, right one.
    NotGtin(char, char) = "not-a-gtin", "no trade item number: check digit {0}, right would be {1}";
    /// Digits as long as the number of a logistic unit, whose check digit does not hold: found, right one.
    NotSscc(char, char) = "not-an-sscc", "no logistic unit: check digit {0}, right would be {1}";
    /// Digits of a length that no number on a label has.
    Digits(usize) = "digits-alone", "{0} digits are no trade item number";
    /// Bytes that are not UTF-8; they show as U+FFFD.
    NotText = "not-utf8", "not UTF-8 from here";
}

impl Flaw {
    /// Returns whether an operator must see it although the read was accepted: characters differ from what was sent, or
    /// could mean something else. Other warnings are for those who set scanners up.
    pub const fn is_told(&self) -> bool {
        matches!(
            self,
            Self::AlsoUpcE(_)
                | Self::AlsoEan8(_)
                | Self::DoubledSeparator
                | Self::StandIn(_)
                | Self::Pictures
                | Self::CapsLock
                | Self::LayoutGuessed(_)
                | Self::LayoutUnsure(_)
                | Self::NoTrailer
                | Self::TrailerMangled
                | Self::Unannounced
                | Self::AddOnGuessed(_)
        )
    }

    /// Returns whether it only says that digits are no number of a label; they may be anybody's code.
    pub const fn is_of_digits(&self) -> bool {
        matches!(self, Self::NotGtin(..) | Self::NotSscc(..) | Self::Digits(_))
    }
}

/// What an identifier requires on its label, in the table's notation: `&` and, `|` or, `+` both together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement(pub &'static str);

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        for c in self.0.chars() {
            match c {
                '&' => f.write_str(") and (")?,
                '|' => f.write_str(") or (")?,
                '+' => f.write_str(")+(")?,
                _ => write!(f, "{c}")?,
            }
        }
        f.write_str(")")
    }
}

/// The qualifiers that may follow a key, in the table's notation: `,` then, `|` or.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Qualifiers(pub &'static str);

impl fmt::Display for Qualifiers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nothing");
        }
        f.write_str("(")?;
        for c in self.0.chars() {
            match c {
                ',' => f.write_str(") then (")?,
                '|' => f.write_str("), or (")?,
                _ => write!(f, "{c}")?,
            }
        }
        f.write_str(")")
    }
}
