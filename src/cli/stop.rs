//! Stopping between two turns: the first signal asks for it, a second one ends the process at once.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Whether an intake was asked to stop.
pub(super) struct Stop {
    /// The number of the signal that asked for it; 0 before.
    by: Arc<AtomicUsize>,
}

impl Stop {
    /// Waits for signals from now on.
    ///
    /// # Errors
    /// Those of the system.
    pub(super) fn wait() -> io::Result<Self> {
        let (by, is_second) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        for signal in [SIGINT, SIGTERM] {
            flag::register_conditional_default(signal, Arc::clone(&is_second))?;
            flag::register(signal, Arc::clone(&is_second))?;
            flag::register_usize(signal, Arc::clone(&by), signal.unsigned_abs() as usize)?;
        }
        Ok(Self { by })
    }

    /// Returns whether to stop.
    pub(super) fn is_asked_for(&self) -> bool {
        self.signal().is_some()
    }

    /// Returns the signal that asked to stop, if one did.
    pub(super) fn signal(&self) -> Option<i32> {
        let by = self.by.load(Ordering::Relaxed);
        i32::try_from(by).ok().filter(|by| *by != 0)
    }
}
