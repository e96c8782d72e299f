//! What a read means while counting.

use super::{Named, Piece, Posted, State, Step};
use crate::domain::amount::Qty;
use crate::domain::catalog::Item;
use crate::domain::code::{LotCode, Serial};
use crate::domain::count::CountState;
use crate::domain::refusal::Refusal;
use crate::flows::event::{Context, Effect};
use crate::flows::expiry;
use crate::flows::goods::{info, item_of, post, unexpected};
use crate::flows::machine::Machine;
use crate::flows::pieces::Numbered;
use crate::flows::scanned::{Label, Scanned};
use crate::operations::request::CountRead;

impl State {
    pub(super) fn scanned(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        if let Some(refusal) = typed_lot(self.wanted(), scanned, context) {
            return vec![Effect::Refuse(refusal)];
        }
        match self.wanted() {
            Step::Bin => self.bin(scanned),
            Step::Lot | Step::Serial if scanned.meanings.is_empty() => self.part(scanned),
            Step::Expiry if scanned.meanings.is_empty() => self.expiry(scanned, context),
            _ => self.goods(scanned),
        }
    }

    fn bin(&mut self, scanned: &Scanned) -> Vec<Effect> {
        if let Some(location) = scanned.location() {
            return self.open(location.location.clone());
        }
        match scanned.count() {
            Some(sheet) if matches!(sheet.state, CountState::Counting | CountState::RecountWanted) => {
                self.open(sheet.location.clone())
            }
            Some(sheet) => {
                let (what, state) = (format!("count {}", sheet.count), sheet.state.to_string());
                let need = "one that waits to be counted".into();
                vec![Effect::Refuse(Refusal::WrongState { what, state, need })]
            }
            None => vec![unexpected("a bin", &scanned.text)],
        }
    }

    fn goods(&mut self, scanned: &Scanned) -> Vec<Effect> {
        if let Some((item, qty)) = item_of(scanned) {
            let numbered = Numbered::of(scanned);
            if let Err(refusal) = self.counted.check(numbered.as_ref()) {
                return vec![Effect::Refuse(refusal)];
            }
            return self.label(item, &scanned.label, qty, numbered);
        }
        if let Some(location) = scanned.location() {
            let bin = self.location.clone().unwrap_or_default();
            if location.location == bin {
                return vec![info(self.prompt())];
            }
            let (need, found) = (format!("{bin} done first"), location.location.to_string());
            return vec![unexpected(need, found)];
        }
        match scanned.quantity() {
            Some(qty) => self.so_many(qty),
            None => vec![unexpected("an item", &scanned.text)],
        }
    }

    /// A label of an item, as complete as it is.
    fn label(&mut self, item: &Item, label: &Label, qty: Qty, numbered: Option<Numbered>) -> Vec<Effect> {
        let tracking = item.tracking;
        let lot = label
            .lot
            .clone()
            .filter(|_| tracking.wants_lot())
            .unwrap_or_default();
        let serial = label
            .serial
            .clone()
            .filter(|_| tracking.wants_serial())
            .unwrap_or_default();
        let goods = Named {
            item: item.item.clone(),
            name: item.name.clone(),
            uom: item.uom.clone(),
            tracking,
            lot,
            serial,
            status: self.status,
        };
        let expiry = label.expiry.filter(|_| tracking.wants_expiry());
        let qty = if tracking.wants_serial() { Qty::ONE } else { qty };
        let piece = Piece {
            goods,
            expiry,
            qty,
            asks_expiry: false,
            numbered,
        };
        self.read(piece)
    }

    /// The lot or serial number on a label of its own.
    fn part(&mut self, scanned: &Scanned) -> Vec<Effect> {
        let Some(mut piece) = self.piece.take() else {
            return vec![info(self.prompt())];
        };
        let label = &scanned.label;
        if piece.goods.tracking.wants_serial() {
            let serial = label.serial.clone();
            piece.goods.serial = serial.unwrap_or_else(|| Serial::from(scanned.text.as_str()));
        } else {
            let lot = label.lot.clone();
            piece.goods.lot = lot.unwrap_or_else(|| LotCode::from(scanned.text.as_str()));
            piece.expiry = label.expiry.or(piece.expiry);
        }
        self.read(piece)
    }

    /// Posts a piece once it is complete.
    fn read(&mut self, piece: Piece) -> Vec<Effect> {
        let tracking = piece.goods.tracking;
        let lacks_lot = tracking.wants_lot() && piece.goods.lot.is_empty();
        if lacks_lot || tracking.wants_serial() && piece.goods.serial.is_empty() {
            self.piece = Some(piece);
            return vec![info(self.prompt())];
        }
        let qty = piece.qty;
        self.post_read(piece, qty)
    }

    /// Counts a piece; `whole` is what its last read stands for with it.
    fn post_read(&mut self, piece: Piece, whole: Qty) -> Vec<Effect> {
        let Some(count) = self.count.clone() else {
            return vec![info(self.prompt())];
        };
        let Named {
            item,
            lot,
            serial,
            status,
            ..
        } = piece.goods.clone();
        let (qty, expiry) = (piece.qty, piece.expiry);
        self.posted.push_back(Posted::Read {
            piece: Box::new(piece),
            whole,
        });
        let lot = Some(lot).filter(|lot| !lot.is_empty());
        let serial = Some(serial).filter(|serial| !serial.is_empty());
        vec![post(CountRead {
            count,
            item,
            qty,
            lot,
            expiry,
            serial,
            status,
        })]
    }

    fn expiry(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        let typed = scanned
            .label
            .expiry
            .or_else(|| expiry::read(&scanned.text, context.today));
        match (typed, self.piece.take()) {
            (Some(expiry), Some(piece)) => self.read(Piece {
                expiry: Some(expiry),
                asks_expiry: false,
                ..piece
            }),
            (_, piece) => {
                self.piece = piece;
                vec![unexpected("an expiry such as 0727", &scanned.text)]
            }
        }
    }

    /// A number behind goods says how many they are.
    pub(super) fn so_many(&mut self, qty: Qty) -> Vec<Effect> {
        let Some((piece, counted)) = self.last.clone() else {
            return vec![unexpected("goods, then how many", qty.to_string())];
        };
        if piece.goods.tracking.wants_serial() {
            let item = piece.goods.goods();
            return vec![Effect::Refuse(Refusal::OneSerial { item, qty })];
        }
        if qty <= counted {
            let why = format!("{counted} {} are counted already. Say UNDO", piece.goods.goods());
            return vec![Effect::Refuse(Refusal::BadQuantity { qty, why })];
        }
        self.post_read(
            Piece {
                qty: qty - counted,
                numbered: None,
                ..piece
            },
            qty,
        )
    }
}

/// Refuses a typed lot where the company demands that lots are scanned.
fn typed_lot(step: Step, scanned: &Scanned, context: &Context) -> Option<Refusal> {
    let is_lot = scanned.label.lot.is_some() || step == Step::Lot && scanned.meanings.is_empty();
    let wrong = context.scan_lots && scanned.typed && is_lot;
    wrong.then(|| Refusal::ScanNeeded {
        what: "lot".into(),
        found: scanned.text.clone(),
    })
}
