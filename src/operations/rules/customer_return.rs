//! Goods come back from a customer at the cost at which they left.

pub(super) mod kit;

use super::billing::{self, Back};
use super::books::Books;
use super::goods::positive;
use super::invoice::{made_by, same};
use super::kit::Sold;
use super::post::{About, Step, sale_accounts};
use super::stock::{Goods, Place};
use super::{allowance, here, service_cost, stated, tax};
use crate::domain::amount::{AmountError, Money, Qty};
use crate::domain::catalog::{Item, Location, Purpose};
use crate::domain::code::{ItemCode, Key};
use crate::domain::entry::Rule;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::policy::CompanyAccount;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Status;
use crate::domain::tax::TaxSide;
use crate::domain::user::Role;
use crate::ledger::posting::{self, Sale, sales};
use crate::operations::buyer::Buyer;
use crate::operations::change::Halt;
use crate::operations::late_costs;
use crate::operations::log::HEEDED;
use crate::operations::nouns::noun;
use crate::operations::request::{CustomerReturn, Disposition};

/// Takes goods back against the shipment they left with.
pub(super) fn take_back(books: &mut Books<'_, '_>, asked: &CustomerReturn) -> Result<Option<String>, Halt> {
    books.need(&[Role::Receiver, Role::Supervisor])?;
    positive(asked.qty)?;
    if asked.disposition == Disposition::Scrap {
        let why = "what is thrown away is put nowhere";
        stated::nothing(books, &[("to", asked.to.is_some())], why)?;
    }
    let mut left = asked.qty;
    let found = sold(books, asked)?;
    let name = asked.of.as_ref().map_or_else(
        || format!("of {}", asked.order.clone().unwrap_or_default()),
        ToString::to_string,
    );
    let open = |it: &Sold| it.lead.qty - it.lead.qty_back;
    if found.is_empty() {
        if let Some(of) = &asked.of {
            let found = format!("{} {of}", noun(&made_by(books, of)?.op));
            let need = "the id of a shipment of these goods".to_owned();
            return Err(Refusal::WrongWord { need, found }.into());
        }
        return Err(Refusal::UnknownOperation { id: name }.into());
    }
    let most: Qty = found.iter().map(open).sum();
    if most < left {
        return Err(Refusal::OverReturn {
            id: name,
            left: most,
            found: left,
        }
        .into());
    }
    for sold in found {
        let part = left.min(open(&sold));
        if part <= Qty::ZERO {
            continue;
        }
        left -= part;
        if sold.is_kit() {
            kit::take_back(books, &Key::from(name.as_str()), asked, sold, part)?;
        } else {
            one(books, asked, sold.lead, part)?;
        }
    }
    Ok(None)
}

/// Takes a part of one shipment back: first what of it was not billed yet, then what was.
fn one(books: &mut Books<'_, '_>, asked: &CustomerReturn, shipment: Shipment, qty: Qty) -> Result<(), Halt> {
    let unbilled = billing::unbilled(books, &shipment, qty)?;
    let is_service = books.item(&shipment.item)?.service;
    let part = if is_service { credit } else { part };
    if unbilled.is_zero() || unbilled == qty {
        return part(books, asked, shipment, qty);
    }
    let seq = shipment.movement;
    part(books, asked, shipment, unbilled)?;
    let rest: Option<Shipment> = books.view().find(&[&seq])?;
    match rest {
        Some(rest) => part(books, asked, rest, qty - unbilled),
        None => Ok(()),
    }
}

/// Takes goods back, all of them billed or none.
fn part(books: &mut Books<'_, '_>, asked: &CustomerReturn, shipment: Shipment, qty: Qty) -> Result<(), Halt> {
    let item = books.stock_item(&shipment.item)?;
    let goods = books.goods(item, Some(&shipment.lot), Some(&shipment.serial), qty)?;
    let gone = books.moved(shipment.movement)?;
    books.site = gone.site.clone();
    books.after(&gone);
    let known = late_costs::cost_of(books.view(), &shipment)?;
    let cost = slice(&shipment, known, shipment.qty_back, qty)?;
    let full = sale_of(&shipment, shipment.qty_back, qty)?;
    let place = place_for(books, asked, &gone)?;
    let seq = books.view().next::<Movement>()?;
    let (mut value, pool_before) = (Money::ZERO, books.pool(&goods.item.item, &gone.site)?.qty);
    if let Some(place) = &place {
        super::goods::absent_serial(books, &goods)?;
        books.put_in(&goods, place, qty)?;
        value = books.value_in(&goods, &place.site, qty, cost, seq)?;
    }
    let step = Step::new(MovementKind::Return, &goods, qty, None, place.as_ref());
    let movement = books.movement(&Step {
        value,
        pool_before,
        document: document_of(books, &gone),
        order_line: gone.order_line,
        origin: Some(shipment.movement),
        ..step
    })?;
    let back = note(books, asked, shipment, (qty, movement), (cost, full))?;
    post(
        books,
        &goods.item,
        &gone,
        movement,
        back,
        place.map(|_| value),
        cost,
    )
}

