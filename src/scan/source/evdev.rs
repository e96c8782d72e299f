//! A scanner that plays a keyboard, grabbed for this program alone (Linux).
//!
//! Its keys then reach no other window, and no keyboard layout changes them: the reads are bytes again, as from a
//! serial scanner. Name the device by its stable path (`/dev/input/by-id/…-event-kbd`). It gets no feedback.

use super::american::{self, American};
use super::listener::{Device, FIRST_RETRY, Line, Listener, Lost, Moment, PATIENCE};
use super::room::Room;
use super::{SourceEvent, holder};
use crate::scan::profile::{Framing, Profile, ProfileError};
use crate::scan::read::{Source, SourceKind};
use evdev::raw_stream::RawDevice;
use evdev::{EventType, InputEvent, KeyCode, LedCode, SynchronizationCode};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::{io, thread};

/// How to reach a scanner that plays a keyboard.
#[derive(Debug, Clone)]
pub struct Node {
    /// The path of the device.
    pub path: String,
    /// What is around a code.
    pub framing: Framing,
    /// The code of the key that stands for GS.
    separator: Option<u16>,
    /// Room for its reads until they have been worked on.
    pub room: Room,
}

impl Node {
    /// Returns the scanner at this path, set up as its profile says.
    ///
    /// # Errors
    ///
    /// The profile names a key for GS that is no function key.
    pub fn new(path: &str, profile: &Profile) -> Result<Self, ProfileError> {
        let code = |name: &String| {
            american::function_key(name).ok_or_else(|| ProfileError {
                file: profile.name.clone(),
                why: format!(
                    "data.separator_key must be f1 to f24 for a scanner that is grabbed, found {name:?}"
                ),
            })
        };
        Ok(Self {
            path: path.into(),
            framing: profile.framing.clone(),
            separator: profile.data.separator_key.as_ref().map(code).transpose()?,
            room: Room::default(),
        })
    }

    /// Returns the node with this room for its reads. It is heard even when the room is full, because the system keeps
    /// only a few of its keys.
    #[must_use]
    pub fn within(mut self, room: &Room) -> Self {
        self.room = room.clone();
        self
    }
}

/// A scanner being listened to. Dropping it ends its thread and gives the device back.
#[derive(Debug)]
pub struct Scanner {
    source: Source,
    _wanted: Arc<()>,
}

impl Scanner {
    /// Starts to listen; events go to `inbox` until the scanner is dropped or the inbox is closed.
    ///
    /// A device that is missing is no error: it is reported as disconnected and tried again.
    ///
    /// # Errors
    ///
    /// The system refuses a thread.
    pub fn listen<E>(node: Node, inbox: Sender<E>) -> io::Result<Self>
    where
        E: From<SourceEvent> + Send + 'static,
    {
        let wanted = Arc::new(());
        let source = Source::new(SourceKind::Evdev, &node.path);
        let mut listener = Listener {
            source: source.clone(),
            framing: node.framing.clone(),
            room: node.room.clone(),
            retry: FIRST_RETRY,
            wanted: Arc::downgrade(&wanted),
            device: node,
            tell: move |event| inbox.send(E::from(event)).is_ok(),
        };
        thread::Builder::new()
            .name("evdev".into())
            .spawn(move || listener.run())?;
        Ok(Self {
            source,
            _wanted: wanted,
        })
    }

    /// Returns the source that its reads carry.
    pub fn source(&self) -> &Source {
        &self.source
    }
}

impl Device for Node {
    fn open(&mut self) -> Result<Box<dyn Line>, Lost> {
        let mut device = RawDevice::open(&self.path).map_err(|error| Lost::of("input", &error))?;
        let types = |keys: &evdev::AttributeSetRef<KeyCode>| keys.contains(KeyCode::KEY_ENTER);
        if !device.supported_keys().is_some_and(types) {
            return Err(Lost::Away(
                "it is no keyboard: choose the name that ends in -event-kbd".into(),
            ));
        }
        if let Err(error) = device.grab() {
            drop(device);
            return Err(match error.kind() {
                io::ErrorKind::ResourceBusy => Lost::Taken(holder::taken(Path::new(&self.path))),
                _ => error.into(),
            });
        }
        let caps = device
            .get_led_state()
            .is_ok_and(|lit| lit.contains(LedCode::LED_CAPSL));
        Ok(Box::new(Grabbed {
            device,
            presses: Presses {
                keys: American::new(caps, self.separator),
                ready: VecDeque::new(),
            },
        }))
    }
}

/// A device that only this program hears.
struct Grabbed {
    device: RawDevice,
    presses: Presses,
}

impl Line for Grabbed {
    fn wait(&mut self) -> io::Result<Moment> {
        if self.presses.ready.is_empty() && self.is_pressed()? {
            let events: Vec<InputEvent> = match self.device.fetch_events() {
                Ok(events) => events.collect(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => Vec::new(),
                Err(error) => return Err(error),
            };
            self.presses.hear(&events);
        }
        Ok(self.presses.ready.pop_front().unwrap_or(Moment::Silence))
    }

    fn keeps(&self) -> bool {
        false
    }
}

impl Grabbed {
    /// Waits for at most [`PATIENCE`]; returns whether there is something to fetch.
    fn is_pressed(&self) -> io::Result<bool> {
        let patience = Timespec {
            tv_sec: 0,
            tv_nsec: PATIENCE.subsec_nanos().into(),
        };
        match rustix::event::poll(&mut [PollFd::new(&self.device, PollFlags::IN)], Some(&patience)) {
            Ok(ready) => Ok(0 < ready),
            Err(Errno::INTR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// Turns a keyboard's events into moments.
struct Presses {
    keys: American,
    ready: VecDeque<Moment>,
}

impl Presses {
    /// Turns key presses into bytes. The system marks where it dropped some (`SYN_DROPPED`).
    fn hear(&mut self, events: &[InputEvent]) {
        let mut bytes = Vec::new();
        for event in events {
            match (event.event_type(), event.code(), event.value()) {
                (EventType::KEY, code, value @ (0 | 1)) => bytes.extend(self.keys.key(code, value == 1)),
                (EventType::SYNCHRONIZATION, code, _) if code == SynchronizationCode::SYN_DROPPED.0 => {
                    self.keys.let_go();
                    self.ready.push_back(Moment::Bytes(std::mem::take(&mut bytes)));
                    self.ready.push_back(Moment::Gap);
                }
                _ => {}
            }
        }
        self.ready.push_back(Moment::Bytes(bytes));
    }
}

#[cfg(test)]
mod tests;
