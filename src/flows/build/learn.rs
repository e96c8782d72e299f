//! What the store answers to work on a work order.

use super::{Act, State, Told, Work};
use crate::domain::elsewhere;
use crate::domain::refusal::Refusal;
use crate::flows::event::{Context, Effect};
use crate::flows::goods::{good, info, unexpected, warn};
use crate::flows::hand::Hand;
use crate::flows::machine::Machine;
use crate::operations::answer::Answer;

impl State {
    pub(super) fn told(&mut self, told: Told, context: &Context) -> Vec<Effect> {
        match told {
            Told::Open(open) => {
                self.selected = self.selected.min(open.len().saturating_sub(1));
                self.open = open;
                Vec::new()
            }
            Told::Work(work) if self.asked.is_empty() => {
                self.work = work;
                Vec::new()
            }
            Told::Work(work) => self.found(work, context),
            Told::Lot(is_known) => {
                self.hand.dated = is_known;
                Vec::new()
            }
        }
    }

    /// Takes the answer to a work order that was asked for by its number.
    fn found(&mut self, work: Option<Box<Work>>, context: &Context) -> Vec<Effect> {
        let asked = std::mem::take(&mut self.asked);
        let Some(work) = work else {
            let need = "Scan a work order, or choose one";
            return vec![unexpected(need, format!("{asked} is unknown"))];
        };
        if let Some(refusal) = elsewhere::order(&work.order, &work.site, &context.site) {
            return vec![Effect::Refuse(refusal)];
        }
        if !work.open {
            let what = format!("Work order {}", work.order);
            let (state, need) = ("closed".to_owned(), "Scan another one".to_owned());
            return vec![Effect::Refuse(Refusal::WrongState { what, state, need })];
        }
        *self = Self {
            order: Some(work.order.clone()),
            makes: work.item.clone(),
            lot: work.lot.clone(),
            ..Self::default()
        };
        let told = work.told();
        let is_done = work.left().is_zero();
        self.work = Some(work);
        if is_done {
            return vec![warn("ALL MADE", told)];
        }
        vec![info(format!("{told}. {}", Machine::prompt(self)))]
    }

    pub(super) fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let posted = self.posted.take();
        if answer.refusal.is_some() {
            return Vec::new();
        }
        let mut effects = Vec::new();
        if let Some(text) = posted {
            self.hand = Hand::default();
            self.act = Act::Work;
            effects.push(match &answer.note {
                Some(note) => warn("NOT ISSUED", format!("{text}; {note}")),
                None => good(text),
            });
        }
        effects.extend(self.refresh());
        effects
    }
}
