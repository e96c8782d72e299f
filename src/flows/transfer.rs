//! Transfer: goods leave for another site, or arrive from one. The first scan decides which: the card of the site that
//! they go to, or the paper of a transfer.
//!
//! Goods leave line by line, each posted at once; the first line gives the transfer its number, which travels with the
//! goods on their paper. At the other site that number, scanned or chosen from the list, leads to what is expected.

mod arrive;
mod choose;
mod close;
mod learn;
mod send;

use super::again::Again;
use super::carry::{Carry, Held};
use super::event::{self, Command, Context, Effect, Event};
use super::goods::{info, too_early};
use super::hand::Part;
use super::machine::{Machine, Subject};
use super::naming::WEIGH;
use super::pieces::Pieces;
use super::proof::Proof;
pub use super::question::transfer::{Line, Paper, Question, Told, number_of};
use super::room::again_to;
use super::scanned::Scanned;
use crate::domain::amount::Qty;
use crate::domain::code::{ItemCode, LocationCode, SiteCode};
use crate::domain::refusal::Refusal;
use crate::domain::stock::Status;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Which way the goods go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// They leave this site.
    Out,
    /// They arrive here.
    In,
}

/// What is wanted next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The site that goods go to, or a transfer.
    Start,
    /// The bin that they leave.
    From,
    /// A part of the goods.
    Goods(Part),
    /// That they are sent.
    Send,
    /// Where they are put.
    Place,
    /// The reason for giving up what is missing.
    Reason,
    /// A supervisor's badge for that.
    Approval,
}

/// What becomes of goods that have not arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Missing {
    /// They may still come.
    #[default]
    Awaited,
    /// They are given up; nobody has said why.
    Unexplained,
    /// They are given up for this reason.
    GivenUp(String),
    /// They are given up for this reason, and a supervisor is about to prove who approves it.
    Vouched(String, Proof),
}

/// What was posted, part by part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Posted {
    text: String,
    /// Where arriving goods were put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<LocationCode>,
    /// Base units of each post that is not answered yet.
    parts: VecDeque<Qty>,
    done: Qty,
    refused: bool,
}

/// A transfer, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    way: Option<Way>,
    /// The site where the operator works.
    here: SiteCode,
    /// The other site.
    other: SiteCode,
    /// The transfer's number; `None` before the first line left.
    number: Option<String>,
    /// The movements of its lines that were seen.
    known: Vec<i64>,
    carry: Carry,
    /// The status that arriving goods get; `None` lets the place decide.
    status: Option<Status>,
    /// Where the last goods were put; Enter puts the next ones there too.
    last: Option<LocationCode>,
    /// A bin that is not meant for the goods, until it is scanned again.
    #[serde(default, skip_serializing_if = "Again::is_idle")]
    again: Again,
    missing: Missing,
    posted: Option<Posted>,
    /// The pieces of this transfer that have a number on their label.
    counted: Pieces,
    selected: usize,
    /// Whether the operator may only take goods in.
    #[serde(skip)]
    takes_in_only: bool,
    #[serde(skip)]
    on_the_way: Vec<Paper>,
    #[serde(skip)]
    lines: Vec<Line>,
    /// What lies in the bin and can't be sent.
    #[serde(skip)]
    stays: Vec<Held>,
    /// What lies in the bin and would be sold at no known price.
    #[serde(skip)]
    unpriced: Vec<(ItemCode, Refusal)>,
    /// The number that was asked for.
    #[serde(skip)]
    asked: String,
}

impl State {
    /// Returns which way the goods go; `None` while nothing is chosen.
    pub const fn way(&self) -> Option<Way> {
        self.way
    }

    /// Returns the site that the goods go to or come from.
    pub const fn other(&self) -> &SiteCode {
        &self.other
    }

    /// Returns the transfer's number.
    pub fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// Returns the lines of the transfer.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Returns the goods in hand, with the bin that they leave.
    pub const fn carry(&self) -> &Carry {
        &self.carry
    }

    /// Returns the status that arriving goods get.
    pub const fn status(&self) -> Option<Status> {
        self.status
    }

    /// Returns the transfers to choose from, and which of them is marked.
    pub fn on_the_way(&self) -> (&[Paper], usize) {
        (&self.on_the_way, self.selected)
    }

