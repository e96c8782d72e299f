//! From ranges and writes to statements: each one's text is built once and its program is kept by the connection.

#[cfg(test)]
mod tests;

use super::sql::{After, Shape, text};
use crate::domain::record::{Fault, Range, Row, Table, Value};
use crate::operations::change::{Before, Write};
use crate::operations::view::View;
use compact_str::CompactString;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// The most keys that one statement looks for.
const KEYS_AT_ONCE: usize = 64;

/// A connection with the texts of the statements it was asked for.
pub(super) struct Statements {
    pub(super) connection: Connection,
    texts: RefCell<HashMap<(&'static str, Shape), Arc<str>>>,
}

impl Statements {
    pub(super) fn new(connection: Connection) -> Self {
        connection.set_prepared_statement_cache_capacity(512);
        Self {
            connection,
            texts: RefCell::default(),
        }
    }

    /// Runs a statement without parameters whose program is kept.
    pub(super) fn run(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.prepare_cached(sql)?.execute(()).map(drop)
    }

    /// Lets an open transaction see what is committed now, and nothing that is committed later.
    pub(super) fn begin_to_read(&self) -> Result<(), Fault> {
        let wrong = |e| Fault::caused("the store can't be read", e);
        let asked = self
            .connection
            .prepare_cached("SELECT 1 FROM sqlite_schema LIMIT 1");
        asked
            .and_then(|mut asked| asked.query_row((), |_| Ok(())))
            .map_err(wrong)
    }

    /// Writes one row. If the row is known to be there, only what differs is written.
    pub(super) fn write(&self, write: &Write) -> Result<(), Fault> {
        match write {
            Write::Put { table, row, before } => self.put(table, row, before),
            Write::Remove { table, key } => self.execute(table, Shape::Delete, key.iter()).map(drop),
        }
    }

    fn put(&self, table: &'static Table, row: &Row, before: &Before) -> Result<(), Fault> {
        let shape = match before {
            Before::Row(known) => return self.update(table, known, row),
            Before::Unknown if !table.append_only => Shape::Upsert,
            Before::Unknown | Before::Nothing => Shape::Insert,
        };
        self.execute(table, shape, row.iter()).map(drop)
    }

    /// Writes what differs between a row that is there and the one that replaces it.
    fn update(&self, table: &'static Table, known: &Row, row: &Row) -> Result<(), Fault> {
        let (key, rest) = row.split_at(table.key);
        let changed = |at: &usize| known[*at] != row[*at];
        let columns = (table.key..row.len())
            .filter(changed)
            .fold(0, |bits, at| bits | 1 << at);
        if columns == 0 {
            return Ok(());
        }
        let values = rest
            .iter()
            .enumerate()
            .filter(|(at, _)| columns & 1 << (at + table.key) != 0)
            .map(|(_, value)| value);
        match self.execute(table, Shape::Update { columns }, values.chain(key))? {
            1 => Ok(()),
            _ => Err(Fault::new(format!(
                "a row of {} that was read is gone",
                table.name
            ))),
        }
    }

    fn execute<'v>(
        &self,
        table: &'static Table,
        shape: Shape,
        values: impl Iterator<Item = &'v Value>,
    ) -> Result<usize, Fault> {
        let wrong = |e| Fault::caused(format!("{} can't be written", table.name), e);
        let mut statement = self
            .connection
            .prepare_cached(&self.text(table, shape))
            .map_err(wrong)?;
        statement
            .execute(rusqlite::params_from_iter(values.map(Bound)))
            .map_err(wrong)
    }

    fn text(&self, table: &'static Table, shape: Shape) -> Arc<str> {
        let mut texts = self.texts.borrow_mut();
        let text = texts
            .entry((table.name, shape))
            .or_insert_with(|| text(table, shape).into());
        Arc::clone(text)
    }

    /// Returns the rows that a statement yields, which asks for `columns` of the table.
    fn query(
        &self,
        table: &'static Table,
        shape: Shape,
        values: &[&dyn ToSql],
        columns: &[usize],
    ) -> Result<Vec<Row>, Fault> {
        let wrong = |e| Fault::caused(format!("{} can't be read", table.name), e);
        let mut statement = self
            .connection
            .prepare_cached(&self.text(table, shape))
            .map_err(wrong)?;
        let mut found = statement.query(values).map_err(wrong)?;
        let mut rows = Vec::new();
        while let Some(row) = found.next().map_err(wrong)? {
            let mut cells = Row::with_capacity(columns.len());
            for (place, at) in columns.iter().enumerate() {
                cells.push(cell(table, *at, row.get_ref(place).map_err(wrong)?)?);
            }
            rows.push(cells);
        }
        Ok(rows)
    }
}

