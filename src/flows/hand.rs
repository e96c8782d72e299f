//! Goods put together from scans in any order: one label with everything, or item, lot, expiry, serial number and
//! quantity one by one. Only what is missing is asked for.

mod date;
mod number;
mod saved;

use self::saved::Saved;
use super::event::{Context, Effect};
use super::expiry;
use super::goods::{many, name, times, warn};
use super::kept::{self, in_words, needed, plain, shared, still, unrecorded};
use super::pieces::Pieces;
use super::scanned::Scanned;
use crate::domain::amount::Qty;
use crate::domain::catalog::{Item, check_decimals};
use crate::domain::code::{LotCode, Serial, UomCode};
use crate::domain::refusal::Refusal;
use crate::domain::weight::is_weight;
use crate::scan::assembly::Assembly;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use crate::scan::assembly::Part;

/// Goods as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Saved")]
pub struct Hand {
    /// The item.
    pub item: Option<Box<Item>>,
    /// Whether the store knows the lot's expiry, so that none is asked for.
    pub dated: bool,
    /// Base units; zero while none were counted.
    pub qty: Qty,
    /// Whether the quantity was said, not counted by scans.
    pub said: bool,
    /// The pieces among them that have a number on their label.
    pub pieces: Pieces,
    /// Their label, as far as it was read.
    label: Assembly,
    /// Base units in the package that was read last.
    package: Qty,
    /// The number of the next package, if labels begin with it.
    next: Option<Serial>,
    /// The decimals that a quantity of the item may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    decimals: Option<i64>,
}

impl Hand {
    /// Returns whether nothing was scanned yet.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the lot; `None` if the item is not tracked by lot.
    pub fn lot(&self) -> Option<LotCode> {
        let wants = self.item.as_ref().is_none_or(|item| item.tracking.wants_lot());
        self.label.lot().filter(|_| wants).map(LotCode::from)
    }

    /// Returns the lot's expiry; `None` if the item is not tracked by lot.
    pub fn expiry(&self) -> Option<NaiveDate> {
        let wants = self.item.as_ref().is_none_or(|item| item.tracking.wants_lot());
        self.label.expiry().filter(|_| wants)
    }

    /// Returns the serial number; `None` if the item is not tracked by serial number.
    pub fn serial(&self) -> Option<Serial> {
        let wants = self.item.as_ref().is_none_or(|item| item.tracking.wants_serial());
        self.label.serial().filter(|_| wants).map(Serial::from)
    }

    /// Returns the label, as far as it was read.
    pub const fn label(&self) -> &Assembly {
        &self.label
    }

    /// Returns what is still missing; the expiry only if goods are arriving.
    pub fn lacks(&self, arriving: bool) -> Vec<Part> {
        let Some(item) = &self.item else {
            return vec![Part::Item];
        };
        let mut missing = self.label.missing(needed(item, arriving));
        missing.retain(|part| *part != Part::Expiry || !self.dated);
        missing
    }

    /// Returns the first part that is still missing; the expiry only if goods are arriving.
    pub fn missing(&self, arriving: bool) -> Option<Part> {
        self.lacks(arriving).first().copied()
    }

    /// Returns the goods in words, as far as they are known: `12 EA FD-1001 NC-2602`.
    pub fn named(&self) -> String {
        match &self.item {
            Some(item) => format!("{} {}", many(self.qty, &item.uom), self.name()),
            None => in_words(&self.label),
        }
    }

    pub(super) fn name(&self) -> String {
        let item = self.item.as_ref().map(|item| item.item.clone());
        let (lot, serial) = (self.lot().unwrap_or_default(), self.serial().unwrap_or_default());
        name(&item.unwrap_or_default(), &lot, &serial)
    }

    /// Sets the quantity.
    ///
    /// # Errors
    /// If the quantity is not valid for this item.
    pub fn set(&mut self, qty: Qty) -> Result<String, Refusal> {
        if qty.is_zero() {
            return Err(Refusal::NothingToMove {});
        }
        if qty < Qty::ZERO {
            let why = "it is below zero".into();
            return Err(Refusal::BadQuantity { qty, why });
        }
        self.one_of_a_serial(qty)?;
        if let (Some(item), Some(decimals)) = (&self.item, self.decimals) {
            check_decimals(&item.item, &item.uom, qty, decimals)?;
        }
        self.qty = qty;
        self.said = true;
        Ok(self.named())
    }

    fn one_of_a_serial(&self, qty: Qty) -> Result<(), Refusal> {
        let serial = self.item.as_ref().filter(|item| item.tracking.wants_serial());
        match serial {
            Some(item) if qty != Qty::ONE => {
                let item = item.item.to_string();
                Err(Refusal::OneSerial { item, qty })
            }
            _ => Ok(()),
        }
    }