    /// Returns what is wanted next.
    pub fn wanted(&self) -> Step {
        match (self.way, &self.missing) {
            (None, _) => Step::Start,
            (Some(_), Missing::Unexplained) => Step::Reason,
            (Some(_), Missing::GivenUp(_) | Missing::Vouched(..)) => Step::Approval,
            (Some(Way::Out), _) if self.carry.from.is_none() => Step::From,
            (Some(Way::Out), _) => self.carry.missing().map_or(Step::Send, Step::Goods),
            (Some(Way::In), _) => self.carry.missing().map_or(Step::Place, Step::Goods),
        }
    }

    /// Returns the transfer in words: its number, or its destination while it has none.
    fn named(&self) -> String {
        match &self.number {
            Some(number) => number.clone(),
            None => format!("the transfer to {}", self.other),
        }
    }

    fn scanned(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        match (self.wanted(), self.way) {
            (Step::Start, _) | (_, None) => self.choose(scanned, context),
            (Step::Reason, _) => self.because(scanned, context),
            (Step::Approval, _) => self.vouch(scanned, context),
            (_, Some(_)) if scanned.transfer().is_some() && self.carry.is_empty() => {
                self.ask_paper(&scanned.text)
            }
            (_, Some(Way::Out)) => self.sending(scanned, context),
            (_, Some(Way::In)) => self.arriving(scanned, context),
        }
    }

    fn enter(&mut self) -> Vec<Effect> {
        self.again.forget();
        match (self.wanted(), self.last.clone()) {
            (Step::Start, _) => self.take_marked(),
            (Step::Send, _) => self.send(),
            (Step::Place, Some(last)) => vec![Self::ask(Question::Place(last))],
            _ => self.hint(),
        }
    }

    fn command(&mut self, command: &Command, context: &Context) -> Vec<Effect> {
        self.again.forget();
        match (command, self.wanted()) {
            (Command::Back, _) => self.back(),
            (Command::Reason(code), Step::Reason) => self.give_up(code.clone(), context),
            (Command::Down, Step::Start) => self.mark(true),
            (Command::Up, Step::Start) => self.mark(false),
            (Command::Done, Step::Start) => vec![Effect::Leave],
            (_, Step::Start | Step::Reason | Step::Approval) => self.hint(),
            (Command::Qty(qty), _) => self.set(*qty),
            (Command::Done, Step::Send) => self.send(),
            (Command::Done, _) if self.carry.is_empty() => self.leave(),
            (Command::Done, _) => vec![too_early("DONE", Machine::prompt(self))],
            (Command::Status(status), _) if self.way == Some(Way::In) => self.state(*status),
            (Command::Damaged, _) if self.way == Some(Way::In) => self.state(Status::Damaged),
            (Command::Short, _) if self.way == Some(Way::In) => self.short(),
            _ => self.hint(),
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        match std::mem::take(&mut self.missing) {
            Missing::Awaited => {}
            Missing::Unexplained => return self.hint(),
            Missing::GivenUp(_) => {
                self.missing = Missing::Unexplained;
                return self.hint();
            }
            Missing::Vouched(reason, _) => {
                self.missing = Missing::GivenUp(reason);
                return self.hint();
            }
        }
        if self.status.take().is_some() || self.carry.hand.back() {
            return self.hint();
        }
        if self.carry.from.take().is_some() {
            self.carry = Carry::default();
            return self.hint();
        }
        if self.way.is_none() {
            return vec![Effect::Leave];
        }
        *self = Self::default();
        let mut effects = self.hint();
        effects.extend(self.refresh());
        effects
    }

    /// Takes a read about goods; a piece with a number on its label counts once.
    fn take(&mut self, scanned: &Scanned, context: &Context) -> Result<String, Refusal> {
        let before = self.carry.hand.clone();
        let echo = self.carry.take(scanned, context)?;
        let counted = self.counted.check(self.carry.hand.number().as_ref());
        counted.inspect_err(|_| self.carry.hand.set_aside(before, scanned))?;
        Ok(echo)
    }

    /// Sets how much is sent or arrived.
    fn set(&mut self, qty: Qty) -> Vec<Effect> {
        let before = self.carry.hand.clone();
        let set = self.carry.set(qty);
        let set = match self.way {
            Some(Way::Out) => set.and_then(|echo| self.free(before).map(|()| echo)),
            _ => set.map_err(|refusal| self.not_expected(refusal, &Scanned::default())),
        };
        match set {
            Ok(echo) => vec![info(echo)],
            Err(refusal) => vec![Effect::Refuse(refusal)],
        }
    }

    fn ask(question: Question) -> Effect {
        Effect::Ask(event::Question::Transfer(question))
    }
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => self.scanned(&scanned, context),
            Event::Enter => self.enter(),
            Event::Command(command) => self.command(&command, context),
            Event::Told(event::Told::Transfer(told)) => self.told(told, context),
            Event::Told(event::Told::SignIn(told)) => self.compared(&told),
            Event::Posted(answer) => self.counted(&answer).unwrap_or_else(|| self.answered(&answer)),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        let hand = &self.carry.hand;
        match (self.wanted(), self.way) {
            (Step::Start, _) if self.takes_in_only && self.on_the_way.is_empty() => {
                "Scan the paper of a transfer".into()
            }
            (Step::Start, _) if self.takes_in_only => "Scan the paper of a transfer, or choose one".into(),
            (Step::Start, _) if self.on_the_way.is_empty() => "Scan the site it goes to".into(),
            (Step::Start, _) => "Scan the site it goes to, or choose one".into(),
            (Step::From, _) => format!("Scan the bin to send {} from", self.other),
            (Step::Goods(Part::Item), Some(Way::Out)) if hand.is_empty() => {
                format!("Scan goods at {}, or DONE", self.carry.place())
            }
            (Step::Goods(Part::Item), _) if hand.is_empty() => match self.open().next() {
                Some(_) => "Scan what arrived".into(),
                None => format!("All of {} is in: DONE", self.named()),
            },
            (Step::Goods(part), _) => hand.prompt(part),
            (Step::Send | Step::Place, _) if hand.wants_quantity() => WEIGH.into(),
            (Step::Send, _) => "Type the total, or Enter to send".into(),
            (Step::Place, _) if !self.again.is_idle() => again_to(self.again.awaited().unwrap_or_default()),
            (Step::Place, _) => match &self.last {
                Some(last) => format!("Scan its place, or Enter for {last}"),
                None => "Scan its place, or type the total".into(),
            },
            (Step::Reason, _) => "Why is it missing? Type the reason".into(),
            (Step::Approval, _) => self.approval_prompt(),
        }
    }

