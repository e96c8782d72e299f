//! Shipments that were not billed, for every caller that needs them.

use super::view::View;
use crate::domain::amount::{Money, Qty};
use crate::domain::code::{AccountCode, ItemCode, Key, LotCode, OrderNo, SiteCode};
use crate::domain::integration::Billing;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, Shipment};
use crate::domain::record::{Fault, Range};
use chrono::NaiveDate;

/// A shipment that waits for its bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unbilled {
    /// The id of the operation that shipped it.
    pub id: Key,
    /// Its movement.
    pub movement: i64,
    /// When it left.
    pub shipped: NaiveDate,
    /// The site it left.
    pub site: SiteCode,
    /// The sales order; empty if none.
    pub order_no: OrderNo,
    /// Its line; 0 if none.
    pub order_line: i64,
    /// The item.
    pub item: ItemCode,
    /// Its lot; empty if it has none.
    pub lot: LotCode,
    /// The account that its cost waits on.
    pub account: AccountCode,
    /// The quantity that was neither billed nor returned.
    pub qty: Qty,
    /// Its cost, which shipped-not-invoiced holds.
    pub cost: Money,
    /// What it will bring, without tax.
    pub sales: Money,
}

/// Returns every shipment that waits for its bill, the oldest first. Their costs make up shipped-not-invoiced while
/// stock is in the ledger.
///
/// # Errors
/// Fails if the store can't be read.
pub fn unbilled(view: &dyn View) -> Result<Vec<Unbilled>, Fault> {
    let open: Vec<Billing> = view.list(&Range::by(Billing::BY_OPEN, &[&true]))?;
    open.into_iter().map(|billing| one(view, &billing)).collect()
}

fn one(view: &dyn View, billing: &Billing) -> Result<Unbilled, Fault> {
    let seq = billing.movement;
    let missing = || Fault::new(format!("shipment {seq} is missing"));
    let moved: Movement = view.find(&[&seq])?.ok_or_else(missing)?;
    let shipment: Shipment = view.find(&[&seq])?.ok_or_else(missing)?;
    let made: Logged = view.find(&[&moved.operation])?.ok_or_else(missing)?;
    let [cost, sales, _] = billing.part(billing.done(), billing.open_qty())?;
    Ok(Unbilled {
        id: made.key,
        movement: seq,
        shipped: moved.effective,
        site: moved.site,
        order_no: shipment.order_no,
        order_line: shipment.order_line,
        item: shipment.item,
        lot: shipment.lot,
        account: billing.account.clone(),
        qty: billing.open_qty(),
        cost,
        sales,
    })
}
