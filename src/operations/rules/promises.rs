//! Promises of stock to sales orders, by item and site.
//!
//! An order takes its share of what is available as soon as it is known, unless the policy `promise` says otherwise, and
//! what is short waits as a back order. No rule promises or takes back by itself: when an operation ends, promises follow
//! from what it changed. [`changed`] says what of stock, [`demand`] what of orders; a [`Plan`](plan::Plan) of each item and
//! site then takes promises back that stock no longer covers, the least urgent first, and promises what came to who waits
//! longest: by priority, due date and entry.
//!
//! What is available to promise holds exactly what allocation can take: see [`available::may_be_taken`]. It is kept by item
//! and site, so that a scan costs the same whatever lies beside and however many wait.
//!
//! [`available::may_be_taken`]: crate::domain::available::may_be_taken

mod changed;
mod demand;
mod lots;
mod plan;
mod plans;

use self::plans::Plans;
use super::books::Books;
use crate::domain::amount::Qty;
use crate::domain::code::{ItemCode, OrderNo, SiteCode};
use crate::domain::order::{Order, OrderKind, OrderLine};
use crate::domain::policy::PolicyKey;
use crate::domain::promise::{Promise, Supply};
use crate::operations::change::Halt;
use crate::operations::log::PROMISED;
use crate::operations::request::{Master, Operation};

/// Makes promises follow what the operation changed.
pub(super) fn settle(books: &mut Books<'_, '_>) -> Result<(), Halt> {
    if !books.is_of(PROMISED) {
        return Ok(());
    }
    let is_on = books.keeps_promises()?;
    if is_policy(books) {
        forget(books)?;
        if is_on {
            let mut plans = Plans::default();
            anew(books, &mut plans)?;
            return plans.balance(books);
        }
    }
    if !is_on {
        return Ok(());
    }
    let mut plans = Plans::of(changed::stock(books)?);
    plans.open_changed(books)?;
    demand::follow(books, &mut plans)?;
    plans.balance(books)
}

/// Brings what an order is promised up to the day: what expired since is promised no more, and what waits is served where
/// it can be.
pub(super) fn refresh(books: &mut Books<'_, '_>, order: &OrderNo) -> Result<(), Halt> {
    if !books.keeps_promises()? {
        return Ok(());
    }
    let mut plans = Plans::default();
    let promises: Vec<Promise> = books.view().all(&[order])?;
    // Whoever insists on a lot is served when it comes: no day brings one.
    for promise in promises.iter().filter(|it| it.own_lot().is_none()) {
        plans.note(books, promise, (Qty::ZERO, Qty::ZERO))?;
    }
    plans.balance(books)
}

/// Returns whether the operation sets a policy on which all promises depend.
fn is_policy(books: &Books<'_, '_>) -> bool {
    let Operation::Define(asked) = &books.request.operation else {
        return false;
    };
    let Master::Policy(policy) = &asked.master else {
        return false;
    };
    [PolicyKey::Promise, PolicyKey::UsableThroughExpiry]
        .iter()
        .any(|key| key.key() == policy.key)
}

/// Drops all promises.
fn forget(books: &mut Books<'_, '_>) -> Result<(), Halt> {
    let promises: Vec<Promise> = books.view().all(&[])?;
    for promise in promises {
        books.draft.remove(&promise);
    }
    let supplies: Vec<Supply> = books.view().all(&[])?;
    for supply in supplies {
        books.draft.remove(&supply);
    }
    Ok(())
}

/// Takes up all orders of a store that kept no promises before.
fn anew(books: &mut Books<'_, '_>, plans: &mut Plans) -> Result<(), Halt> {
    let orders: Vec<Order> = books.view().all(&[&OrderKind::Sales])?;
    for head in orders {
        let lines: Vec<OrderLine> = books.view().all(&[&OrderKind::Sales, &head.order_no])?;
        for line in lines {
            demand::line(books, plans, Some(&head), (None, Some(&line)), 0)?;
        }
    }
    Ok(())
}

/// An item at a site.
type Of = (ItemCode, SiteCode);
