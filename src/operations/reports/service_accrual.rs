//! Services whose cost is tracked: what was billed of each and is not sold yet, and what was sold before it was billed.

use super::known::Known;
use super::{RowKind, Scope};
use crate::domain::amount::{Qty, Total};
use crate::domain::code::{AccountCode, ItemCode, SiteCode};
use crate::domain::record::Fault;
use crate::domain::service::{ServicePool, ServiceShort};
use crate::operations::pages::Pages;
use crate::operations::view::View;
use serde::Serialize;

/// A service at a site; or all of a group, or everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// A service, or a total.
    pub kind: RowKind,
    /// The inventory group.
    pub group: Option<i64>,
    /// The service.
    pub item: Option<ItemCode>,
    /// What item or group is called.
    pub name: Option<String>,
    /// The site.
    pub site: Option<SiteCode>,
    /// The account on which it stands.
    pub account: Option<AccountCode>,
    /// Base units billed and not sold.
    pub billed: Option<Qty>,
    /// What they cost.
    pub value: Total,
    /// Base units sold and not billed.
    pub sold_ahead: Option<Qty>,
    /// What they are taken to cost until they are billed.
    pub provisional: Total,
    /// What both leave on the account, debit positive.
    pub balance: Total,
}

/// Returns services with something on their accrual by group, item and site, then a total for each group that has any and
/// the sum, which is the balance of the accrual accounts while stock is in the ledger. An item and a site may narrow it.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope) -> Result<Vec<Row>, Fault> {
    let known = Known::of(view)?;
    let mut rows = Vec::new();
    for pool in Pages::<ServicePool>::of(view) {
        let pool = pool?;
        if pool.is_empty() || !scope.item(&pool.item) || !scope.site(&pool.site) {
            continue;
        }
        let shorts: Vec<ServiceShort> = view.all(&[&pool.item, &pool.site])?;
        let ahead: Qty = shorts.iter().map(|short| short.qty).sum();
        let provisional: Total = shorts.iter().map(|short| Total::from(short.value)).sum();
        let about = known.item(&pool.item)?;
        let balance = Total::from(pool.value);
        rows.push(Row {
            kind: RowKind::Row,
            group: Some(about.group),
            name: Some(about.name.clone()),
            billed: Some(pool.qty + ahead),
            value: balance + provisional,
            sold_ahead: Some(ahead),
            provisional,
            balance,
            item: Some(pool.item),
            site: Some(pool.site),
            account: Some(pool.account),
        });
    }
    rows.sort_by(|a, b| (a.group, &a.item, &a.site).cmp(&(b.group, &b.item, &b.site)));
    let mut totals: Vec<Row> = Vec::new();
    for group in &known.groups {
        let own = rows.iter().filter(|row| row.group == Some(group.number));
        let own: Vec<&Row> = own.collect();
        if !own.is_empty() {
            let about = (Some(group.number), Some(group.name.clone()));
            totals.push(total(RowKind::Total, about, &own));
        }
    }
    totals.push(total(
        RowKind::Sum,
        (None, None),
        &rows.iter().collect::<Vec<_>>(),
    ));
    rows.extend(totals);
    Ok(rows)
}

fn total(kind: RowKind, (group, name): (Option<i64>, Option<String>), own: &[&Row]) -> Row {
    let sum = |of: fn(&Row) -> Total| own.iter().map(|row| of(row)).sum();
    Row {
        kind,
        group,
        item: None,
        name,
        site: None,
        account: None,
        billed: None,
        value: sum(|row| row.value),
        sold_ahead: None,
        provisional: sum(|row| row.provisional),
        balance: sum(|row| row.balance),
    }
}
