//! What is asked about orders, parcels, returns and counts.

use super::asked::{Draw, goods, of_kind, some_of};
use super::house::House;
use binledger::domain::amount::{Money, Qty};
use binledger::domain::count::{Count, CountState};
use binledger::domain::log::Logged;
use binledger::domain::order::OrderKind;
use binledger::domain::stock::{Balance, LpnKind, LpnState, Plate};
use binledger::domain::task::{Task, TaskKind, TaskState};
use binledger::operations::request::{
    Adjust, Allocate, Basis, CloseParcel, CountAgain, CountApprove, CountClose, CountOnce, CountOpen,
    CountRead, CountReject, CustomerReturn, Disposition, GetWork, LandedCost, Operation, Pack, Pick, Reverse,
    Ship, Short,
};

pub fn work(house: &House, draw: &Draw) -> Option<Operation> {
    let orders = of_kind(house, OrderKind::Sales);
    let order = draw.one(0, &orders)?.order_no.clone();
    Some(match draw.pick[1] % 3 {
        0 => Allocate { order }.into(),
        1 => GetWork {
            location: None,
            kind: TaskKind::Pick,
            order: Some(order),
        }
        .into(),
        _ => GetWork {
            location: None,
            kind: TaskKind::Pick,
            order: None,
        }
        .into(),
    })
}

pub fn pick(house: &House, draw: &Draw) -> Option<Operation> {
    let open = |task: &Task| task.kind == TaskKind::Pick && task.state == TaskState::Open;
    let tasks: Vec<Task> = house.all::<Task>().into_iter().filter(open).collect();
    let task = draw.one(0, &tasks)?;
    if draw.yes(1, 6) {
        return Some(
            Short {
                task: task.task,
                code: "empty".into(),
                location: None,
            }
            .into(),
        );
    }
    let by_order = draw.yes(2, 4);
    let other_lot = (!task.lot.is_empty() && draw.yes(3, 3)).then(|| format!("L{}", draw.pick[1] % 3).into());
    let other_piece =
        (!task.serial.is_empty() && draw.yes(3, 3)).then(|| format!("N{}", draw.pick[1] % 6).into());
    Some(
        Pick {
            tote: format!("TOTE{}", draw.pick[3] % 2).into(),
            task: (!by_order).then_some(task.task),
            qty: (!by_order && draw.yes(1, 2)).then(|| draw.qty().min(task.left())),
            order: by_order.then(|| task.order_no.clone()),
            lot: other_lot,
            serial: other_piece,
            piece: None,
        }
        .into(),
    )
}

pub fn pack(house: &House, draw: &Draw) -> Option<Operation> {
    let plates = house.all::<Plate>();
    let of = |kind: LpnKind| -> Vec<&Plate> {
        plates
            .iter()
            .filter(|it| it.kind == kind && it.state == LpnState::Open)
            .collect()
    };
    let (totes, parcels) = (of(LpnKind::Tote), of(LpnKind::Parcel));
    if draw.yes(0, 2)
        && let Some(parcel) = draw.one(1, &parcels)
    {
        let parcel = parcel.lpn.clone();
        return Some(
            CloseParcel {
                parcel,
                weight: None,
                carton: None,
            }
            .into(),
        );
    }
    let tote = (*draw.one(1, &totes)?).clone();
    let inside: Vec<Balance> = house
        .all::<Balance>()
        .into_iter()
        .filter(|it| it.lpn == tote.lpn)
        .collect();
    let one = draw.one(2, &inside).filter(|_| draw.yes(3, 2));
    Some(
        Pack {
            tote: tote.lpn,
            parcel: format!("P{}-{}", tote.order_no.unwrap_or_default(), draw.pick[3] % 4).into(),
            item: one.map(|it| it.item.clone()),
            qty: one.map(|it| some_of(draw, it)),
            lot: None,
            serial: None,
        }
        .into(),
    )
}

pub fn ship(house: &House, draw: &Draw) -> Option<Ship> {
    let is_closed = |it: &Plate| it.kind == LpnKind::Parcel && it.state == LpnState::Closed;
    let parcels: Vec<Plate> = house.all::<Plate>().into_iter().filter(is_closed).collect();
    let parcel = draw
        .one(0, &parcels)
        .filter(|_| !draw.yes(1, 4))
        .map(|it| it.lpn.clone());
    let here = house.all::<Balance>();
    let it = draw.one(2, &here)?;
    let loose = parcel.is_none();
    Some(Ship {
        parcel,
        item: loose.then(|| it.item.clone()),
        qty: loose.then(|| draw.qty()),
        price: loose.then(|| "12.345678".parse().expect("a price")),
        from: (loose && !draw.yes(3, 4)).then(|| it.location.clone()),
        ..Ship::default()
    })
}

