//! Goods go back to the vendor they came from.

use super::books::Books;
use super::goods::positive;
use super::invoice::{made_by, purchase_accounts, same};
use super::post::{About, Step};
use super::stock::{Goods, Place, name_of};
use super::{here, tax};
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Purpose;
use crate::domain::code::{Channel, LotCode, Serial};
use crate::domain::entry::Rule;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::purchase::{Receipt, Settlement, part};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Balance, Status};
use crate::domain::tax::TaxSide;
use crate::domain::user::Role;
use crate::ledger::posting::Sale;
use crate::ledger::posting::purchase::{SentBack, supplier_return};
use crate::operations::change::Halt;
use crate::operations::nouns::noun;
use crate::operations::request::SupplierReturn;

/// Sends goods of a receipt back: at most what was received and has not gone back.
pub(super) fn send_back(books: &mut Books<'_, '_>, asked: &SupplierReturn) -> Result<Option<String>, Halt> {
    books.need(&[Role::Receiver, Role::Supervisor])?;
    positive(asked.qty)?;
    let logged = made_by(books, &asked.of)?;
    let receipt: Option<Receipt> = match logged.movement {
        Some(first) => books.view().find(&[&first])?,
        None => None,
    };
    let mut receipt = receipt.ok_or_else(|| Refusal::WrongWord {
        need: "the id of a receipt from a vendor".into(),
        found: format!("{} {}", noun(&logged.op), asked.of),
    })?;
    let came = books.moved(receipt.movement)?;
    let what = format!("receipt {}", asked.of);
    same(
        &what,
        "lot",
        came.lot.as_str(),
        asked.lot.as_ref().map(LotCode::as_str),
    )?;
    same(
        &what,
        "serial",
        came.serial.as_str(),
        asked.serial.as_ref().map(Serial::as_str),
    )?;
    let left = receipt.qty - receipt.qty_back;
    if left < asked.qty {
        let (id, found) = (asked.of.to_string(), asked.qty);
        return Err(Refusal::OverSendBack { id, left, found }.into());
    }
    here::site(books, &receipt.site)?;
    books.site = receipt.site.clone();
    books.after(&came);
    let item = books.item(&receipt.item)?;
    let lot = asked.lot.as_ref().or(Some(&came.lot));
    let serial = asked.serial.as_ref().or(Some(&came.serial));
    let goods = books.goods(item, lot, serial, asked.qty)?;
    for (place, qty) in places(books, asked, &goods)? {
        receipt = one(books, &goods, &place, qty, receipt)?;
    }
    Ok(None)
}

/// Takes goods from one place out of stock and value; returns what stays open on the receipt.
fn one(
    books: &mut Books<'_, '_>,
    goods: &Goods,
    place: &Place,
    qty: Qty,
    receipt: Receipt,
) -> Result<Receipt, Halt> {
    books.take_out(goods, place, qty, Qty::ZERO)?;
    let pool_before = books.pool(&receipt.item, &receipt.site)?.qty;
    let seq = books.view().next::<Movement>()?;
    let value = books.value_out_of(goods, &receipt.site, qty, receipt.movement, seq)?;
    let unbilled = qty.min(receipt.open_qty());
    let back = worth(&receipt, unbilled, qty - unbilled, value)?;
    let order = (!receipt.order_no.is_empty()).then(|| receipt.order_no.to_string());
    let step = Step::new(MovementKind::SupplierReturn, goods, qty, Some(place), None);
    let document = books.request.document.clone().or(order);
    let movement = books.movement(&Step {
        value: -value,
        pool_before,
        document: document.clone(),
        origin: Some(receipt.movement),
        ..step
    })?;
    let group = books.accounts(&goods.item, &receipt.site)?;
    let lines = supplier_return(&group, &purchase_accounts(books)?, &receipt.account, back);
    let about = About {
        rule: Rule::SupplierReturn,
        movement,
        site: receipt.site.clone(),
        group: group.group,
        channel: Channel::default(),
        document,
        negates: None,
    };
    books.entry(about, lines)?;
    let net = -(back.payable + back.difference + back.exchange);
    let tax = -back.tax;
    let by = tax::of_receipt(books, &receipt)?;
    let noted = (movement, Some(receipt.movement));
    tax::note(books, noted, TaxSide::Purchases, by, Sale { net, tax })?;
    books.draft.put(&Settlement {
        movement,
        settles: receipt.movement,
        qty: unbilled,
        cost: back.released,
        payable: back.payable,
        exchange: -back.exchange,
        tax: -back.tax,
        difference: -back.difference,
    });
    let receipt = Receipt {
        exchange: receipt.exchange - back.exchange,
        tax: receipt.tax - back.tax,
        difference: receipt.difference - back.difference,
        qty_back: receipt.qty_back + qty,
        cost_back: receipt.cost_back + back.released + back.payable,
        qty_released: receipt.qty_released + unbilled,
        cost_released: receipt.cost_released + back.released,
        ..receipt
    }
    .settled();
    books.draft.put(&receipt);
    Ok(receipt)
}

