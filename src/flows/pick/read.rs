//! What a read means at each step of a pick.

use super::{After, Hand, State, Step, Stop};
use crate::domain::amount::Qty;
use crate::domain::catalog::check_decimals;
use crate::domain::code::{LotCode, Serial};
use crate::domain::order::OrderKind;
use crate::domain::refusal::Refusal;
use crate::domain::weight::is_weight;
use crate::flows::event::{Context, Effect, Job};
use crate::flows::goods::{
    amount_of, good, info, many, many_of, of_another_site, too_early, unexpected, warn,
};
use crate::flows::home::next_job;
use crate::flows::kept::Kept;
use crate::flows::machine::Machine;
use crate::flows::scanned::Scanned;

impl State {
    pub(super) fn scanned(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        if let Some(effects) = self.goes_on_in_tote(scanned) {
            return effects;
        }
        let Some(stop) = self.stops.first().cloned() else {
            return self.work_for(scanned, context);
        };
        if self.why {
            match reason(&scanned.text) {
                Some(code) => return self.finish(After::Short(code)),
                None if scanned.meanings.is_empty() && scanned.symbol.is_empty() => {
                    let found = format!("{} is not a reason", scanned.text);
                    return vec![unexpected(self.prompt(), found)];
                }
                // Goods, a bin or a tote: there was enough after all.
                None => self.why = false,
            }
        }
        if let Some(effects) = self.tote_scanned(scanned) {
            return effects;
        }
        if self.at.as_ref() != Some(&stop.location) {
            return self.bin(&stop, scanned);
        }
        if scanned
            .location()
            .is_some_and(|found| found.location == stop.location)
        {
            return vec![info(self.prompt())];
        }
        if let Some(refusal) = typed_lot(&stop, scanned, context) {
            return vec![Effect::Refuse(refusal)];
        }
        self.goods(&stop, scanned)
    }

    pub(super) fn work_for(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        match scanned.order() {
            Some(order) if order.kind == OrderKind::Sales => {
                let refused = of_another_site(order, &context.site);
                refused.map_or_else(|| self.claim_scanned(order.order_no.clone()), |it| vec![it])
            }
            Some(_) => vec![Effect::Start(Job::Receive, Some(Box::new(scanned.clone())))],
            None => match next_job(scanned) {
                Some(job) => vec![Effect::Start(job, Some(Box::new(scanned.clone())))],
                None => vec![unexpected("Scan a sales order", scanned.known_as())],
            },
        }
    }

    pub(super) fn bin(&mut self, stop: &Stop, scanned: &Scanned) -> Vec<Effect> {
        let digits = stop
            .check_digits
            .as_ref()
            .is_some_and(|digits| *digits == scanned.text);
        let need = stop.location.to_string();
        match scanned.location() {
            _ if digits => {}
            Some(found) if found.location == stop.location => {}
            Some(found) => {
                let found = found.location.to_string();
                return vec![Effect::Refuse(Refusal::WrongLocation { need, found })];
            }
            None => {
                let found = if scanned.lots.is_empty() {
                    scanned.is_not("a bin here")
                } else {
                    scanned.known_as()
                };
                return vec![unexpected(format!("Go to {need}"), found)];
            }
        }
        self.at = Some(stop.location.clone());
        vec![good(format!("at {need}"))]
    }

    /// Takes an item, lot, serial number or quantity, in any order that makes sense.
    pub(super) fn goods(&mut self, stop: &Stop, scanned: &Scanned) -> Vec<Effect> {
        if scanned.item().is_some_and(|(item, ..)| item.item == stop.item) {
            return self.label(stop, scanned);
        }
        if scanned.is_part() {
            return self.further(stop, scanned);
        }
        let is_plain = scanned.meanings.is_empty() && scanned.symbol.is_empty();
        let is_wanted = matches!(self.wanted(), Step::Lot | Step::Serial) && is_plain;
        let is_lot = is_plain && stop.tracking.wants_lot() && scanned.is_lot_of(&stop.item);
        if is_wanted || is_lot || stop.names(&scanned.text) {
            return self.part(stop, scanned);
        }
        match scanned.quantity() {
            Some(qty) if scanned.meanings.is_empty() => self.typed(stop, qty),
            _ => vec![Effect::Refuse(self.another(stop, scanned))],
        }
    }

