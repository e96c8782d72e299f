//! Late cost followed to where its goods went: to other sites, into what was made of them, and out of the house.
//!
//! All pools and layers that are touched are worked through in one order, that of days and within a day of entry, so that
//! each is passed once however goods went to and fro. What reaches a pool behind the place where its run stands begins a
//! run of its own: late cost is linear, and runs add up. Where documents name days on which goods would have gone round
//! in a circle for ever, everything is worked through in the order of entry instead, in which nothing does.

use super::Laid;
use super::covered::{Dearer, was_requeued, without_what_covers_give_up};
use super::found::{Found, Key};
use super::track::{Moved, Root, Track};
use super::ways::account_of;
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{ItemCode, SiteCode};
use crate::domain::company::Method;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::{Fault, Range};
use crate::domain::stock::Slice;
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;
use crate::operations::takes::{self, Taken};
use crate::valuation::late::fixed::Fixed;
use crate::valuation::late::run::{Run, Share};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// More runs than these mean that goods go round in a circle of days.
const MOST_RUNS: usize = 1000;

/// Where following begins, and how.
struct Start {
    root: Root,
    apart: HashMap<i64, Qty>,
    in_group: bool,
}

impl Start {
    /// Returns where to begin, in the books of one legal entity.
    fn own(root: Root, apart: &HashMap<i64, Qty>) -> Self {
        let apart = apart.clone();
        Self {
            root,
            apart,
            in_group: false,
        }
    }
}

/// What following turned out to need, so that it has to begin again.
enum Again {
    /// Movements further back than its root.
    FurtherBack(Root),
    /// The order of entry: by their days goods go round in a circle.
    ByEntry,
}

/// What is to be worked through next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    /// A cost layer.
    Layer(usize),
    /// A run through a pool.
    Run(usize),
}

/// A run through a pool, and late cost that will reach it.
struct Walk {
    track: usize,
    place: usize,
    run: Run,
    next: usize,
    arriving: HashMap<usize, Fixed>,
}

/// Late cost on its way.
pub(in crate::operations::rules) struct Follow<'b, 'd, 'v> {
    pub(super) books: &'b Books<'d, 'v>,
    root: Root,
    pub(super) tracks: Vec<Track>,
    known: HashMap<(ItemCode, SiteCode), usize>,
    walks: Vec<Walk>,
    /// What reached cost layers and was not worked through yet, by place.
    layers: HashMap<usize, Fixed>,
    queue: BTreeSet<(NaiveDate, i64, Work)>,
    /// Parts of movements that take no late cost, in the first place: goods that went back before they were billed.
    apart: HashMap<i64, Qty>,
    /// Whether what one legal entity sold to another is followed on: it stays in the group.
    pub(super) in_group: bool,
    /// The first thing that shows that all of this is in vain.
    again: Option<Again>,
    pub(super) found: Found,
}

/// Follows an amount that is laid on goods received with movement `receipt`.
pub(super) fn lay(
    books: &Books<'_, '_>,
    item: &Item,
    receipt: &Movement,
    laid: &Laid,
) -> Result<Found, Halt> {
    let start = Start::own(Root::of(receipt), &laid.apart);
    follow(books, &start, &|follow| {
        let track = follow.track(item, &receipt.site)?;
        follow.reach(track, receipt.seq, Fixed::of(laid.amount))?;
        Ok(())
    })
}

/// Follows amounts that are in goods which arrived, by the movements with which they did, through all that belongs to the
/// group. At standard cost nothing is in the goods.
pub(in crate::operations::rules) fn in_group(
    books: &Books<'_, '_>,
    laid: &[(Movement, Money)],
) -> Result<Option<Found>, Halt> {
    let mut carried = Vec::new();
    for (arrival, amount) in laid {
        let item = books.item(&arrival.item)?;
        let pool = books.pool(&item.item, &arrival.site)?;
        if item.method != Method::Standard && pool.valued_from <= arrival.seq {
            carried.push((arrival, item, *amount));
        }
    }
    carried.sort_by_key(|(arrival, ..)| (arrival.effective, arrival.seq));
    let Some((first, ..)) = carried.first() else {
        return Ok(None);
    };
    let rest = carried.iter().map(|(arrival, ..)| Moved::from(*arrival));
    let root = rest.fold(Root::of(first), |root, moved| root.before(&moved));
    let start = Start {
        in_group: true,
        ..Start::own(root, &HashMap::new())
    };
    let found = follow(books, &start, &|follow| {
        for (arrival, item, amount) in &carried {
            let track = follow.track(item, &arrival.site)?;
            follow.reach(track, arrival.seq, Fixed::of(*amount))?;
        }
        Ok(())
    })?;
    Ok(Some(found))
}

