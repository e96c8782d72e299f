//! Packages in hand whose labels number them although the item is not kept by serial number: none is in hand twice. The
//! number may come with the item, before it or behind it.

use super::Hand;
use crate::domain::amount::Qty;
use crate::domain::catalog::Item;
use crate::domain::code::Serial;
use crate::domain::refusal::Refusal;
use crate::flows::goods::times;
use crate::flows::kept::{plain, shared};
use crate::flows::pieces::Numbered;
use crate::flows::scanned::Scanned;
use crate::scan::Ai;
use crate::scan::assembly::{Assembly, Part, Symbol};

impl Hand {
    /// Returns the package read last with the number on its label; `None` if it has none.
    pub fn number(&self) -> Option<Numbered> {
        let item = self.item.as_ref()?;
        Numbered::of(&item.item, item.tracking, self.package, self.label.serial())
    }

    /// Returns whether a read of the item starts over the label in hand, which still lacks other symbols.
    pub(super) fn begins_again(&self, item: &Item, pack: Qty, scanned: &Scanned, arriving: bool) -> bool {
        let before = || self.next.as_ref().map(Serial::as_str);
        let found = scanned.symbol.value(21).or_else(before);
        let found = Numbered::of(&item.item, item.tracking, pack, found);
        found.is_some() && self.number() == found && self.missing(arriving).is_some()
    }

    /// Keeps a number that follows a package with a number of its own: the label of another package begins with it.
    /// Returns what to tell; `None` if the number belongs to the package read last.
    pub(super) fn next_number(&mut self, scanned: &Scanned) -> Option<String> {
        let tracking = self.item.as_ref()?.tracking;
        let (found, known) = (scanned.symbol.value(21)?, self.label.serial()?);
        if tracking.wants_serial() || known == found && !self.label.begins_with_serial() {
            return None;
        }
        self.next = Some(found.into());
        Some(format!("kept: serial {found}; still missing: item"))
    }

    /// Gives the package just read the number that came before it.
    pub(super) fn take_next_number(&mut self) {
        let Some(serial) = self.next.take() else {
            return;
        };
        if self.label.serial().is_none() {
            self.label.begin_with(plain(Part::Serial, serial.as_str()));
        }
    }

    /// Counts the number of the package read last, as soon as it is known.
    ///
    /// # Errors
    /// If that package is in hand already.
    pub(super) fn count_number(&mut self) -> Result<(), Refusal> {
        let number = self.number();
        self.pieces.check(number.as_ref())?;
        self.pieces.add(number);
        Ok(())
    }

    /// Refuses the label of a piece that is in hand already.
    pub(super) fn same_piece(&self, scanned: &Scanned) -> Result<(), Refusal> {
        match (&self.item, self.label.serial()) {
            (Some(item), Some(serial)) if scanned.symbol.value(21) == Some(serial) => {
                Err(Refusal::SerialCounted {
                    item: item.item.to_string(),
                    serial: serial.to_owned(),
                    at: "in hand".into(),
                })
            }
            _ => Ok(()),
        }
    }

    /// Sets a piece aside that a read proved to be counted before: puts the hand back to its state before that label,
    /// so that the next piece can be scanned. `before` is the hand before the read.
    pub fn set_aside(&mut self, before: Self, scanned: &Scanned) {
        *self = before;
        self.next = None;
        let Some(item) = self.item.clone() else {
            self.begin_anew();
            return;
        };
        if scanned.item().is_some() {
            return;
        }
        let whole = times(self.package, self.count());
        if !self.said {
            self.qty -= whole;
        }
        if self.qty <= Qty::ZERO {
            self.begin_anew();
            return;
        }
        // Nothing that the packages share contradicts a symbol that only names the item.
        drop(self.label.add_package(plain(Part::Item, ""), shared(&item), &[]));
        self.package = Qty::ZERO;
    }

    /// Empties the hand, but for the licence plate.
    pub fn begin_anew(&mut self) {
        let plate = self.label.value(0).map(|plate| Symbol::part(Ai(0), plate));
        let mut label = Assembly::default();
        if let Some(plate) = plate {
            // An empty label contradicts nothing.
            drop(label.add(plate, &[]));
        }
        *self = Self {
            label,
            ..Self::default()
        };
    }
}
