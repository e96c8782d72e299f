//! What a terminal is doing: everything that a read may change and that is kept between reads.

use super::files::Files;
use super::nobody;
use super::notes::{self, Resumed, Saved};
use super::pin::Pins;
use super::reply::{Reply, Tally};
use super::secret::OwnPin;
use super::terms::Terms;
use crate::domain::code::{Filled, SiteCode, Terminal};
use crate::domain::log::{ReadResult, SavedSession};
use crate::domain::record::Fault;
use crate::domain::time::Time;
use crate::domain::user::User;
use crate::flows::event::Context;
use crate::flows::flow::Flow;
use crate::operations::view::View;
use crate::store::Note;
use chrono::{DateTime, FixedOffset, Local, NaiveDate, Utc};
use std::rc::Rc;

/// What is around the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// A screen that shows it.
    Screen,
    /// A script that reads the result of each scan.
    Script,
}

/// Who works at a terminal on what.
#[derive(Clone)]
pub(super) struct State {
    pub(super) terminal: Filled<Terminal>,
    pub(super) offset: Option<FixedOffset>,
    /// What the company's policies say, as it was read last.
    pub(super) terms: Terms,
    pub(super) operator: User,
    /// The last operation that was looked at of those after which other bins may be under count.
    pub(super) told_until: i64,
    pub(super) flow: Flow,
    pub(super) tally: Tally,
    /// The last read before the operator signed in.
    pub(super) since: i64,
    /// The newest read that has its result.
    pub(super) reached: i64,
    /// When the work was saved last.
    pub(super) saved_at: Time,
    /// When the operator last did something here; `None` before the first read.
    pub(super) active_at: Option<DateTime<Utc>>,
    /// What is around the work.
    pub(super) around: Around,
    /// Whether the last read was a badge, or may have been one: digits that follow may be its PIN.
    pub(super) after_badge: bool,
    /// Whether the last read changed the books and nothing shows yet that the operator was told so.
    pub(super) untold: bool,
    /// What an operator who has just signed in has still to be told.
    pub(super) resumed: Option<Resumed>,
    /// Reads the files of an import.
    pub(super) files: Rc<dyn Files>,
    /// Hashes and compares PINs.
    pub(super) pins: Rc<Pins>,
    /// Recognises the operator's own PIN without hashing it.
    pub(super) own_pin: OwnPin,
}

impl State {
    pub(super) fn is_signed_in(&self) -> bool {
        !self.operator.badge.is_empty()
    }

    pub(super) fn site(&self) -> &SiteCode {
        if self.operator.site.is_empty() {
            &self.terms.home_site
        } else {
            &self.operator.site
        }
    }

    /// Returns who works where at that moment, for the flow.
    pub(super) fn context(&self, at: DateTime<Utc>) -> Context {
        Context {
            operator: self.operator.clone(),
            terminal: self.terminal.clone(),
            site: self.site().clone(),
            today: self.day(at),
            now: Time::from(at),
            approval: self.terms.approval,
            tote_pattern: self.terms.tote_pattern.clone(),
            over_receipt_percent: self.terms.over_receipt_percent,
            pin_digits: self.terms.pin_digits,
            scan_lots: self.terms.require_scan.lots(),
            scan_locations: self.terms.require_scan.locations(),
        }
    }

    /// Returns the time of day at a moment, on the clock of this terminal.
    pub(super) fn clock(&self, at: Time) -> String {
        let at = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
        let time = match self.offset {
            Some(offset) => at.with_timezone(&offset).time(),
            None => at.with_timezone(&Local).time(),
        };
        time.format("%H:%M").to_string()
    }

    pub(super) fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        match self.offset {
            Some(offset) => at.with_timezone(&offset).date_naive(),
            None => at.with_timezone(&Local).date_naive(),
        }
    }

    /// Returns the notes to write for a finished read: its result, and where the work stands now.
    pub(super) fn conclude(
        &mut self,
        reply: &Reply,
        step: String,
        millis: i64,
        saved_at: Time,
    ) -> Result<[Note; 2], Fault> {
        self.untold = reply.posted.is_some();
        self.reached = self.reached.max(reply.read);
        self.saved_at = saved_at;
        let result = ReadResult {
            terminal: Terminal::clone(&self.terminal),
            read: reply.read,
            outcome: reply.outcome,
            code: reply.code.clone(),
            message: reply.text.clone(),
            step,
            millis,
            item: reply.subject.item.clone(),
            location: reply.subject.location.clone(),
        };
        Ok([Note::Result(result), Note::Session(self.saved()?)])
    }

    /// Returns the work as the store keeps it between reads.
    pub(super) fn saved(&self) -> Result<SavedSession, Fault> {
        let saved = Saved {
            flow: self.flow.clone(),
            tally: self.tally,
            since: self.since,
            after_badge: self.after_badge,
            untold: self.untold,
            waiting: self.waiting(),
            left: None,
        };
        Ok(SavedSession {
            terminal: Terminal::clone(&self.terminal),
            operator: self.operator.badge.clone(),
            state: saved.written()?,
            read: self.reached,
            saved_at: self.saved_at,
        })
    }

    /// Signs the operator out: tells the proof that every read has its result, and empties the terminal. Returns what
    /// to write down: that the operator has left nothing here.
    pub(super) fn sign_off(&mut self, view: &dyn View, reply: &mut Reply, at: Time) -> Result<Note, Fault> {
        let left = SavedSession {
            terminal: Terminal::clone(&self.terminal),
            operator: self.operator.badge.clone(),
            state: Saved::default().written()?,
            read: reply.read,
            saved_at: at,
        };
        let proof = notes::proof(view, &self.terminal, self.since, reply.read, reply.outcome)?;
        reply.text = format!("signed out: {proof}");
        self.operator = nobody();
        self.tally = Tally::default();
        self.since = reply.read;
        Ok(Note::Session(left))
    }

    /// Leaves the terminal to the next: nobody is signed in, and the work that was saved waits for its operator.
    pub(super) fn leave(&mut self) {
        self.operator = nobody();
        self.flow = Flow::default();
        self.tally = Tally::default();
        self.since = self.reached;
        self.untold = false;
        self.after_badge = false;
        self.resumed = None;
    }
}
