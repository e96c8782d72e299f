//! What was asked of the store, in order: the operation log, and the reads of each terminal.

use super::code::{Badge, ItemCode, Key, LocationCode, Terminal};
use super::movement::Source;
use super::time::Time;
use crate::record;
use crate::words;

words! {
    /// What became of a read.
    pub enum Outcome {
        /// It moved the work on.
        Applied = "applied",
        /// A rule refused it.
        Refused = "refused",
        /// It was set aside, because nothing was waiting for it.
        Cancelled = "cancelled",
        /// It only repeated the read before it, from the same scanner, at once: nothing was counted twice.
        Duplicate = "duplicate",
    }
}

record! {
    table "operations", key 1, orders [BY_KEY [key]], append_only true;
    /// One operation that was applied. The log alone rebuilds everything else.
    pub struct Logged {
        /// Its number, without gaps.
        seq: i64,
        /// Its key: the same key is never applied twice.
        key: Key,
        /// Its kind, as in operation documents.
        op: String,
        /// The whole request as JSON.
        request: String,
        /// First movement it made.
        movement: Option<i64>,
        /// Movements it made.
        movements: i64,
        /// First journal entry it made.
        entry: Option<i64>,
        /// Journal entries it made.
        entries: i64,
        /// The rule book's remark on it.
        note: Option<String>,
        /// SHA-256 over the hash before it and the request, in hexadecimal; since rule book 2 over its version too.
        hash: String,
        /// The version of the rule book that decided it.
        rules: i64,
    }

    table "checkpoints", key 1, orders [], append_only true;
    /// The state of the store before a newer program took it over, kept in the backup that was made then.
    pub struct Checkpoint {
        /// Its number, without gaps.
        checkpoint: i64,
        /// The last operation before it; 0 if there was none.
        operation: i64,
        /// The hash of that operation; empty if there was none.
        log: String,
        /// The version of the rule book that decides from then on.
        rules: i64,
        /// The version of the store's layout in the backup.
        layout: i64,
        /// The name of the backup's file, which lies beside the store.
        backup: String,
        /// SHA-256 over every table of the backup, in hexadecimal.
        digest: String,
        /// SHA-256 over the hash of the checkpoint before it, all of the above and what was found, in hexadecimal.
        hash: String,
        /// What was broken in the store then. Empty if everything held, `None` if it was not checked.
        found: Option<String>,
    }

    table "restorations", key 1, orders [], append_only true;
    /// The store was put back to what a backup held: what came after that is another history than the one before.
    pub struct Restoration {
        /// Its number, without gaps.
        restoration: i64,
        /// The last operation that the backup held; 0 if there was none.
        operation: i64,
        /// When it was restored.
        at: Time,
        /// The name of the backup's file.
        backup: String,
        /// The last operation of the store that was replaced; 0 if nobody knows.
        lost: i64,
        /// The highest number that a ledger batch may have had before: the next one has a higher one.
        batch: i64,
    }

    table "seen_restorations", key 1, orders [], append_only true;
    /// Somebody who has to know that the store was restored took note of it.
    pub struct SeenRestoration {
        /// The number of the restoration.
        restoration: i64,
        /// When.
        at: Time,
        /// Who.
        by: Badge,
    }

    table "backups", key 1, orders [], append_only true;
    /// A backup that was made and proved.
    pub struct MadeBackup {
        /// Its number, without gaps.
        backup: i64,
        /// The last operation that it holds; 0 if there is none.
        operation: i64,
        /// When it was made.
        at: Time,
        /// The name of its file.
        file: String,
    }

    table "reversals", key 1, orders [], append_only true;
    /// An operation that was taken back, at most once.
    pub struct Reversal {
        /// The operation taken back.
        operation: i64,
        /// The operation that took it back.
        by_operation: i64,
    }

    table "reads", key 2, orders [], append_only true;
    /// One read as it came, before it was decoded.
    pub struct NotedRead {
        /// The terminal.
        terminal: Terminal,
        /// Its number at that terminal, without gaps.
        read: i64,
        /// Who was signed in.
        operator: Badge,
        /// Scanned or typed.
        source: Source,
        /// The device it came from.
        device: String,
        /// Its bytes, with those that do not print escaped as `\xNN`.
        raw: String,
        /// When its first byte came.
        first_at: Time,
        /// When its last byte came.
        last_at: Time,
    }

    table "read_results", key 2, orders [], append_only true;
    /// What became of a read.
    pub struct ReadResult {
        /// The terminal.
        terminal: Terminal,
        /// Its number.
        read: i64,
        /// Applied, refused, cancelled or a duplicate.
        outcome: Outcome,
        /// Code of the refusal.
        code: Option<String>,
        /// What the operator was told.
        message: String,
        /// Where in the work it was read: flow and prompt.
        step: String,
        /// Milliseconds from its last byte to its result.
        millis: i64,
        /// The item that the step was about, else the one that the read named.
        item: Option<ItemCode>,
        /// The location that the step was about, else the one that the read named.
        location: Option<LocationCode>,
    }

    table "read_links", key 1, orders [], append_only true;
    /// A read and its result, linked to those that got their result before.
    pub struct ReadLink {
        /// Its number, without gaps.
        link: i64,
        /// The terminal. Empty for the first link of a store that was in use before reads were linked.
        terminal: Terminal,
        /// The number of the read at that terminal; for that first link the number of results it covers.
        read: i64,
        /// SHA-256 over the hash before it, the read and its result, in hexadecimal.
        hash: String,
    }

    table "sessions", key 2, orders [BY_OPERATOR [operator]], append_only false;
    /// What an operator was doing at a terminal: enough to go on at the same step, once the operator has signed in.
    pub struct SavedSession {
        /// The terminal.
        terminal: Terminal,
        /// Whose work it is; empty for signing in.
        operator: Badge,
        /// The work, as JSON.
        state: String,
        /// The last read that the state reflects.
        read: i64,
        /// When it was saved.
        saved_at: Time,
    }
}
