//! What packing asks: what waits to be packed, and the totes and open parcels of an order.

use super::{gather_items, is_in_use, item};
use crate::domain::code::{Lpn, OrderNo};
use crate::domain::log::Restoration;
use crate::domain::order::{Order, OrderKind, OrderState};
use crate::domain::record::{CellRef, Fault, Range, Record};
use crate::domain::stock::{Balance, LpnKind, LpnState, Plate};
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::domain::{elsewhere, parcel};
use crate::flows::event::Context;
use crate::flows::question::pack::{Goods, Question, Told};
use crate::operations::view::View;
use crate::operations::{known, waiting};

/// The maximum number of orders searched for a tote.
const LOOKED_AT: usize = 20;

/// Answers a question of packing.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    match question {
        Question::Waiting => waiting(view, context).map(Told::Waiting),
        Question::Load { order } => load(view, order, context),
        Question::Parcel { order, parcel } => parcel_label(view, order, parcel, context),
        Question::Carton { carton } => {
            let otherwise = known::instead_of_carton(view, carton)?;
            Ok(Told::Carton {
                carton: carton.clone(),
                otherwise: otherwise.map(|known| format!("{carton} is {known}")),
            })
        }
    }
}

/// Returns a tote with goods of one of the orders that were picked first.
fn waiting(view: &dyn View, context: &Context) -> Result<Option<Lpn>, Fault> {
    let picked = &[
        &OrderKind::Sales as &dyn CellRef,
        &OrderState::Picked,
        &context.site,
    ];
    let orders: Vec<Order> = view.list(&Range::by(Order::BY_URGENCY, picked).first(LOOKED_AT))?;
    for order in orders {
        let plates: Vec<Plate> =
            view.list(&Range::by(Plate::BY_ORDER, &[&OrderKind::Sales, &order.order_no]))?;
        for plate in plates.into_iter().filter(|plate| plate.kind == LpnKind::Tote) {
            if is_in_use(view, &plate.lpn)? {
                return Ok(Some(plate.lpn));
            }
        }
    }
    Ok(None)
}

/// Returns what else than a parcel's label a code is.
fn parcel_label(view: &dyn View, order: &OrderNo, parcel: &Lpn, context: &Context) -> Result<Told, Fault> {
    let mut otherwise = known::otherwise(view, parcel.as_str(), Some(order))?;
    let patterns = &context.tote_pattern;
    // Patterns that the names of parcels fit too tell no tote from a parcel.
    let tells = !patterns.fit(parcel::name(order, 1).as_str());
    if otherwise.is_none() && tells && patterns.fit(parcel.as_str()) {
        otherwise = Some("a tote".to_owned());
    }
    Ok(Told::Parcel {
        parcel: parcel.clone(),
        otherwise: otherwise.map(|known| format!("{parcel} is {known}")),
    })
}

fn load(view: &dyn View, order: &OrderNo, context: &Context) -> Result<Told, Fault> {
    let plates: Vec<Plate> = view.list(&Range::by(Plate::BY_ORDER, &[&OrderKind::Sales, order]))?;
    let mut goods = Vec::new();
    for plate in plates {
        let packed = plate.kind == LpnKind::Parcel;
        let is_here = plate.kind == LpnKind::Tote || packed && plate.state == LpnState::Open;
        if !is_here {
            continue;
        }
        let content: Vec<Balance> = view.list(&Range::by(Balance::BY_LPN, &[&plate.lpn]))?;
        let at = content.first().map(|balance| &balance.site);
        let label = (plate.kind, &plate.lpn);
        if let Some(refusal) = at.and_then(|site| elsewhere::plate(label, site, &context.site)) {
            return Ok(Told::Elsewhere(refusal));
        }
        goods.extend(named(view, &plate.lpn, content, packed)?);
    }
    let next = next_parcel(view, order)?;
    let tasks: Vec<Task> = view.list(&Range::by(Task::BY_ORDER, &[order]))?;
    let to_pick = tasks
        .iter()
        .any(|task| task.kind == TaskKind::Pick && task.state == TaskState::Open);
    let to_pick = to_pick || 0 < waiting::lines(view, order)?;
    Ok(Told::Load {
        order: order.clone(),
        goods,
        next,
        to_pick,
    })
}

/// Returns what lies in a tote or parcel, with the names of the items.
fn named(view: &dyn View, lpn: &Lpn, content: Vec<Balance>, packed: bool) -> Result<Vec<Goods>, Fault> {
    gather_items(view, content.iter().map(|balance| &balance.item))?;
    let goods = |balance: Balance| {
        let item = item(view, &balance.item)?;
        Ok(Goods {
            lpn: lpn.clone(),
            packed,
            item: balance.item,
            name: item.name,
            uom: item.uom,
            tracking: item.tracking,
            lot: balance.lot,
            serial: balance.serial,
            qty: balance.qty,
        })
    };
    content.into_iter().map(goods).collect()
}

/// Returns the first of `ORDER-P1`, `ORDER-P2`, … that nobody uses, or since a restore of `ORDER-P1001` and so on.
fn next_parcel(view: &dyn View, order: &OrderNo) -> Result<Lpn, Fault> {
    let mut number = parcel::first(view.last(Restoration::TABLE)?);
    loop {
        let code = parcel::name(order, number);
        let known: Option<Plate> = view.find(&[&code])?;
        if known.is_none() {
            return Ok(code);
        }
        number += 1;
    }
}
