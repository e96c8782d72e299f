//! What every thread that hears a scanner does: it opens the device, hears it, and reports what it hears. When the
//! device is gone, it says so once and tries again, with longer and longer pauses.

use super::SourceEvent;
use super::room::Room;
use crate::clock;
use crate::scan::framer::Framer;
use crate::scan::profile::Framing;
use crate::scan::read::{Read, Source};
use std::convert::Infallible;
use std::sync::Weak;
use std::time::{Duration, Instant};
use std::{io, thread};

/// How long one wait for bytes lasts; a scanner that nobody wants any more is let go within this time.
pub(super) const PATIENCE: Duration = Duration::from_millis(20);
/// The first wait after a device was lost.
pub(super) const FIRST_RETRY: Duration = Duration::from_millis(100);
/// The longest wait between two tries.
const LAST_RETRY: Duration = Duration::from_secs(2);

/// What one wait brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Moment {
    /// Bytes.
    Bytes(Vec<u8>),
    /// Nothing.
    Silence,
    /// The system lost some of what the device sent: the read under way is incomplete.
    #[cfg_attr(
        not(feature = "evdev"),
        allow(dead_code, reason = "a serial line tells no loss")
    )]
    Gap,
}

/// Why a device can't be heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lost {
    /// It is missing, or it failed.
    Away(String),
    /// Another program has it.
    Taken(String),
    /// Nobody listens any more.
    Unwanted,
}

impl Lost {
    /// Returns why a device can't be opened; `group` is the usual group of devices of its kind.
    pub(super) fn of(group: &str, error: &io::Error) -> Self {
        Self::Away(match error.kind() {
            io::ErrorKind::NotFound => "nothing is plugged in there".into(),
            io::ErrorKind::PermissionDenied => {
                format!("this user may not open it: add the user to its group, often `{group}`")
            }
            _ => error.to_string(),
        })
    }
}

impl From<io::Error> for Lost {
    fn from(error: io::Error) -> Self {
        Self::Away(error.to_string())
    }
}

/// An open device.
pub(super) trait Line {
    /// Waits for at most [`PATIENCE`], and returns what that brought.
    ///
    /// # Errors
    ///
    /// The device is gone.
    fn wait(&mut self) -> io::Result<Moment>;

    /// Returns whether the system keeps what the device sends while nobody waits for it.
    fn keeps(&self) -> bool;
}

/// A device that can be opened, again and again.
pub(super) trait Device {
    /// Opens it for this program alone; what it sent before is dropped.
    ///
    /// # Errors
    ///
    /// It is missing, or another program has it.
    fn open(&mut self) -> Result<Box<dyn Line>, Lost>;
}

/// The thread's side of a scanner.
pub(super) struct Listener<D, T> {
    pub(super) device: D,
    pub(super) source: Source,
    pub(super) framing: Framing,
    /// Room for its reads until they have been worked on.
    pub(super) room: Room,
    /// The first wait after the device was lost.
    pub(super) retry: Duration,
    /// Lives as long as somebody wants the scanner.
    pub(super) wanted: Weak<()>,
    /// Passes an event on; returns false once nobody listens any more.
    pub(super) tell: T,
}

impl<D: Device, T: FnMut(SourceEvent) -> bool> Listener<D, T> {
    /// Connects, hears, and connects again, until nobody listens. A device that stays away is reported once, and once
    /// more if it comes back but another program holds it.
    pub(super) fn run(&mut self) {
        let (mut retry, mut reported): (_, Option<bool>) = (self.retry, None);
        loop {
            let mut framer = Framer::new(self.source.clone(), &self.framing);
            let lost = match self.device.open() {
                Ok(mut line) => {
                    (retry, reported) = (self.retry, None);
                    let Err(lost) = self.hear(&mut *line, &mut framer);
                    lost
                }
                Err(lost) => lost,
            };
            let (why, taken) = match lost {
                Lost::Unwanted => return,
                Lost::Away(why) => (why, false),
                Lost::Taken(why) => (why, true),
            };
            let news = reported.is_none_or(|before| taken && !before);
            if news && self.report(why, framer.clear()).is_err() {
                return;
            }
            reported = Some(taken);
            if !self.rest(retry) {
                return;
            }
            retry = (retry * 2).min(LAST_RETRY);
        }
    }

    /// Hears one connection to its end. Between two reads it may have to wait for room.
    fn hear(&mut self, line: &mut dyn Line, framer: &mut Framer) -> Result<Infallible, Lost> {
        self.tell(SourceEvent::Connected(self.source.clone()))?;
        let mut gap = false;
        loop {
            while self.room.is_full() && line.keeps() && framer.pending().is_empty() {
                thread::sleep(PATIENCE);
                self.is_wanted()?;
            }
            let moment = line.wait()?;
            let now = clock::now();
            let mut reads: Vec<Read> = framer.tick(now).into_iter().collect();
            match moment {
                Moment::Bytes(bytes) => reads.extend(framer.feed(&bytes, now)),
                Moment::Silence => {}
                Moment::Gap => gap = true,
            }
            for read in reads {
                if std::mem::take(&mut gap) {
                    self.report("the system lost some of its keys".into(), read.bytes)?;
                    self.tell(SourceEvent::Connected(self.source.clone()))?;
                } else {
                    self.room.take(1);
                    self.tell(SourceEvent::Read(read))?;
                }
            }
            self.is_wanted()?;
        }
    }

    fn is_wanted(&self) -> Result<(), Lost> {
        if self.wanted.strong_count() == 0 {
            return Err(Lost::Unwanted);
        }
        Ok(())
    }

    fn report(&mut self, why: String, cut: Vec<u8>) -> Result<(), Lost> {
        self.tell(SourceEvent::Disconnected {
            source: self.source.clone(),
            why,
            cut,
        })
    }

    fn tell(&mut self, event: SourceEvent) -> Result<(), Lost> {
        if (self.tell)(event) {
            Ok(())
        } else {
            Err(Lost::Unwanted)
        }
    }

    /// Waits before the next try; returns whether anybody still listens.
    fn rest(&self, pause: Duration) -> bool {
        let until = Instant::now() + pause;
        while 0 < self.wanted.strong_count() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            thread::sleep(left.min(PATIENCE));
        }
        false
    }
}

#[cfg(test)]
mod tests;
