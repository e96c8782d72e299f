//! Work that can't be done in full, whatever its kind.

use super::books::Books;
use super::{pick, replenish};
use crate::domain::task::{Task, TaskKind};
use crate::operations::change::Halt;
use crate::operations::request::Short;

/// Handles a task that can't be done in full, depending on what it was for.
pub(super) fn short(books: &mut Books<'_, '_>, asked: &Short) -> Result<Option<String>, Halt> {
    let known: Option<Task> = books.view().find(&[&asked.task])?;
    match known.filter(|task| task.kind == TaskKind::Replenish) {
        Some(task) => replenish::short(books, &task, asked),
        None => pick::short(books, asked),
    }
}
