//! Everything that a read could mean: what its label says, and what the store knows under its code.

use crate::domain::amount::Qty;
use crate::domain::catalog::{Barcode, Item, Location, Lot, Site, Uom};
use crate::domain::code::{Badge, CountNo, ItemCode, LocationCode, LotCode, Lpn, OrderNo, SiteCode};
use crate::domain::count::Count;
use crate::domain::order::{Order, OrderKind};
use crate::domain::record::{Fault, Range};
use crate::domain::stock::Plate;
use crate::domain::transfer::Transfer;
use crate::domain::user::User;
use crate::domain::weight::is_weight;
use crate::domain::work_order::WorkOrder;
use crate::flows::question::transfer::number_of;
use crate::flows::scanned::{Label, Meaning, Scanned};
use crate::operations::view::View;
use crate::scan::assembly::Symbol;
use crate::scan::decode::Decoded;
use crate::scan::fields::{Fields, Role};
use crate::scan::{Finding, Flaw, Gtin, read};
use rust_decimal::Decimal;

/// The maximum number of items that a lot's code is looked up for.
const MOST_ITEMS: usize = 9;

/// Looks up everything that a decoded read could mean.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn scanned(view: &dyn View, decoded: &Decoded<'_>, typed: bool) -> Result<Scanned, Fault> {
    let text = read::in_clear(decoded.data());
    let text = String::from_utf8(decoded.data().to_vec())
        .ok()
        .filter(|t| !t.contains(read::is_unseen))
        .unwrap_or(text);
    let mut text = text.trim().to_owned();
    let label = label(decoded);
    let mut meanings = coded(view, decoded, &label)?;
    if meanings.is_empty() && decoded.label().is_none() {
        meanings = named(view, &text)?;
        for written in other_cases(&text, typed) {
            if meanings.is_empty() {
                meanings = named(view, &written)?;
            }
        }
        if let (true, Some(gtin)) = (meanings.is_empty(), Gtin::read(text.as_bytes())) {
            meanings.extend(barcode(view, gtin.as_str())?);
        }
    }
    let is_other = |meaning: &Meaning| matches!(meaning, Meaning::Item { .. } | Meaning::Location(_));
    let mut lots = if meanings.iter().any(is_other) {
        Vec::new()
    } else {
        lots(view, decoded, &text)?
    };
    // A lot that is typed in another case than the books have it is no new one.
    if typed && meanings.is_empty() && lots.is_empty() {
        for written in other_cases(&text, typed).collect::<Vec<_>>() {
            let found = self::lots(view, decoded, &written)?;
            if !found.is_empty() {
                (lots, text) = (found, written);
                break;
            }
        }
    }
    let label = weighed(label, decoded, &meanings);
    let defect = decoded
        .error()
        .filter(|finding| meanings.is_empty() && !finding.flaw.is_of_digits())
        .map(ToString::to_string);
    Ok(Scanned {
        text,
        typed,
        given: typed,
        fast: false,
        label,
        symbol: Symbol::of(decoded),
        decimals: decimals(view, &meanings)?,
        meanings,
        defect,
        split: None,
        lots,
    })
}

/// Returns a text in capitals, and one that was typed in small letters too, as far as that changes it.
fn other_cases(text: &str, typed: bool) -> impl Iterator<Item = String> {
    let small = typed.then(|| text.to_lowercase());
    let cases = [text.to_uppercase()].into_iter().chain(small);
    cases.filter(move |written| written.as_str() != text)
}

/// Returns the decimals that a quantity of the item may have.
fn decimals(view: &dyn View, meanings: &[Meaning]) -> Result<Option<i64>, Fault> {
    let item = meanings.iter().find_map(|meaning| match meaning {
        Meaning::Item { item, .. } => Some(item),
        _ => None,
    });
    item.map_or(Ok(None), |item| decimals_of(view, item))
}

fn decimals_of(view: &dyn View, item: &Item) -> Result<Option<i64>, Fault> {
    let unit: Option<Uom> = view.find(&[&item.uom])?;
    Ok(unit.map(|unit| unit.decimals))
}

/// Returns the items of which a lot has a plain code, each with the decimals of its quantities.
fn lots(view: &dyn View, decoded: &Decoded<'_>, text: &str) -> Result<Vec<(Item, Option<i64>)>, Fault> {
    if text.is_empty() || decoded.label().is_some() {
        return Ok(Vec::new());
    }
    let range = Range::by(Lot::BY_LOT, &[&LotCode::from(text)]).first(MOST_ITEMS);
    let mut found = Vec::new();
    for lot in view.list::<Lot>(&range)? {
        let item: Option<Item> = view.find(&[&lot.item])?;
        if let Some(item) = item {
            let decimals = decimals_of(view, &item)?;
            found.push((item, decimals));
        }
    }
    Ok(found)
}

