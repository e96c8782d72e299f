//! What a count tells the store about one kind of goods: a quantity, that there are none, or that a read is taken back.

use super::{Named, Piece, Posted, Question, State, ask};
use crate::domain::amount::Qty;
use crate::domain::code::CountNo;
use crate::domain::count::CountState;
use crate::domain::refusal::Refusal;
use crate::flows::event::Effect;
use crate::flows::goods::{good, info, post};
use crate::flows::kept::Kept;
use crate::flows::machine::Machine;
use crate::operations::request::{CountClose, CountRead};

/// What is told of a read that posted nothing.
const TAKEN_BACK: &str = "the last scan is taken back";

impl State {
    /// Takes back the last read of this count, part by part while it is not posted.
    pub(super) fn taken_back(&mut self) -> Option<Vec<Effect>> {
        let was_asked = !std::mem::take(&mut self.again).is_idle();
        if was_asked || self.part_back() {
            return Some(vec![good(TAKEN_BACK)]);
        }
        if let Some((bin, state)) = &self.closed {
            let what = format!("The count of {bin}");
            let (state, need) = match state {
                CountState::RecountWanted => ("closed", "Let another operator count it again".into()),
                CountState::ToApprove => ("closed", "Ask a supervisor to decide".into()),
                _ => (
                    "done, and changed nothing",
                    format!("Scan {bin} to count it once more"),
                ),
            };
            let state = state.into();
            return Some(vec![Effect::Refuse(Refusal::WrongState { what, state, need })]);
        }
        if !self.missing.is_empty() && self.done.is_some_and(|done| self.reads.len() <= done) {
            self.open_again();
            return Some(vec![good(TAKEN_BACK)]);
        }
        let count = self.count.clone()?;
        if self.reads.is_empty() && self.is_from_the_bin && self.status.is_none() {
            self.leave_bin();
            return Some(vec![good(TAKEN_BACK), ask(Question::Wanted)]);
        }
        let piece = self.reads.pop()?;
        self.last = None;
        self.open = None;
        self.counted.remove(piece.numbered.as_ref());
        Some(self.take_back(&count, &piece))
    }

    /// Takes back the last part of an incomplete label; returns whether there was one.
    pub(super) fn part_back(&mut self) -> bool {
        if self.piece.as_ref().is_some_and(|piece| piece.asks_expiry) {
            self.kept = Kept::default();
        }
        let had = self.kept.back() || self.piece.is_some();
        if !self.kept.label().has_item() {
            self.piece = None;
        }
        had
    }

    /// Says that the goods asked for are not there.
    pub(super) fn nothing(&mut self) -> Vec<Effect> {
        let (Some(count), Some(goods)) = (self.count.clone(), self.missing.first().cloned()) else {
            return vec![info(self.prompt())];
        };
        let nothing = Piece::of(goods.clone(), None, Qty::ZERO);
        self.posted.push_back(Posted::Nothing(Box::new(goods)));
        vec![read_of(&count, &nothing, Qty::ZERO)]
    }

    /// Takes back a read of this count; a zero by counting one and taking that back.
    pub(super) fn take_back(&mut self, count: &CountNo, piece: &Piece) -> Vec<Effect> {
        let mut effects = Vec::new();
        if piece.qty.is_zero() {
            self.posted.push_back(Posted::Lift);
            effects.push(read_of(count, piece, Qty::ONE));
        }
        let qty = if piece.qty.is_zero() { Qty::ONE } else { piece.qty };
        self.posted.push_back(Posted::Back);
        effects.push(read_of(count, piece, -qty));
        effects
    }

    /// Ends the sheet.
    pub(super) fn close(&mut self, rest_is_zero: bool) -> Vec<Effect> {
        let Some(count) = self.count.clone() else {
            return vec![info(self.prompt())];
        };
        self.posted.push_back(Posted::Close);
        vec![post(CountClose { count, rest_is_zero })]
    }
}

/// Returns the post that counts `qty` of a piece.
pub(super) fn read_of(count: &CountNo, piece: &Piece, qty: Qty) -> Effect {
    let Named {
        item,
        lot,
        serial,
        status,
        ..
    } = piece.goods.clone();
    post(CountRead {
        count: count.clone(),
        item,
        qty,
        lot: Some(lot).filter(|lot| !lot.is_empty()),
        expiry: piece.expiry.filter(|_| Qty::ZERO < qty),
        serial: Some(serial).filter(|serial| !serial.is_empty()),
        status,
    })
}
