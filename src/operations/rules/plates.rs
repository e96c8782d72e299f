//! What holds for licence plates in every job: which may be used, and which are already spoken for.

use super::books::Books;
use super::define::codes::meaning;
use super::described::coded;
use super::stock::Place;
use crate::domain::code::{Lpn, OrderNo};
use crate::domain::refusal::Refusal;
use crate::domain::stock::{LpnKind, LpnState, Plate};
use crate::operations::change::Halt;
use crate::operations::known;
use crate::operations::log::NAMED;

/// Notes the licence plate that goods are put on; refuses a tote, a parcel, or a pallet that carries goods elsewhere.
pub(super) fn pallet(books: &mut Books<'_, '_>, lpn: Option<&Lpn>, place: &Place) -> Result<(), Halt> {
    let Some(lpn) = lpn.filter(|lpn| !lpn.is_empty()) else {
        return Ok(());
    };
    let known: Option<Plate> = books.view().find(&[lpn])?;
    if let Some(known) = known {
        let is_elsewhere = known.location != place.location && !books.load(lpn)?.is_empty();
        if known.kind != LpnKind::Pallet || is_elsewhere {
            let why = format!("is a {} in use at {}", known.kind, known.location);
            let (need, found) = ("Scan a new licence plate".into(), lpn.to_string());
            return Err(Refusal::WrongLpn { need, found, why }.into());
        }
    } else {
        new_plate(books, lpn, None, "Scan a new licence plate")?;
    }
    books.draft.put(&Plate {
        lpn: lpn.clone(),
        kind: LpnKind::Pallet,
        order_kind: None,
        order_no: None,
        state: LpnState::Open,
        location: place.location.clone(),
        weight: None,
        carton: None,
    });
    Ok(())
}

/// Refuses the code of a new tote that is known as something else.
pub(super) fn new_tote(books: &Books<'_, '_>, lpn: &Lpn) -> Result<(), Halt> {
    coded(books, lpn.as_str())?;
    if !books.is_of(NAMED) {
        return Ok(());
    }
    let totes = books.policies()?.tote_pattern()?;
    let known = if totes.fit(lpn.as_str()) {
        known::goods(books.view(), lpn.as_str())?
    } else {
        anything(books, lpn.as_str(), None)?
    };
    unless(lpn, known, "Scan a tote's label")
}

/// Refuses the code of a new parcel of an order that is known as something else.
pub(super) fn new_parcel(books: &Books<'_, '_>, lpn: &Lpn, order: &OrderNo) -> Result<(), Halt> {
    new_plate(books, lpn, Some(order), "Scan a parcel label")
}

fn new_plate(books: &Books<'_, '_>, lpn: &Lpn, own: Option<&OrderNo>, need: &str) -> Result<(), Halt> {
    coded(books, lpn.as_str())?;
    if !books.is_of(NAMED) {
        return Ok(());
    }
    unless(lpn, anything(books, lpn.as_str(), own)?, need)
}

/// Refuses a kind of carton whose code is known as something else; a unit's is not, because both may be a `BOX`.
pub(super) fn carton(books: &Books<'_, '_>, carton: &str) -> Result<(), Halt> {
    if !books.is_of(NAMED) {
        return Ok(());
    }
    let known = match meaning(books.view(), carton, None)? {
        None => known::instead_of_carton(books.view(), carton)?,
        meant => meant,
    };
    let Some(known) = known else { return Ok(()) };
    let (need, found) = (
        "the kind of a carton".into(),
        format!("{carton}, which is {known}"),
    );
    Err(Refusal::Unfit { need, found }.into())
}

/// Returns what a code means to a scan, or what else the books know it as.
fn anything(books: &Books<'_, '_>, code: &str, own: Option<&OrderNo>) -> Result<Option<String>, Halt> {
    if let Some(meant) = meaning(books.view(), code, None)? {
        return Ok(Some(meant));
    }
    Ok(known::otherwise(books.view(), code, own)?)
}

/// Refuses a code that is known as something.
fn unless(lpn: &Lpn, known: Option<String>, need: &str) -> Result<(), Halt> {
    let Some(known) = known else { return Ok(()) };
    let (need, found, why) = (need.to_owned(), lpn.to_string(), format!("is {known}"));
    Err(Refusal::WrongLpn { need, found, why }.into())
}

/// Refuses a licence plate without a code, which would stand for loose goods.
pub(super) fn named(lpn: &Lpn, need: &str) -> Result<(), Halt> {
    if !lpn.is_empty() {
        return Ok(());
    }
    let (need, found, why) = (
        need.to_owned(),
        "The licence plate".to_owned(),
        "has no code".to_owned(),
    );
    Err(Refusal::WrongLpn { need, found, why }.into())
}

/// Refuses a tote or parcel: what is in it was picked, and leaves it by packing, shipping or taking the pick back.
pub(super) fn not_for_an_order(books: &Books<'_, '_>, lpn: Option<&Lpn>) -> Result<(), Halt> {
    let plate: Option<Plate> = match lpn {
        Some(lpn) => books.view().find(&[lpn])?,
        None => None,
    };
    match plate.filter(|plate| plate.kind != LpnKind::Pallet) {
        Some(plate) => {
            let (found, why) = (plate.lpn.to_string(), plate.described());
            let need = "Take goods that are not picked".into();
            Err(Refusal::WrongLpn { need, found, why }.into())
        }
        None => Ok(()),
    }
}
