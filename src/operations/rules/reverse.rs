//! An operation taken back: the exact negation of what it posted, at most once.

use super::books::Books;
use super::post::{About, Step};
use super::relocate::goods_of;
use super::stock::{Goods, Place};
use crate::domain::amount::{Money, Qty};
use crate::domain::code::{Key, OrderNo};
use crate::domain::entry::{Entry, EntryLine, Rule};
use crate::domain::log::{Logged, Reversal};
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::record::{Fault, Range};
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Balance, LpnState, Plate, Status};
use crate::domain::task::{Task, TaskState};
use crate::domain::user::Role;
use crate::ledger::balanced::Lines;
use crate::operations::change::Halt;
use crate::operations::request::{Operation, Request};

/// Takes an operation back.
pub(super) fn reverse(books: &mut Books<'_, '_>, of: &Key) -> Result<Option<String>, Halt> {
    let logged = books
        .view()
        .list::<Logged>(&Range::of::<Logged>(&[of]).by(1).first(1))?
        .pop();
    let logged = logged.ok_or_else(|| Refusal::UnknownOperation { id: of.to_string() })?;
    let request: Request = serde_json::from_str(&logged.request)
        .map_err(|e| Fault::caused(format!("operation {} of the log is damaged", logged.seq), e))?;
    if request.operator != *books.operator() {
        books.need(&[Role::Supervisor])?;
    }
    let known: Option<Reversal> = books.view().find(&[&logged.seq])?;
    if known.is_some() {
        return Err(Refusal::Reversed { id: of.to_string() }.into());
    }
    reversible(of, &request, &logged)?;
    let first = logged.movement.unwrap_or(0);
    let mut gained = Vec::new();
    for seq in (first..first + logged.movements).rev() {
        let movement: Option<Movement> = books.view().find(&[&seq])?;
        let movement = movement.ok_or_else(|| Fault::new(format!("movement {seq} is missing")))?;
        let (new, value) = negate(books, of, &movement, &request)?;
        gained.push((new, movement.value, value));
    }
    entries(books, &logged, &gained)?;
    let by_operation = books.operation;
    books.draft.put(&Reversal {
        operation: logged.seq,
        by_operation,
    });
    Ok(Some(format!("{} {of} taken back", logged.op)))
}

fn reversible(of: &Key, request: &Request, logged: &Logged) -> Result<(), Halt> {
    let why = match &request.operation {
        Operation::Reverse(_) => "it took something back itself; post the operation again",
        Operation::CountClose(_) | Operation::CountApprove(_) if logged.movements == 0 => "it posted nothing",
        _ if logged.movements == 0 => "it moved nothing",
        _ => return Ok(()),
    };
    Err(Refusal::NotReversible {
        id: of.to_string(),
        why: why.into(),
    }
    .into())
}

/// Negates one movement: goods back to where they were, value back to its layers, counters back.
fn negate(
    books: &mut Books<'_, '_>,
    of: &Key,
    old: &Movement,
    request: &Request,
) -> Result<(i64, Money), Halt> {
    let goods = goods_moved(books, old)?;
    let place = |location: &Option<_>, status: Status, lpn: &_| {
        let (site, lpn): (_, &crate::domain::code::Lpn) = (old.site.clone(), lpn);
        location.clone().map(|location| Place {
            location,
            site,
            status,
            lpn: lpn.clone(),
        })
    };
    let was = place(&old.from_location, old.from_status, &old.from_lpn);
    let is = place(&old.to_location, old.to_status, &old.to_lpn);
    if let Some(is) = &is {
        books.take_out(&goods, is, old.qty, Qty::ZERO)?;
    }
    if let Some(was) = &was {
        books.put_in(&goods, was, old.qty)?;
    }
    let seq = books.view().next::<Movement>()?;
    let pool_before = books.pool(&old.item, &old.site)?.qty;
    let valued = was.is_some() != is.is_some();
    let value = if valued {
        let left = if is.is_some() { old.qty } else { -old.qty };
        books.value_back(&goods.item, &old.site, left, old.value, old.seq, seq)?
    } else {
        Money::ZERO
    };
    let step = Step::new(old.kind, &goods, old.qty, is.as_ref(), was.as_ref());
    let (document, order_line, reverses) = (old.document.clone(), old.order_line, Some(old.seq));
    let step = Step {
        value,
        pool_before,
        document,
        order_line,
        origin: old.origin,
        reverses,
        ..step
    };
    let new = books.movement(&step)?;
    rewind(books, of, old, request)?;
    Ok((new, value))
}

