//! From any older store to the newest: numbered steps, each in a transaction of its own, a backup first.

use super::copy::version;
use super::statements::Statements;
use super::upgrade::Upgrade;
use super::{StoreError, layout};
use crate::domain::record::Fault;
use crate::operations::log::FIRST_RULES;
use rusqlite::Connection;
use std::path::Path;

/// One step of the layout.
pub(super) struct Step {
    /// What it does to the tables.
    sql: &'static str,
    /// The version of the rule book that comes with it: a rule that changes needs a step, even one that changes no
    /// table.
    rules: i64,
}

/// Returns a step with the version of the rule book that comes with it.
const fn step(rules: i64, sql: &'static str) -> Step {
    Step { sql, rules }
}

/// Returns a step that leaves the rules as they were before versions of them were logged.
const fn first(sql: &'static str) -> Step {
    step(FIRST_RULES, sql)
}

/// The steps; a store of version `n` has gone through the first `n`.
pub(super) const STEPS: &[Step] = &[
    first(include_str!("001_first.sql")),
    first(include_str!("002_what_a_read_was_about.sql")),
    first(include_str!("003_purchase.sql")),
    first(include_str!("004_late_cost.sql")),
    first(include_str!("005_transfers_and_kits.sql")),
    first(include_str!("006_integration_and_billing.sql")),
    first(include_str!("007_what_became_of_batches.sql")),
    first(include_str!("008_what_shipments_cost.sql")),
    first(include_str!("009_pick_faces.sql")),
    first(include_str!("010_what_leaves_first.sql")),
    step(2, include_str!("011_rules_and_checkpoints.sql")),
    step(3, include_str!("012_work_waits_for_its_operator.sql")),
    step(5, include_str!("013_bounds.sql")),
    step(5, include_str!("014_work_at_a_bin.sql")),
    step(6, include_str!("015_tolerance.sql")),
    step(7, include_str!("016_people_of_documents.sql")),
    step(7, include_str!("017_pieces.sql")),
    step(7, include_str!("018_restorations.sql")),
    step(8, include_str!("019_proofs.sql")),
    step(8, include_str!("020_backups.sql")),
    step(9, include_str!("021_where_late_cost_went.sql")),
    step(9, include_str!("022_beside_others.sql")),
    step(10, include_str!("023_days.sql")),
    step(10, include_str!("024_what_was_billed.sql")),
    step(10, include_str!("025_taken_apart.sql")),
    step(11, include_str!("026_counted.sql")),
    step(11, include_str!("027_queues.sql")),
    step(11, include_str!("028_taxes.sql")),
    step(11, include_str!("029_alike.sql")),
    step(11, include_str!("030_methods.sql")),
    step(11, include_str!("031_channel_fees.sql")),
    step(12, include_str!("032_accounts_by_site.sql")),
    step(12, include_str!("033_categories.sql")),
    step(12, include_str!("034_work_orders.sql")),
    step(12, include_str!("035_minor_units.sql")),
    step(12, include_str!("036_entities.sql")),
    step(12, include_str!("037_dimensions.sql")),
    step(12, include_str!("038_services.sql")),
    step(13, include_str!("039_holds.sql")),
    step(13, include_str!("040_promises.sql")),
];

/// The mark of a binledger store (`PRAGMA application_id`): "BNLG".
pub(super) const APPLICATION: i64 = 0x424e_4c47;

/// Refuses what is not ours or is newer than this program; returns how many steps were done.
pub(super) fn check(connection: &Connection, path: &Path, steps: &[Step]) -> Result<usize, StoreError> {
    let read = |e| Fault::caused(format!("{} can't be read as a store", path.display()), e);
    let foreign = || StoreError::Unfit {
        at: path.into(),
        why: "it is a file of another program. Name another place".to_owned(),
    };
    let found = match version(connection) {
        Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => return Err(foreign()),
        found => found.map_err(read)?,
    };
    let pages: i64 = connection
        .query_row("PRAGMA page_count", (), |row| row.get(0))
        .map_err(read)?;
    let application: i64 = connection
        .query_row("PRAGMA application_id", (), |row| row.get(0))
        .map_err(read)?;
    if pages > 0 && application != APPLICATION {
        return Err(foreign());
    }
    let done = usize::try_from(found).ok().filter(|done| *done <= steps.len());
    done.ok_or_else(|| StoreError::Newer {
        at: path.into(),
        found,
        expected: i64::try_from(steps.len()).unwrap_or(i64::MAX),
    })
}

