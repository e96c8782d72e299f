//! Places below zero: what was sold before it arrived.

use super::{Goods, Place, name_of};
use crate::domain::amount::Qty;
use crate::domain::catalog::{Item, Tracking};
use crate::domain::movement::Movement;
use crate::domain::policy::NegativeStock;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Balance;
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;

impl Books<'_, '_> {
    /// Returns whether more of an item may leave than is on hand.
    ///
    /// # Errors
    /// Refuses goods that are told apart by lot or serial number where the policy would allow it: a piece that is not
    /// there has neither.
    pub fn may_go_below(&self, item: &Item, need: Qty, have: Qty) -> Result<bool, Halt> {
        if self.policies()?.negative_stock()? != NegativeStock::Provisional {
            return Ok(false);
        }
        if item.tracking == Tracking::None {
            return Ok(true);
        }
        let have = self.stated_of_item(&item.item, have)?;
        let (item, what) = (item.item.to_string(), item.tracking.to_string());
        Err(Refusal::TrackedBelowZero {
            item,
            what,
            need,
            have,
        }
        .into())
    }

    /// Takes goods from a place, below zero if the policy allows it and nothing there is promised.
    pub fn take_out_below(&mut self, goods: &Goods, place: &Place, qty: Qty) -> Result<(), Halt> {
        let balance = self.balance(goods, place)?;
        let is_there = qty <= balance.free();
        let is_fixed = !place.lpn.is_empty() || Qty::ZERO < balance.allocated;
        if is_there || is_fixed || !self.may_go_below(&goods.item, qty, balance.qty)? {
            return self.take_out(goods, place, qty, Qty::ZERO);
        }
        self.keep(&Balance {
            qty: balance.qty - qty,
            ..balance
        });
        Ok(())
    }

    /// Takes what movement `old` put at a place away again. The place may end as far below zero as it was before the
    /// movement, but no further.
    pub fn take_back(&mut self, goods: &Goods, place: &Place, old: &Movement) -> Result<(), Halt> {
        let balance = self.balance(goods, place)?;
        let after = balance.qty - old.qty;
        let is_told_apart = [goods.lot.as_str(), goods.serial.as_str(), place.lpn.as_str()]
            .iter()
            .any(|word| !word.is_empty());
        if Qty::ZERO <= after || is_told_apart || Qty::ZERO < balance.allocated {
            return self.take_out(goods, place, old.qty, Qty::ZERO);
        }
        let before = balance.qty - self.since(place, old)?;
        if Qty::ZERO <= before || after < before {
            let (item, at) = (name_of(goods), place.location.to_string());
            let (need, have) = (old.qty, self.stated(&place.location, balance.qty)?);
            return Err(Refusal::NotEnough { item, at, need, have }.into());
        }
        self.keep(&Balance {
            qty: after,
            ..balance
        });
        Ok(())
    }

    /// Returns what a movement and those after it put at a place, less what they took.
    fn since(&self, place: &Place, old: &Movement) -> Result<Qty, Halt> {
        let range = Range::by(Movement::BY_STOCK, &[&old.item, &old.site]).after(&(old.seq - 1));
        let mut sum = Qty::ZERO;
        for moved in self.view().list::<Movement>(&range)? {
            let here = |location: &Option<_>, status, lpn: &crate::domain::code::Lpn| {
                location.as_ref() == Some(&place.location) && status == place.status && lpn.is_empty()
            };
            if here(&moved.to_location, moved.to_status, &moved.to_lpn) {
                sum += moved.qty;
            }
            if here(&moved.from_location, moved.from_status, &moved.from_lpn) {
                sum -= moved.qty;
            }
        }
        Ok(sum)
    }
}
