//! The same code again from the same scanner at once: one pull of the trigger that was sent twice.
//!
//! Each source has its window, `framing.duplicate_ms` of its profile; 0 takes every read. The window begins anew with
//! every read of the code, so that a scanner that keeps looking at a label counts it once. Typed reads, Enter and reads
//! that were set aside are never repeats. A command in between closes every window, so that a scan that was taken back
//! can be made again.

use super::Session;
use super::cut::is_partial;
use super::reply::Reply;
use crate::domain::command::PREFIX;
use crate::domain::log::Outcome;
use crate::flows::event::Level;
use crate::scan::profile::Profiles;
use crate::scan::read::{Read, Source};
use crate::store::StoreError;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;

/// The last read of each source that has a window.
#[derive(Default)]
pub(super) struct Repeats(HashMap<Source, Last>);

/// The last read of a source.
struct Last {
    bytes: Vec<u8>,
    at: DateTime<Utc>,
    applied: bool,
}

impl Repeats {
    /// Returns the window into which a read falls as a repeat, and whether the read it repeats was applied; `None` if
    /// it is not a repeat.
    fn of(&self, read: &Read, profiles: &Profiles) -> Option<(TimeDelta, bool)> {
        let window = window(read, profiles)?;
        let last = self.0.get(&read.source)?;
        let again = last.bytes == read.bytes && read.first_at - last.at < window;
        again.then_some((window, last.applied))
    }

    /// Notes a read that was worked on, or a repeat of it.
    pub(super) fn note(&mut self, read: &Read, outcome: Outcome, profiles: &Profiles) {
        if read.bytes.starts_with(PREFIX.as_bytes()) {
            self.0.clear();
        }
        if window(read, profiles).is_none() {
            return;
        }
        let first = self.0.get(&read.source).filter(|_| outcome == Outcome::Duplicate);
        let last = Last {
            bytes: read.bytes.clone(),
            at: read.last_at,
            applied: first.map_or(outcome == Outcome::Applied, |first| first.applied),
        };
        self.0.insert(read.source.clone(), last);
    }
}

/// Returns the window of a read's source; `None` if every read counts.
fn window(read: &Read, profiles: &Profiles) -> Option<TimeDelta> {
    let whole = !is_partial(read) && !read.overlong;
    let window = profiles.of(&read.source).framing.duplicate();
    (whole && !read.typed && !read.bytes.is_empty() && TimeDelta::zero() < window).then_some(window)
}

impl Session<'_> {
    /// Notes a read that only repeats the one before it; `None` if it does not.
    pub(super) fn repeat(&mut self, read: &Read) -> Result<Option<Reply>, StoreError> {
        let Some((window, applied)) = self.repeats.of(read, &self.setup.profiles) else {
            return Ok(None);
        };
        let mut reply = Reply::to(self.last + 1);
        reply.outcome = Outcome::Duplicate;
        reply.level = Level::Warn;
        reply.head = "SAME CODE".into();
        let window = window.num_milliseconds();
        let done = if applied { "counted" } else { "looked at" };
        reply.text = format!(
            "same code again within {window} ms: not {done} twice. Scan again if it is a second one."
        );
        self.aside(read, reply).map(Some)
    }
}
