//! What is noted about a read, before it is worked on and after.

use super::Session;
use super::reply::{Reply, Tally};
use crate::domain::code::Terminal;
use crate::domain::log::{NotedRead, Outcome, ReadResult};
use crate::domain::movement::Source;
use crate::domain::record::{Fault, Range};
use crate::domain::time::Time;
use crate::flows::flow::Flow;
use crate::operations::view::View;
use crate::scan::read::Read;
use crate::store::{Note, StoreError};
use serde::{Deserialize, Serialize};

/// The work of a terminal as it is kept between reads.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Saved {
    pub(super) flow: Flow,
    pub(super) tally: Tally,
    pub(super) since: i64,
    #[serde(default)]
    pub(super) after_badge: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) untold: bool,
}

/// Returns where the words of a read came from.
pub(super) const fn source(read: &Read) -> Source {
    if read.typed { Source::Typed } else { Source::Scan }
}

/// Returns the number of the last read of a terminal.
pub(super) fn last_read(view: &dyn View, terminal: &Terminal) -> Result<i64, Fault> {
    let range = Range::of::<NotedRead>(&[terminal]).backwards().first(1);
    Ok(view
        .list::<NotedRead>(&range)?
        .first()
        .map_or(0, |last| last.read))
}

/// Counts the noted reads after `since` and their results; `outcome` is that of `current`, which is still under way.
pub(super) fn proof(
    view: &dyn View,
    terminal: &Terminal,
    since: i64,
    current: i64,
    outcome: Outcome,
) -> Result<Tally, Fault> {
    let results: Vec<ReadResult> = view.list(&Range::of::<ReadResult>(&[terminal]).after(&since))?;
    let mut tally = Tally::default();
    for result in results.iter().filter(|result| result.read < current) {
        tally.count(result.outcome);
    }
    tally.count(outcome);
    let reads: Vec<NotedRead> = view.list(&Range::of::<NotedRead>(&[terminal]).after(&since))?;
    tally.received =
        i64::try_from(reads.iter().filter(|read| read.read <= current).count()).unwrap_or(i64::MAX);
    Ok(tally)
}

impl Session<'_> {
    /// Writes a read down under the terminal's next number, before it is worked on; returns the number. If another
    /// terminal took over the work of this one, the operator is signed out with that; what to tell is returned too.
    pub(super) fn note_read(&mut self, read: &Read) -> Result<(i64, Option<String>), StoreError> {
        let (state, last) = (&self.state, self.last);
        let mut yielded = None;
        self.store.note_from(&mut |view| {
            yielded = state.yielded(view, last)?;
            let state = yielded.as_ref().map_or(state, |(yielded, _)| yielded);
            Ok(vec![Note::Read(state.row(read, last + 1))])
        })?;
        self.last += 1;
        Ok((self.last, self.take_yielded(yielded)))
    }

    /// Returns the row under which a read is noted, with the terminal's next number.
    pub(super) fn next_row(&self, read: &Read) -> NotedRead {
        self.state.row(read, self.last + 1)
    }

    /// Notes the result of a read that is given up or set aside, and where the work stands, together with `notes`.
    pub(super) fn note_result(
        &mut self,
        mut notes: Vec<Note>,
        reply: &Reply,
        step: String,
        millis: i64,
        saved_at: Time,
    ) -> Result<(), StoreError> {
        let before = (self.state.tally, self.state.untold);
        self.state.tally.count(reply.outcome);
        let noted = self.state.conclude(reply, step, millis, saved_at);
        let noted = noted.map_err(StoreError::from).and_then(|concluded| {
            notes.extend(concluded);
            self.store.note(&notes)
        });
        if noted.is_err() {
            (self.state.tally, self.state.untold) = before;
        }
        noted
    }

    /// Sets a read aside that the store failed on and that was not given again, unless it was applied after all;
    /// returns what the operator has to be told then.
    pub(super) fn give_up(&mut self, failed: Option<(Read, i64)>) -> Result<Option<String>, StoreError> {
        let Some((read, number)) = failed else {
            return Ok(None);
        };
        let given_up = self.set_failed_aside(&read, number);
        if given_up.is_err() {
            self.failed = Some((read, number));
        }
        given_up
    }

    fn set_failed_aside(&mut self, read: &Read, number: i64) -> Result<Option<String>, StoreError> {
        if let Some(reply) = self.recall(number)? {
            return Ok(Some(reply.text));
        }
        let mut reply = Reply::to(number);
        reply.outcome = Outcome::Cancelled;
        reply.text = "the store failed on it and it was not scanned again".into();
        let (step, at) = (self.state.flow.prompt(), Time::from(read.last_at));
        self.note_result(Vec::new(), &reply, step, 0, at)?;
        Ok(None)
    }
}
