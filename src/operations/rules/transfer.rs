//! Goods between sites: they leave, they are in transit, they arrive, or what is missing is written off.
//!
//! Each entry belongs to one site: what leaves to the site it leaves, what arrives to the site it reaches, what is lost
//! to the site that sent it. So the in transit account of one site by itself says what it sent and did not take in;
//! over all sites it says what is on its way. What goes to another legal entity is sold to it when it leaves: on its way,
//! or lost, it belongs to the site that it goes to.

use super::books::Books;
use super::goods::{absent_serial, positive};
use super::intercompany::Terms;
use super::post::{About, Step};
use super::sources::Wanted;
use super::stock::{Goods, Place};
use super::under_count::not_by_who_counts;
use super::{here, intercompany};
use crate::domain::amount::{Money, Qty, allocate};
use crate::domain::catalog::{Item, Location, Purpose, Site};
use crate::domain::code::{AccountCode, Channel, Key, SiteCode};
use crate::domain::company::Method;
use crate::domain::entry::Rule;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::purchase::Voucher;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::transfer::Transfer;
use crate::domain::user::Role;
use crate::ledger::balanced::Lines;
use crate::ledger::transfers;
use crate::operations::change::Halt;
use crate::operations::entities;
use crate::operations::request::{TransferClose, TransferIn, TransferOut};

