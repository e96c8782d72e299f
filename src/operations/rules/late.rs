//! Late cost laid on goods that were received earlier: what is still there is worth more, wherever that is by now, and
//! what ended elsewhere cost more.

pub(super) mod back;
mod carry;
mod covered;
mod follow;
mod found;
mod leave;
mod refusals;
mod track;
mod ways;
mod work;
mod written;

pub(super) use self::covered::Dearer;
pub(super) use self::follow::{change, in_group};
pub(super) use self::found::Found;
pub(super) use self::track::{Moved, Root, step};
pub(super) use self::written::{Late, post, write};

use super::books::Books;
use super::post::Step;
use super::stock::Goods;
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::AccountCode;
use crate::domain::company::Method;
use crate::domain::log::{Logged, Reversal};
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::refusal::Refusal;
use crate::ledger::balanced::Line;
use crate::operations::change::Halt;
use std::collections::HashMap;

/// What is laid on a receipt.
pub(super) struct Laid {
    /// How much; below zero it is taken off.
    pub amount: Money,
    /// What it is.
    pub kind: MovementKind,
    /// The account that it is taken from.
    pub from: AccountCode,
    /// The paper.
    pub document: Option<String>,
    /// Movements that take no part with so much of their goods.
    pub apart: HashMap<i64, Qty>,
}

/// Lays an amount on a receipt: writes a movement, and further ones wherever goods went on to, revalues stock, and keeps
/// the detail of what moved. The caller posts the lines, against the account that the amount is taken from, and then the
/// rest by [`post`]. At standard cost, and of goods that were valued by another method when they came, nothing is followed:
/// all of it is purchase variance.
///
/// # Errors
/// Refuses a receipt that was taken back, and taking off more than the goods cost.
pub(super) fn place(books: &mut Books<'_, '_>, receipt: &Movement, laid: Laid) -> Result<Late, Halt> {
    not_taken_back(books, receipt)?;
    let item = books.item(&receipt.item)?;
    let pool = books.pool(&item.item, &receipt.site)?;
    if item.method == Method::Standard || receipt.seq < pool.valued_from {
        let variance = books.accounts(&item, &receipt.site)?.purchase_variance;
        books.after(receipt);
        let movement = paper(books, &item, receipt, laid.kind, laid.document, Money::ZERO)?;
        let line = Line {
            account: variance,
            amount: laid.amount,
            dimensions: None,
        };
        return Ok(Late::of(movement, vec![line]));
    }
    let found = follow::lay(books, &item, receipt, &laid)?;
    write(books, receipt, &laid, found)
}

fn not_taken_back(books: &Books<'_, '_>, receipt: &Movement) -> Result<(), Halt> {
    let back: Option<Reversal> = books.view().find(&[&receipt.operation])?;
    if back.is_none() {
        return Ok(());
    }
    let made: Option<Logged> = books.view().find(&[&receipt.operation])?;
    let id = made.map_or_else(|| receipt.seq.to_string(), |made| made.key.to_string());
    Err(Refusal::Reversed { id }.into())
}

/// Writes a movement with which no goods moved. It did not happen before its goods were there, whatever day the bill
/// names.
fn paper(
    books: &mut Books<'_, '_>,
    item: &Item,
    goods: &Movement,
    kind: MovementKind,
    document: Option<String>,
    value: Money,
) -> Result<i64, Halt> {
    books.site = goods.site.clone();
    let origin = Some(goods.seq);
    let goods = Goods::of(item.clone(), goods);
    let pool_before = books.pool(&item.item, &books.site)?.qty;
    books.movement(&Step {
        value,
        pool_before,
        document,
        origin,
        ..Step::new(kind, &goods, Qty::ZERO, None, None)
    })
}
