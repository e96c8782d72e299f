//! What a read is that could be several things, by what the store knows: digits with an add-on, a number as it is
//! printed, elements that no scanner announced. Characters alone can't tell; a code that the store knows as it was read
//! is that code.

use super::resolve::{self, barcode, named};
use crate::domain::record::Fault;
use crate::operations::view::View;
use crate::scan::decode::{self, Decoded, Options};
use crate::scan::{Flaw, Symbology};
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

/// Returns the text of a read that came without a symbology identifier.
fn plain<'a>(decoded: &Decoded<'a>) -> Option<&'a str> {
    match Symbology::split(decoded.raw) {
        None => str::from_utf8(decoded.raw).ok().map(str::trim),
        Some(_) => None,
    }
}
