//! What a read means while counting.

use super::say::read_of;
use super::{Named, Piece, Posted, Question, State, Step, ask};
use crate::domain::amount::Qty;
use crate::domain::catalog::Item;
use crate::domain::code::{LotCode, Serial};
use crate::domain::count::CountState;
use crate::domain::refusal::Refusal;
use crate::domain::weight::is_weight;
use crate::flows::again::Again;
use crate::flows::event::{Context, Effect};
use crate::flows::expiry;
use crate::flows::goods::{elsewhere, info, misread, too_early, unexpected};
use crate::flows::hand::{Part, is_fraction};
use crate::flows::kept::{Kept, More, Open, awaited, plain};
use crate::flows::machine::Machine;
use crate::flows::pieces::Numbered;
use crate::flows::scanned::Scanned;

impl State {
    pub(super) fn scanned(&mut self, scanned: &Scanned, again: Again, context: &Context) -> Vec<Effect> {
        if let Some(refusal) = typed_lot(self.wanted(), scanned, context) {
            return vec![Effect::Refuse(refusal)];
        }
        match self.wanted() {
            Step::Bin => self.bin(scanned, context),
            Step::Lot | Step::Serial if scanned.meanings.is_empty() || self.is_its_lot(scanned) => {
                self.completed(scanned, again)
            }
            Step::Expiry if scanned.meanings.is_empty() => self.expiry(scanned, context),
            _ => match scanned.by_its_lot(|_| false) {
                Some(Ok(found)) => self.goods(&found),
                Some(Err(refusal)) => vec![Effect::Refuse(refusal)],
                None => self.goods(scanned),
            },
        }
    }

    /// Returns whether a code that has other meanings too is a lot of the item whose lot is awaited.
    fn is_its_lot(&self, scanned: &Scanned) -> bool {
        let piece = self.piece.as_ref().filter(|_| self.wanted() == Step::Lot);
        piece.is_some_and(|piece| scanned.is_lot_of(&piece.goods.item))
    }

