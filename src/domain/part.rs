//! A part of a record: some of its columns, for queries that need little of each row in a long range.

use super::record::{Fault, Row, Table};

pub use crate::part;

/// Some columns of a record, with types.
pub trait Part: Sized {
    /// The record's table.
    const TABLE: &'static Table;
    /// Which of its columns, in its order.
    const COLUMNS: &'static [usize];
    /// Reads it from the cells of those columns.
    ///
    /// # Errors
    /// A [`Fault`] if a cell does not hold what the column promises: the store is damaged.
    fn from_cells(cells: Row) -> Result<Self, Fault>;
}

/// Returns whether columns stand in the order of their table.
pub const fn in_order(columns: &[usize]) -> bool {
    let mut at = 1;
    while at < columns.len() && columns[at - 1] < columns[at] {
        at += 1;
    }
    columns.len() <= at
}

/// Declares a part: a struct whose fields are some columns of a record, in its table's order. A column that the record
/// doesn't have, or one out of order, doesn't compile.
#[macro_export]
macro_rules! part {
    ($(#[$doc:meta])* $vis:vis struct $name:ident of $record:ident {
        $($(#[$fdoc:meta])* $field:ident: $type:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        $vis struct $name { $($(#[$fdoc])* $vis $field: $type,)* }
        impl $crate::domain::part::Part for $name {
            const TABLE: &'static $crate::domain::record::Table =
                <$record as $crate::domain::record::Record>::TABLE;
            const COLUMNS: &'static [usize] = {
                const ALL: &[&str] = <$record as $crate::domain::record::Record>::TABLE.columns;
                const COLUMNS: &[usize] = &[$($crate::domain::table::column(ALL, stringify!($field))),*];
                assert!($crate::domain::part::in_order(COLUMNS), "columns stand in the table's order");
                COLUMNS
            };
            fn from_cells(
                cells: $crate::domain::record::Row,
            ) -> Result<Self, $crate::domain::record::Fault> {
                let mut cells = cells.into_iter();
                $(let $field = cells.next().and_then(<$type as $crate::domain::record::Cell>::from_value)
                    .ok_or_else(|| $crate::domain::record::Fault::new(concat!(
                        "column ", stringify!($field), " of ", stringify!($record), " is damaged")))?;)*
                Ok(Self { $($field),* })
            }
        }
        impl From<&$record> for $name {
            fn from(whole: &$record) -> Self {
                Self { $($field: whole.$field.clone(),)* }
            }
        }
    };
}