/// Takes the store to the newest version. The caller holds the turn to write. Returns what was broken in the store
/// before, in words; `None` where all of it held, or where it was not in use.
///
/// If the store is in use, a backup is made first. It is the state that a checkpoint names: from there on operations
/// are decided by the rule book that came with the last step. A checkpoint makes what it names a part of the history, so
/// the store is proved before there is one, and what does not hold is noted with it. What is interrupted, by whatever,
/// is finished by the next open: each step is a transaction of its own, and a backup has its name only when it is whole.
///
/// # Errors
/// [`StoreError::Newer`] or [`StoreError::Unfit`] as [`check`] says; a [`Fault`] where the store has another version than
/// it says, and where a step or the backup fails, after which the store is as it was before that step.
pub(super) fn run(
    statements: &Statements,
    path: &Path,
    steps: &[Step],
) -> Result<Option<String>, StoreError> {
    let connection = &statements.connection;
    let done = check(connection, path, steps)?;
    if done == steps.len() {
        return Ok(None);
    }
    let found = layout::compared(connection, &laid_out(&steps[..done])?)?;
    if 0 < found.broken {
        check_version(connection, path, (steps, done))?;
    }
    let Some(last) = steps.last().filter(|_| 0 < done) else {
        lay_out(connection, steps, &mut || Ok(()))?;
        return Ok(None);
    };
    let differs = found.detail.clone();
    let mut upgrade = Upgrade::begin(connection, path, (steps.len(), last.rules), found)?;
    let taken = lay_out(connection, steps, &mut || upgrade.finish(statements));
    taken.map_err(|fault| match differs.as_str() {
        "" => fault,
        _ => Fault {
            context: format!(
                "{fault}. Before, {differs}: somebody changed the store. Restore a backup (binledger restore FILE)"
            ),
            ..fault
        },
    })?;
    Ok(upgrade.found())
}

/// Refuses a store whose tables are those of another version than the one it says: its version was changed by hand.
fn check_version(connection: &Connection, path: &Path, (steps, said): (&[Step], usize)) -> Result<(), Fault> {
    for version in (1..=steps.len()).rev().filter(|version| *version != said) {
        if layout::compared(connection, &laid_out(&steps[..version])?)?.broken == 0 {
            return Err(Fault::new(format!(
                "the store at {} says that it has version {said}, but its tables are those of version {version}: somebody \
                 changed it. Nothing was written. Restore a backup (binledger restore FILE)",
                path.display()
            )));
        }
    }
    Ok(())
}

/// Returns an empty store in memory that has gone through steps.
///
/// # Errors
/// A [`Fault`] where a step fails.
pub(super) fn laid_out(steps: &[Step]) -> Result<Connection, Fault> {
    let empty = Connection::open_in_memory();
    let empty = empty.map_err(|e| Fault::caused("no layout can be made to compare with", e))?;
    lay_out(&empty, steps, &mut || Ok(()))?;
    Ok(empty)
}

/// Goes through the steps that are missing; `finish` is a part of the last one.
///
/// # Errors
/// A [`Fault`] where a step fails, after which the store is as it was before that step.
pub(super) fn lay_out(
    connection: &Connection,
    steps: &[Step],
    finish: &mut dyn FnMut() -> Result<(), Fault>,
) -> Result<(), Fault> {
    let wrong = |at: usize, e| Fault::caused(format!("step {at} of the store's layout fails"), e);
    let done = version(connection).map_err(|e| wrong(0, e))?;
    for (at, step) in (1..).zip(steps).skip(usize::try_from(done).unwrap_or(0)) {
        let begun = connection.execute_batch(&format!("BEGIN IMMEDIATE;\n{}", step.sql));
        let finished = begun.map_err(|e| wrong(at, e)).and_then(|()| {
            if at == steps.len() {
                finish()?;
            }
            end(connection, at).map_err(|e| wrong(at, e))
        });
        finished.inspect_err(|_| {
            if !connection.is_autocommit() {
                let _ = connection.execute_batch("ROLLBACK");
            }
        })?;
    }
    Ok(())
}