/// The goods a movement moved, a service included.
fn goods_moved(books: &Books<'_, '_>, old: &Movement) -> Result<Goods, Halt> {
    let balance = Balance {
        item: old.item.clone(),
        lot: old.lot.clone(),
        serial: old.serial.clone(),
        location: "".into(),
        status: old.to_status,
        lpn: "".into(),
        site: old.site.clone(),
        qty: old.qty,
        allocated: Qty::ZERO,
    };
    Ok(Goods {
        expiry: old.expiry,
        ..goods_of(books, &balance)?
    })
}

/// Negates every entry of the operation; what the stock's value gained differently than it lost (a standard cost
/// changed in between) goes to revaluation.
fn entries(books: &mut Books<'_, '_>, logged: &Logged, gained: &[(i64, Money, Money)]) -> Result<(), Halt> {
    let first = logged.entry.unwrap_or(0);
    let movement = gained.last().map_or(0, |(new, ..)| *new);
    let mut drift: Money = gained.iter().map(|(_, old, new)| *old + *new).sum();
    for number in (first..first + logged.entries).rev() {
        let head: Option<Entry> = books.view().find(&[&number])?;
        let head = head.ok_or_else(|| Fault::new(format!("journal entry {number} is missing")))?;
        let mut lines = Lines::default();
        for line in books.view().all::<EntryLine>(&[&number])? {
            lines = lines.credit(&line.account, line.amount);
        }
        if !drift.is_zero() {
            let group: Option<crate::domain::company::Group> = books.view().find(&[&head.group_number])?;
            let group = group.ok_or(Refusal::UnknownGroup {
                group: head.group_number,
            })?;
            lines = lines
                .debit(&group.inventory, drift)
                .credit(&books.account("revaluation")?, drift);
            drift = Money::ZERO;
        }
        let Entry {
            site,
            channel,
            document,
            group_number: group,
            ..
        } = head;
        let about = About {
            rule: Rule::Reversal,
            movement,
            site,
            group,
            channel,
            document,
            negates: Some(number),
        };
        books.entry(about, lines)?;
    }
    Ok(())
}

/// Counters and guards go back with the movement.
fn rewind(books: &mut Books<'_, '_>, of: &Key, old: &Movement, request: &Request) -> Result<(), Halt> {
    let line = old
        .order_line
        .zip(old.document.as_deref())
        .map(|(line, order)| (OrderNo::from(order), line));
    match (old.kind, &request.operation) {
        (MovementKind::Receipt, _) => with_line(books, OrderKind::Purchase, line, OrderState::Open, |line| {
            OrderLine {
                done: line.done - old.qty,
                ..line
            }
        }),
        (MovementKind::Pick, Operation::Pick(pick)) => {
            with_line(
                books,
                OrderKind::Sales,
                line.clone(),
                OrderState::Allocated,
                |line| OrderLine {
                    picked: line.picked - old.qty,
                    allocated: line.allocated + old.qty,
                    ..line
                },
            )?;
            unpick(books, old, pick.task, line)
        }
        (MovementKind::Pack, _) => with_line(books, OrderKind::Sales, line, OrderState::Picked, |line| {
            OrderLine {
                packed: line.packed - old.qty,
                ..line
            }
        }),
        (MovementKind::Shipment, _) => {
            let shipment: Option<Shipment> = books.view().find(&[&old.seq])?;
            if let Some(shipment) = shipment {
                if !shipment.qty_back.is_zero() {
                    let why = format!(
                        "{} of it came back; take the return back first",
                        shipment.qty_back
                    );
                    return Err(Refusal::NotReversible {
                        id: of.to_string(),
                        why,
                    }
                    .into());
                }
                books.draft.remove(&shipment);
            }
            reopen_parcel(books, old)?;
            let goods = old.from_location.is_some();
            with_line(books, OrderKind::Sales, line, OrderState::Packed, |line| {
                let back = if goods { old.qty } else { Qty::ZERO };
                OrderLine {
                    done: line.done - old.qty,
                    picked: line.picked + back,
                    packed: line.packed + back,
                    ..line
                }
            })
        }
        (MovementKind::Return, _) => unreturn(books, old),
        _ => Ok(()),
    }
}

