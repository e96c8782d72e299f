//! What a read means while goods come back.

use super::{Question, Shipped, State, Step};
use crate::domain::amount::Qty;
use crate::domain::code::ItemCode;
use crate::domain::order::OrderKind;
use crate::domain::refusal::Refusal;
use crate::flows::event::{self, Context, Effect};
use crate::flows::goods::{bars, elsewhere, info, too_early};
use crate::flows::hand::{Hand, Part};
use crate::flows::kept::{awaited, still};
use crate::flows::machine::Machine;
use crate::flows::room::asked;
use crate::flows::scanned::Scanned;
use crate::operations::request::Disposition;

impl State {
    pub(super) fn scanned(&mut self, scanned: Box<Scanned>, context: &Context) -> Vec<Effect> {
        if let Step::Goods(part) = self.wanted()
            && (scanned.location().is_some() || (!self.hand.is_empty() && scanned.item().is_none()))
            && let Some(refusal) = scanned.of_another_kind(awaited(Some(part)), Machine::prompt(self))
            && !(part == Part::Lot
                && self
                    .hand
                    .item
                    .as_ref()
                    .is_some_and(|item| scanned.is_lot_of(&item.item)))
        {
            return vec![Effect::Refuse(refusal)];
        }
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
            if let Some(refused) = elsewhere(location, &context.site) {
                return vec![refused];
            }
            let is_whole = self.wanted() == Step::Place && !self.hand.wants_quantity();
            return match asked(&mut self.again, location, &self.hand, is_whole) {
                Some(question) => vec![question],
                None => self.put(Some(location.location.clone())),
            };
        }
        self.again.forget();
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
        let scanned = match scanned.by_its_lot(|_| false) {
            Some(Ok(found)) => Box::new(found),
            Some(Err(refusal)) => return vec![Effect::Refuse(refusal)],
            None => scanned,
        };
        let taken = if scanned.item().is_some() || scanned.is_part() {
            hand.take(&scanned, false, context)
        } else {
            let need = "Scan the order, the parcel, or goods with their lot";
            Err(scanned.misread("an order, a parcel or goods", need))
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
        let came = |item: &ItemCode| self.shipped.iter().any(|shipped| shipped.item == *item);
        let alone = self
            .hand
            .item
            .is_none()
            .then(|| scanned.by_its_lot(came))
            .flatten();
        let by_lot = match alone.transpose() {
            Ok(found) => found,
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        let taken = self.hand.take(by_lot.as_ref().unwrap_or(scanned), false, context);
        let echo = match taken.and_then(|echo| self.came_back(&before).map(|()| echo)) {
            Ok(echo) => echo,
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        let mut effects = vec![info(format!("{echo}{}", self.hand.still(&before, false)))];
        let is_whole = before.missing(false).is_some() && self.hand.missing(false).is_none();
        effects.extend(self.hand.fault().filter(|_| is_whole));
        effects.extend(self.barred().filter(|_| is_whole));
        effects
    }

    /// Returns a warning if what comes back may not be picked or shipped again.
    fn barred(&self) -> Option<Effect> {
        let allowed = "Take it back to quarantine or scrap it; restocked, it is not picked";
        self.fitting()
            .find_map(|shipped| Some(bars(shipped.barred.as_ref()?, &shipped.lot, allowed)))
    }

    /// Sets how many come back.
    pub(super) fn set(&mut self, qty: Qty) -> Vec<Effect> {
        let before = self.hand.clone();
        let set = self.hand.set(qty);
        match set.and_then(|echo| self.came_back(&before).map(|()| echo)) {
            Ok(echo) => vec![info(echo)],
            Err(refusal) => vec![Effect::Refuse(refusal)],
        }
    }

    /// Refuses goods in hand that were not shipped, or more than can still come back, and puts the hand back to what it
    /// was.
    fn came_back(&mut self, before: &Hand) -> Result<(), Refusal> {
        if self.hand.item.is_none() {
            return Ok(());
        }
        let order = self.order.clone().unwrap_or_default();
        let fits = self.fitting().next().is_some();
        let (left, found): (Qty, Qty) = (self.fitting().map(Shipped::open).sum(), self.hand.qty);
        if fits && found <= left {
            return Ok(());
        }
        let hand = std::mem::replace(&mut self.hand, before.clone());
        let order = order.to_string();
        if fits {
            let id = format!("of {order}");
            return Err(Refusal::OverReturn { id, left, found });
        }
        let item = hand.named();
        Err(Refusal::NotOnOrder { item, order })
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
