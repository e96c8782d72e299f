//! Coupons: values that give the length of each field before the field.
//!
//! Sources: North American Coupon Application Guideline Using GS1 `DataBar` Expanded Symbols for (8110), GS1 AI (8112)
//! Coupon Data Specification for (8112).

use super::date::{At, short};
use crate::scan::finding::Flaw;
use chrono::NaiveDate;
use std::ops::RangeInclusive;

/// The purchase requirement codes, and how a finding names them.
const REQUIREMENTS: (&[u8], &str) = (b"012349", "0 to 4 or 9");

/// Checks a North American coupon: issuer, offer, save value, up to three purchases, and optional fields in the order
/// of their leading digits.
///
/// # Errors
///
/// The first field that does not hold, and where.
pub fn north_american(part: &[u8], today: NaiveDate) -> At<()> {
    let mut fields = Fields::of(part)?;
    fields.sized(0..=6, 6, "company prefix")?;
    fields.digits(6, "offer code")?;
    fields.sized(1..=5, 0, "save value")?;
    fields.purchase()?;
    if fields.goes_on_with(b'1') {
        fields.choice((b"0123", "0 to 3"), "additional purchase rules")?;
        fields.purchase()?;
        fields.other_company()?;
    }
    if fields.goes_on_with(b'2') {
        fields.purchase()?;
        fields.other_company()?;
    }
    fields.period(today)?;
    if fields.goes_on_with(b'5') {
        fields.sized(0..=9, 6, "serial number")?;
    }
    if fields.goes_on_with(b'6') {
        fields.sized(1..=7, 6, "retailer")?;
    }
    if fields.goes_on_with(b'9') {
        fields.choice((b"01256", "0, 1, 2, 5 or 6"), "save value code")?;
        fields.choice((b"012", "0, 1 or 2"), "item the save value applies to")?;
        fields.digits(1, "store coupon flag")?;
        fields.choice((b"01", "0 or 1"), "multiply flag")?;
    }
    fields.end()
}

/// Checks a coupon of a positive offer file: format, funder, offer code, serial number.
///
/// # Errors
///
/// The first field that does not hold, and where.
pub fn offer_file(part: &[u8]) -> At<()> {
    let mut fields = Fields::of(part)?;
    fields.choice((b"01", "0 or 1"), "format")?;
    fields.sized(0..=6, 6, "funder")?;
    fields.digits(6, "offer code")?;
    fields.sized(0..=9, 6, "serial number")?;
    fields.end()
}

/// The rest of a coupon, and how far it has been read.
struct Fields<'a> {
    digits: &'a [u8],
    at: usize,
}

impl<'a> Fields<'a> {
    fn of(digits: &'a [u8]) -> At<Self> {
        match digits.iter().position(|byte| !byte.is_ascii_digit()) {
            Some(at) => Err((at, Flaw::Character(char::from(digits[at]).into()))),
            None => Ok(Self { digits, at: 0 }),
        }
    }

