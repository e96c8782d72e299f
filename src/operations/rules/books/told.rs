//! What the books tell the operator in a refusal.

use super::Books;
use crate::domain::amount::Qty;
use crate::domain::blind::Stated;
use crate::domain::code::{ItemCode, LocationCode};
use crate::domain::user::User;
use crate::operations::blindness::{Blindness, total_of_item};
use crate::operations::change::Halt;

impl Books<'_, '_> {
    /// Returns a quantity at a location as the operator may be told it.
    pub fn stated(&self, location: &LocationCode, qty: Qty) -> Result<Stated, Halt> {
        let Some(user) = self.told() else {
            return Ok(qty.into());
        };
        Ok(Blindness::among(self.view(), user, [location])?.state(location, qty))
    }

    /// Returns a quantity that was counted over all places of an item as the operator may be told it.
    pub fn stated_of_item(&self, item: &ItemCode, qty: Qty) -> Result<Stated, Halt> {
        let Some(user) = self.told() else {
            return Ok(qty.into());
        };
        Ok(total_of_item(self.view(), user, item, qty)?)
    }

    /// Returns from whom something may be withheld. A document has the right of the store's file.
    fn told(&self) -> Option<&User> {
        self.user
            .as_ref()
            .filter(|_| !self.request.requester.is_document())
    }
}
