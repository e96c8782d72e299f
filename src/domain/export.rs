//! What became of ledger batches outside: exported, acknowledged, and their entries sealed anew after a reversal.

use super::code::Badge;
use super::time::Time;
use crate::record;

record! {
    table "resealed_entries", key 2, orders [BY_BATCH [batch]], append_only true;
    /// An entry of a reversed ledger batch that was sealed again. It is in the last ledger batch that names it.
    pub struct ResealedEntry {
        /// The entry.
        entry: i64,
        /// The later ledger batch.
        batch: i64,
    }

    table "exports", key 3, orders [], append_only true;
    /// The first export of a ledger batch for a target in one way; every later one gives the same bytes.
    pub struct Exported {
        /// The ledger batch.
        batch: i64,
        /// The target.
        target: String,
        /// SHA-256 of how it was made: the accounts it was mapped to, and how it was split; hexadecimal.
        way: String,
        /// SHA-256 of its bytes, exported alone; hexadecimal.
        hash: String,
        /// The operation that recorded it; if there are several ways, the last one counts.
        operation: i64,
        /// When it was recorded.
        at: Time,
        /// By whom.
        by: Badge,
    }

    table "acknowledgements", key 3, orders [], append_only true;
    /// The accounting system has taken a ledger batch, or a part of it, under a name of its own.
    pub struct Acknowledgement {
        /// The ledger batch.
        batch: i64,
        /// The target it was exported for.
        target: String,
        /// What the accounting system calls it.
        reference: String,
        /// When this was recorded.
        at: Time,
        /// By whom.
        by: Badge,
    }
}
