//! What the store answers to refilling.

use super::{Posted, Question, State, Told};
use crate::domain::refusal::Refusal;
use crate::domain::stock::Status;
use crate::flows::carry::{Carry, Held};
use crate::flows::event::Effect;
use crate::flows::goods::{good, info, many, warn};
use crate::flows::machine::Machine;
use crate::operations::answer::Answer;

impl State {
    pub(super) fn told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Due(due) => {
                self.due = due;
                Vec::new()
            }
            Told::Work(Some(work)) => {
                let fresh = self.work.is_none();
                self.work = Some(work);
                self.look_through();
                if fresh { self.begun() } else { Vec::new() }
            }
            // What is in hand must still go somewhere.
            Told::Work(None) if !self.carry.is_empty() => Vec::new(),
            Told::Work(None) => {
                *self = Self {
                    posted: std::mem::take(&mut self.posted),
                    ..Self::default()
                };
                vec![
                    warn("GONE", "this face is not yours any more"),
                    Self::ask(Question::Due),
                ]
            }
        }
    }

    fn begun(&self) -> Vec<Effect> {
        let Some(work) = &self.work else { return Vec::new() };
        let urgent = if work.urgent { ", orders wait for it" } else { "" };
        vec![info(format!(
            "{} holds {}{urgent}. {}",
            work.face,
            work.filled(),
            Machine::prompt(self)
        ))]
    }

    /// Finds out what may be taken from the bin or pallet that was scanned.
    pub(super) fn look_through(&mut self) {
        let Some(work) = &self.work else { return };
        let lpn = self.carry.lpn.clone().unwrap_or_default();
        let here = work
            .sources
            .iter()
            .filter(|source| Some(&source.location) == self.carry.from.as_ref() && source.lpn == lpn);
        let held = here.map(|source| Held {
            item: work.item.clone(),
            name: work.name.clone(),
            uom: work.uom.clone(),
            lot: source.lot.clone(),
            serial: source.serial.clone(),
            status: Status::Available,
            lpn: source.lpn.clone(),
            qty: source.free,
            free: source.free,
            barred: None,
        });
        self.carry.content = held.collect();
    }

    pub(super) fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let posted = self.posted.pop_front();
        match (posted, &answer.refusal) {
            (Some(Posted::Claim(face)), Some(Refusal::Held { .. })) => {
                self.held = face;
                Vec::new()
            }
            (Some(Posted::Claim(_)), None) => {
                let task = answer.note.as_deref().and_then(|note| note.parse().ok());
                let ask = |task| Self::ask(Question::Work(task));
                task.map(ask).into_iter().collect()
            }
            (Some(Posted::Put(text)), None) => self.brought(&text),
            (Some(Posted::Done(text)), _) => self.next(vec![good(text)]),
            (Some(Posted::Leave), _) => self.next(vec![info("the face is given back")]),
            (Some(Posted::Keep), None) => Vec::new(),
            (Some(Posted::Short(bin)), None) => {
                let mut effects = vec![info(format!("{bin} will be counted"))];
                effects.extend(self.refresh());
                effects
            }
            // Something was taken back behind the job: the goods are in hand again, and the face must be claimed again.
            (None, None) => match self.work.as_ref().map(|work| work.face.clone()) {
                Some(face) => self.claim(Some(face)),
                None => self.refresh(),
            },
            (_, _) => self.refresh(),
        }
    }

    /// Notes that goods are in the face: it is done if it is full or the reserve is empty, else refilling goes on.
    fn brought(&mut self, text: &str) -> Vec<Effect> {
        let qty = self.carry.hand.qty;
        let carry = std::mem::take(&mut self.carry);
        let Some(work) = &mut self.work else {
            return vec![good(text)];
        };
        work.there = work.there + qty.into();
        for source in &mut work.sources {
            let same = Some(&source.location) == carry.from.as_ref()
                && source.lpn == carry.lpn.clone().unwrap_or_default();
            if same
                && carry
                    .fitting()
                    .any(|held| held.lot == source.lot && held.serial == source.serial)
            {
                source.free = source.free - qty.into();
            }
        }
        work.sources.retain(|source| !source.free.is_zero());
        let holds = work.there.known().map(|there| many(there, &work.uom));
        let full = holds.map_or_else(|| text.to_owned(), |holds| format!("{text}, it holds {holds}"));
        let room = work.room();
        if !room.is_zero() && self.sources().next().is_some() {
            let more = room.known().map(|room| format!(", {room} more fit"));
            let mut effects = vec![good(format!("{text}{}", more.unwrap_or_default()))];
            effects.extend(self.refresh());
            return effects;
        }
        let done = self.give_back();
        self.posted.push_back(Posted::Done(full));
        done.into_iter().collect()
    }

    /// Ends the work and asks for the next.
    fn next(&mut self, mut effects: Vec<Effect>) -> Vec<Effect> {
        *self = Self {
            posted: std::mem::take(&mut self.posted),
            carry: Carry::default(),
            ..Self::default()
        };
        effects.push(Self::ask(Question::Due));
        effects
    }
}