fn with_line(
    books: &mut Books<'_, '_>,
    kind: OrderKind,
    line: Option<(OrderNo, i64)>,
    state: OrderState,
    change: impl Fn(OrderLine) -> OrderLine,
) -> Result<(), Halt> {
    let Some((order, number)) = line else {
        return Ok(());
    };
    let line: Option<OrderLine> = books.view().find(&[&kind, &order, &number])?;
    if let Some(line) = line {
        books.draft.put(&change(line));
    }
    let head: Option<Order> = books.view().find(&[&kind, &order])?;
    if let Some(head) = head {
        books.draft.put(&Order { state, ..head });
    }
    Ok(())
}

/// The picked goods are promised to their task again, which is open again.
fn unpick(
    books: &mut Books<'_, '_>,
    old: &Movement,
    task: Option<i64>,
    line: Option<(OrderNo, i64)>,
) -> Result<(), Halt> {
    let task = match (task, line) {
        (Some(number), _) => books.view().find::<Task>(&[&number])?,
        (None, Some((order, line))) => {
            let tasks: Vec<Task> = books.view().list(&Range::of::<Task>(&[&order, &line]).by(2))?;
            let ours = |task: &Task| {
                Some(&task.location) == old.from_location.as_ref()
                    && task.lot == old.lot
                    && task.serial == old.serial
            };
            tasks.into_iter().find(|task| ours(task) && old.qty <= task.done)
        }
        (None, None) => None,
    };
    let Some(task) = task else { return Ok(()) };
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
    let (lot, serial) = (old.lot.clone(), old.serial.clone());
    let done = task.done - old.qty;
    let whole = done.is_zero() && task.qty == old.qty;
    let (lot, serial) = if whole {
        (lot, serial)
    } else {
        (task.lot.clone(), task.serial.clone())
    };
    books.draft.put(&Task {
        done,
        state: TaskState::Open,
        lot,
        serial,
        ..task
    });
    Ok(())
}

fn reopen_parcel(books: &mut Books<'_, '_>, old: &Movement) -> Result<(), Halt> {
    let parcel: Option<Plate> = books.view().find(&[&old.from_lpn])?;
    if let Some(parcel) = parcel.filter(|parcel| parcel.state == LpnState::Shipped) {
        books.draft.put(&Plate {
            state: LpnState::Closed,
            ..parcel
        });
    }
    Ok(())
}

/// The shipment is out again: what came back of it is taken off its record, by what the return's entry posted.
fn unreturn(books: &mut Books<'_, '_>, old: &Movement) -> Result<(), Halt> {
    let Some(origin) = old.origin else { return Ok(()) };
    let shipment: Option<Shipment> = books.view().find(&[&origin])?;
    let Some(shipment) = shipment else { return Ok(()) };
    let qty_back = shipment.qty_back - old.qty;
    let keep = |whole: Money| {
        Money(crate::domain::amount::mul_div(
            whole.0,
            qty_back.0,
            shipment.qty.0,
        ))
    };
    let sold = !shipment.sales_back.is_zero() || !shipment.tax_back.is_zero();
    let (sales_back, tax_back) = if sold {
        (keep(shipment.sales), keep(shipment.tax))
    } else {
        (Money::ZERO, Money::ZERO)
    };
    books.draft.put(&Shipment {
        qty_back,
        cost_back: keep(shipment.cost),
        sales_back,
        tax_back,
        ..shipment
    });
    Ok(())
}
