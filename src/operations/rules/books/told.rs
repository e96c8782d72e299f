//! What the books tell the operator in a refusal.

use super::Books;
use crate::domain::amount::Qty;
use crate::domain::blind::Stated;
use crate::domain::code::{ItemCode, LocationCode};
use crate::operations::blindness::Blindness;
use crate::operations::change::Halt;

impl Books<'_, '_> {
    /// Returns a quantity at a location as the operator may be told it.
    pub fn stated(&self, location: &LocationCode, qty: Qty) -> Result<Stated, Halt> {
        Ok(self.blindness()?.state(location, qty))
    }

    /// Returns a quantity that was counted over all places of an item as the operator may be told it.
    pub fn stated_of_item(&self, item: &ItemCode, qty: Qty) -> Result<Stated, Halt> {
        Ok(self.blindness()?.total_of_item(self.view(), item, qty)?)
    }

    /// A document has the right of the store's file: nothing is withheld from it.
    fn blindness(&self) -> Result<Blindness, Halt> {
        match &self.user {
            Some(user) if !self.request.requester.is_document() => Ok(Blindness::of(self.view(), user)?),
            _ => Ok(Blindness::default()),
        }
    }
}
