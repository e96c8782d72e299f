//! What the store answers to a pick.

use super::short::Shortage;
use super::{Hand, Posted, State, Stop, Told};
use crate::domain::amount::Qty;
use crate::domain::blind::Stated;
use crate::domain::code::{LotCode, OrderNo};
use crate::domain::refusal::Refusal;
use crate::domain::shelf_life::leaves_before;
use crate::flows::event::Effect;
use crate::flows::goods::{good, info};
use crate::operations::answer::Answer;
use chrono::NaiveDate;

impl State {
    pub(super) fn told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Work { order, stops } => {
                let short = self.was_short.take().map(|short| short.told(&stops));
                let mut effects = Vec::from_iter(short);
                effects.extend(self.work(&order, stops));
                effects
            }
            Told::Lot {
                obstacle: Some(refusal),
                ..
            } => {
                self.hand.doubt = None;
                vec![Effect::Refuse(refusal)]
            }
            Told::Lot {
                lot,
                expiry,
                free,
                any,
                obstacle: None,
            } => self.other_lot(&lot, expiry, free, any),
        }
    }

    pub(super) fn work(&mut self, order: &OrderNo, mut stops: Vec<Stop>) -> Vec<Effect> {
        let place = |stop: &Stop| {
            self.skipped
                .iter()
                .position(|task| *task == stop.task)
                .map_or(0, |n| n + 1)
        };
        stops.sort_by_key(|stop| place(stop));
        let before = self.stops.first().map(|stop| (stop.task, stop.left));
        let was_picking = before.is_some();
        let at_hand = before.filter(|_| self.hand != Hand::default());
        if let Some(n) = at_hand.and_then(|(task, _)| stops.iter().position(|stop| stop.task == task)) {
            stops[..=n].rotate_right(1); // what is in hand belongs to it, whatever the order of the others
        }
        self.stops = stops;
        self.order = Some(order.clone());
        let now = self.stops.first().map(|stop| (stop.task, stop.left));
        if before != now {
            self.hand = Hand::default();
            self.after = None;
        }
        if now.is_some() {
            return Vec::new();
        }
        let totes: Vec<String> = self.totes.iter().map(ToString::to_string).collect();
        *self = Self {
            counted: std::mem::take(&mut self.counted),
            put: self.put.take(),
            ..Self::default()
        };
        if was_picking && !totes.is_empty() {
            return vec![good(format!(
                "{order} is picked. Bring {} to packing",
                totes.join(", ")
            ))];
        }
        vec![info(format!("{order} has nothing left to pick"))]
    }

    pub(super) fn other_lot(
        &mut self,
        lot: &LotCode,
        expiry: Option<NaiveDate>,
        free: Stated,
        any: bool,
    ) -> Vec<Effect> {
        let Some(stop) = self.stops.first().cloned() else {
            return Vec::new();
        };
        let found = lot.to_string();
        if free.is_zero() {
            self.hand.doubt = None;
            let hint = format!(" (not free in {})", stop.location);
            let need = format!("Scan {}, or say SHORT", stop.goods());
            return vec![Effect::Refuse(Refusal::WrongLot { need, found, hint })];
        }
        if any {
            return self.confirm();
        }
        let compared = match (expiry, stop.expiry) {
            (Some(found), _) if leaves_before(stop.expiry, expiry) => format!(" (expires later, {found})"),
            (Some(found), _) => format!(" (expires {found})"),
            (None, _) => String::new(),
        };
        vec![Effect::Refuse(Refusal::WrongLot {
            need: format!("Scan {}, or CONFIRM", stop.goods()),
            found,
            hint: compared,
        })]
    }

    pub(super) fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let posted = self.posted.pop_front();
        if let Some(refusal) = &answer.refusal {
            return self.refused(posted.as_ref(), refusal);
        }
        match posted {
            Some(Posted::Work) => {
                self.order = answer
                    .note
                    .as_deref()
                    .map(OrderNo::from)
                    .or_else(|| self.order.take());
                self.ask_work()
            }
            Some(Posted::Keep) => Vec::new(),
            Some(Posted::Leave) => vec![Effect::Leave],
            Some(Posted::Pick { text, put }) => {
                self.put = put.map(|put| Box::new(put.under(answer.id.clone())));
                self.picked(text)
            }
            Some(Posted::Back(order)) => {
                self.order = Some(order);
                self.ask_work()
            }
            Some(Posted::Short) => {
                self.was_short = Shortage::of(self);
                self.hand = Hand::default();
                self.ask_work()
            }
            None => self.ask_work(),
        }
    }

    pub(super) fn picked(&mut self, text: String) -> Vec<Effect> {
        let task = self.stops.first().map_or(0, |stop| stop.task);
        if let Some(stop) = self.stops.first_mut() {
            stop.left -= self.hand.qty;
        }
        self.hand.qty = Qty::ZERO;
        self.hand.serial = None;
        self.counted.append(&mut self.hand.pieces);
        self.hand.open = None;
        let mut effects = vec![good(text)];
        effects.extend(self.go_on(task));
        effects
    }

    /// Takes a refusal: asks again for a refused tote, offers to take over lost work, and keeps all that was scanned.
    pub(super) fn refused(&mut self, posted: Option<&Posted>, refusal: &Refusal) -> Vec<Effect> {
        match (posted, refusal) {
            (Some(Posted::Leave), _) => return vec![Effect::Leave],
            (_, Refusal::Held { .. }) => {
                self.held = self.order.take().or_else(|| self.held.take());
                self.stops.clear();
                self.hand = Hand::default();
            }
            (Some(Posted::Pick { .. }), Refusal::WrongLpn { .. }) => self.tote = None,
            (Some(Posted::Pick { .. }), Refusal::WrongState { .. } | Refusal::NotClaimed { .. }) => {
                return self.ask_work();
            }
            (Some(Posted::Pick { .. }), Refusal::SerialCounted { .. }) => {
                self.hand = Hand::default();
                self.after = None;
            }
            (Some(Posted::Pick { .. }), Refusal::WrongSerial { .. } | Refusal::Promised { .. }) => {
                self.hand.serial = None;
                self.after = None;
            }
            (Some(Posted::Pick { .. }), _) => self.after = None,
            (Some(Posted::Work), _) => self.order = None,
            _ => {}
        }
        Vec::new()
    }
}
