//! The policies of a store, read at once.

use super::view::View;
use crate::domain::company::Policy;
use crate::domain::policy::Policies;
use crate::domain::record::Fault;

impl dyn View + '_ {
    /// Returns all policies in one read: there are few of them, and a caller that needs one soon needs another.
    ///
    /// # Errors
    /// Fails if the store can't be read.
    pub fn policies(&self) -> Result<Policies, Fault> {
        Ok(Policies::of(self.all::<Policy>(&[])?))
    }
}
