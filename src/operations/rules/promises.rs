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

use self::plan::Plan;
use self::plans::Plans;
use super::books::Books;
use crate::domain::amount::Qty;
use crate::domain::code::{ItemCode, OrderNo, SiteCode};
use crate::domain::order::{Order, OrderKind, OrderLine};
use crate::domain::policy::PolicyKey;
use crate::domain::promise::{Promise, Supply};
use crate::domain::record::{Range, Record};
use crate::operations::ahead::Ahead;
use crate::operations::change::Halt;
use crate::operations::log::PROMISED;
use crate::operations::request::{Master, Operation};
use crate::operations::view::View;

/// Makes promises follow what the operation changed.
pub(super) fn settle(books: &mut Books<'_, '_>) -> Result<(), Halt> {
    if !books.is_of(PROMISED) {
        return Ok(());
    }
    let is_on = books.keeps_promises()?;
    let mut plans = Plans::default();
    if sets(books, PolicyKey::Promise)? {
        forget::<Promise>(books)?;
        forget::<Supply>(books)?;
        if is_on {
            taken_up(books, &mut plans)?;
        }
    } else if is_on && sets(books, PolicyKey::UsableThroughExpiry)? {
        supplied_anew(books, &mut plans)?;
    } else if is_on {
        plans = Plans::of(changed::stock(books)?);
        plans.open_changed(books)?;
        demand::follow(books, &mut plans)?;
    }
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

/// Returns how much of what a line needs may be allocated to it at once, of `wanted`: what is available, and what is
/// promised to less urgent lines, which then wait. All of it where no promises are kept.
pub(super) fn room_for(books: &Books<'_, '_>, line: &OrderLine, wanted: Qty) -> Result<Qty, Halt> {
    let own: Option<Promise> = books.view().find(&[&line.order_no, &line.line])?;
    let Some(own) = own.filter(|own| own.own_lot().is_none()) else {
        return Ok(wanted);
    };
    let of = (own.item.clone(), own.site.clone());
    let touched = changed::stock(books)?;
    let plan = Plan::open(books, of.clone(), touched.get(&of).map_or(&[], Vec::as_slice))?;
    let mut room = plan.available_for(own.life);
    let kept = Range::by(Promise::KEPT, &[&of.0, &of.1, &true]).backwards();
    for other in Ahead::<Promise>::of(books.view(), kept) {
        let other = other?;
        if wanted <= room || other.rank() <= own.rank() {
            break;
        }
        room += other.promised;
    }
    Ok(wanted.min(room).max(Qty::ZERO))
}

/// Returns whether the operation sets a policy otherwise than it was.
fn sets(books: &Books<'_, '_>, key: PolicyKey) -> Result<bool, Halt> {
    let asks = match &books.request.operation {
        Operation::Define(asked) => match &asked.master {
            Master::Policy(policy) => policy.key == key.key(),
            _ => false,
        },
        _ => false,
    };
    let before: &dyn View = &books.draft.before();
    Ok(asks && before.policies()?.text(key) != books.policies()?.text(key))
}

/// Drops what is promised.
fn forget<R: Record>(books: &mut Books<'_, '_>) -> Result<(), Halt> {
    for row in books.view().all::<R>(&[])? {
        books.draft.remove(&row);
    }
    Ok(())
}

/// Works out again what may be promised of all that is, where other goods may leave than before.
fn supplied_anew(books: &mut Books<'_, '_>, plans: &mut Plans) -> Result<(), Halt> {
    forget::<Supply>(books)?;
    for promise in books.view().all::<Promise>(&[])? {
        plans.note(books, &promise, (promise.promised, promise.waiting))?;
    }
    Ok(())
}

/// Takes up all orders of a store that kept no promises before.
fn taken_up(books: &mut Books<'_, '_>, plans: &mut Plans) -> Result<(), Halt> {
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
