//! The reads that wait for the store: bounded, and never dropped in silence.
//!
//! What is heard takes up room until it has been worked on. Scanners on a line of their own are not listened to while
//! there is no room, and neither is the terminal while the loop is behind: what they send stays with the system, which
//! makes them wait in turn. The terminal is listened to even while the store fails, for its keys lead out of that; so
//! one of its reads may find the queue full. It is then refused with a sound, counted in the strip, and noted with the
//! number of such reads once the queue is empty again.

use super::message::Heard;
use super::model::Model;
use crate::clock;
use crate::domain::log::Outcome;
use crate::flows::naming::counted;
use crate::scan::{Ending, Read, SourceKind};
use crate::session::reply::Reply;
use crate::store::StoreError;
use crate::ui::face::Level;
use std::time::{Duration, Instant};

/// How many reads may wait.
pub const MOST: usize = 4096;
/// How many reads of scanners may be on their way; fewer, so that they stop before others are refused.
pub const OF_SCANNERS: usize = MOST / 4;
/// How much of what the terminal sends may be on its way, in bytes: as many reads as may wait, of sixteen each.
pub const OF_TERMINAL: usize = MOST * 16;
/// From this many on, waiting reads are mentioned along with the failure of the store.
const MANY: usize = MOST / 16;
/// How long reads are worked on before a frame is drawn in between, so that a long burst shows its progress.
const SLICE: Duration = Duration::from_millis(40);

impl Model<'_> {
    /// Takes a read in.
    pub(super) fn take(&mut self, read: Read) {
        if MOST <= self.waiting.len() {
            self.work();
        }
        if MOST <= self.waiting.len() {
            self.turn_away(&read);
            return;
        }
        self.waiting.push_back(read);
    }

    /// Works on the reads that wait, for a moment; one that the store can't take stays, with all behind it.
    pub fn work(&mut self) {
        let begun = Instant::now();
        while let Some(read) = self.waiting.front().cloned() {
            if self.stopped {
                return;
            }
            let answered = if self.beside.is_some() {
                self.observe(&read).map(|()| None)
            } else {
                // Nothing is applied unseen: a read shows its result, whatever covered the work.
                self.help = None;
                if let Some(guide) = &mut self.guide {
                    guide.close();
                }
                self.session.read(&read).map(Some)
            };
            match answered {
                Ok(reply) => {
                    self.waiting.pop_front();
                    self.failing = false;
                    let applied = reply.is_none_or(|reply| self.settle(&read, &reply));
                    self.relay.settle(&read.source, applied);
                    self.tell_scanner(&read, applied);
                    self.is_done(&read);
                }
                Err(error) => {
                    self.failing = true;
                    self.is_held = matches!(error, StoreError::Busy { .. });
                    self.stopped = matches!(error, StoreError::Unknown { .. } | StoreError::Gone { .. });
                    tracing::error!(%error, "a read could not be worked on");
                    self.fails(&error);
                    return;
                }
            }
            if SLICE < begun.elapsed() {
                break;
            }
        }
        self.note_turned_away();
    }

    /// Returns whether reads wait that can be worked on at once.
    pub fn is_behind(&self) -> bool {
        !self.waiting.is_empty() && !self.failing && !self.stopped
    }

    /// Gives up all reads that wait; returns how many there were.
    pub(super) fn give_up(&mut self) -> usize {
        let given_up = self.waiting.len();
        for read in std::mem::take(&mut self.waiting) {
            self.is_done(&read);
        }
        self.relay.give_up();
        given_up
    }

    /// Shows the answer to a read; returns whether the read was taken.
    fn settle(&mut self, read: &Read, reply: &Reply) -> bool {
        self.millis = (clock::now() - read.last_at).num_milliseconds();
        self.answer(reply);
        match &reply.terminal {
            Some(command) => drop(self.act_around(command, read.last_at)),
            None => self.offset = 0,
        }
        reply.code.is_none() && reply.outcome != Outcome::Duplicate
    }

    /// Queues the outcome of a read for its scanner, unless the end of the read never came.
    fn tell_scanner(&mut self, read: &Read, applied: bool) {
        if read.ending != Ending::Cut {
            self.heard.push(Heard {
                source: read.source.clone(),
                applied,
            });
        }
    }

    /// Gives back the room that a scanner's read took up.
    fn is_done(&self, read: &Read) {
        if matches!(read.source.kind, SourceKind::Serial | SourceKind::Evdev) {
            self.room.free(1);
        }
    }

    /// Refuses a read for which there is no room.
    fn turn_away(&mut self, read: &Read) {
        self.turned_away += 1;
        tracing::error!(lost = self.turned_away, "a read found no room");
        self.relay.turn_away(&read.source);
        self.tell_scanner(read, false);
        self.is_done(read);
    }

    /// Shows that the store failed, how many reads wait for it and how many found no room, and sounds the alarm.
    fn fails(&mut self, error: &StoreError) {
        let (waiting, lost) = (self.waiting.len(), self.turned_away);
        if lost == 0 {
            let many = if waiting < MANY {
                String::new()
            } else {
                format!(
                    " Scan no more until it is back: {} waiting.",
                    counted(waiting, "scan")
                )
            };
            let waits = if self.is_held {
                " The scan waits for its turn."
            } else {
                ""
            };
            self.trouble(format!("{error}{waits}{many}"));
            return;
        }
        let text = format!(
            "stop, {} waiting, {lost} not taken. Scan those again when the store is back. {error}",
            counted(waiting, "scan")
        );
        self.tell(Level::Stop, "QUEUE FULL", text);
        self.sound(Level::Stop);
    }

    /// Notes how many reads found no room, once nothing waits any more.
    fn note_turned_away(&mut self) {
        if self.turned_away == 0 || !self.waiting.is_empty() {
            return;
        }
        match self.session.note_turned_away(self.turned_away, clock::now()) {
            Ok(reply) => {
                self.turned_away = 0;
                self.answer(&reply);
            }
            Err(error) => tracing::error!(%error, "reads that were not taken could not be noted"),
        }
    }
}
