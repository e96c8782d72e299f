//! Loose goods of one item in the order in which they leave, read no further than they are taken.
//!
//! What lies beside costs nothing: goods are found by the expiry that their balance carries, a few at a time, and where
//! many expire on one day (or never, as pieces with serial numbers) bin by bin.

use super::books::Books;
use crate::domain::catalog::{Item, Location};
use crate::domain::code::{LotCode, Serial, SiteCode};
use crate::domain::record::Range;
use crate::domain::shelf_life::Turn;
use crate::domain::stock::Balance;
use crate::operations::ahead::{Ahead, FEW};
use crate::operations::change::Halt;
use chrono::{Days, NaiveDate};
use std::ops::ControlFlow::{self, Break, Continue};

/// Takes goods from where they lie; breaks off when it has enough.
pub(super) type Taker<'t> = &'t mut dyn FnMut(Balance, &Location) -> Result<ControlFlow<()>, Halt>;

impl Books<'_, '_> {
    /// Shows the loose stock of an item in one bin that did not expire before today, first expiry first.
    pub fn in_turn_in_bin(
        &self,
        item: &Item,
        bin: &Location,
        take: Taker<'_>,
    ) -> Result<ControlFlow<()>, Halt> {
        let dated = Range::by(Balance::BY_EXPIRY_IN_BIN, &[&bin.location, &item.item]);
        let never: Option<NaiveDate> = None;
        let undated = Range::by(Balance::BY_EXPIRY_IN_BIN, &[&bin.location, &item.item, &never]);
        if item.tracking.wants_lot() && self.show(dated.after(&self.yesterday()), bin, take)?.is_break() {
            return Ok(Break(()));
        }
        self.show(undated, bin, take)
    }

    /// Shows the loose stock of an item in the pickable bins of a site that did not expire before today: first expiry
    /// first, and what expires on one day in walk order.
    pub fn in_turn_at_site(
        &self,
        item: &Item,
        site: &SiteCode,
        take: Taker<'_>,
    ) -> Result<ControlFlow<()>, Halt> {
        let mut after = Some(self.yesterday()).filter(|_| item.tracking.wants_lot());
        while let Some(day) = after {
            let range = Range::by(Balance::BY_EXPIRY, &[&item.item, site]).after(&day);
            let mut few: Vec<Balance> = self.view().list(&range.first(FEW))?;
            after = None;
            if few.len() == FEW {
                // There may be more for the last day than was read.
                let last = few[FEW - 1].expiry;
                let whole = few.iter().take_while(|balance| balance.expiry != last).count();
                few.truncate(whole);
                after = few.last().map_or(last, |balance| balance.expiry);
                if few.is_empty() && self.walk(item, site, last, take)?.is_break() {
                    return Ok(Break(()));
                }
            }
            if self.show_few(few, take)?.is_break() {
                return Ok(Break(()));
            }
        }
        let never: Option<NaiveDate> = None;
        let range = Range::by(Balance::BY_EXPIRY, &[&item.item, site, &never]);
        let few: Vec<Balance> = self.view().list(&range.first(FEW))?;
        if few.len() < FEW {
            self.show_few(few, take)
        } else {
            self.walk(item, site, never, take)
        }
    }

    /// Returns yesterday: what expired by then is expired, whatever the policy says of today.
    fn yesterday(&self) -> NaiveDate {
        let today = self.request.date;
        today.checked_sub_days(Days::new(1)).unwrap_or(today)
    }

    /// Shows everything that was read for whole days.
    fn show_few(&self, few: Vec<Balance>, take: Taker<'_>) -> Result<ControlFlow<()>, Halt> {
        let mut found = Vec::new();
        for balance in few.into_iter().filter(Balance::is_loose_stock) {
            let bin = self.location(&balance.location)?;
            if bin.purpose.is_pickable() {
                found.push((Turn::of(&balance, balance.expiry, bin.sequence), balance, bin));
            }
        }
        found.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        for (_, balance, bin) in found {
            if take(balance, &bin)?.is_break() {
                return Ok(Break(()));
            }
        }
        Ok(Continue(()))
    }

    /// Shows what expires on one day, bin after bin.
    fn walk(
        &self,
        item: &Item,
        site: &SiteCode,
        expiry: Option<NaiveDate>,
        take: Taker<'_>,
    ) -> Result<ControlFlow<()>, Halt> {
        let mut bins: Vec<Location> = Vec::new();
        let mut next = Range::by(Balance::BY_EXPIRY, &[&item.item, site, &expiry]).first(1);
        while let Some(first) = self.view().list::<Balance>(&next)?.pop() {
            let bin = self.location(&first.location)?;
            if bin.purpose.is_pickable() {
                bins.push(bin);
            }
            next = next.after(&first.location);
        }
        let place = |bin: &Location| (bin.sequence, bin.location.clone());
        bins.sort_by_key(place);
        for bin in bins {
            let range = Range::by(Balance::BY_EXPIRY, &[&item.item, site, &expiry, &bin.location]);
            if self.show(range, &bin, take)?.is_break() {
                return Ok(Break(()));
            }
        }
        Ok(Continue(()))
    }

    /// Shows the loose stock of a range that lies in one bin.
    fn show(&self, range: Range, bin: &Location, take: Taker<'_>) -> Result<ControlFlow<()>, Halt> {
        for balance in Ahead::<Balance>::of(self.view(), range) {
            let balance = balance?;
            if balance.is_loose_stock() && take(balance, bin)?.is_break() {
                return Ok(Break(()));
            }
        }
        Ok(Continue(()))
    }

    /// Returns the balances of a named lot or piece of an item, wherever it lies.
    pub fn named(
        &self,
        item: &Item,
        lot: Option<&LotCode>,
        serial: Option<&Serial>,
    ) -> Result<Vec<Balance>, Halt> {
        let no_lot = LotCode::default();
        let lot = lot.unwrap_or(&no_lot);
        Ok(match serial {
            Some(serial) => self.view().all(&[&item.item, lot, serial])?,
            None => self.view().all(&[&item.item, lot])?,
        })
    }
}
