//! What reaches the bridge besides bytes: scanner events and signals. Every message also wakes the loop, which waits
//! for bytes.

use super::local;
use crate::scan::source::SourceEvent;
use signal_hook::consts::{SIGABRT, SIGCHLD, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// What the bridge is told.
#[derive(Debug)]
pub enum Message {
    /// A scanner sent a read, or came or went.
    Scanner(SourceEvent),
    /// All scanners have ended; nothing more will be heard of them.
    NoScanners,
    /// A signal.
    Signal(i32),
}

/// The messages, and the end of a pipe at which they wake the loop.
#[derive(Debug)]
pub struct Inbox {
    messages: Receiver<Message>,
    woken: UnixStream,
    sender: Sender<Message>,
    waker: UnixStream,
}

impl Inbox {
    /// Creates an empty inbox and the pipe that wakes the loop.
    ///
    /// # Errors
    /// The system gives no pipe.
    pub fn new() -> io::Result<Self> {
        let (sender, messages) = channel();
        let (waker, woken) = UnixStream::pair()?;
        waker.set_nonblocking(true)?;
        woken.set_nonblocking(true)?;
        Ok(Self {
            messages,
            woken,
            sender,
            waker,
        })
    }

    /// Returns the channel for the events of scanners; a thread forwards them to this inbox.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn of_scanners(&self) -> io::Result<Sender<SourceEvent>> {
        let (scanners, heard) = channel();
        let post = self.post()?;
        let forward = move || {
            for event in heard {
                post.send(Message::Scanner(event));
            }
            post.send(Message::NoScanners);
        };
        thread::Builder::new().name("scanners".into()).spawn(forward)?;
        Ok(scanners)
    }

    /// Starts to listen for the signals that matter. The second one that asks to leave gives the terminal back and ends
    /// the program at once, in case the loop is stuck; SIGABRT does so by itself.
    ///
    /// # Errors
    /// The system refuses the handlers or a thread.
    pub fn watch_signals(&self) -> io::Result<()> {
        let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGWINCH, SIGCHLD])?;
        let post = self.post()?;
        let watch = move || {
            let mut asked = false;
            for signal in signals.forever() {
                post.send(Message::Signal(signal));
                let leave = matches!(signal, SIGTERM | SIGHUP | SIGINT | SIGQUIT);
                if leave && asked || signal == SIGABRT {
                    local::give_back();
                    let _ = emulate_default_handler(signal);
                }
                asked |= leave;
            }
        };
        thread::Builder::new()
            .name("signals".into())
            .spawn(watch)
            .map(drop)
    }

    /// Takes out the messages that have arrived so far.
    pub fn take(&self) -> Vec<Message> {
        let mut rung = [0; 64];
        while let Ok(1..) = (&self.woken).read(&mut rung) {}
        self.messages.try_iter().collect()
    }

    fn post(&self) -> io::Result<Post> {
        Ok(Post {
            sender: self.sender.clone(),
            waker: self.waker.try_clone()?,
        })
    }
}

impl AsFd for Inbox {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.woken.as_fd()
    }
}

/// One thread's way to the inbox.
struct Post {
    sender: Sender<Message>,
    waker: UnixStream,
}

impl Post {
    /// Sends a message, then wakes the loop; a full pipe means that it is awake.
    fn send(&self, message: Message) {
        let _ = self.sender.send(message);
        let _ = (&self.waker).write(&[0]);
    }
}
