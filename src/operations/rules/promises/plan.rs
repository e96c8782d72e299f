//! What is promised of one item at one site, and what may still be.

use super::Of;
use crate::domain::amount::Qty;
use crate::domain::promise::{Promise, Supply, available};
use crate::domain::record::Range;
use crate::domain::shelf_life::lasts;
use crate::domain::stock::Balance;
use crate::operations::ahead::Ahead;
use crate::operations::change::Halt;
use crate::operations::draft::Changed;
use crate::operations::rules::books::Books;
use crate::operations::takeable::free;
use crate::operations::view::View;
use chrono::{Days, NaiveDate};

/// What is promised of one item at one site while an operation is settled: a row for each shelf life that is asked for,
/// shortest first.
pub(super) struct Plan {
    of: Of,
    day: NaiveDate,
    /// 1 where goods may no longer leave on the day they expire, else 0.
    last: i64,
    rows: Vec<Supply>,
    /// How much less may be allocated since the operation, by its balances.
    taken: Qty,
    /// How much more was promised than there was before the operation: what expired since nobody asked.
    over: Qty,
}

impl Plan {
    /// Opens the plan of an item and site, with what the operation changed of its stock.
    pub fn open(books: &Books<'_, '_>, of: Of, changes: &[Changed<Balance>]) -> Result<Self, Halt> {
        let rows: Vec<Supply> = books.view().all(&[&of.0, &of.1])?;
        let mut plan = Self {
            of,
            day: planned_on(books),
            last: i64::from(!books.policies()?.usable_through_expiry()?),
            rows,
            taken: Qty::ZERO,
            over: Qty::ZERO,
        };
        if plan.rows.is_empty() {
            return Ok(plan);
        }
        let before = books.draft.before();
        for at in 0..plan.rows.len() {
            plan.pass_days(&before, at)?;
        }
        plan.over = plan.most_broken();
        for (was, is) in changes {
            if let Some(was) = was {
                let qty = free(&before, was)?;
                plan.change(was, -qty);
            }
            if let Some(is) = is {
                let qty = free(books.view(), is)?;
                plan.change(is, qty);
            }
        }
        Ok(plan)
    }

    /// Notes that so much more of a balance may be allocated.
    fn change(&mut self, balance: &Balance, more: Qty) {
        self.taken -= more;
        self.allocated(balance.expiry, -more);
    }

    /// Returns how much less may be allocated than before the operation.
    pub const fn taken(&self) -> Qty {
        self.taken
    }

    /// Returns how much of what was promised the operation took.
    pub fn lost(&self) -> Qty {
        self.most_broken() - self.over
    }

    /// Returns whether nothing was ever promised of it.
    pub const fn is_idle(&self) -> bool {
        self.rows.is_empty()
    }

    /// Takes off what lasted long enough on the day that a row was worked out for and does not on the day of the plan; adds
    /// it where that is the earlier one.
    fn pass_days(&mut self, before: &dyn View, at: usize) -> Result<(), Halt> {
        let row = &self.rows[at];
        let (first, then) = (self.day.min(row.day), self.day.max(row.day));
        if first == then {
            return Ok(());
        }
        let wanted = row.life.max(self.last);
        let range =
            Range::by(Balance::BY_EXPIRY, &[&self.of.0, &self.of.1]).after(&days_from(first, wanted - 1));
        let mut between = Qty::ZERO;
        for balance in Ahead::<Balance>::of(before, range) {
            let balance = balance?;
            if lasts(balance.expiry, then, wanted) {
                break;
            }
            between += free(before, &balance)?;
        }
        let row = &mut self.rows[at];
        row.free += if self.day == first { between } else { -between };
        row.day = self.day;
        Ok(())
    }

