//! Where goods are taken from: the location named, else the site's storage first, the lot that expires first ahead.

use super::books::Books;
use super::goods::{goods_of, may_leave};
use super::stock::{Goods, Place};
use crate::domain::amount::Qty;
use crate::domain::catalog::{Item, Location, Purpose};
use crate::domain::code::{LocationCode, LotCode, Serial};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::shelf_life::Turn;
use crate::domain::stock::{Balance, Status};
use crate::operations::ahead::Ahead;
use crate::operations::change::Halt;
use std::ops::ControlFlow::{Break, Continue};

/// The goods that are wanted, as far as they are named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    /// The item.
    pub item: &'a Item,
    /// The location that they are taken from, if one is named.
    pub from: Option<&'a LocationCode>,
    /// Their lot.
    pub lot: Option<&'a LotCode>,
    /// Their serial number.
    pub serial: Option<&'a Serial>,
    /// Whether they leave the house or are used up. A lot that is on hold or expired is then refused if it is named;
    /// it is never taken unnamed.
    pub used: bool,
}

/// Goods of one kind at one place, and how many of them are taken.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The goods.
    pub goods: Goods,
    /// Where they lie.
    pub place: Place,
    /// How many.
    pub qty: Qty,
}

impl Books<'_, '_> {
    /// Returns the balances to take `qty` from: the location named, else the site's storage first and then the other
    /// pickable bins; within each the lot that expires first, and within one day in walk order. No more are read than
    /// needed.
    fn sources(&self, wanted: &Wanted<'_>, qty: Qty) -> Result<Vec<(Balance, Goods)>, Halt> {
        let first = self.location_or(wanted.from, Purpose::Storage)?;
        if wanted.lot.is_some() || wanted.serial.is_some() {
            return self.named_sources(wanted, &first);
        }
        let (mut left, mut found) = (qty, Vec::new());
        let mut take = |balance: Balance| {
            let free = balance.free();
            if Qty::ZERO < free {
                let goods = goods_of(self, &balance)?;
                match may_leave(self, &goods, 0) {
                    Ok(()) => {
                        left -= free;
                        found.push((balance, goods));
                    }
                    Err(Halt::Refused(_)) => {}
                    Err(fault) => return Err(fault),
                }
            }
            let is_enough = left <= Qty::ZERO;
            Ok(if is_enough { Break(()) } else { Continue(()) })
        };
        let in_bin = self.in_turn_in_bin(wanted.item, &first, &mut |balance, _| take(balance))?;
        if in_bin.is_continue() && wanted.from.is_none() {
            let _ = self.in_turn_at_site(wanted.item, &self.site, &mut |balance, bin| {
                if bin.location == first.location {
                    return Ok(Continue(()));
                }
                take(balance)
            })?;
        }
        Ok(found)
    }

    /// Returns the balances of a named lot or piece to take from.
    fn named_sources(&self, wanted: &Wanted<'_>, first: &Location) -> Result<Vec<(Balance, Goods)>, Halt> {
        let mut found: Vec<(bool, Turn, Balance, Goods)> = Vec::new();
        for balance in self.named(wanted.item, wanted.lot, wanted.serial)? {
            if !balance.is_loose_stock() || balance.free() <= Qty::ZERO {
                continue;
            }
            let location: Location = self.location(&balance.location)?;
            let near = match wanted.from {
                Some(named) => *named == balance.location,
                None => location.purpose.is_pickable() && balance.site == self.site,
            };
            if !near {
                continue;
            }
            let goods = goods_of(self, &balance)?;
            match may_leave(self, &goods, 0) {
                Err(Halt::Refused(_)) if wanted.lot.is_none() => continue,
                Err(Halt::Refused(_)) if !wanted.used => {}
                other => other?,
            }
            let far = balance.location != first.location;
            let turn = Turn::of(&balance, goods.expiry, location.sequence);
            found.push((far, turn, balance, goods));
        }
        found.sort_by(|(a, one, ..), (b, other, ..)| (a, one).cmp(&(b, other)));
        Ok(found
            .into_iter()
            .map(|(.., balance, goods)| (balance, goods))
            .collect())
    }

    /// Returns the parts that make up a quantity, or a refusal that says how much there is.
    pub fn gather(&self, wanted: &Wanted<'_>, qty: Qty) -> Result<Vec<Part>, Halt> {
        let (parts, have) = self.gather_upto(wanted, qty)?;
        if have == qty {
            return Ok(parts);
        }
        Err(match self.passed_over(wanted)? {
            Some(refusal) if !wanted.used && have.is_zero() => refusal.into(),
            _ => self.not_enough(wanted, qty, have),
        })
    }

    /// Returns why a lot that lies there is not taken unless named; `None` if no lot is passed over.
    fn passed_over(&self, wanted: &Wanted<'_>) -> Result<Option<Refusal>, Halt> {
        let range = Range::of::<Balance>(&[&wanted.item.item]);
        for balance in Ahead::<Balance>::of(self.view(), range) {
            let balance = balance?;
            let near = wanted
                .from
                .map_or(balance.site == self.site, |from| *from == balance.location);
            if !near || wanted.lot.is_some() || balance.qty <= Qty::ZERO {
                continue;
            }
            match may_leave(self, &goods_of(self, &balance)?, 0) {
                Err(Halt::Refused(refusal)) => return Ok(Some(refusal)),
                other => other?,
            }
        }
        Ok(None)
    }

    /// Returns the parts that make up a quantity of goods that are sold: if the policy allows it, what is missing is
    /// taken below zero from the location named, else from the site's storage.
    pub fn gather_below(&self, wanted: &Wanted<'_>, qty: Qty) -> Result<Vec<Part>, Halt> {
        let (mut parts, have) = self.gather_upto(wanted, qty)?;
        if have == qty {
            return Ok(parts);
        }
        let location = self.location_or(wanted.from, Purpose::Storage)?;
        let place = Place::at(&location);
        let is_told_apart = wanted.lot.is_some() || wanted.serial.is_some();
        let sells = place.status == Status::Available && !is_told_apart;
        if !self.may_go_below(wanted.item, qty, have)? || !sells {
            return Err(self.not_enough(wanted, qty, have));
        }
        let missing = qty - have;
        if let Some(part) = parts.iter_mut().find(|part| part.place == place) {
            part.qty += missing;
        } else {
            let goods = self.goods(wanted.item.clone(), None, None, missing)?;
            let qty = missing;
            parts.push(Part { goods, place, qty });
        }
        Ok(parts)
    }

    /// Returns the parts that make up a quantity as far as they go, and how much that is.
    fn gather_upto(&self, wanted: &Wanted<'_>, qty: Qty) -> Result<(Vec<Part>, Qty), Halt> {
        let (mut left, mut parts) = (qty, Vec::new());
        for (balance, goods) in self.sources(wanted, qty)? {
            let part = left.min(balance.free());
            if Qty::ZERO < part {
                let place = Place::of(&balance);
                let qty = part;
                parts.push(Part { goods, place, qty });
                left -= part;
            }
        }
        Ok((parts, qty - left))
    }

    fn not_enough(&self, wanted: &Wanted<'_>, need: Qty, have: Qty) -> Halt {
        let stated = match wanted.from {
            Some(from) => self.stated(from, have),
            None => self.stated_of_item(&wanted.item.item, have),
        };
        let at = wanted
            .from
            .map_or_else(|| self.site.to_string(), ToString::to_string);
        let item = wanted.item.item.to_string();
        stated.map_or_else(
            |fault| fault,
            |have| Refusal::NotEnough { item, at, need, have }.into(),
        )
    }
}
