//! Work in process: open work orders, and what is in process for each.

use super::known::Known;
use super::{RowKind, Scope};
use crate::domain::amount::{Qty, Total};
use crate::domain::code::{ItemCode, OrderNo, SiteCode};
use crate::domain::record::{Fault, Range};
use crate::domain::work_order::{WorkOrder, WorkPart};
use crate::operations::view::View;
use crate::words;
use chrono::NaiveDate;
use serde::Serialize;

words! {
    /// By what work in process is told apart.
    pub enum By {
        /// By work order.
        Order = "order",
        /// By work order and component.
        Component = "component",
    }
}

/// An open work order, or one of its components; or all of a group, or everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// A work order or component, or a total.
    pub kind: RowKind,
    /// The inventory group of what is made.
    pub group: Option<i64>,
    /// The site.
    pub site: Option<SiteCode>,
    /// The work order.
    pub order: Option<OrderNo>,
    /// What is made.
    pub item: Option<ItemCode>,
    /// What item or group is called.
    pub name: Option<String>,
    /// The day it is due.
    pub due: Option<NaiveDate>,
    /// Base units ordered.
    pub qty: Option<Qty>,
    /// Base units made, spoilt ones too.
    pub made: Option<Qty>,
    /// The component; `None` for the order as a whole.
    pub component: Option<ItemCode>,
    /// Base units of the component that are still to be issued.
    pub to_issue: Option<Qty>,
    /// Base units of the component that are in process.
    pub in_process: Option<Qty>,
    /// What is in process is worth.
    pub value: Total,
}

/// Returns open work orders by group, site and number, then a total for each group and the sum. What is made may be
/// narrowed by item and site.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope, by: By) -> Result<Vec<Row>, Fault> {
    let known = Known::of(view)?;
    let mut open: Vec<WorkOrder> = view.list(&Range::by(WorkOrder::BY_OPEN, &[&true]))?;
    open.retain(|order| scope.item(&order.item) && scope.site(&order.site));
    let mut rows = Vec::new();
    for order in open {
        let parts: Vec<WorkPart> = view.all(&[&order.order_no])?;
        let about = known.item(&order.item)?;
        let whole = Row {
            kind: RowKind::Row,
            group: Some(about.group),
            site: Some(order.site.clone()),
            order: Some(order.order_no.clone()),
            item: Some(order.item.clone()),
            name: Some(about.name.clone()),
            due: order.due,
            qty: Some(order.qty),
            made: Some(order.made()),
            component: None,
            to_issue: None,
            in_process: None,
            value: parts.iter().map(|part| Total::from(part.value)).sum(),
        };
        match by {
            By::Order => rows.push(whole),
            By::Component => {
                for part in parts {
                    let wanted = part.wanted(order.qty);
                    let wanted = wanted.map_err(|e| Fault::caused("too much of a component", e))?;
                    rows.push(Row {
                        component: Some(part.item.clone()),
                        to_issue: Some(wanted),
                        in_process: Some(part.held()),
                        value: part.value.into(),
                        ..whole.clone()
                    });
                }
            }
        }
    }
    rows.sort_by(|a, b| (a.group, &a.site, &a.order).cmp(&(b.group, &b.site, &b.order)));
    let totals = totals(&known, &rows);
    rows.extend(totals);
    Ok(rows)
}

fn totals(known: &Known, rows: &[Row]) -> Vec<Row> {
    let sum = |group: Option<i64>| -> Total {
        let own = rows.iter().filter(|row| group.is_none() || row.group == group);
        own.map(|row| row.value).sum()
    };
    let total = |kind, group, name, value| Row {
        kind,
        group,
        site: None,
        order: None,
        item: None,
        name,
        due: None,
        qty: None,
        made: None,
        component: None,
        to_issue: None,
        in_process: None,
        value,
    };
    let groups = known.groups.iter().map(|group| {
        let number = Some(group.number);
        total(RowKind::Total, number, Some(group.name.clone()), sum(number))
    });
    let mut totals: Vec<Row> = groups.collect();
    totals.push(total(RowKind::Sum, None, None, sum(None)));
    totals
}
