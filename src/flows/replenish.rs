//! Replenish: from the reserve to a pick face, up to its maximum. The most urgent face is claimed, so that nobody else
//! is sent there in the meantime; bin, goods and face are each proved by a scan.

mod act;
mod learn;

use super::carry::Carry;
use super::event::{self, Command, Context, Effect, Event};
use super::goods::{many, many_of, post};
use super::hand::Part;
use super::machine::{Machine, Subject};
pub use super::question::replenish::{Due, Question, Refill, Source, Told};
use crate::domain::blind::Stated;
use crate::domain::code::LocationCode;
use crate::domain::time::Time;
use crate::operations::request::KeepWork;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// The minimum time between renewals of a claim while its owner scans, in milliseconds.
const RENEW_AFTER_MS: i64 = 60_000;

/// What is wanted next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Work.
    Work,
    /// The bin or pallet of the reserve.
    From,
    /// A part of the goods.
    Goods(Part),
    /// How many.
    Quantity,
    /// The face.
    Face,
    /// Nothing, because no more of the item lies in the reserve.
    Nothing,
}

/// What was posted and is not answered yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Posted {
    Claim(Option<LocationCode>),
    Keep,
    Put(String),
    Done(String),
    Short(LocationCode),
    Leave,
}

/// Refilling, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    work: Option<Box<Refill>>,
    carry: Carry,
    /// A face that somebody else refills.
    held: Option<LocationCode>,
    posted: VecDeque<Posted>,
    renewed: Time,
    #[serde(skip)]
    due: Vec<Due>,
}

impl State {
    /// Returns the face that is refilled.
    pub fn work(&self) -> Option<&Refill> {
        self.work.as_deref()
    }

    /// Returns the goods on their way.
    pub const fn carry(&self) -> &Carry {
        &self.carry
    }

    /// Returns the faces that are due.
    pub fn due(&self) -> &[Due] {
        &self.due
    }

    /// Returns where more of the item lies.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.work.iter().flat_map(|work| &work.sources)
    }

    /// Returns what is wanted next.
    pub fn wanted(&self) -> Step {
        if self.work.is_none() {
            return Step::Work;
        }
        if self.carry.from.is_none() {
            return self.sources().next().map_or(Step::Nothing, |_| Step::From);
        }
        match self.carry.missing() {
            Some(part) => Step::Goods(part),
            None if self.carry.hand.said || self.has_taken_all() => Step::Face,
            None => Step::Quantity,
        }
    }

    /// Returns whether as many are in hand as are known to be taken. Where that is withheld, the operator says so.
    fn has_taken_all(&self) -> bool {
        self.to_take()
            .known()
            .is_some_and(|all| all <= self.carry.hand.qty)
    }

    /// Returns the quantity to take from the bin: as many as fit the face, or all that are free.
    pub fn to_take(&self) -> Stated {
        let room = self.work.as_ref().map(|work| work.room()).unwrap_or_default();
        let fitting = self.carry.fitting().map(|held| held.free).sum::<Stated>();
        let first = self
            .sources()
            .next()
            .map(|source| source.free)
            .unwrap_or_default();
        let free = if self.carry.from.is_some() && self.carry.hand.item.is_some() {
            fitting
        } else {
            first
        };
        room.min(free)
    }

    fn ask(question: Question) -> Effect {
        Effect::Ask(event::Question::Replenish(question))
    }
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => {
                let mut effects = self.renew(context);
                effects.extend(self.scanned(&scanned, context));
                effects
            }
            Event::Enter => self.enter(),
            Event::Command(command) => self.command(&command),
            Event::Told(event::Told::Replenish(told)) => self.told(told),
            Event::Posted(answer) => self.answered(&answer),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        let Some(work) = &self.work else {
            return match &self.held {
                Some(face) => format!("Take over {face}, or scan another face"),
                None if self.due.is_empty() => "No face is due: scan one, or DONE".into(),
                None if self.has_work() => "Press Enter for work, or scan a face".into(),
                None => "No reserve for what is due: scan a face, or DONE".into(),
            };
        };
        let hand = &self.carry.hand;
        match (self.wanted(), self.sources().next()) {
            (Step::Nothing | Step::Work, _) | (Step::From, None) => {
                format!("No more of {} in reserve: DONE", work.item)
            }
            (Step::From, Some(source)) => format!("Go to {}, scan it", source.place()),
            (Step::Goods(Part::Item), Some(source)) if hand.is_empty() => {
                format!("Scan {} {}", work.item, source.lot).trim_end().to_owned()
            }
            (Step::Goods(part), _) => hand.prompt(part),
            (Step::Quantity, _) => self.to_take().known().map_or_else(
                || format!("{}: scan, or type the total, DONE", many(hand.qty, &work.uom)),
                |all| {
                    let taken = many_of(hand.qty, all, &work.uom);
                    format!("{taken}: scan, or type the total")
                },
            ),
            (Step::Face, _) => format!("Bring it to {}, scan it", work.face),
        }
    }

    fn subject(&self) -> Subject {
        let item = self.work.as_ref().map(|work| work.item.clone());
        let face = self.work.as_ref().map(|work| work.face.clone());
        Subject::of(item, self.carry.from.clone().or(face))
    }

    fn commands(&self) -> Vec<Command> {
        use Command::{Back, Done, Empty, Help, Short, TakeOver};
        let mut legal = match self.wanted() {
            Step::Work if self.held.is_some() => vec![TakeOver, Done],
            Step::Work | Step::From | Step::Nothing | Step::Quantity => vec![Done],
            Step::Goods(_) if self.carry.is_empty() => vec![Short, Empty, Done],
            Step::Goods(_) | Step::Face => Vec::new(),
        };
        legal.extend([Back, Help]);
        legal
    }

    fn refresh(&self) -> Vec<Effect> {
        match &self.work {
            Some(work) => vec![Self::ask(Question::Work(work.task))],
            None => vec![Self::ask(Question::Due)],
        }
    }

    fn unfinished(&self) -> Option<String> {
        (!self.carry.is_empty()).then(|| format!("bringing {}", self.carry.named()))
    }

    fn release(&self) -> Vec<Effect> {
        self.give_back().into_iter().collect()
    }
}

impl State {
    /// Returns whether there is a face to fill: one that is due and has room, with a reserve, and that nobody is at.
    fn has_work(&self) -> bool {
        let waits = |due: &Due| due.in_reserve && due.has_room && due.by.is_none();
        self.due.iter().any(waits)
    }

    /// Gives the task back.
    fn give_back(&self) -> Option<Effect> {
        let tasks = vec![self.work.as_ref()?.task];
        let keep = false;
        Some(post(KeepWork { tasks, keep }))
    }
}