    /// Reads `count` digits.
    fn digits(&mut self, count: usize, name: &'static str) -> At<&'a [u8]> {
        let (from, end) = (self.at, self.at + count);
        let field = self.digits.get(from..end);
        self.at = end;
        field.ok_or((self.digits.len(), Flaw::CouponShort(name)))
    }

    /// Reads a digit that must be one of these.
    fn choice(&mut self, (allowed, said): (&[u8], &'static str), name: &'static str) -> At<u8> {
        let at = self.at;
        let digit = self.digits(1, name)?[0];
        if allowed.contains(&digit) {
            Ok(digit)
        } else {
            Err((at, Flaw::Choice(said)))
        }
    }

    /// Reads a length digit, which counts from `shortest`, and a field of that length.
    fn sized(&mut self, lengths: RangeInclusive<u8>, shortest: u8, name: &'static str) -> At<()> {
        let at = self.at;
        let length = self.digits(1, name)?[0] - b'0';
        if !lengths.contains(&length) {
            return Err((at, Flaw::CouponLength(name)));
        }
        self.digits(usize::from(shortest + length), name).map(drop)
    }

    /// Reads a purchase requirement: how much, of what kind, of which family.
    fn purchase(&mut self) -> At<()> {
        self.sized(1..=5, 0, "purchase requirement")?;
        self.choice(REQUIREMENTS, "purchase requirement code")?;
        self.digits(3, "purchase family code").map(drop)
    }

    /// Reads the company of a further purchase; 9 stands for the same company.
    fn other_company(&mut self) -> At<()> {
        if self.goes_on_with(b'9') {
            return Ok(());
        }
        self.sized(0..=6, 6, "company prefix of a purchase")
    }

    /// Reads the last and the first day, either of which may be missing.
    fn period(&mut self, today: NaiveDate) -> At<()> {
        let last = self.day(b'3', "expiration date", today)?;
        let first = self.day(b'4', "start date", today)?;
        match last.zip(first) {
            Some((last, first)) if last < first => Err((self.at - 6, Flaw::CouponDates)),
            _ => Ok(()),
        }
    }

    fn day(&mut self, announced: u8, name: &'static str, today: NaiveDate) -> At<Option<NaiveDate>> {
        if !self.goes_on_with(announced) {
            return Ok(None);
        }
        let at = self.at;
        let digits = self.digits(6, name)?;
        short(digits, today, false)
            .map(Some)
            .map_err(|(place, flaw)| (at + place, flaw))
    }

    /// Steps over the digit that announces an optional field; returns whether it was next.
    fn goes_on_with(&mut self, announced: u8) -> bool {
        let here = self.digits.get(self.at) == Some(&announced);
        self.at += usize::from(here);
        here
    }

    fn end(&self) -> At<()> {
        if self.at == self.digits.len() {
            Ok(())
        } else {
            Err((self.at, Flaw::CouponLong))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what is wrong with a coupon, `ok` for nothing.
    fn told(result: At<()>) -> String {
        result.map_or_else(|(at, flaw)| format!("{flaw} @{at}"), |()| "ok".into())
    }

    /// Company prefix 123456, offer 123456, save value 1, one purchase of family 123.
    const PLAIN: &str = "012345612345611110123";

    #[test]
    fn a_north_american_coupon_is_read_field_by_field() {
        let today = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
        let told = |coupon: &str| told(north_american(coupon.as_bytes(), today));
        let cases = [
            ("", "ok"),
            ("11115129", "must be 0 to 4 or 9 @25"),
            ("101101230123456", "ok"),
            (
                "10110123612345678901",
                "the coupon ends within its company prefix of a purchase @41",
            ),
            (
                "1011012361234567890129",
                "the coupon ends within its save value code @43",
            ),
            ("101101239211012393260801426070150123456", "ok"),
            ("211012391", "the coupon must end here @29"),
            ("3260800", "day 00 in month 08 @26"),
            ("32608014260802", "the coupon expires before it starts @29"),
            ("32608014260801", "ok"),
            ("59123456789012345", "ok"),
            ("60123456", "no length that the coupon's retailer can have @22"),
            ("671234567890123", "ok"),
            ("96291", "ok"),
            ("93", "must be 0, 1, 2, 5 or 6 @22"),
            ("9003", "the coupon ends within its multiply flag @25"),
            ("90092", "must be 0 or 1 @25"),
            ("0", "the coupon must end here @21"),
        ];
        for (rest, expected) in cases {
            assert_eq!(told(&format!("{PLAIN}{rest}")), expected, "{rest}");
        }
        for end in 0..PLAIN.len() {
            let cut = told(&PLAIN[..end]);
            assert!(
                cut.starts_with("the coupon ends within its ") && cut.ends_with(&format!("@{end}")),
                "{cut}"
            );
        }
        assert_eq!(
            told("7"),
            "no length that the coupon's company prefix can have @0"
        );
    }

    #[test]
    fn a_coupon_of_an_offer_file_has_four_fields() {
        let cases = [
            ("001234561234560123456", "ok"),
            ("161234567890121234569123456789012345", "ok"),
            ("", "the coupon ends within its format @0"),
            ("2", "must be 0 or 1 @0"),
            ("07", "no length that the coupon's funder can have @1"),
            ("0612345678901", "the coupon ends within its funder @13"),
            ("0012345612345", "the coupon ends within its offer code @13"),
            ("00123456123456", "the coupon ends within its serial number @14"),
            ("0012345612345601234567", "the coupon must end here @21"),
            ("0012345612345601234A6", "A is not allowed @19"),
        ];
        for (coupon, expected) in cases {
            assert_eq!(told(offer_file(coupon.as_bytes())), expected, "{coupon}");
        }
    }
}
