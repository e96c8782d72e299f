//! The two locks of the queue of writers, each on a file beside the store.
//!
//! Whoever waits for the turn holds the door, so that a process that just wrote can't take the next turn at once. Both
//! locks die with their process.

use super::locks::{is_locked, patiently};
use super::place;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// The files.
pub(super) struct Door {
    door: File,
    turn: File,
}

impl Door {
    /// Opens the door of the store at `path`.
    ///
    /// # Errors
    /// Those of the system.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            door: place::beside(path, "queue")?,
            turn: place::beside(path, "turn")?,
        })
    }

    /// Takes the turn if nobody holds it or waits for it. Returns whether it did.
    pub(super) fn is_taken_at_once(&self) -> io::Result<bool> {
        if !is_locked(&self.door)? {
            return Ok(false);
        }
        let turn = is_locked(&self.turn);
        self.door.unlock()?;
        turn
    }

    /// Waits for the turn.
    pub(super) fn wait(&self) -> io::Result<()> {
        patiently(|| self.door.lock())?;
        let turn = patiently(|| self.turn.lock());
        self.door.unlock()?;
        turn
    }

    /// Gives the turn to whoever is next.
    pub(super) fn pass(&self) -> io::Result<()> {
        self.turn.unlock()
    }

    /// Writes down who takes the turn.
    pub(super) fn note(&self, note: &[u8]) -> io::Result<()> {
        self.door.write_all_at(note, 0)
    }

    /// Returns the mark that the turn carries; 0 if there is none.
    pub(super) fn mark(&self) -> io::Result<u64> {
        Ok(self.turn.metadata()?.len())
    }

    /// Sets the mark that the turn carries.
    pub(super) fn set_mark(&self, mark: u64) -> io::Result<()> {
        self.turn.set_len(mark)
    }
}
