//! Which pick faces should be refilled, how urgently, and from where.
//!
//! A face is due when less than its minimum may be picked there. First come faces of items of which more is promised or
//! ordered than lies in them, then the emptiest. The reserve is what lies in storage, loose or on a pallet, free, not
//! held and not expired: the lot that expires first, then the nearest in walk order. A bin that was found short of an
//! item is no reserve of it until it is counted.

use super::holds;
use super::view::View;
use crate::domain::amount::Qty;
use crate::domain::catalog::{Location, PickFace, Purpose};
use crate::domain::code::{ItemCode, LocationCode, LotCode, Lpn, OrderNo, Serial, SiteCode};
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::record::{Fault, Range};
use crate::domain::shelf_life::{ShelfLife, Turn};
use crate::domain::stock::{Balance, LpnKind, Plate, Status};
use crate::domain::task::{Denial, Task, TaskKind, TaskState};
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How many of the bins found short during replenishment are looked at, the latest first.
const MOST_DENIALS: usize = 500;

/// A pick face with what it holds and lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The face.
    pub face: PickFace,
    /// Its place in the walk order.
    pub sequence: i64,
    /// Base units of the item that lie there.
    pub there: Qty,
    /// How many of these may be picked: neither held nor expired nor set aside.
    pub usable: Qty,
    /// What orders still want of the item at this site.
    pub demand: Qty,
    /// Where more of it lies, the best first.
    pub sources: Vec<Source>,
}

/// Goods in the reserve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where they lie.
    pub location: LocationCode,
    /// The pallet they are on; empty for loose goods.
    pub lpn: Lpn,
    /// Their lot; empty if they have none.
    pub lot: LotCode,
    /// Their serial number; empty if they have none.
    pub serial: Serial,
    /// The lot's expiry.
    pub expiry: Option<NaiveDate>,
    /// Base units that are not promised to anybody.
    pub free: Qty,
}

impl Need {
    /// Returns whether less than the minimum may be picked.
    pub fn is_due(&self) -> bool {
        self.usable < self.face.min
    }

    /// Returns whether orders want more than may be picked there.
    pub fn is_urgent(&self) -> bool {
        self.usable < self.demand
    }

    /// Returns whether goods can be brought there: there is room, and the reserve has some.
    pub fn is_workable(&self) -> bool {
        !self.room().is_zero() && !self.sources.is_empty()
    }

    /// Returns how many base units are missing up to the maximum.
    pub fn room(&self) -> Qty {
        (self.face.max - self.there).max(Qty::ZERO)
    }

    /// Returns its rank: urgent first, then the emptiest, then in walk order. Fill levels are compared in millionths of
    /// the maximum.
    fn rank(&self) -> (Reverse<bool>, i128, i64, LocationCode, ItemCode) {
        let max = i128::from(self.face.max.0.max(1));
        let fill = i128::from(self.usable.0) * 1_000_000 / max;
        let (location, item) = (self.face.location.clone(), self.face.item.clone());
        (Reverse(self.is_urgent()), fill, self.sequence, location, item)
    }
}

/// Returns the faces of a site that are due, the most urgent first.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn due(view: &dyn View, site: &SiteCode, today: NaiveDate) -> Result<Vec<Need>, Fault> {
    let shelf = Shelf::of(view, today)?;
    let mut found = Vec::new();
    for face in view.all::<PickFace>(&[])? {
        let place: Option<Location> = view.find(&[&face.location])?;
        if let Some(place) = place.filter(|place| place.site == *site) {
            found.push((shelf.holds(face, &place)?, place));
        }
    }
    found.retain(|(need, _)| need.is_due());
    shelf.complete(found)
}

/// Returns what the items at one face need, due or not, the most urgent first.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn at(view: &dyn View, location: &LocationCode, today: NaiveDate) -> Result<Vec<Need>, Fault> {
    let Some(place) = view.find::<Location>(&[location])? else {
        return Ok(Vec::new());
    };
    let shelf = Shelf::of(view, today)?;
    let faces: Vec<PickFace> = view.all(&[location])?;
    let found = faces.into_iter().map(|face| {
        let need = shelf.holds(face, &place)?;
        Ok((need, place.clone()))
    });
    shelf.complete(found.collect::<Result<_, Fault>>()?)
}

/// Returns what one face holds of one item, without looking up demand and reserve.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn held(
    view: &dyn View,
    (location, item): (&LocationCode, &ItemCode),
    today: NaiveDate,
) -> Result<Option<Need>, Fault> {
    let place: Option<Location> = view.find(&[location])?;
    let face: Option<PickFace> = view.find(&[location, item])?;
    let (Some(place), Some(face)) = (place, face) else {
        return Ok(None);
    };
    Shelf::of(view, today)?.holds(face, &place).map(Some)
}

/// Returns items with the bins that were found short of them: what the books say of them there is in doubt until a
/// count.
fn doubtful(view: &dyn View, site: &SiteCode) -> Result<BTreeSet<(ItemCode, LocationCode)>, Fault> {
    let range = Range::by(Task::BY_URGENCY, &[&TaskKind::Count, &TaskState::Open, site]);
    let to_count: Vec<Task> = view.list(&range)?;
    let mut found = BTreeSet::new();
    if to_count.is_empty() {
        return Ok(found);
    }
    let range = Range::of::<Denial>(&[&OrderNo::default()]);
    for denial in view.list::<Denial>(&range.backwards().first(MOST_DENIALS))? {
        if to_count.iter().any(|count| count.location == denial.location) {
            let task: Option<Task> = view.find(&[&denial.order_line])?;
            found.extend(task.map(|task| (task.item, denial.location)));
        }
    }
    Ok(found)
}

