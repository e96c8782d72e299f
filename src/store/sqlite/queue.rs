//! The queue of writers: who came first writes first, whatever process it is in.
//!
//! Two advisory locks on two files of their own. A process that waits for its turn holds the door, so that one that
//! just wrote can't snatch the next turn from it. Both locks die with their process. What is left for the next one is
//! whether the store is in doubt: the file of the turn is empty unless it is. The file of the door says who took the turn
//! last, and when.
//!
//! Locks are waited for by a thread of their own, so that whoever waits can look at who holds the turn meanwhile. A
//! process that gives up stays in the queue, and lets its turn pass if it comes before it is wanted again.

use super::door::Door;
use super::held::{Held, Note, Watch};
use super::waiter::Waiter;
use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long one process may hold the turn before those who wait are told.
const LONG: Duration = Duration::from_secs(1);
/// How long those who know that the turn is held wait for it before they look again.
const AGAIN: Duration = Duration::from_millis(100);
/// How long a process waits before it looks, while the queue moves.
const MOVING: Duration = Duration::from_millis(500);
/// How often those who wait to the end are told.
const TELL_EVERY: Duration = Duration::from_secs(5);

/// What is done where one process holds the turn for longer than a second.
#[derive(Clone, Copy, Debug)]
pub enum WhenHeld {
    /// Waiting goes on, and this is told now and then.
    Tell(fn(&Held)),
    /// Nothing is waited for; the work can be tried again.
    GiveUp,
}

pub(super) struct Queue {
    store: PathBuf,
    door: Arc<Door>,
    /// Begun when the turn has to be waited for.
    waiter: RefCell<Option<Arc<Waiter>>>,
    watch: RefCell<Watch>,
    pub(super) when_held: WhenHeld,
}

impl Queue {
    /// Opens the queue of the store at `path`.
    pub(super) fn open(path: &Path, when_held: WhenHeld) -> io::Result<Self> {
        Ok(Self {
            store: path.to_owned(),
            door: Arc::new(Door::open(path)?),
            waiter: RefCell::default(),
            watch: RefCell::default(),
            when_held,
        })
    }

    /// Waits for the turn, which lasts until the returned value is dropped.
    ///
    /// # Errors
    /// Those of the system; caused by [`Held`] where it is not waited for any longer.
    pub(super) fn turn(&self) -> io::Result<Turn<'_>> {
        let is_waiting = self
            .waiter
            .borrow()
            .as_ref()
            .is_some_and(|waiter| waiter.is_waiting());
        if is_waiting || !self.door.is_taken_at_once()? {
            self.wait()?;
        }
        self.watch.replace(Watch::default());
        // Who can't note it is still seen by the others, as everybody is whom the kernel knows.
        let _ = self.door.note(&Note::now().bytes());
        Ok(Turn(self))
    }

    fn wait(&self) -> io::Result<()> {
        let mut told: Option<Instant> = None;
        let mut patience = if self.watch.borrow().has_seen() {
            AGAIN
        } else {
            LONG
        };
        let waiter = self.waiter()?;
        loop {
            if let Some(came) = waiter.wait(patience) {
                return came;
            }
            let Some(held) = self.watch.borrow_mut().look(&self.store, LONG) else {
                patience = MOVING;
                continue;
            };
            patience = AGAIN;
            match self.when_held {
                WhenHeld::GiveUp if waiter.give_up() => {
                    return Err(io::Error::new(io::ErrorKind::ResourceBusy, held));
                }
                WhenHeld::Tell(tell) if told.is_none_or(|told| TELL_EVERY <= told.elapsed()) => {
                    told = Some(Instant::now());
                    tell(&held);
                }
                _ => {}
            }
        }
    }

    /// Returns the thread that waits for the turn, starting it if necessary.
    fn waiter(&self) -> io::Result<Arc<Waiter>> {
        if let Some(waiter) = &*self.waiter.borrow() {
            return Ok(Arc::clone(waiter));
        }
        let waiter = Waiter::begin(Arc::clone(&self.door))?;
        self.waiter.replace(Some(Arc::clone(&waiter)));
        Ok(waiter)
    }

    /// Returns whether a force failed and the store was not made whole since.
    pub(super) fn is_in_doubt(&self) -> io::Result<bool> {
        Ok(0 < self.door.mark()?)
    }

    /// Notes whether the store is in doubt, for every process that gets the turn.
    pub(super) fn doubt(&self, is_in_doubt: bool) -> io::Result<()> {
        self.door.set_mark(is_in_doubt.into())
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        if let Some(waiter) = self.waiter.take() {
            waiter.end();
        }
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
        let _ = self.0.door.pass();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    /// A store's place with three queues, as those of three processes.
    fn queues() -> (tempfile::TempDir, [Queue; 3]) {
        let home = tempfile::tempdir().unwrap();
        let store = home.path().join("store");
        File::create(&store).unwrap();
        let queues = [(); 3].map(|()| Queue::open(&store, WhenHeld::GiveUp).unwrap());
        (home, queues)
    }

    #[test]
    fn a_turn_that_comes_after_its_process_gave_up_passes_to_the_next() {
        let (_home, [first, second, third]) = queues();
        let turn = first.turn().unwrap();
        let held = second.turn().err().unwrap();
        assert_eq!(held.kind(), io::ErrorKind::ResourceBusy);
        drop(turn);
        drop(third.turn().unwrap());
        drop(second.turn().unwrap());
    }

    #[test]
    fn who_is_gone_while_it_waits_leaves_the_turn_to_others() {
        let (_home, [first, second, third]) = queues();
        let turn = first.turn().unwrap();
        assert!(second.turn().is_err());
        drop(second);
        drop(turn);
        drop(third.turn().unwrap());
    }
}