    /// Takes what a read says about the goods; returns what to echo. `arriving` says that expiries are asked for.
    ///
    /// # Errors
    /// If the read contradicts what is in hand, or says nothing about goods. What is in hand then stays as it was.
    pub fn take(&mut self, scanned: &Scanned, arriving: bool, context: &Context) -> Result<String, Refusal> {
        let before = self.clone();
        let taken = match scanned.item() {
            Some((item, pack, _)) if self.begins_again(item, pack, scanned, arriving) => {
                self.next = None;
                Ok(self.named())
            }
            Some((item, pack, uom)) => self.item(item, pack, uom, scanned),
            None if scanned.is_part() => self.part(scanned, context),
            None => self.plain(scanned, arriving, context),
        };
        if taken.is_ok() && *self == before && self.missing(arriving).is_none() {
            self.same_piece(scanned)?;
        }
        match &taken {
            Err(Refusal::SerialCounted { .. }) => self.set_aside(before, scanned),
            Err(_) => *self = before,
            Ok(_) => {}
        }
        taken
    }

    /// Notes what a label says about something other than the goods, such as their licence plate.
    ///
    /// # Errors
    /// If it contradicts the label in hand.
    pub fn note(&mut self, scanned: &Scanned) -> Result<(), Refusal> {
        self.label
            .add(scanned.symbol.clone(), &[])
            .map(drop)
            .map_err(Refusal::from)
    }

    /// Returns a warning about what the label as a whole lacks by the rules of its identifiers. Goods at the dock are
    /// not turned away because of their label, but whoever printed it should hear of it.
    pub fn fault(&self) -> Option<Effect> {
        let fault = self.label.fault()?;
        Some(warn("LABEL", format!("{}: taken, but {fault}", self.named())))
    }

    /// Returns what is still missing, to be told behind an echo; not the expiry of a lot just learned, since the store
    /// is asked for it first.
    pub fn still(&self, before: &Self, arriving: bool) -> String {
        let mut missing = self.lacks(arriving);
        let learned = self.lot() != before.lot();
        missing.retain(|part| *part != Part::Expiry || !learned);
        still(&missing)
    }

    fn item(&mut self, item: &Item, pack: Qty, uom: &UomCode, scanned: &Scanned) -> Result<String, Refusal> {
        if item.service {
            return Err(Refusal::NoStockItem {
                item: item.item.to_string(),
            });
        }
        let symbol = scanned.symbol.clone().naming_item();
        match &self.item {
            Some(known) if known.item != item.item => {
                return Err(Refusal::WrongItem {
                    need: format!("Finish {} first, or say BACK until it is out of hand", known.item),
                    found: format!("{} is another item", item.item),
                });
            }
            Some(known) if !known.tracking.wants_serial() => {
                self.label.add_package(symbol, shared(item), unrecorded(item))
            }
            _ => self.label.add(symbol, unrecorded(item)).map(drop),
        }?;
        self.item = Some(Box::new(item.clone()));
        self.decimals = scanned.decimals;
        self.package = pack;
        self.take_next_number();
        self.count_number()?;
        if item.tracking.wants_serial() {
            self.qty = Qty::ONE;
            return Ok(self.named());
        }
        let count = self.count();
        if count.is_none() && self.is_weighed() && self.label.is_measured_otherwise() {
            return Ok(format!("{}: its label states no weight", self.name()));
        }
        let more = times(pack, count);
        self.qty += more;
        let packs = if *uom == item.uom {
            String::new()
        } else {
            format!(" ({})", many(count.unwrap_or(Qty::ONE), uom))
        };
        let plus = format!("+{}{packs}", many(more, &item.uom));
        Ok(if self.qty == more {
            format!("{plus} {}", self.name())
        } else {
            format!("{plus}: {}", self.named())
        })
    }

    /// Returns the number of packages on the label, or the net weight if the item is kept by weight.
    fn count(&self) -> Option<Qty> {
        self.label.measure(self.is_weighed()).and_then(exact)
    }

    fn is_weighed(&self) -> bool {
        self.item.as_ref().is_some_and(|item| is_weight(&item.uom))
    }

    /// Returns whether the goods are known and how much of them there is was neither read nor typed.
    pub fn wants_quantity(&self) -> bool {
        self.item.is_some() && self.qty.is_zero()
    }

