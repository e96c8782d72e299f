//! Goods on their way from one site to another.

use super::amount::{Money, Qty};
use super::code::{AccountCode, ItemCode, LotCode, Serial, SiteCode};
use super::user::Role;
use crate::record;
use chrono::NaiveDate;

record! {
    table "transfers", key 1, orders [BY_OPEN [open]], append_only false;
    /// Goods of one kind that left a site in one movement: their value, and how much of them has arrived. Until the
    /// transfer is closed, the rest is in transit.
    pub struct Transfer {
        /// The movement by which they left.
        movement: i64,
        /// Whether some of it is still on its way.
        open: bool,
        /// The item.
        item: ItemCode,
        /// Its lot; empty if it has none.
        lot: LotCode,
        /// The lot's expiry.
        expiry: Option<NaiveDate>,
        /// Its serial number; empty if it has none.
        serial: Serial,
        /// The site they left.
        from_site: SiteCode,
        /// The site they go to.
        to_site: SiteCode,
        /// The account that was debited with their value.
        account: AccountCode,
        /// Base units that left.
        qty: Qty,
        /// Their value in transit: what they were worth, with their share of the freight unless the item is valued at
        /// standard cost.
        value: Money,
        /// Their share of the freight.
        freight: Money,
        /// Base units that arrived.
        qty_in: Qty,
        /// What arrived of the value.
        value_in: Money,
        /// Whether the rest was written off.
        closed: bool,
    }
}

impl Transfer {
    /// The roles that may send goods to another site.
    pub const SENT_BY: [Role; 2] = [Role::Picker, Role::Supervisor];
    /// The roles that may take them in there.
    pub const TAKEN_IN_BY: [Role; 2] = [Role::Receiver, Role::Supervisor];

    /// Returns the base units that are still to come.
    pub fn open_qty(&self) -> Qty {
        if self.closed {
            Qty::ZERO
        } else {
            self.qty - self.qty_in
        }
    }

    /// Returns the value of what is still to come.
    pub fn open_value(&self) -> Money {
        if self.closed {
            Money::ZERO
        } else {
            self.value - self.value_in
        }
    }

    /// Returns the record with `open` brought up to date with its quantities.
    #[must_use]
    pub fn settled(self) -> Self {
        let open = !self.open_qty().is_zero();
        Self { open, ..self }
    }
}
