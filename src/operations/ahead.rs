//! The first records of a range; more of them are read only on demand.

use super::view::View;
use crate::domain::record::{Fault, Range, Record};
use std::collections::VecDeque;
use std::marker::PhantomData;

/// How many rows are read first; every further read asks for ten times as many.
pub const FEW: usize = 8;

/// The records of a range, in its order. A caller that stops early has read no more than a few times what it saw.
pub struct Ahead<'v, R> {
    view: &'v dyn View,
    range: Range,
    ready: VecDeque<R>,
    seen: usize,
    is_done: bool,
    record: PhantomData<R>,
}

impl<'v, R: Record> Ahead<'v, R> {
    /// Starts at the first record of the range. Changes made to the range while it is read may be missed.
    pub fn of(view: &'v dyn View, range: Range) -> Self {
        Self {
            view,
            range: range.first(FEW),
            ready: VecDeque::new(),
            seen: 0,
            is_done: false,
            record: PhantomData,
        }
    }

    /// Reads the range again from its beginning, further than before. Resuming behind the last row would cost more: one
    /// read for each key column.
    fn read_on(&mut self) -> Result<(), Fault> {
        let rows = self.view.rows(&self.range)?;
        self.is_done = rows.len() < self.range.limit;
        let fresh = rows.into_iter().skip(self.seen);
        self.ready = fresh.map(R::from_row).collect::<Result<_, _>>()?;
        self.seen += self.ready.len();
        self.range.limit = self.range.limit.saturating_mul(10);
        Ok(())
    }
}

impl<R: Record> Iterator for Ahead<'_, R> {
    type Item = Result<R, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty()
            && !self.is_done
            && let Err(fault) = self.read_on()
        {
            self.is_done = true;
            return Some(Err(fault));
        }
        self.ready.pop_front().map(Ok)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalog::Lot;
    use crate::domain::record::{Row, Table, Value};
    use std::cell::RefCell;

    /// That many lots, and the limits that they were asked for with.
    struct Lots(i64, RefCell<Vec<usize>>);

    impl View for Lots {
        fn row(&self, _: &'static Table, _: &[Value]) -> Result<Option<Row>, Fault> {
            Ok(None)
        }

        fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
            self.1.borrow_mut().push(range.limit);
            let lot = |n: i64| Lot {
                item: "A".into(),
                lot: format!("L{n:04}").as_str().into(),
                expiry: None,
                hold: None,
            };
            Ok((0..self.0).map(|n| lot(n).to_row()).take(range.limit).collect())
        }

        fn last(&self, _: &'static Table) -> Result<i64, Fault> {
            Ok(0)
        }
    }

    #[test]
    fn no_more_is_read_than_is_asked_for_and_nothing_twice() {
        let lots = Lots(300, RefCell::default());
        let first: Vec<Lot> = Ahead::of(&lots, Range::of::<Lot>(&[]))
            .take(8)
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!((first.len(), lots.1.take()), (8, vec![8]));
        let all: Vec<Lot> = Ahead::of(&lots, Range::of::<Lot>(&[]))
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!((all.len(), lots.1.take()), (300, vec![8, 80, 800]));
        assert!(all.is_sorted_by(|one, other| one.lot < other.lot));
    }
}
