//! Whether stock was ever allowed below zero.

use crate::domain::policy::{NegativeStock, PolicyKey, PolicyValue};
use crate::domain::record::Fault;
use crate::operations::accounts::policies_ever;
use crate::operations::view::View;

/// Returns whether the policy allows it or did before it was changed: stock that went below zero then may still be
/// there.
pub(super) fn was_allowed(view: &dyn View) -> Result<bool, Fault> {
    if view.policies()?.negative_stock()? == NegativeStock::Provisional {
        return Ok(true);
    }
    let key = PolicyKey::NegativeStock.key();
    let before = policies_ever(view, key)?;
    Ok(before
        .iter()
        .filter(|(_, policy)| policy.key == key)
        .any(|(_, policy)| NegativeStock::read(&policy.value) == Some(NegativeStock::Provisional)))
}
