//! What a terminal is doing: everything that a read may change and that is kept between reads.

use super::notes::{self, Saved};
use super::reply::{Reply, Tally};
use super::{SECRET, nobody};
use crate::domain::code::{Filled, SiteCode, Terminal};
use crate::domain::log::{NotedRead, ReadResult, SavedSession};
use crate::domain::policy::RequireScan;
use crate::domain::record::Fault;
use crate::domain::time::Time;
use crate::domain::user::User;
use crate::flows::event::Context;
use crate::flows::flow::Flow;
use crate::operations::view::View;
use crate::scan::gtin::Gtin;
use crate::scan::read::Read;
use crate::store::Note;
use chrono::{DateTime, FixedOffset, Local, NaiveDate, Utc};

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
    pub(super) home_site: SiteCode,
    pub(super) require_scan: RequireScan,
    pub(super) operator: User,
    pub(super) flow: Flow,
    pub(super) tally: Tally,
    /// The last read before the operator signed in.
    pub(super) since: i64,
    /// What is around the work.
    pub(super) around: Around,
    /// Whether the last read was a badge that was refused: digits that follow may be its PIN.
    pub(super) after_badge: bool,
    /// Whether the last read changed the books and nothing shows yet that the operator was told so.
    pub(super) untold: bool,
}

impl State {
    pub(super) fn is_signed_in(&self) -> bool {
        !self.operator.badge.is_empty()
    }

    pub(super) fn site(&self) -> &SiteCode {
        if self.operator.site.is_empty() {
            &self.home_site
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
            scan_lots: self.require_scan.lots(),
            scan_locations: self.require_scan.locations(),
        }
    }

    pub(super) fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        match self.offset {
            Some(offset) => at.with_timezone(&offset).date_naive(),
            None => at.with_timezone(&Local).date_naive(),
        }
    }

    /// Returns the row under which a read is noted. Secrets are masked.
    pub(super) fn row(&self, read: &Read, number: i64) -> NotedRead {
        let may_be_pin = self.after_badge && looks_like_a_pin(&read.bytes);
        let secret = self.flow.is_secret() && !read.bytes.starts_with(b"$BL.");
        let raw = if (secret || may_be_pin) && !read.is_enter() {
            SECRET.to_owned()
        } else {
            read.in_clear()
        };
        NotedRead {
            terminal: Terminal::clone(&self.terminal),
            read: number,
            operator: self.operator.badge.clone(),
            source: notes::source(read),
            device: read.source.device(),
            raw,
            first_at: Time::from(read.first_at),
            last_at: Time::from(read.last_at),
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
        Ok([
            Note::Result(result),
            Note::Session(self.saved(reply.read, saved_at)?),
        ])
    }

    /// Returns the work as the store keeps it between reads.
    pub(super) fn saved(&self, read: i64, saved_at: Time) -> Result<SavedSession, Fault> {
        let saved = Saved {
            flow: self.flow.clone(),
            tally: self.tally,
            since: self.since,
            after_badge: self.after_badge,
            untold: self.untold,
        };
        let state = serde_json::to_string(&saved).map_err(|e| Fault::caused("the work can't be saved", e))?;
        Ok(SavedSession {
            terminal: Terminal::clone(&self.terminal),
            operator: self.operator.badge.clone(),
            state,
            read,
            saved_at,
        })
    }

    /// Signs the operator out: tells the proof that every read has its result, and empties the terminal.
    pub(super) fn sign_off(&mut self, view: &dyn View, reply: &mut Reply) -> Result<(), Fault> {
        let proof = notes::proof(view, &self.terminal, self.since, reply.read, reply.outcome)?;
        reply.text = format!("signed out: {proof}");
        self.operator = nobody();
        self.tally = Tally::default();
        self.since = reply.read;
        Ok(())
    }
}

/// Returns whether bytes are four to eight digits that are not an article number.
fn looks_like_a_pin(bytes: &[u8]) -> bool {
    (4..=8).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_digit) && Gtin::read(bytes).is_none()
}
