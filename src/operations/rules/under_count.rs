//! What holds while a bin is under count for whoever may still count it. A document has the right of the store's file.

use super::books::Books;
use super::stock::Place;
use crate::domain::catalog::PickFace;
use crate::domain::code::LocationCode;
use crate::domain::movement::Movement;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Status;
use crate::domain::user::User;
use crate::operations::blindness::{Blindness, hides_movement};
use crate::operations::change::Halt;
use crate::operations::log::NAMED;
use crate::operations::request::Move;

/// Refuses to take goods out of a bin by a quantity that the operator names: whether it goes would tell what the books
/// say of the bin.
pub(super) fn not_by_who_counts(books: &Books<'_, '_>, from: &LocationCode) -> Result<(), Halt> {
    let Some(operator) = may_be_blind(books)? else {
        return Ok(());
    };
    if !Blindness::among(books.view(), &operator, [from])?.hides(from) {
        return Ok(());
    }
    let place = from.to_string();
    Err(Refusal::UnderCount { place }.into())
}

/// Returns whether a move fills the pick face of its item, as replenishing does: no more than the face holds, and so that
/// it may be picked there. Picking goes on during a count.
pub(super) fn fills_a_face(books: &Books<'_, '_>, to: &Place, asked: &Move) -> Result<bool, Halt> {
    if to.status != Status::Available || !to.lpn.is_empty() {
        return Ok(false);
    }
    let face: Option<PickFace> = books.view().find(&[&to.location, &asked.item])?;
    Ok(face.is_some_and(|face| asked.qty <= face.max))
}

/// Returns whether the quantity of a movement is withheld from the operator.
pub(super) fn withholds(books: &Books<'_, '_>, movement: &Movement) -> Result<bool, Halt> {
    match may_be_blind(books)? {
        Some(operator) => Ok(hides_movement(books.view(), &operator, movement)?),
        None => Ok(false),
    }
}

/// Returns the operator at a terminal, from whom something may be withheld.
fn may_be_blind(books: &Books<'_, '_>) -> Result<Option<User>, Halt> {
    if !books.is_of(NAMED) || books.request.requester.is_document() {
        return Ok(None);
    }
    Ok(books.view().find(&[books.operator()])?)
}
