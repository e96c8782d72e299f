//! What orders are promised by item and site, and what they wait for.

use super::{Check, Finding};
use crate::domain::amount::Qty;
use crate::domain::catalog::Item;
use crate::domain::code::{ItemCode, OrderNo, SiteCode};
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::policy::PromiseOn;
use crate::domain::promise::{Promise, Supply, available};
use crate::domain::record::Fault;
use crate::domain::shelf_life::lasts;
use crate::domain::stock::Balance;
use crate::operations::pages::Pages;
use crate::operations::takeable::free;
use crate::operations::view::View;
use std::collections::{BTreeMap, BTreeSet};

type Of = (ItemCode, SiteCode);

/// Checks that every open quantity is promised or a back order; that no more is promised than there is; and that
/// nobody waits for what is there.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    if view.policies()?.promise()? == PromiseOn::Pick {
        return Ok(());
    }
    let promises: Vec<Promise> = view.all(&[])?;
    found.push(lines(view, &promises)?);
    found.extend(supplies(view, &promises)?);
    Ok(())
}

/// Checks the lines of sales orders.
fn lines(view: &dyn View, promises: &[Promise]) -> Result<Finding, Fault> {
    let mut check = Check::of("open = allocated + picked + promised + back-ordered");
    let mut left: BTreeMap<(OrderNo, i64), &Promise> = promises
        .iter()
        .map(|it| ((it.order_no.clone(), it.line), it))
        .collect();
    let mut open: BTreeSet<OrderNo> = BTreeSet::new();
    for head in Pages::<Order>::of(view) {
        let head = head?;
        if head.kind == OrderKind::Sales && head.state != OrderState::Closed {
            open.insert(head.order_no);
        }
    }
    let services = view.all::<Item>(&[])?.into_iter().filter(|item| item.service);
    let services: BTreeSet<ItemCode> = services.map(|item| item.item).collect();
    for line in Pages::<OrderLine>::of(view) {
        let line = line?;
        if line.kind != OrderKind::Sales {
            continue;
        }
        let wanted = if open.contains(&line.order_no) && !services.contains(&line.item) {
            line.unallocated()
        } else {
            Qty::ZERO
        };
        let promise = left.remove(&(line.order_no.clone(), line.line));
        let (promised, waiting) = promise.map_or((Qty::ZERO, Qty::ZERO), |it| (it.promised, it.waiting));
        let is_named = promise.is_none_or(|it| it.item == line.item);
        check.see(is_named && promised + waiting == wanted, || {
            format!(
                "line {} of {} needs {wanted} more: {promised} are promised, {waiting} wait",
                line.line, line.order_no
            )
        });
    }
    for (order, line) in left.into_keys() {
        check.see(false, || {
            format!("line {line} of {order} is promised goods and not there")
        });
    }
    Ok(check.finish())
}

/// Checks what may be promised of each item at each site.
fn supplies(view: &dyn View, promises: &[Promise]) -> Result<[Finding; 2], Fault> {
    let mut sums = Check::of("available to promise = what may be allocated");
    let mut bounds = Check::of("promised ≤ available to promise, and nobody waits for what is there");
    let through = view.policies()?.usable_through_expiry()?;
    let mut rows: BTreeMap<Of, Vec<Supply>> = BTreeMap::new();
    for supply in view.all::<Supply>(&[])? {
        let of = (supply.item.clone(), supply.site.clone());
        rows.entry(of).or_default().push(supply);
    }
    let items: BTreeSet<&ItemCode> = rows.keys().map(|(item, _)| item).collect();
    let mut stock: BTreeMap<Of, Vec<(Balance, Qty)>> = BTreeMap::new();
    for item in items {
        for balance in view.all::<Balance>(&[item])? {
            let qty = free(view, &balance)?;
            let of = (balance.item.clone(), balance.site.clone());
            stock.entry(of).or_default().push((balance, qty));
        }
    }
    let of = |it: &Promise| (it.item.clone(), it.site.clone());
    let known: Vec<(Of, &Promise)> = promises.iter().map(|it| (of(it), it)).collect();
    let mut lines: BTreeMap<(&Of, i64), (Qty, Qty, bool)> = BTreeMap::new();
    for (of, it) in &known {
        let sums = lines.entry((of, it.life)).or_default();
        sums.0 += it.promised;
        sums.1 += it.waiting;
        sums.2 |= it.waits && it.own_lot().is_none();
    }
    for (of, supplies) in &rows {
        for supply in supplies {
            let wanted = supply.life.max(i64::from(!through));
            let there = stock.get(of).map_or(&[][..], Vec::as_slice).iter();
            let there = there.filter(|(balance, _)| lasts(balance.expiry, supply.day, wanted));
            let there: Qty = there.map(|(_, qty)| *qty).sum();
            let (promised, waiting, _) = lines.get(&(of, supply.life)).copied().unwrap_or_default();
            let holds = (there, promised, waiting) == (supply.free, supply.promised, supply.waiting);
            sums.see(holds, || {
                format!(
                    "{} at {} for {} days: {} are free and {there} are there; {} promised and {promised} by its lines; \
                     {} waiting and {waiting} by its lines",
                    of.0, of.1, supply.life, supply.free, supply.promised, supply.waiting
                )
            });
        }
        for (supply, (life, left)) in supplies.iter().zip(available(supplies)) {
            let has_promised = supplies
                .iter()
                .any(|it| life <= it.life && Qty::ZERO < it.promised);
            let waits = lines.get(&(of, life)).is_some_and(|(.., any)| *any);
            let is_broken = has_promised && left < Qty::ZERO || waits && Qty::ZERO < left;
            bounds.see(!is_broken, || {
                format!(
                    "{} at {} for {life} days: {left} left, {} wait",
                    of.0, of.1, supply.waiting
                )
            });
        }
    }
    Ok([sums.finish(), bounds.finish()])
}
