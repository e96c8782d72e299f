//! The operator's own terminal: borrowed raw, and given back on every way out.

use rustix::io::Errno;
use rustix::termios::{self, OptionalActions, Termios, Winsize};
use std::io::{self, IsTerminal};
use std::os::fd::AsFd;
use std::sync::{Mutex, MutexGuard, Once};
use std::thread::{self, ThreadId};

/// What is needed to give the terminal back, on whichever way out.
struct Taken {
    before: Termios,
    /// What puts back the modes that the session has changed.
    restoring: String,
    owner: ThreadId,
}

static TAKEN: Mutex<Option<Taken>> = Mutex::new(None);
static HOOK: Once = Once::new();

/// The terminal while it is raw; dropping it gives it back.
#[derive(Debug)]
pub struct Local {
    before: Termios,
}

impl Local {
    /// Takes the terminal raw: no echo, no line editing, no signals from keys, every byte unchanged.
    ///
    /// # Errors
    /// Standard input or output is no terminal, or the terminal refuses.
    pub fn take() -> io::Result<Self> {
        if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
            return Err(io::Error::other(
                "expected a terminal on standard input and output, found a pipe or a file. Start the bridge in the \
                 operator's terminal window; without one, `binledger scan` reads scans from a pipe",
            ));
        }
        HOOK.call_once(give_back_on_panic);
        let before = termios::tcgetattr(io::stdin())?;
        let mut raw = before.clone();
        raw.make_raw();
        *taken() = Some(Taken {
            before: before.clone(),
            restoring: String::new(),
            owner: thread::current().id(),
        });
        let local = Self { before };
        termios::tcsetattr(io::stdin(), OptionalActions::Now, &raw)?;
        Ok(local)
    }

    /// Returns the modes of the terminal before it was taken.
    pub fn before(&self) -> &Termios {
        &self.before
    }

    /// Returns the size of its window.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn size(&self) -> io::Result<Winsize> {
        Ok(termios::tcgetwinsize(io::stdin())?)
    }

    /// Reads what was typed and returns the number of bytes; call it once the system says that there is something.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn read(&self, bytes: &mut [u8]) -> io::Result<usize> {
        match rustix::io::read(io::stdin(), bytes) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => Ok(count),
            Err(Errno::AGAIN | Errno::INTR) => Ok(0),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes to the screen.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        write_all(bytes)
    }

    /// Remembers what puts back the modes that the session has changed.
    pub fn remember(&self, restoring: String) {
        if let Some(taken) = taken().as_mut() {
            taken.restoring = restoring;
        }
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        give_back();
    }
}

fn taken() -> MutexGuard<'static, Option<Taken>> {
    TAKEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Gives the terminal back, once. Errors are ignored: a terminal that is gone has nothing to restore.
pub fn give_back() {
    if let Some(taken) = taken().take() {
        let _ = write_all(taken.restoring.as_bytes());
        let _ = termios::tcsetattr(io::stdin(), OptionalActions::Now, &taken.before);
    }
}

/// Gives the terminal back before a panic message is written. A panic in another thread is only logged: the operator
/// goes on without that thread's scanner.
fn give_back_on_panic() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let owner = taken().as_ref().map(|taken| taken.owner);
        if owner.is_none_or(|owner| owner == thread::current().id()) {
            give_back();
            before(panic);
        } else {
            tracing::error!(%panic, "a thread ended");
        }
    }));
}

/// Writes to standard output past the library's buffer, which would wait for the end of a line.
fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    let out = io::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(&out, bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => wait_for_room(&out)?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Waits until the terminal takes bytes again: another process that shares it may have made it non-blocking.
fn wait_for_room(out: &impl AsFd) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    match poll(&mut [PollFd::new(out, PollFlags::OUT)], None) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
