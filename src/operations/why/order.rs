//! What is behind an order: its lines, what moved for them, and what that was worth.

use crate::domain::amount::Money;
use crate::domain::catalog::{Party, PartyKind};
use crate::domain::code::{AccountCode, OrderNo};
use crate::domain::entry::{Entry, EntryLine};
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, Shipment};
use crate::domain::order::{Order, OrderKind, OrderLine};
use crate::domain::policy::CompanyAccount;
use crate::domain::purchase::{Receipt, Settlement};
use crate::domain::record::{Fault, Range};
use crate::operations::accounts::company_accounts_ever;
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
    /// What the vendor is owed for it, or the customer owes, with tax; below zero for what is credited or taken back.
    pub billed: Money,
}

/// The accounts that say what is owed between the company and a vendor or customer.
#[derive(Default)]
pub(super) struct Controls {
    accounts: BTreeSet<AccountCode>,
    /// Whether a credit makes it more.
    is_credit: bool,
}

impl Controls {
    fn of(view: &dyn View, kind: OrderKind) -> Result<Self, Fault> {
        let control = match kind {
            OrderKind::Purchase => CompanyAccount::SupplierControl,
            OrderKind::Sales => CompanyAccount::CustomerControl,
        };
        let ever = company_accounts_ever(view)?;
        let own = ever.into_iter().filter(|(company, _)| *company == control);
        Ok(Self {
            accounts: own.map(|(_, account)| account).collect(),
            is_credit: kind == OrderKind::Purchase,
        })
    }

    /// Returns what an entry adds to what is owed.
    fn billed(&self, view: &dyn View, entry: i64) -> Result<Money, Fault> {
        let lines: Vec<EntryLine> = view.all(&[&entry])?;
        let own = lines.iter().filter(|line| self.accounts.contains(&line.account));
        let debited: Money = own.map(|line| line.amount).sum();
        Ok(if self.is_credit { -debited } else { debited })
    }
}

/// Returns the purchase order and the sales order with this number, as far as they exist.
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
    let mut own = match order.kind {
        OrderKind::Purchase => received(view, &order.order_no)?,
        OrderKind::Sales => shipped(view, &order.order_no)?,
    };
    let controls = Controls::of(view, order.kind)?;
    let mut steps = Vec::new();
    for movement in Pages::<Movement>::of(view) {
        let movement = movement?;
        let is_later = [movement.origin, movement.reverses]
            .into_iter()
            .flatten()
            .any(|of| own.contains(&of));
        if is_later {
            own.insert(movement.seq);
        }
        if own.contains(&movement.seq) {
            steps.push(step(view, movement, &controls)?);
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

/// Returns the movements that received a purchase order, and that billed it, before or after, or sent it back.
fn received(view: &dyn View, order_no: &OrderNo) -> Result<BTreeSet<i64>, Fault> {
    let mut own = BTreeSet::new();
    for receipt in Pages::<Receipt>::of(view) {
        let receipt = receipt?;
        if receipt.order_no == *order_no {
            own.insert(receipt.movement);
            own.extend(receipt.bill);
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

pub(super) fn step(view: &dyn View, movement: Movement, controls: &Controls) -> Result<Step, Fault> {
    let made: Option<Logged> = view.find(&[&movement.operation])?;
    let first = made.as_ref().and_then(|made| made.entry).unwrap_or(0);
    let count = made.map_or(0, |made| made.entries);
    let (mut entries, mut billed) = (Vec::new(), Money::ZERO);
    for number in first..first + count {
        let entry: Option<Entry> = view.find(&[&number])?;
        if entry.is_some_and(|entry| entry.movement == movement.seq) {
            entries.push(number);
            billed += controls.billed(view, number)?;
        }
    }
    Ok(Step {
        sold: view.find(&[&movement.seq])?,
        movement,
        entries,
        billed,
    })
}
