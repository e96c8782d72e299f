//! The log is merged into the file outside of the turn to write, so that nobody waits while thousands of pages are copied
//! and forced.
//!
//! A log begins anew only when all of it is in the file, and while others write there is always something more in it. So
//! whoever finds it long copies it without the turn, and takes the turn for what was written meanwhile. Where that does
//! not come about in time, a commit copies the log itself, and the others wait.
//!
//! Only what was forced is copied: SQLite forces the log before, by a file that it opened with the store, and so hears of
//! every write that was lost.

use super::commit::is_of_force;
use super::queue::Queue;
use crate::domain::record::Fault;
use rusqlite::Connection;
use rusqlite::hooks::Wal;
use std::ffi::c_int;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The bytes after which the log is merged.
pub(super) const LONG: i64 = 1000 * 4096;
/// How much longer it may become before a commit copies it in its turn.
pub(super) const TIMES: i64 = 4;

/// Whether a handle has found the log long.
#[derive(Default)]
pub(super) struct Merging {
    is_due: Arc<AtomicBool>,
}

/// How much of the log is in the file, in pages.
pub(super) struct Progress {
    pub(super) logged: i64,
    pub(super) merged: i64,
}

impl Merging {
    /// Looks at the length of the log after each commit of a connection.
    ///
    /// # Errors
    /// A [`Fault`] if that can't be arranged.
    pub(super) fn watch(&self, connection: &mut Connection) -> Result<(), Fault> {
        let wrong = |e| Fault::caused("the log can't be watched", e);
        let page = page(connection).map_err(wrong)?;
        let is_due = Arc::clone(&self.is_due);
        let long = LONG / page;
        let look = move |log: &mut Wal, pages: c_int| {
            if i64::from(pages) < long * TIMES {
                is_due.fetch_or(long <= i64::from(pages), Ordering::Relaxed);
                return Ok(());
            }
            copy_in_turn(log)
        };
        connection.wal_hook(Some(look)).map_err(wrong)
    }

    /// Merges the log where it was found long. Nothing depends on it: what can't be copied now is copied later.
    pub(super) fn merge(&self, connection: &Connection, queue: &Queue) {
        if self.is_due.swap(false, Ordering::Relaxed)
            && copy(connection, queue).is_err_and(|e| is_of_force(&e))
        {
            // Where not even that can be written, this handle looks into it alone.
            let _ = queue.doubt(true);
        }
    }
}

/// Returns what a connection does that is in nobody's hands yet: it copies the log in its turn.
pub(super) fn in_turn(page: i64) -> impl FnMut(&mut Wal, c_int) -> rusqlite::Result<()> + Send + 'static {
    move |log, pages| {
        if i64::from(pages) < LONG / page {
            return Ok(());
        }
        copy_in_turn(log)
    }
}

/// Copies the log into the file. SQLite's own way of doing so keeps silent about a force that fails on the way, after which
/// the log has a hole.
fn copy_in_turn(log: &mut Wal) -> rusqlite::Result<()> {
    // Whatever else is in the way, the log is whole, and the next commit copies it.
    log.checkpoint()
        .or_else(|e| if is_of_force(&e) { Err(e) } else { Ok(()) })
}

fn copy(connection: &Connection, queue: &Queue) -> rusqlite::Result<()> {
    let is_believed = || !queue.is_in_doubt().unwrap_or(true);
    // Others may have merged it, or begin it anew at this moment.
    let found = progress(connection, "NOOP")?;
    if found.logged - found.merged < LONG / 2 / page(connection)? || !is_believed() {
        return Ok(());
    }
    progress(connection, "PASSIVE")?;
    let found = progress(connection, "NOOP")?;
    if found.merged == found.logged {
        return Ok(());
    }
    // Who does not get the turn leaves the rest to the next.
    let Ok(_turn) = queue.turn() else {
        return Ok(());
    };
    if is_believed() {
        progress(connection, "PASSIVE")?;
    }
    Ok(())
}

/// Merges the log in a mode of SQLite's, of which NOOP does nothing; returns how far it is.
pub(super) fn progress(connection: &Connection, mode: &str) -> rusqlite::Result<Progress> {
    let mut statement = connection.prepare_cached(&format!("PRAGMA wal_checkpoint({mode})"))?;
    statement.query_row((), |row| {
        Ok(Progress {
            logged: row.get(1)?,
            merged: row.get(2)?,
        })
    })
}

fn page(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA page_size", (), |row| row.get(0))
}
