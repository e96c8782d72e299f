//! What moving asks.

use super::carry;
use crate::domain::record::Fault;
use crate::flows::event::Context;
use crate::flows::question::r#move::{Question, Told};
use crate::operations::view::View;

/// Answers a question of moving.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    let Question::Content(place) = question;
    carry::content(view, place, context).map(Told::Content)
}
