//! Goods leave: bin after bin, line after line, each posted at once.

use super::{Posted, Question, State, Step, number_of};
use crate::domain::blind::Stated;
use crate::domain::catalog::Location;
use crate::domain::code::SiteCode;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Status;
use crate::flows::carry::{Carry, Held, Place};
use crate::flows::event::{Context, Effect, Post};
use crate::flows::goods::{counted, elsewhere, good, info, misread, too_early};
use crate::flows::hand::Hand;
use crate::flows::kept::awaited;
use crate::flows::machine::Machine;
use crate::flows::scanned::Scanned;
use crate::operations::request::TransferOut;

/// What may be done with goods that may not be picked or shipped.
const MAY_BE_SENT: &str = "It is sent only once its lot is scanned, and is not picked there either";

impl State {
    pub(super) fn sending(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        if self.wanted() == Step::Send && scanned.site().is_some_and(|site| site.site == self.other) {
            return self.send();
        }
        if let Some(location) = scanned.location() {
            if let (Step::Goods(part), false) = (self.wanted(), self.carry.is_empty()) {
                return vec![misread(scanned, awaited(Some(part)), Machine::prompt(self))];
            }
            return self.bin(location, &context.site);
        }
        if let Some(plate) = scanned.plate() {
            let need = "Take the goods off it first, with MOVE";
            let found = format!("{} is a licence plate", plate.lpn);
            let need = need.into();
            return vec![Effect::Refuse(Refusal::PlateRead { need, found })];
        }
        if self.wanted() == Step::From {
            return vec![misread(scanned, "a bin", "Scan the bin that the goods leave")];
        }
        let before = self.carry.hand.clone();
        let taken = self.take(scanned, context);
        let taken = taken.map_err(|refusal| self.reason_for(refusal, scanned));
        let taken = taken.and_then(|echo| self.priced(before.clone()).map(|()| echo));
        match taken.and_then(|echo| self.free(before.clone()).map(|()| echo)) {
            Ok(echo) => {
                let barred = self.carry.barred(&before, MAY_BE_SENT);
                [info(echo)].into_iter().chain(barred).collect()
            }
            Err(refusal) => vec![Effect::Refuse(refusal)],
        }
    }

    /// Refuses goods in hand that would be sold to another legal entity at no known price, and puts the hand back to what
    /// it was.
    fn priced(&mut self, before: Hand) -> Result<(), Refusal> {
        let item = self.carry.hand.item.as_ref().map(|item| &item.item);
        let refusal = self.unpriced.iter().find(|(known, _)| Some(known) == item);
        let Some((_, refusal)) = refusal.cloned() else {
            return Ok(());
        };
        self.carry.hand = before;
        Err(refusal)
    }

    /// Refuses goods in hand that are promised to orders, and puts the hand back to what it was.
    pub(super) fn free(&mut self, before: Hand) -> Result<(), Refusal> {
        let need = self.carry.hand.qty;
        let free: Stated = self.carry.fitting().map(|held| held.free).sum();
        if self.carry.hand.item.is_none() || !free.is_below(need) {
            return Ok(());
        }
        let (item, at) = (self.carry.named(), self.carry.place());
        self.carry.hand = before;
        Err(Refusal::Promised { item, at, need, free })
    }

    fn bin(&mut self, location: &Location, here: &SiteCode) -> Vec<Effect> {
        if let Some(refused) = elsewhere(location, here) {
            return vec![refused];
        }
        let code = location.location.clone();
        if !self.carry.is_empty() {
            return vec![too_early(code, Machine::prompt(self))];
        }
        self.carry = Carry::default();
        vec![Self::ask(Question::Content(Place::At(code), self.other.clone()))]
    }

    /// Turns the refusal of goods that lie there but may not leave into one that names what holds them.
    fn reason_for(&self, refusal: Refusal, scanned: &Scanned) -> Refusal {
        let item = scanned.item().map(|(item, ..)| &item.item);
        let held = self.stays.iter().find(|held| Some(&held.item) == item);
        match (&refusal, held) {
            (Refusal::NotEnough { at, .. }, Some(held)) => held_back(held, at),
            _ => refusal,
        }
    }

    /// Posts the goods in hand.
    pub(super) fn send(&mut self) -> Vec<Effect> {
        let Some(item) = self.carry.hand.item.clone() else {
            return self.hint();
        };
        if self.carry.hand.wants_quantity() {
            return vec![too_early("Enter", Machine::prompt(self))];
        }
        let (need, have) = (self.carry.hand.qty, self.carry.there());
        let free: Stated = self.carry.fitting().map(|held| held.free).sum();
        let (named, at) = (self.carry.named(), self.carry.place());
        if have.is_below(need) {
            let item = named;
            return vec![Effect::Refuse(Refusal::NotEnough { item, at, need, have })];
        }
        if free.is_below(need) {
            let item = named;
            return vec![Effect::Refuse(Refusal::Promised { item, at, need, free })];
        }
        self.posted = Some(Posted {
            text: format!("{named} sent to {}", self.other),
            parts: [need].into(),
            ..Posted::default()
        });
        let operation = TransferOut {
            item: item.item.clone(),
            qty: need,
            from_site: self.here.clone(),
            to_site: self.other.clone(),
            freight: None,
            price: None,
            from: self.carry.from.clone(),
            lot: self.carry.hand.lot(),
            serial: self.carry.serial(),
        };
        vec![Effect::Post(Box::new(Post {
            document: self.number.clone(),
            ..Post::of(operation)
        }))]
    }

    /// Gives the transfer its number from the first line that left.
    pub(super) fn numbered(&mut self, movement: Option<i64>) {
        if self.number.is_none() {
            self.number = movement.map(number_of);
        }
    }

    /// Tells what left, to be written on the paper that goes with it.
    pub(super) fn leave_sent(&self) -> Vec<Effect> {
        let Some(number) = &self.number else {
            return vec![Effect::Leave];
        };
        let lines = counted(self.lines.len(), "line");
        let text = format!("{lines} sent to {}. Write {number} on the paper", self.other);
        vec![good(text), Effect::Leave]
    }

    /// Splits what lies in a bin into what may leave and what may not.
    pub(super) fn look_through(&mut self, held: Vec<Held>) {
        let may_leave = |held: &Held| held.status == Status::Available && held.lpn.is_empty();
        let (leaves, stays) = held.into_iter().partition(may_leave);
        self.carry.content = leaves;
        self.stays = stays;
    }
}

/// Refuses goods that are on a licence plate, or that wait for a decision.
fn held_back(held: &Held, at: &str) -> Refusal {
    let what = format!("{} at {at}", held.named());
    let (state, need) = if held.lpn.is_empty() {
        (held.status.to_string(), "Set it aside".to_owned())
    } else {
        let state = format!("on plate {}", held.lpn);
        (state, "Take it off the plate first, with MOVE".to_owned())
    };
    Refusal::WrongState { what, state, need }
}
