//! The command that is bridged, in a pseudo-terminal of its own.

use pty_process::blocking::{self, Pty};
use rustix::io::Errno;
use rustix::process::{Pid, Signal};
use rustix::termios::{self, OptionalActions, Termios, Winsize};
use std::ffi::OsString;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;

/// The command while it runs.
pub struct Child {
    pty: Pty,
    process: std::process::Child,
    is_open: bool,
}

impl Child {
    /// Starts a command, whose first word is the program, in a terminal with these modes and this size.
    ///
    /// # Errors
    /// The system gives no pseudo-terminal, or the program can't be started.
    pub fn spawn(command: &[OsString], modes: &Termios, size: Winsize) -> io::Result<Self> {
        let Some((program, arguments)) = command.split_first() else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "no command was given",
            ));
        };
        let (pty, line) = blocking::open().map_err(io::Error::other)?;
        termios::tcsetattr(&line, OptionalActions::Now, modes)?;
        termios::tcsetwinsize(&pty, size)?;
        rustix::io::ioctl_fionbio(&pty, true)?;
        let process = blocking::Command::new(program)
            .args(arguments)
            .spawn(line)
            .map_err(|error| match error {
                pty_process::Error::Io(error) => error,
                pty_process::Error::Rustix(error) => error.into(),
            })?;
        Ok(Self {
            pty,
            process,
            is_open: true,
        })
    }

    /// Returns whether its terminal line is open: a command that has closed it neither reads nor writes any more.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Reads what the command wrote and returns the number of bytes; 0 if there is nothing now.
    pub fn read(&mut self, bytes: &mut [u8]) -> usize {
        match rustix::io::read(&self.pty, bytes) {
            Ok(count @ 1..) => count,
            Err(Errno::AGAIN | Errno::INTR) => 0,
            Ok(0) | Err(_) => self.close(),
        }
    }

    /// Writes to the command as much as its line takes now and returns the number of bytes; 0 if it takes nothing.
    pub fn write(&mut self, bytes: &[u8]) -> usize {
        match rustix::io::write(&self.pty, bytes) {
            Ok(count) => count,
            Err(Errno::AGAIN | Errno::INTR) => 0,
            Err(_) => self.close(),
        }
    }

    fn close(&mut self) -> usize {
        self.is_open = false;
        0
    }

    /// Tells the command the size of its window.
    pub fn resize(&self, size: Winsize) {
        let _ = termios::tcsetwinsize(&self.pty, size); // a line that is gone needs no size
    }

    /// Sends a signal to the command and to the processes it started.
    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.process.id()).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid {
            let _ = rustix::process::kill_process_group(pid, signal); // it may have ended meanwhile
        }
    }

    /// Returns the exit code once the command has ended; after a signal it is 128 plus the signal's number.
    ///
    /// # Errors
    /// The system does not know the command.
    pub fn ended(&mut self) -> io::Result<Option<u8>> {
        Ok(self.process.try_wait()?.map(code))
    }
}

impl AsFd for Child {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.pty.as_fd()
    }
}

fn code(status: ExitStatus) -> u8 {
    let of_signal = || status.signal().map(|signal| 128 + signal);
    let code = status.code().or_else(of_signal);
    code.and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_has_an_exit_code() {
        assert_eq!(code(ExitStatus::from_raw(0)), 0);
        assert_eq!(code(ExitStatus::from_raw(3 << 8)), 3);
        assert_eq!(code(ExitStatus::from_raw(15)), 143);
        assert_eq!(code(ExitStatus::from_raw(9)), 137);
    }
}
