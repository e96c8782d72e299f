//! What a code means to a scan: a new barcode may mean nothing else, and a new code of anything else no barcode.

use crate::domain::amount::Qty;
use crate::domain::catalog::{Barcode, Item, Location};
use crate::domain::code::{Badge, ItemCode, LocationCode, Lpn, OrderNo};
use crate::domain::command::PREFIX;
use crate::domain::order::{Order, OrderKind};
use crate::domain::record::{Fault, Record};
use crate::domain::refusal::Refusal;
use crate::domain::stock::Plate;
use crate::domain::user::User;
use crate::operations::change::Halt;
use crate::operations::log::NAMED;
use crate::operations::rules::books::Books;
use crate::operations::view::View;

/// The digits of a trade item number in its longest form, in which barcodes are kept.
const LONGEST: usize = 14;

/// Refuses a new barcode that means a bin, a badge, an order, a plate, another item or a command already.
pub(super) fn free_as_barcode(books: &Books<'_, '_>, barcode: &Barcode) -> Result<(), Halt> {
    if !books.is_bounded() {
        return Ok(());
    }
    for code in forms(&barcode.barcode) {
        if let Some(known) = meaning(books.view(), &code, Some(barcode))? {
            return Err(Refusal::CodeTaken { code, known }.into());
        }
    }
    Ok(())
}

/// Refuses the new code of a bin, a badge, an order or an item that is a command or a barcode; one of its own item is
/// none.
pub(in crate::operations::rules) fn no_barcode(
    books: &Books<'_, '_>,
    code: &str,
    own: Option<&ItemCode>,
) -> Result<(), Halt> {
    if !books.is_bounded() {
        return Ok(());
    }
    let mut known = is_command(code).then(|| "a command".to_owned());
    for form in forms(code) {
        let barcode: Option<Barcode> = books.view().find(&[&form])?;
        let other = barcode.filter(|barcode| own != Some(&barcode.item));
        known = known.or(other.map(|barcode| format!("a barcode of {}", barcode.item)));
    }
    match known {
        Some(known) => Err(Refusal::CodeTaken {
            code: code.to_owned(),
            known,
        }
        .into()),
        None => Ok(()),
    }
}

/// The digits of the longest number of a line that is chosen in a list.
const LINE_DIGITS: usize = 2;

/// Refuses the new code of an item, a bin or a badge that means one of the others already, or a plate. Numbers of orders
/// are given by other programs, which number items in the same way, and bar no code.
pub(super) fn free_as_code<R: Record>(books: &Books<'_, '_>, code: &str) -> Result<(), Halt> {
    if !books.is_of(NAMED) {
        return Ok(());
    }
    let view = books.view();
    let is_other = |table: &str| table != R::TABLE.name;
    let mut known = None;
    if is_other(Location::TABLE.name) {
        let bin: Option<Location> = view.find(&[&LocationCode::from(code)])?;
        known = bin.map(|bin| format!("a bin of {}", bin.site));
    }
    if known.is_none() && is_other(User::TABLE.name) {
        let user: Option<User> = view.find(&[&Badge::from(code)])?;
        known = user.map(|user| format!("the badge of {}", user.name));
    }
    if known.is_none() && is_other(Item::TABLE.name) {
        let item: Option<Item> = view.find(&[&ItemCode::from(code)])?;
        known = item.map(|item| format!("the item {} ({})", item.item, item.name));
    }
    if known.is_none() {
        let plate: Option<Plate> = view.find(&[&Lpn::from(code)])?;
        known = plate.map(|plate| format!("a {}", plate.kind));
    }
    let code = code.to_owned();
    known.map_or(Ok(()), |known| Err(Refusal::CodeTaken { code, known }.into()))
}

/// Refuses the new code of an item or a bin that is typed to choose a line of a list.
pub(super) fn no_line(books: &Books<'_, '_>, code: &str) -> Result<(), Halt> {
    let is_line = code.len() <= LINE_DIGITS && code.bytes().all(|byte| byte.is_ascii_digit());
    if !books.is_of(NAMED) || !is_line {
        return Ok(());
    }
    let (code, known) = (code.to_owned(), "the number of a line".to_owned());
    Err(Refusal::CodeTaken { code, known }.into())
}

fn is_command(code: &str) -> bool {
    let begin = code.get(..PREFIX.len());
    begin.is_some_and(|begin| begin.eq_ignore_ascii_case(PREFIX))
}

/// Returns a code in every form in which the same symbol may be read: as it is, and a number with and without its
/// leading zeros.
fn forms(code: &str) -> Vec<String> {
    let mut forms = vec![code.to_owned()];
    let is_number = matches!(code.len(), 8 | 12 | 13 | 14) && code.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        let whole = format!("{code:0>LONGEST$}");
        for length in [LONGEST, 13, 12, 8] {
            let (zeros, digits) = whole.split_at(LONGEST - length);
            if digits != code && zeros.bytes().all(|byte| byte == b'0') {
                forms.push(digits.to_owned());
            }
        }
    }
    let upper = code.to_uppercase();
    if upper != code {
        forms.push(upper);
    }
    forms
}

/// Returns what a code means to a scan; `None` for nothing, and for a piece of the item whose barcode it is to be.
pub(in crate::operations::rules) fn meaning(
    view: &dyn View,
    code: &str,
    barcode: Option<&Barcode>,
) -> Result<Option<String>, Fault> {
    if is_command(code) {
        return Ok(Some("a command".to_owned()));
    }
    let location: Option<Location> = view.find(&[&LocationCode::from(code)])?;
    if let Some(location) = location {
        return Ok(Some(format!("a bin of {}", location.site)));
    }
    let user: Option<User> = view.find(&[&Badge::from(code)])?;
    if let Some(user) = user {
        return Ok(Some(format!("the badge of {}", user.name)));
    }
    for kind in OrderKind::ALL {
        let order: Option<Order> = view.find(&[kind, &OrderNo::from(code)])?;
        if order.is_some() {
            return Ok(Some(format!("a {kind} order")));
        }
    }
    let plate: Option<Plate> = view.find(&[&Lpn::from(code)])?;
    if let Some(plate) = plate {
        return Ok(Some(format!("a {}", plate.kind)));
    }
    let item: Option<Item> = view.find(&[&ItemCode::from(code)])?;
    let is_piece = |own: &Barcode, item: &Item| item.item == own.item && own.qty == Qty::ONE;
    if let Some(item) = item.filter(|item| !barcode.is_some_and(|own| is_piece(own, item))) {
        return Ok(Some(format!("the item {} ({})", item.item, item.name)));
    }
    let other: Option<Barcode> = view.find(&[&code.to_owned()])?;
    let other = other.filter(|other| barcode.is_none_or(|own| other.item != own.item));
    Ok(other.map(|other| format!("a barcode of {}", other.item)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_every_length_that_its_zeros_leave() {
        assert_eq!(forms("A-01-1"), ["A-01-1"]);
        assert_eq!(forms("fd-1"), ["fd-1", "FD-1"]);
        assert_eq!(forms("9521234010012"), ["9521234010012", "09521234010012"]);
        assert_eq!(
            forms("00000096385074"),
            ["00000096385074", "0000096385074", "000096385074", "96385074"]
        );
        assert_eq!(forms("24850"), ["24850"]);
    }
}
