//! Return: a customer sends goods back; the operator says what becomes of them, and they go to the place for that.

mod read;

use super::again::Again;
use super::event::{self, Command, Context, Effect, Event};
use super::goods::{good, info, post, too_early, unexpected};
use super::hand::{Hand, Part};
use super::machine::{Machine, Subject};
use super::naming::WEIGH;
pub use super::question::customer_return::{Question, Shipped, Told};
use super::room::again_to;
use super::scanned::Scanned;
use crate::domain::code::{LocationCode, OrderNo};
use crate::domain::stock::Status;
use crate::operations::answer::Answer;
use crate::operations::request::{CustomerReturn, Disposition};
use serde::{Deserialize, Serialize};

/// What is wanted next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The order, the parcel or the goods themselves.
    Order,
    /// A part of the goods.
    Goods(Part),
    /// What becomes of them.
    Disposition,
    /// Where they are put.
    Place,
}

/// Taking goods back, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    order: Option<OrderNo>,
    customer: String,
    #[serde(skip)]
    shipped: Vec<Shipped>,
    hand: Hand,
    disposition: Option<Disposition>,
    /// A bin that is not meant for the goods, until it is scanned again.
    #[serde(default, skip_serializing_if = "Again::is_idle")]
    again: Again,
    /// Goods scanned before their order is known.
    #[serde(skip)]
    early: Option<Box<Scanned>>,
    /// What was scanned to find the shipment.
    #[serde(skip)]
    asked: String,
    posted: Option<String>,
}

impl State {
    /// Returns the order whose goods come back.
    pub const fn order(&self) -> Option<&OrderNo> {
        self.order.as_ref()
    }

    /// Returns the customer's name.
    pub fn customer(&self) -> &str {
        &self.customer
    }

    /// Returns what was shipped for it.
    pub fn shipped(&self) -> &[Shipped] {
        &self.shipped
    }

    /// Returns the goods in hand.
    pub const fn hand(&self) -> &Hand {
        &self.hand
    }

    /// Returns what becomes of them.
    pub const fn disposition(&self) -> Option<Disposition> {
        self.disposition
    }

    /// Returns what is wanted next.
    pub fn wanted(&self) -> Step {
        if self.order.is_none() {
            return Step::Order;
        }
        match (self.hand.missing(false), self.disposition) {
            (Some(part), _) => Step::Goods(part),
            (None, None) => Step::Disposition,
            (None, Some(_)) => Step::Place,
        }
    }

    fn dispose(&mut self, disposition: Disposition) -> Vec<Effect> {
        self.disposition = Some(disposition);
        if disposition == Disposition::Scrap && self.wanted() == Step::Place {
            return self.put(None);
        }
        self.hint()
    }

    fn put(&mut self, to: Option<LocationCode>) -> Vec<Effect> {
        let (Step::Place, Some(item), Some(disposition)) =
            (self.wanted(), self.hand.item.clone(), self.disposition)
        else {
            let found = to.map_or_else(|| "Enter".to_owned(), |to| to.to_string());
            return vec![too_early(found, Machine::prompt(self))];
        };
        if self.hand.wants_quantity() {
            return vec![too_early("The place", Machine::prompt(self))];
        }
        let place = to.as_ref().map(|to| format!(" at {to}")).unwrap_or_default();
        self.posted = Some(format!(
            "{} back from {}: {disposition}{place}",
            self.hand.named(),
            self.customer
        ));
        vec![post(CustomerReturn {
            qty: self.hand.qty,
            disposition,
            of: None,
            order: self.order.clone(),
            item: Some(item.item.clone()),
            lot: self.hand.lot(),
            serial: self.hand.serial(),
            to,
        })]
    }

