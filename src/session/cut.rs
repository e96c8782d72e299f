//! Reads whose end never came: the scanner was unplugged in the middle of a code, a paste stayed open.

use super::Session;
use super::journal::put;
use super::reply::Reply;
use crate::domain::log::Outcome;
use crate::domain::time::Time;
use crate::flows::event::Level;
use crate::scan::read::Read;
use crate::store::StoreError;

/// The most characters of such a read that are shown; the journal has all of them.
const SHOWN: usize = 40;

impl Session<'_> {
    /// Writes such a read down and sets it aside, in one step: nothing is ever made of it, not even after a crash, for
    /// a part of a code may be another code.
    pub(super) fn set_aside(&mut self, read: &Read) -> Result<Reply, StoreError> {
        let journalled = self.next_row(read);
        let mut reply = Reply::to(journalled.read);
        reply.outcome = Outcome::Cancelled;
        reply.level = Level::Warn;
        reply.head = "CUT SHORT".into();
        let beginning: String = journalled.raw.chars().take(SHOWN).collect();
        reply.text = format!("{beginning}… came without its end. Scan it again");
        reply.prompt = self.flow.prompt();
        self.notes.push(put(&journalled));
        let counted = self.tally;
        self.tally.count(reply.outcome);
        if let Err(error) = self.note_result(&reply, reply.prompt.clone(), 0, Time::from(read.last_at)) {
            self.tally = counted;
            return Err(error);
        }
        self.last = journalled.read;
        Ok(reply)
    }
}