fn label(decoded: &Decoded<'_>) -> Label {
    Label {
        lot: decoded.lot().map(Into::into),
        expiry: decoded.expiry(),
        serial: decoded.serial().map(Into::into),
        count: decoded.quantity().and_then(exact),
        sscc: decoded.plate().map(|plate| Lpn::from(&*plate)),
        order: decoded.order().map(ToOwned::to_owned),
    }
}

/// Takes the net weight, and nothing else, as the count of a label if the item is kept by weight.
fn weighed(label: Label, decoded: &Decoded<'_>, meanings: &[Meaning]) -> Label {
    let by_weight = meanings.iter().any(|meaning| match meaning {
        Meaning::Item { item, .. } => is_weight(&item.uom),
        _ => false,
    });
    if !by_weight {
        return label;
    }
    let weight = decoded.weight().and_then(exact);
    Label {
        count: weight.or(label.count.filter(|_| decoded.label().is_none())),
        ..label
    }
}

/// Returns what the operator must know about a read although it was taken: what was repaired in it, and what else it
/// could mean.
pub fn remarks(decoded: &Decoded<'_>) -> Vec<String> {
    let told = decoded.warnings.iter().filter(|finding| finding.flaw.is_told());
    told.map(ToString::to_string).collect()
}

/// Returns why digits that mean nothing here fail as a GTIN or SSCC too; `None` unless they are as long as one.
pub fn doubt(decoded: &Decoded<'_>, scanned: &Scanned) -> Option<String> {
    let checked = |finding: &&Finding| matches!(finding.flaw, Flaw::NotGtin(..) | Flaw::NotSscc(..));
    let dropped = |finding: &&Finding| matches!(finding.flaw, Flaw::NoCheckDigit(_));
    let wrong = decoded.error().filter(checked).map(ToString::to_string);
    let missing = decoded.warnings.iter().find(dropped).map(ToString::to_string);
    let doubt = match (wrong, missing) {
        (Some(wrong), Some(missing)) => format!("{wrong}; or {missing}"),
        (wrong, missing) => wrong.or(missing)?,
    };
    scanned.meanings.is_empty().then_some(doubt)
}

fn exact(number: Decimal) -> Option<Qty> {
    number.to_string().parse().ok()
}

/// Returns what a self-describing code means: a trade item, a logistic unit, a location or an order.
fn coded(view: &dyn View, decoded: &Decoded<'_>, label: &Label) -> Result<Vec<Meaning>, Fault> {
    let mut found = Vec::new();
    if let Some(code) = decoded.in_store() {
        found.extend(barcode(view, code.base.as_str())?);
    }
    for gtin in [decoded.gtin(), decoded.other_gtin()].into_iter().flatten() {
        if found.is_empty() {
            found.extend(barcode(view, gtin.as_str())?);
        }
    }
    if let Some(fields) = decoded.fields() {
        found.extend(described(view, fields)?);
    }
    if let Some(sscc) = &label.sscc {
        found.extend(plate(view, sscc)?);
    }
    if let Some(order) = &label.order {
        found.extend(orders(view, order)?);
    }
    if let Some((gln, extension)) = decoded.label().and_then(|label| label.location()) {
        found.extend(location(view, extension.unwrap_or(gln))?);
    }
    Ok(found)
}

/// Returns the item that the fields of a label name: by a barcode of it, by our own code or by the supplier's.
fn described(view: &dyn View, fields: &Fields<'_>) -> Result<Option<Meaning>, Fault> {
    if let Some(code) = fields.hibc() {
        for written in [format!("+{code}"), code] {
            if let Some(found) = barcode(view, &written)? {
                return Ok(Some(found));
            }
        }
    }
    if let Some(code) = fields.value(Role::Item)
        && let Some(found) = item(view, code)?
    {
        return Ok(Some(found));
    }
    match fields.value(Role::SupplierItem) {
        Some(code) => supplied(view, code),
        None => Ok(None),
    }
}

