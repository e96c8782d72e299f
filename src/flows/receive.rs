//! Receive: goods arrive, put together from their labels in any order, and are put down at the dock or in a bin.

mod act;
mod far;
mod learn;

use super::again::Again;
use super::event::{Command, Context, Effect, Event};
use super::goods::info;
use super::hand::{Hand, Part};
use super::machine::{Machine, Subject};
use super::naming::WEIGH;
use super::pieces::Pieces;
pub use super::question::receive::{Line, Question, Told};
use super::room::again_to;
use crate::domain::amount::Price;
use crate::domain::code::{LocationCode, Lpn, OrderNo};
use crate::domain::stock::Status;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is wanted next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A purchase order.
    Order,
    /// A part of the goods.
    Goods(Part),
    /// Where they are put, or more of them.
    Place,
}

/// Receiving, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    order: Option<OrderNo>,
    vendor: String,
    #[serde(skip)]
    lines: Vec<Line>,
    /// Whether goods are received that nobody ordered.
    blind: bool,
    cost: Option<Price>,
    hand: Hand,
    /// What was in hand before the read under way, to go back to if the store shows that read to be wrong.
    #[serde(skip)]
    was: Hand,
    status: Option<Status>,
    lpn: Option<Lpn>,
    /// Where the last goods were put; Enter puts the next ones there too.
    last: Option<LocationCode>,
    /// A bin that is not meant for the goods, until it is scanned again.
    #[serde(default, skip_serializing_if = "Again::is_idle")]
    again: Again,
    /// Goods whose expiry is asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    far: Option<Box<far::Far>>,
    /// The far expiry that was confirmed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sure: Option<NaiveDate>,
    /// Where the goods under way are put, if Enter may put the next ones there too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    going: Option<LocationCode>,
    /// What is told once the post is applied.
    posted: Option<String>,
    /// The pieces received that have a number on their label.
    #[serde(default)]
    counted: Pieces,
}

impl State {
    /// Returns the order being received; `None` if goods are received that nobody ordered.
    pub const fn order(&self) -> Option<&OrderNo> {
        self.order.as_ref()
    }

    /// Returns the vendor's name.
    pub fn vendor(&self) -> &str {
        &self.vendor
    }

    /// Returns the order's lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Returns the goods in hand.
    pub const fn hand(&self) -> &Hand {
        &self.hand
    }

    /// Returns the status that the goods in hand get; `None` lets the place decide.
    pub const fn status(&self) -> Option<Status> {
        self.status
    }

    /// Returns the licence plate that the goods arrive on.
    pub fn lpn(&self) -> Option<Lpn> {
        let labelled = || self.hand.label().value(0).map(Lpn::from);
        self.lpn.clone().or_else(labelled)
    }

    /// Returns what is wanted next.
    pub fn wanted(&self) -> Step {
        if self.order.is_none() && !self.blind {
            return Step::Order;
        }
        self.hand.missing(true).map_or(Step::Place, Step::Goods)
    }

    /// Returns the line that the goods in hand belong to: the first open one of the item, else the last.
    pub fn line(&self) -> Option<&Line> {
        let item = &self.hand.item.as_ref()?.item;
        let open = self
            .lines
            .iter()
            .find(|line| line.item == *item && !line.open().is_zero());
        open.or_else(|| self.lines.iter().rfind(|line| line.item == *item))
    }
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => self.scanned(&scanned, context),
            Event::Enter => self.enter(),
            Event::Command(command) => self.command(&command, context),
            Event::Told(super::event::Told::Receive(told)) => self.told(told, context),
            Event::Posted(answer) => self.answered(&answer),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        if let Some(far) = &self.far {
            return format!("Confirm {}, or type the right date", far.day);
        }
        let is_open = self.lines.is_empty() || self.lines.iter().any(|line| !line.open().is_zero());
        match self.wanted() {
            Step::Order => "Scan a purchase order".into(),
            Step::Goods(Part::Item) if self.hand.is_empty() && !is_open => {
                "All is received: DONE or next order".into()
            }
            Step::Goods(part) => self.hand.prompt(part),
            Step::Place if self.hand.wants_quantity() => WEIGH.into(),
            Step::Place if !self.again.is_idle() => again_to(self.again.awaited().unwrap_or_default()),
            Step::Place => match &self.last {
                Some(last) => format!("Scan its place, or Enter for {last}"),
                None => "Scan its place, or type the total".into(),
            },
        }
    }

    fn subject(&self) -> Subject {
        Subject::of(self.hand.item.as_ref().map(|item| item.item.clone()), None)
    }

    fn commands(&self) -> Vec<Command> {
        match self.wanted() {
            _ if self.far.is_some() => vec![Command::Confirm, Command::Back, Command::Help],
            Step::Order => vec![Command::Back, Command::Help],
            _ if self.hand.is_empty() => vec![Command::Done, Command::Damaged, Command::Back, Command::Help],
            _ => vec![Command::Damaged, Command::Back, Command::Help],
        }
    }

    fn refresh(&self) -> Vec<Effect> {
        self.order.clone().map(Self::ask_order).into_iter().collect()
    }

    fn unfinished(&self) -> Option<String> {
        (!self.hand.is_empty()).then(|| format!("the receipt of {}", self.hand.named()))
    }
}

impl State {
    fn ask_order(order: OrderNo) -> Effect {
        Effect::Ask(super::event::Question::Receive(Question::Order(order)))
    }

    fn hint(&self) -> Vec<Effect> {
        vec![info(self.prompt())]
    }
}
