//! An operation taken back: the exact negation of what it posted, at most once.

mod acts;
mod billing;
mod bills;
mod counters;
mod credits;
mod transfers;
mod work_orders;

use self::counters::rewind;
use super::books::Books;
use super::goods::absent_serial;
use super::late::Moved;
use super::post::{About, Step};
use super::stock::{Goods, Place};
use super::under_count::withholds;
use super::{hold, integration, late, late_count, service_cost, tax, vendor_number};
use crate::domain::amount::{Money, Qty};
use crate::domain::code::{Channel, Key};
use crate::domain::entry::{Entry, EntryLine, Rule};
use crate::domain::late::LateCost;
use crate::domain::log::{Logged, Reversal};
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::record::{Fault, Range};
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::ledger::balanced::Lines;
use crate::operations::change::Halt;
use crate::operations::late_costs;
use crate::operations::log::{HEEDED, NAMED};
use crate::operations::meant::Meant;
use crate::operations::request::{Operation, Request};
use chrono::NaiveDate;
use std::collections::HashSet;

/// Takes an operation back, on no earlier day than it was posted to; a change of integration on the very day from which
/// it counts.
pub(super) fn reverse(books: &mut Books<'_, '_>, of: &Key) -> Result<Option<String>, Halt> {
    let logged = books
        .view()
        .list::<Logged>(&Range::by(Logged::BY_KEY, &[of]).first(1))?
        .pop();
    let logged = logged.ok_or_else(|| Refusal::UnknownOperation { id: of.to_string() })?;
    let mut request = Request::of(&logged)?;
    if books.is_of(HEEDED) {
        request.operation.mend(books.view())?;
    }
    books.need_operator()?;
    if request.requester.badge() != books.request.requester.badge() {
        books.need(&[Role::Supervisor])?;
    }
    if books.is_of(NAMED) {
        acts::need(books, &request.operation)?;
    }
    let known: Option<Reversal> = books.view().find(&[&logged.seq])?;
    if known.is_some() {
        return Err(Refusal::Reversed { id: of.to_string() }.into());
    }
    reversible(of, &request, &logged)?;
    late_count::nothing_set_off(books, of, &logged)?;
    let is_change = matches!(request.operation, Operation::Integrate(_));
    let made: Option<Movement> = books.view().find(&[&logged.movement.unwrap_or(0)])?;
    books.posting = match made {
        Some(made) if is_change => Some(made.posting),
        Some(made) => Some(books.request.date.max(last_posted(books, &made, &logged)?)),
        None => None,
    };
    integration::same_mode(books, of, &logged)?;
    if let Operation::StandardCost(_) = request.operation {
        super::standard_cost::put_back(books, of, &logged)?;
    }
    let first = logged.movement.unwrap_or(0);
    let mut gained = Vec::new();
    for seq in (first..first + logged.movements).rev() {
        let movement = books.moved(seq)?;
        let negated = negate(books, of, &movement, &request);
        gained.push(negated.map_err(|halt| under_its_id(halt, of))?);
    }
    entries(books, &logged, &gained, is_change)?;
    vendor_number::give_back(books, logged.seq)?;
    let by_operation = books.operation;
    books.draft.put(&Reversal {
        operation: logged.seq,
        by_operation,
    });
    for negated in gained.iter().filter(|it| it.movement.kind == MovementKind::Pick) {
        let Movement {
            item, lot, serial, ..
        } = &negated.movement;
        hold::move_on(books, (item, lot, serial))?;
    }
    let act = acts::take_back(books, &logged, &request.operation)?;
    let act = act.map_or_else(|| told(books, &gained), Ok)?;
    Ok(Some(act))
}

/// Returns the last day to which an operation posted: late cost may have gone on to goods that came later.
fn last_posted(books: &Books<'_, '_>, first: &Movement, logged: &Logged) -> Result<NaiveDate, Halt> {
    let mut last = first.posting;
    for seq in first.seq + 1..first.seq + logged.movements {
        let other = books.moved(seq)?;
        if other.kind.is_late_cost() {
            last = last.max(other.posting);
        }
    }
    Ok(last)
}

/// Restates a refusal for the operation that was named: goods and layers know only movements.
fn under_its_id(halt: Halt, of: &Key) -> Halt {
    match halt {
        Halt::Refused(Refusal::NotReversible { why, .. }) => {
            let id = of.to_string();
            Refusal::NotReversible { id, why }.into()
        }
        other => other,
    }
}

