//! Whether stock was ever allowed below zero.

use crate::domain::company::Policy;
use crate::domain::record::Fault;
use crate::operations::accounts::policies_ever;
use crate::operations::view::View;

const KEY: &str = "negative_stock";

/// Whether the policy allows it, or did before it was changed: what was below zero then may still be.
pub(super) fn was_allowed(view: &dyn View) -> Result<bool, Fault> {
    let now: Option<Policy> = view.find(&[&KEY.to_owned()])?;
    if now.as_ref().is_some_and(allows) {
        return Ok(true);
    }
    let before = policies_ever(view, KEY)?;
    Ok(before.iter().any(|(_, policy)| allows(policy)))
}

fn allows(policy: &Policy) -> bool {
    policy.key == KEY && policy.value == "provisional"
}
