//! Move: from bin to bin, a whole bin, a whole licence plate; or another status where the goods lie.

use super::again::Again;
use super::carry::{Carry, MAY_MOVE, Place};
use super::event::{self, Command, Context, Effect, Event};
use super::goods::{elsewhere, good, info, misread, post, too_early, warn};
use super::hand::Part;
use super::kept::awaited;
use super::machine::{Machine, Subject};
use super::naming::WEIGH;
pub use super::question::r#move::{Question, Told};
use super::room::{again_to, asked};
use super::scanned::Scanned;
use crate::domain::catalog::Location;
use crate::domain::code::LocationCode;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{LpnKind, LpnState, Plate, Status};
use crate::operations::answer::Answer;
use crate::operations::request::{ChangeStatus, Move, MoveKind, Operation};
use serde::{Deserialize, Serialize};

/// What is wanted next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The bin or licence plate that the goods leave.
    From,
    /// A part of the goods.
    Goods(Part),
    /// Where they go.
    To,
}

/// What was posted, and what to tell once all of it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Posted {
    text: String,
    left: usize,
    refused: bool,
}

/// Moving, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    carry: Carry,
    again: Again,
    posted: Option<Posted>,
}

impl State {
    /// Returns the goods on their way.
    pub const fn carry(&self) -> &Carry {
        &self.carry
    }

    /// Returns what is wanted next.
    pub fn wanted(&self) -> Step {
        if self.carry.from.is_none() {
            return Step::From;
        }
        if self.carry.is_whole() {
            return Step::To;
        }
        self.carry.missing().map_or(Step::To, Step::Goods)
    }

    fn goods(&self) -> String {
        if self.carry.is_whole() {
            self.carry.place()
        } else {
            self.carry.named()
        }
    }

    fn scanned(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        if let Some(location) = scanned.location() {
            if let Some(refused) = elsewhere(location, &context.site) {
                return vec![refused];
            }
            if let (Step::Goods(part), false) = (self.wanted(), self.carry.is_empty()) {
                return vec![misread(scanned, awaited(Some(part)), Machine::prompt(self))];
            }
            return self.location(location);
        }
        if let Some(plate) = scanned.plate().filter(|plate| plate.state != LpnState::Shipped) {
            return self.plate(plate);
        }
        if self.wanted() == Step::From {
            return vec![misread(
                scanned,
                "a bin or a licence plate",
                Machine::prompt(self),
            )];
        }
        self.again.forget();
        let before = self.carry.hand.clone();
        match self.carry.take(scanned, context) {
            Ok(echo) => {
                let barred = self.carry.barred(&before, MAY_MOVE);
                [info(echo)].into_iter().chain(barred).collect()
            }
            Err(refusal) => vec![Effect::Refuse(refusal)],
        }
    }

    fn location(&mut self, place: &Location) -> Vec<Effect> {
        let location = place.location.clone();
        let same = Some(&location) == self.carry.from.as_ref();
        match self.wanted() {
            Step::From => self.look(Place::At(location)),
            Step::To if same => {
                vec![Effect::Refuse(Refusal::SamePlace {
                    location: location.to_string(),
                })]
            }
            Step::To if self.carry.is_whole() => self.put_all(&location),
            Step::To if self.carry.hand.wants_quantity() => {
                vec![too_early(location, Machine::prompt(self))]
            }
            Step::To => match asked(&mut self.again, place, &self.carry.hand, true) {
                Some(question) => vec![question],
                None => self.put(&location, None),
            },
            Step::Goods(_) if same => self.hint(),
            Step::Goods(_) if self.carry.content.is_empty() => self.look(Place::At(location)),
            Step::Goods(_) if self.carry.is_blind() => {
                let place = self.carry.place();
                vec![Effect::Refuse(Refusal::UnderCount { place })]
            }
            Step::Goods(_) if self.again.is_second(location.as_str()) => self.put_all(&location),
            Step::Goods(_) => {
                let text = format!(
                    "all of {} goes to {location}? Scan {location} again",
                    self.carry.place()
                );
                vec![warn("WHOLE BIN", text)]
            }
        }
    }

    fn plate(&mut self, plate: &Plate) -> Vec<Effect> {
        match self.wanted() {
            Step::To if !self.carry.is_whole() && plate.kind == LpnKind::Pallet => {
                self.put(&plate.location, Some(plate))
            }
            Step::From => self.look(Place::On(plate.lpn.clone())),
            Step::Goods(Part::Item) if self.carry.is_empty() => self.look(Place::On(plate.lpn.clone())),
            Step::Goods(_) | Step::To => vec![too_early(&plate.lpn, Machine::prompt(self))],
        }
    }

    fn look(&mut self, place: Place) -> Vec<Effect> {
        *self = Self::default();
        vec![Effect::Ask(event::Question::Move(Question::Content(place)))]
    }

    fn put(&mut self, to: &LocationCode, on: Option<&Plate>) -> Vec<Effect> {
        if self.carry.there().is_below(self.carry.hand.qty) {
            let (item, at) = (self.carry.named(), self.carry.place());
            let (need, have) = (self.carry.hand.qty, self.carry.there());
            return vec![Effect::Refuse(Refusal::NotEnough { item, at, need, have })];
        }
        let operation = self
            .carry
            .bring(to, MoveKind::Move)
            .map(|operation| match (operation, on) {
                (Operation::Move(asked), Some(plate)) => Move {
                    to_lpn: Some(plate.lpn.clone()),
                    ..asked
                }
                .into(),
                (operation, _) => operation,
            });
        let target = on.map_or_else(|| to.to_string(), |plate| plate.lpn.to_string());
        let text = format!(
            "{} moved from {} to {target}",
            self.carry.named(),
            self.carry.place()
        );
        self.send(operation.into_iter().collect(), text)
    }

