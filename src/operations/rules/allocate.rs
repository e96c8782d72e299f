//! Stock promised to sales orders, first expiry first out.

use super::books::Books;
use super::goods::{goods_of, may_leave, positive};
use crate::domain::amount::Qty;
use crate::domain::catalog::{Location, Party, PartyKind};
use crate::domain::code::OrderNo;
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::promise::Promise;
use crate::domain::refusal::Refusal;
use crate::domain::shelf_life::Turn;
use crate::domain::stock::Balance;
use crate::domain::task::{Denial, Task, TaskKind, TaskState};
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::log::PROMISED;
use crate::operations::takeable;
use std::ops::ControlFlow::{Break, Continue};

/// Promises stock to every line of a sales order that still needs it. Refuses if there is no stock at all.
pub(super) fn order(books: &mut Books<'_, '_>, order: &OrderNo) -> Result<Option<String>, Halt> {
    books.need(&[Role::Picker, Role::Supervisor])?;
    let head = sales_order(books, order)?;
    let (promised, wanted) = promise_all(books, &head)?;
    if promised.is_zero() && Qty::ZERO < wanted {
        let short = lines_of(books, order)?
            .into_iter()
            .find(|line| Qty::ZERO < line.unallocated());
        let item = short.map(|line| line.item.to_string()).unwrap_or_default();
        let order = order.to_string();
        return Err(Refusal::NoStock {
            item,
            order,
            need: wanted,
            free: promised,
        }
        .into());
    }
    Ok(Some(format!("promised {promised} of {wanted}")))
}

/// Allocates what stock there is, and no more than is promised to the order where promises are kept by item; returns the
/// quantities allocated and wanted.
pub(super) fn promise_all(books: &mut Books<'_, '_>, head: &Order) -> Result<(Qty, Qty), Halt> {
    let are_kept = books.keeps_promises()?;
    let (mut promised, mut wanted) = (Qty::ZERO, Qty::ZERO);
    for line in lines_of(books, &head.order_no)? {
        let need = line.unallocated();
        if need.is_zero() || books.item(&line.item)?.service {
            continue;
        }
        wanted += need;
        let part = if are_kept {
            let promise: Option<Promise> = books.view().find(&[&line.order_no, &line.line])?;
            promise.map_or(Qty::ZERO, |promise| promise.promised.min(need))
        } else {
            need
        };
        promised += line_from_stock(books, head, line, part)?;
    }
    if Qty::ZERO < promised {
        books.draft.put(&Order {
            state: OrderState::Allocated,
            ..head.clone()
        });
    }
    Ok((promised, wanted))
}

/// Promises up to `need` to one line; returns how much.
pub(super) fn line_from_stock(
    books: &mut Books<'_, '_>,
    head: &Order,
    line: OrderLine,
    need: Qty,
) -> Result<Qty, Halt> {
    let mut left = need;
    for (balance, location) in candidates(books, head, &line, need)? {
        if left.is_zero() {
            break;
        }
        let qty = left.min(balance.free());
        positive(qty)?;
        let task = Task {
            task: books.view().next::<Task>()?,
            kind: TaskKind::Pick,
            state: TaskState::Open,
            site: head.site.clone(),
            priority: head.priority,
            due: head.due,
            sequence: location.sequence,
            location: balance.location.clone(),
            item: line.item.clone(),
            order_no: head.order_no.clone(),
            order_line: line.line,
            lot: balance.lot.clone(),
            serial: balance.serial.clone(),
            qty,
            done: Qty::ZERO,
            owner: None,
            terminal: None,
            since: None,
            until: None,
            reason: None,
        };
        books.draft.add(&task);
        books.promise(balance, qty);
        left -= qty;
    }
    let promised = need - left;
    if Qty::ZERO < promised {
        books.draft.put(&OrderLine {
            allocated: line.allocated + promised,
            ..line
        });
    }
    Ok(promised)
}

/// Returns a sales order, or a refusal that names it.
pub(super) fn sales_order(books: &Books<'_, '_>, order: &OrderNo) -> Result<Order, Halt> {
    let head: Option<Order> = books.view().find(&[&OrderKind::Sales, order])?;
    Ok(head.ok_or_else(|| Refusal::UnknownOrder {
        order: order.to_string(),
    })?)
}

/// Returns the lines of a sales order.
pub(super) fn lines_of(books: &Books<'_, '_>, order: &OrderNo) -> Result<Vec<OrderLine>, Halt> {
    Ok(books.view().all(&[&OrderKind::Sales, order])?)
}

/// Returns the days of shelf life that the customer wants.
pub(super) fn customer_life(books: &Books<'_, '_>, head: &Order) -> Result<i64, Halt> {
    let customer: Option<Party> = books.view().find(&[&PartyKind::Customer, &head.party])?;
    Ok(customer.and_then(|party| party.min_life_days).unwrap_or(0))
}

/// Returns free stock that the line may take until it has `need`: the lot that expires first, then in walk order.
fn candidates(
    books: &Books<'_, '_>,
    head: &Order,
    line: &OrderLine,
    need: Qty,
) -> Result<Vec<(Balance, Location)>, Halt> {
    let life = customer_life(books, head)?;
    // Since a bin that was found short is offered to nobody until it is counted, no line is denied it for ever.
    let denied: Vec<Denial> = if books.is_of(PROMISED) {
        Vec::new()
    } else {
        books.view().all(&[&head.order_no, &line.line])?
    };
    let (mut left, mut found) = (need, Vec::new());
    let mut take = |balance: Balance, bin: &Location| {
        let is_denied = denied
            .iter()
            .any(|d| d.location == balance.location && d.lot == balance.lot)
            || takeable::free(books.view(), &balance)? <= Qty::ZERO;
        if !is_denied && Qty::ZERO < balance.free() {
            match may_leave(books, &goods_of(books, &balance)?, life) {
                Ok(()) => {
                    left -= balance.free();
                    found.push((balance, bin.clone()));
                }
                Err(Halt::Refused(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
        let is_enough = left <= Qty::ZERO;
        Ok(if is_enough { Break(()) } else { Continue(()) })
    };
    let item = books.item(&line.item)?;
    let Some(lot) = &line.lot else {
        let _ = books.in_turn_at_site(&item, &head.site, &mut take)?;
        return Ok(found);
    };
    let mut named = Vec::new();
    for balance in books.named(&item, Some(lot), None)? {
        if balance.is_loose_stock() && balance.site == head.site {
            let bin = books.location(&balance.location)?;
            if bin.purpose.is_pickable() {
                named.push((Turn::of(&balance, balance.expiry, bin.sequence), balance, bin));
            }
        }
    }
    named.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    for (_, balance, bin) in named {
        if take(balance, &bin)?.is_break() {
            break;
        }
    }
    Ok(found)
}