impl View for Statements {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        let key: Vec<Bound<'_>> = key.iter().map(Bound).collect();
        let key: Vec<&dyn ToSql> = key.iter().map(|value| value as &dyn ToSql).collect();
        Ok(self.query(table, Shape::Find, &key, all(table))?.pop())
    }

    fn row_of_each(&self, table: &'static Table, keys: &[Vec<Value>]) -> Result<Vec<Option<Row>>, Fault> {
        let mut found = Vec::with_capacity(keys.len());
        for some in keys.chunks(KEYS_AT_ONCE) {
            // The last key fills up the round number, so that few texts serve every count.
            let count = some.len().next_power_of_two();
            let filled = some.iter().chain(std::iter::repeat(&some[some.len() - 1]));
            let cells: Vec<Bound<'_>> = filled.take(count).flatten().map(Bound).collect();
            let cells: Vec<&dyn ToSql> = cells.iter().map(|value| value as &dyn ToSql).collect();
            let rows = self.query(table, Shape::FindEach(count), &cells, all(table))?;
            let of = |key: &Vec<Value>| rows.iter().find(|row| row[..table.key] == **key).cloned();
            found.extend(some.iter().map(of));
        }
        Ok(found)
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        self.cells(range, all(range.table))
    }

    fn cells(&self, range: &Range, columns: &[usize]) -> Result<Vec<Row>, Fault> {
        let is_null = |(_, value): &(usize, &Value)| **value == Value::Null;
        let nulls = range.prefix.iter().enumerate().filter(is_null);
        let after = match &range.after {
            Some(_) if range.prefix.len() == range.table.ordered(range.order).count() => After::All,
            Some(Value::Null) => After::Something,
            Some(_) => After::Value,
            None => After::All,
        };
        let shape = Shape::List {
            order: range.order,
            prefix: range.prefix.len(),
            nulls: nulls.fold(0, |bits, (at, _)| bits | 1 << at),
            after,
            descending: range.descending,
            columns: columns.iter().fold(0, |bits, at| bits | 1 << at),
        };
        let after = range.after.iter().filter(|_| after == After::Value);
        let given = range.prefix.iter().filter(|value| **value != Value::Null);
        let given: Vec<Bound<'_>> = given.chain(after).map(Bound).collect();
        let limit = i64::try_from(range.limit).unwrap_or(-1);
        let mut values: Vec<&dyn ToSql> = given.iter().map(|value| value as &dyn ToSql).collect();
        values.push(&limit);
        self.query(range.table, shape, &values, columns)
    }

    fn last(&self, table: &'static Table) -> Result<i64, Fault> {
        let wrong = |e| Fault::caused(format!("{} can't be read", table.name), e);
        let mut statement = self
            .connection
            .prepare_cached(&self.text(table, Shape::Last))
            .map_err(wrong)?;
        statement.query_row((), |row| row.get(0)).map_err(wrong)
    }
}

/// Returns all columns of a table; none has more than a set of bits can name.
fn all(table: &Table) -> &'static [usize] {
    const FIRST: [usize; 64] = {
        let (mut first, mut at) = ([0; 64], 0);
        while at < 64 {
            first[at] = at;
            at += 1;
        }
        first
    };
    &FIRST[..table.columns.len()]
}

/// A cell as a parameter, without copying its text.
struct Bound<'v>(&'v Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

fn cell(table: &Table, at: usize, value: ValueRef<'_>) -> Result<Value, Fault> {
    match value {
        ValueRef::Null => Some(Value::Null),
        ValueRef::Integer(n) => Some(Value::Int(n)),
        ValueRef::Text(bytes) => CompactString::from_utf8(bytes).ok().map(Value::Text),
        ValueRef::Real(_) | ValueRef::Blob(_) => None,
    }
    .ok_or_else(|| {
        Fault::new(format!(
            "column {} of {} is damaged",
            table.columns[at], table.name
        ))
    })
}
