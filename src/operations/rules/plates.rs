//! What holds for licence plates in every job: which may be used, and which are already spoken for.

use super::books::Books;
use super::described::coded;
use super::stock::Place;
use crate::domain::code::Lpn;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{LpnKind, LpnState, Plate};
use crate::operations::change::Halt;

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
        coded(books, lpn.as_str())?;
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
