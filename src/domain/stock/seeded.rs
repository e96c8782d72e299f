//! Balances and ranges from random bytes, for tests that compare a view with the store behind it.

use super::{Balance, Status};
use crate::domain::amount::Qty;
use crate::domain::record::{Range, Record};

/// Returns goods of one of a few kinds at one of a few places, so that ranges overlap.
pub fn balance(seed: &[u8]) -> Balance {
    let word = |at: usize| ["", "A", "B", "C"][usize::from(seed[at] % 4)];
    Balance {
        item: word(0).into(),
        lot: word(1).into(),
        serial: "".into(),
        location: word(2).into(),
        status: Status::Available,
        lpn: word(3).into(),
        site: "MAIN".into(),
        qty: Qty(i64::from(seed[4])),
        allocated: Qty::ZERO,
        expiry: seed[4].is_multiple_of(2).then(|| "2026-03-02".parse().unwrap()),
    }
}

/// Returns a range in one of the orders of balances, whose prefix is taken from one of them.
pub fn range(seed: &[u8], like: &Balance) -> Range {
    let order = usize::from(seed[5] % 4);
    let columns = Balance::TABLE.order(order);
    let taken = usize::from(seed[6] % 4);
    let row = like.to_row();
    Range {
        table: Balance::TABLE,
        order,
        prefix: columns[..taken].iter().map(|at| row[*at].clone()).collect(),
        after: (seed[7].is_multiple_of(3)).then(|| row[columns[taken]].clone()),
        descending: seed[8].is_multiple_of(3),
        limit: [1, 2, 3, usize::MAX][usize::from(seed[9] % 4)],
    }
}
