//! What a read is that could be several things, by what the store knows: digits with an add-on or without a check
//! digit, a number as it is printed, elements that no scanner announced. Characters alone can't tell; a code that the
//! store knows as it was read is that code.

use super::resolve::{self, barcode, named};
use crate::domain::record::Fault;
use crate::flows::scanned::{Cause, Scanned, Split};
use crate::operations::view::View;
use crate::scan::decode::{self, Decoded, Options};
use crate::scan::{Flaw, Gtin, Symbology};
use chrono::NaiveDate;
use std::str;

/// Returns the read as what the store knows: a code of its own, or an item with the add-on beside its number.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn settled<'a>(
    view: &dyn View,
    decoded: Decoded<'a>,
    today: NaiveDate,
    options: Options<'_>,
    typed: bool,
) -> Result<Decoded<'a>, Fault> {
    let Some(text) = plain(&decoded) else {
        return Ok(decoded);
    };
    let guessed = |flaw: &Flaw| matches!(flaw, Flaw::Unannounced | Flaw::PrintedNumber);
    if decoded.warnings.iter().any(|finding| guessed(&finding.flaw)) {
        return Ok(if named(view, text)?.is_empty() {
            decoded
        } else {
            decode::as_text(decoded.raw)
        });
    }
    let with_add_on = decode::with_add_on(decoded.raw, today, options);
    if with_add_on.is_empty() || !resolve::scanned(view, &decoded, typed)?.meanings.is_empty() {
        return Ok(decoded);
    }
    for candidate in with_add_on {
        if let Some(gtin) = candidate.gtin()
            && barcode(view, gtin.as_str())?.is_some()
        {
            return Ok(candidate);
        }
    }
    Ok(decoded)
}

/// Returns how a read may have been meant otherwise, for the operator to decide.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn otherwise(
    view: &dyn View,
    decoded: &Decoded<'_>,
    scanned: &Scanned,
    today: NaiveDate,
    options: Options<'_>,
) -> Result<Option<Split>, Fault> {
    match resolve::split(view, decoded, scanned, today, options)? {
        None => completed(view, decoded, scanned, today, options),
        split => Ok(split),
    }
}

/// Returns the item that digits name once their missing check digit is put back, for the operator to confirm; `None` if
/// they mean something as they are, or the store knows no such item.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
fn completed(
    view: &dyn View,
    decoded: &Decoded<'_>,
    scanned: &Scanned,
    today: NaiveDate,
    options: Options<'_>,
) -> Result<Option<Split>, Fault> {
    if decoded.error().is_none() || !scanned.meanings.is_empty() {
        return Ok(None);
    }
    for gtin in decode::without_check_digit(decoded.data()) {
        let Some(number) = with_check_digit(decoded.data(), gtin) else {
            continue;
        };
        let meant = decode::decode(number.as_bytes(), today, options);
        let meant = resolve::scanned(view, &meant, scanned.typed)?;
        if let Some((item, ..)) = meant.item() {
            return Ok(Some(Split {
                whole: scanned.text.clone(),
                parts: format!("{number} {}", item.item),
                cause: Cause::CheckDigit,
                scanned: meant,
            }));
        }
    }
    Ok(None)
}

/// Returns the number as it should have been sent: the digits and their check digit, the last one of the trade item.
fn with_check_digit(digits: &[u8], gtin: Gtin) -> Option<String> {
    let check = gtin.as_str().chars().next_back()?;
    Some(format!("{}{check}", str::from_utf8(digits).ok()?))
}

/// Returns the text of a read that came without a symbology identifier.
fn plain<'a>(decoded: &Decoded<'a>) -> Option<&'a str> {
    match Symbology::split(decoded.raw) {
        None => str::from_utf8(decoded.raw).ok().map(str::trim),
        Some(_) => None,
    }
}
