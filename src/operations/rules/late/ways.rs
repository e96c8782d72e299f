//! Where goods went with a movement, and which account their cost went to.

use super::track::Moved;
use crate::domain::amount::Money;
use crate::domain::code::{AccountCode, ItemCode, SiteCode};
use crate::domain::company::Accounts;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::work_order::WorkOrder;
use crate::operations::change::Halt;
use crate::operations::request::{Operation, Request};
use crate::operations::rules::books::Books;
use crate::operations::rules::intercompany;

/// Returns the account that took the cost of goods with a movement, if it ended there.
pub(super) fn account_of(
    books: &Books<'_, '_>,
    group: &Accounts,
    moved: &Moved,
) -> Result<AccountCode, Halt> {
    Ok(match moved.kind {
        MovementKind::Shipment | MovementKind::Return => group.cost_of_sales.clone(),
        MovementKind::Adjustment => named_account(books, moved)?.unwrap_or_else(|| group.adjustment.clone()),
        MovementKind::Count => group.count_variance.clone(),
        MovementKind::TransferClose => group.adjustment.clone(),
        MovementKind::TransferOut => match intercompany::cost_of(books, moved.seq)? {
            Some(cost) => cost,
            None => books.account(CompanyAccount::InTransit)?,
        },
        MovementKind::TransferIn => books.account(CompanyAccount::InTransit)?,
        MovementKind::WorkIssue | MovementKind::WorkReturn | MovementKind::WorkReport => {
            account_of_work(books, moved)?.unwrap_or_else(|| group.purchase_variance.clone())
        }
        _ => group.purchase_variance.clone(),
    })
}

/// Returns the account of what is in process for the work order of a movement.
fn account_of_work(books: &Books<'_, '_>, moved: &Moved) -> Result<Option<AccountCode>, Halt> {
    let Some(order) = books.moved(moved.seq)?.document else {
        return Ok(None);
    };
    let order: Option<WorkOrder> = books.view().find(&[&order])?;
    Ok(order.map(|order| order.account))
}

/// Returns the account that a write-off named.
fn named_account(books: &Books<'_, '_>, moved: &Moved) -> Result<Option<AccountCode>, Halt> {
    let asked = if moved.operation == books.operation {
        Some(books.request.operation.clone())
    } else {
        let made: Option<Logged> = books.view().find(&[&moved.operation])?;
        let request: Option<Request> = made.and_then(|made| serde_json::from_str(&made.request).ok());
        request.map(|request| request.operation)
    };
    Ok(match asked {
        Some(Operation::Adjust(asked)) => asked.account,
        _ => None,
    })
}

/// A part of what was used up or taken apart: what it became.
pub(super) struct Became {
    /// The movement that brought it into stock.
    pub movement: i64,
    /// The item.
    pub item: ItemCode,
    /// The site.
    pub site: SiteCode,
    /// Its share, of the sum of all.
    pub weight: i64,
}

/// Returns what goods became that were used up by a build or taken apart: the parts share by what they are worth.
pub(super) fn became(books: &Books<'_, '_>, moved: &Moved) -> Result<Vec<Became>, Halt> {
    let came: Vec<Movement> = made_with(books, moved.operation)?
        .into_iter()
        .filter(|it| it.kind == moved.kind && it.to_location.is_some() && it.reverses.is_none())
        .collect();
    let is_worth = came.iter().any(|it| Money::ZERO < it.value);
    let weight = |it: &Movement| {
        if is_worth {
            it.value.max(Money::ZERO).0
        } else {
            it.qty.0
        }
    };
    Ok(came
        .into_iter()
        .map(|it| Became {
            movement: it.seq,
            weight: weight(&it),
            item: it.item,
            site: it.site,
        })
        .collect())
}

/// Returns the movements of an operation; it may be the one that is being decided.
fn made_with(books: &Books<'_, '_>, operation: i64) -> Result<Vec<Movement>, Halt> {
    if operation == books.operation {
        return Ok(books.draft.written()?);
    }
    let made: Option<Logged> = books.view().find(&[&operation])?;
    let (first, count) = made.map_or((0, 0), |made| (made.movement.unwrap_or(0), made.movements));
    (first..first + count).map(|seq| books.moved(seq)).collect()
}
