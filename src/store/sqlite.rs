//! The store in one SQLite file that many processes of one host share.

mod commit;
mod migrations;
mod place;
mod queue;
mod sql;
mod statements;
#[cfg(test)]
mod tests;

use super::batch::AtHand;
use super::tables;
use super::{Batch, BatchError, Store, StoreError};
use crate::domain::record::Fault;
use crate::operations::answer::Answer;
use crate::operations::change::{Change, Halt, Write};
use crate::operations::decide::{Decision, decide};
use crate::operations::request::Request;
use crate::operations::view::View;
use commit::Failure;
use queue::{Queue, Turn};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use statements::Statements;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// SQLite 3.7.0 to 3.51.2 can lose an acknowledged commit when one process writes while another checkpoints.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How a connection works, set whenever one is made. Pages are few: a host carries a process for each terminal.
const SETTINGS: &str = "
    PRAGMA trusted_schema = OFF;
    PRAGMA recursive_triggers = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -4096;
    PRAGMA temp_store = MEMORY;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 1000;
    PRAGMA journal_size_limit = 67108864;
";

/// The version of the layout that this program makes of every store it opens.
pub const LAYOUT: usize = migrations::STEPS.len();

/// A handle on a store: one connection, one place in the queue of writers.
pub struct Sqlite {
    path: PathBuf,
    queue: Queue,
    statements: Statements,
    commit: commit::Commit,
    stopped: Option<String>,
    warnings: Vec<String>,
}

impl Sqlite {
    /// Makes the store at `path`, or takes the one that is there: its directory where missing, its file's mode, its
    /// layout.
    ///
    /// # Errors
    /// [`StoreError`] as [`Sqlite::open`], and where the place can't be made.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        place::prepare(path)?;
        Self::connect(path)
    }

    /// Opens the store at `path`; one of an older program is brought up to date, after a backup.
    ///
    /// # Errors
    /// [`StoreError`]: nothing there, a place that is none, no right to write, a newer or a damaged store.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == 0) {
            return Err(StoreError::Missing {
                path: path.display().to_string(),
            });
        }
        Self::connect(path)
    }

    /// What is not as it should be, though the store can be worked with: modes, room on the disk.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Writes a copy of the store to a new file and proves it sound.
    ///
    /// # Errors
    /// A [`Fault`] where the file exists, can't be written or does not prove sound.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        migrations::backup_to(&self.statements.connection, to).map_err(|fault| self.said(fault))
    }

    fn connect(path: &Path) -> Result<Self, StoreError> {
        let mut warnings = place::check(path)?;
        warnings.extend(place::make_room(path)?);
        let queue = Queue::open(path).map_err(|e| place::failed(path, &e))?;
        let connection = connection(path).map_err(|fault| commit::said(path, fault))?;
        if migrations::check(&connection, path, migrations::STEPS)? < migrations::STEPS.len() {
            let _turn = queue.turn().map_err(|e| place::failed(path, &e))?;
            migrations::run(&connection, path, migrations::STEPS)?;
        }
        settle(&connection).map_err(|fault| commit::said(path, fault))?;
        Ok(Self {
            path: path.to_owned(),
            queue,
            statements: Statements::new(connection),
            commit: commit::real(),
            stopped: None,
            warnings,
        })
    }

    fn said(&self, fault: Fault) -> StoreError {
        commit::said(&self.path, fault)
    }

    fn turn(&self) -> Result<Turn<'_>, Failure> {
        if let Some(why) = &self.stopped {
            return Err(Failure::Certain(StoreError::Unknown { why: why.clone() }));
        }
        let wrong = |e| Fault::caused("the queue of writers is broken", e);
        Ok(self.queue.turn().map_err(wrong)?)
    }

    /// Waits for the turn to write, lets `work` write in a transaction, and commits where it says so.
    fn write<T>(&self, work: impl FnOnce(&Statements) -> Result<(bool, T), Failure>) -> Result<T, Failure> {
        let _turn = self.turn()?;
        let begin = |e| Fault::caused("no change can be begun", e);
        self.statements.run("BEGIN IMMEDIATE").map_err(begin)?;
        let ended = work(&self.statements).and_then(|(keep, result)| {
            if keep {
                (self.commit)(&self.statements).map_err(Failure::Commit)?;
            }
            Ok(result)
        });
        if !self.statements.connection.is_autocommit() {
            self.statements
                .run("ROLLBACK")
                .map_err(|e| Fault::caused("a change can't be taken back", e))?;
        }
        ended
    }

    /// Writes as [`Sqlite::write`]; where a commit leaves its outcome unknown, once more on a new connection. Who is
    /// called again must look whether it is done already.
    fn insist<T>(
        &mut self,
        mut work: impl FnMut(&Statements) -> Result<(bool, T), Failure>,
    ) -> Result<Result<T, BatchError>, StoreError> {
        let mut failed = self.write(&mut work);
        if failed.as_ref().is_err_and(Failure::is_unknown) {
            let fresh = connection(&self.path).and_then(|fresh| settle(&fresh).map(|()| fresh));
            if let Ok(fresh) = fresh {
                self.statements = Statements::new(fresh);
                failed = self.write(&mut work);
            }
        }
        match failed {
            Ok(done) => Ok(Ok(done)),
            Err(Failure::Refused(error)) => Ok(Err(error)),
            Err(Failure::Certain(error)) => Err(error),
            Err(Failure::Fault(fault)) => Err(self.said(fault)),
            Err(Failure::Commit(error)) if commit::is_clean(&error) => {
                Err(self.said(Fault::caused("the change can't be recorded", error)))
            }
            Err(Failure::Commit(error)) => {
                let why = error.to_string();
                self.stopped = Some(why.clone());
                Err(StoreError::Unknown { why })
            }
        }
    }
}

