//! A work order that is over.

use super::{open, parts, post, process};
use crate::domain::amount::{Money, Qty};
use crate::domain::entry::Rule;
use crate::domain::movement::MovementKind;
use crate::domain::policy::CompanyAccount;
use crate::domain::user::Role;
use crate::domain::work_order::{WorkOrder, WorkPart};
use crate::ledger::work_orders as lines;
use crate::operations::change::Halt;
use crate::operations::request::WorkClose;
use crate::operations::rules::books::Books;
use crate::operations::rules::post::Step;
use crate::operations::rules::stock::Goods;

/// Closes a work order, for a supervisor or with a supervisor's badge: what is left in process is assembly variance.
pub(in crate::operations::rules) fn close(
    books: &mut Books<'_, '_>,
    asked: &WorkClose,
) -> Result<Option<String>, Halt> {
    if !books.is_approved()? {
        books.need(&[Role::Supervisor])?;
    }
    let order = open(books, &asked.order)?;
    process::after_issues(books, &order)?;
    let goods = Goods::plain(books.item(&order.item)?);
    let pool_before = books.pool(&order.item, &order.site)?.qty;
    let kind = MovementKind::WorkClose;
    let step = Step::new(kind, &goods, Qty::ZERO, None, None);
    let movement = books.movement(&Step {
        pool_before,
        ..step.for_line(order.order_no.as_str(), 0)
    })?;
    let mut left = Money::ZERO;
    for part in parts(books, &order.order_no)? {
        left += part.value;
        let qty = part.held();
        if !qty.is_zero() {
            process::take(books, part, (movement, kind), qty, |part| WorkPart {
                taken: part.taken + qty,
                ..part
            })?;
        }
    }
    process::note_whole(books, &order, (movement, kind), Qty::ZERO);
    let variance = books.account(CompanyAccount::AssemblyVariance)?;
    let lines = lines::closed(&order.account, &variance, left);
    post(books, &order, (Rule::WorkClose, movement), lines)?;
    let told = format!(
        "{} of {} {} made, {left} left in process",
        order.reported, order.qty, order.item
    );
    books.draft.put(&WorkOrder { open: false, ..order });
    Ok(Some(told))
}
