//! Goods on hold: what is recalled is neither promised nor picked, packed or shipped, until two supervisors release it.

mod back;
mod before;
mod named;
mod promises;
mod release;
mod told;

pub(super) use self::back::{held_again, take_back};
pub(super) use self::promises::move_on;
pub(super) use self::release::release;

use self::named::Named;
use super::books::Books;
use crate::domain::catalog::Lot;
use crate::domain::code::{ItemCode, LotCode};
use crate::domain::hold::{HeldGoods, Hold};
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::holds;
use crate::operations::log::HELD;
use crate::operations::request::HoldLot;
use std::collections::BTreeSet;

/// Who holds goods, and asks for their release.
pub(super) const HOLDS: &[Role] = &[Role::Supervisor];

/// Puts goods on hold under the next number. What is promised of them moves to other goods at once; the answer says
/// where all of them are.
pub(super) fn hold(books: &mut Books<'_, '_>, asked: &HoldLot) -> Result<Option<String>, Halt> {
    if !books.is_of(HELD) {
        return before::hold(books, asked);
    }
    books.need(HOLDS)?;
    let why = asked.why.as_ref().or(books.request.reason.as_ref());
    let why = why.map(|why| why.trim().to_owned()).filter(|why| !why.is_empty());
    let Some(why) = why else {
        let (need, found) = ("a reason why the goods are held".into(), "none".into());
        return Err(Refusal::Unfit { need, found }.into());
    };
    let goods = named::goods(books, &asked.into())?;
    put(books, &goods, &why).map(Some)
}

/// Puts goods on hold for a reason; returns what to tell.
fn put(books: &mut Books<'_, '_>, goods: &[Named], why: &str) -> Result<String, Halt> {
    let hold = books.view().next::<Hold>()?;
    books.draft.add(&Hold {
        hold,
        operation: books.operation,
        reason: why.to_owned(),
        held_by: books.operator().clone(),
        held_at: books.request.at,
        released: 0,
        released_because: String::new(),
        released_by: "".into(),
        approved_by: "".into(),
        released_at: None,
    });
    let mut words = Vec::new();
    for (word, named) in (1..).zip(goods) {
        let said = named.said(hold, word, books.operation);
        books.draft.put(&said);
        words.push(said);
    }
    settle(books, &words)?;
    let moved = promises::of(books, &words)?;
    told::held(books, hold, &words, &moved)
}

/// Lets the lots of some words say what the holds say of them.
fn settle(books: &mut Books<'_, '_>, words: &[HeldGoods]) -> Result<(), Halt> {
    let lots: BTreeSet<(&ItemCode, &LotCode)> = words
        .iter()
        .filter(|word| !word.lot.is_empty())
        .map(|word| (&word.item, &word.lot))
        .collect();
    for (item, lot) in lots {
        let hold = holds::of_lot(books.view(), item, lot)?;
        let known: Option<Lot> = books.view().find(&[item, lot])?;
        if let Some(known) = known.filter(|known| known.hold != hold) {
            books.draft.put(&Lot { hold, ..known });
        }
    }
    Ok(())
}
