//! Goods put together from scans in any order: one label with everything, or item, lot, expiry, serial number and
//! quantity one by one. Only what is missing is asked for.

use super::event::Context;
use super::expiry;
use super::goods::{many, name};
use super::pieces::{Numbered, Pieces};
use super::scanned::Scanned;
use crate::domain::amount::{Qty, mul_div};
use crate::domain::catalog::Item;
use crate::domain::code::{LotCode, Serial, UomCode};
use crate::domain::refusal::Refusal;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A part of what is needed to know goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The item.
    Item,
    /// Its lot.
    Lot,
    /// The lot's expiry.
    Expiry,
    /// Its serial number.
    Serial,
}

/// Goods as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// The item.
    pub item: Option<Box<Item>>,
    /// Its lot.
    pub lot: Option<LotCode>,
    /// The lot's expiry.
    pub expiry: Option<NaiveDate>,
    /// Whether the store knows the lot's expiry, so that none is asked for.
    pub dated: bool,
    /// Its serial number.
    pub serial: Option<Serial>,
    /// Base units; zero while none were counted.
    pub qty: Qty,
    /// Whether the quantity was said, not counted by scans.
    pub said: bool,
    /// The pieces among them that their labels number.
    #[serde(default)]
    pub pieces: Pieces,
}

impl Hand {
    /// Whether nothing was scanned yet.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The first part that is still missing; the expiry only where goods arrive.
    pub fn missing(&self, arriving: bool) -> Option<Part> {
        let Some(item) = &self.item else {
            return Some(Part::Item);
        };
        let tracking = item.tracking;
        if tracking.wants_lot() && self.lot.is_none() {
            return Some(Part::Lot);
        }
        if arriving && tracking.wants_expiry() && self.expiry.is_none() && !self.dated {
            return Some(Part::Expiry);
        }
        (tracking.wants_serial() && self.serial.is_none()).then_some(Part::Serial)
    }

    /// The goods in words, as far as they are known: `12 EA FD-1001 NC-2602`.
    pub fn named(&self) -> String {
        let Some(item) = &self.item else {
            return self
                .lot
                .as_ref()
                .map_or_else(String::new, |lot| format!("lot {lot}"));
        };
        let (lot, serial) = (
            self.lot.clone().unwrap_or_default(),
            self.serial.clone().unwrap_or_default(),
        );
        format!(
            "{} {}",
            many(self.qty, &item.uom),
            name(&item.item, &lot, &serial)
        )
    }

    /// Sets the quantity.
    ///
    /// # Errors
    /// Where it is no quantity for this item.
    pub fn set(&mut self, qty: Qty) -> Result<String, Refusal> {
        if qty.is_zero() {
            return Err(Refusal::NothingToMove {});
        }
        if let Some(item) = self
            .item
            .as_ref()
            .filter(|item| item.tracking.wants_serial() && qty != Qty::ONE)
        {
            return Err(Refusal::OneSerial {
                item: item.item.to_string(),
                qty,
            });
        }
        self.qty = qty;
        self.said = true;
        Ok(self.named())
    }

    /// Takes what a read says about the goods; answers what to echo. `arriving` says that expiries are asked for.
    ///
    /// # Errors
    /// Where the read contradicts what is in hand, or says nothing about goods. Nothing in hand is changed then.
    pub fn take(&mut self, scanned: &Scanned, arriving: bool, context: &Context) -> Result<String, Refusal> {
        let before = self.clone();
        let taken = match scanned.item() {
            Some((item, pack, uom)) => self.item(item, pack, uom, scanned),
            None if scanned.label.lot.is_some()
                || scanned.label.expiry.is_some()
                || scanned.label.serial.is_some() =>
            {
                self.label(scanned).map(|()| self.named())
            }
            None => self.plain(scanned, arriving, context),
        };
        if taken.is_ok() && *self == before && self.missing(arriving).is_none() {
            self.same_piece(scanned)?;
        }
        if taken.is_err() {
            *self = before;
        }
        taken
    }

    /// Refuses the label of the very piece that is in hand.
    fn same_piece(&self, scanned: &Scanned) -> Result<(), Refusal> {
        match (&self.item, &self.serial) {
            (Some(item), Some(serial)) if scanned.label.serial.is_some() => Err(Refusal::SerialCounted {
                item: item.item.to_string(),
                serial: serial.to_string(),
                at: "in hand".into(),
            }),
            _ => Ok(()),
        }
    }

