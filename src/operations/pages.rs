//! Long tables read in pages: a report over a million rows holds a few thousand at a time.

use super::view::View;
use crate::domain::record::{Fault, Range, Record, Row, Value};
use std::collections::VecDeque;
use std::marker::PhantomData;

const PAGE: usize = 4096;

/// All records of a kind in key order, one after the other.
pub struct Pages<'v, R> {
    view: &'v dyn View,
    ready: VecDeque<Row>,
    after: Option<Value>,
    done: bool,
    record: PhantomData<R>,
}

impl<'v, R: Record> Pages<'v, R> {
    /// From the first record on.
    pub const fn of(view: &'v dyn View) -> Self {
        Self {
            view,
            ready: VecDeque::new(),
            after: None,
            done: false,
            record: PhantomData,
        }
    }

    /// Loads the next rows, whole groups of the first key column, because a page goes on behind such a group.
    fn load(&mut self) -> Result<(), Fault> {
        let range = Range {
            after: self.after.clone(),
            ..Range::of::<R>(&[]).first(PAGE)
        };
        let mut rows = self.view.rows(&range)?;
        self.done = rows.len() < PAGE;
        let last = rows.last().map(|row| row[0].clone());
        if let (false, Some(last)) = (self.done || R::TABLE.key == 1, &last) {
            let whole = rows.iter().take_while(|row| row[0] != *last).count();
            if whole == 0 {
                let group = Range {
                    prefix: vec![last.clone()],
                    ..Range::of::<R>(&[])
                };
                rows = self.view.rows(&group)?;
            } else {
                rows.truncate(whole);
            }
        }
        self.after = rows.last().map(|row| row[0].clone());
        self.ready = rows.into();
        Ok(())
    }
}

impl<R: Record> Iterator for Pages<'_, R> {
    type Item = Result<R, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() && !self.done {
            if let Err(fault) = self.load() {
                self.done = true;
                return Some(Err(fault));
            }
        }
        self.ready.pop_front().map(|row| R::from_row(&row))
    }
}
