//! What receiving asks: the order, the lot, the piece, the last cost.

use super::{gather_items, item, known, location};
use crate::domain::amount::{Price, Qty};
use crate::domain::catalog::{Item, Lot, Party, PartyKind};
use crate::domain::code::{ItemCode, LotCode, OrderNo};
use crate::domain::company::Method;
use crate::domain::order::{Order, OrderKind, OrderLine};
use crate::domain::record::{Fault, Range};
use crate::domain::stock::{Balance, Pool};
use crate::flows::event::Context;
use crate::flows::question::receive::{Line, Question, Told};
use crate::operations::ahead::Ahead;
use crate::operations::view::View;
use chrono::NaiveDate;

/// Answers a question of receiving.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    Ok(match question {
        Question::Order(no) => order(view, no)?,
        Question::Lot { item, lot, plain } => {
            let other = if *plain {
                known::instead_of_lot(view, item, lot)?
            } else {
                None
            };
            match other {
                Some(other) => Told::Otherwise(format!("{other}, not a lot")),
                None => known_lot(view, item, lot, context)?,
            }
        }
        Question::Serial { item, serial, plain } => {
            let other = if *plain {
                known::instead_of_serial(view, item, serial)?
            } else {
                None
            };
            if let Some(other) = other {
                return Ok(Told::Otherwise(format!("{other}, not a serial number of {item}")));
            }
            // Pieces with serial numbers have no lot.
            let pieces: Vec<Balance> = view.all(&[item, &LotCode::default(), serial])?;
            let found = pieces.into_iter().find(|piece| !piece.qty.is_zero());
            Told::Serial(found.map(|piece| piece.location))
        }
        Question::Place(code) => Told::Place(Box::new(location(view, code)?)),
        Question::Cost(code) => Told::Cost(cost(view, &item(view, code)?, context)?),
    })
}

fn order(view: &dyn View, no: &OrderNo) -> Result<Told, Fault> {
    let head: Option<Order> = view.find(&[&OrderKind::Purchase, no])?;
    let party = head.map(|head| head.party).unwrap_or_default();
    let vendor: Option<Party> = view.find(&[&PartyKind::Vendor, &party])?;
    let lines: Vec<OrderLine> = view.all(&[&OrderKind::Purchase, no])?;
    gather_items(view, lines.iter().map(|line| &line.item))?;
    let lines = lines.into_iter().map(|line| {
        let item = item(view, &line.item)?;
        let (ordered, received) = (line.qty, line.done);
        Ok(Line {
            line: line.line,
            item: line.item,
            name: item.name,
            uom: item.uom,
            ordered,
            received,
        })
    });
    Ok(Told::Order {
        order: no.clone(),
        vendor: vendor.map_or_else(|| party.to_string(), |vendor| vendor.name),
        lines: lines.collect::<Result<_, Fault>>()?,
    })
}

fn known_lot(view: &dyn View, item: &ItemCode, lot: &LotCode, context: &Context) -> Result<Told, Fault> {
    let known: Option<Lot> = view.find(&[item, lot])?;
    let latest = latest(view, item, lot, context)?;
    let (expiry, hold) = known.map_or((None, None), |known| (known.expiry, known.hold));
    Ok(Told::Lot { expiry, hold, latest })
}

/// Returns the last day on which goods of another lot here expire.
fn latest(
    view: &dyn View,
    item: &ItemCode,
    lot: &LotCode,
    context: &Context,
) -> Result<Option<NaiveDate>, Fault> {
    let range = Range::by(Balance::BY_EXPIRY, &[item, &context.site]).backwards();
    for balance in Ahead::<Balance>::of(view, range) {
        let balance = balance?;
        if balance.lot != *lot && Qty::ZERO < balance.qty {
            return Ok(balance.expiry);
        }
    }
    Ok(None)
}

/// Returns the standard, else what the last receipt with a cost was paid for one base unit.
fn cost(view: &dyn View, item: &Item, context: &Context) -> Result<Option<Price>, Fault> {
    if item.method == Method::Standard {
        return Ok(item.standard_cost);
    }
    let here: Option<Pool> = view.find(&[&item.item, &context.site])?;
    let elsewhere = view.list::<Pool>(&Range::of::<Pool>(&[&item.item]))?;
    let paid = here
        .into_iter()
        .chain(elsewhere)
        .find(|pool| Qty::ZERO < pool.last_qty);
    let paid = paid.map(|pool| Price::per_unit(pool.last_value, pool.last_qty));
    Ok(paid.transpose()?)
}
