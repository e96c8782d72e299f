//! What the content of a part must satisfy: one match arm per check of the syntax dictionary.

use super::charset::place82;
use super::date::{self, At, Days, two};
use super::part::Check;
use super::{coupon, iso};
use crate::scan::finding::Flaw;
use crate::scan::gtin::check_digit;
use chrono::NaiveDate;

/// Checks a part whose length and character set already hold, and adds the day that it names to `days`.
///
/// # Errors
///
/// The flaw and its position within the part.
pub fn check(check: Check, part: &[u8], today: NaiveDate, days: &mut Days) -> At<()> {
    let day = match check {
        Check::Month => date::short(part, today, true)?,
        Check::Day => date::short(part, today, false)?,
        Check::LongDay => date::long(part)?,
        _ => return holds(check, part, today),
    };
    days[usize::from(days[0].is_some())] = Some(day);
    Ok(())
}

/// Performs the checks that name no day.
fn holds(check: Check, part: &[u8], today: NaiveDate) -> At<()> {
    match check {
        Check::Mod10 => mod10(part),
        Check::Prefix => prefix(part, 0),
        Check::InnerPrefix => prefix(part, 1),
        Check::Pair => pair(part),
        Check::Letter => hold(!part.iter().all(u8::is_ascii_digit), 0, Flaw::NoLetter),
        Check::TimeOrNone if part == b"9999" => Ok(()),
        Check::Time | Check::TimeOrNone => date::time(part).map(drop),
        Check::Hour => hold(two(part, 0) < 24, 0, Flaw::Hour(two(part, 0))),
        Check::Minute => hold(two(part, 0) < 60, 0, Flaw::Minute(two(part, 0))),
        Check::Second => hold(two(part, 0) < 60, 0, Flaw::Second(two(part, 0))),
        Check::Currency => hold(iso::is_currency(part), 0, Flaw::Currency),
        Check::Country => hold(iso::is_country(part), 0, Flaw::Country),
        Check::CountryOr999 => hold(part == b"999" || iso::is_country(part), 0, Flaw::Country),
        Check::CountryLetters => hold(iso::is_country_letters(part), 0, Flaw::Country),
        Check::Encoded => encoded(part),
        Check::NonZero => hold(part.iter().any(|&byte| byte != b'0'), 0, Flaw::Zero),
        Check::NoLeadingZero => hold(part.len() == 1 || part[0] != b'0', 0, Flaw::LeadingZero),
        Check::PieceOfTotal => piece(two(part, 0), two(part, 2)),
        Check::PositionOfTotal => position(part),
        Check::Iban => hold(is_iban(part), 0, Flaw::Iban),
        Check::Latitude => hold(part <= b"1800000000".as_slice(), 0, Flaw::Degrees),
        Check::Longitude => hold(part <= b"3600000000".as_slice(), 0, Flaw::Degrees),
        Check::PackageType => hold(iso::is_package(part), 0, Flaw::PackageType),
        Check::Coupon => coupon::north_american(part, today),
        Check::OfferFile => coupon::offer_file(part),
        _ => choice(check, part),
    }
}

/// Performs the checks against a short list of values.
fn choice(check: Check, part: &[u8]) -> At<()> {
    let (fits, choices) = match check {
        Check::YesNo => (matches!(part, b"0" | b"1"), "0 or 1"),
        Check::Hyphen => (part == b"-", "a hyphen"),
        Check::Sex => (matches!(part, b"0" | b"1" | b"2" | b"9"), "0, 1, 2 or 9"),
        Check::Winding => (matches!(part, b"0" | b"1" | b"9"), "0, 1 or 9"),
        Check::Zero => (part == b"0", "0"),
        Check::Media => (matches!(two(part, 0), 1..=10 | 80..=99), "01 to 10 or 80 to 99"),
        Check::Importer => (
            part.iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte)),
            "a letter, digit, - or _",
        ),
        _ => (true, ""),
    };
    hold(fits, 0, Flaw::Choice(choices))
}

fn hold(holds: bool, at: usize, flaw: Flaw) -> At<()> {
    if holds { Ok(()) } else { Err((at, flaw)) }
}

fn mod10(part: &[u8]) -> At<()> {
    let Some((&found, body)) = part.split_last() else {
        return Ok(());
    };
    let right = check_digit(body);
    hold(
        found == right,
        body.len(),
        Flaw::CheckDigit(char::from(found), char::from(right)),
    )
}

