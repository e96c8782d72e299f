//! Reads of which nothing is made: their end never came, or they are typed and scanned in one.

use super::Session;
use super::reply::Reply;
use crate::domain::log::Outcome;
use crate::domain::refusal::Refusal;
use crate::flows::event::Level;
use crate::scan::read::{Ending, Read};
use crate::store::StoreError;

/// The most characters of such a read that are shown; the journal has all of them.
const SHOWN: usize = 40;

impl Session<'_> {
    /// Sets a read aside that is no whole code; none where it is one.
    pub(super) fn set_aside(&mut self, read: &Read) -> Result<Option<Reply>, StoreError> {
        let mut reply = Reply::to(self.last + 1);
        let raw = self.next_row(read).raw;
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

    /// Writes a read down with what came of it, in one step: nothing is ever made of it, not even after a crash.
    pub(super) fn aside(&mut self, read: &Read, mut reply: Reply) -> Result<Reply, StoreError> {
        reply.prompt = self.flow.prompt();
        self.note_at_once(read, &reply, reply.prompt.clone(), 0)?;
        Ok(reply)
    }
}
