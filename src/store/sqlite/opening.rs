//! What is put right in a store before anything in it is believed.

use super::force::{self, Forcing};
use super::queue::Queue;
use super::statements::Statements;
use super::{StoreError, broken, commit, place, unnumbered, whole, witness};
use crate::domain::record::Fault;
use rusqlite::Connection;
use std::path::Path;

/// Opens what forces the log of a store, which a connection has open, once all that is committed is on the disk. What
/// nobody forces is proved and forced here: whoever was to force it is dead, and may have seen that fail.
pub(super) fn forced(path: &Path, queue: &Queue, statements: &Statements) -> Result<Forcing, StoreError> {
    let failed = |e: std::io::Error| place::failed(path, &e);
    let said = |fault: Fault| commit::said(path, fault);
    // The first to read opens the log.
    statements.begin_to_read().map_err(said)?;
    let forcing = Forcing::open(path).map_err(failed)?;
    if forcing.is_caught_up().map_err(failed)? {
        return Ok(forcing);
    }
    let _turn = queue.turn().map_err(|e| said(broken(e)))?;
    if !forcing.is_forced().map_err(failed)? {
        whole::make(&statements.connection, path).map_err(said)?;
        forcing.catch_up().map_err(failed)?;
    }
    Ok(forcing)
}

/// Completes a restore that was interrupted after its file had been put in place: forgets what was noted of the store
/// before.
pub(super) fn restored_whole(connection: &Connection, queue: &Queue, path: &Path) -> Result<(), Fault> {
    if !witness::is_restored(connection, force::expected(path))? {
        return Ok(());
    }
    let _turn = queue.turn().map_err(broken)?;
    // Whoever had the turn before may have completed it and written since.
    if witness::is_restored(connection, force::expected(path))? {
        force::take(path).map_err(unnumbered)?;
    }
    Ok(())
}

/// Makes a store that is in doubt whole while it is this process's turn, and returns the connection with which it was
/// made so; `None` if nobody doubts it.
pub(super) fn made_whole(
    queue: &Queue,
    path: &Path,
    connect: fn(&Path) -> Result<Connection, Fault>,
) -> Result<Option<Connection>, Fault> {
    if !queue.is_in_doubt().map_err(broken)? {
        return Ok(None);
    }
    let fresh = connect(path)?;
    whole::make(&fresh, path)?;
    queue.doubt(false).map_err(broken)?;
    Ok(Some(fresh))
}
