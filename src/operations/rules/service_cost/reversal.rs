//! What a movement did to the accrual of a service is taken back with it.

use super::{is_tracked, keep, step_of};
use crate::domain::amount::{Money, Qty};
use crate::domain::code::Key;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::{Fault, Range};
use crate::domain::refusal::Refusal;
use crate::domain::service::{ServicePool, ServiceShort, ServiceStep};
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;

/// Gives a pool back what a movement took out of it, or takes what it put in. What left the pool since left at what it was
/// worth with that, and goes first.
pub(in crate::operations::rules) fn take_back(
    books: &mut Books<'_, '_>,
    of: &Key,
    old: &Movement,
) -> Result<(), Halt> {
    let Some(step) = step_of(books, old.seq)? else {
        return Ok(());
    };
    let item = books.item(&step.item)?;
    if !is_tracked(books, &item)? {
        let why = format!(
            "the cost of {} is not tracked any more; let its group track it again first",
            item.item
        );
        return Err(refused(of, why));
    }
    let pool: Option<ServicePool> = books.view().find(&[&step.item, &step.site])?;
    let pool = pool.ok_or_else(|| Fault::new(format!("movement {} has no pool", old.seq)))?;
    if !pool.is_empty() && pool.account != step.account {
        let why = format!(
            "what it cost stands on account {}, and that of {} on {} by now; post the opposite instead",
            step.account, item.item, pool.account
        );
        return Err(refused(of, why));
    }
    match step.kind {
        MovementKind::Shipment => unsell(books, of, &step)?,
        MovementKind::Cover => uncover(books, &step)?,
        _ => nothing_since(books, of, old, &step)?,
    }
    let spot = (step.item.clone(), step.site.clone());
    books.services.entry(spot).or_default();
    keep(
        books,
        &ServicePool {
            account: step.account.clone(),
            qty: pool.qty - step.qty,
            value: pool.value - step.value,
            ..pool
        },
    )?;
    books.draft.remove(&step);
    Ok(())
}

/// Refuses where something left the pool since by another operation.
fn nothing_since(books: &Books<'_, '_>, of: &Key, old: &Movement, step: &ServiceStep) -> Result<(), Halt> {
    let since = Range::by(ServiceStep::BY_POOL, &[&step.item, &step.site]).after(&old.seq);
    for next in books.view().list::<ServiceStep>(&since)? {
        if next.is_outward() && books.moved(next.movement)?.operation != old.operation {
            let kind = next.kind.word().replace('_', " ");
            let why = format!(
                "movement {} ({kind}) of {} came after it; take that back first, or post a credit note instead",
                next.movement, next.item
            );
            return Err(refused(of, why));
        }
    }
    Ok(())
}

/// Forgets what a sale sold before it was billed; refuses if that was billed since.
fn unsell(books: &mut Books<'_, '_>, of: &Key, step: &ServiceStep) -> Result<(), Halt> {
    let known: Option<ServiceShort> = books.view().find(&[&step.item, &step.site, &step.movement])?;
    let open = known.as_ref().map_or(Qty::ZERO, |short| short.qty);
    if open != step.short_qty {
        let why = format!(
            "{} of it were sold before they were billed and are billed by now; take the bill back first, or let the \
             service come back",
            step.short_qty - open
        );
        return Err(refused(of, why));
    }
    if let Some(short) = known {
        books.draft.remove(&short);
    }
    Ok(())
}

/// Lets a sale wait for its bill again.
fn uncover(books: &mut Books<'_, '_>, step: &ServiceStep) -> Result<(), Halt> {
    let sale = step.of.unwrap_or_default();
    let known: Option<ServiceShort> = books.view().find(&[&step.item, &step.site, &sale])?;
    let (qty, value) = known.map_or((Qty::ZERO, Money::ZERO), |short| (short.qty, short.value));
    books.draft.put(&ServiceShort {
        item: step.item.clone(),
        site: step.site.clone(),
        movement: sale,
        qty: qty - step.short_qty,
        value: value - step.short_value,
    });
    Ok(())
}

fn refused(of: &Key, why: String) -> Halt {
    let id = of.to_string();
    Refusal::NotReversible { id, why }.into()
}
