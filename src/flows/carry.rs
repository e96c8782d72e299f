//! What putting away and moving have in common: goods are taken from a bin or a licence plate, just as they lie there.

use super::event::{Context, Effect};
use super::goods::{bars, many, name};
use super::hand::{Hand, Part};
pub use super::held::{Content, Held, Place};
use super::kept::still;
use super::scanned::Scanned;
use crate::domain::amount::Qty;
use crate::domain::blind::Stated;
use crate::domain::code::{ItemCode, LocationCode, LotCode, Lpn, Serial};
use crate::domain::refusal::Refusal;
use crate::domain::stock::Status;
use crate::operations::request::{Move, MoveKind, MovePlate, Operation};
use serde::{Deserialize, Serialize};

/// What may be done within a site with goods that may not be picked or shipped.
pub const MAY_MOVE: &str = "It may be moved, and is not picked or shipped; quarantine needs no supervisor";

/// Goods on their way from a bin, or from a licence plate that stands in one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carry {
    /// The bin they leave.
    pub from: Option<LocationCode>,
    /// The licence plate they leave, or that moves as a whole.
    pub lpn: Option<Lpn>,
    /// What lies there.
    #[serde(skip)]
    pub content: Vec<Held>,
    /// The goods in hand.
    pub hand: Hand,
    /// Their status, if the bin holds the same goods in several.
    pub status: Option<Status>,
}

impl Carry {
    /// Notes what lies there.
    pub fn learn(&mut self, content: Content) {
        self.from = Some(content.location);
        self.lpn = content.lpn;
        self.content = content.held;
    }

    /// Returns the place that the goods leave, to look there again.
    pub fn origin(&self) -> Option<Place> {
        match (&self.lpn, &self.from) {
            (Some(lpn), _) => Some(Place::On(lpn.clone())),
            (None, from) => from.clone().map(Place::At),
        }
    }

    /// Returns whether a licence plate moves as a whole.
    pub fn is_whole(&self) -> bool {
        self.lpn.is_some() && self.hand.is_empty()
    }

    /// Returns whether no goods are in hand, so that nothing is lost if the job is left.
    pub fn is_empty(&self) -> bool {
        self.hand.is_empty()
    }

    /// Returns what is still missing of the goods; a lot or serial number only if there are several.
    pub fn missing(&self) -> Option<Part> {
        self.lacks().first().copied()
    }

    /// Returns everything that is still missing.
    pub fn lacks(&self) -> Vec<Part> {
        let mut missing = self.hand.lacks(false);
        missing.retain(|part| match part {
            Part::Lot => self.only(|held| held.lot.as_str()).is_none(),
            Part::Serial => self.only(|held| held.serial.as_str()).is_none(),
            Part::Item | Part::Expiry => true,
        });
        missing
    }

    /// Returns the goods that fit what is in hand.
    pub fn fitting(&self) -> impl Iterator<Item = &Held> {
        let (lot, serial) = (self.hand.lot(), self.hand.serial());
        self.content.iter().filter(move |held| {
            self.hand.item.as_ref().is_some_and(|item| item.item == held.item)
                && lot.as_ref().is_none_or(|lot| *lot == held.lot)
                && serial.as_ref().is_none_or(|serial| *serial == held.serial)
                && self.status.is_none_or(|status| status == held.status)
        })
    }

    fn only<'a>(&'a self, part: impl Fn(&'a Held) -> &'a str) -> Option<&'a str> {
        let mut found = self.fitting().map(part);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    /// Takes a read about goods and returns what to tell; goods that do not lie there are refused.
    ///
    /// # Errors
    /// If the read fits nothing. What is in hand stays as it was.
    pub fn take(&mut self, scanned: &Scanned, context: &Context) -> Result<String, Refusal> {
        let before = self.hand.clone();
        let lies_here = |item: &ItemCode| self.content.iter().any(|held| held.item == *item);
        let alone = self.hand.item.is_none().then(|| scanned.by_its_lot(lies_here));
        let by_lot = alone.flatten().transpose()?;
        let scanned = by_lot.as_ref().unwrap_or(scanned);
        let numbers = self.missing().is_none() && scanned.meanings.is_empty();
        let taken = match scanned.quantity().filter(|_| numbers) {
            Some(qty) => self.hand.set(qty),
            None => self.hand.take(scanned, false, context),
        };
        let echo = taken?;
        self.enough(before)?;
        Ok(format!("{echo}{}", still(&self.lacks())))
    }

    /// Sets the quantity; returns what to tell.
    ///
    /// # Errors
    /// If it is not valid for the item, or more than lies there. What is in hand stays as it was.
    pub fn set(&mut self, qty: Qty) -> Result<String, Refusal> {
        let before = self.hand.clone();
        let echo = self.hand.set(qty)?;
        self.enough(before)?;
        Ok(echo)
    }

    /// Refuses goods in hand of which not as much lies there, and puts the hand back to what it was.
    fn enough(&mut self, before: Hand) -> Result<(), Refusal> {
        let need = self.hand.qty;
        let lies_there = self.fitting().next().is_some();
        let have = if lies_there { self.there() } else { self.nothing() };
        if self.hand.item.is_none() || (lies_there && !have.is_below(need)) {
            return Ok(());
        }
        let item = self.name();
        self.hand = before;
        let at = self.place();
        Err(Refusal::NotEnough { item, at, need, have })
    }

