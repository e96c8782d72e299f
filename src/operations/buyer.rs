//! Customers and channels of shipments.

use super::request::{Operation, Request};
use super::view::View;
use crate::domain::catalog::{Party, PartyKind};
use crate::domain::code::{Channel, PartyCode, Region};
use crate::domain::log::Logged;
use crate::domain::movement::Movement;
use crate::domain::order::{Order, OrderKind};
use crate::domain::record::Fault;

/// The customer of a shipment and the channel it was sold through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Buyer {
    /// The channel; empty if there is none.
    pub channel: Channel,
    /// The customer; empty if none was named.
    pub customer: PartyCode,
    /// The region that its order names, if any.
    region: Option<Region>,
}

impl Buyer {
    /// Returns the buyer of a shipment: that of its order, else the one named in the shipment.
    ///
    /// # Errors
    /// Fails if the store can't be read.
    pub fn of(view: &dyn View, left: &Movement) -> Result<Self, Fault> {
        if let (Some(order), Some(_)) = (&left.document, left.order_line) {
            let head: Option<Order> = view.find(&[&OrderKind::Sales, order])?;
            if let Some(head) = head {
                return Ok(Self {
                    channel: head.channel,
                    customer: head.party,
                    region: head.region,
                });
            }
        }
        let made: Option<Logged> = view.find(&[&left.operation])?;
        let request: Option<Request> = made.and_then(|made| serde_json::from_str(&made.request).ok());
        Ok(match request.map(|request| request.operation) {
            Some(Operation::Ship(asked)) => Self {
                channel: asked.channel.unwrap_or_default(),
                customer: asked.customer.unwrap_or_default(),
                region: None,
            },
            _ => Self::default(),
        })
    }

    /// Returns the region of its order, else that of its customer; `None` if neither has one.
    ///
    /// # Errors
    /// Fails if the store can't be read.
    pub fn region(&self, view: &dyn View) -> Result<Option<Region>, Fault> {
        if self.region.is_some() {
            return Ok(self.region.clone());
        }
        let party: Option<Party> = view.find(&[&PartyKind::Customer, &self.customer])?;
        Ok(party.and_then(|party| party.region))
    }
}
