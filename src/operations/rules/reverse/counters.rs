//! Counters, promises and licence plates that go back with a movement.

use super::{bills, goods_moved, later, refused};
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::{Lot, Spelling};
use crate::domain::code::{Key, LotCode, OrderNo, Serial, alike};
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::part::part;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Balance, LpnState, Plate, Pool};
use crate::domain::task::{Task, TaskState};
use crate::operations::change::Halt;
use crate::operations::late_costs;
use crate::operations::log::{HEEDED, NAMED};
use crate::operations::request::{Disposition, Operation, Request};
use crate::operations::rules::allocate::lines_of;
use crate::operations::rules::assembly::worth;
use crate::operations::rules::books::Books;
use crate::operations::rules::customer_return::{sale_of, slice};
use crate::operations::rules::stock::Place;
use crate::operations::rules::tasks::open_tasks;
use crate::operations::rules::{allowance, billing, integration, landed_cost, late, weighed};
use std::collections::HashSet;

/// How many movements of an item are looked through at a site for one of a lot.
const MOST: usize = 1000;

/// Turns counters and guards back with the movement.
pub(super) fn rewind(
    books: &mut Books<'_, '_>,
    of: &Key,
    old: &Movement,
    request: &Request,
) -> Result<(), Halt> {
    let number = old.order_line.zip(old.document.as_deref());
    let line = number.map(|(line, order)| (OrderNo::from(order), line));
    let qty = old.qty;
    match (old.kind, &request.operation) {
        (MovementKind::Receipt, _) => {
            late::back::nothing_laid_on(books, of, old)?;
            bills::unreceive(books, old)?;
            forget_lot(books, old)?;
            with_line(books, of, OrderKind::Purchase, line, |line| line.done -= qty)
        }
        (MovementKind::Build, _) if old.to_location.is_some() => still_whole(books, of, old),
        (MovementKind::LandedCost, _) => landed_cost::unclaim(books, of, old),
        (MovementKind::Invoice, _) => bills::unbill(books, of, old),
        (MovementKind::SupplierReturn, _) => bills::unsend(books, old),
        (MovementKind::Pick, Operation::Pick(pick)) => {
            let (task, given_up) = unpick(books, old, pick.task, line.as_ref())?;
            books.draft.put(&task);
            with_line(books, of, OrderKind::Sales, line, |line| {
                line.picked -= qty;
                line.allocated += qty;
            })?;
            weighed::restored(books, task, given_up)
        }
        (MovementKind::Pack, _) => {
            repack(books, of, old)?;
            with_line(books, of, OrderKind::Sales, line, |line| line.packed -= qty)
        }
        (MovementKind::Shipment, _) => {
            unship(books, of, old)?;
            let back = if old.from_location.is_some() {
                qty
            } else {
                Qty::ZERO
            };
            with_line(books, of, OrderKind::Sales, line, |line| {
                line.done -= qty;
                line.picked += back;
                line.packed += back;
            })
        }
        (MovementKind::Return, Operation::CustomerReturn(asked)) => {
            unreturn(books, of, old, asked.disposition != Disposition::Scrap)
        }
        (MovementKind::SalesInvoice, _) => super::billing::unbill(books, of, old),
        (MovementKind::CreditNote, _) => super::credits::take_back(books, of, old),
        (MovementKind::Integration, _) => integration::change_back(books, of, old),
        (MovementKind::TransferOut, _) => super::transfers::unsend(books, of, old),
        (MovementKind::TransferIn, _) => super::transfers::unreceive(books, of, old),
        (MovementKind::TransferClose, _) => super::transfers::reopen(books, old),
        (
            MovementKind::WorkIssue
            | MovementKind::WorkReturn
            | MovementKind::WorkScrap
            | MovementKind::WorkReport
            | MovementKind::WorkClose,
            _,
        ) => super::work_orders::take_back(books, of, old),
        (MovementKind::Move | MovementKind::Putaway, Operation::MovePlate(asked)) => {
            let plate: Option<Plate> = books.view().find(&[&asked.lpn])?;
            if let (Some(plate), Some(location)) = (plate, old.from_location.clone()) {
                books.draft.put(&Plate { location, ..plate });
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Changes the counters of an order's line, which must stay possible, and with them the order's state.
fn with_line(
    books: &mut Books<'_, '_>,
    of: &Key,
    kind: OrderKind,
    line: Option<(OrderNo, i64)>,
    change: impl Fn(&mut OrderLine),
) -> Result<(), Halt> {
    let Some((order, number)) = line else {
        return Ok(());
    };
    let line: Option<OrderLine> = books.view().find(&[&kind, &order, &number])?;
    if let Some(mut line) = line {
        change(&mut line);
        if line.done < Qty::ZERO || line.packed < Qty::ZERO || line.picked < line.packed {
            let why = format!("work on line {number} of order {order} went on since; take that back first");
            return Err(refused(of, why));
        }
        books.draft.put(&line);
    }
    let head: Option<Order> = books.view().find(&[&kind, &order])?;
    if let Some(head) = head {
        let state = state_of(books, &head)?;
        books.draft.put(&Order { state, ..head });
    }
    Ok(())
}

/// Returns how far an order has come, by its lines and tasks.
fn state_of(books: &Books<'_, '_>, head: &Order) -> Result<OrderState, Halt> {
    if head.kind == OrderKind::Purchase {
        return Ok(OrderState::Open);
    }
    let lines = lines_of(books, &head.order_no)?;
    let sum = |count: fn(&OrderLine) -> Qty| lines.iter().map(count).sum::<Qty>();
    let (picked, packed) = (sum(|line| line.picked), sum(|line| line.packed));
    let is_planned = !open_tasks(books, &head.order_no)?.is_empty();
    Ok(match head.state {
        OrderState::Open => OrderState::Open,
        _ if is_planned => OrderState::Allocated,
        OrderState::Packed | OrderState::Closed if picked == packed => OrderState::Packed,
        OrderState::Packed | OrderState::Closed => OrderState::Picked,
        state => state,
    })
}

/// Promises the picked goods again: to their task, which is open again, or to a new one if the task was given up since
/// or was for another lot. Returns the task, and what was given up with the pick as within the tolerance.
fn unpick(
    books: &mut Books<'_, '_>,
    old: &Movement,
    task: Option<i64>,
    line: Option<&(OrderNo, i64)>,
) -> Result<(Task, Qty), Halt> {
    let Some(task) = picked_by(books, old, task, line)? else {
        let task = task.unwrap_or_default();
        return Err(Refusal::UnknownTask { task }.into());
    };
    let goods = goods_moved(books, old)?;
    let location = old.from_location.clone().unwrap_or_default();
    let place = Place {
        location,
        site: old.site.clone(),
        status: old.from_status,
        lpn: old.from_lpn.clone(),
    };
    let balance = books.balance(&goods, &place)?;
    books.promise(balance, old.qty);
    let same = (&task.lot, &task.serial) == (&old.lot, &old.serial);
    let (done, state) = (task.done - old.qty, TaskState::Open);
    if same && matches!(task.state, TaskState::Open | TaskState::Done) {
        let given_up = if task.state == TaskState::Done {
            task.left()
        } else {
            Qty::ZERO
        };
        return Ok((Task { done, state, ..task }, given_up));
    }
    let (lot, serial): (LotCode, Serial) = (old.lot.clone(), old.serial.clone());
    if task.qty == old.qty && done.is_zero() {
        let task = Task {
            done,
            state,
            lot,
            serial,
            ..task
        };
        return Ok((task, Qty::ZERO));
    }
    let rest = Task {
        done,
        qty: task.qty - old.qty,
        ..task.clone()
    };
    books.draft.put(&rest);
    let again = Task {
        task: books.view().next::<Task>()?,
        state,
        lot,
        serial,
        qty: old.qty,
        done: Qty::ZERO,
        reason: None,
        ..task
    };
    Ok((again, Qty::ZERO))
}

/// Returns the task that a pick was for: the one named, else of those of the order's line the last for
/// the same goods, because an order's tasks are picked first to last and taken back last to first.
fn picked_by(
    books: &Books<'_, '_>,
    old: &Movement,
    task: Option<i64>,
    line: Option<&(OrderNo, i64)>,
) -> Result<Option<Task>, Halt> {
    let (order, line) = match (task, line) {
        (Some(number), _) => return Ok(books.view().find::<Task>(&[&number])?),
        (None, Some((order, line))) => (order, line),
        (None, None) => return Ok(None),
    };
    let mut tasks: Vec<Task> = books.view().list(&Range::by(Task::BY_ORDER, &[order, line]))?;
    tasks.retain(|task| old.qty <= task.done && Some(&task.location) == old.from_location.as_ref());
    let ours = |task: &Task| task.lot == old.lot && task.serial == old.serial;
    let last = tasks.len().saturating_sub(1);
    let at = tasks.iter().rposition(ours).unwrap_or(last);
    Ok(tasks.into_iter().nth(at))
}

/// Assigns the tote that takes packed goods back to their order again, and reopens their parcel.
fn repack(books: &mut Books<'_, '_>, of: &Key, old: &Movement) -> Result<(), Halt> {
    let tote: Option<Plate> = books.view().find(&[&old.from_lpn])?;
    let order_no = old.document.as_deref().map(OrderNo::from);
    if let Some(tote) =
        tote.filter(|tote| tote.order_no != order_no || Some(&tote.location) != old.from_location.as_ref())
    {
        let others = books
            .load(&tote.lpn)?
            .iter()
            .any(|balance| Some(&balance.location) != old.from_location.as_ref());
        if others || tote.order_no != order_no && 1 < books.load(&tote.lpn)?.len() {
            let why = format!("tote {} works for another order or elsewhere by now", tote.lpn);
            return Err(refused(of, why));
        }
        let location = old.from_location.clone().unwrap_or_default();
        books.draft.put(&Plate {
            order_no,
            location,
            ..tote
        });
    }
    let parcel: Option<Plate> = books.view().find(&[&old.to_lpn])?;
    if let Some(parcel) = parcel.filter(|parcel| parcel.state == LpnState::Closed) {
        let state = LpnState::Open;
        books.draft.put(&Plate { state, ..parcel });
    }
    Ok(())
}

/// Removes the shipment's record and brings its parcel back; refuses if some of it was returned.
fn unship(books: &mut Books<'_, '_>, of: &Key, old: &Movement) -> Result<(), Halt> {
    let shipment: Option<Shipment> = books.view().find(&[&old.seq])?;
    if let Some(shipment) = shipment {
        if !shipment.qty_back.is_zero() {
            let back = shipment.qty_back;
            return Err(refused(
                of,
                format!("{back} of it came back; take the return back first"),
            ));
        }
        super::credits::none_of(books, of, old.seq)?;
        books.draft.remove(&shipment);
        super::billing::forget(books, of, old)?;
    }
    let parcel: Option<Plate> = books.view().find(&[&old.from_lpn])?;
    if let Some(parcel) = parcel.filter(|parcel| parcel.state == LpnState::Shipped) {
        let state = LpnState::Closed;
        books.draft.put(&Plate { state, ..parcel });
    }
    Ok(())
}

/// Refuses to take a build back of which something was taken apart since.
fn still_whole(books: &Books<'_, '_>, of: &Key, old: &Movement) -> Result<(), Halt> {
    match worth::taken_apart(books, old)?.first() {
        Some(apart) => Err(refused(
            of,
            format!(
                "movement {} ({}) took some of it apart; take that back first",
                apart.seq, apart.kind
            ),
        )),
        None => Ok(()),
    }
}

/// Takes a return off the shipment's record, so that its goods are out again. The last return goes first, because the
/// cost of each depends on what came back before it.
fn unreturn(books: &mut Books<'_, '_>, of: &Key, old: &Movement, credited: bool) -> Result<(), Halt> {
    let Some(origin) = old.origin else { return Ok(()) };
    let shipment: Option<Shipment> = books.view().find(&[&origin])?;
    let Some(shipment) = shipment else { return Ok(()) };
    if let Some(next) = later(books, old, origin)? {
        let why = format!(
            "movement {} ({}) of the same shipment came after it; take that back first",
            next.seq, next.kind
        );
        return Err(refused(of, why));
    }
    let qty_back = shipment.qty_back - old.qty;
    let known = late_costs::cost_before(books.view(), &shipment, old.seq)?;
    let cost = slice(&shipment, known, qty_back, old.qty)?;
    let full = sale_of(&shipment, qty_back, old.qty)?;
    let sale = billing::take_back(books, &shipment, old.qty, full)?;
    let given = allowance::forget(books, old.seq)?;
    let (net, tax) = (sale.net + given.net, sale.tax + given.tax);
    let less = |sum: Money, part: Money| if credited { sum - part } else { sum };
    books.draft.put(&Shipment {
        qty_back,
        cost_back: shipment.cost_back - cost,
        sales_back: less(shipment.sales_back, net),
        tax_back: less(shipment.tax_back, tax),
        ..shipment
    });
    Ok(())
}

/// Forgets the expiry of a lot that only the receipt taken back knew, and how it is spelt: what it said was a
/// mistake.
fn forget_lot(books: &mut Books<'_, '_>, old: &Movement) -> Result<(), Halt> {
    if !books.is_of(NAMED) || old.lot.is_empty() {
        return Ok(());
    }
    let known: Option<Lot> = books.view().find(&[&old.item, &old.lot])?;
    let alike = alike(old.lot.as_str());
    let spelling: Option<Spelling> = books.view().find(&[&old.item, &alike])?;
    let spelling = spelling.filter(|spelling| spelling.lot == old.lot && books.is_of(HEEDED));
    let known = known.filter(|lot| lot.expiry.is_some());
    if known.is_none() && spelling.is_none()
        || !books.view().all::<Balance>(&[&old.item, &old.lot])?.is_empty()
        || was_moved(books, old)?
    {
        return Ok(());
    }
    if let Some(known) = known {
        let expiry = None;
        books.draft.put(&Lot { expiry, ..known });
    }
    if let Some(spelling) = spelling {
        books.draft.remove(&spelling);
    }
    Ok(())
}

part! {
    /// What is asked of the movements of a lot.
    struct OfLot of Movement {
        /// Its number.
        seq: i64,
        /// The lot.
        lot: LotCode,
        /// The movement that it takes back.
        reverses: Option<i64>,
    }
}

/// Returns whether a movement of the same lot still stands, at any site; of an item that moved very often, one does.
fn was_moved(books: &Books<'_, '_>, old: &Movement) -> Result<bool, Halt> {
    for pool in books.view().all::<Pool>(&[&old.item])? {
        let range = Range::by(Movement::BY_STOCK, &[&old.item, &pool.site]).first(MOST);
        let moved: Vec<OfLot> = books.view().parts(&range)?;
        let taken_back: HashSet<i64> = moved.iter().filter_map(|it| it.reverses).collect();
        let stands = |it: &OfLot| it.lot == old.lot && it.reverses.is_none() && !taken_back.contains(&it.seq);
        if moved.len() == MOST || moved.iter().any(stands) {
            return Ok(true);
        }
    }
    Ok(false)
}