    /// Refuses what is not of the stop, by the name of its kind.
    fn another(&self, stop: &Stop, scanned: &Scanned) -> Refusal {
        let need = match self.wanted() {
            Step::Tote | Step::Put => self.prompt(),
            _ => format!("Scan {}, or say SHORT", self.missing(stop)),
        };
        if let Some((item, ..)) = scanned.item() {
            let found = format!("{} is another item", item.item);
            return Refusal::WrongItem { need, found };
        }
        if let Some(location) = scanned.location() {
            let found = location.location.to_string();
            let need = format!("{} first. {}", stop.location, self.prompt());
            return Refusal::WrongLocation { need, found };
        }
        if let Some(plate) = scanned.plate() {
            let (found, why) = (plate.lpn.to_string(), format!("is a {}", plate.kind));
            return Refusal::WrongLpn { need, found, why };
        }
        let found = scanned.known_as();
        Refusal::NotExpected { need, found }
    }

    /// Returns what of a stop is still to be scanned: its goods, or the lot where they are in hand.
    pub(super) fn missing(&self, stop: &Stop) -> String {
        if self.wanted() == Step::Lot {
            format!("lot {}", stop.lot)
        } else {
            stop.goods()
        }
    }

    /// Takes a number that was typed: how many there are in all, once the goods are in hand.
    pub(super) fn typed(&mut self, stop: &Stop, qty: Qty) -> Vec<Effect> {
        if self.wanted() == Step::Bin
            || !self.hand.item
            || self.hand.lot.is_none() && stop.tracking.wants_lot()
        {
            return vec![too_early(many(qty, &stop.uom), self.prompt())];
        }
        self.hand.open = None;
        self.quantity(stop, qty)
    }