pub fn done(house: &House, words: &[&str]) -> Vec<Logged> {
    let mut done = house.all::<Logged>();
    done.retain(|it| 0 < it.movements && (words.is_empty() || words.contains(&it.op.as_str())));
    done
}

pub fn back(house: &House, draw: &Draw) -> Option<CustomerReturn> {
    let shipped = done(house, &["ship"]);
    Some(CustomerReturn {
        qty: Qty::units(1 + draw.units % 3),
        disposition: *draw.one(1, Disposition::ALL)?,
        of: Some(draw.one(0, &shipped)?.key.clone()),
        order: None,
        item: draw.yes(2, 2).then(|| draw.item().into()),
        lot: None,
        serial: None,
        to: draw.yes(3, 3).then(|| draw.bin(1).into()),
    })
}

pub fn freight(house: &House, draw: &Draw) -> LandedCost {
    let received = done(house, &["receive"]);
    let mut of: Vec<_> = (0..3)
        .filter_map(|at| draw.one(at, &received))
        .map(|it| it.key.clone())
        .collect();
    of.sort();
    of.dedup();
    LandedCost {
        of,
        amount: Money(i64::from(draw.pick[3] % 4000) - 500).into(),
        basis: if draw.yes(2, 3) {
            Basis::Value
        } else {
            Basis::Quantity
        },
        currency: None,
        rate: None,
    }
}

pub fn adjust(house: &House, draw: &Draw) -> Option<Adjust> {
    let here = house.all::<Balance>();
    let it = draw.one(0, &here)?;
    let (lot, serial) = goods(it);
    let qty = some_of(draw, it);
    Some(Adjust {
        item: it.item.clone(),
        qty: if draw.yes(1, 2) { qty } else { -qty },
        at: Some(it.location.clone()),
        lot,
        expiry: None,
        serial,
        status: Some(it.status),
        account: None,
        cost: Some("5".parse().expect("a price")),
    })
}

pub fn count_once(house: &House, draw: &Draw) -> Option<CountOnce> {
    let here = house.all::<Balance>();
    let it = draw.one(0, &here)?;
    let (lot, serial) = goods(it);
    let counted = if serial.is_some() {
        Qty::units(draw.units % 2)
    } else {
        draw.qty()
    };
    Some(CountOnce {
        item: it.item.clone(),
        counted,
        at: Some(it.location.clone()),
        lot,
        serial,
    })
}

pub fn sheet(house: &House, draw: &Draw) -> Option<Operation> {
    let counts: Vec<Count> = house
        .all::<Count>()
        .into_iter()
        .filter(|count| !matches!(count.state, CountState::Posted | CountState::Rejected))
        .collect();
    let Some(sheet) = draw.one(0, &counts).filter(|_| !draw.yes(1, 4)) else {
        return Some(
            CountOpen {
                location: draw.bin(2).into(),
            }
            .into(),
        );
    };
    let count = sheet.count.clone();
    if sheet.state == CountState::Counting {
        if draw.yes(1, 3) {
            return Some(
                CountClose {
                    count,
                    rest_is_zero: draw.yes(2, 2),
                }
                .into(),
            );
        }
        let here: Vec<Balance> = house
            .all::<Balance>()
            .into_iter()
            .filter(|it| it.location == sheet.location && it.lpn.is_empty())
            .collect();
        let it = draw.one(2, &here)?;
        let (lot, serial) = goods(it);
        let qty = if draw.yes(3, 2) { it.qty } else { some_of(draw, it) };
        return Some(
            CountRead {
                count,
                item: it.item.clone(),
                qty,
                lot,
                expiry: None,
                serial,
                status: Some(it.status),
            }
            .into(),
        );
    }
    Some(match draw.pick[1] % 5 {
        0 | 1 => CountApprove { count }.into(),
        2 => CountAgain { count }.into(),
        3 => CountReject { count }.into(),
        _ => CountOpen {
            location: sheet.location.clone(),
        }
        .into(),
    })
}

pub fn reverse(house: &House, draw: &Draw) -> Option<Reverse> {
    let all = done(house, &[]);
    let of = draw.one(0, &all)?.key.clone();
    Some(Reverse { of })
}
