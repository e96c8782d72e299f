//! Ledger batches that the accounting system may not have: not exported, or not acknowledged.

use super::Condition;
use super::below::few;
use crate::domain::record::Fault;
use crate::operations::entities::Sites;
use crate::operations::pending::{self, Reversals};
use crate::operations::view::View;

/// Returns the conditions about ledger batches up to the end of a period (`YYYY-MM`). They are warnings: the store can't
/// know what somebody took over by hand. A batch that was reversed before it was exported is nothing that anybody needs,
/// and neither is its reversal.
pub(super) fn conditions(view: &dyn View, period: &str, sites: &Sites) -> Result<Vec<Condition>, Fault> {
    let heads = pending::heads(view)?;
    let reversals = Reversals::among(&heads);
    let (mut waiting, mut unanswered) = (Vec::new(), Vec::new());
    for head in &heads {
        if !sites.has(&head.site) || period < head.day.format("%Y-%m").to_string().as_str() {
            continue;
        }
        let handed = pending::handed_over(view, head.batch)?;
        let named = format!("{} of {} at {}", head.batch, head.day, head.site);
        if handed.exports.is_empty() {
            let other = head.reverses.or(reversals.by(head.batch));
            let is_moot = match other {
                Some(other) => pending::handed_over(view, other)?.exports.is_empty(),
                None => false,
            };
            if !is_moot {
                waiting.push(named);
            }
        } else if handed.acknowledgements.is_empty() {
            unanswered.push(named);
        }
    }
    let warning = |what, wrong: Vec<String>| Condition {
        blocks: false,
        ..Condition::new(what, &few(wrong))
    };
    Ok(vec![
        warning("every ledger batch up to its end is exported", waiting),
        warning("every exported ledger batch is acknowledged", unanswered),
    ])
}
