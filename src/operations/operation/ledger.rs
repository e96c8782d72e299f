//! Documents of the ledger: what is taken back, sealed, acknowledged and closed.

use crate::domain::code::{EntityCode, Key, SiteCode};
use crate::domain::company::Integration;
use crate::operations::declare::documents;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

documents! {
    /// An operation is taken back: the exact negation of what it posted.
    Reverse {
        /// Its id.
        of: Key,
    } optional {}
    /// The pending entries of a posting day and site become a ledger batch.
    Seal {
        /// The posting day.
        day: NaiveDate,
        /// The site.
        at: SiteCode,
    } optional {}
    /// A posting period is closed.
    ClosePeriod {
        /// `YYYY-MM`.
        period: String,
    } optional {
        /// In the books of this legal entity alone; in all books if left out.
        entity: EntityCode,
    }
    /// Whether stock is kept in the ledger changes, from the first day of a period on.
    Integrate {
        /// What counts from then on.
        mode: Integration,
    } optional {}
    /// A ledger batch was written for an accounting system: from now on in these bytes.
    Export {
        /// The ledger batch.
        batch: i64,
        /// Which accounting system, by its word in `gl export --target`.
        target: String,
        /// SHA-256 of how it was made, hexadecimal.
        way: String,
        /// SHA-256 of its bytes, hexadecimal.
        hash: String,
    } optional {
        /// Whether it may be made in another way than before.
        again: bool,
    }
    /// The accounting system has taken a ledger batch.
    Acknowledge {
        /// The ledger batch.
        batch: i64,
        /// What the accounting system calls it.
        reference: String,
    } optional {
        /// Which accounting system.
        target: String,
    }
    /// The store was restored from a backup.
    Restored {
        /// The name of the backup's file.
        backup: String,
        /// The last operation of the store that was replaced; 0 if nobody knows.
        lost: i64,
        /// The highest number of a ledger batch that anybody may know; later batches have higher ones.
        batch: i64,
    } optional {}
    /// Somebody who has to know that the store was restored took note of it.
    SeeRestoration {
        /// The number of the restoration.
        restoration: i64,
    } optional {}
    /// A backup of the store was made and proved.
    BackedUp {
        /// The name of its file.
        file: String,
        /// The last operation that it holds; 0 if there is none.
        operation: i64,
        /// The hash of that operation.
        hash: String,
    } optional {}
    /// A ledger batch is negated by another one.
    ReverseBatch {
        /// The ledger batch.
        batch: i64,
    } optional {}
}
