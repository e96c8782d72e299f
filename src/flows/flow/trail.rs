//! The last reads and what they posted, so that each can be taken back.

mod saved;

use self::saved::Back;
use super::pending::Pending;
use crate::domain::code::{Key, Lpn};
use crate::domain::refusal::Refusal;
use crate::flows::event::{Context, Effect, Event, Job, Post};
use crate::flows::work::Work;
use crate::operations::answer::Answer;
use crate::operations::request::{Operation, Reverse};
use serde::{Deserialize, Serialize};

/// How many reads can be taken back.
const LONGEST: usize = 8;

/// The read under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    before: Work,
    /// The refusal of a post of an earlier read, while nobody has decided about it.
    waits: Option<Answer>,
    done: Done,
    /// Its text.
    pub(super) code: String,
    /// Whether it is never itself taken back: it takes another read back, or signs somebody in.
    pub(super) leaves_no_trace: bool,
    /// Whether it moved an approval on, which is no part of the work.
    pub(super) approves: bool,
}

impl Turn {
    /// Begins the turn of a read that comes in while the work stands here, and something may wait for a decision.
    pub(super) fn begin(work: &Work, pending: Option<&Pending>) -> Self {
        Self {
            before: work.clone(),
            waits: pending.cloned().and_then(Pending::into_answer),
            done: Done {
                asked: pending.and_then(Pending::of_hand).map(Box::new),
                ..Done::default()
            },
            code: String::new(),
            leaves_no_trace: false,
            approves: false,
        }
    }

    /// Answers the post that an earlier read left waiting in the saved work: if this read is taken back, that answer
    /// would never come.
    pub(super) fn learns(&mut self, context: &Context) {
        if let Some(refused) = self.waits.take() {
            self.before.machine_mut().step(Event::Posted(refused), context);
        }
    }

    /// Notes what the job refused.
    pub(super) fn heed(&mut self, effects: &[Effect]) {
        self.done.refused |= effects.iter().any(|effect| matches!(effect, Effect::Refuse(_)));
        let aside = |effect: &Effect| matches!(effect, Effect::Refuse(refusal) if sets_aside(refusal));
        self.leaves_no_trace |= effects.iter().any(aside);
    }

    /// Notes that this read gave claimed work back.
    pub(super) const fn gives_back(&mut self) {
        self.done.gave_back = true;
    }

    /// Notes what became of a post of this read.
    pub(super) fn note(&mut self, post: &Post, answer: &Answer) {
        if let Some(refusal) = &answer.refusal {
            self.done.refused = true;
            self.leaves_no_trace |= sets_aside(refusal);
            return;
        }
        if let Operation::Ship(ship) = &post.operation {
            self.done.parcel.clone_from(&ship.parcel);
        }
        if let (Operation::Pick(pick), Work::Pick(state)) = (&post.operation, &self.before) {
            self.done.picked = state.named(pick);
        }
        match &post.operation {
            operation if answer.movement.is_some() || operation.goes_back() => {
                self.done.moved.push(answer.id.clone());
            }
            Operation::GetWork(_) => self.done.claims = true,
            _ => self.done.held = true,
        }
    }
}

/// Returns whether a refusal sets aside a piece that was counted before: to take its read back would count it twice.
const fn sets_aside(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::SerialCounted { .. })
}

/// A read that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Step {
    before: Work,
    #[serde(flatten)]
    done: Done,
    #[serde(skip)]
    back: Back,
}

/// What a read did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts of one read, each asked alone"
)]
struct Done {
    /// What was asked then about something in hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked: Option<Box<Pending>>,
    moved: Vec<Key>,
    /// Whether it posted something that moved nothing and is not taken back.
    held: bool,
    /// Whether it claimed work, which is given back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    claims: bool,
    /// The parcel that it shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parcel: Option<Lpn>,
    /// The goods that it picked, and from where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    picked: Option<String>,
    /// Whether it gave claimed work back, which is claimed again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    gave_back: bool,
    /// Whether it was refused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    refused: bool,
}

/// The last reads, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trail(Vec<Step>);

impl Trail {
    /// Notes a read if it changed something; returns whether it did.
    pub(super) fn note(&mut self, turn: Turn, after: &Work) -> bool {
        let Turn {
            before,
            done,
            leaves_no_trace,
            ..
        } = turn;
        let changed = !done.moved.is_empty() || done.held || done.claims || before != *after;
        if leaves_no_trace || !changed {
            return changed;
        }
        // Taking an approval back leads to before the badge whose PIN it was, not to the PIN.
        let before = if before.machine().is_secret() {
            self.pop().map_or(before, |badge| badge.before)
        } else {
            before
        };
        self.0.push(Step {
            before,
            done,
            back: Back::default(),
        });
        if LONGEST < self.0.len() {
            self.0.remove(0);
        }
        true
    }

