//! Goods arrive: what the paper says is expected, and where it is put.

use super::{Line, Posted, State, Step, Way};
use crate::domain::amount::Qty;
use crate::domain::catalog::Location;
use crate::domain::code::{Key, LocationCode, LotCode, Serial};
use crate::domain::refusal::Refusal;
use crate::domain::stock::Status;
use crate::flows::event::{Context, Effect, Post};
use crate::flows::goods::{elsewhere, good, info, many, misread, too_early};
use crate::flows::kept::awaited;
use crate::flows::machine::Machine;
use crate::flows::room::{asked, is_set_aside};
use crate::flows::scanned::Scanned;
use crate::operations::request::TransferIn;

/// A part of what arrived: it left with this document, and has this lot and serial number.
type Arrival = (Key, LotCode, Serial, Qty);

impl State {
    /// Returns the lines of which something is still to come.
    pub fn open(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| Qty::ZERO < line.open)
    }

    pub(super) fn arriving(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        if let Some(location) = scanned.location() {
            if let Some(refused) = elsewhere(location, &context.site) {
                return vec![refused];
            }
            if let Step::Goods(part) = self.wanted() {
                return vec![misread(scanned, awaited(Some(part)), Machine::prompt(self))];
            }
            return self.place(location);
        }
        self.again.forget();
        if scanned.plate().is_some() {
            return vec![misread(scanned, "goods", Machine::prompt(self))];
        }
        let before = self.carry.hand.clone();
        match self.take(scanned, context) {
            Ok(echo) => {
                let barred = self
                    .carry
                    .barred(&before, "It may come in, best to quarantine, and is not picked");
                [info(echo)].into_iter().chain(barred).collect()
            }
            Err(refusal) => vec![Effect::Refuse(self.not_expected(refusal, scanned))],
        }
    }

    /// Turns the refusal of goods that are not on the paper, or not with this lot, into one that names what is on it.
    pub(super) fn not_expected(&self, refusal: Refusal, scanned: &Scanned) -> Refusal {
        let (found, need, have) = match refusal {
            Refusal::NotEnough { item, need, have, .. } => (item, need, have),
            refusal => return refusal,
        };
        if let Some(have) = have.known().filter(|have| Qty::ZERO < *have) {
            let id = format!("{} {found}", self.named());
            let (left, found) = (have, need);
            return Refusal::OverTransfer { id, left, found };
        }
        let held = self.carry.hand.item.as_ref().map(|item| item.item.clone());
        let item = scanned.item().map(|(item, ..)| item.item.clone()).or(held);
        let item = item.unwrap_or_default();
        let lines: Vec<&Line> = self.lines.iter().filter(|line| line.item == item).collect();
        let mut open: Vec<String> = Vec::new();
        for line in lines.iter().filter(|line| Qty::ZERO < line.open) {
            open.push(line.named());
        }
        open.dedup();
        match (lines.is_empty(), open.is_empty()) {
            (true, _) => {
                let (item, order) = (item.to_string(), self.named());
                Refusal::NotOnOrder { item, order }
            }
            (false, true) => {
                let what = format!("all {item} of {}", self.named());
                let need = "Set it aside, or call a supervisor".into();
                let state = "in already".into();
                Refusal::WrongState { what, state, need }
            }
            (false, false) => Refusal::NotExpected {
                need: format!("Scan {}", open.join(" or ")),
                found: format!("{found} is not on this transfer"),
            },
        }
    }

    /// Sets the status that the arriving goods get.
    pub(super) fn state(&mut self, status: Status) -> Vec<Effect> {
        self.status = Some(status);
        vec![info(format!("{status}. {}", Machine::prompt(self)))]
    }

    /// Puts the goods in hand into a bin; one that is not meant for them only when it is scanned twice.
    pub(super) fn place(&mut self, place: &Location) -> Vec<Effect> {
        let is_whole = self.wanted() == Step::Place && !self.carry.hand.qty.is_zero();
        match asked(&mut self.again, place, &self.carry.hand, is_whole) {
            Some(question) => vec![question],
            None => self.put(&place.location, !is_set_aside(place.purpose)),
        }
    }

    /// Posts the goods in hand to their place; Enter may put the next ones there too if it `offers` that.
    fn put(&mut self, to: &LocationCode, offers: bool) -> Vec<Effect> {
        if self.wanted() != Step::Place || self.carry.hand.qty.is_zero() {
            return vec![too_early(to, Machine::prompt(self))];
        }
        let found = self.carry.hand.qty;
        if let Some(left) = self.carry.there().known().filter(|left| *left < found) {
            let id = format!("{} {}", self.named(), self.carry.named());
            return vec![Effect::Refuse(Refusal::OverTransfer { id, left, found })];
        }
        let parts = self.parts();
        let status = self.status.map(|status| format!(", {status}"));
        let text = format!("{} in at {to}{}", self.carry.named(), status.unwrap_or_default());
        self.posted = Some(Posted {
            text,
            to: Some(to.clone()).filter(|_| offers),
            parts: parts.iter().map(|(.., qty)| *qty).collect(),
            ..Posted::default()
        });
        parts.into_iter().map(|part| self.arrival(part, to)).collect()
    }

    fn arrival(&self, (of, lot, serial, qty): Arrival, to: &LocationCode) -> Effect {
        let operation = TransferIn {
            of,
            qty,
            to: Some(to.clone()),
            lot: Some(lot).filter(|lot| !lot.is_empty()),
            serial: Some(serial).filter(|serial| !serial.is_empty()),
            status: self.status,
        };
        Effect::Post(Box::new(Post {
            document: self.number.clone(),
            ..Post::of(operation)
        }))
    }

    /// Returns the goods in hand split by the documents that sent them, the oldest first.
    fn parts(&self) -> Vec<Arrival> {
        let (item, lot) = (self.carry.hand.item.as_ref(), self.carry.lot());
        let serial = self.carry.serial();
        let fits = |line: &&Line| {
            item.is_some_and(|item| item.item == line.item)
                && lot.as_ref().is_none_or(|lot| *lot == line.lot)
                && serial.as_ref().is_none_or(|serial| *serial == line.serial)
        };
        let (mut left, mut parts) = (self.carry.hand.qty, Vec::<Arrival>::new());
        for line in self.open().filter(fits) {
            let qty = left.min(line.open);
            left -= qty;
            match parts.last_mut() {
                Some((id, lot, serial, sum))
                    if *id == line.id && *lot == line.lot && *serial == line.serial =>
                {
                    *sum += qty;
                }
                _ if qty.is_zero() => {}
                _ => parts.push((line.id.clone(), line.lot.clone(), line.serial.clone(), qty)),
            }
        }
        parts
    }

    /// Leaves the transfer, telling what has still to come.
    pub(super) fn leave(&self) -> Vec<Effect> {
        if self.way == Some(Way::Out) {
            return self.leave_sent();
        }
        let open: Vec<String> = self.open().map(open_of).collect();
        let text = match open.as_slice() {
            [] => format!("{} is in", self.named()),
            some => format!("{} stays open: {}", self.named(), some.join(", ")),
        };
        vec![good(text), Effect::Leave]
    }
}

/// Returns what is still to come of a line: `6 EA FD-1001 NC-2601`.
pub(super) fn open_of(line: &Line) -> String {
    format!("{} {}", many(line.open, &line.uom), line.named())
}
