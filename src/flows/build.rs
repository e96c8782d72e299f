//! Build: a work order is scanned or chosen, then its components as they go into process, and what is made of them as it
//! comes out. What comes back, and what is spoilt, is said before its place.

mod learn;
mod read;

use super::again::Again;
use super::event::{self, Command, Context, Effect, Event};
use super::goods::{info, post_because, too_early};
use super::hand::{Hand, Part};
use super::machine::{Machine, Subject};
use super::naming::WEIGH;
pub use super::question::build::{Line, Question, Told, Work};
use super::room::again_to;
use crate::domain::code::{ItemCode, LocationCode, LotCode, OrderNo};
use crate::domain::work_order::{ComponentAct, OutputAct};
use crate::operations::request::{WorkIssue, WorkReport};
use serde::{Deserialize, Serialize};

/// What is wanted next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The work order.
    Order,
    /// A part of the goods.
    Goods(Part),
    /// The bin that they leave or reach.
    Place,
    /// The reason why they are spoilt.
    Reason,
}

/// What happens to the goods in hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// A component is issued, or what is made goes into stock.
    #[default]
    Work,
    /// A component comes back.
    Return,
    /// It is spoilt.
    Scrap,
}

/// Work on a work order, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    order: Option<OrderNo>,
    /// What it makes.
    makes: ItemCode,
    /// The lot that it makes; empty if it is not known ahead.
    lot: LotCode,
    hand: Hand,
    act: Act,
    /// A bin that is not meant for the goods, until it is scanned again.
    #[serde(default, skip_serializing_if = "Again::is_idle")]
    again: Again,
    posted: Option<String>,
    selected: usize,
    #[serde(skip)]
    work: Option<Box<Work>>,
    /// The work orders to choose from.
    #[serde(skip)]
    open: Vec<Work>,
    /// The number that was asked for.
    #[serde(skip)]
    asked: String,
}

impl State {
    /// Returns the number of the work order.
    pub const fn order(&self) -> Option<&OrderNo> {
        self.order.as_ref()
    }

    /// Returns the work order.
    pub fn work(&self) -> Option<&Work> {
        self.work.as_deref()
    }

    /// Returns the work orders to choose from, and which of them is marked.
    pub fn open(&self) -> (&[Work], usize) {
        (&self.open, self.selected)
    }

    /// Returns the goods in hand.
    pub const fn hand(&self) -> &Hand {
        &self.hand
    }

    /// Returns what happens to them.
    pub const fn act(&self) -> Act {
        self.act
    }

    /// Returns whether what is made is in hand, not a component.
    pub fn is_output(&self) -> bool {
        self.hand
            .item
            .as_ref()
            .is_some_and(|item| item.item == self.makes)
    }

    /// Returns what is still missing of the goods: nothing of the lot where the work order names it, no number of what is
    /// spoilt.
    pub fn lacks(&self) -> Vec<Part> {
        let mut missing = self.hand.lacks(self.is_output());
        let is_named =
            self.is_output() && !self.lot.is_empty() && self.hand.lot().is_none_or(|lot| lot == self.lot);
        let is_spoilt = self.act == Act::Scrap;
        // The books take the lot that expires first of a component.
        let is_issued = !self.is_output() && self.act == Act::Work;
        missing.retain(|part| match part {
            Part::Item => true,
            Part::Lot => !is_named && !is_spoilt && !is_issued,
            Part::Expiry => !is_named && !is_spoilt,
            Part::Serial => !is_spoilt,
        });
        missing
    }

    /// Returns the line of the component in hand.
    pub fn line(&self) -> Option<&Line> {
        let item = &self.hand.item.as_ref()?.item;
        self.work()?.lines.iter().find(|line| line.item == *item)
    }

    /// Returns what is wanted next.
    pub fn wanted(&self) -> Step {
        if self.order.is_none() {
            return Step::Order;
        }
        match (self.lacks().first(), self.act) {
            (Some(part), _) => Step::Goods(*part),
            (None, Act::Scrap) => Step::Reason,
            (None, Act::Work | Act::Return) => Step::Place,
        }
    }

    /// Says what happens to the goods in hand.
    fn say(&mut self, act: Act) -> Vec<Effect> {
        if self.hand.item.is_none() {
            return self.hint();
        }
        if act == Act::Return && self.is_output() {
            return vec![too_early(
                "RETURN",
                "What is made comes back by UNDO of its report",
            )];
        }
        self.act = act;
        self.hint()
    }

