//! What a read means while goods come back.

use super::{Question, Shipped, State, Step};
use crate::domain::order::OrderKind;
use crate::domain::refusal::Refusal;
use crate::flows::event::{self, Context, Effect};
use crate::flows::goods::{info, too_early};
use crate::flows::hand::Part;
use crate::flows::kept::still;
use crate::flows::machine::Machine;
use crate::flows::scanned::Scanned;
use crate::operations::request::Disposition;

impl State {
    pub(super) fn scanned(&mut self, scanned: Box<Scanned>, context: &Context) -> Vec<Effect> {
        if let Some(order) = scanned.order().filter(|order| order.kind == OrderKind::Sales) {
            return self.ask(Question::Order(order.order_no.clone()), &scanned.text);
        }
        if let Some(plate) = scanned.plate().filter(|plate| plate.order_no.is_some()) {
            return self.ask(Question::Parcel(plate.lpn.clone()), &scanned.text);
        }
        if self.wanted() == Step::Order {
            return self.orderless(scanned, context);
        }
        if let Some(location) = scanned.location() {
            return self.put(Some(location.location.clone()));
        }
        if self.wanted() == Step::Disposition
            && let Some(disposition) = chosen(&scanned)
        {
            return self.dispose(disposition);
        }
        self.goods(&scanned, context)
    }

    /// Looks for the order of goods that are scanned before their order is known; parts of their label are kept until
    /// then.
    fn orderless(&mut self, scanned: Box<Scanned>, context: &Context) -> Vec<Effect> {
        let mut hand = self.hand.clone();
        let taken = if scanned.item().is_some() || scanned.is_part() {
            hand.take(&scanned, false, context)
        } else {
            let need = "Scan the order, the parcel, or goods with their lot".into();
            let found = scanned.known_as();
            Err(Refusal::NotExpected { need, found })
        };
        let echo = match taken {
            Ok(echo) => echo,
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        let Some(item) = hand.item.as_ref().map(|item| item.item.clone()) else {
            self.hand = hand;
            return vec![info(format!("{echo}{}", still(&[Part::Item])))];
        };
        let (lot, serial, named) = (hand.lot(), hand.serial(), hand.name());
        self.early = Some(scanned);
        self.ask(Question::Goods { item, lot, serial }, &named)
    }

    pub(super) fn ask(&mut self, question: Question, text: &str) -> Vec<Effect> {
        if self.hand.item.is_some() {
            return vec![too_early(text, Machine::prompt(self))];
        }
        text.clone_into(&mut self.asked);
        vec![Effect::Ask(event::Question::Return(question))]
    }

    pub(super) fn goods(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        let before = self.hand.clone();
        let echo = match self.hand.take(scanned, false, context) {
            Ok(echo) => echo,
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        if self.hand.item.is_some() && self.fitting().next().is_none() {
            let hand = std::mem::replace(&mut self.hand, before);
            let (item, order) = (hand.named(), self.order.clone().unwrap_or_default().to_string());
            return vec![Effect::Refuse(Refusal::NotOnOrder { item, order })];
        }
        let mut effects = vec![info(format!("{echo}{}", self.hand.still(&before, false)))];
        let is_whole = before.missing(false).is_some() && self.hand.missing(false).is_none();
        effects.extend(self.hand.fault().filter(|_| is_whole));
        effects
    }

    fn fitting(&self) -> impl Iterator<Item = &Shipped> {
        let (lot, serial) = (self.hand.lot(), self.hand.serial());
        self.shipped.iter().filter(move |shipped| {
            self.hand
                .item
                .as_ref()
                .is_some_and(|item| item.item == shipped.item)
                && lot.as_ref().is_none_or(|lot| *lot == shipped.lot)
                && serial.as_ref().is_none_or(|serial| *serial == shipped.serial)
        })
    }
}

/// Returns the disposition that was chosen by its word or its first letter.
fn chosen(scanned: &Scanned) -> Option<Disposition> {
    let text = scanned.text.to_lowercase();
    let is = |disposition: &&Disposition| {
        let word = disposition.word();
        text == word || (text.len() == 1 && word.starts_with(&text))
    };
    Disposition::ALL.iter().find(is).copied()
}