/// Follows what movements cost more than they did, which what stays in the pool, or in the layer, of the goods of `first`
/// is worth less.
pub(in crate::operations::rules) fn change(
    books: &Books<'_, '_>,
    (item, first): (&Item, &Movement),
    layer: Option<i64>,
    root: Root,
    Dearer { gone, known }: Dearer<'_>,
) -> Result<Found, Halt> {
    follow(books, &Start::own(root, &HashMap::new()), &|follow| {
        let track = follow.track(item, &first.site)?;
        let reached = layer.unwrap_or_default();
        let place = follow.found.place(track, layer, &follow.tracks[track], reached);
        for (seq, more) in gone {
            follow.found.stays(place, -Fixed::of(*more), true);
            let moved = follow.moved(track, *seq)?;
            follow.leave(track, place, &moved, Fixed::of(*more), 0)?;
        }
        for (seq, cover, more) in known {
            let moved = follow.moved(track, *seq)?;
            follow.shared_late(track, place, &moved, Fixed::of(*more), *cover)?;
        }
        Ok(())
    })
}

/// Works through everything that is reached from where `begin` begins. It begins again where goods turn out to have gone
/// further back, and in the order of entry where that does not help or they go round in a circle.
fn follow<'b, 'd, 'v>(
    books: &'b Books<'d, 'v>,
    start: &Start,
    begin: &dyn Fn(&mut Follow<'b, 'd, 'v>) -> Result<(), Halt>,
) -> Result<Found, Halt> {
    let mut root = start.root;
    loop {
        let mut follow = Follow::new(books, root, start);
        begin(&mut follow)?;
        follow.work()?;
        match follow.again {
            None => return Ok(follow.found),
            Some(Again::FurtherBack(further)) if further != root => root = further,
            Some(_) if root.by_entry => {
                return Err(Fault::new("late cost goes round in a circle in the order of entry").into());
            }
            Some(_) => root.by_entry = true,
        }
    }
}

impl<'b, 'd, 'v> Follow<'b, 'd, 'v> {
    fn new(books: &'b Books<'d, 'v>, root: Root, start: &Start) -> Self {
        Self {
            books,
            root,
            tracks: Vec::new(),
            known: HashMap::new(),
            walks: Vec::new(),
            layers: HashMap::new(),
            queue: BTreeSet::new(),
            apart: start.apart.clone(),
            in_group: start.in_group,
            again: None,
            found: Found::default(),
        }
    }

    fn work(&mut self) -> Result<(), Halt> {
        while self.again.is_none()
            && let Some((.., work)) = self.queue.pop_first()
        {
            match work {
                Work::Layer(place) => self.layer(place)?,
                Work::Run(at) => self.walk(at)?,
            }
        }
        Ok(())
    }

    /// Returns the movements of an item at a site, read once.
    pub(super) fn track(&mut self, item: &Item, site: &SiteCode) -> Result<usize, Halt> {
        let key = (item.item.clone(), site.clone());
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        self.tracks
            .push(Track::read(self.books, item.clone(), site, self.root)?);
        self.known.insert(key, self.tracks.len() - 1);
        Ok(self.tracks.len() - 1)
    }

    fn moved(&self, track: usize, seq: i64) -> Result<Moved, Halt> {
        match self.tracks[track].moved.get(&seq) {
            Some(moved) => Ok(moved.clone()),
            None => Ok(Moved::from(&self.books.moved(seq)?)),
        }
    }

    /// Begins again with the movements since one that is further back than the root.
    pub(super) fn needs(&mut self, moved: &Moved) {
        self.again
            .get_or_insert(Again::FurtherBack(self.root.before(moved)));
    }

    /// Lets late cost reach a pool, or at FIFO the layer, with movement `seq`; returns the place.
    pub(super) fn reach(&mut self, track: usize, seq: i64, value: Fixed) -> Result<usize, Halt> {
        let to = &self.tracks[track];
        let layer = (to.item.method == Method::Fifo).then_some(seq);
        let place = self.found.place(track, layer, to, seq);
        let Some(moved) = to.moved.get(&seq) else {
            let moved = Moved::from(&self.books.moved(seq)?);
            self.needs(&moved);
            return Ok(place);
        };
        let day = moved.effective;
        if layer.is_some() {
            *self.layers.entry(place).or_default() += value;
            self.queue.insert((self.root.due(day), seq, Work::Layer(place)));
            return Ok(place);
        }
        let lost = || Fault::new(format!("movement {seq} brought nothing to its pool"));
        let at = to.at(seq).ok_or_else(lost)?;
        let waits = |walk: &&mut Walk| walk.track == track && walk.next <= at;
        if let Some(walk) = self.walks.iter_mut().find(waits) {
            *walk.arriving.entry(at).or_default() += value;
            return Ok(place);
        }
        if MOST_RUNS <= self.walks.len() {
            self.again.get_or_insert(Again::ByEntry);
            return Ok(place);
        }
        // They left the goods that it is laid on, not what became of these.
        let apart = if place == 0 && self.walks.is_empty() {
            self.apart.clone()
        } else {
            HashMap::new()
        };
        let mut run = to.run(apart);
        for (_, step) in &to.steps[..at] {
            run.step(step, Fixed::ZERO, &mut |_| ());
        }
        self.queue
            .insert((self.root.due(day), seq, Work::Run(self.walks.len())));
        self.walks.push(Walk {
            track,
            place,
            run,
            next: at,
            arriving: HashMap::from([(at, value)]),
        });
        Ok(place)
    }

