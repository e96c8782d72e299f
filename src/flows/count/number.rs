//! Numbers on labels of goods that are not kept by serial number: no such piece is counted twice.

use super::State;
use crate::domain::amount::Qty;
use crate::flows::event::Effect;
use crate::flows::kept::Kept;
use crate::flows::pieces::Numbered;
use crate::flows::scanned::Scanned;

impl State {
    /// Sets the label at hand aside; the next one begins anew.
    pub(super) fn set_aside(&mut self) {
        self.piece = None;
        self.kept = Kept::default();
    }

    /// Takes a number that was read behind counted goods. If the piece was counted before, returns its refusal, and
    /// what was counted of the label goes back. `None` if the number is new, or belongs to a label still to come.
    pub(super) fn number(&mut self, scanned: &Scanned) -> Option<Vec<Effect>> {
        let serial = scanned.symbol.value(21).filter(|_| self.kept.is_empty())?;
        let (open, (last, whole)) = (self.open.as_ref()?, self.last.as_ref()?);
        let (item, tracking) = (&last.goods.item, last.goods.tracking);
        let found = Numbered::of(item, tracking, open.package(), Some(serial))?;
        if open.label().serial().is_some() {
            let refused = || vec![Effect::Refuse(found.counted("in this job"))];
            return (!open.may_follow(serial)).then(refused);
        }
        let first = self.reads.len().saturating_sub(self.reads_of(*whole));
        let Err(refusal) = self.counted.check(Some(&found)) else {
            self.reads.number(first, found.clone())?;
            self.counted.add(Some(found));
            return None;
        };
        let mut effects = vec![Effect::Refuse(refusal)];
        let is_said = *whole != open.whole();
        if let Some(count) = self.count.clone().filter(|_| !is_said) {
            while first < self.reads.len() {
                let piece = self.reads.pop()?;
                effects.extend(self.take_back(&count, &piece));
            }
            self.last = None;
            self.open = None;
        }
        Some(effects)
    }

    /// Returns how many of the last reads it took to count `whole`.
    fn reads_of(&self, whole: Qty) -> usize {
        let mut sum = Qty::ZERO;
        let last = self.reads.quantities().take_while(|qty| {
            let before = sum;
            sum += *qty;
            before < whole
        });
        last.count()
    }
}