    /// Returns a warning if the lot in hand may not be picked or shipped, once when it is known; `before` is what was in
    /// hand, and `allowed` a sentence that says what may be done with it.
    pub fn barred(&self, before: &Hand, allowed: &str) -> Option<Effect> {
        let is_new = before.item.is_none() || before.lot() != self.hand.lot();
        let is_known = is_new && self.missing() != Some(Part::Item);
        let lot = self.lot().filter(|_| is_known)?;
        self.fitting()
            .find_map(|held| Some(bars(held.barred.as_ref()?, &lot, allowed)))
    }

    /// Returns a warning if something on the plate that moves as a whole may not be picked or shipped.
    pub fn barred_as_a_whole(&self, allowed: &str) -> Option<Effect> {
        let mut content = self.content.iter().filter(|_| self.is_whole());
        content.find_map(|held| Some(bars(held.barred.as_ref()?, &held.lot, allowed)))
    }

    /// Returns the place that the goods leave, in words.
    pub fn place(&self) -> String {
        match (&self.lpn, &self.from) {
            (Some(lpn), _) => lpn.to_string(),
            (None, Some(from)) => from.to_string(),
            (None, None) => String::new(),
        }
    }

    /// Returns the base units that lie there of what is in hand, as the operator is told them.
    pub fn there(&self) -> Stated {
        self.fitting().map(|held| held.qty).sum()
    }

    /// Returns whether something lies there whose quantity is withheld.
    pub fn is_blind(&self) -> bool {
        self.content.iter().any(|held| held.qty.is_withheld())
    }

    /// Returns that nothing lies there, as the operator is told it.
    fn nothing(&self) -> Stated {
        if self.is_blind() {
            Stated::withheld()
        } else {
            Qty::ZERO.into()
        }
    }

    /// Returns the goods in hand in words, with lot and serial number if there is only one of each.
    pub fn named(&self) -> String {
        match &self.hand.item {
            Some(item) => format!("{} {}", many(self.hand.qty, &item.uom), self.name()),
            None => self.hand.named(),
        }
    }

    /// Returns the goods in hand by name, with lot and serial number if there is only one of each.
    fn name(&self) -> String {
        let item = self.hand.item.as_ref().map(|item| item.item.clone());
        let (lot, serial) = (self.lot().unwrap_or_default(), self.serial().unwrap_or_default());
        name(&item.unwrap_or_default(), &lot, &serial)
    }

    /// Returns the lot in hand, or the only one there.
    pub fn lot(&self) -> Option<LotCode> {
        let only = || self.only(|held| held.lot.as_str()).map(LotCode::from);
        self.hand.lot().or_else(only).filter(|lot| !lot.is_empty())
    }

    /// Returns the serial number in hand, or the only one there.
    pub fn serial(&self) -> Option<Serial> {
        let only = || self.only(|held| held.serial.as_str()).map(Serial::from);
        self.hand
            .serial()
            .or_else(only)
            .filter(|serial| !serial.is_empty())
    }

    /// Returns the status of the goods in hand: the one given, else the first there.
    fn status_there(&self) -> Option<Status> {
        self.status
            .or_else(|| self.fitting().map(|held| held.status).min())
    }

    /// Returns the operation that brings the goods in hand to a bin; `None` while something is missing.
    pub fn bring(&self, to: &LocationCode, kind: MoveKind) -> Option<Operation> {
        let item = self.hand.item.as_ref()?;
        let from = self.from.clone()?;
        let to = to.clone();
        let kind = Some(kind);
        let lpn = self.lpn.clone();
        let (lot, serial) = (self.lot(), self.serial());
        let status = self
            .status_there()
            .filter(|_| self.status.is_some() || self.is_mixed());
        let (item, qty, to_lpn) = (item.item.clone(), self.hand.qty, None);
        Some(
            Move {
                item,
                qty,
                from,
                to,
                lot,
                serial,
                status,
                lpn,
                to_lpn,
                kind,
            }
            .into(),
        )
    }

    /// Returns whether some of the goods there are not `available`; then the move must name their status.
    fn is_mixed(&self) -> bool {
        self.fitting().any(|held| held.status != Status::Available)
    }

    /// Returns the operations that bring everything that lies there to a bin, except loose goods whose quantity is
    /// withheld.
    pub fn bring_all(&self, to: &LocationCode, kind: MoveKind) -> Vec<Operation> {
        if let Some(lpn) = &self.lpn {
            return vec![
                MovePlate {
                    lpn: lpn.clone(),
                    to: to.clone(),
                    kind: Some(kind),
                }
                .into(),
            ];
        }
        let Some(from) = &self.from else {
            return Vec::new();
        };
        let mut plates: Vec<&Lpn> = self
            .content
            .iter()
            .map(|held| &held.lpn)
            .filter(|lpn| !lpn.is_empty())
            .collect();
        plates.sort_unstable();
        plates.dedup();
        let whole = plates.into_iter().map(|lpn| {
            MovePlate {
                lpn: lpn.clone(),
                to: to.clone(),
                kind: Some(kind),
            }
            .into()
        });
        let loose = self
            .content
            .iter()
            .filter(|held| held.lpn.is_empty())
            .filter_map(|held| Some((held, held.qty.known()?)))
            .map(|(held, qty)| {
                Move {
                    item: held.item.clone(),
                    qty,
                    from: from.clone(),
                    to: to.clone(),
                    lot: Some(held.lot.clone()).filter(|lot| !lot.is_empty()),
                    serial: Some(held.serial.clone()).filter(|serial| !serial.is_empty()),
                    status: Some(held.status),
                    lpn: None,
                    to_lpn: None,
                    kind: Some(kind),
                }
                .into()
            });
        whole.chain(loose).collect()
    }
}