/// Returns what was taken back, in the words of the floor: `putaway of 84 FD-1001 NC-2602 at A-01-1 taken back`.
/// What the operator may still count is told without its quantity.
fn told(books: &Books<'_, '_>, gained: &[Negated]) -> Result<String, Halt> {
    let Some(Negated { movement, .. }) = gained.last() else {
        return Ok(String::new());
    };
    let lot = if movement.lot.is_empty() {
        String::new()
    } else {
        format!(" {}", movement.lot)
    };
    let place = movement.to_location.as_ref().or(movement.from_location.as_ref());
    let at = place.map(|place| format!(" at {place}")).unwrap_or_default();
    let more = match gained.len() {
        1 => String::new(),
        several => format!(" and {} more", several - 1),
    };
    let qty = match movement.qty {
        Qty::ZERO => String::new(),
        _ if withholds(books, movement)? => String::new(),
        qty => format!("{qty} "),
    };
    Ok(format!(
        "{} of {qty}{}{lot}{at}{more} taken back",
        movement.kind, movement.item
    ))
}

fn reversible(of: &Key, request: &Request, logged: &Logged) -> Result<(), Halt> {
    let why = match &request.operation {
        Operation::Reverse(_) => "it took something back itself; post the operation again",
        operation if operation.goes_back() => return Ok(()),
        Operation::ChangeMethod(_) => {
            "what came since is valued by the new method; change it back with another document"
        }
        Operation::TakeOver(_) => "whoever has the work now is at it; take it over again instead",
        Operation::CountClose(_) if logged.movements == 0 => "it posted nothing",
        _ if logged.movements == 0 => "it moved nothing",
        _ => return Ok(()),
    };
    Err(Refusal::NotReversible {
        id: of.to_string(),
        why: why.into(),
    }
    .into())
}

/// Negates one movement: goods return to where they were, value to its layers, and counters to what they were.
fn negate(books: &mut Books<'_, '_>, of: &Key, old: &Movement, request: &Request) -> Result<Negated, Halt> {
    bills::stands_alone(books, of, old.seq)?;
    let goods = goods_moved(books, old)?;
    books.site = old.site.clone();
    let [was, is] = Place::of_moved(old);
    if let Some(is) = &is {
        books.take_back(&goods, is, old)?;
    }
    if let Some(was) = &was {
        if is.is_none() {
            absent_serial(books, &goods)?;
        }
        books.put_in(&goods, was, old.qty)?;
    }
    let seq = books.view().next::<Movement>()?;
    let pool_before = books.pool(&old.item, &old.site)?.qty;
    let only_value = old.qty.is_zero();
    let laid = late_costs::on(books.view(), old.seq)?;
    let late: Money = laid.iter().map(|late| late.value).sum();
    let value = if was.is_some() != is.is_some() || only_value && !goods.item.service {
        let left = if is.is_some() { old.qty } else { -old.qty };
        books.value_back(&goods.item, &old.site, left, old.value, (old.seq, &laid), seq)?
    } else {
        Money::ZERO
    };
    let step = Step::new(old.kind, &goods, old.qty, is.as_ref(), was.as_ref());
    let (order_line, reverses) = (old.order_line, Some(old.seq));
    let document = match order_line {
        Some(_) => old.document.clone(),
        None => books.paper(old.document.clone()),
    };
    let step = Step {
        value,
        pool_before,
        document,
        order_line,
        origin: old.origin,
        reverses,
        ..step
    };
    books.effective = Some(old.effective.max(books.request.date));
    let new = books.movement(&step)?;
    rewind(books, of, old, request)?;
    if goods.item.service {
        nothing_came_back(books, of, old)?;
        service_cost::take_back(books, of, old)?;
    }
    late::back::take_off(books, old, new)?;
    tax::take_back(books, old.seq, new)?;
    Ok(Negated {
        new,
        laid,
        drift: old.value + value - late,
        movement: old.clone(),
    })
}

/// Returns the goods a movement moved, as they were named then: a service, a kit or a mere change of value names no
/// lot.
fn goods_moved(books: &Books<'_, '_>, old: &Movement) -> Result<Goods, Halt> {
    Ok(Goods::of(books.item(&old.item)?, old))
}

