//! What is entered late behind a count: the goods moved before the day of a count of their bin, and nobody had entered
//! that when it was counted. Either the count saw what came of it, so that its difference was another one and on hand
//! stays as it was counted, or it missed the goods, and they come on top.

use super::adjust::{Difference, book};
use super::books::Books;
use super::counted::first_after;
use super::stock::{Goods, Place, name_of};
use crate::domain::amount::Qty;
use crate::domain::code::Key;
use crate::domain::count::{Counted, SetOff};
use crate::domain::entry::Rule;
use crate::domain::log::{Logged, Reversal};
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::LateBehindCount;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::log::COUNTED;
use crate::operations::request::Operation;

/// Settles the movements of a document with later counts of the same places; returns the note for the answer. Work on the
/// floor is never late, and a reversal negates to the cent.
pub(super) fn settle(books: &mut Books<'_, '_>) -> Result<Option<String>, Halt> {
    let is_reversal = matches!(books.request.operation, Operation::Reverse(_));
    if !books.is_of(COUNTED) || is_reversal || !books.request.requester.is_document() {
        return Ok(None);
    }
    let mut told = Vec::new();
    for moved in books.draft.written::<Movement>()? {
        if moved.kind == MovementKind::Count || moved.qty.is_zero() {
            continue;
        }
        let goods = Goods::of(books.item(&moved.item)?, &moved);
        for (place, gained) in ends(&moved) {
            if let Some(count) = first_after(books, &goods, &place, moved.effective)? {
                told.push(against(books, &moved, (&goods, &place, gained), &count)?);
            }
        }
    }
    Ok((!told.is_empty()).then(|| told.join("; ")))
}

/// Returns whether later counts saw what is entered: as the document says, else the policy.
pub(super) fn way(books: &Books<'_, '_>) -> Result<LateBehindCount, Halt> {
    match books.request.late_behind_count {
        Some(way) => Ok(way),
        None => Ok(books.policies()?.late_behind_count()?),
    }
}

/// Returns the places of a movement and the change of quantity at each.
fn ends(moved: &Movement) -> Vec<(Place, Qty)> {
    let [left, reached] = Place::of_moved(moved);
    let left = left.map(|place| (place, -moved.qty));
    left.into_iter()
        .chain(reached.map(|place| (place, moved.qty)))
        .collect()
}

/// Corrects the difference of a count that saw the goods; returns the note for the answer.
fn against(
    books: &mut Books<'_, '_>,
    late: &Movement,
    (goods, place, gained): (&Goods, &Place, Qty),
    count: &Counted,
) -> Result<String, Halt> {
    let way = way(books)?;
    let (day, at, name) = (count.day, &place.location, name_of(goods));
    let qty = gained.abs();
    if way == LateBehindCount::Missed {
        let what = if gained < Qty::ZERO {
            "are missing"
        } else {
            "come on top"
        };
        return Ok(format!(
            "The count of {day} at {at} missed this: {qty} of {name} {what}"
        ));
    }
    let (effective, posting) = (books.effective, books.posting);
    (books.effective, books.posting) = (Some(day), Some(day));
    let movement = books.view().next::<Movement>()?;
    let (kind, rule) = (MovementKind::Count, Rule::Count);
    book(
        books,
        &Difference {
            kind,
            rule,
            goods,
            place,
            qty: -gained,
            account: None,
            cost: None,
            document: count.document.clone(),
            late: Some(late),
        },
    )?;
    (books.effective, books.posting) = (effective, posting);
    books.draft.put(&SetOff {
        movement,
        late: late.seq,
        count: count.operation,
    });
    Ok(format!(
        "The count of {day} at {at} saw this: {qty} of {name} go to its difference, and on hand stays as counted"
    ))
}

/// Refuses to reverse a count whose difference was corrected for a late movement that stands.
pub(super) fn nothing_set_off(books: &Books<'_, '_>, of: &Key, logged: &Logged) -> Result<(), Halt> {
    let against: Vec<SetOff> = books.view().list(&Range::by(SetOff::BY_COUNT, &[&logged.seq]))?;
    for set_off in against {
        let entered = books.moved(set_off.late)?.operation;
        if books.view().find::<Reversal>(&[&entered])?.is_some() {
            continue;
        }
        let late: Option<Logged> = books.view().find(&[&entered])?;
        let late = late.map_or_else(|| entered.to_string(), |late| late.key.to_string());
        let why =
            format!("{late} was entered late behind it and is set off against it; take that back first");
        let id = of.to_string();
        return Err(Refusal::NotReversible { id, why }.into());
    }
    Ok(())
}
