//! What the store answers to a transfer.

use super::choose::not_for;
use super::{Missing, Paper, State, Told, Way};
use crate::domain::amount::Qty;
use crate::domain::code::Lpn;
use crate::domain::stock::Status;
use crate::flows::carry::Held;
use crate::flows::event::{Context, Effect};
use crate::flows::goods::good;
use crate::flows::hand::Hand;
use crate::flows::machine::Machine;
use crate::operations::answer::Answer;

impl State {
    pub(super) fn told(&mut self, told: Told, context: &Context) -> Vec<Effect> {
        match told {
            Told::OnTheWay(mut papers) => {
                self.takes_in_only = not_for(&context.operator, Way::Out).is_some();
                papers.retain(|paper| {
                    let way = paper.way(&context.site).map(|(way, _)| way);
                    way.is_some_and(|way| not_for(&context.operator, way).is_none())
                });
                self.selected = self.selected.min(papers.len().saturating_sub(1));
                self.on_the_way = papers;
                Vec::new()
            }
            Told::Paper(paper) if !self.asked.is_empty() => self.found(paper, context),
            Told::Paper(paper) => {
                self.lines.clear();
                if let Some(paper) = paper {
                    self.learn(paper);
                }
                Vec::new()
            }
            Told::Place(place) => self.place(&place),
            Told::Content(content, unpriced) => {
                self.unpriced = unpriced;
                let fresh = self.carry.from.is_none();
                if let Some(refusal) = content.refusal("a bin").filter(|_| fresh) {
                    return vec![Effect::Refuse(refusal)];
                }
                self.carry.from = Some(content.location);
                self.look_through(content.held);
                if fresh { self.hint() } else { Vec::new() }
            }
        }
    }

    /// Notes the lines of the transfer; if goods are arriving, only they may be taken in hand.
    pub(super) fn learn(&mut self, paper: Paper) {
        self.known = paper.lines.iter().map(|line| line.movement).collect();
        self.lines = paper.lines;
        if self.way != Some(Way::In) {
            return;
        }
        let expected = self.open().map(|line| Held {
            item: line.item.clone(),
            name: line.name.clone(),
            uom: line.uom.clone(),
            lot: line.lot.clone(),
            serial: line.serial.clone(),
            status: Status::Available,
            lpn: Lpn::default(),
            qty: line.open.into(),
            free: line.open.into(),
            barred: line.barred.clone(),
        });
        self.carry.content = expected.collect();
    }

    pub(super) fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let Some(mut posted) = self.posted.take() else {
            return self.refresh();
        };
        let part = posted.parts.pop_front().unwrap_or_default();
        if answer.refusal.is_some() {
            posted.refused = true;
        } else {
            posted.done += part;
            self.numbered(answer.movement);
        }
        if !posted.parts.is_empty() {
            self.posted = Some(posted);
            return Vec::new();
        }
        if posted.refused {
            // The part of it that was applied is no longer in hand.
            self.carry.hand.qty -= posted.done;
            self.carry.hand.said |= Qty::ZERO < posted.done;
            return self.refresh();
        }
        self.last = posted.to.take().or(self.last.take());
        self.counted.append(&mut self.carry.hand.pieces);
        self.carry.hand = Hand::default();
        self.status = None;
        self.missing = Missing::Awaited;
        let text = match (self.way, &self.number) {
            (Some(Way::Out), Some(number)) => format!("{} on {number}", posted.text),
            _ => posted.text,
        };
        let mut effects = vec![good(text)];
        effects.extend(self.refresh());
        effects
    }
}