/// A movement that was negated.
struct Negated {
    /// The movement that negates it.
    new: i64,
    /// The difference between what stock lost and now gained: a standard cost is rounded over another quantity than
    /// then.
    drift: Money,
    /// Late cost that was laid on its goods since, and comes with them.
    laid: Vec<LateCost>,
    /// The movement.
    movement: Movement,
}

/// Negates every entry of the operation, and posts what drifted to revaluation and what was laid on the goods since
/// from where it went, movement by movement. What was carried over a change of integration is left out: each negation
/// is carried over by itself.
fn entries(
    books: &mut Books<'_, '_>,
    logged: &Logged,
    gained: &[Negated],
    is_change: bool,
) -> Result<(), Halt> {
    let first = logged.entry.unwrap_or(0);
    let movement = gained.last().map_or(0, |negated| negated.new);
    for number in (first..first + logged.entries).rev() {
        let head: Option<Entry> = books.view().find(&[&number])?;
        let head = head.ok_or_else(|| Fault::new(format!("journal entry {number} is missing")))?;
        if head.rule == Rule::Integration && !is_change {
            continue;
        }
        let mut lines = Lines::default();
        for line in books.view().all::<EntryLine>(&[&number])? {
            lines = lines.line(&line.account, -line.amount, Some(&line.dimensions));
        }
        let about = About {
            rule: Rule::Reversal,
            movement,
            site: head.site,
            group: head.group_number,
            channel: head.channel,
            document: books.paper(head.document),
            negates: Some(number),
        };
        books.entry(about, lines)?;
    }
    for negated in gained {
        if negated.drift.is_zero() && negated.laid.is_empty() {
            continue;
        }
        let item = books.item(&negated.movement.item)?;
        let group = books.accounts(&item, &negated.movement.site)?;
        let late: Money = negated.laid.iter().map(|late| late.value).sum();
        let lines = Lines::default()
            .debit(&group.inventory, negated.drift + late)
            .credit(&books.account(CompanyAccount::Revaluation)?, negated.drift);
        let lines = negated
            .laid
            .iter()
            .fold(lines, |lines, late| lines.credit(&late.account, late.value));
        let about = About {
            rule: Rule::Reversal,
            movement: negated.new,
            site: negated.movement.site.clone(),
            group: group.group,
            channel: Channel::default(),
            document: books.paper(negated.movement.document.clone()),
            negates: None,
        };
        books.entry(about, lines)?;
    }
    Ok(())
}

/// Returns the next movement of the same goods and origin that still stands.
fn later(books: &Books<'_, '_>, old: &Movement, origin: i64) -> Result<Option<Moved>, Halt> {
    let again = |it: &Moved| it.origin == Some(origin) && it.kind != MovementKind::Cover;
    Ok(standing_since(books, old)?.into_iter().find(again))
}

/// Returns the movements of the same goods since that were not taken back and take nothing back.
fn standing_since(books: &Books<'_, '_>, old: &Movement) -> Result<Vec<Moved>, Halt> {
    let since = Range::by(Movement::BY_STOCK, &[&old.item, &old.site]).after(&old.seq);
    let mut since: Vec<Moved> = books.view().parts(&since)?;
    let gone: HashSet<i64> = since.iter().filter_map(|it| it.reverses).collect();
    since.retain(|it| it.reverses.is_none() && !gone.contains(&it.seq));
    Ok(since)
}

/// Refuses to take a bill off a sale of a service of which something came back since, at what it cost with that bill.
fn nothing_came_back(books: &Books<'_, '_>, of: &Key, old: &Movement) -> Result<(), Halt> {
    let Some(sale) = old.origin.filter(|_| old.kind == MovementKind::Cover) else {
        return Ok(());
    };
    let since = standing_since(books, old)?;
    let back = |it: &&Moved| it.kind == MovementKind::Return && it.origin == Some(sale);
    match since.iter().find(back) {
        Some(back) => {
            let why = format!(
                "movement {} (return) brought something back at what it cost with it; take that back first",
                back.seq
            );
            Err(refused(of, why))
        }
        None => Ok(()),
    }
}

fn refused(of: &Key, why: impl Into<String>) -> Halt {
    let (id, why) = (of.to_string(), why.into());
    Refusal::NotReversible { id, why }.into()
}
