//! Notes each backup that was made and proved, so that its age can be reported. A store that is restored from a backup
//! lacks the note of it, and knows an older backup and the restoration instead.

use super::books::Books;
use super::restored::by_the_program;
use crate::domain::log::{Logged, MadeBackup};
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::request::BackedUp;

/// Notes a backup of this store, which holds everything up to an operation.
pub(super) fn note(books: &mut Books<'_, '_>, asked: &BackedUp) -> Result<Option<String>, Halt> {
    by_the_program(books, BackedUp::KEY, "the command backup")?;
    let view = books.view();
    let logged: Option<Logged> = view.find(&[&asked.operation])?;
    let is_of_this = logged.map_or(asked.operation == 0, |logged| logged.hash == asked.hash);
    if !is_of_this {
        let need = "a backup of this store".into();
        let found = format!("operation {} of another", asked.operation);
        return Err(Refusal::Unfit { need, found }.into());
    }
    let made = MadeBackup {
        backup: view.next::<MadeBackup>()?,
        operation: asked.operation,
        at: books.request.at,
        file: asked.file.clone(),
    };
    books.draft.put(&made);
    Ok(None)
}
