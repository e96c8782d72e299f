//! What putting away asks: what stands at the dock, and which bin is best.

use super::{carry, dock_with_goods, item};
use crate::domain::amount::Qty;
use crate::domain::catalog::{Location, Purpose};
use crate::domain::code::{ItemCode, LocationCode, LotCode};
use crate::domain::record::{Fault, Range};
use crate::domain::refusal::Refusal;
use crate::domain::stock::Balance;
use crate::flows::event::Context;
use crate::flows::question::putaway::{Bin, Question, Room, Told};
use crate::operations::ahead::Ahead;
use crate::operations::blindness::Blindness;
use crate::operations::view::View;

/// The maximum number of bins searched for an empty one.
const LOOKED_AT: usize = 200;
/// Answers a question of putting away.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    match question {
        Question::Dock => dock_with_goods(view, &context.site).map(Told::Dock),
        Question::Content(place) => carry::content(view, place, context).map(Told::Content),
        Question::Room { location, items, qty } => Ok(Told::Room {
            location: location.clone(),
            room: room(view, context, location, (items, *qty))?,
        }),
        Question::Bin { item, lot, qty, not } => {
            let wanted = Wanted {
                view,
                context,
                item,
                lot,
                qty: *qty,
                not,
            };
            wanted.best().map(Told::Bin)
        }
    }
}

/// Returns what speaks against putting goods into a bin.
fn room(
    view: &dyn View,
    context: &Context,
    code: &LocationCode,
    (items, qty): (&[ItemCode], Qty),
) -> Result<Room, Fault> {
    let location = super::location(view, code)?;
    let mut full = None;
    if let Some(capacity) = location.capacity {
        let there = lying_at(view, code)?;
        let found = Blindness::among(view, &context.operator, [code])?.state(code, there + qty);
        full = (!location.has_room(there, qty)).then(|| Refusal::LocationFull {
            location: code.to_string(),
            capacity,
            found,
        });
    }
    let unfit = location.unfit_for(items.iter());
    Ok(Room { full, unfit })
}

/// Returns the base units that lie at a location.
fn lying_at(view: &dyn View, location: &LocationCode) -> Result<Qty, Fault> {
    let there: Vec<Balance> = view.list(&Range::by(Balance::BY_LOCATION, &[location]))?;
    Ok(there.iter().map(|balance| balance.qty).sum())
}

struct Wanted<'a> {
    view: &'a dyn View,
    context: &'a Context,
    item: &'a ItemCode,
    lot: &'a LotCode,
    qty: Qty,
    not: &'a [LocationCode],
}

impl Wanted<'_> {
    /// Returns the item's fixed bin, else one where the same item and lot lies, else an empty one, provided that it has
    /// room.
    fn best(&self) -> Result<Option<Bin>, Fault> {
        item(self.view, self.item)?;
        let fixed: Vec<Location> = self
            .view
            .list(&Range::by(Location::BY_FIXED_ITEM, &[&Some(self.item.clone())]))?;
        for location in fixed {
            if self.fits(&location)? {
                return Ok(Some(bin(location, "its fixed bin")));
            }
        }
        let mut seen: Vec<LocationCode> = Vec::new();
        for balance in Ahead::<Balance>::of(self.view, Range::of::<Balance>(&[self.item, self.lot])) {
            let balance = balance?;
            if balance.qty <= Qty::ZERO || seen.contains(&balance.location) {
                continue;
            }
            let location: Option<Location> = self.view.find(&[&balance.location])?;
            seen.push(balance.location);
            if let Some(location) = location
                && self.fits(&location)?
            {
                let why = if self.lot.is_empty() {
                    "the same item lies there"
                } else {
                    "the same lot lies there"
                };
                return Ok(Some(bin(location, why)));
            }
        }
        self.empty()
    }

    /// Returns the first empty bin of the walk; the storage that a site begins with only where there is no other.
    fn empty(&self) -> Result<Option<Bin>, Fault> {
        let range = Range::by(Location::BY_WALK, &[&self.context.site, &Purpose::Storage]).first(LOOKED_AT);
        let mut bins = self.view.list::<Location>(&range)?;
        bins.sort_by_key(Location::is_whole_site);
        for location in bins {
            let there = Range::by(Balance::BY_LOCATION, &[&location.location]).first(1);
            if self.view.rows(&there)?.is_empty() && self.fits(&location)? {
                return Ok(Some(bin(location, "it is empty")));
            }
        }
        Ok(None)
    }

    /// Returns whether the goods may be put there and fit.
    fn fits(&self, location: &Location) -> Result<bool, Fault> {
        let ours = location.site == self.context.site
            && location.purpose.is_pickable()
            && !self.not.contains(&location.location)
            && location
                .fixed_item
                .as_ref()
                .is_none_or(|fixed| fixed == self.item);
        if !ours || location.capacity.is_none() {
            return Ok(ours);
        }
        let there = lying_at(self.view, &location.location)?;
        Ok(location.has_room(there, self.qty))
    }
}

fn bin(location: Location, why: &str) -> Bin {
    Bin {
        location: location.location,
        check_digits: location.check_digits,
        why: why.to_owned(),
    }
}
