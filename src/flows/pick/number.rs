//! Numbers on labels of goods that are not kept by serial number: no such piece is picked twice, whether its number is
//! read with the item, before it or behind it.

use super::{Hand, Posted, State, Step, Stop};
use crate::domain::amount::Qty;
use crate::domain::catalog::Tracking;
use crate::domain::code::{ItemCode, Key, LocationCode, LotCode, OrderNo};
use crate::domain::refusal::Refusal;
use crate::flows::event::Effect;
use crate::flows::goods::{info, name, post, post_because};
use crate::flows::kept::Open;
use crate::flows::machine::Machine;
use crate::flows::pieces::Numbered;
use crate::flows::scanned::Scanned;
use crate::operations::request::{Pick, Reverse};
use serde::{Deserialize, Serialize};

/// Goods that were put into a tote before the number on their label was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Put {
    order: OrderNo,
    at: LocationCode,
    item: ItemCode,
    lot: LotCode,
    tracking: Tracking,
    open: Open,
    pick: Pick,
    reason: Option<String>,
    /// The key of the pick, to reverse it.
    id: Key,
}

impl Put {
    /// Returns the goods with the key of their pick.
    pub(super) fn under(self, id: Key) -> Self {
        Self { id, ..self }
    }
}

impl State {
    /// Returns what goes into a tote now, if a number may still follow on its label.
    pub(super) fn put_in(&self, stop: &Stop, pick: &Pick) -> Option<Box<Put>> {
        let open = self.hand.open.clone()?;
        let may_go_on = open.label().serial().is_none() && !stop.tracking.wants_serial();
        may_go_on.then(|| {
            Box::new(Put {
                order: self.order.clone().unwrap_or_default(),
                at: stop.location.clone(),
                item: stop.item.clone(),
                lot: pick.lot.clone().unwrap_or_else(|| stop.lot.clone()),
                tracking: stop.tracking,
                open,
                pick: pick.clone(),
                reason: self.hand.reason.clone(),
                id: Key::default(),
            })
        })
    }

    /// Notes the number of the package in hand.
    pub(super) fn count_number(&mut self, stop: &Stop) {
        let number = self.hand.number(stop);
        self.hand.pieces.add(number.filter(|_| !self.hand.qty.is_zero()));
    }

    fn check(&self, number: Option<&Numbered>) -> Result<(), Refusal> {
        self.counted.check(number)?;
        self.hand.pieces.check(number)
    }

    /// Returns the effects of a label whose number was read before: the label is begun once more because it still lacks
    /// its lot, or its piece was picked already. `None` if the number is new.
    pub(super) fn known_number(&self, stop: &Stop, open: &Open) -> Option<Vec<Effect>> {
        let number = open.number(&stop.item, stop.tracking);
        if number.is_some() && self.wanted() == Step::Lot && self.hand.number(stop) == number {
            return Some(vec![info(self.prompt())]);
        }
        let refusal = self.check(number.as_ref()).err()?;
        Some(vec![Effect::Refuse(refusal)])
    }

    /// Takes a number behind the item: it numbers the package in hand, or the label that follows begins with it. `None`
    /// if the package in hand can take it.
    pub(super) fn number(&mut self, stop: &Stop, scanned: &Scanned) -> Option<Vec<Effect>> {
        let serial = scanned
            .symbol
            .value(21)
            .filter(|_| !stop.tracking.wants_serial())?;
        let open = self.hand.open.as_ref();
        if let Some(open) = open.filter(|open| open.label().serial().is_none()) {
            let found = Numbered::of(&stop.item, stop.tracking, open.package(), Some(serial));
            let (refusal, whole) = (self.check(found.as_ref()).err()?, open.whole());
            self.set_aside(whole);
            return Some(vec![Effect::Refuse(refusal)]);
        }
        if self.wanted() == Step::Lot {
            return None;
        }
        if let Some(open) = open.filter(|open| !open.may_follow(serial)) {
            let same = open.number(&stop.item, stop.tracking)?;
            return Some(vec![Effect::Refuse(same.counted("in hand"))]);
        }
        Some(match self.hand.kept.keep(scanned) {
            Ok(told) => vec![info(told)],
            Err(refusal) => vec![Effect::Refuse(refusal)],
        })
    }

    /// Takes the package last in hand out of it, because it was picked before.
    fn set_aside(&mut self, whole: Qty) {
        self.hand.qty -= whole;
        self.hand.open = None;
        if self.hand.qty <= Qty::ZERO {
            self.hand = Hand::default();
            self.after = None;
        }
    }

    /// Takes a symbol behind goods that are in the tote already. It may number them; if that piece was picked before,
    /// it comes out again.
    pub(super) fn goes_on_in_tote(&mut self, scanned: &Scanned) -> Option<Vec<Effect>> {
        let is_for_next = self
            .stops
            .first()
            .is_some_and(|stop| stop.tracking.wants_serial());
        let is_begun = !self.hand.qty.is_zero() || !self.hand.kept.is_empty();
        if is_for_next || is_begun || !scanned.is_part() {
            return None;
        }
        let put = self.put.as_mut()?;
        let more = put.open.more(scanned, false)?;
        if more.qty.is_some() || more.lot.is_some_and(|lot| lot != put.lot) {
            return None;
        }
        let number = put.open.number(&put.item, put.tracking);
        let Err(refusal) = self.counted.check(number.as_ref()) else {
            let serial = more.serial.unwrap_or_default();
            let goods = name(&put.item, &put.lot, &serial);
            if number.is_some() {
                self.counted.add(number);
                self.put = None;
            }
            return Some(vec![info(format!("{goods}: in the tote"))]);
        };
        let put = self.put.take()?;
        Some([vec![Effect::Refuse(refusal)], self.out_of_tote(*put)].concat())
    }

    /// Takes the last package out of its tote again.
    fn out_of_tote(&mut self, put: Put) -> Vec<Effect> {
        let Put { open, pick, .. } = put;
        if self.order.is_none() {
            (self.at, self.tote) = (Some(put.at), Some(pick.tote.clone()));
            self.totes.push(pick.tote.clone());
        }
        let mut effects = vec![post(Reverse { of: put.id })];
        self.posted.push_back(Posted::Back(put.order));
        let rest = pick.qty.unwrap_or_default() - open.whole();
        if Qty::ZERO < rest {
            let text = format!("{rest} {} put in {}", put.item, pick.tote);
            self.posted.push_back(Posted::Pick { text, put: None });
            let qty = Some(rest);
            effects.push(post_because(Pick { qty, ..pick }, put.reason));
        }
        effects
    }
}
