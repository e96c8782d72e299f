//! The store in one SQLite file that many processes of one host share.

pub mod checkpoint;
mod commit;
mod copy;
mod digest;
mod force;
mod migrations;
mod place;
mod queue;
mod sql;
mod statements;
#[cfg(test)]
mod tests;
mod upgrade;
mod whole;

pub use self::place::beside;
use super::StoreError;
use super::engine::{Engine, Failed, Force, Transaction};
use super::keeper::Keeper;
use crate::domain::record::Fault;
use crate::operations::change::Write;
use crate::operations::view::View;
use force::Forcing;
use queue::{Queue, Turn};
use rusqlite::config::DbConfig;
use rusqlite::hooks::Wal;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, OpenFlags, StatementStatus};
use statements::Statements;
use std::path::{Path, PathBuf};
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

/// The bytes after which the log of pages is copied into the file.
const LOG: i64 = 1000 * 4096;

/// How a connection works, set whenever one is made. Pages are few: a host carries a process for each terminal. A commit
/// is not forced by SQLite, but outside the turn by [`force`]; what a checkpoint copies is forced by SQLite.
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

/// The version of the layout that this program makes of every store it opens.
pub const LAYOUT: usize = migrations::STEPS.len();

/// A handle on a store in a file.
pub type Sqlite = Keeper<File>;

/// The engine: one connection to the file, one place in the queue of writers.
pub struct File {
    path: PathBuf,
    queue: Queue,
    forcing: Forcing,
    statements: Statements,
    commit: commit::Commit,
    warnings: Vec<String>,
    /// Whether there may be something of this handle in the log.
    has_begun: bool,
}

/// A transaction while it is this process's turn to write.
pub struct Writing<'f> {
    statements: &'f Statements,
    commit: &'f commit::Commit,
    /// Who forces the commit afterwards; `None` where it need not be.
    forcing: Option<&'f Forcing>,
    turn: Turn<'f>,
}

impl Sqlite {
    /// Creates the store at `path`, or takes the one that is there; sets up its directory if missing, its file's mode,
    /// and its layout.
    ///
    /// # Errors
    /// [`StoreError`] as [`Sqlite::open`], and if the place can't be made.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        place::prepare(path)?;
        Self::connect(path)
    }

    /// Opens the store at `path`; one of an older program is brought up to date, after a backup.
    ///
    /// # Errors
    /// [`StoreError`]: nothing there, a place unfit for a store, no right to write, a newer or a damaged store.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == 0) {
            return Err(StoreError::Missing { at: path.into() });
        }
        Self::connect(path)
    }

    /// Returns what is not as it should be, although the store can be used: modes, room on the disk.
    pub fn warnings(&self) -> &[String] {
        &self.engine.warnings
    }

    /// Writes a copy of the store to a new file and proves it sound.
    ///
    /// # Errors
    /// A [`Fault`] where the file exists, can't be written or does not prove sound.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        copy::backup_to(&self.engine.statements.connection, to).map_err(|fault| self.engine.explain(fault))
    }

    fn connect(path: &Path) -> Result<Self, StoreError> {
        let mut warnings = place::check(path)?;
        warnings.extend(place::make_room(path)?);
        let queue = Queue::open(path).map_err(|e| place::failed(path, &e))?;
        let forcing = Forcing::open(path).map_err(|e| place::failed(path, &e))?;
        let mut connection = connection(path).map_err(|fault| commit::said(path, fault))?;
        let is_old = migrations::check(&connection, path, migrations::STEPS)? < migrations::STEPS.len();
        if is_old || queue.is_in_doubt().map_err(|e| place::failed(path, &e))? {
            let turn = queue.turn().map_err(|e| place::failed(path, &e))?;
            let whole = made_whole(turn.queue(), path, self::connection);
            connection = whole
                .map_err(|fault| commit::said(path, fault))?
                .unwrap_or(connection);
            if is_old {
                migrations::run(&connection, path, migrations::STEPS).inspect_err(|error| {
                    if commit::failed_to_force(error) {
                        let _ = queue.doubt(true);
                    }
                })?;
            }
        }
        settle(&connection).map_err(|fault| commit::said(path, fault))?;
        Ok(Self::over(File {
            path: path.to_owned(),
            queue,
            forcing,
            statements: Statements::new(connection),
            commit: commit::real(),
            warnings,
            has_begun: false,
        }))
    }
}

impl Drop for File {
    /// Copies what this handle wrote from the log into the file, and says where that fails. SQLite copies by itself when
    /// the last connection is closed, but also what is in doubt, and keeps silent about a force that fails.
    fn drop(&mut self) {
        let connection = &self.statements.connection;
        let copy = || connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", (), |_| Ok(()));
        if self.has_begun && copy().is_err_and(|e| commit::is_of_force(&e)) {
            let _ = self.queue.doubt(true);
        }
        if self.queue.is_in_doubt().unwrap_or(true) {
            let _ = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        }
    }
}

impl Engine for File {
    type Transaction<'e> = Writing<'e>;