/// Checks for a company prefix of at least four digits.
fn prefix(part: &[u8], from: usize) -> At<()> {
    let start = part.iter().take(from + 4);
    let digits = start.take_while(|byte| byte.is_ascii_digit()).count();
    hold(digits == from + 4, digits, Flaw::Prefix)
}

/// Checks the two check characters: the positions in set 82, weighted by primes from the right, modulo 1021, in base 32
/// (GS1 General Specifications, section 7.9.5).
fn pair(part: &[u8]) -> At<()> {
    const PRIMES: [u32; 23] = [
        2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83,
    ];
    const BASE32: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let Some((body, found)) = part.split_last_chunk::<2>() else {
        return Err((0, Flaw::CheckPair));
    };
    let weighted = body
        .iter()
        .rev()
        .zip(PRIMES)
        .map(|(&byte, prime)| place82(byte).unwrap_or(0) * prime);
    let sum = weighted.sum::<u32>() % 1021;
    let right = [BASE32[(sum / 32) as usize], BASE32[(sum % 32) as usize]];
    hold(*found == right, body.len(), Flaw::CheckPair)
}

fn encoded(part: &[u8]) -> At<()> {
    let loose = |&at: &usize| {
        part[at] == b'%'
            && !part
                .get(at + 1..at + 3)
                .is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
    };
    (0..part.len())
        .find(loose)
        .map_or(Ok(()), |at| Err((at, Flaw::Encoding)))
}

fn piece(piece: u8, total: u8) -> At<()> {
    hold((1..=total).contains(&piece), 0, Flaw::Piece)
}

fn position(part: &[u8]) -> At<()> {
    match part {
        [place @ b'0'..=b'9', b'/', total @ b'0'..=b'9'] => piece(place - b'0', total - b'0'),
        _ => Err((0, Flaw::Choice("written like 1/3"))),
    }
}

/// Returns whether it is an IBAN (ISO 13616): with country and check digits moved to the end and letters read as 10 to
/// 35, the remainder modulo 97 is 1.
fn is_iban(part: &[u8]) -> bool {
    let formed = part.len() > 4
        && iso::is_country_letters(&part[..2])
        && part[2..4].iter().all(u8::is_ascii_digit)
        && part
            .iter()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    let step = |rest: u32, &byte: &u8| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    };
    formed && part[4..].iter().chain(&part[..4]).fold(0, step) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_check_knows_right_from_wrong() {
        let today = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
        let told = |rule: Check, value: &str| check(rule, value.as_bytes(), today, &mut Days::default());
        let cases: &[(Check, &[&str], &[&str])] = &[
            (Check::Prefix, &["9521234ASSET7", "1234"], &["495A", "A"]),
            (Check::InnerPrefix, &["09521", "952123A"], &["0952A", "A9521"]),
            (
                Check::Pair,
                &["1987654Ad4X4bL5ttr2310c2K"],
                &["1987654Ad4X4bL5ttr2310c2J", "1"],
            ),
            (Check::Letter, &["95212344M"], &["952123442"]),
            (Check::TimeOrNone, &["9999", "2359"], &["9998"]),
            (Check::CountryOr999, &["999", "276"], &["998"]),
            (Check::Encoded, &["ACME%20CORP", "plain"], &["100%", "%2", "%GG"]),
            (Check::NonZero, &["0100"], &["0000"]),
            (Check::NoLeadingZero, &["12", "0"], &["012"]),
            (Check::PieceOfTotal, &["0102", "0202"], &["0302", "0001", "0100"]),
            (Check::PositionOfTotal, &["1/3", "3/3"], &["4/3", "0/3", "1-3"]),
            (
                Check::Iban,
                &["GR9608100010000001234567890", "GB82WEST12345698765432"],
                &["GR97081", "gb82", "GB"],
            ),
            (Check::Latitude, &["0279085848", "1800000000"], &["1800000001"]),
            (Check::Longitude, &["3015297971"], &["3600000001"]),
            (Check::YesNo, &["0", "1"], &["2"]),
            (Check::Winding, &["0", "9"], &["2"]),
            (Check::Media, &["01", "80"], &["00", "11"]),
            (Check::Importer, &["A", "_"], &["+"]),
            (
                Check::PackageType,
                &["8", "PX", "X12", "BME"],
                &["0", "px", "X1", "P", "PX X"],
            ),
        ];
        for (rule, right, wrong) in cases {
            for value in *right {
                assert!(told(*rule, value).is_ok(), "{rule:?} {value}");
            }
            for value in *wrong {
                assert!(told(*rule, value).is_err(), "{rule:?} {value}");
            }
        }
    }
}