impl Store for Sqlite {
    fn transact(&mut self, request: &Request) -> Result<Answer, StoreError> {
        let done = self.insist(|statements| match decide(statements, request) {
            Ok(Decision::Known(answer)) => Ok((false, answer)),
            Ok(Decision::New(change, answer)) => {
                apply(statements, &change)?;
                Ok((true, answer))
            }
            Err(Halt::Refused(refusal)) => Ok((false, Answer::refused(request.key.clone(), refusal))),
            Err(Halt::Fault(fault)) => Err(fault.into()),
        })?;
        done.map_err(BatchError::into_store)
    }

    fn transact_all(&mut self, requests: &[Request]) -> Result<Vec<Answer>, BatchError> {
        let mut batch = AtHand::of(requests);
        self.transact_batch(&mut batch)?;
        Ok(batch.answers)
    }

    fn transact_batch(&mut self, batch: &mut dyn Batch) -> Result<(), BatchError> {
        self.insist(|statements| {
            let (mut changed, mut at) = (false, 0);
            batch.begin()?;
            while let Some(request) = batch.next()? {
                batch.answered(match decide(statements, &request) {
                    Ok(Decision::Known(answer)) => answer,
                    Ok(Decision::New(change, answer)) => {
                        apply(statements, &change)?;
                        changed = true;
                        answer
                    }
                    Err(Halt::Refused(refusal)) => {
                        let answer = Box::new(Answer::refused(request.key.clone(), refusal));
                        return Err(Failure::Refused(BatchError::Refused { at, answer }));
                    }
                    Err(Halt::Fault(fault)) => return Err(fault.into()),
                });
                at += 1;
            }
            Ok((changed, ()))
        })?
    }

    fn preview(&self, request: &Request) -> Result<Result<Change, Box<Answer>>, StoreError> {
        let mut found = None;
        self.look(&mut |view| {
            found = Some(super::foresee(view, request)?);
            Ok(())
        })?;
        found.ok_or_else(|| Fault::new("the store answered nothing").into())
    }

    fn look(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), StoreError> {
        let wrong = |e| self.said(Fault::caused("the store can't be read", e));
        if !self.statements.connection.is_autocommit() {
            return look(&self.statements).map_err(|fault| self.said(fault));
        }
        self.statements.run("BEGIN").map_err(wrong)?;
        let looked = look(&self.statements).map_err(|fault| self.said(fault));
        self.statements.run("ROLLBACK").map_err(wrong)?;
        looked
    }

    fn note(&mut self, notes: &[Write]) -> Result<(), StoreError> {
        tables::check_notes(notes)?;
        let wrong = |e| Fault::caused("notes can't be taken", e);
        let connection = &self.statements.connection;
        // Not forced to the disk; the next change's commit forces everything before it as well. Never OFF: a
        // checkpoint has to force what it copies.
        connection
            .execute_batch("PRAGMA synchronous = NORMAL")
            .map_err(wrong)?;
        let written = self.write(|statements| {
            notes.iter().try_for_each(|note| statements.write(note))?;
            Ok((true, ()))
        });
        connection
            .execute_batch("PRAGMA synchronous = FULL")
            .map_err(wrong)?;
        written.map_err(|failure| match failure {
            Failure::Fault(fault) => self.said(fault),
            Failure::Commit(error) => self.said(wrong(error)),
            Failure::Certain(error) => error,
            Failure::Refused(error) => error.into_store(),
        })
    }

    fn version(&self) -> Result<i64, StoreError> {
        let wrong = |e| self.said(Fault::caused("the store can't be read", e));
        let mut statement = self
            .statements
            .connection
            .prepare_cached("PRAGMA data_version")
            .map_err(wrong)?;
        statement.query_row((), |row| row.get(0)).map_err(wrong)
    }
}

/// Writes a change, parents before children.
fn apply(statements: &Statements, change: &Change) -> Result<(), Fault> {
    let mut writes: Vec<&Write> = change.writes.iter().collect();
    writes.sort_by_cached_key(|write| tables::rank(write.table()));
    writes.into_iter().try_for_each(|write| statements.write(write))
}

/// A connection to a file that is there.
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
    let connection = Connection::open_with_flags(path, flags).map_err(wrong)?;
    connection.busy_timeout(Duration::from_secs(30)).map_err(wrong)?;
    Ok(connection)
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
