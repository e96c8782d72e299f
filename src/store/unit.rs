//! What a store says of its money, told to the process before any amount is read.

use crate::domain::amount::unit;
use crate::domain::company::Policy;
use crate::domain::record::{Fault, Record};
use crate::operations::change::Write;
use crate::operations::view::View;
use std::sync::OnceLock;

/// Whether a handle's store has said what its amounts are. It says so once, for as long as it lives.
#[derive(Clone, Debug, Default)]
pub(super) struct Agreed(OnceLock<()>);

impl Agreed {
    /// Fixes the minor unit of the store's money, unless that was done or the store does not know it yet.
    ///
    /// # Errors
    /// A [`Fault`] where the process works on a store of another unit, or this one can't be read.
    pub(super) fn on(&self, view: &dyn View) -> Result<(), Fault> {
        if self.0.get().is_none() && agree(view)? {
            let _ = self.0.set(());
        }
        Ok(())
    }
}

/// Fixes the minor unit of a store's money; returns whether the store knows it.
///
/// # Errors
/// A [`Fault`] where the process works on a store of another unit, or this one can't be read.
pub(super) fn agree(view: &dyn View) -> Result<bool, Fault> {
    let Some(decimals) = view.policies()?.money_decimals()? else {
        return Ok(false);
    };
    unit::fix(decimals).map_err(|why| Fault::new(why.to_string()))?;
    Ok(true)
}

/// Returns whether a write may say what the store's amounts are.
pub(super) fn may_say(write: &Write) -> bool {
    write.table().name == Policy::TABLE.name
}
