//! From ranges and writes to statements: each one's text is built once and its program is kept by the connection.

use super::sql::{After, Shape, text};
use crate::domain::record::{Fault, Range, Row, Table, Value};
use crate::operations::change::{Before, Write};
use crate::operations::view::View;
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
        ValueRef::Text(bytes) => String::from_utf8(bytes.to_vec()).ok().map(Value::Text),
        ValueRef::Real(_) | ValueRef::Blob(_) => None,
    }
    .ok_or_else(|| {
        Fault::new(format!(
            "column {} of {} is damaged",
            table.columns[at], table.name
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::memory::Kept;
    use crate::store::sqlite::migrations;
    use crate::store::tables::TABLES;
    use proptest::prelude::*;
    use std::path::Path;

    fn laid_out() -> Statements {
        let connection = Connection::open_in_memory().unwrap();
        migrations::run(&connection, Path::new("store"), migrations::STEPS).unwrap();
        // Random rows keep to the types only.
        let loosened = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;
            DROP INDEX operations_by_key; CREATE INDEX operations_by_key ON operations (key);";
        connection.execute_batch(loosened).unwrap();
        Statements::new(connection)
    }

    /// Returns whether each column holds text, and whether it may hold nothing.
    fn kinds(statements: &Statements, table: &Table) -> Vec<(bool, bool)> {
        let sql = format!(
            "SELECT type = 'TEXT', \"notnull\" = 0 AND pk = 0 FROM pragma_table_info('{}')",
            table.name
        );
        let mut statement = statements.connection.prepare(&sql).unwrap();
        let kinds = statement
            .query_map((), |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        kinds.collect::<Result<_, _>>().unwrap()
    }

    /// Returns a row of few different values, so that keys and prefixes meet.
    fn row(kinds: &[(bool, bool)], seeds: &[u8]) -> Row {
        let value = |(at, (text, optional)): (usize, &(bool, bool))| match seeds[at % seeds.len()] % 4 {
            0 if *optional => Value::Null,
            n if *text => Value::Text(["", "A", "B", "AB"][usize::from(n)].to_owned()),
            n => Value::Int(i64::from(n) - 1),
        };
        kinds.iter().enumerate().map(value).collect()
    }

    /// Returns the first rows of the range as its documentation says.
    fn model(all: &[Row], range: &Range) -> Vec<Row> {
        let order = range.table.order(range.order);
        let mut rows: Vec<Row> = all.iter().filter(|row| range.holds(row)).cloned().collect();
        rows.sort_by_key(|row| order.iter().map(|at| row[*at].clone()).collect::<Vec<_>>());
        if range.descending {
            rows.reverse();
        }
        rows.truncate(range.limit);
        rows
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn both_adapters_answer_every_range_of_every_table_as_the_model_does(
            seeds in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 31), 1..12),
            prefix in 0..4_usize, after in any::<bool>(), descending in any::<bool>(), limit in 1..9_usize,
        ) {
            let statements = laid_out();
            let mut kept = Kept::default();
            for table in TABLES {
                let kinds = kinds(&statements, table);
                for seeds in &seeds {
                    let write = Write::Put { table, row: row(&kinds, seeds), before: Before::Unknown };
                    let (one, other) = (statements.write(&write), kept.apply(&[write], &mut Vec::new()));
                    prop_assert_eq!(one.is_ok(), other.is_ok(), "{} {:?}", table.name, one);
                }
                let all = kept.rows(&Range { table, order: 0, prefix: vec![], after: None, descending: false,
                    limit: usize::MAX }).unwrap();
                prop_assert!(!all.is_empty());
                prop_assert_eq!(statements.row(table, &all[0][..table.key]).unwrap(), Some(all[0].clone()));
                let mut keys: Vec<Vec<Value>> = all.iter().map(|row| row[..table.key].to_vec()).collect();
                keys.push(keys[0].iter().map(|cell| match cell {
                    Value::Int(_) => Value::Int(77),
                    _ => Value::Text("NONE".into()),
                }).collect());
                let mut each: Vec<Option<Row>> = all.iter().cloned().map(Some).collect();
                each.push(None);
                prop_assert_eq!(&statements.row_of_each(table, &keys).unwrap(), &each, "{}", table.name);
                prop_assert_eq!(&kept.row_of_each(table, &keys).unwrap(), &each, "{}", table.name);
                if matches!(all[0][0], Value::Int(_)) {
                    prop_assert_eq!(statements.last(table).unwrap(), kept.last(table).unwrap());
                }
                let like = &all[all.len() / 2];
                for order in 0..=table.orders.len() {
                    let columns = table.order(order);
                    let taken = prefix.min(columns.len());
                    let range = Range {
                        table, order, descending, limit,
                        prefix: columns[..taken].iter().map(|at| like[*at].clone()).collect(),
                        after: columns.get(taken).filter(|_| after).map(|at| like[*at].clone()),
                    };
                    let expected = model(&all, &range);
                    prop_assert_eq!(&statements.rows(&range).unwrap(), &expected, "{:?}", range);
                    prop_assert_eq!(&kept.rows(&range).unwrap(), &expected, "{:?}", range);
                    let some: Vec<usize> = (0..table.columns.len()).filter(|at| seeds[0][*at] % 2 == 0).collect();
                    if !some.is_empty() {
                        let picked = |row: &Row| some.iter().map(|at| row[*at].clone()).collect();
                        let expected: Vec<Row> = expected.iter().map(picked).collect();
                        prop_assert_eq!(&statements.cells(&range, &some).unwrap(), &expected, "{:?}", range);
                        prop_assert_eq!(&kept.cells(&range, &some).unwrap(), &expected, "{:?}", range);
                    }
                }
            }
        }
    }

    #[test]
    fn no_range_is_sorted_or_searched_row_by_row() {
        let statements = laid_out();
        for table in TABLES {
            for order in 0..=table.orders.len() {
                let shape = Shape::List {
                    order,
                    prefix: 1,
                    nulls: 0,
                    after: After::All,
                    descending: true,
                    columns: u64::MAX,
                };
                let sql = format!("EXPLAIN QUERY PLAN {}", text(table, shape));
                let mut statement = statements.connection.prepare(&sql).unwrap();
                let steps = statement
                    .query_map((1, 1), |row| row.get::<_, String>(3))
                    .unwrap();
                let plan: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
                assert!(
                    plan.iter().all(|step| step.starts_with("SEARCH")),
                    "{} {plan:?}",
                    table.name
                );
            }
        }
    }

    #[test]
    fn several_keys_are_searched_for_and_not_scanned() {
        let statements = laid_out();
        for table in TABLES {
            let sql = format!("EXPLAIN QUERY PLAN {}", text(table, Shape::FindEach(2)));
            let mut statement = statements.connection.prepare(&sql).unwrap();
            let marks = vec![1; table.key * 2];
            let steps = statement
                .query_map(rusqlite::params_from_iter(marks), |row| row.get::<_, String>(3))
                .unwrap();
            let plan: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
            assert!(plan[0].starts_with("SEARCH"), "{} {plan:?}", table.name);
        }
    }

    #[test]
    fn of_a_known_row_only_the_difference_is_written() {
        let statements = laid_out();
        let table = TABLES.iter().find(|table| table.name == "pools").unwrap();
        let row = |qty: i64| -> Row {
            let mut row: Row = vec![Value::Text("BEANS".into()), Value::Text("MAIN".into())];
            row.extend([qty, 4, 5, 6].map(Value::Int));
            row
        };
        let write = |row, before| statements.write(&Write::Put { table, row, before });
        write(row(3), Before::Nothing).unwrap();
        let before = statements.connection.total_changes();
        write(row(3), Before::Row(row(3))).unwrap();
        assert_eq!(statements.connection.total_changes(), before);
        write(row(7), Before::Row(row(3))).unwrap();
        assert!(write(row(7), Before::Nothing).is_err());
        write(row(8), Before::Unknown).unwrap();
        write(row(7), Before::Unknown).unwrap();
        let key = [Value::Text("BEANS".into()), Value::Text("MAIN".into())];
        assert_eq!(
            statements.row(table, &key).unwrap().map(|row| row[2].clone()),
            Some(Value::Int(7))
        );
    }
}
