//! Lines that are read ahead, and the turn in which as many of them are applied as time allows.

use super::{Lines, TURN};
use crate::cli::stop::Stop;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::operations::answer::Answer;
use crate::operations::decide::known;
use crate::operations::request::Request;
use crate::operations::view::View;
use crate::store::{Batch, BatchError, Store, StoreError};
use std::collections::VecDeque;
use std::time::Instant;

/// How many lines, and about how many bytes of them, are read ahead.
const MOST: usize = 256;
const MOST_BYTES: usize = 1 << 20;

/// Lines that were read and are not applied yet, in their order.
pub(super) struct Chunk<L: Lines>(VecDeque<Waiting<L::Line>>);

/// A line, and its answer where it was applied before.
struct Waiting<T> {
    line: T,
    known: Option<Answer>,
}

/// What became of the lines of a turn.
#[derive(Default)]
pub(super) struct Came {
    /// How many are through, whatever became of them.
    pub(super) through: usize,
    /// How many of them were applied before.
    pub(super) known: usize,
    /// Which became impossible and were left out, and why.
    pub(super) left_out: Vec<String>,
    /// Whether one of those has an id that was used for something else.
    pub(super) has_other_content: bool,
}

impl<L: Lines> Chunk<L> {
    pub(super) const fn new() -> Self {
        Self(VecDeque::new())
    }

    /// Reads on, and looks for what was applied before; returns whether there is a line.
    ///
    /// # Errors
    /// [`StoreError`] if the file or the store can't be read.
    pub(super) fn fill(&mut self, store: &dyn Store, lines: &mut L) -> Result<bool, StoreError> {
        if !self.0.is_empty() {
            return Ok(true);
        }
        let mut bytes = 0;
        while self.0.len() < MOST && bytes < MOST_BYTES {
            let Some(line) = lines.next()? else { break };
            bytes += lines.bytes(&line);
            self.0.push_back(Waiting { line, known: None });
        }
        lines.forget();
        store.look(&mut |view| {
            for waiting in &mut self.0 {
                let own = lines.asks(view, &waiting.line)?.pop();
                waiting.known = own.map(|own| known(view, &own)).transpose()?.flatten();
            }
            Ok(())
        })?;
        Ok(!self.0.is_empty())
    }

    /// Returns the first line that was not applied before; `None` if all were.
    pub(super) fn first_new(&self) -> Option<&L::Line> {
        let new = self.0.iter().find(|waiting| waiting.known.is_none());
        new.map(|waiting| &waiting.line)
    }

    /// Returns whether one of the lines was applied before.
    pub(super) fn has_known(&self) -> bool {
        self.0.iter().any(|waiting| waiting.known.is_some())
    }

    /// Returns how many lines before that were applied before.
    pub(super) fn known_first(&self) -> usize {
        self.0
            .iter()
            .take_while(|waiting| waiting.known.is_some())
            .count()
    }

    /// Takes a turn, if there is anything to apply.
    pub(super) fn apply(
        &mut self,
        store: &mut dyn Store,
        lines: &mut L,
        stop: &Stop,
    ) -> Result<Came, StoreError> {
        let is_new = self.first_new().is_some();
        let mut turn = Turn {
            lines,
            chunk: &self.0,
            asked: VecDeque::new(),
            began: Instant::now(),
            stop,
            came: Came::default(),
        };
        if is_new {
            let turned = store.transact_batch(&mut turn);
            // A refused line is left out and doesn't refuse the others.
            turned.map_err(BatchError::into_store)?;
        } else {
            turn.begin_here();
            turn.pass_known();
        }
        let came = turn.came;
        self.0.drain(..came.through);
        Ok(came)
    }
}

/// The lines of a chunk as a batch that ends when its time is over.
struct Turn<'t, L: Lines> {
    lines: &'t mut L,
    chunk: &'t VecDeque<Waiting<L::Line>>,
    /// What the line asks for that is not answered yet.
    asked: VecDeque<Request>,
    began: Instant,
    stop: &'t Stop,
    came: Came,
}

impl<'t, L: Lines> Turn<'t, L> {
    fn begin_here(&mut self) {
        self.lines.forget();
        self.asked.clear();
        self.came = Came::default();
        self.began = Instant::now();
    }

    fn line(&self) -> Option<&'t Waiting<L::Line>> {
        self.chunk.get(self.came.through)
    }

    /// Answers the next lines that were applied before.
    fn pass_known(&mut self) {
        while let Some(Waiting {
            line,
            known: Some(answer),
        }) = self.line()
        {
            self.lines.answered(line, answer);
            self.came.known += 1;
            self.came.through += 1;
        }
    }

    fn is_over(&self) -> bool {
        TURN <= self.began.elapsed() || self.stop.is_asked_for()
    }
}

impl<L: Lines> Batch for Turn<'_, L> {
    fn begin(&mut self, _: &dyn View) -> Result<(), Fault> {
        self.begin_here();
        Ok(())
    }

    fn next(&mut self, view: &dyn View) -> Result<Option<Request>, Fault> {
        while self.asked.is_empty() {
            self.pass_known();
            let Some(waiting) = self.line().filter(|_| !self.is_over()) else {
                return Ok(None);
            };
            self.asked = self.lines.asks(view, &waiting.line)?.into();
        }
        Ok(self.asked.pop_front())
    }

    fn answered(&mut self, answer: Answer) {
        let Some(Waiting { line, .. }) = self.line().filter(|_| self.asked.is_empty()) else {
            return;
        };
        self.lines.answered(line, &answer);
        self.came.through += 1;
        if let Some(refusal) = &answer.refusal {
            let (named, why) = (self.lines.named(line), self.lines.refused(line, refusal));
            self.came.left_out.push(format!("{named}: {why}"));
            self.came.has_other_content |= matches!(refusal, Refusal::OtherContent { .. });
        }
    }

    fn leaves_out(&self) -> bool {
        true
    }
}