    /// Takes a part on a label of its own; it may say how many the package read last holds.
    fn part(&mut self, scanned: &Scanned, context: &Context) -> Result<String, Refusal> {
        if scanned.typed && context.scan_lots && scanned.label.lot.is_some() {
            let (what, found) = ("lot".into(), scanned.text.clone());
            return Err(Refusal::ScanNeeded { what, found });
        }
        if let Some(kept) = self.next_number(scanned) {
            return Ok(kept);
        }
        let (counted, number) = (self.count(), self.number());
        let ignored = self.item.as_deref().map_or(&[][..], unrecorded);
        self.label.add(scanned.symbol.clone(), ignored)?;
        if number.is_none() {
            self.count_number()?;
        }
        let Some(count) = self.count().filter(|_| counted.is_none()) else {
            return Ok(self.told());
        };
        if self.item.is_some() {
            let whole = times(self.package, Some(count));
            self.one_of_a_serial(whole)?;
            if self.said && whole != self.qty {
                let need = "Check the label, or BACK".into();
                let found = format!("The label counts {count}, you said {}", self.qty);
                return Err(Refusal::NotExpected { need, found });
            }
            self.qty = if self.said || self.qty.is_zero() {
                whole
            } else {
                self.qty - self.package + whole
            };
        }
        Ok(self.told())
    }

    fn told(&self) -> String {
        if self.item.is_some() {
            self.named()
        } else {
            format!("kept: {}", self.named())
        }
    }

    /// Takes a plain code or typed text as the part that is missing; if none is, a number as the quantity.
    fn plain(&mut self, scanned: &Scanned, arriving: bool, context: &Context) -> Result<String, Refusal> {
        let text = scanned.text.as_str();
        // A label with fields of its own is not taken for a plain lot.
        let missing = self.missing(arriving).filter(|_| scanned.symbol.is_empty());
        if missing.is_none()
            && let Some(qty) = scanned.quantity()
        {
            return self.set(qty);
        }
        self.no_other_kind(missing, scanned)?;
        let symbol = match missing {
            Some(Part::Item) => return Err(scanned.unknown()),
            None => return Err(scanned.no_quantity()),
            Some(Part::Lot) if scanned.typed && context.scan_lots => {
                return Err(Refusal::ScanNeeded {
                    what: "lot".into(),
                    found: text.to_owned(),
                });
            }
            Some(part @ (Part::Lot | Part::Serial)) => plain(part, text),
            Some(Part::Expiry) => {
                let day = expiry::read(text, context.today)?;
                plain(Part::Expiry, &day.to_string())
            }
        };
        self.label.add(symbol, &[])?;
        Ok(self.named())
    }

    /// Refuses what the books know as something else, and a number with a decimal comma, where a part is missing.
    fn no_other_kind(&self, missing: Option<Part>, scanned: &Scanned) -> Result<(), Refusal> {
        let is_lot = |item: &Item| missing == Some(Part::Lot) && scanned.is_lot_of(&item.item);
        if self.item.as_deref().is_some_and(is_lot) {
            return Ok(());
        }
        let go_on = || format!("Go on with {}", self.named());
        let need = missing.map_or_else(go_on, |part| self.prompt(part));
        if let Some(refusal) = scanned.of_another_kind(kept::awaited(missing), need.clone()) {
            return Err(refusal);
        }
        if matches!(missing, Some(Part::Lot | Part::Serial)) && is_fraction(&scanned.text) {
            let found = format!("{} is a number, not {}", scanned.text, kept::awaited(missing));
            return Err(Refusal::NotExpected { need, found });
        }
        Ok(())
    }

    /// Takes back the last part that was given; returns whether there was one. All packages of an item are one part.
    pub fn back(&mut self) -> bool {
        if self.next.take().is_some() {
            return true;
        }
        let (counted, number) = (self.count(), self.number());
        if self.label.take_back().is_none() {
            let had = !self.is_empty();
            *self = Self::default();
            return had;
        }
        self.dated = false;
        if self.number() != number {
            self.pieces.remove(number.as_ref());
        }
        if !self.label.has_item() {
            let label = std::mem::take(&mut self.label);
            *self = Self {
                label,
                ..Self::default()
            };
        } else if let (Some(count), None, false) = (counted, self.count(), self.said) {
            self.qty = self.qty - times(self.package, Some(count)) + self.package;
        }
        true
    }

    /// Returns what to do for a missing part.
    pub fn prompt(&self, part: Part) -> String {
        let item = self.item.as_ref().map(|item| item.item.to_string());
        let item = item.unwrap_or_default();
        match part {
            Part::Item if self.label.is_empty() => "Scan an item".into(),
            Part::Item => kept::prompt(&self.label),
            Part::Lot => format!("Scan the lot of {item}"),
            Part::Expiry => "Scan the expiry, or type it like 0727".into(),
            Part::Serial => format!("Scan the serial of {item}"),
        }
    }
}

/// Returns whether a text is a number with a decimal comma.
pub fn is_fraction(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once(',')
        .is_some_and(|(whole, rest)| digits(whole) && digits(rest))
}

fn exact(number: Decimal) -> Option<Qty> {
    number.to_string().parse().ok()
}
