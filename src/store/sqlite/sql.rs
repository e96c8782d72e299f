//! The SQL of the store. Plain, so that another engine can share it; every name is quoted, for some are SQL words.

use crate::domain::record::Table;
use std::fmt::Write as _;

/// What tells two statements apart. Sets of columns are bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    Find,
    /// Finds the rows of this many keys.
    FindEach(usize),
    Last,
    List {
        order: usize,
        prefix: usize,
        nulls: u64,
        after: After,
        descending: bool,
        /// The columns that are asked for.
        columns: u64,
    },
    Insert,
    /// Inserts a row, or overwrites all other cells of the one that is there.
    Upsert,
    Update {
        columns: u64,
    },
    Delete,
}

/// Where a range starts behind its prefix: at its first row, behind those with nothing there, behind a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum After {
    All,
    Something,
    Value,
}

/// Returns the text of a statement.
pub(super) fn text(table: &Table, shape: Shape) -> String {
    let name = table.name;
    let columns = |at: &mut dyn Iterator<Item = usize>, mark: &str, between: &str| {
        let named: Vec<String> = at.map(|at| format!("\"{}\"{mark}", table.columns[at])).collect();
        named.join(between)
    };
    let all = columns(&mut (0..table.columns.len()), "", ", ");
    let key = columns(&mut (0..table.key), " = ?", " AND ");
    match shape {
        Shape::Find => format!("SELECT {all} FROM \"{name}\" WHERE {key}"),
        Shape::FindEach(keys) => format!("SELECT {all} FROM \"{name}\" WHERE {}", one_of(table, keys)),
        Shape::Last => format!(
            "SELECT coalesce(max(\"{}\"), 0) FROM \"{name}\"",
            table.columns[0]
        ),
        Shape::List {
            order,
            prefix,
            nulls,
            after,
            descending,
            columns: asked,
        } => {
            let order = table.order(order);
            let condition = |(place, at): (usize, &usize)| {
                let column = table.columns[*at];
                match after {
                    _ if place < prefix && nulls & 1 << place != 0 => format!("\"{column}\" IS NULL"),
                    _ if place < prefix => format!("\"{column}\" = ?"),
                    After::Something => format!("\"{column}\" IS NOT NULL"),
                    _ => format!("\"{column}\" > ?"),
                }
            };
            let wanted = if after == After::All { prefix } else { prefix + 1 };
            let conditions: Vec<String> = order.iter().enumerate().take(wanted).map(condition).collect();
            let mut asked = (0..table.columns.len()).filter(|at| asked & 1 << at != 0);
            let asked = columns(&mut asked, "", ", ");
            let mut text = format!("SELECT {asked} FROM \"{name}\"");
            if !conditions.is_empty() {
                let _ = write!(text, " WHERE {}", conditions.join(" AND "));
            }
            let direction = if descending { " DESC" } else { "" };
            let order = columns(&mut order.into_iter(), direction, ", ");
            let _ = write!(text, " ORDER BY {order} LIMIT ?");
            text
        }
        Shape::Insert => {
            let marks = vec!["?"; table.columns.len()].join(", ");
            format!("INSERT INTO \"{name}\" ({all}) VALUES ({marks})")
        }
        Shape::Upsert => {
            let insert = self::text(table, Shape::Insert);
            let key = columns(&mut (0..table.key), "", ", ");
            let set = |at: usize| format!("\"{0}\" = excluded.\"{0}\"", table.columns[at]);
            let set: Vec<String> = (table.key..table.columns.len()).map(set).collect();
            if set.is_empty() {
                format!("{insert} ON CONFLICT ({key}) DO NOTHING")
            } else {
                format!("{insert} ON CONFLICT ({key}) DO UPDATE SET {}", set.join(", "))
            }
        }
        Shape::Update { columns: changed } => {
            let mut changed = (table.key..table.columns.len()).filter(|at| changed & 1 << at != 0);
            let set = columns(&mut changed, " = ?", ", ");
            format!("UPDATE \"{name}\" SET {set} WHERE {key}")
        }
        Shape::Delete => format!("DELETE FROM \"{name}\" WHERE {key}"),
    }
}

/// Returns the condition that a row has one of this many keys.
fn one_of(table: &Table, keys: usize) -> String {
    let columns: Vec<String> = table.columns[..table.key]
        .iter()
        .map(|name| format!("\"{name}\""))
        .collect();
    let key = format!("({})", vec!["?"; table.key].join(", "));
    format!(
        "({}) IN (VALUES {})",
        columns.join(", "),
        vec![key; keys].join(", ")
    )
}
