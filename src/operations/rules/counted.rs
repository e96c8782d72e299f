//! The book of the day of a count, and which counts came later.
//!
//! The order is that of days and, within a day, of entry: a count stands behind everything that was entered for its day
//! before it. What is entered later for an earlier day is behind it, see `late_count`.

use super::books::Books;
use super::stock::{Goods, Place};
use crate::domain::amount::Qty;
use crate::domain::code::{ItemCode, LocationCode, LotCode, Lpn, Serial};
use crate::domain::count::Counted;
use crate::domain::log::Reversal;
use crate::domain::movement::Movement;
use crate::domain::part::part;
use crate::domain::record::Range;
use crate::domain::stock::Status;
use crate::operations::change::Halt;
use chrono::NaiveDate;

part! {
    /// The places and goods of a movement.
    struct Placed of Movement {
        /// Its number.
        seq: i64,
        /// The lot.
        lot: LotCode,
        /// The serial number.
        serial: Serial,
        /// Base units moved.
        qty: Qty,
        /// The location it left.
        from_location: Option<LocationCode>,
        /// The location it reached.
        to_location: Option<LocationCode>,
        /// Status before.
        from_status: Status,
        /// Status after.
        to_status: Status,
        /// Licence plate before.
        from_lpn: Lpn,
        /// Licence plate after.
        to_lpn: Lpn,
        /// When it happened.
        effective: NaiveDate,
    }
}

impl Placed {
    /// Returns the change of quantity at a place.
    fn gained(&self, goods: &Goods, place: &Place) -> Qty {
        if (&self.lot, &self.serial) != (&goods.lot, &goods.serial) {
            return Qty::ZERO;
        }
        let is_here = |location: &Option<LocationCode>, status, lpn: &Lpn| {
            (location.as_ref(), status, lpn) == (Some(&place.location), place.status, &place.lpn)
        };
        let mut gained = Qty::ZERO;
        if is_here(&self.to_location, self.to_status, &self.to_lpn) {
            gained += self.qty;
        }
        if is_here(&self.from_location, self.from_status, &self.from_lpn) {
            gained -= self.qty;
        }
        gained
    }
}

/// Returns the change of quantity at a place by movements after `day`.
pub(super) fn since(
    books: &Books<'_, '_>,
    goods: &Goods,
    place: &Place,
    day: NaiveDate,
) -> Result<Qty, Halt> {
    let range = Range::by(Movement::BY_STOCK_AND_DAY, &[&goods.item.item, &place.site]);
    let later: Vec<Placed> = books.view().parts(&range.after(&day))?;
    Ok(later.iter().map(|it| it.gained(goods, place)).sum())
}

/// Returns the change of quantity at a place by movements after number `seen` that are dated before `day`.
pub(super) fn entered_late(
    books: &Books<'_, '_>,
    goods: &Goods,
    place: &Place,
    (seen, day): (i64, NaiveDate),
) -> Result<Qty, Halt> {
    let range = Range::by(Movement::BY_STOCK, &[&goods.item.item, &place.site]);
    let entered: Vec<Placed> = books.view().parts(&range.after(&seen))?;
    let late = entered.iter().filter(|it| it.effective < day);
    Ok(late.map(|it| it.gained(goods, place)).sum())
}

/// Records that goods were counted at a place on a day; without goods, that the whole bin was.
pub(super) fn note(
    books: &mut Books<'_, '_>,
    location: &LocationCode,
    goods: Option<(&Goods, Status)>,
    (day, document): (NaiveDate, Option<String>),
) {
    let of = |goods: &Goods| (goods.item.item.clone(), goods.lot.clone(), goods.serial.clone());
    let (item, lot, serial) = goods.map(|(goods, _)| of(goods)).unwrap_or_default();
    let operation = books.operation;
    books.draft.put(&Counted {
        location: location.clone(),
        item,
        lot,
        serial,
        status: goods.map_or(Status::Available, |(_, status)| status),
        day,
        operation,
        document,
    });
}

/// Returns the first count after a day that saw the goods at a place, or their whole bin, and was not taken back. What
/// stands on a licence plate is no part of a count.
pub(super) fn first_after(
    books: &Books<'_, '_>,
    goods: &Goods,
    place: &Place,
    day: NaiveDate,
) -> Result<Option<Counted>, Halt> {
    if !place.lpn.is_empty() {
        return Ok(None);
    }
    let whole = (
        ItemCode::default(),
        LotCode::default(),
        Serial::default(),
        Status::Available,
    );
    let (item, lot, serial) = (goods.item.item.clone(), goods.lot.clone(), goods.serial.clone());
    let mut first: Option<Counted> = None;
    for (item, lot, serial, status) in [whole, (item, lot, serial, place.status)] {
        let range = Range::of::<Counted>(&[&place.location, &item, &lot, &serial, &status]);
        for count in books.view().list::<Counted>(&range.after(&day))? {
            if books.view().find::<Reversal>(&[&count.operation])?.is_some() {
                continue;
            }
            let is_first = first
                .as_ref()
                .is_none_or(|first| (count.day, count.operation) < (first.day, first.operation));
            if is_first {
                first = Some(count);
            }
            break;
        }
    }
    Ok(first)
}
