use super::*;
use crate::store::memory::Kept;
use crate::store::sqlite::migrations;
use crate::store::tables::TABLES;
use proptest::prelude::*;
use std::path::Path;

fn laid_out() -> Statements {
    let statements = Statements::new(Connection::open_in_memory().unwrap());
    migrations::run(&statements, Path::new("store"), migrations::STEPS).unwrap();
    // Random rows keep to the types only.
    let loosened = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;
        DROP INDEX operations_by_key; CREATE INDEX operations_by_key ON operations (key);";
    statements.connection.execute_batch(loosened).unwrap();
    statements
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
        n if *text => Value::Text(["", "A", "B", "AB"][usize::from(n)].into()),
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
        row.extend([Value::Null, Value::Int(0)]);
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
