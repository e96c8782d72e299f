//! Whether stock was ever allowed below zero.

use crate::domain::company::Policy;
use crate::domain::log::Logged;
use crate::domain::record::Fault;
use crate::operations::pages::Pages;
use crate::operations::request::{Master, Operation, Request};
use crate::operations::view::View;

const KEY: &str = "negative_stock";

/// Whether the policy allows it, or did before it was changed: what was below zero then may still be.
pub(super) fn was_allowed(view: &dyn View) -> Result<bool, Fault> {
    let now: Option<Policy> = view.find(&[&KEY.to_owned()])?;
    if now.as_ref().is_some_and(allows) {
        return Ok(true);
    }
    for logged in Pages::<Logged>::of(view) {
        let logged = logged?;
        if logged.op != "define" || !logged.request.contains(KEY) {
            continue;
        }
        let request: Option<Request> = serde_json::from_str(&logged.request).ok();
        if let Some(Operation::Define(asked)) = request.map(|request| request.operation)
            && let Master::Policy(policy) = &asked.master
            && allows(policy)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn allows(policy: &Policy) -> bool {
    policy.key == KEY && policy.value == "provisional"
}
