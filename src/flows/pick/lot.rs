//! A lot that is scanned: the promised one is taken, and another one once that is confirmed.

use super::{Hand, Question, State, Stop};
use crate::domain::amount::Qty;
use crate::domain::code::LotCode;
use crate::flows::event::{self, Effect};
use crate::flows::goods::{info, unexpected};
use crate::flows::machine::Machine;
use crate::flows::scanned::Scanned;

impl State {
    /// Keeps a symbol until its item comes; whether a lot may leave is asked at once.
    pub(super) fn keep(&mut self, stop: &Stop, scanned: &Scanned) -> Vec<Effect> {
        let lot = scanned.label.lot.as_ref();
        let asked = self.hand.doubt.as_ref().filter(|_| self.hand.doubts_kept_lot());
        if asked.is_some_and(|(asked, _)| Some(asked) == lot) {
            return self.confirm();
        }
        let told = match self.hand.kept.keep(scanned) {
            Ok(told) => told,
            Err(_) if self.hand.doubts_kept_lot() => {
                self.hand = Hand::default();
                return self.keep(stop, scanned);
            }
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        let task = stop.task;
        let lot = lot.filter(|lot| stop.tracking.wants_lot() && self.hand.lot.as_ref() != Some(*lot));
        match lot.cloned() {
            Some(lot) => vec![Effect::Ask(event::Question::Pick(Question::Lot { task, lot }))],
            None => vec![info(told)],
        }
    }

    /// Takes a lot in hand, which is looked up before. One other than promised waits to be confirmed, and scanning the
    /// same label again confirms it.
    pub(super) fn lot(&mut self, stop: &Stop, lot: LotCode, amount: Qty) -> Option<Vec<Effect>> {
        let known = self.hand.lot.as_ref();
        if known == Some(&lot) {
            return None;
        }
        if let (Some(known), false) = (known, self.hand.qty.is_zero()) {
            let need = format!("Put lot {known} in the tote first");
            return Some(vec![unexpected(need, format!("{lot} is another lot"))]);
        }
        let again = self.hand.doubt.as_ref().is_some_and(|doubt| doubt.0 == lot);
        if again {
            return Some(self.confirm());
        }
        self.hand.doubt = Some((lot.clone(), amount));
        let task = stop.task;
        Some(vec![Effect::Ask(event::Question::Pick(Question::Lot {
            task,
            lot,
        }))])
    }

    pub(super) fn confirm(&mut self) -> Vec<Effect> {
        if let Some(tote) = self.new_tote.take() {
            return self.take_tote(tote);
        }
        if let (Some(stop), Some((lot, _))) = (self.stops.first(), &self.hand.doubt) {
            self.hand.reason = Some(format!("took lot {lot} instead of {}", stop.lot));
        }
        if self.hand.doubts_kept_lot() {
            self.hand.lot = self.hand.doubt.take().map(|(lot, _)| lot);
            return vec![info(self.hand.kept.told())];
        }
        self.take_lot()
    }

    /// Takes the lot that was looked up, with what its label stands for.
    pub(super) fn take_lot(&mut self) -> Vec<Effect> {
        let (Some(stop), Some((lot, amount))) = (self.stops.first().cloned(), self.hand.doubt.take()) else {
            return vec![info(self.prompt())];
        };
        self.hand.lot = Some(lot);
        self.hand.item = true;
        let effects = self.add(&stop, amount);
        self.count_number(&stop);
        effects
    }
}
