//! Goods from totes into parcels.

use super::books::Books;
use super::goods::{goods_of, may_leave, positive};
use super::plates::{named, new_parcel};
use super::post::Step;
use super::stock::{Place, name_of};
use super::{allocate, here, plates, stated};
use crate::domain::amount::Qty;
use crate::domain::code::{Lpn, OrderNo};
use crate::domain::movement::MovementKind;
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::parcel::{HEAVIEST, may_weigh};
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Balance, LpnKind, LpnState, Plate};
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::log::{HEEDED, NAMED};
use crate::operations::request::{CloseParcel, Pack};

/// Packs goods of one item, or everything in the tote, into a parcel.
pub(super) fn pack(books: &mut Books<'_, '_>, asked: &Pack) -> Result<Option<String>, Halt> {
    books.need(&[Role::Picker, Role::Supervisor])?;
    let tote = plate(books, &asked.tote)?;
    let (Some(order), LpnKind::Tote) = (tote.order_no.clone(), tote.kind) else {
        let why = tote.described();
        return Err(Refusal::WrongLpn {
            need: "Scan a tote with picked goods".into(),
            found: tote.lpn.to_string(),
            why,
        }
        .into());
    };
    if asked.item.is_none() {
        let why = "without an item all of the tote is packed";
        let said = [
            ("qty", asked.qty.is_some()),
            ("lot", asked.lot.is_some()),
            ("serial", asked.serial.is_some()),
        ];
        stated::nothing(books, &said, why)?;
    }
    let load = books.load(&asked.tote)?;
    here::plate(books, &tote, &load)?;
    let wanted: Vec<Balance> = load
        .into_iter()
        .filter(|balance| is_asked(asked, balance))
        .collect();
    if wanted.is_empty() {
        let item = asked
            .item
            .as_ref()
            .map_or_else(|| "goods".to_owned(), ToString::to_string);
        let (at, need) = (asked.tote.to_string(), asked.qty.unwrap_or(Qty::ONE));
        return Err(Refusal::NotEnough {
            item,
            at,
            need,
            have: books.stated(&tote.location, Qty::ZERO)?,
        }
        .into());
    }
    parcel(books, &asked.parcel, &order, &tote)?;
    let mut left = match (&asked.item, asked.qty) {
        (Some(_), qty) => qty.unwrap_or(Qty::ONE),
        (None, _) => wanted.iter().map(|balance| balance.qty).sum(),
    };
    positive(left)?;
    let have: Qty = wanted.iter().map(|balance| balance.qty).sum();
    if have < left {
        let (item, at) = (wanted[0].item.to_string(), asked.tote.to_string());
        return Err(Refusal::NotEnough {
            item,
            at,
            need: left,
            have: books.stated(&tote.location, have)?,
        }
        .into());
    }
    for balance in wanted {
        let qty = left.min(balance.qty);
        if Qty::ZERO < qty {
            into_parcel(books, &balance, qty, &asked.parcel, &order)?;
        }
        left -= qty;
    }
    Ok(None)
}

/// Who closes parcels.
pub(super) const CLOSES: &[Role] = &[Role::Picker, Role::Supervisor];

/// Closes a parcel: nothing more can be added.
pub(super) fn close(books: &mut Books<'_, '_>, asked: &CloseParcel) -> Result<Option<String>, Halt> {
    books.need(CLOSES)?;
    let parcel = plate(books, &asked.parcel)?;
    let (what, need) = (
        format!("{} {}", parcel.kind, parcel.lpn),
        "Take an open parcel with goods".to_owned(),
    );
    if parcel.kind != LpnKind::Parcel || parcel.state != LpnState::Open {
        return Err(Refusal::WrongState {
            what,
            state: parcel.state.to_string(),
            need,
        }
        .into());
    }
    let load = books.load(&asked.parcel)?;
    here::plate(books, &parcel, &load)?;
    if load.is_empty() {
        return Err(Refusal::WrongState {
            what,
            state: "empty".into(),
            need,
        }
        .into());
    }
    if let Some(weight) = asked
        .weight
        .filter(|weight| books.is_of(NAMED) && !may_weigh(*weight))
    {
        let need = format!("a weight above 0 and up to {HEAVIEST} kg");
        let found = weight.to_string();
        return Err(Refusal::Unfit { need, found }.into());
    }
    let carton = asked
        .carton
        .clone()
        .filter(|carton| !books.is_of(HEEDED) || !carton.is_empty());
    if let Some(carton) = &carton {
        plates::carton(books, carton)?;
    }
    let weight = asked.weight;
    let order = parcel.order_no.clone().unwrap_or_default();
    books.draft.put(&Plate {
        state: LpnState::Closed,
        weight,
        carton,
        ..parcel
    });
    packed_when_done(books, &order)?;
    Ok(None)
}

