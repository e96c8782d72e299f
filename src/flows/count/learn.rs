//! What the store answers to a count.

use super::{Named, Piece, Posted, Question, State, Told, ask};
use crate::domain::amount::Qty;
use crate::domain::code::{CountNo, LocationCode};
use crate::domain::count::CountState;
use crate::domain::refusal::Refusal;
use crate::flows::event::Effect;
use crate::flows::goods::{good, many, warn};
use crate::flows::kept::{Kept, Open};
use crate::flows::machine::Machine;
use crate::operations::answer::Answer;

impl State {
    pub(super) fn told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Wanted(wanted) => self.wanted = wanted,
            Told::Sheet {
                count,
                location,
                lines,
            } => {
                self.count = Some(count);
                self.location = Some(location);
                self.lines = lines;
            }
            Told::Missing(missing) if missing.is_empty() => {
                self.missing.clear();
                return self.close(false);
            }
            Told::Otherwise(found) => return self.proved(found),
            Told::Missing(missing) => {
                let text = format!("{} not found", missing[0].goods());
                self.missing = missing;
                return vec![warn("NOT COUNTED", text)];
            }
        }
        Vec::new()
    }

    pub(super) fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let posted = self.posted.pop_front();
        if let Some(refusal) = &answer.refusal {
            return self.refused(posted, refusal);
        }
        let note = answer.note.as_deref();
        match posted {
            Some(Posted::Work) => {
                self.go_to = note.map(LocationCode::from);
                Vec::new()
            }
            Some(Posted::Open(location)) => {
                self.go_to = None;
                self.location = Some(location);
                self.count = note.map(CountNo::from);
                self.is_from_the_bin = true;
                let mut effects = vec![good(self.prompt())];
                effects.extend(self.sheet());
                effects
            }
            Some(Posted::Read { piece, whole, open }) => self.counted(*piece, whole, open),
            Some(Posted::Nothing(goods)) => {
                let mut effects = vec![good(format!("no {} here", goods.goods()))];
                self.note(Piece::of(*goods, None, Qty::ZERO));
                effects.extend(self.sheet());
                effects.extend(self.look_for_missing());
                effects
            }
            Some(Posted::Lift) => Vec::new(),
            Some(Posted::Back) => {
                let mut effects = vec![good("taken back")];
                effects.extend(self.sheet());
                if !self.missing.is_empty() {
                    effects.extend(self.look_for_missing());
                }
                effects
            }
            Some(Posted::Close) => self.closed(answer),
            None => {
                // A posted count was taken back: its sheet is another operator's now.
                self.leave_bin();
                vec![ask(Question::Wanted)]
            }
        }
    }

    pub(super) fn sheet(&self) -> Vec<Effect> {
        let question = |count: &CountNo| Question::Sheet { count: count.clone() };
        self.count.iter().map(|count| ask(question(count))).collect()
    }

    fn counted(&mut self, piece: Piece, whole: Qty, open: Option<Open>) -> Vec<Effect> {
        let goods = piece.goods.goods();
        let text = if piece.qty < Qty::ZERO {
            format!("{goods}: {} in all", many(whole, &piece.goods.uom))
        } else {
            format!("+{} {goods}", many(piece.qty, &piece.goods.uom))
        };
        let found = |named: &Named| named.goods() == piece.goods.goods();
        let was_missing = self.missing.iter().any(found);
        self.counted.add(piece.numbered.clone());
        self.kept = Kept::default();
        self.open = open;
        self.note(piece.clone());
        self.last = Some((piece, whole));
        self.status = None;
        let mut effects = vec![good(text)];
        effects.extend(self.sheet());
        if was_missing {
            effects.extend(self.look_for_missing());
        }
        effects
    }

    /// Notes a read that can be taken back.
    fn note(&mut self, piece: Piece) {
        if self.reads.push(piece) {
            self.is_from_the_bin = false;
            self.done = self.done.map(|done| done.saturating_sub(1));
        }
    }

    fn closed(&mut self, answer: &Answer) -> Vec<Effect> {
        let bin = self.location.clone().unwrap_or_default();
        let state = answer.note.as_deref().and_then(|note| note.parse().ok());
        let has_posted = answer.movement.is_some();
        *self = Self {
            posted: std::mem::take(&mut self.posted),
            counted: std::mem::take(&mut self.counted),
            closed: state.filter(|_| !has_posted).map(|state| (bin.clone(), state)),
            ..Self::default()
        };
        let next = match state {
            Some(CountState::RecountWanted) => ". Another operator counts it again",
            Some(CountState::ToApprove) => ". A supervisor decides",
            _ => "",
        };
        vec![good(format!("{bin} is counted{next}")), ask(Question::Wanted)]
    }

    /// Takes a refusal without losing what was scanned: a label that lacks its expiry is completed, a piece counted
    /// before is set aside, and everything else stands.
    fn refused(&mut self, posted: Option<Posted>, refusal: &Refusal) -> Vec<Effect> {
        match (posted, refusal) {
            (Some(Posted::Read { piece, .. }), Refusal::ExpiryNeeded { .. }) => {
                self.piece = Some(Piece {
                    asks_expiry: true,
                    ..*piece
                });
                Vec::new()
            }
            (Some(Posted::Read { .. }), Refusal::SerialCounted { .. }) => {
                self.set_aside();
                Vec::new()
            }
            (Some(Posted::Close), Refusal::NotCounted { .. }) => self.look_for_missing(),
            _ => Vec::new(),
        }
    }
}
