//! A serial scanner: opened exclusively, heard by its own thread, found again when it was unplugged.
//!
//! Name the port by its stable path (`/dev/serial/by-id/…`): after a replug the scanner may be another `/dev/ttyACM`.

use std::convert::Infallible;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use chrono::Utc;
use serialport::{ClearBuffer, SerialPort};

use super::SourceEvent;
use crate::scan::framer::Framer;
use crate::scan::profile::Framing;
use crate::scan::read::{Source, SourceKind};

/// How long one wait for bytes lasts; feedback to the scanner is at most this late.
const PATIENCE: Duration = Duration::from_millis(20);
/// The first wait after a port was lost.
const FIRST_RETRY: Duration = Duration::from_millis(100);
/// The longest wait between two tries.
const LAST_RETRY: Duration = Duration::from_secs(2);

/// How to reach a serial scanner.
#[derive(Debug, Clone)]
pub struct Port {
    /// The path of the device.
    pub path: String,
    /// Bits a second; USB scanners ignore it.
    pub baud: u32,
    /// What is around a code.
    pub framing: Framing,
    /// What it is sent back.
    pub feedback: Feedback,
}

impl Port {
    /// A scanner at 9600 bits a second that ends its reads and wants an ACK.
    pub fn new(path: &str) -> Self {
        Self {
            path: path.into(),
            baud: 9600,
            framing: Framing::default(),
            feedback: Feedback::default(),
        }
    }
}

/// What a scanner is sent once the fate of its read is known: never before, and never a NAK, on which it would send
/// the read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// After a read was applied: ACK, and the scanner's sequence for a good beep where it has one.
    pub applied: Vec<u8>,
    /// After a read was refused: ACK, and the sequence for an error beep.
    pub refused: Vec<u8>,
}

impl Default for Feedback {
    fn default() -> Self {
        const ACK: u8 = 0x06;
        Self {
            applied: vec![ACK],
            refused: vec![ACK],
        }
    }
}

/// A scanner being listened to. Dropping it ends its thread and frees the port.
#[derive(Debug)]
pub struct Scanner {
    source: Source,
    feedback: Feedback,
    orders: Sender<Vec<u8>>,
}

impl Scanner {
    /// Starts to listen; events go to `inbox` until the scanner is dropped or the inbox is closed.
    ///
    /// A port that is not there is no error: it is reported as disconnected and tried again.
    ///
    /// # Errors
    ///
    /// The system refuses a thread.
    pub fn listen<E>(port: Port, inbox: Sender<E>) -> io::Result<Self>
    where
        E: From<SourceEvent> + Send + 'static,
    {
        let (orders, received) = channel();
        let source = Source::new(SourceKind::Serial, &port.path);
        let scanner = Self {
            source: source.clone(),
            feedback: port.feedback.clone(),
            orders,
        };
        let tell = move |event| inbox.send(E::from(event)).map_err(|_| Lost::Unwanted);
        let mut listener = Listener {
            port,
            source,
            orders: received,
            tell,
        };
        thread::Builder::new()
            .name("serial".into())
            .spawn(move || listener.run())?;
        Ok(scanner)
    }

    /// The source its reads carry.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Tells the scanner that its read was applied. Lost when it is unplugged.
    pub fn applied(&self) {
        drop(self.orders.send(self.feedback.applied.clone()));
    }

    /// Tells the scanner that its read was refused. Lost when it is unplugged.
    pub fn refused(&self) {
        drop(self.orders.send(self.feedback.refused.clone()));
    }
}

/// Why a line is no longer heard.
#[derive(Debug)]
enum Lost {
    /// The port failed.
    Port(io::Error),
    /// Nobody listens any more.
    Unwanted,
}

/// The thread's side of a scanner.
struct Listener<T> {
    port: Port,
    source: Source,
    orders: Receiver<Vec<u8>>,
    tell: T,
}

impl<T: FnMut(SourceEvent) -> Result<(), Lost>> Listener<T> {
    /// Connects, hears, and connects again, until nobody listens. A port that stays away is reported once.
    fn run(&mut self) {
        let (mut retry, mut reported) = (FIRST_RETRY, false);
        loop {
            let mut framer = Framer::new(self.source.clone(), &self.port.framing);
            let Err(lost) = self.open().and_then(|mut line| {
                (retry, reported) = (FIRST_RETRY, false);
                self.hear(&mut *line, &mut framer)
            });
            let Lost::Port(error) = lost else { return };
            if !reported && self.report(&error, framer.clear()).is_err() {
                return;
            }
            reported = true;
            if !self.wait(retry) {
                return;
            }
            retry = (retry * 2).min(LAST_RETRY);
        }
    }

    fn report(&mut self, error: &io::Error, cut: Vec<u8>) -> Result<(), Lost> {
        (self.tell)(SourceEvent::Disconnected {
            source: self.source.clone(),
            why: error.to_string(),
            cut,
        })
    }

    /// Opens the port for this program alone and drops what was sent before anybody listened.
    fn open(&mut self) -> Result<Box<dyn SerialPort>, Lost> {
        let port = serialport::new(&self.port.path, self.port.baud)
            .timeout(PATIENCE)
            .exclusive(true);
        let line = port.open().map_err(|error| Lost::Port(error.into()))?;
        line.clear(ClearBuffer::Input)
            .map_err(|error| Lost::Port(error.into()))?;
        (self.tell)(SourceEvent::Connected(self.source.clone()))?;
        Ok(line)
    }

    /// Hears one connection to its end.
    fn hear(&mut self, line: &mut dyn SerialPort, framer: &mut Framer) -> Result<Infallible, Lost> {
        let mut bytes = [0; 1024];
        loop {
            match line.read(&mut bytes) {
                Ok(0) => return Err(Lost::Port(io::ErrorKind::UnexpectedEof.into())),
                Ok(count) => {
                    for read in framer.feed(&bytes[..count], Utc::now()) {
                        (self.tell)(SourceEvent::Read(read))?;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    if let Some(read) = framer.tick(Utc::now()) {
                        (self.tell)(SourceEvent::Read(read))?;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Lost::Port(error)),
            }
            self.answer(line)?;
        }
    }

    /// Sends the scanner what is waiting for it.
    fn answer(&mut self, line: &mut dyn SerialPort) -> Result<(), Lost> {
        loop {
            match self.orders.try_recv() {
                Ok(bytes) => line.write_all(&bytes).map_err(Lost::Port)?,
                Err(TryRecvError::Empty) => return Ok(()),
                Err(TryRecvError::Disconnected) => return Err(Lost::Unwanted),
            }
        }
    }

    /// Waits before the next try; answers whether anybody still listens. Feedback meant for a scanner that is gone
    /// is dropped.
    fn wait(&self, pause: Duration) -> bool {
        let until = Instant::now() + pause;
        loop {
            match self
                .orders
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }
}

#[cfg(test)]
mod tests;
