//! One operator at one terminal: reads in, effects performed, answers out.
//!
//! A read is noted under the terminal's next number before anything is made of it; then it is decoded, looked
//! up and given to the flow, whose effects are performed until none is left; then its result and the state of the
//! work are noted. What is posted carries the terminal and the read's number as its key, so that a read that is
//! worked on again after a crash is applied once.
//!
//! - [`lookup`] — what the jobs ask of the store.
//! - [`resolve`] — everything that a read could mean.
//! - [`reply`] — what came of a read.

mod around;
mod cut;
mod duplicate;
pub mod lookup;
mod notes;
mod observe;
mod perform;
pub mod reply;
pub mod resolve;
mod resume;

use self::around::Around;
use self::duplicate::Repeats;
use self::notes::Saved;
use self::reply::{Reply, Tally};
use crate::domain::code::{Filled, SiteCode, Terminal};
use crate::domain::log::Outcome;
use crate::domain::time::Time;
use crate::domain::user::User;
use crate::flows::event::Context;
use crate::flows::flow::Flow;
use crate::scan::read::{Read, SourceKind};
use crate::scan::{Profile, Setup};
use crate::store::{Note, Store, StoreError};
use chrono::{DateTime, FixedOffset, Local, NaiveDate, Utc};

/// How a secret read is written down.
const SECRET: &str = "****";

/// One operator at one terminal over a store.
pub struct Session<'s> {
    store: &'s mut dyn Store,
    terminal: Filled<Terminal>,
    offset: Option<FixedOffset>,
    operator: User,
    home_site: SiteCode,
    flow: Flow,
    tally: Tally,
    /// The last read before the operator signed in.
    since: i64,
    /// The last read.
    last: i64,
    scan_lots: bool,
    scan_locations: bool,
    /// What is around the work.
    around: Around,
    /// Whether the last read was a badge that was refused: digits that follow may be its PIN.
    after_badge: bool,
    /// How reads are decoded.
    setup: Setup,
    /// What to note together with the result of the read under way.
    notes: Vec<Note>,
    /// What would be the same scan again.
    repeats: Repeats,
    /// The read that the store failed on, with its number: the same read again is worked on under that number.
    failed: Option<(Read, i64)>,
}

impl Session<'_> {
    /// What the operator is doing.
    pub const fn flow(&self) -> &Flow {
        &self.flow
    }

    /// Who is signed in; a user without a badge where nobody is.
    pub const fn operator(&self) -> &User {
        &self.operator
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        !self.operator.badge.is_empty()
    }

    /// The terminal.
    pub fn terminal(&self) -> &Terminal {
        &self.terminal
    }

    /// The site where the operator works.
    pub fn site(&self) -> &SiteCode {
        if self.operator.site.is_empty() {
            &self.home_site
        } else {
            &self.operator.site
        }
    }

    /// What became of the reads since the operator signed in.
    pub const fn tally(&self) -> Tally {
        self.tally
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        self.store
    }

    /// Decodes what a source sends by another profile from now on; `terminal` is the keyboard.
    pub fn turn_to(&mut self, source: &str, profile: Profile) {
        self.setup.profiles.assign(source, profile);
    }

    /// Days begin at this offset's midnight from now on; the machine's own zone where none is set.
    pub fn keep_time_at(&mut self, offset: Option<FixedOffset>) {
        self.offset = offset;
    }

    /// Takes a read: notes it, lets the flow work on it, notes what came of it. A read that is no whole code, and one
    /// that only repeats the one before it, is noted and set aside.
    ///
    /// # Errors
    /// Where the store fails. The flow then stands where it stood before the read, and the same read can be given
    /// again: it is worked on under the number that it has, so that it is applied once.
    pub fn read(&mut self, read: &Read) -> Result<Reply, StoreError> {
        let lost = self.yield_to_takeover()?;
        let number = match self.failed.take() {
            Some((failed, number)) if failed == *read => number,
            failed => {
                self.give_up(failed)?;
                let aside = match self.set_aside(read)? {
                    None => self.repeat(read)?,
                    aside => aside,
                };
                if let Some(mut reply) = aside {
                    self.repeats.note(read, reply.outcome, &self.setup.profiles);
                    reply.say_first(lost.unwrap_or_default());
                    return Ok(reply);
                }
                self.note_read(read)?
            }
        };
        let timed = (read.source.kind != SourceKind::Script).then_some(read.last_at);
        let mut reply = match self.work_on(read, number, timed) {
            Ok(reply) => reply,
            Err(error) => {
                self.failed = Some((read.clone(), number));
                return Err(error);
            }
        };
        self.repeats.note(read, reply.outcome, &self.setup.profiles);
        reply.say_first(lost.unwrap_or_default());
        Ok(reply)
    }

    /// Works on a noted read; its answer is timed from the moment that is given.
    fn work_on(
        &mut self,
        read: &Read,
        number: i64,
        timed: Option<DateTime<Utc>>,
    ) -> Result<Reply, StoreError> {
        let before = self.flow.clone();
        let (step, subject) = (self.flow.prompt(), self.flow.work().machine().subject());
        let mut reply = match self.perform(read, number) {
            Ok(reply) => reply,
            Err(error) => {
                self.flow = before;
                self.notes.clear();
                return Err(error);
            }
        };
        let counted = self.tally;
        self.tally.count(reply.outcome);
        let millis = timed.map_or(0, |from| (Utc::now() - from).num_milliseconds());
        if reply.signed_off {
            self.sign_off(&mut reply, number)?;
        }
        reply.prompt = self.flow.prompt();
        reply.subject = subject.or(std::mem::take(&mut reply.subject));
        if let Err(error) = self.note_result(&reply, step, millis, Time::from(read.last_at)) {
            self.flow = before;
            self.tally = counted;
            return Err(error);
        }
        Ok(reply)
    }

    /// Who works where, when.
    fn context(&self, at: DateTime<Utc>) -> Context {
        Context {
            operator: self.operator.clone(),
            terminal: self.terminal.clone(),
            site: self.site().clone(),
            today: self.day(at),
            now: Time::from(at),
            scan_lots: self.scan_lots,
            scan_locations: self.scan_locations,
        }
    }

    fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        match self.offset {
            Some(offset) => at.with_timezone(&offset).date_naive(),
            None => at.with_timezone(&Local).date_naive(),
        }
    }

    fn saved(&self) -> Saved {
        Saved {
            flow: self.flow.clone(),
            tally: self.tally,
            since: self.since,
            after_badge: self.after_badge,
        }
    }

    /// The operator is gone: the proof that every read has its result, and an empty terminal.
    fn sign_off(&mut self, reply: &mut Reply, number: i64) -> Result<(), StoreError> {
        let proof = self.proof(number, reply.outcome)?;
        reply.text = format!("signed out: {proof}");
        self.operator = nobody();
        self.tally = Tally::default();
        self.since = number;
        Ok(())
    }

    /// The reads since the operator signed in and their results, counted in what was noted. The read `number` is
    /// the one under way, with its outcome.
    fn proof(&self, number: i64, outcome: Outcome) -> Result<Tally, StoreError> {
        let (terminal, since) = (&self.terminal, self.since);
        self.store
            .read(|view| notes::proof(view, terminal, since, number, outcome))
    }
}

/// The operator of a terminal where nobody is signed in.
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
