//! Order lines that work was done on: what was done bounds what may become of them.

use super::books::Books;
use crate::domain::amount::Qty;
use crate::domain::order::OrderLine;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;

/// Removes a line that nothing was done for.
pub(super) fn remove(books: &mut Books<'_, '_>, line: &OrderLine) -> Result<(), Halt> {
    if line.is_begun() {
        return Err(too_few(line, Qty::ZERO));
    }
    books.draft.remove(line);
    Ok(())
}

/// Returns what came, left, is promised or was given up of a line.
pub(super) fn done(line: &OrderLine) -> Qty {
    line.done + line.allocated + line.picked + line.short
}

/// Returns the refusal of a quantity below what was done.
pub(super) fn too_few(line: &OrderLine, found: Qty) -> Halt {
    let what = format!("line {} of {} order {}", line.line, line.kind, line.order_no);
    let done = done(line);
    Refusal::BelowDone { what, done, found }.into()
}