    /// Returns what is awaited, in words.
    fn awaited(&self) -> &'static str {
        match self.wanted() {
            Step::Bin => "a bin",
            Step::Lot => awaited(Some(Part::Lot)),
            Step::Expiry => awaited(Some(Part::Expiry)),
            Step::Serial => awaited(Some(Part::Serial)),
            Step::Goods | Step::Missing => awaited(Some(Part::Item)),
        }
    }

    fn bin(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        if let Some(location) = scanned.location() {
            if let Some(refused) = elsewhere(location, &context.site) {
                return vec![refused];
            }
            return self.open(location.location.clone());
        }
        match scanned.count() {
            Some(sheet) if matches!(sheet.state, CountState::Counting | CountState::RecountWanted) => {
                self.open(sheet.location.clone())
            }
            Some(sheet) => {
                let (what, state) = (format!("count {}", sheet.count), sheet.state.to_string());
                let need = "Scan a bin, or a count that waits".into();
                vec![Effect::Refuse(Refusal::WrongState { what, state, need })]
            }
            None if scanned.meanings.is_empty() => {
                vec![unexpected("Scan a bin", scanned.is_not("a bin here"))]
            }
            None => vec![misread(scanned, self.awaited(), "Scan a bin")],
        }
    }

    fn goods(&mut self, scanned: &Scanned) -> Vec<Effect> {
        if let Some((item, package, _)) = scanned.item() {
            return self.label(item, package, scanned);
        }
        if let Some(location) = scanned.location() {
            let bin = self.location.clone().unwrap_or_default();
            if location.location == bin {
                return vec![info(self.prompt())];
            }
            let found = format!("{} is another bin", location.location);
            let need = if self.wanted() == Step::Goods {
                format!("Say DONE for {bin} first")
            } else {
                self.prompt()
            };
            return vec![unexpected(need, found)];
        }
        if scanned.is_part() {
            return self.part(scanned);
        }
        match scanned.quantity() {
            Some(qty) => self.so_many(qty),
            None if scanned.meanings.is_empty() && self.last.is_some() => {
                vec![Effect::Refuse(scanned.no_quantity())]
            }
            None if scanned.meanings.is_empty() => vec![Effect::Refuse(scanned.unknown())],
            None => vec![misread(scanned, self.awaited(), self.prompt())],
        }
    }

    /// Takes the label of an item, joined with what was kept for it, however complete it is.
    fn label(&mut self, item: &Item, package: Qty, scanned: &Scanned) -> Vec<Effect> {
        if self
            .piece
            .as_ref()
            .is_some_and(|piece| piece.goods.item != item.item)
        {
            return vec![unexpected(
                self.prompt(),
                format!("{} is another item", item.item),
            )];
        }
        let kept = match self.kept.with(scanned) {
            Ok(kept) => kept,
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        let goods = Named {
            item: item.item.clone(),
            name: item.name.clone(),
            uom: item.uom.clone(),
            tracking: item.tracking,
            lot: LotCode::default(),
            serial: Serial::default(),
            status: self.status,
        };
        self.read(Piece::of(goods, None, package), kept)
    }

    /// Takes a part of a label: of what was counted last, or of an item still to come.
    fn part(&mut self, scanned: &Scanned) -> Vec<Effect> {
        if let Some(refused) = self.number(scanned) {
            return refused;
        }
        let by_weight = self
            .last
            .as_ref()
            .is_some_and(|(piece, _)| is_weight(&piece.goods.uom));
        let states_none = by_weight && Kept::of(scanned).states_no_weight();
        let more = match &mut self.open {
            Some(_) if self.kept.is_empty() && states_none => {
                let found = format!("{} states no weight", scanned.text);
                return vec![unexpected("Type the total weight, or scan the next label", found)];
            }
            Some(open) if self.kept.is_empty() => open.more(scanned, by_weight),
            _ => None,
        };
        match more {
            Some(More { qty: Some(qty), .. }) => self.so_many(qty),
            Some(_) => {
                let goods = self.last.as_ref().map(|(piece, _)| piece.goods.goods());
                vec![info(format!("{}: counted", goods.unwrap_or_default()))]
            }
            None => match self.kept.keep(scanned) {
                Ok(told) => vec![info(told)],
                Err(refusal) => vec![Effect::Refuse(refusal)],
            },
        }
    }

    /// Takes the lot or serial number of goods whose label lacked it.
    fn completed(&mut self, scanned: &Scanned, mut again: Again) -> Vec<Effect> {
        let Some(piece) = self.piece.clone() else {
            return vec![info(self.prompt())];
        };
        let is_plain = scanned.symbol.is_empty();
        if !is_plain && !scanned.is_part() {
            return vec![misread(scanned, self.awaited(), self.prompt())];
        }
        if is_fraction(&scanned.text) {
            let found = format!("{} is a number, not {}", scanned.text, self.awaited());
            return vec![unexpected(self.prompt(), found)];
        }
        if self.wanted() == Step::Lot
            && scanned.quantity().is_some()
            && !scanned.is_lot_of(&piece.goods.item)
            && !again.is_second(&scanned.text)
        {
            self.again = again;
            let found = format!("{} has no lot {}", piece.goods.item, scanned.text);
            let need = format!(
                "Scan the lot first, then type the total; if it is a lot, type {} again",
                scanned.text
            );
            return vec![unexpected(need, found)];
        }
        let part = if piece.goods.tracking.wants_serial() {
            Part::Serial
        } else {
            Part::Lot
        };
        let mut said = scanned.clone();
        if is_plain {
            said.symbol = plain(part, &scanned.text);
        }
        let mut kept = self.kept.clone();
        if let Err(refusal) = kept.keep(&said) {
            return vec![Effect::Refuse(refusal)];
        }
        if !is_plain {
            return self.read(piece, kept);
        }
        self.unproved = Some(kept);
        let (item, code) = (piece.goods.item, scanned.text.as_str());
        vec![ask(match part {
            Part::Serial => Question::Serial {
                item,
                serial: code.into(),
            },
            _ => Question::Lot {
                item,
                lot: code.into(),
            },
        })]
    }

    /// Goes on with a plain code once it is known whether it is something else.
    pub(super) fn proved(&mut self, otherwise: Option<String>) -> Vec<Effect> {
        match (otherwise, self.piece.clone(), self.unproved.take()) {
            (Some(found), ..) => vec![unexpected(self.prompt(), found)],
            (None, Some(piece), Some(kept)) => self.read(piece, kept),
            (None, ..) => vec![info(self.prompt())],
        }
    }

    /// Posts a piece once its label is complete; `piece` is one package of it.
    fn read(&mut self, piece: Piece, kept: Kept) -> Vec<Effect> {
        let (tracking, label) = (piece.goods.tracking, kept.label());
        let numbered = Numbered::of(&piece.goods.item, tracking, piece.qty, label.serial());
        if let Err(refusal) = self.counted.check(numbered.as_ref()) {
            self.set_aside();
            return vec![Effect::Refuse(refusal)];
        }
        let lacks_lot = tracking.wants_lot() && label.lot().is_none();
        if lacks_lot || tracking.wants_serial() && label.serial().is_none() {
            self.piece = Some(piece);
            self.kept = kept;
            return vec![info(self.prompt())];
        }
        let piece_is_weighed = is_weight(&piece.goods.uom);
        let of = |wants: bool, part: Option<&str>| part.filter(|_| wants).unwrap_or_default().to_owned();
        let goods = Named {
            lot: of(tracking.wants_lot(), label.lot()).as_str().into(),
            serial: of(tracking.wants_serial(), label.serial()).as_str().into(),
            ..piece.goods
        };
        let expiry = label.expiry().filter(|_| tracking.wants_expiry());
        let package = piece.qty;
        let qty = if tracking.wants_serial() {
            Qty::ONE
        } else if piece_is_weighed && label.net_weight().is_none() && label.is_measured_otherwise() {
            let found = format!("The label of {} states no weight", goods.goods());
            let need = "Scan the number of the item alone, then type the total";
            return vec![unexpected(need, found)];
        } else if piece_is_weighed {
            kept.weighed(package)
        } else {
            kept.times(package)
        };
        self.piece = None;
        let piece = Piece {
            numbered,
            ..Piece::of(goods, expiry, qty)
        };
        self.post_read(piece, qty, Some(kept.opened(package)))
    }

    /// Counts a piece; `whole` is what its last read stands for with it.
    fn post_read(&mut self, piece: Piece, whole: Qty, open: Option<Open>) -> Vec<Effect> {
        let Some(count) = self.count.clone() else {
            return vec![info(self.prompt())];
        };
        let effect = read_of(&count, &piece, piece.qty);
        let piece = Box::new(piece);
        self.posted.push_back(Posted::Read { piece, whole, open });
        vec![effect]
    }

    fn expiry(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        let said = scanned.label.expiry.map(Ok);
        let typed = said.unwrap_or_else(|| expiry::read(&scanned.text, context.today));
        let expiry = match typed {
            Ok(expiry) => expiry,
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        let Some(piece) = self.piece.clone() else {
            return vec![info(self.prompt())];
        };
        let other = scanned.label.lot.as_ref().filter(|lot| **lot != piece.goods.lot);
        if let Some(other) = other {
            return vec![unexpected(
                format!("Scan the expiry of lot {}", piece.goods.lot),
                format!("This is lot {other}"),
            )];
        }
        self.piece = None;
        let qty = piece.qty;
        let piece = Piece {
            expiry: Some(expiry),
            asks_expiry: false,
            ..piece
        };
        self.post_read(piece, qty, None)
    }

    /// Takes a number read behind goods as their quantity.
    pub(super) fn so_many(&mut self, qty: Qty) -> Vec<Effect> {
        let Some((piece, counted)) = self.last.clone() else {
            return vec![too_early(qty, "Scan the goods first")];
        };
        if piece.goods.tracking.wants_serial() {
            let item = piece.goods.goods();
            return vec![Effect::Refuse(Refusal::OneSerial { item, qty })];
        }
        if qty == counted {
            return vec![info(format!("{}: {counted} counted", piece.goods.goods()))];
        }
        if qty <= Qty::ZERO {
            let why = format!("the total of {} is above zero", piece.goods.goods());
            return vec![Effect::Refuse(Refusal::BadQuantity { qty, why })];
        }
        self.post_read(
            Piece {
                qty: qty - counted,
                numbered: None,
                ..piece
            },
            qty,
            self.open.clone(),
        )
    }
}

/// Refuses a typed lot if the company demands that lots are scanned.
fn typed_lot(step: Step, scanned: &Scanned, context: &Context) -> Option<Refusal> {
    let is_lot = scanned.label.lot.is_some() || step == Step::Lot && scanned.meanings.is_empty();
    let wrong = context.scan_lots && scanned.typed && is_lot;
    wrong.then(|| Refusal::ScanNeeded {
        what: "lot".into(),
        found: scanned.text.clone(),
    })
}