/// Returns everything that a plain code means: every table is asked, because a flow may accept any of them. A site has
/// cards of its own, so its plain code counts only if nothing else has that code.
pub(super) fn named(view: &dyn View, text: &str) -> Result<Vec<Meaning>, Fault> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    found.extend(location(view, text)?);
    found.extend(item(view, text)?);
    found.extend(plate(view, &Lpn::from(text))?);
    found.extend(orders(view, text)?);
    let user: Option<User> = view.find(&[&Badge::from(text)])?;
    found.extend(user.map(|user| Meaning::Badge(user.into())));
    found.extend(count(view, text)?);
    found.extend(transfer(view, text)?);
    let work: Option<WorkOrder> = view.find(&[&OrderNo::from(text)])?;
    found.extend(work.map(|order| Meaning::Work(order.into())));
    if found.is_empty() {
        found.extend(site(view, text)?.map(|site| Meaning::Site(site.into())));
    }
    Ok(found)
}

/// Returns a site by its code; `None` for digits alone, which choose a line at the home screen.
fn site(view: &dyn View, text: &str) -> Result<Option<Site>, Fault> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    view.find(&[&SiteCode::from(text)])
}

/// Returns the site that a site card names, even if caps lock changed the case of its code.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn site_card(view: &dyn View, code: &str) -> Result<Option<Site>, Fault> {
    for written in [code.to_owned(), code.to_uppercase(), code.to_lowercase()] {
        let found: Option<Site> = view.find(&[&SiteCode::from(written)])?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Returns the count that a number such as `CNT-12` names.
fn count(view: &dyn View, text: &str) -> Result<Option<Meaning>, Fault> {
    if !CountNo::looks_like(text) {
        return Ok(None);
    }
    let found: Option<Count> = view.find(&[&CountNo::from(text)])?;
    Ok(found.map(|count| Meaning::Count(count.into())))
}

/// Returns the transfer that a number such as `TR-12` names by its first movement.
fn transfer(view: &dyn View, text: &str) -> Result<Option<Meaning>, Fault> {
    let number = text
        .strip_prefix("TR-")
        .and_then(|digits| digits.parse::<i64>().ok());
    let Some(movement) = number.filter(|number| number_of(*number) == text) else {
        return Ok(None);
    };
    let found: Option<Transfer> = view.find(&[&movement])?;
    Ok(found.map(|_| Meaning::Transfer(movement)))
}

/// Returns an item by its code, a barcode of it, or what the vendor calls it.
fn item(view: &dyn View, text: &str) -> Result<Option<Meaning>, Fault> {
    let by_code: Option<Item> = view.find(&[&ItemCode::from(text)])?;
    match by_code {
        Some(item) => Ok(Some(single(item))),
        None => supplied(view, text),
    }
}

/// Returns an item by a barcode of it, or what the vendor calls it.
fn supplied(view: &dyn View, text: &str) -> Result<Option<Meaning>, Fault> {
    if let Some(meaning) = barcode(view, text)? {
        return Ok(Some(meaning));
    }
    let range = Range::by(Item::BY_SUPPLIER_CODE, &[&Some(text.to_owned())]).first(2);
    let mut items: Vec<Item> = view.list(&range)?;
    Ok(items.pop().filter(|_| items.is_empty()).map(single))
}

fn single(item: Item) -> Meaning {
    let uom = item.uom.clone();
    Meaning::Item {
        item: item.into(),
        pack: Qty::ONE,
        uom,
    }
}

pub(super) fn barcode(view: &dyn View, code: &str) -> Result<Option<Meaning>, Fault> {
    let found: Option<Barcode> = view.find(&[&code.to_owned()])?;
    let Some(Barcode {
        item, qty: pack, uom, ..
    }) = found
    else {
        return Ok(None);
    };
    let item: Option<Item> = view.find(&[&item])?;
    Ok(item.map(|item| Meaning::Item {
        item: item.into(),
        pack,
        uom,
    }))
}

fn location(view: &dyn View, code: &str) -> Result<Option<Meaning>, Fault> {
    let found: Option<Location> = view.find(&[&LocationCode::from(code)])?;
    Ok(found.map(|location| Meaning::Location(location.into())))
}

fn plate(view: &dyn View, lpn: &Lpn) -> Result<Option<Meaning>, Fault> {
    let found: Option<Plate> = view.find(&[lpn])?;
    Ok(found.map(|plate| Meaning::Plate(plate.into())))
}

fn orders(view: &dyn View, number: &str) -> Result<Vec<Meaning>, Fault> {
    let mut found = Vec::new();
    for kind in OrderKind::ALL {
        let order: Option<Order> = view.find(&[kind, &OrderNo::from(number)])?;
        found.extend(order.map(|order| Meaning::Order(order.into())));
    }
    Ok(found)
}
