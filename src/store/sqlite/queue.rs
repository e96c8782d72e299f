//! The queue of writers: who came first writes first, whatever process it is in.
//!
//! Two advisory locks on two files of their own. A process that waits for its turn holds the door, so that one that
//! just wrote can't snatch the next turn from it. Both locks die with their process. What is left for the next one is
//! whether the store is in doubt: the file of the turn is empty unless it is. The file of the door says who took the turn
//! last, and when.
//!
//! Locks are waited for by a thread of their own, so that whoever waits can look at who holds the turn meanwhile. A
//! process that gives up stays in the queue, and lets its turn pass if it comes before it is wanted again.

use super::held::{self, Held, Watch};
use super::locks::{is_locked, patiently};
use super::place;
use std::cell::RefCell;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{io, thread};

/// How long one process may hold the turn before those who wait are told.
const LONG: Duration = Duration::from_secs(1);
/// How long those who know that the turn is held wait for it before they look again.
const AGAIN: Duration = Duration::from_millis(100);
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
    files: Arc<Files>,
    waiting: RefCell<Option<Arc<Waiting>>>,
    watch: RefCell<Watch>,
    pub(super) when_held: WhenHeld,
}

struct Files {
    door: File,
    turn: File,
}

/// A thread that waits for the turn.
#[derive(Default)]
struct Waiting {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    is_wanted: bool,
    /// What came of it; a turn that nobody wanted has passed.
    done: Option<io::Result<Came>>,
}

/// What became of a turn that came.
enum Came {
    Taken,
    Passed,
}

impl Queue {
    /// Opens the queue of the store at `path`.
    pub(super) fn open(path: &Path, when_held: WhenHeld) -> io::Result<Self> {
        Ok(Self {
            store: path.to_owned(),
            files: Arc::new(Files {
                door: place::beside(path, "queue")?,
                turn: place::beside(path, "turn")?,
            }),
            waiting: RefCell::default(),
            watch: RefCell::default(),
            when_held,
        })
    }

    /// Waits for the turn, which lasts until the returned value is dropped.
    ///
    /// # Errors
    /// Those of the system; caused by [`Held`] where it is not waited for any longer.
    pub(super) fn turn(&self) -> io::Result<Turn<'_>> {
        let is_waiting = self.waiting.borrow().is_some();
        if is_waiting || !self.files.is_taken_at_once()? {
            self.wait()?;
        }
        self.watch.replace(Watch::default());
        // Who can't note it is still seen by the others, as everybody is whom the kernel knows.
        let _ = self.files.door.write_all_at(&held::note(), 0);
        Ok(Turn(self))
    }

    fn wait(&self) -> io::Result<()> {
        let mut told: Option<Instant> = None;
        let mut patience = if self.watch.borrow().has_seen() {
            AGAIN
        } else {
            LONG
        };
        loop {
            let waiting = self.waiting()?;
            if let Some(came) = waiting.wait(patience) {
                self.waiting.replace(None);
                match came? {
                    Came::Taken => return Ok(()),
                    Came::Passed => continue,
                }
            }
            patience = AGAIN;
            let Some(held) = self.watch.borrow_mut().look(&self.store, LONG) else {
                continue;
            };
            match self.when_held {
                WhenHeld::GiveUp if waiting.give_up() => {
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

    /// Returns what waits for the turn, begun if need be.
    fn waiting(&self) -> io::Result<Arc<Waiting>> {
        if let Some(waiting) = &*self.waiting.borrow() {
            return Ok(Arc::clone(waiting));
        }
        let waiting = Arc::new(Waiting::default());
        let (files, told) = (Arc::clone(&self.files), Arc::clone(&waiting));
        let wait = move || told.finish(&files, files.wait());
        thread::Builder::new().name("turn".to_owned()).spawn(wait)?;
        self.waiting.replace(Some(Arc::clone(&waiting)));
        Ok(waiting)
    }

    /// Returns whether a force failed and the store was not made whole since.
    pub(super) fn is_in_doubt(&self) -> io::Result<bool> {
        Ok(0 < self.files.turn.metadata()?.len())
    }

    /// Notes whether the store is in doubt, for every process that gets the turn.
    pub(super) fn doubt(&self, is_in_doubt: bool) -> io::Result<()> {
        self.files.turn.set_len(is_in_doubt.into())
    }
}

impl Files {
    /// Takes the turn if nobody holds it or waits for it; returns whether that was so.
    fn is_taken_at_once(&self) -> io::Result<bool> {
        if !is_locked(&self.door)? {
            return Ok(false);
        }
        let turn = is_locked(&self.turn);
        self.door.unlock()?;
        turn
    }

    fn wait(&self) -> io::Result<()> {
        patiently(|| self.door.lock())?;
        let turn = patiently(|| self.turn.lock());
        self.door.unlock()?;
        turn
    }
}

impl Waiting {
    /// Waits for what comes; `None` if nothing has come in time.
    fn wait(&self, patience: Duration) -> Option<io::Result<Came>> {
        let mut state = self.state();
        state.is_wanted = true;
        let waited = self
            .changed
            .wait_timeout_while(state, patience, |state| state.done.is_none());
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.done.take()
    }

    /// Lets the turn pass if it comes; returns whether it had not come yet.
    fn give_up(&self) -> bool {
        let mut state = self.state();
        state.is_wanted = state.done.is_some();
        !state.is_wanted
    }

    fn finish(&self, files: &Files, came: io::Result<()>) {
        let mut state = self.state();
        let done = came.and_then(|()| {
            if state.is_wanted {
                Ok(Came::Taken)
            } else {
                files.turn.unlock().map(|()| Came::Passed)
            }
        });
        state.done = Some(done);
        self.changed.notify_one();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        if let Some(waiting) = self.waiting.take() {
            waiting.give_up();
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
        let _ = self.0.files.turn.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
