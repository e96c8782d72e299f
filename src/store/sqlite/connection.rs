//! How a connection to a store's file works.

use super::merging;
use crate::domain::record::Fault;
use rusqlite::config::DbConfig;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, OpenFlags, StatementStatus};
use std::path::Path;
use std::time::Duration;

/// SQLite 3.7.0 to 3.51.2 can lose an acknowledged commit when one process writes while another checkpoints.
const OLDEST_SQLITE: i32 = 3_051_003;

/// The size of the pages of a new store; an older one keeps its own. A commit writes every page that it touches as a
/// whole, and an operation touches more than a dozen of them for a few bytes each.
///
/// Pages smaller than a block of the disk ask nothing new of it. A power cut while a block is written may leave a mix of
/// its old and its new sectors, and a neighbour's are alike in both. SQLite relies on that whatever the size of a page:
/// the log's frames are not aligned, and a commit's first block holds the end of the commit before it
/// (<https://www.sqlite.org/psow.html>).
const PAGE: &str = "PRAGMA page_size = 1024";

/// How a connection works, set whenever one is made. Pages are few: a host carries a process for each terminal. A commit
/// is not forced by SQLite, but outside the turn by [`force`](super::force); what a checkpoint copies is forced by SQLite.
const SETTINGS: &str = "
    PRAGMA trusted_schema = OFF;
    PRAGMA recursive_triggers = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -4096;
    PRAGMA temp_store = MEMORY;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA journal_size_limit = 67108864;
";

/// Returns a connection to a file that is there.
pub(super) fn connection(path: &Path) -> Result<Connection, Fault> {
    let found = rusqlite::version_number();
    if found < OLDEST_SQLITE {
        return Err(Fault::new(format!(
            "SQLite {} can lose commits; 3.51.3 or later is needed",
            rusqlite::version()
        )));
    }
    let wrong = |e| Fault::caused(format!("{} can't be opened", path.display()), e);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(wrong)?;
    if tracing::enabled!(tracing::Level::TRACE) {
        let codes = TraceEventCodes::SQLITE_TRACE_STMT | TraceEventCodes::SQLITE_TRACE_PROFILE;
        let _ = connection.trace_v2(codes, Some(tell));
    }
    connection.busy_timeout(Duration::from_secs(30)).map_err(wrong)?;
    connection.execute_batch(PAGE).map_err(wrong)?;
    let page: i64 = connection
        .query_row("PRAGMA page_size", (), |row| row.get(0))
        .map_err(wrong)?;
    connection.wal_hook(Some(merging::in_turn(page))).map_err(wrong)?;
    Ok(connection)
}

/// Returns a connection with its settings.
pub(super) fn settled(path: &Path) -> Result<Connection, Fault> {
    let connection = connection(path)?;
    settle(&connection)?;
    Ok(connection)
}

/// Gives a connection its settings.
pub(super) fn settle(connection: &Connection) -> Result<(), Fault> {
    let wrong = |e| Fault::caused("the store can't be set up", e);
    connection.execute_batch(SETTINGS).map_err(wrong)?;
    // The second: a statement's plan does not depend on its parameters, or each new LIMIT would compile it again.
    for config in [
        DbConfig::SQLITE_DBCONFIG_DEFENSIVE,
        DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG,
    ] {
        connection.set_db_config(config, true).map_err(wrong)?;
    }
    Ok(())
}

/// Tells the log of a statement that begins to run; what a trigger does is a part of its statement.
#[allow(
    clippy::needless_pass_by_value,
    reason = "SQLite is told of a function of this shape"
)]
fn tell(event: TraceEvent<'_>) {
    match event {
        TraceEvent::Stmt(_, sql) if !sql.starts_with("--") => tracing::trace!("{sql}"),
        TraceEvent::Profile(statement, _) => {
            let (steps, sql) = (statement.get_status(StatementStatus::VmStep), statement.sql());
            tracing::trace!("-- {steps} steps in all of {sql}");
        }
        _ => (),
    }
}
