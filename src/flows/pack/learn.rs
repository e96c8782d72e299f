//! What the store answers to packing.

use super::{Goods, Posted, Stage, State, Told, ask_for_work};
use crate::domain::code::{Lpn, OrderNo};
use crate::flows::event::Effect;
use crate::flows::goods::{good, unexpected, warn};
use crate::flows::kept::Kept;
use crate::operations::answer::Answer;

impl State {
    pub(super) fn told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Waiting(tote) => {
                self.example = tote;
                Vec::new()
            }
            Told::Parcel {
                parcel,
                otherwise: None,
            } => self.open(parcel),
            Told::Parcel {
                otherwise: Some(found),
                ..
            } => vec![unexpected("Scan a parcel label", found)],
            Told::Elsewhere(refusal) => {
                *self = Self::default();
                vec![Effect::Refuse(refusal), ask_for_work()]
            }
            Told::Carton { carton, otherwise } => self.carton_told(carton, otherwise),
            Told::Load {
                order,
                goods,
                next,
                to_pick,
            } => {
                (self.goods, self.next) = (goods, next);
                self.order = Some(order.clone());
                self.loaded(&order, to_pick)
            }
        }
    }

    /// Finds out how far the order has come, once its goods are known.
    fn loaded(&mut self, order: &OrderNo, to_pick: bool) -> Vec<Effect> {
        let totes: Vec<Lpn> = self.elsewhere().into_iter().cloned().collect();
        if self.bench.is_empty() {
            self.bench = totes;
        }
        let packed = self.packed().next().map(|goods| goods.lpn.clone());
        if let Some(packed) = packed.filter(|_| self.parcel.is_none()) {
            self.go_on_with(packed, order);
        }
        if self.goods.is_empty() {
            return self.finished(order, to_pick);
        }
        let is_green = self.left().next().is_none() && !self.is_parcel_empty();
        if is_green && self.elsewhere().is_empty() && self.stage == Stage::Fill {
            self.stage = Stage::Carton;
        }
        Vec::new()
    }

    /// Ends the order, once nothing lies in its totes and open parcels.
    fn finished(&mut self, order: &OrderNo, to_pick: bool) -> Vec<Effect> {
        let closed: Vec<String> = self.closed.iter().map(ToString::to_string).collect();
        *self = Self::default();
        if closed.is_empty() {
            let remedy = if to_pick {
                ". Say BACK, then scan it to pick it"
            } else {
                ", and nothing left to pick"
            };
            let text = format!("{order} has nothing in a tote{remedy}");
            return vec![warn("NOTHING TO PACK", text), ask_for_work()];
        }
        let closed = closed.join(", ");
        let text = if to_pick {
            format!("{closed} is for the dock. {order} is not picked in full yet")
        } else {
            format!("{order} is packed: {closed}. Bring it to the dock")
        };
        vec![good(text), ask_for_work()]
    }

    pub(super) fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let posted = self.posted.pop_front();
        if answer.refusal.is_some() {
            return Vec::new();
        }
        let mut effects = Vec::new();
        match posted {
            Some(Posted::Pack { text, last }) => {
                self.last = last;
                self.part = None;
                self.kept = Kept::default();
                effects.push(good(text));
            }
            Some(Posted::Close) => {
                let parcel = self.parcel.take().unwrap_or_default();
                effects.push(good(format!("{parcel} is closed")));
                self.closed.push(parcel);
                let (order, closed) = (self.order.clone(), std::mem::take(&mut self.closed));
                let bench = std::mem::take(&mut self.bench);
                *self = Self {
                    order,
                    closed,
                    bench,
                    posted: std::mem::take(&mut self.posted),
                    ..Self::default()
                };
            }
            None => {
                self.last = None;
                self.stage = Stage::Fill;
            }
        }
        effects.extend(self.order.clone().into_iter().flat_map(|order| self.load(order)));
        effects
    }

    /// Returns what is in the parcel, for the screen.
    pub fn packed(&self) -> impl Iterator<Item = &Goods> {
        self.goods.iter().filter(|goods| goods.packed)
    }
}