    fn put_all(&mut self, to: &LocationCode) -> Vec<Effect> {
        let text = format!("all of {} moved to {to}", self.carry.place());
        self.send(self.carry.bring_all(to, MoveKind::Move), text)
    }

    fn send(&mut self, operations: Vec<Operation>, text: String) -> Vec<Effect> {
        self.again.forget();
        self.posted = Some(Posted {
            text,
            left: operations.len(),
            refused: false,
        });
        operations.into_iter().map(post).collect()
    }

    /// Gives the goods another status where they lie.
    fn mark(&mut self, to: Status) -> Vec<Effect> {
        let held = self.carry.fitting().find(|held| held.status != to).cloned();
        let (Step::To, Some(held), Some(at)) = (self.wanted(), held, self.carry.from.clone()) else {
            return vec![too_early(to, Machine::prompt(self))];
        };
        let text = format!("{} at {at} is {to} now", self.carry.named());
        let change = ChangeStatus {
            item: held.item,
            qty: self.carry.hand.qty,
            at,
            from: held.status,
            to,
            lot: Some(held.lot).filter(|lot| !lot.is_empty()),
            serial: Some(held.serial).filter(|serial| !serial.is_empty()),
            lpn: Some(held.lpn).filter(|lpn| !lpn.is_empty()),
        };
        self.send(vec![change.into()], text)
    }

    fn told(&mut self, told: Told) -> Vec<Effect> {
        let Told::Content(content) = told;
        let fresh = self.carry.from.is_none();
        if let Some(refusal) = content.refusal("a place").filter(|_| fresh) {
            return vec![Effect::Refuse(refusal)];
        }
        self.carry.learn(content);
        if !fresh {
            return Vec::new();
        }
        let mut effects = self.hint();
        effects.extend(self.carry.barred_as_a_whole(MAY_MOVE));
        effects
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let Some(mut posted) = self.posted.take() else {
            return self.refresh();
        };
        posted.left = posted.left.saturating_sub(1);
        posted.refused |= answer.refusal.is_some();
        if 0 < posted.left {
            self.posted = Some(posted);
            return Vec::new();
        }
        if posted.refused {
            return self.refresh();
        }
        *self = Self::default();
        vec![good(posted.text)]
    }

    fn command(&mut self, command: &Command) -> Vec<Effect> {
        match command {
            Command::Qty(qty) => match self.carry.set(*qty) {
                Ok(echo) => vec![info(echo)],
                Err(refusal) => vec![Effect::Refuse(refusal)],
            },
            Command::Status(status) => self.mark(*status),
            Command::Damaged => self.mark(Status::Damaged),
            Command::Done if self.carry.is_empty() => vec![Effect::Leave],
            Command::Done => vec![too_early("DONE", Machine::prompt(self))],
            Command::Back => self.back(),
            _ => self.hint(),
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        self.again.forget();
        if self.carry.hand.back() {
            return self.hint();
        }
        if self.carry.from.is_none() {
            return vec![Effect::Leave];
        }
        *self = Self::default();
        self.hint()
    }

    fn hint(&self) -> Vec<Effect> {
        vec![info(Machine::prompt(self))]
    }
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => self.scanned(&scanned, context),
            Event::Enter => self.hint(),
            Event::Command(command) => self.command(&command),
            Event::Told(event::Told::Move(told)) => self.told(told),
            Event::Posted(answer) => self.answered(&answer),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        match self.wanted() {
            Step::From => "Scan the bin or plate to move from".into(),
            Step::Goods(Part::Item) if self.carry.hand.is_empty() => match self.again.awaited() {
                Some(code) => format!("Scan {code} again to move all"),
                None => format!("Scan goods at {}", self.carry.place()),
            },
            Step::Goods(part) => self.carry.hand.prompt(part),
            Step::To if self.carry.hand.wants_quantity() => WEIGH.into(),
            Step::To => match self.again.awaited() {
                Some(code) => again_to(code),
                None => "Scan where it goes".into(),
            },
        }
    }

    fn subject(&self) -> Subject {
        let item = self.carry.hand.item.as_ref().map(|item| item.item.clone());
        Subject::of(item, self.carry.from.clone())
    }

    fn commands(&self) -> Vec<Command> {
        match self.wanted() {
            Step::To if !self.carry.is_whole() => vec![Command::Damaged, Command::Back, Command::Help],
            _ if self.carry.is_empty() => vec![Command::Done, Command::Back, Command::Help],
            _ => vec![Command::Back, Command::Help],
        }
    }

    fn refresh(&self) -> Vec<Effect> {
        let place = self.carry.origin().map(Question::Content);
        place
            .map(|asked| Effect::Ask(event::Question::Move(asked)))
            .into_iter()
            .collect()
    }

    fn unfinished(&self) -> Option<String> {
        (!self.carry.is_empty()).then(|| format!("moving {}", self.goods()))
    }
}