/// Takes back what has no stock, a service or a kit as such: its sale is credited, unless it is thrown away.
fn credit(
    books: &mut Books<'_, '_>,
    asked: &CustomerReturn,
    shipment: Shipment,
    qty: Qty,
) -> Result<(), Halt> {
    let gone = books.moved(shipment.movement)?;
    if books.item(&shipment.item)?.service {
        stated::nothing(books, &[("to", asked.to.is_some())], "a service lies nowhere")?;
    }
    books.site = gone.site.clone();
    books.after(&gone);
    let full = sale_of(&shipment, shipment.qty_back, qty)?;
    let goods = Goods::plain(books.item(&shipment.item)?);
    let known = late_costs::cost_of(books.view(), &shipment)?;
    let cost = slice(&shipment, known, shipment.qty_back, qty)?;
    let step = Step::new(MovementKind::Return, &goods, qty, None, None);
    let movement = books.movement(&Step {
        document: document_of(books, &gone),
        order_line: gone.order_line,
        origin: Some(shipment.movement),
        ..step
    })?;
    let back = note(books, asked, shipment, (qty, movement), (cost, full))?;
    let value = (asked.disposition != Disposition::Scrap).then_some(cost);
    if value.is_some() {
        accrue(books, &goods.item, &gone, movement, (qty, cost))?;
    }
    post(books, &goods.item, &gone, movement, back, value, cost)
}

/// Puts a service that is taken back into the pool that it was sold from, at what it cost, as long as that is tracked.
fn accrue(
    books: &mut Books<'_, '_>,
    item: &Item,
    gone: &Movement,
    movement: i64,
    back: (Qty, Money),
) -> Result<(), Halt> {
    if !service_cost::is_tracked(books, item)? || service_cost::step_of(books, gone.seq)?.is_none() {
        return Ok(());
    }
    let step = service_cost::Step {
        movement,
        kind: MovementKind::Return,
        of: Some(gone.seq),
    };
    service_cost::put(books, item, &gone.site, step, back)
}

/// Notes what came back of a shipment with a movement; returns how that is posted. What is thrown away is not credited,
/// and what was credited without goods is not credited again.
fn note(
    books: &mut Books<'_, '_>,
    asked: &CustomerReturn,
    shipment: Shipment,
    (qty, movement): (Qty, i64),
    (cost, full): (Money, Sale),
) -> Result<Back, Halt> {
    let back = match billing::release(books, &shipment, qty, full)? {
        Back::Billed(_) if asked.disposition == Disposition::Scrap => Back::Billed(Sale::default()),
        Back::Billed(sale) => {
            let given = allowance::come_back(books, &shipment, qty, movement)?;
            let sale = sale - given;
            let by = tax::of_shipment(books, &shipment)?;
            let about = (movement, Some(shipment.movement));
            tax::note(books, about, TaxSide::Sales, by, -sale)?;
            Back::Billed(sale)
        }
        back @ Back::Unbilled(..) => back,
    };
    let sale = match &back {
        Back::Billed(sale) => *sale,
        Back::Unbilled(..) => Sale::default(),
    };
    books.draft.put(&Shipment {
        qty_back: shipment.qty_back + qty,
        cost_back: shipment.cost_back + cost,
        sales_back: shipment.sales_back + sale.net,
        tax_back: shipment.tax_back + sale.tax,
        ..shipment
    });
    Ok(back)
}

/// Returns the part of `whole` that belongs to the next `qty` of a shipment once `back` of it came back: the difference
/// of two rounded shares, so that all its parts add up to the whole, whether or not a part was credited.
pub(super) fn slice(shipment: &Shipment, whole: Money, back: Qty, qty: Qty) -> Result<Money, AmountError> {
    Ok(whole.share(back + qty, shipment.qty)? - whole.share(back, shipment.qty)?)
}

/// Returns what that part sold for.
pub(super) fn sale_of(shipment: &Shipment, back: Qty, qty: Qty) -> Result<Sale, AmountError> {
    Ok(Sale {
        net: slice(shipment, shipment.sales, back, qty)?,
        tax: slice(shipment, shipment.tax, back, qty)?,
    })
}

/// Posts what came back at `cost`; `value` is what stock gained, `None` if it was thrown away.
fn post(
    books: &mut Books<'_, '_>,
    item: &Item,
    gone: &Movement,
    movement: i64,
    back: Back,
    value: Option<Money>,
    cost: Money,
) -> Result<(), Halt> {
    let group = service_cost::accounts(books, item, &gone.site, (movement, cost))?;
    let revaluation = books.account(CompanyAccount::Revaluation)?;
    let lines = match (back, value) {
        (Back::Unbilled(waiting, held), _) => {
            sales::unbilled_return(&group, &waiting, &revaluation, value, cost, held)
        }
        (Back::Billed(_), None) => posting::scrapped_return(&group, cost),
        (Back::Billed(sale), Some(value)) => {
            posting::customer_return(&group, &sale_accounts(books)?, &revaluation, sale, value, cost)
        }
    };
    let about = About {
        rule: Rule::Return,
        movement,
        site: gone.site.clone(),
        group: group.group,
        channel: Buyer::of(books.view(), gone)?.channel,
        document: books.paper(gone.document.clone()),
        negates: None,
    };
    books.entry(about, lines)
}

