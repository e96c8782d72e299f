//! One operator at one terminal: reads in, effects performed, answers out.
//!
//! A read gets the terminal's next number; then it is decoded, looked up and given to the flow, whose effects are
//! performed until none is left. The read, what it posts, its result and the state of the work are written in one
//! transaction. A read that the store fails on is noted by itself where that is still possible, so that it is worked on
//! when its operator is back. A posting carries the terminal and the read's number as its key, so that a read that is
//! worked on again is applied only once.
//!
//! Whoever comes to a terminal signs in, by badge and PIN; the work that was left there waits for its own operator.
//!
//! - [`lookup`] — what the jobs ask of the store.
//! - [`pin`] — PINs, of which a hash is kept.
//! - [`resolve`] — everything that a read could mean.
//! - [`reply`] — the answer to a read.

mod around;
mod cut;
mod duplicate;
pub mod files;
mod hear;
pub mod lookup;
mod notes;
mod observe;
mod otherwise;
mod perform;
pub mod pin;
pub mod reply;
pub mod resolve;
mod resume;
mod secret;
mod settle;
mod state;
mod terms;
mod watch;

use self::duplicate::Repeats;
use self::files::Files;
use self::notes::{Entry, Failed, Saved};
use self::pin::Pins;
use self::reply::{Reply, Tally};
use self::state::State;
use self::watch::When;
use crate::domain::code::{SiteCode, Terminal};
use crate::domain::log::SavedSession;
use crate::domain::user::User;
use crate::flows::flow::Flow;
use crate::flows::work::Work;
use crate::operations::draft::Draft;
use crate::scan::read::{Read, SourceKind};
use crate::scan::{Profile, Setup};
use crate::store::{Local, Note, Store, StoreError};
use chrono::{DateTime, FixedOffset, Utc};
use std::rc::Rc;

/// How a secret read is written down.
const SECRET: &str = "****";

/// One operator at one terminal over a store.
pub struct Session<'s> {
    store: &'s mut dyn Local,
    state: State,
    /// The last read.
    last: i64,
    /// The store as it was when the operator's rights were looked at last.
    version: i64,
    /// How reads are decoded.
    setup: Setup,
    /// The last reads, to tell a repeat of the same scan.
    repeats: Repeats,
    /// The read that the store failed on: if the same read is given again, it is worked on under its number.
    failed: Option<Failed>,
    /// What is wrong with the machine's clock. `None` if nothing is.
    wrong_clock: Option<String>,
}

