//! How a read may have been meant otherwise, by what the store knows, for the operator to decide: a label that seems to
//! have lost separators, or digits that lack their check digit.

use super::resolve;
use crate::domain::catalog::Lot;
use crate::domain::record::Fault;
use crate::flows::scanned::{Cause, Scanned, Split};
use crate::operations::view::View;
use crate::scan::decode::{Decoded, Options, decode, without_check_digit};
use crate::scan::fields::{Field, Role};
use crate::scan::gs1::Basis;
use crate::scan::profile::Data;
use crate::scan::{Flaw, Gtin, envelope, read, swallowed};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::str;

/// Returns how a read may have been meant otherwise.
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
    if decoded
        .error()
        .is_some_and(|finding| finding.flaw == Flaw::EnvelopeControls)
    {
        return cut(view, decoded, scanned, today, options);
    }
    match split(view, decoded, scanned, today, options)? {
        None => completed(view, decoded, scanned, today, options),
        split => Ok(split),
    }
}

/// Returns how a label that seems to have lost a separator may have been meant; `None` if the books know the lot
/// exactly as it was read.
fn split(
    view: &dyn View,
    decoded: &Decoded<'_>,
    scanned: &Scanned,
    today: NaiveDate,
    options: Options<'_>,
) -> Result<Option<Split>, Fault> {
    let basis = Basis {
        today,
        dictionary: options.dictionary,
    };
    let Some(found) = swallowed::look(decoded, basis) else {
        return Ok(None);
    };
    if let (Some((item, ..)), Some(lot)) = (scanned.item(), &scanned.label.lot) {
        let known: Option<Lot> = view.find(&[&item.item, lot])?;
        if known.is_some() {
            return Ok(None);
        }
    }
    let meant = decode(&found.raw, today, plain(options));
    Ok(Some(Split {
        whole: format!("({}) {}", found.field, read::in_clear(found.whole.as_bytes())),
        parts: found.to_string(),
        cause: Cause::Separator,
        scanned: resolve::scanned(view, &meant, scanned.typed)?,
    }))
}

/// Returns the likeliest fields of an envelope that lost all its control characters: those that name an item that the
/// store knows, and of these the first whose lot it knows too; `None` if no item is known.
fn cut(
    view: &dyn View,
    decoded: &Decoded<'_>,
    scanned: &Scanned,
    today: NaiveDate,
    options: Options<'_>,
) -> Result<Option<Split>, Fault> {
    let (mut likeliest, mut unknown, mut lots) = (None, BTreeSet::new(), BTreeSet::new());
    for way in envelope::lost::ways(decoded.data(), today) {
        let meant = decode(&way, today, plain(options));
        let names = item_of(&meant);
        if meant.error().is_some() || unknown.contains(&names) {
            continue;
        }
        let lot = meant.lot().map(ToOwned::to_owned);
        if likeliest.is_some() && (lot.is_none() || !lots.insert((names.clone(), lot))) {
            continue;
        }
        let found = resolve::scanned(view, &meant, scanned.typed)?;
        let Some((item, ..)) = found.item() else {
            unknown.insert(names);
            continue;
        };
        let is_known = match &found.label.lot {
            Some(lot) => view.find::<Lot>(&[&item.item, lot])?.is_some(),
            None => false,
        };
        let split = || Split {
            whole: "The label".to_owned(),
            parts: told(&meant),
            cause: Cause::Separator,
            scanned: found.clone(),
        };
        if is_known {
            return Ok(Some(split()));
        }
        likeliest.get_or_insert_with(split);
    }
    Ok(likeliest)
}

/// Returns the fields of a label as a sentence names them: `(1P) ALF-4410 (Q) 24`.
fn told(decoded: &Decoded<'_>) -> String {
    let each = elements(decoded)
        .into_iter()
        .map(|field| format!("({}) {}", field.id, field.normal()));
    each.collect::<Vec<_>>().join(" ")
}

/// Returns what names the item on a label.
fn item_of(decoded: &Decoded<'_>) -> Vec<String> {
    let names = |field: &Field<'_>| matches!(field.role, Role::Item | Role::SupplierItem | Role::Gtin);
    let found = elements(decoded).into_iter().filter(names);
    found.map(|field| field.value.into_owned()).collect()
}

/// Returns the fields of a label, whatever system they belong to.
fn elements<'d>(decoded: &'d Decoded<'_>) -> Vec<Field<'d>> {
    match (decoded.fields(), decoded.label()) {
        (Some(fields), _) => fields.0.clone(),
        (None, Some(label)) => label.elements().iter().map(Field::from).collect(),
        (None, None) => Vec::new(),
    }
}

/// Returns the options for bytes that were repaired before: the profile's repairs must not run again.
const fn plain(options: Options<'_>) -> Options<'_> {
    Options {
        data: Data::plain(),
        ..options
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
    for gtin in without_check_digit(decoded.data()) {
        let Some(number) = with_check_digit(decoded.data(), gtin) else {
            continue;
        };
        let meant = decode(number.as_bytes(), today, options);
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
