//! The queue of writers: who came first writes first, whatever process it is in.
//!
//! Two advisory locks on two files of their own. A process that waits for its turn holds the door, so that one that
//! just wrote can't snatch the next turn from it. Both locks die with their process. What is left for the next one is
//! whether the store is in doubt: the file of the turn is empty unless it is.

use super::place;
use std::fs::File;
use std::io;
use std::path::Path;

pub(super) struct Queue {
    door: File,
    turn: File,
}

impl Queue {
    /// Opens the queue of the store at `path`.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            door: place::beside(path, "queue")?,
            turn: place::beside(path, "turn")?,
        })
    }

    /// Waits for the turn, which lasts until the returned value is dropped.
    pub(super) fn turn(&self) -> io::Result<Turn<'_>> {
        patiently(|| self.door.lock())?;
        let turn = patiently(|| self.turn.lock());
        self.door.unlock()?;
        turn.map(|()| Turn(self))
    }
}

impl Queue {
    /// Returns whether a force failed and the store was not made whole since.
    pub(super) fn is_in_doubt(&self) -> io::Result<bool> {
        Ok(0 < self.turn.metadata()?.len())
    }

    /// Notes whether the store is in doubt, for every process that gets the turn.
    pub(super) fn doubt(&self, is_in_doubt: bool) -> io::Result<()> {
        self.turn.set_len(is_in_doubt.into())
    }
}

/// The right to write, until dropped.
pub(super) struct Turn<'q>(&'q Queue);

impl Turn<'_> {
    /// Returns the queue whose turn it is.
    pub(super) const fn queue(&self) -> &Queue {
        self.0
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let _ = self.0.turn.unlock();
    }
}

/// Repeats the waiting if a signal interrupts it.
pub(super) fn patiently(lock: impl Fn() -> io::Result<()>) -> io::Result<()> {
    loop {
        match lock() {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}
