//! The shape of a table: its columns, its key and the further orders that its rows are looked up in.

/// The shape of one kind of record.
#[derive(Debug)]
pub struct Table {
    /// Its name in a store.
    pub name: &'static str,
    /// Column names, the key first.
    pub columns: &'static [&'static str],
    /// How many leading columns form the key.
    pub key: usize,
    /// Further orders in which its rows are looked up. Order 0 is the key; order `n` is `orders[n - 1]`.
    pub orders: &'static [Order],
    /// Whether rows are only ever added (a store refuses to change or delete them).
    pub append_only: bool,
}

/// One further order of a table.
#[derive(Debug)]
pub struct Order {
    /// The name by which the rule book asks for it.
    pub name: &'static str,
    /// The positions of its columns, the most significant first.
    pub columns: &'static [usize],
}

/// A further order of one table, by name. A record declares its own as constants, such as `Logged::BY_KEY`; since it
/// carries its table, it can't be used with another.
#[derive(Clone, Copy, Debug)]
pub struct Index {
    /// The table.
    pub(super) table: &'static Table,
    /// Its number among the orders, from 1.
    pub(super) order: usize,
}

impl Table {
    /// Returns the column positions of an order, 0 being the key, completed by the key so that it is total.
    pub fn order(&self, order: usize) -> Vec<usize> {
        self.ordered(order).collect()
    }

    /// Returns the positions that [`Self::order`] collects, as an iterator.
    pub fn ordered(&self, order: usize) -> impl Iterator<Item = usize> + Clone {
        let columns = if order == 0 {
            &[]
        } else {
            self.orders[order - 1].columns
        };
        let rest = (0..self.key).filter(|k| !columns.contains(k));
        columns.iter().copied().chain(rest)
    }
}

impl Index {
    /// Returns the order that a table declares under this name. A name that it doesn't declare doesn't compile.
    pub const fn named(table: &'static Table, name: &str) -> Self {
        let mut at = 0;
        while !same(table.orders[at].name.as_bytes(), name.as_bytes()) {
            at += 1;
        }
        Self { table, order: at + 1 }
    }
}

/// Returns the position of a column among the columns of a table. A name that isn't among them doesn't compile.
pub const fn column(columns: &[&str], name: &str) -> usize {
    let mut at = 0;
    while !same(columns[at].as_bytes(), name.as_bytes()) {
        at += 1;
    }
    at
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}
