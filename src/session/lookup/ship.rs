//! What shipping asks: the closed parcels that wait.

use super::shipping_dock;
use crate::domain::catalog::{Location, Party, PartyKind};
use crate::domain::elsewhere;
use crate::domain::order::{Order, OrderKind, OrderState};
use crate::domain::record::{Fault, Range};
use crate::domain::stock::{LpnKind, LpnState, Plate};
use crate::flows::event::Context;
use crate::flows::question::ship::{Question, Told, Waiting};
use crate::operations::view::View;

/// Answers a question of shipping.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    match question {
        Question::Waiting => waiting(view, context),
        Question::Parcel { parcel, location } => {
            let at: Option<Location> = view.find(&[location])?;
            let label = (LpnKind::Parcel, parcel);
            Ok(Told::Parcel {
                parcel: parcel.clone(),
                refusal: at.and_then(|at| elsewhere::plate(label, &at.site, &context.site)),
            })
        }
    }
}

fn waiting(view: &dyn View, context: &Context) -> Result<Told, Fault> {
    let mut waiting = Vec::new();
    for state in [OrderState::Packed, OrderState::Picked, OrderState::Allocated] {
        let range = Range::by(Order::BY_URGENCY, &[&OrderKind::Sales, &state, &context.site]);
        let mut orders: Vec<Order> = view.list(&range)?;
        orders.sort_by(|one, other| one.order_no.cmp(&other.order_no));
        for order in orders {
            waiting.extend(parcels(view, &order)?);
        }
    }
    Ok(Told::Waiting {
        parcels: waiting,
        dock: shipping_dock(view, &context.site)?,
    })
}

fn parcels(view: &dyn View, order: &Order) -> Result<Vec<Waiting>, Fault> {
    let mut plates: Vec<Plate> =
        view.list(&Range::by(Plate::BY_ORDER, &[&OrderKind::Sales, &order.order_no]))?;
    plates.retain(|plate| plate.kind == LpnKind::Parcel && plate.state == LpnState::Closed);
    if plates.is_empty() {
        return Ok(Vec::new());
    }
    let party: Option<Party> = view.find(&[&PartyKind::Customer, &order.party])?;
    let customer = party.map_or_else(|| order.party.to_string(), |party| party.name);
    let waiting = |plate: Plate| Waiting {
        parcel: plate.lpn,
        order: order.order_no.clone(),
        customer: customer.clone(),
        location: plate.location,
    };
    Ok(plates.into_iter().map(waiting).collect())
}