    /// Takes a label of the item, perhaps with lot and serial number, joined with what was kept for it.
    pub(super) fn label(&mut self, stop: &Stop, scanned: &Scanned) -> Vec<Effect> {
        let kept = match self.hand.kept.with(scanned) {
            Ok(kept) => kept,
            // The lot that was asked about is left for another one.
            Err(_) if self.hand.doubts_kept_lot() => {
                self.hand = Hand::default();
                return self.label(stop, scanned);
            }
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        let whole = scanned.saying(kept.label());
        let package = scanned.item().map_or(Qty::ONE, |(_, package, _)| package);
        let open = kept.opened(package);
        if let Some(effects) = self.known_number(stop, &open) {
            self.hand.kept = Kept::default();
            return effects;
        }
        let before = self.hand.clone();
        if self.hand.doubts_kept_lot() {
            // The item of the label is no answer: the lot is asked about once more, now with what the label stands for.
            self.hand.doubt = None;
        }
        self.hand.kept = Kept::default();
        self.hand.open = Some(open);
        let effects = self.labelled(stop, &whole);
        if matches!(effects.as_slice(), [Effect::Refuse(_)]) {
            self.hand = before;
        } else if before.qty < self.hand.qty {
            self.count_number(stop);
        }
        effects
    }

    /// Takes a label as far as it was read.
    fn labelled(&mut self, stop: &Stop, scanned: &Scanned) -> Vec<Effect> {
        let (label, amount) = (&scanned.label, amount_of(scanned, &stop.item).unwrap_or(Qty::ONE));
        if let (true, Some(serial)) = (stop.tracking.wants_serial(), label.serial.clone()) {
            return self.serial(serial);
        }
        let lot = label.lot.clone().filter(|_| stop.tracking.wants_lot());
        if let Some(effects) = lot.and_then(|lot| self.lot(stop, lot, amount)) {
            return effects;
        }
        self.hand.item = true;
        self.add(stop, amount)
    }

    /// Takes a symbol that names no item: it says more about the package taken last, or is kept until its item comes.
    fn further(&mut self, stop: &Stop, scanned: &Scanned) -> Vec<Effect> {
        if !self.hand.item {
            return self.keep(stop, scanned);
        }
        if let Some(effects) = self.number(stop, scanned) {
            return effects;
        }
        let tracking = stop.tracking;
        let mut open = self.hand.open.clone();
        let by_weight = is_weight(&stop.uom);
        let more = open
            .as_mut()
            .and_then(|open| Some((open.package(), open.more(scanned, by_weight)?)));
        let count = more.and_then(|(package, more)| Some((package, more.qty?)));
        let count = count.filter(|_| !tracking.wants_serial());
        let qty = count.map_or(self.hand.qty, |(package, whole)| self.hand.qty - package + whole);
        if stop.most() < qty {
            return vec![Effect::Refuse(too_much(stop, qty))];
        }
        self.hand.open = open;
        self.count_number(stop);
        let label = &scanned.label;
        let says_lot = tracking.wants_lot() && label.lot.is_some();
        if says_lot || tracking.wants_serial() && label.serial.is_some() {
            self.hand.qty = qty;
            return self.part(stop, scanned);
        }
        if count.is_some() {
            return self.quantity(stop, qty);
        }
        vec![info(self.prompt())]
    }

    /// Takes a lot or serial number on a label of its own.
    pub(super) fn part(&mut self, stop: &Stop, scanned: &Scanned) -> Vec<Effect> {
        let label = &scanned.label;
        if stop.tracking.wants_serial() {
            let serial = label.serial.clone();
            return self.serial(serial.unwrap_or_else(|| Serial::from(scanned.text.as_str())));
        }
        let lot = label
            .lot
            .clone()
            .unwrap_or_else(|| LotCode::from(scanned.text.as_str()));
        match self.lot(stop, lot, Qty::ZERO) {
            Some(effects) => effects,
            None => self.add(stop, Qty::ZERO),
        }
    }

    pub(super) fn add(&mut self, stop: &Stop, amount: Qty) -> Vec<Effect> {
        let amount = if stop.tracking.wants_serial() {
            Qty::ZERO
        } else {
            amount
        };
        let wanted = self.hand.to_take(stop.left) - self.hand.qty;
        if Qty::ONE < amount && wanted < amount && stop.decimals == Some(0) {
            // Less than the case is wanted: somebody has opened it, and how many were taken is not on its label.
            let (case, take) = (many(amount, &stop.uom), many(wanted, &stop.uom));
            return vec![warn(
                "PART OF IT",
                format!("it holds {case}, {take} to take. Type the total"),
            )];
        }
        self.quantity(stop, self.hand.qty + amount)
    }

    /// Sets the quantity in hand; when all of it is there, it goes into the tote.
    pub(super) fn quantity(&mut self, stop: &Stop, qty: Qty) -> Vec<Effect> {
        if let Some(refusal) = self.impossible(stop, qty) {
            return vec![Effect::Refuse(refusal)];
        }
        self.hand.qty = qty;
        if self.wanted() == Step::Put {
            return self.finish(After::Stay);
        }
        let of = many_of(qty, self.hand.to_take(stop.left), &stop.uom);
        let is_near = qty != stop.left && stop.is_enough(qty, self.hand.last_piece());
        let told = if is_near { ", taken as it is" } else { "" };
        vec![good(format!("{of}{told}"))]
    }

    /// Returns why a quantity can't be what is in hand: more than is wanted or free, or a part of a piece.
    fn impossible(&self, stop: &Stop, qty: Qty) -> Option<Refusal> {
        if let Some(Err(refusal)) = stop
            .decimals
            .map(|it| check_decimals(&stop.item, &stop.uom, qty, it))
        {
            return Some(refusal);
        }
        if stop.most() < qty {
            return Some(too_much(stop, qty));
        }
        let have = self.hand.limit.filter(|limit| *limit < qty)?;
        let (lot, at) = (
            self.hand.lot.clone().unwrap_or_default(),
            stop.location.to_string(),
        );
        let item = format!("{} {lot}", stop.item);
        let (need, have) = (qty, have.into());
        Some(Refusal::NotEnough { item, at, need, have })
    }
}

/// Returns the refusal of more than is wanted; of goods kept by weight it names the most that is taken.
fn too_much(stop: &Stop, found: Qty) -> Refusal {
    let most = format!(" (at most {})", stop.most());
    let most = if stop.tolerance.is_none() { "" } else { &most };
    let (item, need) = (format!("{}{most}", stop.item), stop.left);
    Refusal::OverPick { item, need, found }
}

/// Refuses a typed lot if the company demands that lots are scanned.
fn typed_lot(stop: &Stop, scanned: &Scanned, context: &Context) -> Option<Refusal> {
    let is_lot = scanned.label.lot.is_some() || *stop.lot.as_str() == *scanned.text;
    let wrong = context.scan_lots && scanned.typed && stop.tracking.wants_lot() && is_lot;
    wrong.then(|| Refusal::ScanNeeded {
        what: "lot".into(),
        found: scanned.text.clone(),
    })
}

/// Returns the code of a reason that was typed or scanned as a word.
fn reason(text: &str) -> Option<String> {
    let word = text.trim().to_lowercase().replace(' ', "_");
    let code = match word.as_str() {
        "empty" | "1" => "empty",
        "damaged" | "2" => "damaged",
        "not_found" | "short" | "3" => "not_found",
        _ => return None,
    };
    Some(code.to_owned())
}
