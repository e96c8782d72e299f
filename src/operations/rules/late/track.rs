//! The movements of one item at one site, in the order in which they are valued.

use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{LocationCode, SiteCode};
use crate::domain::company::{Accounts, Method};
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::part::part;
use crate::domain::record::Range;
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;
use crate::valuation::late::fixed::Fixed;
use crate::valuation::late::run::{Effect, Run, Short, Step};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet, VecDeque};

part! {
    /// What a movement did to the pool of its site.
    pub(in crate::operations::rules) struct Moved of Movement {
        /// Its number.
        seq: i64,
        /// The logged operation that made it.
        operation: i64,
        /// What happened.
        kind: MovementKind,
        /// Base units moved.
        qty: Qty,
        /// The location it left.
        from_location: Option<LocationCode>,
        /// The location it reached.
        to_location: Option<LocationCode>,
        /// Change of the stock's value.
        value: Money,
        /// Valued quantity before it.
        pool_before: Qty,
        /// The movement whose goods come back.
        origin: Option<i64>,
        /// When it happened.
        effective: NaiveDate,
        /// The movement that it negates.
        reverses: Option<i64>,
    }
}

/// Where following begins: nothing before it is touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::operations::rules) struct Root {
    /// The first day.
    pub day: NaiveDate,
    /// On that day, only movements behind this one.
    pub seq: i64,
    /// In the order of entry, only movements behind this one.
    pub entered: i64,
    /// Whether all pools are taken in the order of entry.
    pub by_entry: bool,
}

impl Root {
    /// Returns the place just before a movement.
    pub fn of(movement: &Movement) -> Self {
        Self::at(movement.effective, movement.seq)
    }

    const fn at(day: NaiveDate, seq: i64) -> Self {
        let before = seq - 1;
        Self {
            day,
            seq: before,
            entered: before,
            by_entry: false,
        }
    }

    /// Returns the day on which what happened on a day is due: in the order of entry all of it on the same.
    pub const fn due(self, day: NaiveDate) -> NaiveDate {
        if self.by_entry { NaiveDate::MIN } else { day }
    }

    /// Returns the last place that is neither behind this nor behind what is just before a movement.
    pub fn before(self, moved: &Moved) -> Self {
        let other = Self::at(moved.effective, moved.seq);
        let (day, seq) = (self.day, self.seq).min((other.day, other.seq));
        Self {
            day,
            seq,
            entered: self.entered.min(other.entered),
            ..self
        }
    }
}

/// The movements of one item at one site since a root.
#[derive(Debug)]
pub(super) struct Track {
    /// The item.
    pub item: Item,
    /// The accounts of its group at the site.
    pub group: Accounts,
    /// The site.
    pub site: SiteCode,
    /// All movements behind the root, by number.
    pub moved: HashMap<i64, Moved>,
    /// What they do to the pool, in order; none at FIFO, where layers are followed.
    pub steps: Vec<(NaiveDate, Step)>,
    /// The movements that stand, by the movement they follow from, in the order of entry.
    pub behind: HashMap<i64, Vec<i64>>,
    /// The movements that were taken back.
    pub negated: HashSet<i64>,
    /// Quantity before the first step.
    before: Qty,
    /// What of it had left before it arrived.
    short: VecDeque<Short>,
}

impl Track {
    /// Reads them. By their days, what was taken back never happened. If more left than had arrived by then, they are
    /// taken in the order of entry instead: it is how the goods were valued then.
    pub fn read(books: &Books<'_, '_>, item: Item, site: &SiteCode, root: Root) -> Result<Self, Halt> {
        let group = books.accounts(&item, site)?;
        let code = &item.item;
        let entered = Range::by(Movement::BY_STOCK, &[code, site]).after(&root.entered);
        let same_day = Range::by(Movement::BY_STOCK_AND_DAY, &[code, site, &root.day]).after(&root.seq);
        let later = Range::by(Movement::BY_STOCK_AND_DAY, &[code, site]).after(&root.day);
        let pool = books.pool(code, site)?.qty;
        let mut track = Self {
            site: site.clone(),
            group,
            moved: HashMap::new(),
            steps: Vec::new(),
            behind: HashMap::new(),
            negated: HashSet::new(),
            before: Qty::ZERO,
            short: VecDeque::new(),
            item,
        };
        if track.item.method == Method::Fifo {
            track.take(books, &[entered])?;
            track.steps.clear();
            return Ok(track);
        }
        if !root.by_entry {
            track.take(books, &[same_day, later])?;
            track.leave_out_what_was_taken_back();
            track.before = pool - track.gained();
        }
        if root.by_entry || track.is_overdrawn() {
            track.take(books, &[entered])?;
            track.before = pool - track.gained();
            if track.before < Qty::ZERO {
                track.short = short_before(books, &track, root.entered)?;
            }
        }
        Ok(track)
    }

