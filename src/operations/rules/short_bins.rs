//! Bins where fewer goods were found than the books say: nobody is sent there for them until they are counted.

use super::books::Books;
use crate::domain::code::{ItemCode, LocationCode};
use crate::domain::record::Range;
use crate::domain::stock::Balance;
use crate::domain::task::{ShortBin, Task};
use crate::operations::change::Halt;

/// What is said of a bin that holds nothing at all of an item.
const EMPTY: &str = "empty";

/// Notes that the bin of a task is short of its goods; an empty bin is, of every lot of the item.
pub(super) fn note(books: &mut Books<'_, '_>, task: &Task, reason: &str) -> Result<(), Halt> {
    let mut lots = vec![task.lot.clone()];
    if reason == EMPTY {
        let range = Range::by(Balance::BY_LOCATION, &[&task.location, &task.item]);
        let there: Vec<Balance> = books.view().list(&range)?;
        lots.extend(there.into_iter().map(|balance| balance.lot));
    }
    for lot in lots {
        books.draft.put(&ShortBin {
            location: task.location.clone(),
            item: task.item.clone(),
            lot,
            reason: reason.to_owned(),
        });
    }
    Ok(())
}

/// Notes that a bin was counted, of one item or of all.
pub(super) fn counted(
    books: &mut Books<'_, '_>,
    location: &LocationCode,
    item: Option<&ItemCode>,
) -> Result<(), Halt> {
    for bin in books.view().all::<ShortBin>(&[location])? {
        if item.is_none_or(|item| *item == bin.item) {
            books.draft.remove(&bin);
        }
    }
    Ok(())
}