/// Sends goods to another site: the lot named, held or not, else the one that expires first. The freight is shared by
/// quantity.
pub(super) fn out(books: &mut Books<'_, '_>, asked: &TransferOut) -> Result<Option<String>, Halt> {
    books.need(&Transfer::SENT_BY)?;
    positive(asked.qty)?;
    let item = books.stock_item(&asked.item)?;
    check_route(books, asked)?;
    let freight = asked.freight.unwrap_or_default();
    if freight < Money::ZERO {
        let (need, found) = ("freight from zero".into(), freight.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    if let Some(from) = &asked.from {
        not_by_who_counts(books, from)?;
    }
    let sale = intercompany::terms(books, &item, asked)?;
    books.site = asked.from_site.clone();
    let wanted = Wanted {
        item: &item,
        from: asked.from.as_ref(),
        lot: asked.lot.as_ref(),
        serial: asked.serial.as_ref(),
        used: false,
    };
    let parts = books.gather(&wanted, asked.qty)?;
    let weights: Vec<i64> = parts.iter().map(|part| part.qty.0).collect();
    let account = books.account(CompanyAccount::InTransit)?;
    let (mut first, mut cost, mut carried) = (None, Money::ZERO, Money::ZERO);
    for (part, freight) in parts.into_iter().zip(allocate(freight, &weights)?) {
        let (movement, value) = send(books, &part.goods, &part.place, part.qty)?;
        first.get_or_insert(movement);
        let on_the_way = match &sale {
            Some(sale) => sale.sell(books, movement, (part.qty, value, freight))?,
            None if item.method == Method::Standard => value,
            None => value + freight,
        };
        cost += value;
        carried += on_the_way;
        books.draft.add(&Transfer {
            movement,
            open: true,
            item: item.item.clone(),
            lot: part.goods.lot,
            expiry: part.goods.expiry,
            serial: part.goods.serial,
            from_site: asked.from_site.clone(),
            to_site: asked.to_site.clone(),
            account: account.clone(),
            qty: part.qty,
            value: on_the_way,
            freight: if sale.is_some() { Money::ZERO } else { freight },
            qty_in: Qty::ZERO,
            value_in: Money::ZERO,
            closed: false,
        });
    }
    let movement = first.unwrap_or_default();
    if Money::ZERO < freight {
        let cleared = Money::ZERO;
        books.draft.put(&Voucher {
            movement,
            amount: freight,
            cleared,
        });
    }
    left(
        books,
        (&item, sale),
        asked,
        (movement, &account),
        (cost, freight, carried),
    )?;
    Ok(None)
}

/// Posts that goods left, at `cost` and with their freight, and what is `carried` of them: in the books of the site that
/// they leave, and where they were sold also in those of the site that they go to.
fn left(
    books: &mut Books<'_, '_>,
    (item, sale): (&Item, Option<Terms>),
    asked: &TransferOut,
    (movement, in_transit): (i64, &AccountCode),
    (cost, freight, carried): (Money, Money, Money),
) -> Result<(), Halt> {
    let group = books.accounts(item, &books.site)?;
    let (clearing, sums) = (
        books.account(CompanyAccount::LandedCost)?,
        (cost, freight, carried),
    );
    let Some(sale) = sale else {
        let lines = transfers::out(&group, in_transit, &clearing, sums);
        return post(books, item, (Rule::TransferOut, movement), lines);
    };
    let lines = transfers::sold(&group, &sale.accounts, &clearing, sums);
    post(books, item, (Rule::IntercompanySale, movement), lines)?;
    let lines = transfers::bought(&sale.accounts, in_transit, carried);
    books.site = asked.to_site.clone();
    post(books, item, (Rule::IntercompanyPurchase, movement), lines)?;
    books.site = asked.from_site.clone();
    Ok(())
}

/// Refuses an unknown site, a transfer within one site, and a location elsewhere.
fn check_route(books: &Books<'_, '_>, asked: &TransferOut) -> Result<(), Halt> {
    for site in [&asked.from_site, &asked.to_site] {
        let known: Option<Site> = books.view().find(&[site])?;
        known.ok_or_else(|| Refusal::UnknownSite {
            site: site.to_string(),
        })?;
    }
    if asked.from_site == asked.to_site {
        let (need, found) = ("two sites".into(), format!("{} twice", asked.to_site));
        return Err(Refusal::Unfit { need, found }.into());
    }
    if let Some(code) = &asked.from {
        let from = books.location(code)?;
        at_site(&from, &asked.from_site)?;
        here::bin(books, &from)?;
    }
    here::site(books, &asked.from_site)
}

fn at_site(location: &Location, site: &SiteCode) -> Result<(), Halt> {
    if location.site == *site {
        return Ok(());
    }
    let need = format!("a location of site {site}");
    let found = format!("{}, which is at {}", location.location, location.site);
    Err(Refusal::Unfit { need, found }.into())
}

/// Takes goods out of a site; returns the movement and what they were worth.
fn send(books: &mut Books<'_, '_>, goods: &Goods, place: &Place, qty: Qty) -> Result<(i64, Money), Halt> {
    books.take_out(goods, place, qty, Qty::ZERO)?;
    let pool_before = books.pool(&goods.item.item, &place.site)?.qty;
    let seq = books.view().next::<Movement>()?;
    let value = books.value_out(goods, &place.site, qty, seq)?;
    let step = Step::new(MovementKind::TransferOut, goods, qty, Some(place), None);
    let movement = books.movement(&Step {
        value: -value,
        pool_before,
        ..step
    })?;
    Ok((movement, value))
}

/// Takes goods in: each part brings its share of what is in transit, and a cost layer of its own.
pub(super) fn arrive(books: &mut Books<'_, '_>, asked: &TransferIn) -> Result<Option<String>, Halt> {
    books.need(&Transfer::TAKEN_IN_BY)?;
    positive(asked.qty)?;
    let open = on_the_way(books, &asked.of)?;
    let open = those_named(asked, open)?;
    let Some(one) = open.first() else { return Ok(None) };
    here::site(books, &one.to_site)?;
    books.site = one.to_site.clone();
    let left = books.moved(one.movement)?;
    books.after(&left);
    let (item, account) = (books.item(&one.item)?, one.account.clone());
    let location = books.location_or(asked.to.as_ref(), Purpose::Storage)?;
    at_site(&location, &one.to_site)?;
    books.check_room(&location, asked.qty)?;
    let place = Place::at(&location).with(asked.status);
    let (mut left, mut first) = (asked.qty, None);
    let (mut value, mut carried) = (Money::ZERO, Money::ZERO);
    for transfer in open {
        let qty = left.min(transfer.open_qty());
        if qty.is_zero() {
            break;
        }
        let (movement, gained, slice) = bring(books, &item, &place, &transfer, qty)?;
        first.get_or_insert(movement);
        value += gained;
        carried += slice;
        left -= qty;
    }
    let movement = first.unwrap_or_default();
    let lines = transfers::arrival(&books.accounts(&item, &books.site)?, &account, value, carried);
    post(books, &item, (Rule::TransferIn, movement), lines)?;
    Ok(None)
}

/// Returns what of a transfer is on its way, part by part; refuses if nothing is.
fn on_the_way(books: &Books<'_, '_>, of: &Key) -> Result<Vec<Transfer>, Halt> {
    let range = Range::by(Logged::BY_KEY, &[of]).first(1);
    let logged = books.view().list::<Logged>(&range)?.pop();
    let logged = logged.ok_or_else(|| Refusal::UnknownOperation { id: of.to_string() })?;
    let first = logged.movement.unwrap_or(0);
    let mut found: Vec<Transfer> = Vec::new();
    for number in first..first + logged.movements {
        found.extend(books.view().find::<Transfer>(&[&number])?);
    }
    let state = match found.first() {
        None => "no transfer",
        Some(transfer) if transfer.closed => "closed",
        Some(_) => "received in full",
    };
    found.retain(|transfer| Qty::ZERO < transfer.open_qty());
    if found.is_empty() {
        let (what, state) = (format!("Operation {of}"), state.to_owned());
        let need = "Name a transfer that is on its way".to_owned();
        return Err(Refusal::WrongState { what, state, need }.into());
    }
    Ok(found)
}

/// Returns the parts with the lot or serial number named. If there are several, a part of the quantity must name one.
fn those_named(asked: &TransferIn, mut open: Vec<Transfer>) -> Result<Vec<Transfer>, Halt> {
    open.retain(|it| {
        let lot = asked.lot.as_ref().is_none_or(|lot| *lot == it.lot);
        lot && asked.serial.as_ref().is_none_or(|serial| *serial == it.serial)
    });
    let left: Qty = open.iter().map(Transfer::open_qty).sum();
    if left < asked.qty {
        return Err(Refusal::OverTransfer {
            id: asked.of.to_string(),
            left,
            found: asked.qty,
        }
        .into());
    }
    let [first, rest @ ..] = open.as_slice() else {
        return Ok(open);
    };
    let item = first.item.to_string();
    if asked.qty < left && rest.iter().any(|it| it.serial != first.serial) {
        return Err(Refusal::SerialNeeded { item }.into());
    }
    if asked.qty < left && rest.iter().any(|it| it.lot != first.lot) {
        return Err(Refusal::LotNeeded { item }.into());
    }
    Ok(open)
}

/// Puts a part of a transfer into stock; returns the movement, what the stock gained, and what was carried.
fn bring(
    books: &mut Books<'_, '_>,
    item: &Item,
    place: &Place,
    transfer: &Transfer,
    qty: Qty,
) -> Result<(i64, Money, Money), Halt> {
    let goods = books.goods(item.clone(), Some(&transfer.lot), Some(&transfer.serial), qty)?;
    absent_serial(books, &goods)?;
    let qty_in = transfer.qty_in + qty;
    // Where late cost was added to what had arrived in parts, cents may have gone the other way.
    let slice = transfer.value.share(qty_in, transfer.qty)? - transfer.value_in;
    let slice = slice.max(Money::ZERO);
    let value_in = transfer.value_in + slice;
    books.put_in(&goods, place, qty)?;
    let pool_before = books.pool(&item.item, &place.site)?.qty;
    let seq = books.view().next::<Movement>()?;
    let value = books.value_in(&goods, &place.site, qty, slice, seq)?;
    books.note_cost(&item.item, &place.site, qty, slice)?;
    let step = Step::new(MovementKind::TransferIn, &goods, qty, None, Some(place));
    let origin = Some(transfer.movement);
    let movement = books.movement(&Step {
        value,
        pool_before,
        origin,
        ..step
    })?;
    let arrived = Transfer {
        qty_in,
        value_in,
        ..transfer.clone()
    };
    books.draft.put(&arrived.settled());
    Ok((movement, value, slice))
}

/// Writes off what has not arrived, for a supervisor or with a supervisor's badge; a reason is required.
pub(super) fn close(books: &mut Books<'_, '_>, asked: &TransferClose) -> Result<Option<String>, Halt> {
    if !books.is_approved()? {
        books.need(&[Role::Supervisor])?;
    }
    if books
        .request
        .reason
        .as_deref()
        .unwrap_or_default()
        .trim()
        .is_empty()
    {
        let (need, found) = ("a reason why goods are written off".into(), "none".into());
        return Err(Refusal::Unfit { need, found }.into());
    }
    let open = on_the_way(books, &asked.of)?;
    let Some(one) = open.first() else { return Ok(None) };
    books.site = entities::site_of(books.view(), one)?;
    let left = books.moved(one.movement)?;
    books.after(&left);
    let (item, account) = (books.item(&one.item)?, one.account.clone());
    let (mut first, mut qty, mut lost) = (None, Qty::ZERO, Money::ZERO);
    for transfer in open {
        let goods = Goods {
            item: item.clone(),
            lot: transfer.lot.clone(),
            expiry: transfer.expiry,
            serial: transfer.serial.clone(),
        };
        let step = Step::new(MovementKind::TransferClose, &goods, Qty::ZERO, None, None);
        let pool_before = books.pool(&item.item, &books.site)?.qty;
        let origin = Some(transfer.movement);
        let movement = books.movement(&Step {
            pool_before,
            origin,
            ..step
        })?;
        first.get_or_insert(movement);
        qty += transfer.open_qty();
        lost += transfer.open_value();
        let closed = true;
        books.draft.put(&Transfer { closed, ..transfer }.settled());
    }
    let movement = first.unwrap_or_default();
    let lines = transfers::lost(&books.accounts(&item, &books.site)?, &account, lost);
    post(books, &item, (Rule::TransferClose, movement), lines)?;
    Ok(Some(format!("{qty} {} written off", item.item)))
}

/// Writes the entry of a transfer, at the site of the books.
fn post(
    books: &mut Books<'_, '_>,
    item: &Item,
    (rule, movement): (Rule, i64),
    lines: Lines,
) -> Result<(), Halt> {
    let about = About {
        rule,
        movement,
        site: books.site.clone(),
        group: item.group_number,
        channel: Channel::default(),
        document: None,
        negates: None,
    };
    books.entry(about, lines)
}
