//! What is behind an order: its lines, what moved for them, and what that was worth.

use crate::domain::catalog::{Party, PartyKind};
use crate::domain::code::OrderNo;
use crate::domain::entry::Entry;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, Shipment};
use crate::domain::order::{Order, OrderKind, OrderLine};
use crate::domain::purchase::{Receipt, Settlement};
use crate::domain::record::{Fault, Range};
use crate::operations::pages::Pages;
use crate::operations::view::View;
use std::collections::BTreeSet;

/// An order with all that is behind it.
#[derive(Clone, Debug)]
pub struct OrderWhy {
    /// Its head.
    pub order: Order,
    /// What its vendor or customer is called.
    pub party: Option<String>,
    /// Its lines.
    pub lines: Vec<OrderLine>,
    /// What moved or was billed for it, in the order in which it happened.
    pub steps: Vec<Step>,
}

/// A movement for an order.
#[derive(Clone, Debug)]
pub struct Step {
    /// The movement.
    pub movement: Movement,
    /// The entries that value it.
    pub entries: Vec<i64>,
    /// What it sold, if it did.
    pub sold: Option<Shipment>,
}

/// Explains the orders of a number: one of each kind at most.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn of_order(view: &dyn View, order_no: &OrderNo) -> Result<Vec<OrderWhy>, Fault> {
    let mut found = Vec::new();
    for kind in [OrderKind::Purchase, OrderKind::Sales] {
        let order: Option<Order> = view.find(&[&kind, order_no])?;
        if let Some(order) = order {
            found.push(one(view, order)?);
        }
    }
    Ok(found)
}

fn one(view: &dyn View, order: Order) -> Result<OrderWhy, Fault> {
    let own = match order.kind {
        OrderKind::Purchase => received(view, &order.order_no)?,
        OrderKind::Sales => shipped(view, &order.order_no)?,
    };
    let mut steps = Vec::new();
    for movement in Pages::<Movement>::of(view) {
        let movement = movement?;
        let is_later = [movement.origin, movement.reverses]
            .into_iter()
            .flatten()
            .any(|of| own.contains(&of));
        if own.contains(&movement.seq) || is_later {
            steps.push(step(view, movement)?);
        }
    }
    let kind = match order.kind {
        OrderKind::Purchase => PartyKind::Vendor,
        OrderKind::Sales => PartyKind::Customer,
    };
    let party: Option<Party> = view.find(&[&kind, &order.party])?;
    Ok(OrderWhy {
        party: party.map(|party| party.name),
        lines: view.all(&[&order.kind, &order.order_no])?,
        order,
        steps,
    })
}

/// Returns the movements that received a purchase order, and that billed what was received or sent it back.
fn received(view: &dyn View, order_no: &OrderNo) -> Result<BTreeSet<i64>, Fault> {
    let mut own = BTreeSet::new();
    for receipt in Pages::<Receipt>::of(view) {
        let receipt = receipt?;
        if receipt.order_no == *order_no {
            own.insert(receipt.movement);
            let by_settled = Range::by(Settlement::BY_SETTLED, &[&receipt.movement]);
            let settled: Vec<Settlement> = view.list(&by_settled)?;
            own.extend(settled.iter().map(|settlement| settlement.movement));
        }
    }
    Ok(own)
}

/// Returns the movements that shipped a sales order.
fn shipped(view: &dyn View, order_no: &OrderNo) -> Result<BTreeSet<i64>, Fault> {
    let shipped: Vec<Shipment> = view.list(&Range::by(Shipment::BY_ORDER, &[order_no]))?;
    Ok(shipped.iter().map(|shipment| shipment.movement).collect())
}

fn step(view: &dyn View, movement: Movement) -> Result<Step, Fault> {
    let made: Option<Logged> = view.find(&[&movement.operation])?;
    let first = made.as_ref().and_then(|made| made.entry).unwrap_or(0);
    let count = made.map_or(0, |made| made.entries);
    let mut entries = Vec::new();
    for number in first..first + count {
        let entry: Option<Entry> = view.find(&[&number])?;
        entries.extend(
            entry
                .filter(|entry| entry.movement == movement.seq)
                .map(|entry| entry.entry),
        );
    }
    Ok(Step {
        sold: view.find(&[&movement.seq])?,
        movement,
        entries,
    })
}
