//! Work orders: components go into process in parts, what is made of them comes out in parts, and what is left in process
//! when the work is over is assembly variance.
//!
//! What is in process of a component is a pool at its moving average. What is made takes of it what the work order says
//! it takes, as far as it is there; so a part that is reported is worth its own components however many of them were
//! issued, and what comes back or is spoilt later still has its value.

mod close;
mod component;
mod place;
mod process;
mod report;

pub(super) use self::close::close;
pub(super) use self::component::component;
pub(super) use self::place::place;
pub(super) use self::report::report;

use super::books::Books;
use super::here;
use super::post::About;
use crate::domain::code::{Channel, OrderNo};
use crate::domain::entry::Rule;
use crate::domain::refusal::Refusal;
use crate::domain::work_order::{WorkOrder, WorkPart};
use crate::ledger::balanced::Lines;
use crate::operations::change::Halt;

/// Returns a work order that is open, and goes to its site.
fn open(books: &mut Books<'_, '_>, order: &OrderNo) -> Result<WorkOrder, Halt> {
    let known: Option<WorkOrder> = books.view().find(&[order])?;
    let known = known.ok_or_else(|| Refusal::UnknownOrder {
        order: order.to_string(),
    })?;
    here::work(books, order, &known.site)?;
    books.site = known.site.clone();
    if known.open {
        return Ok(known);
    }
    let what = format!("Work order {order}");
    let (state, need) = ("closed".to_owned(), "Take its closing back to go on".to_owned());
    Err(Refusal::WrongState { what, state, need }.into())
}

/// Returns the components of a work order.
fn parts(books: &Books<'_, '_>, order: &OrderNo) -> Result<Vec<WorkPart>, Halt> {
    Ok(books.view().all(&[order])?)
}

/// Posts what a movement did, in the group of what is made.
fn post(
    books: &mut Books<'_, '_>,
    order: &WorkOrder,
    (rule, movement): (Rule, i64),
    lines: Lines,
) -> Result<(), Halt> {
    let made = books.item(&order.item)?;
    let about = About {
        rule,
        movement,
        site: order.site.clone(),
        group: made.group_number,
        channel: Channel::default(),
        document: books.paper(Some(order.order_no.to_string())),
        negates: None,
    };
    books.entry(about, lines)
}

/// Refuses goods that are spoilt for no reason.
fn reasoned(books: &Books<'_, '_>) -> Result<(), Halt> {
    let reason = books.request.reason.as_deref().unwrap_or_default();
    if reason.trim().is_empty() {
        let (need, found) = ("a reason why goods are spoilt".into(), "none".into());
        return Err(Refusal::Unfit { need, found }.into());
    }
    Ok(())
}
