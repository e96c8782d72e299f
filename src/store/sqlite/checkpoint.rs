//! Checkpoints: the backup that an upgrade makes, named and proved by its digest, so that what older rules decided need
//! not be decided again.

use super::upgrade::read_only;
use super::{digest, migrations};
use crate::domain::log::Checkpoint;
use crate::domain::record::Fault;
use crate::store::memory::Memory;
use crate::store::sqlite::statements::Statements;
use rusqlite::Connection;
use std::path::Path;

/// Returns the state that a checkpoint of the store at `store` names, in today's layout: the backup beside the store,
/// once its digest proves that it is that one. The backup stays as it is.
///
/// # Errors
/// A [`Fault`] that says why that state is not at hand: the backup is gone, is another one, or can't be read.
pub fn at_hand(store: &Path, checkpoint: &Checkpoint) -> Result<Memory, Fault> {
    let backup = store.with_file_name(&checkpoint.backup);
    if !backup.is_file() {
        return Err(Fault::new(format!(
            "the backup {} is not there",
            backup.display()
        )));
    }
    let kept = read_only(&backup)?;
    if digest::of(&kept)? != checkpoint.digest {
        let name = backup.display();
        return Err(Fault::new(format!(
            "{name} is not the backup that was made then, or was changed since"
        )));
    }
    let wrong = |e| Fault::caused(format!("the backup {} can't be read", backup.display()), e);
    let mut copy = Connection::open_in_memory().map_err(wrong)?;
    rusqlite::backup::Backup::new(&kept, &mut copy)
        .and_then(|copying| copying.step(-1).map(drop))
        .map_err(wrong)?;
    migrations::lay_out(&copy, migrations::STEPS, &mut || Ok(()))?;
    Memory::of(&Statements::new(copy))
}