    fn subject(&self) -> Subject {
        let item = self.carry.hand.item.as_ref().map(|item| item.item.clone());
        Subject::of(item, self.carry.from.clone())
    }

    fn commands(&self) -> Vec<Command> {
        use Command::{Back, Damaged, Done, Down, Help, Short, Up};
        match (self.wanted(), self.way) {
            (Step::Start, _) if self.on_the_way.is_empty() => vec![Back, Help],
            (Step::Start, _) => vec![Down, Up, Back, Help],
            (Step::Reason | Step::Approval, _) => vec![Back, Help],
            (Step::Send, _) => vec![Done, Back, Help],
            (_, Some(Way::In)) if !self.carry.is_empty() => vec![Damaged, Back, Help],
            (_, Some(Way::In)) if self.open().next().is_some() => vec![Short, Done, Damaged, Back, Help],
            _ if self.carry.is_empty() => vec![Done, Back, Help],
            _ => vec![Back, Help],
        }
    }

    fn asks_for_approval(&self) -> bool {
        matches!(self.missing, Missing::GivenUp(_))
    }

    fn refresh(&self) -> Vec<Effect> {
        if self.way.is_none() {
            return vec![Self::ask(Question::OnTheWay)];
        }
        let paper = self.number.clone().map(|number| Question::Paper {
            number,
            known: self.known.clone(),
        });
        let content = self.carry.origin();
        let content = content.map(|origin| Question::Content(origin, self.other.clone()));
        paper.into_iter().chain(content).map(Self::ask).collect()
    }

    fn is_secret(&self) -> bool {
        matches!(self.missing, Missing::Vouched(..))
    }

    fn unvouch(&mut self) {
        self.forget_badge();
    }

    fn lines(&self) -> usize {
        if self.wanted() == Step::Start {
            self.on_the_way.len()
        } else {
            0
        }
    }

    fn choose(&mut self, line: usize) -> Vec<Effect> {
        self.selected = line;
        self.take_marked()
    }

    fn unfinished(&self) -> Option<String> {
        let what = if self.way == Some(Way::In) {
            "the arrival of"
        } else {
            "sending"
        };
        (!self.carry.is_empty()).then(|| format!("{what} {}", self.carry.named()))
    }
}
