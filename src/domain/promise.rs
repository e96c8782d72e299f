//! What orders are promised of the stock of their site, before anybody knows which lot from which bin it will be.

use super::amount::Qty;
use super::code::{ItemCode, LotCode, OrderNo, SiteCode};
use crate::record;
use chrono::NaiveDate;

record! {
    table "promises", key 2, orders [
        WAITING [item, site, waits, lot, life, priority, due, entry],
        KEPT [item, site, holds, priority, due, entry],
        BY_WORK [site, holds, priority, due, entry]
    ], append_only false;
    /// What a line of a sales order is promised of an item at a site, and what of it is a back order: together they are
    /// what the line still needs and is not allocated. A line whose customer insists on a lot is promised nothing by the
    /// item: it is allocated at once, or waits.
    pub struct Promise {
        /// The sales order.
        order_no: OrderNo,
        /// Its line.
        line: i64,
        /// The item.
        item: ItemCode,
        /// Where the order's goods leave.
        site: SiteCode,
        /// The lot that the customer insists on; empty if any will do.
        lot: LotCode,
        /// Days that the goods must still last.
        life: i64,
        /// Smaller is more urgent.
        priority: i64,
        /// The day the order is due.
        due: NaiveDate,
        /// The operation with which the order became known: who came first is served first.
        entry: i64,
        /// Whether it is promised something.
        holds: bool,
        /// Whether something of it waits.
        waits: bool,
        /// Promised, and not allocated yet.
        promised: Qty,
        /// Back-ordered.
        waiting: Qty,
    }

    table "supplies", key 3, orders [], append_only false;
    /// What may be promised of an item at a site to orders whose goods must last so many days.
    pub struct Supply {
        /// The item.
        item: ItemCode,
        /// The site.
        site: SiteCode,
        /// Days that the goods must still last.
        life: i64,
        /// The day from which they are counted.
        day: NaiveDate,
        /// What lasts that long and may be allocated.
        free: Qty,
        /// What is promised to lines that want exactly this life.
        promised: Qty,
        /// What such lines wait for.
        waiting: Qty,
    }
}

impl Promise {
    /// Returns its place among all that want the same goods: by priority, due date, entry.
    pub fn rank(&self) -> (i64, NaiveDate, i64, &OrderNo, i64) {
        (self.priority, self.due, self.entry, &self.order_no, self.line)
    }

    /// Returns the lot that the customer insists on.
    pub fn own_lot(&self) -> Option<&LotCode> {
        Some(&self.lot).filter(|lot| !lot.is_empty())
    }

    /// Returns it with another part promised and another part waiting.
    #[must_use]
    pub fn with(self, promised: Qty, waiting: Qty) -> Self {
        Self {
            holds: Qty::ZERO < promised,
            waits: Qty::ZERO < waiting,
            promised,
            waiting,
            ..self
        }
    }
}

/// Returns what may still be promised for each life that is asked for, shortest first: what lasts that long, less what is
/// promised to lines that want as much or more; and never more than for a shorter life, whose goods include these.
pub fn available(supplies: &[Supply]) -> Vec<(i64, Qty)> {
    let mut left: Vec<(i64, Qty)> = Vec::with_capacity(supplies.len());
    let mut promised: Qty = supplies.iter().map(|supply| supply.promised).sum();
    let mut least: Option<Qty> = None;
    for supply in supplies {
        let free = supply.free - promised;
        let bound = least.map_or(free, |least| least.min(free));
        left.push((supply.life, bound));
        least = Some(bound);
        promised -= supply.promised;
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lasts_long_is_promised_once_whoever_wants_it() {
        let supply = |life, free, promised| Supply {
            item: "FD-1".into(),
            site: "MAIN".into(),
            life,
            day: "2026-03-02".parse().unwrap(),
            free: Qty::units(free),
            promised: Qty::units(promised),
            waiting: Qty::ZERO,
        };
        let told = |supplies: &[Supply]| {
            let units = |(life, qty): (i64, Qty)| (life, qty.0 / Qty::ONE.0);
            available(supplies).into_iter().map(units).collect::<Vec<_>>()
        };
        // Ten in all, four of which last thirty days.
        assert_eq!(told(&[supply(0, 10, 0), supply(30, 4, 0)]), [(0, 10), (30, 4)]);
        assert_eq!(told(&[supply(0, 10, 5), supply(30, 4, 0)]), [(0, 5), (30, 4)]);
        assert_eq!(told(&[supply(0, 10, 8), supply(30, 4, 0)]), [(0, 2), (30, 2)]);
        assert_eq!(told(&[supply(0, 10, 0), supply(30, 4, 4)]), [(0, 6), (30, 0)]);
        assert_eq!(told(&[supply(0, 10, 7), supply(30, 4, 3)]), [(0, 0), (30, 0)]);
        assert_eq!(told(&[supply(0, 2, 0), supply(30, 0, 3)]), [(0, -1), (30, -3)]);
    }
}
