//! Components of a work order: issued from stock, back into stock, or spoilt in process.

use super::{open, parts, post, process, reasoned};
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::{Location, Purpose};
use crate::domain::code::ItemCode;
use crate::domain::entry::Rule;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::refusal::Refusal;
use crate::domain::work_order::{ComponentAct, WorkOrder, WorkPart};
use crate::ledger::work_orders as lines;
use crate::operations::change::Halt;
use crate::operations::request::WorkIssue;
use crate::operations::rules::books::Books;
use crate::operations::rules::goods::{new_serial, note_lot, positive};
use crate::operations::rules::post::Step;
use crate::operations::rules::sources::Wanted;
use crate::operations::rules::stock::{Goods, Place};
use crate::operations::rules::under_count::not_by_who_counts;
use crate::operations::rules::{here, stated};

/// Issues a component to a work order, takes it back into stock, or notes that it is spoilt.
pub(in crate::operations::rules) fn component(
    books: &mut Books<'_, '_>,
    asked: &WorkIssue,
) -> Result<Option<String>, Halt> {
    books.need(&WorkOrder::WORKED_BY)?;
    positive(asked.qty)?;
    let order = open(books, &asked.order)?;
    let part = parts(books, &order.order_no)?
        .into_iter()
        .find(|part| part.item == asked.item);
    let part = part.ok_or_else(|| Refusal::NotOnOrder {
        item: asked.item.to_string(),
        order: order.order_no.to_string(),
    })?;
    let (from, to) = (("from", asked.from.is_some()), ("to", asked.to.is_some()));
    match asked.act.unwrap_or(ComponentAct::Issue) {
        ComponentAct::Issue => {
            stated::nothing(books, &[to], "what is issued goes into process")?;
            issue(books, &order, part, asked)
        }
        ComponentAct::Return => {
            stated::nothing(books, &[from], "what comes back was in process")?;
            bring_back(books, &order, part, asked)
        }
        ComponentAct::Scrap => {
            stated::nothing(books, &[from, to], "what is spoilt in process is put nowhere")?;
            spoil(books, &order, part, asked)
        }
    }
}

/// Takes a component out of stock, the lot that expires first ahead.
fn issue(
    books: &mut Books<'_, '_>,
    order: &WorkOrder,
    mut part: WorkPart,
    asked: &WorkIssue,
) -> Result<Option<String>, Halt> {
    let item = books.stock_item(&part.item)?;
    if let Some(from) = &asked.from {
        let bin = books.location(from)?;
        here::bin(books, &bin)?;
        at_site(books, order, &bin)?;
        not_by_who_counts(books, from)?;
    }
    let planned = Some(&part.lot).filter(|lot| !lot.is_empty() && asked.serial.is_none());
    let planned = planned.cloned();
    let wanted = Wanted {
        item: &item,
        from: asked.from.as_ref(),
        lot: asked.lot.as_ref().or(planned.as_ref()),
        serial: asked.serial.as_ref(),
        used: true,
    };
    there(books, &item.item, order, asked.qty)?;
    let (mut first, mut value) = (None, Money::ZERO);
    let kind = MovementKind::WorkIssue;
    for taken in books.gather(&wanted, asked.qty)? {
        books.take_out(&taken.goods, &taken.place, taken.qty, Qty::ZERO)?;
        let pool_before = books.pool(&item.item, &order.site)?.qty;
        let seq = books.view().next::<Movement>()?;
        let lost = books.value_out(&taken.goods, &order.site, taken.qty, seq)?;
        let step = Step::new(kind, &taken.goods, taken.qty, Some(&taken.place), None);
        let movement = books.movement(&Step {
            value: -lost,
            pool_before,
            ..step.for_line(order.order_no.as_str(), part.line)
        })?;
        first.get_or_insert(movement);
        value += lost;
        process::put(books, part, (movement, kind), (taken.qty, lost));
        part = again(books, order, &asked.item)?;
    }
    let group = books.accounts(&item, &order.site)?;
    let lines = lines::issue(&group, &order.account, value);
    post(books, order, (Rule::WorkIssue, first.unwrap_or_default()), lines)?;
    Ok(None)
}

