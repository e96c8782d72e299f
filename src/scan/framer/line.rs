//! What was heard since the last terminator, and when each byte of it came.

use chrono::{DateTime, TimeDelta, Utc};
use std::mem;

/// Bytes with their times; the bytes after the first of a UTF-8 character belong to its key.
#[derive(Debug, Default)]
pub(super) struct Line {
    bytes: Vec<u8>,
    times: Vec<DateTime<Utc>>,
}

impl Line {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn push(&mut self, byte: u8, at: DateTime<Utc>) {
        self.bytes.push(byte);
        self.times.push(at);
    }

    /// Removes the last character.
    pub(super) fn erase(&mut self) {
        while self.bytes.pop().is_some_and(is_inside) {
            self.times.pop();
        }
        self.times.truncate(self.bytes.len());
    }

    /// Takes out the bytes from a position on; what stands before it stays.
    pub(super) fn take(&mut self, from: usize) -> Vec<u8> {
        self.times.truncate(from);
        if from == 0 {
            mem::take(&mut self.bytes)
        } else {
            self.bytes.split_off(from)
        }
    }

    /// Returns when a byte came.
    pub(super) fn at(&self, byte: usize) -> Option<DateTime<Utc>> {
        self.times.get(byte).copied()
    }

    /// Returns when the last byte came.
    pub(super) fn last_at(&self) -> Option<DateTime<Utc>> {
        self.times.last().copied()
    }

    /// Returns how many keys there are in a part.
    pub(super) fn keys(&self, from: usize, to: usize) -> usize {
        self.bytes[from..to]
            .iter()
            .filter(|&&byte| !is_inside(byte))
            .count()
    }

    /// Returns the pauses between the keys of a part, in order.
    pub(super) fn pauses(&self, from: usize, to: usize) -> impl Iterator<Item = TimeDelta> {
        (from + 1..to)
            .filter(|&n| !is_inside(self.bytes[n]))
            .map(|n| self.times[n] - self.times[n - 1])
    }

    /// Returns where each run begins: keys without a pause longer than the gap. The first run begins at 0.
    pub(super) fn runs(&self, gap: TimeDelta) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.bytes.len()).filter(move |&n| n == 0 || gap < self.times[n] - self.times[n - 1])
    }
}

/// Returns whether a byte continues a UTF-8 character. A stray one counts as part of the key before it.
const fn is_inside(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}
