//! Documents of counts.

use crate::domain::amount::Qty;
use crate::domain::code::{CountNo, ItemCode, LocationCode, LotCode, Serial};
use crate::domain::stock::Status;
use crate::operations::declare::documents;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

documents! {
    /// The book is set to what was counted, without a count sheet.
    CountOnce {
        /// The item.
        item: ItemCode,
        /// Base units counted.
        counted: Qty,
    } optional {
        /// Where; the site's storage where left out.
        at: LocationCode,
        /// Their lot.
        lot: LotCode,
        /// Their serial number.
        serial: Serial,
    }
    /// A bin is opened for counting, or for its recount: the book is noted, unseen.
    CountOpen {
        /// The bin.
        location: LocationCode,
    } optional {}
    /// Something is counted on an open sheet.
    CountRead {
        /// The sheet.
        count: CountNo,
        /// The item.
        item: ItemCode,
        /// Base units to add; zero says that there is none.
        qty: Qty,
    } optional {
        /// The lot.
        lot: LotCode,
        /// Its expiry as printed.
        expiry: NaiveDate,
        /// The serial number.
        serial: Serial,
        /// Its status; what the bin is for where left out.
        status: Status,
    }
    /// The counter is done with the bin; within tolerance the difference is posted.
    CountClose {
        /// The sheet.
        count: CountNo,
        /// Whether everything not counted is said to be zero.
        rest_is_zero: bool,
    } optional {}
    /// The supervisor accepts the count: the difference is posted.
    CountApprove {
        /// The sheet.
        count: CountNo,
    } optional {}
    /// The supervisor wants another count by another operator.
    CountAgain {
        /// The sheet.
        count: CountNo,
    } optional {}
    /// The supervisor rejects the count: nothing is posted.
    CountReject {
        /// The sheet.
        count: CountNo,
    } optional {}
}
