//! Goods in and out of balances: what lies where.

mod below;

use super::books::Books;
use crate::domain::amount::Qty;
use crate::domain::catalog::{Item, Location, Lot, Uom, check_decimals};
use crate::domain::code::{ItemCode, LocationCode, LotCode, Lpn, Serial, SiteCode};
use crate::domain::movement::Movement;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Balance, Pool, Status};
use crate::operations::change::Halt;
use chrono::NaiveDate;

/// Goods of one kind: the item with the lot or serial number that tells its pieces apart.
#[derive(Clone, Debug)]
pub(super) struct Goods {
    /// The item.
    pub item: Item,
    /// Its lot; empty if it has none.
    pub lot: LotCode,
    /// The lot's expiry.
    pub expiry: Option<NaiveDate>,
    /// Its serial number; empty if it has none.
    pub serial: Serial,
}

impl Goods {
    /// Returns the item without a lot or serial number.
    pub fn plain(item: Item) -> Self {
        Self {
            item,
            lot: LotCode::default(),
            expiry: None,
            serial: Serial::default(),
        }
    }

    /// Returns what a movement moved; `item` is its item.
    pub fn of(item: Item, moved: &Movement) -> Self {
        Self {
            item,
            lot: moved.lot.clone(),
            expiry: moved.expiry,
            serial: moved.serial.clone(),
        }
    }
}

/// A place that goods can be at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The location.
    pub location: LocationCode,
    /// Its site.
    pub site: SiteCode,
    /// The status of the goods there.
    pub status: Status,
    /// The licence plate they are on; empty for loose goods.
    pub lpn: Lpn,
}

impl Place {
    /// Returns the place of loose goods, with the status that the location gives.
    pub fn at(location: &Location) -> Self {
        let (status, site) = (location.purpose.status(), location.site.clone());
        Self {
            location: location.location.clone(),
            site,
            status,
            lpn: Lpn::default(),
        }
    }

    /// Returns the place with another status, if one is named.
    pub fn with(self, status: Option<Status>) -> Self {
        Self {
            status: status.unwrap_or(self.status),
            ..self
        }
    }

    /// Returns the place on a licence plate, if one is named.
    pub fn on(self, lpn: Option<&Lpn>) -> Self {
        Self {
            lpn: lpn.cloned().unwrap_or_default(),
            ..self
        }
    }

    /// Returns the places that a movement left and reached.
    pub fn of_moved(moved: &Movement) -> [Option<Self>; 2] {
        let place = |location: &Option<LocationCode>, status, lpn: &Lpn| {
            location.clone().map(|location| Self {
                location,
                site: moved.site.clone(),
                status,
                lpn: lpn.clone(),
            })
        };
        [
            place(&moved.from_location, moved.from_status, &moved.from_lpn),
            place(&moved.to_location, moved.to_status, &moved.to_lpn),
        ]
    }

    /// Returns the place of a balance.
    pub fn of(balance: &Balance) -> Self {
        let Balance {
            location,
            site,
            status,
            lpn,
            ..
        } = balance.clone();
        Self {
            location,
            site,
            status,
            lpn,
        }
    }
}

impl Books<'_, '_> {
    /// Refuses a quantity with more decimals than the item's unit has.
    pub fn countable(&self, item: &Item, qty: Qty) -> Result<(), Halt> {
        if qty.is_whole() {
            return Ok(());
        }
        let unit: Option<Uom> = self.view().find(&[&item.uom])?;
        if let Some(unit) = unit {
            check_decimals(&item.item, &item.uom, qty, unit.decimals)?;
        }
        Ok(())
    }

    /// Returns the goods as named, checked against what the item tracks. A known lot supplies its expiry.
    pub fn goods(
        &self,
        item: Item,
        lot: Option<&LotCode>,
        serial: Option<&Serial>,
        qty: Qty,
    ) -> Result<Goods, Halt> {
        let code = || item.item.to_string();
        self.countable(&item, qty)?;
        let lot = lot.filter(|lot| !lot.is_empty()).cloned();
        let serial = serial.filter(|serial| !serial.is_empty()).cloned();
        if lot.is_some() && !item.tracking.wants_lot() {
            return Err(Refusal::NotTracked {
                item: code(),
                what: "lot".into(),
            }
            .into());
        }
        if serial.is_some() && !item.tracking.wants_serial() {
            return Err(Refusal::NotTracked {
                item: code(),
                what: "serial number".into(),
            }
            .into());
        }
        if lot.is_none() && item.tracking.wants_lot() {
            return Err(Refusal::LotNeeded { item: code() }.into());
        }
        if item.tracking.wants_serial() {
            if serial.is_none() {
                return Err(Refusal::SerialNeeded { item: code() }.into());
            }
            if qty.abs() != Qty::ONE {
                return Err(Refusal::OneSerial {
                    item: code(),
                    qty: qty.abs(),
                }
                .into());
            }
        }
        let (lot, serial) = (lot.unwrap_or_default(), serial.unwrap_or_default());
        let known: Option<Lot> = if lot.is_empty() {
            None
        } else {
            self.view().find(&[&item.item, &lot])?
        };
        Ok(Goods {
            item,
            lot,
            expiry: known.and_then(|lot| lot.expiry),
            serial,
        })
    }

