//! A serial scanner: opened exclusively, heard by its own thread, found again after it was unplugged.
//!
//! Name the port by its stable path (`/dev/serial/by-id/…`): after a replug the scanner may be another `/dev/ttyACM`.

use super::listener::{Device, FIRST_RETRY, Line, Listener, Lost, Moment, PATIENCE};
use super::room::Room;
use super::{SourceEvent, holder};
use crate::scan::profile::{self, Feedback, Framing, Parity, Profile};
use crate::scan::read::{Source, SourceKind};
use serialport::{ClearBuffer, DataBits, ErrorKind, SerialPort, SerialPortBuilder, StopBits, TTYPort};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a scanner may block its feedback; after that the feedback for the read is dropped.
const TELL_WITHIN: Duration = Duration::from_secs(1);
/// ACK, which a scanner that waits for an answer accepts as one.
const ACK: u8 = 0x06;

/// How to reach a serial scanner.
#[derive(Debug, Clone)]
pub struct Port {
    /// The path of the device.
    pub path: String,
    /// How the line is set.
    pub line: profile::Line,
    /// What is around a code.
    pub framing: Framing,
    /// What the scanner is told.
    pub feedback: Feedback,
    /// Room for its reads until they have been worked on.
    pub room: Room,
}

impl Port {
    /// Returns the scanner at this path, set up as its profile says.
    pub fn new(path: &str, profile: &Profile) -> Self {
        Self {
            path: path.into(),
            line: profile.line.clone(),
            framing: profile.framing.clone(),
            feedback: profile.feedback.clone(),
            room: Room::default(),
        }
    }

    /// Returns the port, to be heard only while there is room.
    #[must_use]
    pub fn within(mut self, room: &Room) -> Self {
        self.room = room.clone();
        self
    }

    /// Returns the port with another speed, if one is given, in bits per second.
    #[must_use]
    pub fn at(mut self, baud: Option<u32>) -> Self {
        self.line.baud = baud.unwrap_or(self.line.baud);
        self
    }

    /// Returns the line as the profile sets it, without flow control, so that XON and XOFF are ordinary bytes.
    fn builder(&self) -> SerialPortBuilder {
        serialport::new(&self.path, self.line.baud)
            .data_bits(if self.line.bits == 7 {
                DataBits::Seven
            } else {
                DataBits::Eight
            })
            .parity(match self.line.parity {
                Parity::None => serialport::Parity::None,
                Parity::Even => serialport::Parity::Even,
                Parity::Odd => serialport::Parity::Odd,
            })
            .stop_bits(if self.line.stop == 2 {
                StopBits::Two
            } else {
                StopBits::One
            })
            .timeout(PATIENCE)
            .exclusive(true)
    }
}

/// A scanner being listened to. Dropping it ends its threads and frees the port.
#[derive(Debug)]
pub struct Scanner {
    source: Source,
    feedback: Feedback,
    orders: Sender<Vec<u8>>,
    _wanted: Arc<()>,
}

impl Scanner {
    /// Starts to listen; events go to `inbox` until the scanner is dropped or the inbox is closed.
    ///
    /// A port that is missing is no error: it is reported as disconnected and tried again.
    ///
    /// # Errors
    ///
    /// The system refuses a thread.
    pub fn listen<E>(port: Port, inbox: Sender<E>) -> io::Result<Self>
    where
        E: From<SourceEvent> + Send + 'static,
    {
        let (orders, received) = channel();
        let wanted = Arc::new(());
        let source = Source::new(SourceKind::Serial, &port.path);
        let scanner = Self {
            source: source.clone(),
            feedback: port.feedback.clone(),
            orders,
            _wanted: wanted.clone(),
        };
        let mouth = Mouth::default();
        let mut listener = Listener {
            source,
            framing: port.framing.clone(),
            room: port.room.clone(),
            retry: FIRST_RETRY,
            wanted: Arc::downgrade(&wanted),
            device: Wire {
                port,
                mouth: mouth.clone(),
            },
            tell: move |event| inbox.send(E::from(event)).is_ok(),
        };
        thread::Builder::new()
            .name("serial".into())
            .spawn(move || listener.run())?;
        thread::Builder::new()
            .name("serial-feedback".into())
            .spawn(move || mouth.speak(&received))?;
        Ok(scanner)
    }

    /// Returns the source that its reads carry.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Tells the scanner that its read was received, when nobody will say what became of it: ACK, if its profile has
    /// one, and no sound. Lost if it is unplugged.
    pub fn received(&self) {
        if self.feedback.applied.0.contains(&ACK) {
            drop(self.orders.send(vec![ACK]));
        }
    }

    /// Tells the scanner that its read was applied. Lost if it is unplugged.
    pub fn applied(&self) {
        drop(self.orders.send(self.feedback.applied.0.clone()));
    }

    /// Tells the scanner that its read was refused. Lost if it is unplugged.
    pub fn refused(&self) {
        drop(self.orders.send(self.feedback.refused.0.clone()));
    }
}

/// The way back to the scanner, while it is connected. A thread of its own writes to it, so that feedback never waits
/// for bytes from the scanner, and the screen never waits for a scanner.
#[derive(Debug, Clone, Default)]
struct Mouth(Arc<Mutex<Option<TTYPort>>>);

impl Mouth {
    fn set(&self, port: Option<TTYPort>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = port;
    }

    /// Writes feedback to the scanner until the channel closes. Feedback for a scanner that is gone is dropped; the
    /// listener notices that it is gone.
    fn speak(&self, orders: &Receiver<Vec<u8>>) {
        for bytes in orders {
            if let Some(port) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)
                && let Err(error) = port.write_all(&bytes)
            {
                tracing::warn!(%error, "a scanner does not hear of its read");
            }
        }
    }
}

/// A port that can be opened.
struct Wire {
    port: Port,
    mouth: Mouth,
}

impl Device for Wire {
    fn open(&mut self) -> Result<Box<dyn Line>, Lost> {
        let ear = self
            .port
            .builder()
            .open_native()
            .map_err(|error| self.lost(error))?;
        let mut mouth = ear.try_clone_native().map_err(|error| self.lost(error))?;
        mouth.set_timeout(TELL_WITHIN).map_err(|error| self.lost(error))?;
        ear.clear(ClearBuffer::Input).map_err(|error| self.lost(error))?;
        self.mouth.set(Some(mouth));
        Ok(Box::new(Open {
            ear,
            mouth: self.mouth.clone(),
        }))
    }
}

impl Wire {
    /// Returns why a port can't be opened. `serialport` has no error of its own for a locked port: it reports that
    /// there is no device.
    fn lost(&self, error: serialport::Error) -> Lost {
        match error.kind {
            ErrorKind::NoDevice => Lost::Taken(holder::taken(Path::new(&self.port.path))),
            _ => Lost::of("dialout", &error.into()),
        }
    }
}

/// An open port.
struct Open {
    ear: TTYPort,
    mouth: Mouth,
}

impl Line for Open {
    fn wait(&mut self) -> io::Result<Moment> {
        let mut bytes = [0; 1024];
        match self.ear.read(&mut bytes) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => Ok(Moment::Bytes(bytes[..count].to_vec())),
            Err(error) if matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::Interrupted) => {
                Ok(Moment::Silence)
            }
            Err(error) => Err(error),
        }
    }

    fn keeps(&self) -> bool {
        true
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.mouth.set(None);
    }
}

#[cfg(test)]
mod tests;
