//! Late cost of what is in transit or in process: transfers and work orders carry it.

use super::found::{Carried, Onward};
use super::refusals::{below_zero, came_back};
use crate::domain::amount::Money;
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Range};
use crate::domain::transfer::Transfer;
use crate::domain::work_order::{WorkLate, WorkPart, WorkStep};
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;

/// Makes transfers and work orders carry what went with their goods; `late` is the movement that laid it on them.
///
/// # Errors
/// Refuses goods that would be worth less than nothing.
pub(super) fn carry(
    books: &mut Books<'_, '_>,
    late: i64,
    carried: &Carried,
    amount: Money,
) -> Result<(), Halt> {
    for ((movement, onward), value) in carried {
        if let Some(sent) = books.view().find::<Transfer>(&[movement])? {
            transferred(books, sent, *onward, *value, amount)?;
        } else if let Some(issue) = step_of(books, *movement)? {
            processed(books, late, issue, *onward, *value, amount)?;
        }
    }
    Ok(())
}

fn transferred(
    books: &mut Books<'_, '_>,
    sent: Transfer,
    onward: Onward,
    value: Money,
    amount: Money,
) -> Result<(), Halt> {
    let arrived = match onward {
        Onward::In(_) => value,
        Onward::Under | Onward::Ended(_) => Money::ZERO,
    };
    let sent = Transfer {
        value: sent.value + value,
        value_in: sent.value_in + arrived,
        ..sent
    };
    if sent.open_value() < Money::ZERO {
        return Err(below_zero(sent.item.as_str(), amount));
    }
    books.draft.put(&sent);
    Ok(())
}

/// Returns what the issue of a component did to a work order; `None` if the movement issued none.
pub(super) fn step_of(books: &Books<'_, '_>, movement: i64) -> Result<Option<WorkStep>, Halt> {
    let range = Range::of::<WorkStep>(&[&movement]).first(1);
    Ok(books.view().list(&range)?.pop())
}

fn processed(
    books: &mut Books<'_, '_>,
    late: i64,
    issue: WorkStep,
    onward: Onward,
    value: Money,
    amount: Money,
) -> Result<(), Halt> {
    let onward = match onward {
        Onward::Under => 0,
        Onward::In(movement) | Onward::Ended(movement) => movement,
    };
    if value.is_zero() {
        return Ok(());
    }
    let (movement, from) = (late, issue.movement);
    books.draft.put(&WorkLate {
        movement,
        issue: from,
        onward,
        value,
    });
    let part = shift(books, issue, onward, value)?;
    if part.is_some_and(|part| part.value < Money::ZERO) {
        let item = books.moved(from)?.item;
        return Err(below_zero(item.as_str(), amount));
    }
    Ok(())
}

/// Adds late cost to what the issue of a component brought into process, and to what left it with movement `onward`, or
/// to what is in it still; returns that. `None` if the movement was taken back meanwhile.
fn shift(
    books: &mut Books<'_, '_>,
    issue: WorkStep,
    onward: i64,
    value: Money,
) -> Result<Option<WorkPart>, Halt> {
    let part: Option<WorkPart> = books.view().find(&[&issue.order_no, &issue.line])?;
    let part = part.ok_or_else(|| Fault::new(format!("movement {} issued nothing known", issue.movement)))?;
    let part = if onward == 0 {
        WorkPart {
            value: part.value + value,
            ..part
        }
    } else {
        let left: Option<WorkStep> = books.view().find(&[&onward, &issue.line])?;
        let Some(left) = left else { return Ok(None) };
        books.draft.put(&WorkStep {
            value: left.value - value,
            ..left
        });
        part
    };
    books.draft.put(&part);
    books.draft.put(&WorkStep {
        value: issue.value + value,
        ..issue
    });
    Ok(Some(part))
}

/// Takes late cost off work orders with the movement `old` that laid it on.
///
/// # Errors
/// Refuses if some of those goods left the process since, or came back into it, because their late cost then did as well.
pub(super) fn take_off(books: &mut Books<'_, '_>, old: &Movement) -> Result<(), Halt> {
    for laid in books.view().all::<WorkLate>(&[&old.seq])? {
        let issue = step_of(books, laid.issue)?;
        let issue = issue.ok_or_else(|| came_back(old, laid.issue))?;
        let since = Range::by(WorkStep::BY_ORDER, &[&issue.order_no]).after(&old.seq);
        let since: Vec<WorkStep> = books.view().list(&since)?;
        if let Some(next) = since
            .iter()
            .find(|step| step.line == issue.line && step.is_outward())
        {
            return Err(came_back(old, next.movement));
        }
        let taken = shift(books, issue, laid.onward, -laid.value)?;
        taken.ok_or_else(|| came_back(old, laid.onward))?;
        books.draft.remove(&laid);
    }
    Ok(())
}