    /// Returns the balance at a place, which is empty if nothing lies there.
    pub fn balance(&self, goods: &Goods, place: &Place) -> Result<Balance, Halt> {
        let Goods {
            item, lot, serial, ..
        } = goods;
        let Place {
            location,
            site,
            status,
            lpn,
        } = place;
        let found: Option<Balance> = self
            .view()
            .find(&[&item.item, lot, serial, location, status, lpn])?;
        if let Some(found) = found {
            return Ok(found);
        }
        Ok(Balance {
            item: item.item.clone(),
            lot: lot.clone(),
            serial: serial.clone(),
            location: location.clone(),
            status: *status,
            lpn: lpn.clone(),
            site: site.clone(),
            qty: Qty::ZERO,
            allocated: Qty::ZERO,
            expiry: self.expiry_of(&item.item, lot)?,
        })
    }

    /// Returns the expiry of a lot as the books have it.
    fn expiry_of(&self, item: &ItemCode, lot: &LotCode) -> Result<Option<NaiveDate>, Halt> {
        if lot.is_empty() {
            return Ok(None);
        }
        let lot: Option<Lot> = self.view().find(&[item, lot])?;
        Ok(lot.and_then(|lot| lot.expiry))
    }

    /// Returns everything at a location, loose or on licence plates.
    pub fn content(&self, location: &LocationCode) -> Result<Vec<Balance>, Halt> {
        Ok(self.view().list(&Range::by(Balance::BY_LOCATION, &[location]))?)
    }

    /// Returns everything on a licence plate.
    pub fn load(&self, lpn: &Lpn) -> Result<Vec<Balance>, Halt> {
        Ok(self.view().list(&Range::by(Balance::BY_LPN, &[lpn]))?)
    }

    /// Puts goods at a place.
    pub fn put_in(&mut self, goods: &Goods, place: &Place, qty: Qty) -> Result<(), Halt> {
        let balance = self.balance(goods, place)?;
        whole_piece(goods, balance.qty + qty)?;
        self.keep(&Balance {
            qty: balance.qty + qty,
            ..balance
        });
        Ok(())
    }

    /// Takes goods from a place; `promised` of them were promised to this same work.
    pub fn take_out(&mut self, goods: &Goods, place: &Place, qty: Qty, promised: Qty) -> Result<(), Halt> {
        let balance = self.balance(goods, place)?;
        whole_piece(goods, qty)?;
        let (item, at) = (name_of(goods), place.location.to_string());
        if balance.qty < qty {
            return Err(Refusal::NotEnough {
                item,
                at,
                need: qty,
                have: self.stated(&place.location, balance.qty)?,
            }
            .into());
        }
        let free = balance.free() + promised;
        if free < qty {
            return Err(Refusal::Promised {
                item,
                at,
                need: qty,
                free: self.stated(&place.location, free)?,
            }
            .into());
        }
        let allocated = balance.allocated - promised;
        self.keep(&Balance {
            qty: balance.qty - qty,
            allocated,
            ..balance
        });
        Ok(())
    }

    /// Changes how much of a balance is promised.
    pub fn promise(&mut self, balance: Balance, more: Qty) {
        self.keep(&Balance {
            allocated: balance.allocated + more,
            ..balance
        });
    }

    /// Refuses if a location with a capacity would hold more than it can.
    pub fn check_room(&self, location: &Location, more: Qty) -> Result<(), Halt> {
        let Some(capacity) = location.capacity else {
            return Ok(());
        };
        let content = self.content(&location.location)?;
        let there = content.iter().map(|balance| balance.qty).sum();
        if location.has_room(there, more) {
            return Ok(());
        }
        let full = Refusal::LocationFull {
            location: location.location.to_string(),
            capacity,
            found: self.stated(&location.location, there + more)?,
        };
        if self.is_accepted(&full)? {
            return Ok(());
        }
        Err(full.into())
    }

    /// Returns where a serial number of an item is now.
    pub fn whereabouts(&self, item: &ItemCode, serial: &Serial) -> Result<Option<Balance>, Halt> {
        let range = Range::of::<Balance>(&[item, &LotCode::default(), serial]).first(1);
        Ok(self.view().list(&range)?.pop())
    }

    /// Returns whether an item was ever in stock, at any site.
    pub fn was_in_stock(&self, item: &ItemCode) -> Result<bool, Halt> {
        let first = Range::of::<Pool>(&[item]).first(1);
        Ok(!self.view().list::<Pool>(&first)?.is_empty())
    }

    pub(super) fn keep(&mut self, balance: &Balance) {
        if balance.qty.is_zero() && balance.allocated.is_zero() {
            self.draft.remove(balance);
        } else {
            self.draft.put(balance);
        }
    }
}

/// Refuses a fraction of a serial number, or more than one piece of it.
fn whole_piece(goods: &Goods, qty: Qty) -> Result<(), Halt> {
    if goods.serial.is_empty() || qty == Qty::ONE {
        return Ok(());
    }
    let item = name_of(goods);
    Err(Refusal::OneSerial { item, qty }.into())
}

/// Returns the item with its lot or serial number, as an operator would say it.
pub(super) fn name_of(goods: &Goods) -> String {
    let mut name = goods.item.item.to_string();
    for part in [goods.lot.as_str(), goods.serial.as_str()] {
        if !part.is_empty() {
            name = format!("{name} {part}");
        }
    }
    name
}
