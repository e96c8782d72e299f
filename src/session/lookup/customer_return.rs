//! What taking goods back asks: what was shipped, and to whom.

use super::carry::barred;
use super::item;
use crate::domain::amount::Qty;
use crate::domain::catalog::{Party, PartyKind};
use crate::domain::code::{ItemCode, LotCode, OrderNo, Serial};
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::order::{Order, OrderKind};
use crate::domain::record::{Fault, Range};
use crate::domain::shelf_life::ShelfLife;
use crate::domain::stock::Plate;
use crate::flows::event::Context;
use crate::flows::question::customer_return::{Question, Shipped, Told};
use crate::operations::view::View;

/// The maximum number of movements of an item searched for the shipment of goods whose order is unknown.
const LOOKED_AT: usize = 2_000;

/// Answers a question of taking goods back.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    let order = match question {
        Question::Order(order) => Some(order.clone()),
        Question::Parcel(lpn) => view.find::<Plate>(&[lpn])?.and_then(|plate| plate.order_no),
        Question::Goods { item, lot, serial } => newest(view, context, item, lot.as_ref(), serial.as_ref())?,
    };
    match order {
        Some(order) => shipped(view, &order, context),
        None => Ok(Told::Nothing),
    }
}

/// Returns the order of the newest shipment of the goods from this site that has not come back.
fn newest(
    view: &dyn View,
    context: &Context,
    item: &ItemCode,
    lot: Option<&LotCode>,
    serial: Option<&Serial>,
) -> Result<Option<OrderNo>, Fault> {
    let range = Range::by(Movement::BY_STOCK, &[item, &context.site])
        .backwards()
        .first(LOOKED_AT);
    for movement in view.list::<Movement>(&range)? {
        let fits = movement.kind == MovementKind::Shipment
            && movement.reverses.is_none()
            && lot.is_none_or(|lot| *lot == movement.lot)
            && serial.is_none_or(|serial| *serial == movement.serial);
        if !fits {
            continue;
        }
        let shipment: Option<Shipment> = view.find(&[&movement.seq])?;
        if let Some(shipment) = shipment.filter(|it| it.qty_back < it.qty && !it.order_no.is_empty()) {
            return Ok(Some(shipment.order_no));
        }
    }
    Ok(None)
}

fn shipped(view: &dyn View, order: &OrderNo, context: &Context) -> Result<Told, Fault> {
    let shelf_life = ShelfLife::of(&view.policies()?, context.today)?;
    let shipments: Vec<Shipment> = view.list(&Range::by(Shipment::BY_ORDER, &[order]))?;
    let mut found: Vec<Shipped> = Vec::new();
    for shipment in shipments {
        let same = |known: &&mut Shipped| {
            (&known.item, &known.lot, &known.serial) == (&shipment.item, &shipment.lot, &shipment.serial)
        };
        if let Some(known) = found.iter_mut().find(same) {
            known.qty += shipment.qty;
            known.back += shipment.qty_back;
            continue;
        }
        let item = item(view, &shipment.item)?;
        if !item.service && Qty::ZERO < shipment.qty {
            let Shipment {
                lot,
                serial,
                qty,
                qty_back: back,
                ..
            } = shipment;
            found.push(Shipped {
                barred: barred(view, &item.item, &lot, shelf_life)?,
                item: item.item,
                uom: item.uom,
                lot,
                serial,
                qty,
                back,
            });
        }
    }
    if found.is_empty() {
        return Ok(Told::Nothing);
    }
    let head: Option<Order> = view.find(&[&OrderKind::Sales, order])?;
    let party = head.map(|head| head.party).unwrap_or_default();
    let customer: Option<Party> = view.find(&[&PartyKind::Customer, &party])?;
    let customer = customer.map_or_else(|| party.to_string(), |customer| customer.name);
    Ok(Told::Shipped {
        order: order.clone(),
        customer,
        shipped: found,
    })
}