/// Returns what orders still want at a site, item by item: what is promised and not picked, and what is not promised
/// yet.
fn demand(view: &dyn View, site: &SiteCode) -> Result<BTreeMap<ItemCode, Qty>, Fault> {
    let mut wanted: BTreeMap<ItemCode, Qty> = BTreeMap::new();
    let range = Range::by(Task::BY_URGENCY, &[&TaskKind::Pick, &TaskState::Open, site]);
    for task in view.list::<Task>(&range)? {
        let left = task.left();
        *wanted.entry(task.item).or_default() += left;
    }
    for state in [OrderState::Open, OrderState::Allocated] {
        let range = Range::by(Order::BY_URGENCY, &[&OrderKind::Sales, &state, site]);
        for order in view.list::<Order>(&range)? {
            for line in view.all::<OrderLine>(&[&OrderKind::Sales, &order.order_no])? {
                let more = line.unallocated();
                *wanted.entry(line.item).or_default() += more;
            }
        }
    }
    Ok(wanted)
}

/// The lookups that decide whether goods may be used.
struct Shelf<'v> {
    view: &'v dyn View,
    shelf_life: ShelfLife,
}

impl<'v> Shelf<'v> {
    fn of(view: &'v dyn View, today: NaiveDate) -> Result<Self, Fault> {
        Ok(Self {
            view,
            shelf_life: ShelfLife::of(&view.policies()?, today)?,
        })
    }

    /// Returns what a face holds; demand and reserve are looked up only if they matter.
    fn holds(&self, face: PickFace, place: &Location) -> Result<Need, Fault> {
        let range = Range::by(Balance::BY_LOCATION, &[&face.location, &face.item]);
        let (mut there, mut usable) = (Qty::ZERO, Qty::ZERO);
        for balance in self.view.list::<Balance>(&range)? {
            there += balance.qty;
            let (is_usable, _) = self.look(&balance)?;
            if is_usable && balance.is_loose_stock() {
                usable += balance.qty;
            }
        }
        Ok(Need {
            face,
            sequence: place.sequence,
            there,
            usable: usable.max(Qty::ZERO),
            demand: Qty::ZERO,
            sources: Vec::new(),
        })
    }

    /// Returns the needs with the demand of their site and the reserve added, the most urgent first. All places must be
    /// of one site.
    fn complete(&self, found: Vec<(Need, Location)>) -> Result<Vec<Need>, Fault> {
        let Some((_, first)) = found.first() else {
            return Ok(Vec::new());
        };
        let wanted = demand(self.view, &first.site)?;
        let doubtful = doubtful(self.view, &first.site)?;
        let mut needs = Vec::new();
        for (need, place) in found {
            let mut sources = self.sources(&need.face, &place)?;
            sources.retain(|it| !doubtful.contains(&(need.face.item.clone(), it.location.clone())));
            let demand = wanted.get(&need.face.item).copied().unwrap_or_default();
            needs.push(Need {
                demand,
                sources,
                ..need
            });
        }
        needs.sort_by_cached_key(Need::rank);
        Ok(needs)
    }

    /// Returns whether the lot may be used, and its expiry.
    fn look(&self, balance: &Balance) -> Result<(bool, Option<NaiveDate>), Fault> {
        let lot = holds::lot_of(self.view, balance)?;
        Ok((
            self.shelf_life.is_usable(lot.as_ref()),
            lot.and_then(|lot| lot.expiry),
        ))
    }

    fn sources(&self, face: &PickFace, place: &Location) -> Result<Vec<Source>, Fault> {
        let mut found = Vec::new();
        for balance in self.view.all::<Balance>(&[&face.item])? {
            let free = balance.free();
            let is_free = balance.status == Status::Available && Qty::ZERO < free;
            if !is_free || balance.site != place.site {
                continue;
            }
            let reserve: Option<Location> = self.view.find(&[&balance.location])?;
            let Some(reserve) = reserve.filter(|it| it.purpose == Purpose::Storage) else {
                continue;
            };
            let (is_usable, expiry) = self.look(&balance)?;
            if !is_usable || !self.may_be_taken_from(&balance.lpn)? {
                continue;
            }
            let far = (reserve.sequence - place.sequence).abs();
            let turn = Turn::of(&balance, expiry, far);
            let source = Source {
                location: balance.location,
                lpn: balance.lpn,
                lot: balance.lot,
                serial: balance.serial,
                expiry,
                free,
            };
            found.push((turn, source));
        }
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(found.into_iter().map(|(_, source)| source).collect())
    }

    /// Returns whether goods there are loose or on a pallet that is not in use for an order.
    fn may_be_taken_from(&self, lpn: &Lpn) -> Result<bool, Fault> {
        if lpn.is_empty() {
            return Ok(true);
        }
        let plate: Option<Plate> = self.view.find(&[lpn])?;
        Ok(plate.is_some_and(|plate| plate.kind == LpnKind::Pallet && plate.order_no.is_none()))
    }
}