/// Returns the paper of a movement by which something comes back: that of its order, else the one named, else the one
/// with which it left.
fn document_of(books: &Books<'_, '_>, gone: &Movement) -> Option<String> {
    match gone.order_line {
        Some(_) => gone.document.clone(),
        None => books.paper(gone.document.clone()),
    }
}

/// Returns everything that left by one operation.
fn shipped_by(books: &Books<'_, '_>, id: &Key) -> Result<Vec<Shipment>, Halt> {
    let of = Range::by(Logged::BY_KEY, &[id]).first(1);
    let logged = books.view().list::<Logged>(&of)?.pop();
    let logged = logged.ok_or_else(|| Refusal::UnknownOperation { id: id.to_string() })?;
    let first = logged.movement.unwrap_or(0);
    let found = (first..first + logged.movements).map(|number| books.view().find::<Shipment>(&[&number]));
    Ok(found
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect())
}

/// Returns what was sold and may come back: by the id of the shipment, or by order and item.
fn sold(books: &Books<'_, '_>, asked: &CustomerReturn) -> Result<Vec<Sold>, Halt> {
    let rows: Vec<Shipment> = match (&asked.of, &asked.order) {
        (Some(id), _) => shipped_by(books, id)?,
        (None, Some(order)) => books.view().list(&Range::by(Shipment::BY_ORDER, &[order]))?,
        (None, None) => {
            let need = "the id of a shipment, or an order with the item".to_owned();
            return Err(Refusal::Unfit {
                need,
                found: "neither".into(),
            }
            .into());
        }
    };
    let all = super::kit::sold(books, rows)?;
    if let Some(item) = &asked.item {
        no_component(&all, item)?;
    }
    let wanted = |it: &Sold| {
        let row = &it.lead;
        let is_piece = || {
            asked.lot.as_ref().is_none_or(|lot| *lot == row.lot)
                && asked.serial.as_ref().is_none_or(|serial| *serial == row.serial)
        };
        asked.item.as_ref().is_none_or(|item| *item == row.item) && (it.is_kit() || is_piece())
    };
    let found: Vec<Sold> = all.into_iter().filter(wanted).collect();
    of_order(books, asked, &found)?;
    let mut items: Vec<&str> = found.iter().map(|it| it.lead.item.as_str()).collect();
    items.sort_unstable();
    items.dedup();
    if 1 < items.len() {
        let need = format!("one item of {}", items.join(", "));
        return Err(Refusal::Unfit {
            need,
            found: "none named".into(),
        }
        .into());
    }
    Ok(found)
}

/// Refuses an item that was not sold beside a kit: it may have left as a component, and a kit comes back whole.
fn no_component(all: &[Sold], item: &ItemCode) -> Result<(), Halt> {
    let is_sold = all.iter().any(|it| it.lead.item == *item);
    match all.iter().find(|it| it.is_kit()) {
        Some(kit) if !is_sold => {
            let need = format!("whole kits of {}", kit.lead.item);
            let found = item.to_string();
            Err(Refusal::Unfit { need, found }.into())
        }
        _ => Ok(()),
    }
}

/// Refuses an order other than that of what left under the id.
fn of_order(books: &Books<'_, '_>, asked: &CustomerReturn, left: &[Sold]) -> Result<(), Halt> {
    let (Some(of), Some(order)) = (&asked.of, &asked.order) else {
        return Ok(());
    };
    let other = left.iter().find(|sold| sold.lead.order_no != *order);
    let Some(other) = other.filter(|_| books.is_of(HEEDED)) else {
        return Ok(());
    };
    let known = match other.lead.order_no.as_str() {
        "" => "none",
        known => known,
    };
    same(&format!("shipment {of}"), "order", known, Some(order.as_str()))
}

/// Returns where the goods go; `None` if they are scrapped.
fn place_for(books: &Books<'_, '_>, asked: &CustomerReturn, gone: &Movement) -> Result<Option<Place>, Halt> {
    let (purpose, status) = match asked.disposition {
        Disposition::Restock => (Purpose::Storage, Status::Available),
        Disposition::Quarantine => (Purpose::Quarantine, Status::Quarantine),
        Disposition::Damaged => (Purpose::Damaged, Status::Damaged),
        Disposition::Scrap => return Ok(None),
    };
    let location: Location = match (&asked.to, purpose) {
        (Some(code), _) => {
            let named = books.location(code)?;
            here::bin(books, &named)?;
            named
        }
        (None, Purpose::Damaged) => match books.location_or(None, Purpose::Damaged) {
            Err(Halt::Refused(_)) => books.location_or(None, Purpose::Returns)?,
            other => other?,
        },
        (None, purpose) => books.location_or(None, purpose)?,
    };
    if location.site != gone.site {
        let (from, to) = (gone.site.to_string(), location.site.to_string());
        return Err(Refusal::OtherSite { from, to }.into());
    }
    Ok(Some(Place::at(&location).with(Some(status))))
}
