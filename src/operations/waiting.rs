//! Lines of sales orders that wait for stock.

use super::view::View;
use crate::domain::catalog::Item;
use crate::domain::code::OrderNo;
use crate::domain::order::{OrderKind, OrderLine};
use crate::domain::record::{CellRef, Fault};

/// Returns how many lines of a sales order wait for stock that is promised to nobody yet.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn lines(view: &dyn View, order: &OrderNo) -> Result<usize, Fault> {
    let mut lines: Vec<OrderLine> = view.all(&[&OrderKind::Sales, order])?;
    lines.retain(|line| !line.unallocated().is_zero());
    view.gather::<Item>(lines.iter().map(|line| vec![line.item.value()]))?;
    let mut waiting = 0;
    for line in lines {
        let item: Option<Item> = view.find(&[&line.item])?;
        waiting += usize::from(item.is_some_and(|item| !item.service));
    }
    Ok(waiting)
}
