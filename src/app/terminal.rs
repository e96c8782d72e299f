//! The thread that reads the terminal: bytes in, timed keys and pastes out, nothing dropped, never waiting for the
//! loop.
//!
//! It reads the line itself. The usual reader waits without end for the rest of an escape sequence or a paste, and a
//! byte that is no UTF-8 takes the next character with it; here both are input like any other.
//!
//! - `parser` — bytes to keys, pastes and what is neither.
//! - `sequence` — what the bytes of one key say.

mod parser;
mod sequence;

use super::window;
use crate::clock;
use crate::keys::Key;
use crate::scan::source::Room;
use chrono::{DateTime, Utc};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;
use signal_hook::consts::SIGWINCH;
use std::io::Read;
use std::os::fd::BorrowedFd;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::Sender;
use std::time::Duration;
use std::{io, thread};

pub use parser::Parser;

/// One input of the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermInput {
    /// A key was pressed, by fingers or by a scanner that plays a keyboard.
    Key {
        /// The key.
        key: Key,
        /// The moment it was read.
        at: DateTime<Utc>,
    },
    /// Bytes came that no key sends, such as a letter that is not UTF-8: they are data.
    Bytes {
        /// The bytes.
        bytes: Vec<u8>,
        /// The moment the last of them was read.
        at: DateTime<Utc>,
    },
    /// A control sequence came that names no key, or only the beginning of one.
    Sequence {
        /// Its bytes.
        bytes: Vec<u8>,
        /// Whether its end never came.
        cut: bool,
        /// The moment its last byte was read.
        at: DateTime<Utc>,
    },
    /// A text was pasted, control characters included.
    Paste {
        /// The text, byte for byte as the terminal sent it.
        bytes: Vec<u8>,
        /// Whether its end never came: its last line may go on.
        cut: bool,
        /// The moment its last byte was read.
        at: DateTime<Utc>,
    },
    /// The window changed its size.
    Resize {
        /// Its columns.
        columns: u16,
        /// Its rows.
        rows: u16,
    },
    /// The terminal can't be read any more, and the program must leave.
    Closed {
        /// The reason, in the words of the system.
        why: String,
    },
}

impl TermInput {
    /// Returns how much room the input takes up: one for a key, one for each byte of a paste.
    pub fn weight(&self) -> usize {
        match self {
            Self::Key { .. } | Self::Resize { .. } | Self::Closed { .. } => 1,
            Self::Bytes { bytes, .. } | Self::Sequence { bytes, .. } | Self::Paste { bytes, .. } => {
                bytes.len()
            }
        }
    }
}

/// How often the thread checks whether there is room again.
const PATIENCE: Duration = Duration::from_millis(20);

/// Reads the terminal on a thread of its own and sends what it hears.
///
/// What is heard takes room, by its [`TermInput::weight`]; while there is none, bytes stay in the line.
///
/// # Errors
/// When the thread cannot be started, or the window cannot be watched for a new size.
pub fn listen<M: From<TermInput> + Send + 'static>(inbox: Sender<M>, room: Room) -> io::Result<()> {
    let (resized, wake) = UnixStream::pair()?;
    resized.set_nonblocking(true)?;
    signal_hook::low_level::pipe::register(SIGWINCH, wake)?;
    let line = Line {
        tty: rustix::stdio::stdin(),
        resized,
        parser: Parser::default(),
    };
    thread::Builder::new()
        .name("terminal".to_owned())
        .spawn(move || line.read_on(&inbox, &room))
        .map(drop)
}

/// The thread's side of the terminal.
struct Line {
    tty: BorrowedFd<'static>,
    resized: UnixStream,
    parser: Parser,
}

impl Line {
    /// Reads until the terminal or the loop is gone.
    fn read_on<M: From<TermInput>>(mut self, inbox: &Sender<M>, room: &Room) {
        loop {
            while room.is_full() {
                thread::sleep(PATIENCE);
            }
            let (heard, closed) = match self.wait() {
                Ok(heard) => (heard, false),
                Err(error) => (
                    vec![TermInput::Closed {
                        why: error.to_string(),
                    }],
                    true,
                ),
            };
            room.take(heard.iter().map(TermInput::weight).sum());
            let lost = heard.into_iter().any(|input| inbox.send(input.into()).is_err());
            if lost || closed {
                return;
            }
        }
    }

    /// Waits for bytes, for another size of the window, or for the end of the patience with what is unfinished.
    fn wait(&mut self) -> io::Result<Vec<TermInput>> {
        let patience = self.parser.deadline().map(|deadline| {
            let left = (deadline - clock::now()).to_std().unwrap_or_default();
            Timespec {
                tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
                tv_nsec: left.subsec_nanos().into(),
            }
        });
        let mut fds = [
            PollFd::new(&self.tty, PollFlags::IN),
            PollFd::new(&self.resized, PollFlags::IN),
        ];
        match rustix::event::poll(&mut fds, patience.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [tty, resized] = fds.map(|fd| !fd.revents().is_empty());
        let mut heard = Vec::new();
        if resized {
            heard.extend(self.resize()?);
        }
        if tty {
            heard.extend(self.read()?);
        } else {
            heard.extend(self.parser.idle(clock::now()));
        }
        Ok(heard)
    }

    fn read(&mut self) -> io::Result<Vec<TermInput>> {
        let mut bytes = [0; 4096];
        match rustix::io::read(self.tty, &mut bytes) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => Ok(self.parser.feed(&bytes[..count], clock::now())),
            Err(Errno::INTR | Errno::AGAIN) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    fn resize(&mut self) -> io::Result<Option<TermInput>> {
        while self.resized.read(&mut [0; 64]).is_ok_and(|count| 0 < count) {}
        let (columns, rows) = crossterm::terminal::size()?;
        let (columns, rows) = window::drawn(columns, rows);
        Ok(Some(TermInput::Resize { columns, rows }))
    }
}
