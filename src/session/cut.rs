//! Reads that are set aside: their end never came, or typed characters and a scan run together in them.

use super::Session;
use super::reply::Reply;
use crate::domain::log::Outcome;
use crate::domain::refusal::Refusal;
use crate::flows::event::Level;
use crate::scan::read::{Ending, Read, Source, SourceKind};
use crate::store::StoreError;
use chrono::{DateTime, Utc};

/// The most characters of such a read that are shown; all of them are noted.
const SHOWN: usize = 40;

/// Returns whether a read is not a whole code.
pub(super) const fn is_partial(read: &Read) -> bool {
    matches!(read.ending, Ending::Cut | Ending::Mixed)
}

impl Session<'_> {
    /// Sets a read aside that is not a whole code; `None` if it is one.
    pub(super) fn set_aside(&mut self, read: &Read) -> Result<Option<Reply>, StoreError> {
        let mut reply = Reply::to(self.last + 1);
        let raw = self.next_row(read, self.is_kept_secret(read)).raw;
        let beginning: String = raw.chars().take(SHOWN).collect();
        match read.ending {
            Ending::Cut => {
                reply.outcome = Outcome::Cancelled;
                reply.level = Level::Warn;
                reply.head = "CUT SHORT".into();
                reply.text = format!("{beginning}… came without its end. Scan it again");
            }
            Ending::Mixed => {
                reply.refuse(&Refusal::RunTogether { found: beginning });
                reply.conclude(false);
            }
            _ => return Ok(None),
        }
        self.aside(read, reply).map(Some)
    }

    /// Notes reads that were turned away because the queue was full, in one row for all of them.
    ///
    /// # Errors
    /// If the store fails; nothing is noted then.
    pub fn note_turned_away(&mut self, reads: usize, at: DateTime<Utc>) -> Result<Reply, StoreError> {
        let row = Read {
            source: Source::new(SourceKind::Terminal, "queue"),
            bytes: Vec::new(),
            first_at: at,
            last_at: at,
            typed: false,
            ending: Ending::Close,
            overlong: false,
        };
        let mut reply = Reply::to(self.last + 1);
        reply.refuse(&Refusal::QueueFull { reads });
        reply.conclude(false);
        self.aside(&row, reply)
    }

    /// Writes a read and its result down in one step, so that it is never worked on, not even after a crash.
    pub(super) fn aside(&mut self, read: &Read, mut reply: Reply) -> Result<Reply, StoreError> {
        reply.prompt = self.state.flow.prompt();
        self.note_at_once(read, &reply, reply.prompt.clone(), 0)?;
        Ok(reply)
    }
}
