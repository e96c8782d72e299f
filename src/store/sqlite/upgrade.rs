//! What an upgrade leaves behind: a backup under a name of its own, and a checkpoint with the digest of the backup and
//! with what was broken before.

use super::layout::references;
use super::statements::Statements;
use super::{copy, digest, place};
use crate::domain::log::Checkpoint;
use crate::domain::record::{Fault, Record};
use crate::operations::change::Write;
use crate::operations::invariants::{Check, Finding, books};
use crate::operations::log::checkpoint_link;
use crate::operations::read_links;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::fs;
use std::path::{Path, PathBuf};

/// How many broken invariants are noted at most.
const NOTED: usize = 8;

/// An upgrade under way.
pub(super) struct Upgrade {
    /// The checkpoint, without the findings yet.
    checkpoint: Checkpoint,
    /// The hash of the checkpoint before it.
    previous: String,
    /// What does not hold of the layout before.
    found: Vec<Finding>,
}

impl Upgrade {
    /// Copies the store at `store` before its layout is changed to a version; `rules` is the version of the rule book
    /// that decides from then on, `laid_out` what was found of the layout.
    ///
    /// # Errors
    /// A [`Fault`] where the store can't be read or copied.
    pub(super) fn begin(
        connection: &Connection,
        store: &Path,
        (version, rules): (usize, i64),
        laid_out: Finding,
    ) -> Result<Self, Fault> {
        let found = vec![laid_out, references(connection)?];
        let backup = backup(connection, store, version)?;
        let (checkpoint, previous) = of(connection, &backup, (copy::layout(connection)?, rules))?;
        Ok(Self {
            checkpoint,
            previous,
            found,
        })
    }

    /// Proves the books, which have the newest layout but are not yet anything else than before, and writes the
    /// checkpoint and the beginning of the reads' chain.
    ///
    /// # Errors
    /// A [`Fault`] where these can't be written.
    pub(super) fn finish(&mut self, statements: &Statements) -> Result<(), Fault> {
        let proved = read_links::first(statements).and_then(|first| {
            first
                .iter()
                .try_for_each(|first| statements.write(&Write::put(first)))?;
            books(statements)
        });
        self.found.extend(proved.unwrap_or_else(|fault| {
            let mut check = Check::of("the books can be read");
            check.see(false, || fault.to_string());
            vec![check.finish()]
        }));
        let broken = self.found.iter().filter(|finding| 0 < finding.broken).take(NOTED);
        let told = broken.map(|finding| format!("{}: {}", finding.invariant, finding.detail));
        self.checkpoint.found = Some(told.collect::<Vec<_>>().join("; "));
        self.checkpoint.hash = checkpoint_link(&self.previous, &self.checkpoint);
        statements.write(&Write::put(&self.checkpoint))
    }

    /// Finishes the upgrade. Returns what was broken before, in words. `None` if everything held.
    pub(super) fn found(self) -> Option<String> {
        self.checkpoint.found.filter(|found| !found.is_empty())
    }
}

/// Returns the checkpoint of a store that was just copied to `backup`, before its `layout` is changed, and the hash of the
/// checkpoint before it. `rules` is the version of the rule book that decides from now on.
fn of(
    connection: &Connection,
    backup: &Path,
    (layout, rules): (i64, i64),
) -> Result<(Checkpoint, String), Fault> {
    let wrong = |e| Fault::caused("the checkpoint of the upgrade can't be made", e);
    let last = "SELECT seq, hash FROM operations ORDER BY seq DESC LIMIT 1";
    let last = connection.query_row(last, (), |row| Ok((row.get(0)?, row.get(1)?)));
    let (operation, log) = last.optional().map_err(wrong)?.unwrap_or_default();
    let (before, previous) = newest(connection).map_err(wrong)?.unwrap_or_default();
    let name = backup.file_name().and_then(|name| name.to_str());
    let made = Checkpoint {
        checkpoint: before + 1,
        operation,
        log,
        rules,
        layout,
        backup: name
            .ok_or_else(|| Fault::new("the backup's name is not text"))?
            .to_owned(),
        digest: digest::of(&read_only(backup)?)?,
        hash: String::new(),
        found: None,
    };
    Ok((made, previous))
}

/// Number and hash of the newest checkpoint.
fn newest(connection: &Connection) -> rusqlite::Result<Option<(i64, String)>> {
    if !copy::has_table(connection, Checkpoint::TABLE.name)? {
        return Ok(None);
    }
    let newest = "SELECT checkpoint, hash FROM checkpoints ORDER BY checkpoint DESC LIMIT 1";
    let newest = connection.query_row(newest, (), |row| Ok((row.get(0)?, row.get(1)?)));
    newest.optional()
}

/// Opens a file without ever changing it.
pub(super) fn read_only(file: &Path) -> Result<Connection, Fault> {
    let wrong = |e| Fault::caused(format!("{} can't be opened", file.display()), e);
    Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(wrong)
}

/// Returns a sound copy, beside the store at `store`, of the store before its layout is taken to a version: the one that
/// an interrupted upgrade left if nothing was changed since, else a new one. No file that is there is overwritten. The
/// caller holds the turn to write.
///
/// # Errors
/// A [`Fault`] where the copy can't be made or does not prove sound; nothing of it is left then.
fn backup(connection: &Connection, store: &Path, version: usize) -> Result<PathBuf, Fault> {
    let made = place::name_beside(store, &format!("before-{version}.part"));
    // Left by an upgrade that was killed while it made it.
    let _ = fs::remove_file(&made);
    let mut names = (1..).map(|nth| name(store, version, nth));
    let name = names.find(|name| !name.exists() || is_copy(connection, name));
    let name = name.ok_or_else(|| Fault::new("there is no name left for the backup"))?;
    if name.exists() {
        return Ok(name);
    }
    let kept = copy::backup_to(connection, &made).and_then(|()| {
        let wrong = |e| Fault::caused(format!("the backup {} failed", name.display()), e);
        place::settle(&made, &name).map_err(wrong)
    });
    if kept.is_err() {
        let _ = fs::remove_file(&made);
    }
    kept.map(|()| name)
}

/// Returns the names of the backups of an upgrade to a version: the first one's, and of those after it.
fn name(store: &Path, version: usize, nth: usize) -> PathBuf {
    let nth = if nth == 1 {
        String::new()
    } else {
        format!("-{nth}")
    };
    place::name_beside(store, &format!("before-{version}{nth}.backup"))
}

/// Returns whether a file is a copy of the store as it is now; one that can't be read is none.
fn is_copy(connection: &Connection, file: &Path) -> bool {
    let kept = read_only(file).and_then(|copy| Ok((copy::layout(&copy)?, digest::of(&copy)?)));
    let now = copy::layout(connection).and_then(|layout| Ok((layout, digest::of(connection)?)));
    matches!((kept, now), (Ok(kept), Ok(now)) if kept == now)
}
