//! What is noted about a read: its row, its result, and where the work stands then.

use super::reply::{Reply, Tally};
use super::{SECRET, Session};
use crate::domain::code::Terminal;
use crate::domain::log::{NotedRead, Outcome, ReadResult, SavedSession};
use crate::domain::movement::Source;
use crate::domain::record::{CellRef, Fault, Range};
use crate::domain::time::Time;
use crate::flows::flow::Flow;
use crate::operations::view::View;
use crate::scan::read::Read;
use crate::store::{Note, StoreError};
use serde::{Deserialize, Serialize};

/// The work of an operator at a terminal as it is kept between reads.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Saved {
    pub(super) flow: Flow,
    pub(super) tally: Tally,
    pub(super) since: i64,
    #[serde(default)]
    pub(super) after_badge: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) untold: bool,
    /// The read that was noted and not worked on, if another was worked on after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) waiting: Option<i64>,
    /// Where the operator went on with it instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) left: Option<Left>,
}

/// The row of a read that is worked on.
pub(super) struct Entry {
    pub(super) row: NotedRead,
    /// Whether the store has it already.
    pub(super) is_noted: bool,
}

/// A read that the store failed on.
pub(super) struct Failed {
    pub(super) read: Read,
    /// The row that it has or was to have.
    pub(super) row: NotedRead,
}

/// What an operator who has just signed in has still to be told.
#[derive(Clone, Debug, Default)]
pub(super) struct Resumed {
    /// The result that the operator was perhaps not told.
    pub(super) untold: Option<i64>,
    /// The read that was not worked on.
    pub(super) waiting: Option<NotedRead>,
}

/// Where work went on that was left at a terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Left {
    /// The other terminal.
    pub(super) terminal: Terminal,
    /// When.
    pub(super) at: Time,
}

impl Entry {
    /// Returns the note of a row that the store has not yet.
    pub(super) fn notes(&self) -> Vec<Note> {
        let missing = (!self.is_noted).then(|| Note::Read(self.row.clone()));
        missing.into_iter().collect()
    }
}

impl Left {
    /// Returns where the work of a row went on, if it did. Nothing else of the row is read.
    pub(super) fn of(row: &SavedSession) -> Option<Self> {
        #[derive(Deserialize)]
        struct Elsewhere {
            left: Option<Left>,
        }
        let found: Elsewhere = serde_json::from_str(&row.state).ok()?;
        found.left
    }
}

impl Saved {
    /// Returns the work that a row holds, without any supervisor's word; `None` if this program can't read it, so that its
    /// operator begins anew.
    pub(super) fn of(row: &SavedSession) -> Option<Self> {
        let saved: Self = serde_json::from_str(&row.state).ok()?;
        Some(Self {
            flow: saved.flow.unvouched(),
            ..saved
        })
    }

    /// Returns the work as a row holds it.
    ///
    /// # Errors
    /// A [`Fault`] if it can't be written as JSON.
    pub(super) fn written(&self) -> Result<String, Fault> {
        serde_json::to_string(self).map_err(|e| Fault::caused("the work can't be saved", e))
    }
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

/// Counts the noted reads after `since` and their results, which are all of the operator who signed in then; `outcome`
/// is that of `current`, which is still under way and need not be noted yet.
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
    let before = reads.iter().filter(|read| read.read < current).count();
    tally.received = i64::try_from(before + 1).unwrap_or(i64::MAX);
    Ok(tally)
}

impl Session<'_> {
    /// Returns the row of a read that is to be worked on, with the terminal's next number.
    pub(super) fn next_entry(&self, read: &Read) -> Entry {
        let is_secret = self.state.flow.is_secret() && self.is_kept_secret(read);
        Entry {
            row: self.next_row(read, is_secret),
            is_noted: false,
        }
    }

    /// Returns the row of a read that is to be worked on once more.
    pub(super) fn entry_again(&self, row: NotedRead) -> Result<Entry, StoreError> {
        let key: [&dyn CellRef; 2] = [&row.terminal, &row.read];
        let noted: Option<NotedRead> = self.store().read(|view| view.find(&key))?;
        Ok(Entry {
            is_noted: noted.is_some(),
            row,
        })
    }

    /// Keeps a read that the store failed on, and notes it where that is possible: if the program ends before the store
    /// works again, the read waits for its operator.
    pub(super) fn keep_failed(&mut self, read: &Read, row: NotedRead, error: &StoreError) {
        // Who did not get the turn would only wait for it again.
        if !matches!(error, StoreError::Busy { .. }) {
            // Whether it was noted is looked into when the read comes again.
            let _ = self.store.note(&[Note::Read(row.clone())]);
        }
        let read = read.clone();
        self.failed = Some(Failed { read, row });
    }

    /// Returns the row under which a read is noted, with the terminal's next number; nothing is written down of one
    /// that is kept secret.
    pub(super) fn next_row(&self, read: &Read, secret: bool) -> NotedRead {
        let raw = if secret {
            SECRET.to_owned()
        } else {
            read.in_clear()
        };
        NotedRead {
            terminal: Terminal::clone(&self.state.terminal),
            read: self.last + 1,
            operator: self.state.operator.badge.clone(),
            source: source(read),
            device: read.source.device(),
            raw,
            first_at: Time::from(read.first_at),
            last_at: Time::from(read.last_at),
        }
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
    pub(super) fn give_up(&mut self, failed: Option<Failed>) -> Result<Option<String>, StoreError> {
        let Some(failed) = failed else {
            return Ok(None);
        };
        let given_up = self.set_failed_aside(&failed);
        if given_up.is_err() {
            self.failed = Some(failed);
        }
        given_up
    }

    fn set_failed_aside(&mut self, failed: &Failed) -> Result<Option<String>, StoreError> {
        let number = failed.row.read;
        if let Some(reply) = self.recall(number)? {
            return Ok(Some(reply.text));
        }
        let entry = self.entry_again(failed.row.clone())?;
        let mut reply = Reply::to(number);
        reply.outcome = Outcome::Cancelled;
        reply.text = "the store failed on it and it was not scanned again".into();
        let (step, at) = (self.state.flow.prompt(), entry.row.last_at);
        self.note_result(entry.notes(), &reply, step, 0, at)?;
        Ok(None)
    }
}