    fn pop(&mut self) -> Option<Step> {
        let step = self.0.pop();
        self.renew();
        step
    }

    /// Forgets how the last read is saved, before which another will stand.
    fn renew(&mut self) {
        if let Some(last) = self.0.last_mut() {
            last.back = Back::default();
        }
    }

    /// Returns the reads, each as it was before any supervisor's badge.
    pub(super) fn unvouched(self) -> Self {
        Self(self.0.into_iter().map(Step::unvouched).collect())
    }

    /// Returns whether there is something to take back.
    pub(super) fn is_open(&self) -> bool {
        self.0.last().is_some_and(Step::is_open)
    }

    /// Returns whether one of the last reads in this job moved something.
    pub(super) fn has_moved_in(&self, job: Option<Job>) -> bool {
        let in_job = |step: &&Step| step.before.job() == job;
        let mut reads = self.0.iter().rev().take_while(in_job);
        reads.any(|step| !step.done.moved.is_empty())
    }

    /// Removes the last read from the trail, to take it back.
    pub(super) fn take_back(&mut self) -> Option<Undoing> {
        self.0.last().filter(|step| step.is_open())?;
        self.pop().map(|step| Undoing {
            left: step.done.moved.clone(),
            step,
        })
    }

    /// Forgets the last reads that posted nothing, as far as the job took them back by itself and stands where it stood
    /// before them.
    pub(super) fn go_back_to(&mut self, work: &Work) {
        let local = self.0.iter().rev().take_while(|step| step.is_local()).count();
        let first = self.0.len() - local;
        let known = self.0[first..].iter().rposition(|step| step.before == *work);
        self.0.truncate(known.map_or(self.0.len(), |known| first + known));
        self.renew();
    }

    /// Puts a read back on the trail that could not be taken back.
    pub(super) fn put_back(&mut self, undoing: Undoing) {
        let Undoing { mut step, left } = undoing;
        step.done.moved = left;
        self.0.push(step);
    }
}

impl Step {
    fn unvouched(mut self) -> Self {
        self.before.machine_mut().unvouch();
        self.done.asked = self.done.asked.map(|asked| Box::new(asked.unvouched()));
        self.back = Back::default();
        self
    }

    const fn is_local(&self) -> bool {
        self.done.moved.is_empty() && !self.done.held && !self.done.claims
    }

    const fn is_open(&self) -> bool {
        !self.done.moved.is_empty() || !self.done.held
    }
}

/// A read whose operations are being taken back, the last one first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Undoing {
    step: Step,
    left: Vec<Key>,
}

impl Undoing {
    /// Returns it with the read as it was before any supervisor's badge.
    pub(super) fn unvouched(self) -> Self {
        Self {
            step: self.step.unvouched(),
            ..self
        }
    }

    /// Returns the reversal to post next.
    pub(super) fn next(&self) -> Option<Post> {
        let of = self.left.last()?.clone();
        Some(Post {
            reason: Some("undo".into()),
            ..Post::of(Reverse { of })
        })
    }

    /// Returns whether the read claimed work.
    pub(super) const fn gives_back(&self) -> bool {
        self.step.done.claims
    }

    /// Returns whether the read gave claimed work back, which the job claims again.
    pub(super) const fn claims_again(&self) -> bool {
        self.step.done.gave_back
    }

    /// Returns what to tell of a read that posted nothing.
    pub(super) const fn told_of_nothing(&self) -> &'static str {
        if self.step.done.refused && !self.step.done.claims {
            "the refused scan changed nothing; it is forgotten"
        } else {
            "the last scan is taken back"
        }
    }

    /// Notes that this reversal was applied.
    pub(super) fn is_reversed(&mut self) {
        self.left.pop();
    }

    /// Returns what to tell once all is reversed: what the rule book says of a single reversal, in its note.
    pub(super) fn told(&self, note: Option<&str>) -> String {
        if let (Some(picked), [_]) = (&self.step.done.picked, self.step.done.moved.as_slice()) {
            return format!("pick of {picked} taken back");
        }
        match (&self.step.done.parcel, self.step.done.moved.as_slice(), note) {
            (Some(parcel), ..) => format!("{parcel} is no longer shipped"),
            (None, [_], Some(note)) if !note.is_empty() => note.replace('_', " "),
            _ => "the last scan is taken back".into(),
        }
    }

    /// Returns the work as it stood before the read, with what was asked then about something in hand.
    pub(super) fn into_work(self) -> (Work, Option<Pending>) {
        (self.step.before, self.step.done.asked.map(|asked| *asked))
    }
}