    fn item(&mut self, item: &Item, pack: Qty, uom: &UomCode, scanned: &Scanned) -> Result<String, Refusal> {
        if item.service {
            return Err(Refusal::NoStockItem {
                item: item.item.to_string(),
            });
        }
        if let Some(known) = self.item.as_ref().filter(|known| known.item != item.item) {
            return Err(Refusal::WrongItem {
                need: known.item.to_string(),
                found: item.item.to_string(),
            });
        }
        let piece = Numbered::of(scanned);
        self.pieces.check(piece.as_ref())?;
        self.pieces.add(piece);
        self.item = Some(Box::new(item.clone()));
        self.label(scanned)?;
        let count = scanned.label.count.unwrap_or(Qty::ONE);
        let more = Qty(mul_div(pack.0, count.0, Qty::ONE.0));
        if item.tracking.wants_serial() {
            self.qty = Qty::ONE;
            return Ok(self.named());
        }
        self.qty += more;
        let packs = if *uom == item.uom {
            String::new()
        } else {
            format!(" ({})", many(count, uom))
        };
        let plus = format!("+{}{packs}", many(more, &item.uom));
        Ok(if self.qty == more {
            format!("{plus} {}", self.name())
        } else {
            format!("{plus}: {}", self.named())
        })
    }

    /// Lot, expiry and serial number of a label; each may be given once.
    fn label(&mut self, scanned: &Scanned) -> Result<(), Refusal> {
        let label = &scanned.label;
        let same = |known: &str, found: &str| {
            if known == found {
                return Ok(());
            }
            Err(Refusal::NotExpected {
                need: known.to_owned(),
                found: found.to_owned(),
            })
        };
        if let (Some(known), Some(found)) = (&self.lot, &label.lot) {
            same(known.as_str(), found.as_str())?;
        }
        if let (Some(known), Some(found)) = (&self.serial, &label.serial) {
            same(known.as_str(), found.as_str())?;
        }
        if let (Some(known), Some(found)) = (self.expiry, label.expiry) {
            same(&known.to_string(), &found.to_string())?;
        }
        self.lot = self.lot.take().or_else(|| label.lot.clone());
        self.serial = self.serial.take().or_else(|| label.serial.clone());
        self.expiry = self.expiry.or(label.expiry);
        self.forget_untracked();
        Ok(())
    }

    /// A label may say more than is recorded of the item.
    fn forget_untracked(&mut self) {
        let Some(item) = &self.item else { return };
        if !item.tracking.wants_lot() {
            self.lot = None;
            self.expiry = None;
        }
        if !item.tracking.wants_serial() {
            self.serial = None;
        }
    }

    /// A plain code or typed text is what is missing; a number is the quantity where nothing is.
    fn plain(&mut self, scanned: &Scanned, arriving: bool, context: &Context) -> Result<String, Refusal> {
        let text = scanned.text.as_str();
        match self.missing(arriving) {
            Some(Part::Item) => {
                return Err(Refusal::UnknownCode {
                    code: text.to_owned(),
                });
            }
            Some(Part::Lot) if scanned.typed && context.scan_lots => {
                return Err(Refusal::ScanNeeded {
                    what: "lot".into(),
                    found: text.to_owned(),
                });
            }
            Some(Part::Lot) => self.lot = Some(LotCode::from(text)),
            Some(Part::Expiry) => {
                let need = || "an expiry such as 0727, 310727 or +18m".to_owned();
                let read = expiry::read(text, context.today);
                let day = read.ok_or_else(|| Refusal::NotExpected {
                    need: need(),
                    found: text.to_owned(),
                })?;
                self.expiry = Some(day);
            }
            Some(Part::Serial) => {
                self.serial = Some(Serial::from(text));
                self.qty = Qty::ONE;
            }
            None => {
                let qty = scanned.quantity().ok_or_else(|| Refusal::UnknownCode {
                    code: text.to_owned(),
                })?;
                return self.set(qty);
            }
        }
        Ok(self.named())
    }

    /// Takes back the last part that was given, in the order in which they are asked for; answers whether there was
    /// one.
    pub fn back(&mut self) -> bool {
        let by_serial = self
            .item
            .as_ref()
            .is_some_and(|item| item.tracking.wants_serial());
        if by_serial && self.serial.take().is_some() {
            return true;
        }
        if self.expiry.take().is_some() {
            self.dated = false;
            return true;
        }
        if self.lot.take().is_some() {
            self.dated = false;
            return true;
        }
        let had = !self.is_empty();
        *self = Self::default();
        had
    }

    fn name(&self) -> String {
        let item = self
            .item
            .as_ref()
            .map(|item| item.item.clone())
            .unwrap_or_default();
        name(
            &item,
            &self.lot.clone().unwrap_or_default(),
            &self.serial.clone().unwrap_or_default(),
        )
    }

    /// What to do for a missing part.
    pub fn prompt(&self, part: Part) -> String {
        let item = self
            .item
            .as_ref()
            .map(|item| item.item.to_string())
            .unwrap_or_default();
        match part {
            Part::Item => match &self.lot {
                Some(lot) => format!("Scan the item of lot {lot}"),
                None => "Scan an item".into(),
            },
            Part::Lot => format!("Scan the lot of {item}"),
            Part::Expiry => "Type the expiry, such as 0727".into(),
            Part::Serial => format!("Scan the serial of {item}"),
        }
    }
}
