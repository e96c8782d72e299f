//! A limit on what may be on its way between being heard and being worked on.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A limited amount of room. The listener takes some, and whoever has worked on a read gives it back; all clones share
/// the same room.
///
/// Nothing is refused for lack of room: a source that finds none leaves further input in the system's own buffers until
/// there is some again.
#[derive(Debug, Clone)]
pub struct Room {
    taken: Arc<AtomicUsize>,
    most: usize,
}

impl Default for Room {
    /// Returns unlimited room.
    fn default() -> Self {
        Self::of(usize::MAX)
    }
}

impl Room {
    /// Returns room for `most` units.
    pub fn of(most: usize) -> Self {
        Self {
            taken: Arc::default(),
            most,
        }
    }

    /// Takes room, even more than there is: what it is for was heard already.
    pub fn take(&self, much: usize) {
        self.taken.fetch_add(much, Ordering::AcqRel);
    }

    /// Gives room back.
    pub fn free(&self, much: usize) {
        let less = |taken: usize| Some(taken.saturating_sub(much));
        let _ = self.taken.fetch_update(Ordering::AcqRel, Ordering::Acquire, less);
    }

    /// Returns whether nothing more should be heard.
    pub fn is_full(&self) -> bool {
        self.most <= self.taken.load(Ordering::Acquire)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_clones_are_the_same_room() {
        let room = Room::of(2);
        let other = room.clone();
        room.take(1);
        assert!(!other.is_full());
        other.take(5);
        assert!(room.is_full(), "what was heard is taken, however much it is");
        room.free(5);
        assert!(!other.is_full());
        room.free(9);
        room.take(2);
        assert!(room.is_full(), "never less than nothing is taken");
        let endless = Room::default();
        endless.take(1 << 40);
        assert!(!endless.is_full());
    }
}
