//! An expiry so far ahead that it may be misread: it is asked about, and nothing of its label is taken before.

use super::{Question, State};
use crate::domain::code::LotCode;
use crate::domain::refusal::Refusal;
use crate::flows::event::{self, Context, Effect};
use crate::flows::expiry;
use crate::flows::goods::info;
use crate::flows::hand::Hand;
use crate::flows::scanned::Scanned;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The most days of life that goods are believed to have without a word: ten years.
const LONGEST_LIFE: i64 = 3653;

/// Goods as they would be in hand, with the expiry that is asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Far {
    hand: Hand,
    pub(super) day: NaiveDate,
}

impl State {
    /// Asks about the expiry in hand if it is far ahead and nobody has confirmed it; the hand is what it was before.
    pub(super) fn doubt_expiry(&mut self, lot: &LotCode, context: &Context) -> Option<Vec<Effect>> {
        let day = self.hand.expiry()?;
        let days = (day - context.today).num_days();
        if days <= LONGEST_LIFE || self.sure == Some(day) {
            return None;
        }
        let hand = std::mem::replace(&mut self.hand, std::mem::take(&mut self.was));
        self.far = Some(Box::new(Far { hand, day }));
        let (lot, found) = (lot.to_string(), day.to_string());
        Some(vec![Effect::Refuse(Refusal::FarExpiry { lot, found, days })])
    }

    /// Takes the answer to that question: the same date again, or the right one. `None` if the operator goes on with
    /// something else.
    pub(super) fn answers_far(&mut self, scanned: &Scanned, context: &Context) -> Option<Vec<Effect>> {
        let far = self.far.take()?;
        if scanned.label.expiry == Some(far.day) {
            return Some(self.confirm_far(*far));
        }
        if !scanned.meanings.is_empty() || !scanned.symbol.is_empty() {
            return None;
        }
        match expiry::read(&scanned.text, context.today) {
            Ok(day) if day == far.day => Some(self.confirm_far(*far)),
            Ok(day) => {
                let mut hand = far.hand;
                hand.redate(day);
                Some(self.with_date(hand))
            }
            Err(refusal @ Refusal::TwoDates { .. }) => {
                self.far = Some(far);
                Some(vec![Effect::Refuse(refusal)])
            }
            Err(_) => None,
        }
    }

    /// Takes the goods with the expiry that was asked about.
    pub(super) fn confirm_far(&mut self, far: Far) -> Vec<Effect> {
        self.sure = Some(far.day);
        self.with_date(far.hand)
    }

    fn with_date(&mut self, hand: Hand) -> Vec<Effect> {
        self.was = std::mem::replace(&mut self.hand, hand);
        let mut effects = vec![info(self.hand.named())];
        let known = self.hand.item.as_ref().zip(self.hand.lot());
        effects.extend(known.map(|(item, lot)| {
            let item = item.item.clone();
            Effect::Ask(event::Question::Receive(Question::Lot {
                item,
                lot,
                plain: false,
            }))
        }));
        effects
    }
}
