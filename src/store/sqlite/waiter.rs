//! A thread that waits for the turn to write, so that the caller can look around meanwhile.

use super::door::Door;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{io, thread};

/// Waits for the turn whenever it is asked to.
pub(super) struct Waiter {
    door: Arc<Door>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    is_wanted: bool,
    is_waiting: bool,
    is_over: bool,
    /// The outcome, if it was wanted.
    came: Option<io::Result<()>>,
}

impl Waiter {
    /// Begins a thread that waits to be asked.
    ///
    /// # Errors
    /// If the system has no thread left.
    pub(super) fn begin(door: Arc<Door>) -> io::Result<Arc<Self>> {
        let waiter = Arc::new(Self {
            door,
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let works = Arc::clone(&waiter);
        thread::Builder::new()
            .name("turn".to_owned())
            .spawn(move || works.work())?;
        Ok(waiter)
    }

    /// Asks for the turn and waits for it. `None` if it did not come in time; the thread goes on waiting.
    pub(super) fn wait(&self, patience: Duration) -> Option<io::Result<()>> {
        let mut state = self.state();
        state.is_wanted = true;
        self.changed.notify_all();
        let waited = self
            .changed
            .wait_timeout_while(state, patience, |state| state.came.is_none());
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let came = state.came.take();
        state.is_wanted = came.is_none();
        came
    }

    /// Passes the turn on if it comes before it is asked for again. Returns whether it had not come yet.
    pub(super) fn give_up(&self) -> bool {
        let mut state = self.state();
        state.is_wanted = state.came.is_some();
        !state.is_wanted
    }

    /// Returns whether the place in the queue is kept.
    pub(super) fn is_waiting(&self) -> bool {
        self.state().is_waiting
    }

    /// Ends the thread once the turn that it waits for has come and passed.
    pub(super) fn end(&self) {
        let mut state = self.state();
        (state.is_wanted, state.is_over) = (false, true);
        self.changed.notify_all();
    }

    fn work(&self) {
        while self.is_asked() {
            let came = self.door.wait();
            let mut state = self.state();
            state.is_waiting = false;
            if state.is_wanted {
                state.came = Some(came);
                self.changed.notify_all();
            } else if came.is_ok() {
                // There is nobody to tell that the lock can't be released.
                let _ = self.door.pass();
            }
        }
    }

    /// Waits until the turn is wanted; returns false once it never will be.
    fn is_asked(&self) -> bool {
        let idle = |state: &mut State| !state.is_over && (!state.is_wanted || state.came.is_some());
        let waited = self.changed.wait_while(self.state(), idle);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        state.is_waiting = !state.is_over;
        state.is_waiting
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