    fn begin(&mut self, force: Force) -> Result<Writing<'_>, Fault> {
        let turn = self.queue.turn();
        let broken = |e| Fault::caused("the queue of writers is broken", e);
        let turn = turn.map_err(broken)?;
        if let Some(fresh) = made_whole(&self.queue, &self.path, settled)? {
            self.statements = Statements::new(fresh);
        }
        self.has_begun = true;
        let writing = Writing {
            statements: &self.statements,
            commit: &self.commit,
            forcing: (force == Force::Now).then_some(&self.forcing),
            turn,
        };
        let begun = self.statements.run("BEGIN IMMEDIATE");
        begun.map_err(|e| Fault::caused("no change can be begun", e))?;
        Ok(writing)
    }

    fn renew(&mut self) -> Result<(), Fault> {
        self.forcing.forget();
        self.statements = Statements::new(settled(&self.path)?);
        Ok(())
    }

    fn peek(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), Fault> {
        let wrong = |e| Fault::caused("the store can't be read", e);
        if !self.statements.connection.is_autocommit() {
            return look(&self.statements);
        }
        self.statements.run("BEGIN").map_err(wrong)?;
        let looked = look(&self.statements);
        self.statements.run("ROLLBACK").map_err(wrong)?;
        looked
    }

    fn look(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), Fault> {
        self.peek(&mut |view| {
            // Nothing that is committed from now on is seen.
            self.statements.begin_to_read()?;
            self.force()?;
            look(view)
        })
    }

    fn force(&self) -> Result<(), Fault> {
        let forced = self.forcing.wait(&self.queue);
        forced.map_err(|e| Fault::caused("what was written can't be forced to the disk", e))
    }

    fn version(&self) -> Result<i64, Fault> {
        let wrong = |e| Fault::caused("the store can't be read", e);
        let connection = &self.statements.connection;
        let mut statement = connection.prepare_cached("PRAGMA data_version").map_err(wrong)?;
        statement.query_row((), |row| row.get(0)).map_err(wrong)
    }

    fn explain(&self, fault: Fault) -> StoreError {
        commit::said(&self.path, fault)
    }
}

impl Writing<'_> {
    /// Ends a transaction that is still open.
    fn end(&self) -> Result<(), Fault> {
        // SQLite may have rolled back by itself already, for example on a full disk.
        if !self.statements.connection.is_autocommit() {
            self.statements
                .run("ROLLBACK")
                .map_err(|e| Fault::caused("a change can't be taken back", e))?;
        }
        Ok(())
    }

    /// Notes that the commit begins or ended, where it is forced afterwards.
    fn number(&self, note: fn(&Forcing) -> std::io::Result<()>) -> Result<(), Fault> {
        let noted = self.forcing.map_or(Ok(()), note);
        noted.map_err(|e| Fault::caused("the change can't be numbered", e))
    }
}

impl Transaction for Writing<'_> {
    fn view(&self) -> &dyn View {
        self.statements
    }

    fn write(&mut self, write: &Write) -> Result<(), Fault> {
        self.statements.write(write)
    }

    fn commit(self) -> Result<(), Failed> {
        if let Err(fault) = self.number(Forcing::begin) {
            self.end().map_err(Failed::Unknown)?;
            return Err(Failed::Clean(fault));
        }
        let committed = (self.commit)(self.statements).map_err(commit::failed);
        if let Err(Failed::Unknown(_)) = committed {
            // Where not even that can be written, this handle looks into it alone.
            let _ = self.turn.queue().doubt(true);
        }
        self.end().map_err(Failed::Unknown)?;
        self.number(Forcing::end).map_err(Failed::Unknown)?;
        committed
    }

    fn roll_back(self) -> Result<(), Fault> {
        self.end()
    }
}

/// Returns a connection to a file that is there.
fn connection(path: &Path) -> Result<Connection, Fault> {
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
    connection
        .wal_hook(Some(copying_after(LOG / page)))
        .map_err(wrong)?;
    Ok(connection)
}

/// Makes a store that is in doubt whole while it is this process's turn, and returns the connection with which it was
/// made so; `None` if nobody doubts it.
fn made_whole(
    queue: &Queue,
    path: &Path,
    connect: fn(&Path) -> Result<Connection, Fault>,
) -> Result<Option<Connection>, Fault> {
    let broken = |e| Fault::caused("the queue of writers is broken", e);
    if !queue.is_in_doubt().map_err(broken)? {
        return Ok(None);
    }
    let fresh = whole::make(path, connect)?;
    queue.doubt(false).map_err(broken)?;
    Ok(Some(fresh))
}

/// Returns a connection with its settings.
fn settled(path: &Path) -> Result<Connection, Fault> {
    let connection = connection(path)?;
    settle(&connection)?;
    Ok(connection)
}

/// Returns what copies the log into the file after a commit that leaves it with so many pages. SQLite's own way of doing so
/// keeps silent about a force that fails on the way, after which the log has a hole.
fn copying_after(
    pages: i64,
) -> impl FnMut(&mut Wal, std::ffi::c_int) -> rusqlite::Result<()> + Send + 'static {
    move |log, found| {
        if i64::from(found) < pages {
            return Ok(());
        }
        // Whatever else is in the way, the log is whole, and the next commit copies it.
        log.checkpoint()
            .or_else(|e| if commit::is_of_force(&e) { Err(e) } else { Ok(()) })
    }
}

/// Gives a connection its settings.
fn settle(connection: &Connection) -> Result<(), Fault> {
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