    /// Posts what happens to the goods in hand.
    fn put(&mut self, place: Option<LocationCode>, reason: Option<String>) -> Vec<Effect> {
        let (Some(order), Some(item)) = (self.order.clone(), self.hand.item.clone()) else {
            return self.hint();
        };
        if self.hand.wants_quantity() {
            return vec![too_early("The place", Machine::prompt(self))];
        }
        let goods = self.hand.named();
        let at = |word: &str| {
            place
                .as_ref()
                .map(|bin| format!(" {word} {bin}"))
                .unwrap_or_default()
        };
        let (qty, lot, serial) = (self.hand.qty, self.hand.lot(), self.hand.serial());
        self.posted = Some(match (self.is_output(), self.act) {
            (true, Act::Scrap) => format!("{goods} of {order} spoilt"),
            (true, _) => format!("{goods} made for {order}{}", at("at")),
            (false, Act::Work) => format!("{goods} issued to {order}{}", at("from")),
            (false, Act::Return) => format!("{goods} back from {order}{}", at("at")),
            (false, Act::Scrap) => format!("{goods} spoilt in {order}"),
        });
        let is_spoilt = self.act == Act::Scrap;
        if self.is_output() {
            let report = WorkReport {
                order,
                qty,
                act: is_spoilt.then_some(OutputAct::Scrap),
                to: place,
                lot: lot.filter(|_| !is_spoilt),
                expiry: self.hand.expiry().filter(|_| !is_spoilt),
                serial: serial.filter(|_| !is_spoilt),
            };
            return vec![post_because(report, reason)];
        }
        let (act, from, to) = match self.act {
            Act::Work => (None, place, None),
            Act::Return => (Some(ComponentAct::Return), None, place),
            Act::Scrap => (Some(ComponentAct::Scrap), None, None),
        };
        let issue = WorkIssue {
            order,
            item: item.item,
            qty,
            act,
            from,
            to,
            lot,
            serial,
        };
        vec![post_because(issue, reason)]
    }

    fn command(&mut self, command: &Command) -> Vec<Effect> {
        self.again.forget();
        match (command, self.wanted()) {
            (Command::Down, Step::Order) => self.mark(true),
            (Command::Up, Step::Order) => self.mark(false),
            (Command::Back, _) => self.back(),
            (Command::Done, _) if self.hand.is_empty() => vec![Effect::Leave],
            (Command::Done, _) => vec![too_early("DONE", Machine::prompt(self))],
            (_, Step::Order) => self.hint(),
            (Command::Reason(word), _) if word == "return" => self.say(Act::Return),
            (Command::Reason(word), _) if word == "scrap" => self.say(Act::Scrap),
            (Command::Damaged, _) => self.say(Act::Scrap),
            (Command::Reason(word), Step::Reason) => self.put(None, Some(word.clone())),
            (Command::Qty(qty), _) => self.set(*qty),
            _ => self.hint(),
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        if std::mem::take(&mut self.act) != Act::Work || self.hand.back() {
            return self.hint();
        }
        if self.order.is_none() {
            return vec![Effect::Leave];
        }
        *self = Self::default();
        let mut effects = self.hint();
        effects.extend(self.refresh());
        effects
    }

    fn hint(&self) -> Vec<Effect> {
        vec![info(Machine::prompt(self))]
    }

    fn ask(question: Question) -> Effect {
        Effect::Ask(event::Question::Build(question))
    }

    /// Returns where the component in hand leaves first: ` A-01-1, lot NC-2602`.
    fn suggested(&self) -> Option<String> {
        let (bin, lot) = self.line()?.first.as_ref()?;
        Some(match lot.as_str() {
            "" => bin.to_string(),
            lot => format!("{bin}, lot {lot}"),
        })
    }
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => self.scanned(&scanned, context),
            Event::Enter => self.enter(),
            Event::Command(command) => self.command(&command),
            Event::Told(event::Told::Build(told)) => self.told(told, context),
            Event::Posted(answer) => self.answered(&answer),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        match (self.wanted(), self.act) {
            (Step::Order, _) if self.open.is_empty() => "Scan a work order".into(),
            (Step::Order, _) => "Scan a work order, or choose one".into(),
            (Step::Goods(Part::Item), _) if self.hand.is_empty() => {
                "Scan a component, or what is made".into()
            }
            (Step::Goods(part), _) => self.hand.prompt(part),
            _ if self.hand.wants_quantity() => WEIGH.into(),
            (Step::Reason, _) => "Why is it spoilt? Type or scan the reason".into(),
            (Step::Place, _) if !self.again.is_idle() => again_to(self.again.awaited().unwrap_or_default()),
            (Step::Place, Act::Work) if !self.is_output() => match self.suggested() {
                Some(first) => format!("Scan its bin, or Enter for {first}"),
                None => "Scan its bin, or Enter for what goes first".into(),
            },
            (Step::Place, _) => "Scan its place, or Enter for the usual".into(),
        }
    }

    fn subject(&self) -> Subject {
        Subject::of(self.hand.item.as_ref().map(|item| item.item.clone()), None)
    }

    fn commands(&self) -> Vec<Command> {
        use Command::{Back, Damaged, Done, Down, Help, Up};
        match self.wanted() {
            Step::Order if self.open.is_empty() => vec![Back, Help],
            Step::Order => vec![Down, Up, Back, Help],
            _ if self.hand.is_empty() => vec![Done, Back, Help],
            Step::Reason => vec![Back, Help],
            Step::Goods(_) | Step::Place => vec![Damaged, Back, Help],
        }
    }

    fn refresh(&self) -> Vec<Effect> {
        let question = self.order.clone().map_or(Question::Open, Question::Work);
        vec![Self::ask(question)]
    }

    fn lines(&self) -> usize {
        if self.wanted() == Step::Order {
            self.open.len()
        } else {
            0
        }
    }

    fn choose(&mut self, line: usize) -> Vec<Effect> {
        self.selected = line;
        self.take_marked()
    }

    fn unfinished(&self) -> Option<String> {
        let what = match (self.is_output(), self.act) {
            (true, _) => "the report of",
            (false, Act::Return) => "the return of",
            (false, _) => "the issue of",
        };
        (!self.hand.is_empty()).then(|| format!("{what} {}", self.hand.named()))
    }
}
