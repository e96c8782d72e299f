//! What working on a work order asks: which are open, and what one takes and makes.

use super::{item, request};
use crate::domain::amount::Qty;
use crate::domain::catalog::Lot;
use crate::domain::code::{LocationCode, LotCode};
use crate::domain::record::{Fault, Range};
use crate::domain::work_order::{WorkOrder, WorkPart};
use crate::flows::event::Context;
use crate::flows::question::build::{Line, Question, Told, Work};
use crate::operations::preview::{Foreseen, preview};
use crate::operations::request::WorkIssue;
use crate::operations::view::View;

/// Answers a question of working on a work order.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    Ok(match question {
        Question::Open => Told::Open(open(view, context)?),
        Question::Work(order) => {
            let known: Option<WorkOrder> = view.find(&[order])?;
            let work = known.map(|order| work(view, order, context)).transpose()?;
            Told::Work(work.map(Box::new))
        }
        Question::Lot { item, lot } => {
            let known: Option<Lot> = view.find(&[item, lot])?;
            Told::Lot(known.is_some_and(|lot| lot.expiry.is_some()))
        }
    })
}

/// Returns the open work orders of the operator's site: those that are due first ahead. Their components are not read.
fn open(view: &dyn View, context: &Context) -> Result<Vec<Work>, Fault> {
    let range = Range::by(WorkOrder::BY_OPEN, &[&true, &context.site]);
    let mut orders: Vec<WorkOrder> = view.list(&range)?;
    orders.sort_by_key(|order| (order.due.is_none(), order.due, order.order_no.clone()));
    orders.into_iter().map(|order| head(view, order)).collect()
}

fn head(view: &dyn View, order: WorkOrder) -> Result<Work, Fault> {
    let made = item(view, &order.item)?;
    Ok(Work {
        made: order.made(),
        order: order.order_no,
        open: order.open,
        site: order.site,
        item: order.item,
        name: made.name,
        uom: made.uom,
        qty: order.qty,
        lot: order.lot,
        lines: Vec::new(),
    })
}

fn work(view: &dyn View, order: WorkOrder, context: &Context) -> Result<Work, Fault> {
    let (parts, qty): (Vec<WorkPart>, Qty) = (view.all(&[&order.order_no])?, order.qty);
    let work = head(view, order)?;
    let mut lines = Vec::new();
    for part in parts {
        let component = item(view, &part.item)?;
        let wanted = part.wanted(qty);
        let wanted = wanted.map_err(|e| Fault::caused("too much of a component", e))?;
        lines.push(Line {
            first: first(view, &part, wanted, context)?,
            held: part.held(),
            item: part.item,
            name: component.name,
            uom: component.uom,
            wanted,
        });
    }
    Ok(Work { lines, ..work })
}

/// Returns where the rule book would take a component first: the bin, and the lot. `None` if nothing is wanted or there.
fn first(
    view: &dyn View,
    part: &WorkPart,
    wanted: Qty,
    context: &Context,
) -> Result<Option<(LocationCode, LotCode)>, Fault> {
    if wanted.is_zero() {
        return Ok(None);
    }
    let asked = WorkIssue {
        order: part.order_no.clone(),
        item: part.item.clone(),
        qty: wanted.min(Qty::ONE),
        act: None,
        from: None,
        to: None,
        lot: None,
        serial: None,
    };
    let Foreseen::Applied(foreseen) = preview(view, &request(context, asked))? else {
        return Ok(None);
    };
    let taken = foreseen.movements.into_iter().next();
    Ok(taken.and_then(|taken| Some((taken.from_location?, taken.lot))))
}