    fn take(&mut self, books: &Books<'_, '_>, ranges: &[Range]) -> Result<(), Halt> {
        let mut read: Vec<Moved> = Vec::new();
        for range in ranges {
            read.extend(books.view().parts::<Moved>(range)?);
        }
        self.steps = read
            .iter()
            .filter_map(|it| Some((it.effective, step(it)?)))
            .collect();
        self.negated = read.iter().filter_map(|it| it.reverses).collect();
        self.behind.clear();
        for it in &read {
            if let (Some(origin), None) = (it.origin, it.reverses)
                && !self.negated.contains(&it.seq)
            {
                self.behind.entry(origin).or_default().push(it.seq);
            }
        }
        self.behind.values_mut().for_each(|own| own.sort_unstable());
        self.moved = read.into_iter().map(|it| (it.seq, it)).collect();
        Ok(())
    }

    fn leave_out_what_was_taken_back(&mut self) {
        let (moved, negated) = (&self.moved, &self.negated);
        let stands = |seq: i64| !negated.contains(&seq) && moved[&seq].reverses.is_none();
        self.steps.retain(|(_, step)| stands(step.movement));
    }

    fn gained(&self) -> Qty {
        self.steps.iter().map(|(_, step)| step.qty).sum()
    }

    /// Returns whether the pool is ever below zero.
    fn is_overdrawn(&self) -> bool {
        let mut pool = self.before;
        pool < Qty::ZERO
            || self.steps.iter().any(|(_, step)| {
                pool += step.qty;
                pool < Qty::ZERO
            })
    }

    /// Returns the beginning of a run through the pool.
    pub fn run(&self, apart: HashMap<i64, Qty>) -> Run {
        Run::new(self.before, self.short.clone(), apart)
    }

    /// Returns the place of a movement among the steps.
    pub fn at(&self, seq: i64) -> Option<usize> {
        let day = self.moved.get(&seq)?.effective;
        let by_day = self
            .steps
            .binary_search_by(|(at, step)| (*at, step.movement).cmp(&(day, seq)));
        by_day
            .ok()
            .or_else(|| self.steps.iter().position(|(_, step)| step.movement == seq))
    }

    /// Returns the movements of a kind that follow from one and stand, in the order of entry.
    pub fn behind(&self, origin: i64, kind: MovementKind) -> Vec<&Moved> {
        let own = self.behind.get(&origin).into_iter().flatten();
        own.filter_map(|seq| self.moved.get(seq))
            .filter(|it| it.kind == kind)
            .collect()
    }
}

/// Returns what had left before it arrived when the movements behind number `entered` began.
fn short_before(books: &Books<'_, '_>, track: &Track, entered: i64) -> Result<VecDeque<Short>, Halt> {
    let range = Range::by(Movement::BY_STOCK, &[&track.item.item, &track.site]);
    let all: Vec<Moved> = books.view().parts(&range)?;
    let mut run = Run::new(Qty::ZERO, VecDeque::new(), HashMap::new());
    for step in all.iter().filter(|it| it.seq <= entered).filter_map(step) {
        run.step(&step, Fixed::ZERO, &mut |_| ());
    }
    Ok(run.into_short())
}

/// Returns what a movement does to the pool of its site; `None` if no goods came or left, nor came back to be thrown
/// away.
pub(in crate::operations::rules) fn step(movement: &Moved) -> Option<Step> {
    let is_return = movement.kind == MovementKind::Return;
    let qty = match (&movement.from_location, &movement.to_location) {
        (None, Some(_)) => movement.qty,
        (Some(_), None) => -movement.qty,
        (None, None) if is_return => Qty::ZERO,
        _ => return None,
    };
    let effect = match (movement.reverses, movement.origin) {
        (Some(of), _) => Effect::Negates { of },
        (None, Some(of)) if is_return => Effect::Returns { of },
        _ if qty < Qty::ZERO => Effect::Leaves,
        _ => Effect::Arrives,
    };
    let (movement, moved) = (movement.seq, movement.qty);
    (!moved.is_zero()).then_some(Step {
        movement,
        effect,
        qty,
        moved,
    })
}
