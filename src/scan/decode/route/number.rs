//! Digits alone: what number of a label they are, as it was sent, as it is printed, or with what stands beside it.

use super::{How, trade_item, unannounced};
use crate::scan::decoded::{Decoded, Kind, Meaning};
use crate::scan::finding::{Finding, Flaw};
use crate::scan::gtin::{Gtin, Sscc, check_digit};
use crate::scan::upce;

/// The lengths of an EAN and UPC, longest first, and of the add-ons beside them.
const BESIDE: [(usize, usize); 4] = [(13, 5), (13, 2), (12, 5), (12, 2)];

/// Decodes digits alone: a trade item number or a logistic unit if the check digit holds, GS1 data if that of a key in
/// it does. Any other digits are no number of a label; only the store knows whether they are an in-house code.
pub fn read<'a>(raw: &'a [u8], how: How<'_>) -> Decoded<'a> {
    if let (8 | 12 | 13 | 14, Some(gtin)) = (raw.len(), Gtin::read(raw)) {
        let decoded = trade_item(raw, gtin, how);
        return match upce::expand(raw) {
            Some(upce) => decoded.warned(Flaw::AlsoUpcE(upce), 0),
            None => decoded,
        };
    }
    if let Some(gtin) = upce::expand(raw) {
        return trade_item(raw, gtin, how);
    }
    if let Some(sscc) = Sscc::read(raw) {
        return Decoded::new(raw, Kind::Sscc, Ok(Meaning::Sscc(sscc)));
    }
    if let Some(decoded) = unannounced(raw, how) {
        return decoded;
    }
    let decoded = Decoded::new(raw, Kind::Text, Err(no_number(raw)));
    match without_check_digit(raw).first() {
        Some(gtin) if matches!(raw.len(), 11 | 12) => decoded.warned(Flaw::NoCheckDigit(*gtin), raw.len()),
        _ => decoded,
    }
}

/// Returns why digits are no number of a label.
fn no_number(digits: &[u8]) -> Finding {
    let Some((&found, body)) = digits.split_last() else {
        return Finding::at(Flaw::Empty, 0);
    };
    let (found, right) = (char::from(found), char::from(check_digit(body)));
    match digits.len() {
        8 | 12 | 13 | 14 => Finding::at(Flaw::NotGtin(found, right), body.len()),
        18 => Finding::at(Flaw::NotSscc(found, right), body.len()),
        other => Finding::at(Flaw::Digits(other), 0),
    }
}

/// Decodes a number with the blanks or hyphens of its printed line: `9 521234 010050`, `978-1-873671-00-9`. Eight digits
/// need the one blank in their middle; a day is written with hyphens too.
pub fn printed<'a>(raw: &'a [u8], how: How<'_>) -> Option<Decoded<'a>> {
    let gap = [b' ', b'-'].into_iter().find(|gap| raw.contains(gap))?;
    let belongs = |&byte: &u8| byte.is_ascii_digit() || byte == gap;
    let ends = [raw.first(), raw.last()].into_iter().flatten();
    if !raw.iter().all(belongs) || !ends.copied().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits: Vec<u8> = raw.iter().copied().filter(u8::is_ascii_digit).collect();
    let middle = raw.get(4) == Some(&b' ') && raw.len() == 9;
    let is_number = match digits.len() {
        8 => middle && Gtin::read(&digits).is_some(),
        12..=14 => Gtin::read(&digits).is_some(),
        18 => Sscc::read(&digits).is_some(),
        _ => false,
    };
    let at = raw.iter().position(|&byte| byte == gap)?;
    is_number.then(|| mended(raw, &digits, how, Flaw::PrintedNumber, at))
}

/// Decodes digits that were sent otherwise, with a warning about the place where they differ.
fn mended<'a>(raw: &'a [u8], digits: &[u8], how: How<'_>, flaw: Flaw, at: usize) -> Decoded<'a> {
    let Decoded {
        kind,
        meaning,
        warnings,
        ..
    } = read(digits, how);
    let mut decoded = Decoded::new(raw, kind, super::owned(meaning, |_| at)).warned(flaw, at);
    decoded
        .warnings
        .extend(warnings.into_iter().map(|it| it.moved(|_| at)));
    decoded.mended = Some(digits.into());
    decoded
}

/// Returns the trade item with the add-on beside it that digits may be, longest number first: the two or five digits
/// give the issue of a magazine or the price of a book. Only the store knows whether they are; one of ten numbers of
/// another kind would look so by chance.
pub fn beside_add_on<'a>(raw: &'a [u8], how: How<'_>) -> Vec<Decoded<'a>> {
    let beside = |(length, more): (usize, usize)| {
        let (number, add_on) = raw.split_at_checked(length)?;
        let digits = raw.iter().all(u8::is_ascii_digit);
        if !digits || add_on.len() != more || Gtin::read(number).is_none() {
            return None;
        }
        let add_on = String::from_utf8_lossy(add_on).into_owned();
        Some(mended(raw, number, how, Flaw::AddOnGuessed(add_on), length))
    };
    BESIDE.into_iter().filter_map(beside).collect()
}

/// Returns the trade item numbers that digits may be without their check digit, the likeliest first: EAN-13 and UPC-A,
/// then UPC-E and EAN-8, then the number of a carton.
pub fn without_check_digit(digits: &[u8]) -> Vec<Gtin> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return Vec::new();
    }
    let whole = |check: u8| [digits, &[check]].concat();
    let checked = Gtin::read(&whole(check_digit(digits)));
    match digits.len() {
        11..=13 => checked.into_iter().collect(),
        7 => {
            let short = (b'0'..=b'9').find_map(|check| upce::expand(&whole(check)));
            checked.into_iter().chain(short).collect()
        }
        _ => Vec::new(),
    }
}
