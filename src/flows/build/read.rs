//! What a read means while a work order is worked on.

use super::{Act, Question, State, Step};
use crate::domain::amount::Qty;
use crate::domain::code::ItemCode;
use crate::domain::refusal::Refusal;
use crate::flows::event::{Context, Effect};
use crate::flows::goods::{elsewhere, info, misread, too_early, unexpected};
use crate::flows::hand::Hand;
use crate::flows::kept::{awaited, still};
use crate::flows::machine::Machine;
use crate::flows::room::asked;
use crate::flows::scanned::Scanned;

impl State {
    pub(super) fn scanned(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        if let Some(order) = scanned.work() {
            return self.ask_work(&order.order_no.to_string());
        }
        match self.wanted() {
            Step::Order if scanned.meanings.is_empty() => {
                let need = "Scan a work order, or choose one";
                vec![unexpected(need, format!("{} is unknown", scanned.text))]
            }
            Step::Order => vec![misread(
                scanned,
                "a work order",
                "Scan a work order, or choose one",
            )],
            Step::Reason => self.because(scanned),
            step => self.of_goods(scanned, context, step),
        }
    }

    fn of_goods(&mut self, scanned: &Scanned, context: &Context, step: Step) -> Vec<Effect> {
        if let Some(act) = said(scanned).filter(|_| self.hand.item.is_some()) {
            return self.say(act);
        }
        if let Some(location) = scanned.location() {
            if let Step::Goods(part) = step {
                let refusal = scanned.of_another_kind(awaited(Some(part)), Machine::prompt(self));
                return refusal.map(Effect::Refuse).into_iter().collect();
            }
            if let Some(refused) = elsewhere(location, &context.site) {
                return vec![refused];
            }
            let is_put = self.is_output() || self.act == Act::Return;
            let is_ready = is_put && !self.hand.wants_quantity();
            return match asked(&mut self.again, location, &self.hand, is_ready) {
                Some(question) => vec![question],
                None => self.put(Some(location.location.clone()), None),
            };
        }
        self.again.forget();
        self.goods(scanned, context)
    }

    /// Takes the reason in the operator's words; a code with another meaning is not accepted as one.
    fn because(&mut self, scanned: &Scanned) -> Vec<Effect> {
        if !scanned.meanings.is_empty() || !scanned.symbol.is_empty() {
            let need = "Type the reason why it is spoilt";
            return vec![unexpected(need, scanned.is_not("a reason"))];
        }
        self.put(None, Some(scanned.text.clone()))
    }

    pub(super) fn enter(&mut self) -> Vec<Effect> {
        self.again.forget();
        match self.wanted() {
            Step::Order => self.take_marked(),
            Step::Place => self.put(None, None),
            Step::Goods(_) | Step::Reason => self.hint(),
        }
    }

    /// Looks a work order up; what is in hand and on the screen stays until it is found.
    pub(super) fn ask_work(&mut self, number: &str) -> Vec<Effect> {
        if !self.hand.is_empty() {
            return vec![too_early(number, Machine::prompt(self))];
        }
        number.clone_into(&mut self.asked);
        vec![Self::ask(Question::Work(number.into()))]
    }

    /// Takes the work order of the list that is marked.
    pub(super) fn take_marked(&mut self) -> Vec<Effect> {
        let marked = self.open.get(self.selected);
        match marked.map(|work| work.order.to_string()) {
            Some(number) => self.ask_work(&number),
            None => self.hint(),
        }
    }

    pub(super) fn mark(&mut self, down: bool) -> Vec<Effect> {
        let last = self.open.len().saturating_sub(1);
        self.selected = if down {
            (self.selected + 1).min(last)
        } else {
            self.selected.saturating_sub(1)
        };
        match self.open.get(self.selected) {
            Some(work) => vec![info(work.told())],
            None => self.hint(),
        }
    }

    fn goods(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        let before = self.hand.clone();
        let is_of_it = |item: &ItemCode| {
            let lines = self.work().into_iter().flat_map(|work| &work.lines);
            *item == self.makes || lines.into_iter().any(|line| line.item == *item)
        };
        let alone = before.item.is_none().then(|| scanned.by_its_lot(is_of_it));
        let by_lot = match alone.flatten().transpose() {
            Ok(found) => found,
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        let scanned = by_lot.as_ref().unwrap_or(scanned);
        let arriving = scanned
            .item()
            .map_or_else(|| self.is_output(), |(item, ..)| item.item == self.makes);
        // The lot of a component may be left to the books, so that digits behind it are a quantity.
        let numbers = self.lacks().is_empty() && scanned.meanings.is_empty();
        let taken = match scanned.quantity().filter(|_| numbers) {
            Some(qty) => self.hand.set(qty),
            None => self.hand.take(scanned, arriving, context),
        };
        let echo = match taken.and_then(|echo| self.fits(&before).map(|()| echo)) {
            Ok(echo) => echo,
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        let mut effects = vec![info(format!("{echo}{}", still(&self.lacks())))];
        let (item, lot) = (
            self.hand.item.as_ref().map(|item| item.item.clone()),
            self.hand.lot(),
        );
        if let (true, Some(item), Some(lot)) =
            (self.is_output() && self.hand.lot() != before.lot(), item, lot)
        {
            effects.push(Self::ask(Question::Lot { item, lot }));
        }
        effects
    }

    /// Sets how many there are.
    pub(super) fn set(&mut self, qty: Qty) -> Vec<Effect> {
        let before = self.hand.clone();
        let set = self.hand.set(qty);
        match set.and_then(|echo| self.fits(&before).map(|()| echo)) {
            Ok(echo) => vec![info(echo)],
            Err(refusal) => vec![Effect::Refuse(refusal)],
        }
    }

    /// Refuses goods in hand that are no part of the work order, and puts the hand back to what it was.
    fn fits(&mut self, before: &Hand) -> Result<(), Refusal> {
        let is_known =
            self.hand.item.is_none() || self.is_output() || self.line().is_some() || self.work.is_none();
        if is_known {
            return Ok(());
        }
        let hand = std::mem::replace(&mut self.hand, before.clone());
        let item = hand.item.map(|item| item.item.to_string()).unwrap_or_default();
        let order = self.order.as_ref().map(ToString::to_string).unwrap_or_default();
        Err(Refusal::NotOnOrder { item, order })
    }
}

/// Returns what was said to happen by its word or its first letter.
fn said(scanned: &Scanned) -> Option<Act> {
    if !scanned.meanings.is_empty() || !scanned.symbol.is_empty() {
        return None;
    }
    match scanned.text.to_lowercase().as_str() {
        "return" | "r" => Some(Act::Return),
        "scrap" | "s" => Some(Act::Scrap),
        _ => None,
    }
}