    fn told(&mut self, told: Told, context: &Context) -> Vec<Effect> {
        match told {
            Told::Nothing => {
                self.early = None;
                let found = format!("{} has not shipped yet", std::mem::take(&mut self.asked));
                vec![unexpected("Scan what was shipped to a customer", found)]
            }
            Told::Shipped {
                order,
                customer,
                shipped,
            } => {
                let fresh = self.order.as_ref() != Some(&order);
                let mut effects = Vec::new();
                if fresh {
                    effects.push(info(format!("{order} of {customer}: scan what comes back")));
                }
                self.order = Some(order);
                self.customer = customer;
                self.shipped = shipped;
                if let Some(early) = self.early.take() {
                    effects.extend(self.goods(&early, context));
                }
                effects
            }
        }
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let posted = self.posted.take();
        if answer.refusal.is_some() {
            return Vec::new();
        }
        let mut effects = Vec::new();
        if let Some(text) = posted {
            self.hand = Hand::default();
            self.disposition = None;
            effects.push(good(text));
        }
        effects.extend(self.refresh());
        effects
    }

    fn command(&mut self, command: &Command) -> Vec<Effect> {
        self.again.forget();
        let disposition = match command {
            Command::Status(Status::Available) => Some(Disposition::Restock),
            Command::Status(Status::Quarantine) => Some(Disposition::Quarantine),
            Command::Status(Status::Damaged) | Command::Damaged => Some(Disposition::Damaged),
            Command::Reason(word) => word.parse().ok(),
            _ => None,
        };
        match (disposition, command) {
            (Some(disposition), _) => self.dispose(disposition),
            (None, Command::Qty(qty)) => self.set(*qty),
            (None, Command::Done) if self.hand.is_empty() => vec![Effect::Leave],
            (None, Command::Done) => vec![too_early("DONE", Machine::prompt(self))],
            (None, Command::Back) => self.back(),
            (None, _) => self.hint(),
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.disposition.take().is_some() || self.hand.back() {
            return self.hint();
        }
        if self.order.is_none() {
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
            Event::Scanned(scanned) => self.scanned(scanned, context),
            Event::Enter if self.wanted() == Step::Place => self.put(None),
            Event::Enter => self.hint(),
            Event::Command(command) => self.command(&command),
            Event::Told(event::Told::Return(told)) => self.told(told, context),
            Event::Posted(answer) => self.answered(&answer),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        let is_open = self.shipped.is_empty() || self.shipped.iter().any(|it| !it.open().is_zero());
        match self.wanted() {
            Step::Order if self.hand.is_empty() => "Scan the order, the parcel or goods".into(),
            Step::Order => self.hand.prompt(Part::Item),
            Step::Goods(Part::Item) if self.hand.is_empty() && is_open => "Scan what comes back".into(),
            Step::Goods(Part::Item) if self.hand.is_empty() => "All of it came back: DONE".into(),
            Step::Goods(part) => self.hand.prompt(part),
            _ if self.hand.wants_quantity() => WEIGH.into(),
            Step::Disposition => "Type Restock, Quarantine, Damaged or Scrap".into(),
            Step::Place => match self.again.awaited() {
                Some(code) => again_to(code),
                None => "Scan its place, or Enter for the usual".into(),
            },
        }
    }

    fn subject(&self) -> Subject {
        Subject::of(self.hand.item.as_ref().map(|item| item.item.clone()), None)
    }

    fn commands(&self) -> Vec<Command> {
        match self.wanted() {
            Step::Goods(_) | Step::Order if self.hand.is_empty() => {
                vec![Command::Done, Command::Back, Command::Help]
            }
            Step::Disposition => vec![Command::Damaged, Command::Back, Command::Help],
            _ => vec![Command::Back, Command::Help],
        }
    }

    fn refresh(&self) -> Vec<Effect> {
        let asked = self
            .order
            .clone()
            .map(|order| event::Question::Return(Question::Order(order)));
        asked.map(Effect::Ask).into_iter().collect()
    }

    fn unfinished(&self) -> Option<String> {
        (!self.hand.is_empty()).then(|| format!("the return of {}", self.hand.named()))
    }
}
