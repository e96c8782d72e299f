//! What counting posts besides its reads: nothing there, a read taken back, the end of the sheet.

use super::{Named, Piece, Posted, State};
use crate::domain::amount::Qty;
use crate::domain::code::CountNo;
use crate::flows::event::Effect;
use crate::flows::goods::{info, post};
use crate::flows::machine::Machine;
use crate::operations::request::{CountClose, CountRead};

impl State {
    /// Says that the goods asked for are not there.
    pub(super) fn nothing(&mut self) -> Vec<Effect> {
        let (Some(count), Some(goods)) = (self.count.clone(), self.missing.first().cloned()) else {
            return vec![info(self.prompt())];
        };
        let (item, qty, status) = (goods.item.clone(), Qty::ZERO, goods.status);
        let lot = Some(goods.lot.clone()).filter(|lot| !lot.is_empty());
        let serial = Some(goods.serial.clone()).filter(|serial| !serial.is_empty());
        self.posted.push_back(Posted::Nothing(Box::new(goods)));
        let expiry = None;
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

    /// Takes a read of this count back.
    pub(super) fn take_back(&mut self, count: CountNo, piece: Piece) -> Vec<Effect> {
        let Named {
            item,
            lot,
            serial,
            status,
            ..
        } = piece.goods;
        let lot = Some(lot).filter(|lot| !lot.is_empty());
        let serial = Some(serial).filter(|serial| !serial.is_empty());
        self.posted.push_back(Posted::Back);
        let (qty, expiry) = (-piece.qty, None);
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

    pub(super) fn close(&mut self, rest_is_zero: bool) -> Vec<Effect> {
        let Some(count) = self.count.clone() else {
            return vec![info(self.prompt())];
        };
        self.posted.push_back(Posted::Close);
        vec![post(CountClose { count, rest_is_zero })]
    }
}