/// Returns what goes back: first what was not billed, at the purchase price, then what was, at what it was billed and
/// not credited since.
fn worth(receipt: &Receipt, unbilled: Qty, billed: Qty, value: Money) -> Result<SentBack, Halt> {
    let released = receipt.cost_of(unbilled)?;
    if billed.is_zero() {
        return Ok(SentBack {
            value,
            released,
            ..SentBack::default()
        });
    }
    let done = receipt.qty_back - receipt.qty_released;
    let carried = receipt.cost_back - receipt.cost_released;
    let kept = receipt.kept_billed();
    Ok(SentBack {
        value,
        released,
        payable: part(receipt.cost_billed, receipt.qty_billed, done, carried, billed)?,
        exchange: receipt.exchange.share(billed, kept)?,
        tax: receipt.tax.share(billed, kept)?,
        difference: receipt.difference.share(billed, kept)?,
    })
}

/// Returns where the goods are taken from, and how much: at the location named, what may not be sold first; otherwise
/// from the site's storage and then its other pickable bins. What is promised stays.
fn places(books: &Books<'_, '_>, asked: &SupplierReturn, goods: &Goods) -> Result<Vec<(Place, Qty)>, Halt> {
    let named = asked.from.as_ref().map(|code| books.location(code)).transpose()?;
    if let Some(location) = &named {
        here::bin(books, location)?;
    }
    if let Some(location) = named.as_ref().filter(|location| location.site != books.site) {
        let (from, to) = (location.site.to_string(), books.site.to_string());
        return Err(Refusal::OtherSite { from, to }.into());
    }
    let first = match &named {
        Some(location) => location.clone(),
        None => books.location_or(None, Purpose::Storage)?,
    };
    let mut found = Vec::new();
    let range = Range::of::<Balance>(&[&goods.item.item, &goods.lot, &goods.serial]);
    for balance in books.view().list::<Balance>(&range)? {
        let location = books.location(&balance.location)?;
        let sellable = balance.status == Status::Available;
        let near = match &named {
            Some(named) => named.location == balance.location,
            None => sellable && location.purpose.is_pickable() && location.site == books.site,
        };
        if near && balance.lpn.is_empty() {
            found.push((
                balance.location != first.location,
                sellable,
                location.sequence,
                balance,
            ));
        }
    }
    found.sort_by(|(a, x, s, b), (c, y, t, d)| (a, x, s, &b.location).cmp(&(c, y, t, &d.location)));
    let (mut left, mut taken) = (asked.qty, Vec::new());
    for (.., balance) in &found {
        let qty = left.min(balance.free());
        if Qty::ZERO < qty {
            taken.push((Place::of(balance), qty));
            left -= qty;
        }
    }
    if left.is_zero() {
        return Ok(taken);
    }
    let (item, at) = (name_of(goods), first.location.to_string());
    let have = found.iter().map(|(.., balance)| balance.qty).sum::<Qty>();
    let (need, is_short) = (asked.qty, have < asked.qty);
    let have = books.stated_of_item(&goods.item.item, have)?;
    let free = books.stated_of_item(&goods.item.item, asked.qty - left)?;
    Err(if is_short {
        Refusal::NotEnough { item, at, need, have }
    } else {
        Refusal::Promised { item, at, need, free }
    }
    .into())
}
