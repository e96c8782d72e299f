//! Which goods a hold or a release is about, as its document names them.

use crate::domain::catalog::Lot;
use crate::domain::code::{ItemCode, Key, LotCode, Serial};
use crate::domain::hold::{HeldGoods, is_range};
use crate::domain::log::Logged;
use crate::domain::movement::MovementKind;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::request::{HoldLot, Release};
use crate::operations::rules::books::Books;

/// A lot, or pieces from one serial number to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub item: ItemCode,
    /// The lot; empty for pieces.
    pub lot: LotCode,
    /// The first and the last serial number; empty for a lot.
    pub serials: (Serial, Serial),
}

impl Named {
    /// Returns the word of a hold about the goods, which counts since an operation.
    pub fn said(&self, hold: i64, word: i64, since: i64) -> HeldGoods {
        let (first, last) = self.serials.clone();
        HeldGoods {
            hold,
            word,
            item: self.item.clone(),
            lot: self.lot.clone(),
            first,
            last,
            free: false,
            since,
            until: 0,
        }
    }

    /// Returns whether a word is about just these goods.
    pub fn is_said_by(&self, word: &HeldGoods) -> bool {
        let serials = (&self.serials.0, &self.serials.1);
        (&self.item, &self.lot) == (&word.item, &word.lot) && serials == (&word.first, &word.last)
    }
}

/// What a document says of them.
pub(super) struct Said<'a> {
    item: Option<&'a ItemCode>,
    lot: Option<&'a LotCode>,
    from: Option<&'a Serial>,
    to: Option<&'a Serial>,
    receipt: Option<&'a Key>,
}

impl<'a> From<&'a HoldLot> for Said<'a> {
    fn from(asked: &'a HoldLot) -> Self {
        Self {
            item: asked.item.as_ref(),
            lot: asked.lot.as_ref(),
            from: asked.from.as_ref(),
            to: asked.to.as_ref(),
            receipt: asked.receipt.as_ref(),
        }
    }
}

impl<'a> From<&'a Release> for Said<'a> {
    fn from(asked: &'a Release) -> Self {
        Self {
            item: asked.item.as_ref(),
            lot: asked.lot.as_ref(),
            from: asked.from.as_ref(),
            to: asked.to.as_ref(),
            receipt: asked.receipt.as_ref(),
        }
    }
}

impl Said<'_> {
    /// Returns whether it names anything.
    pub const fn is_said(&self) -> bool {
        self.item.is_some()
            || self.lot.is_some()
            || self.from.is_some()
            || self.to.is_some()
            || self.receipt.is_some()
    }
}

/// Returns the goods that are named: by exactly one of a lot, serial numbers of an item, and a receipt.
pub(super) fn goods(books: &Books<'_, '_>, said: &Said<'_>) -> Result<Vec<Named>, Halt> {
    match (said.lot, said.from, said.receipt) {
        (Some(lot), None, None) if said.to.is_none() => Ok(vec![of_lot(books, said.item, lot)?]),
        (None, Some(from), None) => Ok(vec![pieces(books, said.item, from, said.to.unwrap_or(from))?]),
        (None, None, Some(receipt)) if said.to.is_none() => received(books, receipt, said.item),
        _ => unfit(
            "a lot, or the serial numbers from and to of an item, or the id of a receipt",
            "none or more than one of them".to_owned(),
        ),
    }
}

fn unfit<T>(need: &str, found: String) -> Result<T, Halt> {
    let need = need.to_owned();
    Err(Refusal::Unfit { need, found }.into())
}

/// Returns a known lot, of the only item that has it where none is named.
fn of_lot(books: &Books<'_, '_>, item: Option<&ItemCode>, lot: &LotCode) -> Result<Named, Halt> {
    let item = match item {
        Some(item) => item.clone(),
        None => only_one(books, lot)?,
    };
    if books.view().find::<Lot>(&[&item, lot])?.is_none() {
        return Err(unknown(&format!("{item} lot {lot}")));
    }
    let (lot, serials) = (lot.clone(), <_>::default());
    Ok(Named { item, lot, serials })
}

/// Returns the only item that has a lot.
fn only_one(books: &Books<'_, '_>, lot: &LotCode) -> Result<ItemCode, Halt> {
    let known: Vec<Lot> = books.view().list(&Range::by(Lot::BY_LOT, &[lot]).first(2))?;
    match known.as_slice() {
        [one, other] => {
            let found = format!("{lot}, which {} and {} have", one.item, other.item);
            unfit("the item of the lot", found)
        }
        [one] => Ok(one.item.clone()),
        _ => Err(unknown(lot.as_str())),
    }
}

fn unknown(code: &str) -> Halt {
    let code = code.to_owned();
    Refusal::UnknownCode { code }.into()
}

/// Returns pieces of an item from one serial number to another, which may still have to come.
fn pieces(books: &Books<'_, '_>, item: Option<&ItemCode>, from: &Serial, to: &Serial) -> Result<Named, Halt> {
    let Some(item) = item else {
        return unfit("the item of the serial numbers", "none".to_owned());
    };
    let item = books.item(item)?;
    if !item.tracking.wants_serial() {
        let (item, what) = (item.item.to_string(), "serial number".to_owned());
        return Err(Refusal::NotTracked { item, what }.into());
    }
    if !is_range(from, to) {
        let need = "serial numbers from the first to the last, which differ in the number at their end or have one \
                    length";
        return unfit(need, format!("{from} to {to}"));
    }
    Ok(Named {
        item: item.item,
        lot: LotCode::default(),
        serials: (from.clone(), to.clone()),
    })
}

/// Returns the lots and pieces that came with a receipt.
fn received(books: &Books<'_, '_>, receipt: &Key, item: Option<&ItemCode>) -> Result<Vec<Named>, Halt> {
    let range = Range::by(Logged::BY_KEY, &[receipt]).first(1);
    let logged = books.view().list::<Logged>(&range)?.pop();
    let logged = logged.ok_or_else(|| Refusal::UnknownOperation {
        id: receipt.to_string(),
    })?;
    let first = logged.movement.unwrap_or(0);
    let mut found: Vec<Named> = Vec::new();
    for number in first..first + logged.movements {
        let moved = books.moved(number)?;
        let is_other = item.is_some_and(|item| *item != moved.item);
        if moved.kind != MovementKind::Receipt || moved.reverses.is_some() || is_other {
            continue;
        }
        if moved.lot.is_empty() && moved.serial.is_empty() {
            let found = format!("{}, which has none: move it to quarantine", moved.item);
            return unfit("goods with a lot or a serial number", found);
        }
        let serials = (moved.serial.clone(), moved.serial);
        let (item, lot) = (moved.item, moved.lot);
        let named = Named { item, lot, serials };
        if !found.contains(&named) {
            found.push(named);
        }
    }
    if found.is_empty() {
        return unfit(
            "the id of a receipt",
            format!("{receipt}, a {}", logged.op.replace('_', " ")),
        );
    }
    Ok(found)
}
