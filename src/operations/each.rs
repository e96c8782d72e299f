//! The rows about each of many movements.

use super::view::View;
use crate::domain::record::{CellRef, Fault, Range, Record};
use std::collections::BTreeSet;

/// Returns the rows about each of the movements `numbers`, in their order. `whole` is the table in an order that begins
/// with the movement that `number` reads.
///
/// # Errors
/// Fails if the store can't be read.
pub(super) fn rows<R: Record>(
    view: &dyn View,
    whole: &Range,
    numbers: &BTreeSet<i64>,
    number: fn(&R) -> i64,
) -> Result<Vec<R>, Fault> {
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else {
        return Ok(Vec::new());
    };
    // One range serves all, unless it is full of other goods.
    let most = 4 * numbers.len() + 100;
    let range = whole.clone().after(&(first - 1)).first(most);
    let mut rows: Vec<R> = view.list(&range)?;
    let read_to = match rows.last() {
        Some(row) if rows.len() == most => number(row) - 1,
        _ => *last,
    };
    rows.retain(|row| number(row) <= read_to && numbers.contains(&number(row)));
    for one in numbers.range(read_to + 1..) {
        let prefix = vec![one.value()];
        rows.extend(view.list::<R>(&Range {
            prefix,
            ..whole.clone()
        })?);
    }
    Ok(rows)
}