/// Ends the transaction of a step.
fn end(connection: &Connection, at: usize) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION};\nPRAGMA user_version = {at};\nCOMMIT;"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Table;
    use crate::operations::log::RULES;
    use crate::store::tables::TABLES;

    fn made() -> Connection {
        let store = Statements::new(Connection::open_in_memory().unwrap());
        run(&store, Path::new("store"), STEPS).unwrap();
        store.connection
    }

    fn texts(connection: &Connection, sql: &str) -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map((), |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    /// Returns the columns of each of a table's indices, completed by what finds the row.
    fn indices(connection: &Connection, table: &Table) -> Vec<Vec<String>> {
        let named = format!(
            "SELECT name FROM pragma_index_list('{}') WHERE origin = 'c'",
            table.name
        );
        let columns = |index: String| {
            let sql = format!("SELECT coalesce(name, '') FROM pragma_index_xinfo('{index}') ORDER BY seqno");
            // Rows are found by number where the key is one, or where rows are long.
            let named = |name: String| match (name.is_empty(), table.key) {
                (false, _) => Some(name),
                (true, 1) => Some(table.columns[0].to_owned()),
                (true, _) => None,
            };
            texts(connection, &sql).into_iter().filter_map(named).collect()
        };
        texts(connection, &named).into_iter().map(columns).collect()
    }

    #[test]
    fn the_layout_is_that_of_the_records() {
        let connection = &made();
        let mut known: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
        known.sort_unstable();
        let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict ORDER BY name";
        assert_eq!(texts(connection, sql), known);
        for table in TABLES {
            let name = table.name;
            let columns = texts(
                connection,
                &format!("SELECT name FROM pragma_table_info('{name}')"),
            );
            assert_eq!(columns, table.columns, "columns of {name}");
            assert!(columns.len() <= 64, "a set of bits names each column of {name}");
            let key = format!("SELECT name FROM pragma_table_info('{name}') WHERE pk > 0 ORDER BY pk");
            assert_eq!(
                texts(connection, &key),
                table.columns[..table.key],
                "key of {name}"
            );
            let mut expected: Vec<Vec<&str>> = (1..=table.orders.len())
                .map(|order| {
                    table
                        .order(order)
                        .into_iter()
                        .map(|at| table.columns[at])
                        .collect()
                })
                .collect();
            let mut found = indices(connection, table);
            expected.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, expected, "orders of {name}");
            let guards =
                format!("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{name}'");
            let guards: i64 = connection.query_row(&guards, (), |row| row.get(0)).unwrap();
            assert_eq!(guards, if table.append_only { 2 } else { 0 }, "guards of {name}");
        }
    }

    #[test]
    fn rules_change_with_a_step_and_never_without() {
        assert_eq!(STEPS.last().map(|step| step.rules), Some(RULES));
        assert!(STEPS.is_sorted_by_key(|step| step.rules));
    }

    #[test]
    fn reads_of_an_older_store_are_kept_and_say_nothing_of_what_they_were_about() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("store");
        let store = Statements::new(Connection::open(&path).unwrap());
        let connection = &store.connection;
        run(&store, &path, &STEPS[..1]).unwrap();
        let row = "INSERT INTO read_results VALUES ('T-1', 1, 'refused', 'WRONG_LOT', 'm', 's', 3)";
        connection.execute(row, ()).unwrap();
        run(&store, &path, STEPS).unwrap();
        let kept = "SELECT code || ifnull(item, '-') || ifnull(location, '-') FROM read_results";
        assert_eq!(texts(connection, kept), ["WRONG_LOT--"]);
    }

    #[test]
    fn shipments_of_an_older_store_cost_again_what_was_known_when_they_left() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("store");
        let store = Statements::new(Connection::open(&path).unwrap());
        let connection = &store.connection;
        run(&store, &path, &STEPS[..7]).unwrap();
        let rows = "PRAGMA foreign_keys = OFF;
            INSERT INTO shipments VALUES (3, '', 0, 'A', '', '', 5, 5500, 9000, 0, 1, 1100, 0, 0),
                (4, '', 0, 'A', '', '', 5, 5200, 9000, 0, 0, 0, 0, 0), (5, '', 0, 'A', '', '', 5, 77, 90, 0, 5, 77, 0, 0);
            INSERT INTO late_costs VALUES (6, 3, 300, 60), (7, 3, 200, 40), (7, 4, 200, 0), (7, 2, 10, 0);";
        connection.execute_batch(rows).unwrap();
        run(&store, &path, STEPS).unwrap();
        let kept = "SELECT movement || ' ' || cost || ' ' || cost_back FROM shipments ORDER BY movement";
        assert_eq!(texts(connection, kept), ["3 5000 1000", "4 5000 0", "5 77 77"]);
        let kept = "SELECT movement || ' ' || issue || ' ' || value FROM late_costs";
        assert_eq!(
            texts(connection, kept),
            ["6 3 300", "7 2 10", "7 3 200", "7 4 200"]
        );
    }

    #[test]
    fn goods_of_an_older_store_expire_when_their_lot_does() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("store");
        let store = Statements::new(Connection::open(&path).unwrap());
        let connection = &store.connection;
        run(&store, &path, &STEPS[..9]).unwrap();
        let rows = "INSERT INTO lots VALUES ('A', 'L1', '2027-03-01', NULL), ('A', 'L2', NULL, NULL);
            INSERT INTO balances VALUES ('A', 'L1', '', 'X', 'available', '', 'MAIN', 1, 0),
                ('A', 'L2', '', 'X', 'available', '', 'MAIN', 1, 0), ('B', '', '', 'X', 'available', '', 'MAIN', 1, 0);";
        connection.execute_batch(rows).unwrap();
        run(&store, &path, STEPS).unwrap();
        let kept = "SELECT item || lot || ifnull(expiry, '-') FROM balances ORDER BY item, lot";
        assert_eq!(texts(connection, kept), ["AL12027-03-01", "AL2-", "B-"]);
    }

    #[test]
    fn an_older_store_knows_after_which_operations_other_bins_were_under_count() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("store");
        let store = Statements::new(Connection::open(&path).unwrap());
        let connection = &store.connection;
        run(&store, &path, &STEPS[..21]).unwrap();
        for (seq, op) in (1..).zip(["count_open", "move", "count_read", "count_close", "reverse"]) {
            let row = "INSERT INTO operations VALUES (?1, ?1, ?2, '', 0, 0, 0, 0, NULL, ?3, 8)";
            connection.execute(row, (seq, op, "0".repeat(64))).unwrap();
        }
        run(&store, &path, STEPS).unwrap();
        let kept = "SELECT CAST(operation AS TEXT) FROM count_changes ORDER BY operation";
        assert_eq!(texts(connection, kept), ["1", "4", "5"]);
    }

    #[test]
    fn a_newer_store_and_a_strange_file_are_refused() {
        let connection = made();
        connection.execute_batch("PRAGMA user_version = 99").unwrap();
        let newer = check(&connection, Path::new("store"), STEPS);
        assert!(
            matches!(newer, Err(StoreError::Newer { found: 99, .. })),
            "{newer:?}"
        );
        let strange = Connection::open_in_memory().unwrap();
        strange.execute_batch("CREATE TABLE t (x)").unwrap();
        let refused = check(&strange, Path::new("store"), STEPS);
        assert!(matches!(refused, Err(StoreError::Unfit { .. })), "{refused:?}");
    }

    #[test]
    fn a_step_that_fails_leaves_the_store_as_it_was_with_a_sound_backup_beside_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("store");
        let store = Statements::new(Connection::open(&path).unwrap());
        let connection = &store.connection;
        let steps = [
            first(
                "CREATE TABLE t (x INTEGER) STRICT; INSERT INTO t VALUES (1);
                 CREATE TABLE operations (seq INTEGER PRIMARY KEY, hash TEXT) STRICT;",
            ),
            first("UPDATE t SET x = 2; SELECT nothing FROM nowhere;"),
        ];
        run(&store, &path, &steps[..1]).unwrap();
        let failed = run(&store, &path, &steps);
        assert!(failed.is_err_and(|e| e.to_string().contains("step 2")));
        assert_eq!(version(connection).unwrap(), 1);
        assert_eq!(texts(connection, "SELECT cast(x AS TEXT) FROM t"), ["1"]);
        let backup = Connection::open(directory.path().join("store.before-2.backup")).unwrap();
        assert_eq!(texts(&backup, "SELECT cast(x AS TEXT) FROM t"), ["1"]);
    }
}