/// Puts a component back into stock, at what it is worth in process.
fn bring_back(
    books: &mut Books<'_, '_>,
    order: &WorkOrder,
    part: WorkPart,
    asked: &WorkIssue,
) -> Result<Option<String>, Halt> {
    let item = books.stock_item(&part.item)?;
    held(&part, order, asked.qty)?;
    let planned = Some(&part.lot).filter(|lot| !lot.is_empty()).cloned();
    let lot = asked.lot.as_ref().or(planned.as_ref());
    let goods = books.goods(item, lot, asked.serial.as_ref(), asked.qty)?;
    let goods = note_lot(books, goods, None)?;
    let bin = books.location_or(asked.to.as_ref(), Purpose::Storage)?;
    here::bin(books, &bin)?;
    at_site(books, order, &bin)?;
    process::after_issues(books, order)?;
    books.check_room(&bin, asked.qty)?;
    let place = Place::at(&bin);
    new_serial(books, &goods)?;
    books.put_in(&goods, &place, asked.qty)?;
    let cost = process::worth(&part, asked.qty)?;
    let pool_before = books.pool(&goods.item.item, &order.site)?.qty;
    let seq = books.view().next::<Movement>()?;
    let value = books.value_in(&goods, &order.site, asked.qty, cost, seq)?;
    let kind = MovementKind::WorkReturn;
    let step = Step::new(kind, &goods, asked.qty, None, Some(&place));
    let movement = books.movement(&Step {
        value,
        pool_before,
        ..step.for_line(order.order_no.as_str(), part.line)
    })?;
    let qty = asked.qty;
    process::take(books, part, (movement, kind), qty, |part| WorkPart {
        issued: part.issued - qty,
        ..part
    })?;
    let (group, revaluation) = (
        books.accounts(&goods.item, &order.site)?,
        books.account(CompanyAccount::Revaluation)?,
    );
    let lines = lines::brought_back(&group, &order.account, &revaluation, value, cost);
    post(books, order, (Rule::WorkIssue, movement), lines)?;
    Ok(None)
}

/// Notes that a component is spoilt in process, for a reason.
fn spoil(
    books: &mut Books<'_, '_>,
    order: &WorkOrder,
    part: WorkPart,
    asked: &WorkIssue,
) -> Result<Option<String>, Halt> {
    reasoned(books)?;
    held(&part, order, asked.qty)?;
    let item = books.stock_item(&part.item)?;
    books.countable(&item, asked.qty)?;
    let goods = match (&asked.lot, &asked.serial) {
        (None, None) => Goods::plain(item),
        (lot, serial) => books.goods(item, lot.as_ref(), serial.as_ref(), asked.qty)?,
    };
    process::after_issues(books, order)?;
    let cost = process::worth(&part, asked.qty)?;
    let kind = MovementKind::WorkScrap;
    let pool_before = books.pool(&goods.item.item, &order.site)?.qty;
    let step = Step::new(kind, &goods, asked.qty, None, None);
    let movement = books.movement(&Step {
        pool_before,
        ..step.for_line(order.order_no.as_str(), part.line)
    })?;
    let qty = asked.qty;
    process::take(books, part, (movement, kind), qty, |part| WorkPart {
        scrapped: part.scrapped + qty,
        ..part
    })?;
    let scrap = books.account(CompanyAccount::AssemblyScrap)?;
    let lines = lines::spoilt(&order.account, &scrap, cost);
    post(books, order, (Rule::WorkScrap, movement), lines)?;
    Ok(None)
}

/// Returns the component as it is after a part of the issue.
fn again(books: &Books<'_, '_>, order: &WorkOrder, item: &ItemCode) -> Result<WorkPart, Halt> {
    let own = parts(books, &order.order_no)?;
    let part = own.into_iter().find(|part| part.item == *item);
    Ok(part.ok_or_else(|| Refusal::NotOnOrder {
        item: item.to_string(),
        order: order.order_no.to_string(),
    })?)
}

/// Refuses goods of which stock as a whole has fewer than are issued: what was sold before it came has no cost that could
/// go into process.
fn there(books: &Books<'_, '_>, item: &ItemCode, order: &WorkOrder, need: Qty) -> Result<(), Halt> {
    let have = books.pool(item, &order.site)?.qty;
    if need <= have {
        return Ok(());
    }
    let have = books.stated_of_item(item, have)?;
    let (item, at) = (item.to_string(), order.site.to_string());
    Err(Refusal::NotEnough { item, at, need, have }.into())
}

/// Refuses to take more out of process than is in it.
fn held(part: &WorkPart, order: &WorkOrder, qty: Qty) -> Result<(), Halt> {
    if qty <= part.held() {
        return Ok(());
    }
    let need = format!(
        "at most {} of {}, which are in process for {}",
        part.held(),
        part.item,
        order.order_no
    );
    let found = qty.to_string();
    Err(Refusal::Unfit { need, found }.into())
}

/// Refuses a bin at another site than that of the work order.
fn at_site(books: &Books<'_, '_>, order: &WorkOrder, bin: &Location) -> Result<(), Halt> {
    if bin.site == books.site {
        return Ok(());
    }
    let need = format!("a location of site {}", order.site);
    let found = format!("{}, which is at {}", bin.location, bin.site);
    Err(Refusal::Unfit { need, found }.into())
}
