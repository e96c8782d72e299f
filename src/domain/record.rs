//! A record is a row that a store keeps: named columns, the first few of which are its key.

pub use super::fault::Fault;
pub use super::table::{Index, Order, Table};
pub use super::value::{Cell, Value};

/// The cells of one record, in the order of its table's columns.
pub type Row = Vec<Value>;

/// Something kept: a table's row with types.
pub trait Record: Sized + Clone {
    /// Where it is kept.
    const TABLE: &'static Table;
    /// Returns its cells in the table's order.
    fn to_row(&self) -> Row;
    /// Reads it back, taking over the texts of its cells.
    ///
    /// # Errors
    /// A [`Fault`] if a cell does not hold what the column promises: the store is damaged.
    fn from_row(row: Row) -> Result<Self, Fault>;
}

/// A slice of a table in one of its orders: the rows whose leading order columns equal `prefix`.
#[derive(Clone, Debug)]
pub struct Range {
    /// The table.
    pub table: &'static Table,
    /// 0 for the key, `n` for the table's order `n - 1`.
    pub order: usize,
    /// The values that the leading columns of the order must have.
    pub prefix: Vec<Value>,
    /// Only rows whose next order column is greater than this.
    pub after: Option<Value>,
    /// Last rows first.
    pub descending: bool,
    /// The maximum number of rows.
    pub limit: usize,
}

impl Range {
    /// Returns all rows of `R` whose key begins with `prefix`, in the order of the key.
    pub fn of<R: Record>(prefix: &[&dyn CellRef]) -> Self {
        Self {
            table: R::TABLE,
            order: 0,
            prefix: prefix.iter().map(|cell| cell.value()).collect(),
            after: None,
            descending: false,
            limit: usize::MAX,
        }
    }

    /// Returns all rows whose columns in the order of `index` begin with `prefix`, in that order.
    pub fn by(index: Index, prefix: &[&dyn CellRef]) -> Self {
        Self {
            table: index.table,
            order: index.order,
            prefix: prefix.iter().map(|cell| cell.value()).collect(),
            after: None,
            descending: false,
            limit: usize::MAX,
        }
    }

    /// Returns the range limited to rows whose next order column is greater than `value`.
    #[must_use]
    pub fn after(self, value: &dyn CellRef) -> Self {
        Self {
            after: Some(value.value()),
            ..self
        }
    }

    /// Returns the range in descending order.
    #[must_use]
    pub fn backwards(self) -> Self {
        Self {
            descending: true,
            ..self
        }
    }

    /// Returns the range limited to its first `limit` rows.
    #[must_use]
    pub fn first(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// Returns whether a row of the table lies in the range (leaving the limit aside).
    pub fn holds(&self, row: &[Value]) -> bool {
        let mut order = self.table.ordered(self.order);
        let mut prefix = self.prefix.iter();
        let matches = prefix.all(|wanted| order.next().is_none_or(|column| row[column] == *wanted));
        let behind = match (&self.after, order.next()) {
            (Some(after), Some(column)) => row[column] > *after,
            _ => true,
        };
        matches && behind
    }

    /// Brings rows into the order of the range.
    pub fn sort(&self, rows: &mut [Row]) {
        let order = self.table.ordered(self.order);
        rows.sort_by(|a, b| {
            let (a, b) = (order.clone().map(|c| &a[c]), order.clone().map(|c| &b[c]));
            if self.descending { b.cmp(a) } else { a.cmp(b) }
        });
    }
}

/// Any cell, borrowed; lets keys of mixed types be written as `&[&item, &site]`.
pub trait CellRef {
    /// Returns the cell's value.
    fn value(&self) -> Value;
}

impl<T: Cell> CellRef for T {
    fn value(&self) -> Value {
        self.to_value()
    }
}

/// Declares a record: a struct whose fields are the columns of its table, the key first.
///
/// `table "lots", key 2, orders [BY_LOT [lot]], append_only false;` stands before the struct: each further order has a
/// name and columns and becomes an [`Index`] of the record, here `Lot::BY_LOT`.
#[macro_export]
macro_rules! record {
    ($(table $table:literal, key $key:literal, orders [$($order:ident [$($col:ident),*]),*], append_only $append:literal;
       $(#[$doc:meta])* pub struct $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty,)* })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type,)* }
        impl $name {
            $(#[doc = concat!("The order by", $(" ", stringify!($col)),*, ".")]
            pub const $order: $crate::domain::record::Index =
                $crate::domain::record::Index::named(
                    <Self as $crate::domain::record::Record>::TABLE,
                    stringify!($order),
                );)*
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),*];
        }
        impl $crate::domain::record::Record for $name {
            const TABLE: &'static $crate::domain::record::Table = &$crate::domain::record::Table {
                name: $table,
                columns: Self::COLUMNS,
                key: $key,
                orders: &[$($crate::domain::record::Order {
                    name: stringify!($order),
                    columns: &[$($crate::domain::table::column(Self::COLUMNS, stringify!($col))),*],
                }),*],
                append_only: $append,
            };
            fn to_row(&self) -> $crate::domain::record::Row {
                vec![$($crate::domain::record::Cell::to_value(&self.$field)),*]
            }
            fn from_row(
                row: $crate::domain::record::Row,
            ) -> Result<Self, $crate::domain::record::Fault> {
                let mut cells = row.into_iter();
                $(let $field = cells.next().and_then(<$type as $crate::domain::record::Cell>::from_value)
                    .ok_or_else(|| $crate::domain::record::Fault::new(
                        concat!("column ", stringify!($field), " of ", $table, " is damaged")))?;)*
                Ok(Self { $($field),* })
            }
        }
    )* };
}
