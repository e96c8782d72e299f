//! Whether the file itself is sound: its pages, what refers to what, and the layout that this program makes.

use super::layout::{compared, references};
use super::{File, Sqlite, migrations};
use crate::domain::record::Fault;
use crate::operations::invariants::{Check, Finding};
use crate::store::StoreError;
use crate::store::engine::Engine;
use rusqlite::Connection;

/// How much of a damage is told at most.
const TOLD: usize = 4;

impl Sqlite {
    /// Checks the pages of the file (the first row that is returned), the rows that others refer to, and that tables,
    /// indices and guards are those that this program lays out, and no others. Where the pages are damaged nothing else is looked at: what is read from
    /// them means nothing.
    ///
    /// # Errors
    /// [`StoreError`] where the file can't be read at all.
    pub fn prove_file(&self) -> Result<Vec<Finding>, StoreError> {
        let File { statements, .. } = &self.engine;
        let proved = of(&statements.connection);
        proved.map_err(|fault| self.engine.explain(fault))
    }
}

impl Sqlite {
    /// Checks that tables, indices and guards are those that this program lays out, and no others.
    ///
    /// # Errors
    /// [`StoreError`] where the file can't be read at all.
    pub fn prove_layout(&self) -> Result<Finding, StoreError> {
        let File { statements, .. } = &self.engine;
        let proved =
            migrations::laid_out(migrations::STEPS).and_then(|made| compared(&statements.connection, &made));
        proved.map_err(|fault| self.engine.explain(fault))
    }
}

fn of(connection: &Connection) -> Result<Vec<Finding>, Fault> {
    let pages = pages(connection);
    if 0 < pages.broken {
        return Ok(vec![pages]);
    }
    let made = migrations::laid_out(migrations::STEPS)?;
    Ok(vec![pages, references(connection)?, compared(connection, &made)?])
}

/// Checks every page of the file, and that each index has exactly the rows of its table.
fn pages(connection: &Connection) -> Finding {
    let mut check = Check::of("every page of the file is sound");
    let told = texts(connection, &format!("PRAGMA integrity_check({TOLD})"));
    match told {
        Ok(told) => told.into_iter().for_each(|line| check.see(line == "ok", || line)),
        Err(why) => check.see(false, || why.to_string()),
    }
    check.finish()
}

fn texts(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map((), |row| row.get(0))?;
    rows.collect()
}