impl Session<'_> {
    /// Returns what the operator is doing.
    pub const fn flow(&self) -> &Flow {
        &self.state.flow
    }

    /// Returns who is signed in; a user without a badge if nobody is.
    pub const fn operator(&self) -> &User {
        &self.state.operator
    }

    /// Returns whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.state.is_signed_in()
    }

    /// Returns whether the operator is asked to change the PIN before signing in, which can be put off.
    pub fn may_keep_its_pin(&self) -> bool {
        matches!(self.state.flow.work(), Work::SignIn(state) if state.may_keep_its_pin())
    }

    /// Returns the terminal.
    pub fn terminal(&self) -> &Terminal {
        &self.state.terminal
    }

    /// Returns the site where the operator works.
    pub fn site(&self) -> &SiteCode {
        self.state.site()
    }

    /// Returns what became of the reads since the operator signed in.
    pub const fn tally(&self) -> Tally {
        self.state.tally
    }

    /// Returns the store.
    pub fn store(&self) -> &dyn Store {
        self.store
    }

    /// Decodes what a source sends by another profile from now on; the source `terminal` is the keyboard.
    pub fn turn_to(&mut self, source: &str, profile: Profile) {
        self.setup.profiles.assign(source, profile);
    }

    /// Lets days begin at this offset's midnight from now on; without an offset, the machine's own time zone applies.
    pub fn keep_time_at(&mut self, offset: Option<FixedOffset>) {
        self.state.offset = offset;
    }

    /// Sets how PINs are hashed and compared. By default there is no key and the cost is the least.
    pub fn hash_pins_by(&mut self, pins: Rc<Pins>) {
        self.state.pins = pins;
    }

    /// Lets the operator import files from now on; without this, a terminal reads none.
    pub fn read_files_by(&mut self, files: Rc<dyn Files>) {
        self.state.files = files;
    }

    /// Returns the warning about the machine's clock that was set last.
    pub fn wrong_clock(&self) -> Option<&str> {
        self.wrong_clock.as_deref()
    }

    /// Sets the warning about the machine's clock that is shown at every sign-in. `None` if nothing is wrong.
    pub fn tell_of_clock(&mut self, wrong: Option<String>) {
        self.wrong_clock = wrong;
    }

    /// Takes a read: lets the flow work on it, and writes it down with its result. A read that is not a whole code, or that
    /// only repeats the one before it, is noted and set aside.
    ///
    /// # Errors
    /// If the store fails. The flow then stands where it stood before the read, and the same read can be given again:
    /// it keeps its number, so that it is applied once.
    pub fn read(&mut self, read: &Read) -> Result<Reply, StoreError> {
        let now = read.last_at;
        self.lock_if_idle(read.first_at);
        let first = self.look_after(now, When::BeforeARead)?.map(|said| said.text);
        let earlier = self.catch_up()?.map(|reply| reply.message());
        let mut first = joined(first, earlier);
        self.state.active_at = Some(now);
        let entry = match self.failed.take() {
            Some(failed) if failed.read == *read => match self.recall(failed.row.read)? {
                Some(reply) => return Ok(self.answered(read, reply, first)),
                None => self.entry_again(failed.row)?,
            },
            failed => {
                first = joined(first, self.give_up(failed)?);
                let aside = match self.set_aside(read)? {
                    None => self.hold_back_a_pin(read)?,
                    aside => aside,
                };
                let aside = match aside {
                    None => self.repeat(read)?,
                    aside => aside,
                };
                if let Some(reply) = aside {
                    self.store.force()?;
                    return Ok(self.answered(read, reply, first));
                }
                self.next_entry(read)
            }
        };
        let was_signed_in = self.is_signed_in();
        let timed = (read.source.kind != SourceKind::Script).then_some(read.last_at);
        self.last = entry.row.read;
        match self.work_on(read, &entry, timed) {
            Ok(mut reply) => {
                // If the store fails on it now, it is caught up with before the next read.
                if let Ok(Some(earlier)) = self.catch_up() {
                    reply.join(earlier, self.state.flow.prompt());
                }
                if let (false, true, Some(wrong)) = (was_signed_in, self.is_signed_in(), &self.wrong_clock) {
                    reply.warn_first("CLOCK", wrong.clone());
                }
                Ok(self.answered(read, reply, first))
            }
            Err(error) => {
                self.keep_failed(read, entry.row, &error);
                // The store may come back behind another connection, which counts anew.
                self.version = i64::MIN;
                Err(error)
            }
        }
    }

    /// Closes the answer to a read, with `first`, which the operator must know besides, put before it.
    fn answered(&mut self, read: &Read, mut reply: Reply, first: Option<String>) -> Reply {
        self.repeats.note(read, reply.outcome, &self.setup.profiles);
        reply.say_first(first.unwrap_or_default());
        reply
    }

    /// Leaves the terminal in order: records that the last result was seen, so that it is not told again at the next
    /// opening.
    ///
    /// # Errors
    /// If the store fails.
    pub fn leave(&mut self) -> Result<(), StoreError> {
        if !self.state.untold {
            return Ok(());
        }
        let (terminal, badge) = (self.state.terminal.clone(), self.state.operator.badge.clone());
        let saved = self
            .store()
            .read(|view| view.find::<SavedSession>(&[&*terminal, &badge]))?;
        let still_here = saved
            .and_then(|row| Saved::of(&row))
            .is_some_and(|saved| saved.left.is_none());
        if !still_here {
            return Ok(());
        }
        self.state.untold = false;
        let left = self.state.saved()?;
        self.store.note(&[Note::Session(left)])
    }

    /// Works on a read; its answer is timed from the given moment.
    fn work_on(
        &mut self,
        read: &Read,
        entry: &Entry,
        timed: Option<DateTime<Utc>>,
    ) -> Result<Reply, StoreError> {
        let before = self.state.clone();
        let worked = self.work(read, entry, timed);
        if worked.is_err() {
            self.state = before;
        }
        worked
    }

    /// Lets the flow work on a read. The read, what it posts and its result are written together.
    fn work(
        &mut self,
        read: &Read,
        entry: &Entry,
        timed: Option<DateTime<Utc>>,
    ) -> Result<Reply, StoreError> {
        let (state, setup) = (&mut self.state, &self.setup);
        let store: &dyn Store = self.store;
        let (course, first) = store.glance(|view| {
            // A draft reads each row once, whatever asks for it: what the code means, or what the flow wants to know.
            let known = Draft::new(view);
            let view = known.view();
            let mut course = state.take(view, setup, (read, entry), timed)?;
            let first = state.go_on(view, &mut course)?;
            if first.is_none() {
                state.end(view, &mut course)?;
            }
            Ok((course, first))
        })?;
        let Some(first) = first else {
            self.store.note(&course.notes)?;
            // What it tells rests on what it found, which others may just have written. A post waits for that anyway.
            self.store.force()?;
            return Ok(course.reply);
        };
        Ok(perform::post(self.store, &mut self.state, &course, &first)?.reply)
    }
}

/// Returns both sentences, as far as there are any.
fn joined(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => Some(format!("{one}. {other}")),
        (one, other) => one.or(other),
    }
}

/// Returns the operator of a terminal where nobody is signed in.
fn nobody() -> User {
    User {
        badge: "".into(),
        name: String::new(),
        roles: String::new(),
        pin_hash: None,
        site: "".into(),
        failures: 0,
        locked: false,
    }
}