    /// Works through a pool until something else is due.
    fn walk(&mut self, at: usize) -> Result<(), Halt> {
        let mut told = Vec::new();
        loop {
            let walk = &mut self.walks[at];
            let (track, place) = (walk.track, walk.place);
            let Some((day, step)) = self.tracks[track].steps.get(walk.next) else {
                let holds = Qty::ZERO < walk.run.pool();
                let left = walk.run.left();
                self.found.stays(place, left, holds);
                return Ok(());
            };
            let own = (self.root.due(*day), step.movement, Work::Run(at));
            if self.queue.first().is_some_and(|due| *due < own) {
                self.queue.insert(own);
                return Ok(());
            }
            let brought = walk.arriving.remove(&walk.next).unwrap_or_default();
            walk.next += 1;
            walk.run.step(step, brought, &mut |share| told.push(share));
            for share in told.drain(..) {
                self.share(track, place, share)?;
            }
        }
    }

    fn share(&mut self, track: usize, place: usize, share: Share) -> Result<(), Halt> {
        match share {
            Share::Left { movement, value } => {
                let moved = self.moved(track, movement)?;
                self.leave(track, place, &moved, value, i64::MAX)
            }
            Share::Back { of, movement, value } => {
                let account = self.tracks[track].group.cost_of_sales.clone();
                self.found.end(Key::of(place, track, of, account.clone()), -value);
                self.found
                    .flow((place, of, account.clone()), (place, movement, account), value);
                Ok(())
            }
            Share::Scrapped { of, movement, value } => {
                let group = &self.tracks[track].group;
                let (sold, scrapped) = (group.cost_of_sales.clone(), group.adjustment.clone());
                self.found.end(Key::of(place, track, of, sold.clone()), -value);
                let via = Key::of(place, track, of, scrapped).via(movement, sold);
                self.found.end(via, value);
                Ok(())
            }
            Share::Negated { of, movement, value } => {
                let moved = self.moved(track, of)?;
                let account = account_of(self.books, &self.tracks[track].group, &moved)?;
                self.found
                    .negated(Key::of(place, track, of, account), movement, value);
                Ok(())
            }
        }
    }

    /// Works through a cost layer: every unit of it carries the same.
    fn layer(&mut self, place: usize) -> Result<(), Halt> {
        let amount = self.layers.remove(&place).unwrap_or_default();
        let (track, Some(layer)) = self.found.spot(place) else {
            return Ok(());
        };
        // Goods may bring less and less of it back to where it came from.
        if amount == Fixed::ZERO {
            return Ok(());
        }
        let it = &self.tracks[track];
        let range = Range::by(Slice::BY_LAYER, &[&it.item.item, &it.site, &layer]);
        let mut slices: Vec<Slice> = self.books.view().list(&range)?;
        slices.retain(|slice| !slice.qty.is_zero());
        let holds = slices.iter().map(|slice| slice.qty).sum::<Qty>();
        let own = slices.first().map_or(Qty::ZERO, |slice| slice.qty);
        let all = takes::of_layer(self.books.view(), layer, &slices)?;
        let mut taken: BTreeMap<i64, (Moved, Qty)> = BTreeMap::new();
        let mut whole = own;
        for Taken { issue, qty, .. } in all {
            let moved = self.moved(track, issue)?;
            let part = self.apart.get(&issue).filter(|_| place == 0).copied();
            let apart = part.unwrap_or_default().min(qty).max(Qty::ZERO);
            whole -= apart;
            if moved.reverses.is_none() && !self.tracks[track].negated.contains(&moved.seq) {
                taken.entry(issue).or_insert((moved, Qty::ZERO)).1 += qty - apart;
            }
        }
        without_what_covers_give_up(&mut taken);
        let mut left = amount;
        for (moved, qty) in taken.into_values().filter(|(_, qty)| !qty.is_zero()) {
            let value = amount.ratio(qty, whole);
            left -= value;
            let covered = moved.origin.filter(|_| moved.kind == MovementKind::Cover);
            let issue = covered.map_or(Ok(moved.clone()), |issue| self.moved(track, issue))?;
            let since = match covered {
                Some(issue) if !was_requeued(self.books, issue)? => moved.seq,
                _ => 0,
            };
            self.leave(track, place, &issue, value, since)?;
        }
        self.found.stays(place, left, Qty::ZERO < holds);
        Ok(())
    }
}