/// Returns the licence plate, or a refusal that names it.
pub(super) fn plate(books: &Books<'_, '_>, lpn: &Lpn) -> Result<Plate, Halt> {
    let plate: Option<Plate> = books.view().find(&[lpn])?;
    Ok(plate.ok_or_else(|| Refusal::UnknownLpn { lpn: lpn.to_string() })?)
}

fn is_asked(asked: &Pack, balance: &Balance) -> bool {
    asked.item.as_ref().is_none_or(|item| *item == balance.item)
        && asked.lot.as_ref().is_none_or(|lot| *lot == balance.lot)
        && asked
            .serial
            .as_ref()
            .is_none_or(|serial| *serial == balance.serial)
}

fn into_parcel(
    books: &mut Books<'_, '_>,
    balance: &Balance,
    qty: Qty,
    parcel: &Lpn,
    order: &OrderNo,
) -> Result<(), Halt> {
    let goods = goods_of(books, balance)?;
    may_leave(books, &goods, 0)?;
    let source = Place::of(balance);
    let target = Place {
        lpn: parcel.clone(),
        ..source.clone()
    };
    for (line, part) in portions(books, order, balance, qty, |line| line.picked - line.packed)? {
        books.take_out(&goods, &source, part, Qty::ZERO)?;
        books.put_in(&goods, &target, part)?;
        let step = Step::new(MovementKind::Pack, &goods, part, Some(&source), Some(&target));
        books.movement(&step.for_line(order.as_str(), line.line))?;
        books.draft.put(&OrderLine {
            packed: line.packed + part,
            ..line
        });
    }
    Ok(())
}

/// Returns the order's lines for the goods of a balance, each with its portion of a quantity, as far as each has room.
pub(super) fn portions(
    books: &Books<'_, '_>,
    order: &OrderNo,
    balance: &Balance,
    qty: Qty,
    room: impl Fn(&OrderLine) -> Qty,
) -> Result<Vec<(OrderLine, Qty)>, Halt> {
    let (mut left, mut portions) = (qty, Vec::new());
    for line in allocate::lines_of(books, order)?
        .into_iter()
        .filter(|line| line.item == balance.item)
    {
        let part = left.min(room(&line));
        if Qty::ZERO < part {
            portions.push((line, part));
            left -= part;
        }
    }
    if Qty::ZERO < left {
        let item = name_of(&goods_of(books, balance)?);
        return Err(Refusal::NotOnOrder {
            item,
            order: order.to_string(),
        }
        .into());
    }
    Ok(portions)
}

/// Notes the parcel; refuses one that is closed or belongs to another order.
fn parcel(books: &mut Books<'_, '_>, lpn: &Lpn, order: &OrderNo, tote: &Plate) -> Result<(), Halt> {
    named(lpn, "Name a parcel")?;
    let known: Option<Plate> = books.view().find(&[lpn])?;
    match known {
        None => {
            new_parcel(books, lpn, order)?;
            let parcel = Plate {
                lpn: lpn.clone(),
                kind: LpnKind::Parcel,
                state: LpnState::Open,
                ..tote.clone()
            };
            books.draft.put(&Plate {
                order_kind: Some(OrderKind::Sales),
                weight: None,
                carton: None,
                ..parcel
            });
            Ok(())
        }
        Some(known)
            if known.kind == LpnKind::Parcel
                && known.state == LpnState::Open
                && known.order_no.as_ref() == Some(order)
                && (known.location == tote.location || books.load(lpn)?.is_empty()) =>
        {
            let location = tote.location.clone();
            books.draft.put(&Plate { location, ..known });
            Ok(())
        }
        Some(known) => {
            let why = if known.state == LpnState::Open {
                format!("{} at {}", known.described(), known.location)
            } else {
                format!("{} and {}", known.described(), known.state)
            };
            Err(Refusal::WrongLpn {
                need: format!("Scan a new parcel for {order}"),
                found: lpn.to_string(),
                why,
            }
            .into())
        }
    }
}

/// Marks an order as packed if its picked goods are all packed and it has no open work.
fn packed_when_done(books: &mut Books<'_, '_>, order: &OrderNo) -> Result<(), Halt> {
    let lines = allocate::lines_of(books, order)?;
    let head = allocate::sales_order(books, order)?;
    if head.state == OrderState::Picked && lines.iter().all(|line| line.picked == line.packed) {
        books.draft.put(&Order {
            state: OrderState::Packed,
            ..head
        });
    }
    Ok(())
}
