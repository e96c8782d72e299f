//! Goods change place or status. Nothing here posts: value stays where it is.

use super::books::Books;
use super::goods::{goods_of, positive};
use super::here;
use super::plates::{not_for_an_order, pallet};
use super::post::Step;
use super::stock::Place;
use super::under_count::{fills_a_face, not_by_who_counts};
use crate::domain::amount::Qty;
use crate::domain::catalog::{Item, Location};
use crate::domain::code::LotCode;
use crate::domain::movement::MovementKind;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Balance, LpnState, Plate};
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::request::{ChangeStatus, Move, MoveKind, MovePlate};

/// Moves goods from one location to another of the same site.
pub(super) fn goods(books: &mut Books<'_, '_>, asked: &Move) -> Result<Option<String>, Halt> {
    books.need(&[Role::Receiver, Role::Picker, Role::Counter, Role::Supervisor])?;
    positive(asked.qty)?;
    let item = books.stock_item(&asked.item)?;
    let (from, to) = (books.location(&asked.from)?, books.location(&asked.to)?);
    check_way(&from, &to, asked.to_lpn.as_ref() == asked.lpn.as_ref())?;
    here::bin(books, &from)?;
    not_for_an_order(books, asked.lpn.as_ref())?;
    let source = Place::at(&from).with(asked.status).on(asked.lpn.as_ref());
    let status = if asked.status.is_some() {
        source.status
    } else {
        arriving(&source, &to)
    };
    let target = Place::at(&to).with(Some(status)).on(asked.to_lpn.as_ref());
    if from.location == to.location || !fills_a_face(books, &target, asked)? {
        not_by_who_counts(books, &from.location)?;
    }
    let goods = match only_one(books, &item, asked)? {
        Some(lot) => books.goods(item, Some(&lot), asked.serial.as_ref(), asked.qty)?,
        None => books.goods(item, asked.lot.as_ref(), asked.serial.as_ref(), asked.qty)?,
    };
    if from.location != to.location {
        books.check_room(&to, asked.qty)?;
    }
    pallet(books, asked.to_lpn.as_ref(), &target)?;
    books.take_out(&goods, &source, asked.qty, Qty::ZERO)?;
    books.put_in(&goods, &target, asked.qty)?;
    books.movement(&Step::new(
        kind(asked.kind),
        &goods,
        asked.qty,
        Some(&source),
        Some(&target),
    ))?;
    Ok(None)
}

/// Moves a licence plate with everything on it.
pub(super) fn plate(books: &mut Books<'_, '_>, asked: &MovePlate) -> Result<Option<String>, Halt> {
    books.need(&[Role::Receiver, Role::Picker, Role::Supervisor])?;
    let plate: Option<Plate> = books.view().find(&[&asked.lpn])?;
    let plate = plate.ok_or_else(|| Refusal::UnknownLpn {
        lpn: asked.lpn.to_string(),
    })?;
    if plate.state == LpnState::Shipped {
        let what = format!("Licence plate {}", asked.lpn);
        return Err(Refusal::WrongState {
            what,
            state: "shipped".into(),
            need: "Scan one that is here".into(),
        }
        .into());
    }
    let (from, to) = (books.location(&plate.location)?, books.location(&asked.to)?);
    check_way(&from, &to, true)?;
    not_by_who_counts(books, &from.location)?;
    let load = books.load(&asked.lpn)?;
    here::plate(books, &plate, &load)?;
    books.check_room(&to, load.iter().map(|balance| balance.qty).sum())?;
    for balance in load {
        let goods = goods_of(books, &balance)?;
        let source = Place::of(&balance);
        let target = Place {
            location: to.location.clone(),
            ..source.clone()
        };
        books.take_out(&goods, &source, balance.qty, balance.allocated)?;
        books.put_in(&goods, &target, balance.qty)?;
        books.movement(&Step::new(
            kind(asked.kind),
            &goods,
            balance.qty,
            Some(&source),
            Some(&target),
        ))?;
    }
    books.draft.put(&Plate {
        location: to.location,
        ..plate
    });
    Ok(None)
}

/// Changes the status of goods, which says what may be done with them.
pub(super) fn status(books: &mut Books<'_, '_>, asked: &ChangeStatus) -> Result<Option<String>, Halt> {
    books.need(&[Role::Receiver, Role::Supervisor])?;
    positive(asked.qty)?;
    if asked.from == asked.to {
        let what = format!("{} at {}", asked.item, asked.at);
        return Err(Refusal::WrongState {
            what,
            state: format!("{} already", asked.to),
            need: "Name another status".into(),
        }
        .into());
    }
    not_for_an_order(books, asked.lpn.as_ref())?;
    let item = books.stock_item(&asked.item)?;
    let location = books.location(&asked.at)?;
    here::bin(books, &location)?;
    not_by_who_counts(books, &location.location)?;
    let goods = books.goods(item, asked.lot.as_ref(), asked.serial.as_ref(), asked.qty)?;
    let source = Place::at(&location).with(Some(asked.from)).on(asked.lpn.as_ref());
    let target = Place {
        status: asked.to,
        ..source.clone()
    };
    books.take_out(&goods, &source, asked.qty, Qty::ZERO)?;
    books.put_in(&goods, &target, asked.qty)?;
    books.movement(&Step::new(
        MovementKind::Status,
        &goods,
        asked.qty,
        Some(&source),
        Some(&target),
    ))?;
    Ok(None)
}

/// Returns the only lot of the item in the bin, if none was named and there is just one.
fn only_one(books: &Books<'_, '_>, item: &Item, asked: &Move) -> Result<Option<LotCode>, Halt> {
    if asked.lot.is_some() || !item.tracking.wants_lot() {
        return Ok(None);
    }
    let here = Range::by(Balance::BY_LOCATION, &[&asked.from, &asked.item]);
    let next = |lot: &LotCode| -> Result<Option<LotCode>, Halt> {
        let first = books.view().list::<Balance>(&here.clone().after(lot).first(1))?;
        Ok(first.into_iter().next().map(|balance| balance.lot))
    };
    match next(&LotCode::default())? {
        Some(lot) if next(&lot)?.is_none() => Ok(Some(lot)),
        _ => Ok(None),
    }
}

/// Returns the status of goods after a move: the one that they had, unless a quarantine, returns or damaged location
/// gives them its own, or leaving the dock releases them.
fn arriving(source: &Place, to: &Location) -> crate::domain::stock::Status {
    let there = to.purpose.status();
    if there == crate::domain::stock::Status::Available {
        source.status
    } else {
        there
    }
}

fn kind(asked: Option<MoveKind>) -> MovementKind {
    match asked {
        Some(MoveKind::Putaway) => MovementKind::Putaway,
        _ => MovementKind::Move,
    }
}

/// Refuses a move to another site, and one that ends where it begins; `is_same_plate` says whether the goods stay on
/// the same licence plate.
fn check_way(from: &Location, to: &Location, is_same_plate: bool) -> Result<(), Halt> {
    if from.site != to.site {
        let (from, to) = (from.location.to_string(), to.location.to_string());
        return Err(Refusal::OtherSite { from, to }.into());
    }
    if from.location == to.location && is_same_plate {
        let location = to.location.to_string();
        return Err(Refusal::SamePlace { location }.into());
    }
    Ok(())
}
