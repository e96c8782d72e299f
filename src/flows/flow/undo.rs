//! Taking the last read back.

use super::Flow;
use super::doubt::Doubt;
use crate::domain::refusal::Refusal;
use crate::flows::event::{Context, Effect, Event};
use crate::flows::goods;
use crate::operations::answer::Answer;

impl Flow {
    /// Takes back the last read: what it posted is reversed, newest first.
    pub(super) fn undo(&mut self, context: &Context) -> Vec<Effect> {
        self.forget_pending(context);
        self.ahead = None;
        self.doubt = Doubt::default();
        if let Some(turn) = &mut self.turn {
            turn.leaves_no_trace = true;
        }
        if let Some(effects) = self.work.machine_mut().undo() {
            if !effects.iter().any(|effect| matches!(effect, Effect::Post(_))) {
                self.trail.go_back_to(&self.work);
            }
            return effects.into_iter().flat_map(|effect| self.pass(effect)).collect();
        }
        let Some(undoing) = self.trail.take_back() else {
            return vec![Effect::Refuse(Refusal::NothingToUndo {})];
        };
        if let Some(post) = undoing.next() {
            self.undoing = Some(undoing);
            return self.send(post);
        }
        let mut effects = if undoing.gives_back() {
            self.give_back()
        } else {
            Vec::new()
        };
        let (told, claims) = (undoing.told_of_nothing(), undoing.claims_again());
        (self.work, self.pending) = undoing.into_work();
        let again = if claims {
            self.work.machine_mut().claim_again()
        } else {
            None
        };
        effects.extend(match again {
            Some(effects) => effects.into_iter().flat_map(|effect| self.pass(effect)).collect(),
            None => self.refresh(),
        });
        effects.push(goods::good(told));
        effects
    }

    fn pass(&mut self, effect: Effect) -> Vec<Effect> {
        match effect {
            Effect::Post(post) => self.send(*post),
            effect => vec![effect],
        }
    }

    /// Takes the answer to the reversal of one operation of the read that is taken back.
    pub(super) fn reversed(&mut self, answer: Answer, context: &Context) -> Vec<Effect> {
        let Some(mut undoing) = self.undoing.take() else {
            return Vec::new();
        };
        if let Some(refusal) = answer.refusal {
            if !matches!(refusal, Refusal::Reversed { .. }) {
                self.trail.put_back(undoing);
            }
            return vec![Effect::Refuse(refusal)];
        }
        undoing.is_reversed();
        if let Some(post) = undoing.next() {
            self.undoing = Some(undoing);
            return self.send(post);
        }
        let told = undoing.told(answer.note.as_deref());
        let mut effects = self.led_back_by_undo().unwrap_or_else(|| {
            (self.work, self.pending) = undoing.into_work();
            let mut effects = self.run(Event::Posted(answer), context);
            effects.retain(|effect| !matches!(effect, Effect::Say(_)));
            effects
        });
        effects.push(goods::good(told));
        effects
    }
}
