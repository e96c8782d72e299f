//! Services that were sold and not billed by the end of a period: what they cost is not known yet.

use super::Condition;
use super::below::{end_of, few};
use crate::domain::amount::{Money, Qty};
use crate::domain::code::{ItemCode, SiteCode};
use crate::domain::movement::Movement;
use crate::domain::record::Fault;
use crate::domain::service::ServiceShort;
use crate::operations::entities::Sites;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use std::collections::BTreeMap;

/// Returns the condition that no service waits for its bill whose sale was posted up to the end of a period (`YYYY-MM`):
/// a warning, because the bill posts the difference to a later period.
pub(super) fn condition(view: &dyn View, period: &str, sites: &Sites) -> Result<Condition, Fault> {
    let end = end_of(period);
    let mut waiting: BTreeMap<(ItemCode, SiteCode), (Qty, Money)> = BTreeMap::new();
    for short in Pages::<ServiceShort>::of(view) {
        let it = short?;
        let sold: Option<Movement> = view.find(&[&it.movement])?;
        let is_then = sold.is_some_and(|sold| end.is_none_or(|end| sold.posting <= end));
        if is_then && sites.has(&it.site) {
            let sum = waiting.entry((it.item, it.site)).or_default();
            *sum = (sum.0 + it.qty, sum.1 + it.value);
        }
    }
    let named = waiting
        .into_iter()
        .map(|((item, site), (qty, value))| format!("{item} at {site}: {qty} taken to cost {value}"));
    let named = few(named.collect());
    Ok(Condition {
        blocks: false,
        ..Condition::new("no service that was sold waits for its bill", &named)
    })
}