    /// Returns the row of a life, worked out from all stock of the item at the site the first time it is asked for.
    fn row(&mut self, books: &Books<'_, '_>, life: i64) -> Result<&mut Supply, Halt> {
        let at = match self.rows.binary_search_by_key(&life, |row| row.life) {
            Ok(at) => at,
            Err(at) => {
                let mut sum = Qty::ZERO;
                let there = Range::by(Balance::BY_EXPIRY, &[&self.of.0, &self.of.1]);
                for balance in books.view().list::<Balance>(&there)? {
                    if lasts(balance.expiry, self.day, life.max(self.last)) {
                        sum += free(books.view(), &balance)?;
                    }
                }
                let (item, site) = self.of.clone();
                let fresh = Supply {
                    item,
                    site,
                    life,
                    day: self.day,
                    free: sum,
                    promised: Qty::ZERO,
                    waiting: Qty::ZERO,
                };
                self.rows.insert(at, fresh);
                at
            }
        };
        Ok(&mut self.rows[at])
    }

    /// Notes that a line is promised, and waits for, so much more.
    pub fn note(&mut self, books: &Books<'_, '_>, promise: &Promise, more: (Qty, Qty)) -> Result<(), Halt> {
        // What has no life of its own bounds the others.
        self.row(books, 0)?;
        let row = self.row(books, promise.life)?;
        row.promised += more.0;
        row.waiting += more.1;
        Ok(())
    }

    /// Notes that so much of a lot that expires on a day was allocated since the stock of the plan was noted.
    pub fn allocated(&mut self, expiry: Option<NaiveDate>, qty: Qty) {
        for row in &mut self.rows {
            if lasts(expiry, self.day, row.life.max(self.last)) {
                row.free -= qty;
            }
        }
    }

    /// Returns what may be allocated of a lot that expires on a day without breaking a promise.
    pub fn available_of_lot(&self, expiry: Option<NaiveDate>) -> Qty {
        let lasting = available(&self.rows).into_iter();
        let mut lasting = lasting.filter(|(life, _)| lasts(expiry, self.day, (*life).max(self.last)));
        lasting.next_back().map_or(Qty::ZERO, |(_, qty)| qty)
    }

    /// Returns what is available for a life.
    pub fn available_for(&self, life: i64) -> Qty {
        let shorter = available(&self.rows)
            .into_iter()
            .take_while(|(known, _)| *known <= life);
        shorter.last().map_or(Qty::ZERO, |(_, qty)| qty)
    }

    /// Returns what is available for each life.
    pub fn available(&self) -> Vec<(i64, Qty)> {
        available(&self.rows)
    }

    /// Returns the shortest life of which more is promised than there is, and how much more.
    pub fn broken(&self) -> Option<(i64, Qty)> {
        self.over().find(|(_, over)| Qty::ZERO < *over)
    }

    /// Returns how much more is promised than there is, at most.
    fn most_broken(&self) -> Qty {
        let over = self.over().map(|(_, over)| over);
        over.max().unwrap_or_default().max(Qty::ZERO)
    }

    /// Returns how much more is promised than there is for each life, and is promised at all.
    fn over(&self) -> impl Iterator<Item = (i64, Qty)> {
        self.rows.iter().map(|row| {
            let as_much = self.rows.iter().filter(|other| row.life <= other.life);
            let promised: Qty = as_much.map(|other| other.promised).sum();
            (row.life, (promised - row.free).min(promised))
        })
    }

    /// Writes what changed.
    pub fn keep(self, books: &mut Books<'_, '_>) -> Result<(), Halt> {
        for row in self.rows {
            let known: Option<Supply> = books.view().find(&[&row.item, &row.site, &row.life])?;
            if known.as_ref() != Some(&row) {
                books.draft.put(&row);
            }
        }
        Ok(())
    }

    /// Returns the item and the site.
    pub const fn of(&self) -> &Of {
        &self.of
    }
}

/// Returns the day for which promises are worked out: today, whatever day a document is about.
fn planned_on(books: &Books<'_, '_>) -> NaiveDate {
    if books.request.requester.is_document() {
        books.request.day_asked()
    } else {
        books.request.date
    }
}

/// Returns the day so many days after another; before it where they are below zero.
fn days_from(day: NaiveDate, days: i64) -> NaiveDate {
    let there = Days::new(days.unsigned_abs());
    let found = if days < 0 {
        day.checked_sub_days(there)
    } else {
        day.checked_add_days(there)
    };
    found.unwrap_or(day)
}
