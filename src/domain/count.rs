//! Count sheets: a bin counted, recounted and reconciled.

use super::amount::Qty;
use super::code::{Badge, CountNo, ItemCode, LocationCode, LotCode, Serial, SiteCode};
use super::stock::Status;
use super::time::Time;
use crate::record;
use crate::words;
use chrono::NaiveDate;

words! {
    /// How far a count has come.
    pub enum CountState {
        /// Somebody counts.
        Counting = "counting",
        /// It was outside the tolerance; another operator must count again.
        RecountWanted = "recount_wanted",
        /// A supervisor decides.
        ToApprove = "to_approve",
        /// The difference, if any, is posted.
        Posted = "posted",
        /// It was rejected; nothing was posted.
        Rejected = "rejected",
    }
}

impl CountState {
    /// The states in which a bin is under count: what was counted is neither posted nor rejected.
    pub const OPEN: &[Self] = &[Self::Counting, Self::RecountWanted, Self::ToApprove];
}

record! {
    table "counts", key 1, orders [BY_STATE [state, location], BY_LOCATION [location]], append_only false;
    /// One count sheet: one bin.
    pub struct Count {
        /// Its number.
        count: CountNo,
        /// Its site.
        site: SiteCode,
        /// The bin.
        location: LocationCode,
        /// How far it has come.
        state: CountState,
        /// Which attempt is under way or was the last, from 1.
        attempt: i64,
        /// Whether the last two attempts agree.
        agreed: bool,
        /// When it was opened.
        opened_at: Time,
        /// Note of who approved or rejected it.
        note: Option<String>,
    }

    table "count_attempts", key 2, orders [], append_only false;
    /// One operator's attempt at a count.
    pub struct CountAttempt {
        /// The count.
        count: CountNo,
        /// From 1.
        attempt: i64,
        /// Who counts.
        operator: Badge,
        /// When the book was noted.
        opened_at: Time,
        /// When it was closed.
        closed_at: Option<Time>,
        /// The last movement before the book was noted.
        snapshot: i64,
        /// The day it was closed, and counts for; `None` in attempts of older programs.
        day: Option<NaiveDate>,
    }

    table "count_lines", key 6, orders [BY_SERIAL [item, serial]], append_only false;
    /// What one attempt found of one kind of goods, beside the book at that moment.
    pub struct CountLine {
        /// The count.
        count: CountNo,
        /// The attempt.
        attempt: i64,
        /// The item.
        item: ItemCode,
        /// Its lot; empty if there is none.
        lot: LotCode,
        /// Its serial number; empty if there is none.
        serial: Serial,
        /// Its status.
        status: Status,
        /// Its expiry as found.
        expiry: Option<NaiveDate>,
        /// On hand by the book when the attempt was opened.
        book: Qty,
        /// On hand by the book when it was last counted: the snapshot with the moves since.
        book_at_scan: Qty,
        /// Counted; `None` while it has not been counted, which is not zero.
        counted: Option<Qty>,
        /// The last movement at the time of the count; `None` in lines of older programs.
        seen: Option<i64>,
    }

    table "counted", key 7, orders [], append_only true;
    /// Goods that were counted at a place on a day, whether they differed or not. Without an item it is everything
    /// loose in the bin, as on a sheet.
    pub struct Counted {
        /// The bin.
        location: LocationCode,
        /// The item; empty if the whole bin was counted.
        item: ItemCode,
        /// Its lot; empty if there is none.
        lot: LotCode,
        /// Its serial number; empty if there is none.
        serial: Serial,
        /// Its status; of a whole bin always that of goods that may be sold.
        status: Status,
        /// The day that was counted.
        day: NaiveDate,
        /// The logged operation that posted it.
        operation: i64,
        /// The sheet; `None` for a count without one.
        document: Option<String>,
    }

    table "set_offs", key 1, orders [BY_COUNT [count]], append_only true;
    /// A correction of a count's difference for goods that were entered later and dated before it.
    pub struct SetOff {
        /// The correcting movement.
        movement: i64,
        /// The movement that was entered late.
        late: i64,
        /// The logged operation that posted the count.
        count: i64,
    }

    table "count_changes", key 1, orders [], append_only true;
    /// An operation after which other bins may be under count than before.
    pub struct CountChange {
        /// Its number in the log.
        operation: i64,
    }
}

impl CountLine {
    /// Returns the counted quantity less what the book said at that moment, so that moves before and after the count do
    /// not distort it.
    pub fn variance(&self) -> Qty {
        self.counted
            .map_or(Qty::ZERO, |counted| counted - self.book_at_scan)
    }
}
