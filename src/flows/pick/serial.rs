//! A piece that is taken by its serial number.

use super::{After, Question, State, Stop};
use crate::domain::amount::Qty;
use crate::domain::code::Serial;
use crate::domain::refusal::Refusal;
use crate::flows::event::{self, Effect};
use crate::flows::goods::unexpected;

impl State {
    /// Takes a piece by its serial number. Any free piece will do, which is looked up; one that another of our stops here
    /// wants is picked for that stop.
    pub(super) fn serial(&mut self, serial: Serial) -> Vec<Effect> {
        let Some(stop) = self.stops.first() else {
            return Vec::new();
        };
        let same = |other: &Stop| other.location == stop.location && other.item == stop.item;
        if let Some(found) = self
            .stops
            .iter()
            .position(|other| same(other) && other.serial == serial)
        {
            self.stops.swap(0, found);
            return self.piece(serial);
        }
        let task = stop.task;
        vec![Effect::Ask(event::Question::Pick(Question::Serial {
            task,
            serial,
        }))]
    }

    /// Takes what is known of a piece other than the promised one. With a tote in use it is posted at once, and then the
    /// rules say why it may not be taken.
    pub(super) fn serial_told(
        &mut self,
        serial: Serial,
        is_free: bool,
        obstacle: Option<Refusal>,
    ) -> Vec<Effect> {
        if let Some(refusal) = obstacle {
            return vec![Effect::Refuse(refusal)];
        }
        let Some(stop) = self.stops.first().cloned() else {
            return Vec::new();
        };
        if !is_free && self.tote.is_none() {
            let need = format!("Scan {}, or say SHORT", stop.goods());
            return vec![unexpected(
                need,
                format!("{serial} is not free in {}", stop.location),
            )];
        }
        let effects = self.piece(serial);
        self.count_number(&stop);
        effects
    }

    /// Takes one piece in hand, which is all that a scan of it stands for.
    fn piece(&mut self, serial: Serial) -> Vec<Effect> {
        self.hand.item = true;
        self.hand.serial = Some(serial);
        self.hand.qty = Qty::ONE;
        self.finish(After::Stay)
    }
}
